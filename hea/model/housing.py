"""Stage 4, housing (huisvestingsbehoefte): from people present to places needed, supply and gap."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hea.model.uncertainty import Array
from hea.units import PLACE_DECIMALS


class Destinations(NamedTuple):
    """Where workers live, as shares of all of them, each ``(draws,)``; the three add up to 1."""

    region: Array
    """In the province of the site."""
    other_region: Array
    """In another province."""
    across_border: Array
    """In another country."""


def destinations(lives_in_province: Array, across_border: Array) -> Destinations:
    """Shares of workers living in the region, in another region and across the border.

    Source: definition; both shares are parameters or answers of the company.
    Valid: while the two shares add up to at most 1; beyond that the share across the border counts first.
    """
    other = np.maximum(0.0, 1 - lives_in_province - across_border)
    return Destinations(1 - across_border - other, other, across_border)


def net_need(core: Array, seasonal: Array, new_to_region: Array, in_region: Array) -> Array:
    """People for whom a place is needed in the region.

    Whether someone lives here already is told on the day of arrival and stays so: who grows older asks for
    no other home than before, so that need is conserved.

    Source: definition.
    Valid: while both shares are independent of each other and of how long people have been here.

    Args:
        core: people of the year-round core, ``(draws, months)``.
        seasonal: people of the seasons, who are all new, ``(draws, months)``.
        new_to_region: share of the core that did not yet live in the region, ``(draws,)``.
        in_region: share that lives in the region, ``(draws,)``.
    """
    return (core * new_to_region[:, None] + seasonal) * in_region[:, None]


def followed(arrivals: Array, departures: Array) -> Array:
    """Share of the leavers whose place someone takes: two people need a bed only where one follows.

    Source: definition.
    Valid: for arrivals and departures of the same people in the same month.
    """
    share = arrivals / np.where(departures > 0, departures, 1.0)
    return np.where(departures > 0, np.minimum(1.0, share), 0.0)


def overlap(
    short: Array, departures: Array, followed: Array, places_per_worker: Array, tenure_months: Array
) -> Array:
    """Beds beyond the first of short stayers: leavers keep theirs while the successor is there.

    What a worker asks beyond one bed is the time that one leaver stays on, spread over a tenure. So it counts
    for as many workers as have a leaver among them at that pace: for few in the first months of a site, from
    which hardly anybody leaves yet, and never for more than there are. Who came for a harvest goes home, and
    keeps no bed for the weeks in which someone whose contract ended may look for other work.

    Source: places per worker is a parameter, derived from weeks that someone may stay after a contract over
        the mean tenure of an agency worker.
    Valid: for stays of some weeks and longer.

    Args:
        short: people in short stay, ``(draws, months)``.
        departures: people who leave in a month, ``(draws, months)``.
        followed: share of them whose place someone takes, ``(draws, months)``.
        places_per_worker: at least 1, ``(draws,)``.
        tenure_months: over which the overlap of one leaver is spread, ``(draws,)``.
    """
    turning_over = np.minimum(short, departures * tenure_months[:, None])
    return turning_over * followed * (places_per_worker - 1)[:, None]


def beds(persons: Array, overlap: Array, agreed_places: Array, agreed_ratio: Array) -> Array:
    """Beds for short stay, those of leavers whose successor is already there among them.

    A place with a longer agreed transition holds fewer workers, by as much as its leavers stay on; it
    counts for what it holds and never asks for more than it is. The other workers have the usual overlap.

    Source: counting.
    Valid: where workers fill the places with an agreement first.

    Args:
        persons: people for whom a bed is needed, ``(draws, months)``.
        overlap: beds beyond the first for all of them at the usual transition, ``(draws, months)``.
        agreed_places: places with an agreement that are open, ``(offers, 1, months)``.
        agreed_ratio: their transition over the usual one, ``(offers, 1, 1)``.
    """
    each = overlap / np.where(persons > 0, persons, 1.0)
    held = agreed_places / (1 + agreed_ratio * each)
    room = held.sum(axis=0)
    used = np.minimum(1.0, persons / np.where(room > 0, room, 1.0))
    more: Array = (held * (agreed_ratio - 1)).sum(axis=0)
    return persons + overlap + each * used * more


def dwellings_per_worker(couples: Array, partner_works: Array) -> Array:
    """Dwellings per worker when a share lives as a couple and partners may be counted workers too.

    Source: counting: a couple shares a dwelling, and some partners are counted as workers too.
    Valid: for one household per dwelling, shares within [0, 1].
    """
    return (1 - couples) + couples / (1 + partner_works)


def adults_per_worker(couples: Array, partner_works: Array) -> Array:
    """Adults per worker, partners who do not work on the site included.

    Source: counting, as :func:`dwellings_per_worker`.
    Valid: for households of one or two adults, shares within [0, 1].
    """
    return (1 - couples) + 2 * couples / (1 + partner_works)


def rooms_per_bed(couples: Array, persons_per_bedroom: float) -> Array:
    """Bedrooms per bed under a quality floor; couples share a room.

    Source: counting; persons per bedroom is a parameter with its source.
    Valid: for at least one person per bedroom.
    """
    return (1 - couples) / persons_per_bedroom + couples / max(2.0, persons_per_bedroom)


def gap(need: Array, supply: Array) -> Array:
    """Places short: need that supply does not meet. What is left over elsewhere does not count.

    Source: definition.
    Valid: for need and supply of the same class in the same month.
    """
    return np.maximum(0.0, need - supply)


def gap_when_surplus_fills(need: Array, supply: Array) -> Array:
    """Gap per class when surplus in one class may be used by another.

    Source: definition; an option of the plan, off unless it is chosen.
    Valid: where any place may serve any class; the total shortage is spread in proportion to each gap.

    Args:
        need: ``(classes, draws, months)``.
        supply: ``(classes, 1 or draws, months)``.

    Returns:
        Array ``(classes, draws, months)``: the total shortage, spread over the classes that are short.
    """
    short = gap(need, supply)
    total_short = short.sum(axis=0)
    remaining = np.maximum(0.0, need.sum(axis=0) - supply.sum(axis=0))
    return short * np.where(total_short > 0, remaining / np.where(total_short > 0, total_short, 1.0), 0.0)


def met(need: Array, supply: Array, *, surplus_fills: bool) -> Array:
    """Places that meet a need, of all classes together.

    Source: definition: the need less what :func:`gap` or :func:`gap_when_surplus_fills` leaves of it.
    Valid: as those.

    Args:
        need: ``(classes, draws, months)``.
        supply: ``(classes, 1 or draws, months)``.
        surplus_fills: whether places left over in one class may be used by another.

    Returns:
        Array ``(draws, months)``.
    """
    if surplus_fills:
        together: Array = np.minimum(need.sum(axis=0), supply.sum(axis=0))
        return together
    per_class: Array = np.minimum(need, supply).sum(axis=0)
    return per_class


def people_in(people: Array, need: Array, places: Array, *, surplus_fills: bool) -> Array:
    """People who live in places, of all classes together, as far as those places are needed.

    Source: definition: the same share of the people of a class as of the places they need.
    Valid: for places of which each takes as many people as is usual in its class.

    Args:
        people: for whom a place is needed, ``(classes, draws, months)``.
        need: places they need, of the same shape.
        places: that stand, ``(classes, months)``.
        surplus_fills: whether places left over in one class may be used by another.

    Returns:
        Array ``(draws, months)``.
    """
    there = places[:, None, :]
    if surplus_fills:
        people, need, there = (part.sum(axis=0, keepdims=True) for part in (people, need, there))
    share = np.minimum(need, there) / np.where(need > 0, need, 1.0)
    living: Array = (people * share).sum(axis=0)
    return living


def latest_start(opens: Array, lead: Array, certainty: float) -> float:
    """Latest month to begin for which the first places come in time with a given certainty.

    Source: definition: the month in which a gap opens, less the time from plan to first use, draw by draw.
    Valid: for certainties below 1; the promise is counted over the same draws.

    Args:
        opens: month in which the gap opens, ``(draws,)``; infinite where none does.
        lead: months from plan to first use, ``(draws,)``.
        certainty: share of the draws in which a beginning in that month is early enough.

    Returns:
        Month, which may lie before 0; infinite if no beginning is needed for that certainty.
    """
    latest = np.sort(opens - lead)
    return float(latest[len(latest) - int(np.ceil(certainty * len(latest)))])


def homes_lost(persons: Array, departures: Array, arrivals: Array, arranged_by_employer: Array) -> Array:
    """People whose home is tied to the job and who leave because the work shrinks, per month.

    Departures that arrivals replace belong to ordinary turnover; the excess is contraction.

    Source: definition.
    Valid: while departures that arrivals replace are ordinary turnover; people who find other housing
        still count.
    """
    contraction = np.maximum(0.0, departures - arrivals)
    return np.minimum(contraction, persons) * arranged_by_employer[:, None]


def sufficient_paths(shortage: Array, certainty: float, step: int) -> Array:
    """Smallest paths, rising in steps, that together cover all classes in all months with a given certainty.

    Of every class the same share of the draws with the highest shortage is left out, as few as leaves the
    promised share of the draws covered in all classes at once; those draws are then followed through time.

    Source: own construction: the smallest final number of places, shared evenly between the classes.
    Valid: for enough draws to leave some out (at least 1 / (1 − certainty)); the promise is counted over
        the same draws.

    Args:
        shortage: ``(classes, draws, months)``, at least 0.
        certainty: share of the draws that must be covered throughout, in all classes.
        step: months per step; a path rises at most once in each, in the month in which it must.

    Returns:
        Whole places per month, ``(classes, months)``, never falling.
    """
    highest = shortage.max(axis=2)
    worst_place = _places_from_low(highest).max(axis=0)
    covered = worst_place <= np.sort(worst_place)[int(np.ceil(certainty * len(worst_place))) - 1]
    return np.stack([stepped(line, step) for line in shortage[:, covered].max(axis=1)])


def _places_from_low(values: Array) -> NDArray[np.intp]:
    """How many values of its row are lower, ``(rows, values)``; equal values share a place."""
    return np.stack([np.searchsorted(np.sort(row), row) for row in values])


def stepped(line: Array, step: int) -> Array:
    """A line as whole places that rise at most once per step, as soon as more is needed, and never fall.

    Source: definition.
    Valid: for a line of at least one month.
    """
    places = np.ceil(np.round(line, PLACE_DECIMALS))
    reached, path = 0.0, np.zeros_like(places)
    for start in range(0, len(places), step):
        part = slice(start, start + step)
        wanted = max(reached, places[part].max())
        path[part] = np.where(np.maximum.accumulate(places[part]) > reached, wanted, reached)
        reached = wanted
    return path

"""Stage 4 filled in: from people present to places, supply, gaps and residents."""

from dataclasses import dataclass

import numpy as np

from hea.engine.curves import tenure_months
from hea.engine.draws import Draws
from hea.engine.setting import Setting
from hea.engine.stay import Present, Streams
from hea.engine.supply import arranged
from hea.model import housing, stay
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES, Proposal, month_number
from hea.reference import at_border, municipalities
from hea.reference.geography import LIMBURG
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

SHORT, MID, LONG = range(3)
COUPLES = ("share_short_stay_in_couple_rooms", "share_with_family_mid_stay", "share_with_partner_long_stay")
"""Parameters for the share that lives as a couple, by class of stay."""


@dataclass(frozen=True)
class Block:
    """Outcomes of a block of draws.

    Series are ``(draws, months)``, series by class of stay ``(3, draws, months)``, the rest ``(draws,)``.
    """

    positions: Array
    migrants: Array
    persons: Array
    arrivals: Array
    departures: Array
    arriving_briefly: Array
    """Arrivals of people who leave within the legal threshold."""
    rni: Array
    """Arrivals who register as non-residents: who leaves within the legal threshold or lives abroad."""
    brp: Array
    """Arrivals who register as residents of the region and did not live there yet."""
    residents_by_law: Array
    """People present who by law are residents and did not live in the region yet, ``(draws, months)``."""
    leavers: Array
    """Departures of people who registered as residents of the region."""
    net: Array
    """People for whom a place in the region is needed, by class."""
    overlap: Array
    """Beds beyond the first of all who have one, at the usual transition."""
    adults: Array
    children: Array
    units: Array
    gap: Array
    homes_lost: Array
    direct_share: Array
    """Share of the labour migrants in direct service, structural year."""
    first_full_year: Array
    """Index of the first year at full operation."""


def housed(
    setting: Setting,
    streams: Streams,
    rows: Draws,
    core: Present,
    season: Present,
) -> Block:
    """Stage 4 for the year-round core and the seasons: who is new here, and whose home goes with the job."""
    stock = stay.add(core.stock, season.stock)
    persons = np.stack([stock.short, stock.mid, stock.long])
    where = destinations(setting.proposal, rows)
    new = new_to_region(setting.proposal, rows)

    def in_need(of_core: Array, of_season: Array) -> Array:
        return housing.net_need(of_core, of_season, new, where.region)

    net = np.stack([in_need(core.stock[k], season.stock[k]) for k in (SHORT, MID, LONG)])
    of_core, of_season = core.arriving_briefly, season.arriving_briefly
    arriving_briefly = of_core + of_season
    registering = in_need(core.stock.arrivals - of_core, season.stock.arrivals - of_season)
    residents = in_need(
        core.stock.present - core.present_briefly, season.stock.present - season.present_briefly
    )
    overlap = in_need(*_overlaps(rows, core.stock, season.stock))
    units = places_for(housing.beds(net[SHORT], overlap, *setting.agreed), net, rows)
    adults = adults_among(net, rows)
    return Block(
        positions=streams.jobs,
        migrants=stock.present,
        persons=persons,
        arrivals=stock.arrivals,
        departures=stock.departures,
        arriving_briefly=arriving_briefly,
        rni=arriving_briefly + (stock.arrivals - arriving_briefly) * where.across_border[:, None],
        brp=registering,
        residents_by_law=residents,
        leavers=stay.deregistrations(registering, residents),
        net=net,
        overlap=overlap,
        adults=adults,
        children=children_of(adults, rows),
        units=units,
        gap=_gap(setting, units),
        homes_lost=_homes_lost(core.stock, streams, rows),
        direct_share=_direct_share(setting, streams, stock.present),
        first_full_year=np.ceil(
            np.max([c.full_from for c in streams.courses.values()], axis=0) / MONTHS_PER_YEAR
        ),
    )


def _homes_lost(core: stay.Stock, streams: Streams, rows: Draws) -> Array:
    """People of the year-round core whose home goes with the job when work shrinks; a season just ends.

    Who worked there before an expansion is among them as soon as fewer work there than were there already.
    """
    arranged = rows["housing_arranged_by_employer_share"]
    of_growth = housing.homes_lost(core.present, core.departures, core.arrivals, arranged)
    fewer = np.diff(streams.kept[1:].sum(axis=0), axis=1, prepend=0.0)
    lost: Array = of_growth + np.maximum(0.0, fewer) * arranged[:, None]
    return lost


def border_figure(municipality: str) -> str | None:
    """Name of the assumed share that lives across the border; without one it is nought.

    In a municipality at the border it may be nearly everybody, in the rest of Limburg it is few.
    """
    if municipality in at_border():
        return "lives_across_near_border_share"
    return "lives_across_border_share" if municipalities()[municipality].province == LIMBURG else None


def destinations(proposal: Proposal, rows: Draws) -> housing.Destinations:
    """Where workers live: own figures first, else by how near the border is."""
    stated, figure = proposal.recruitment.cross_border_share, border_figure(proposal.municipality)
    if stated is not None:
        border = np.full(rows.count, stated)
    else:
        border = np.zeros(rows.count) if figure is None else rows[figure]
    return housing.destinations(rows["lives_in_province_share"], border)


def new_to_region(proposal: Proposal, rows: Draws) -> Array:
    """Share of the year-round core that is new to the region; everyone of a season is new."""
    stated = proposal.recruitment.regional_share
    return rows["share_new_to_region"] if stated is None else np.full(rows.count, 1 - stated)


def in_municipality(proposal: Proposal, rows: Draws) -> Array:
    """Share of those living in the region who live in the municipality of the site."""
    stated = proposal.recruitment.within_municipality_share
    return rows["lives_in_municipality_share"] if stated is None else np.full(rows.count, stated)


def months_to_first_use(rows: Draws) -> Array:
    """Months from the plan for a place until somebody lives in it."""
    return rows["lead_time_months"]


def in_couples(stay: int, rows: Draws) -> Array:
    """Share of the workers of a class of stay who live as a couple."""
    return rows[COUPLES[stay]]


def beds_per_worker(rows: Draws) -> Array:
    """Beds for one worker of short stay: above 1, as who leaves may still be there when the next comes."""
    return rows["beds_per_short_stay_worker"]


def homes_per_worker(stay: int, rows: Draws) -> Array:
    """Units or dwellings for one worker of mid or long stay."""
    return housing.dwellings_per_worker(in_couples(stay, rows), rows["partner_working_share"])


def adults_per_worker(stay: int, rows: Draws) -> Array:
    """Adults, partners included, in the home of one worker of mid or long stay."""
    return housing.adults_per_worker(in_couples(stay, rows), rows["partner_working_share"])


def _overlaps(rows: Draws, *stocks: stay.Stock) -> tuple[Array, ...]:
    """Beds beyond the first for short stayers of the core and of the season whose place is taken."""
    spread = beds_per_worker(rows), tenure_months(rows)
    return tuple(
        housing.overlap(
            part.short, part.departures, housing.followed(part.arrivals, part.departures), *spread
        )
        for part in stocks
    )


def places_for(beds: Array, net: Array, rows: Draws) -> Array:
    """Places by class, ``(3, draws, months)``: beds, units and dwellings for people who need one.

    Args:
        beds: for short stay, ``(draws, months)``.
        net: people for whom a place in the region is needed, ``(3, draws, months)``.
        rows: the draws.
    """
    return np.stack([beds, *(net[k] * homes_per_worker(k, rows)[:, None] for k in (MID, LONG))])


def adults_among(net: Array, rows: Draws) -> Array:
    """Adults by class, partners included, of people for whom a place is needed."""
    return np.stack([net[SHORT], *(net[k] * adults_per_worker(k, rows)[:, None] for k in (MID, LONG))])


def children_of(adults: Array, rows: Draws) -> Array:
    """Children by class who live with these adults."""
    return np.stack(
        [adults[k] * rows[f"children_per_adult.{c}"][:, None] for k, c in enumerate(STAY_CLASSES)]
    )


def agreements(proposal: Proposal, parameters: ParameterSet, months: int) -> tuple[Array, Array]:
    """Places for short stay with a transition of their own, and that transition over the usual one.

    Returns:
        Places that are open, ``(offers, 1, months)``, and the ratios, ``(offers, 1, 1)``.
    """
    usual = parameters.value("overlap_weeks_agency_cao") * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    first = month_number(proposal.opening)
    agreed = [o for o in proposal.offers if o.stay == "short" and o.transition_months is not None]
    places = [arranged(offer, first, months)[SHORT] for offer in agreed]
    ratios = [offer.transition_months / usual for offer in agreed if offer.transition_months is not None]
    return np.reshape(places, (-1, 1, months)), np.reshape(ratios, (-1, 1, 1))


def _gap(setting: Setting, units: Array) -> Array:
    supply = setting.supply[:, None, :]
    if setting.surplus_fills:
        return housing.gap_when_surplus_fills(units, supply)
    return housing.gap(units, supply)


def _direct_share(setting: Setting, streams: Streams, present: Array) -> Array:
    window = setting.structural_window
    direct = (streams.core_direct + streams.seasonal_direct)[:, window].sum(axis=1)
    total = present[:, window].sum(axis=1)
    share: Array = direct / np.where(total > 0, total, 1.0)
    return share

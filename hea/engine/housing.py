"""Stage 4 filled in: from people present to places, supply, gaps and residents."""

from dataclasses import dataclass

import numpy as np

from hea.engine.draws import Draws
from hea.engine.setting import Setting
from hea.engine.stay import Present, Streams
from hea.model import housing, stay
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, Offer, Proposal, month_number
from hea.reference import municipalities
from hea.reference.geography import LIMBURG
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

SHORT, MID, LONG = range(3)


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
    rni: Array
    """Arrivals of people who leave within the legal threshold."""
    net: Array
    """People for whom a place in the region is needed, by class."""
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
    everyone: Present,
    core: stay.Stock,
    seasonal_short: Array,
) -> Block:
    """Stage 4 for everyone present; the core apart, because only its homes are lost when work shrinks."""
    stock = everyone.stock
    persons = np.stack([stock.short, stock.mid, stock.long])
    where = destinations(setting.proposal, rows)
    net = np.stack(
        [
            housing.net_need(persons[k], new, where.region)
            for k, new in enumerate(new_to_region(setting.proposal, rows))
        ]
    )
    units = places_for(_beds(setting, rows, net[SHORT], seasonal_short, stock.short), net, rows)
    adults = adults_among(net, rows)
    return Block(
        positions=streams.jobs,
        migrants=stock.present,
        persons=persons,
        arrivals=stock.arrivals,
        departures=stock.departures,
        rni=everyone.rni,
        net=net,
        adults=adults,
        children=children_of(adults, rows),
        units=units,
        gap=_gap(setting, units),
        homes_lost=_homes_lost(core, rows),
        direct_share=_direct_share(setting, streams, stock.present),
        first_full_year=np.ceil(
            np.max([c.full_from for c in streams.courses.values()], axis=0) / MONTHS_PER_YEAR
        ),
    )


def _homes_lost(core: stay.Stock, rows: Draws) -> Array:
    """People of the year-round core whose home goes with the job when work shrinks; a season just ends."""
    arranged = rows["housing_arranged_by_employer_share"]
    return housing.homes_lost(core.present, core.departures, core.arrivals, arranged)


def destinations(proposal: Proposal, rows: Draws) -> housing.Destinations:
    """Where workers live: own figures first; the assumed border share holds in Limburg only."""
    stated = proposal.recruitment.cross_border_share
    if stated is not None:
        border = np.full(rows.count, stated)
    elif municipalities()[proposal.municipality].province == LIMBURG:
        border = rows["lives_across_border_share"]
    else:
        border = np.zeros(rows.count)
    return housing.destinations(rows["lives_in_province_share"], border)


def new_to_region(proposal: Proposal, rows: Draws) -> tuple[Array, Array, Array]:
    """Share new to the region per class of stay; everyone who stays briefly is new."""
    stated = proposal.recruitment.regional_share
    settled = rows["share_new_to_region"] if stated is None else np.full(rows.count, 1 - stated)
    return np.ones(rows.count), settled, settled


def in_municipality(proposal: Proposal, rows: Draws) -> Array:
    """Share of those living in the region who live in the municipality of the site."""
    stated = proposal.recruitment.within_municipality_share
    return rows["lives_in_municipality_share"] if stated is None else np.full(rows.count, stated)


def couples(rows: Draws) -> tuple[Array, Array, Array]:
    """Share of workers living as a couple per class of stay."""
    return (
        rows["share_short_stay_in_couple_rooms"],
        rows["share_with_family_mid_stay"],
        rows["share_with_partner_long_stay"],
    )


def _beds(setting: Setting, rows: Draws, net: Array, seasonal_short: Array, short: Array) -> Array:
    """Beds for short stay; both of a couple are workers and each has a bed."""
    core_beds, season_beds = beds_per_worker(setting.proposal, rows)
    part = seasonal_short / np.where(short > 0, short, 1.0)
    beds: Array = net * (core_beds[:, None] + part * (season_beds - core_beds)[:, None])
    return beds


def places_for(beds: Array, net: Array, rows: Draws) -> Array:
    """Places by class, ``(3, draws, months)``: beds, units and dwellings for people who need one.

    Args:
        beds: for short stay, ``(draws, months)``.
        net: people for whom a place in the region is needed, ``(3, draws, months)``.
        rows: the draws.
    """
    partner, in_couple = rows["partner_working_share"], couples(rows)
    return np.stack(
        [beds, *(net[k] * housing.dwellings_per_worker(in_couple[k], partner)[:, None] for k in (MID, LONG))]
    )


def adults_among(net: Array, rows: Draws) -> Array:
    """Adults by class, partners included, of people for whom a place is needed."""
    partner, in_couple = rows["partner_working_share"], couples(rows)
    return np.stack(
        [
            net[SHORT],
            *(net[k] * housing.adults_per_worker(in_couple[k], partner)[:, None] for k in (MID, LONG)),
        ]
    )


def children_of(adults: Array, rows: Draws) -> Array:
    """Children by class who live with these adults."""
    return np.stack(
        [adults[k] * rows[f"children_per_adult.{c}"][:, None] for k, c in enumerate(STAY_CLASSES)]
    )


def beds_per_worker(proposal: Proposal, rows: Draws) -> tuple[Array, Array]:
    """Beds per short-stay worker of the year-round core and of the season."""
    reference_weeks = rows.parameters.value("flex_tenure_weeks")
    reference = reference_weeks * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    overlap_months = rows.parameters.value("overlap_weeks_agency_cao") * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    offers = proposal.housing_plan.offers if proposal.housing_plan else ()
    agreed = [o.transition_months for o in offers if o.stay == "short" and o.transition_months is not None]
    ratio = max(agreed) / overlap_months if agreed else 1.0
    places = rows["beds_per_short_stay_worker"]
    core = housing.places_per_worker(places, ratio, reference, np.full(rows.count, reference))
    return core, housing.places_per_worker(places, ratio, reference, rows["seasonal_stay_months"])


def _gap(setting: Setting, units: Array) -> Array:
    supply = setting.supply[:, None, :]
    plan = setting.proposal.housing_plan
    if plan is not None and plan.surplus_fills_other_classes:
        return housing.gap_when_surplus_fills(units, supply)
    return housing.gap(units, supply)


def _direct_share(setting: Setting, streams: Streams, present: Array) -> Array:
    window = setting.structural_window
    direct = (streams.core_direct + streams.seasonal_direct)[:, window].sum(axis=1)
    total = present[:, window].sum(axis=1)
    share: Array = direct / np.where(total > 0, total, 1.0)
    return share


def supply(proposal: Proposal, months: int) -> Array:
    """Places known to be available for this company's workers, ``(3, months)``.

    Free existing places count all the time; an offer counts from its first month to its last, and only
    for the share meant for own workers. Unknown free places count as none: the gap is then an upper bound.
    """
    free = proposal.context.free_places
    places = np.zeros((len(STAY_CLASSES), months))
    for index, kind in enumerate(STAY_CLASSES):
        places[index] += getattr(free, kind) or 0.0
    for offer in proposal.offers:
        places += arranged(offer, month_number(proposal.opening), months)
    return places


def arranged(offer: Offer, first_month: int, months: int) -> Array:
    """Places of an offer for own workers, ``(3, months)`` from a month that is counted from year 0."""
    places = np.zeros((len(STAY_CLASSES), months))
    month = first_month + np.arange(months)
    is_open = month >= month_number(offer.from_month)
    if offer.until_month is not None:
        is_open &= month <= month_number(offer.until_month)
    places[STAY_CLASSES.index(offer.stay)] = offer.own_places * is_open
    return places

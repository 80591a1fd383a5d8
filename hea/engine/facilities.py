"""Stage 5 filled in: what residents and places ask of facilities, at one moment and in a year."""

from typing import NamedTuple

import numpy as np

from hea.engine.draws import Draws
from hea.engine.housing import LONG, MID, SHORT, Block, adults_per_worker
from hea.engine.setting import Setting
from hea.engine.supply import in_reach, places_per_site, planned
from hea.model import facilities as model
from hea.model.facilities import FacilityDrivers, Flows
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES
from hea.reference import Facility
from hea.units import MONTHS_PER_YEAR

AT_SCHOOL = ("4_11", "12_17")
AGES = ("0_3", *AT_SCHOOL)
"""Ages of children as parameters name them."""


class Moment(NamedTuple):
    """Outcomes in one month per draw: the structural month or the busiest."""

    drivers: FacilityDrivers
    years: FacilityDrivers
    """Means over twelve months for volumes of a year, each ``(3, years, draws)``: of the year that is
    reported, or of all years, of which the one that asks most counts."""
    flows: Flows
    persons: Array
    """Labour migrants present by class of stay, ``(3, draws)``."""


def moment_of(rows: Draws, block: Block, month: Array, years: FacilityDrivers, flows: Flows) -> Moment:
    """Outcomes of a block in one month per draw, with what a year asks and the flows of a year."""

    def at(series: Array) -> Array:
        index = np.broadcast_to(month[None, :, None], (len(series), len(month), 1)).astype(np.intp)
        return np.take_along_axis(series, index, axis=2)[:, :, 0]

    adults, children, units, net = (
        at(series) for series in (block.adults, block.children, block.units, block.net)
    )
    return Moment(drivers_of(rows, adults, children, units, net), years, flows, at(block.persons))


def drivers_of(rows: Draws, adults: Array, children: Array, units: Array, net: Array) -> FacilityDrivers:
    """What facilities are measured by, from people and places: each ``(3, draws)`` or with months behind."""

    def along(drawn: Array) -> Array:
        return drawn.reshape(-1, *[1] * (adults.ndim - 2))

    toddlers, pupils, teenagers = (children * along(share_aged(age, rows)) for age in AGES)
    beds = np.stack([units[SHORT], net[MID], np.zeros_like(net[LONG])])
    locations = beds / along(beds_per_site(rows))
    return FacilityDrivers(adults + children, adults, toddlers, pupils, teenagers, beds, units, locations)


def share_aged(ages: str, rows: Draws) -> Array:
    """Share of the children who are of certain ages."""
    return rows[f"children_share_{ages}"]


def beds_per_site(rows: Draws) -> Array:
    """Beds of a site of usual size."""
    return rows["facility_size_beds"]


def yearly_drivers(setting: Setting, rows: Draws, block: Block) -> FacilityDrivers:
    """Means over the twelve months of every year of operation, each ``(3, years, draws)``.

    What is there for a part of the year asks for that part. A site is supervised as long as it stands, also
    when it is empty out of season: of sites the year counts the most.
    """
    years = (setting.months - 1) // MONTHS_PER_YEAR

    def mean(series: Array) -> Array:
        means: Array = _by_year(series, years).mean(axis=-1)
        return means

    means = (mean(series) for series in (block.adults, block.children, block.units, block.net))
    found = drivers_of(rows, *means)._replace(locations=_sites_in_year(setting, rows, block, years))
    return FacilityDrivers(*(series.swapaxes(1, 2) for series in found))


def _by_year(series: Array, years: int) -> Array:
    """Months in rows of twelve, ``(..., years, 12)``."""
    whole = series[..., : years * MONTHS_PER_YEAR]
    return whole.reshape(*series.shape[:-1], years, MONTHS_PER_YEAR)


def _sites_in_year(setting: Setting, rows: Draws, block: Block, years: int) -> Array:
    """Sites of the plan that stand in a year, and sites of usual size for beds beyond the plan."""
    beyond = beds_beyond_plan(setting, block)
    sites: Array = _by_year(beyond, years).max(axis=-1) / beds_per_site(rows)[:, None]
    for places in places_per_site(setting.proposal, setting.months):
        sites[SHORT] += _by_year(places, years).any(axis=-1)
    return sites


def beds_beyond_plan(setting: Setting, block: Block) -> Array:
    """Beds in shared accommodation for which the plan has no place, by class, ``(3, draws, months)``."""
    beds = np.stack([block.units[SHORT], block.net[MID], np.zeros_like(block.net[LONG])])
    return np.maximum(0.0, beds - planned(setting.proposal, setting.months, in_reach)[:, None, :])


def yearly_flows(setting: Setting, rows: Draws, block: Block) -> Flows:
    """Flows per year of operation, ``(draws, years)``: who registers, who leaves, and children who come."""
    years = (setting.months - 1) // MONTHS_PER_YEAR

    def per_year(series: Array) -> Array:
        total: Array = _by_year(series, years).sum(axis=-1)
        return total

    children = block.children.sum(axis=0)[:, MONTHS_PER_YEAR - 1 :: MONTHS_PER_YEAR][:, :years]
    growth = np.diff(children, axis=1, prepend=0.0)
    residents = per_year(block.brp)
    arriving = np.maximum(growth, residents * children_per_newcomer(rows)[:, None])
    return Flows(
        per_year(block.rni),
        residents,
        per_year(block.leavers),
        *(arriving * share_aged(ages, rows)[:, None] for ages in AT_SCHOOL),
    )


def children_per_newcomer(rows: Draws) -> Array:
    """Children who come with someone who registers as a resident, who stays as long as mid stay at first."""
    return adults_per_worker(MID, rows) * rows["children_per_adult.mid"]


def demand_of(facility: Facility, moment: Moment, draws: Draws) -> Array:
    """Demand for a facility in the region at one moment, ``(draws,)``."""
    norm = draws[f"facility.{facility.id}.norm"]
    if facility.driver in model.Flows._fields:
        return model.one_off(getattr(moment.flows, facility.driver), norm, facility.norm_per)
    use = np.stack([draws[f"facility.{facility.id}.{stay}"] for stay in STAY_CLASSES])
    if not facility.per_year:
        return model.demand(getattr(moment.drivers, facility.driver), norm, facility.norm_per, use)
    years = getattr(moment.years, facility.driver)
    most: Array = model.demand(years, norm, facility.norm_per, use[:, None, :]).max(axis=0)
    return most

"""Stage 5 filled in: what residents and places ask of facilities, at one moment and in a year."""

from typing import NamedTuple

import numpy as np

from hea.engine.draws import Draws
from hea.engine.housing import LONG, MID, SHORT, Block
from hea.engine.setting import Setting
from hea.model import facilities as model
from hea.model.facilities import Drivers, Flows
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES
from hea.reference import Facility
from hea.units import MONTHS_PER_YEAR


class Moment(NamedTuple):
    """Outcomes in one month per draw: the structural month or the busiest."""

    drivers: Drivers
    flows: Flows
    persons: Array
    """Labour migrants present by class of stay, ``(3, draws)``."""
    net: Array
    """People for whom a place in the region is needed, ``(3, draws)``."""


def moment_of(rows: Draws, block: Block, month: Array, flows: Flows) -> Moment:
    """Outcomes of a block in one month per draw, with the flows of a year."""

    def at(series: Array) -> Array:
        index = np.broadcast_to(month[None, :, None], (len(series), len(month), 1)).astype(np.intp)
        return np.take_along_axis(series, index, axis=2)[:, :, 0]

    adults, children, units, net = (
        at(series) for series in (block.adults, block.children, block.units, block.net)
    )
    return Moment(drivers_of(rows, adults, children, units, net), flows, at(block.persons), net)


def drivers_of(rows: Draws, adults: Array, children: Array, units: Array, net: Array) -> Drivers:
    """What facilities are measured by, from people and places: each ``(3, draws)`` or with months behind."""

    def drawn(name: str) -> Array:
        return rows[name].reshape(-1, *[1] * (adults.ndim - 2))

    toddlers, pupils, teenagers = (
        children * drawn(f"children_share_{age}") for age in ("0_3", "4_11", "12_17")
    )
    beds = np.stack([units[SHORT], net[MID], np.zeros_like(net[LONG])])
    locations = beds / drawn("facility_size_beds")
    return Drivers(adults + children, adults, toddlers, pupils, teenagers, beds, units, locations)


def yearly_flows(setting: Setting, rows: Draws, block: Block) -> Flows:
    """Flows per year of operation, ``(draws, years)``: who registers, who leaves, and children who come."""
    years = (setting.months - 1) // MONTHS_PER_YEAR

    def per_year(series: Array) -> Array:
        whole = series[:, : years * MONTHS_PER_YEAR]
        total: Array = whole.reshape(len(series), years, MONTHS_PER_YEAR).sum(axis=2)
        return total

    children = block.children.sum(axis=0)[:, MONTHS_PER_YEAR - 1 :: MONTHS_PER_YEAR][:, :years]
    growth = np.maximum(0.0, np.diff(children, axis=1, prepend=0.0))
    return Flows(
        per_year(block.rni),
        per_year(block.brp),
        per_year(block.leavers),
        growth * rows["children_share_4_11"][:, None],
        growth * rows["children_share_12_17"][:, None],
    )


def demand_of(facility: Facility, moment: Moment, draws: Draws) -> Array:
    """Demand for a facility in the region at one moment, ``(draws,)``."""
    norm = draws[f"facility.{facility.id}.norm"]
    if facility.driver in model.Flows._fields:
        return model.one_off(getattr(moment.flows, facility.driver), norm, facility.norm_per)
    use = np.stack([draws[f"facility.{facility.id}.{stay}"] for stay in STAY_CLASSES])
    return model.demand(getattr(moment.drivers, facility.driver), norm, facility.norm_per, use)

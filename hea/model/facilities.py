"""Stage 5, facilities (druk op voorzieningen): what the new residents ask for."""

from typing import NamedTuple

import numpy as np

from hea.model.uncertainty import Array


class FacilityDrivers(NamedTuple):
    """What drives demand at one moment, by class of stay: each ``(3, draws)``."""

    residents: Array
    adults: Array
    children_0_3: Array
    children_4_11: Array
    children_12_17: Array
    beds: Array
    places: Array
    locations: Array


class Flows(NamedTuple):
    """What drives one-off demand in one year: each ``(draws,)``."""

    arrivals_rni: Array
    arrivals_brp: Array
    departures: Array
    new_children_4_11: Array
    new_children_12_17: Array


def demand(driver: Array, norm: Array, norm_per: float, multiplier: Array) -> Array:
    """Demand for a facility: driver times norm times use by class of stay.

    Source: norms and use by class of stay are parameters with their own sources; multiplying them is the
        definition of demand by norm (kengetal).
    Valid: while demand is in proportion to people: not for a facility with a threshold, nor where one
        resident more or less decides.

    Args:
        driver: ``(3, draws)`` by class of stay.
        norm: demand per ``norm_per`` units of the driver, ``(draws,)``.
        norm_per: 1 or 1,000.
        multiplier: use by class of stay compared with the norm, ``(3, draws)``.

    Returns:
        Array ``(draws,)`` in the unit of the facility.
    """
    total: Array = (driver * multiplier).sum(axis=0) * norm / norm_per
    return total


def one_off(flow: Array, norm: Array, norm_per: float) -> Array:
    """Demand in a year that belongs to the moment of arrival or leaving.

    Source: as :func:`demand`, for what is asked once.
    Valid: for flows of a whole year; a flow of part of a year gives too little.
    """
    return flow * norm / norm_per


def utilisation(in_use: float, extra: Array, capacity: float) -> Array:
    """Share of a capacity in use after the plan; above 1 is over capacity.

    Source: definition.
    Valid: for a capacity above 0 in the unit of the demand.
    """
    return (in_use + extra) / capacity


def spare_capacity_used(in_use: float, extra: Array, capacity: float) -> Array:
    """Extra demand that still fits in the spare capacity.

    Source: definition.
    Valid: for a capacity in the unit of the demand; what is over capacity already is no spare room.
    """
    return np.minimum(extra, max(0.0, capacity - in_use))

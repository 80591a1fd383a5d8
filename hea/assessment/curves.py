"""Curves of stay: which published curve holds for which stream, and their shared responses."""

from functools import lru_cache
from typing import Literal, NamedTuple, Self

import numpy as np

from hea.model import stay
from hea.model.uncertainty import Array
from hea.parameters import Bounds, ParameterSet
from hea.reference import survival_curves

CoreStream = Literal["direct", "settling", "circular"]

MONTHS_PER_YEAR = 12
WEEKS_PER_YEAR = 52
FAMILIES_KEPT = 8
"""Sets of responses kept in memory, some 12 MB each."""

GRID_SIDE = 17
"""Curves on each side of the central one in the grid of a family of curves."""

FAMILY_PARAMETER: dict[CoreStream, str] = {
    "direct": "direct_hazard_factor",
    "settling": "settling_curve_position",
    "circular": "flex_tenure_weeks",
}
"""The drawn parameter that picks a curve out of each family."""


class Weibull(NamedTuple):
    """Shape and scale (months) of a Weibull curve of stay."""

    shape: float
    scale_months: float

    @classmethod
    def named(cls, curve: str, parameters: ParameterSet) -> Self:
        """The curve fitted to a published population."""
        scale_years = parameters.value(f"weibull_lambda_{curve}")
        return cls(parameters.value(f"weibull_k_{curve}"), scale_years * MONTHS_PER_YEAR)


class Curves(NamedTuple):
    """The published curves of stay: three families, each with one drawn parameter."""

    limburg: Weibull
    """All who came to work, Limburg (Decisio): position 0 of the settling family."""
    national: Weibull
    """All who came to work, the Netherlands (CBS): position 1 of the settling family."""
    registered: tuple[tuple[float, float], ...]
    """Months and survival of migrants registered as residents (CBS)."""

    @classmethod
    def published(cls, parameters: ParameterSet) -> Self:
        """The curves of a parameter set."""
        points = survival_curves()["brp_registered_cbs"]
        return cls(
            Weibull.named("nl_all_decisio", parameters),
            Weibull.named("nl_all_cbs_poles", parameters),
            tuple((point.years * MONTHS_PER_YEAR, point.survival) for point in points),
        )


def hazard(curves: Curves, family: CoreStream, position: Array, ages: Array) -> Array:
    """Cumulative hazard of a family of curves at its drawn parameter.

    Args:
        curves: the published curves.
        family: which family.
        position: value of the family's parameter, ``(curves,)``.
        ages: elapsed months.

    Returns:
        Array ``(curves, ages)``; survival is ``exp(-hazard)``.
    """
    if family == "circular":
        return stay.exponential_hazard(ages, position * MONTHS_PER_YEAR / WEEKS_PER_YEAR)
    if family == "direct":
        at, survival = np.array(curves.registered).T
        return position[:, None] * stay.points_hazard(ages, at, survival)
    limburg, national = (stay.weibull_hazard(ages, *curve) for curve in (curves.limburg, curves.national))
    return (1 - position[:, None]) * limburg + position[:, None] * national


@lru_cache(maxsize=FAMILIES_KEPT)
def responses(
    curves: Curves, family: CoreStream, support: Bounds, months: int, short_until: int, mid_until: int
) -> stay.Responses:
    """Unit-step responses on a grid that holds the central curve itself.

    They depend on the curves alone and are shared by draws, groups and proposals.
    """
    low, central, high = support
    grid = np.unique(np.r_[np.linspace(low, central, GRID_SIDE), np.linspace(central, high, GRID_SIDE)])
    survival = np.exp(-hazard(curves, family, grid, np.arange(months, dtype=float)))
    return stay.unit_responses(grid, survival, months, short_until, mid_until)

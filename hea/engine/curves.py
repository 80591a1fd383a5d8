"""Curves of stay: which published curve holds for which stream, and their shared responses."""

from functools import lru_cache
from typing import Literal, NamedTuple, Self

import numpy as np

from hea.model import stay
from hea.model.uncertainty import Array
from hea.parameters import Bounds, ParameterSet
from hea.reference import survival_curves
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

CoreStream = Literal["direct", "settling", "circular"]

FAMILIES_KEPT, PATHS_KEPT = 16, 512
"""Sets of responses kept in memory, under 1 MB each, and along paths, an eighth of a MB each."""

NODES: dict[CoreStream, int] = {"direct": 5, "settling": 4, "circular": 11}
"""Nodes per parameter in the grid of a family: an error of 1e-5 of the stock, held by a test."""

FAMILY_PARAMETERS: dict[CoreStream, tuple[str, ...]] = {
    "direct": ("direct_hazard_factor",),
    "settling": ("settling_curve_position", "settling_curve_shape"),
    "circular": ("flex_tenure_weeks",),
}
"""The drawn parameters that pick a curve out of each family."""


FIRST_YEARS, LAST_YEARS = 1.0, (5.0, 4.5)
"""Published points through which the curves of the settling family run exactly."""


class Weibull(NamedTuple):
    """Shape and scale (months) of a Weibull curve of stay."""

    shape: float
    scale_months: float

    @classmethod
    def named(cls, curve: str, parameters: ParameterSet) -> Self:
        """The curve fitted to a published population."""
        scale_years = parameters.value(f"weibull_lambda_{curve}")
        return cls(parameters.value(f"weibull_k_{curve}"), scale_years * MONTHS_PER_YEAR)


class Curve(NamedTuple):
    """A population of all who came to work: two published points and the Weibull through them."""

    weibull: Weibull
    months: tuple[float, float]
    survival: tuple[float, float]

    @classmethod
    def published(cls, curve: str, parameters: ParameterSet) -> Self:
        """The points after one and after about five years; the others are kept to check the shape with."""
        observed = {p.years: p for p in survival_curves()[curve] if p.basis == "observed"}
        first, last = observed[FIRST_YEARS], next(observed[y] for y in LAST_YEARS if y in observed)
        months = first.years * MONTHS_PER_YEAR, last.years * MONTHS_PER_YEAR
        return cls(Weibull.named(curve, parameters), months, (first.survival, last.survival))

    def shares(self, ages: Array, shape: Array) -> Array:
        """Share still here: from the Weibull (shape 0) to a part that settles for good (shape 1)."""
        settled, rate = stay.settlers(self.months, self.survival)
        weibull = np.exp(-stay.weibull_hazard(ages, *self.weibull))
        return (1 - shape) * weibull + shape * (settled + (1 - settled) * np.exp(-rate * ages))


class Curves(NamedTuple):
    """The published curves of stay: three families, each with one or two drawn parameters."""

    limburg: Curve
    """All who came to work, Limburg (Decisio): position 0 of the settling family."""
    national: Curve
    """All who came to work, the Netherlands (CBS): position 1 of the settling family."""
    registered: tuple[tuple[float, float], ...]
    """Months and survival of migrants registered as residents (CBS)."""

    @classmethod
    def published(cls, parameters: ParameterSet) -> Self:
        """The curves of a parameter set."""
        points = survival_curves()["brp_registered_cbs"]
        return cls(
            Curve.published("nl_all_decisio", parameters),
            Curve.published("nl_all_cbs_poles", parameters),
            tuple((point.years * MONTHS_PER_YEAR, point.survival) for point in points),
        )


def survival(curves: Curves, family: CoreStream, position: tuple[Array, ...], ages: Array) -> Array:
    """Curves of stay of a family at its drawn parameters.

    Args:
        curves: the published curves.
        family: which family.
        position: value of each parameter of the family, each ``(curves,)``.
        ages: elapsed months.

    Returns:
        Share still present, ``(curves, ages)``.
    """
    first = position[0]
    if family == "circular":
        mean = first * MONTHS_PER_YEAR / WEEKS_PER_YEAR
        return np.exp(-stay.exponential_hazard(ages, mean))
    if family == "direct":
        at, share = np.array(curves.registered).T
        return np.exp(-first[:, None] * stay.points_hazard(ages, at, share))
    place, shape = first[:, None], position[1][:, None]
    mixed: Array = (1 - place) * curves.limburg.shares(ages, shape) + place * curves.national.shares(
        ages, shape
    )
    return mixed


class Family(NamedTuple):
    """Everything that the shared responses of one family of curves depend on."""

    curves: Curves
    kind: CoreStream
    support: tuple[Bounds, ...]
    """Range of each parameter of the family."""
    months: int
    limits: tuple[int, int]
    threshold_months: float


@lru_cache(maxsize=FAMILIES_KEPT)
def responses(family: Family) -> stay.Responses:
    """Unit-step responses on a grid over the range of the family's parameters.

    They depend on the curves alone and are shared by draws, groups and proposals.
    """
    count = NODES[family.kind]
    nodes = tuple(stay.chebyshev_nodes(bounds.low, bounds.high, count) for bounds in family.support)
    grid = tuple(axis.ravel() for axis in np.meshgrid(*nodes, indexing="ij"))
    ages = np.arange(family.months, dtype=float)
    threshold = np.array([family.threshold_months])
    at_threshold = survival(family.curves, family.kind, grid, threshold)[:, 0]
    lines = survival(family.curves, family.kind, grid, ages)
    return stay.unit_responses(nodes, lines, family.months, family.limits, at_threshold)


@lru_cache(maxsize=PATHS_KEPT)
def along(families: tuple[Family, ...], path: tuple[float, ...], arrivals_only: bool) -> Array:
    """Responses of the curves of some families, one after the other, along one path of wanted work.

    Proposals that grow over the same whole months share them.
    """
    known = [responses(family) for family in families]
    series = [shared.arrivals if arrivals_only else shared.series for shared in known]
    return stay.along_path(np.array(path), np.concatenate(series, axis=1))

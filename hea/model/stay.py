"""Stage 3, stay (verblijfsduur): how long people have been here, and who arrives.

Every stream of workers is the same renewal process. With survival ``S`` and a wanted stock ``N``:

    raw(t) = Σ_{s<t} v(s) · S(t−s)             those of earlier cohorts who are still here
    v(s)  := v(s) · min(1, N(t)/raw(t))        falling demand scales all cohorts down alike
    v(t)   = max(0, N(t) − raw(t))             arrivals fill what is missing

Age is elapsed stay, not intended stay: every newcomer starts short.
"""

from typing import NamedTuple

import numpy as np

from hea.model.uncertainty import Array

GRID = 33
"""Curves in the grid that stands for a one-parameter family of survival curves."""


class Stock(NamedTuple):
    """People present by elapsed stay, and those who come and go, each ``(draws, months)``."""

    short: Array
    mid: Array
    long: Array
    arrivals: Array
    departures: Array

    @property
    def present(self) -> Array:
        """All people present."""
        return self.short + self.mid + self.long


def add(first: Stock, second: Stock) -> Stock:
    """Sum of two stocks."""
    return Stock(*(a + b for a, b in zip(first, second, strict=True)))


def weibull_hazard(months: Array, shape: float, scale_months: float) -> Array:
    """Cumulative hazard of a Weibull curve of stay; survival is ``exp(-hazard)``.

    Args:
        months: elapsed months.
        shape: k; below 1 people leave mainly in the beginning.
        scale_months: λ in months, after which 37 per cent is left.
    """
    hazard: Array = (months / scale_months) ** shape
    return hazard


def points_hazard(months: Array, at_months: Array, survival: Array) -> Array:
    """Cumulative hazard through published survival points, with a constant hazard between them.

    After the last point the hazard of the last interval goes on.

    Args:
        months: elapsed months.
        at_months: months of the points, ascending from 0.
        survival: share still present at the points, from 1 downward.
    """
    hazard = -np.log(survival)
    slope = (hazard[-1] - hazard[-2]) / (at_months[-1] - at_months[-2])
    beyond = slope * np.maximum(0.0, months - at_months[-1])
    total: Array = np.interp(months, at_months, hazard) + beyond
    return total


def exponential_hazard(months: Array, mean_months: Array) -> Array:
    """Cumulative hazard of people who leave at a constant rate, ``(curves, months)``."""
    return months / mean_months[:, None]


def renewal(wanted: Array, survival: Array, short_until: int, mid_until: int) -> Stock:
    """The full recursion for any path of the wanted stock.

    Args:
        wanted: people wanted on the site, ``(draws, months)``.
        survival: share still present after k months, ``(draws, ages)`` with ``S(0) = 1``; ages beyond the
            last column are 0.
        short_until: first month of age that is mid stay.
        mid_until: first month of age that is long stay.

    Returns:
        The stock by elapsed stay. Cost is quadratic in months, or linear if the curve is short.
    """
    draws, months = wanted.shape
    ages = survival.shape[1]
    demand = np.ascontiguousarray(wanted.T)  # months first: a cohort is a contiguous row
    reversed_survival = np.ascontiguousarray(survival.T[::-1])
    cohorts = np.zeros((months, draws))
    classes = np.zeros((3, months, draws))
    arrivals = np.zeros((months, draws))
    falling = bool((np.diff(demand, axis=0) < 0).any())
    for t in range(months):
        first = max(0, t - ages + 1)
        alive = cohorts[first:t] * reversed_survival[ages - 1 - (t - first) : ages - 1]
        raw = alive.sum(axis=0)
        if falling and (raw > demand[t]).any():
            factor = np.minimum(1.0, demand[t] / np.where(raw > 0, raw, 1.0))
            cohorts[first:t] *= factor
            alive *= factor
            raw *= factor
        cohorts[t] = np.maximum(0.0, demand[t] - raw)
        mid_from = max(0, t - mid_until + 1 - first)
        short_from = max(0, t - short_until + 1 - first)
        classes[2, t] = alive[:mid_from].sum(axis=0)
        classes[1, t] = alive[mid_from:short_from].sum(axis=0)
        classes[0, t] = alive[short_from:].sum(axis=0) + cohorts[t]
        arrivals[t] = cohorts[t]
    return _with_departures(*(series.T for series in (*classes, arrivals)))


def _with_departures(short: Array, mid: Array, long: Array, arrivals: Array) -> Stock:
    present = short + mid + long
    departures = arrivals - np.diff(present, axis=1, prepend=0.0)
    return Stock(short, mid, long, arrivals, np.maximum(0.0, departures))


class Responses(NamedTuple):
    """Unit-step responses of a family of curves: what one person wanted from month 0 brings."""

    grid: Array
    """Ascending parameter values of the family, ``(curves,)``."""
    kernels: Array
    """Mid stay, long stay and arrivals side by side, ``(curves, from month, 3 · months)``."""


def unit_responses(grid: Array, survival: Array, months: int, short_until: int, mid_until: int) -> Responses:
    """Responses to one person wanted from month 0, for every curve of a grid.

    Args:
        grid: ascending parameter values of the family, ``(curves,)``.
        survival: the curves, ``(curves, ages)``.
        months: length of the horizon.
        short_until: first month of age that is mid stay.
        mid_until: first month of age that is long stay.
    """
    unit = renewal(np.ones((len(grid), months)), survival, short_until, mid_until)
    kernels = [_toeplitz(series) for series in (unit.mid, unit.long, unit.arrivals)]
    return Responses(grid, np.concatenate(kernels, axis=2))


def renewal_by_response(wanted: Array, position: Array, responses: Responses) -> Stock:
    """The same process for demand that does not fall, through shared responses.

    The process is linear in the wanted stock while that does not fall, so every step of demand brings
    its own response. A draw between two curves of the grid mixes their responses.

    Args:
        wanted: people wanted, ``(draws, months)``, nowhere falling.
        position: parameter of the family of curves per draw, ``(draws,)``, within the grid.
        responses: of the family.

    Returns:
        The stock by elapsed stay; its total equals ``wanted`` exactly.
    """
    grid, kernels = responses
    draws, months = wanted.shape
    steps = np.diff(wanted, axis=1, prepend=0.0)
    cell = np.clip(np.searchsorted(grid, position, side="right") - 1, 0, max(0, len(grid) - 2))
    upper = np.minimum(cell + 1, len(grid) - 1)
    width = np.where(upper > cell, grid[upper] - grid[cell], 1.0)
    part = np.clip((position - grid[cell]) / width, 0.0, 1.0)[:, None]
    result = np.empty((draws, kernels.shape[2]))
    for index in np.unique(cell):
        rows = np.flatnonzero(cell == index)
        toward_upper = steps[rows] * part[rows]
        lower = (steps[rows] - toward_upper) @ kernels[index]
        result[rows] = lower + toward_upper @ kernels[upper[rows[0]]]
    mid, long, arrivals = (result[:, k * months : (k + 1) * months] for k in range(3))
    return _with_departures(wanted - mid - long, mid, long, arrivals)


def _toeplitz(response: Array) -> Array:
    """Matrices that turn steps of demand into a series: ``(curves, from month, to month)``."""
    months = response.shape[1]
    lag = np.arange(months)[None, :] - np.arange(months)[:, None]
    return np.where(lag >= 0, response[:, np.maximum(lag, 0)], 0.0)


def registrations(arrivals: Array, survival_at_threshold: Array) -> tuple[Array, Array]:
    """Arrivals split by law: those who leave within the threshold (RNI) and those who stay (BRP).

    Args:
        arrivals: ``(draws, months)``.
        survival_at_threshold: share still here at the legal threshold, ``(draws,)``.
    """
    stayers = arrivals * survival_at_threshold[:, None]
    return arrivals - stayers, stayers

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
    """What one person wanted from month 0 on brings, for every curve of a family.

    The process is linear in the wanted stock while that does not fall, so the response to any such path
    is a sum of these. They depend on the curves alone: draws, groups and proposals share them, and a
    draw between two curves of the grid mixes their responses.
    """

    grid: Array
    """Ascending parameter values of the family, ``(curves,)``."""
    series: Array
    """Mid stay, long stay and arrivals, ``(3, curves, months)``; short stay is the rest."""


def unit_responses(grid: Array, survival: Array, months: int, short_until: int, mid_until: int) -> Responses:
    """Responses to one person wanted from month 0 on, for every curve of a grid.

    Args:
        grid: ascending parameter values of the family, ``(curves,)``.
        survival: the curves, ``(curves, ages)``.
        months: length of the horizon.
        short_until: first month of age that is mid stay.
        mid_until: first month of age that is long stay.
    """
    unit = renewal(np.ones((len(grid), months)), survival, short_until, mid_until)
    return Responses(grid, np.stack([unit.mid, unit.long, unit.arrivals]))


def along_path(path: Array, position: Array, responses: Responses) -> Array:
    """Mid stay, long stay and arrivals when the wanted stock follows one path.

    Args:
        path: wanted stock, ``(months,)``; for a falling path see :func:`along_paths`.
        position: parameter of the family of curves per draw, ``(draws,)``, within the grid.
        responses: of the family.

    Returns:
        Array ``(3, draws, months)``.
    """
    steps = np.diff(path, prepend=0.0)
    months = len(path)
    lag = np.arange(months)[None, :] - np.arange(months)[:, None]
    later = np.where(lag >= 0, steps[np.maximum(lag, 0)], 0.0)
    return _between(responses._replace(series=responses.series @ later), position)


def along_ramp(ramp_up_months: Array, position: Array, responses: Responses) -> Array:
    """The same when the wanted stock grows evenly to 1 over a number of months that differs per draw.

    Such a path is a ramp without end less the same ramp, later: ``(B(t) − B(t−R)) / R``, where ``B`` is
    the response to demand that rises by one every month.

    Args:
        ramp_up_months: R, at least 1, ``(draws,)``; the opening month holds the first step.
        position: parameter of the family of curves per draw, ``(draws,)``, within the grid.
        responses: of the family.

    Returns:
        Array ``(3, draws, months)``.
    """
    order = np.argsort(ramp_up_months)  # draws with the same whole months become slices
    ramp = ramp_up_months[order]
    whole = np.floor(ramp).astype(np.intp)
    part = (ramp - whole)[None, :, None]
    ends = responses._replace(series=responses.series.cumsum(axis=2))
    growth = _between(ends, position[order])
    months = growth.shape[2]
    for month in np.unique(whole[whole < months]):
        rows = slice(*np.searchsorted(whole, [month, month + 1]))
        later = growth[:, rows, : months - month].copy()
        growth[:, rows, month:] -= later * (1 - part[:, rows])
        growth[:, rows, month + 1 :] -= later[:, :, :-1] * part[:, rows]
    growth /= ramp[:, None]
    result = np.empty_like(growth)
    result[:, order] = growth
    return result


def along_paths(paths: Array, position: Array, responses: Responses) -> Array:
    """The same when every draw has a path of its own, by convolution of its steps with its responses.

    Args:
        paths: wanted stock, ``(draws, months)``. Falling paths are right as long as no arrivals come out
            negative; where they do, cohorts would have to be scaled down and :func:`renewal` is needed.
        position: parameter of the family of curves per draw, ``(draws,)``, within the grid.
        responses: of the family.

    Returns:
        Array ``(3, draws, months)``.
    """
    months = paths.shape[1]
    room = 1 << (2 * months - 1).bit_length()  # no step may wrap around
    steps = np.fft.rfft(np.diff(paths, axis=1, prepend=0.0), room)
    brought: Array = np.fft.irfft(steps * np.fft.rfft(_between(responses, position), room), room)
    return brought[:, :, :months]


def _between(responses: Responses, position: Array) -> Array:
    """Responses at a position of the family, mixed from the two nearest curves, ``(3, draws, months)``."""
    grid, series = responses
    draws = np.arange(len(position))
    cell = np.clip(np.searchsorted(grid, position, side="right") - 1, 0, max(0, len(grid) - 2))
    upper = np.minimum(cell + 1, len(grid) - 1)
    width = np.where(upper > cell, grid[upper] - grid[cell], 1.0)
    part = np.clip((position - grid[cell]) / width, 0.0, 1.0)
    mix = np.zeros((len(position), len(grid)))
    mix[draws, cell] = 1 - part
    mix[draws, upper] += part
    mixed: Array = mix @ series
    return mixed


def stock_of(wanted: Array, mid: Array, long: Array, arrivals: Array) -> Stock:
    """The stock when everyone wanted is present: short stay is what mid and long leave over."""
    return _with_departures(wanted - mid - long, mid, long, arrivals)


def registrations(arrivals: Array, survival_at_threshold: Array) -> tuple[Array, Array]:
    """Arrivals split by law: those who leave within the threshold (RNI) and those who stay (BRP).

    Args:
        arrivals: ``(draws, months)``.
        survival_at_threshold: share still here at the legal threshold, ``(draws,)``.
    """
    stayers = arrivals * survival_at_threshold[:, None]
    return arrivals - stayers, stayers

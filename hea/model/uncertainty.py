"""Values of parameters at points of their distribution, and summaries of draws."""

from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TAIL = 0.10
"""Probability under the P10 and above the P90; a definition."""

STANDARD = NormalDist()
EDGE = 1e-4
"""Farthest point of a normal distribution that is drawn, on either side: one in ten thousand."""


def two_piece(uniform: Array, low: Array | float, central: Array | float, high: Array | float) -> Array:
    """Inverse distribution function of a normal distribution with another width on either side.

    Source: a normal distribution on either side of the median, through the P10 and the P90 given.
    Valid: for low ≤ central ≤ high; beyond one in ten thousand on either side the value there is given.

    Args:
        uniform: points in (0, 1), any shape.
        low: P10.
        central: P50.
        high: P90.

    Returns:
        Array of the shape of ``uniform``, in the unit of the three values.
    """
    place = _normal(np.clip(uniform, EDGE, 1 - EDGE)) / STANDARD.inv_cdf(1 - TAIL)
    drawn: Array = central + np.where(place < 0, central - low, high - central) * place
    return drawn


def lognormal(uniform: Array, low: float, central: float, high: float, floor: float) -> Array:
    """Inverse distribution function of a figure above ``floor`` of which the logarithm is two-piece normal.

    Source: :func:`two_piece` of the logarithm.
    Valid: for floor < low ≤ central ≤ high.
    """
    return floor + np.exp(two_piece(uniform, *np.log(np.array([low, central, high]) - floor)))


def logitnormal(
    uniform: Array, low: float, central: float, high: float, floor: float, ceiling: float
) -> Array:
    """Inverse distribution function of a share of which the log-odds are two-piece normal.

    Source: :func:`two_piece` of the log-odds of the place between floor and ceiling.
    Valid: for floor < low ≤ central ≤ high < ceiling.
    """
    ends = np.array([low, central, high])
    return floor + (ceiling - floor) / (1 + np.exp(-two_piece(uniform, *_log_odds(ends, floor, ceiling))))


def _log_odds(value: Array, floor: float, ceiling: float) -> Array:
    odds: Array = np.log((value - floor) / (ceiling - value))
    return odds


def triangular(uniform: Array, low: float, central: float, high: float) -> Array:
    """Inverse distribution function of the triangle (low, central, high).

    Source: definition.
    Valid: for low ≤ central ≤ high.

    Args:
        uniform: points in (0, 1), any shape.
        low: lower end.
        central: mode.
        high: upper end; ``low == high`` gives a constant.

    Returns:
        Array of the shape of ``uniform``.
    """
    if low == high:
        return np.full_like(uniform, central)
    width = high - low
    left = low + np.sqrt(uniform * width * (central - low))
    right = high - np.sqrt((1 - uniform) * width * (high - central))
    return np.where(uniform * width < central - low, left, right)


def _normal(uniform: Array) -> Array:
    """Inverse distribution function of the standard normal distribution, by the standard library."""
    flat = np.ravel(uniform)
    return np.fromiter(map(STANDARD.inv_cdf, flat), float, len(flat)).reshape(np.shape(uniform))


def percentiles(values: Array) -> Array:
    """P10, P50 and P90 over the draws, by linear interpolation between order statistics.

    Source: Hyndman and Fan, Am. Stat. 50 (1996) 361–365, type 7.
    Valid: for at least two draws.

    Args:
        values: ``(draws,)`` or ``(draws, months)``.

    Returns:
        Array ``(3,)`` or ``(3, months)``, ascending along the first axis.
    """
    low, high, part = _ranks(len(values))
    if values.ndim == 1:
        ordered = np.partition(values, (*low, *high))
        inside: Array = ordered[low] * (1 - part) + ordered[high] * part
        return inside
    columns = np.sort(np.ascontiguousarray(values.T), axis=-1)  # many columns sort faster than they partition
    between: Array = (columns[..., low] * (1 - part) + columns[..., high] * part).T
    return between


@cache
def _ranks(draws: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Array]:
    """Order statistics below and above each percentile, and how far it lies between them."""
    ranks = np.array([TAIL, 1 / 2, 1 - TAIL]) * (draws - 1)
    low = np.floor(ranks).astype(np.intp)
    return low, np.minimum(low + 1, draws - 1), ranks - low

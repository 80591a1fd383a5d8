"""How good a range is: proper scores of one published figure, and what they add up to.

Numbers of people are scored on their logarithm and shares on their log-odds, so that figures of every size
count alike. Lower is better, and nobody gains by giving a range that is wider or narrower than what they
believe.
"""

import numpy as np

from hea.assessment.results.common import Range
from hea.model.uncertainty import STANDARD, TAIL, Array

EDGE = 1e-9
"""Shares of nought or one have no log-odds."""
LEVELS = tuple(step / 10 for step in range(1, 10))
"""Widths of the ranges whose coverage is told."""


def on_scale(unit: str, values: Array | float) -> Array:
    """The logarithm of a number, or the log-odds of a share."""
    value = np.clip(np.asarray(values, dtype=float), EDGE, 1 - EDGE if unit == "share" else None)
    scaled: Array = np.log(value / (1 - value)) if unit == "share" else np.log(value)
    return scaled


def crps(draws: Array, value: float) -> float:
    """Continuous ranked probability score: mean distance to the figure less half that between two draws.

    Source: Gneiting and Raftery, J. Am. Stat. Assoc. 102 (2007) 359–378, equation 21, by the sorted draws.
    """
    ordered = np.sort(draws)
    count = len(ordered)
    place = 2 * np.arange(1, count + 1) - count - 1
    between = 2 * float(place @ ordered) / count**2
    return float(np.abs(ordered - value).mean()) - between / 2


def log_score(low: float, middle: float, high: float, value: float) -> float:
    """Minus the logarithm of the density of the published range at the figure.

    The density is that of the normal distribution with another width on either side that has this P10, P50
    and P90, as parameters have.
    """
    width = (middle - low if value < middle else high - middle) / STANDARD.inv_cdf(1 - TAIL)
    if width <= 0:
        return float("inf")
    return float(np.log(width) + np.log(2 * np.pi) / 2 + ((value - middle) / width) ** 2 / 2)


def scored(unit: str, draws: Array, predicted: Range, value: float) -> tuple[float, float, float]:
    """CRPS, log score, and the share of the draws below the figure."""
    low, middle, high = (float(on_scale(unit, end)) for end in (predicted.p10, predicted.p50, predicted.p90))
    at = float(on_scale(unit, value))
    below = float((draws < value).mean() + (draws == value).mean() / 2)
    return crps(on_scale(unit, draws), at), log_score(low, middle, high, at), below


def inside_at(level: float, below: Array) -> float:
    """Share of figures inside the middle range that promises to hold so many of them."""
    return float((np.abs(below - 1 / 2) <= level / 2).mean())

"""What drives an outcome over its draws: rank correlation, and the value of knowing an input."""

import numpy as np
from numpy.typing import NDArray

from hea.model.uncertainty import Array, percentiles


def ranks(values: Array) -> Array:
    """Ranks from 0, ``(draws,)``; equal values share the mean of their ranks.

    Source: definition (mean rank for ties).
    Valid: for finite values.
    """
    order = np.argsort(values, kind="stable")
    ascending = values[order]
    placed = np.empty(len(values))
    placed[order] = np.arange(len(values), dtype=float)
    if (ascending[1:] == ascending[:-1]).any():
        first = np.searchsorted(ascending, values, side="left")
        last = np.searchsorted(ascending, values, side="right")
        placed = (first + last - 1) / 2
    return placed


def rank_correlation(inputs: Array, outcomes: Array) -> Array:
    """Spearman's rank correlation of every input with every outcome.

    Source: Spearman, Am. J. Psychol. 15 (1904) 72–101.
    Valid: where an outcome moves one way with an input; a symmetric effect gives 0.

    Args:
        inputs: ranks of the inputs, ``(inputs, draws)``.
        outcomes: ranks of the outcomes, ``(outcomes, draws)``.

    Returns:
        Array ``(inputs, outcomes)`` within [−1, 1]; 0 where an outcome never varies.
    """
    centred = [side - side.mean(axis=1, keepdims=True) for side in (inputs, outcomes)]
    scale = [np.sqrt((side**2).sum(axis=1)) for side in centred]
    together = np.outer(*scale)
    correlation: Array = np.divide(
        centred[0] @ centred[1].T, together, out=np.zeros_like(together), where=together > 0
    )
    return correlation


def narrowing(order: NDArray[np.intp], outcome: Array, bins: int) -> float:
    """Share by which the P10–P90 of an outcome narrows, on average, once an input is known.

    The draws are cut into bins of equal size by the input; within a bin the input is as good as known. Bins
    of few draws are narrower by chance as well, so bins cut by their place alone count as the whole.

    Source: as the first-order variance share of Saltelli e.a., Global Sensitivity Analysis (2008), taken
        on the width P10–P90.
    Valid: for at least some 30 draws per bin, in an order that chance decided.

    Args:
        order: draws in ascending order of the input, ``(draws,)``.
        outcome: ``(draws,)``.
        bins: number of bins; a remainder of the draws is left out.

    Returns:
        0 if knowing does not help, 1 if it settles the outcome. Never below 0.
    """
    whole = _width_within(outcome, bins)
    if whole <= 0:
        return 0.0
    return max(0.0, 1.0 - _width_within(outcome[order], bins) / whole)


def _width_within(values: Array, bins: int) -> float:
    """Mean of P10–P90 within bins of values beside each other."""
    size = len(values) // bins
    low, _, high = percentiles(values[: size * bins].reshape(bins, size).T)
    return float((high - low).mean())


MIDDLE, AROUND_THE_MIDDLE = 0.5, 0.25
"""How far from its middle an input may lie, on the scale of its draws, to tell what is left around it."""


def remaining(points: Array, outcome: Array) -> Array:
    """P10, P50 and P90 of an outcome that are left when some inputs come out in the middle.

    The logarithm of the outcome is fitted to the inputs (below and above their middle apart, with squares and
    products) in the draws where all of them lie around their middle, because far out an outcome may no longer
    follow; what the fit leaves is what other inputs decide.

    Source: own construction; a run with those inputs at their middle is the test.
    Valid: for outcomes of at least 0 that follow the inputs smoothly, and many draws per input.

    Args:
        points: of the inputs on the scale of their draws, in (0, 1), ``(inputs, draws)``.
        outcome: ``(draws,)``.
    """
    near = (np.abs(points - MIDDLE) <= AROUND_THE_MIDDLE).all(axis=0)
    points, outcome = points[:, near], outcome[near]
    odds = np.log(points / (1 - points))
    below, above = np.minimum(odds, 0.0), np.maximum(odds, 0.0)
    products = [odds[i] * odds[j] for i in range(len(odds)) for j in range(i)]
    terms = np.stack([np.ones_like(outcome), *below, *above, *below**2, *above**2, *products], axis=1)
    told = np.log1p(outcome)
    fitted, *_ = np.linalg.lstsq(terms, told, rcond=None)
    left: Array = np.expm1(fitted[0] + np.array(percentiles(told - terms @ fitted)))
    return np.maximum(0.0, left)

"""Stage 6, broad welfare (brede welvaart): scores on fixed anchors, never on the alternatives at hand."""

from collections.abc import Mapping

import numpy as np

from hea.model.uncertainty import Array

BAD, NEUTRAL, GOOD = 0.0, 50.0, 100.0
"""Ends and middle of the score; a definition."""


def score(value: Array, bad: float, neutral: float, good: float) -> Array:
    """Piecewise linear score of an indicator on its three anchors, clipped to 0–100.

    Args:
        value: indicator, any shape.
        bad: value that scores 0.
        neutral: value that scores 50.
        good: value that scores 100; may lie below ``bad`` where lower is better.
    """
    anchors, scores = np.array([bad, neutral, good]), np.array([BAD, NEUTRAL, GOOD])
    if bad > good:
        anchors, scores = anchors[::-1], scores[::-1]
    scored: Array = np.interp(value, anchors, scores)
    return scored


def housing_indicator(need: Array, gap: Array, supply: Array) -> Array:
    """Indicator ``wonen``: minus the sum of gaps over the sum of needs.

    Surplus in one class does not make up for a gap in another; a reserve counts only when no class has a
    gap. Without any need the indicator is 0.

    Args:
        need: ``(classes, draws)``.
        gap: ``(classes, draws)``.
        supply: ``(classes, draws)``.
    """
    total = need.sum(axis=0)
    safe = np.where(total > 0, total, 1.0)
    reserve = np.maximum(0.0, supply - need).sum(axis=0)
    no_gap = gap.sum(axis=0) <= 0
    return np.where(total > 0, np.where(no_gap, reserve, -gap.sum(axis=0)) / safe, 0.0)


def weighted_total(scores: Mapping[str, Array], weights: Mapping[str, float]) -> Array | None:
    """Weighted mean of the known criteria; weights of unknown ones drop out.

    Returns:
        Array of the scores' shape, or ``None`` if no known criterion carries weight.
    """
    known = {key: weights[key] for key in scores if weights.get(key, 0) > 0}
    total = sum(known.values())
    if not known or total <= 0:
        return None
    summed: Array = sum((weight / total * scores[key] for key, weight in known.items()), np.zeros(1))
    return summed

"""Stage 6, broad welfare (brede welvaart): scores on fixed anchors, never on the alternatives at hand."""

from collections.abc import Mapping

import numpy as np

from hea.model.uncertainty import Array, lognormal

BAD, NEUTRAL, GOOD = 0.0, 50.0, 100.0
"""Ends and middle of the score; a definition."""


WIDTH = 1.25
"""Factor between the middle of an anchor or of points without a source and their P10 or P90; a choice."""


def width(uniform: Array) -> Array:
    """How far an assumed anchor lies, or how many points an assumed part gives, over its middle.

    Source: no source; an estimate without a spread of its own lies within a quarter in eight of ten draws.
    Valid: for positive distances and points.

    Args:
        uniform: points in (0, 1).
    """
    return lognormal(uniform, 1 / WIDTH, 1.0, WIDTH, 0.0)


def score(value: Array, bad: Array | float, neutral: float, good: Array | float) -> Array:
    """Piecewise linear score of an indicator on its three anchors, clipped to 0–100.

    Source: anchors of each criterion are parameters with their grounds; straight lines between them are a
        choice.
    Valid: between the anchors; beyond them a score says nothing more than its end.

    Args:
        value: indicator, any shape.
        bad: value that scores 0.
        neutral: value that scores 50.
        good: value that scores 100; may lie below ``bad`` where lower is better.
    """
    worse = (value - neutral) * np.sign(np.asarray(good) - neutral) < 0
    part = np.where(worse, (neutral - value) / (neutral - bad), (value - neutral) / (good - neutral))
    step = np.where(worse, BAD - NEUTRAL, GOOD - NEUTRAL)
    scored: Array = np.clip(NEUTRAL + step * part, BAD, GOOD)
    return scored


def folded(value: Array, bad: float, good: float) -> Array:
    """A ratio of work later to work now, in which losing all of it is as bad as the worst growth.

    Source: own construction: up to the good anchor less work asks fewer people; work that goes altogether
        is a company that leaves, with the homes and jobs of everyone.
    Valid: for a ratio of at least 0 whose good anchor is the lower one.

    Args:
        value: ratio, any shape.
        bad: anchor that scores 0.
        good: anchor that scores 100.
    """
    return np.where(value < good, good + (good - value) * (bad - good) / good, value)


def housing_indicator(need: Array, gap: Array, supply: Array) -> Array:
    """Indicator ``wonen``: minus the sum of gaps over the sum of needs.

    Surplus in one class does not make up for a gap in another; a reserve counts only when no class has a
    gap. Without any need the indicator is 0.

    Source: definition.
    Valid: for need, gap and supply of the same moment.

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

    Source: additive value function (Keeney and Raiffa, Decisions with Multiple Objectives, 1976).
    Valid: where criteria do not depend on each other; unknown criteria drop out.

    Returns:
        Array of the scores' shape, or ``None`` if no known criterion carries weight.
    """
    known = {key: weights[key] for key in scores if weights.get(key, 0) > 0}
    total = sum(known.values())
    if not known or total <= 0:
        return None
    summed: Array = sum((weight / total * scores[key] for key, weight in known.items()), np.zeros(1))
    return summed


def any_weights(uniform: Array) -> Array:
    """Weights drawn evenly from all sets of weights that sum to 1 (a flat Dirichlet distribution).

    Source: Devroye, Non-Uniform Random Variate Generation (1986), chapter V.
    Valid: for at least one criterion.

    Args:
        uniform: points in (0, 1), ``(criteria, draws)``.

    Returns:
        Array ``(criteria, draws)``; every column sums to 1.
    """
    shares = -np.log(uniform)
    weights: Array = shares / shares.sum(axis=0)
    return weights


def totals(scores: Array, weights: Array) -> Array:
    """Weighted sum per alternative and draw.

    Source: as :func:`weighted_total`.
    Valid: as :func:`weighted_total`.

    Args:
        scores: ``(alternatives, criteria, draws)``.
        weights: ``(criteria, draws)`` or ``(criteria, 1)``.

    Returns:
        Array ``(alternatives, draws)``.
    """
    summed: Array = (scores * weights).sum(axis=1)
    return summed


def rank_acceptability(totals: Array) -> Array:
    """Share of the draws in which each alternative takes each rank; equal totals share their ranks.

    Source: SMAA-2: Lahdelma and Salminen, Oper. Res. 49 (2001) 444–454.
    Valid: for at least one alternative.

    Args:
        totals: ``(alternatives, draws)``.

    Returns:
        Array ``(alternatives, ranks)``; rows and columns sum to 1.
    """
    count = len(totals)
    better = (totals[None, :, :] > totals[:, None, :]).sum(axis=1)
    equal = (totals[None, :, :] == totals[:, None, :]).sum(axis=1)
    ranks = np.arange(count)[None, :, None]
    within = (ranks >= better[:, None, :]) & (ranks < (better + equal)[:, None, :])
    accepted: Array = (within / equal[:, None, :]).mean(axis=2)
    return accepted


def smallest_flip(lead: Array, share: Array) -> tuple[int, float] | None:
    """The one weight whose smallest change makes a lead disappear, the others kept in proportion.

    Source: own derivation: the total is linear in one weight when the others keep their proportions.
    Valid: for weights that sum to 1.

    Args:
        lead: difference in score per criterion, the leader first, ``(criteria,)``.
        share: weights that sum to 1, ``(criteria,)``.

    Returns:
        Index of the criterion and the weight at which the lead is nought; ``None`` if no weight short of
        leaving a criterion out, or all the others, does it.
    """
    total = float(share @ lead)
    best: tuple[int, float] | None = None
    for index in range(len(share)):
        others = 1 - share[index]
        if others <= 0:
            continue
        rest = (total - share[index] * lead[index]) / others
        if rest == lead[index]:
            continue
        weight = float(rest / (rest - lead[index]))
        if 0 < weight < 1 and (best is None or abs(weight - share[index]) < abs(best[1] - share[best[0]])):
            best = index, weight
    return best

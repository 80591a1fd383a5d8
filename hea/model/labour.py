"""Stage 2, labour (inzet arbeidsmigranten): which share of the positions labour migrants fill.

Contract form predicts better than sector, and job level better than both; but the contract figures are
measured mostly on elementary work, so multiplying the two counts twice. Hence one calibrated scale: the
odds of every job are multiplied by one factor, solved so that the sector's typical workforce returns
the sector's published share.
"""

import numpy as np

from hea.model.uncertainty import Array

BISECTIONS = 40
"""Halvings of the bracket of log κ: from ± 30 to below 1e-10, far beyond the figures' precision."""

LOG_BRACKET = 30.0


def uncalibrated(multiplier: Array, contract_probability: Array, cap: Array) -> Array:
    """Probability from job level and contract form before calibration, at most ``cap``.

    Source: probabilities by contract form and factors by job level are parameters with their sources;
        the cap is an assumption (grade D).
    Valid: as a relative scale only: contract figures are measured mostly on elementary work, so the
        product itself is no estimate.
    """
    return np.minimum(cap, multiplier * contract_probability)


def scaled(probability: Array, kappa: Array) -> Array:
    """Probability after multiplying its odds by ``kappa``; stays inside (0, 1) without clipping.

    Source: logistic calibration: all odds are multiplied by one factor.
    Valid: for probabilities inside (0, 1) and a factor above 0.
    """
    odds = kappa * probability / (1 - probability)
    return odds / (1 + odds)


def calibrate(probability: Array, weight: Array, share: Array) -> Array:
    """Factor κ on the odds for which the weighted mean probability equals the published share.

    Source: as :func:`scaled`; the share it must return is the published share of the sector.
    Valid: for a share inside (0, 1) and at least one cell with weight; κ is bounded by exp(± 30).

    Args:
        probability: uncalibrated probability per cell of level and contract, ``(cells, draws)``.
        weight: share of each cell in the typical workforce, ``(cells, draws)`` or ``(cells, 1)``.
        share: published share of labour migrants, ``(draws,)``, inside (0, 1).

    Returns:
        κ per draw, ``(draws,)``, by bisection on log κ.
    """
    low = np.full(share.shape, -LOG_BRACKET)
    high = np.full(share.shape, LOG_BRACKET)
    target = share * weight.sum(axis=0)
    odds = probability / (1 - probability)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        moved = odds * np.exp(middle)  # as in :func:`scaled`
        reached = (weight * (moved / (1 + moved))).sum(axis=0)
        too_low = reached < target
        low = np.where(too_low, middle, low)
        high = np.where(too_low, high, middle)
    kappa: Array = np.exp((low + high) / 2)
    return kappa


def narrowed(share: Array, middle: float, left: Array) -> Array:
    """A share of a sector, nearer to its middle on the log-odds: the spread between companies that is left.

    Companies of a sector differ in their jobs and contracts, and in what else they choose. Where the jobs are
    given, the calibration moves the share with them, and the whole spread would count that part twice.

    Source: the part of the spread that is left is a parameter (an assumption, grade D).
    Valid: for a middle inside (0, 1) and a part within [0, 1]; a share of nought or one stays.

    Args:
        share: of labour migrants, ``(draws,)``.
        middle: its median.
        left: part of the distance to the middle that is left, ``(draws,)``.
    """
    inside = (share > 0) & (share < 1)
    known = np.where(inside, share, middle)
    odds = middle / (1 - middle)
    moved = odds * (known / (1 - known) / odds) ** left
    return np.where(inside, moved / (1 + moved), share)


def flex_by_level(shape: Array, mix: Array, sector_flex: Array) -> Array:
    """Flex share per job level, scaled so that the mix gives the sector's flex share.

    Source: the shape by level is an assumption (grade D); the sector's flex share, a parameter with its
        source, decides the level.
    Valid: for a flex share within [0, 1] and a mix that adds up to 1.

    Args:
        shape: flex share per level before scaling, ``(levels, draws)``.
        mix: share of each level in the typical workforce, ``(levels,)``.
        sector_flex: flex share of the sector, ``(draws,)``.

    Returns:
        Array ``(levels, draws)`` within [0, 1]; a level that reaches 1 passes the rest on to the others.
    """
    scale = np.zeros_like(sector_flex)
    for _ in range(len(mix)):
        full = scale * shape >= 1
        rest = sector_flex - (mix[:, None] * full).sum(axis=0)
        free = (mix[:, None] * shape * ~full).sum(axis=0)
        scale = np.where(free > 0, rest / np.where(free > 0, free, 1), scale)
    return np.clip(scale * shape, 0.0, 1.0)


def tightness_multiplier(slope: Array, vacancies_per_unemployed: float, low: Array, high: Array) -> Array:
    """Factor on the published share for a tight or slack labour market, within bounds.

    An option, off unless the tightness is given.

    Source: an assumption (grade D): no elasticity was found, only a direction.
    Valid: between the bounds; beyond them the factor stands still.
    """
    return np.clip(1 + slope * (vacancies_per_unemployed - 1), low, high)


def pooled(statement: Array, benchmark: Array, weight: Array) -> Array:
    """Mean of a statement and the benchmark, ``weight`` being that of the statement.

    Source: definition; the weight is a parameter (an assumption on evidence).
    Valid: for a weight within [0, 1].
    """
    return weight * statement + (1 - weight) * benchmark

"""What the rows of a validation add up to: all, by kind of figure, by sector."""

from collections.abc import Iterable, Sequence
from statistics import fmean, median
from typing import get_args

import numpy as np

from hea.assessment.results.rounding import kept
from hea.model.uncertainty import TAIL
from hea.validation.result import Group, Level, Tally, ValidationRow
from hea.validation.scores import LEVELS, inside_at

PROMISED = 1 - 2 * TAIL


def tested_of(rows: Iterable[ValidationRow]) -> list[ValidationRow]:
    """Rows that count: hits and misses."""
    return [row for row in rows if row.outcome in {"hit", "miss"}]


def tally(rows: Iterable[ValidationRow]) -> Tally:
    """Coverage, ratio, width and scores over the rows that count."""
    tested = tested_of(rows)
    hits = sum(row.outcome == "hit" for row in tested)
    ratios = [row.ratio for row in tested if row.ratio is not None]
    spreads = [row.predicted for row in tested if row.predicted is not None and row.predicted.p50]
    return Tally(
        tested=len(tested),
        hits=hits,
        coverage_80=kept(hits / len(tested)) if tested else None,
        error=kept((PROMISED * (1 - PROMISED) / len(tested)) ** (1 / 2)) if tested else None,
        median_ratio=kept(median(ratios)) if ratios else None,
        median_width=kept(median((s.p90 - s.p10) / s.p50 for s in spreads)) if spreads else None,
        crps=_mean([row.crps for row in tested]),
        log_score=_mean([row.log_score for row in tested]),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return kept(fmean(known)) if known else None


def by_group(rows: Sequence[ValidationRow]) -> dict[Group, Tally]:
    """Per kind of figure that has rows that count."""
    of = {group: tested_of(row for row in rows if row.group == group) for group in get_args(Group)}
    return {group: tally(found) for group, found in of.items() if found}


def by_sector(rows: Sequence[ValidationRow]) -> dict[str, Tally]:
    """Per sector with cases that count."""
    names = sorted({row.sector for row in tested_of(rows) if row.sector})
    return {name: tally(row for row in rows if row.sector == name) for name in names}


def reliability(rows: Iterable[ValidationRow]) -> tuple[Level, ...]:
    """For ranges of every width, how many of the figures they hold."""
    below = np.array([row.below for row in tested_of(rows) if row.below is not None])
    if not len(below):
        return ()
    return tuple(Level(promised=level, held=kept(inside_at(level, below))) for level in LEVELS)

"""What was learned beside the figures in use: what moves, by how much, on which evidence."""

from collections.abc import Collection

from hea.evidence.learning import KINDS, Evidence, is_mixed, statistics
from hea.evidence.observations import Observation, off_scale
from hea.evidence.result import Between, LearnedFigure, Learning
from hea.parameters import Bounds, ParameterSet

DIGITS = 3
"""Digits that count of a figure that was learned; cases never tell more."""


def compared(evidence: Evidence, now: ParameterSet, own: Collection[str] = ()) -> Learning:
    """Every figure that was learned beside the one in use, with how the cases came out without themselves.

    Args:
        evidence: statistics and cases.
        now: the parameters in use.
        own: ids of the cases of the organisation itself.
    """
    inside = _came_out(evidence)
    figures = tuple(_figure(name, evidence, now, own, inside) for name in evidence.learned)
    share, density, season = (evidence.spread(kind).middle for kind in KINDS)
    return Learning(
        figures=figures,
        density_spread=significant(density),
        share_spread=significant(share),
        season_spread=significant(season),
        cases=len({item.case for item in evidence.seen}),
        tested=len(inside),
        inside=sum(inside.values()),
    )


def significant(value: float) -> float:
    """A figure with the digits that count."""
    return float(f"{value:.{DIGITS}g}")


def between(bounds: Bounds) -> Between:
    """A range with the digits that count."""
    low, middle, high = map(significant, bounds)
    return Between(p10=low, p50=middle, p90=high)


def _came_out(evidence: Evidence) -> dict[tuple[str, str], bool]:
    """Whether each case lies in the range that was learned without it."""
    found = {}
    for item in evidence.seen:
        if _also_of_a_kind(item, evidence):
            continue  # and counted there
        low, _, high = evidence.without(item.case)[item.figure]
        found[item.case, item.figure] = low <= off_scale(item.figure, item.value) <= high
    return found


def _also_of_a_kind(item: Observation, evidence: Evidence) -> bool:
    """Whether a case of a mixture of kinds of work tells of its own kind as well."""
    measure = item.figure.rpartition(".")[2]
    return is_mixed(item.figure) and any(
        other.case == item.case and other.figure != item.figure and other.figure.endswith(measure)
        for other in evidence.seen
    )


def _figure(
    name: str,
    evidence: Evidence,
    now: ParameterSet,
    own: Collection[str],
    inside: dict[tuple[str, str], bool],
) -> LearnedFigure:
    seen = evidence.of(name)
    came_out = [inside[item.case, name] for item in seen if (item.case, name) in inside]
    return LearnedFigure(
        name=name,
        statistic=statistics()[name].central,
        before=between(now.bounds(name)),
        after=between(evidence.learned[name]),
        counted=sum(not item.announced for item in seen),
        announced=sum(item.announced for item in seen),
        own=sum(item.case in own for item in seen),
        tested=len(came_out),
        inside=sum(came_out),
    )

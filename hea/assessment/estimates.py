"""Three estimates of the share of labour migrants side by side: statement, benchmark, published cases."""

from typing import Literal

import numpy as np

from hea.assessment.ranges import to_range
from hea.assessment.results.common import Range
from hea.assessment.results.evidence import (
    MigrantShareEstimates,
    ReferenceEstimate,
    ReferencePoint,
    Statement,
)
from hea.assessment.results.rounding import kept
from hea.engine.calculation import Calculation
from hea.engine.labour import Group
from hea.engine.trace import Trace
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet, load_parameters, sector_figure
from hea.proposal import Proposal
from hea.reference import ReferenceCase, kinds_of, reference_cases
from hea.texts.translated import Translated, translated

QUARTILES = (25, 50, 75)
"""Percentages that cut the cases in four."""

Choice = Literal["benchmark", "statement", "pooled", "mixed"]


def estimates(calculation: Calculation) -> tuple[MigrantShareEstimates, Array]:
    """The three estimates, the one used, and flags where they disagree; and the benchmark per draw."""
    groups, trace = calculation.workforce.groups, calculation.trace
    benchmark = _weighted(groups, [g.benchmark_share for g in groups])
    used = _weighted(groups, [g.share for g in groups])
    band = _published_band(calculation.proposal)
    statement = _statement(groups)
    chosen = _choice(groups)
    if statement is not None:
        _compare(groups, trace)
    _flag_cap(groups, trace)
    somebody = any(group.persons.any() for group in groups)
    if somebody and (float(np.median(used)) < band.p10 or float(np.median(used)) > band.p90):
        trace.flag("outside_band", low=band.p10, high=band.p90)
    found = MigrantShareEstimates(
        statement=statement,
        benchmark=to_range(benchmark),
        published_band=band,
        reference_cases=reference_estimate(calculation.proposal.sector, calculation.parameters),
        chosen=chosen,
        used=to_range(used),
        reason=translated(f"chosen.{chosen}"),
    )
    return found, benchmark


def _flag_cap(groups: tuple[Group, ...], trace: Trace) -> None:
    """A statement above what the benchmark ever gives is used as it was given, and told."""
    cap = trace.parameters.value("probability_cap")
    above = [g.name for g in groups if g.statement is not None and g.statement > cap]
    if above:
        trace.flag("statement_above_cap", groups=", ".join(above), cap=cap)


def _weighted(groups: tuple[Group, ...], values: list[Array]) -> Array:
    persons = np.stack([group.persons for group in groups])
    total = persons.sum(axis=0)
    weights = np.where(total > 0, persons, 1.0)
    mean: Array = (weights * np.stack(values)).sum(axis=0) / weights.sum(axis=0)
    return mean


def _published_band(proposal: Proposal) -> Range:
    """What was published for the sector, whatever the user put in its place."""
    low, central, high = load_parameters().bounds(sector_figure(proposal.sector, "migrant_share"))
    return Range(p10=low, p50=central, p90=high)


def _statement(groups: tuple[Group, ...]) -> Statement | None:
    stated = [group for group in groups if group.statement is not None]
    if not stated:
        return None
    weight = np.array([group.persons.mean() for group in stated])
    total = sum(group.persons.mean() for group in groups)
    shares = np.array([group.statement for group in stated], dtype=float)
    safe = weight if weight.sum() > 0 else np.ones(len(weight))
    return Statement(
        share=kept((shares * safe).sum() / safe.sum()),
        covers=kept(weight.sum() / total) if total else 1.0,
        evidence=all(group.evidence for group in stated),
    )


def _choice(groups: tuple[Group, ...]) -> Choice:
    kinds: set[Choice] = {
        "benchmark" if g.statement is None else "statement" if g.evidence else "pooled" for g in groups
    }
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _compare(groups: tuple[Group, ...], trace: Trace) -> None:
    low = [
        g.name for g in groups if g.statement is not None and g.statement < to_range(g.benchmark_share).p10
    ]
    if low:
        trace.flag("statement_low", groups=", ".join(low))


def reference_estimate(sector: str, parameters: ParameterSet) -> ReferenceEstimate:
    """Published company cases of a sector with both workers and migrants; quartiles from five cases up."""
    points = tuple(
        ReferencePoint(
            id=case.id,
            name=case.name,
            share=kept(share),
            year=case.year,
            url=case.url,
            reliability=case.reliability,
        )
        for case in reference_cases().values()
        if case.comparable
        and case.sector_id in (sector, *kinds_of(sector))
        and (share := _share(case)) is not None
    )
    needed = int(parameters.value("reference_quartiles_from"))
    if len(points) < needed:
        reason: Translated = translated("unavailable.too_few_cases", count=len(points), needed=needed)
        return ReferenceEstimate(points=points, quartiles=None, reason=reason)
    quartiles = np.percentile([point.share for point in points], QUARTILES)
    return ReferenceEstimate(points=points, quartiles=(quartiles[0], quartiles[1], quartiles[2]), reason=None)


def _share(case: ReferenceCase) -> float | None:
    workers, migrants = case.workers, case.migrants
    return None if not workers or migrants is None else min(1.0, migrants / workers)

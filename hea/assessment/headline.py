"""The main figures and the path through time, read off the outcomes of all draws."""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

from hea.assessment.curves import MONTHS_PER_YEAR
from hea.assessment.draws import Draws
from hea.assessment.outcome import Outcome
from hea.assessment.parallel import in_parallel
from hea.assessment.ranges import to_range, to_series
from hea.assessment.result import (
    ConstructionResult,
    GapLevels,
    Gaps,
    Headline,
    LabourMarket,
    Monthly,
    SeriesByStay,
    SeriesByStayAndTotal,
    UnitLevels,
    Units,
)
from hea.assessment.setting import Setting
from hea.assessment.trace import Trace
from hea.model.positions import third_lowest_of_year
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES, Proposal, month_name

V = TypeVar("V")
CONSTRUCTION_SHARE = "sector.construction.migrant_share"


def headline_figures(setting: Setting, outcome: Outcome, parameters: ParameterSet) -> dict[str, Array]:
    """The main figures per draw, ``(draws,)``, by their path in the headline."""
    rank = int(parameters.value("structural_month_rank"))
    year = setting.structural_window

    def structural(series: Array) -> Array:
        return third_lowest_of_year(series, setting.structural_year, rank)

    def peak(series: Array) -> Array:
        highest: Array = series.max(axis=1)
        return highest

    jobs = outcome.positions[:, year].mean(axis=1)
    migrants = outcome.migrants[:, year].mean(axis=1)
    drivers = outcome.structural.drivers
    units = {**dict(zip(STAY_CLASSES, outcome.units, strict=True)), "total": outcome.units.sum(axis=0)}
    figures = {
        "jobs": jobs,
        "migrant_share": migrants / np.where(jobs > 0, jobs, 1.0),
        "migrants_structural": structural(outcome.migrants),
        "migrants_peak": peak(outcome.migrants),
    }
    for stay, series in units.items():
        figures[f"units.{stay}.structural"] = structural(series)
        figures[f"units.{stay}.peak"] = peak(series)
        figures[f"units.{stay}.opening_year"] = peak(series[:, :MONTHS_PER_YEAR])
    for stay, series in zip(STAY_CLASSES, outcome.gap, strict=True):
        figures[f"gap.{stay}.structural"] = structural(series)
        figures[f"gap.{stay}.peak"] = peak(series)
    figures["residents"] = drivers.residents.sum(axis=0)
    figures["children"] = (drivers.residents - drivers.adults).sum(axis=0)
    return figures


def headline(figures: dict[str, Array], summary: Callable[[Array], V]) -> Headline[V]:
    """The main figures; ``summary`` turns draws into a range, or the central draw into a value."""
    tree: dict[str, Any] = {}
    for path, draws in figures.items():
        *branches, leaf = path.split(".")
        part = tree
        for branch in branches:
            part = part.setdefault(branch, {})
        part[leaf] = summary(draws)
    units = Units[V](**{stay: UnitLevels[V](**levels) for stay, levels in tree.pop("units").items()})
    gaps = Gaps[V](**{stay: GapLevels[V](**levels) for stay, levels in tree.pop("gap").items()})
    return Headline[V](**tree, units=units, gap=gaps)


def months_of(setting: Setting) -> tuple[str, ...]:
    """The calendar months of an assessment."""
    return tuple(month_name(setting.opening + t) for t in range(setting.months))


def monthly(setting: Setting, outcome: Outcome) -> Monthly:
    """P10, P50 and P90 per month of every series."""
    total = outcome.units.sum(axis=0)
    by_stay = (outcome.persons, outcome.units, outcome.gap)
    single = (outcome.positions, outcome.migrants, outcome.arrivals, total)
    found = in_parallel(to_series, [*single, *(series[k] for series in by_stay for k in range(len(series)))])
    positions, migrants, arrivals, all_units = found[: len(single)]
    persons, units, gap = (
        dict(zip(STAY_CLASSES, found[start : start + len(STAY_CLASSES)], strict=True))
        for start in range(len(single), len(found), len(STAY_CLASSES))
    )
    supply = {stay: to_series(setting.supply[None, k]) for k, stay in enumerate(STAY_CLASSES)}
    return Monthly(
        month=months_of(setting),
        positions=positions,
        migrants=migrants,
        arrivals=arrivals,
        persons=SeriesByStay(**persons),
        units=SeriesByStayAndTotal(**units, total=all_units),
        supply=SeriesByStay(**supply),
        gap=SeriesByStay(**gap),
    )


def labour_market(setting: Setting, outcome: Outcome, trace: Trace) -> LabourMarket:
    """Jobs left for residents, beside the labour reserve if that is known."""
    year = setting.structural_window
    jobs = (outcome.positions - outcome.migrants)[:, year].mean(axis=1)
    reserve = setting.proposal.context.labour_reserve
    reason = trace.cannot("labour_market.ratio", "labour_reserve") if not reserve else None
    return LabourMarket(
        jobs_for_residents=to_range(jobs),
        labour_reserve=reserve,
        ratio=to_range(jobs / reserve) if reserve else None,
        reason=reason,
    )


def construction_result(proposal: Proposal, draws: Draws) -> ConstructionResult | None:
    """The construction phase as a stream of its own: share of the sector, beds for short stay."""
    phase = proposal.construction
    if phase is None:
        return None
    migrants = phase.persons * draws[CONSTRUCTION_SHARE]
    return ConstructionResult(
        from_month=phase.from_month,
        until_month=phase.until_month,
        persons=phase.persons,
        migrants=to_range(migrants),
        beds=to_range(migrants * draws["beds_per_short_stay_worker"]),
    )

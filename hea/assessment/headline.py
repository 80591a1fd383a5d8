"""The main figures and the path through time, read off the outcomes of all draws."""

from collections.abc import Callable
from typing import Any, TypeVar

from hea.assessment.ranges import to_range, to_series
from hea.assessment.results.common import SeriesByStay, SeriesByStayAndTotal
from hea.assessment.results.effects import ConstructionResult, LabourMarket
from hea.assessment.results.headline import GapLevels, Gaps, Headline, Monthly, UnitLevels, Units
from hea.engine.calculation import Calculation
from hea.engine.parallel import in_parallel
from hea.engine.setting import Setting
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, month_name

V = TypeVar("V")
CONSTRUCTION_SHARE = "sector.construction.migrant_share"


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


def monthly(calculation: Calculation) -> Monthly:
    """P10, P50 and P90 per month of every series."""
    setting, outcome = calculation.setting, calculation.outcome
    total, short = outcome.units.sum(axis=0), outcome.gap.sum(axis=0)
    by_stay = (outcome.persons, outcome.units, outcome.gap)
    single = (outcome.positions, outcome.migrants, outcome.arrivals, total, short)
    found = in_parallel(to_series, [*single, *(series[k] for series in by_stay for k in range(len(series)))])
    positions, migrants, arrivals, all_units, all_short = found[: len(single)]
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
        gap=SeriesByStayAndTotal(**gap, total=all_short),
    )


def labour_market(calculation: Calculation) -> LabourMarket:
    """Jobs left for residents, beside the labour reserve if that is known."""
    outcome, year = calculation.outcome, calculation.setting.structural_window
    jobs = (outcome.positions - outcome.migrants)[:, year].mean(axis=1)
    reserve = calculation.proposal.context.labour_reserve
    reason = calculation.trace.cannot("labour_market.ratio", "labour_reserve") if not reserve else None
    return LabourMarket(
        jobs_for_residents=to_range(jobs),
        labour_reserve=reserve,
        ratio=to_range(jobs / reserve) if reserve else None,
        reason=reason,
    )


def construction_result(calculation: Calculation) -> ConstructionResult | None:
    """The construction phase as a stream of its own: share of the sector, beds for short stay."""
    phase, draws = calculation.proposal.construction, calculation.draws
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

"""What several plans ask together: per municipality and month, against what is there, and who comes first.

All plans share the draws of each parameter, so the range of a sum is the range of that sum. The need that
does not land in the municipality of the site is spread over its neighbours by shares that can be set.
"""

from collections.abc import Sequence
from typing import Any

from hea.assessment import DEFAULT_SEED, SCREENING_DRAWS
from hea.assessment.ranges import to_range
from hea.assessment.run import used_of
from hea.engine.draws import Draws
from hea.parameters import ParameterReader, ParameterSet, load_parameters
from hea.portfolio.contributions import contributions
from hea.portfolio.landing import Landing
from hea.portfolio.municipality import by_stay, municipality_need
from hea.portfolio.need import ABROAD, Calendar, Spread, check_spread
from hea.portfolio.result import Cumulation, MunicipalityNeed, SpreadRow, TargetRow
from hea.portfolio.stock import Stock
from hea.proposal import STAY_CLASSES, Proposal, month_name
from hea.reference import RegionalTarget, municipalities, regional_targets
from hea.texts.translated import Translated
from hea.units import MONTHS_PER_YEAR

TASK = "housing_task_to_2030"


def cumulate(
    plans: Sequence[Proposal],
    parameters: ParameterSet | None = None,
    *,
    spread: Spread | None = None,
    draws: int = SCREENING_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Cumulation:
    """Add plans up.

    Args:
        plans: at least one.
        parameters: the figures to use; the shipped ones by default.
        spread: where the need of a site lands; by default the drawn share stays in its municipality, and the
            rest goes to neighbours by housing stock over distance.
        draws: number of draws.
        seed: base seed.

    Raises:
        AssessmentError: if one of them cannot be assessed as it stands.
        SpreadError: for shares that do not fit.
        ValueError: without plans.
    """
    if not plans:
        raise ValueError("no plans")
    check_spread(spread or {})
    figures = ParameterReader(parameters or load_parameters())
    calendar = Calendar(plans, Draws(figures, draws, seed), spread or {})
    stock = Stock(plans, calendar.start, calendar.months)
    landing = Landing(calendar, by_class=bool(stock.telling))
    region = landing.region
    return Cumulation(
        month=tuple(month_name(calendar.start + t) for t in range(calendar.months)),
        seed=seed,
        draws=draws,
        places=_needs(landing, calendar, stock),
        region=by_stay(calendar.places(region)),
        across_border=to_range(region[ABROAD].max(axis=1)),
        spread=_spread(calendar),
        targets=_targets(landing, calendar),
        contributions=contributions(landing, calendar, stock),
        left_out=calendar.left_out,
        parameters=used_of(figures),
    )


def _needs(landing: Landing, calendar: Calendar, stock: Stock) -> tuple[MunicipalityNeed, ...]:
    """Per municipality, those where a plan stands first, and then by need; none with places is left out.

    Which neighbour carries most rests on a split that nobody measured, so that is not what comes first.
    """
    found = []
    for code in dict.fromkeys([*landing.codes, *stock.homes]):
        sums = landing.sums(code)
        if code in stock.homes or sums.need.max() > 0:
            found.append(municipality_need(code, sums, calendar, stock))
    return tuple(sorted(found, key=lambda row: (not row.sites, -row.peak.p50)))


def _spread(calendar: Calendar) -> tuple[SpreadRow, ...]:
    """Where the need of each municipality with a site lands; the first plan there stands for all."""
    first = {plan.municipality: plan for plan in reversed(calendar.plans)}
    return tuple(
        SpreadRow(
            gm_code=code,
            shares={to: to_range(share) for to, share in calendar.shares(plan).items()},
            own=code in calendar.spread,
        )
        for code, plan in sorted(first.items(), key=lambda item: municipalities()[item[0]].name)
    )


def _targets(landing: Landing, calendar: Calendar) -> tuple[TargetRow, ...]:
    """Need in the regions that have a published task, in December of its year."""
    rows = []
    for (region, stay, year), tasks in _tasks().items():
        inside = [
            code
            for code in landing.codes
            if code in municipalities() and municipalities()[code].corop_name == region
        ]
        month = year * MONTHS_PER_YEAR + MONTHS_PER_YEAR - 1
        if not inside or not 0 <= month - calendar.start < calendar.months:
            continue
        at = slice(month - calendar.start, month - calendar.start + 1)
        need = sum((landing.need(code, at) for code in inside), calendar.nothing(ABROAD)[..., at])
        units = calendar.places(need)[..., 0]
        rows.append(
            TargetRow(
                region=region,
                stay=stay,
                month=month_name(month),
                need=to_range(units.sum(axis=0) if stay == "total" else units[STAY_CLASSES.index(stay)]),
                task_low=min(task.value for task in tasks),
                task_high=max(task.value for task in tasks),
                source=tasks[0].source,
                year=year,
                url=tasks[0].url,
                definition=Translated(
                    nl=tasks[0].definition_nl or tasks[0].definition, en=tasks[0].definition
                ),
                grade=max(task.grade for task in tasks),
            )
        )
    return tuple(rows)


def _tasks() -> dict[tuple[str, Any, int], list[RegionalTarget]]:
    """Published housing tasks by region, class of stay and year: one per scenario."""
    found: dict[tuple[str, Any, int], list[RegionalTarget]] = {}
    for row in regional_targets():
        if row.indicator == TASK and row.year is not None and row.stay_type in (*STAY_CLASSES, "total"):
            found.setdefault((row.region, row.stay_type, row.year), []).append(row)
    return found

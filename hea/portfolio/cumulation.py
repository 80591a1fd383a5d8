"""What several plans ask together: per municipality and month, against what is there, and who comes first.

All plans share the draws of each parameter, so the range of a sum is the range of that sum. The need that
does not land in the municipality of the site is spread over its neighbours by shares that can be set.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from hea.assessment import DEFAULT_SEED, SCREENING_DRAWS
from hea.assessment.ranges import to_range
from hea.assessment.run import used_of
from hea.engine.draws import Draws
from hea.model.uncertainty import Array
from hea.parameters import ParameterReader, ParameterSet, load_parameters
from hea.portfolio.municipality import Sums, by_stay, municipality_need, short, villages_of
from hea.portfolio.need import ABROAD, Calendar, Spread, check_spread
from hea.portfolio.result import Contribution, Cumulation, MunicipalityNeed, SpreadRow, TargetRow
from hea.portfolio.stock import Stock
from hea.proposal import STAY_CLASSES, Proposal, month_name
from hea.reference import RegionalTarget, municipalities, regional_targets
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
    places, region = added(calendar)
    found = _needs(places, calendar, stock)
    return Cumulation(
        month=tuple(month_name(calendar.start + t) for t in range(calendar.months)),
        seed=seed,
        draws=draws,
        places=found,
        region=by_stay(calendar.places(region)),
        across_border=to_range(region[ABROAD].max(axis=1)),
        spread=_spread(calendar),
        targets=_targets(places, calendar),
        contributions=_contributions(region, calendar, stock),
        left_out=calendar.left_out,
        parameters=used_of(figures),
    )


def added(calendar: Calendar) -> tuple[dict[str, Sums], Array]:
    """Sums per place where need lands, and the need of all plans together, ``(5, draws, months)``."""
    places: dict[str, Sums] = {}
    region = calendar.nothing()
    for index in calendar.by_standard:
        plan = calendar.plans[index]
        need, months = calendar.need(plan)
        region[..., months] += need
        for code, share in calendar.shares(plan).items():
            sums = places.setdefault(code, Sums(calendar.nothing(), np.zeros(region.shape[1:])))
            landing = need * share[:, None]
            sums.need[..., months] += landing
            if code == plan.municipality:
                _own(sums, plan, landing, months, calendar)
    return places, region


def _own(sums: Sums, plan: Proposal, landing: Array, months: slice, calendar: Calendar) -> None:
    """Note what stays in the municipality of the site, and in the villages where places of the plan stand."""
    sums.own[:, months] += calendar.places(landing).sum(axis=0)
    for village, share in villages_of(plan).items():
        sums.villages.setdefault(village, calendar.nothing())[..., months] += landing * share


def _needs(places: dict[str, Sums], calendar: Calendar, stock: Stock) -> tuple[MunicipalityNeed, ...]:
    """Per municipality, those where a plan stands first, and then by need; none with places is left out.

    Which neighbour carries most rests on a split that nobody measured, so that is not what comes first.
    """
    for code in stock.homes - set(places):
        nothing = calendar.nothing()
        places[code] = Sums(nothing, np.zeros(nothing.shape[1:]))
    found = [
        municipality_need(code, sums, calendar, stock)
        for code, sums in places.items()
        if code in stock.homes or sums.need.max() > 0
    ]
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


def _targets(places: dict[str, Sums], calendar: Calendar) -> tuple[TargetRow, ...]:
    """Need in the regions that have a published task, in December of its year."""
    rows = []
    for (region, stay, year), tasks in _tasks().items():
        inside = [
            sums.need
            for code, sums in places.items()
            if code in municipalities() and municipalities()[code].corop_name == region
        ]
        month = year * MONTHS_PER_YEAR + MONTHS_PER_YEAR - 1
        if not inside or not 0 <= month - calendar.start < calendar.months:
            continue
        at = slice(month - calendar.start, month - calendar.start + 1)
        units = calendar.places(sum((need[..., at] for need in inside), calendar.nothing()[..., at]))[..., 0]
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
                definition=tasks[0].definition,
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


def _contributions(region: Array, calendar: Calendar, stock: Stock) -> tuple[Contribution, ...]:
    """What each plan adds; plans are calculated once more, so that memory stays that of one plan."""
    everyone = calendar.places(region)
    busiest = int(np.median(everyone.sum(axis=0), axis=0).argmax())
    together = everyone.sum(axis=0)[:, busiest]
    all_short = short(everyone, stock.everywhere)
    before, short_before = np.zeros_like(everyone), np.zeros_like(together)
    found = {}
    order = calendar.by_opening
    for place, index in enumerate(order):
        plan = calendar.plans[index]
        own = calendar.nothing(len(STAY_CLASSES))
        need, months = calendar.need(plan)
        own[..., months] = calendar.places(need)
        before += own
        so_far = short(before, stock.of(order[: place + 1]))
        total = own.sum(axis=0)
        found[index] = Contribution(
            index=index,
            company=plan.company,
            gm_code=plan.municipality,
            opening=plan.opening,
            peak=to_range(total.max(axis=1)),
            share=to_range(total[:, busiest] / np.where(together > 0, together, 1.0)),
            short_if_first=to_range(short(own, stock.of([index]))),
            short_in_order=to_range(np.maximum(0.0, so_far - short_before)),
            short_if_last=to_range(np.maximum(0.0, all_short - short(everyone - own, stock.without(index)))),
        )
        short_before = so_far
    return tuple(found[index] for index in range(len(calendar.plans)))

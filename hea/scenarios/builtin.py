"""The scenarios that are always offered, made for one proposal."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hea.assessment import Run
from hea.engine.growth import share_there
from hea.model.housing import sufficient_paths
from hea.model.uncertainty import TAIL
from hea.parameters import ParameterSet
from hea.proposal import (
    LATEST_YEAR,
    STAY_CLASSES,
    Headcount,
    Proposal,
    StayClass,
    month_name,
    month_number,
    scaled,
)
from hea.scenarios.result import ThresholdStep
from hea.texts.translated import Translated, translated
from hea.units import MONTHS_PER_YEAR

NOT_SETTLING, PROPOSAL, WITH_PLAN = "niet_vestigen", "voorstel", "voorstel_met_plan"
FEWER, THRESHOLD = "minder_arbeidsmigranten", "drempel"
BUILT_IN = (NOT_SETTLING, PROPOSAL, WITH_PLAN, FEWER, THRESHOLD)
DEFAULT = (NOT_SETTLING, PROPOSAL, WITH_PLAN, FEWER)


class Scenario(NamedTuple):
    """A named set of overrides on a proposal."""

    id: str
    name: Translated
    explanation: Translated
    overrides: dict[str, Any]


def not_settling(proposal: Proposal) -> Scenario:
    """The reference: the company does not come, and nothing is built for it."""
    nothing: dict[str, Any] = {
        "kind": "new",
        "workforce": {"count": 0},
        "function_groups": (),
        "area": None,
        "existing_workers": None,
        "moving_workers": None,
        "automation": (),
        "construction": None,
        "housing_plan": None,
        "answers": {},
        "value_added_ratio": None,
    }
    return _named(NOT_SETTLING, nothing)


def without_plan(proposal: Proposal) -> Scenario:
    """The proposal as if nothing had been arranged for housing."""
    return _named(PROPOSAL, {} if proposal.housing_plan is None else {"housing_plan": None})


def with_plan(proposal: Proposal) -> Scenario:
    """The proposal as it was handed in."""
    return _named(WITH_PLAN, {})


def fewer_migrants(proposal: Proposal, parameters: ParameterSet) -> Scenario:
    """Automation, recruitment in the region and moderate growth together, with the housing plan."""
    hiring = max(parameters.value("scenario_local_hiring"), proposal.recruitment.local_hiring_share or 0.0)
    changes: dict[str, Any] = {
        "recruitment.local_hiring_share": hiring,
        "automation": tuple(_automation(proposal, parameters)),
    }
    for index, group in enumerate(proposal.function_groups):
        growth = _moderate(proposal, group, parameters)
        changes[f"function_groups[{index}].count"] = scaled(group.count, growth)
        if group.year_round_persons is not None:
            changes[f"function_groups[{index}].year_round_persons"] = group.year_round_persons * growth
    if proposal.workforce is not None:
        growth = _moderate(proposal, proposal.workforce, parameters)
        changes["workforce.count"] = scaled(proposal.workforce.count, growth)
    elif not proposal.function_groups and proposal.area is not None:
        tempered = parameters.value("scenario_moderate_growth")
        changes["area.size_m2"] = scaled(proposal.area.size_m2, tempered)
    return _named(FEWER, changes)


def _moderate(proposal: Proposal, part: Headcount, parameters: ParameterSet) -> float:
    """Factor on a group or on all workers when only the growth is tempered; those already there stay."""
    there = share_there(proposal, part, parameters)
    return there + (1 - there) * parameters.value("scenario_moderate_growth")


def _automation(proposal: Proposal, parameters: ParameterSet) -> Iterator[dict[str, Any]]:
    """The proposal's own path, with the further loss growing evenly over the horizon."""
    horizon = int(parameters.value("horizon_months"))
    last = month_number(f"{LATEST_YEAR}-12")  # no plan can name a later month
    loss = parameters.value("scenario_automation_loss")
    opening = month_number(proposal.opening)
    own = {month_number(point.month): point.share for point in proposal.automation}
    if not own or min(own) > opening:
        own[opening] = 1.0
    at, shares = np.array(sorted(own)), np.array([own[month] for month in sorted(own)])
    for month in sorted({opening, *own, min(opening + horizon, last)}):
        share = float(np.interp(month, at, shares))
        passed = min(1.0, max(0.0, (month - opening) / horizon))
        yield {"month": month_name(month), "share": share * (1 - loss * passed)}


def threshold_steps(handed_in: Run) -> tuple[ThresholdStep, ...]:
    """The smallest further plan with which in nine of ten draws no month of any class has a gap.

    For each class of stay: the places to add, in yearly steps, and the month by which they must be there.
    Places once there are kept.
    """
    enough, middle = (
        sufficient_paths(handed_in.gap, certainty, MONTHS_PER_YEAR).astype(int)
        for certainty in (1 - TAIL, 1 / 2)
    )
    months = handed_in.assessment.monthly.month
    return tuple(
        step
        for stay, path, half in zip(STAY_CLASSES, enough, middle, strict=True)
        for step in _steps(stay, months, path, int(half[-1]))
    )


def _steps(
    stay: StayClass, months: Sequence[str], path: NDArray[np.int_], half: int
) -> Iterator[ThresholdStep]:
    reached = 0
    for month, wanted in zip(months, path, strict=True):
        if wanted > reached:
            yield ThresholdStep(
                stay=stay,
                by_month=month,
                places=int(wanted) - reached,
                total=int(wanted),
                total_middle=half,
            )
            reached = int(wanted)


def threshold(proposal: Proposal, steps: tuple[ThresholdStep, ...]) -> Scenario:
    """The proposal with its own plan and the steps of the threshold."""
    own = proposal.housing_plan
    offers = [
        {
            "stay": step.stay,
            "places": step.places,
            "from_month": min(step.by_month, f"{LATEST_YEAR}-12"),
            "own_workers_share": 1.0,
        }
        for step in steps
    ]
    kept = [offer.model_dump() for offer in own.offers] if own else []
    fills = own.surplus_fills_other_classes if own else False
    plan = {"offers": (*kept, *offers), "surplus_fills_other_classes": fills}
    return _named(THRESHOLD, {"housing_plan": plan} if offers else {})


def _named(key: str, overrides: dict[str, Any]) -> Scenario:
    return Scenario(
        key, translated(f"scenarios.{key}.name"), translated(f"scenarios.{key}.explanation"), overrides
    )


def all_of(
    proposal: Proposal, figures: ParameterSet, steps: tuple[ThresholdStep, ...]
) -> dict[str, Scenario]:
    """Every built-in scenario of a proposal by its id; ``steps`` are those of the threshold."""
    return {
        NOT_SETTLING: not_settling(proposal),
        PROPOSAL: without_plan(proposal),
        WITH_PLAN: with_plan(proposal),
        FEWER: fewer_migrants(proposal, figures),
        THRESHOLD: threshold(proposal, steps),
    }

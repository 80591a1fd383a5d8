"""Scenarios: named overrides on a proposal, assessed on the same draws and compared draw by draw."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hea.assessment import (
    DEFAULT_DEFINITION,
    DEFAULT_SEED,
    DOSSIER_DRAWS,
    AssessmentError,
    Problem,
    Variant,
    simulate,
    variant,
)
from hea.assessment.ranges import to_range
from hea.parameters import ParameterSet, load_parameters
from hea.proposal import Proposal
from hea.reference import nearest
from hea.scenarios import builtin
from hea.scenarios.builtin import BUILT_IN, DEFAULT, Scenario
from hea.scenarios.overrides import overridden
from hea.scenarios.result import Comparison, Difference, ScenarioResult
from hea.scenarios.robustness import robustness
from hea.texts.translated import Translated
from hea.version import VERSION

__all__ = [
    "BUILT_IN",
    "DEFAULT",
    "Comparison",
    "Scenario",
    "ScenarioResult",
    "compare",
    "overridden",
    "own_scenario",
]


def own_scenario(key: str, overrides: Mapping[str, Any]) -> Scenario:
    """A scenario of the user, under the name he gave it."""
    name = Translated(nl=key, en=key)
    return Scenario(key, name, Translated(nl="", en=""), dict(overrides))


def compare(
    proposal: Proposal,
    scenarios: Sequence[str] = DEFAULT,
    own: Sequence[Scenario] = (),
    *,
    base: str | None = None,
    parameters: ParameterSet | None = None,
    draws: int = DOSSIER_DRAWS,
    seed: int = DEFAULT_SEED,
    stay_definition: str = DEFAULT_DEFINITION,
) -> Comparison:
    """Scenarios side by side on common random numbers, so that differences carry their own range.

    Args:
        proposal: as handed in.
        scenarios: ids of built-in scenarios, or of ``own`` ones, in the order to show them.
        own: scenarios of the user; shown after the others unless named among ``scenarios``.
        base: scenario the differences are taken from; ``voorstel`` by default, else the first.
        parameters: the figures to use; the shipped ones by default.
        draws: number of draws.
        seed: base seed.
        stay_definition: id of the limits of stay.

    Raises:
        AssessmentError: for an unknown scenario or path, or overrides that contradict each other.
        pydantic.ValidationError: for values of overrides that do not fit.
    """
    parameters = parameters or load_parameters()
    mine = {scenario.id: scenario for scenario in own}
    wanted = list(dict.fromkeys([*scenarios, *mine]))
    base = base or (builtin.PROPOSAL if builtin.PROPOSAL in wanted else wanted[0] if wanted else "")
    _check(wanted, base, list(mine))
    handed_in = simulate(proposal, parameters, draws=draws, seed=seed, stay_definition=stay_definition)
    steps = builtin.threshold_steps(handed_in)
    made = {**builtin.all_of(proposal, parameters, steps), **mine}
    plans = {key: overridden(proposal, made[key].overrides) for key in wanted}
    runs = {key: handed_in if plan == proposal else variant(plan, handed_in) for key, plan in plans.items()}
    same = _same(runs)
    distinct = {key: runs[key].scores for key in wanted if same[key] is None}
    none = builtin.NOT_SETTLING if builtin.NOT_SETTLING in distinct else None
    reference = none or same[base] or base
    return Comparison(
        version=VERSION,
        parameters_version=parameters.version,
        parameters_hash=parameters.hash,
        seed=seed,
        draws=draws,
        own_values=handed_in.assessment.parameters.own_values,
        base=base,
        scenarios=tuple(_result(made[key], runs[key], same[key]) for key in wanted),
        differences=tuple(
            d for key in wanted if key != base for d in _differences(key, runs[key], runs[base])
        ),
        threshold=steps,
        robustness=robustness(distinct, handed_in.assessment.welfare.weights, reference, none, seed),
    )


def _check(wanted: list[str], base: str, own: list[str]) -> None:
    known = [*BUILT_IN, *own]
    problems = [
        Problem("", "scenario", {"value": key, "nearest": ", ".join(nearest(key, known))})
        for key in wanted
        if key not in known
    ]
    problems += [Problem("", "scenario_own_name", {"value": key}) for key in own if key in BUILT_IN]
    if not wanted:
        problems.append(Problem("", "scenario_none", {"known": ", ".join(known)}))
    elif base not in wanted:
        problems.append(Problem("", "scenario_base", {"value": base, "known": ", ".join(wanted)}))
    if problems:
        raise AssessmentError(problems)


def _same(runs: Mapping[str, Variant]) -> dict[str, str | None]:
    """For every scenario the first one before it with exactly the same outcome."""
    found: dict[str, str | None] = {}
    for key, run in runs.items():
        found[key] = next((k for k, first in found.items() if first is None and _equal(runs[k], run)), None)
    return found


def _equal(first: Variant, second: Variant) -> bool:
    return all(
        a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)
        for a, b in ((first.headline_draws, second.headline_draws), (first.scores, second.scores))
    )


def _result(scenario: Scenario, run: Variant, same_as: str | None) -> ScenarioResult:
    return ScenarioResult(
        id=scenario.id,
        name=scenario.name,
        explanation=scenario.explanation,
        changed=tuple(scenario.overrides),
        input_hash=run.input_hash,
        headline=run.headline,
        scores={key: to_range(values) for key, values in run.scores.items()},
        total=run.welfare.total,
        same_as=same_as,
    )


def _differences(key: str, run: Variant, base: Variant) -> list[Difference]:
    return [
        Difference(
            scenario=key, path=f"headline.{path}", difference=to_range(drawn - base.headline_draws[path])
        )
        for path, drawn in run.headline_draws.items()
    ]

"""Each figure of a tree names what moves it, and nothing that only moves something else."""

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from hea import assess, load_parameters
from hea.assessment import explanation, finance, flow, steps
from hea.assessment.explanation import explainable
from hea.assessment.facility_results import AT_A_DESK, facility_results
from hea.assessment.housing_detail import ONE_PLACE
from hea.assessment.results.evidence import Explanation
from hea.assessment.signals import value_of
from hea.assessment.welfare_results import indicator_of
from hea.engine import reads
from hea.engine.calculation import Calculation
from hea.engine.draws import CentralDraw
from hea.engine.facilities import demand_of
from hea.engine.housing import in_municipality
from hea.exchange import example
from hea.model.uncertainty import Array
from hea.parameters.parameter import Parameter
from hea.proposal import STAY_CLASSES
from hea.reference import capacity_signals, facilities, welfare_criteria
from tests.conftest import FEW_DRAWS, distribution_centre

PLANS = {
    **{name: example(name) for name in ("fictief_dossier_venray", "zachtfruit_meierijstad")},
    "open ended, in Limburg": distribution_centre(),
    "ranges and an area": distribution_centre(
        workforce=None, area={"kind": "plot", "size_m2": {"low": 40_000, "high": 60_000}}
    ),
}
SOME = 1.1
"""Factor for what has one value."""
SMALLEST = 1e-9
"""Part of a figure that rounding of numbers makes, and no parameter."""
IDLE = (
    "overlap_weeks_agency_cao", "tightness_multiplier_*", "level.*.flex_share", "seasonal_stay_months",
    "lives_across_border_share", "facility.*", "share_spread_left_after_mix",
)  # fmt: skip
"""What is read for every plan and makes a difference for some: where a bound is reached, a level is there, a
plan has a transition of its own, or somebody of a class of stay uses a facility. And what says how far draws
lie from the middle, which moves no middle."""


def figures_of(run: Calculation) -> dict[str, Array]:
    """Every figure that can be explained, per draw, with all its months where it has months."""
    outcome = run.outcome
    found = {
        "headline.jobs": outcome.positions,
        "headline.migrants_structural": outcome.migrants,
        "headline.migrants_peak": outcome.migrants,
        **{f"headline.{path}": run.headline[path] for path in ("migrant_share", "residents", "children")},
        "headline.units.total": outcome.units.sum(axis=0),
        **{f"readings.{reading}.{stay}": values
           for reading, classes in run.readings._asdict().items()
           for stay, values in zip(STAY_CLASSES, np.nan_to_num(classes), strict=True)},
        **registered(run),
        **starts(run),
        **money(run),
        **flow_of(run),
    }  # fmt: skip
    for index, stay in enumerate(STAY_CLASSES):
        found[f"monthly.persons.{stay}"] = outcome.persons[index]
        found[f"housing.net.{stay}"] = outcome.net[index]
        found[f"headline.units.{stay}"] = outcome.units[index]
        found[f"headline.gap.{stay}"] = outcome.gap[index]
    for name, rule in capacity_signals().items():
        value = value_of(rule, run).draws
        if value is not None:
            found[f"signals.{name}"] = value
    for key, row in facilities().items():
        if f"facility.{key}.norm" in run.parameters:
            local = 1.0 if row.driver == AT_A_DESK else in_municipality(run.proposal, run.draws)
            asked = [demand_of(row, moment, run.draws) for moment in (outcome.structural, outcome.peak)]
            found[f"facilities.{key}"] = np.stack(asked, axis=1) * np.reshape(local, (-1, 1))
    return found | scored(run)


def scored(run: Calculation) -> dict[str, Array]:
    """What is looked at for each criterion that is known."""
    utilisation = facility_results(run)[1]
    seen = {
        key: indicator_of(criterion, run, utilisation).draws for key, criterion in welfare_criteria().items()
    }
    return {f"welfare.{key}": values for key, values in seen.items() if values is not None}


def registered(run: Calculation) -> dict[str, Array]:
    """Who must register and who does, in all months, and how many that is in a year."""
    outcome, missing = run.outcome, run.draws["share_not_registered"]
    residents, yearly = outcome.residents_by_law, outcome.structural.flows.arrivals_brp
    return {
        "registration.people": outcome.in_need,
        "registration.non_residents": outcome.in_need - residents,
        "registration.residents": residents,
        "registration.registered": residents * (1 - missing[:, None]),
        "registration.unseen": residents * missing[:, None],
        "registration.per_year_by_law": yearly,
        "registration.per_year_in_practice": yearly * (1 - missing),
    }


def starts(run: Calculation) -> dict[str, Array]:
    """Months from the opening until work must begin, where places are short, and how long it takes."""
    lead, found = run.draws["lead_time_months"], {}
    for stay, gap in zip(STAY_CLASSES, run.outcome.gap, strict=True):
        short = gap >= ONE_PLACE
        opens = np.where(short.any(axis=1), short.argmax(axis=1), run.setting.months)
        found[f"housing.latest_start.{stay}"] = np.where(short.any(axis=1), opens - lead, opens)
    return found | {"housing.lead_time_months": lead}


def money(run: Calculation) -> dict[str, Array]:
    """What a year brings and asks: people in all months, everything else as it is told."""
    outcome, draws, told = run.outcome, run.draws, finance.counted(run)
    here, missing = (
        share[:, None] for share in (in_municipality(run.proposal, draws), draws["share_not_registered"])
    )
    residents = outcome.residents_by_law
    briefly = (outcome.in_need - residents) * here
    return {f"finance.{name}": values for name, values in told.items()} | {
        "finance.need_not_register": briefly,
        "finance.not_registered": briefly + residents * here * missing,
    }


def flow_of(run: Calculation) -> dict[str, Array]:
    """The steps from jobs to places in all months."""
    months = range(run.setting.months)
    parts = [flow.parts(run, month) for month in months]
    return {f"flow.{step}": np.stack([part[step] for part in parts], axis=1) for step in parts[0]}


def figure(path: str) -> str:
    """A figure without the moment that is looked at."""
    parts = path.split(".")
    if parts[0] == "flow":
        return f"flow.{parts[2]}"
    return ".".join(parts[:3]) if parts[1] in ("units", "gap") else path


@cache
def counted() -> frozenset[str]:
    """Figures that are looked at here: no criterion that is unknown, and no facility without a norm."""
    return frozenset(figures_of(Calculation(next(iter(PLANS.values())), CentralDraw(load_parameters()))))


@cache
def moved(name: str) -> frozenset[str]:
    """Figures that another value of a parameter changes, in any of the examples."""
    return frozenset(path for plan in PLANS for path in moved_in(plan).get(name, ()))


@cache
def moved_in(plan: str) -> dict[str, frozenset[str]]:
    """Figures of an example by the parameter that changes them.

    All that is drawn is moved in one run; what that leaves alone may be read as one value, and is replaced.
    """
    shipped = load_parameters()
    names = tuple(
        name for name in assess(PLANS[plan], draws=FEW_DRAWS).parameters.used if shipped[name].changeable
    )
    middle = Calculation(PLANS[plan], CentralDraw(shipped))
    base, together = figures_of(middle), figures_of(middle.moved(names))

    def changed(name: str) -> frozenset[str]:
        at = 2 * names.index(name)
        found = changes(base, {path: values[at : at + 2] for path, values in together.items()})
        for end in () if found else other_values(shipped[name]):
            replaced = Calculation(PLANS[plan], CentralDraw(shipped.replace({name: end})))
            found |= changes(base, figures_of(replaced))
        return found

    return {name: changed(name) for name in names}


def other_values(parameter: Parameter) -> list[float]:
    """Its ends, and what is a little more and less than its middle."""
    found = (parameter.low, parameter.high, *parameter.times(SOME))
    return [end for end in found if end is not None and end != parameter.central and parameter.can_be(end)]


def changes(base: dict[str, Array], other: dict[str, Array]) -> frozenset[str]:
    """Figures that are another number."""
    return frozenset(
        path
        for path, values in base.items()
        if np.abs(other[path] - values).max() > SMALLEST * max(1.0, float(np.abs(values).max()))
    )


def nodes(tree: Explanation) -> Iterator[Explanation]:
    yield tree
    for below in tree.below:
        yield from nodes(below)


def test_trees_list_no_parameters_but_read_them_from_the_stages() -> None:
    written = {
        node.value
        for module in (explanation, steps, reads)
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not written & set(load_parameters())
    assert not {word for word in written if "*" in word}


@pytest.mark.parametrize("plan", PLANS)
def test_whatever_changes_a_figure_stands_in_its_tree(plan: str) -> None:
    assessment = assess(PLANS[plan], draws=FEW_DRAWS)
    missing = {}
    for path in explainable(assessment):
        told = {used.name for node in nodes(assessment.explain(path)) for used in node.parameters}
        lost = {name for name, changed in moved_in(plan).items() if figure(path) in changed} - told
        if lost:
            missing[path] = sorted(lost)
    assert missing == {}


def test_no_figure_names_what_never_changes_it() -> None:
    wrong: dict[str, set[str]] = {}
    for plan in PLANS:
        assessment = assess(PLANS[plan], draws=FEW_DRAWS)
        for path in explainable(assessment):
            for node in nodes(assessment.explain(path)):
                if figure(node.path) not in counted():
                    continue
                changeable = {used.name for used in node.parameters} & moved_in(plan).keys()
                idle = {name for name in changeable if figure(node.path) not in moved(name)}
                alone = {name for name in idle if not any(fnmatchcase(name, pattern) for pattern in IDLE)}
                wrong.setdefault(node.path, set()).update(alone)
    assert {path: sorted(names) for path, names in wrong.items() if names} == {}

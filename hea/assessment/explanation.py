"""Where a figure comes from: formula in words, inputs, parameters with their source, and what lies below."""

import dataclasses
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from hea.assessment.facility_results import AT_A_DESK
from hea.assessment.ranges import to_single
from hea.assessment.results import Assessment
from hea.assessment.results.common import Range, Series
from hea.assessment.results.effects import CapacitySignalResult, CriterionResult, FacilityResult
from hea.assessment.results.evidence import Explanation, InputUsed, ParameterUsed
from hea.assessment.results.flow import FlowStep
from hea.assessment.run import all_read
from hea.assessment.steps import (
    COSTS,
    PLACES_ASKED,
    STEPS,
    WITHIN,
    Step,
    criterion_step,
    remaining_step,
    signal_step,
)
from hea.engine.calculation import Calculation
from hea.engine.draws import CentralDraw
from hea.engine.problems import AssessmentError
from hea.engine.reads import asked_of, read_by
from hea.fields import option_name
from hea.parameters import ParameterError, ParameterSet, parameters_with
from hea.problems import Problem
from hea.proposal import STAY_CLASSES, LocalContext, Part, Proposal, Recruitment, field_label
from hea.reference import capacity_signals, facilities, nearest
from hea.texts import LANGUAGES, Lang, catalogue, exact, month
from hea.texts.translated import Translated, translated

IN_A_LIST = ("headline.", "registration.", "finance.", "drivers.", "housing.latest_start.")
"""Beginnings of the paths of figures that a list to choose from names; the others stand below these."""
Row = TypeVar("Row", FacilityResult, CriterionResult, CapacitySignalResult)

SHARE_IN_VILLAGE = "def_share_kern"
"""The rule whose quantity the criterion on living together looks at too."""

MONTH: Final = re.compile(r"\d{4}-\d{2}")
NAMED: Final = ("municipality", "sector", "level", "season_profile")
"""Fields whose values are ids of a table."""

MIDDLES_KEPT = 8
"""Central runs of which what is reported is kept."""
UNKNOWN_HINTS = 3
"""Known paths named when a path is unknown."""


PARTS: dict[str, type[Part]] = {"recruitment": Recruitment, "context": LocalContext}
"""Parts of the proposal whose fields are named one by one."""


def explain(assessment: Assessment, path: str, parameters: ParameterSet | None = None) -> Explanation:
    """The chain behind a figure as a tree.

    Args:
        assessment: that holds the figure.
        path: such as ``headline.units.short.peak``, ``facilities.gp`` or ``welfare.wonen``; or what it is
            called in either language.
        parameters: the set the assessment was made with; by default the shipped one with the own values of
            the assessment.

    Raises:
        AssessmentError: if there is no such figure, with the nearest ones; or if the parameters are not
            those of the assessment.
    """
    known = explainable(assessment)
    path = path if path in known else _called(assessment, path, known)
    if path not in known:
        raise AssessmentError(
            [Problem("", "explain_path", {"value": path} | _alike(assessment, path, known))]
        )
    parameters = parameters or _parameters_of(assessment)
    if parameters.hash != assessment.parameters.hash:
        values = {"then": assessment.parameters.version, "now": parameters.version}
        raise AssessmentError([Problem("", "explain_parameters", values)])
    run = Calculation(
        assessment.proposal, CentralDraw(parameters), assessment.stay_definition, assessment.viewpoint
    )
    return _explained(_Told(assessment, _middle_of(_Middle(_asked(assessment), run)), run), path, set())


def _asked(assessment: Assessment) -> tuple[str, ...]:
    """What the central run of an assessment hangs on."""
    made_with = assessment.parameters.hash, assessment.parameters.version
    return (assessment.input_hash, *made_with, assessment.stay_definition, assessment.viewpoint)


@dataclasses.dataclass(frozen=True)
class _Middle:
    """A central run, known by what it hangs on."""

    asked: tuple[str, ...]
    run: Calculation = dataclasses.field(compare=False)


@lru_cache(maxsize=MIDDLES_KEPT)
def _middle_of(it: _Middle) -> Assessment:
    """What is reported of a central run; a page asks for it at each figure that someone looks at."""
    return all_read(it.run.central())


class _Told(NamedTuple):
    """An assessment, and the same with every figure at its middle."""

    assessment: Assessment
    central: Assessment
    run: Calculation


def _called(assessment: Assessment, written: str, known: tuple[str, ...]) -> str:
    """The path of the only figure of a name; what is written if there is none, or more than one."""
    said = written.strip().casefold()
    found = [
        path
        for path in known
        if said in {name_of(assessment, path).in_language(lang).casefold() for lang in LANGUAGES}
    ]
    return found[0] if len(found) == 1 else written


def _alike(assessment: Assessment, written: str, known: tuple[str, ...]) -> dict[str, str]:
    """Figures that were perhaps meant, by their path or by what they are called, each with both."""
    called = {path: name_of(assessment, path) for path in known}
    labels = {path: f"{path} {name.nl} {name.en}" for path, name in called.items()}
    near = nearest(written, known, UNKNOWN_HINTS, labels)
    return {
        lang: ", ".join(f"{called[path].in_language(lang)} ({path})" for path in near) for lang in LANGUAGES
    }


def _parameters_of(assessment: Assessment) -> ParameterSet:
    """The shipped parameters with the own values of the assessment.

    Raises:
        AssessmentError: if an own value is not known, or cannot be used any more.
    """
    made_with = assessment.parameters
    try:
        found = parameters_with(item.given for item in made_with.own_values)
    except ParameterError:
        lost = tuple(item.name for item in made_with.own_values)
    else:
        lost = made_with.lost
        if not lost:
            return found
    raise AssessmentError([Problem("", "explain_own_values", {"names": ", ".join(lost)})])


def explainable(assessment: Assessment) -> tuple[str, ...]:
    """Paths of all figures that can be explained."""
    return (
        *STEPS,
        *(COSTS if assessment.finance.own_hour_cost is not None else ()),
        *(f"facilities.{row.id}" for row in assessment.facilities),
        *(f"signals.{row.id}" for row in assessment.capacity_signals if row.value is not None),
        *(("drivers.remaining",) if assessment.drivers.remaining is not None else ()),
        *(f"welfare.{row.id}" for row in assessment.welfare.criteria),
    )


def _explained(told: _Told, path: str, seen: set[str]) -> Explanation:
    """One figure and what lies below it; a figure met before is named and not unfolded again."""
    assessment, step = told.assessment, _step(told.assessment, path)
    again = path in seen
    seen.add(path)
    return Explanation(
        path=path,
        name=name_of(assessment, path),
        value=_value(assessment, path),
        central=_central(told, path),
        formula=_formula(assessment, path, step),
        inputs=() if again else tuple(_inputs(assessment, step)),
        parameters=() if again else tuple(_used(assessment, step, told.run)),
        below=() if again else tuple(_explained(told, below, seen) for below in step.below),
        repeated=again,
    )


def _central(told: _Told, path: str) -> float | None:
    """The value of a figure in the central run; of people in need of a home, their highest month."""
    *_, stay = path.split(".")
    if path.startswith("housing.net."):
        return to_single(told.run.outcome.net[STAY_CLASSES.index(stay)].max(axis=1))
    found = _value(told.central, path)
    return None if found is None else found.p50


def _step(assessment: Assessment, path: str) -> Step:
    if path in STEPS or path in COSTS:
        return (STEPS | COSTS)[path]
    kind, key = path.split(".", 1)
    if kind == "drivers":
        return remaining_step(tuple(item.parameter for item in assessment.drivers.ask_first))
    if kind == "signals":
        step = signal_step(capacity_signals()[key])
        given = _row(assessment.capacity_signals, key).reason is None
        return step._replace(below=()) if given and capacity_signals()[key].rule_type == "site_size" else step
    if kind == "facilities":
        driver = facilities()[key].driver
        here = driver != AT_A_DESK
        return Step(
            "facility",
            fields=(
                f"context.facility_capacities.{key}",
                *((WITHIN,) if here else ()),
            ),
            stage=asked_of(key, here=here),
            below=("headline.residents", *PLACES_ASKED.get(driver, ())),
        )
    return criterion_step(key, _behind(assessment, key))


def _behind(assessment: Assessment, criterion: str) -> tuple[str, ...]:
    """Figures that a criterion follows from where they are known: use of facilities, share in a village."""
    if criterion == "voorzieningen":
        used = (row.id for row in assessment.facilities if row.utilisation_after is not None)
        return tuple(f"facilities.{name}" for name in used)
    if criterion == "samenleving":
        rules = (row.id for row in assessment.capacity_signals if row.value is not None)
        return tuple(f"signals.{name}" for name in rules if name == SHARE_IN_VILLAGE)
    return ()


def name_of(assessment: Assessment, path: str) -> Translated:
    """What a figure is called, without looking at what it follows from."""
    kind, key = path.split(".", 1)
    if kind == "facilities":
        return _row(assessment.facilities, key).name
    if kind == "welfare":
        return _row(assessment.welfare.criteria, key).name
    if kind == "signals":
        rule = _row(assessment.capacity_signals, key).rule
        return Translated(nl=rule, en=rule)
    if kind == "finance":
        return translated(f"finance.{key}")
    if kind == "flow":
        return _flow_name(_flow_step(assessment, path).name, key.split(".")[0])
    last = path.rsplit(".", 1)[1]
    stay = next((stay for stay in STAY_CLASSES if stay in path.split(".")), "total")
    return translated(
        f"explain.{_step(assessment, path).formula}.name",
        **{f"stay_{lang}": value for lang, value in _both(f"stay.{stay}").items()},
        **{f"moment_{lang}": value for lang, value in _both(f"explain.moment.{last}").items()},
    )


def _row(rows: Iterable[Row], key: str) -> Row:
    return next(row for row in rows if row.id == key)


def _flow_step(assessment: Assessment, path: str) -> FlowStep:
    _, moment, key = path.split(".")
    (found,) = (flow for flow in assessment.housing.flows if flow.moment == moment)
    return next(step for step in found.steps if step.id == key)


def _flow_name(step: Translated, moment: str) -> Translated:
    at = _both(f"explain.moment.{moment}")
    return Translated(nl=f"{step.nl}, {at['nl']}", en=f"{step.en}, {at['en']}")


def _both(key: str) -> dict[str, str]:
    """A short text in both languages, empty where there is none."""
    from hea.texts import catalogue

    return {"nl": catalogue("nl").get(key, ""), "en": catalogue("en").get(key, "")}


def _formula(assessment: Assessment, path: str, step: Step) -> Translated:
    if step.formula == "signal":
        row_of_rule = _row(assessment.capacity_signals, path.removeprefix("signals."))
        told = row_of_rule.chances
        if told is None:
            return translated("explain.signal_alone.formula")
        return translated("explain.signal.formula", nl=told.nl, en=told.en)
    if step.formula == "latest_start":
        return _starts(assessment, path.rsplit(".", 1)[1])
    if step.formula != "criterion":
        return translated(f"explain.{step.formula}.formula")
    row = next(row for row in assessment.welfare.criteria if path == f"welfare.{row.id}")
    bad, neutral, good = row.anchors
    spoken = {"bad": bad, "neutral": neutral, "good": good}
    return translated(
        "explain.criterion.formula",
        question_nl=row.explanation.nl,
        question_en=row.explanation.en,
        why_nl=row.anchors_explained.nl,
        why_en=row.anchors_explained.en,
        **spoken,
    )


def _starts(assessment: Assessment, stay: str) -> Translated:
    """How the months are found in which work must begin, with those months where places are short."""
    found = next(item for item in assessment.housing.deadlines if item.stay == stay)
    even, careful = found.latest_start, found.latest_start_careful
    ends = [
        translated("explain.latest_start.even", month=even)
        if even
        else translated("explain.latest_start.perhaps")
    ]
    ends += [translated("explain.latest_start.careful", month=careful)] if careful else []
    how = translated("explain.latest_start.formula")
    nl, en = (" ".join(part.in_language(lang) for part in (how, *ends)) for lang in LANGUAGES)
    return Translated(nl=nl, en=en)


def _value(assessment: Assessment, path: str) -> Range | None:
    """The range of a figure; of a monthly series, its highest month."""
    kind, key = path.split(".", 1)
    if kind == "facilities":
        return _row(assessment.facilities, key).structural
    if kind == "welfare":
        return _row(assessment.welfare.criteria, key).score
    if kind == "signals":
        return _row(assessment.capacity_signals, key).value
    if kind == "flow":
        return _flow_step(assessment, path).range
    found: Any = assessment
    for name in path.replace("readings.", "stay_readings.").split("."):
        found = getattr(found, name, None)
    if isinstance(found, Series):
        month = max(range(len(found.p50)), key=found.p50.__getitem__)
        return Range(p10=found.p10[month], p50=found.p50[month], p90=found.p90[month])
    return found if isinstance(found, Range) else None


def _inputs(assessment: Assessment, step: Step) -> Iterator[InputUsed]:
    """Fields of the proposal with what was given, or the assumption that took their place."""
    for field in step.fields:
        found: Any = assessment.proposal
        for name in field.split("."):
            found = found.get(name) if isinstance(found, dict) else getattr(found, name, None)
        given = found not in (None, (), {}, "")
        assumed = {
            a.message: None
            for a in assessment.assumed
            if a.path.startswith(field) and not a.path.endswith(step.not_assumed)
        }
        if given or assumed:
            yield InputUsed(
                field=field,
                name=_field_name(field),
                given=_given(field, found) if given else None,
                assumed=tuple(assumed),
            )


def _given(field: str, value: Any) -> Translated:  # noqa: ANN401
    """What was given, in both languages."""
    name = field.rsplit(".", 1)[-1]
    label = _field_name(field)
    nl, en = (_shown(value, lang, name, label.in_language(lang)) for lang in LANGUAGES)
    return Translated(nl=nl, en=en)


def _field_name(field: str) -> Translated:
    """Short name of a field."""
    steps = field.split(".")
    model: Any = PARTS.get(steps[0], Proposal)
    last = steps[min(1, len(steps) - 1)]
    return Translated(nl=field_label(model, last, "nl"), en=field_label(model, last, "en"))


def _shown(value: Any, lang: Lang, name: str = "", label: str = "") -> str:  # noqa: ANN401
    """What was given, in words and short enough for a line.

    Args:
        value: of a field, or of a part of it.
        lang: language.
        name: of the field.
        label: of the field, with its unit.
    """
    if isinstance(value, Part):
        return _part_shown(value, lang)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(item, lang)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return " · ".join(_shown(item, lang, name) for item in value)
    if isinstance(value, bool):
        return option_name(name, value, lang)
    if isinstance(value, int | float):
        return f"{exact(value * 100, lang)}%" if label.endswith("(%)") else exact(value, lang)
    if name in NAMED or f"option.{name}.{value}" in catalogue(lang):
        return option_name(name, value, lang)
    return month(value, lang) if isinstance(value, str) and MONTH.fullmatch(value) else str(value)


def _part_shown(part: Part, lang: Lang) -> str:
    """A part of the proposal: a group by its name and number, anything else field by field."""
    given = {
        key: getattr(part, key)
        for key, field in type(part).model_fields.items()
        if getattr(part, key) != field.default
    }
    if "count" in given:
        return " ".join(_shown(given[key], lang, key) for key in ("name", "count") if key in given)
    told = []
    for key, item in given.items():
        label = field_label(type(part), key, lang)
        told.append(f"{label}: {_shown(item, lang, key, label)}")
    return ", ".join(told)


def _used(assessment: Assessment, step: Step, run: Calculation) -> Iterator[ParameterUsed]:
    own = {item.name: item for item in assessment.parameters.own_values}
    parameters = run.parameters
    for name in sorted(read_by(step.stage, run)):
        parameter = parameters[name]
        low, central, high = parameters.bounds(name)
        yield ParameterUsed(
            name=name,
            title=Translated(nl=parameter.title.nl, en=parameter.title.en),
            explanation=Translated(nl=parameter.explanation.nl, en=parameter.explanation.en),
            low=low,
            central=central,
            high=high,
            unit=parameter.unit,
            grade=parameter.grade,
            source=parameter.source.citation,
            source_kind=parameter.source.kind,
            year=parameter.source.year,
            url=parameter.source.url,
            own_value=name in assessment.parameters.overrides,
            stance=own[name].stance if name in own else "within",
        )

"""Where a figure comes from: formula in words, inputs, parameters with their source, and what lies below."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from hea.assessment.facility_results import AT_A_DESK
from hea.assessment.registration import not_registered
from hea.assessment.results import Assessment
from hea.assessment.results.common import Range, Series
from hea.assessment.results.evidence import Explanation, InputUsed, ParameterUsed
from hea.engine.calculation import Calculation
from hea.engine.draws import CentralDraw
from hea.engine.problems import AssessmentError
from hea.engine.reads import (
    PLACES,
    Stage,
    asked_of,
    children,
    migrants_among_them,
    nothing,
    positions,
    read_by,
    registered,
    residents,
    structural_month,
    time_here,
    where_they_live,
    who_needs_a_home,
)
from hea.parameters import ParameterError, ParameterSet, parameters_with
from hea.problems import Problem
from hea.proposal import STAY_CLASSES, LocalContext, Part, Proposal, Recruitment, field_label
from hea.reference import facilities, nearest
from hea.texts import LANGUAGES
from hea.texts.translated import Translated, translated

HEADLINE = "headline."
MOMENTS = ("structural", "peak", "opening_year")
UNKNOWN_HINTS = 3
"""Known paths named when a path is unknown."""


PARTS: dict[str, type[Part]] = {"recruitment": Recruitment, "context": LocalContext}
"""Parts of the proposal whose fields are named one by one."""


class Step(NamedTuple):
    """A figure of the chain: what it reads, and the figures it follows from."""

    formula: str
    """Key of the formula in words and of the name of the figure."""
    fields: tuple[str, ...] = ()
    """Fields of the proposal that go in."""
    stage: Stage = nothing
    """Reads the parameters that go in."""
    below: tuple[str, ...] = ()
    """Paths of the figures it follows from."""
    not_assumed: tuple[str, ...] = ()
    """Ends of fields whose assumption belongs to another figure."""


WORK = Step(
    "jobs",
    fields=(
        "function_groups", "workforce", "area", "area_holds", "existing_workers", "moving_workers",
        "automation", "opening",
    ),
    stage=positions,
    not_assumed=("flex_share",),
)  # fmt: skip
SHARE = Step(
    "migrant_share",
    fields=("sector", "function_groups", "recruitment.local_hiring_share", "recruitment.flex_share",
        "context.vacancies_per_unemployed",
    ),
    stage=migrants_among_them,
    below=("headline.jobs",),
)  # fmt: skip
STAY = Step(
    "persons_by_stay",
    fields=("function_groups", "opening", "recruitment.seasonal_stay_weeks"),
    stage=time_here,
    below=("headline.jobs", "headline.migrant_share"),
)  # fmt: skip
NET = Step(
    "net_need",
    fields=("recruitment.regional_share", "recruitment.cross_border_share"),
    stage=who_needs_a_home,
    below=("monthly.persons.{stay}",),
)
ELSEWHERE = Step(
    "criterion",
    fields=(
        "housing_plan", "recruitment.within_municipality_share", "recruitment.cross_border_share", "weights",
    ),
    stage=where_they_live,
    below=tuple(f"headline.units.{stay}.peak" for stay in STAY_CLASSES),
)  # fmt: skip
"""The need per class of stay, and where the plan has places for it."""
BEDS = ("headline.units.short.peak", "housing.net.mid")
PLACES_ASKED = {
    "beds": BEDS,
    "locations": BEDS,
    "places": tuple(f"headline.units.{stay}.peak" for stay in STAY_CLASSES),
}
"""Figures behind what some facilities are measured by, beside residents: they say which month counts."""


def _steps() -> dict[str, Step]:
    """Every figure that can be explained, by path."""
    people = ("headline.jobs", "headline.migrant_share")
    steps = {
        "headline.jobs": WORK,
        "headline.migrant_share": SHARE,
        "headline.migrants_structural": Step("migrants_structural", stage=structural_month, below=people),
        "headline.migrants_peak": Step("migrants_peak", below=people),
        "headline.residents": Step(
            "residents", stage=residents, below=tuple(f"housing.net.{stay}" for stay in STAY_CLASSES)
        ),
        "headline.children": Step("children", stage=children, below=("headline.residents",)),
        "housing.supply": Step("supply", fields=("housing_plan", "context.free_places")),
        "registration.residents": Step(
            "residents_by_law", stage=registered, below=tuple(f"housing.net.{stay}" for stay in STAY_CLASSES)
        ),
        "registration.unseen": Step(
            "unseen", stage=lambda _, rows: not_registered(rows), below=("registration.residents",)
        ),
    }
    for stay in STAY_CLASSES:
        steps[f"monthly.persons.{stay}"] = STAY
        steps[f"housing.net.{stay}"] = NET._replace(below=(f"monthly.persons.{stay}",))
        for moment in MOMENTS:
            steps[f"headline.units.{stay}.{moment}"] = Step(
                f"units_{stay}",
                fields=("housing_plan",) if stay == "short" else (),
                stage=PLACES[stay],
                below=(f"housing.net.{stay}",),
            )
        for moment in MOMENTS[:2]:
            steps[f"headline.gap.{stay}.{moment}"] = Step(
                "gap", below=(f"headline.units.{stay}.{moment}", "housing.supply")
            )
    for moment in MOMENTS:
        below = tuple(f"headline.units.{stay}.{moment}" for stay in STAY_CLASSES)
        steps[f"headline.units.total.{moment}"] = Step("units_total", below=below)
    return steps


STEPS = _steps()


def explain(assessment: Assessment, path: str, parameters: ParameterSet | None = None) -> Explanation:
    """The chain behind a figure as a tree.

    Args:
        assessment: that holds the figure.
        path: such as ``headline.units.short.peak``, ``facilities.gp`` or ``welfare.wonen``.
        parameters: the set the assessment was made with; by default the shipped one with the own values of
            the assessment.

    Raises:
        AssessmentError: if there is no such figure, with the nearest ones; or if the parameters are not
            those of the assessment.
    """
    known = explainable(assessment)
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
    return _explained(assessment, path, run, set())


def _alike(assessment: Assessment, written: str, known: tuple[str, ...]) -> dict[str, str]:
    """Figures that were perhaps meant, by their path or by what they are called, each with both."""
    called = {path: name_of(assessment, path) for path in known}
    labels = {path: f"{path} {name.nl} {name.en}" for path, name in called.items()}
    near = nearest(written, known, UNKNOWN_HINTS, labels)
    return {
        lang: ", ".join(f"{path} ({called[path].in_language(lang)})" for path in near) for lang in LANGUAGES
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
        *(f"facilities.{row.id}" for row in assessment.facilities),
        *(f"welfare.{row.id}" for row in assessment.welfare.criteria),
    )


def _explained(assessment: Assessment, path: str, run: Calculation, seen: set[str]) -> Explanation:
    """One figure and what lies below it; a figure met before is named and not unfolded again."""
    step = _step(path)
    again = path in seen
    seen.add(path)
    return Explanation(
        path=path,
        name=name_of(assessment, path),
        value=_value(assessment, path),
        formula=_formula(assessment, path, step),
        inputs=() if again else tuple(_inputs(assessment, step)),
        parameters=() if again else tuple(_used(assessment, step, run)),
        below=() if again else tuple(_explained(assessment, below, run, seen) for below in step.below),
        repeated=again,
    )


def _step(path: str) -> Step:
    if path in STEPS:
        return STEPS[path]
    kind, key = path.split(".", 1)
    if kind == "facilities":
        driver = facilities()[key].driver
        here = driver != AT_A_DESK
        return Step(
            "facility",
            fields=(
                f"context.facility_capacities.{key}",
                *(("recruitment.within_municipality_share",) if here else ()),
            ),
            stage=asked_of(key, here=here),
            below=("headline.residents", *PLACES_ASKED.get(driver, ())),
        )
    if key == "elders":
        return ELSEWHERE
    below = {"wonen": ("headline.gap.short.structural",), "arbeid": ("headline.migrant_share",)}
    return Step("criterion", fields=("answers", "weights"), below=below.get(key, ()))


def name_of(assessment: Assessment, path: str) -> Translated:
    """What a figure is called, without looking at what it follows from."""
    kind, key = path.split(".", 1)
    if kind == "facilities":
        return next(row.name for row in assessment.facilities if row.id == key)
    if kind == "welfare":
        return next(row.name for row in assessment.welfare.criteria if row.id == key)
    last = path.rsplit(".", 1)[1]
    stay = next((stay for stay in STAY_CLASSES if stay in path.split(".")), "total")
    return translated(
        f"explain.{_step(path).formula}.name",
        **{f"stay_{lang}": value for lang, value in _both(f"stay.{stay}").items()},
        **{f"moment_{lang}": value for lang, value in _both(f"explain.moment.{last}").items()},
    )


def _both(key: str) -> dict[str, str]:
    """A short text in both languages, empty where there is none."""
    from hea.texts import catalogue

    return {"nl": catalogue("nl").get(key, ""), "en": catalogue("en").get(key, "")}


def _formula(assessment: Assessment, path: str, step: Step) -> Translated:
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


def _value(assessment: Assessment, path: str) -> Range | None:
    """The range of a figure; of a monthly series, its highest month."""
    kind, key = path.split(".", 1)
    if kind == "facilities":
        return next(row.structural for row in assessment.facilities if row.id == key)
    if kind == "welfare":
        return next(row.score for row in assessment.welfare.criteria if row.id == key)
    found: Any = assessment
    for name in path.split("."):
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
                given=_shown(found) if given else None,
                assumed=tuple(assumed),
            )


def _field_name(field: str) -> Translated:
    """Short name of a field."""
    steps = field.split(".")
    model: Any = PARTS.get(steps[0], Proposal)
    last = steps[min(1, len(steps) - 1)]
    return Translated(nl=field_label(model, last, "nl"), en=field_label(model, last, "en"))


def _shown(value: Any) -> str:  # noqa: ANN401
    """What was given, short enough for a line."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(exclude_defaults=True, mode="json")
    if isinstance(value, dict):
        if "count" in value:
            return " ".join(_shown(value[key]) for key in ("name", "count") if key in value)
        return ", ".join(f"{key}: {_shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return " · ".join(_shown(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


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
            year=parameter.source.year,
            url=parameter.source.url,
            own_value=name in assessment.parameters.overrides,
            stance=own[name].stance if name in own else "within",
        )

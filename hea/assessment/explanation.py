"""Where a figure comes from: formula in words, inputs, parameters with their source, and what lies below."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from hea.assessment.facility_results import AT_A_DESK
from hea.assessment.results import Assessment
from hea.assessment.results.common import Range, Series
from hea.assessment.results.evidence import Explanation, InputUsed, ParameterUsed
from hea.engine.problems import AssessmentError
from hea.parameters import ParameterError, ParameterSet, parameters_with
from hea.problems import Problem
from hea.proposal import STAY_CLASSES, LocalContext, Part, Proposal, Recruitment, field_label
from hea.reference import facilities, nearest
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
    parameters: tuple[str, ...] = ()
    """Patterns of parameter names that go in, beside those that stand in for a field that was not given."""
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
    parameters=(
        "persons_per_fte", "ramp_up_months", "season_amplitude", "structural_year", "horizon_months",
        "given_size_position", "about_margin", "one_end_step",
    ),
    not_assumed=("flex_share",),
)  # fmt: skip
FROM_AREA = ("sector.{sector}.jobs_per_*", "floor_per_footprint")
"""Parameters that count only where no number of workers was given."""

SHARE = Step(
    "migrant_share",
    fields=("sector", "function_groups", "recruitment.local_hiring_share",
        "context.vacancies_per_unemployed",
    ),
    parameters=(
        "sector.{sector}.migrant_share", "sector.{sector}.p_*", "sector.{sector}.flex_share", "level.*",
        "probability_cap", "tightness_*", "statement_*",
    ),
    below=("headline.jobs",),
)  # fmt: skip
STAY = Step(
    "persons_by_stay",
    fields=("function_groups", "opening", "recruitment.seasonal_stay_weeks"),
    parameters=(
        "survival_nl_*", "settling_*", "direct_stay_factor", "reference_agency_share",
        "growth_of_stock_per_year", "seasonal_stay_months",
    ),
    below=("headline.jobs", "headline.migrant_share"),
)  # fmt: skip
NET = Step(
    "net_need",
    fields=("recruitment.regional_share", "recruitment.cross_border_share"),
    parameters=("lives_in_province_share",),
    below=("monthly.persons.{stay}",),
)
ELSEWHERE = Step(
    "criterion",
    fields=(
        "housing_plan", "recruitment.within_municipality_share", "recruitment.cross_border_share", "weights",
    ),
    parameters=("lives_*_share",),
    below=tuple(f"headline.units.{stay}.peak" for stay in STAY_CLASSES),
)  # fmt: skip
"""The need per class of stay, and where the plan has places for it."""
WHO_REGISTERS = ("brp_threshold_months",)
CHILDREN_WHO_COME = (
    "children_per_adult.mid", "share_with_family_mid_stay", "partner_working_share", *WHO_REGISTERS,
)  # fmt: skip
DRIVERS = {
    **{f"children_{age}": (f"children_share_{age}",) for age in ("0_3", "4_11", "12_17")},
    **{f"new_children_{age}": (f"children_share_{age}", *CHILDREN_WHO_COME) for age in ("4_11", "12_17")},
    **dict.fromkeys(("arrivals_rni", "arrivals_brp"), WHO_REGISTERS),
    "locations": ("facility_size_beds",),
}
"""Parameters behind what some facilities are measured by."""
BEDS = ("headline.units.short.peak", "housing.net.mid")
PLACES_ASKED = {
    "beds": BEDS,
    "locations": BEDS,
    "places": tuple(f"headline.units.{stay}.peak" for stay in STAY_CLASSES),
}
"""Figures behind what some facilities are measured by, beside residents: they say which month counts."""
PLACES = {
    "short": ("beds_per_short_stay_worker", "overlap_weeks_agency_cao"),
    "mid": ("share_with_family_mid_stay", "partner_working_share"),
    "long": ("share_with_partner_long_stay", "partner_working_share"),
}
"""Parameters that turn people into places, per class of stay."""


def _steps() -> dict[str, Step]:
    """Every figure that can be explained, by path."""
    rank = ("structural_month_rank", "structural_year")
    people = ("headline.jobs", "headline.migrant_share")
    steps = {
        "headline.jobs": WORK,
        "headline.migrant_share": SHARE,
        "headline.migrants_structural": Step("migrants_structural", parameters=rank, below=people),
        "headline.migrants_peak": Step("migrants_peak", parameters=("season_amplitude",), below=people),
        "headline.residents": Step(
            "residents", parameters=("children_per_adult.*", "share_with_*", "partner_working_share"),
            below=tuple(f"housing.net.{stay}" for stay in STAY_CLASSES),
        ),
        "headline.children": Step(
            "children", parameters=("children_per_adult.*",), below=("headline.residents",)
        ),
        "housing.supply": Step("supply", fields=("housing_plan", "context.free_places")),
        "registration.residents": Step(
            "residents_by_law", parameters=WHO_REGISTERS,
            below=tuple(f"housing.net.{stay}" for stay in STAY_CLASSES),
        ),
        "registration.unseen": Step(
            "unseen", parameters=("share_not_registered",), below=("registration.residents",)
        ),
    }  # fmt: skip
    for stay in STAY_CLASSES:
        steps[f"monthly.persons.{stay}"] = STAY
        steps[f"housing.net.{stay}"] = NET._replace(below=(f"monthly.persons.{stay}",))
        for moment in MOMENTS:
            steps[f"headline.units.{stay}.{moment}"] = Step(
                f"units_{stay}",
                fields=("housing_plan",) if stay == "short" else (),
                parameters=PLACES[stay],
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
        hint = ", ".join(nearest(path, known, UNKNOWN_HINTS))
        raise AssessmentError([Problem("", "explain_path", {"value": path, "nearest": hint})])
    parameters = parameters or _parameters_of(assessment)
    if parameters.hash != assessment.parameters.hash:
        values = {"then": assessment.parameters.version, "now": parameters.version}
        raise AssessmentError([Problem("", "explain_parameters", values)])
    return _explained(assessment, path, parameters, set())


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


def _explained(assessment: Assessment, path: str, parameters: ParameterSet, seen: set[str]) -> Explanation:
    """One figure and what lies below it; a figure met before is named and not unfolded again."""
    step = _step(assessment, path)
    again = path in seen
    seen.add(path)
    return Explanation(
        path=path,
        name=_name(assessment, path, step),
        value=_value(assessment, path),
        formula=_formula(assessment, path, step),
        inputs=() if again else tuple(_inputs(assessment, step)),
        parameters=() if again else tuple(_used(assessment, step, parameters)),
        below=() if again else tuple(_explained(assessment, below, parameters, seen) for below in step.below),
        repeated=again,
    )


def _step(assessment: Assessment, path: str) -> Step:
    proposal = assessment.proposal
    if path == "headline.jobs" and proposal.sized_by_area:
        return WORK._replace(parameters=(*FROM_AREA, *WORK.parameters))
    if path in STEPS:
        return STEPS[path]
    kind, key = path.split(".", 1)
    if kind == "facilities":
        driver = facilities()[key].driver
        return Step(
            "facility",
            fields=(
                f"context.facility_capacities.{key}",
                *(() if driver == AT_A_DESK else ("recruitment.within_municipality_share",)),
            ),
            parameters=(
                f"facility.{key}.*", *DRIVERS.get(driver, ()),
            ),
            below=("headline.residents", *PLACES_ASKED.get(driver, ())),
        )  # fmt: skip
    if key == "elders":
        return ELSEWHERE
    below = {"wonen": ("headline.gap.short.structural",), "arbeid": ("headline.migrant_share",)}
    return Step("criterion", fields=("answers", "weights"), below=below.get(key, ()))


def _name(assessment: Assessment, path: str, step: Step) -> Translated:
    kind, key = path.split(".", 1)
    if kind == "facilities":
        return next(row.name for row in assessment.facilities if row.id == key)
    if kind == "welfare":
        return next(row.name for row in assessment.welfare.criteria if row.id == key)
    last = path.rsplit(".", 1)[1]
    stay = next((stay for stay in STAY_CLASSES if stay in path.split(".")), "total")
    return translated(
        f"explain.{step.formula}.name",
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


def _used(assessment: Assessment, step: Step, parameters: ParameterSet) -> Iterator[ParameterUsed]:
    own = {item.name: item for item in assessment.parameters.own_values}
    patterns = [pattern.format(sector=assessment.proposal.sector) for pattern in step.parameters]
    instead = {item.parameter for item in assessment.assumed if item.path in step.fields}
    for name in assessment.parameters.used:
        if name not in instead and not any(fnmatchcase(name, pattern) for pattern in patterns):
            continue
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

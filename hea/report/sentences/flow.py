"""From jobs to new places as a table and as sentences, the same on every surface."""

from hea.assessment.results import Assessment, Flow
from hea.assessment.results.flow import FlowStep
from hea.assessment.results.rounding import rounded
from hea.proposal import STAY_CLASSES
from hea.report.sentences.ranges import range_text, shown
from hea.texts import Lang, text

PLACES = (*STAY_CLASSES, "total")
"""Steps that count places; the others count people."""


def kind(step: FlowStep) -> str:
    """How a step is rounded."""
    return "places" if step.id in PLACES else "people"


def moment(found: Flow, lang: Lang) -> str:
    """Which month is told of."""
    return text(f"flow.moment_{found.moment}", lang, month=found.month)


def anybody(assessment: Assessment) -> bool:
    """Whether there are labour migrants to tell of."""
    return rounded(assessment.headline.migrants_peak.p90, "people") > 0


def headings(assessment: Assessment, lang: Lang) -> list[str]:
    """The columns: the step, and per month the central run and its range."""
    months = [moment(found, lang) for found in assessment.housing.flows]
    told = [f"{month}: {text(f'flow.{key}', lang)}" for month in months for key in ("central", "range")]
    return [text("flow.step", lang), *told]


def rows(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """A row per step."""
    together = zip(*(found.steps for found in assessment.housing.flows), strict=True)
    return [[steps[0].name.in_language(lang), *_cells(steps, lang)] for steps in together]


def _cells(steps: tuple[FlowStep, ...], lang: Lang) -> list[str]:
    return [cell for step in steps for cell in figures(step, lang)]


def figures(step: FlowStep, lang: Lang) -> tuple[str, str]:
    """The central run and the range of a step."""
    return shown(step.central, kind(step), lang), range_text(step.range, kind(step), lang)


def sentences(assessment: Assessment, lang: Lang) -> list[str]:
    """The busiest month from jobs to places, and the structural need; nothing without labour migrants."""
    if not anybody(assessment):
        return []
    found, structural = assessment.housing.flows
    values = _values(found, lang)
    jobs = "jobs_grown" if assessment.proposal.grows else "jobs_all"
    return [
        text(f"flow.{jobs}_sentence", lang, month=found.month, **values),
        text("flow.homes_sentence", lang, **values),
        text("flow.places_sentence", lang, **values),
        text("flow.structural_sentence", lang, month=structural.month, **_values(structural, lang)),
    ]


def _values(found: Flow, lang: Lang) -> dict[str, str]:
    return {step.id: shown(step.central, kind(step), lang) for step in found.steps}


def note(lang: Lang) -> str:
    """How the figures add up, and why their ranges do not."""
    return text("flow.note", lang)

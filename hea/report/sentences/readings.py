"""Three readings of stay as a table and as sentences, the same on every surface."""

from collections.abc import Iterator
from typing import NamedTuple

from hea.assessment.results import Assessment
from hea.assessment.results.common import Range
from hea.proposal import STAY_CLASSES
from hea.report.sentences.ranges import with_middle
from hea.texts import Lang, text

UNITS = {"region": "persons", "job": "persons", "arrivals": "share"}
"""The readings in their order, with what they count."""


class Reading(NamedTuple):
    """One class of stay by one reading."""

    label: str
    """Of the reading."""
    stay: str
    """The class with its limits."""
    range: Range | None
    """None where nobody arrives."""
    kind: str
    """``people`` are rounded, ``share`` is a percentage."""
    unit: str


def figures(assessment: Assessment, lang: Lang) -> Iterator[Reading]:
    """Every reading by class of stay."""
    for name, unit in UNITS.items():
        found = getattr(assessment.stay_readings, name)
        kind = "share" if unit == "share" else "people"
        label, counted = text(f"readings.{name}", lang), text(f"unit.{unit}", lang)
        for stay, heading in zip(STAY_CLASSES, _classes(assessment, lang), strict=True):
            yield Reading(label, heading, getattr(found, stay, None), kind, counted)


def headings(assessment: Assessment, lang: Lang) -> list[str]:
    """The columns of the table: the reading, and each class with its limits."""
    return [text("readings.reading", lang), *_classes(assessment, lang)]


def rows(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """A row per reading, each range with its middle."""
    told: dict[str, list[str]] = {}
    for item in figures(assessment, lang):
        unknown = text("report.not_available", lang)
        shown = unknown if item.range is None else with_middle(item.range, item.kind, lang)
        told.setdefault(f"{item.label} ({item.unit})", []).append(shown)
    return [[label, *cells] for label, cells in told.items()]


def notes(assessment: Assessment, lang: Lang) -> list[str]:
    """For what each reading is of use, which one need and gap follow, and why one is missing."""
    found = assessment.stay_readings
    told = [*(getattr(found.use, name) for name in UNITS), found.followed, found.reason]
    return [words.in_language(lang) for words in told if words is not None]


def _classes(assessment: Assessment, lang: Lang) -> list[str]:
    mid, long = assessment.stay_limits_months
    return [text(f"readings.{stay}", lang, mid=mid, long=long) for stay in STAY_CLASSES]

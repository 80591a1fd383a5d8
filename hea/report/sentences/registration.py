"""Registration by law and in practice as a table and as sentences, the same on every surface."""

from collections.abc import Iterator
from typing import NamedTuple

from hea.assessment.results import Assessment
from hea.assessment.results.common import Range
from hea.assessment.results.rounding import rounded
from hea.reference import municipalities
from hea.reference.geography import LIMBURG
from hea.report.sentences.ranges import range_text, with_middle
from hea.texts import Lang, text

ROWS = (
    "people",
    "non_residents",
    "residents",
    "registered",
    "unseen",
    "per_year_by_law",
    "per_year_in_practice",
)


class Line(NamedTuple):
    """One row of the table."""

    label: str
    range: Range


def figures(assessment: Assessment, lang: Lang) -> Iterator[Line]:
    """Every row; none where nobody must register as a resident."""
    if rounded(assessment.registration.residents.p90, "people") > 0:
        for key in ROWS:
            yield Line(text(f"registration.{key}", lang), getattr(assessment.registration, key))


def rows(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """Each row with its range and its middle."""
    return [[item.label, with_middle(item.range, "people", lang)] for item in figures(assessment, lang)]


def headings(lang: Lang) -> list[str]:
    """The columns of the table."""
    return [text("registration.who", lang), text("registration.number", lang)]


def intro(assessment: Assessment, lang: Lang) -> str:
    """Of whom and when the figures are."""
    return text("registration.intro", lang, month=assessment.registration.month)


def notes(assessment: Assessment, lang: Lang) -> list[str]:
    """How many stay out of sight, what full registration brings, and how far to trust it."""
    spread = _spread(assessment, lang)
    return [
        text("registration.result", lang, **spread),
        text("registration.brings", lang, **spread),
        text("registration.source", lang),
        text("registration.reading", lang),
        *_elsewhere(assessment, lang),
    ]


def in_short(assessment: Assessment, lang: Lang) -> str:
    """How many must register and how many stay out of sight; empty where nobody must register."""
    if not rows(assessment, lang):
        return ""
    told = (intro(assessment, lang), text("registration.result", lang, **_spread(assessment, lang)))
    return " ".join((*told, *_elsewhere(assessment, lang)))


def _spread(assessment: Assessment, lang: Lang) -> dict[str, str]:
    return {
        key: range_text(getattr(assessment.registration, key), "people", lang)
        for key in ("residents", "unseen", "per_year_by_law", "per_year_in_practice")
    }


def _elsewhere(assessment: Assessment, lang: Lang) -> tuple[str, ...]:
    """How far to trust the share outside the province it was counted in."""
    in_limburg = municipalities()[assessment.proposal.municipality].province == LIMBURG
    return () if in_limburg else (text("registration.elsewhere", lang),)

"""The validation as sentences and rows, for screen, method page and command line."""

import re
from typing import NamedTuple, get_args

from hea.report.sentences.ranges import range_text, shown
from hea.texts import Lang, number, text
from hea.validation.result import Group, Validation, ValidationRow

YEAR = re.compile(r"\((19|20)\d\d\)")
"""A year of publication that a source already names."""

KIND_OF_UNIT = {"share": "share", "persons": "people", "places": "places"}


class Line(NamedTuple):
    """One published figure beside the model, as people read it."""

    subject: str
    figure: str
    published: str
    predicted: str
    ratio: str
    verdict: str
    explained: str
    source: str


def summary(validation: Validation, lang: Lang) -> list[str]:
    """What the rows add up to."""
    if validation.coverage_80 is None:
        return [text("validation.summary_none", lang)]
    told = text(
        "validation.summary",
        lang,
        tested=validation.tested,
        hits=validation.hits,
        coverage=validation.coverage_80,
        ratio=validation.median_ratio,
        width=validation.median_width,
    )
    return [told, text("validation.few", lang)]


def groups(validation: Validation, lang: Lang) -> list[tuple[str, list[Line]]]:
    """Lines per group, each group under its title; groups without lines are left out."""
    found = [
        (
            text(f"validation.group.{group}", lang),
            [line(row, lang) for row in validation.rows if row.group == group],
        )
        for group in get_args(Group)
    ]
    return [(title, lines) for title, lines in found if lines]


def headings(lang: Lang) -> list[str]:
    """Headings of the columns of a table."""
    keys = ("subject_heading", "figure", "published", "predicted", "ratio", "verdict")
    return [*(text(f"validation.{key}", lang) for key in keys), text("validation.note", lang)]


def table(lines: list[Line]) -> tuple[list[list[str]], list[str]]:
    """Rows with numbers of notes, and the notes: explanations and sources, each once."""
    notes: dict[str, int] = {}
    rows = []
    for item in lines:
        numbers = [notes.setdefault(note, len(notes) + 1) for note in (item.explained, item.source) if note]
        rows.append([*item[: len(item) - 2], ", ".join(map(str, numbers))])
    return rows, list(notes)


def line(row: ValidationRow, lang: Lang) -> Line:
    """One row, with its source and year."""
    kind = KIND_OF_UNIT[row.unit]
    why = row.fitted or row.reason
    dated = YEAR.search(row.source) or str(row.year) in row.source
    year = f", {row.year}" if row.year and not dated else ""
    grade = f" ({text('report.grade', lang).lower()} {row.grade})" if row.grade else ""
    return Line(
        row.subject.in_language(lang),
        row.indicator.in_language(lang),
        "" if row.published is None else shown(row.published, kind, lang),
        "" if row.predicted is None else range_text(row.predicted, kind, lang),
        "" if row.ratio is None else number(row.ratio, lang, 2),
        text(f"validation.outcome.{row.outcome}", lang),
        "" if why is None else why.in_language(lang),
        f"{text(f'reliability.{row.source}', lang) if row.group == 'cases' else row.source}{year}{grade}",
    )

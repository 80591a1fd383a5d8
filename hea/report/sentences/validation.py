"""The validation as sentences and rows, for screen, method page and command line."""

import re
from typing import NamedTuple, get_args

from hea.report.sentences.ranges import range_text, shown
from hea.texts import Lang, number, percent, text
from hea.validation.result import Group, Tally, Validation, ValidationRow

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
    chance = text("validation.chance", lang, error=validation.error, looked_at=validation.looked_at)
    scores = text("validation.scores", lang, crps=validation.crps, log_score=validation.log_score)
    return [told, chance, scores, *_apart(validation, lang), text("validation.few", lang)]


def _apart(validation: Validation, lang: Lang) -> list[str]:
    """Counted and announced cases apart, and how many of them were tested without themselves."""
    if not (validation.counted.tested and validation.announced.tested):
        return []
    parts = {
        f"{name}_{key}": getattr(tally, key)
        for name, tally in (("counted", validation.counted), ("announced", validation.announced))
        for key in ("tested", "hits")
    }
    left_out = sum(row.left_out for row in validation.rows)
    return [text("validation.apart", lang, left_out=left_out, **parts)]


def tallies(validation: Validation, lang: Lang) -> list[list[str]]:
    """One row per kind of figure, and one for all together."""
    parts = [(text(f"validation.group.{group}", lang), tally) for group, tally in validation.by_group.items()]
    return [_tally(name, tally, lang) for name, tally in (*parts, (text("validation.all", lang), validation))]


def tally_headings(lang: Lang) -> list[str]:
    """Headings of the rows per kind."""
    keys = ("kind", "tested", "hits", "coverage", "ratio", "width", "crps", "log_score")
    return [text(f"validation.tally.{key}", lang) for key in keys]


def _tally(name: str, tally: Tally, lang: Lang) -> list[str]:
    figures = (tally.median_ratio, tally.median_width, tally.crps, tally.log_score)
    share = "" if tally.coverage_80 is None else percent(tally.coverage_80, lang)
    return [
        name,
        number(tally.tested, lang),
        number(tally.hits, lang),
        share,
        *("" if value is None else number(value, lang, 2) for value in figures),
    ]


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
        f"{text(f'reliability.{row.source}', lang) if row.sector is not None else row.source}{year}{grade}",
    )

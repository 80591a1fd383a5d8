"""Groups of functions in rows of words: as they stand in a table of the app, or pasted from a spreadsheet.

Choices are read by their names, a number with what stands behind it. What is no choice is told, and nothing
stands in for it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from hea.exchange.csv_text import csv_mark, csv_rows
from hea.exchange.files import InputError
from hea.exchange.form import layout
from hea.exchange.form.values import read_cell
from hea.exchange.problems import from_validation
from hea.exchange.written import Given, WrittenError, read_size
from hea.problems import HeaError, Problem
from hea.proposal import MAX_LINES, FunctionGroup, field_label
from hea.reference.words import heading_words, plain_words
from hea.texts import LANGUAGES, Lang, text

COLUMNS: Final = (
    "name", "level", "count", "existing", "unit", "basis", "flex_share", "migrant_share", "season_profile",
)  # fmt: skip
GROWING: Final = frozenset({"existing"})
"""Columns that only mean something where a site grows or moves."""
NEEDED: Final = ("name", "level", "count")
DEFAULTS: Final = {"unit": "persons", "basis": "mean"}
FEWEST_HEADINGS: Final = 2
"""Known headings from which a first row is no group."""


class Pasted(NamedTuple):
    """A row that was pasted: its cells by column, and the group they stand for or what is wrong."""

    cells: dict[str, str]
    group: FunctionGroup | None
    problems: tuple[Problem, ...]


def columns_for(*, grows: bool) -> tuple[str, ...]:
    """Columns of a plan, by whether the site grows or moves."""
    return tuple(name for name in COLUMNS if grows or name not in GROWING)


def pasted_groups(words: str, lang: Lang, *, grows: bool = False) -> tuple[Pasted, ...]:
    """Rows copied from a spreadsheet, under headings or in the order of the columns of the table.

    Args:
        words: what was copied.
        lang: language of the names of columns.
        grows: whether the site grows or moves, so that a row may say who is there already.

    Raises:
        InputError: if it cannot be taken apart in rows and cells, or there are too many.
    """
    rows = [row for row in csv_rows(words, "\t" if "\t" in words else csv_mark(words)) if any(row)]
    if len(rows) > MAX_LINES:
        raise InputError((Problem("", "list_long", {"count": len(rows), "maximum": MAX_LINES}),))
    columns = _columns(rows[0]) if rows else ()
    if not columns:
        return tuple(_pasted(row, columns_for(grows=grows), (), lang) for row in rows)
    return tuple(_pasted(row, columns, rows[0], lang) for row in rows[1:])


def row_sentence(number: int, item: Problem, lang: Lang) -> str:
    """What is wrong with a row, with its number and the column."""
    row = text("pasted.row", lang, row=number)
    return item._replace(place=f"{row}, {item.place}" if item.place else row).sentence(lang)


def group_of(
    cells: Mapping[str, Any], before: FunctionGroup | None, lang: Lang
) -> tuple[FunctionGroup | None, tuple[Problem, ...]]:
    """The group that a row stands for, or what is wrong with it, each at the name of its column.

    Args:
        cells: words by column.
        before: the group that the row came from, of which everything beside its columns stays.
        lang: language of the names of columns.
    """
    missing = [field_label(FunctionGroup, name, lang) for name in NEEDED if not _word(cells, name)]
    if missing:
        return None, (Problem("", "group_incomplete", {"fields": ", ".join(missing).lower()}),)
    values = {} if before is None else before.model_dump()
    problems: list[Problem] = []
    unread: set[str] = set()
    for name in COLUMNS:
        try:
            values[name] = _value(name, cells, lang)
        except HeaError as error:
            unread.add(name)
            label = field_label(FunctionGroup, name, lang)
            problems += [item._replace(place=label) for item in error.problems]
    values = {name: value for name, value in values.items() if name not in unread}
    if values.get("season_profile") and values.get("season_index"):
        values["season_index"] = None
    try:
        made = FunctionGroup.model_validate(values)
    except ValidationError as error:
        others = [item for item in from_validation(error, FunctionGroup) if item.place not in unread]
        return None, (*problems, *(_at_column(item, lang) for item in others))
    return (None if problems else made), tuple(problems)


def _word(cells: Mapping[str, Any], name: str) -> str:
    return str(cells.get(name) or "").strip()


def _value(name: str, cells: Mapping[str, Any], lang: Lang) -> Any:  # noqa: ANN401
    word = _word(cells, name)
    if name == "count":
        return _counted(cells, lang).value
    given = read_cell(word, layout.field_at(f"function_groups[0].{name}"), lang) if word else None
    if name != "unit":
        return DEFAULTS.get(name) if given is None else given
    behind = _unit_behind(cells, lang)
    if given and behind and given != behind:
        raise WrittenError("written_unit", value=_word(cells, "count"))
    return given or behind or DEFAULTS[name]


def _counted(cells: Mapping[str, Any], lang: Lang) -> Given:
    """The number of a row; what is wrong with the unit beside it is told at its own column."""
    word = _word(cells, "unit")
    try:
        beside = read_cell(word, layout.field_at("function_groups[0].unit"), lang) if word else ""
    except HeaError:
        beside = ""
    return read_size(_word(cells, "count"), "count", beside or "")


def _unit_behind(cells: Mapping[str, Any], lang: Lang) -> str:
    """The unit that stands behind a number; what is wrong with the number is told at its own column."""
    try:
        return _counted(cells, lang).unit
    except WrittenError:
        return ""


def _at_column(item: Problem, lang: Lang) -> Problem:
    column = item.place.split(".")[0]
    return item._replace(place=field_label(FunctionGroup, column, lang) if column in COLUMNS else "")


def _pasted(row: Sequence[str], columns: Sequence[str], heads: Sequence[str], lang: Lang) -> Pasted:
    """One row; nothing of it is left out without a word, below a heading that is not known either."""
    cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name}
    group, problems = group_of(cells, None, lang)
    lost = [cell.strip() for cell in row[len(columns) :] if cell.strip()]
    if lost:
        problems = (*problems, Problem("", "pasted_beyond", {"cells": ", ".join(lost)[:60]}))
    strange = [
        head.strip()
        for head, name, cell in zip(heads, columns, row, strict=False)
        if not name and head.strip() and cell.strip()
    ]
    if strange:
        known = ", ".join(field_label(FunctionGroup, name, lang) for name in COLUMNS)
        problems = (
            *problems,
            Problem("", "pasted_heading", {"headings": ", ".join(strange)[:60], "known": known}),
        )
    return Pasted(cells, None if problems else group, problems)


def _columns(row: Sequence[str]) -> tuple[str, ...]:
    """The columns by their headings; none if this row is no row of headings."""
    known = {
        plain_words(label): name
        for lang in LANGUAGES
        for name in COLUMNS
        for label in (field_label(FunctionGroup, name, lang), text(f"pasted.{name}", lang))
    }
    known = heading_words("group") | known
    found = tuple(known.get(plain_words(cell), "") for cell in row)
    return found if sum(map(bool, found)) >= FEWEST_HEADINGS else ()

"""Cells of the report workbook: labels, inputs, values and live formulas with the engine's own value.

A formula is written together with the value that the engine has for it, so that a reader without a
spreadsheet program sees numbers, and a test can calculate every formula anew and compare.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import Any, Final

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from hea import colours
from hea.colours import argb
from hea.house_style import house_style
from hea.model.uncertainty import Array
from hea.spreadsheet.cells import (
    CONTROL_CHARACTERS,
    FORMATS,
    MAX_TEXT,
    TITLE_HEIGHT,
    fit_heights,
    height_of,
)
from hea.spreadsheet.packing import Formula
from hea.texts import Lang, text

HEAD_HEIGHT: Final = 62
"""Points, room for four lines."""

EPOCH: Final = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets."""

YELLOW: Final = PatternFill("solid", fgColor=argb(colours.INPUT))
PALE: Final = PatternFill("solid", fgColor=argb(colours.PALE))
THIN: Final = Border(*(Side(style="thin", color=argb(colours.LINE)) for _ in range(4)))
TOP: Final = Alignment(vertical="top", wrap_text=True)
RIGHT: Final = Alignment(vertical="top", horizontal="right", indent=1)


def _looks(accent: str) -> dict[str, dict[str, Any]]:
    """Fonts, fills and alignment per kind of cell, in one accent colour."""
    return {
        "title": {"font": Font(name="Calibri", bold=True, size=16, color=accent)},
        "line": {
            "font": Font(name="Calibri", color=argb(colours.QUIET)),
            "alignment": Alignment(vertical="top"),
        },
        "section": {"font": Font(name="Calibri", bold=True, size=12, color=accent)},
        "head": {
            "font": Font(name="Calibri", bold=True, color=argb(colours.WHITE)),
            "fill": PatternFill("solid", fgColor=accent),
            "alignment": TOP,
        },
        "text": {"alignment": TOP},
        "value": {"alignment": RIGHT},
        "formula": {"alignment": RIGHT, "fill": PALE},
        "input": {"alignment": RIGHT, "fill": YELLOW, "border": THIN},
    }


WORDS: Final = frozenset({"title", "line", "section", "head", "text"})
"""Styles of cells that hold text."""

Value = float | int | str | dt.date | None
ASCII_NAME: Final = re.compile(r"[^A-Za-z0-9]+")


def serial(month: str) -> int:
    """Number of the first day of a ``YYYY-MM`` in a spreadsheet."""
    return (dt.date(int(month[:4]), int(month[5:7]), 1) - EPOCH).days


def name_of(prefix: str, path: str) -> str:
    """Name of a cell that holds the field or parameter at a path."""
    return f"{prefix}_{ASCII_NAME.sub('_', path).strip('_')}"


class LiveBook:
    """A workbook being written, with the value of every formula."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.formulas: dict[str, dict[tuple[int, int], Formula]] = {}
        self.parameters: dict[str, None] = {}
        """Parameters that formulas use, in order of use."""
        self.styles = _Styles(self.book)

    def sheet(self, key: str) -> "LiveSheet":
        """A new sheet, titled in the language of the book."""
        made = LiveSheet(self, self.book.create_sheet(text(f"book_sheet.{key}", self.lang)))
        made.say(1, 1, text(f"book_sheet.{key}", self.lang), "title")
        made.say(2, 1, text(f"book_intro.{key}", self.lang), "line")
        made.sheet.row_dimensions[1].height = TITLE_HEIGHT
        return made

    def p(self, parameter: str) -> str:
        """Name of the cell that holds the chosen value of a parameter."""
        self.parameters.setdefault(parameter)
        return name_of("p", parameter)


class _Styles:
    """Ready-made styles; copying one onto a cell is many times faster than building it there."""

    def __init__(self, book: Workbook) -> None:
        self._scratch = book.create_sheet("scratch")
        self._known: dict[tuple[str, str], Any] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._book = book
        self._looks = _looks(house_style().accent_argb)

    def __getitem__(self, key: tuple[str, str]) -> Any:  # noqa: ANN401
        """Style of a kind of cell with a number format."""
        if key not in self._known:
            cell = self._scratch.cell(row=len(self._known) + 1, column=1)
            for attribute, value in self._looks[key[0]].items():
                setattr(cell, attribute, value)
            cell.number_format = key[1]
            self._known[key] = copy(cell._style)
            self._known[key].quotePrefix = int(key[0] in WORDS)  # shows as text in every program
        return self._known[key]

    def number(self, kind: str, number_format: str) -> int:
        """Number of a style in the workbook."""
        key = kind, number_format
        if key not in self._numbers:
            self._numbers[key] = self._book._cell_styles.add(self[key])
        return self._numbers[key]

    def close(self) -> None:
        """Remove the sheet on which styles were made."""
        self._book.remove(self._scratch)


class LiveSheet:
    """One sheet."""

    def __init__(self, book: LiveBook, sheet: Worksheet) -> None:
        self.book, self.sheet = book, sheet
        self.quoted = "'" + sheet.title.replace("'", "''") + "'"
        self.formulas = book.formulas.setdefault(sheet.title, {})

    def say(self, row: int, column: int, words: Value, style: str = "text") -> None:
        """Write text that stays text, or a plain number."""
        cell = self.sheet.cell(row=row, column=column)
        kind = "General"
        if isinstance(words, str):
            cell.value = CONTROL_CHARACTERS.sub(" ", words)[:MAX_TEXT]
            cell.data_type = "s"
        else:
            cell.value = words
            style, kind = ("value" if style == "text" else style), FORMATS["decimal"]
            if isinstance(words, int):
                kind = "0"
        cell._style = self.book.styles[style, kind]

    def heads(self, row: int, words: Sequence[str], column: int = 1) -> None:
        """A heading row."""
        for offset, word in enumerate(words):
            self.say(row, column + offset, word, "head")

    def value(self, row: int, column: int, value: Value, kind: str = "decimal", name: str = "") -> str:
        """Write a value that is not live; gives its address."""
        return self._put(row, column, value, "value", kind, name)

    def ask(self, row: int, column: int, value: Value, kind: str = "decimal", name: str = "") -> str:
        """Write a cell that the reader may change; gives its address."""
        return self._put(row, column, value, "input", kind, name)

    def _put(self, row: int, column: int, value: Value, style: str, kind: str, name: str) -> str:
        cell = self.sheet.cell(row=row, column=column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        cell._style = self.book.styles[style, FORMATS[kind]]
        return self._named(row, column, name)

    def formula(
        self, row: int, column: int, formula: str, value: float | str, kind: str = "decimal", name: str = ""
    ) -> str:
        """Write a live formula, without its equals sign, with the engine's value; gives its address."""
        shown = value if isinstance(value, str) else float(value)
        style = self.book.styles.number("formula", FORMATS[kind])
        self.formulas[row, column] = Formula(formula, shown, style)
        return self._named(row, column, name) if name else self.at(row, column)

    def _named(self, row: int, column: int, name: str) -> str:
        address = self.at(row, column)
        if name:
            self.book.book.defined_names[name] = DefinedName(name, attr_text=address)
        return name or address

    def at(self, row: int, column: int) -> str:
        """Absolute address of a cell, for any sheet."""
        return f"{self.quoted}!${get_column_letter(column)}${row}"

    def across(self, row: int, first: int, last: int) -> str:
        """Absolute address of a part of a row."""
        return f"{self.quoted}!${get_column_letter(first)}${row}:${get_column_letter(last)}${row}"

    def down(self, first: int, last: int, column: int) -> str:
        """Absolute address of a part of a column."""
        letter = get_column_letter(column)
        return f"{self.quoted}!${letter}${first}:${letter}${last}"

    def repeat(self, row: int, columns: str = "") -> None:
        """Row of headings, and columns, that every printed page repeats."""
        self.sheet.print_title_rows = f"{row}:{row}"
        self.sheet.row_dimensions[row].height = HEAD_HEIGHT
        if columns:
            self.sheet.print_title_cols = columns

    def fitted(self, *widths: float) -> None:
        """Widths of the columns, and rows high enough for the words in them."""
        self.widths(*widths)
        fit_heights(self.sheet, widths)

    def paragraphs(self, row: int, sentences: Iterable[str], columns: int) -> int:
        """Sentences below each other, each wrapped over the first columns; gives the first free row.

        A sentence that runs out of its cell makes the printed page wider, and so everything on it smaller.
        """
        wide = [self.sheet.column_dimensions[get_column_letter(k)].width for k in range(1, columns + 1)]
        for sentence in sentences:
            self.say(row, 1, sentence)
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
            self.sheet.row_dimensions[row].height = height_of(sentence, sum(wide))
            row += 1
        return row

    def widths(self, *widths: float) -> None:
        """Widths of the columns from the first on."""
        for column, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width


class Months:
    """A block with one row per month, one formula pattern per column, and an empty row before the first."""

    def __init__(self, sheet: LiveSheet, row: int, months: int) -> None:
        self.sheet = sheet
        self.head, self.seed, self.first = row, row + 1, row + 2
        self.count = months
        self.next = 1

    @property
    def last(self) -> int:
        """Row of the last month."""
        return self.first + self.count - 1

    def column(
        self,
        heading: str,
        formula: Callable[[int], str],
        values: Array,
        kind: str = "tenths",
        seed: float | None = None,
    ) -> "Column":
        """A column of formulas.

        Args:
            heading: its name.
            formula: the formula in a row.
            values: the engine's value per month.
            kind: number format.
            seed: what stands in the row before the first month.
        """
        at = self.next
        self.next += 1
        self.sheet.say(self.head, at, heading, "head")
        if seed is not None:
            self.sheet.value(self.seed, at, seed, kind)
        style = self.sheet.book.styles.number("formula", FORMATS[kind])
        known = np.asarray(values).ravel().tolist()
        formulas = self.sheet.formulas
        for row, value in zip(range(self.first, self.last + 1), known, strict=True):
            formulas[row, at] = Formula(formula(row), value, style)
        return Column(self, at)


class Column:
    """A column of a block of months."""

    def __init__(self, block: Months, number: int) -> None:
        self.block, self.number = block, number
        self.letter = get_column_letter(number)

    def here(self, row: int) -> str:
        """The cell of a row, for formulas on the same sheet."""
        return f"${self.letter}{row}"

    def there(self, row: int) -> str:
        """The cell of a row, for formulas on another sheet."""
        return f"{self.block.sheet.quoted}!{self.here(row)}"

    @property
    def all(self) -> str:
        """All months, for formulas anywhere."""
        return self.block.sheet.down(self.block.first, self.block.last, self.number)

    def year(self, book: LiveBook) -> str:
        """The twelve months of the year in which structural figures are read."""
        number = book.p("structural_year")
        return f"INDEX({self.all},12*{number}-11):INDEX({self.all},12*{number})"

    def structural(self, book: LiveBook) -> str:
        """The month of the structural rank in that year."""
        return f"SMALL({self.year(book)},{book.p('structural_month_rank')})"

    def opening(self) -> str:
        """The first twelve months."""
        first = self.block.first
        return self.block.sheet.down(first, first + 11, self.number)

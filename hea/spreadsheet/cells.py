"""Writing cells: user text stays text, numbers get their format, headings repeat on paper."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from copy import copy
from typing import Final
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hea.colours import QUIET, argb

CONTROL_CHARACTERS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
MAX_TEXT: Final = 32_000
LINE_HEIGHT: Final = 15
"""Points per line of text."""
TITLE_HEIGHT: Final = 26
WIDTH_PER_CHARACTER: Final = 1.15
"""Column width that a character takes, some slack included."""
SUBTITLE_FONT: Final = Font(name="Calibri", size=11, color=argb(QUIET))
WRAP: Final = Alignment(wrap_text=True, vertical="top")
NUMBER: Final = Alignment(horizontal="right", vertical="top", indent=1)

FORMATS: Final = {
    "people": "#,##0",
    "places": "#,##0",
    "share": "0%",
    "tenths": "#,##0.0",
    "decimal": "#,##0.00",
    "exact": "General",
    "share_any": "0.0%",
    "share_fine": "0.00%",
    "month": "mmm yyyy",
    "date": "d-m-yyyy",
}

_MADE: Final[WeakKeyDictionary[Workbook, dict[str | None, StyleArray]]] = WeakKeyDictionary()
"""Styles made before in a workbook: of text, and of numbers by their format."""

Value = str | float | int | dt.date | None


def put(sheet: Worksheet, row: int, column: int, value: Value, kind: str | None = None) -> Cell:
    """Write one cell. Text never becomes a formula; unknown stays empty."""
    cell: Cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = CONTROL_CHARACTERS.sub(" ", value)[:MAX_TEXT]
        cell.data_type = "s"
        _dress(cell, None)
    elif value is not None:
        cell.value = value
        _dress(cell, FORMATS[kind or "exact"])
    return cell


def _dress(cell: Cell, number_format: str | None) -> None:
    """Give a cell the looks of text, or of a number in a format.

    Copying a ready-made style onto a cell is many times faster than building it there.
    """
    if cell.has_style:
        _style(cell, number_format)
        return
    made = _MADE.setdefault(cell.parent.parent, {})
    if number_format not in made:
        _style(cell, number_format)
        made[number_format] = cell._style
    cell._style = copy(made[number_format])


def _style(cell: Cell, number_format: str | None) -> None:
    if number_format is None:
        cell.alignment = WRAP
        cell._style.quotePrefix = 1  # shows it as text in every spreadsheet program
    else:
        cell.number_format = number_format
        cell.alignment = NUMBER


def title(sheet: Worksheet, lines: Sequence[str], accent: str) -> int:
    """Title in the accent colour and lines under it; gives the first free row."""
    heading = Font(name="Calibri", bold=True, size=16, color=accent)
    for index, line in enumerate(lines):
        cell = put(sheet, index + 1, 1, line)
        cell.font = heading if index == 0 else SUBTITLE_FONT
        cell.alignment = Alignment(wrap_text=False, vertical="top")
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    return len(lines) + 2


def fit_heights(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Room for wrapped text: not every spreadsheet program makes it by itself."""
    for row in sheet.iter_rows():
        lines = [
            math.ceil(len(str(cell.value)) * WIDTH_PER_CHARACTER / widths[cell.column - 1])
            for cell in row
            if isinstance(cell.value, str) and cell.alignment.wrap_text and cell.column <= len(widths)
        ]
        if max(lines, default=1) > 1:
            sheet.row_dimensions[row[0].row].height = LINE_HEIGHT * max(lines)


def height_of(words: str, width: float) -> float:
    """Height of a row with wrapped words in cells that are together so wide."""
    return LINE_HEIGHT * math.ceil(len(words) * WIDTH_PER_CHARACTER / width)


def finish(sheet: Worksheet, widths: Sequence[float], heading_row: int | None) -> None:
    """Widths and paper: A4 across, one page wide; a single table freezes and repeats its headings."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    fit_heights(sheet, widths)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if heading_row is not None:
        sheet.freeze_panes = sheet.cell(row=heading_row + 1, column=2)
        sheet.print_title_rows = f"{heading_row}:{heading_row}"

"""Many plans as a workbook: an overview to filter and sort, and what they ask together, as values."""

import math
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import rounded
from hea.house_style import house_style
from hea.parameters import load_parameters
from hea.portfolio.result import ALL_READ, Cumulation, PlanSummary, Unread
from hea.report.portfolio import sentences
from hea.report.portfolio.sentences import FIGURES, KINDS, Line
from hea.report.sentences import parameters
from hea.spreadsheet.cells import finish, put, title
from hea.spreadsheet.packing import packed
from hea.texts import Lang, text

BOLD = Font(name="Calibri", bold=True)
PAGES_ACROSS = 3
"""On paper; on one page nobody could read it."""
MONTH_KINDS = {"months": "tenths", "load": "decimal"}
"""How numbers per month are written: places, and demand that is often less than one."""
NARROWEST, WIDEST, LINE_POINTS = 14, 60, 15
"""Of a column in characters, and the height of a line of text."""
MONTHS_PER_PAGE = 18
MAX_WORDS = 12
"""A table with more columns than this has a column per month."""
PLAN = ("company", "municipality", "sector", "opening")
PLAN_WIDTHS, FIGURE_WIDTH, WORDS_WIDTHS = (28, 20, 30, 16), 9, (14, 60, 60, 24)
WORDS = ("grade", "flags", "ask", "place")
LEAD_COLUMNS, MONTH_WIDTH = 3, 11
"""Columns of words before the months, and the width of a month."""


def build_overview(
    screened: Sequence[PlanSummary], found: Cumulation | None, unread: Unread = ALL_READ, lang: Lang = "nl"
) -> bytes:
    """The overview as the bytes of an .xlsx file.

    Args:
        screened: the plans in the order of the file.
        found: what they ask together, if that could be calculated.
        unread: what could not be read.
        lang: language of headings and sentences.
    """
    book = Workbook()
    _overview(book.active, screened, lang)
    if found is not None:
        _together(book, found, lang)
    if unread.sentences:
        _table(book, "unread", [text("screen.unread", lang)], [[line] for line in unread.sentences], lang)
    book.properties.creator = house_style().organisation or "hea"
    book.properties.title, book.properties.language = text("screen.title", lang), lang
    return packed(book, {}, [])


def _together(book: Workbook, found: Cumulation, lang: Lang) -> None:
    """A sheet per table of the sum; targets only where there is one."""
    sheets: dict[str, tuple[Sequence[str], Sequence[Sequence[str | float]]]] = {
        "places": (sentences.place_headings(lang), sentences.place_rows(found, lang)),
        "villages": (sentences.village_headings(lang), sentences.village_rows(found, lang)),
        "signals": (sentences.signal_headings(lang), sentences.signal_rows(found, lang)),
        "signals_unknown": (
            [text("screen.sheet_signals_unknown", lang)],
            [[line] for line in sentences.signals_unknown(found, lang)],
        ),
        "targets": (sentences.target_headings(lang), sentences.target_rows(found, lang)),
        "spread": (sentences.spread_headings(lang), sentences.spread_rows(found, lang)),
        "adds": (sentences.contribution_headings(lang), sentences.contribution_rows(found, lang)),
        "facilities": (
            sentences.facility_headings(lang),
            sentences.facility_rows(sentences.with_sites(found), lang),
        ),
        "months": sentences.monthly_need(found, lang),
        "load": sentences.monthly_facilities(found, lang),
        "sources": (
            parameters.headings(lang),
            sentences.source_rows(found, load_parameters(), lang),
        ),
    }
    for name, (headings, rows) in sheets.items():
        if rows:
            _table(book, name, headings, rows, lang)


def _overview(sheet: Worksheet, screened: Sequence[PlanSummary], lang: Lang) -> None:
    sheet.title = text("screen.sheet_overview", lang)
    lines = sentences.lines(screened, lang)
    head = title(
        sheet,
        [text("screen.title", lang), _made_with(screened, lang)],
        house_style().accent_argb,
    )
    _headings(sheet, head, lang)
    for row, line in enumerate(lines, start=head + 2):
        _line(sheet, row, line)
    widths = [*PLAN_WIDTHS, *[FIGURE_WIDTH] * len(FIGURES) * len(PERCENTILES), *WORDS_WIDTHS]
    finish(sheet, widths, head + 1)
    sheet.page_setup.fitToWidth = PAGES_ACROSS
    sheet.auto_filter.ref = f"A{head + 1}:{get_column_letter(len(widths))}{head + 1 + len(lines)}"


def _made_with(screened: Sequence[PlanSummary], lang: Lang) -> str:
    if not screened:
        return ""
    first = screened[0]
    return sentences.made_with(first, lang)


def _headings(sheet: Worksheet, row: int, lang: Lang) -> None:
    """A line with the figures, and one with the ends of their ranges."""
    for column, name in enumerate(PLAN, start=1):
        put(sheet, row + 1, column, text(f"lead.{name}", lang)).font = BOLD
    column = len(PLAN) + 1
    for name in FIGURES:
        put(sheet, row, column, text(f"screen.{name}", lang)).font = BOLD
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=column, end_column=column + len(PERCENTILES) - 1
        )
        for end in PERCENTILES:
            put(sheet, row + 1, column, end.upper()).font = BOLD
            column += 1
    for name in WORDS:
        put(sheet, row + 1, column, text(f"screen.{name}", lang)).font = BOLD
        column += 1


def _line(sheet: Worksheet, row: int, line: Line) -> None:
    for column, words in enumerate(line[: len(PLAN)], start=1):
        put(sheet, row, column, str(words))
    column = len(PLAN) + 1
    for name in FIGURES:
        for end in PERCENTILES:
            value = rounded(getattr(line.figures[name], end), KINDS[name]) if line.figures else None
            put(sheet, row, column, value, KINDS[name])
            column += 1
    for words in (getattr(line, name) for name in WORDS):
        put(sheet, row, column, words)
        column += 1


def _table(
    book: Workbook, name: str, headings: Sequence[str], rows: Sequence[Sequence[str | float]], lang: Lang
) -> None:
    sheet = book.create_sheet(text(f"screen.sheet_{name}", lang))
    head = title(sheet, [sheet.title, text(f"screen.note_{name}", lang)], house_style().accent_argb)
    for column, words in enumerate(headings, start=1):
        put(sheet, head, column, words).font = BOLD
    for row, cells in enumerate(rows, start=head + 1):
        for column, value in enumerate(cells, start=1):
            put(sheet, row, column, value, MONTH_KINDS.get(name))
    if len(headings) > MAX_WORDS:
        widths = [24.0] * LEAD_COLUMNS + [MONTH_WIDTH] * (len(headings) - LEAD_COLUMNS)
    else:
        widths = [_width(column) for column in zip(headings, *rows, strict=True)]
    finish(sheet, widths, head)
    if len(headings) > MAX_WORDS:
        sheet.page_setup.fitToWidth = math.ceil(len(headings) / MONTHS_PER_PAGE)
        sheet.print_title_cols = f"A:{get_column_letter(LEAD_COLUMNS)}"
    _wrap_note(sheet, widths[:MAX_WORDS])


def _width(column: Sequence[str | float]) -> float:
    """Room for the longest cell, within what a page can hold."""
    return min(WIDEST, max(NARROWEST, 1.1 * max(len(str(cell)) for cell in column)))


def _wrap_note(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The note under the title runs over the columns of the table, not off the paper."""
    note = sheet.cell(row=2, column=1)
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(widths))
    note.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[2].height = LINE_POINTS * math.ceil(1.2 * len(str(note.value)) / sum(widths))

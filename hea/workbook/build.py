"""The report workbook: live formulas from input to summary, with the ranges of the draws beside them."""

import datetime as dt
import math

from openpyxl.worksheet.worksheet import Worksheet

from hea.assessment.results import Assessment
from hea.house_style import house_style
from hea.parameters import ParameterSet
from hea.report.sentences import provenance
from hea.scenarios import Comparison
from hea.spreadsheet.packing import packed
from hea.status import FIRST, Status
from hea.texts import Lang, text
from hea.workbook import (
    assumptions,
    background,
    cohort,
    facilities,
    finance,
    flow,
    housing,
    inputs,
    labour,
    pictures,
    positions,
    ranges,
    readings,
    registration,
    signals,
    stay,
    summary,
    welfare,
)
from hea.workbook.cells import LiveBook
from hea.workbook.central_run import central_run
from hea.workbook.written import Written

WIDEST = 430
"""Characters beside each other on one page that can still be read."""

ORDER = (
    "summary", "inputs", "assumptions", "jobs", "labour", "cohort", "stay", "readings", "registration",
    "flow", "housing",
    "facilities", "finance", "welfare", "scenarios", "spread", "references", "conversation", "instruments",
    "accountability", "control",
)  # fmt: skip
"""Sheets in the order of the report."""


def build_workbook(
    assessment: Assessment,
    parameters: ParameterSet,
    lang: Lang = "nl",
    comparison: Comparison | None = None,
    *,
    mark: str = "",
    status: Status = FIRST,
) -> bytes:
    """The report workbook as the bytes of an .xlsx file.

    Args:
        assessment: what to report.
        parameters: the set it was made with, for the formulas, sources and grades.
        lang: language of headings and sentences.
        comparison: scenarios side by side; without it the sheet says so.
        mark: a line with the id of a snapshot.
        status: of that snapshot; what was not frozen is a draft.
    """
    central = central_run(assessment.proposal, parameters, assessment.stay_definition, assessment.viewpoint)
    book = LiveBook(lang)
    front = book.sheet("summary")
    given = inputs.write(book, central)
    work = positions.write(book, central, given)
    migrants = labour.write(book, central, given, work)
    curve = cohort.write(book, central)
    people = stay.write(book, central, work, migrants, curve)
    places = housing.write(book, central, given, work, people)
    asked = {item.id: item for item in assessment.facilities}
    pressure = facilities.write(book, central, given, people, places, asked)
    written = Written(book, central, assessment, given, work, people, places, pressure)
    signals.write(written)
    welfare.write(written)
    live = summary.formulas(book, given, work, people, places)
    steps, by_stay = flow.Sheet(book, central, work, people, places), readings.Sheet(book, central, people)
    live |= steps.formulas() | by_stay.formulas()
    live |= registration.formulas(book, places, pressure, steps.structural)
    addresses = summary.control(book, central, live)
    row = summary.write(front, assessment, addresses, (provenance.status_line(status, lang), mark))
    alts = pictures.write(front, row, assessment, work, people, places)
    assumptions.write(book, assessment, parameters)
    background.scenarios(book, comparison)
    ranges.write(book, assessment)
    alts += steps.write(assessment, addresses)
    by_stay.write(assessment, addresses)
    registration.write(book, central, assessment, addresses)
    finance.write(book, assessment, parameters)
    background.references(book, assessment)
    background.conversation(book, assessment, parameters)
    background.tools(book)
    background.accountability(book, assessment, parameters)
    return _finished(book, assessment, alts)


def _pages_across(sheet: Worksheet) -> int:
    """Pages beside each other: one, unless that would make print too small to read."""
    width: float = sum(column.width for column in sheet.column_dimensions.values())
    return max(1, math.ceil(width / WIDEST))


def _finished(book: LiveBook, assessment: Assessment, alts: list[str]) -> bytes:
    """Sheets in order, on paper, with properties."""
    book.styles.close()
    titles = {text(f"book_sheet.{key}", book.lang): place for place, key in enumerate(ORDER)}
    book.book._sheets.sort(key=lambda sheet: titles[sheet.title])
    book.book.active = 0
    for sheet in book.book.worksheets:
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.tabSelected = sheet.title == text("book_sheet.summary", book.lang)
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = _pages_across(sheet), 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = "&A, &P/&N"
        sheet.oddFooter.left.text = house_style().organisation.replace("&", "&&") or None
    properties = book.book.properties
    properties.title = text("report.title", book.lang)
    properties.subject = provenance.title_lines(assessment, book.lang)[0]
    properties.creator, properties.language = house_style().organisation or "hea", book.lang
    properties.description = provenance.colophon(assessment, book.lang)
    properties.created = properties.modified = dt.datetime(2000, 1, 1)
    return packed(book.book, book.formulas, alts)

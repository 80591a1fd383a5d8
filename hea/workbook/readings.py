"""Three readings of stay: P10, P50 and P90 of the draws; values, not formulas."""

from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import rounded
from hea.report.sentences import readings
from hea.texts import text
from hea.workbook.cells import LiveBook


def write(book: LiveBook, assessment: Assessment) -> None:
    """Write the sheet."""
    sheet, lang = book.sheet("readings"), book.lang
    sheet.fitted(46, 36, 11, 11, 11, 12)
    sheet.say(3, 1, text("book.draws_note", lang, draws=assessment.draws, seed=assessment.seed), "line")
    heads = [text("readings.reading", lang), text("report.chart_stay", lang)]
    sheet.heads(5, [*heads, *(text(f"book.{key}", lang) for key in (*PERCENTILES, "unit_of"))])
    row = 6
    for item in readings.figures(assessment, lang):
        sheet.say(row, 1, item.label)
        sheet.say(row, 2, item.stay)
        for column, key in enumerate(PERCENTILES, start=3):
            if item.range is None:
                sheet.say(row, column, text("report.not_available", lang))
            else:
                sheet.value(row, column, rounded(getattr(item.range, key), item.kind), item.kind)
        sheet.say(row, 6, item.unit)
        row += 1
    for note in (text("readings.intro", lang), *readings.notes(assessment, lang)):
        row += 1
        sheet.say(row, 1, note, "line")

"""Registration by law and in practice: P10, P50 and P90 of the draws; values, not formulas."""

from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import rounded
from hea.report.sentences import registration
from hea.texts import text
from hea.workbook.cells import LiveBook


def write(book: LiveBook, assessment: Assessment) -> None:
    """Write the sheet."""
    sheet, lang = book.sheet("registration"), book.lang
    sheet.fitted(64, 11, 11, 11)
    sheet.say(3, 1, text("book.draws_note", lang, draws=assessment.draws, seed=assessment.seed), "line")
    sheet.heads(5, [text("registration.who", lang), *(text(f"book.{key}", lang) for key in PERCENTILES)])
    row = 6
    for item in registration.figures(assessment, lang):
        sheet.say(row, 1, item.label)
        for column, key in enumerate(PERCENTILES, start=2):
            sheet.value(row, column, rounded(getattr(item.range, key), "people"), "people")
        row += 1
    for line in (registration.intro(assessment, lang), *registration.notes(assessment, lang)):
        row += 1
        sheet.say(row, 1, line, "line")

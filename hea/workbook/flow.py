"""From jobs to new places: the central run with P10, P50 and P90 of the draws; values, not formulas."""

from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import rounded
from hea.report.sentences import flow
from hea.texts import text
from hea.workbook.cells import LiveBook


def write(book: LiveBook, assessment: Assessment) -> None:
    """Write the sheet."""
    sheet, lang = book.sheet("flow"), book.lang
    sheet.fitted(34, 40, 15, 11, 11, 11)
    sheet.say(3, 1, text("book.draws_note", lang, draws=assessment.draws, seed=assessment.seed), "line")
    heads = [text("book.moment", lang), text("flow.step", lang), text("flow.central", lang)]
    sheet.heads(5, [*heads, *(text(f"book.{key}", lang) for key in PERCENTILES)])
    row = 6
    for found in assessment.housing.flows:
        for step in found.steps:
            kind = flow.kind(step)
            ends = (getattr(step.range, key) for key in PERCENTILES)
            sheet.say(row, 1, flow.moment(found, lang))
            sheet.say(row, 2, step.name.in_language(lang))
            for column, value in enumerate((step.central, *ends), start=3):
                sheet.value(row, column, rounded(value, kind), "people")
            row += 1
    for line in (*flow.sentences(assessment, lang), flow.note(lang)):
        row += 1
        sheet.say(row, 1, line, "line")

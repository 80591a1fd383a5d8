"""The money of a municipality: P10, P50 and P90 of the draws; values, not formulas."""

from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import rounded
from hea.parameters import ParameterSet
from hea.report.sentences import finance
from hea.texts import text
from hea.workbook.cells import LiveBook

RATE_DECIMALS = 2


def write(book: LiveBook, assessment: Assessment, parameters: ParameterSet) -> None:
    """Write the sheet."""
    sheet, lang = book.sheet("finance"), book.lang
    sheet.fitted(64, 11, 11, 11, 60)
    sheet.say(3, 1, text("book.draws_note", lang, draws=assessment.draws, seed=assessment.seed), "line")
    what, _, source = finance.headings(lang)
    sheet.heads(5, [what, *(text(f"book.{key}", lang) for key in PERCENTILES), source])
    row = 6
    for item in finance.figures(assessment, parameters, lang):
        sheet.say(row, 1, item.label)
        for column, key in enumerate(PERCENTILES, start=2):
            if item.range is None:
                sheet.say(row, column, text("option.unknown", lang))
                continue
            value = getattr(item.range, key)
            shown = round(value, RATE_DECIMALS) if item.kind == "rate" else rounded(value, item.kind)
            sheet.value(row, column, shown, "decimal" if item.kind == "rate" else "people")
        sheet.say(row, 5, item.source)
        row += 1
    for line in (finance.intro(assessment, lang), *finance.notes(assessment, lang)):
        row += 1
        sheet.say(row, 1, line, "line")

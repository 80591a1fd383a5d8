"""The spread: P10, P50 and P90 of the draws per month, and what drives them; values, not formulas."""

from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.proposal import STAY_CLASSES
from hea.report.sentences import evidence, headlines, shortage
from hea.texts import text
from hea.workbook.cells import LiveBook


def write(book: LiveBook, assessment: Assessment) -> None:
    """Write the sheet."""
    sheet, lang, monthly = book.sheet("spread"), book.lang, assessment.monthly
    sheet.say(3, 1, text("book.draws_note", lang, draws=assessment.draws, seed=assessment.seed), "line")
    series = {
        text(f"headline.{headlines.jobs_key(assessment)}", lang).split(" (")[0]: monthly.positions,
        text("headline.migrants_peak", lang).split(",")[0]: monthly.migrants,
    }
    for stay in STAY_CLASSES:
        series[text(f"headline.units_{stay}", lang)] = getattr(monthly.units, stay)
    series[text("headline.units_total", lang)] = monthly.units.total
    for kind in shortage.KINDS:
        series[text(f"headline.gap_{kind}", lang)] = getattr(monthly.gap, kind)
    heads = [f"{name}, {text(f'book.{key}', lang)}" for name in series for key in PERCENTILES]
    row = 5
    sheet.heads(row, [text("book.month", lang), *heads])
    columns = [getattr(values, key) for values in series.values() for key in PERCENTILES]
    for offset, (month, *values) in enumerate(zip(monthly.month, *columns, strict=True), start=1):
        sheet.say(row + offset, 1, month)
        for column, value in enumerate(values, start=2):
            sheet.value(row + offset, column, value, "tenths")
    sheet.sheet.freeze_panes = sheet.sheet.cell(row=row + 1, column=2)
    sheet.repeat(row, "A:A")
    after = row + len(monthly.month) + 3
    for path in evidence.MAIN_PATHS:
        rows = evidence.driver_rows(assessment, path, lang)
        sheet.say(after, 1, f"{text('drivers.title', lang)} {path}", "section")
        sheet.heads(after + 1, evidence.driver_headings(lang))
        for offset, cells in enumerate(rows, start=2):
            for column, cell in enumerate(cells, start=1):
                sheet.say(after + offset, column, cell)
        after += len(rows) + 4
    sheet.widths(30, *(13 for _ in heads))

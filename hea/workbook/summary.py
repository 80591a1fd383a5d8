"""The summary and the control sheet: headlines as live formulas beside the ranges of the draws."""

from collections.abc import Sequence

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.pagebreak import Break

from hea.assessment.results import Assessment
from hea.assessment.results.rounding import KEPT_DECIMALS, SAME_WITHIN, rounded
from hea.colours import CHANGED, SAME, argb
from hea.proposal import STAY_CLASSES
from hea.report.sentences import headlines, provenance, ranges
from hea.report.sentences.promise import range_note
from hea.texts import text
from hea.units import PLACE_DECIMALS
from hea.workbook.cells import HEAD_HEIGHT, Column, LiveBook, LiveSheet
from hea.workbook.central_run import CentralRun
from hea.workbook.housing import Housing
from hea.workbook.inputs import Inputs
from hea.workbook.positions import Positions
from hea.workbook.stay import Stay

AMBER = PatternFill("solid", bgColor=argb(CHANGED))
GREEN = PatternFill("solid", bgColor=argb(SAME))

MOMENTS = ("structural", "peak", "opening_year")
PATHS = (
    "jobs",
    "migrant_share",
    "migrants_structural",
    "migrants_peak",
    *(f"units.{stay}.{moment}" for stay in ranges.UNIT_OF_STAY for moment in MOMENTS),
    *(f"gap.{stay}.{moment}" for stay in ranges.UNIT_OF_STAY for moment in MOMENTS[:2]),
    "residents",
    "children",
)
"""Headlines in the order of :func:`hea.report.sentences.headlines.figures`."""


def formulas(
    book: LiveBook, inputs: Inputs, positions: Positions, stay: Stay, housing: Housing
) -> dict[str, str]:
    """Formula of every headline by its path."""
    present = stay.present
    year = positions.total.year(book), present.year(book)
    found = {
        "jobs": f"AVERAGE({year[0]})",
        "migrant_share": f"IF(SUM({year[0]})>0,SUM({year[1]})/SUM({year[0]}),0)",
        "migrants_structural": present.structural(book),
        "migrants_peak": f"MAX({present.all})",
    }
    for k, name in enumerate(STAY_CLASSES):
        found |= _levels(f"units.{name}", housing.units[k], book)
        found |= _gap_levels(f"gap.{name}", housing.gap[k], book)
    found |= _levels("units.total", housing.total, book)
    found |= _gap_levels("gap.total", housing.gap_total, book)
    residents = housing.residents
    at = f"MATCH({residents.structural(book)},{residents.year(book)},0)"
    found["residents"] = residents.structural(book)
    found["children"] = f"INDEX({housing.all_children.year(book)},{at})"
    return found


def _levels(path: str, column: Column, book: LiveBook) -> dict[str, str]:
    return {
        f"{path}.structural": column.structural(book),
        f"{path}.peak": f"MAX({column.all})",
        f"{path}.opening_year": f"MAX({column.opening()})",
    }


def _gap_levels(path: str, column: Column, book: LiveBook) -> dict[str, str]:
    """Of a shortage the first year is no headline."""
    found = _levels(path, column, book)
    return {key: formula for key, formula in found.items() if not key.endswith("opening_year")}


def control(book: LiveBook, central: CentralRun, live: dict[str, str]) -> dict[str, str]:
    """Every headline as a formula beside the engine's value at export; gives the formulas' addresses."""
    sheet = book.sheet("control")
    lang = book.lang
    heads = ("headline_path", "live_value", "at_export", "difference", "state")
    sheet.heads(4, [text(f"book.{key}", lang) for key in heads])
    values = central.figures
    found = {}
    same, edited = text("book.same", lang), text("book.edited", lang)
    for row, (path, formula) in enumerate(live.items(), start=5):
        value = values[path]
        sheet.say(row, 1, path)
        found[path] = sheet.formula(row, 2, formula, value, "exact", f"uitkomst_{path.replace('.', '_')}")
        sheet.value(row, 3, value, "exact")
        sheet.formula(row, 4, f"B{row}-C{row}", 0.0, "exact")
        rule = f'IF(ABS(D{row})<={SAME_WITHIN!r}*MAX(1,ABS(C{row})),"{same}","{edited}")'
        sheet.formula(row, 5, rule, same, "exact")
    last = 4 + len(live)
    cells = f"E5:E{last}"
    sheet.sheet.conditional_formatting.add(cells, FormulaRule([f'$E5="{edited}"'], fill=AMBER))
    sheet.sheet.conditional_formatting.add(cells, FormulaRule([f'$E5="{same}"'], fill=GREEN))
    sheet.say(last + 2, 1, text("book.whole_book", lang))
    count = f'COUNTIF(E5:E{last},"{edited}")'
    sheet.formula(last + 2, 5, f'IF({count}=0,"{same}","{edited}")', same, "exact", "controle")
    sheet.widths(34, 18, 18, 18, 28)
    return found


def write(
    sheet: LiveSheet, assessment: Assessment, addresses: dict[str, str], standing: Sequence[str]
) -> int:
    """The summary; gives the first free row.

    Args:
        sheet: to write on.
        assessment: what to report.
        addresses: of the headlines, by path.
        standing: how far the report is, and of which snapshot if there is one.
    """
    lang = sheet.book.lang
    company, plan = provenance.title_lines(assessment, lang)
    row, own = 3, provenance.own_value_names(assessment, lang)
    told = [line for line in standing if line]
    for line in (company, plan, *told, "", *headlines.summary_sentences(assessment, lang), *own, ""):
        sheet.say(row, 1, line, "line")
        row += 1
    sheet.say(row, 1, text("book.state_of_book", lang))
    sheet.formula(row, 2, "controle", text("book.same", lang), "exact")
    row += 2
    keys = ("headline", "moment", "p10", "p50", "p90", "chosen_now", "unit_of", "signal")
    sheet.heads(row, [text(f"book.{key}", lang) for key in keys])
    sheet.sheet.row_dimensions[row].height = HEAD_HEIGHT / 2
    row += 1
    first = row
    for path, figure in zip(PATHS, headlines.figures(assessment, lang), strict=True):
        sheet.say(row, 1, figure.label)
        sheet.say(row, 2, figure.moment)
        kind = figure.kind if figure.kind != "places" else "people"
        for column, value in ((3, figure.range.p10), (4, figure.range.p50), (5, figure.range.p90)):
            sheet.value(row, column, rounded(value, figure.kind), kind)
        shown = rounded(figure.central, figure.kind)
        sheet.formula(row, 6, shown_formula(addresses[path], figure.kind), shown, kind)
        sheet.say(row, 7, figure.unit)
        if path.startswith("gap."):
            _signal(sheet, row, shown)
        row += 1
    red = text("book.short", lang)
    sheet.sheet.conditional_formatting.add(
        f"H{first}:H{row - 1}", FormulaRule([f'$H{first}="{red}"'], fill=AMBER)
    )
    for note in (range_note(lang), text("book.chosen_note", lang)):
        sheet.say(row + 1, 1, note, "line")
        row += 1
    sheet.say(row + 1, 1, provenance.colophon(assessment, lang), "line")
    sheet.widths(46, 30, 11, 12, 11, 18, 16, 16)
    sheet.sheet.row_breaks.append(Break(id=row + 2))  # charts on a page of their own
    return row + 3


def _signal(sheet: LiveSheet, row: int, shown: float) -> None:
    """A word beside the colour."""
    lang = sheet.book.lang
    words = text("book.short", lang), text("book.enough", lang)
    value = words[0] if shown > 0 else words[1]
    sheet.formula(row, 8, f'IF(F{row}>0,"{words[0]}","{words[1]}")', value, "exact")


def shown_formula(address: str, kind: str) -> str:
    """The rounding of every surface, as a formula."""
    if kind == "places":
        return f"ROUNDUP(ROUND({address},{PLACE_DECIMALS}),0)"
    return f"ROUND(ROUND({address},{KEPT_DECIMALS}),{2 if kind == 'share' else 0})"

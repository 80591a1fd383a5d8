"""Assumptions: every parameter with its source, and the column that the formulas use."""

from openpyxl.worksheet.datavalidation import DataValidation

from hea.assessment.results import Assessment
from hea.engine.density import STEP
from hea.engine.given import ABOUT, POSITION
from hea.parameters import ParameterSet
from hea.report.sentences import parameters as parameters_words
from hea.report.sentences import sources
from hea.texts import text
from hea.workbook.cells import LiveBook, name_of

FIXED = frozenset({"horizon_months", POSITION, ABOUT, STEP})
"""Parameters that decide how many rows the book has, or which number a range became in the input; changing
them here has no effect."""

CHOICE, OWN, CHOSEN = 6, 7, 8
"""Columns of the choice, the own value and the value that formulas use."""


def write(book: LiveBook, assessment: Assessment, parameters: ParameterSet) -> None:
    """Write the sheet, with all parameters that the assessment or a formula uses."""
    sheet, lang = book.sheet("assumptions"), book.lang
    heads = ("parameter", "unit_of", "low", "central", "high", "choice", "own", "chosen", "grade",
             "source_of", "year_of", "url", "explanation", "id", "spread")  # fmt: skip
    sheet.heads(4, [text(f"book.{key}", lang) for key in heads])
    names = sorted({*book.parameters, *assessment.parameters.used})
    own = parameters_words.own_titles(assessment, lang)
    low, middle, high = (text(f"book.{key}", lang) for key in ("low", "central", "high"))
    for row, name in enumerate(names, start=5):
        parameter = parameters[name]
        bounds = parameters.bounds(name)
        sheet.say(row, 1, own.get(name, parameter.title.in_language(lang)))
        sheet.say(row, 2, sources.unit_text(name, parameter.unit, lang))
        for column, value in enumerate(bounds, start=3):
            sheet.value(row, column, value, "exact")
        if name in FIXED:
            sheet.value(row, CHOICE, text("book.fixed", lang), "exact")
            sheet.value(row, OWN, None, "exact")
        else:
            sheet.ask(row, CHOICE, middle, "exact")
            sheet.ask(row, OWN, None, "exact", name_of("e", name))
        rule = f'IF(ISNUMBER(G{row}),G{row},IF(F{row}="{low}",C{row},IF(F{row}="{high}",E{row},D{row})))'
        sheet.formula(row, CHOSEN, rule, parameters.value(name), "exact", name_of("p", name))
        sheet.say(row, 9, parameter.grade)
        sheet.say(row, 10, sources.source_text(parameter.source, lang))
        sheet.say(row, 11, str(parameter.source.year or text("report.undated", lang)))
        sheet.say(row, 12, parameter.source.url or "")
        sheet.say(row, 13, parameter.explanation.in_language(lang))
        sheet.say(row, 14, name)
        sheet.say(row, 15, text(f"spread.{parameter.spread}", lang))
    options = DataValidation("list", f'"{low},{middle},{high}"', error=text("form.choose", lang))
    sheet.sheet.add_data_validation(options)
    options.add(f"F5:F{4 + len(names)}")
    sheet.fitted(46, 20, 11, 11, 11, 12, 12, 13, 8, 44, 8, 40, 70, 40, 34)
    sheet.sheet.freeze_panes = "B5"
    sheet.repeat(4)

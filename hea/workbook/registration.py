"""Registration by law and in practice: the chosen values by formulas, with P10, P50 and P90 beside them."""

from hea.assessment.results import Assessment
from hea.assessment.results.common import PERCENTILES
from hea.assessment.results.rounding import rounded
from hea.report.sentences import registration
from hea.texts import text
from hea.workbook.cells import LiveBook
from hea.workbook.central_run import CentralRun
from hea.workbook.facilities import Facilities
from hea.workbook.housing import Housing
from hea.workbook.summary import shown_formula


def formulas(book: LiveBook, housing: Housing, facilities: Facilities, month: str) -> dict[str, str]:
    """Formula of every figure by its path.

    Args:
        book: that is written.
        housing: cells of people and places.
        facilities: cells of who registers in a year.
        month: cell with the number of the structural month for places.
    """
    missing, yearly = book.p("share_not_registered"), facilities.registered_per_year
    people = "+".join(f"INDEX({column.all},{month})" for column in housing.net)
    residents = f"INDEX({housing.registrations['by_law'].all},{month})"
    found = {
        "people": people,
        "non_residents": f"{people}-{residents}",
        "residents": residents,
        "registered": f"{residents}*(1-{missing})",
        "unseen": f"{residents}*{missing}",
        "per_year_by_law": yearly,
        "per_year_in_practice": f"{yearly}*(1-{missing})",
    }
    return {f"registration.{name}": formula for name, formula in found.items()}


def write(book: LiveBook, central: CentralRun, assessment: Assessment, addresses: dict[str, str]) -> None:
    """Write the sheet."""
    sheet, lang = book.sheet("registration"), book.lang
    sheet.say(3, 1, text("book.draws_note", lang, draws=assessment.draws, seed=assessment.seed), "line")
    keys = ("chosen_now", *PERCENTILES)
    sheet.heads(5, [text("registration.who", lang), *(text(f"book.{key}", lang) for key in keys)])
    row, values = 6, central.figures
    for name, item in zip(registration.ROWS, registration.figures(assessment, lang), strict=False):
        path = f"registration.{name}"
        sheet.say(row, 1, item.label)
        shown = rounded(values[path], "people")
        sheet.formula(row, 2, shown_formula(addresses[path], "people"), shown, "people")
        for column, key in enumerate(PERCENTILES, start=3):
            sheet.value(row, column, rounded(getattr(item.range, key), "people"), "people")
        row += 1
    sheet.fitted(64, 15, 11, 11, 11)
    told = (registration.intro(assessment, lang), *registration.notes(assessment, lang))
    sheet.paragraphs(row + 1, told, 5)

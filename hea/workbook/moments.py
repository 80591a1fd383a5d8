"""Which month is looked at, as the engine finds it: the busiest, and the one of the structural rank."""

from hea.engine.setting import EQUAL
from hea.units import MONTHS_PER_YEAR
from hea.workbook.cells import Column, LiveBook

POSITION = 10.0 ** -(EQUAL + 3)
"""Far less than what counts as a difference: it orders months of the same height by time."""

MONTHS = "{" + ";".join(str(month) for month in range(1, MONTHS_PER_YEAR + 1)) + "}"


def busiest(column: Column) -> str:
    """Formula of the number of the first month in which a column is highest."""
    block = column.block
    after = block.count + 1
    earlier = f"({after}-(ROW({column.all})-{block.first - 1}))"
    highest = f"(ROUND({column.all},{EQUAL})=ROUND(MAX({column.all}),{EQUAL}))"
    return f"{after}-SUMPRODUCT(MAX({highest}*{earlier}))"


def ranked(column: Column, book: LiveBook) -> str:
    """Formula of the value of the structural rank, with the place of its month in the year behind it."""
    rank = book.p("structural_month_rank")
    return f"SUMPRODUCT(SMALL(ROUND({column.year(book)},{EQUAL})+{MONTHS}*{POSITION!r},{rank}))"


def structural(cell: str, book: LiveBook) -> str:
    """Formula of the number of that month, from the cell that holds what :func:`ranked` gives."""
    place = f"ROUND(({cell}-ROUND({cell},{EQUAL}))/{POSITION!r},0)"
    return f"{MONTHS_PER_YEAR}*({book.p('structural_year')}-1)+{place}"


def ranked_value(value: float, month: int) -> float:
    """What :func:`ranked` gives for the value of a month that is counted from 0."""
    return round(value, EQUAL) + (month % MONTHS_PER_YEAR + 1) * POSITION

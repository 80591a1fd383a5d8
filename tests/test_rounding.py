"""A half reads the same on screen, on paper and in a spreadsheet: it goes away from nought."""

from io import BytesIO

import openpyxl
import pytest

from hea.assessment.results.common import Range
from hea.assessment.results.rounding import kept, rounded
from hea.report.sentences.ranges import shown
from hea.texts import number, percent, plain
from hea.workbook.summary import shown_formula
from tests.spreadsheets import Calculate

HALVES = {"people": (0.5, 2.5, 4.5, -2.5, 122.5, 2.4999999), "share": (0.125, 0.285, 0.005, 0.145)}
"""Also one that is a half in writing alone (0.285), and one that is with the decimals that are kept."""
CASES = [(kind, value) for kind, values in HALVES.items() for value in values]


@pytest.mark.parametrize(("kind", "value", "words"), [
    ("people", 2.5, "3"), ("people", 0.5, "1"), ("people", 2.4, "2"),
    ("share", 0.125, "13%"), ("share", 0.285, "29%"),
])  # fmt: skip
def test_a_half_is_rounded_up(kind: str, value: float, words: str) -> None:
    assert shown(value, kind, "nl") == words


def test_every_way_of_writing_a_number_takes_a_half_the_same_way() -> None:
    assert (number(2.5), number(0.125, digits=2), plain(0.125), percent(0.125)) == (
        "3",
        "0,13",
        "0,13",
        "13%",
    )
    assert str(Range(p10=0.5, p50=2.5, p90=4.5)) == "1–5 (3)"


def test_a_spreadsheet_rounds_as_the_report_does(calculated: Calculate) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "halves"
    for row, (kind, value) in enumerate(CASES, start=1):
        sheet.cell(row, 1, value)
        sheet.cell(row, 2, f"={shown_formula(f'A{row}', kind)}")
    saved = BytesIO()
    book.save(saved)
    (rows,) = calculated("halves", saved.getvalue())
    assert [float(row[1]) for row in rows] == [rounded(kept(value), kind) for kind, value in CASES]

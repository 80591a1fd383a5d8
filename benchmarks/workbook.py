"""How long the workbooks take, as ratios against openpyxl in the same run.

The report workbook against writing as many plain cells; reading the form against a bare read-only pass.

    python -m benchmarks.workbook
"""

import io

import openpyxl

from benchmarks.timing import in_turn
from hea import assess, load_parameters
from hea.exchange import example
from hea.exchange.form import build_form, parse_form
from hea.workbook import build_workbook

DOSSIER = "fictief_dossier_venray"
DRAWS = 64
COLUMNS = 40


def plain_cells(count: int) -> bytes:
    """A workbook with so many numbers and nothing else."""
    book = openpyxl.Workbook()
    for start in range(0, count, COLUMNS):
        for column in range(COLUMNS):
            book.active.cell(row=start // COLUMNS + 1, column=column + 1).value = start + column + 0.5
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def bare_pass(content: bytes) -> int:
    """Every cell of a workbook, read and forgotten."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows() for _ in row)


def main() -> None:
    """Print both ratios."""
    assessment, parameters = assess(example(DOSSIER), draws=DRAWS), load_parameters()
    book = build_workbook(assessment, parameters)
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    cells = sum(1 for sheet in sheets for row in sheet.iter_rows() for c in row if c.value is not None)
    report = in_turn(lambda: build_workbook(assessment, parameters), lambda: plain_cells(cells))
    print(
        f"report workbook {report.first:.2f} s, {cells} plain cells {report.second:.2f} s, "
        f"ratio {report.ratio:.2f} (aim: at most 2)"
    )
    form = build_form(example(DOSSIER))
    read = in_turn(lambda: parse_form("form.xlsx", form), lambda: bare_pass(form))
    print(
        f"form read {read.first:.3f} s, bare pass {read.second:.3f} s, "
        f"ratio {read.ratio:.2f} (aim: at most 1.5)"
    )


if __name__ == "__main__":
    main()

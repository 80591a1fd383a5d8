"""How long the workbooks take, as ratios against openpyxl in the same run.

The report workbook against writing as many plain cells; reading the form against a bare read-only pass.

    python -m benchmarks.workbook
"""

import io

import openpyxl

from benchmarks.timing import seconds
from hea import assess, load_parameters
from hea.exchange import example
from hea.exchange.workbook import build_form, parse_workbook
from hea.report.workbook import build_workbook

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
    report = seconds(lambda: build_workbook(assessment, parameters))
    floor = seconds(lambda: plain_cells(cells))
    print(f"report workbook: {report:.2f} s, {cells} plain cells: {floor:.2f} s, ratio {report / floor:.2f}")
    form = build_form(example(DOSSIER))
    read, bare = seconds(lambda: parse_workbook("form.xlsx", form)), seconds(lambda: bare_pass(form))
    print(f"form read: {read:.3f} s, bare pass: {bare:.3f} s, ratio {read / bare:.2f}")


if __name__ == "__main__":
    main()

"""Saving a workbook so that the same content gives the same bytes, and formulas show a value at once."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.writer.excel import ExcelWriter

MADE: Final = (2000, 1, 1, 0, 0, 0)
"""Time on every part: the content alone decides the bytes."""

ROW: Final = re.compile(r'<row r="(\d+)"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
CELL: Final = re.compile(r'<c r="([A-Z]+)\d+"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
DATA: Final = re.compile(r"<sheetData>(.*)</sheetData>|<sheetData ?/>", re.DOTALL)
SPANS: Final = re.compile(r' spans="[^"]*"')
DIMENSION: Final = re.compile(r'<dimension ref="[^"]*" ?/>')
WORKSHEETS: Final = "xl/worksheets/sheet"
DRAWINGS: Final = "xl/drawings/drawing"
CHART: Final = re.compile(rb'(<(?:xdr:)?cNvPr id="\d+" name="Chart \d+")')
CORE: Final = "docProps/core.xml"
MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


class Formula(NamedTuple):
    """A live cell."""

    text: str
    """The formula, without its equals sign."""
    value: float | str
    """What it shows before anything calculates."""
    style: int
    """Number of its style in the workbook."""


Formulas = Mapping[str, Mapping[tuple[int, int], Formula]]
"""Formulas by sheet title, and by row and column."""


def packed(book: Workbook, formulas: Formulas | None = None, alts: Sequence[str] = ()) -> bytes:
    """The bytes of a workbook.

    openpyxl stores no values of formulas, so previewers and ``pandas`` would show empty cells until a
    spreadsheet program has calculated. Formulas are therefore put in here, beside their values, without
    passing through openpyxl, which takes three times as long.

    Args:
        book: what to save.
        formulas: what to put into which cells.
        alts: alternative text of each chart, in the order of the sheets; openpyxl has no place for them.
    """
    saved, result = io.BytesIO(), io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(saved, "w", zipfile.ZIP_STORED)).save()  # packed once, below
    paths = {
        f"{WORKSHEETS}{number}.xml": sheet.title for number, sheet in enumerate(book.worksheets, start=1)
    }
    left = iter(alts)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            live = (formulas or {}).get(paths.get(entry.filename, ""))
            if live:
                part = _with_formulas(part.decode(), live).encode()
            if entry.filename.startswith(DRAWINGS):
                part = CHART.sub(lambda found: _described(found, next(left, "")), part)
            if entry.filename == CORE:
                part = MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", part)
            info = zipfile.ZipInfo(entry.filename, MADE)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    return result.getvalue()


def _described(found: re.Match[bytes], alt: str) -> bytes:
    return found[1] + f" descr={quoteattr(alt)}".encode()


def _with_formulas(sheet: str, live: Mapping[tuple[int, int], Formula]) -> str:
    """The XML of a sheet with formulas put among its cells."""
    data = DATA.search(sheet)
    assert data is not None
    rows: dict[int, list[tuple[int, str]]] = {}
    attributes: dict[int, str] = {}
    for row in ROW.finditer(data[1] or ""):
        number = int(row[1])
        attributes[number] = SPANS.sub("", row[2])
        rows[number] = [(column_index_from_string(cell[1]), cell[0]) for cell in CELL.finditer(row[3] or "")]
    for (number, column), formula in live.items():
        rows.setdefault(number, []).append((column, _cell(number, column, formula)))
    body = "".join(
        f'<row r="{number}"{attributes.get(number, "")}>'
        + "".join(xml for _, xml in sorted(rows[number], key=_column))
        + "</row>"
        for number in sorted(rows)
    )
    widest = max(column for cells in rows.values() for column, _ in cells)
    around = f"<sheetData>{body}</sheetData>"
    filled = sheet[: data.start()] + around + sheet[data.end() :]
    extent = f'<dimension ref="A1:{get_column_letter(widest)}{max(rows)}"/>'
    return DIMENSION.sub(extent, filled, count=1)


def _column(cell: tuple[int, str]) -> int:
    return cell[0]


def _cell(row: int, column: int, formula: Formula) -> str:
    """A cell with its formula and the value of the moment."""
    if isinstance(formula.value, str):
        kind, shown = ' t="str"', escape(formula.value)
    else:
        kind, shown = "", repr(formula.value)
    place = f'r="{get_column_letter(column)}{row}" s="{formula.style}"{kind}'
    return f"<c {place}><f>{escape(formula.text)}</f><v>{shown}</v></c>"

"""Saving a workbook so that the same content gives the same bytes, and formulas show a value at once."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

MADE: Final = (2000, 1, 1, 0, 0, 0)
"""Time on every part: the content alone decides the bytes."""

CELL: Final = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><v>[^<]*</v></c>')
NUMERIC: Final = ' t="n"'
WORKSHEETS: Final = "xl/worksheets/sheet"
DRAWINGS: Final = "xl/drawings/drawing"
CHART: Final = re.compile(rb'(<(?:xdr:)?cNvPr id="\d+" name="Chart \d+")')
CORE: Final = "docProps/core.xml"
MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")

Formula = tuple[str, float | str]
"""A formula without its equals sign, and the value it shows before anything calculates."""

Formulas = Mapping[str, Mapping[str, Formula]]
"""Formulas by sheet title and address; the cells themselves hold a number in their place."""


def packed(book: Workbook, formulas: Formulas | None = None, alts: Sequence[str] = ()) -> bytes:
    """The bytes of a workbook.

    openpyxl stores no values of formulas, so previewers and ``pandas`` would show empty cells until a
    spreadsheet program has calculated. Formulas are therefore put in here, beside their values; writing
    them through openpyxl and adding the values afterwards takes half as long again.

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


def _with_formulas(sheet: str, live: Mapping[str, Formula]) -> str:
    def filled(found: re.Match[str]) -> str:
        formula = live.get(found[1])
        if formula is None:
            return found[0]
        text, value = formula
        if isinstance(value, str):
            kind, shown = ' t="str"', escape(value)
        else:
            kind, shown = "", repr(value)
        other = found[2].replace(NUMERIC, "")
        return f'<c r="{found[1]}"{other}{kind}><f>{escape(text)}</f><v>{shown}</v></c>'

    return CELL.sub(filled, sheet)

"""Saving a workbook so that the same content gives the same bytes, and formulas show a value at once."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook

MADE: Final = (2000, 1, 1, 0, 0, 0)
"""Time on every part: the content alone decides the bytes."""

FORMULA: Final = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f>(.*?)</f><v\s*/?>(?:</v>)?</c>', re.DOTALL)
TYPE: Final = re.compile(r'\st="\w+"')
WORKSHEETS: Final = "xl/worksheets/sheet"
DRAWINGS: Final = "xl/drawings/drawing"
CHART: Final = re.compile(rb'(<(?:xdr:)?cNvPr id="\d+" name="Chart \d+")')
CORE: Final = "docProps/core.xml"
MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")

Cached = Mapping[str, Mapping[str, float | str]]
"""Values of formula cells by sheet title and address."""


def packed(book: Workbook, cached: Cached | None = None, alts: Sequence[str] = ()) -> bytes:
    """The bytes of a workbook.

    openpyxl stores no values of formulas, so previewers and ``pandas`` would show empty cells until a
    spreadsheet program has calculated.

    Args:
        book: what to save.
        cached: the value that each formula cell shows before it is calculated again.
        alts: alternative text of each chart, in the order of the sheets; openpyxl has no place for them.
    """
    saved, result = io.BytesIO(), io.BytesIO()
    book.save(saved)
    paths = {
        f"{WORKSHEETS}{number}.xml": sheet.title for number, sheet in enumerate(book.worksheets, start=1)
    }
    left = iter(alts)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            values = (cached or {}).get(paths.get(entry.filename, ""))
            if values:
                part = _with_values(part.decode(), values).encode()
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


def _with_values(sheet: str, values: Mapping[str, Any]) -> str:
    def filled(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None:
            return found[0]
        attributes = TYPE.sub("", found[2])
        if isinstance(value, str):
            return f'<c r="{found[1]}"{attributes} t="str"><f>{found[3]}</f><v>{escape(value)}</v></c>'
        return f'<c r="{found[1]}"{attributes}><f>{found[3]}</f><v>{float(value)!r}</v></c>'

    return FORMULA.sub(filled, sheet)

"""LibreOffice for tests: saving files as another program does, and calculating formulas anew."""

import csv
import datetime as dt
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter

RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
"""Without this LibreOffice keeps the values that are stored, and a test of formulas could not fail."""

EXCEL = "xlsx:Calc MS Excel 2007 XML"
ONE_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false"
"""Commas, quotes, UTF-8, from the first line, in American numbers, as they are and not as they are shown."""

EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,true,false,false,false,-1"
"""The same of every sheet, with what is text between quotes and what is a number without."""

WORDS_OR_NUMBER: Final = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\Z)')
DATE: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})|(\d{4})-(\d\d)-(\d\d)")
EPOCH: Final = dt.date(1899, 12, 30)
MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Resave = Callable[..., list[bytes]]
"""What ``resaved`` is, for the fixture of that name: asking for it is what marks a test."""

Rows = list[list[str]]
Calculate = Callable[..., list[Rows]]
"""The same of ``calculated``."""

Told = str | float | None
Sheets = dict[str, dict[str, Told]]
"""What cells hold, by sheet and address: words, a number, or nothing."""

Recalculate = Callable[..., list[Sheets]]
"""What ``recalculated`` is."""


class Formula(NamedTuple):
    """A cell that calculates."""

    text: str
    stored: Told
    """What it shows before anything calculates."""


@cache
def profile() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="hea-libreoffice-")
    settings = Path(folder.name) / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    return folder


def resaved(*books: bytes) -> list[bytes]:
    """Each workbook as LibreOffice saves it, all formulas calculated anew; one start for all."""
    return _converted(EXCEL, books)


def calculated(sheet: str, *books: bytes) -> list[Rows]:
    """Rows of one sheet of workbooks that have the same sheets, all formulas calculated anew.

    To save all of a workbook takes LibreOffice a third of its time.
    """
    titles = openpyxl.load_workbook(BytesIO(books[0]), read_only=True).sheetnames
    made = _converted(f"{ONE_SHEET},{titles.index(sheet) + 1}", books, f"-{sheet}")
    return [list(csv.reader(content.decode().splitlines())) for content in made]


def recalculated(*books: bytes) -> list[Sheets]:
    """Every cell of workbooks, all formulas calculated anew; saving them would take twice as long."""
    titles = [openpyxl.load_workbook(BytesIO(book), read_only=True).sheetnames for book in books]
    with tempfile.TemporaryDirectory() as folder:
        out = _convert(EVERY_SHEET, books, Path(folder))
        return [
            {sheet: _cells((out / f"{_name(number)}-{sheet}.csv").read_text("utf-8")) for sheet in sheets}
            for number, sheets in enumerate(titles)
        ]


def _cells(content: str) -> dict[str, Told]:
    """Cells by their address, from a file in which only words stand between quotes."""
    found: dict[str, Told] = {}
    row = column = 1
    for words, number, end in WORDS_OR_NUMBER.findall(content):
        if words or number:
            found[f"{get_column_letter(column)}{row}"] = (
                _number(number) if number else words.replace('""', '"')
            )
        row, column = (row, column + 1) if end == "," else (row + 1, 1)
    return found


def _number(shown: str) -> float:
    """A number, share, date or truth as a number."""
    if shown.endswith("%"):
        return float(shown[:-1]) / 100
    if date := DATE.fullmatch(shown):
        month, day, year, iso_year, iso_month, iso_day = (int(part or 0) for part in date.groups())
        return float((dt.date(year or iso_year, month or iso_month, day or iso_day) - EPOCH).days)
    return float({"TRUE": "1", "FALSE": "0"}.get(shown, shown))


def formulas(content: bytes) -> dict[str, dict[str, Formula]]:
    """Every formula with the value stored beside it; to read all with openpyxl takes ten times longer."""
    titles = openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return {sheet.title: dict(_live(parts.read(sheet._worksheet_path.lstrip("/")))) for sheet in titles}


def _live(part: bytes) -> Iterator[tuple[str, Formula]]:
    for formula in etree.fromstring(part).iter(f"{MAIN}f"):
        cell = formula.getparent()
        assert cell is not None
        shown = cell.findtext(f"{MAIN}v")
        assert cell.get("t", "n") in ("str", "n")
        stored = None if not shown else shown if cell.get("t") == "str" else float(shown)
        yield cell.get("r", ""), Formula(formula.text or "", stored)


def on_paper(document: bytes) -> bytes:
    """A Word file as LibreOffice prints it to PDF."""
    return _converted("pdf", [document], given="docx")[0]


def _converted(kind: str, files: Sequence[bytes], behind: str = "", given: str = "xlsx") -> list[bytes]:
    """What LibreOffice makes of files; ``behind`` stands after their names in those that it makes."""
    with tempfile.TemporaryDirectory() as folder:
        out = _convert(kind, files, Path(folder), given)
        ending = f"{behind}.{kind.partition(':')[0]}"
        return [(out / f"{_name(number)}{ending}").read_bytes() for number in range(len(files))]


def _name(number: int) -> str:
    return f"{number:03d}"


def _convert(kind: str, files: Sequence[bytes], folder: Path, given: str = "xlsx") -> Path:
    """Convert all files in one start; gives the folder in which the results are."""
    into, out = folder / "in", folder / "out"
    into.mkdir()
    paths = [into / f"{_name(number)}.{given}" for number in range(len(files))]
    for path, content in zip(paths, files, strict=True):
        path.write_bytes(content)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{profile().name}", "--convert-to", kind,
         "--outdir", str(out), *map(str, paths)],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return out


def values(content: bytes) -> dict[str, dict[str, Any]]:
    """Values per sheet and address as they are stored in the file."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True, read_only=True)
    return {
        sheet.title: {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}
        for sheet in book
    }

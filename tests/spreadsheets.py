"""LibreOffice for tests: saving files as another program does, and calculating formulas anew."""

import csv
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
"""Without this LibreOffice keeps the values that are stored, and a test of formulas could not fail."""

EXCEL = "xlsx:Calc MS Excel 2007 XML"
ONE_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false"
"""Commas, quotes, UTF-8, from the first line, in American numbers, as they are and not as they are shown."""

Resave = Callable[..., list[bytes]]
"""What ``resaved`` is, for the fixture of that name: asking for it is what marks a test."""

Rows = list[list[str]]
Calculate = Callable[..., list[Rows]]
"""The same of ``calculated``."""


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


def on_paper(document: bytes) -> bytes:
    """A Word file as LibreOffice prints it to PDF."""
    return _converted("pdf", [document], given="docx")[0]


def _converted(kind: str, files: Sequence[bytes], behind: str = "", given: str = "xlsx") -> list[bytes]:
    """What LibreOffice makes of files; ``behind`` stands after their names in those that it makes."""
    with tempfile.TemporaryDirectory() as folder:
        into, out = Path(folder) / "in", Path(folder) / "out"
        into.mkdir()
        names = [f"{number:03d}" for number in range(len(files))]
        for name, content in zip(names, files, strict=True):
            (into / f"{name}.{given}").write_bytes(content)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{profile().name}", "--convert-to", kind,
             "--outdir", str(out), *(str(into / f"{name}.{given}") for name in names)],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return [(out / f"{name}{behind}.{kind.partition(':')[0]}").read_bytes() for name in names]


def values(content: bytes) -> dict[str, dict[str, Any]]:
    """Values per sheet and address as they are stored in the file."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True, read_only=True)
    return {
        sheet.title: {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}
        for sheet in book
    }

"""LibreOffice for tests: saving a workbook as another program does, and calculating its formulas anew."""

import subprocess
import tempfile
from collections.abc import Callable
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
Resave = Callable[..., list[bytes]]
"""What ``resaved`` is, for the fixture of that name: asking for it is what marks a test."""


@cache
def profile() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="hea-libreoffice-")
    settings = Path(folder.name) / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(RECALCULATE_ALWAYS, encoding="utf-8")
    return folder


def resaved(*books: bytes) -> list[bytes]:
    """Each workbook as LibreOffice saves it, all formulas calculated anew; one start for all."""
    with tempfile.TemporaryDirectory() as folder:
        into, out = Path(folder) / "in", Path(folder) / "out"
        into.mkdir()
        names = [f"{number:03d}.xlsx" for number in range(len(books))]
        for name, content in zip(names, books, strict=True):
            (into / name).write_bytes(content)
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{profile().name}", "--convert-to", EXCEL,
             "--outdir", str(out), *(str(into / name) for name in names)],
            check=True, capture_output=True, timeout=600,
        )  # fmt: skip
        return [(out / name).read_bytes() for name in names]


def values(content: bytes) -> dict[str, dict[str, Any]]:
    """Values per sheet and address as they are stored in the file."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True, read_only=True)
    return {
        sheet.title: {c.coordinate: c.value for row in sheet.iter_rows() for c in row if c.value is not None}
        for sheet in book
    }

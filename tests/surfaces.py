"""What paper, Word and the workbook say, to be held against the words of the screen."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Generic, TypeVar

import docx
import openpyxl
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from hea import Assessment, load_parameters
from hea.dossiers import Draft
from hea.report.pdf import build_pdf
from hea.report.sentences import provenance
from hea.report.word import build_docx
from hea.texts import Lang, text
from hea.workbook import build_workbook

T = TypeVar("T")
Row = tuple[object, ...]
TAG = re.compile(r"<(?!/t[hd]>)[^>]*>")
"""What is left out of a table on screen; the end of a cell is a space."""


class Kept(Generic[T]):
    """What was made of an assessment, kept for other tests that ask the same of the same object.

    By which object it is, as comparing two assessments takes longer than it saves.
    """

    def __init__(self, make: Callable[..., T]) -> None:
        self._make = make
        self._kept: dict[tuple[object, ...], tuple[Assessment, T]] = {}

    def __call__(self, made: Assessment, *rest: str) -> T:
        key = (id(made), *rest)
        if key not in self._kept:
            self._kept[key] = (made, self._make(made, *rest))  # while it is held its number stays its own
        return self._kept[key][1]


@Kept
def on_paper(made: Assessment, lang: Lang, *parts: str) -> str:
    """All words of some parts of the report, on one line and without the feet of the pages."""
    pages = PdfReader(BytesIO(build_pdf(made, load_parameters(), lang, parts=parts))).pages
    foot = provenance.colophon(made, lang).split(",")[0]
    return " ".join(" ".join(page.extract_text().split(foot)[0] for page in pages).split())


@Kept
def in_word(made: Assessment, lang: Lang, *parts: str) -> str:
    """All words of some parts of the report as a Word file on one line, its tables after the rest."""
    document = docx.Document(BytesIO(build_docx(made, load_parameters(), lang, parts=parts)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return " ".join(" ".join(lines).split())


def on_screen(made: Assessment, lang: Lang, *sections: str) -> str:
    """All words of some sections of the page with results, on one line."""

    def page(made: "Assessment", lang: "Lang", names: tuple[str, ...]) -> None:
        from hea.app import sections

        for name in names:
            getattr(sections, name)(made, lang)

    program = sys.modules["__main__"]  # a page takes its place, and processes that start later would run it
    try:
        shown = AppTest.from_function(page, default_timeout=30, args=(made, lang, sections))
        shown.session_state["draft"] = Draft(proposal=made.proposal)
        shown.run()
    finally:
        sys.modules["__main__"] = program
    assert not shown.exception
    parts = [part.value for part in (*shown.markdown, *shown.caption)]
    parts += [part.proto.body for part in shown.get("html")]
    return " ".join(re.sub(r"</t[hd]>", " ", TAG.sub("", part)).replace("\\", "") for part in parts)


@Kept
def in_workbook(made: Assessment, lang: Lang) -> dict[str, list[Row]]:
    """Rows of values by the title of their sheet."""
    book = openpyxl.load_workbook(BytesIO(build_workbook(made, load_parameters(), lang)), data_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def assert_told(
    made: Assessment,
    lang: Lang,
    *,
    part: str,
    section: str | None = None,
    sheet: str,
    sentences: Iterable[str],
    rows: Iterable[Sequence[str]],
) -> list[Row]:
    """All tell the same: sentences on paper, in Word, in whole cells and on screen; tables on paper.

    Args:
        made: what is told.
        lang: language.
        part: of the report.
        section: of the page with results; without one the screen is not looked at.
        sheet: of the workbook.
        sentences: that stand there.
        rows: of the table that stands there.

    Returns:
        Rows of the sheet, to look for the numbers in.
    """
    papers = (on_paper(made, lang, part), in_word(made, lang, part))
    screen = on_screen(made, lang, section) if section else None
    found = in_workbook(made, lang)[text(f"book_sheet.{sheet}", lang)]
    cells = {cell for row in found for cell in row}
    for sentence in sentences:
        assert all(sentence in spoken for spoken in papers)
        assert screen is None or sentence in screen
        assert sentence in cells
    for row in rows:
        assert all(" ".join(row) in spoken for spoken in papers)
    return found

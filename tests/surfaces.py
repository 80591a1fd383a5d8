"""What the paper and the workbook say, to be held against the words of the screen."""

from collections.abc import Iterable, Sequence
from io import BytesIO

import openpyxl
from pypdf import PdfReader

from hea import Assessment, load_parameters
from hea.report.pdf import build_pdf
from hea.report.sentences import provenance
from hea.texts import Lang, text
from hea.workbook import build_workbook

Row = tuple[object, ...]


def on_paper(made: Assessment, lang: Lang, *parts: str) -> str:
    """All words of some parts of the report, on one line and without the feet of the pages."""
    pages = PdfReader(BytesIO(build_pdf(made, load_parameters(), lang, parts=parts))).pages
    foot = provenance.colophon(made, lang).split(",")[0]
    return " ".join(" ".join(page.extract_text().split(foot)[0] for page in pages).split())


def in_workbook(made: Assessment, lang: Lang) -> dict[str, list[Row]]:
    """Rows of values by the title of their sheet."""
    book = openpyxl.load_workbook(BytesIO(build_workbook(made, load_parameters(), lang)), data_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def assert_told(
    made: Assessment,
    lang: Lang,
    *,
    part: str,
    sheet: str,
    sentences: Iterable[str],
    rows: Iterable[Sequence[str]],
) -> list[Row]:
    """Both tell what the screen tells: sentences as whole cells and on paper, rows of a table on paper.

    Returns:
        Rows of the sheet, to look for the numbers in.
    """
    spoken, found = on_paper(made, lang, part), in_workbook(made, lang)[text(f"book_sheet.{sheet}", lang)]
    cells = {cell for row in found for cell in row}
    for sentence in sentences:
        assert sentence in spoken
        assert sentence in cells
    for row in rows:
        assert " ".join(row) in spoken
    return found

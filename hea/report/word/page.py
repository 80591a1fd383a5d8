"""The Word file while it is written: headings, paragraphs, lists, tables and charts in their styles."""

import datetime as dt
import string
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final, Unpack

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, RGBColor
from docx.text.paragraph import Paragraph

from hea.colours import LINE, WHITE, rgb
from hea.house_style import house_style
from hea.report.document import Look
from hea.report.figures.vega import to_png
from hea.report.word import markup, styles
from hea.texts import Lang, text

MADE: Final = dt.datetime(2000, 1, 1)
"""Date on every part: same input, same file."""

WIDTH_MM, LOGO_MM = 170, 16
SHARPNESS: Final = 3
"""Dots of a chart for each of its pixels: sharp in print."""

CONTENTS: Final = r'TOC \o "1-1" \h \z'
"""A table of contents of chapters, with links."""

LEFT, RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER


class WordReport:
    """A document that is written from top to bottom; see :class:`hea.report.document.Document`."""

    def __init__(self, colophon: str, lang: Lang) -> None:
        self._file = styles.prepared(colophon, lang)
        self._lang, self._style = lang, house_style()
        self._caption, self._counted = "", {"table": 0, "figure": 0}
        self._contents: Paragraph | None = None
        self._listed: list[str] = []

    def _add(self, words: str, style: str) -> Paragraph:
        made: Paragraph = self._file.add_paragraph(words, style)
        return made

    def start(self, title: str, lines: Sequence[str]) -> None:
        """Title, the lines under it, and what this file is beside the PDF."""
        about = self._file.core_properties
        about.title, about.subject = f"{title}: {lines[0]}"[:255], title
        about.author = about.last_modified_by = self._style.organisation[:255]
        about.created = about.modified = MADE
        about.comments, about.language = "", self._lang
        if self._style.logo is not None:
            self._picture(self._style.logo.read_bytes(), self._style.logo_alt, height=Mm(LOGO_MM))
        if self._style.organisation:
            self._add(self._style.organisation, styles.NOTE)
        self._add(title, styles.TITLE)
        for index, line in enumerate(lines):
            self._add(line, styles.BODY).runs[0].bold = index == 0
        self._add(text("report.word_note", self._lang), styles.NOTE)

    def contents(self) -> None:
        """A table of contents, filled once the headings are known; Word adds the pages when it is updated."""
        self.heading(text("report.contents", self._lang), listed=False)
        self._contents = self._add("", styles.ENTRY)

    def new_page(self) -> None:
        """Nothing: in a file to take parts from, chapters follow each other."""

    def heading(self, words: str, room_mm: float = 40, *, level: int = 2, listed: bool = True) -> None:
        """A heading that stays with what follows; what is not listed has no place in the outline."""
        self._caption = words.lstrip(string.digits + " ")
        style = {2: styles.CHAPTER, 3: styles.SECTION}[level] if listed else styles.UNLISTED
        made = self._add(words, style)
        if listed and level == 2:
            self._listed.append(words)
            markup.bookmark(made, len(self._listed), _name(len(self._listed)))

    def paragraph(self, words: str, *, muted: bool = False, bold: bool = False) -> None:
        """A paragraph of running text."""
        made = self._add(words, styles.NOTE if muted else styles.BODY)
        for run in made.runs:
            run.bold = bold or None

    def bullets(self, items: Sequence[str]) -> None:
        """A list."""
        for item in items:
            self._add(item, styles.BULLET)

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        **look: Unpack[Look],
    ) -> None:
        """A table whose headings repeat on every page."""
        named = self._numbered("table", look.get("caption") or self._caption)
        named.paragraph_format.keep_with_next = True
        made = self._file.add_table(rows=0, cols=len(headings))
        made.autofit = False
        style = self._file.styles[styles.SMALL_CELL if look.get("small") else styles.CELL].style_id
        sides = [self._side(column, look) for column in range(len(headings))]
        for values in (headings, *rows):
            for cell, words, side in zip(made.add_row().cells, values, sides, strict=True):
                line = cell.paragraphs[0]
                line._p.style, line.alignment = style, side  # by its id: looking up by name is slow
                line.add_run(words)
        for column, width in zip(made.columns, markup.widths_of(widths, Mm(WIDTH_MM)), strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width
        self._dress(made, named.text)

    @staticmethod
    def _side(column: int, look: Look) -> WD_ALIGN_PARAGRAPH:
        """To which side a column is set."""
        if column in look.get("numbers", ()):
            return RIGHT
        return CENTRE if column in look.get("centred", ()) else LEFT

    def _dress(self, table: Any, name: str) -> None:  # noqa: ANN401
        """Head, lines and room of a table, and its name for who does not see it."""
        head = table.rows[0].cells
        markup.shade(head, self._style.accent.lstrip("#"))
        for cell in head:
            for run in cell.paragraphs[0].runs:
                run.bold, run.font.color.rgb = True, RGBColor(*rgb(WHITE))
        markup.repeat_head(table)
        markup.rule(table, LINE.lstrip("#"))
        markup.pad(table, above_twips=30, beside_twips=70)
        markup.name_table(table, name)
        self._add("", styles.CELL)

    def _numbered(self, kind: str, caption: str) -> Paragraph:
        """A caption with its number, which Word counts anew when something is moved."""
        self._counted[kind] += 1
        before, after = text(f"report.{kind}", self._lang, number="|", caption=caption).split("|")
        made = self._add(before, styles.CAPTION)
        markup.field(made, f"SEQ {kind} \\* ARABIC", str(self._counted[kind]))
        made.add_run(after)
        return made

    def figure(self, svg: str, alt: str, caption: str = "") -> None:
        """A chart over the width of the page, with what it shows in words."""
        self._picture(to_png(svg, SHARPNESS), alt, width=Mm(WIDTH_MM))
        self._numbered("figure", caption or self._caption)

    def _picture(self, content: bytes, alt: str, **size: int) -> None:
        shown = self._file.add_picture(BytesIO(content), **size)
        shown._inline.docPr.set("descr", alt)
        self._file.paragraphs[-1].paragraph_format.keep_with_next = True

    def content(self) -> bytes:
        """The finished file."""
        if self._contents is not None:
            self._fill(self._contents)
        saved = BytesIO()
        self._file.save(saved)
        return _dated(saved)

    def _fill(self, first: Paragraph) -> None:
        """Put the headings into the table of contents, each with a way to its place."""
        markup.begin_field(first, CONTENTS)
        line = first
        for number, words in enumerate(self._listed, start=1):
            if number > 1:
                line = markup.paragraph_after(line)
            markup.link(line, _name(number), words)
        markup.end_field(line)


def _name(number: int) -> str:
    """Name of the place of a heading."""
    return f"_Toc{number:04}"


def _dated(saved: BytesIO) -> bytes:
    """The same file with one date on every part."""
    result = BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(result, "w") as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, MADE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(entry))
    return result.getvalue()

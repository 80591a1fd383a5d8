"""The form of the PDF: A4, Source Sans Pro, one accent colour, headings, tables and figures, all tagged."""

import datetime as dt
import string
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any, Final, Unpack

from hea import colours
from hea.colours import rgb
from hea.house_style import house_style
from hea.report.document import FONT, FONT_FILES, LANGUAGE_TAGS, Look
from hea.report.pdf.vector import readable
from hea.texts import Lang, text

MUTED, BLACK, STRIPE = (rgb(colour) for colour in (colours.MUTED, colours.INK, colours.STRIPE))
MARGIN_MM: Final = 17
LOGO_MM: Final = 16
MADE: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Date on everything: same input, same file."""

CONTENTS_LINE_MM: Final = 5.4
"""Room for a line of the table of contents, chapters and sections taken together."""

HEADING_SIZES: Final = {1: 24, 2: 17, 3: 12.5}
"""Type size by level: the title of the document, chapters, and sections."""


@cache
def _document_class() -> type[Any]:
    """The tagged document with our footer; imported late because fpdf2 is slow to load."""
    from hea.report.pdf.tagged import Tagged

    class Document(Tagged):
        footer_text = ""
        page_text = ""

        def furniture(self) -> None:
            self.set_y(-14)
            self.set_font(FONT, size=7)
            self.set_text_color(*MUTED)
            self.multi_cell(150, 3.2, self.footer_text, align="L", new_x="RIGHT", new_y="TOP")
            page = self.page_text.replace("@1", str(self.page_no())).replace("@2", "{nb}")
            self.cell(0, 3.2, page, align="R")

    return Document


class Report:
    """A document that is written from top to bottom."""

    def __init__(self, colophon: str, lang: Lang) -> None:
        pdf = _document_class()(format="A4")
        for style, face in (("", "Regular"), ("B", "Semibold"), ("I", "It")):
            pdf.add_own_font(FONT, style, FONT_FILES / f"SourceSansPro-{face}.ttf")
        pdf.footer_text = colophon
        pdf.page_text = text("report.page", lang, page="@1", pages="@2")
        pdf.set_lang(LANGUAGE_TAGS[lang])
        pdf.set_creation_date(MADE)
        pdf.set_margin(MARGIN_MM)
        pdf.set_auto_page_break(True, 18)
        pdf.add_page()
        self._pdf, self._lang, self._style = pdf, lang, house_style()
        self._title = ""
        self._caption, self._tables, self._figures = "", 0, 0
        self._prints_in = ""

    def start(self, title: str, lines: Sequence[str]) -> None:
        """Title at the top of the first page."""
        from fpdf import ViewerPreferences

        self._title = f"{title}: {lines[0]}"
        self._pdf.set_title(self._title)
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._letterhead()
        with self._pdf.element("H1"):
            self._pdf.set_font(FONT, "B", HEADING_SIZES[1])
            self._pdf.set_text_color(*self._style.accent_rgb)
            self._pdf.multi_cell(0, 11, title, align="L", new_x="LMARGIN", new_y="NEXT")
        for index, line in enumerate(lines):
            with self._pdf.element("P"):
                self._pdf.set_font(FONT, "B" if index == 0 else "", 12)
                self._pdf.set_text_color(*(BLACK if index == 0 else MUTED))
                self._pdf.multi_cell(0, 6, line, align="L", new_x="LMARGIN", new_y="NEXT")

    def _letterhead(self) -> None:
        """Logo and name of the organisation, if there is a house style."""
        if self._style.logo is not None:
            with self._pdf.element("Figure", alt=self._style.logo_alt) as element:
                shown = self._pdf.image(str(self._style.logo), h=LOGO_MM)
                element.attributes = self._pdf.box(shown.rendered_width, shown.rendered_height)
            self._pdf.ln(3)
        if self._style.organisation:
            with self._pdf.element("P"):
                self._pdf.set_font(FONT, "B", 11)
                self._pdf.set_text_color(*MUTED)
                self._pdf.multi_cell(0, 6, self._style.organisation, align="L", new_x="LMARGIN", new_y="NEXT")
            self._pdf.ln(2)

    def contents(self) -> None:
        """A table of contents on the rest of this page: chapters, and sections if they fit."""
        self.heading(text("report.contents", self._lang), listed=False)

        def render(pdf: Any, outline: Any) -> None:  # noqa: ANN401
            chapters = [item for item in outline if item.level == 0]
            room = (pdf.page_break_trigger - pdf.y) / CONTENTS_LINE_MM
            pdf.inside(toc)
            for item in outline if len(outline) <= room else chapters:
                self._entry(pdf, item)
            pdf.outside()

        toc = self._pdf.group("TOC")
        self._pdf.insert_toc_placeholder(render, 1)

    def _entry(self, pdf: Any, item: Any) -> None:  # noqa: ANN401
        """One line of the table of contents, with a link over the whole line."""
        indent, page = 6 * item.level, str(item.page_number)
        with pdf.element("TOCI", holds_text=False), pdf.element("Link"):
            pdf.set_font(FONT, "B" if item.level == 0 else "", 10.5 if item.level == 0 else 9.5)
            pdf.set_text_color(*BLACK)
            pdf.set_x(pdf.l_margin + indent)
            y = pdf.y
            pdf.cell(pdf.epw - indent - 12, 6 if item.level == 0 else 5, f"{item.name} ")
            pdf.cell(12, 6 if item.level == 0 else 5, page, align="R", new_x="LMARGIN", new_y="NEXT")
            alt = text("report.go_to", self._lang, name=item.name, page=page)
            pdf.linked(pdf.l_margin, y, pdf.epw, 5, pdf.add_link(page=item.page_number), alt)

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self._pdf.add_page()

    def heading(self, words: str, room_mm: float = 40, *, level: int = 2, listed: bool = True) -> None:
        """A heading that stays with what follows, for which there must be room on the page.

        Args:
            words: the heading.
            room_mm: room that what follows needs.
            level: 2 for a chapter, 3 for a section in it.
            listed: whether it stands in the outline and the table of contents.
        """
        if self._pdf.will_page_break(room_mm):
            self._pdf.add_page()
        self._pdf.ln(5 if level == 2 else 3)
        if listed:
            self._pdf.start_section(words, level=level - 2)
        self._caption = words.lstrip(string.digits + " ")
        with self._pdf.element(f"H{level}"):
            self._pdf.set_font(FONT, "B", HEADING_SIZES[level])
            self._pdf.set_text_color(*(self._style.accent_rgb if level == 2 else BLACK))
            height = 8 if level == 2 else 6
            self._pdf.multi_cell(0, height, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self._pdf.ln(1)

    def paragraph(self, words: str, *, muted: bool = False, bold: bool = False) -> None:
        """A paragraph of running text."""
        with self._pdf.element("P"):
            self._pdf.set_font(FONT, "B" if bold else "", 9 if muted else 10.5)
            self._pdf.set_text_color(*(MUTED if muted else BLACK))
            height = 4.4 if muted else 5
            self._pdf.multi_cell(0, height, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self._pdf.ln(1.2)

    def bullets(self, items: Sequence[str]) -> None:
        """A list with a dash per item."""
        if not items:
            return
        self._pdf.set_text_color(*BLACK)
        with self._pdf.element("L", holds_text=False):
            for item in items:
                self._pdf.set_font(FONT, size=10)
                if self._pdf.will_page_break(5):
                    self._pdf.add_page()
                with self._pdf.element("LI", holds_text=False):
                    with self._pdf.element("Lbl"):
                        self._pdf.cell(5, 5, "– ")
                    with self._pdf.element("LBody"):
                        self._pdf.multi_cell(0, 5, item, align="L", new_x="LMARGIN", new_y="NEXT")
        self._pdf.ln(1)

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        **look: Unpack[Look],
    ) -> None:
        """A table whose headings repeat on every page."""
        numbers, centred = look.get("numbers", ()), look.get("centred", ())
        align = {**dict.fromkeys(numbers, "RIGHT"), **dict.fromkeys(centred, "CENTER")}
        small, dense = look.get("small", False), look.get("dense", False)
        caption = look.get("caption") or self._caption
        from fpdf.fonts import FontFace

        self._tables += 1
        self._pdf.ln(1)
        self._set_caption_type()
        self._pdf.set_draw_color(200, 206, 214)
        heading_style = FontFace(emphasis="BOLD", color=(255, 255, 255), fill_color=self._style.accent_rgb)
        with self._pdf.tagged_table(
            text("report.table", self._lang, number=self._tables, caption=caption),
            row_heads=True,
            body_size=7 if small else 9,
            col_widths=tuple(widths),
            text_align=tuple(align.get(column, "LEFT") for column in range(len(headings))),
            headings_style=heading_style,
            borders_layout="HORIZONTAL_LINES",
            cell_fill_color=STRIPE,
            cell_fill_mode="EVEN_ROWS",
            line_height=3.1 if small else 3.8 if dense else 4.2,
            padding=(0.3 if dense else 0.5 if small or look.get("compact") else 0.8, 1.5),
        ) as table:
            for values in (headings, *rows):
                row = table.row()
                for value in values:
                    row.cell(value)
        self._pdf.ln(2)

    def figure(self, svg: str, alt: str, caption: str = "") -> None:
        """A vector chart over the width of the page."""
        with self._pdf.element("Figure", alt=alt) as element:
            shown = self._pdf.image(BytesIO(readable(svg)), w=self._pdf.epw)
            element.attributes = self._pdf.box(shown.rendered_width, shown.rendered_height)
        self._figures += 1
        words = text("report.figure", self._lang, number=self._figures, caption=caption or self._caption)
        with self._pdf.element("Caption"):
            self._set_caption_type()
            self._pdf.multi_cell(0, 4, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self._pdf.ln(1)

    def _set_caption_type(self) -> None:
        self._pdf.set_font(FONT, "I", 8)
        self._pdf.set_text_color(*MUTED)

    def attach(self, name: str, content: bytes, *, relationship: str, about: str) -> None:
        """A file inside the document, with what it is to the document."""
        self._pdf.embed_file(
            bytes=content,
            basename=name,
            desc=about,
            mime_type="application/json",
            associated_file_relationship=relationship,
            creation_date=MADE,
            modification_date=MADE,
        )

    def attach_prints(self, name: str, about: str) -> None:
        """A file inside the document with a print of every page, filled once the pages are there."""
        self.attach(name, b"{}", relationship="Data", about=about)
        self._prints_in = name

    def content(self) -> bytes:
        """The finished file."""
        self._pdf.claim(self._title, LANGUAGE_TAGS[self._lang], MADE)
        return bytes(self._pdf.finished(self._prints_in))

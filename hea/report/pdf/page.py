"""The form of the PDF: A4, Source Sans Pro, one accent colour, headings, tables and figures."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

from hea.texts import Lang, text

FONT: Final = "Source Sans Pro"
ACCENT: Final = (31, 92, 153)
MUTED: Final = (85, 85, 85)
BLACK: Final = (26, 26, 26)
STRIPE: Final = (243, 246, 250)
MARGIN_MM: Final = 15
LANGUAGE_TAGS: Final = {"nl": "nl-NL", "en": "en-GB"}


@cache
def _document_class() -> type[Any]:
    """The fpdf2 class with our footer; imported late because fpdf2 is slow to load."""
    from fpdf import FPDF

    class Document(FPDF):
        footer_text = ""
        page_text = ""

        def footer(self) -> None:
            self.set_y(-14)
            self.set_font(FONT, size=7)
            self.set_text_color(*MUTED)
            self.multi_cell(160, 3.2, self.footer_text, align="L", new_x="RIGHT", new_y="TOP")
            page = self.page_text.replace("@1", str(self.page_no())).replace("@2", "{nb}")
            self.cell(0, 3.2, page, align="R")

    return Document


class Report:
    """A document that is written from top to bottom."""

    def __init__(self, colophon: str, lang: Lang) -> None:
        pdf = _document_class()(format="A4")
        for style, face in (("", "Regular"), ("B", "Semibold"), ("I", "It")):
            pdf.add_font(FONT, style, str(files("hea.report") / "fonts" / f"SourceSansPro-{face}.ttf"))
        pdf.footer_text = colophon
        pdf.page_text = text("report.page", lang, page="@1", pages="@2")
        pdf.set_lang(LANGUAGE_TAGS[lang])
        pdf.set_creation_date(dt.datetime(2000, 1, 1, tzinfo=dt.UTC))  # same input, same file
        pdf.set_margin(MARGIN_MM)
        pdf.set_auto_page_break(True, 18)
        pdf.add_page()
        self._pdf = pdf

    def start(self, title: str, lines: Sequence[str]) -> None:
        """Title at the top of the first page."""
        self._pdf.set_title(f"{title}: {lines[0]}")
        self._pdf.set_font(FONT, "B", 22)
        self._pdf.set_text_color(*ACCENT)
        self._pdf.cell(0, 11, title, new_x="LMARGIN", new_y="NEXT")
        for index, line in enumerate(lines):
            self._pdf.set_font(FONT, "B" if index == 0 else "", 12)
            self._pdf.set_text_color(*(BLACK if index == 0 else MUTED))
            self._pdf.multi_cell(0, 6, line, align="L", new_x="LMARGIN", new_y="NEXT")

    def heading(self, words: str, room_mm: float = 40) -> None:
        """A section heading that stays with what follows, for which there must be room on the page."""
        if self._pdf.will_page_break(room_mm):
            self._pdf.add_page()
        self._pdf.ln(4)
        self._pdf.start_section(words)
        self._pdf.set_font(FONT, "B", 14)
        self._pdf.set_text_color(*ACCENT)
        self._pdf.multi_cell(0, 8, words, align="L", new_x="LMARGIN", new_y="NEXT")

    def paragraph(self, words: str, *, muted: bool = False, bold: bool = False) -> None:
        """A paragraph of running text."""
        self._pdf.set_font(FONT, "B" if bold else "", 9 if muted else 10.5)
        self._pdf.set_text_color(*(MUTED if muted else BLACK))
        self._pdf.multi_cell(0, 5 if not muted else 4.4, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self._pdf.ln(1.2)

    def bullets(self, items: Sequence[str]) -> None:
        """A list with a dash per item."""
        self._pdf.set_font(FONT, size=10)
        self._pdf.set_text_color(*BLACK)
        for item in items:
            self._pdf.cell(5, 5, "–")
            self._pdf.multi_cell(0, 5, item, align="L", new_x="LMARGIN", new_y="NEXT")
        self._pdf.ln(1)

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        numbers: Collection[int] = (),
        centred: Collection[int] = (),
        small: bool = False,
        compact: bool = False,
    ) -> None:
        """A table whose headings repeat on every page; columns in ``numbers`` are set to the right.

        ``small`` sets smaller type, ``compact`` only closes up the lines.
        """
        align = {**dict.fromkeys(numbers, "RIGHT"), **dict.fromkeys(centred, "CENTER")}
        from fpdf.fonts import FontFace

        self._pdf.ln(1)
        self._pdf.set_font(FONT, size=7 if small else 9)
        self._pdf.set_text_color(*BLACK)
        self._pdf.set_draw_color(200, 206, 214)
        heading_style = FontFace(emphasis="BOLD", color=(255, 255, 255), fill_color=ACCENT)
        with self._pdf.table(
            col_widths=tuple(widths),
            text_align=tuple(align.get(column, "LEFT") for column in range(len(headings))),
            headings_style=heading_style,
            borders_layout="HORIZONTAL_LINES",
            cell_fill_color=STRIPE,
            cell_fill_mode="EVEN_ROWS",
            line_height=3.1 if small else 4.2,
            padding=(0.5 if small or compact else 0.8, 1.5),
        ) as table:
            for values in (headings, *rows):
                row = table.row()
                for value in values:
                    row.cell(value)
        self._pdf.ln(2)

    def figure(self, svg: bytes, alt: str) -> None:
        """A vector chart over the width of the page."""
        self._pdf.image(BytesIO(svg), w=self._pdf.epw, alt_text=alt)
        self._pdf.ln(1)

    def attach(self, name: str, content: bytes) -> None:
        """A file inside the document."""
        made = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # same input, same file
        self._pdf.embed_file(bytes=content, basename=name, creation_date=made, modification_date=made)

    def content(self) -> bytes:
        """The finished file."""
        return bytes(self._pdf.output())

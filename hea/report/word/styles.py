"""An empty Word file in our form: A4, with a style for every kind of text, to be changed in one place."""

from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt, RGBColor

from hea import colours
from hea.colours import rgb
from hea.house_style import house_style
from hea.report.document import LANGUAGE_TAGS
from hea.report.word import markup
from hea.texts import Lang, text

TYPEFACE: Final = "Calibri"
"""Present where people edit; elsewhere the program puts another of the same width in its place."""

MARGIN_MM: Final = 20
TITLE, CHAPTER, SECTION, BODY = "Title", "Heading 1", "Heading 2", "Normal"
BULLET, CAPTION, FOOT = "List Bullet", "Caption", "Footer"
NOTE, CELL, SMALL_CELL, ENTRY = "Note", "Table Text", "Table Text Small", "Contents Entry"
UNLISTED: Final = "TOC Heading"
"""A heading that stands in no table of contents."""

SIZES_PT: Final = {
    TITLE: 24, CHAPTER: 17, SECTION: 12.5, BODY: 10.5, BULLET: 10.5, CAPTION: 9, FOOT: 8,
    UNLISTED: 17,
    NOTE: 9, CELL: 9, SMALL_CELL: 8, ENTRY: 10.5,
}  # fmt: skip
BEFORE_PT: Final = {CHAPTER: 14, UNLISTED: 14, SECTION: 10, CAPTION: 6}
AFTER_PT: Final = {
    TITLE: 6,
    CHAPTER: 6,
    UNLISTED: 6,
    SECTION: 3,
    BODY: 5,
    NOTE: 5,
    BULLET: 2,
    CAPTION: 3,
    ENTRY: 2,
}
GREY: Final = (NOTE, CAPTION, FOOT)


def prepared(colophon: str, lang: Lang) -> Any:  # noqa: ANN401
    """An empty document with its styles, its page and what stands at the foot of it."""
    made = docx.Document()
    markup.forget_table_styles(made.styles)
    markup.set_language(made.styles, LANGUAGE_TAGS[lang])
    for name in (NOTE, CELL, SMALL_CELL, ENTRY):
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = made.styles[BODY]
    for name in SIZES_PT:
        _set_style(made.styles[name], name)
    _set_page(made.sections[0], colophon, lang)
    return made


def _set_style(style: Any, name: str) -> None:  # noqa: ANN401
    accent = house_style().accent_rgb
    colour = (
        rgb(colours.MUTED)
        if name in GREY
        else accent
        if name in (TITLE, CHAPTER, UNLISTED)
        else rgb(colours.INK)
    )
    markup.set_typeface(style, TYPEFACE)
    style.font.size, style.font.color.rgb = Pt(SIZES_PT[name]), RGBColor(*colour)
    style.font.bold, style.font.italic = name in (TITLE, CHAPTER, SECTION, UNLISTED), name == CAPTION
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(BEFORE_PT.get(name, 0)), Pt(AFTER_PT.get(name, 0))
    form.line_spacing = 1.0 if name in (CELL, SMALL_CELL) else 1.08
    form.keep_with_next = name in (CHAPTER, SECTION, UNLISTED)
    markup.remove_border(style)


def _set_page(section: Any, colophon: str, lang: Lang) -> None:  # noqa: ANN401
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(MARGIN_MM))
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{colophon} ")
    before, between, after = text("report.page", lang, page="|", pages="|").split("|")
    for words, order in ((before, "PAGE"), (between, "NUMPAGES")):
        foot.add_run(words)
        markup.field(foot, order, "1")
    foot.add_run(after)

"""What Word can say and python-docx has no call for: fields, languages, repeated heads, words for tables."""

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph


def element(kind: str, /, **attributes: object) -> Any:  # noqa: ANN401
    """An element of Word, such as ``tblHeader``, with its attributes."""
    made = OxmlElement(f"w:{kind}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def field(paragraph: Paragraph, order: str, shown: str) -> None:
    """Something that Word can work out anew, such as a page number, with what it shows until then."""
    begin_field(paragraph, order)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, order: str) -> None:
    """What follows, up to the end of the field, is what it shows."""
    code = element("instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = order
    for part in (element("fldChar", fldCharType="begin"), code, element("fldChar", fldCharType="separate")):
        paragraph.add_run()._r.append(part)


def end_field(paragraph: Paragraph) -> None:
    """Close what was begun."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def set_language(styles: Any, tag: str) -> None:  # noqa: ANN401
    """The language of all text, by which it is spelled and read aloud."""
    defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for present in defaults.findall(qn("w:lang")):
        defaults.remove(present)
    defaults.append(element("lang", val=tag))


def forget_table_styles(styles: Any) -> None:  # noqa: ANN401
    """Leave out the hundred table styles that the library brings: none is used, and each is searched."""
    for style in list(styles.element.findall(qn("w:style"))):
        if style.get(qn("w:type")) == "table" and not style.get(qn("w:default")):
            styles.element.remove(style)


def set_typeface(style: Any, name: str) -> None:  # noqa: ANN401
    """The typeface of a style, for letters of every script."""
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        faces.set(qn(f"w:{script}"), name)


def bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Give a paragraph a name, to refer to."""
    begin, end = element("bookmarkStart", id=number, name=name), element("bookmarkEnd", id=number)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, begin)
    paragraph._p.append(end)


def link(paragraph: Paragraph, name: str, words: str) -> None:
    """Words that lead to a bookmark."""
    run = paragraph.add_run(words)
    leads = element("hyperlink", anchor=name, history=1)
    paragraph._p.remove(run._r)
    leads.append(run._r)
    paragraph._p.append(leads)


def repeat_head(table: Table) -> None:
    """The first row returns on every page, and no row is broken over two pages."""
    for index, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(element("cantSplit"))
        if index == 0:
            properties.append(element("tblHeader"))


def name_table(table: Table, words: str) -> None:
    """Say what a table holds, for who does not see it."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    properties.append(element("tblLook", val="0420", firstRow=1, firstColumn=0, noHBand=0, noVBand=1))
    properties.append(element("tblCaption", val=words))


def pad(table: Table, above_twips: int, beside_twips: int) -> None:
    """Room around what stands in the cells."""
    margins = element("tblCellMar")
    for side, width in (
        ("top", above_twips),
        ("left", beside_twips),
        ("bottom", above_twips),
        ("right", beside_twips),
    ):
        margins.append(element(side, w=width, type="dxa"))
    properties = table._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def rule(table: Table, colour: str) -> None:
    """Thin lines between the rows."""
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz=4, space=0, color=colour))
    properties = table._tbl.tblPr
    properties.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"
    )


def shade(cells: Iterable[_Cell], colour: str) -> None:
    """Fill cells with a colour, as six hexadecimal digits."""
    for cell in cells:
        cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=colour))


def widths_of(parts: Sequence[float], whole: int) -> list[int]:
    """Widths of columns in the unit of the whole."""
    return [round(whole * part / sum(parts)) for part in parts]


def paragraph_after(present: Paragraph) -> Paragraph:
    """A new paragraph in the same style, right after one that is there."""
    below = OxmlElement("w:p")
    present._p.addnext(below)
    made = Paragraph(below, present._parent)
    made.style = present.style
    return made


def remove_border(style: Any) -> None:  # noqa: ANN401
    """Take the line off that a style has around its text."""
    properties = style.element.get_or_add_pPr()
    for present in properties.findall(qn("w:pBdr")):
        properties.remove(present)

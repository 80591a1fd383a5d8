"""A document that says what it shows: a tree of headings, paragraphs, lists, tables and figures.

fpdf2 writes no tags of its own. Every piece of content is marked while it is laid out, because marks cannot
be put around it afterwards; the tree over the marks is written at the end with pikepdf. What repeats on
pages is an artifact, which a screen reader passes over. The result claims PDF/UA-1 and PDF/A-3a; the tests
let veraPDF judge. This leans on private names of fpdf2, which ``docs/fpdf2-tags.md`` lists; its minor version
is pinned for them.
"""

import datetime as dt
import html
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pikepdf
from fpdf import FPDF
from fpdf.table import Table
from pikepdf import Array, Dictionary, Name, String

from hea.colours import INK, rgb
from hea.paper import prints_of
from hea.report.pdf.breaking import break_quickly
from hea.report.pdf.measuring import MeasuringFont

COMPLIANCE: Final = "PDF/A-3B"
"""The level that fpdf2 knows; with the tags the file meets level A, and says so."""

ROOM_FOR_CAPTION_MM: Final = 22
"""A caption stays with the heads and the first row of its table."""

NAMESPACES: Final = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
UA_SCHEMA: Final = """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"""
"""PDF/A wants every schema that it does not know described in the file itself."""


class Element:
    """A node of the tree: a role, and below it other nodes or marked pieces of pages."""

    def __init__(self, role: str, parent: "Element | None" = None, alt: str = "") -> None:
        self.role, self.parent, self.alt = role, parent, alt
        self.attributes: dict[str, Any] = {}
        self.children: list[Element | tuple[int, int]] = []
        """Elements, and marks as (page, number on the page)."""
        if parent is not None:
            parent.children.append(self)


class Tagged(FPDF):
    """An fpdf2 document that keeps a tree of what it writes."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        """Set up an empty tree; ``options`` go to fpdf2."""
        self.tree = Element("Document")
        self._within = [self.tree]
        self._open: Element | None = None
        self._artifacts = 0
        self._marks: dict[int, list[Element]] = {}
        """Owner of each mark, by page."""
        self._linked: list[tuple[int, int, Element, str]] = []
        break_quickly()
        super().__init__(enforce_compliance=COMPLIANCE, **options)

    def add_own_font(self, family: str, style: str, file: Path) -> None:
        """As ``add_font`` of fpdf2, for a font that comes with hea."""
        key = f"{family.lower()}{style}"
        self.fonts[key] = MeasuringFont(self, file, key, style)

    # --- Marks on the page -------------------------------------------------------------------------------

    def _begin(self, element: Element) -> None:
        owners = self._marks.setdefault(self.page, [])
        element.children.append((self.page, len(owners)))
        self._out(f"/{element.role} <</MCID {len(owners)}>> BDC")
        owners.append(element)
        self._open = element

    def _end(self) -> None:
        self._out("EMC")
        self._open = None

    @contextmanager
    def element(self, role: str, *, holds_text: bool = True, alt: str = "") -> Iterator[Element]:
        """A part of the tree for what is written inside; groups such as tables hold no text themselves."""
        if self._artifacts:
            yield Element(role)
            return
        made = Element(role, self._within[-1], alt)
        outer = self._open
        if outer is not None:
            self._end()
        self._within.append(made)
        if holds_text:
            self._begin(made)
        try:
            yield made
        finally:
            if self._open is made:
                self._end()
            self._within.pop()
            if outer is not None:
                self._begin(outer)

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """What is decoration or repeats, and is no part of the text."""
        if self._artifacts:
            yield
            return
        outer = self._open
        if outer is not None:
            self._end()
        self._out(f"/Artifact <</Type /{kind}>> BDC")
        self._artifacts += 1
        try:
            yield
        finally:
            self._artifacts -= 1
            self._out("EMC")
            if outer is not None:
                self._begin(outer)

    # --- Where fpdf2 comes by ------------------------------------------------------------------------------

    def _perform_page_break(self) -> None:
        """Marks do not run over pages: close on this one, open again on the next."""
        element = self._open
        if element is not None:
            self._end()
        super()._perform_page_break()
        if element is not None:
            self._begin(element)

    @contextmanager
    def _marked_sequence(self, **kwargs: Any) -> Iterator[None]:  # type: ignore[override]  # noqa: ANN401
        """fpdf2's own marks for figures and sections make way for ours."""
        yield None

    def _render_styled_text_line(self, text_line: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Keep the space at which a line was broken, or words run together when spoken."""
        if text_line.fragments and not text_line.trailing_nl and str(text_line.align) == "Align.L":
            characters = text_line.fragments[-1].characters
            if characters and characters[-1] not in " -":
                characters.append(" ")
        return super()._render_styled_text_line(text_line, *args, **kwargs)

    def footer(self) -> None:
        """Page furniture is an artifact."""
        with self.artifact("Pagination"):
            self.furniture()

    def furniture(self) -> None:
        """What stands at the foot of every page."""

    @contextmanager
    def tagged_table(
        self,
        caption: str,
        *,
        row_heads: bool,
        body_size: float,
        **options: Any,  # noqa: ANN401
    ) -> Iterator[Table]:
        """As ``table`` of fpdf2, with a caption, and with heads of columns and rows in the tree.

        Args:
            caption: written above the table in the font of the moment.
            row_heads: whether the first cell names its row.
            body_size: type size of the table.
            options: as for ``table``.
        """
        self._perform_page_break_if_need_be(ROOM_FOR_CAPTION_MM)
        with self.element("Table", holds_text=False):
            with self.element("Caption"):
                self.multi_cell(0, 4.4, caption, align="L", new_x="LMARGIN", new_y="NEXT")
            self.set_font(self.font_family, "", body_size)
            self.set_text_color(*rgb(INK))
            table = _TaggedTable(self, row_heads=row_heads, **options)
            yield table
            table.render()

    def group(self, role: str) -> Element:
        """A part of the tree at this place, to be filled later."""
        return Element(role, self._within[-1])

    def inside(self, element: Element) -> None:
        """Go on inside a part made earlier."""
        self._within.append(element)

    def outside(self) -> None:
        """Leave it again."""
        self._within.pop()

    def box(self, width: float, height: float) -> dict[str, Any]:
        """Where something of this size that was just written stands on the page, as attributes."""
        left, bottom = self.l_margin * self.k, (self.h - self.y) * self.k
        edges = [left, bottom, left + width * self.k, bottom + height * self.k]
        return {"O": Name.Layout, "BBox": Array([round(edge, 2) for edge in edges]), "Placement": Name.Block}

    def linked(self, x: float, y: float, w: float, h: float, to: Any, alt: str) -> None:  # noqa: ANN401
        """A link that is part of the tree."""
        self.link(x, y, w, h, to, alt_text=alt)
        annotations = self.pages[self.page].annots
        assert annotations is not None
        self._linked.append((self.page, len(annotations) - 1, self._within[-1], alt))

    # --- The finished file ---------------------------------------------------------------------------------

    def claim(self, title: str, language: str, made: dt.datetime) -> None:
        """Say in the metadata what the file is."""
        spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
        stamp = made.isoformat(timespec="seconds")
        self.set_xmp_metadata(
            '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description rdf:about="" {spaces}>'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{html.escape(title)}</rdf:li>'
            "</rdf:Alt></dc:title>"
            f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
            f"<xmp:CreateDate>{stamp}</xmp:CreateDate><pdf:Producer>fpdf2</pdf:Producer>"
            "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
            f"<pdfuaid:part>1</pdfuaid:part>{UA_SCHEMA}"
            "</rdf:Description></rdf:RDF></x:xmpmeta>"
        )

    def finished(self, prints_in: str = "") -> bytes:
        """The bytes of the file with its tree; the same content gives the same bytes.

        Args:
            prints_in: name of an attachment to fill with a print of every page.
        """
        with pikepdf.open(BytesIO(bytes(self.output()))) as pdf:
            _Tree(pdf, self._marks).write(self.tree, self._linked)
            if prints_in:
                _fill(pdf, prints_in, prints_of(pdf))
            result = BytesIO()
            pdf.save(result, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            return result.getvalue()


def _fill(pdf: pikepdf.Pdf, name: str, content: bytes) -> None:
    """Give an attachment its content, which is known only once the pages are there."""
    stream = pdf.attachments[name].obj.EF.F
    stream.write(content)
    stream.Params.Size = _number(len(content))


class _TaggedTable(Table):
    """A table whose rows and cells are in the tree; heads repeated on a next page are artifacts."""

    def __init__(self, pdf: Tagged, *, row_heads: bool, **options: Any) -> None:  # noqa: ANN401
        super().__init__(pdf, **options)
        self._tagged, self._row_heads = pdf, row_heads
        self._done: set[int] = set()

    def _render_table_row(self, i: int, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        if i in self._done:
            with self._tagged.artifact("Pagination"):
                super()._render_table_row(i, *args, **kwargs)
            return
        self._done.add(i)
        with self._tagged.element("TR", holds_text=False):
            super()._render_table_row(i, *args, **kwargs)

    def _render_table_cell(  # type: ignore[override]
        self,
        i: int,
        j: int,
        cell: Any,  # noqa: ANN401
        row_height: float,
        cell_height_info: Any = None,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if cell_height_info is None:  # only measures how high the cell will be
            return super()._render_table_cell(i, j, cell, row_height, cell_height_info, **kwargs)
        column_head = i < self._num_heading_rows
        head = column_head or (self._row_heads and j == 0)
        with self._tagged.element("TH" if head else "TD") as element:
            if head:
                element.attributes = {"O": Name.Table, "Scope": Name.Column if column_head else Name.Row}
            return super()._render_table_cell(i, j, cell, row_height, cell_height_info, **kwargs)


def _number(value: int) -> Any:  # noqa: ANN401
    """A number as an object of the file; pikepdf takes plain ones, which its types do not say."""
    return value


class _Tree:
    """The tree as objects of the file."""

    def __init__(self, pdf: pikepdf.Pdf, marks: dict[int, list[Element]]) -> None:
        self.pdf, self.marks = pdf, marks
        self.made: dict[int, Any] = {}

    def write(self, tree: Element, links: list[tuple[int, int, Element, str]]) -> None:
        """Hang the tree on the document and connect pages and links to it."""
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._object(tree, root)])
        numbers, key = Array(), 0
        for index, page in enumerate(self.pdf.pages, start=1):
            page.obj.Tabs = Name.S
            owners = self.marks.get(index)
            if owners:
                page.obj.StructParents = key
                numbers.extend([_number(key), Array([self.made[id(owner)] for owner in owners])])
                key += 1
        for number, index, element, alt in links:
            self._link(number, index, element, alt, key)
            numbers.extend([_number(key), self.made[id(element)]])
            key += 1
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = key
        self.pdf.Root.StructTreeRoot = root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _object(self, element: Element, parent: Any) -> Any:  # noqa: ANN401
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.role), P=parent))
        if element.alt:
            made.Alt = String(element.alt)
        if element.attributes:
            made.A = Dictionary({f"/{name}": value for name, value in element.attributes.items()})
        self.made[id(element)] = made
        made.K = Array([self._child(child, made) for child in element.children])
        return made

    def _child(self, child: "Element | tuple[int, int]", parent: Any) -> Any:  # noqa: ANN401
        if isinstance(child, Element):
            return self._object(child, parent)
        page, mark = child
        return Dictionary(Type=Name.MCR, Pg=self.pdf.pages[page - 1].obj, MCID=mark)

    def _link(self, number: int, index: int, element: Element, alt: str, key: int) -> None:
        page = self.pdf.pages[number - 1].obj
        annotation = page.Annots[index]
        if not annotation.is_indirect:
            annotation = self.pdf.make_indirect(annotation)
            page.Annots[index] = annotation
        annotation.StructParent = key
        annotation.Contents = String(alt)
        self.made[id(element)].K.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page))

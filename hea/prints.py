"""What a page of a PDF shows, as one print: all that is painted, with all that it is painted with.

A print covers, in order, every operation on the page; of fonts, pictures, patterns and settings everything
they resolve to (``pdf_objects.py``), so the shape of every glyph and every pixel; the edges of the page; what
lies on top of it; and whatever else the page or the file says, save what is named here because it shows
nothing. What stands around the pages, such as the list of chapters, has a print of its own. Left out are the
tree of tags and where a link inside the file leads.
"""

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from hea.pdf_objects import DEEPEST_PAGES, PACKING, TREES, Objects, hashed, plain, unpacked
from hea.pdf_packing import EACH_STREAM
from hea.plain_tokens import is_plain_content

MAX_PAINTED: Final = 4_000_000
"""Content of all pages together, in bytes; ours is below a million."""

TIMES_PAINTED: Final = 40
"""Content against the size of the file, so that a small one cannot ask for much work; ours is below ten."""

DEEPEST: Final = 5
"""Drawings within drawings."""

LAYER: Final = "/OC"
"""Mark of content that can be hidden."""

MARKS: Final = frozenset({"BDC", "BMC", "EMC", "MP", "DP"})
"""Operators that paint nothing: they tie content to the tree of tags."""

MEANT: Final = {
    "Tf": "/Font",
    "gs": "/ExtGState",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
    "sh": "/Shading",
    "Do": "/XObject",
}
"""Where an operator finds what it names."""

STANDING: Final = ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK")
"""Colours that take the place of plain ones without being named."""

OPENED: Final = ("/OCProperties", "/AcroForm", "/Collection", "/NeedsRendering", "/AA", "/OutputIntents")
"""What a file says of how it is shown: layers, fields, another file in its place, actions, colours."""

COVERED: Final = frozenset(
    {"/Contents", "/Resources", "/Annots", "/Group", "/Rotate", "/UserUnit"}
    | {"/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"}
)
"""What a page says that is printed each in its own way."""

UNSEEN: Final = frozenset({"/Type", "/Parent", "/Tabs", "/LastModified", "/PieceInfo"}) | TREES
"""What a page says that shows nothing: its place, its tags, and what programs keep for themselves."""

UNSEEN_AROUND: Final = frozenset(
    {"/Type", "/Pages", "/StructTreeRoot", "/Metadata", "/Version", "/Extensions", "/PieceInfo", "/Dests"}
)
"""The same of the file as a whole."""

APART: Final = frozenset({"/Names", "/Outlines", "/OpenAction", "/AF"})
"""What the file says that is printed, or compared, each in its own way."""

NAMED: Final = frozenset({"/EmbeddedFiles", "/Dests"})
"""Names of places, and of files, which are compared as they are."""

CHAPTER: Final = frozenset({"/Parent", "/Prev", "/Next", "/First", "/Last", "/Count", "/Dest", "/SE", "/A"})
"""What a chapter in the list says of its place in it, and of where it leads."""

WITHIN: Final = frozenset({"/Type", "/S", "/D"})
"""All that an action says that leads to a place in the file."""

MAX_CHAPTERS: Final = 5_000
"""In the list of chapters; ours has some tens."""

LEADING: Final = TREES | {"/Dest", "/NM", "/M"}
"""What an annotation says that is not shown: where it leads within the file, its name, when it was made."""


class Prints:
    """Makes the prints of one file, with bounded work."""

    def __init__(self, pdf: pikepdf.Pdf, size: int | None = None) -> None:
        """Begin with a file.

        Args:
            pdf: the file.
            size: its bytes, if it came from outside.
        """
        self._pdf, self._objects = pdf, Objects()
        self._left = MAX_PAINTED if size is None else min(MAX_PAINTED, TIMES_PAINTED * size)
        self._drawn: dict[tuple[int, int], str] = {}
        self._is_plain = True
        self.doubtful: set[str] = set()
        """Prints of pages of which other readers may paint something else."""

    def of(self, page: pikepdf.Page) -> str:
        """The print of a page.

        Raises:
            Exception: of whatever kind, for a damaged page or one of more than ours can be.
        """
        self._drawn, self._is_plain = {}, True
        group = self._objects.as_text(page.obj.get("/Group"))
        lines = [
            *self._opening(),
            *self._edges(page),
            group,
            *self._on_top(page),
            self._objects.entries(page.obj, UNSEEN | COVERED),
            *self._painted(page.obj, page.obj),
        ]
        found = hashed("\n".join(lines).encode())
        if not self._is_plain:
            self.doubtful.add(found)
        return found

    def around(self) -> str:
        """The print of what stands around the pages: the list of chapters, and how the file is shown.

        Raises:
            Exception: of whatever kind, for a damaged file or one of more than ours can be.
        """
        root = self._pdf.Root
        named = root.get("/Names", pikepdf.Dictionary())
        lines = [
            self._objects.entries(root, UNSEEN_AROUND | APART | frozenset(OPENED)),
            self._objects.entries(named, NAMED),
            *self._chapters(root.get("/Outlines", pikepdf.Dictionary())),
        ]
        return hashed("\n".join(lines).encode())

    def _chapters(self, holder: Any) -> Iterator[str]:  # noqa: ANN401
        """The list beside the pages: a line per chapter, and how deep it stands."""
        yield self._objects.entries(holder, CHAPTER | {"/Type"})
        waiting, left = [(holder.get("/First"), 0)], MAX_CHAPTERS
        while waiting:
            item, depth = waiting.pop()
            if item is None:
                continue
            left -= 1
            if left < 0:
                raise ValueError("chapters without end")
            yield f"{depth} {self._objects.entries(item, CHAPTER)} {self._action(item.get('/A'))}"
            waiting += [(item.get("/Next"), depth), (item.get("/First"), depth + 1)]

    def _action(self, action: Any) -> str:  # noqa: ANN401
        """What a chapter does, if that is more than lead to a place in the file."""
        if action is None or (action.get("/S") == "/GoTo" and action.keys() <= WITHIN):
            return ""
        return self._objects.as_text(action)

    def _opening(self) -> Iterator[str]:
        """How the file is shown as a whole."""
        root = self._pdf.Root
        yield from (self._objects.as_text(root.get(key)) for key in OPENED)
        yield self._objects.as_text(root.get("/Names", pikepdf.Dictionary()).get("/JavaScript"))
        action = root.get("/OpenAction")
        yield self._objects.as_text(action) if isinstance(action, pikepdf.Dictionary) else ""

    def _edges(self, page: pikepdf.Page) -> Iterator[str]:
        """What part of the page is shown, and which way up."""
        yield self._objects.as_text(page.mediabox)
        for box in (page.cropbox, page.bleedbox, page.trimbox, page.artbox):
            yield self._objects.as_text(box)
        yield plain(_inherited(page.obj, "/Rotate") or 0)
        yield plain(page.obj.get("/UserUnit", 1))

    def _on_top(self, page: pikepdf.Page) -> list[str]:
        """Remarks, stamps, fields and links that lie over the page, in whatever order."""
        return sorted(self._objects.entries(item, LEADING) for item in page.obj.get("/Annots", []))

    def _painted(self, holder: Any, page: Any, depth: int = 0) -> Iterator[str]:  # noqa: ANN401
        """What is painted, one operation per line; resources as what they are, not as their names."""
        if depth > DEEPEST:
            raise ValueError("drawings within drawings")
        own = _inherited(holder, "/Resources")
        resources: Any = _inherited(page, "/Resources") if own is None else own
        if resources is None:
            resources = pikepdf.Dictionary()
        colours = resources.get("/ColorSpace", {})
        yield from (self._objects.as_text(colours.get(key)) for key in STANDING)
        hidden = [False]
        for item in self._operations(holder):
            name, operands = str(item.operator), item.operands
            if name in MARKS:
                yield from self._mark(name, operands, resources, hidden)
            elif isinstance(item, pikepdf.ContentStreamInlineImage):
                yield self._objects.as_text(colours) + hashed(item.iimage.unparse()) + name
            elif name == "Do":
                yield self._thing(resources.XObject[str(operands[0])], page, depth)
            else:
                yield " ".join((*(self._operand(name, one, resources) for one in operands), name))

    def _mark(self, name: str, operands: Any, resources: Any, hidden: list[bool]) -> Iterator[str]:  # noqa: ANN401
        """Marks paint nothing, but a layer can be hidden: which counts, and from where to where."""
        if name == "EMC":
            if hidden.pop() if len(hidden) > 1 else False:
                yield name
        elif name in ("BDC", "BMC"):
            hidden.append(str(operands[0]) == LAYER)
            if hidden[-1]:
                layer = resources.Properties[str(operands[1])] if name == "BDC" else None
                yield f"{LAYER} {self._objects.as_text(layer)} {name}"

    def _thing(self, thing: Any, page: Any, depth: int) -> str:  # noqa: ANN401
        """A picture or a drawing within the page; each is looked at once for a page."""
        if thing.get("/Subtype") != "/Form":
            return f"{self._objects.as_text(thing)} Do"
        if thing.objgen not in self._drawn:
            about = self._objects.entries(thing, TREES | PACKING | {"/Resources"})
            lines = (about, *self._painted(thing, page, depth + 1))
            self._drawn[thing.objgen] = hashed("\n".join(lines).encode())
        return f"{self._drawn[thing.objgen]} Do"

    def _operand(self, name: str, operand: Any, resources: Any) -> str:  # noqa: ANN401
        """What an operation works on: a value, or what the name of a resource stands for."""
        if isinstance(operand, pikepdf.Array):
            return "[" + " ".join(self._operand("", one, resources) for one in operand) + "]"
        if isinstance(operand, pikepdf.Dictionary):
            return self._objects.as_text(operand)
        found = None
        if isinstance(operand, pikepdf.Name) and name in MEANT:
            found = resources.get(MEANT[name], {}).get(str(operand))
        return plain(operand, 3) if found is None else self._objects.as_text(found)

    def _operations(self, holder: Any) -> list[Any]:  # noqa: ANN401
        """The content of a page or a drawing as operations, unpacked no further than what is left."""
        content = holder if isinstance(holder, pikepdf.Stream) else holder.get("/Contents", pikepdf.Array())
        parts = list(content) if isinstance(content, pikepdf.Array) else [content]
        found = [self._content(part) for part in parts]
        with pikepdf.new() as owner:
            return list(pikepdf.parse_content_stream(pikepdf.Stream(owner, b"\n".join(found))))

    def _content(self, stream: Any) -> bytes:  # noqa: ANN401
        found, packed, cost = unpacked(stream, self._left)
        if packed:
            raise ValueError(f"packed with {packed}")
        self._left -= cost + EACH_STREAM
        self._is_plain = self._is_plain and is_plain_content(found)
        return found


def _inherited(node: Any, key: str) -> Any:  # noqa: ANN401
    """What a page says itself, or the nearest set of pages that holds it."""
    for _ in range(DEEPEST_PAGES):
        if key in node or "/Parent" not in node:
            break
        node = node.Parent
    return node.get(key)

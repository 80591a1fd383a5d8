"""What the pages of a PDF show, as one print per page: made with a report, and held against a copy.

A print covers what is painted, in order, the edges of the page, and what lies on top of it: so also words
that are covered, which a reading of the words alone would still find. It leaves out how the file is built:
a copy that another program saved again has the same prints. Of a picture in pixels it covers the size and
the place, not the pixels; of a font the name, not the shapes. Prints also hold on to the files inside, so
that pages and data cannot come from two reports. Everybody can make prints: they are no signature.
"""

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from io import BytesIO
from typing import Any, Final, NamedTuple

import pikepdf

FILE: Final = "bladzijden.json"
"""Name of the attachment that holds the prints."""

FORM: Final = 1
"""Which way of making prints; raise it with every change of what they cover."""

MOST_BYTES: Final = 4_000_000
"""Content of all pages together; ours is below a million."""

MOST_PAGES: Final = 500
UNREADABLE: Final = "unreadable"
DEEPEST: Final = 5
"""Drawings within drawings."""

LAYER: Final = "/OC"
"""Mark of content that can be hidden."""

MARKS: Final = frozenset({"BDC", "BMC", "EMC", "MP", "DP"})
"""Operators that paint nothing: they tie content to the tree of tags."""


class PageChanges(NamedTuple):
    """Pages of a copy against those of the report that was made. All empty: they show the same."""

    changed: tuple[int, ...] = ()
    """Pages of the copy that show something else."""
    missing: tuple[int, ...] = ()
    """Pages of the report that the copy does not have."""
    added: tuple[int, ...] = ()
    """Pages of the copy that were not in the report."""
    moved: tuple[int, ...] = ()
    """Pages of the copy that stood elsewhere in the report."""
    exchanged: tuple[str, ...] = ()
    """Files inside that are not those the pages were made with."""


def prints_of(pdf: pikepdf.Pdf) -> bytes:
    """A print of every page and file of a report that was just made, as the content of the attachment."""
    budget = [MOST_BYTES]
    pages = [_print(page, budget) for page in pdf.pages]
    files = {
        name: _hash(item.get_file().read_bytes()) for name, item in pdf.attachments.items() if name != FILE
    }
    return json.dumps({"form": FORM, "pages": pages, "files": files}, indent=1).encode()


def page_changes(content: bytes, attached: Mapping[str, bytes]) -> PageChanges | None:
    """How a PDF differs from the prints it carries; ``None`` if it carries none that can be used.

    Args:
        content: the PDF.
        attached: the files inside by name, the prints among them.
    """
    try:
        held = json.loads(attached.get(FILE, b""))
        made = [str(item) for item in held["pages"]] if held["form"] == FORM else []
        files = dict(held["files"])
        with pikepdf.open(BytesIO(content)) as pdf:
            found = _found(pdf)
    except (ValueError, KeyError, TypeError, RecursionError, pikepdf.PdfError):
        return None
    other = sorted(name for name in files if _hash(attached.get(name, b"")) != files[name])
    return _differences(made, found)._replace(exchanged=tuple(other)) if made else None


def can_be_read(pdf: pikepdf.Pdf) -> bool:
    """True if the first page is of a size that can be read without trouble, drawings within it included."""
    try:
        _print(pdf.pages[0], [MOST_BYTES])
    except Exception:  # a damaged page fails wherever the reader happens to be
        return False
    return True


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _differences(made: list[str], found: list[str]) -> PageChanges:
    """What became of each page; a page that stands there twice was made once, so one of them was added."""
    replaced: dict[int, int] = {}
    missing: list[int] = []
    added: list[int] = []
    for kind, a, b, c, d in SequenceMatcher(a=made, b=found, autojunk=False).get_opcodes():
        if kind != "equal":
            paired = min(b - a, d - c)
            replaced.update(zip(range(c, c + paired), range(a, a + paired), strict=True))
            missing += range(a + paired, b)
            added += range(c + paired, d)
    left = Counter(made[at] for at in (*replaced.values(), *missing))
    moved = _taken(sorted((*replaced, *added)), found, left)
    stood = Counter(found[at] for at in moved)
    lost = sorted((*missing, *(replaced[at] for at in moved if at in replaced)))
    elsewhere = _taken(lost, made, stood)
    changed = [at for at in replaced if at not in moved]
    # What stands in the place of a page that only moved was not in the report.
    only_moved = _taken([replaced[at] for at in changed], made, stood)
    new = [at for at in changed if replaced[at] in only_moved]
    new += [at for at in added if at not in moved]
    return PageChanges(
        tuple(at + 1 for at in changed if at not in new),
        tuple(at + 1 for at in lost if at not in elsewhere),
        tuple(at + 1 for at in sorted(new)),
        tuple(at + 1 for at in moved),
    )


def _taken(places: Sequence[int], pages: Sequence[str], spare: Counter[str]) -> list[int]:
    """The places whose page is among the spare ones; each of those is taken once."""
    taken = []
    for at in places:
        if spare[pages[at]]:
            spare[pages[at]] -= 1
            taken.append(at)
    return taken


def _found(pdf: pikepdf.Pdf) -> list[str]:
    """Prints of a copy; a page that cannot be read, or one too many, has none."""
    budget, found = [MOST_BYTES], []
    for index in range(min(len(pdf.pages), MOST_PAGES)):
        try:
            found.append(_print(pdf.pages[index], budget))
        except Exception:  # a damaged page fails wherever the reader happens to be
            found.append(UNREADABLE)
    return found


def _print(page: pikepdf.Page, budget: list[int]) -> str:
    made = hashlib.sha256()
    for part in (*_edges(page), *_on_top(page), *_painted(page.obj, page.obj, budget)):
        made.update(part.encode(errors="surrogatepass") + b"\n")
    return made.hexdigest()


def _edges(page: pikepdf.Page) -> Iterator[str]:
    """What part of the page is shown, and which way up."""
    yield _told(page.mediabox)
    yield _told(page.cropbox)
    yield _told(_inherited(page.obj, "/Rotate") or 0)
    yield _told(page.obj.get("/UserUnit", 1))


def _inherited(node: Any, key: str) -> Any:  # noqa: ANN401
    for _ in range(MOST_PAGES):
        if key in node or "/Parent" not in node:
            break
        node = node.Parent
    return node.get(key)


def _on_top(page: pikepdf.Page) -> list[str]:
    """Remarks, stamps, fields and links that lie over the page, in whatever order."""
    return sorted(
        " ".join((_told(item.get("/Subtype")), _told(item.get("/Rect")), str("/AP" in item)))
        for item in page.obj.get("/Annots", [])
    )


def _painted(holder: Any, page: Any, budget: list[int], depth: int = 0) -> Iterator[str]:  # noqa: ANN401
    """What is painted, one operation per line; resources by what they are, not by what they are called."""
    if depth > DEEPEST:
        raise ValueError("drawings within drawings")
    own = _inherited(holder, "/Resources")
    resources = _inherited(page, "/Resources") if own is None else own
    hidden = [False]
    for item in _operations(holder, budget):
        operands: Any = item.operands
        name = str(item.operator)
        if name in MARKS:
            yield from _layer(name, operands, hidden)
        elif name == "Do":
            thing = resources.XObject[str(operands[0])]
            yield " ".join(_told(thing.get(key)) for key in ("/Subtype", "/Width", "/Height")) + " Do"
            if thing.get("/Subtype") == "/Form":
                yield _told(thing.get("/Matrix")) + _told(thing.get("/BBox"))
                yield from _painted(thing, page, budget, depth + 1)
        elif name == "Tf":
            font = str(resources.Font[str(operands[0])].get("/BaseFont")).split("+")[-1]
            yield f"{font} {_told(operands[1])} Tf"
        elif name == "gs":
            state = resources.ExtGState[str(operands[0])]
            yield " ".join(_told(state.get(key)) for key in ("/CA", "/ca", "/BM", "/LW")) + " gs"
        else:
            yield " ".join((*map(_told, operands), name))


def _layer(name: str, operands: Any, hidden: list[bool]) -> Iterator[str]:  # noqa: ANN401
    """Marks paint nothing, but a layer can be hidden: it counts where it begins and ends."""
    if name == "EMC":
        if hidden.pop() if len(hidden) > 1 else False:
            yield name
    elif name in ("BDC", "BMC"):
        hidden.append(str(operands[0]) == LAYER)
        if hidden[-1]:
            yield f"{LAYER} {name}"


def _operations(holder: Any, budget: list[int]) -> list[Any]:  # noqa: ANN401
    """The content of a page or a drawing as operations, unpacked no further than the budget."""
    content = holder.Contents if "/Contents" in holder else holder
    parts = list(content) if isinstance(content, pikepdf.Array) else [content]
    unpacked = []
    for part in parts:
        unpacked.append(_unpacked(part, budget[0]))
        budget[0] -= len(unpacked[-1])
    with pikepdf.new() as owner:
        return list(pikepdf.parse_content_stream(pikepdf.Stream(owner, b"\n".join(unpacked))))


def _unpacked(stream: Any, most: int) -> bytes:  # noqa: ANN401
    """The bytes of a stream.

    Raises:
        ValueError: if they are too many, or packed in a way that pages are not.
    """
    raw = bytes(stream.read_raw_bytes())
    packing = stream.get("/Filter")
    if isinstance(packing, pikepdf.Array):
        packing = packing[0] if len(packing) == 1 else None if len(packing) == 0 else "several"
    if packing is None:
        found = raw
    elif packing == "/FlateDecode" and "/DecodeParms" not in stream:
        opening = zlib.decompressobj()
        found = opening.decompress(raw, most + 1)
    else:
        raise ValueError(f"packed with {packing}")
    if len(found) > most:
        raise ValueError("too large")
    return found


def _told(value: Any) -> str:  # noqa: ANN401
    """A value in one way of writing: 1, 1.0 and 1.0001 are the same number."""
    if isinstance(value, pikepdf.Array):
        return "[" + " ".join(map(_told, value)) + "]"
    if isinstance(value, pikepdf.String):
        return bytes(value).hex()
    if isinstance(value, bool):
        return str(value)
    try:
        return f"{float(value):.3f}".replace("-0.000", "0.000")
    except (TypeError, ValueError):
        return str(value)

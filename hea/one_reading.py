"""Whether a PDF means one thing: to who follows the table of its objects, and to who makes that table again.

A reader that does not find the table, or not where it looks for it, gathers the objects of a file by itself
and takes the last of each number. So a file can show one page here and another elsewhere. Files of ours, and
copies that a program saved whole, hold every object once. And which pages there are is said more than once:
in the list of each set of pages, in its count, and at the head of a file that is made to be read over a line.
A reader goes by one of those, so they must say the same.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import pikepdf

from hea.pdf_objects import DEEPEST_PAGES, unpacked
from hea.plain_tokens import are_plain_objects, is_plain_object

SPACE: Final = rb"[\0\t\n\f\r ]"
OBJECT: Final = re.compile(
    rb"(?<!\d)(\d{1,10})" + SPACE + rb"+(\d{1,10})" + SPACE + rb"+obj(?=[\0\t\n\f\r <\[(/%+\-.\d])"
)
"""Where an object begins. A row of digits is looked through only at its beginning, as far as numbers go."""
BEGINNING: Final = re.compile(SPACE + rb"obj(?=[\0\t\n\f\r <\[(/%+\-.\d])")
"""The same however its number is written, so that none is hidden behind a remark."""
ENDING: Final = re.compile(rb"startxref" + SPACE + rb"+(\d{1,10})" + SPACE + rb"+%%EOF[\t\n\r ]{0,64}\Z")
"""All that may stand at the end: every reader finds the table from here."""
TABLE: Final = re.compile(rb"xref" + SPACE + rb"|\d+" + SPACE + rb"+\d+" + SPACE + rb"+obj")
ROOT: Final = re.compile(rb"/Root" + SPACE + rb"*(\d+)")
TWO_TABLES: Final = b"/XRefStm"
MAX_LIST_SIZE: Final = 1_000_000
"""Bytes of a stream of objects, of which the numbers are read."""

SET_HOLDS: Final = frozenset(
    {"/Type", "/Kids", "/Count", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate"}
)
"""All that a set of pages may say: its pages, and what holds for each of them."""

AT_THE_HEAD: Final = "/Linearized"
"""What says which pages there are to a reader that does not have the whole file yet."""


def means_one_thing(content: bytes, pdf: pikepdf.Pdf) -> bool:
    """Whether every reader finds the same objects in a file.

    Args:
        content: the file.
        pdf: the same, opened, and read as far as it is judged.
    """
    return (
        content.startswith(b"%PDF-")
        and TWO_TABLES not in content
        and _table_is_found(content)
        and len(set(ROOT.findall(content))) <= 1
        and _objects_stand_once(content, pdf)
        and _objects_are_plain(content, pdf)
        and not pdf.get_warnings()
    )


def _table_is_found(content: bytes) -> bool:
    found = ENDING.search(content)
    return found is not None and TABLE.match(content, int(found[1])) is not None


def pages_are_counted_once(pdf: pikepdf.Pdf) -> bool:
    """Whether all that says which pages there are says the same.

    Args:
        pdf: just opened: its reader mends the sets of pages as soon as it is asked for a page.
    """
    try:
        pages = list(_pages_in(pdf.Root.Pages))
    except ValueError:
        return False
    return len(set(pages)) == len(pages) and _head_is_right(pdf)


def _pages_in(node: Any, depth: int = 0) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    """Numbers of the pages in a set.

    Raises:
        ValueError: if something in it is neither a page nor a set of pages, or is not counted right.
    """
    kids, count = node.get("/Kids"), node.get("/Count")
    plain = _kind(node) == "/Pages" and node.keys() <= SET_HOLDS and isinstance(kids, pikepdf.Array)
    if not plain or type(count) is not int or depth > DEEPEST_PAGES:
        raise ValueError("no plain set of pages")
    found = 0
    for kid in kids:
        if not isinstance(kid, pikepdf.Dictionary) or not _belongs_to(kid, node):
            raise ValueError("in no set or in another")
        for page in [kid.objgen] if _is_page(kid) else _pages_in(kid, depth + 1):
            found += 1
            yield page
    if found != count or not found:
        raise ValueError("counted otherwise")


def _belongs_to(kid: Any, node: Any) -> bool:  # noqa: ANN401
    above = kid.get("/Parent")
    return kid.is_indirect and isinstance(above, pikepdf.Dictionary) and above.objgen == node.objgen


def _is_page(kid: Any) -> bool:  # noqa: ANN401
    return _kind(kid) == "/Page" and "/Kids" not in kid and "/Count" not in kid


def _head_is_right(pdf: pikepdf.Pdf) -> bool:
    """Whether what the head of a file says of its pages is so; most files have no such head."""
    heads = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and AT_THE_HEAD in item]
    if not heads:
        return True
    return len(heads) == 1 and pdf.is_linearized and pdf.check_linearization(io.StringIO())


def _objects_stand_once(content: bytes, pdf: pikepdf.Pdf) -> bool:
    """Whether each object is defined in one place, is in the table, and one of them is the catalogue."""
    plain = [(int(number), int(edition)) for number, edition in OBJECT.findall(content)]
    if len(plain) != len(BEGINNING.findall(content)) or len({number for number, _ in plain}) != len(plain):
        return False
    known = {item.objgen: item for item in pdf.objects if isinstance(item, pikepdf.Object)}
    if not known.keys() >= set(plain):
        return False
    packed = [number for key in plain for number in _packed_in(known[key])]
    numbers = [*(number for number, _ in plain), *packed]
    catalogues = [item for item in known.values() if _kind(item) == "/Catalog"]
    return len(set(numbers)) == len(numbers) and len(catalogues) == 1


def _packed_in(holder: Any) -> list[int]:  # noqa: ANN401
    """The numbers of the objects that a stream of objects holds."""
    if not isinstance(holder, pikepdf.Stream) or _kind(holder) != "/ObjStm":
        return []
    head = unpacked(holder, MAX_LIST_SIZE).content
    return [int(number) for number in head[: int(holder.First)].split()[::2]]


def _objects_are_plain(content: bytes, pdf: pikepdf.Pdf) -> bool:
    """Whether each object is written in plain words, in the file and in the streams of objects."""
    return all(is_plain_object(content, found.end()) for found in OBJECT.finditer(content)) and all(
        are_plain_objects(piece) for item in pdf.objects for piece in _pieces_in(item)
    )


def _pieces_in(holder: Any) -> Iterator[bytes]:  # noqa: ANN401
    """A stream of objects, cut where its head says that an object begins."""
    if isinstance(holder, pikepdf.Stream) and _kind(holder) == "/ObjStm":
        found = unpacked(holder, MAX_LIST_SIZE).content
        first = int(holder.First)
        begins = sorted(first + int(place) for place in found[:first].split()[1::2])
        edges = [0, first, *begins, len(found)]
        yield from (found[here:there] for here, there in pairwise(edges))


def _kind(item: Any) -> str:  # noqa: ANN401
    return str(item.get("/Type")) if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else ""

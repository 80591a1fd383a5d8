"""Whether a PDF means one thing: to who follows the table of its objects, and to who makes that table again.

A reader that does not find the table, or not where it looks for it, gathers the objects of a file by itself
and takes the last of each number. So a file can show one page here and another elsewhere. Files of ours, and
copies that a program saved whole, hold every object once.
"""

import re
from typing import Any, Final

import pikepdf

from hea.pdf_objects import unpacked

SPACE: Final = rb"[\0\t\n\f\r ]"
OBJECT: Final = re.compile(rb"(\d+)" + SPACE + rb"+(\d+)" + SPACE + rb"+obj(?=[\0\t\n\f\r <\[(/%+\-.\d])")
"""Where an object begins."""
BEGINNING: Final = re.compile(SPACE + rb"obj(?=[\0\t\n\f\r <\[(/%+\-.\d])")
"""The same however its number is written, so that none is hidden behind a remark."""
ENDING: Final = re.compile(rb"startxref" + SPACE + rb"+(\d+)" + SPACE + rb"+%%EOF[\t\n\r ]{0,64}\Z")
"""All that may stand at the end: every reader finds the table from here."""
TABLE: Final = re.compile(rb"xref" + SPACE + rb"|\d+" + SPACE + rb"+\d+" + SPACE + rb"+obj")
ROOT: Final = re.compile(rb"/Root" + SPACE + rb"*(\d+)")
TWO_TABLES: Final = b"/XRefStm"
LARGEST_LIST: Final = 1_000_000
"""Bytes of a stream of objects, of which the numbers are read."""


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
        and not pdf.get_warnings()
    )


def _table_is_found(content: bytes) -> bool:
    found = ENDING.search(content)
    return found is not None and TABLE.match(content, int(found[1])) is not None


def _objects_stand_once(content: bytes, pdf: pikepdf.Pdf) -> bool:
    """Whether each object is defined in one place, is in the table, and one of them is the catalogue."""
    plain = [(int(number), int(edition)) for number, edition in OBJECT.findall(content)]
    if len(plain) != len(BEGINNING.findall(content)) or len({number for number, _ in plain}) != len(plain):
        return False
    known = {item.objgen: item for item in pdf.objects if item is not None}
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
    head, _ = unpacked(holder, LARGEST_LIST)
    return [int(number) for number in head[: int(holder.First)].split()[::2]]


def _kind(item: Any) -> str:  # noqa: ANN401
    return str(item.get("/Type")) if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else ""

"""The files inside a PDF: what they are called, and whether every reader finds the same ones.

A file inside is named in a list and in what is said of it, and can be there once for each kind of system. One
reader opens one of these, another another. In files of ours all of them are the same.
"""

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

PROPOSAL_FILE: Final = "voorstel.json"
"""The file that holds the proposal, so that a report can be opened again."""

FIGURES_FILE: Final = "kerncijfers.json"
"""The file that holds the headlines and everything needed to make them again."""

FIGURES_HELD: Final = frozenset(
    {"version", "input_hash", "seed", "draws", "stay_definition", "viewpoint", "headline", "parameters"}
)
"""The parts of an assessment that stand in that file."""

MAX_FILES: Final = 200
"""Files inside a PDF, and the lists they are named in, that are looked through."""

SAID: Final = frozenset({"/Type", "/F", "/UF", "/EF", "/Desc", "/AFRelationship"})
"""All that may be said of a file inside."""

NAMES: Final = ("/F", "/UF")
"""Where its name stands, and under which keys its content does."""


def enclosures(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """Names of files inside, in the order of their lists, with what is said of each.

    Raises:
        ValueError: if they are more than any report has.
    """
    root: Any = pdf.Root
    waiting, left = [root.get("/Names", {}).get("/EmbeddedFiles", {})], MAX_FILES
    while waiting:
        node = waiting.pop()
        named, sets = node.get("/Names", []), node.get("/Kids", [])
        left -= 1 + len(named) // 2 + len(sets)
        if left < 0:
            raise ValueError("too many files inside")
        waiting += reversed(list(sets))
        yield from ((str(named[at]), named[at + 1]) for at in range(0, len(named) - 1, 2))


def are_enclosed_once(pdf: pikepdf.Pdf) -> bool:
    """Whether every reader finds the same files inside, by the same names.

    Raises:
        ValueError: if they are more than any report has.
    """
    listed = list(enclosures(pdf))
    if not all(_is_said_once(name, about) for name, about in listed):
        return False
    about_all = {about.objgen for _, about in listed}
    once = len({name for name, _ in listed}) == len(about_all) == len(listed)
    beside = {about.objgen for about in pdf.Root.get("/AF", [])}
    return (
        once and beside <= about_all and not any(_is_elsewhere(item, pdf, about_all) for item in pdf.objects)
    )


def _is_said_once(name: str, about: Any) -> bool:  # noqa: ANN401
    """Whether a file has the name it is listed by, and one content."""
    if not isinstance(about, pikepdf.Dictionary) or not about.is_indirect or not about.keys() <= SAID:
        return False
    contents = about.get("/EF", pikepdf.Dictionary())
    streams = {contents[key].objgen for key in contents.keys()}  # noqa: SIM118 (it has no other way)
    return (
        all(str(about.get(key)) == name for key in NAMES)
        and contents.keys() <= {*NAMES}
        and len(streams) == 1
    )


def _is_elsewhere(item: Any, pdf: pikepdf.Pdf, listed: set[tuple[int, int]]) -> bool:  # noqa: ANN401
    """Whether an object holds a file that is in no list."""
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return False
    beside = "/AF" in item and item.objgen != pdf.Root.objgen
    return beside or ("/EF" in item and item.objgen not in listed)

"""Headings that tell of a size without saying which: an area of what, people of which part, the most or now.

What stands below them can be read in more than one way, so they are asked back in words of their own.
"""

from typing import Final

from hea.exchange.written.numbers import UNITS
from hea.reference.words import heading_words, plain_words

QUALIFIED: Final = ("least", "most", "part", "now")
"""Kinds of words that make of a number something else than all workers or a whole area."""
SPOKEN_OF: Final = frozenset({"area", "count", "people"})
"""Kinds of words that say that a heading tells of a size at all."""
SHORTEST_BEGINNING: Final = 6
"""Letters by which a word is also known as the beginning or the end of a longer one: uitzendkrachten."""


def kinds_of_size(heading: str) -> frozenset[str]:
    """What the words of a heading say of a size, such as ``area``, ``part`` or ``most``."""
    known = heading_words("size_kinds")
    found = set()
    for word in plain_words(heading).split():
        within = [
            kind
            for other, kind in known.items()
            if word == other
            or (len(other) >= SHORTEST_BEGINNING and (word.startswith(other) or word.endswith(other)))
        ]
        found.update(within)
    return frozenset(found)


def is_qualified(heading: str) -> bool:
    """Whether a heading speaks of the most, the least, a part, or how it is now."""
    return any(kind in QUALIFIED for kind in kinds_of_size(heading))


def question_of(heading: str) -> str:
    """What to ask of a heading that may hold the size of a plan: a kind of words; empty if it is no size."""
    kinds = kinds_of_size(heading)
    if "part" in kinds and not kinds & {"area"}:
        return "part"
    if not kinds & SPOKEN_OF:
        return "most" if kinds == {"most"} else ""
    found = next((kind for kind in QUALIFIED if kind in kinds), "")
    if found:
        return found
    if "area" in kinds:
        return "area"
    return "people" if "people" in kinds else "count"


def unit_of_area(heading: str) -> str:
    """The unit of area that a heading gives; square metres if it gives none."""
    found = (UNITS.get(word, "") for word in plain_words(heading).split())
    return next((unit for unit in found if unit in ("m2", "ha")), "m2")

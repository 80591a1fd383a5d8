"""Villages, and which municipality they are in: Oirlo, Oirlo (Venray), Venlo, bedrijventerrein Trade Port."""

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final, NamedTuple

from hea.reference.tables import municipalities
from hea.reference.words.places import (
    COUNTRY,
    former_municipality,
    is_mark_of,
    letters_of,
    marks_of_provinces,
    municipality_code,
    said_of,
)
from hea.reference.words.tables import plain_words

APART: Final = re.compile(r"\s*[(),;/]\s*|\s+[-–—]\s+")
"""Between a village and its municipality, in either order."""
DASH: Final = re.compile(r"\s*[-–—]\s*")
BEFORE: Final = re.compile(r"^(?:dorp|kern|kerkdorp|village of|buurtschap)\s+", re.IGNORECASE)
ABROAD: Final = frozenset({"d", "de", "duitsland", "germany", "b", "be", "belgie", "belgium", "elders"})
QUARTER: Final = re.compile(
    r"buurt|gracht|omgeving|eiland|zijde|wijk-|^(?:noord|oost|zuid|west)$", re.IGNORECASE
)
"""In the name of a part of a town."""
DIRECTIONS: Final = frozenset({"noord", "oost", "zuid", "west", "midden", "centrum", "nieuw", "oud", "haven"})
"""Parts of places everywhere, which name no village."""
OFFERED: Final = 3
MAX_NAME_WORDS: Final = 8
"""That are looked up of a name, from its beginning and from its end; no place has more."""


class Place(NamedTuple):
    """A municipality, and the village in it that was named."""

    code: str
    village: str = ""


def place_called(written: str) -> Place | None:
    """The place that was meant, if there is no doubt about it."""
    said = said_of(written)
    if code := municipality_code(said):
        return Place(code)
    parts = [part for part in APART.split(said) if part]
    if len(parts) == 2:
        return _of_two(*parts)
    return _of_one(said) or _joined(said) if len(parts) == 1 else None


def _joined(said: str) -> Place | None:
    """The second of two known places in a municipality with a dash between: Venlo-Blerick."""
    for dash in islice(DASH.finditer(said), MAX_NAME_WORDS):
        first, second = said[: dash.start()].strip(), said[dash.end() :].strip()
        if DIRECTIONS.isdisjoint((plain_words(first), plain_words(second))):
            wide, here = _codes_of(first), _villages().get(letters_of(second), ())
            inside = [place for place in here if place.code in wide]
            if len(inside) == 1:
                return inside[0]
    return None


def _codes_of(name: str) -> set[str]:
    """Codes of what a name is or was: a municipality, one that became part of others, a village."""
    code, former = municipality_code(name), former_municipality(name)
    found = {code} if code else set()
    return found | set(former.successors if former else ()) | set(municipalities_with(name))


def municipalities_with(written: str) -> tuple[str, ...]:
    """Codes of the municipalities in which there is a village of this name, or of its first part."""
    return tuple(place.code for place in _villages().get(letters_of(village_in(written)), ()))


def village_in(written: str) -> str:
    """The village that a place begins with: Valkenburg of Valkenburg (ZH)."""
    return BEFORE.sub("", next((part for part in APART.split(said_of(written)) if part), ""))


def municipalities_within(written: str) -> tuple[str, ...]:
    """Codes of what the parts of a place mean apart: Oirlo (Venlo), Tilburg-Noord, Ede of Barneveld."""
    said = said_of(written)
    parts = [part for part in APART.split(said) if part]
    if len(parts) > 1:
        codes = [code for part in parts[:MAX_NAME_WORDS] for code in _meant_by(part)]
    else:
        words = plain_words(said).split()
        counts = range(min(len(words) - 1, MAX_NAME_WORDS), 0, -1)
        begins, ends = (words[:count] for count in counts), (words[-count:] for count in counts)
        codes = [*_first_of(begins), *_first_of(ends)]
    return tuple(dict.fromkeys(codes))[:OFFERED]


@cache
def villages_of_municipality(code: str) -> tuple[str, ...]:
    """The villages of a municipality that are known, for a list that is searched by what it says.

    Quarters of a town are left out: the town finds them, and its line would hold little else.
    """
    town = plain_words(municipalities()[code].name)
    own = (village for village, its in _rows() if its == code and not QUARTER.search(village))
    return tuple(one for one in own if not f"{plain_words(one)} ".startswith(f"{town} "))


def _meant_by(part: str) -> tuple[str, ...]:
    """Codes of a municipality of a name, and of those with a village of that name."""
    code = None if part.isdecimal() else municipality_code(part)
    return (*((code,) if code else ()), *municipalities_with(part))


def _first_of(parts: Iterable[list[str]]) -> tuple[str, ...]:
    """What the first of some parts of a name mean that means something and is no point of the compass."""
    named = (" ".join(part) for part in parts if not DIRECTIONS.issuperset(part))
    return next((found for part in named if (found := _meant_by(part))), ())


def _of_two(first: str, second: str) -> Place | None:
    """A place with where it is: its municipality, or its province."""
    for name, where in ((first, second), (second, first)):
        if code := municipality_code(where):
            found = _in(name, code)
            if found or municipality_code(name) is None:
                return found
        elif (place := _in_province(name, where)) is not None:
            return place
    return None


def _in(name: str, code: str) -> Place | None:
    """A village or another place in a municipality; none if it is known to be elsewhere."""
    other = municipality_code(name)
    known = _villages().get(letters_of(BEFORE.sub("", name)), ())
    if here := [place for place in known if place.code == code]:
        return here[0]
    former = former_municipality(name)
    if former is not None:
        return Place(code, name) if code in former.successors else None
    says_where = plain_words(name) in {*marks_of_provinces(), *COUNTRY, *ABROAD}
    if known or says_where or (other is not None and other != code):
        return None
    return Place(code)


def _in_province(name: str, where: str) -> Place | None:
    """The only village of a name in a province."""
    known = _villages().get(letters_of(BEFORE.sub("", name)), ())
    here = [one for one in known if is_mark_of(where, municipalities()[one.code].province)]
    return here[0] if len(here) == 1 else None


def _of_one(said: str) -> Place | None:
    """A village by its name alone, or with a mark of its province behind it: Velp NB."""
    bare = BEFORE.sub("", said)
    if former_municipality(bare) is not None:
        return None
    known = _villages().get(letters_of(bare), ())
    if not known:
        name, _, mark = bare.rpartition(" ")
        return _in_province(name, mark) if name else None
    return known[0] if len(known) == 1 else None


@cache
def _villages() -> dict[str, tuple[Place, ...]]:
    """Places by the letters of their names; more than one if several municipalities have the name."""
    found: dict[str, list[Place]] = {}
    for name, code in _rows():
        found.setdefault(letters_of(name), []).append(Place(code, name))
    return {letters: tuple(dict.fromkeys(places)) for letters, places in found.items()}


def _rows() -> Iterator[tuple[str, str]]:
    text = (files(__package__) / "villages.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield from ((name, row["gm_code"]) for name in row["villages"].split("|"))

"""Municipalities by whatever they are called: other names and spellings, codes, and what they were before."""

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from hea.reference.tables import MAX_WORD_LENGTH, municipalities
from hea.reference.words.tables import plain_words

ONE_DIGIT_OFF: Final = 75
"""Likeness of two codes of four digits of which one differs."""
CODE: Final = re.compile(r"\s*(?:gm)?\s*0*(\d{1,4})(?:\.0)?\s*", re.IGNORECASE)
"""A code of Statistics Netherlands, also as a bare number or as a spreadsheet keeps one."""
SUFFIX: Final = re.compile(r"\s*\([A-Z]{1,2}\.\)$")
"""What tells two municipalities of one name apart."""
WHERE: Final = re.compile(r"\s*([^,(]+?)\s*[,(]\s*([^(),]{1,20}?)\s*\)?\s*")
"""A name with where it is, in brackets or behind a comma."""
BARE_MARK: Final = re.compile(r"\s*(.+?)\s+([A-Za-z][A-Za-z.-]{0,4})\s*")
"""A name with the mark of a province behind it: Ede Gld."""
COUNTRY: Final = ("nl", "nederland", "netherlands", "the netherlands")
SHORTENED: Final = {
    "limburg": ("lb", "lim"),
    "noord brabant": ("br", "nbr", "n br", "brabant"),
    "gelderland": ("gld", "gl"),
    "overijssel": ("ov", "o"),
    "utrecht": ("ut", "utr"),
    "flevoland": ("fl",),
    "friesland": ("fr", "frl"),
    "fryslan": ("fr", "frl", "friesland"),
    "groningen": ("gr", "gn"),
    "drenthe": ("dr",),
    "zeeland": ("ze", "zld"),
}
"""Usual marks of provinces that are not their first letters."""
LIKE: Final = 82
"""Likeness of whole names from which one is offered (100 is the same): Eerbeek is not like Beek."""
BEGINNING: Final = 4
"""Letters that the beginning of a name has at least: Echt of Echt-Susteren."""
OFFERED: Final = 3


class Former(NamedTuple):
    """A municipality that is no more."""

    year: int
    """From which it is part of others."""
    successors: tuple[str, ...]
    """Codes; more than one if it was divided."""


class OtherName(NamedTuple):
    """What else a municipality is or was called, or one that became part of it."""

    name: str
    until: int | None
    """The year from which a municipality of that name is part of others."""
    divided: bool
    """Whether only a part of it came here."""


class Names(NamedTuple):
    """Everything municipalities are and were called, by its letters alone."""

    now: dict[str, str]
    shared: dict[str, tuple[str, ...]]
    """Names that more than one municipality has."""
    former: dict[str, Former]


def municipality_code(written: str) -> str | None:
    """The code of the municipality that was meant, if there is no doubt about it."""
    if coded := CODE.fullmatch(said_of(written)):
        code = f"GM{int(coded[1]):04d}"
        return code if code in municipalities() else None
    return _names().now.get(letters_of(written)) or _within(written)


def _within(written: str) -> str | None:
    """The municipality before a mark of where it is, if it is there: Roermond (L), Venlo (NL)."""
    marked = WHERE.fullmatch(said_of(written)) or BARE_MARK.fullmatch(said_of(written))
    code = _names().now.get(letters_of(marked[1])) if marked else None
    if code is None or marked is None:
        return None
    where = marked[2]
    return (
        code if plain_words(where) in COUNTRY or is_mark_of(where, municipalities()[code].province) else None
    )


def is_mark_of(where: str, province: str) -> bool:
    """Whether it is how people write the name of a province, in full or shortened."""
    return plain_words(where) in _marks(province)


@cache
def marks_of_provinces() -> frozenset[str]:
    """Every way in which people write the name of any province."""
    return frozenset(mark for row in municipalities().values() for mark in _marks(row.province))


def _marks(province: str) -> tuple[str, ...]:
    """How people shorten the name of a province: L, Lb, NB, N-B, Gld."""
    words = plain_words(province)
    initials = "".join(word[0] for word in words.split())
    return words, initials, words.replace(" ", ""), " ".join(initials), *SHORTENED.get(words, ())


def former_municipality(written: str) -> Former | None:
    """What became of a municipality that is no more."""
    return _names().former.get(letters_of(written))


def is_code(written: str) -> bool:
    """Whether it is written as a code of a municipality; which is no name."""
    return CODE.fullmatch(said_of(written)) is not None


def municipalities_called(written: str) -> tuple[str, ...]:
    """Codes of the municipalities that share a name, or of those whose whole name is most like it."""
    letters = letters_of(written)
    if letters in _names().shared:
        return _names().shared[letters]
    if coded := CODE.fullmatch(said_of(written)):
        digits = {code: code[2:] for code in municipalities()}
        near = process.extract(coded[1].zfill(4), digits, scorer=fuzz.ratio, score_cutoff=ONE_DIGIT_OFF)
        return tuple(code for _, _, code in near)[:OFFERED]
    sound = letters.replace("ij", "y")
    hits = [name for _, _, name in process.extract(sound, _sounds(), scorer=fuzz.ratio, score_cutoff=LIKE)]
    longer = _longer(plain_words(said_of(written)))
    return tuple(dict.fromkeys((*longer, *(_names().now[name] for name in hits))))[:OFFERED]


def municipalities_in(region: str) -> tuple[str, ...]:
    """Codes of the municipalities in a region or a province that goes by a name, the largest first."""
    letters = re.sub(r"^(?:de)?(?:provincie|province|prov|regio|region)", "", letters_of(region))
    codes = _regions().get(letters, ()) or _regions().get(letters_of(region), ())
    return tuple(sorted(codes, key=lambda code: -(municipalities()[code].population or 0)))


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Codes by the letters of a region of Statistics Netherlands or a province, also without "Noord-"."""
    found: dict[str, list[str]] = {}
    for code, row in municipalities().items():
        names = {row.corop_name or "", row.province}
        for name in names | {re.sub(r"(^|-)Noord-Brabant$", r"\1Brabant", name) for name in names} - {""}:
            found.setdefault(letters_of(name), []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _longer(words: str) -> list[str]:
    """Codes of municipalities of whose name these are the first words: Horst of Horst aan de Maas."""
    if len(words) < BEGINNING:
        return []
    return [code for code, name in _plain_names().items() if name.startswith(f"{words} ")]


@cache
def _plain_names() -> dict[str, str]:
    return {code: plain_words(row.name) for code, row in municipalities().items()}


@cache
def _sounds() -> dict[str, str]:
    """Names as they sound, by how they are written."""
    return {name: name.replace("ij", "y") for name in _names().now}


def said_of(written: str) -> str:
    """What a name can be of what was written, with single spaces: patterns begin anew at each of them."""
    return " ".join(written.split())[:MAX_WORD_LENGTH]


@lru_cache(maxsize=1_000)
def letters_of(written: str) -> str:
    """Letters alone, of a name without what people put around it or shorten in it."""
    words = re.sub(r"\b(?:a\s?[/.]\s?d|ad)\b\.?", " aan de ", said_of(written).casefold())
    words = plain_words(words.replace("&", " en ").replace("+", " en "))
    words = re.sub(r"^(gemeente|gem|municipality of)\b|\b(gemeente|gem)$", "", words).strip()
    words = re.sub(r"\baan den\b", "aan de", re.sub(r"\bst\b", "sint", words))
    return words.replace(" ", "")


@cache
def _lines() -> tuple[dict[str, str], ...]:
    text = (files(__package__) / "municipalities.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def names_of_municipality(code: str) -> tuple[OtherName, ...]:
    """What else a municipality is found by, for a list that is searched by what it says.

    A name with which a longer one begins is found by that one.
    """
    lines = [line for line in _lines() if code in line["gm_codes"].split()]
    names = [plain_words(name) for name in (municipalities()[code].name, *(line["name"] for line in lines))]
    return tuple(
        OtherName(line["name"], int(line["until"]) if line["until"] else None, " " in line["gm_codes"])
        for line in lines
        if not any(
            one != plain_words(line["name"]) and one.startswith(plain_words(line["name"])) for one in names
        )
    )


def spellings(code: str) -> tuple[str, ...]:
    """How people shorten the words within the name of a municipality: Horst a/d Maas, Peel & Maas."""
    name = municipalities()[code].name
    short = (re.sub(r" aan de[nr]? ", " a/d ", name), name.replace(" en ", " & "))
    return tuple(one for one in short if one != name)


@cache
def _names() -> Names:
    now = {letters_of(row.name): code for code, row in municipalities().items()}
    bare: dict[str, list[str]] = {}
    for code, row in municipalities().items():
        if SUFFIX.search(row.name):
            bare.setdefault(letters_of(SUFFIX.sub("", row.name)), []).append(code)
    former: dict[str, Former] = {}
    for line in _lines():
        codes = tuple(line["gm_codes"].split())
        if line["until"]:
            former[letters_of(line["name"])] = Former(int(line["until"]), codes)
        else:
            now[letters_of(line["name"])] = codes[0]
    alone = {name: codes[0] for name, codes in bare.items() if len(codes) == 1}
    shared = {name: tuple(codes) for name, codes in bare.items() if len(codes) > 1}
    return Names({**alone, **now}, shared, former)

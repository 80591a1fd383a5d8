"""Municipalities by whatever they are called: other names and spellings, codes, and what they were before."""

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from hea.reference.tables import LONGEST_WORD, municipalities
from hea.reference.words.tables import plain_words

CODE: Final = re.compile(r"\s*(?:gm)?\s*0*(\d{1,4})(?:\.0)?\s*", re.IGNORECASE)
"""A code of Statistics Netherlands, also as a bare number or as a spreadsheet keeps one."""
SUFFIX: Final = re.compile(r"\s*\([A-Z]{1,2}\.\)$")
"""What tells two municipalities of one name apart."""
LIKE: Final = 75
"""Likeness of whole names from which one is offered (100 is the same): Eerbeek is not like Beek."""
BEGINNING: Final = 4
"""Letters that two names at least have in common if one begins with the other: Sittard, Sittard-Geleen."""
OFFERED: Final = 3


class Former(NamedTuple):
    """A municipality that is no more."""

    year: int
    """From which it is part of others."""
    successors: tuple[str, ...]
    """Codes; more than one if it was divided."""


class Names(NamedTuple):
    """Everything municipalities are and were called, by its letters alone."""

    now: dict[str, str]
    shared: dict[str, tuple[str, ...]]
    """Names that more than one municipality has."""
    former: dict[str, Former]


def municipality_code(written: str) -> str | None:
    """The code of the municipality that was meant, if there is no doubt about it."""
    if coded := CODE.fullmatch(written[:LONGEST_WORD]):
        code = f"GM{int(coded[1]):04d}"
        return code if code in municipalities() else None
    return _names().now.get(_letters(written))


def former_municipality(written: str) -> Former | None:
    """What became of a municipality that is no more."""
    return _names().former.get(_letters(written))


def municipalities_called(written: str) -> tuple[str, ...]:
    """Codes of the municipalities that share a name, or of those whose whole name is most like it."""
    letters = _letters(written)
    if letters in _names().shared:
        return _names().shared[letters]
    if coded := CODE.fullmatch(written[:LONGEST_WORD]):
        near = process.extract(
            coded[1].zfill(4), {code: code[2:] for code in municipalities()}, limit=OFFERED
        )
        return tuple(code for _, _, code in near)
    names = list(_names().now)
    hits = [name for name, _, _ in process.extract(letters, names, scorer=fuzz.ratio, score_cutoff=LIKE)]
    longer = [name for name in names if _begins(name, letters)]
    return tuple(dict.fromkeys(_names().now[name] for name in (*hits, *longer)))[:OFFERED]


def _begins(name: str, other: str) -> bool:
    """Whether one of two names begins with the other."""
    shortest = min(len(name), len(other))
    return shortest >= BEGINNING and name[:shortest] == other[:shortest]


def _letters(written: str) -> str:
    """Letters alone, of a name without what people put around it or shorten in it."""
    words = re.sub(r"\ba\s?[/.]\s?d\b\.?", " aan de ", written[:LONGEST_WORD].casefold())
    words = plain_words(words.replace("&", " en ").replace("+", " en "))
    words = re.sub(r"^(gemeente|gem|municipality of)\b|\b(gemeente|gem)$", "", words).strip()
    words = re.sub(r"\baan den\b", "aan de", re.sub(r"\bst\b", "sint", words))
    return words.replace(" ", "")


@cache
def _names() -> Names:
    now = {_letters(row.name): code for code, row in municipalities().items()}
    bare: dict[str, list[str]] = {}
    for code, row in municipalities().items():
        if SUFFIX.search(row.name):
            bare.setdefault(_letters(SUFFIX.sub("", row.name)), []).append(code)
    former: dict[str, Former] = {}
    text = (files(__package__) / "municipalities.csv").read_text(encoding="utf-8")
    for line in csv.DictReader(text.splitlines()):
        codes = tuple(line["gm_codes"].split())
        if line["until"]:
            former[_letters(line["name"])] = Former(int(line["until"]), codes)
        else:
            now[_letters(line["name"])] = codes[0]
    alone = {name: codes[0] for name, codes in bare.items() if len(codes) == 1}
    shared = {name: tuple(codes) for name, codes in bare.items() if len(codes) > 1}
    return Names({**alone, **now}, shared, former)

"""Tables of words, one cached reader per table."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from hea.reference.tables import MAX_WORD_LENGTH, SectorWithoutFigures, sectors, sectors_without_figures
from hea.texts import Lang

LIKE: Final = 80
"""Likeness of whole words from which a sector is offered (100 is the same)."""
SHORTEST_PART: Final = 5
"""Letters of a word that is looked for within another: kas also begins kastelein."""
OFFERED: Final = 3


def plain_words(written: str) -> str:
    """What was written in small letters and digits alone, so that accents and signs make no difference."""
    bare = unicodedata.normalize("NFKD", written.replace("²", "2")).casefold()
    if not bare.isascii():
        bare = "".join(character for character in bare if not unicodedata.combining(character))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def heading_words(section: str) -> dict[str, str]:
    """Column of a table by a word that people put above it, the best word for a column first."""
    return {
        plain_words(row["word"]): row["key"] for row in _rows("headings.csv") if row["section"] == section
    }


def sectors_called(written: str) -> tuple[str, ...]:
    """Ids of the sectors that a word may mean, also written in parts; none if the word is not known."""
    said, known = plain_words(written), sector_words()
    return known.get(said) or known.get(said.replace(" ", ""), ())


def sector_without_figures(written: str) -> SectorWithoutFigures | None:
    """The kind of work without figures that a word means, if it means one."""
    said = plain_words(written)
    for row in sectors_without_figures().values():
        if said in map(plain_words, (row.id, row.name_nl, row.name_en, *row.words.split("|"))):
            return row
    return None


def sectors_like(written: str) -> tuple[str, ...]:
    """Ids of the sectors of which a word stands within what was written, or is nearly the same word.

    A word is also known by what it begins or ends with, as Dutch joins words: koelopslag is storage.
    """
    words = sector_words()
    parts = plain_words(written[:MAX_WORD_LENGTH]).split()
    found = [one for part in parts for one in spoken_within(part)]
    if not found:
        whole = " ".join(parts)
        near = process.extract(whole, list(words), scorer=fuzz.ratio, score_cutoff=LIKE)
        found = [one for name, _, _ in near for one in words[name]]
    return tuple(dict.fromkeys(found))[:OFFERED]


def sectors_holding(written: str, lang: Lang) -> tuple[str, ...]:
    """Ids of the sectors in whose name or words something stands; else of those that are nearly called so."""
    said = plain_words(written)
    found = [
        key
        for key, row in sectors().items()
        if any(
            said in plain_words(word) for word in (getattr(row, f"name_{lang}"), *words_of_sector(key, lang))
        )
    ]
    return tuple(found) or sectors_called(written) or sectors_like(written)


def spoken_within(part: str) -> tuple[str, ...]:
    """Sectors of a word, or of the longest known words it begins and ends with."""
    words = sector_words()
    if part in words:
        return words[part]
    lengths = range(len(part), SHORTEST_PART - 1, -1)
    begin = next((part[:length] for length in lengths if part[:length] in words), "")
    end = next((part[-length:] for length in lengths if part[-length:] in words), "")
    both = [one for one in words.get(begin, ()) if one in words.get(end, ())]
    return tuple(both) or words.get(begin, ()) + words.get(end, ())


@cache
def words_of_sector(sector: str, lang: Lang) -> tuple[str, ...]:
    """Words that people use for a sector, for a list that is searched by what it says, in a language.

    A word with which a longer one begins is found by that one.
    """
    name = sectors()[sector].name_in(lang).casefold()
    lines = [line for line in _rows("sectors.csv") if sector in line["sector_ids"].split()]
    written = {line["word"].casefold(): line["word"] for line in lines}
    longer = (name, *written)
    found = (word for word in written if not any(one != word and one.startswith(word) for one in longer))
    return tuple(written[word] for word in found)


class SharedWord(NamedTuple):
    """A word that may mean more than one sector."""

    word: str
    sectors: tuple[str, ...]
    """Ids."""


@cache
def shared_word(sector: str) -> SharedWord | None:
    """The first word that people use for a sector and for another one as well."""
    rows = (SharedWord(line["word"], tuple(line["sector_ids"].split())) for line in _rows("sectors.csv"))
    return next((row for row in rows if sector in row.sectors and len(row.sectors) > 1), None)


@cache
def sector_words() -> dict[str, tuple[str, ...]]:
    """Ids of the sectors of every word that is known."""
    words = {plain_words(row["word"]): tuple(row["sector_ids"].split()) for row in _rows("sectors.csv")}
    for key, row in sectors().items():
        words |= {plain_words(name): (key,) for name in (key, row.name_nl, row.name_en)}
    return words


@cache
def level_words() -> dict[str, tuple[str, ...]]:
    """Ids of the levels of jobs that a word may mean."""
    return {row["word"]: tuple(row["level_ids"].split()) for row in _rows("levels.csv")}


def levels_like(written: str) -> tuple[str, ...]:
    """Ids of the levels of jobs that were perhaps meant, by the longest known words within it."""
    said, words = plain_words(written[:MAX_WORD_LENGTH]), level_words()
    if said in words:
        return words[said]
    known = [word for word in words if len(word) >= SHORTEST_PART]
    longest = (
        max((word for word in known if part.startswith(word) or part.endswith(word)), key=len, default="")
        for part in said.split()
    )
    return tuple(dict.fromkeys(one for word in longest for one in words.get(word, ())))[:OFFERED]


@cache
def share_words() -> dict[str, float]:
    """Parts of one by the words for them."""
    return {row["word"]: float(row["share"]) for row in _rows("shares.csv")}


@cache
def moment_words() -> dict[str, str]:
    """Month of what people call a time of the year, or the feast whose month differs by year."""
    return {row["word"]: row["month"] for row in _rows("moments.csv")}


@cache
def number_words() -> dict[str, int]:
    """Whole numbers by their word."""
    return {row["word"]: int(row["value"]) for row in _rows("numbers.csv")}

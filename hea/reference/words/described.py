"""Sectors from a description: a word that is known with a product, a place or a brand beside it."""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from hea.reference.tables import MAX_WORD_LENGTH, SectorWithoutFigures, sectors_without_figures, whole_of
from hea.reference.words.tables import (
    LIKE,
    SHORTEST_PART,
    plain_words,
    sector_words,
    sectors_called,
    spoken_within,
)

MAX_WORDS: Final = 8
"""More of them are a story, of which nobody knows what it is about."""
MAX_PHRASE_LENGTH: Final = 4
"""Words of the longest phrase that the table knows."""
CHOICE: Final = frozenset({"of", "or"})
LINKS: Final = CHOICE | {"van", "de", "het", "een", "in", "te", "met", "en", "and", "with", "the"}
"""Words that join two others and are no name themselves."""
TURNING: Final = frozenset(
    {
        "geen", "niet", "zonder", "voor", "bij", "naast", "nabij", "tegenover", "naar", "ex",
        "voormalig", "voormalige", "leverancier", "toeleverancier", "toelevering", "onderhoud",
        "installatie", "machines", "sloop", "kantoor", "hoofdkantoor", "verkoop", "advies",
        "techniek", "herontwikkeling", "transformatie", "not", "no", "without", "for", "near",
        "next", "former", "supplier", "maintenance", "office", "sales",
    }
)  # fmt: skip
"""Words after which the work may be another than the word beside them says."""


class Described(NamedTuple):
    """What a description may mean."""

    sectors: tuple[str, ...] = ()
    """Ids; more than one if its words mean different things."""
    without: SectorWithoutFigures | None = None
    """The kind of work without figures that it means."""


NOTHING: Final = Described()


def sectors_described(written: str) -> Described:
    """What is meant by a word that is known with others beside it; nothing if that cannot be told.

    All its words have to mean the same sector, or a kind of it; what else stands there is a name.
    """
    words = plain_words(written[:MAX_WORD_LENGTH]).split()
    if not 2 <= len(words) <= MAX_WORDS or TURNING & set(words):
        return NOTHING
    phrases, names = _taken_apart([word for word in words if word not in LINKS])
    without = [row for phrase in phrases if (row := _without_figures(phrase))]
    meant = [_meaning(phrase) for phrase in phrases]
    if not meant or CHOICE & set(words) or (without and len(phrases) > len(without)):
        return Described(_several(meant) if len(meant) > 1 else ())
    if without:
        return Described(without=without[0])
    hints = [found for name in names if (found := _resembling(name))]
    return Described(_common([*meant, *hints]) or _several([*meant, *hints]))


def _taken_apart(words: list[str]) -> tuple[list[str], list[str]]:
    """The phrases that are known, the longest first at each word, and the words between them."""
    phrases: list[str] = []
    names: list[str] = []
    at = 0
    while at < len(words):
        lengths = range(min(MAX_PHRASE_LENGTH, len(words) - at), 0, -1)
        hit = next(
            (words[at : at + length] for length in lengths if _meaning(*words[at : at + length])), None
        )
        if hit is None:
            names.append(words[at])
        else:
            phrases.append(" ".join(hit))
        at += len(hit or [""])
    return phrases, names


def _meaning(*phrase: str) -> tuple[str, ...]:
    """Sectors of a phrase, also of one in the other order or written as one word."""
    words = " ".join(phrase).split()
    return next((found for said in _ways(words) if (found := _known().get(said))), ())


def _ways(words: list[str]) -> Iterator[str]:
    """How the same words may stand in the table."""
    for order in (words, words[::-1]) if len(words) == 2 else (words,):
        yield " ".join(order)
        yield "".join(order)


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Sectors of every phrase; of work without figures those that are nearest to it."""
    rows = sectors_without_figures().values()
    nearest = {plain_words(word): tuple(row.nearest.split()) for row in rows for word in row.words.split("|")}
    return nearest | sector_words()


def _without_figures(phrase: str) -> SectorWithoutFigures | None:
    rows = sectors_without_figures().values()
    return next((row for row in rows if phrase in map(plain_words, row.words.split("|"))), None)


def _resembling(name: str) -> tuple[str, ...]:
    """Sectors of a word that is known within a longer one, or is nearly the same."""
    if len(name) < SHORTEST_PART:
        return ()
    if within := spoken_within(name):
        return within
    single = [word for word in sector_words() if " " not in word]  # processing alone is not meat processing
    hit = process.extractOne(name, single, scorer=fuzz.ratio, score_cutoff=LIKE)
    return sectors_called(hit[0]) if hit else ()


def _common(meanings: list[tuple[str, ...]]) -> tuple[str, ...]:
    """The sectors that every word may mean; a kind is meant by the word for its whole as well."""
    return tuple(
        one for one in _several(meanings) if all({one, whole_of(one)} & set(each) for each in meanings)
    )


def _several(meanings: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for meaning in meanings for one in meaning))

"""Everything a user reads, in Dutch and English, and numbers in the notation of the language.

Sentences stand in ``nl.toml`` and ``en.toml`` under the same keys. Values are filled in with format
specifications that follow the language: ``{count:n0}`` a number, ``{share:p0}`` a percentage,
``{years:g}`` a number as short as it is, ``{own:x}`` one with all its decimals, ``{month:m}`` a
month, ``{value:u}`` one that cannot be read in two ways, ``{value}`` as it is.
"""

import datetime as dt
import math
import string
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from hea.units import nearest

Lang = Literal["nl", "en"]
LANGUAGES: tuple[Lang, ...] = ("nl", "en")
LOCALES = {"nl": "nl_NL", "en": "en_GB"}


class MissingTextError(KeyError):
    """A key that no text file holds; a defect of the program, not of the input."""


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """All texts of a language under dotted keys."""
    content = tomllib.loads((files(__package__) / f"{lang}.toml").read_text(encoding="utf-8"))
    return dict(_flatten(content))


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            pairs += _flatten(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs


class _Notation(string.Formatter):
    """Format specifications that follow the language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401
        kind, digits = format_spec[:1], format_spec[1:]
        if kind == "n":
            return number(value, self.lang, int(digits or 0))
        if kind == "g":
            return plain(value, self.lang)
        if kind == "x":
            return exact(value, self.lang)
        if kind == "u":
            return unmistakable(value, self.lang)
        if kind == "p":
            return percent(value, self.lang, int(digits or 0))
        if kind == "k":
            return chance(value, self.lang)
        if kind == "m":
            return month(value, self.lang)
        return str(super().format_field(value, format_spec))


def text(key: str, lang: Lang = "nl", /, **values: object) -> str:
    """The sentence under a key with its values filled in.

    A sentence that counts something stands there twice if the language needs that: for a ``count`` of one,
    and for none, under the same key with ``_one`` and ``_none`` behind it.

    Raises:
        MissingTextError: if the key is not in the catalogue.
    """
    known, count = catalogue(lang), values.get("count")
    counted = f"{key}_one" if count == 1 else f"{key}_none" if count == 0 else key
    try:
        pattern = known[counted if counted in known else key]
    except KeyError:
        raise MissingTextError(f"{key} ({lang})") from None
    return _Notation(lang).format(pattern, **values)


BEYOND_COUNTING = 1e15
"""A number from here on is no quantity of anything; it is written short, as it appears only in a refusal."""


def closed(sentence: str) -> str:
    """What somebody typed as a sentence, so that the next one does not run on from it."""
    words = sentence.rstrip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def number(value: float, lang: Lang = "nl", digits: int = 0) -> str:
    """A number with ``digits`` decimals: 1.234,5 in Dutch, 1,234.5 in English."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return _written(nearest(value, digits), pattern, lang)


@lru_cache(maxsize=10_000)
def _written(value: float, pattern: str, lang: Lang) -> str:
    """A number in a pattern; pages and reports write the same ones again and again."""
    if abs(value) >= BEYOND_COUNTING:
        return f"{value:.2e}".replace(".", "," if lang == "nl" else ".")
    from babel.numbers import format_decimal  # babel takes as long to load as what `hea --help` needs besides

    return str(format_decimal(value, format=pattern, locale=LOCALES[lang]))


def plain(value: float, lang: Lang = "nl") -> str:
    """A number with no more decimals than it has, at most two: 5 but 4,5."""
    return _written(nearest(value, 2), "#,##0.##", lang)


def amount(value: float, lang: Lang = "nl") -> str:
    """A quantity that may be small, with about two digits that count: 0,0012 but 1.200."""
    if value == 0:
        return "0"
    return number(value, lang, max(0, min(4, 1 - math.floor(math.log10(abs(value))))))


def percent(share: float, lang: Lang = "nl", digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    if abs(share) >= BEYOND_COUNTING:
        return f"{_written(share * 100, pattern, lang)}%"
    from babel.numbers import format_percent

    return str(format_percent(nearest(share, digits + 2), format=f"{pattern}%", locale=LOCALES[lang]))


LEAST_TOLD = 0.01
"""A chance below a hundredth is told as that: what is drawn is not known well enough to say less."""


def chance(share: float, lang: Lang = "nl", least: float = LEAST_TOLD) -> str:
    """A share of the draws as a chance, named the same everywhere: never nothing and never all of them."""
    if share < least:
        return text("chance.hardly", lang, chance=percent(least, lang))
    if share > 1 - least:
        return text("chance.nearly", lang, chance=percent(1 - least, lang))
    return percent(share, lang)


def month(value: str, lang: Lang = "nl") -> str:
    """``2027-03`` as "maart 2027"."""
    from babel.dates import format_date

    first = dt.date(int(value[:4]), int(value[5:7]), 1)
    return str(format_date(first, format="MMMM y", locale=LOCALES[lang]))


def date(value: dt.date, lang: Lang = "nl") -> str:
    """A day as people read it: 1 maart 2027."""
    from babel.dates import format_date

    return str(format_date(value, format="d MMMM y", locale=LOCALES[lang]))


def exact(value: float, lang: Lang = "nl") -> str:
    """A number with all its decimals, which reads back as the same number: for fields to type in."""
    digits = repr(round(value, 10)).split(".")[-1] if value != int(value) else ""
    grouped = len(digits) == LOOKS_GROUPED and abs(value) >= 1  # else 1,125 reads back as 1125
    return number(value, lang, len(digits) + grouped if "e" not in digits else 10)


LOOKS_GROUPED = 3
"""Decimals that look like thousands."""


def unmistakable(value: float, lang: Lang = "nl") -> str:
    """A number that reads back as the same whatever it measures: 1200 and 1,2350, not 1.200 or 1,235."""
    digits = repr(round(value, 10)).split(".")[-1] if value != int(value) else ""
    decimals = 10 if "e" in digits else len(digits) + (len(digits) == LOOKS_GROUPED)
    return _written(round(value, 10) + 0.0, "0" + ("." + "0" * decimals if decimals else ""), lang)

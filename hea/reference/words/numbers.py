"""Whole numbers in words: tweehonderd, vijfentwintig, two hundred."""

import re
from functools import cache
from typing import Final

from hea.reference.words.tables import number_words, plain_words

LONGEST: Final = 40
"""Letters of a number in words; what is longer is a story."""
HUNDRED, THOUSAND = 100, 1000


def number_called(written: str) -> int | None:
    """The number that words say; ``None`` if they say none."""
    said = plain_words(written[: LONGEST + 1])
    if not said or len(said) > LONGEST or any(letter.isdigit() for letter in said):
        return None
    parts = _parts(said.replace(" ", ""))
    return _counted(parts) if parts else None


def _parts(letters: str) -> list[int]:
    """The numbers that letters are made of, with or without *en* and *and* between; none of other letters."""
    whole = re.fullmatch(rf"(?:{_pattern()}|en|and)+", letters)
    return [number_words()[part] for part in re.findall(_pattern(), letters)] if whole else []


@cache
def _pattern() -> str:
    return "|".join(sorted(number_words(), key=len, reverse=True))


def _counted(parts: list[int]) -> int | None:
    """What parts come to together: twee honderd vijf en twintig; ``None`` if they do not belong together."""
    total = within = 0
    used: list[int] = []
    for part in parts:
        if part == THOUSAND:
            if total:
                return None
            total, within, used = max(within, 1) * THOUSAND, 0, []
        elif part == HUNDRED:
            if within >= HUNDRED:
                return None
            within, used = max(within, 1) * HUNDRED, []
        elif _fits(used, part):
            within += part
            used.append(part)
        else:
            return None
    return total + within


def _fits(used: list[int], part: int) -> bool:
    """Whether a number below a hundred goes with those beside it: a unit with one multiple of ten."""
    if not used:
        return True
    low, high = sorted((used[0], part))
    return len(used) == 1 and low < 10 and high >= 20

"""A share of the whole: 45%, 45 or a fraction; what can be either is asked."""

import re
from typing import Final, NoReturn

from hea.exchange.written.numbers import PART_OF_PEOPLE, SHOWN, WrittenError, cleaned, read_with_unit, refuse
from hea.exchange.written.ranges import ABOUT, read_number
from hea.reference.words import share_words
from hea.units import Percentage

WHOLE: Final = 100.0
SIGN: Final = re.compile(
    r"\s*(?:%|procent\b|percent\b|pct\b)(?=\s*(?:$|[-–—]|(?:tot|t/m|en|à|to|and)\b))", re.IGNORECASE
)
"""Behind a percentage, or behind each end of a range of them."""
AGENCY: Final = re.compile(
    r"(\d\s*(?:%|procent|percent|pct))\s*\(?(?:via (?:een |het )?uitzendbureaus?|via uitzend|uitzend\w*"
    r"|flex\w*|inleen\w*|inhuur|through (?:an )?agency|agency|temps?)\)?$",
    re.IGNORECASE,
)
"""A word for agency work behind a percentage."""
FRACTION: Final = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
LARGEST_FRACTION: Final = 10
"""Beyond it two numbers with a stroke between them are more likely two percentages."""
LEAST_TYPED: Final = 2.0
"""From here a cell that shows a percentage holds a number that was put there as such: 45 and not 4500%."""


def read_share(written: object, *, agency: bool = False) -> float:
    """A share as a part of one.

    Args:
        written: what stands there.
        agency: whether the share of agency work is asked, so that a word for it may stand behind.

    With a per cent sign it is a percentage; above one it can only be one. A number that a file holds as
    such, at most one, is a part of one, as the format says. Typed without the sign, 0,45 may be 45% or 0,45%.

    Raises:
        WrittenError: if it is no share, or can be read in two ways.
    """
    if isinstance(written, Percentage) and 1 < written < LEAST_TYPED:
        _beyond(written * WHOLE)
    typed = isinstance(written, str)
    word = cleaned(written) if isinstance(written, str) else ""
    word = AGENCY.sub(r"\1", word) if agency else word
    if (spoken := _in_words(word)) is not None:
        return spoken
    word = ABOUT.sub("", word)
    signed = SIGN.search(word) is not None
    if (people := _people(word)) is not None:
        raise WrittenError("share_people", value=str(written).strip()[:SHOWN], number=people)
    number = _number(word, str(written)) if typed else read_number(written, "ratio")
    if not 0 <= number <= WHOLE:
        _beyond(number)
    if signed or number > 1:
        return number / WHOLE
    if typed and number > 0:
        values = {"part": number * WHOLE, "percent": number}
        raise WrittenError("written_share", value=word[:SHOWN], **values)
    return number


def _in_words(word: str) -> float | None:
    """A share in words or as a fraction: driekwart, 1/3.

    Raises:
        WrittenError: if two percentages that make up the whole stand there.
    """
    spoken = share_words().get(re.sub(r"\s+", " ", word.casefold()))
    if spoken is not None:
        return spoken
    parts = FRACTION.fullmatch(word)
    if parts is None:
        return None
    part, whole = int(parts[1]), int(parts[2])
    if part + whole == WHOLE:
        raise WrittenError("share_both", value=word[:SHOWN], first=part, second=whole)
    return part / whole if part <= whole <= LARGEST_FRACTION and whole else None


def _people(word: str) -> float | None:
    """The people that were counted where a part of them is asked: 45 personen, 60 uitzendkrachten."""
    part = PART_OF_PEOPLE.search(word)
    try:
        found = read_with_unit(word[: part.start()] if part else word, "count")
    except WrittenError:
        return None
    return found.value if part or found.unit in ("persons", "fte") else None


def _number(word: str, written: str) -> float:
    """The number without its sign; what is wrong with it is told of what was written."""
    if not word:
        refuse(written)
    try:
        return read_number(SIGN.sub("", word), "ratio")
    except WrittenError as error:
        if error.code == "written_range":
            raise WrittenError("share_span", value=(word or written)[:SHOWN], example=_middle(word)) from None
        if error.code == "typed_number":
            raise WrittenError("typed_share", value=(word or written)[:SHOWN]) from None
        raise WrittenError(error.code, **{**error.values, "value": (word or written)[:SHOWN]}) from None


def _middle(word: str) -> float:
    """The middle of the percentages of a range; of one end that one."""
    ends = [float(end.replace(",", ".")) for end in re.findall(r"\d{1,3}(?:[.,]\d+)?", word)]
    return sum(ends) / len(ends)


def _beyond(percentage: float) -> NoReturn:
    raise WrittenError("typed_percentage", value=percentage)

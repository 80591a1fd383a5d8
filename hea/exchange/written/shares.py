"""A share of the whole: 45%, 45 or a fraction; what can be either is asked."""

import re
from typing import Final, NoReturn

from hea.exchange.written.numbers import SHOWN, WrittenError, cleaned, refuse
from hea.exchange.written.ranges import read_number
from hea.units import Percentage

WHOLE: Final = 100.0
SIGN: Final = re.compile(
    r"\s*(?:%|procent\b|percent\b|pct\b)(?=\s*(?:$|[-–—]|(?:tot|t/m|en|à|to|and)\b))", re.IGNORECASE
)
"""Behind a percentage, or behind each end of a range of them."""
LEAST_TYPED: Final = 2.0
"""From here a cell that shows a percentage holds a number that was put there as such: 45 and not 4500%."""


def read_share(written: object) -> float:
    """A share as a part of one.

    With a per cent sign it is a percentage; above one it can only be one. A number that a file holds as
    such, at most one, is a part of one, as the format says. Typed without the sign, 0,45 may be 45% or 0,45%.

    Raises:
        WrittenError: if it is no share, or can be read in two ways.
    """
    if isinstance(written, Percentage) and 1 < written < LEAST_TYPED:
        _beyond(written * WHOLE)
    typed = isinstance(written, str)
    word = cleaned(written) if isinstance(written, str) else ""
    signed = SIGN.search(word) is not None
    number = _number(word, str(written)) if typed else read_number(written, "ratio")
    if not 0 <= number <= WHOLE:
        _beyond(number)
    if signed or number > 1:
        return number / WHOLE
    if typed and number > 0:
        values = {"part": number * WHOLE, "percent": number}
        raise WrittenError("written_share", value=word[:SHOWN], **values)
    return number


def _number(word: str, written: str) -> float:
    """The number without its sign; what is wrong with it is told of what was written."""
    if not word:
        refuse(written)
    try:
        return read_number(SIGN.sub("", word), "ratio")
    except WrittenError as error:
        raise WrittenError(error.code, **{**error.values, "value": (word or written)[:SHOWN]}) from None


def _beyond(percentage: float) -> NoReturn:
    raise WrittenError("typed_percentage", value=percentage)

"""What stands in the way of reading a number, so that the question says how to write it instead."""

import datetime as dt
import re
from typing import Final, NoReturn

from hea.exchange.written.counting import BASIS_WORDS
from hea.exchange.written.dates import read_day
from hea.exchange.written.numbers import PART_OF_PEOPLE, SHOWN, Quantity, WrittenError, cleaned, refuse
from hea.units import Percentage

COUNTED: Final = frozenset({"count", "places", "m2", "ha"})
"""What a percentage is no number of."""
NUMBERS: Final = re.compile(r"\d[\d.,]*")
ENDS: Final = re.compile(
    r"(?:\b(?:ca|plm|circa|ongeveer|about)\.? |±)?\d[\d.,]*(?:\s?(?:-|–|tot|to)\s?\d[\d.,]*)?"
)
"""A number or a range within other words."""
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[ T]00:00.*)?|\d{1,2}[-/]\d{1,2}[-/]\d{4}")
"""A day as a list has it where a spreadsheet took a range for one."""
SHORT_DAY: Final = re.compile(r"\d{1,2}-[a-z]{3,4}|[a-z]{3,4}-\d{1,2}", re.IGNORECASE)
ANY_YEAR: Final = 2024
"""One with 29 February, for a day that stands there without its year."""
LET_FLOOR: Final = re.compile(r"\d\s*(?:m2|m²|sqm)?\s*(?:\(?(?:vvo|nvo|nla|lfa)\b)", re.IGNORECASE)
"""The floor that can be let or used: less than the gross floor that is asked for."""
VAGUE: Final = re.compile(
    r"(?:ruim|bijna|krap|goed|een kleine|een dikke|nearly|almost|well over)\s", re.IGNORECASE
)


def refuse_percentage(written: object, of: Quantity) -> None:
    """Ask back a cell that shows a percentage where something is counted.

    Raises:
        WrittenError: if it does.
    """
    if isinstance(written, Percentage) and of in COUNTED:
        raise WrittenError("size_percent", value=f"{written * 100:.6g}%")


def refuse_day(written: object) -> None:
    """Ask back a day of the calendar where a size is asked: spreadsheets make one of 10-12.

    Raises:
        WrittenError: if it is one.
    """
    day = _as_day(written)
    if day is not None:
        ends = sorted((day.day, day.month))
        told = written.strip() if isinstance(written, str) and SHORT_DAY.fullmatch(written.strip()) else ""
        shown = told or f"{day.day}-{day.month}-{day.year}"
        raise WrittenError("size_day", value=shown, low=ends[0], high=ends[1])


def refuse_size(written: str, of: Quantity) -> NoReturn:
    """Say what is in the way of reading a size.

    Raises:
        WrittenError: always.
    """
    code = _fault(cleaned(written)) if of in COUNTED else ""
    if of in ("m2", "ha") and LET_FLOOR.search(cleaned(written)):
        code = "area_let"
    if not code:
        refuse(written)
    found = (ENDS if code == "size_basis" else NUMBERS).search(written)
    raise WrittenError(code, value=written.strip()[:SHOWN], number=found[0].rstrip(".,") if found else "")


def _fault(word: str) -> str:
    """Key of the sentence about what is in the way; empty if nothing can be said of it."""
    numbers = len(NUMBERS.findall(word))
    if not numbers:
        return ""
    if re.search(r"\d\s*(?:%|procent\b|percent\b)", word, re.IGNORECASE):
        return "size_percent"
    if numbers == 1 and PART_OF_PEOPLE.search(word):
        return "size_part"
    said = re.findall(r"[^\W\d_]+", word.casefold())
    if any(each in BASIS_WORDS for each in said):
        return "size_basis"
    if VAGUE.match(word):
        return "size_vague"
    if "(" in word:
        return "size_beside"
    return "size_two" if numbers > 1 and re.search(r"[/;+&]|,\s|[^\W\d_]", word) else ""


def _as_day(written: object) -> dt.date | None:
    if isinstance(written, dt.date):
        return written
    word = cleaned(written).rstrip(".") if isinstance(written, str) else ""
    if SHORT_DAY.fullmatch(word):
        day, name = sorted(word.split("-"), key=str.isalpha)
        word = f"{day}-{name}-{ANY_YEAR}"
    elif not DAY.fullmatch(word):
        return None
    try:
        return read_day(word)
    except WrittenError:
        return None

"""What stands in the way of reading a number, so that the question says how to write it instead."""

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from typing import Final, NoReturn

from hea.exchange.written.counting import BASIS_WORDS
from hea.exchange.written.dates import read_day
from hea.exchange.written.numbers import (
    PART_OF_PEOPLE,
    SHOWN,
    UNIT,
    Quantity,
    WrittenError,
    cleaned,
    read_with_unit,
)
from hea.exchange.written.together import Fault, together_fault
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
NOT_GROSS: Final[Mapping[str, re.Pattern[str]]] = {
    "area_let": re.compile(r"\d\s*(?:m2|m²|sqm)?\s*(?:\(?(?:vvo|nvo|nla|lfa)\b)", re.IGNORECASE),
    "area_volume": re.compile(r"\d\s*(?:m3|m³|kuub)\b|\d\s*m³", re.IGNORECASE),
    "area_net": re.compile(r"\b(?:netto|uitgeefbaar|net)\b", re.IGNORECASE),
}
"""What is less than the gross floor or the whole plot, or no area at all, by the sentence about it."""
VAGUE: Final = re.compile(
    r"(?:ruim|bijna|krap|goed|een kleine|een dikke|nearly|almost|well over)\s", re.IGNORECASE
)
UNDER: Final = re.compile(r"(?:bijna|krap|een kleine|nearly|almost)\s", re.IGNORECASE)
UNDER_BY, OVER_BY = 5 / 6, 7 / 6
"""How far the example of a range reaches that a vague word may stand for."""
DOUBTED: Final = re.compile(r"\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?\?+")
PERCENT: Final = re.compile(r"\d\s*(?:%|procent\b|percent\b)", re.IGNORECASE)
IN_TIME: Final = re.compile(
    r"(.*\d)\s+(?:op (?:de )?(?:lange )?termijn|op den duur|uiteindelijk|straks|in de toekomst|eventually"
    r"|in time)",
    re.IGNORECASE,
)
UNREAD: Final[Mapping[Quantity, str]] = {
    "count": "typed_count", "places": "typed_count", "people": "typed_count", "m2": "typed_area",
    "ha": "typed_area",
}  # fmt: skip
"""What to say of what is no number at all, by what is asked."""
FAULTS: Final = (
    "typed_count", "typed_area", "size_vague_under", "size_doubted", "size_in_time", "size_with_season",
    "size_with_peak", "size_with_agency", "size_in_both", "size_range_or_sum", "size_sum", "size_sum_fte",
    "size_times",
    "area_two", "area_sum", "area_times", "area_volume", "area_net",
)  # fmt: skip
"""Sentences about what is no size at all, or may be two."""


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
    """Say what is in the way of reading a size, with an example that fits it.

    Raises:
        WrittenError: always.
    """
    word = cleaned(written)
    shown = written.strip()[:SHOWN]
    area = of in ("m2", "ha")
    if area and (code := next((key for key, mark in NOT_GROSS.items() if mark.search(word)), "")):
        found = NUMBERS.search(word)
        raise WrittenError(code, value=shown, number=found[0].rstrip(".,") if found else "")
    fault = together_fault(word, of) or (_fault(word, area=area) if of in COUNTED else None)
    if fault is None:
        raise WrittenError(UNREAD.get(of, "typed_number") if shown else "typed_nothing", value=shown)
    raise WrittenError(fault.code, value=shown, **fault.values)


def _fault(word: str, *, area: bool) -> Fault | None:
    """What is in the way of reading a size, if something can be said of it."""
    numbers = NUMBERS.findall(word)
    if not numbers:
        return None
    ends = [found[0].strip().rstrip(".,") for found in ENDS.finditer(word)]
    first = {"number": ends[0] if ends else numbers[0]}
    said = re.findall(r"[^\W\d_]+", word.casefold())
    if DOUBTED.fullmatch(word):
        return Fault("size_doubted", {"number": word.rstrip("? ")})
    if PERCENT.search(word):
        return Fault("size_percent", {})
    if len(numbers) == 1 and PART_OF_PEOPLE.search(word):
        return Fault("size_part", {})
    if any(each in BASIS_WORDS for each in said):
        return Fault("size_basis", first)
    if VAGUE.match(word):
        return _vague(word, first["number"], area=area)
    if (later := IN_TIME.fullmatch(word)) is not None:
        return Fault("size_in_time", {"number": later[1]})
    if "(" in word:
        return Fault("size_beside", {"example": _example(first["number"], word)})
    several = len(numbers) > 1 and re.search(r"[/;+&x×]|,\s|[^\W\d_]", word)
    return Fault("area_two" if area else "size_two", {}) if several else None


def _vague(word: str, number: str, *, area: bool) -> Fault:
    """A range that words such as *ruim* and *bijna* may stand for, as an example."""
    behind = UNIT.search(word)
    try:
        value = read_with_unit(number, "m2" if area else "count").value
    except WrittenError:
        return Fault("size_two", {})
    under = UNDER.match(word) is not None
    low = _two_digits(value * UNDER_BY, math.floor) if under else value
    high = value if under else _two_digits(value * OVER_BY)
    values = {"low": low, "high": high, "number": value, "unit": f" {behind[1]}" if behind else ""}
    return Fault("size_vague_under" if under else "size_vague", values)


def _two_digits(value: float, rounded: Callable[[float], int] = math.ceil) -> float:
    """A number of which two digits tell enough."""
    step = 10 ** max(math.floor(math.log10(value)) - 1, 0) if value > 0 else 1
    return float(rounded(round(value / step, 6)) * step)


def _example(number: str, word: str) -> str:
    """A number as it was written, with the unit that stands behind it there."""
    behind = UNIT.search(re.sub(r"\s*\(.*", "", word))
    return f"{number} {behind[1]}" if behind else number


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

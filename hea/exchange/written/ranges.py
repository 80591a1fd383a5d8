"""A number or a range as people write it: 250-300, tussen 250 en 300, ca. 300, tot 800, meer dan 500."""

import math
import re
from typing import Final, NamedTuple

from hea.exchange.written.faults import refuse_day, refuse_percentage, refuse_size
from hea.exchange.written.numbers import (
    BEHIND,
    IN_M2,
    MAX_WRITTEN_LENGTH,
    SHOWN,
    UNIT,
    Number,
    Quantity,
    WrittenError,
    cleaned,
    held_number,
    in_asked_unit,
    people_behind,
    read_with_unit,
    refuse,
)
from hea.exchange.written.together import sides_of
from hea.proposal import Size, Span
from hea.units import M2_PER_HA

ABOUT: Final = re.compile(
    r"^(?:ca\.?|c\.a\.|circa|ongeveer|ong\.?|om en (?:na)?bij|plm\.?|±|\+/-|\+-|~|≈|rond(?: de)?|zo'n|"
    r"about|approx\.?|approximately|around|roughly)\s*(?=[\d.,])",
    re.IGNORECASE,
)
AT_MOST: Final = re.compile(
    r"^(?:tot(?: en met)?|t/m|max\.?|maximaal|hooguit|hoogstens|ten hoogste|<=?|≤|up to|at most|no more than|"
    r"minder dan|less than|under|onder(?: de)?)\s*(?=[\d.,])",
    re.IGNORECASE,
)
AT_LEAST: Final = re.compile(
    r"^(?:min\.?|minimaal|minstens|ten minste|vanaf|>=?|≥|at least|more than|over|meer dan|boven(?: de)?"
    r"|from)\s*(?=[\d.,])",
    re.IGNORECASE,
)
OR_MORE: Final = re.compile(r"\s*(?:\+|\bplus|\b(?:of|or) (?:meer|more))(?P<unit>.*)$", re.IGNORECASE)
"""Behind a number, and before its unit if it has one: 500+, 500+ fte, 500 of meer."""
BETWEEN: Final = re.compile(r"^(?:tussen(?: de)?|between|van|from)\s+(?=[\d.,])", re.IGNORECASE)
TO: Final = re.compile(
    r"(?<=[\w².,])\s*(?:-|–|—|\.\.\.?|…|\b(?:tot en met|tot|t/m|en|and|to|à|á|a|of|or)\b)"
    r"\s*(?:(?:ca\.?|circa|ongeveer|about|max\.?|maximaal|hoogstens|hooguit|at most)\s*)?(?=[\d.,])",
    re.IGNORECASE,
)
FROM_TO: Final = re.compile(
    r"^(?:min\.?|minimaal|minstens|minimum|at least)\s*(?=\d)(.+?)\s*[,;/-]?\s*"
    r"\b(?:max\.?|maximaal|hoogstens|maximum|at most)\s*(?=\d)(.+)$",
    re.IGNORECASE,
)
"""Both ends by their names: min. 300 max. 400."""
FLOOR: Final = re.compile(r"\s*\(?\b(?:bvo|gfa|bruto(?: vloeroppervlak)?)\b\)?", re.IGNORECASE)
"""Says of an area that it is the gross floor, wherever it stands."""
PLOT: Final = re.compile(
    r"\s*\(?\b(?:netto|uitgeefbaa?re?|kavel|perceel|terrein|grond|plot)\b\)?\s*", re.IGNORECASE
)
"""Says of an area that it is the plot, where a plot is asked."""
SHORTENED: Final = (1000, 100)
"""What people leave out of the first of two numbers: 40-50.000, 40-50k, 3 à 400."""
HIGHEST_DIGIT: Final = 9
TEXT_MARK: Final = "'"
"""Before a number that somebody made a text of in a spreadsheet."""
PLUS_MINUS: Final = re.compile(r"\s*(?:±|\+/-|\+-)\s*")


class Given(NamedTuple):
    """What was given for a size: one number or a range, and whether persons or full-time equivalents."""

    value: Size
    unit: str
    """``persons`` or ``fte`` if that stood there, else empty."""


def read_size(written: object, of: Quantity, beside: str = "") -> Given:
    """A number or a range; an area out of all proportion is asked back.

    Args:
        written: what stands there: text, or a number that a file already holds as one.
        of: what is asked for.
        beside: the unit of a number of workers if another field says it: ``persons`` or ``fte``.

    Raises:
        WrittenError: if it is neither, or can be read in two ways.
    """
    return _unmistaken(_size(written, of), of, written, beside)


def some_workers(given: Given, written: object) -> Given:
    """A number of workers of a plan of which only that number is told: there nought means not known.

    Raises:
        WrittenError: if it says that nobody works there.
    """
    if given.value == 0:
        raise WrittenError("size_zero", value=str(written).strip()[:SHOWN])
    return given


def _unmistaken(given: Given, of: Quantity, written: object, beside: str) -> Given:
    """What was given, unless it counts a part of a person, or hectares that may be square metres.

    Less than one may be a share of something else, and 1,2 may be thousands.

    Raises:
        WrittenError: if it does, and is not said to be of full-time equivalents.
    """
    ends = given.value.given if isinstance(given.value, Span) else (given.value,)
    if of == "ha" and any(end >= TINY_M2 for end in ends) and not AREA_UNIT.search(str(written)):
        raise WrittenError("area_ha_or_m2", value=str(written).strip()[:SHOWN])
    if of == "count" and given.unit != "fte" and any(0 < end < 1 for end in ends):
        least = min(end for end in ends if end > 0)
        raise WrittenError("size_below_one", value=str(written).strip()[:SHOWN], number=least)
    if of == "count" and (given.unit or beside) != "fte":
        _whole_people(ends, written)
    return given


def _whole_people(ends: tuple[float, ...], written: object, code: str = "size_part_person") -> None:
    """Ask back a number of people with a part of one; a small one also looks like thousands: 1,2.

    Raises:
        WrittenError: if it is one.
    """
    for end in (end for end in ends if end > 1 and not end.is_integer()):
        shown = str(written).strip()[:SHOWN]
        if end < HIGHEST_DIGIT + 1:
            raise WrittenError(code, value=shown, number=end * 1000, part=end)
        many = {"size_part_person": "size_not_whole", "size_part_whole": "size_not_whole_people"}[code]
        raise WrittenError(many, value=shown, low=math.floor(end), high=math.ceil(end), part=end)


def _size(written: object, of: Quantity) -> Given:
    refuse_percentage(written, of)
    refuse_day(written)
    if not isinstance(written, str):
        return _proportional(Given(held_number(written), ""), of, written)
    try:
        return _proportional(_as_typed(written, of), of, written)
    except WrittenError as error:
        if error.code in ("typed_number", "typed_nothing"):
            refuse_size(written, of)
        raise


def _proportional(given: Given, of: Quantity, written: object) -> Given:
    return in_proportion(given, of, written) if of in ("m2", "ha") else given


def _as_typed(written: str, of: Quantity) -> Given:
    word = cleaned(written).removeprefix(TEXT_MARK)
    if not word or len(word) > MAX_WRITTEN_LENGTH:  # nothing is left of a story
        refuse(written)
    if of == "ha" and FLOOR.search(word):
        raise WrittenError("area_floor", value=written.strip()[:SHOWN])
    word = {"m2": FLOOR, "ha": PLOT}[of].sub("", word).strip() if of in ("m2", "ha") else word
    if of in ("m2", "ha") and (metres := sides_of(word)) is not None:
        return Given(in_asked_unit(Number(metres, "m2"), of, written), "")
    word = FROM_TO.sub(r"\1-\2", word)
    for pattern, end in ((ABOUT, "middle"), (AT_MOST, "high"), (AT_LEAST, "low")):
        if (mark := pattern.match(word)) and not TO.search(word[mark.end() :]):
            value, unit = _one(word[mark.end() :], of, written)
            return Given(_open(end, value, written), unit)
    more = OR_MORE.search(word)
    if more is not None and (
        not more["unit"] or UNIT.fullmatch(more["unit"]) or people_behind(f"0{more['unit']}")
    ):
        value, unit = _one(word[: more.start()] + more["unit"], of, written)
        return Given(_open("low", value, written), unit)
    return _two(word, of, written) or Given(*_one(word, of, written))


def read_range(written: object, of: Quantity) -> Size:
    """A number or a range, where full-time equivalents do not fit.

    Raises:
        WrittenError: if it is neither, or can be read in two ways.
    """
    return _in_persons(read_size(written, of), written)


def _in_persons(found: Given, written: object) -> Size:
    if found.unit == "fte":
        raise WrittenError("written_fte", value=str(written).strip()[:SHOWN])
    return found.value


def read_number(written: object, of: Quantity) -> float:
    """One number, where neither a range nor full-time equivalents fit.

    Raises:
        WrittenError: if it is no such number, or can be read in two ways.
    """
    found = _in_persons(_size(written, "count" if of == "people" else of), written)
    if isinstance(found, Span):
        raise WrittenError("written_range", value=str(written).strip()[:SHOWN])
    if of == "people":
        _whole_people((found,), written, "size_part_whole")
    return found


_AREA_WORDS = "|".join(re.escape(word) for word, unit in BEHIND.items() if unit in IN_M2)
AREA_UNIT: Final = re.compile(rf"\d\s*(?:{_AREA_WORDS}|m\b)", re.IGNORECASE)
"""A number with its unit of area, or metres of a side, behind it."""
TINY_M2, HUGE_M2 = 100.0, 10_000_000.0
"""What a site of a company measures; beyond it somebody probably had another unit in mind."""


def in_proportion(given: Given, of: Quantity, written: object) -> Given:
    """An area, unless it is out of all proportion.

    Raises:
        WrittenError: with the unit that may have been meant.
    """
    value = given.value
    unit = float(M2_PER_HA) if of == "ha" else 1.0
    for end in value.given if isinstance(value, Span) else (value,):
        if TINY_M2 <= end * unit <= HUGE_M2 or end <= 0:
            continue
        large, in_ha = end * unit > HUGE_M2, of == "ha"
        other = "hectares_large" if large and in_ha else "m2_small" if not large and not in_ha else "range"
        shown = str(written).strip()[:SHOWN]
        raise WrittenError(f"area_{other}", value=shown, size=end * unit, number=end)
    return given


def _open(end: str, value: float, written: str) -> Span:
    """A range of which one number was given."""
    if value <= 0:
        raise WrittenError("written_range_order", value=written.strip()[:SHOWN])
    return Span.model_validate({end: value})


def _one(word: str, of: Quantity, written: str) -> tuple[float, str]:
    try:
        found = read_with_unit(word, of)
        return in_asked_unit(found, of, written), found.unit if of == "count" else ""
    except WrittenError as error:
        raise WrittenError(error.code, **{**error.values, "value": written.strip()[:SHOWN]}) from None


def _two(word: str, of: Quantity, written: str) -> Given | None:
    """Two numbers with a word or a dash between them, or a middle with a margin."""
    around = PLUS_MINUS.split(word)
    if len(around) == 2 and around[0]:
        (middle, unit), (margin, second) = (_one(part, of, written) for part in _in_one_unit(around))
        return Given(_ordered(middle - margin, middle, middle + margin, written), unit or second)
    bare = ABOUT.sub("", BETWEEN.sub("", word))
    ends = TO.split(bare, maxsplit=1)
    if len(ends) != 2:
        return None
    (high, unit), (low, first) = (_one(part, of, written) for part in reversed(_in_one_unit(ends)))
    times = _left_out(low, high, ends) if of in ("count", "places", "m2") else None
    if times is not None:
        meant = {"low": low * times, "high": high}
        raise WrittenError("size_thousands", value=written.strip()[:SHOWN], number=low, **meant)
    return Given(_ordered(low, None, high, written), unit or first)


def _in_one_unit(ends: list[str]) -> list[str]:
    """Two numbers, each with the unit that stands behind the last: 3-6 ha is 3 to 6 hectares."""
    behind, before = UNIT.search(ends[1]), UNIT.search(ends[0])
    return [ends[0] + behind[0], ends[1]] if behind and not before else ends


def _left_out(low: float, high: float, ends: list[str]) -> int | None:
    """The thousands of 40-50.000 or 40-50000, or the hundreds of 3 à 400, if both numbers may have them."""
    if not ends[0].strip().isdecimal() or low <= 0:
        return None
    thousands, hundreds = SHORTENED
    if low * thousands < high:
        return thousands
    if low <= HIGHEST_DIGIT and high % hundreds == 0 and low * hundreds < high:
        return hundreds
    return thousands if low * thousands == high else None


def _ordered(low: float, middle: float | None, high: float, written: str) -> Span:
    if low < 0 or low > high or high == 0:
        raise WrittenError("written_range_order", value=written.strip()[:SHOWN])
    return Span(low=low, middle=middle, high=high)

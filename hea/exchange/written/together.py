"""Numbers that stand together where one size is asked: a mean with a peak, parts of a whole, a measure twice.

What was probably meant is worked out, so that the question names it.
"""

import re
from typing import Any, Final, NamedTuple

from hea.exchange.written.numbers import BEHIND, IN_M2, UNIT, Quantity, WrittenError, read_with_unit

NUMBER: Final = r"\d+(?:[.,]\d+)*(?: \d{3}(?!\d))*"
PEAK: Final = re.compile(r"\b(?:piek\w*|hoogseizoen|drukste|peak|season)\b", re.IGNORECASE)
PERMANENT: Final = re.compile(r"\b(?:vast|vaste|permanent)\b", re.IGNORECASE)
SEASONAL: Final = re.compile(r"seizoen|season", re.IGNORECASE)
OF_WHICH: Final = re.compile(
    rf"({NUMBER})[^\d%]*?\b(?:waarvan|of which|incl\.?|inclusief|including)\s+(?:ca\.? )?({NUMBER})\s*"
    r"(%|procent|percent)?[^\d]*\b(?:uitzend|flex|inleen|inhuur|agency|temp)",
    re.IGNORECASE,
)
"""How many of all work through an agency: 250 waarvan 60% uitzend."""
TIMES: Final = re.compile(
    rf"({NUMBER})\s*(?:x|×|\*|bij|by)\s*({NUMBER})\s*(m\.?|meters?|\D.*)?", re.IGNORECASE
)
METRES: Final = re.compile(r"m\.?|meters?", re.IGNORECASE)


class Fault(NamedTuple):
    """What is in the way: key of the sentence, and what stands in it."""

    code: str
    values: dict[str, Any]


def sides_of(word: str) -> float | None:
    """Square metres of a length and a width in metres; ``None`` if it is none: 200 x 300 m."""
    found = TIMES.fullmatch(word)
    if found is None or not METRES.fullmatch(found[3] or ""):
        return None
    sides = _values([found[1], found[2]], "m2")
    return sides[0] * sides[1] if sides else None


def together_fault(word: str, of: Quantity) -> Fault | None:
    """What to ask of numbers that belong together; ``None`` if that cannot be told."""
    area = of in ("m2", "ha")
    if not area and of != "count":
        return None
    if (times := TIMES.fullmatch(word)) is not None:
        return _times(times, area=area)
    if not area and (share := _through_agency(word)) is not None:
        return share
    if area:
        return _sum_of_areas(word)
    values = _values(re.findall(NUMBER, word), of)
    return _two_counts(word, values) if len(values) == 2 else None


def _two_counts(word: str, values: list[float]) -> Fault | None:
    low, high = sorted(values)
    total = {"sum": low + high, "low": values[0], "high": values[1]}
    if SEASONAL.search(word) and PERMANENT.search(word):
        return Fault("size_with_season", total)
    if PEAK.search(word):
        return Fault("size_with_peak", {"number": low, "peak": high})
    fte = re.search(rf"({NUMBER})\s*fte", word, re.IGNORECASE)
    if fte is not None and "(" in word:
        full = _values([fte[1]], "count")[0]
        heads = values[1] if full == values[0] else values[0]
        return Fault("size_in_both", {"persons": heads, "fte": full})
    if re.fullmatch(rf"{NUMBER}\s*/\s*{NUMBER}", word) and values[0] < values[1]:
        return Fault("size_range_or_sum", total)
    if "(" in word or not re.search(r"[/;+&]|,\s|\ben\b|\band\b", word):
        return None
    return Fault("size_sum_fte" if fte is not None else "size_sum", total)


def _times(found: re.Match[str], *, area: bool) -> Fault | None:
    values = _values([found[1], found[2]], "m2" if area else "count")
    if not values:
        return None
    if not area:
        return Fault("size_times", {"sum": values[0] * values[1], "number": values[1]})
    unit = UNIT.search(f"1 {found[3] or ''}".strip())
    metres = IN_M2[BEHIND[unit[1].lower()]] if unit and BEHIND[unit[1].lower()] in IN_M2 else 1.0
    return Fault("area_times", {"sum": values[0] * values[1] * metres})


def _through_agency(word: str) -> Fault | None:
    found = OF_WHICH.search(word)
    values = _values([found[1], found[2]], "count") if found else []
    if found is None or not values or not values[0]:
        return None
    share = values[1] / 100 if found[3] else values[1] / values[0]
    return Fault("size_with_agency", {"number": values[0], "share": share}) if share <= 1 else None


def _sum_of_areas(word: str) -> Fault | None:
    """The sum of areas in one unit, which stands behind one of them or behind all."""
    units = {BEHIND[one.lower()] for one in re.findall(r"\d\s*(m2|m²|ha)(?!\w)", word, re.IGNORECASE)}
    if len(units) != 1 or not re.search(r"[+&]|\ben\b|\band\b", word):
        return None
    values = _values(re.findall(NUMBER, re.sub(r"m2\b", "m", word, flags=re.IGNORECASE)), "m2")
    return Fault("area_sum", {"sum": sum(values), "unit": units.pop()}) if len(values) > 1 else None


def _values(written: list[str], of: Quantity) -> list[float]:
    """The numbers that were written; none if one of them cannot be read."""
    try:
        return [read_with_unit(one.strip(" .,"), of).value for one in written]
    except WrittenError:
        return []

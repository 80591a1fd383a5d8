"""Months and days as people write them: maart 2027, mrt-27, 1-3-2027, Q3 2027, medio 2028, 2028."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import Final, Literal, NoReturn

from babel.dates import get_month_names
from dateutil.easter import easter

from hea.exchange.written.numbers import SHOWN, WrittenError, cleaned
from hea.reference.words import moment_words
from hea.texts import LANGUAGES, LOCALES

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years of plans; a number between them is a year and not a day of a spreadsheet."""
EARLIEST, LATEST = 1900, 2200
"""Years that a month can be of at all; those of plans lie within, and a plan says so itself."""
FIRST_SERIAL, LAST_SERIAL = 36_526, 73_415
"""Days of 2000 and 2100 as spreadsheets count them."""
SPREADSHEET_BEGIN: Final = dt.date(1899, 12, 30)

PARTS_OF_YEAR: Final[dict[str, int]] = {
    **dict.fromkeys(
        ("begin", "start", "early", "begin van", "start of", "h1", "1e helft", "eerste helft"), 1
    ),
    **dict.fromkeys(("voorjaar", "lente", "spring", "in het voorjaar van"), 3),
    **dict.fromkeys(("zomer", "summer"), 6),
    **dict.fromkeys(("medio", "mid", "half", "halverwege", "midden", "h2", "2e helft", "tweede helft"), 7),
    **dict.fromkeys(("najaar", "herfst", "autumn", "fall"), 9),
    **dict.fromkeys(("eind", "einde", "ultimo", "end", "late", "eind van", "end of"), 12),
}
"""First month of what people call a part of a year: homes are needed from then on."""
QUARTER_WORDS: Final = {
    "eerste": 1,
    "tweede": 2,
    "derde": 3,
    "vierde": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
QUARTER: Final = re.compile(
    r"(?:(?:[qk]|kw\.?|kwartaal|quarter)\s*([1-4])|([1-4])\s*[qk]|([1-4])e\s*(?:kwartaal|kw\.?))"
)
YEAR: Final = re.compile(r"((?<![\d.])\d{4}|'\d{2})$|^(\d{4})(?=\D)")
SHORT_YEAR: Final = re.compile(r"(?<=[\s/-])([2-5]\d)()$")
"""A year of two digits behind a quarter or a part of a year: Q3-28, medio 28."""
BEFORE: Final = re.compile(
    r"^(?:(?:vanaf|per|met ingang van|m\.?i\.?v\.?|from|as of|starting)\s+)?"
    r"(?:(?:ca\.?|circa|ongeveer|rond|omstreeks|about|around|±|~)\s*)?"
    r"(?:(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)\.?,?\s+(?=\d))?"
)
"""Words before a month or a day that do not change it: vanaf 2028, rond mei 2028, za 1 mei 2027."""
WITHIN: Final = re.compile(
    r"^(?:(begin|start|early)|(half|medio|midden|mid)|(einde?|ultimo|end|late))(?: van| of)?\s+(?:het )?"
)
"""A part of a month or of a quarter: eind maart 2027, begin Q2 2027."""
WEEK: Final = re.compile(
    r"(?:week|wk\.?)\s*(\d{1,2})[\s,/-]+(?:van )?(20\d\d)|(20\d\d)[\s,/-]+(?:week|wk\.?)\s*(\d{1,2})"
)
BOUND: Final = re.compile(
    r"(?:(uiterlijk|niet later dan|at the latest|by)|(voor|before)|(na|after))\s+(?:in )?(.+)"
)
"""An end of the time that is meant: until, before or after a month or a year."""
COMPACT: Final = re.compile(r"(20\d\d)(\d\d)(\d\d)")
COMPACT_MONTH: Final = re.compile(r"(20\d\d)(\d\d)")
LOST_ZERO: Final = re.compile(r"\d{4}\.1")
"""What a table keeps of 2028.10 that a spreadsheet took for a number: January or October."""
ORDINAL: Final = re.compile(r"^(\d{1,2})(?:e|de|ste|st|nd|rd|th)(?=\s+[a-z])")
SEVERAL: Final = re.compile(
    r"\s*(?:[-–—/]|\bof\b|\ben\b|\btot(?: en met)?\b|\bt/m\b|\bor\b|\bto\b|\band\b)\s*"
)
MAX_MARKS: Final = 8
"""Between two months and within them: 01-01-2027 t/m 31-12-2027. Of more no month is looked for."""
EARLIEST_SHORT, LATEST_SHORT = 20, 60
"""Years of two digits behind a day and a month in figures; others may as well be the day."""


def default_opening() -> str:
    """The month in which a plan opens that says none: the first of next year."""
    return f"{dt.date.today().year + 1}-01"


def read_month(written: object) -> str:
    """A month as ``YYYY-MM``; a longer period gives its first month.

    Args:
        written: text, a date, or a number from a cell: a year, or a day as spreadsheets count them. One with
            a part behind the point is no month: 2028.10 is held as 2028.1, which may be January or October.

    Raises:
        WrittenError: if it is no month, or can be read in two ways.
    """
    if isinstance(written, float) and not written.is_integer():
        raise WrittenError("month_form", value=str(written)[:SHOWN])
    word = _plain(_digits(written)) if isinstance(written, int | float) else _plain(str(written))
    found = _within_reach(_of_date(written)) if isinstance(written, dt.date) else _first_month(word)
    if found is None:
        refuse_month(word, str(written).strip()[:SHOWN])
    return found


def refuse_month(word: str, shown: str) -> NoReturn:
    """Say what is in the way of reading a month, with the one that was probably meant.

    Raises:
        WrittenError: always.
    """
    if (meant := _of_moment(BEFORE.sub("", word))) is not None:
        raise WrittenError("month_meant", value=shown, month=meant)
    if (bound := _bound(word)) is not None:
        raise WrittenError("month_bound", value=shown, month=bound)
    if (first := _several(word)) is not None:
        raise WrittenError("written_months", value=shown, month=first)
    year = dt.date.today().year + 1
    if len(word) <= SHOWN and word[-1:].isalpha() and _first_month(f"{word} {year}") is not None:
        raise WrittenError("month_no_year", value=shown, year=str(year))
    raise WrittenError("month_form", value=shown)


def _of_moment(word: str) -> str | None:
    """The month that is probably meant by a time of the year that has a name: Pasen 2028."""
    at = YEAR.search(word)
    if at is None:
        return None
    name = (word[: at.start()] + word[at.end() :]).strip(" ,-/")
    month = moment_words().get(name)
    year = _year(at[1] or at[2])
    if month is None or year is None or not EARLIEST <= year <= LATEST:
        return None
    return _month(year, int(month)) if month.isdecimal() else _of_date(_feast(month, year))


def _feast(name: str, year: int) -> dt.date:
    """The day of Easter, or of Pentecost, seven weeks later."""
    sunday: dt.date = easter(year)
    return sunday if name == "easter" else sunday + dt.timedelta(weeks=7)


def _bound(word: str) -> str | None:
    """The nearest month within a bound: December of uiterlijk 2029, January 2031 of na 2030."""
    found = BOUND.fullmatch(word)
    first = _first_month(found[4]) if found else None
    if found is None or first is None:
        return None
    begin = dt.date.fromisoformat(f"{first}-01")
    a_year = re.fullmatch(r"20\d\d", found[4]) is not None
    last = begin.replace(month=12) if a_year else begin
    if found[2]:
        return _of_date(begin - dt.timedelta(days=1))
    return _of_date(last + dt.timedelta(days=31)) if found[3] else _of_date(last)


def _first_month(word: str) -> str | None:
    bare = BEFORE.sub("", word)
    readers = (_of_serial, _of_week, _of_numbers, _of_day, _of_name, _of_period, _of_part)
    return _within_reach(next((found for reader in readers if (found := reader(bare)) is not None), None))


def _within_reach(month: str | None) -> str | None:
    return month if month is not None and EARLIEST <= int(month[:4]) <= LATEST else None


def _several(word: str) -> str | None:
    """The first month of what runs from one month, quarter or year to another; it may leave out its year."""
    if len(word) > SHOWN or (re.fullmatch(r"\d{4}-\d{2}", word) and int(word[-2:]) < EARLIEST_SHORT):
        return None
    marks = list(islice(SEVERAL.finditer(word), MAX_MARKS + 1))
    for mark in marks if len(marks) <= MAX_MARKS else ():
        first, last = word[: mark.start()], word[mark.end() :]
        last = f"20{last}" if re.fullmatch(r"\d{2}", last) and re.fullmatch(r"\d{4}", first) else last
        if first and _first_month(last):
            begin = _first_month(first) or _first_month(f"{first} {last[-4:]}")
            if begin is not None:
                return begin
    return None


def read_day(written: object) -> dt.date:
    """A day of the calendar, the day before the month.

    Raises:
        WrittenError: if it is none.
    """
    if isinstance(written, dt.datetime):
        return written.date()
    if isinstance(written, dt.date):
        return written
    word = _plain(_digits(written)) if isinstance(written, int | float) else _plain(str(written))
    found = _day(word)
    if found is None:
        raise WrittenError("typed_date", value=str(written).strip()[:SHOWN])
    return found


def _digits(number: float) -> str:
    return str(int(number)) if isinstance(number, int) or number.is_integer() else str(number)


def _plain(written: str) -> str:
    return re.sub(r"\s+", " ", cleaned(written).lower().replace("‘", "'").rstrip("."))


def _of_date(day: dt.date) -> str:
    """A year alone in a cell for days is shown by spreadsheets as a day of 1905."""
    whole = day.date() if isinstance(day, dt.datetime) else day
    serial = (whole - SPREADSHEET_BEGIN).days
    return f"{serial}-01" if FIRST_YEAR <= serial <= LAST_YEAR else f"{whole.year:04d}-{whole.month:02d}"


def _of_serial(word: str) -> str | None:
    if not re.fullmatch(r"\d{5}", word) or not FIRST_SERIAL <= int(word) <= LAST_SERIAL:
        return None
    return _of_date(SPREADSHEET_BEGIN + dt.timedelta(days=int(word)))


def _of_week(word: str) -> str | None:
    """The month in which a week of a year begins."""
    found = WEEK.fullmatch(word)
    if found is None:
        return None
    week, year = int(found[1] or found[4]), int(found[2] or found[3])
    try:
        return _of_date(dt.date.fromisocalendar(year, week, 1))
    except ValueError:
        return None


def _of_numbers(word: str) -> str | None:
    """A year and a month in figures, in either order: 2027-03, 3-2027, 03/2027, 03-'27."""
    parts = re.split(r"\s*[\s/.-]\s*", word)
    if (compact := COMPACT_MONTH.fullmatch(word)) is not None:
        return _month(int(compact[1]), int(compact[2]))
    if len(parts) == 1:
        return f"{word}-01" if re.fullmatch(r"20\d\d|2100", word) else None
    if len(parts) != 2 or LOST_ZERO.fullmatch(word):
        return None
    year, month = parts if re.fullmatch(r"\d{4}", parts[0]) else reversed(parts)
    return _month(_year(year), int(month)) if re.fullmatch(r"\d{1,2}", month) else None


def _of_day(word: str) -> str | None:
    found = _day(word)
    return None if found is None else _of_date(found)


def _of_name(word: str) -> str | None:
    """A month by its name, full or short, in either language, before or behind the year."""
    parts = [part for part in re.split(r"[\s/.,-]+", word) if part]
    if len(parts) != 2:
        return None
    name, year = parts if parts[0] in _month_names() else reversed(parts)
    month = _month_names().get(name)
    return None if month is None else _month(_year(year, short=True), month)


def _of_period(word: str) -> str | None:
    """A quarter, a season, or the beginning, middle or end of a year."""
    at = YEAR.search(word) or SHORT_YEAR.search(word)
    if at is None:
        return None
    full = _year(at[1] or at[2])
    year = 2000 + int(at[1]) if full is None else full
    rest = (word[: at.start()] + word[at.end() :]).strip(" -/,'")
    rest = re.sub(r"^(?:in |het |de )+|(?: van| of| half)$", "", rest)
    if rest == "winter":
        raise WrittenError("written_winter", value=word[:SHOWN], year=year)
    if (quarter := QUARTER.fullmatch(rest)) is not None:
        return _month(year, 3 * int(next(filter(None, quarter.groups()))) - 2)
    ordinal, _, noun = rest.partition(" ")
    if noun in ("kwartaal", "quarter") and ordinal in QUARTER_WORDS:
        return _month(year, 3 * QUARTER_WORDS[ordinal] - 2)
    return _month(year, PARTS_OF_YEAR[rest]) if rest in PARTS_OF_YEAR else None


def _of_part(word: str) -> str | None:
    """The month that is meant by a part of one or of a quarter."""
    part = WITHIN.match(word)
    if part is None:
        return None
    rest = word[part.end() :]
    if (month := _of_name(rest)) is not None:
        return month
    quarter = _of_period(rest) if re.search(r"\d\s*[qk]|[qk]\s*\d|kw|quarter", rest) else None
    if quarter is None:
        return None
    later = next(index for index, said in enumerate(part.groups()) if said)
    return _month(int(quarter[:4]), int(quarter[5:]) + later)


def _day(word: str) -> dt.date | None:
    word = ORDINAL.sub(r"\1", COMPACT.sub(r"\1-\2-\3", word) if COMPACT.fullmatch(word) else word)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}.*", word):
        word = word[:10]
    if re.fullmatch(r"\d{5}", word) and FIRST_SERIAL <= int(word) <= LAST_SERIAL:
        return SPREADSHEET_BEGIN + dt.timedelta(days=int(word))
    parts = [part for part in re.split(r"[\s/.-]+", word) if part]
    if len(parts) != 3:
        return None
    year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
    number = _month_names().get(month) or (int(month) if re.fullmatch(r"\d{1,2}", month) else 0)
    full = _full_year(year)
    if full is None or not re.fullmatch(r"\d{1,2}", day):
        return None
    try:
        return dt.date(full, number, int(day))
    except ValueError:
        return None


def _full_year(word: str) -> int | None:
    """The year behind a day and a month, also as 28 where that can be no day of a month that is meant."""
    plain = re.fullmatch(r"\d{2}", word) is not None
    return _year(word, short=plain and EARLIEST_SHORT <= int(word) <= LATEST_SHORT)


def _year(word: str, *, short: bool = False) -> int | None:
    """A year of four digits, or of two behind an apostrophe or a name of a month."""
    if re.fullmatch(r"\d{4}", word):
        return int(word)
    if re.fullmatch(r"'\d{2}", word) or (short and re.fullmatch(r"\d{2}", word)):
        return 2000 + int(word[-2:])
    return None


def _month(year: int | None, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if year is not None and 1 <= month <= 12 else None


@cache
def _month_names() -> Mapping[str, int]:
    """Numbers of the months by their full and their short names in both languages."""
    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    names = [get_month_names(width, locale=LOCALES[lang]) for lang in LANGUAGES for width in widths]
    found = {str(name).lower().rstrip("."): month for each in names for month, name in each.items()}
    return found | {"sept": 9, "mrt": 3, "maa": 3}

"""Reading what people type, and writing numbers so that they read back the same."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hea.problems import Problem
from hea.texts import (
    LANGUAGES,
    Lang,
    catalogue,
    exact,
    number,
    parse_date,
    parse_month,
    parse_number,
    percent,
    plain,
    text,
)


@settings(deadline=None)
@given(st.floats(min_value=0, max_value=1e9).map(lambda value: round(value, 10)), st.sampled_from(LANGUAGES))
def test_a_number_written_for_a_field_reads_back_as_the_same_number(value: float, lang: Lang) -> None:
    assert parse_number(exact(value, lang), lang) == pytest.approx(value, rel=1e-12, abs=1e-10)


@pytest.mark.parametrize(
    "typed", ["2027-03", "3-2027", "03/2027", "maart 2027", "mrt 2027", "Mrt. 2027", " 2027 - 3 "]
)
def test_months_as_people_type_them(typed: str) -> None:
    assert parse_month(typed) == "2027-03"


@pytest.mark.parametrize("typed", ["", "2027", "13-2027", "0-2027", "maart", "lente 2027", "3-27", "1-3-27"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_month(typed)


def test_a_month_by_name_follows_the_language() -> None:
    assert parse_month("May 2027", "en") == "2027-05"
    with pytest.raises(ValueError):  # noqa: PT011
        parse_month("mei 2027", "en")


@pytest.mark.parametrize("typed", ["1-3-2027", "2027-03-01", "01/03/2027", "1.3.2027"])
def test_dates_have_the_day_before_the_month(typed: str) -> None:
    assert parse_date(typed) == dt.date(2027, 3, 1)


@pytest.mark.parametrize("typed", ["", "31-2-2027", "3-2027", "1-3-27", "vandaag"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_date(typed)


@pytest.mark.parametrize("value", [1e15, -1e300, 1e306, 9e99])
def test_a_number_beyond_all_measure_can_be_written(value: float) -> None:
    """Somebody may send one, and the sentence that refuses it repeats it."""
    written = [number(value), number(value, "en", 2), plain(value), percent(value)]
    assert all("e+" in words and len(words) < 12 for words in written)
    assert number(123_456_789_012_345) == "123.456.789.012.345"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_of_something_is_spoken_of_in_the_singular(lang: Lang) -> None:
    for key in (key.removesuffix("_one") for key in catalogue(lang) if key.endswith("_one")):
        if key in catalogue(lang) and "{count" in catalogue(lang)[key]:
            assert "{count" not in catalogue(lang)[f"{key}_one"], key
    told = [text("account.found", lang, count=count, shown=count) for count in (0, 1, 2)]
    assert told[1] == catalogue(lang)["account.found_one"]
    assert told[0] == catalogue(lang)["account.found_none"]
    assert told[2].startswith("2 ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_plural_is_left_to_the_reader(lang: Lang) -> None:
    assert not [key for key, words in catalogue(lang).items() if re.search(r"\w\((s|en|n)\)", words)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_problem_without_a_place_begins_with_a_capital(lang: Lang) -> None:
    for code in ("own_value_incomplete", "missing"):
        told = Problem("", code, {}).sentence(lang)
        assert told[0].isupper()
        assert Problem("X", code, {}).sentence(lang) == f"X: {told[0].lower()}{told[1:]}"

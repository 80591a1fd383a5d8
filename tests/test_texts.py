"""Texts and numbers as people read them."""

import re

import pytest

from hea.problems import Problem
from hea.texts import (
    LANGUAGES,
    Lang,
    catalogue,
    number,
    percent,
    plain,
    text,
)


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

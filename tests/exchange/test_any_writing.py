"""Whatever is written in a cell or a field: a value, or a question about it; never another error."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hea.exchange.leads import parse_leads
from hea.exchange.written import (
    NumberToken,
    Quantity,
    WrittenError,
    read_basis,
    read_day,
    read_month,
    read_number,
    read_range,
    read_scalar,
    read_share,
    read_size,
)
from hea.fields import Declared, declared
from hea.texts import LANGUAGES
from hea.units import Percentage

READERS: dict[str, Callable[[Any], object]] = {
    "month": read_month,
    "day": read_day,
    "share": read_share,
    "basis": read_basis,
}
SIZED: dict[str, Callable[[Any, Quantity], object]] = {
    "size": read_size,
    "range": read_range,
    "number": read_number,
}
FIELDS = (
    "opening", "company", "kern", "municipality", "housing_plan.offers[0].from_month",
    "function_groups[0].count", "function_groups[0].flex_share", "function_groups[0].level",
)  # fmt: skip
PIECES = (
    "0000", "0001", "1", "12", "2027", "9999", "'27", "00", "١٢", "²", "½", "e5", "1e400", "9" * 40,
    "-", "–", "/", ".", ",", "'", " ", "\t", "\u00a0", "\x00", "%", "‰", "±", "~", "<", ">", "+",
    "=", "(", ")", "k", "m2", "ha", "fte", "personen", "jaar", "jan", "maart", "Q1", "Q5",
    "kwartaal", "eerste", "begin", "medio", "winter", "eind",
    "pasen", "uiterlijk", "voor", "na", "kwart", "h2", "week", "tot", "van", "of",
    "of meer", "minstens", "max.", "ca.", "tussen", "gemiddeld", "piek", "za",
)  # fmt: skip
texts = (
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
    | st.text(max_size=70)
)
numbers = (
    st.integers()
    | st.integers(min_value=-(10**5), max_value=10**5)
    | st.sampled_from([10**400, -(10**400)])
    | st.floats()
    | st.floats().map(Percentage)
    | st.decimals(allow_nan=True)
)
held = texts | numbers | st.booleans() | st.none() | st.dates() | st.datetimes()


@given(held)
@example("0000 jaar")
@example("start 0000")
@example(10**400)
@example(Decimal("NaN"))
@example(dt.date(1, 1, 1))
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_reader_gives_a_value_or_a_question(reader: Callable[[Any], object], written: Any) -> None:
    told(lambda: reader(written))


@given(held)
@example(10**400)
@example("9" * 60)
@pytest.mark.parametrize("of", get_args(Quantity))
@pytest.mark.parametrize("reader", SIZED.values(), ids=SIZED)
def test_so_does_a_reader_of_sizes(
    reader: Callable[[Any, Quantity], object], of: Quantity, written: Any
) -> None:
    told(lambda: reader(written, of))


@given(held | texts.map(lambda word: NumberToken(1.2, word)))
@pytest.mark.parametrize("field", FIELDS)
def test_so_does_a_field_of_a_plan(field: str, written: Any) -> None:
    kind: Declared = declared(field)
    told(lambda: read_scalar(written, kind))


@given(texts)
@example("0000 jaar")
@example("0000-01")
def test_a_month_is_one_that_a_plan_takes(written: str) -> None:
    found = told(lambda: read_month(written))
    if found is not None:
        assert dt.date.fromisoformat(f"{found}-01").year in range(1900, 2201)


@pytest.mark.parametrize(
    "written",
    [
        "0000 jaar",
        "start 0000",
        "0000-01",
        "jan 0000",
        "1-1-0001",
        "medio 1899",
        "Pasen 0000",
        "week 1 0000",
        "voor 0001",
        "2201-01",
        dt.date(1850, 5, 1),
    ],
)
def test_a_year_that_no_plan_is_of_is_asked(written: object) -> None:
    with pytest.raises(WrittenError) as error:
        read_month(written)
    assert error.value.problems[0].code == "month_form"


@pytest.mark.parametrize(("written", "month"), [("medio 1900", "1900-07"), ("dec 2200", "2200-12")])
def test_the_first_and_the_last_year_are_taken(written: str, month: str) -> None:
    assert read_month(written) == month


def test_a_row_with_an_odd_year_leaves_the_others() -> None:
    rows = ["naam;gemeente;sector;personen;opening", "A;Venlo;dc;100;2027-01"]
    leads = parse_leads("lijst.csv", "\n".join([*rows, "B;Venlo;dc;100;0000 jaar"]).encode())
    assert [problem.code for problem in leads.problems] == ["month_form"]
    assert len(leads.found) == 1


def told(read: Callable[[], object]) -> Any:
    """What was read, or nothing where it is asked; any other error is one of the program."""
    value, problems = None, ()
    try:
        value = read()
    except WrittenError as error:
        problems = error.problems
    assert all(problem.sentence(lang) for problem in problems for lang in LANGUAGES)
    return value

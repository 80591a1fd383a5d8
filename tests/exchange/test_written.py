"""What people write, and what every surface reads in it: the table stands in ``written.csv``."""

import csv
import datetime as dt
import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, get_args

import openpyxl
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from hea.app import fields
from hea.cli.assessing import Said, plan_of
from hea.exchange import InputError, parse_proposal
from hea.exchange.form import layout
from hea.exchange.form.values import in_fte, read_cell
from hea.exchange.group_rows import pasted_groups
from hea.exchange.leads import Leads, parse_leads
from hea.exchange.quick import checked_word, place_named, with_village
from hea.exchange.written import (
    Given,
    Quantity,
    read_day,
    read_month,
    read_number,
    read_share,
    read_size,
)
from hea.fields import declared, named
from hea.problems import HeaError, Problem
from hea.proposal import Proposal, SizeKind, Span, scaled
from hea.texts import LANGUAGES, Lang
from hea.units import Percentage

BASE = {"company": "X", "municipality": "Venray", "sector": "dc_warehousing", "opening": "2027-03"}
GROUP = {"name": "A", "level": "elementary"}
UNITS = {"fte": "fte", "persons": "personen", "": ""}
COUNT, PLACES, AREA, HECTARES, SHARE, MONTH, DAY, SECTOR, PLACE = (
    "aantal", "plaatsen", "oppervlakte in m2", "hectare", "percentage", "maand", "dag", "sector", "gemeente"
)  # fmt: skip


class Row(NamedTuple):
    """A line of the table."""

    asked: str
    written: str
    read: str
    question: str

    def __str__(self) -> str:
        return f"{self.asked}: {self.written}"


def table() -> list[Row]:
    lines = (Path(__file__).parent / "written.csv").read_text(encoding="utf-8").splitlines()
    return [Row(*row) for row in csv.reader(lines[1:], delimiter=";")]


ROWS = table()
QUANTITIES: frozenset[Quantity] = frozenset(get_args(Quantity))
AREAS: frozenset[Quantity] = frozenset({"m2", "ha"})


def g(value: float) -> str:
    return f"{value:.12g}"


def spoken(found: Any) -> str:
    """What was read, in the words of the table."""
    if not isinstance(found, Given):
        return str(found)
    value, unit = found.value, UNITS[found.unit]
    if isinstance(value, Span):
        low, middle, high = (None if end is None else g(end) for end in (value.low, value.middle, value.high))
        told = {
            (True, False, True): f"{low} tot {high}",
            (True, True, True): f"{low} tot {high}, midden {middle}",
            (False, True, False): f"ongeveer {middle}",
            (False, False, True): f"hoogstens {high}",
            (True, False, False): f"minstens {low}",
        }[low is not None, middle is not None, high is not None]
    else:
        told = g(value)
    return f"{told} {unit}".strip()


READERS: dict[str, Callable[[str], Any]] = {
    COUNT: lambda word: read_size(word, "count"),
    PLACES: lambda word: read_size(word, "places"),
    AREA: lambda word: read_size(word, "m2"),
    HECTARES: lambda word: read_size(word, "ha"),
    SHARE: lambda word: f"{g(read_share(word, agency=True) * 100)}%",
    MONTH: read_month,
    DAY: read_day,
    SECTOR: lambda word: named(checked_word("sector", word), "nl"),
    PLACE: lambda word: checked_word("municipality", word) and place_named(word, "nl"),
}


def outcome(read: Callable[[str], Any], word: str) -> tuple[Any, tuple[Problem, ...]]:
    try:
        return read(word), ()
    except HeaError as error:
        return None, error.problems


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_written_is_read_or_asked(row: Row) -> None:
    found, problems = outcome(READERS[row.asked], row.written)
    if row.question:
        assert row.question in problems[0].sentence("nl")
        assert problems[0].sentence("en")
    else:
        assert not problems
        assert spoken(found) == row.read


# Surfaces: each gives a number, a share, a month or a day, or says why not.


def in_yaml(word: str, *, quoted: bool = False) -> Callable[[dict[str, Any]], Proposal]:
    def read(fields: dict[str, Any]) -> Proposal:
        text = yaml.safe_dump(BASE | fields, allow_unicode=True, sort_keys=False)
        assert "@" in text
        bare = word if yaml_holds(word) and not quoted else json.dumps(word)
        return parse_proposal(text.replace("'@'", bare))

    return read


def yaml_holds(word: str) -> bool:
    """Whether a word may stand in YAML without quotes."""
    try:
        return yaml.safe_load(f"a: {word}")["a"] not in ("", None)
    except yaml.YAMLError:
        return False


def yaml_surface(row: Row) -> Any:
    read = in_yaml(row.written, quoted=row.asked == SHARE)  # a bare number of YAML is a part of one
    if row.asked == COUNT:
        held = read({"workforce": {"count": "@"}}).workforce
        assert held is not None
        return Given(held.count, "fte" if held.unit == "fte" else "")
    if row.asked == AREA:
        area = read({"area": {"kind": "plot", "size_m2": "@"}}).area
        assert area is not None
        return Given(area.size_m2, "")
    if row.asked == PLACES:
        offer = {"stay": "short", "places": "@", "from_month": "2027-03"}
        plan = read({"workforce": {"count": 1}, "housing_plan": {"offers": [offer]}}).housing_plan
        return plan and plan.offers[0].places
    if row.asked == SHARE:
        group = read({"function_groups": [GROUP | {"count": 1, "flex_share": "@"}]}).function_groups[0]
        return f"{g((group.flex_share or 0) * 100)}%"
    if row.asked == MONTH:
        return read({"opening": "@", "workforce": {"count": 1}}).opening
    if row.asked == DAY:
        return read({"workforce": {"count": 1}, "review_date": "@"}).review_date
    if row.asked == SECTOR:
        return named(read({"workforce": {"count": 1}, "sector": "@"}).sector, "nl")
    if row.asked == PLACE:
        plan = read({"workforce": {"count": 1}, "municipality": "@"})
        return with_village(plan.municipality, plan.kern, "nl")
    return read({"workforce": {"count": 1}, "answers": {"plot_area": "@"}}).answers["plot_area"]


HEADS = {
    COUNT: "Werknemers", AREA: "Vloeroppervlak (m2)", HECTARES: "Kavel (ha)", MONTH: "Opening",
    SECTOR: "Sector", PLACE: "Gemeente",
}  # fmt: skip
WHOLE = re.compile(r"[1-9]\d*|0")
NO_SIZE = frozenset({MONTH, SECTOR, PLACE})


def list_surface(row: Row, separator: str = "\t") -> Any:
    cells = {"Bedrijf": "X", "Gemeente": "Venray", "Sector": "dc_warehousing", "Opening": "2027-03"}
    if row.asked in NO_SIZE:
        cells["Werknemers"] = "10"
    cells[HEADS[row.asked]] = row.written
    lines = (separator.join(cells), separator.join(cells.values()))
    return plan_read(parse_leads("plannen.csv", "\n".join(lines).encode()), row)


def plan_read(leads: Leads, row: Row) -> Any:
    if leads.problems:
        raise InputError(leads.problems)
    return value_asked(leads.found[0].proposal, row)


def value_asked(plan: Proposal, row: Row) -> Any:
    if row.asked == MONTH:
        return plan.opening
    if row.asked == SECTOR:
        return named(plan.sector, "nl")
    if row.asked == PLACE:
        return with_village(plan.municipality, plan.kern, "nl")
    if plan.workforce is not None:
        return Given(plan.workforce.count, "fte" if plan.workforce.unit == "fte" else "")
    assert plan.area is not None
    return scaled(plan.area.size_m2, 1 / 10_000 if row.asked == HECTARES else 1)


PATHS = {
    COUNT: "workforce.count",
    PLACES: "housing_plan.offers[0].places",
    AREA: "area.size_m2",
    SHARE: "recruitment.flex_share",
    MONTH: "opening",
    DAY: "review_date",
}


def form_surface(row: Row) -> Any:
    field = layout.field_at(PATHS[row.asked])
    found = read_cell(row.written, field, "nl")
    return Given(found, "fte") if in_fte(row.written, field) else found


def app_surface(row: Row) -> Any:
    field = declared(PATHS[row.asked])
    if row.asked == SHARE:
        return fields.read_field(row.written, field)
    return fields.read(row.written, field.kind, fields.measured(field))


def one(found: Any, asked: str) -> str:
    """What a surface that holds one value read."""
    if isinstance(found, float) and asked == SHARE:
        return f"{g(found * 100)}%"
    if isinstance(found, float):
        return g(found)
    return spoken(Given(found, "") if isinstance(found, Span) else found)


def workbook_surface(row: Row) -> Any:
    """A list in a workbook, in which a cell of digits alone holds a number."""
    cells = {"Bedrijf": "X", "Gemeente": "Venray", "Sector": "dc_warehousing", "Opening": "2027-03"}
    if row.asked in NO_SIZE:
        cells["Werknemers"] = "10"
    cells[HEADS[row.asked]] = row.written
    book = openpyxl.Workbook()
    for column, (heading, word) in enumerate(cells.items(), start=1):
        book.worksheets[0].cell(1, column).value = heading
        cell = book.worksheets[0].cell(2, column)
        cell.value, cell.data_type = (int(word), "n") if WHOLE.fullmatch(word) else (word, "s")
    content = BytesIO()
    book.save(content)
    return plan_read(parse_leads("plannen.xlsx", content.getvalue()), row)


OPTIONS: dict[str, SizeKind] = {COUNT: "persons", AREA: "gross_floor", HECTARES: "plot"}


def command_surface(row: Row) -> Any:
    kind = OPTIONS.get(row.asked)
    said = Said(
        [(kind, row.written) if kind else ("persons", "10")],
        row.written if row.asked == SECTOR else "dc_warehousing",
        None,
        row.written if row.asked == PLACE else "Venray",
        row.written if row.asked == MONTH else "2027-03",
        None,
        row.written if row.asked == SHARE else None,
        "X",
    )
    plan = plan_of(said)
    if row.asked == SHARE:
        return f"{g((plan.recruitment.flex_share or 0) * 100)}%"
    return value_asked(plan, row)


def pasted_surface(row: Row) -> Any:
    cells = {"Naam": "A", "Niveau": "elementary", "Aantal": "10", "Uitzend": "10%"}
    cells |= {"Aantal" if row.asked == COUNT else "Uitzend": row.written}
    (pasted,) = pasted_groups("\t".join(cells) + "\n" + "\t".join(cells.values()), "nl")
    if pasted.problems:
        raise InputError(pasted.problems)
    assert pasted.group is not None
    if row.asked == SHARE:
        return f"{g((pasted.group.flex_share or 0) * 100)}%"
    return Given(pasted.group.count, "fte" if pasted.group.unit == "fte" else "")


SURFACES: dict[str, tuple[Callable[[Row], Any], tuple[str, ...]]] = {
    "yaml": (yaml_surface, (COUNT, PLACES, AREA, HECTARES, SHARE, MONTH, DAY, SECTOR, PLACE)),
    "list": (list_surface, (COUNT, AREA, HECTARES, MONTH, SECTOR, PLACE)),
    "workbook": (workbook_surface, (COUNT, AREA, HECTARES, MONTH, SECTOR, PLACE)),
    "command": (command_surface, (COUNT, AREA, HECTARES, SHARE, MONTH, SECTOR, PLACE)),
    "pasted": (pasted_surface, (COUNT, SHARE)),
    "form": (form_surface, (COUNT, PLACES, AREA, SHARE, MONTH, DAY)),
    "app": (app_surface, (COUNT, PLACES, AREA, SHARE, MONTH, DAY)),
}
ASKED_IN_HECTARES = ("yaml", f"{HECTARES}: 600")
"""The question beside that answer says hectares in words, where a column and an option are passed over."""
ON_SURFACES = [
    (name, row)
    for name, (_, kinds) in SURFACES.items()
    for row in ROWS
    if row.asked in kinds and (name, str(row)) != ASKED_IN_HECTARES
]


@pytest.mark.parametrize(("surface", "row"), ON_SURFACES, ids=str)
def test_every_surface_reads_the_same_or_asks_the_same(surface: str, row: Row) -> None:
    found, problems = outcome(lambda _: SURFACES[surface][0](row), row.written)
    if (row.asked, row.written) == (COUNT, "0") and surface in ("list", "workbook", "command", "yaml"):
        assert problems[0].code in (
            "size_zero",
            "size_zero_plan",
        )  # who keeps only the size of a plan means that it is not known
    elif row.question:
        assert row.question in problems[0].sentence("nl")
    elif isinstance(READERS[row.asked](row.written), Given) and not holds(surface, row):
        assert problems[0].code in ("written_range", "written_fte")
    else:
        assert not problems, problems
        assert one(found, row.asked) == row.read.removesuffix(" personen")


def holds(surface: str, row: Row) -> bool:
    """Whether a field can hold what was read: an answer holds no range, a field of persons no fte."""
    value, unit = READERS[row.asked](row.written)
    if isinstance(value, Span) and row.asked == HECTARES and surface == "yaml":
        return False
    return unit != "fte" or surface in ("yaml", "list", "workbook", "command", "pasted", "form")


@pytest.mark.parametrize("row", [row for row in ROWS if row.asked == COUNT and "tot" in row.read], ids=str)
def test_a_field_of_one_number_asks_a_range_back(row: Row) -> None:
    field = declared("context.existing_migrants_kern")
    _, problems = outcome(lambda word: fields.read(word, field.kind, fields.measured(field)), row.written)
    assert problems[0].code in ("written_range", "written_fte")


@pytest.mark.parametrize("written", [2028, 2028.0, dt.datetime(1905, 7, 20), dt.date(1905, 7, 20), "2028"])
def test_a_year_alone_in_a_cell_for_months_is_that_year(written: object) -> None:
    assert read_month(written) == "2028-01"


@pytest.mark.parametrize("written", [2028.1, 2028.11, 1.2028, 46_447.5])
def test_a_number_that_is_no_whole_year_is_no_month(written: float) -> None:
    with pytest.raises(HeaError) as error:
        read_month(written)
    assert error.value.problems[0].code == "month_form"


@pytest.mark.parametrize("count", [1.2, "1,2", "1.2"])
@pytest.mark.parametrize(("unit", "asked"), [("fte", []), ("FTE", []), ("persons", ["size_part_person"])])
def test_a_few_with_a_part_of_one_are_asked_unless_the_file_counts_fte(
    count: float | str, unit: str, asked: list[str]
) -> None:
    content = json.dumps(BASE | {"workforce": {"count": count, "unit": unit}})
    found, problems = outcome(lambda word: parse_proposal(word, ".json").workforce, content)
    assert [item.code for item in problems] == asked
    assert asked or (found.count, found.unit) == (1.2, "fte")


@pytest.mark.parametrize(
    "fields",
    [
        {"workforce": {"count": {"low": "@", "high": 3}}},
        {"workforce": {"count": 80}, "kind": "expansion", "existing_workers": "@"},
        {"workforce": {"count": 80}, "kind": "relocation", "moving_workers": "@"},
        {"workforce": {"count": 80}, "answers": {"jobs_full": "@"}},
        {"workforce": {"count": 80}, "answers": {"migrants_expected": "@"}},
        {"workforce": {"count": 80}, "context": {"existing_migrants_kern": "@"}},
    ],
    ids=str,
)
@pytest.mark.parametrize("number", ["1.2", '"1,2"'])
def test_a_part_of_a_person_is_asked_in_ranges_answers_and_who_is_there_already(
    fields: dict[str, Any], number: str
) -> None:
    content = yaml.safe_dump(BASE | fields, sort_keys=False).replace("'@'", number)
    _, problems = outcome(parse_proposal, content)
    assert [item.code for item in problems] == ["size_part_whole"]
    assert "lijkt op 1.200" in problems[0].sentence()


def test_a_range_of_full_time_jobs_may_have_parts_of_one() -> None:
    content = yaml.safe_dump(BASE | {"workforce": {"count": {"low": 1.2, "high": 3}, "unit": "fte"}})
    workforce = parse_proposal(content).workforce
    assert workforce is not None
    assert workforce.count == Span(low=1.2, high=3)


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("number", ["2028.10", "2028.1", "2028.03"])
def test_a_month_that_a_file_holds_as_a_number_is_asked(number: str, suffix: str) -> None:
    content = json.dumps(BASE | {"opening": 0, "workforce": {"count": 400}}).replace(": 0", f": {number}")
    _, problems = outcome(lambda word: parse_proposal(word, suffix), content)
    assert [(item.place, item.code) for item in problems] == [("opening", "month_form")]


def test_a_day_of_a_spreadsheet_that_lost_its_form_is_still_that_day() -> None:
    assert read_month(46_447) == "2027-03"
    assert read_day(46_447) == dt.date(2027, 3, 1)


def test_a_number_that_a_file_holds_is_a_part_of_one_as_its_format_says() -> None:
    assert read_share(0.45) == 0.45
    assert read_share(1) == 1
    assert read_share(45) == 0.45


# Whatever number or month is written in one of these ways reads back as the same on every surface.

WAYS: list[Callable[[int], str]] = [
    str,
    lambda n: f"{n:,}",
    lambda n: f"{n:,}".replace(",", "."),
    lambda n: f"{n:,}".replace(",", " "),
    lambda n: f"{n:,}".replace(",", "\u00a0"),
    lambda n: f"{n:,}".replace(",", "'"),
    lambda n: f"{n:,}".replace(",", ".") + ",-",
    lambda n: f"{n:,}".replace(",", ".") + ",00",
    lambda n: f"{n:,}.00",
    lambda n: f"{n:,}".replace(",", ".") + " personen",
]
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
MONTH_WAYS: list[Callable[[int, int], str]] = [
    lambda y, m: f"{y}-{m:02d}",
    lambda y, m: f"{m}-{y}",
    lambda y, m: f"{m:02d}/{y}",
    lambda y, m: f"{MONTHS[m - 1]} {y}",
    lambda y, m: f"{MONTHS[m - 1][:3]}-{y % 100:02d}",
    lambda y, m: f"1-{m}-{y}",
    lambda y, m: f"{y}-{m:02d}-15",
    lambda y, m: f"15 {MONTHS[m - 1]} {y}",
]


@given(st.integers(1, 99_999), st.sampled_from(WAYS), st.sampled_from(sorted(SURFACES)))
def test_any_count_in_any_way_is_the_same_on_every_surface(
    number: int, way: Callable[[int], str], surface: str
) -> None:
    found = SURFACES[surface][0](Row(COUNT, way(number), "", ""))
    assert one(found, COUNT) == g(number)


@given(
    st.integers(2020, 2060),
    st.integers(1, 12),
    st.sampled_from(MONTH_WAYS),
    st.sampled_from(sorted(surface for surface, (_, kinds) in SURFACES.items() if MONTH in kinds)),
)
def test_any_month_in_any_way_is_the_same_on_every_surface(
    year: int, month: int, way: Callable[[int, int], str], surface: str
) -> None:
    assert SURFACES[surface][0](Row(MONTH, way(year, month), "", "")) == f"{year}-{month:02d}"


@example(1000.0, "nl")
@example(1000.0, "en")
@given(st.floats(min_value=0, max_value=1e9).map(lambda value: round(value, 10)), st.sampled_from(LANGUAGES))
def test_a_number_written_for_a_field_reads_back_as_the_same_number(value: float, lang: Lang) -> None:
    alike = QUANTITIES - {"people"}  # of which no parts are counted
    for of in alike if 100 <= value <= 1000 else alike - AREAS:
        written = fields.shown(value, "number", lang, of)
        assert read_number(written, of) == pytest.approx(value, rel=1e-12, abs=1e-10)


@given(st.floats(min_value=0, max_value=1).map(lambda value: round(value, 6)), st.sampled_from(LANGUAGES))
def test_a_share_written_for_a_field_reads_back_as_the_same_share(value: float, lang: Lang) -> None:
    assert read_share(fields.shown(value, "share", lang)) == pytest.approx(value, abs=1e-9)


@given(st.text(max_size=80))
def test_anything_is_read_or_refused_in_words(word: str) -> None:
    for read in READERS.values():
        found, problems = outcome(read, word)
        assert (found is None) == bool(problems)
        assert all(item.sentence("nl") and item.sentence("en") for item in problems)


@pytest.mark.parametrize("day", [dt.date(2026, 12, 10), dt.datetime(2026, 12, 10)])
def test_a_day_that_a_spreadsheet_made_of_a_range_is_asked_with_the_range(day: dt.date) -> None:
    with pytest.raises(HeaError) as error:
        read_size(day, "count")
    said = error.value.problems[0].sentence("nl")
    assert "10 tot 12" in said
    assert "00:00" not in said


@pytest.mark.parametrize("of", ["count", "m2"])
def test_a_cell_that_shows_a_percentage_is_no_number_of_people_or_metres(of: Quantity) -> None:
    with pytest.raises(HeaError) as error:
        read_size(Percentage(0.5), of)
    assert "50%" in error.value.problems[0].sentence("nl")
    assert read_share(Percentage(0.5)) == 0.5
    with pytest.raises(HeaError):
        read_share(Percentage(1.2))

"""Whatever plan or group is written in the ways people write it, is read back as the same everywhere."""

import csv
import io
from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from hea.app import six_fields
from hea.exchange.group_rows import columns_for, pasted_groups
from hea.exchange.leads import parse_leads
from hea.proposal import Basis, FunctionGroup, Size, Span, Unit, field_label
from hea.reference import job_levels, municipalities, sectors
from hea.texts import LANGUAGES, Lang, text
from tests.exchange.test_written import COUNT, MONTH_WAYS, SURFACES, WAYS, Row, one

NUMBERS = [way for way in WAYS if "personen" not in way(1)]
RANGES: list[tuple[str, Callable[[str, str], str]]] = [
    ("between", lambda low, high: f"{low}-{high}"),
    ("between", lambda low, high: f"{low} – {high}"),
    ("between", lambda low, high: f"{low} tot {high}"),
    ("between", lambda low, high: f"tussen {low} en {high}"),
    ("between", lambda low, high: f"between {low} and {high}"),
    ("about", lambda low, _: f"ca. {low}"),
    ("about", lambda low, _: f"±{low}"),
    ("about", lambda low, _: f"about {low}"),
    ("at_most", lambda _, high: f"tot {high}"),
    ("at_most", lambda _, high: f"<{high}"),
    ("at_least", lambda low, _: f">{low}"),
    ("at_least", lambda low, _: f"meer dan {low}"),
]
UNITS: list[tuple[Unit, str]] = [("persons", ""), ("persons", " personen"), ("fte", " fte")]

BASES = [("mean", "gemiddeld"), ("mean", ""), ("peak", "piek"), ("peak", "drukste maand")]


class Written(NamedTuple):
    """A size, and how it is written."""

    size: Size
    word: str


@st.composite
def sizes(draw: st.DrawFn) -> Written:
    """A number, or a range with its ends written alike; "40-50.000" is asked, as both may be thousands."""
    kind, spell = draw(st.sampled_from([("number", lambda low, _: low), *RANGES]))
    low = draw(st.integers(50 if kind == "between" else 1, 40_000))
    high = low + draw(st.integers(0, 40_000))
    ways = NUMBERS if kind == "number" else [way for way in NUMBERS if not way(1).endswith("-")]
    way = draw(st.sampled_from(ways))
    held: dict[str, Size] = {
        "number": float(low),
        "between": Span(low=low, high=high),
        "about": Span(middle=low),
        "at_most": Span(high=high),
        "at_least": Span(low=low),
    }
    return Written(held[kind], spell(way(low), way(high)))


@given(sizes(), st.sampled_from(UNITS))
def test_any_size_in_any_way_is_the_same_on_every_surface(written: Written, unit: tuple[Unit, str]) -> None:
    word = written.word + unit[1]
    expected = one(six_fields._read("size", word, "persons")["size"], COUNT)
    assert six_fields._read("size", word, "persons")["size"] == written.size
    for name, (surface, _) in SURFACES.items():
        if unit[0] == "fte" and name in ("form", "app"):
            continue  # a field beside a field for the unit
        found = surface(Row(COUNT, word, "", ""))
        assert one(found, COUNT).removesuffix(" fte") == expected, name


@given(
    st.lists(
        st.tuples(
            sizes(),
            st.sampled_from(UNITS),
            st.integers(2026, 2050),
            st.integers(1, 12),
            st.sampled_from(MONTH_WAYS),
            st.sampled_from(sorted(municipalities())),
            st.sampled_from(sorted(sectors())),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(";\t|"),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_list_of_plans_is_read_back(
    rows: list[tuple[Any, ...]], mark: str, lang: Lang, encoding: str, line_end: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator=line_end)
    writer.writerow(
        [text(f"lead.{key}", lang) for key in ("company", "municipality", "sector", "opening", "persons")]
    )
    for number, (size, unit, year, month, way, place, sector) in enumerate(rows):
        named = municipalities()[place].name, getattr(sectors()[sector], f"name_{lang}")
        writer.writerow([f"Plan {number}", *named, way(year, month), size.word + unit[1]])
    leads = parse_leads("plannen.csv", out.getvalue().encode(encoding))
    assert not leads.problems
    assert len(leads.found) == len(rows)
    for lead, (size, unit, year, month, _, place, sector) in zip(leads.found, rows, strict=True):
        plan = lead.proposal
        assert plan.workforce is not None
        assert (plan.municipality, plan.sector, plan.opening) == (place, sector, f"{year}-{month:02d}")
        assert (plan.workforce.count, plan.workforce.unit) == (size.size, unit[0])


@given(
    st.lists(
        st.tuples(
            sizes(),
            st.sampled_from(UNITS),
            st.sampled_from(sorted(job_levels())),
            st.sampled_from(
                [("mean", "gemiddeld"), ("mean", ""), ("peak", "piek"), ("peak", "drukste maand")]
            ),
            st.integers(0, 100),
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
    st.sampled_from(LANGUAGES),
)
def test_any_table_of_groups_that_is_pasted_is_read_back(
    rows: list[tuple[Any, ...]], headed: bool, lang: Lang
) -> None:
    columns = columns_for(grows=False)
    lines = [[field_label(FunctionGroup, name, lang) for name in columns]] if headed else []
    for number, (size, unit, level, basis, share) in enumerate(rows):
        name = getattr(job_levels()[level], f"name_{lang}")
        lines.append([f"Groep {number}", name, size.word + unit[1], "", basis[1], f"{share}%"])
    found = pasted_groups("\n".join("\t".join(line) for line in lines), lang)
    assert [row.problems for row in found] == [()] * len(rows)
    for row, (size, unit, level, basis, share) in zip(found, rows, strict=True):
        held = row.group
        assert held is not None
        counted: Basis = basis[0]
        assert (held.count, held.unit, held.level, held.basis) == (size.size, unit[0], level, counted)
        assert held.flex_share == share / 100


def test_pasted_columns_are_known_by_the_words_that_people_put_above_them() -> None:
    heads = ("Functie", "Niveau", "Aantal medewerkers", "Uitzendkrachten (%)")
    cells = ("Orderpickers", "Eenvoudig werk", "250", "45%")
    (row,) = pasted_groups("\n".join("\t".join(line) for line in (heads, cells)), "nl")
    assert not row.problems
    assert row.group is not None
    assert (row.group.name, row.group.count, row.group.flex_share) == ("Orderpickers", 250, 0.45)


def test_what_stands_below_a_heading_that_is_not_known_is_told_and_not_left_out() -> None:
    heads = ("Functie", "Niveau", "Aantal", "Contract")
    rows = [("Plukkers", "Eenvoudig werk", "80", "tijdelijk"), ("Kantoor", "Eenvoudig werk", "5", "")]
    first, second = pasted_groups("\n".join("\t".join(line) for line in (heads, *rows)), "nl")
    assert first.group is None
    assert "'Contract'" in first.problems[0].sentence("nl")
    assert second.group is not None

"""The input workbook: what is filled in comes back, and what does not fit is named by its cell."""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from typer.testing import CliRunner

import hea
from hea.cli.application import app
from hea.exchange import InputError, example, example_names, parse_upload, sentences
from hea.exchange.answered import unread_sentence, with_answers
from hea.exchange.form import build_form, parse_form, read_form
from hea.exchange.nobody import nobody_asked
from hea.exchange.written.proposals import answered_in
from hea.proposal import Proposal, Span, at_most
from hea.reference import questions, sectors, welfare_criteria
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import distribution_centre, empty_form
from tests.spreadsheets import Resave
from tests.test_any_proposal import months, proposals

PLAN = "Initiatief"
MAX_RULE_LENGTH = 256
"""Characters of a rule that spreadsheet programs take."""
STAFF = "Personeel"
LABELS = {"company": "Naam van het bedrijf"}

names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)


def answers_to(key: str) -> st.SearchStrategy[Any]:
    row = questions()[key]
    if row.answer_type == "choice":
        one = st.sampled_from(row.options)
        many = st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)
        return st.none() | (many if row.several else one)
    areas = {"floor_area": st.floats(1_000, 1e6), "plot_area": st.floats(1, 100)}  # as any company has
    people = st.integers(0, 10_000).map(float)
    numbers = areas.get(key, people if answered_in(row) == "people" else st.floats(-1e6, 1e6))
    shares = st.integers(0, 100).map(lambda percent: percent / 100)
    kinds = {"yes_no": st.booleans(), "share": shares, "number": numbers}
    return st.none() | kinds.get(row.answer_type, names)


season = st.lists(st.floats(0.1, 3), min_size=12, max_size=12)


def with_groups(plan: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """A proposal whose groups have any name, and some a season of their own."""
    groups = []
    for group, (name, index) in zip(plan.get("function_groups", []), more["named"], strict=False):
        own = {"season_index": index, "season_normalise": True, "season_profile": None} if index else {}
        groups.append({**group, "name": name, **own})
    rest = {key: value for key, value in more.items() if key != "named"}
    whole: dict[str, Any] = as_kept(in_people({**plan, **rest, "function_groups": groups}))
    return whole


PEOPLE = (
    "count", "existing", "existing_workers", "moving_workers", "persons", "year_round_persons",
    "existing_migrants_kern", "existing_migrants_municipality", "existing_within_radius",
)  # fmt: skip


def in_people(value: Any, counts: bool = False) -> Any:
    """Whole people: a part of one is asked back."""
    if isinstance(value, float):
        return float(round(value)) if counts else value
    if isinstance(value, dict):
        return {key: in_people(item, counts or key in PEOPLE) for key, item in value.items()}
    return [in_people(item, counts) for item in value] if isinstance(value, list) else value


def as_kept(value: Any) -> Any:
    """Numbers in the digits that spreadsheets keep: fifteen."""
    if isinstance(value, float):
        return float(f"{value:.15g}")
    if isinstance(value, dict):
        return {key: as_kept(item) for key, item in value.items()}
    return [as_kept(item) for item in value] if isinstance(value, list) else value


whole_proposals = st.builds(
    with_groups,
    proposals,
    st.fixed_dictionaries(
        {"named": st.lists(st.tuples(names, st.none() | season), min_size=3, max_size=3), "company": names},
        optional={
            "initiative": names,
            "source": names,
            "review_date": st.dates(dt.date(2020, 1, 1), dt.date(2090, 1, 1)),
            "construction": st.fixed_dictionaries(
                {"persons": st.floats(0, 1000), "from_month": months, "until_month": st.just("2099-01")}
            ),
            "area": st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(["footprint", "gross_floor", "plot"]),
                    "size_m2": st.floats(1_000, 1e6),
                }
            ),
            "answers": st.lists(st.sampled_from(sorted(questions())), max_size=6, unique=True).flatmap(
                lambda keys: st.fixed_dictionaries({key: answers_to(key) for key in keys})
            ),
            "weights": st.sampled_from(
                [
                    {"preset": "gelijk", "set_by": "college", "set_on": "2026-05-01"},
                    {"values": dict.fromkeys(welfare_criteria(), 10.0)},
                ]
            ),
        },
    ),
)


@settings(max_examples=20)
@given(whole_proposals, st.sampled_from(LANGUAGES))
def test_what_is_filled_in_comes_back(fields: dict[str, Any], lang: Lang) -> None:
    proposal = Proposal.model_validate(fields)
    assume(proposal.area is None or at_most(proposal.area.size_m2) >= 100)  # what is smaller is asked back
    assume(not nobody_asked(proposal))
    assert parse_form("formulier.xlsx", build_form(proposal, lang)) == with_answers(proposal)


def test_every_example_is_the_same_after_libreoffice_has_saved_its_form(resaved: Resave) -> None:
    plans = [example(name) for name in example_names()]
    saved = resaved(*(build_form(plan) for plan in plans))
    assert [parse_form("formulier.xlsx", content) for content in saved] == plans


def test_the_file_the_upload_and_the_library_give_the_same_proposal(tmp_path: Path) -> None:
    path = tmp_path / "ingevuld.xlsx"
    path.write_bytes(build_form(example("zachtfruit_meierijstad")))
    plan = example("zachtfruit_meierijstad")
    assert (
        hea.read_workbook(path)
        == hea.read_proposal(path)
        == parse_upload(path.name, path.read_bytes())
        == plan
    )


def filled(change: Callable[[Workbook], None], proposal: Proposal | None = None) -> bytes:
    """A form with something typed into it, the way a spreadsheet program keeps it."""
    base = proposal or Proposal.model_validate(
        {"company": "Kas BV", "municipality": "Venlo", "sector": "glasshouse", "opening": "2027-03",
         "function_groups": [{"name": "Plukkers", "level": "elementary", "count": 100},
                             {"name": "Kantoor", "level": "professional", "count": 5}]}
    )  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(form_of(base.model_dump_json())))
    change(book)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@cache
def form_of(plan: str) -> bytes:
    """The form of a proposal in JSON; many tests type something into the same one."""
    return build_form(Proposal.model_validate_json(plan))


def where(book: Workbook, sheet: str, label: str) -> tuple[int, int]:
    """Row and column of the first cell with a text."""
    return next(
        (cell.row, cell.column) for row in book[sheet].iter_rows() for cell in row if cell.value == label
    )


def type_in(sheet: str, label: str, value: object, row: int = 1) -> Callable[[Workbook], None]:
    """Type a value beside a label of a list, or so many rows under the heading of a grid."""

    def change(book: Workbook) -> None:
        at, column = where(book, sheet, label)
        spot = (at, column + 1) if sheet == PLAN else (at + row, column)
        book[sheet].cell(*spot).value = value

    return change


def problems(content: bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_form("formulier.xlsx", content)
    return sentences(caught.value.problems)


FLEX = "Via een uitzendbureau (%)"
COUNT = "Aantal bij volle bezetting"


@pytest.mark.parametrize(
    ("label", "typed", "field", "read"),
    [
        (COUNT, "1.200", "count", 1200),
        (COUNT, 250, "count", 250),
        (FLEX, "45 %", "flex_share", 0.45),
        (FLEX, "45%", "flex_share", 0.45),
        (FLEX, 0.45, "flex_share", 0.45),
        (FLEX, 45, "flex_share", 0.45),
        (FLEX, "onbekend", "flex_share", None),
        ("Niveau van de functie", "Eenvoudig werk", "level", "elementary"),
        ("Niveau van de functie", "elementary", "level", "elementary"),
        ("Opgave onderbouwd met een contract", "JA", "migrant_share_evidence", True),
    ],
)
def test_a_cell_is_read_the_way_people_write(label: str, typed: object, field: str, read: object) -> None:
    found = parse_form("f.xlsx", filled(type_in(STAFF, label, typed)))
    assert getattr(found.function_groups[0], field) == read


@pytest.mark.parametrize("typed", ["maart 2028", "2028-03", "3-2028", "1-3-2028", dt.datetime(2028, 3, 1)])
def test_a_month_may_be_a_date_or_text(typed: object) -> None:
    assert parse_form("f.xlsx", filled(type_in(PLAN, "Opening (jaar en maand)", typed))).opening == "2028-03"


def test_a_share_that_may_be_two_is_asked_and_not_guessed() -> None:
    [line] = problems(filled(type_in(STAFF, FLEX, "0,45")))
    assert line.startswith("Personeel!H")
    assert "45%" in line
    assert "0,45%" in line


def test_a_count_of_a_part_of_a_person_or_of_a_percentage_is_asked() -> None:
    def shown_as_percentage(book: Workbook) -> None:
        type_in(STAFF, COUNT, 0.5)(book)
        at, column = where(book, STAFF, COUNT)
        book[STAFF].cell(at + 1, column).number_format = "0%"

    [part] = problems(filled(type_in(STAFF, COUNT, 0.5)))
    assert "minder dan een mens" in part
    [percentage] = problems(filled(shown_as_percentage))
    assert "'50%' is een percentage" in percentage


def test_every_problem_is_named_by_its_cell_at_once() -> None:
    def spoil(book: Workbook) -> None:
        for change in (
            type_in(PLAN, "Gemeente", "Vneray"),
            type_in(PLAN, "Opening (jaar en maand)", "volgend jaar"),
            type_in(STAFF, COUNT, "heel veel"),
            type_in(STAFF, COUNT, -5, row=2),
            type_in(STAFF, "Niveau van de functie", None, row=2),
            type_in("Huisvestingsplan", "Aantal plekken", 10),
        ):
            change(book)

    lines = problems(filled(spoil))
    cells = [line.split(":")[0] for line in lines]
    assert len(cells) == len(set(cells))
    assert {cell.split("!")[0] for cell in cells} == {PLAN, STAFF, "Huisvestingsplan"}
    assert len(lines) == 7  # the row of the housing plan lacks two
    assert all("{" not in line for line in lines)
    assert any("Venray" in line for line in lines)


def test_columns_may_move_rows_may_be_empty_and_notes_are_no_problem() -> None:
    plan = example("fictief_dossier_venray")

    def rearrange(book: Workbook) -> None:
        sheet = book[STAFF]
        sheet.move_range("C1:E60", cols=40)
        sheet.insert_rows(8, amount=3)
        sheet.cell(row=9, column=60).value = "dit is een aantekening"
        book.create_sheet("Kladblok").append(["nog te doen"])
        book[PLAN].cell(row=60, column=1).value = "gebeld met de gemeente"

    assert parse_form("f.xlsx", filled(rearrange, plan)) == plan


def test_milestones_may_stand_in_any_order_and_belong_to_a_group_that_exists() -> None:
    def later_first(book: Workbook) -> None:
        sheet = book["Groei"]
        at = where(book, "Groei", "Maand")[0]
        for row, (group, month, share) in enumerate([(1, "2029-01", 1), ("1", "2028-01", 0.5)], start=at + 1):
            for column, value in enumerate((group, month, share), start=1):
                sheet.cell(row=row, column=column).value = value

    [first, _] = parse_form("f.xlsx", filled(later_first)).function_groups
    assert [(point.month, point.share) for point in first.ramp_up] == [("2028-01", 0.5), ("2029-01", 1)]

    def nobody(book: Workbook) -> None:
        later_first(book)
        book["Groei"].cell(row=where(book, "Groei", "Maand")[0] + 1, column=1).value = 31

    [line] = problems(filled(nobody))
    assert line.startswith("Groei!A")
    assert "31" in line


def test_half_a_season_is_named_and_a_season_that_is_off_can_be_mended() -> None:
    [line] = problems(filled(type_in(STAFF, "jan", 1.5)))
    assert "twaalf" in line

    def twelve(book: Workbook) -> None:
        at, column = where(book, STAFF, "jan")
        for month in range(12):
            book[STAFF].cell(row=at + 1, column=column + month).value = 2

    [line] = problems(filled(twelve))
    assert "gemiddeld 2,000" in line


def test_an_error_in_a_cell_and_a_form_of_later_are_named() -> None:
    def spoil(book: Workbook) -> None:
        at, column = where(book, STAFF, COUNT)
        book[STAFF].cell(row=at + 1, column=column).value = "#REF!"
        book["Uitleg"].cell(*where(book, "Uitleg", "Formulier versie 1")).value = "Formulier versie 2"

    lines = problems(filled(spoil))
    assert any("#REF!" in line for line in lines)
    assert any("versie 2" in line for line in lines)


def test_a_formula_without_a_value_is_not_taken_for_empty(resaved: Resave) -> None:
    [line] = problems(filled(type_in(STAFF, COUNT, "=60+40")))
    assert "formules" in line
    row, column = where(openpyxl.load_workbook(BytesIO(build_form(distribution_centre()))), STAFF, COUNT)
    assert f"{STAFF}!{get_column_letter(column)}{row + 1}" in line
    [mended] = resaved(filled(type_in(STAFF, COUNT, "=60+40")))
    assert parse_form("f.xlsx", mended).function_groups[0].count == 100


def test_another_workbook_and_a_report_are_told_apart() -> None:
    other = Workbook()
    content = BytesIO()
    other.save(content)
    [line] = problems(content.getvalue())
    assert "Initiatief" in line
    other.active.title = "Samenvatting"
    content = BytesIO()
    other.save(content)
    [line] = problems(content.getvalue())
    assert "rapport" in line


NASTY = ("=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "#REF!", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("nasty", NASTY)
def test_text_of_users_never_becomes_a_formula_in_the_form(nasty: str) -> None:
    plan = example("zachtfruit_meierijstad").update(company=nasty + " BV", initiative=nasty, kern=nasty)
    content = build_form(plan)
    book = openpyxl.load_workbook(BytesIO(content))
    assert not {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} & {"f", "e"}
    assert parse_form("f.xlsx", content) == plan


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_form_asks_for_what_is_required(lang: Lang) -> None:
    with pytest.raises(InputError) as caught:
        parse_form("f.xlsx", build_form(lang=lang))
    assert {problem.code for problem in caught.value.problems} == {"missing"}
    assert len(caught.value.problems) == 4


def test_the_form_that_ships_is_the_form_of_the_code() -> None:
    shipped = Path(__file__).parents[2] / "templates" / "invulformulier.xlsx"
    assert shipped.read_bytes() == build_form(), "run make form"


def test_drop_downs_hold_the_tables_and_messages_are_dutch() -> None:
    book = openpyxl.load_workbook(BytesIO(empty_form()))
    rules = book[STAFF].data_validations.dataValidation
    level = next(rule for rule in rules if rule.promptTitle == "Niveau van de functie")
    sheet, _, cells = level.formula1.replace("$", "").replace("'", "").partition("!")
    options = [cell[0].value for cell in book[sheet][cells]]
    assert options[-1] == "onbekend" or "Eenvoudig werk" in options
    assert all(rule.error and rule.showErrorMessage for rule in rules)
    assert book[STAFF].protection.sheet
    assert not book[STAFF].cell(row=where(book, STAFF, COUNT)[0] + 1, column=4).protection.locked
    assert book[STAFF].cell(*where(book, STAFF, COUNT)).protection.locked


KEPT = Path(__file__).parent / "kept"
PLACES = "Huisvestingsplan"


def rename(sheet: str, title: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[sheet].title = title

    return change


@pytest.mark.parametrize(
    "sheet", [PLAN, STAFF, "Groei", "Omgeving", "Voorzieningen", PLACES, "Vragen", "Gewichten"]
)
def test_a_sheet_under_another_title_is_known_by_what_is_on_it(sheet: str) -> None:
    plan = example("fictief_dossier_venray")
    assert parse_form("f.xlsx", filled(rename(sheet, "Blad 7"), plan)) == plan


def test_a_sheet_that_is_there_twice_is_refused() -> None:
    def twice(book: Workbook) -> None:
        book.copy_worksheet(book[PLACES]).title = "Huisvesting (oud)"

    [line] = problems(filled(twice, example("fictief_dossier_venray")))
    assert line.startswith("Huisvesting (oud): ")
    assert PLACES in line


def test_rows_of_a_list_are_known_by_their_label_where_the_codes_are_gone() -> None:
    def strip(book: Workbook) -> None:
        sheet = book[PLAN]
        row, column = where(book, PLAN, "Code")
        for at in range(row + 1, sheet.max_row + 1):
            sheet.cell(row=at, column=column).value = None

    plan = example("fictief_dossier_venray")
    assert parse_form("f.xlsx", filled(strip, plan)) == plan


def test_a_row_or_column_that_is_not_ours_is_refused_and_not_dropped() -> None:
    def other_row(book: Workbook) -> None:
        row = where(book, PLAN, "Dorp of wijk")[0]
        for column, value in ((1, "Kavelnaam"), (2, "Trade Port"), (where(book, PLAN, "Code")[1], None)):
            book[PLAN].cell(row=row, column=column).value = value

    def other_heading(book: Workbook) -> None:
        row, column = where(book, STAFF, FLEX)
        book[STAFF].cell(row=row, column=column).value = "Percentage uitzend"
        book[STAFF].cell(row=row + 1, column=column).value = 0.4

    [line] = problems(filled(other_row))
    assert "Kavelnaam" in line
    [line] = problems(filled(other_heading))
    assert "Percentage uitzend" in line
    assert FLEX in line


@pytest.mark.parametrize(("told", "wrong"), [(None, False), (0, True)])
def test_a_total_below_the_groups_does_not_count_and_must_be_their_sum(
    told: float | None, wrong: bool
) -> None:
    plan = example("fulfilment_waalwijk")
    total = sum(group.count for group in plan.function_groups)

    def add(book: Workbook) -> None:
        row = where(book, STAFF, COUNT)[0] + len(plan.function_groups) + 1
        name = where(book, STAFF, "Naam van de groep")[1]
        book[STAFF].cell(row=row, column=name).value = "Totaal"
        level = where(book, STAFF, "Niveau van de functie")[1]
        book[STAFF].cell(row=row, column=level).value = "Eenvoudig werk"
        book[STAFF].cell(row=row, column=where(book, STAFF, COUNT)[1]).value = total if told is None else told

    if wrong:
        [line] = problems(filled(add, plan))
        assert "het totaal is 0" in line
    else:
        assert parse_form("f.xlsx", filled(add, plan)) == plan


def groups_of(*rows: tuple[str, float]) -> Callable[[Workbook], None]:
    """A change of the form that fills in groups by their names and numbers."""

    def fill(book: Workbook) -> None:
        sheet, (row, column) = book[STAFF], where(book, STAFF, COUNT)
        named, level = (
            where(book, STAFF, head)[1] for head in ("Naam van de groep", "Niveau van de functie")
        )
        for step, (name, count) in enumerate(rows, start=1):
            sheet.cell(row + step, column).value = count
            sheet.cell(row + step, named).value = name
            sheet.cell(row + step, level).value = "Eenvoudig werk"

    return fill


@pytest.mark.parametrize(
    "name",
    [
        "Totaal medewerkers",
        "TOTAAL GENERAAL",
        "Samen",
        "Eindtotaal fte",
        "Medewerkers totaal",
        "Alle (samen) hier",
    ],
)
def test_a_total_under_a_longer_name_does_not_count_either(name: str) -> None:
    plan = parse_form("f.xlsx", filled(groups_of(("Pluk", 250), ("Pak", 40), (name, 290))))
    assert [(group.name, group.count) for group in plan.function_groups] == [("Pluk", 250), ("Pak", 40)]


@pytest.mark.parametrize("name", ["Totaal medewerkers", "Medewerkers totaal"])
def test_a_row_that_may_be_a_total_and_is_not_the_sum_is_asked(name: str) -> None:
    [line] = problems(filled(groups_of(("Pluk", 250), ("Pak", 40), (name, 300))))
    assert "het totaal is 300, en de regels zijn samen 290" in line


@pytest.mark.parametrize("name", ["Totaalbeheer", "Hele team, samen met de vaste staf"])
def test_a_group_with_such_a_word_in_its_name_counts(name: str) -> None:
    plan = parse_form("f.xlsx", filled(groups_of(("Pluk", 250), ("Pak", 40), (name, 300))))
    assert [group.count for group in plan.function_groups] == [250, 40, 300]


@pytest.mark.parametrize(("unit", "codes"), [("Fte", ()), ("", ("lijkt op 1.200", "lijkt op 2.500"))])
def test_a_few_with_a_part_of_one_are_asked_unless_the_unit_beside_them_is_fte(
    unit: str, codes: tuple[str, ...]
) -> None:
    def fill(book: Workbook) -> None:
        groups_of(("Pluk", 1.2), ("Pak", 2.5), ("Totaal", 3.7))(book)
        row, column = where(book, STAFF, "Geteld in")
        for step in (1, 2):
            book[STAFF].cell(row + step, column).value = unit or None

    if codes:
        lines = problems(filled(fill))
        assert len(lines) == len(codes)
        assert all(code in line for code, line in zip(codes, lines, strict=True))
    else:
        groups = parse_form("f.xlsx", filled(fill)).function_groups
        assert [(group.count, group.unit) for group in groups] == [(1.2, "fte"), (2.5, "fte")]


def test_totals_of_parts_do_not_count_and_each_is_a_sum() -> None:
    rows = (("Pluk", 250), ("Pak", 40), ("Subtotaal loods", 290), ("Staf", 10), ("Totaal medewerkers", 300))
    plan = parse_form("f.xlsx", filled(groups_of(*rows)))
    assert [group.count for group in plan.function_groups] == [250, 40, 10]
    wrong = (*rows[:2], ("Totaal loods", 280), *rows[3:])
    [line] = problems(filled(groups_of(*wrong)))
    assert "het totaal is 280" in line


@pytest.mark.parametrize(
    ("told", "wrong"), [(320, False), ("290-340", False), ("ca. 320", False), (250, True), ("tot 200", True)]
)
def test_a_total_below_groups_with_ranges_may_be_their_sum(told: float | str, wrong: bool) -> None:
    def add(book: Workbook) -> None:
        row, column = where(book, STAFF, COUNT)
        sheet = book[STAFF]
        for step, size in enumerate(("250-300", "ca. 40", told), start=1):
            sheet.cell(row + step, column).value = size
        sheet.cell(row + 3, where(book, STAFF, "Naam van de groep")[1]).value = "Totaal"

    if wrong:
        [line] = problems(filled(add))
        assert "de regels zijn samen 290 tot 340" in line
    else:
        groups = parse_form("f.xlsx", filled(add)).function_groups
        assert [group.count for group in groups] == [Span(low=250, high=300), Span(middle=40)]


def test_answers_alone_say_how_large_the_plan_is() -> None:
    path = KEPT / "form_answered_on_questions_sheet.xlsx"
    plan = parse_form(path.name, path.read_bytes())
    assert plan.workforce is not None
    assert plan.workforce.count == plan.answers["jobs_full"]


def answered(**answers: object) -> Proposal:
    """What is read of a form with groups in which these questions are answered too, some without a unit."""

    def change(book: Workbook) -> None:
        sheet = book["Vragen"]
        for row in sheet.iter_rows():
            code = str(row[3].value or "").removeprefix("answers.")
            if code in answers:
                row[1].value = answers[code]
        at, column = where(book, STAFF, "Geteld in")
        for step in (1, 2):
            book[STAFF].cell(at + step, column).value = None

    return parse_form("f.xlsx", filled(change))


def test_answers_beside_a_field_fill_what_is_empty() -> None:
    plan = answered(migrants_expected=42, cross_border=21, housing_beds=60, heads_or_fte="personen")
    assert [group.migrant_share for group in plan.function_groups] == [0.4, 0.4]
    assert plan.recruitment.cross_border_share == 0.2
    assert plan.offers == ()  # for whom the places are was not said
    assert plan.answers["housing_beds"] == 60


def test_full_time_jobs_in_an_answer_are_the_unit_where_none_is_filled_in() -> None:
    plan = answered(heads_or_fte="voltijdbanen")
    assert {group.unit for group in plan.function_groups} == {"fte"}


def test_a_problem_names_the_field_of_its_cell() -> None:
    [line] = problems(filled(type_in(STAFF, COUNT, "heel veel")))
    assert f"({COUNT}): " in line


@pytest.mark.parametrize(
    ("sheet", "label", "typed", "field", "read"),
    [
        (PLAN, "Soort plan", "nieuw", "kind", "new"),
        (PLAN, "Soort plan", "Uitbreiding", "kind", "expansion"),
        (PLAN, "Werknemers die er al zijn (personen)", "n.v.t.", "existing_workers", None),
        (PLAN, "Werknemers die er al zijn (personen)", "?", "existing_workers", None),
    ],
)
def test_short_answers_are_read(sheet: str, label: str, typed: str, field: str, read: object) -> None:
    assert getattr(parse_form("f.xlsx", filled(type_in(sheet, label, typed))), field) == read


@pytest.mark.parametrize("typed", ["x", "X", "j", "ja"])
def test_a_tick_is_a_yes(typed: str) -> None:
    label = "Opgave onderbouwd met een contract"
    plan = parse_form("f.xlsx", filled(type_in(STAFF, label, typed)))
    assert plan.function_groups[0].migrant_share_evidence is True


def test_a_level_that_is_not_known_is_met_with_words() -> None:
    [line] = problems(filled(type_in(STAFF, "Niveau van de functie", "vakwrk")))
    assert "Vakwerk" in line


def test_lists_and_codes_are_hidden() -> None:
    book = openpyxl.load_workbook(BytesIO(empty_form()))
    assert book["Lijsten"].sheet_state == "hidden"
    for sheet in (PLAN, "Omgeving", PLACES, "Vragen", "Gewichten"):
        column = get_column_letter(where(book, sheet, "Code")[1])
        assert book[sheet].column_dimensions[column].hidden
        assert not book[sheet].column_dimensions["B"].hidden


def test_every_sheet_but_the_questions_prints_on_one_or_two_pages() -> None:
    book = openpyxl.load_workbook(BytesIO(empty_form()))
    pages = {
        sheet.title: (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    }
    assert pages.pop("Vragen") == (1, 0)
    assert all(across <= 2 and down == 1 for across, down in pages.values())


def areas_offered(proposal: Proposal | None) -> tuple[str, list[list[str]]]:
    """The rule of the cell with the kind of area, and the lists in it in words."""
    book = openpyxl.load_workbook(BytesIO(build_form(proposal, "nl")))
    sheet = book["Initiatief"]
    [row] = [cell.row for cell in sheet["A"] if cell.value == text("label.Area.kind")]
    [rule] = [it for it in sheet.data_validations.dataValidation if f"B{row}" in it.sqref]
    ranges = re.findall(r"'Lijsten'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", rule.formula1)
    lists = book["Lijsten"]
    return rule.formula1, [
        [lists[f"{column}{at}"].value for at in range(int(first), int(last) + 1)]
        for column, first, last in ranges
    ]


def test_a_form_of_a_plan_offers_the_areas_that_its_sector_knows() -> None:
    _, [offered] = areas_offered(distribution_centre(sector="glasshouse"))
    assert len(offered) < 3


def test_an_empty_form_offers_the_areas_of_the_sector_that_is_chosen_in_it() -> None:
    formula, [*fewer, whole] = areas_offered(None)
    assert formula.startswith("IF(COUNTIF(")
    assert len(formula) < MAX_RULE_LENGTH
    offered = dict(zip(map(tuple, fewer[::2]), fewer[1::2], strict=True))
    by_name = {name: areas for names, areas in offered.items() for name in names}
    assert len(by_name[sectors()["glasshouse"].name_nl]) == 1  # the plot
    assert len(by_name[sectors()["dc_bulk"].name_nl]) == 2  # floor and footprint
    assert sectors()["dc_warehousing"].name_nl not in by_name
    assert all(set(areas) < set(whole) for areas in offered.values())
    assert len(whole) == 3


def test_libreoffice_offers_the_areas_of_the_sector_that_is_chosen_and_keeps_the_rule(
    resaved: Resave,
) -> None:
    formula, [*fewer, whole] = areas_offered(None)
    offered = {"dc_warehousing": whole} | {
        sector: areas
        for sector in ("glasshouse", "dc_bulk")
        for names, areas in zip(fewer[::2], fewer[1::2], strict=True)
        if sectors()[sector].name_nl in names
    }
    assert len(offered) == 3
    saved = resaved(*(with_rule_calculated(sectors()[sector].name_nl, formula) for sector in offered))
    for content, expected in zip(saved, offered.values(), strict=True):
        counted = openpyxl.load_workbook(BytesIO(content), data_only=True)["Proef"]
        assert (counted["A1"].value, counted["A2"].value) == (len(expected), expected[0])
        sheet = openpyxl.load_workbook(BytesIO(content))["Initiatief"]
        rules = [
            rule.formula1.replace("'", "") for rule in sheet.data_validations.dataValidation if rule.formula1
        ]
        assert formula.replace("'", "") in rules


def with_rule_calculated(sector: str, formula: str) -> bytes:
    """An empty form with a sector, and a sheet that counts what the rule of the kind of area offers."""
    book = openpyxl.load_workbook(BytesIO(build_form(lang="nl")))
    sheet, proof = book["Initiatief"], book.create_sheet("Proef")
    [row] = [cell.row for cell in sheet["A"] if cell.value == text("label.Proposal.sector")]
    sheet[f"B{row}"] = sector
    there = formula.replace(f",$B${row})", f",'Initiatief'!$B${row})")
    proof["A1"], proof["A2"] = f"=ROWS({there})", f"=INDEX({there},1)"
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def test_an_area_that_says_nothing_of_the_sector_is_answered_in_the_words_of_the_form() -> None:
    plan = distribution_centre(
        sector="glasshouse", workforce=None, area={"kind": "gross_floor", "size_m2": 9_000}
    )
    with pytest.raises(hea.HeaError) as refused:
        hea.assess(plan, draws=16)
    for lang in LANGUAGES:
        (told,) = sentences(refused.value.problems, lang)
        assert text("label.Area.kind", lang) in told
        assert text("option.kind.plot", lang) in told


@pytest.mark.parametrize(
    ("label", "typed", "fields"),
    [
        ("Geteld in", "voltijdbanen", {"unit": "fte"}),
        ("Gemiddeld of piek", "piek", {"basis": "peak"}),
        ("Wat er gemeten is", "kavel", {}),
    ],
)
def test_how_sizes_were_counted_needs_no_size_beside_groups_and_holds_for_those_that_do_not_say(
    label: str, typed: str, fields: dict[str, str]
) -> None:
    def change(book: Workbook) -> None:
        type_in(PLAN, label, typed)(book)
        for words in ("Geteld in", "Gemiddeld of piek"):
            type_in(STAFF, words, None)(book)

    plan = parse_form("f.xlsx", filled(change))
    assert plan.workforce is None
    assert plan.area is None
    first, second = plan.function_groups
    assert first.model_dump().items() >= fields.items()
    assert (second.unit, second.basis) == ("persons", "mean")  # which their own cells say


def test_how_workers_were_counted_still_needs_a_number_where_nothing_says_how_many() -> None:
    def change(book: Workbook) -> None:
        type_in(PLAN, "Geteld in", "voltijdbanen")(book)
        at, _ = where(book, STAFF, COUNT)
        book[STAFF].delete_rows(at + 1, 2)

    [line] = problems(filled(change))
    assert line.startswith("Initiatief!B17 (Aantal bij volle bezetting): ")


@pytest.mark.parametrize(
    ("plan", "cell"),
    [
        (
            {"sector": "glasshouse", "workforce": None, "area": {"kind": "gross_floor", "size_m2": 9_000}},
            "Initiatief!B20 (Wat er gemeten is): ",
        ),
        ({"kind": "expansion", "existing_workers": 4_000}, "Initiatief!B24 (Werknemers die er al zijn"),
        (
            {"kind": "expansion", "workforce": None, "area": {"kind": "gross_floor", "size_m2": 9_000}},
            "Initiatief!B23 (Waar de oppervlakte over gaat): ",
        ),
    ],
)
def test_what_an_assessment_would_refuse_is_named_by_its_cell(plan: dict[str, Any], cell: str) -> None:
    [line] = problems(build_form(distribution_centre(**plan)))
    assert line.startswith(cell)


@pytest.mark.parametrize(
    ("groups", "typed", "words"),
    [
        (True, None, "Kies uit: 1, 2, automatisering."),
        (False, None, "gebruikelijke opbouw van de sector"),
        (False, 1, "'automatisering'"),
    ],
)
def test_growth_of_no_group_is_told_what_to_do(groups: bool, typed: object, words: str) -> None:
    def change(book: Workbook) -> None:
        at = where(book, "Groei", "Maand")[0]
        for column, value in enumerate((typed, "2029-01", 0.5), start=1):
            book["Groei"].cell(row=at + 1, column=column).value = value

    plan = None if groups else distribution_centre(function_groups=[])
    [line] = problems(filled(change, plan))
    assert line.startswith("Groei!A")
    assert words in line
    assert "'-'" not in line


def emptied(sheet: str, label: str) -> Callable[[Workbook], None]:
    """The row in which a label stands, emptied."""

    def change(book: Workbook) -> None:
        row, _ = where(book, sheet, label)
        for cell in book[sheet][row]:
            cell.value = None

    return change


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [
        ("Vragen", "Code"),
        (PLAN, "Code"),
        ("Gewichten", "Code"),
        (STAFF, "Naam van de groep"),
        ("Groei", "Maand"),
    ],
)
def test_what_stands_below_a_heading_that_was_emptied_is_asked(sheet: str, heading: str) -> None:
    plan = example("fictief_dossier_venray")
    found = problems(filled(emptied(sheet, heading), plan))
    assert any(line.startswith(f"{sheet}!") and "geen kop van het formulier" in line for line in found)


def test_an_emptied_heading_above_nothing_is_no_problem() -> None:
    plan = parse_form("f.xlsx", filled(lambda book: None))
    assert parse_form("f.xlsx", filled(emptied("Vragen", "Code"))) == plan


def test_a_sheet_that_is_none_of_the_form_is_told() -> None:
    def more(book: Workbook) -> None:
        book.create_sheet("Personeel 2029")["B3"] = 250
        book.create_sheet("Leeg")

    content = filled(more)
    assert read_form("f.xlsx", content).unread == ("Personeel 2029",)
    assert "Personeel 2029" in unread_sentence(("Personeel 2029",), "nl")
    assert read_form("f.xlsx", filled(lambda book: None)).unread == ()


def test_the_command_tells_which_sheet_was_not_read(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(filled(lambda book: book.create_sheet("Extra").__setitem__("A1", "400 mensen")))
    said = CliRunner().invoke(app, ["assess", str(path), "--draws", "32"])
    assert said.exit_code == 0
    assert "geen blad van het formulier: Extra" in said.stderr


def test_an_answer_without_label_and_code_is_asked() -> None:
    def bare(book: Workbook) -> None:
        sheet = book["Vragen"]
        row, column = where(book, "Vragen", "Invullen")
        for cell in sheet[row + 2]:
            cell.value = None
        sheet.cell(row=row + 2, column=column).value = "ja"

    [line] = problems(filled(bare))
    assert line.startswith("Vragen!B6")
    assert "'ja'" in line

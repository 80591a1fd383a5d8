"""Lists as people keep them: read, asked back or passed over in words, and never dropped."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from pydantic import ValidationError
from typer.testing import CliRunner

from hea.cli import app
from hea.exchange import InputError
from hea.exchange.leads import Leads, parse_leads, read_leads
from hea.exchange.problems import from_validation
from hea.exchange.written import default_opening
from hea.problems import Problem
from hea.proposal import Proposal

KEPT = Path(__file__).parent / "kept"
HEAD = ("Bedrijf", "Gemeente", "Sector", "Opening", "Werknemers")
PLAN = ("Plan A", "Venray", "dc_warehousing", "2028-01", "400")


def kept(name: str) -> Leads:
    return read_leads(KEPT / name)


def listed(*rows: tuple[str, ...], mark: str = ";") -> Leads:
    return parse_leads("lijst.csv", "\n".join(mark.join(row) for row in rows).encode())


def book(*rows: tuple[object, ...]) -> Workbook:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    return made


def parsed(made: Workbook) -> Leads:
    out = io.BytesIO()
    made.save(out)
    return parse_leads("lijst.xlsx", out.getvalue())


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def told(leads: Leads) -> str:
    return "\n".join(note.sentence() for note in leads.notes)


def workers(leads: Leads) -> list[float | None]:
    plans = [lead.proposal for lead in leads.found]
    return [plan.workforce.count if plan.workforce else None for plan in plans]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mac_line_ends.csv", [400]),
        ("sep_line.csv", [400]),
        ("title_rows_and_total.csv", [400]),
        ("first_sheet_is_notes.xlsx", [1200, None]),
        ("cp1252.csv", [40]),
        ("more_than_one_size.csv", [400, None]),
        ("unknown_heading_dropped.csv", [400]),
        ("same_plan_twice.csv", [400]),
    ],
)
def test_what_was_kept_is_read(name: str, expected: list[float | None]) -> None:
    assert workers(kept(name)) == expected


def test_a_heading_with_another_name_is_read_and_told() -> None:
    leads = kept("unknown_heading_dropped.csv")
    assert leads.found[0].proposal.area is None
    assert "Aantal werknemers (als Werknemers)" in told(leads)


def test_a_heading_like_ours_is_taken_and_one_that_only_resembles_is_asked() -> None:
    assert workers(listed((*HEAD[:4], "Werknemrs"), PLAN)) == [400]
    head = ("Bedrijf", "Gemeente", "Sectorindeling", "Opening", "Werknemers")
    with pytest.raises(InputError) as error:
        listed(head, PLAN)
    assert "Sectorindeling" in str(error.value)


def test_columns_that_are_not_used_are_named() -> None:
    leads = listed((*HEAD, "Fase"), (*PLAN, "lead"))
    assert "Niet gebruikt: Fase." in told(leads)
    assert "Gebruikt: Bedrijf, Gemeente, Sector, Opening, Werknemers." in told(leads)


def test_headings_in_two_rows_and_a_footnote_are_found() -> None:
    leads = kept("pipeline_two_row_heading.xlsx")
    asked = {problem.place.partition(", kolom")[0] for problem in leads.problems}
    rows = {lead.place for lead in leads.found} | asked
    assert rows == {f"pipeline_two_row_heading.xlsx, rij {row}" for row in range(6, 12)}
    assert "koppen op rij 5" in told(leads)
    assert "Omvang Arbeidsplaatsen (als Werknemers)" in told(leads)
    assert "als totaal: rij 12" in told(leads)
    assert "als voetnoot: rij 13" in told(leads)


def test_titles_above_the_headings_are_no_part_of_them() -> None:
    assert "Gebruikt: Bedrijf, Gemeente" in told(kept("title_rows_and_total.csv"))


def test_a_company_that_is_called_total_is_a_plan() -> None:
    leads = listed(HEAD, ("Totaal Vervoer", *PLAN[1:]), ("Totaal", "", "", "", "400"))
    assert [lead.proposal.company for lead in leads.found] == ["Totaal Vervoer"]
    assert "als totaal: rij 3" in told(leads)


def test_headings_that_are_repeated_and_rows_beside_the_list_are_passed_over() -> None:
    leads = listed((*HEAD, "Fase"), (*PLAN, ""), (*HEAD, "Fase"), ("", "", "", "", "", "einde"))
    assert len(leads.found) == 1
    assert not leads.problems
    assert "herhaald: rij 3" in told(leads)
    assert "rij 4" in told(leads)


def test_a_list_on_another_sheet_is_found_and_a_second_list_is_told() -> None:
    made = book(HEAD, PLAN)
    made.active.title = "2028"
    second = made.create_sheet("2029")
    second.append(HEAD)
    second.append(PLAN)
    assert "blad Plannen" in told(kept("first_sheet_is_notes.xlsx"))
    assert "blad 2029" in told(parsed(made))


def test_hidden_and_struck_rows_count_and_are_told() -> None:
    made = book(HEAD, PLAN, ("Plan B", *PLAN[1:]), ("Plan C", *PLAN[1:]))
    made.active.row_dimensions[3].hidden = True
    made.active["A4"].font = Font(strike=True)
    leads = parsed(made)
    assert len(leads.found) == 3
    assert "verborgen rij telt mee: rij 3" in told(leads)
    assert "doorgestreepte rij telt mee: rij 4" in told(leads)


def test_a_workbook_may_be_longer_than_a_form() -> None:
    assert len(kept("2500_rows.xlsx").found) == 2500


def test_a_comma_in_a_number_of_a_file_with_commas_is_asked() -> None:
    leads = kept("decimal_comma_in_comma_file.csv")
    assert not leads.found
    assert codes(leads.problems) == ["lead_ragged"]


def test_a_quotation_mark_that_is_not_closed_names_its_line() -> None:
    with pytest.raises(InputError) as error:
        kept("unclosed_quote.csv")
    assert codes(error.value.problems) == ["table_quote"]
    assert "regel 2" in str(error.value)


def test_quotation_marks_within_a_name_and_marks_within_quotes_stay() -> None:
    quoted = ('"Kist; ""de Doos""; en Co"', *PLAN[1:])
    leads = listed(HEAD, quoted, ('Kist "de Doos" BV', *PLAN[1:]))
    names = [lead.proposal.company for lead in leads.found]
    assert names == ['Kist; "de Doos"; en Co', 'Kist "de Doos" BV']


def test_a_field_without_end_is_a_sentence() -> None:
    words = ";".join(HEAD) + '\n"' + "x\n" * 200_000
    with pytest.raises(InputError) as error:
        parse_leads("lijst.csv", words.encode())
    assert codes(error.value.problems) == ["table_csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_letters_and_marks_of_other_programs_are_read(encoding: str, mark: str) -> None:
    words = "\n".join(mark.join(row) for row in (HEAD, ("Café", *PLAN[1:])))
    (lead,) = parse_leads("lijst.csv", words.encode(encoding)).found
    assert lead.proposal.company == "Café"


def test_letters_that_cannot_be_read_are_refused_with_how_to_save() -> None:
    with pytest.raises(InputError, match="CSV UTF-8"):
        parse_leads("lijst.csv", ";".join(HEAD).encode("utf-16-le"))


def test_of_several_sizes_the_best_is_used_and_one_that_does_not_fit_is_told() -> None:
    head = (*HEAD, "Vloeroppervlak (m2)")
    leads = listed(head, (*PLAN, "60.000"), (*PLAN[:4], "4000", "600"))
    assert workers(leads) == [400, 4000]
    (apart,) = [note for note in leads.notes if note.code == "list_sizes_apart"]
    assert "rij 3" in apart.place
    assert "4.000 (Werknemers)" in apart.sentence()


def test_an_area_that_the_sector_has_no_figure_for_is_the_last_that_is_used() -> None:
    head = (*HEAD, "Vloeroppervlak (m2)", "Kavel (ha)")
    row = ("Kas", "Venray", "glasshouse", "2028-01", "", "60.000", "6")
    (lead,) = listed(head, row).found
    assert lead.proposal.area is not None
    assert lead.proposal.area.kind == "plot"


@pytest.mark.parametrize("opening", ["", "n.n.b.", "onbekend"])
def test_a_plan_without_opening_gets_that_of_the_quick_scan_and_says_so(opening: str) -> None:
    leads = listed(HEAD, (*PLAN[:3], opening, "400"))
    assert leads.found[0].proposal.opening == default_opening()
    assert "zonder opening" in told(leads).lower()


def test_workers_in_full_time_jobs_stay_so() -> None:
    (lead,) = listed((*HEAD[:4], "Fte"), PLAN).found
    assert lead.proposal.workforce is not None
    assert (lead.proposal.workforce.count, lead.proposal.workforce.unit) == (400, "fte")


def test_the_same_plan_twice_counts_once_and_is_asked() -> None:
    leads = kept("same_plan_twice.csv")
    assert codes(leads.problems) == ["lead_twice"]
    assert "rij 2" in leads.problems[0].sentence()


def test_the_command_tells_how_the_list_was_read(tmp_path: Path) -> None:
    path = KEPT / "title_rows_and_total.csv"
    said = CliRunner().invoke(app, ["screen", str(path), "--out", str(tmp_path / "uit"), "--draws", "32"])
    assert said.exit_code == 0
    assert "1 plan gelezen uit title_rows_and_total.csv" in said.output
    assert "totaal: rij 5" in said.output


def test_of_sixty_leads_as_they_are_kept_none_is_lost() -> None:
    leads = kept("sixty_leads.csv")
    used = {lead.place for lead in leads.found}
    asked = {problem.place.partition(", kolom")[0] for problem in leads.problems}
    assert used | asked == {f"sixty_leads.csv, rij {row}" for row in range(4, 64)}
    assert not used & asked
    assert len(used) >= 35
    assert all(problem.sentence() and problem.sentence("en") for problem in leads.problems)
    assert "als totaal: rij 64" in told(leads)
    assert "geen gebruikte kolom is gevuld: rij 65" in told(leads)
    apart = [note.place for note in leads.notes if note.code == "list_sizes_apart"]
    assert "sixty_leads.csv, rij 57" in apart


def test_every_lead_that_can_be_read_is_worked_out_by_the_command(tmp_path: Path) -> None:
    path, out = KEPT / "sixty_leads.csv", tmp_path / "uit"
    said = CliRunner().invoke(app, ["screen", str(path), "--out", str(out), "--draws", "32", "--skip-bad"])
    assert said.exit_code == 0
    rows = (out / "voortgang.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(kept(path.name).found)


@pytest.mark.parametrize("shown", ["0%", "0.00%"])
def test_a_cell_that_shows_a_percentage_is_no_number_of_workers(shown: str) -> None:
    made = book(("Gemeente", "Sector", "Werknemers"), ("Venray", "magazijn", 0.5), ("Venray", "kas", 300))
    sheet = made.active
    assert sheet is not None
    sheet.cell(2, 3).number_format = shown
    leads = parsed(made)
    assert codes(leads.problems) == ["size_percent"]
    assert "50%" in leads.problems[0].sentence("nl")
    assert workers(leads) == [300]


def test_less_than_one_worker_is_asked_from_a_cell_too() -> None:
    leads = parsed(
        book(
            ("Gemeente", "Sector", "Werknemers", "Fte"),
            ("Venray", "magazijn", 0.5, None),
            ("Venray", "magazijn", None, 0.5),
        )
    )
    assert codes(leads.problems) == ["size_below_one", "size_below_one"]


def test_a_few_workers_with_a_part_of_one_are_asked_and_fte_are_read() -> None:
    leads = parsed(
        book(
            ("Gemeente", "Sector", "Werknemers", "Fte"),
            ("Venray", "magazijn", 1.2, None),
            ("Venray", "magazijn", None, 1.2),
        )
    )
    assert codes(leads.problems) == ["size_part_person"]
    assert workers(leads) == [1.2]


def test_a_month_that_a_cell_holds_as_a_number_is_asked_and_a_year_is_read() -> None:
    made = book(
        ("Gemeente", "Sector", "Werknemers", "Opening"),
        ("Venray", "magazijn", 300, 2028.1),
        ("Venray", "magazijn", 400, 2028),
    )
    leads = parsed(made)
    assert codes(leads.problems) == ["month_form"]
    assert [lead.proposal.opening for lead in leads.found] == ["2028-01"]


def test_people_through_an_agency_are_not_read_as_a_percentage() -> None:
    heads = ("Gemeente", "Sector", "Werknemers", "Uitzendkrachten")
    leads = listed(heads, ("Venray", "magazijn", "300", "60"), ("Venray", "magazijn", "300", "60%"))
    assert codes(leads.problems) == ["share_people_of"]
    (found,) = leads.found
    assert found.proposal.recruitment.flex_share == 0.6


def test_a_plain_cell_and_a_text_for_the_agency_are_asked_alike_and_a_percentage_is_read() -> None:
    heads = ("Gemeente", "Sector", "Werknemers", "Flex %")
    made = book(
        heads, *(("Venray", "magazijn", 300 + row, share) for row, share in ((2, 0.5), (3, 0.5), (4, 50)))
    )
    sheet = made.active
    assert sheet is not None
    for row, form in {2: "General", 3: "0%", 4: "General"}.items():
        sheet.cell(row, 4).number_format = form
    leads, typed = parsed(made), listed(heads, ("Venray", "magazijn", "302", "0,5"))
    assert codes(leads.problems) == codes(typed.problems) == ["written_share"]
    assert [lead.proposal.recruitment.flex_share for lead in leads.found] == [0.5, 0.5]


def test_an_empty_cell_for_the_agency_leaves_it_unknown() -> None:
    heads = ("Gemeente", "Sector", "Werknemers", "Via een uitzendbureau")
    leads = listed(heads, ("Venray", "magazijn", "300", "60%"), ("Venray", "magazijn", "200", ""))
    assert codes(leads.problems) == []
    assert [lead.proposal.recruitment.flex_share for lead in leads.found] == [0.6, None]


def test_every_problem_of_a_row_is_told_at_once() -> None:
    leads = listed(("Gemeente", "Sector", "Werknemers", "Opening"), ("Xyz", "qqqqq", "veel", "ooit"))
    assert codes(leads.problems) == ["typed_count", "municipality_unlike", "sector_unlike", "month_form"]


def test_the_quick_command_tells_every_problem_at_once() -> None:
    asked = ["quick", "--sector", "qqqqq", "--municipality", "Xyz", "--persons", "0,5", "--opening", "ooit"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 2
    for option in ("--sector", "--municipality", "--persons", "--opening"):
        assert option in done.stderr


def test_sizes_that_are_no_plain_number_and_openings_in_the_past_are_told() -> None:
    head = ("Gemeente", "Sector", "Werknemers", "Opening")
    leads = listed(
        head,
        ("Venray", "magazijn", "tot 80", "Q3 2020"),
        ("Venray", "kas", "±400 fte", "2090"),
        ("Venray", "kas", "300", "2090"),
    )
    read = next(note for note in leads.notes if note.code == "list_sizes_read").sentence()
    assert "2: 'tot 80' = hoogstens 80 (gerekend met 12 tot 80, naar de spreiding in de sector)" in read
    assert "3: '±400 fte' = ongeveer 400 fte" in read
    assert "2: 'Q3 2020' = juli 2020" in read
    assert "3-4: '2090' = januari 2090" in read
    assert "300" not in read
    one_end = next(note for note in leads.notes if note.code == "list_one_end").sentence()
    assert "uit hoe ver bedrijven in de sector uiteenlopen" in one_end
    past = next(note for note in leads.notes if note.code == "list_past").sentence()
    assert "verleden" in past
    assert "Rij 2" in past


def test_the_commands_echo_a_range_and_ask_about_a_past_opening(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        "company: X\nmunicipality: Venray\nsector: dc_warehousing\nopening: Q3 2020\n"
        "workforce: {count: tot 800}\n"
    )
    done = CliRunner().invoke(app, ["assess", str(plan), "--draws", "32"])
    assert "Gelezen als: " in done.stderr
    assert "800" in done.stderr
    assert "verleden" in done.stderr
    asked = [
        "quick",
        "--sector",
        "kas",
        "--municipality",
        "Venray",
        "--persons",
        "80",
        "--opening",
        "Q3 2020",
    ]
    assert "verleden" in CliRunner().invoke(app, [*asked, "--draws", "32"]).stderr


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        ("1-3-2090", "2: '1-3-2090' = maart 2090"),
        ("medio 2090", "2: 'medio 2090' = juli 2090"),
        ("2090-03", ""),
        ("2090-03-15", ""),
    ],
)
def test_an_opening_that_can_be_written_otherwise_is_told_as_it_was_read(opening: str, said: str) -> None:
    leads = listed(("Gemeente", "Sector", "Werknemers", "Opening"), ("Venray", "magazijn", "80", opening))
    read = next((note.sentence() for note in leads.notes if note.code == "list_sizes_read"), "")
    assert said in read
    assert said or not read


@pytest.mark.parametrize(
    ("heading", "cell", "outcome"),
    [
        ("Flex", "30", "share_people_of"),
        ("Uitzend", "30", "share_people_of"),
        ("Uitzendkrachten %", "30", "2: 30% via een uitzendbureau"),
        ("Flex", "30%", ""),
    ],
)
def test_a_bare_number_under_a_word_for_agency_work_may_be_people(
    heading: str, cell: str, outcome: str
) -> None:
    head = ("Gemeente", "Sector", "Werknemers", "Opening", heading)
    leads = listed(head, ("Venray", "magazijn", "150", "2090-01", cell))
    read = next((note.sentence() for note in leads.notes if note.code == "list_sizes_read"), "")
    assert codes(leads.problems) == ([outcome] if outcome == "share_people_of" else [])
    assert outcome in read or leads.problems


def test_each_size_of_a_row_is_told_as_it_was_read_itself() -> None:
    head = ("Gemeente", "Sector", "Opening", "Werknemers", "Werknemers in de piek")
    read = told(listed(head, ("Venray", "kas", "2090-01", "ca. 200", "ca. 300")))
    assert "'ca. 200' = ongeveer 200" in read
    assert "'ca. 300' = ongeveer 300" in read


def test_nothing_is_told_of_a_row_that_does_not_count() -> None:
    row = (*PLAN[:4], "250-300")
    leads = listed(HEAD, row, row)
    assert codes(leads.problems) == ["lead_twice"]
    read = next(note.sentence() for note in leads.notes if note.code == "list_sizes_read")
    assert "2: '250-300'" in read
    assert "3:" not in read


def test_the_command_says_where_what_was_not_read_is_listed(tmp_path: Path) -> None:
    path, out = tmp_path / "lijst.csv", tmp_path / "uit"
    path.write_text("\n".join(";".join(row) for row in (HEAD, PLAN, PLAN)), encoding="utf-8")
    said = CliRunner().invoke(app, ["screen", str(path), "--out", str(out), "--draws", "32", "--skip-bad"])
    assert said.exit_code == 0
    line = " ".join(said.output.split())
    assert "portefeuille.xlsx, blad 'Niet gelezen'" in line
    assert "Niet gelezen" in load_workbook(out / "portefeuille.xlsx").sheetnames


@pytest.mark.parametrize("digits", [309, 400, 4_000])
def test_a_number_of_very_many_digits_is_no_number(digits: int) -> None:
    heads = ("Bedrijf", "Gemeente", "Sector", "Werknemers")
    kept, made = io.BytesIO(), io.BytesIO()
    book(heads, ("Kist", "Venray", "magazijn", 123456)).save(kept)
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(made, "w") as to:
        for name in source.namelist():
            to.writestr(name, source.read(name).replace(b"<v>123456<", b"<v>" + b"9" * digits + b"<"))
    assert codes(parse_leads("lijst.xlsx", made.getvalue()).problems) == ["typed_number"]


def test_rows_with_one_end_of_a_size_are_asked_about_and_others_are_not() -> None:
    rows = ["tot 800", "500-800", ">500", "ca. 300", "400"]
    content = "bedrijf;gemeente;sector;opening;werknemers\n" + "".join(
        f"B{number};Waalwijk;webshop;2028-01;{size}\n" for number, size in enumerate(rows)
    )
    leads = parse_leads("x.csv", content.encode())
    assert len(leads.found) == len(rows)
    [asked] = [note.sentence() for note in leads.notes if note.code.startswith("list_one_end")]
    assert "rijen 2, 4." in asked
    assert "schrijf dan dat getal of een bandbreedte" in asked


def test_a_row_without_a_size_asks_which_of_the_unused_headings_holds_it() -> None:
    head = ("Gemeente", "Sector", "Opening", "Vloeroppervlak (m2)", "Werknemers max")
    leads = listed(head, ("Venray", "magazijn", "2090-01", "", "60"))
    assert codes(leads.problems) == ["lead_no_size", "lead_size_most"]
    assert "'Werknemers max'" in leads.problems[1].sentence()


def test_a_quick_scan_tells_between_what_an_end_that_was_given_is_drawn() -> None:
    asked = (
        "quick",
        "--sector",
        "magazijn",
        "--municipality",
        "Venray",
        "--persons",
        "tot 80",
        "--draws",
        "32",
    )
    assert (
        "hoogstens 80 (gerekend met 12 tot 80, naar de spreiding in de sector)"
        in CliRunner().invoke(app, [*asked]).stderr
    )


def test_suggestions_are_words_where_words_are_read() -> None:
    group = {"name": "A", "level": "lopende band", "count": 10}
    with pytest.raises(ValidationError) as error:
        Proposal.model_validate(
            {"company": "X", "municipality": "Venray", "sector": "kas", "opening": "2090-01"}
            | {"function_groups": [group]}
        )
    (problem,) = from_validation(error.value)
    assert "Eenvoudig werk" in problem.sentence()
    assert "(elementary)" not in problem.sentence()


@pytest.mark.parametrize(("lang", "title"), [("nl", "Gelezen als (rij"), ("en", "Read as (row")])
def test_what_was_read_in_many_ways_is_a_line_each(tmp_path: Path, lang: str, title: str) -> None:
    kept = tmp_path / "lijst.csv"
    kept.write_text(
        "Gemeente;Sector;Werknemers;Opening\nVenray;magazijn;tot 80;Q3 2090\nVenray;kas;±400 fte;2090\n",
        encoding="utf-8",
    )
    words = ["--lang", lang, "screen", str(kept), "--out", str(tmp_path / "uit.xlsx"), "--draws", "32"]
    lines = CliRunner().invoke(app, words).stderr.splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith(title))
    below = [line for line in lines[at + 1 :] if line.startswith("  ")]
    assert any(line.startswith("  2: 'tot 80' = ") for line in below)
    assert any(line.startswith("  3: '±400 fte' = ") for line in below)
    assert len(below) >= 4

"""Plans in rows: read in both languages and from every kind of file; a bad cell is named by its place."""

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from hea.exchange import InputError
from hea.exchange.leads import read_leads
from hea.exchange.templates import example, proposal_yaml

HEAD = ("Bedrijf", "Gemeente", "Sector", "Opening", "Werknemers", "Kavel (ha)")
ROWS = (
    ("Kist BV", "Venray", "dc_warehousing", "2028-01", "1.200", ""),
    ("Kas en Co", "GM1507", "Glastuinbouw, groente en gemengd", "maart 2029", "", "2,5"),
)


def table(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join(";".join(row) for row in (HEAD, *rows)), encoding="utf-8")
    return path


def check(path: Path) -> None:
    first, second = (lead.proposal for lead in read_leads(path).found)
    assert (first.company, first.municipality, first.workforce.count) == ("Kist BV", "GM0984", 1200)
    assert (second.sector, second.opening) == ("glasshouse", "2029-03")
    assert second.area.size_m2 == 25_000


def test_a_dutch_table_is_read_in_dutch(tmp_path: Path) -> None:
    check(table(tmp_path / "leads.csv", *ROWS))


def test_an_english_table_is_read_in_english(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(
        "Company,Municipality,Sector,Opening,Workers,Plot (ha)\n"
        'Kist BV,Venray,dc_warehousing,2028-01,"1,200",\n'
        "Kas en Co,GM1507,glasshouse,March 2029,,2.5\n"
    )
    check(path)


def test_a_workbook_is_read_with_its_own_numbers_and_dates(tmp_path: Path) -> None:
    import datetime as dt

    book = Workbook()
    book.active.append(HEAD)
    book.active.append(("Kist BV", "Venray", "dc_warehousing", dt.datetime(2028, 1, 1), 1200, None))
    book.active.append(("Kas en Co", "GM1507", "glasshouse", "maart 2029", None, 2.5))
    book.save(tmp_path / "leads.xlsx")
    check(tmp_path / "leads.xlsx")


def test_a_parquet_table_has_ids_for_headings(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "company": ["Kist BV", "Kas en Co"],
            "municipality": ["Venray", "GM1507"],
            "sector": ["dc_warehousing", "glasshouse"],
            "opening": ["2028-01", "2029-03"],
            "persons": [1200, None],
            "plot": [None, 2.5],
        }
    )
    frame.to_parquet(tmp_path / "leads.parquet")
    check(tmp_path / "leads.parquet")


def test_a_folder_holds_a_proposal_per_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(proposal_yaml(example("fulfilment_waalwijk")))
    (tmp_path / "b.json").write_text(example("plantenkwekerij_erp").model_dump_json())
    (tmp_path / "c.yaml").write_text("company: 3")
    (tmp_path / "d.txt").write_text("iets anders")
    leads = read_leads(tmp_path)
    assert [lead.place for lead in leads.found] == ["a.yaml", "b.json"]
    assert all(problem.place.startswith("c.yaml, ") for problem in leads.problems)
    assert leads.problems


@pytest.mark.parametrize(
    ("row", "place", "part"),
    [
        (("A", "Nergenshuizen", "dc_warehousing", "2028-01", "4", ""), "kolom Gemeente", "Nergenshuizen"),
        (("A", "Venray", "raketten", "2028-01", "4", ""), "kolom Sector", "raketten"),
        (("A", "Venray", "dc_warehousing", "lente", "4", ""), "kolom Opening", "lente"),
        (("A", "Venray", "dc_warehousing", "2028-01", "veel", ""), "kolom Werknemers", "veel"),
        (("A", "Venray", "dc_warehousing", "2028-01", "-4", ""), "kolom Werknemers", "-4"),
        (("A", "Venray", "dc_warehousing", "2028-01", "", ""), "rij 3", "geen omvang"),
        (("A", "", "dc_warehousing", "2028-01", "4", ""), "kolom Gemeente", "verplicht"),
    ],
)
def test_a_bad_cell_is_named_and_the_other_rows_are_read(
    tmp_path: Path, row: tuple[str, ...], place: str, part: str
) -> None:
    leads = read_leads(table(tmp_path / "leads.csv", ROWS[0], row, ROWS[1]))
    assert len(leads.found) == 2
    (problem,) = leads.problems
    assert "rij 3" in problem.place
    assert place in problem.place
    assert part in problem.sentence("nl")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "table_empty"),
        ("Bedrijf;Gemeente\n", "lead_column_missing"),
        ("Gemeente;Sector;Opening\n", "lead_size_missing"),
        ("Gemeente;Sector;Opening;Werknemers;Werknemers\n", "lead_column_double"),
        ("Gemeente;Sector;Opening;Werknemers\n;;;\n", "leads_none"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(content)
    with pytest.raises(InputError) as error:
        read_leads(path)
    assert code in {problem.code for problem in error.value.problems}
    assert all(problem.sentence("nl") for problem in error.value.problems)


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.parquet", "x.ods", "weg.csv"])
def test_a_file_that_is_something_else_is_refused_in_words(tmp_path: Path, name: str) -> None:
    if name != "weg.csv":
        (tmp_path / name).write_bytes(b"\x00\xffniets" * 50)
    with pytest.raises(InputError):
        read_leads(tmp_path / name)

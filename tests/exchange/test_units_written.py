"""A unit that is written out wins over the one that was asked for, and how it was read is told."""

from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from hea.cli import app
from hea.exchange import InputError, parse_proposal
from hea.exchange.form import parse_form
from hea.exchange.leads import parse_leads
from hea.proposal import Proposal, shown_area
from tests.exchange.test_form import STAFF, filled, where

QUICK = ("quick", "--sector", "webshop", "--municipality", "Venray", "--draws", "32")


def quick(*options: str) -> str:
    result = CliRunner().invoke(app, [*QUICK, *options])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    ("option", "typed"),
    [
        ("--floor-m2", "6 ha"),
        ("--footprint-m2", "6 ha"),
        ("--plot-ha", "60.000 m2"),
        ("--floor-m2", "60.000"),
    ],
)
def test_an_area_is_told_in_both_units(option: str, typed: str) -> None:
    assert "6 ha = 60.000 m²" in quick(option, typed)


def test_an_area_of_less_than_a_hectare_is_told_in_square_metres_alone() -> None:
    assert shown_area(5000.0, "nl") == "5.000 m²"


def test_a_word_for_people_is_told_as_it_was_typed() -> None:
    assert "werknemers 120 ('120 chauffeurs')" in quick("--persons", "120 chauffeurs")


def test_a_list_tells_both() -> None:
    table = "Gemeente;Sector;Opening;Vloeroppervlak (m2);Werknemers\nVenray;webshop;2028-01;6 ha;\n"
    table += "Venray;webshop;2028-02;;45 productiemedewerkers\n"
    told = " ".join(item.sentence() for item in parse_leads("x.csv", table.encode()).notes)
    assert "'6 ha' = 6 ha = 60.000 m²" not in told
    assert "2: 6 ha = 60.000 m²" in told
    assert "'45 productiemedewerkers' = 45" in told


def in_form(count: str, unit: str | None) -> Proposal:
    def change(book: Workbook) -> None:
        at, column = where(book, STAFF, "Aantal bij volle bezetting")
        book[STAFF].cell(at + 1, column).value = count
        at, column = where(book, STAFF, "Geteld in")
        book[STAFF].cell(at + 1, column).value = unit

    return parse_form("f.xlsx", filled(change))


def test_full_time_jobs_in_a_cell_of_the_form_are_its_unit() -> None:
    group = in_form("25 fte", None).function_groups[0]
    assert (group.count, group.unit) == (25, "fte")


def test_full_time_jobs_beside_another_unit_are_asked_back() -> None:
    with pytest.raises(InputError) as error:
        in_form("25 fte", "personen")
    (problem,) = error.value.problems
    assert problem.code == "written_unit_cell"
    assert "Personeel!" in problem.place
    assert problem.values["cell"].startswith("Personeel!")
    assert problem.values["cell"] not in problem.place
    assert "(Geteld in)" in problem.sentence()


def test_a_file_takes_a_word_for_people_as_every_surface() -> None:
    text = (
        "company: X\nsector: webshop\nmunicipality: Venray\nopening: 2028\nworkforce: {count: 45 inpakkers}\n"
    )
    held: Any = parse_proposal(text).workforce
    assert (held.count, held.unit) == (45, "persons")

"""Problems of a file tell its fields in words, with the key and the line behind them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from hea.cli import app
from hea.exchange import InputError, parse_proposal
from hea.texts import Lang

WRONG = """company: X
municipality: Venray
sector: dc_warehousing
opening: 2027-03
workforce:
  count: veel
function_groups:
  - name: A
    level: elementary
    kount: 4
housing_plan:
  offers:
    - stay: short
      places: -3
      from_month: volgend jaar
"""
TOLD: dict[Lang, tuple[str, ...]] = {
    "nl": (
        "(workforce.count), regel 6: 'veel' is geen getal.",
        "Functiegroepen 1, Aantal bij volle bezetting (function_groups[0].count), regel 8: dit veld",
        "Functiegroepen 1 (function_groups[0].kount), regel 10: dit veld bestaat niet. Bedoelt u 'count'?",
        "Beschikbaar vanaf (housing_plan.offers[0].from_month), regel 15: 'volgend jaar' is geen maand.",
        "Aantal plekken (housing_plan.offers[0].places), regel 14: -3 is negatief.",
    ),
    "en": ("(workforce.count), line 6: 'veel' is not a number.", "Function groups 1, "),
}


@pytest.mark.parametrize("lang", TOLD)
def test_a_field_is_told_in_words_with_its_key_and_its_line(lang: Lang, tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(WRONG)
    said = CliRunner().invoke(app, ["assess", str(file), "--lang", lang]).stderr
    for words in TOLD[lang]:
        assert words in said
    assert all(line[0].isupper() for line in said.splitlines())


def test_the_name_of_a_file_is_no_field(tmp_path: Path) -> None:
    file = tmp_path / "area.yaml"
    file.write_text("a: &a [1]\nb: *a\n")
    said = CliRunner().invoke(app, ["assess", str(file)]).stderr
    assert "area.yaml" in said
    assert "Oppervlakte" not in said


def test_an_entry_of_a_list_by_name_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(WRONG + "answers:\n  transport: [1, 2]\n")
    said = CliRunner().invoke(app, ["assess", str(file)]).stderr
    assert "(answers.transport[0]), regel 17" in said
    assert "gespreksleidraad, Antwoorden" not in said


def test_what_is_no_field_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text("company: X\nsektor: kas\n")
    said = CliRunner().invoke(app, ["assess", str(file)]).stderr
    assert "sektor: dit veld bestaat niet. Bedoelt u 'sector'?" in said
    assert "Gemeente (municipality): dit veld ontbreekt" in said


def test_a_file_in_json_is_told_alike(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text('{"company": "X",\n "workforce": {\n  "count": "veel"}}')
    assert (
        "(workforce.count), regel 3: 'veel' is geen getal."
        in CliRunner().invoke(app, ["assess", str(file)]).stderr
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("bedrijf", "company"), ("gemeente", "municipality"), ("start", "opening")]
)
def test_a_field_by_its_name_in_words_is_asked_as_that_field(written: str, meant: str) -> None:
    with pytest.raises(InputError) as error:
        parse_proposal(f"{written}: X\nsector: webshop\nworkforce: {{count: 40}}\n")
    (problem,) = [item for item in error.value.problems if item.code == "unknown_key"]
    assert f"Bedoelt u '{meant}'?" in problem.sentence()


@pytest.mark.parametrize("area", ["{kind: plot, size_m2: 0,6 km2}", "{kind: plot, size_m2: 1,200}"])
def test_a_comma_between_braces_is_told(area: str) -> None:
    with pytest.raises(InputError) as error:
        parse_proposal(f"company: X\nsector: webshop\nmunicipality: Venray\nopening: 2028-01\narea: {area}\n")
    assert any("aanhalingstekens" in problem.sentence() for problem in error.value.problems)


def test_a_kind_of_plan_in_dutch_is_read() -> None:
    plan = "company: X\nsector: webshop\nmunicipality: Venray\nopening: 2028-01\nworkforce: {count: 40}\n"
    assert parse_proposal(plan + "kind: nieuw\n").kind == "new"


def test_a_unit_beside_another_names_the_field_of_the_unit() -> None:
    plan = "company: X\nsector: webshop\nmunicipality: Venray\nopening: 2028-01\n"
    with pytest.raises(InputError) as error:
        parse_proposal(plan + "workforce: {count: 250-300 fte, unit: persons}\n")
    assert "het veld unit (Geteld in)" in error.value.problems[0].sentence()

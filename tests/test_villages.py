"""Villages and places behind a comma or in brackets: their municipality, with the village told."""

import csv
from importlib.resources import files
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError
from typer.testing import CliRunner

from hea.app.fields import searched_option
from hea.cli import app
from hea.exchange.files import InputError, parse_proposal
from hea.exchange.leads import parse_leads
from hea.exchange.own_tables import parse_own
from hea.exchange.problems import from_validation
from hea.proposal import MunicipalityCode, Proposal
from hea.reference import municipalities
from hea.reference.own import MUNICIPALITIES
from hea.reference.words import Place, municipality_code, place_called
from tests.conftest import distribution_centre
from tests.exchange.test_own_tables import PLACES

CODE: TypeAdapter[str] = TypeAdapter(MunicipalityCode)
READ = {
    "Oirlo": ("GM0984", "Oirlo"),
    "oirlo": ("GM0984", "Oirlo"),
    "dorp Oirlo": ("GM0984", "Oirlo"),
    "Oirlo (Venray)": ("GM0984", "Oirlo"),
    "Venray (Oirlo)": ("GM0984", "Oirlo"),
    "Oirlo, gemeente Venray": ("GM0984", "Oirlo"),
    "Oirlo, Venray": ("GM0984", "Oirlo"),
    "Venray - Oirlo": ("GM0984", "Oirlo"),
    "Venray/Oirlo": ("GM0984", "Oirlo"),
    "Oirlo (L)": ("GM0984", "Oirlo"),
    "Castenray": ("GM0984", "Castenray"),
    "Blerick": ("GM0983", "Blerick"),
    "Sevenum": ("GM1507", "Sevenum"),
    "America": ("GM1507", "America"),
    "Velp (NB)": ("GM1982", "Velp"),
    "Velp Gld": ("GM0275", "Velp"),
    "Velp (Rheden)": ("GM0275", "Velp"),
    "Laren (Lochem)": ("GM0262", "Laren"),
    "Heusden (Asten)": ("GM0743", "Heusden"),
    "Uden (Maashorst)": ("GM1991", "Uden"),
    "Venlo, bedrijventerrein Trade Port": ("GM0983", ""),
    "Venlo (Trade Port Noord)": ("GM0983", ""),
    "Klavertje 4 (Venlo)": ("GM0983", ""),
    "Bergen (L)": ("GM0893", ""),
    "Bergen (NH)": ("GM0373", ""),
    "Venlo (Limburg)": ("GM0983", ""),
    "Venray": ("GM0984", ""),
    "GM0984": ("GM0984", ""),
}
SEVERAL = {
    "Velp": ("Rheden", "Land van Cuijk"),
    "Spijk": ("Zevenaar", "West Betuwe", "Eemsdelta"),
    "Vinkel": ("Bernheze", "'s-Hertogenbosch"),
    "Baarlo": ("Peel en Maas", "Steenwijkerland"),
}
ASKED = ("Oirlo (Venlo)", "Venlo (Oirlo)", "Venlo (Venray)", "Venlo (Duitsland)", "Utrecht, Limburg", "Xyz")


@pytest.mark.parametrize(("written", "meant"), READ.items())
def test_a_village_is_read_as_its_municipality(written: str, meant: tuple[str, str]) -> None:
    assert place_called(written) == Place(*meant)
    assert CODE.validate_python(written) == meant[0]


@pytest.mark.parametrize("name", SEVERAL)
def test_a_village_of_several_municipalities_is_asked(name: str) -> None:
    with pytest.raises(ValidationError) as error:
        CODE.validate_python(name)
    (problem,) = from_validation(error.value)
    assert problem.code == "village_several"
    assert all(one in problem.sentence() and one in problem.sentence("en") for one in SEVERAL[name])


@pytest.mark.parametrize("written", ASKED)
def test_a_place_that_is_elsewhere_or_not_known_is_asked(written: str) -> None:
    with pytest.raises(ValidationError):
        CODE.validate_python(written)


def test_a_village_that_is_elsewhere_is_asked_with_both_readings() -> None:
    with pytest.raises(ValidationError) as error:
        CODE.validate_python("Oirlo (Venlo)")
    (problem,) = from_validation(error.value)
    assert "Bedoelt u Venray, Venlo?" in problem.sentence()


def _plan(**others: object) -> Proposal:
    tree = distribution_centre().model_dump(mode="json", exclude_defaults=True)
    return Proposal.model_validate(tree | others)


def test_the_village_is_kept_unless_another_was_given() -> None:
    assert _plan(municipality="Oirlo", kern=None).kern == "Oirlo"
    assert _plan(municipality="Oirlo (Venray)", kern="Oostrum").kern == "Oostrum"
    assert _plan(municipality="Venray", kern=None).kern is None
    offer = {"stay": "short", "places": 40, "from_month": "2027-01", "municipality": "Tienray"}
    [made] = _plan(housing_plan={"offers": [offer]}).offers
    assert (made.municipality, made.kern) == ("GM1507", "Tienray")


def test_a_list_tells_the_village_and_asks_what_is_doubtful() -> None:
    rows = ("Oirlo", "Venlo, bedrijventerrein Trade Port", "Venray", "Velp")
    cells = "\n".join(f'"{place}";magazijn;2028-01;{400 + count}' for count, place in enumerate(rows))
    leads = parse_leads("x.csv", f"Gemeente;Sector;Opening;Werknemers\n{cells}\n".encode())
    assert [(lead.proposal.municipality, lead.proposal.kern) for lead in leads.found] == [
        ("GM0984", "Oirlo"),
        ("GM0983", None),
        ("GM0984", None),
    ]
    assert [problem.code for problem in leads.problems] == ["village_several"]
    told = " ".join(note.sentence() for note in leads.notes)
    assert "2: 'Oirlo' = Venray (kern Oirlo)" in told
    assert "3: 'Venlo, bedrijventerrein Trade Port' = Venlo" in told
    assert "4: " not in told


def test_the_command_line_tells_the_village() -> None:
    words = ["quick", "--sector", "magazijn", "--municipality", "Oirlo", "--persons", "400"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0
    assert "Venray (kern Oirlo)" in result.stderr
    result = CliRunner().invoke(app, [*words, "--lang", "en"])
    assert "Venray (village Oirlo)" in result.stderr


def test_a_file_tells_the_village(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(
        "company: Bol\nmunicipality: Oirlo (Venray)\nsector: DC Bol\nopening: 2028-01\n"
        "workforce: {count: 400}\n"
    )
    plan = parse_proposal(file.read_text())
    assert (plan.municipality, plan.kern, plan.sector) == ("GM0984", "Oirlo", "dc_warehousing")
    result = CliRunner().invoke(app, ["assess", str(file)])
    assert "Venray (kern Oirlo)" in result.stderr


def test_a_table_of_municipalities_takes_no_village() -> None:
    with pytest.raises(InputError) as error:
        parse_own(MUNICIPALITIES, "eigen.csv", PLACES.replace("Venray", "Oirlo").encode())
    assert [problem.code for problem in error.value.problems] == ["municipality_unlike"]


def test_every_village_is_in_a_municipality_of_now() -> None:
    text = (files("hea.reference.words") / "villages.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["gm_code"] for row in rows} <= municipalities().keys()
    names = [(row["gm_code"], name) for row in rows for name in row["villages"].split("|")]
    assert len(names) == len(set(names)) > 1600
    assert not [name for code, name in names if municipality_code(name) == code]


def test_the_list_of_municipalities_in_the_app_finds_a_village_too() -> None:
    shown = {key: searched_option("municipality", key, "nl") for key in municipalities()}
    assert [key for key, words in shown.items() if "Grubbenvorst" in words] == ["GM1507"]
    assert shown["GM1507"].startswith("Horst aan de Maas · ")
    assert shown["GM0984"].count("Venray") == 1
    for name, code in (("Oirlo", "GM0984"), ("De Lier", "GM1783")):
        assert name in shown[code]


@pytest.mark.parametrize(
    ("written", "code", "village"),
    [
        ("Venlo-Blerick", "GM0983", "Blerick"),
        ("Helden-Panningen", "GM1894", "Panningen"),
        ("Horst-America", "GM1507", "America"),
        ("Venray – Oirlo", "GM0984", "Oirlo"),
    ],
)
def test_two_places_with_a_dash_between_are_the_second_of_them(written: str, code: str, village: str) -> None:
    assert place_called(written) == Place(code, village)


@pytest.mark.parametrize(
    "written", ["Tilburg-Noord", "Amsterdam-Noord", "Venlo-Tilburg", "Sint-Michielsgestel"]
)
def test_a_part_of_a_town_or_another_place_is_no_village_behind_a_dash(written: str) -> None:
    place = place_called(written)
    assert place is None or not place.village


def test_the_example_of_a_village_in_several_municipalities_reads_back() -> None:
    with pytest.raises(ValidationError) as error:
        CODE.validate_python("Valkenburg (gemeente)")
    assert "bijvoorbeeld Valkenburg (Katwijk)" in from_validation(error.value)[0].sentence()
    assert place_called("Valkenburg (Katwijk)") == Place("GM0537", "Valkenburg")

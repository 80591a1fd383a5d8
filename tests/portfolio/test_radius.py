"""What is housed near a location: by distance, by village, and what may lie there but is not placed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hea.cli import app
from hea.exchange import InputError
from hea.exchange.sites import MAX_WORDS_SIZE, parse_point, parse_sites
from hea.portfolio.radius import default_radius_km, nearby
from hea.portfolio.result import HousingSite, Point
from hea.reference import capacity_signals

VENRAY, HORST = "GM0984", "GM1507"
HERE = Point(latitude=51.5, longitude=6.0)
DEGREE_KM = 111.195
"""Length of a degree of latitude on a sphere."""


def site(name: str, places: float, north_km: float | None, village: str = "") -> HousingSite:
    """A site so many kilometres to the north, or of unknown location."""
    point = None if north_km is None else Point(latitude=51.5 + north_km / DEGREE_KM, longitude=6.0)
    return HousingSite(name=name, places=places, source="lijst", year=2025, village=village, point=point)


def test_places_within_the_distance_count_and_those_beyond_do_not() -> None:
    sites = [site("dichtbij", 100, 1.0), site("op de grens", 50, 2.499), site("erbuiten", 70, 2.501)]
    found = nearby(sites, VENRAY, at=HERE, radius_km=2.5)
    assert [item.site.name for item in found.within] == ["dichtbij", "op de grens"]
    assert found.housed == found.housed_at_most == 150
    assert found.within[0].distance_km == pytest.approx(1.0, abs=1e-3)


def test_a_site_that_is_not_placed_may_count_and_is_never_left_out_silently() -> None:
    found = nearby([site("ergens", 390, 1.0), site("onbekend", 80, None)], VENRAY, at=HERE)
    assert (found.housed, found.housed_at_most) == (390, 470)
    assert [item.name for item in found.unplaced] == ["onbekend"]
    (rule,) = [row for row in found.signals if row.id == "def_radius"]
    assert rule.value is not None
    assert (rule.value.p10, rule.value.p90) == (390, 470)
    assert rule.level == "unknown"  # on one side of the limit or the other
    assert rule.reason is not None
    sure = nearby([site("ergens", 410, 1.0), site("onbekend", 80, None)], VENRAY, at=HERE)
    assert {row.id: row.level for row in sure.signals}["def_radius"] == "amber"


def test_a_village_is_an_effect_area_without_a_distance() -> None:
    sites = [site("ver", 100, 9.0, "America"), site("elders", 50, 9.0, "Meterik"), site("?", 5, None)]
    found = nearby(sites, HORST, village=" america ")
    assert found.housed == 100
    assert found.housed_at_most == 105
    both = nearby([*sites, site("naast", 30, 0.5)], HORST, at=HERE, village="America")
    assert both.housed == 130


@pytest.mark.parametrize(("housed", "level"), [(400, "green"), (401, "amber")])
def test_the_rule_of_the_tool_and_that_of_venray_are_advisory(housed: float, level: str) -> None:
    found = nearby([site("plek", housed, 0.0)], VENRAY, at=HERE)
    levels = {row.id: row.level for row in found.signals}
    assert levels["def_radius"] == level
    assert levels["venray_radius"] == ("red" if level == "amber" else "green")
    assert all(row.advisory for row in found.signals)
    assert all(row.source for row in found.signals)


def test_another_distance_than_the_rule_states_is_not_judged_by_it() -> None:
    found = nearby([site("plek", 900, 0.0)], VENRAY, at=HERE, radius_km=5)
    assert {row.level for row in found.signals} == {"unknown"}
    assert all(row.reason for row in found.signals)
    assert default_radius_km() == 2.5
    assert capacity_signals()["def_radius"].scope == "straal 2,5 km"


def test_the_effect_area_of_horst_is_named_without_a_limit() -> None:
    found = nearby([site("plek", 900, 0.0)], HORST, at=HERE)
    (rule,) = [row for row in found.signals if row.id == "horst_effect_area"]
    assert (rule.level, rule.amber, rule.red) == ("unknown", None, None)


def test_without_a_location_nothing_is_counted() -> None:
    with pytest.raises(ValueError, match="no location"):
        nearby([site("plek", 900, 0.0)], HORST)


LIST = """Locatie;Plekken;Bron;Jaar;Kern;Breedtegraad;Lengtegraad
Hoeve A;1.200;register gemeente;2025;Oirlo;51,5001;6,0
Kamp B;90;register gemeente;2024;Wanssum;;
"""


def test_a_list_is_read_as_people_write_it() -> None:
    first, second = parse_sites("locaties.csv", LIST.encode()).found
    assert (first.places, first.year, first.village) == (1200, 2025, "Oirlo")
    assert first.point == Point(latitude=51.5001, longitude=6.0)
    assert second.point is None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("X;veel;register;2025;;;", "kolom Plekken"),
        ("X;-3;register;2025;;;", "kolom Plekken"),
        ("X;3;;2025;;;", "kolom Bron"),
        ("X;3;register;1066;;;", "kolom Jaar"),
        ("X;3;register;2025;;51,5;", "kolom Lengtegraad"),
        ("X;3;register;2025;;6,0;51,5", "liggen niet in Nederland"),
    ],
)
def test_a_bad_row_is_told_by_row_and_column(row: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_sites("locaties.csv", (LIST + row + "\n").encode())
    sentences = " ".join(problem.sentence("nl") for problem in caught.value.problems)
    assert "rij 4" in sentences
    assert said in sentences


@pytest.mark.parametrize("words", ["51.5245, 5.9735", "51,5245; 5,9735", "51.5245 5.9735"])
def test_a_place_on_the_map_is_read_in_every_common_form(words: str) -> None:
    assert parse_point(words) == Point(latitude=51.5245, longitude=5.9735)


@pytest.mark.parametrize("words", ["hier", "51.5", "5.9735, 51.5245", "1,2,3"])
def test_what_is_no_place_is_told(words: str) -> None:
    with pytest.raises(InputError):
        parse_point(words)


def test_the_command_counts_and_shows_rules_with_their_source(tmp_path: Path) -> None:
    path = tmp_path / "locaties.csv"
    path.write_text(LIST)
    asked = ["radius", str(path), "--municipality", "Venray", "--at", "51.5, 6.0"]
    said = CliRunner().invoke(app, asked)
    assert said.exit_code == 0
    assert "Hoeve A" in said.output
    assert "1.200 plekken op 1 locatie binnen 2,5 km" in said.output
    assert "kunnen er 1.290 zijn" in said.output
    found = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert found["housed"] == 1200
    assert CliRunner().invoke(app, asked[:-2]).exit_code == 2


PLACES = "naam;plekken;bron;jaar;kern\n"


def test_a_list_is_read_up_to_as_many_places_as_are_wanted() -> None:
    rows = PLACES + "Hoeve;10;register;2025;Oirlo\n" * 3
    assert len(parse_sites("a.csv", rows.encode(), "nl", 3).found) == 3
    with pytest.raises(InputError) as caught:
        parse_sites("a.csv", rows.encode(), "nl", 2)
    assert [item.code for item in caught.value.problems] == ["sites_many"]


@pytest.mark.parametrize("column", [0, 2, 4])
def test_a_cell_with_words_is_no_longer_than_a_page_can_show(column: int) -> None:
    cells = ["Hoeve", "10", "register", "2025", "Oirlo"]
    cells[column] = "x" * (MAX_WORDS_SIZE + 1)
    with pytest.raises(InputError) as caught:
        parse_sites("a.csv", (PLACES + ";".join(cells)).encode())
    assert [item.code for item in caught.value.problems] == ["too_long"]

"""How many live across the border goes by how near the border is."""

import pytest

import hea
from hea.exchange.quick import quick_proposal
from hea.reference import at_border, municipalities
from tests.conftest import distribution_centre

PLACES = {
    "Oost Gelre": "at the border",
    "Venlo": "at the border",
    "Venray": "in Limburg",
    "Waalwijk": "elsewhere",
}


def across(municipality: str) -> tuple[float, float, float]:
    plan = quick_proposal(
        sector="slaughter",
        municipality=municipality,
        kind="persons",
        size=657,
        opening="2028-01",
        company="x",
    )
    made = hea.assess(plan, draws=1024)
    found = next(row for row in made.housing.living if row.id == "across_border").structural
    share = [value / made.headline.migrants_structural.p50 for value in (found.p10, found.p50, found.p90)]
    return share[0], share[1], share[2]


def test_in_a_town_at_the_border_it_may_be_nearly_everybody() -> None:
    low, middle, high = across("Oost Gelre")
    assert low < 0.05
    assert middle < 0.1
    assert high > 0.5  # 150 of 185 people of one agency at one slaughterhouse there


def test_farther_from_the_border_it_is_few_or_nobody() -> None:
    assert across("Venray")[2] < 0.12
    assert across("Waalwijk") == (0, 0, 0)


def test_every_place_at_the_border_is_a_municipality_and_touches_it() -> None:
    assert at_border() <= municipalities().keys()
    names = {municipalities()[code].name for code in at_border()}
    assert {"Venlo", "Oost Gelre", "Maastricht", "Sluis", "Winterswijk"} <= names
    assert not {"Venray", "Horst aan de Maas", "Waalwijk", "Utrecht"} & names


@pytest.mark.parametrize("place", PLACES)
def test_what_is_assumed_is_told_by_where_it_lies(place: str) -> None:
    made = hea.assess(distribution_centre(municipality=place), draws=32)
    (told,) = [item for item in made.assumed if item.path == "recruitment.cross_border_share"]
    words = {
        "at the border": "aan de grens",
        "in Limburg": "aangenomen voor Limburg",
        "elsewhere": "nul gesteld",
    }
    assert words[PLACES[place]] in told.message.nl

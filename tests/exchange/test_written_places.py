"""Places in a housing plan: a number with the word that people put behind it, and no number of workers."""

from typing import Any

import pytest

from hea.exchange.written.proposals import Read, read_fields
from tests.conftest import distribution_centre


def read(places: object, **others: Any) -> Read:
    """A plan with places as they are written in a file."""
    offer = {"stay": "short", "places": places, "from_month": "2027-01"}
    tree = distribution_centre().model_dump(mode="json", exclude_defaults=True)
    return read_fields(tree | {"housing_plan": {"offers": [offer]}} | others)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("300 plaatsen", 300), ("1.200 bedden", 1200), ("300 slaapplaatsen", 300), ("40 woningen", 40),
        ("25 eenheden", 25), ("300 beds", 300), ("300", 300), ("1.200", 1200),
    ],
)  # fmt: skip
def test_places_may_have_their_word_behind_them(written: str, meant: float) -> None:
    assert read(written).values["housing_plan"]["offers"][0]["places"] == meant


@pytest.mark.parametrize("written", ["250-300 plaatsen", "ca. 300 bedden", "tussen 250 en 300 plaatsen"])
def test_a_range_of_places_is_asked_for_the_most_likely_number(written: str) -> None:
    [problem] = read(written).problems
    assert problem.code == "written_range"
    assert f"'{written}' is een bandbreedte" in problem.sentence()


@pytest.mark.parametrize("written", ["300 personen", "300 fte"])
def test_people_are_no_places(written: str) -> None:
    [problem] = read(written).problems
    assert problem.place == "housing_plan.offers[0].places"


def test_places_are_no_workers() -> None:
    [problem] = read(300, workforce={"count": "300 bedden"}).problems
    assert problem.place == "workforce.count"


@pytest.mark.parametrize("stay", ["short", "mid", "long"])
def test_free_places_are_read_alike(stay: str) -> None:
    found = read(300, context={"free_places": {stay: "80 plaatsen"}})
    assert found.values["context"]["free_places"][stay] == 80

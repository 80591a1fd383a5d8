"""The proposal: frozen, forgiving where input is unknown, strict where it is wrong."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hea import Proposal
from hea.exchange import example, example_names, parse_proposal, proposal_yaml
from hea.proposal import month_name, month_number
from tests.conftest import distribution_centre


def codes(changes: dict[str, Any]) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        distribution_centre(**changes)
    return {error["type"].removeprefix("hea.") for error in caught.value.errors()}


def group(**fields: Any) -> dict[str, Any]:
    return {"function_groups": [{"name": "A", "level": "elementary", "count": 10, **fields}]}


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ({"opening": "2000-01"}, {"opening": "1999-12"}, "month_range"),
        ({"opening": "2100-12"}, {"opening": "2101-01"}, "month_range"),
        ({"opening": "2027-12"}, {"opening": "2027-13"}, "month_form"),
        ({"workforce": {"count": 0}}, {"workforce": {"count": -1}}, "negative"),
        ({"workforce": {"count": 100_000}}, {"workforce": {"count": 100_001}}, "too_many"),
        (
            {"workforce": None, "area": {"kind": "plot", "size_m2": 100_000_000}},
            {"workforce": None, "area": {"kind": "plot", "size_m2": 1e300}},
            "too_large",
        ),
        (group(flex_share=1.0), group(flex_share=1.5), "share_percent"),
        (group(flex_share=0.0), group(flex_share=-0.01), "share_range"),
        (group(flex_share=0.45), group(flex_share=101), "share_range"),
        (group(season_index=[1.0] * 12), group(season_index=[1.01] * 12), "season_mean"),
        (group(season_index=[1.004] * 12), group(season_index=[1.006] * 12), "season_mean"),
        (group(season_index=[1.0] * 12), group(season_index=[1.0] * 11), "season_twelve"),
        (
            group(season_index=[1.5] * 12, season_normalise=True),
            group(season_index=[1.5] * 12),
            "season_mean",
        ),
        (
            group(season_index=[1.0] * 12),
            group(season_index=[1.0] * 12, season_profile="flat"),
            "season_twice",
        ),
        (
            {"weights": {"values": {"wonen": 60, "arbeid": 40.01}}},
            {"weights": {"values": {"wonen": 60, "arbeid": 40.02}}},
            "weights_sum",
        ),
        (
            {"construction": {"persons": 5, "from_month": "2026-01", "until_month": "2026-01"}},
            {"construction": {"persons": 5, "from_month": "2026-02", "until_month": "2026-01"}},
            "period",
        ),
        ({"answers": {"own_bedroom": True}}, {"answers": {"own_bedroom": "ja"}}, "answer"),
        ({"answers": {"transition_month": 4}}, {"answers": {"transition_month": True}}, "answer"),
        ({"answers": {"land_owner": "gemeente"}}, {"answers": {"landowner": "gemeente"}}, "question"),
        ({"municipality": "Venray"}, {"municipality": "Vneray"}, "municipality"),
        ({"municipality": "gm0984".upper()}, {"municipality": "GM9999"}, "municipality_code"),
        ({"area": {"kind": "plot", "size_m2": 1}}, {"area": {"kind": "plot", "size_m2": 0}}, "not_positive"),
        ({"kern": "Café"}, {"kern": "a\x07b"}, "control_character"),
        ({"kern": "שלום"}, {"kern": "Kist \u202eVB"}, "control_character"),
        ({}, {"kern": "Kist \u2066VB"}, "control_character"),
        ({}, {"workforce": None}, "no_workforce"),
    ],
)
def test_boundaries_in_pairs(good: dict[str, Any], bad: dict[str, Any], code: str) -> None:
    assert distribution_centre(**good).company == "Voorbeeld"
    assert codes(bad) == {code}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "veel"])
def test_numbers_that_are_none_are_refused(value: Any) -> None:
    assert codes({"workforce": {"count": value}}) <= {"finite_number", "float_parsing"}


def test_season_numbers_are_normalised_only_when_asked() -> None:
    proposal = distribution_centre(**group(season_index=[2.0] * 6 + [1.0] * 6, season_normalise=True))
    numbers = proposal.function_groups[0].season_numbers
    assert numbers is not None
    assert sum(numbers) / 12 == pytest.approx(1)
    assert proposal.function_groups[0].season_index == (2.0,) * 6 + (1.0,) * 6


def test_a_proposal_is_frozen_and_updated_by_copy() -> None:
    first = distribution_centre()
    second = first.update(opening="2028-01")
    assert (first.opening, second.opening) == ("2027-03", "2028-01")
    with pytest.raises(ValidationError):
        first.opening = "2029-01"  # type: ignore[misc]


def test_a_name_and_a_code_of_a_municipality_are_the_same_proposal() -> None:
    assert distribution_centre(municipality="venray").hash == distribution_centre(municipality="GM0984").hash


@pytest.mark.parametrize("name", example_names())
def test_examples_survive_writing_and_reading(name: str) -> None:
    proposal = example(name)
    assert parse_proposal(proposal_yaml(proposal)) == proposal
    assert parse_proposal(proposal.model_dump_json(), ".json") == proposal
    assert Proposal.model_validate(proposal.model_dump()).hash == proposal.hash


@pytest.mark.parametrize("name", example_names())
def test_examples_cite_their_source_and_say_what_was_assumed(name: str) -> None:
    source = example(name).source or ""
    assert ("http" in source and "Aangenomen" in source) or "Fictief" in source


@given(st.integers(2000 * 12, 2101 * 12 - 1))
def test_months_count_both_ways(number: int) -> None:
    assert month_number(month_name(number)) == number

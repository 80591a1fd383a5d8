"""What cannot hold together is told in a sentence with the field, what is used, and how to mend it."""

from typing import Any

import pytest

from hea import Proposal, assess
from hea.exchange import example, example_names

FEW = 16
PLAN = {
    "company": "Voorbeeld", "municipality": "Venray", "sector": "dc_warehousing", "opening": "2027-03",
    "workforce": {"count": 400},
}  # fmt: skip
BEDS = {"stay": "short", "places": 100, "from_month": "2027-03"}
AREA = {"kind": "plot", "size_m2": 50_000}


def group(**fields: Any) -> dict[str, Any]:
    return {
        "workforce": None,
        "function_groups": [{"name": "Pickers", "level": "elementary", "count": 100, **fields}],
    }


def offer(**fields: Any) -> dict[str, Any]:
    return {"housing_plan": {"offers": [{**BEDS, **fields}]}}


def path(*points: tuple[str, float]) -> list[dict[str, Any]]:
    return [{"month": month, "share": share} for month, share in points]


def flags(**fields: Any) -> dict[str, str]:
    found = assess(Proposal.model_validate({**PLAN, **fields}), draws=FEW)
    return {flag.code: flag.message.nl for flag in found.flags}


AT_ODDS = {
    "new_with_others": ({"existing_workers": 90}, ["90", "Soort plan"]),
    "expansion_with_others": (
        {"kind": "expansion", "moving_workers": 90},
        ["90", "Werknemers die er al zijn", "verplaatsing"],
    ),
    "relocation_with_others": (
        {"kind": "relocation", "existing_workers": 90},
        ["90", "Werknemers die meeverhuizen", "uitbreiding"],
    ),
    "evidence_without_share": (group(migrant_share_evidence=True), ["Pickers", "Vul het aandeel in"]),
    "season_of_flat_work": (
        group(season_profile="flat", season_months=3),
        ["Pickers", "Lengte van het seizoen"],
    ),
    "year_round_more_than_all": (group(year_round_persons=300), ["Pickers", "Jaarrond aanwezig"]),
    "never_full": (
        group(ramp_up=path(("2027-03", 0.2), ("2028-03", 0.5))),
        ["Pickers", "mijlpaal van 100%"],
    ),
    "ramp_up_falls": (group(ramp_up=path(("2027-03", 1), ("2028-03", 0.5))), ["Pickers", "Automatisering"]),
    "automation_rises": (
        {"automation": path(("2028-01", 0.2), ("2029-01", 0.8))},
        ["Automatisering", "draai de percentages om"],
    ),
    "no_area_to_count_from": (group() | {"counts_from_area": True}, ["Vul de oppervlakte in"]),
    "area_holds_without_expansion": (
        {"area": AREA, "area_holds": "added"},
        ["Waar de oppervlakte over gaat", "Soort plan"],
    ),
    "stay_beyond_season": (
        group(season_months=3) | {"recruitment": {"seasonal_stay_weeks": 40}},
        ["40", "3", "Weken dat een seizoenkracht blijft"],
    ),
    "offers_for_others": (offer(own_workers_share=0), ["100", "Voor eigen werknemers"]),
    "permanent_with_end": (
        offer(building="permanent", occupation="permanent", until_month="2029-01"),
        ["100", "Beschikbaar tot en met"],
    ),
    "agreed_with_itself": (offer(regional_agreement=True), ["100", "Gemeente van de plekken"]),
    "far_in_own_municipality": (offer(distance_km=200), ["100", "verbeter de afstand"]),
    "kern_more_migrants_than_people": (
        {"context": {"kern_inhabitants": 100, "existing_migrants_kern": 500}},
        ["500", "100", "Inwoners van de kern"],
    ),
    "kern_more_than_municipality": (
        {"context": {"kern_inhabitants": 90_000}},
        ["90.000", "Inwoners van de kern"],
    ),
    "kern_more_migrants_than_municipality": (
        {"context": {"existing_migrants_kern": 900, "existing_migrants_municipality": 100}},
        ["900", "100", "in de gemeente nu"],
    ),
    "more_migrants_than_people": (
        {"context": {"existing_migrants_municipality": 90_000}},
        ["90.000", "Arbeidsmigranten in de gemeente nu"],
    ),
    "construction_after_opening": (
        {"construction": {"persons": 50, "from_month": "2029-05", "until_month": "2030-01"}},
        ["mei 2029", "maart 2027", "Verbeter"],
    ),
    "weights_and_preset": (
        {"weights": {"preset": "gelijk", "values": {"wonen": 100}}},
        ["eigen gewichten", "leeg"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", AT_ODDS)
def test_what_cannot_hold_together_is_told_with_its_field_and_how_to_mend_it(code: str) -> None:
    fields, words = AT_ODDS[code]
    sentence = flags(**fields)[code]
    assert all(word in sentence for word in words), sentence


AGREES = [
    {},
    {"kind": "expansion", "existing_workers": 90},
    {"kind": "relocation", "moving_workers": 90},
    group(migrant_share=0.4, migrant_share_evidence=True, year_round_persons=100),
    group(ramp_up=path(("2027-03", 0.2), ("2028-03", 1)), season_profile="asparagus", season_months=3),
    group(season_months=6) | {"recruitment": {"seasonal_stay_weeks": 26}},
    {"automation": path(("2028-01", 1), ("2029-01", 0.8), ("2030-01", 0.8))},
    offer(own_workers_share=0.5, distance_km=9),
    offer(building="permanent", occupation="temporary", until_month="2029-01"),
    offer(regional_agreement=True, municipality="Venlo", distance_km=60),
    {
        "context": {
            "kern_inhabitants": 5000, "existing_migrants_kern": 100, "existing_migrants_municipality": 100,
        }
    },
    {"construction": {"persons": 50, "from_month": "2026-05", "until_month": "2027-06"}},
    {"weights": {"values": {"wonen": 100}}},
]  # fmt: skip


@pytest.mark.parametrize("fields", AGREES)
def test_what_holds_together_is_not_told(fields: dict[str, Any]) -> None:
    assert not set(AT_ODDS) & set(flags(**fields))


@pytest.mark.parametrize("name", example_names())
def test_the_examples_hold_together(name: str) -> None:
    assert not set(AT_ODDS) & {flag.code for flag in assess(example(name), draws=FEW).flags}

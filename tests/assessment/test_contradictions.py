"""What a proposal says twice and not the same is told, with both values and with the one that is used."""

from typing import Any

import pytest

from hea import Proposal, assess
from hea.texts import LANGUAGES
from tests.conftest import FEW_DRAWS

PLAN: dict[str, Any] = {
    "company": "X",
    "municipality": "Venray",
    "sector": "dc_warehousing",
    "opening": "2028-01",
}
GROUPS = [{"name": "Orderpickers", "level": "elementary", "count": 320}]
AREA = {"kind": "gross_floor", "size_m2": 60_000}


def flags(**fields: Any) -> dict[str, dict[str, str]]:
    outcome = assess(Proposal.model_validate(PLAN | fields), draws=FEW_DRAWS)
    return {flag.code: {lang: flag.message.in_language(lang) for lang in LANGUAGES} for flag in outcome.flags}


@pytest.mark.parametrize(
    ("fields", "code", "told"),
    [
        ({"workforce": {"count": 1000}, "function_groups": GROUPS}, "groups_and_total", ["320", "1.000"]),
        ({"workforce": {"count": 400}, "answers": {"jobs_full": 800.0}}, "jobs_full_twice", ["400", "800"]),
        ({"area": AREA, "answers": {"floor_area": 10_000.0}}, "floor_area_twice", ["60.000", "10.000"]),
        (
            {"area": {"kind": "plot", "size_m2": 120_000}, "answers": {"plot_area": 2.5}},
            "plot_area_twice",
            ["12", "2,5"],
        ),
        (
            {"workforce": {"count": 100}, "kind": "expansion", "existing_workers": 250},
            "expansion_more_than_all",
            ["250", "100"],
        ),
        (
            {"workforce": {"count": 100}, "kind": "relocation", "moving_workers": 250},
            "relocation_more_than_all",
            ["250", "100"],
        ),
        ({"workforce": {"count": 9000}, "area": AREA}, "workers_and_area", ["9.000", "60.000"]),
        ({"workforce": {"count": 5}, "area": AREA}, "workers_and_area", ["5 werknemers", "60.000"]),
    ],
)
def test_both_values_are_told(fields: dict[str, Any], code: str, told: list[str]) -> None:
    sentence = flags(**fields)[code]["nl"]
    assert all(word in sentence for word in told), sentence


@pytest.mark.parametrize(
    "fields",
    [
        {"workforce": {"count": 320}, "function_groups": GROUPS, "answers": {"jobs_full": 320.0}},
        {"workforce": {"count": 400}, "answers": {"jobs_full": None}},
        {"workforce": {"count": 400}, "area": AREA},
        {"area": AREA, "answers": {"floor_area": 60_000.0}},
        {"workforce": {"count": 400}, "kind": "expansion", "existing_workers": 250},
    ],
)
def test_what_agrees_is_not_told(fields: dict[str, Any]) -> None:
    assert not {code for code in flags(**fields) if code.endswith(("_twice", "_all")) or "_and_" in code}


def test_nobody_at_work_is_told_in_place_of_a_missing_housing_plan() -> None:
    told = flags(workforce={"count": 0})
    assert "no_workers" in told
    assert "no_housing_plan" not in told

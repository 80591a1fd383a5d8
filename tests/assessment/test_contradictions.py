"""What a proposal says twice and not the same is told, with both values and with the one that is used."""

from typing import Any

import pytest

from hea import AssessmentError, Proposal, assess, load_parameters
from hea.engine.calculation import Calculation
from hea.engine.draws import CentralDraw, Draws
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
            {
                "kind": "expansion",
                "existing_workers": 250,
                "function_groups": [{**group, "existing": 30} for group in GROUPS],
            },
            "existing_groups_and_total",
            ["250"],
        ),
        (
            {"workforce": {"count": 1000, "unit": "fte"}, "function_groups": GROUPS},
            "groups_and_total_units",
            ["320", "personen"],
        ),
        (
            {
                "workforce": {"count": 400},
                "recruitment": {"cross_border_share": 0.1},
                "answers": {"cross_border": 90.0},
            },
            "cross_border_twice",
            ["40", "90"],
        ),
        (
            {
                "function_groups": [{**GROUPS[0], "migrant_share": 0.5}],
                "answers": {"migrants_expected": 300.0},
            },
            "migrants_expected_twice",
            ["160", "300"],
        ),
        (
            {"workforce": {"count": 400, "basis": "peak"}, "answers": {"peak_size": 700.0}},
            "peak_size_twice",
            ["400", "700"],
        ),
        (
            {
                "workforce": {"count": 400},
                "answers": {"housing_beds": 90.0},
                "housing_plan": {"offers": [{"stay": "short", "places": 40, "from_month": "2028-01"}]},
            },
            "housing_beds_twice",
            ["40", "90"],
        ),
        (
            {"workforce": {"count": 400}, "answers": {"housing_plan": True}},
            "plan_answered",
            ["geen plaatsen"],
        ),
        (
            {"workforce": {"count": 400}, "answers": {"heads_or_fte": "voltijdbanen"}},
            "heads_answered_fte",
            ["personen", "voltijdbanen"],
        ),
        (
            {"workforce": {"count": 400}, "answers": {"direct_or_agency": 0.6, "housing_beds": 90.0}},
            "answers_unused",
            ["uitzendbureau"],
        ),
        (
            {"workforce": {"count": 400}, "answers": {"housing_beds": 90.0}},
            "beds_no_class",
            ["90 plekken", "tellen nog niet mee", "short, mid of long stay"],
        ),
        (
            {
                "workforce": {"count": 400},
                "recruitment": {"flex_share": 0.4},
                "answers": {"direct_or_agency": 0.6},
            },
            "agency_twice",
            ["40%", "60%"],
        ),
        ({"workforce": {"count": 9000}, "area": AREA}, "workers_and_area", ["9.000", "60.000"]),
        (
            {"workforce": {"count": 400}, "review_date": "2027-06-01"},
            "review_before_opening",
            ["juni 2027", "januari 2028"],
        ),
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
        {"workforce": {"count": 320, "basis": "peak"}, "function_groups": [{**GROUPS[0], "count": 250}]},
        {"workforce": {"count": 290, "unit": "fte"}, "function_groups": GROUPS},
        {
            "workforce": {"count": 400},
            "recruitment": {"cross_border_share": 0.1},
            "answers": {"cross_border": 40.0},
        },
    ],
)
def test_what_agrees_is_not_told(fields: dict[str, Any]) -> None:
    assert not {code for code in flags(**fields) if code.endswith(("_twice", "_all")) or "_and_" in code}


@pytest.mark.parametrize(
    ("fields", "code", "place", "told"),
    [
        (
            {"workforce": {"count": 100}, "kind": "expansion", "existing_workers": 250},
            "expansion_more_than_all", "existing_workers", ["250", "100", "alleen de groei"],
        ),
        (
            {"workforce": {"count": 100}, "kind": "relocation", "moving_workers": 250},
            "relocation_more_than_all", "moving_workers", ["250", "100", "alleen de groei"],
        ),
        (
            {"function_groups": [{**GROUPS[0], "count": 40, "existing": 200}], "kind": "expansion"},
            "expansion_more_than_all", "function_groups[0].existing", ["200", "40", "alleen de groei"],
        ),
        (
            {"area": AREA, "kind": "expansion", "existing_workers": 40},
            "area_holds", "area_holds", ["hele locatie", "alleen wat erbij komt"],
        ),
    ],
)  # fmt: skip
def test_more_there_than_at_full_operation_asks_whether_only_the_growth_was_entered(
    fields: dict[str, Any], code: str, place: str, told: list[str]
) -> None:
    """A calculation without growth would be a silent nought."""
    with pytest.raises(AssessmentError) as caught:
        flags(**fields)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == (code, place)
    assert all(word in problem.sentence() for word in told), problem.sentence()


@pytest.mark.parametrize("kind", ["expansion", "relocation"])
def test_more_there_than_an_area_gives_is_no_growth_in_those_draws_with_its_chance(kind: str) -> None:
    field = {"expansion": "existing_workers", "relocation": "moving_workers"}[kind]
    plan = {"area": AREA, "kind": kind, field: 400, "area_holds": "whole_site"}
    assert "de kans dat er niemand bij komt is" in flags(**plan)[f"{kind}_perhaps_none"]["nl"]


@pytest.mark.parametrize(
    ("fields", "said", "used"),
    [
        ({"workforce": {"count": {"high": 800}}}, "hoogstens 800", ["125", "315", "800"]),
        ({"workforce": {"count": {"low": 500}}}, "minstens 500", ["500", "1.259", "3.202"]),
        ({"area": {"kind": "gross_floor", "size_m2": {"low": 60_000}}}, "minstens 60.000 m²", ["384.211"]),
        (
            {"function_groups": [{**GROUPS[0], "count": {"high": 300}}, {**GROUPS[0], "name": "Kantoor"}]},
            "hoogstens 300",
            ["367", "438", "620"],
        ),
    ],
)
def test_one_end_is_told_with_what_is_assumed_and_asked_for(
    fields: dict[str, Any], said: str, used: list[str]
) -> None:
    told = flags(**fields)["one_end"]
    for words in (said, *used, "Vraag wat waarschijnlijk is"):
        assert words in told["nl"]
    assert "Ask what is likely" in told["en"]


@pytest.mark.parametrize("count", [800, {"low": 500, "high": 800}, {"middle": 800}, {"high": 800, "low": 0}])
def test_a_number_or_a_range_with_two_ends_is_not_asked_about(count: Any) -> None:
    assert "one_end" not in flags(workforce={"count": count})


def test_who_is_there_already_may_be_unknown_if_the_area_is_what_is_added() -> None:
    told = flags(area=AREA, kind="expansion", area_holds="added")
    assert "expansion_unknown" not in told
    assert "expansion_perhaps_none" not in told


def test_who_is_there_is_spread_over_the_usual_functions_and_that_is_told() -> None:
    plan = Proposal.model_validate(
        PLAN | {"workforce": {"count": 400}, "kind": "expansion", "existing_workers": 90}
    )
    told = {item.path: item.message.nl for item in assess(plan, draws=FEW_DRAWS).assumed}
    assert "zoals in de sector gebruikelijk" in told["function_groups.existing"]


def test_numbers_guessed_from_an_added_area_vary_with_who_comes_only() -> None:
    """Of 300 there are 200 already: only the other hundred are as uncertain as the area."""
    plan = {
        "area": AREA, "kind": "expansion", "counts_from_area": True, "area_holds": "added",
        "function_groups": [{**GROUPS[0], "count": 300, "existing": 200}],
    }  # fmt: skip
    found = Calculation(Proposal.model_validate(PLAN | plan), Draws(load_parameters(), FEW_DRAWS, 1))
    (group,) = found.workforce.groups
    assert group.there == pytest.approx(200)
    alone = plan | {"kind": "new", "function_groups": [{**GROUPS[0], "count": 100}]}
    new = Calculation(Proposal.model_validate(PLAN | alone), Draws(load_parameters(), FEW_DRAWS, 1))
    assert group.persons == pytest.approx(new.workforce.groups[0].persons)


def test_work_lost_by_who_is_there_already_is_told_with_its_month() -> None:
    plan = {
        "workforce": {"count": 400}, "kind": "expansion", "existing_workers": 380,
        "automation": [{"month": "2030-01", "share": 1.0}, {"month": "2031-01", "share": 0.5}],
    }  # fmt: skip
    told = flags(**plan)["contraction"]["nl"]
    assert "180 minder" in told
    assert "maart 2030" in told


def test_who_was_there_already_loses_a_home_with_the_job_as_well() -> None:
    """By hand: half of 400 is left of the 380 who were there; migrants among them lose an arranged home."""
    fields = {
        "workforce": {"count": 400}, "kind": "expansion", "existing_workers": 380,
        "automation": [{"month": "2030-01", "share": 1.0}, {"month": "2031-01", "share": 0.5}],
    }  # fmt: skip
    plan = Proposal.model_validate(PLAN | fields)
    found = Calculation(plan, CentralDraw(load_parameters()))
    gone = found.streams.kept[1:].sum(axis=0)[0].max()
    came = found.block.migrants[0].max()
    arranged = load_parameters().value("housing_arranged_by_employer_share")
    assert gone > 0
    assert gone * arranged <= found.block.homes_lost[0].sum() <= (gone + came) * arranged * 1.001
    month = assess(plan, draws=FEW_DRAWS).housing.homes_lost_month
    assert month is not None
    assert "2030-01" <= month <= "2031-01"


def test_nobody_at_work_is_told_in_place_of_a_missing_housing_plan() -> None:
    told = flags(workforce={"count": 0})
    assert "no_workers" in told
    assert "no_housing_plan" not in told

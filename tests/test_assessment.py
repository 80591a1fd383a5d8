"""The assessment: its contract, its trace, and that the same input gives the same figures."""

import json
import pickle
from typing import Any

import jsonschema
import numpy as np
import pytest
from pydantic import ValidationError

from hea import Assessment, AssessmentError, assess
from hea.assessment import assumptions, schema
from hea.assessment.results.common import Range
from hea.exchange import example, example_names
from tests.conftest import FEW_DRAWS, TESTS, assessed_example, distribution_centre

REPRODUCTION = TESTS / "data" / "reproduction.json"
SEED = 20260101


def ranges_in(value: Any) -> list[Range]:
    if isinstance(value, Range):
        return [value]
    if isinstance(value, dict):
        return [found for item in value.values() for found in ranges_in(item)]
    if isinstance(value, tuple):
        return [found for item in value for found in ranges_in(item)]
    fields = getattr(type(value), "model_fields", {})
    return [found for name in fields for found in ranges_in(getattr(value, name))]


@pytest.mark.parametrize("name", example_names())
def test_json_follows_the_shipped_schema(name: str) -> None:
    content = json.loads(assessed_example(name).model_dump_json())
    jsonschema.validate(content, json.loads(schema.shipped()))


def test_the_shipped_schema_is_the_generated_one() -> None:
    assert schema.shipped() == schema.generated(), "run: python -m hea.assessment.schema"


def test_the_schema_can_refuse(quick: Assessment) -> None:
    content = json.loads(quick.model_dump_json())
    del content["headline"]["units"]["mid"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, json.loads(schema.shipped()))


def test_the_contract_of_the_json(dossier: Assessment) -> None:
    content = json.loads(dossier.model_dump_json())
    assert {"version", "input_hash", "seed", "draws", "stay_definition", "headline", "monthly"} <= set(
        content
    )
    assert {"version", "hash"} <= set(content["parameters"])
    head = content["headline"]
    assert set(head["jobs"]) == {"p10", "p50", "p90"}
    for stay in ("short", "mid", "long", "total"):
        assert set(head["units"][stay]) == {"structural", "peak", "opening_year"}
    for stay in ("short", "mid", "long"):
        assert set(head["gap"][stay]) == {"structural", "peak"}
    monthly = content["monthly"]
    assert len(monthly["month"]) == 121
    for path in (
        ("positions",),
        ("migrants",),
        ("arrivals",),
        ("persons", "mid"),
        ("units", "total"),
        ("supply", "long"),
        ("gap", "short"),
    ):
        series = monthly
        for step in path:
            series = series[step]
        assert {key: len(line) for key, line in series.items()} == {"p10": 121, "p50": 121, "p90": 121}
    estimates = content["migrant_share_estimates"]
    assert {"statement", "benchmark", "reference_cases", "chosen"} <= set(estimates)
    for item in content["assumed"]:
        assert set(item["message"]) == {"nl", "en"}


@pytest.mark.parametrize("name", example_names())
def test_every_range_ascends(name: str) -> None:
    found = ranges_in(assessed_example(name))
    assert len(found) > 100
    for value in found:
        assert value.p10 <= value.p50 <= value.p90


@pytest.mark.parametrize("name", example_names())
def test_months_agree_with_headlines(name: str) -> None:
    """The peak of the P50 line never exceeds the P90 of the peaks, and the central run lies in the band."""
    assessment = assessed_example(name)
    for stay in ("short", "mid", "long", "total"):
        lines, levels = getattr(assessment.monthly.units, stay), getattr(assessment.headline.units, stay)
        assert max(lines.p50) <= levels.peak.p90 + 1e-6
        assert max(lines.p90) >= levels.peak.p50 - 1e-6
    total = sum(np.array(getattr(assessment.monthly.persons, stay).p50) for stay in ("short", "mid", "long"))
    assert np.abs(total / np.maximum(1e-9, np.array(assessment.monthly.migrants.p50)) - 1)[12:].max() < 0.25


def test_the_same_input_parameters_and_seed_give_the_same_file(quick: Assessment) -> None:
    again = assess(distribution_centre(), draws=FEW_DRAWS)
    assert again.model_dump_json() == quick.model_dump_json()


def test_another_seed_gives_other_figures(quick: Assessment) -> None:
    other = assess(distribution_centre(), draws=FEW_DRAWS, seed=SEED + 1)
    assert other.headline.migrants_peak != quick.headline.migrants_peak


def reproduced(name: str) -> dict[str, Any]:
    """The figures of an example that are kept: headlines, facilities, welfare, housing, the share used."""
    content = json.loads(assessed_example(name).model_dump_json())
    kept = {key: content[key] for key in ("headline", "central", "housing", "labour_market")}
    kept["facilities"] = {item["id"]: item["region_structural"] for item in content["facilities"]}
    kept["flows"] = {item["id"]: item["region_peak"] for item in content["facilities"]}
    kept["welfare"] = {item["id"]: item["indicator"] for item in content["welfare"]["criteria"]}
    kept["share"] = content["migrant_share_estimates"]["used"]
    return kept


def test_reproduction_against_the_stored_file() -> None:
    """Figures of all examples with a literal seed. A change here changes results: say so in the CHANGELOG."""
    stored = json.loads(REPRODUCTION.read_text(encoding="utf-8"))
    assert set(stored) == set(example_names())
    for name in example_names():
        assert assessed_example(name).seed == SEED
        now, then = flat(reproduced(name)), flat(stored[name])
        assert len(now) > 300
        assert now == pytest.approx(then, rel=1e-5, abs=1e-5), name


def flat(tree: dict[str, Any], prefix: str = "") -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, float):
            found[prefix + key] = value
    return found


def test_an_assessment_is_frozen_and_survives_files_and_processes(dossier: Assessment) -> None:
    with pytest.raises(ValidationError):
        dossier.seed = 1  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(dossier)) == dossier
    assert Assessment.model_validate_json(dossier.model_dump_json()) == dossier


def test_more_draws_agree_with_few(quick: Assessment) -> None:
    many = assess(distribution_centre(), draws=2048)
    first, second = (a.headline.units.total.structural.p50 for a in (quick, many))
    assert first == pytest.approx(second, rel=0.15)


def test_what_is_unknown_is_assumed_listed_and_widens_the_range() -> None:
    told = {"regional_share": 0.25, "cross_border_share": 0.05, "within_municipality_share": 0.5}
    open_ended = assess(distribution_centre(), draws=512)
    known = assess(distribution_centre(recruitment=told), draws=512)
    paths = {item.path for item in open_ended.assumed} - {item.path for item in known.assumed}
    assert paths == {f"recruitment.{key}" for key in told}

    def width(assessment: Assessment) -> float:
        value = assessment.headline.units.total.structural
        return (value.p90 - value.p10) / value.p50

    assert width(open_ended) > width(known)


def test_unknown_is_never_zero(quick: Assessment) -> None:
    scores = {item.id: item for item in quick.welfare.criteria}
    assert scores["voorzieningen"].score is None
    assert scores["voorzieningen"].reason is not None
    assert quick.labour_market.ratio is None
    for facility in quick.facilities:
        assert facility.signal == "unknown"
        assert facility.utilisation_after is None
    assert not quick.housing.supply_is_known
    unavailable = {item.path for item in quick.unavailable}
    assert {"welfare.voorzieningen", "labour_market.ratio", "facilities.gp.signal"} <= unavailable


def test_the_dossier_scores_every_criterion_it_has_answers_for(dossier: Assessment) -> None:
    known = {item.id for item in dossier.welfare.criteria if item.score is not None}
    assert known >= {
        "wonen",
        "voorzieningen",
        "samenleving",
        "veiligheid",
        "materieel",
        "arbeid",
        "later",
        "elders",
    }
    assert dossier.welfare.set_by == "College van B en W (fictief)"
    assert sum(dossier.welfare.weights.values()) == pytest.approx(100)


def test_signals_are_advisory_and_carry_their_source(dossier: Assessment) -> None:
    assert {s.id for s in dossier.capacity_signals} >= {"def_share_kern", "venray_site", "limburg_plot"}
    for signal in dossier.capacity_signals:
        assert signal.advisory is True
        assert signal.source
        assert signal.level != "unknown" or signal.reason is not None


def test_a_statement_below_the_benchmark_asks_for_evidence() -> None:
    groups = [{"name": "Pluk", "level": "elementary", "count": 100, "migrant_share": 0.05}]
    assessment = assess(distribution_centre(function_groups=groups), draws=FEW_DRAWS)
    assert "statement_low" in {flag.code for flag in assessment.flags}
    assert assessment.migrant_share_estimates.chosen == "pooled"
    spread = assessment.migrant_share_estimates.used
    assert spread.p10 < 0.2 < spread.p90


def test_a_plan_that_ends_and_a_plan_below_the_floor_are_flagged() -> None:
    offers = [
        {
            "stay": "short",
            "places": 80,
            "from_month": "2027-03",
            "until_month": "2030-01",
            "persons_per_bedroom": 2,
        }
    ]
    assessment = assess(distribution_centre(housing_plan={"offers": offers}), draws=FEW_DRAWS)
    codes = {flag.code for flag in assessment.flags}
    assert {"offers_end", "below_floor"} <= codes
    supply = assessment.monthly.supply.short.p50
    assert (supply[34], supply[35]) == (80, 0)
    assert "positie_migrant" in {item.criterion for item in assessment.welfare.knock_outs}


def test_construction_never_mixes_with_operation() -> None:
    phase = {"persons": 200, "from_month": "2026-01", "until_month": "2026-12"}
    without, with_phase = (
        assess(distribution_centre(construction=c), draws=FEW_DRAWS) for c in (None, phase)
    )
    assert with_phase.headline == without.headline
    assert with_phase.construction is not None
    assert 0 < with_phase.construction.migrants.p50 < 200


def test_the_employers_viewpoint_has_fewer_long_stayers() -> None:
    regional, employer = (
        assess(distribution_centre(), draws=FEW_DRAWS, viewpoint=view) for view in ("regional", "employer")
    )
    assert employer.monthly.persons.long.p50[-1] < regional.monthly.persons.long.p50[-1]
    assert "employer_viewpoint" in {flag.code for flag in employer.flags}


def test_definitions_of_stay_move_the_classes_and_not_the_people() -> None:
    limburg, national = (
        assess(distribution_centre(), draws=FEW_DRAWS, stay_definition=d) for d in ("limburg", "national")
    )
    assert national.monthly.persons.short.p50[60] > limburg.monthly.persons.short.p50[60]
    assert national.headline.migrants_peak == limburg.headline.migrants_peak


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"draws": 15}, "draws"),
        ({"draws": 65_537}, "draws"),
        ({"stay_definition": "limbug"}, "stay_definition"),
    ],
)
def test_settings_that_do_not_exist(settings: dict[str, Any], code: str) -> None:
    with pytest.raises(AssessmentError) as caught:
        assess(distribution_centre(), **settings)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_automation_lowers_the_need_and_costs_homes() -> None:
    path = [{"month": "2031-01", "share": 1.0}, {"month": "2031-07", "share": 0.5}]
    plain, automated = (assess(distribution_centre(automation=a), draws=FEW_DRAWS) for a in ([], path))
    assert automated.monthly.positions.p50[-1] == pytest.approx(plain.monthly.positions.p50[-1] / 2, rel=1e-6)
    assert automated.housing.homes_lost_peak.p50 > plain.housing.homes_lost_peak.p50
    later = {item.id: item.score for item in automated.welfare.criteria}["later"]
    assert later is not None
    assert 50 < later.p50 < 100  # a quarter less is best; all of it gone is a company that left


def test_automation_that_changes_nothing_changes_nothing() -> None:
    """The full recursion and the shared responses are two roads to the same figures."""
    idle = [{"month": "2031-01", "share": 1.0}]
    plain, automated = (assess(distribution_centre(automation=a), draws=FEW_DRAWS) for a in ([], idle))
    assert flat(json.loads(automated.headline.model_dump_json())) == pytest.approx(
        flat(json.loads(plain.headline.model_dump_json())), rel=1e-3, abs=1e-3
    )


@pytest.mark.parametrize("name", example_names())
def test_assumptions_without_draws_are_those_of_the_assessment(name: str) -> None:
    given = example(name)
    whole = {item.path: item for item in assess(given, draws=16).assumed}
    light = {item.path: item for item in assumptions(given)}
    assert light == {path: item for path, item in whole.items() if path in light}
    assert set(whole) - set(light) <= {"weights", "context.kern"}
    assert light


def test_a_shortage_or_plan_of_others_that_was_not_given_is_unknown_and_not_zero() -> None:
    given = {"existing_shortage": {"short": 90, "long": 0}, "pipeline_places": {"mid": 1200}}
    told = {flag.code: flag.message for flag in assess(distribution_centre(context=given), draws=64).flags}
    assert "90 slaapplaatsen, een onbekend aantal woonunits en 0 woningen" in told["existing_shortage"].nl
    assert "an unknown number of beds, 1,200 units" in told["pipeline"].en

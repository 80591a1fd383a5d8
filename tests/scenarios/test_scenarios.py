"""Scenarios: overrides that are checked, paired differences, the threshold that closes every gap."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from hea import AssessmentError, Proposal, load_parameters
from hea.assessment import simulate
from hea.exchange import example, read_scenarios
from hea.model.housing import stepped, sufficient_paths
from hea.scenarios import BUILT_IN, Comparison, compare, overridden, own_scenario
from hea.scenarios.builtin import fewer_migrants
from hea.scenarios.robustness import robustness
from tests.conftest import distribution_centre
from tests.test_cli import EXAMPLE, TEMPLATES, hea, lines_of_failure

DRAWS = 256


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(example("fictief_dossier_venray"), BUILT_IN, draws=DRAWS)


def by_id(comparison: Comparison) -> dict[str, Any]:
    return {row.id: row for row in comparison.scenarios}


def test_not_settling_needs_nothing(comparison: Comparison) -> None:
    head = by_id(comparison)["niet_vestigen"].headline
    assert head.jobs.p90 == head.units.total.peak.p90 == head.residents.p90 == 0


def test_a_plan_lowers_the_gap_and_not_the_need(comparison: Comparison) -> None:
    rows = by_id(comparison)
    without, with_plan = rows["voorstel"].headline, rows["voorstel_met_plan"].headline
    assert with_plan.gap.short.peak.p50 < without.gap.short.peak.p50
    assert with_plan.jobs == without.jobs


def test_fewer_migrants_means_fewer_in_every_draw(comparison: Comparison) -> None:
    found = {(d.scenario, d.path): d.difference for d in comparison.differences}
    assert found["minder_arbeidsmigranten", "headline.migrants_structural"].p90 < 0
    assert found["minder_arbeidsmigranten", "headline.units.total.peak"].p90 < 0
    assert found["minder_arbeidsmigranten", "headline.jobs"].p90 < 0


@pytest.mark.parametrize("name", ["fictief_dossier_venray", "zachtfruit_meierijstad"])
def test_the_threshold_closes_every_gap_in_nine_of_ten_draws(name: str) -> None:
    found = compare(example(name), ["drempel", "voorstel"], draws=DRAWS)
    gaps = by_id(found)["drempel"].headline.gap
    for stay in ("short", "mid", "long"):
        assert getattr(gaps, stay).peak.p90 <= 0.001
    assert found.threshold
    fewer = [step.places for step in found.threshold]
    assert min(fewer) >= 1


@pytest.mark.parametrize(("total", "certainty"), [("total", 0.9), ("total_middle", 0.5)])
def test_the_threshold_keeps_its_promise_in_all_classes_at_once_and_is_the_smallest(
    comparison: Comparison, total: str, certainty: float
) -> None:
    """Counted over the draws; one place less throughout breaks it."""
    run = simulate(example("fictief_dossier_venray"), draws=DRAWS)
    paths = np.zeros((3, 1, run.gap.shape[2]))
    for index, stay in enumerate(("short", "mid", "long")):
        for step in comparison.threshold:
            if step.stay == stay:
                start = run.assessment.monthly.month.index(step.by_month)
                paths[index, 0, start:] = getattr(step, total)

    def held(paths: np.ndarray) -> float:
        return float((run.gap <= paths + 0.0005).all(axis=(0, 2)).mean())

    if total == "total":
        assert certainty <= held(paths) < certainty + 0.03
        assert held(paths - 1) < certainty
    else:  # told as the number that stands in the end
        final = paths[..., -1:]
        assert certainty <= held(final) < certainty + 0.03
        assert held(final - 1) < certainty


def test_differences_are_paired_draw_by_draw() -> None:
    """Adding ten evidenced jobs moves the outcome far less than the ranges themselves are wide."""
    one = own_scenario("tien_erbij", {"workforce.count": 410})
    found = compare(distribution_centre(), ["voorstel"], [one], draws=DRAWS)
    [total] = [d.difference for d in found.differences if d.path == "headline.units.total.peak"]
    spread = by_id(found)["voorstel"].headline.units.total.peak
    assert 0 < total.p10 < total.p90 < 0.05 * (spread.p90 - spread.p10)


def test_identical_scenarios_are_said_to_be_identical() -> None:
    found = compare(distribution_centre(), ["voorstel", "voorstel_met_plan"], draws=DRAWS)
    assert [row.same_as for row in found.scenarios] == [None, "voorstel"]
    assert found.robustness is None
    result = hea("compare", EXAMPLE.parent / "plantenkwekerij_erp.yaml", "--draws", 64, "--scenarios",
                 "voorstel,voorstel_met_plan,niet_vestigen")  # fmt: skip
    assert result.returncode == 0, result.stderr


def test_common_random_numbers_make_scenarios_independent_of_each_other() -> None:
    alone = compare(distribution_centre(), ["voorstel"], draws=DRAWS)
    beside = compare(distribution_centre(), BUILT_IN, draws=DRAWS)
    assert by_id(alone)["voorstel"].headline == by_id(beside)["voorstel"].headline


def test_overrides_reach_lists_and_parts_that_were_empty() -> None:
    proposal = example("fictief_dossier_venray")
    changed = overridden(
        proposal,
        {"function_groups[*].flex_share": 0.2, "function_groups[0].count": 7, "value_added_ratio": 1.5},
    )
    assert {group.flex_share for group in changed.function_groups} == {0.2}
    assert changed.function_groups[0].count == 7
    empty = overridden(distribution_centre(), {"housing_plan.surplus_fills_other_classes": True})
    assert empty.housing_plan is not None
    assert distribution_centre() == overridden(distribution_centre(), {})


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"function_group[0].count": 3}, "override_path"),
        ({"function_groups[9].count": 3}, "override_index"),
        ({"function_groups[0].count": 3, "function_groups[*].count": 4}, "override_twice"),
        ({"housing_plan": None, "housing_plan.surplus_fills_other_classes": True}, "override_twice"),
        ({"recruitment..regional_share": 0.1}, "override_path"),
    ],
)
def test_overrides_that_cannot_be(overrides: dict[str, Any], code: str) -> None:
    with pytest.raises(AssessmentError) as caught:
        overridden(example("fictief_dossier_venray"), overrides)
    assert code in {problem.code for problem in caught.value.problems}


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValidationError, match="share_percent"):
        overridden(distribution_centre(), {"recruitment.regional_share": 30})


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"scenarios": ["vorstel"]}, "scenario"),
        ({"scenarios": []}, "scenario_none"),
        ({"scenarios": ["voorstel"], "base": "drempel"}, "scenario_base"),
        ({"own": [own_scenario("drempel", {"workforce.count": 3})]}, "scenario_own_name"),
    ],
)
def test_scenarios_that_do_not_exist(arguments: dict[str, Any], code: str) -> None:
    with pytest.raises(AssessmentError) as caught:
        compare(distribution_centre(), draws=DRAWS, **arguments)
    assert code in {problem.code for problem in caught.value.problems}


def test_compare_on_the_command_line(tmp_path: Path) -> None:
    own = tmp_path / "eigen.yaml"
    own.write_text("minder_flex:\n  function_groups[*].flex_share: 0.1\n", encoding="utf-8")
    target = tmp_path / "uit.json"
    result = hea("compare", EXAMPLE, "--own", own, "--draws", 64, "--json", target)
    assert result.returncode == 0, result.stderr
    content = json.loads(target.read_text(encoding="utf-8"))
    assert "minder_flex" in {row["id"] for row in content["scenarios"]}
    assert set(content["differences"][0]["difference"]) == {"p10", "p50", "p90"}
    shown = hea("compare", EXAMPLE, "--draws", 64, "--scenarios", "voorstel,drempel")
    assert "Drempel" in shown.stdout


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (None, ("--scenarios", "vorstel"), ("vorstel", "voorstel")),
        ("eigen:\n  function_groups[0].aantal: 3\n", (), ("function_groups[0].aantal", "count")),
        ("eigen: 3\n", (), ("eigen", "veld: waarde")),
        ("eigen:\n  workforce.count: -3\n", (), ("negatief",)),
        (
            "eigen:\n  function_groups[0].count: 3\n  function_groups[*].count: 4\n",
            (),
            ("botst", "function_groups"),
        ),
    ],
)
def test_bad_scenarios_give_a_sentence_and_exit_code_2(
    tmp_path: Path, text: str | None, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    extra: list[object] = []
    if text is not None:
        own = tmp_path / "eigen.yaml"
        own.write_text(text, encoding="utf-8")
        extra = ["--own", own]
    [line, *_] = lines_of_failure(hea("compare", EXAMPLE, *extra, *options, "--draws", 64))
    for word in words:
        assert word in line


@pytest.mark.parametrize("certainty", [0.5, 0.9])
def test_sufficient_paths_cover_all_months_and_classes_at_once(certainty: float) -> None:
    rng = np.random.default_rng(3)
    shortage = rng.exponential(20, (3, 500, 36)) * np.linspace(1, 2, 36)
    paths = sufficient_paths(shortage, certainty, 12)[:, None]
    assert certainty <= (shortage <= paths).all(axis=(0, 2)).mean() < certainty + 0.02
    assert (np.diff(paths) >= 0).all()
    assert (shortage <= paths - 1).all(axis=(0, 2)).mean() < certainty


def test_a_stepped_line_rises_when_it_must_and_not_before() -> None:
    line = np.array([0, 0, 3.2, 1, 1, 1, 0, 5, 2])
    assert stepped(line, 3).tolist() == [0, 0, 4, 4, 4, 4, 4, 5, 5]


def test_an_unchanged_proposal_is_the_same_scenario() -> None:
    proposal: Proposal = example("fulfilment_waalwijk")
    found = compare(
        proposal, ["voorstel_met_plan"], [own_scenario("zelfde", {"kind": proposal.kind})], draws=64
    )
    assert by_id(found)["zelfde"].same_as == "voorstel_met_plan"


def test_fewer_migrants_holds_automation_growth_and_recruitment() -> None:
    proposal = distribution_centre(automation=[{"month": "2030-03", "share": 0.9}])
    changed = overridden(proposal, fewer_migrants(proposal, load_parameters()).overrides)
    assert changed.recruitment.local_hiring_share == 0.2
    assert changed.workforce is not None
    assert changed.workforce.count == pytest.approx(0.86 * 400)
    shares = {point.month: point.share for point in changed.automation}
    assert shares["2027-03"] == 1.0
    assert shares["2030-03"] == pytest.approx(0.9 * (1 - 0.16 * 36 / 120))
    assert shares["2037-03"] == pytest.approx(0.9 * (1 - 0.16))


def test_moderate_growth_leaves_those_who_are_there_alone() -> None:
    proposal = distribution_centre(kind="expansion", existing_workers=300)
    changed = overridden(proposal, fewer_migrants(proposal, load_parameters()).overrides)
    assert changed.workforce is not None
    assert changed.workforce.count == pytest.approx(300 + 0.86 * 100)


def test_what_cannot_be_measured_without_a_company_counts_as_neutral() -> None:
    scores = {
        "voorstel": {"wonen": np.full(64, 40.0), "arbeid": np.full(64, 20.0)},
        "niet_vestigen": {"wonen": np.full(64, 50.0)},
    }
    weights = {"wonen": 50.0, "arbeid": 50.0}
    found = robustness(scores, weights, "niet_vestigen", "niet_vestigen", seed=1)
    assert found is not None
    assert found.neutral == ("arbeid",)
    assert found.beats_reference == {"voorstel": 0.0}
    better = {**scores, "voorstel": {"wonen": np.full(64, 40.0), "arbeid": np.full(64, 51.0)}}
    again = robustness(better, weights, "niet_vestigen", "niet_vestigen", seed=1)
    assert again is not None
    assert 0 < again.beats_reference["voorstel"] < 0.5
    alone = {"a": {"wonen": np.zeros(4)}, "b": {"arbeid": np.zeros(4)}}
    assert robustness(alone, weights, "a", None, seed=1) is None


def test_the_shipped_file_of_own_scenarios_can_be_compared() -> None:
    own = read_scenarios(TEMPLATES / "scenarios.yaml")
    found = compare(distribution_centre(), ["voorstel"], own, draws=64)
    assert [row.id for row in found.scenarios] == ["voorstel", *(scenario.id for scenario in own)]
    assert all(row.same_as is None for row in found.scenarios)


def test_automation_that_began_before_the_opening_is_kept() -> None:
    path = [{"month": "2025-03", "share": 0.8}, {"month": "2029-03", "share": 0.6}]
    proposal = distribution_centre(automation=path)
    changed = overridden(proposal, fewer_migrants(proposal, load_parameters()).overrides)
    shares = {point.month: point.share for point in changed.automation}
    assert shares["2025-03"] == 0.8
    assert shares["2027-03"] == pytest.approx(0.7)
    assert shares["2037-03"] == pytest.approx(0.6 * (1 - 0.16))


def test_scenarios_reach_to_the_end_of_the_calendar() -> None:
    found = compare(distribution_centre(opening="2098-01"), BUILT_IN[:4], draws=16)
    assert len(found.scenarios) == 4

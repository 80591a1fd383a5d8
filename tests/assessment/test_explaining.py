"""Drivers, several estimates, the range of application, and figures that explain themselves."""

import json

import pytest

from hea import Assessment, AssessmentError, assess, load_parameters
from hea.assessment.explanation import explainable
from hea.assessment.results.evidence import Explanation
from hea.assessment.steps import STEPS
from hea.exchange import example
from hea.reference import questions
from hea.reference.tables import Question
from hea.texts import LANGUAGES, month, text
from tests.conftest import FEW_DRAWS, distribution_centre
from tests.test_cli import EXAMPLE, hea, lines_of_failure


def everything(explanation: Explanation) -> list[Explanation]:
    return [explanation, *(deeper for below in explanation.below for deeper in everything(below))]


@pytest.mark.parametrize("path", sorted(STEPS))
def test_every_headline_explains_itself(dossier: Assessment, path: str) -> None:
    found = dossier.explain(path)
    assert found.path == path
    assert found.name.nl
    assert found.formula.en
    for part in everything(found):
        assert "{" not in part.name.nl + part.formula.nl
        for parameter in part.parameters:
            assert parameter.source
            assert parameter.grade in "ABCD"


def test_an_explanation_gives_the_value_of_the_headline(dossier: Assessment) -> None:
    assert dossier.explain("headline.units.short.peak").value == dossier.headline.units.short.peak
    assert dossier.explain("headline.gap.mid.structural").value == dossier.headline.gap.mid.structural


def test_facilities_and_criteria_explain_themselves(dossier: Assessment) -> None:
    paths = [path for path in explainable(dossier) if path.startswith(("facilities.", "welfare."))]
    assert len(paths) == 39
    for path in paths:
        assert dossier.explain(path).formula.nl
    anchors = dossier.explain("welfare.elders").formula.nl
    assert "Maashorst" in anchors


def test_every_parameter_of_the_four_first_stages_is_found_in_some_explanation(dossier: Assessment) -> None:
    told = {p.name for path in STEPS for part in everything(dossier.explain(path)) for p in part.parameters}
    elsewhere = (
        "facility", "children_share", "homes", "plot_m2", "long_stay_rent", "m2_living",
        "persons_per_bedroom", "brp_threshold", "reference_quartiles", "housing_arranged", "default_spread",
        "lives_in_municipality", "lives_across", "share_short_stay_in_couple_rooms", "stay_share_", "scope_",
        "sector.construction", "sector.dc_warehousing.jobs",
        "flex_tenure", "share_not_registered",  # time in a job, and the registers
    )  # fmt: skip
    missing = {
        name for name in dossier.parameters.used if name not in told and not name.startswith(elsewhere)
    }
    assert missing == set()


def test_what_is_left_after_asking_names_what_was_asked() -> None:
    found = assess(distribution_centre(), draws=1024)
    tree = found.explain("drivers.remaining")
    assert tree.value == found.drivers.remaining
    assert {used.name for used in tree.parameters} == {ask.parameter for ask in found.drivers.ask_first}
    assert [below.path for below in tree.below] == ["headline.units.total.peak"]


@pytest.mark.parametrize("stay", ["short", "mid", "long"])
def test_the_latest_start_tells_its_months_and_follows_from_gap_and_lead_time(stay: str) -> None:
    found = assess(distribution_centre(), draws=FEW_DRAWS)
    (deadline,) = (item for item in found.housing.deadlines if item.stay == stay)
    tree = found.explain(f"housing.latest_start.{stay}")
    assert [below.path for below in tree.below] == [f"headline.gap.{stay}.peak", "housing.lead_time_months"]
    assert [used.name for used in tree.below[1].parameters] == ["lead_time_months"]
    assert tree.below[1].value == found.housing.lead_time_months
    for start in (deadline.latest_start, deadline.latest_start_careful):
        assert start is not None
        assert month(start, "nl") in tree.formula.nl
        assert month(start, "en") in tree.formula.en


def test_a_class_without_a_gap_says_that_there_is_no_latest_start() -> None:
    free = {"short": 9000, "mid": 9000, "long": 9000}
    found = assess(distribution_centre(context={"free_places": free}), draws=FEW_DRAWS)
    assert text("explain.latest_start.perhaps") in found.explain("housing.latest_start.short").formula.nl


def test_amounts_follow_from_people_hours_and_the_rates_that_were_given() -> None:
    shipped = load_parameters()
    plan = example("fictief_dossier_venray")
    known = plan.context.model_copy(update={"stay_tax_rate": 2.0, "hour_cost": 60.0})
    found = assess(plan.model_copy(update={"context": known}), shipped, draws=FEW_DRAWS)
    tax = found.explain("finance.stay_tax")
    assert [below.path for below in tax.below] == [
        "finance.not_registered", "finance.nights", "finance.tax_rate"
    ]  # fmt: skip
    assert tax.below[2].parameters == ()
    assert [item.given and item.given.nl for item in tax.below[2].inputs] == ["2"]
    cost, hours = found.explain("finance.supervision_cost"), found.explain("finance.supervision_hours")
    assert cost.value is not None
    assert hours.value is not None
    assert cost.value.p90 == pytest.approx(60 * hours.value.p90)
    assert "finance.supervision_cost" not in explainable(assess(plan, shipped, draws=FEW_DRAWS))


def test_an_unknown_path_is_answered_with_near_ones(dossier: Assessment) -> None:
    with pytest.raises(AssessmentError) as caught:
        dossier.explain("headline.units.shrot.peak")
    [problem] = caught.value.problems
    assert "(headline.units.short.peak)" in problem.sentence("nl")
    line = lines_of_failure(hea("explain", EXAMPLE, "headline.unit.short", "--draws", 64))[0]
    assert "headline.units.short" in line


def test_another_parameter_set_does_not_explain_this_assessment(dossier: Assessment) -> None:
    other = load_parameters().replace({"persons_per_fte": 1.2})
    with pytest.raises(AssessmentError):
        dossier.explain("headline.jobs", other)
    own = assess(distribution_centre(), other, draws=FEW_DRAWS)
    used = {p.name: p for p in own.explain("headline.jobs", other).parameters}
    assert "ramp_up_months" in used


def test_explain_on_the_command_line() -> None:
    result = hea("explain", EXAMPLE, "headline.units.long.peak", "--draws", 64)
    assert result.returncode == 0, result.stderr
    assert "kwaliteit" in result.stdout
    as_json = hea("explain", EXAMPLE, "welfare.wonen", "--draws", 64, "--json", "-")
    assert json.loads(as_json.stdout)["path"] == "welfare.wonen"


def test_drivers_name_open_questions_and_how_much_they_narrow() -> None:
    assessment = assess(distribution_centre(), draws=1024)
    asked = assessment.drivers.ask_first
    assert 1 <= len(asked) <= 3
    assert asked[0].question == "migrants_expected"
    assert 0.3 < asked[0].narrowing < 1
    assert [a.narrowing for a in asked] == sorted((a.narrowing for a in asked), reverse=True)
    for row in assessment.drivers.headlines:
        for driver in row.drivers:
            assert -1 <= driver.rank_correlation <= 1
            assert driver.question is None or driver.question in questions()


def test_what_is_already_known_is_not_asked() -> None:
    group = {"name": "Pluk", "level": "elementary", "count": 300}
    groups = [{**group, "migrant_share": 0.6, "migrant_share_evidence": True}]
    known = assess(distribution_centre(function_groups=groups, workforce=None), draws=1024)
    assert "migrants_expected" not in {ask.question for ask in known.drivers.ask_first}
    assert "function_mix" not in {ask.question for ask in known.drivers.ask_first}


@pytest.mark.parametrize(
    ("changes", "question"),
    [
        ({"workforce": {"count": 3}}, "jobs_full"),
        ({"recruitment": {"regional_share": 0.2}}, "regional_recruitment"),
        ({"recruitment": {"cross_border_share": 0.0}}, "cross_border"),
        ({"recruitment": {"within_municipality_share": 0.5}}, "housing_location"),
        ({"area": {"kind": "gross_floor", "size_m2": 9}}, "floor_area"),
    ],
)
def test_a_field_that_is_filled_in_answers_its_question(changes: dict[str, object], question: str) -> None:
    assert distribution_centre(**changes).tells(question)


def test_numbers_guessed_from_the_area_leave_the_question_open() -> None:
    guess = {"area": {"kind": "gross_floor", "size_m2": 9}, "counts_from_area": True, "workforce": None}
    group = {"name": "Pluk", "level": "elementary", "count": 30}
    known = distribution_centre(function_groups=[group], **guess)
    assert not known.tells("jobs_full")
    assert not known.tells("function_mix")
    assert known.update(counts_from_area=False).tells("jobs_full")


def test_evidence_answers_the_question_about_migrants_and_a_bare_statement_does_not() -> None:
    group = {"name": "Pluk", "level": "elementary", "count": 30, "migrant_share": 0.6}
    for evidence in (True, False):
        groups = [{**group, "migrant_share_evidence": evidence}]
        known = distribution_centre(function_groups=groups, workforce=None)
        assert known.tells("migrants_expected") == evidence
    assert not distribution_centre().tells("migrants_expected")
    assert not distribution_centre().tells("stay_duration")


def test_answering_the_first_question_narrows_the_range_about_as_much_as_promised() -> None:
    """The value of knowing the share is tested by really knowing it, at its central value."""
    open_ended = assess(distribution_centre(), draws=4096)
    ask = open_ended.drivers.ask_first[0]
    fixed = load_parameters().replace({ask.parameter: load_parameters().value(ask.parameter)})
    known = assess(distribution_centre(), fixed, draws=4096)
    widths = [a.headline.units.total.peak for a in (open_ended, known)]
    ratio = (widths[1].p90 - widths[1].p10) / (widths[0].p90 - widths[0].p10)
    assert 1 - ratio == pytest.approx(ask.narrowing, abs=0.12)


def test_a_tornado_bar_ends_where_the_central_run_with_that_value_ends() -> None:
    assessment = assess(distribution_centre(), draws=FEW_DRAWS)
    [row] = [r for r in assessment.drivers.headlines if r.path == "headline.units.total.peak"]
    driver = row.drivers[0]
    assert driver.low < assessment.central.units.total.peak < driver.high


def test_methods_stand_side_by_side_with_one_marked(dossier: Assessment) -> None:
    for row in dossier.triangulation:
        assert any(estimate.chosen for estimate in row.estimates), row.subject
        assert row.reason.nl
        for estimate in row.estimates:
            told = estimate.range or estimate.points or estimate.quartiles
            assert told or estimate.note is not None, (row.subject, estimate.method)
    shares = [
        next(e for e in row.estimates if e.method == "split").range
        for row in dossier.triangulation
        if row.unit == "places"
    ]
    total = dossier.headline.units.total.structural.p50
    assert sum(s.p50 for s in shares if s) == pytest.approx(total, rel=0.03)


def test_area_stands_beside_a_stated_number() -> None:
    area = {"kind": "gross_floor", "size_m2": 50_000}
    both = assess(distribution_centre(area=area), draws=FEW_DRAWS)
    only = assess(distribution_centre(area=area, workforce=None), draws=FEW_DRAWS)
    first, second = ({e.method: e for e in a.triangulation[0].estimates} for a in (both, only))
    assert first["statement"].chosen
    assert not first["area"].chosen
    assert second["area"].chosen
    given, used = first["area"].range, second["area"].range
    assert (given.p10, given.p90) == (used.p10, used.p90)
    assert given.p50 == pytest.approx(used.p50, rel=0.05)  # a few draws are not at full operation in year 5
    assert len(first["cases_floor"].points) >= 2


@pytest.mark.parametrize(
    ("changes", "topic"),
    [
        ({"workforce": {"count": 5}}, "size"),
        ({"workforce": {"count": 20_000}}, "size"),
        ({"opening": "2045-01"}, "horizon"),
        ({"opening": "2005-01"}, "horizon"),
        ({"municipality": "GM0867"}, "region"),
        ({"sector": "cleaning"}, "sector"),
        ({"sector": "high_tech_it"}, "knowledge_migrants"),
        ({"recruitment": {"cross_border_share": 0.3}}, "border"),
    ],
)
def test_what_lies_outside_the_evidence_is_flagged(changes: dict[str, object], topic: str) -> None:
    assessment = assess(distribution_centre(**changes), draws=16)
    items = {item.topic: item for item in assessment.scope}
    assert items[topic].inside is False
    assert f"scope_{topic}" in {flag.code for flag in assessment.flags}


def test_one_worker_is_no_workers() -> None:
    items = {item.topic: item for item in assess(distribution_centre(workforce={"count": 1}), draws=16).scope}
    assert "1 werknemer is dit plan" in items["size"].message.nl
    assert "1 worker this plan" in items["size"].message.en


def test_inside_the_evidence_nothing_is_flagged_and_limits_still_stand(quick: Assessment) -> None:
    items = {item.topic: item for item in quick.scope}
    assert items["size"].inside
    assert items["horizon"].inside
    assert items["posting"].inside is None
    assert not {flag.code for flag in quick.flags if flag.code.startswith("scope_")}


def test_every_party_has_its_burdens_and_benefits(dossier: Assessment) -> None:
    rows = dossier.welfare.parties
    assert {row.party for row in rows} == {"employer", "resident_workers", "migrants", "society", "elsewhere"}
    assert {row.effect for row in rows} == {"benefit", "burden", "either", "unknown"}
    for row in rows:
        assert (row.range is None) == (row.kind is None)
        if row.kind == "score" and row.range is not None:
            sides = {"benefit": row.range.p10 >= 50, "burden": row.range.p90 < 50}
            assert sides.get(row.effect, not any(sides.values()))


def test_places_to_arrange_are_those_that_are_short_at_one_time(dossier: Assessment) -> None:
    """The peaks of three lengths of stay fall in other months, and are no number of places together."""
    (missing,) = (
        row.range for row in dossier.welfare.parties if row.kind == "places" and row.party == "employer"
    )
    assert missing is not None
    peaks = [getattr(dossier.headline.gap, stay).peak.p50 for stay in ("short", "mid", "long")]
    assert max(peaks) <= missing.p50 < sum(peaks)


def test_recruiting_in_the_region_replaces_labour_migrants() -> None:
    usual, local = (
        assess(distribution_centre(recruitment=r), draws=FEW_DRAWS)
        for r in ({}, {"local_hiring_share": 0.25})
    )
    assert local.headline.migrants_peak.p50 == pytest.approx(
        0.75 * usual.headline.migrants_peak.p50, rel=1e-6
    )
    assert local.headline.jobs == usual.headline.jobs


@pytest.mark.parametrize("question", [row for row in questions().values() if row.field])
def test_where_an_answer_stands_is_a_field_of_the_proposal(question: Question) -> None:
    group = {"name": "Pluk", "level": "elementary", "count": 30}
    plan = distribution_centre(function_groups=[group], workforce=None)
    assert isinstance(plan.tells(question.id), bool)
    assert plan.tells(question.id) or question.always_known == "no"


def test_a_figure_is_asked_for_by_what_it_is_called() -> None:
    made = assess(distribution_centre(), draws=FEW_DRAWS)
    by_path = made.explain("headline.residents")
    for lang in LANGUAGES:
        assert made.explain(by_path.name.in_language(lang).upper()) == by_path
    with pytest.raises(AssessmentError) as error:
        made.explain("headline.resident")
    assert f"Bedoelt u {by_path.name.nl} (headline.residents)" in str(error.value)

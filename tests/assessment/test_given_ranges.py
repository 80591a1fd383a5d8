"""Sizes that are given as a range: drawn by name, with what was given as P10, middle and P90."""

import io
from typing import Any

import numpy as np
import openpyxl
import pytest

from hea import AssessmentError, Proposal, assess, load_parameters
from hea.engine.calculation import Calculation
from hea.engine.draws import CentralDraw, Draws
from hea.engine.given import size_bounds
from hea.exchange import InputError, parse_proposal
from hea.portfolio.standard_plans import standardised
from hea.proposal import Span, at_most
from hea.reference import sectors
from hea.report import chapters
from hea.scenarios.builtin import fewer_migrants
from hea.scenarios.overrides import overridden
from hea.texts import LANGUAGES
from hea.workbook import build_workbook
from tests.conftest import FEW_DRAWS, distribution_centre

MANY, SEED = 4096, 7
HALVES = [{"name": name, "level": "elementary", "count": {"low": 125, "high": 150}} for name in "ab"]


def workers(proposal: Proposal, draws: int = MANY) -> np.ndarray:
    """Growth at full operation per draw."""
    calculation = Calculation(proposal, Draws(load_parameters(), draws, SEED))
    total: np.ndarray = np.sum([group.persons for group in calculation.workforce.groups], axis=0)
    return total


def central(proposal: Proposal) -> float:
    groups = Calculation(proposal, CentralDraw(load_parameters())).workforce.groups
    return float(sum(group.persons[0] for group in groups))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"low": 250, "high": 300}, (250, 275, 300)),
        ({"low": 200, "middle": 250, "high": 400}, (200, 250, 400)),
        ({"middle": 300}, (300 / 1.15, 300, 300 * 1.15)),
        ({"high": 900}, (900 * 2.28 / 14.6, 900 * 5.74 / 14.6, 900)),
        ({"low": 400}, (400, 400 * 5.74 / 2.28, 400 * 14.6 / 2.28)),
        ({"low": 0, "high": 50}, (0, 25, 50)),
        ({"low": 300, "high": 300}, (300, 300, 300)),
        (300, (300, 300, 300)),
    ],
)
def test_what_is_given_is_the_p10_the_middle_and_the_p90(given: Any, expected: tuple[float, ...]) -> None:
    plan = distribution_centre(workforce={"count": given})
    drawn = np.percentile(workers(plan), [10, 50, 90])
    assert drawn == pytest.approx(expected, rel=5e-3, abs=0.2)
    assert workers(plan).min() >= 0
    assert central(plan) == pytest.approx(expected[1])


@pytest.mark.parametrize("sector", sorted(sectors()))
def test_the_other_end_lies_as_far_as_companies_of_the_sector_lie_apart(sector: str) -> None:
    figures = load_parameters()
    names = [
        f"sector.{one}.{measure}"
        for one in (sector, sectors()[sector].part_of)
        for measure in ("jobs_per_1000m2", "jobs_per_ha")
    ]
    name = next((name for name in names if name in figures), None)
    step = 1 + figures.value("one_end_step")
    apart = figures.bounds(name) if name else (1, step, step**2)
    times = 800 / apart[2]
    assert size_bounds(Span(high=800), figures, sector) == pytest.approx([end * times for end in apart])
    times = 500 / apart[0]
    assert size_bounds(Span(low=500), figures, sector) == pytest.approx([end * times for end in apart])


def test_sectors_that_differ_read_one_end_differently_and_an_own_density_does_not_close_it() -> None:
    figures = load_parameters()
    ends = {sector: size_bounds(Span(high=800), figures, sector) for sector in sectors()}
    assert len({round(found.central) for found in ends.values()}) > 5
    own = figures.replace({"sector.dc_bulk.jobs_per_1000m2": 3.0})
    assert size_bounds(Span(high=800), own, "dc_bulk").low < 400


def test_the_step_of_all_sectors_is_the_mean_of_those_that_are_known() -> None:
    figures = load_parameters()
    found = [
        next((one for m in ("jobs_per_1000m2", "jobs_per_ha") if (one := f"sector.{it}.{m}") in figures), "")
        for it in sectors()
    ]
    steps = [np.sqrt(figures.bounds(name).high / figures.bounds(name).low) for name in found if name]
    held = figures["one_end_step"]
    assert 1 + figures.value("one_end_step") == pytest.approx(np.exp(np.mean(np.log(steps))), abs=0.01)
    assert (held.low, held.high) == pytest.approx((min(steps) - 1, max(steps) - 1), abs=0.01)


def test_an_area_that_is_a_range_widens_what_follows_from_it() -> None:
    exact, wide = (
        workers(distribution_centre(workforce=None, area={"kind": "gross_floor", "size_m2": size}))
        for size in (50_000, {"low": 30_000, "high": 70_000})
    )
    assert np.percentile(wide, 10) < np.percentile(exact, 10) < np.percentile(exact, 90)
    assert np.percentile(exact, 90) < np.percentile(wide, 90)


def test_the_same_seed_draws_the_same_and_splitting_a_group_changes_nothing() -> None:
    whole = distribution_centre(
        workforce=None,
        function_groups=[{"name": "c", "level": "elementary", "count": {"low": 250, "high": 300}}],
    )
    halves = distribution_centre(workforce=None, function_groups=HALVES)
    assert workers(whole) == pytest.approx(workers(halves), rel=1e-12)
    assert (workers(whole) == workers(whole)).all()


def test_the_report_says_what_was_given_and_asks_for_the_number() -> None:
    found = assess(distribution_centre(workforce={"count": {"middle": 300}}), draws=256)
    [item] = [one for one in found.assumed if one.path == "workforce.count"]
    assert "ongeveer 300" in item.message.nl
    assert "261" in item.message.nl
    assert "345" in item.message.nl
    assert "about 300" in item.message.en
    assert {item.parameter, "about_margin"} <= set(found.parameters.used)
    wide = assess(distribution_centre(workforce={"count": {"low": 50, "high": 2000}}), draws=1024)
    assert "jobs_full" in [ask.question for ask in wide.drivers.ask_first]


@pytest.mark.parametrize("kind", ["expansion", "relocation"])
def test_the_chance_of_no_growth_is_told(kind: str) -> None:
    there = {"expansion": "existing_workers", "relocation": "moving_workers"}[kind]
    plan = distribution_centre(kind=kind, workforce={"count": {"low": 250, "high": 300}}, **{there: 250})
    assert np.mean(workers(plan) == 0) == pytest.approx(0.1, abs=0.01)
    flags = {flag.code: flag.message for flag in assess(plan, draws=256).flags}
    assert "10%" in flags[f"{kind}_perhaps_none"].nl
    with pytest.raises(AssessmentError) as caught:
        assess(plan.update(**{there: 400}), draws=FEW_DRAWS)
    assert [problem.code for problem in caught.value.problems] == [f"{kind}_more_than_all"]


@pytest.mark.parametrize(("answer", "told"), [(260.0, False), (400.0, True)])
def test_a_number_within_the_range_contradicts_nothing(answer: float, told: bool) -> None:
    plan = distribution_centre(workforce={"count": {"low": 250, "high": 300}}, answers={"jobs_full": answer})
    codes = {flag.code for flag in assess(plan, draws=FEW_DRAWS).flags}
    assert ("jobs_full_twice" in codes) == told


def test_scenarios_keep_the_range_and_an_override_replaces_it() -> None:
    plan = distribution_centre(workforce={"count": {"low": 250, "high": 300}})
    fewer = overridden(plan, fewer_migrants(plan, load_parameters()).overrides)
    assert fewer.workforce is not None
    assert isinstance(fewer.workforce.count, Span)
    assert fewer.workforce.count.high == pytest.approx(at_most(Span(high=300)) * 0.86, rel=0.01)
    assert overridden(plan, {"workforce.count": 500}).workforce.count == 500  # type: ignore[union-attr]


def test_plans_with_a_range_are_in_proportion_to_their_size() -> None:
    plan = distribution_centre(workforce={"count": {"low": 250, "high": 300}})
    standard, factor = standardised(plan)
    assert standard != plan
    assert workers(standard) * factor == pytest.approx(workers(plan), rel=1e-9)


def test_a_range_in_a_file_is_read_by_its_ends_as_they_are_written() -> None:
    held = parse_proposal(
        "company: X\nmunicipality: Venray\nsector: dc_warehousing\nopening: 2027-03\n"
        "workforce: {count: {low: 1.200, high: '1.500'}}\narea: {kind: plot, size_m2: ca. 6 ha}\n"
    )
    assert held.workforce is not None
    assert held.area is not None
    assert held.workforce.count == Span(low=1200, high=1500)
    assert held.area.size_m2 == Span(middle=60_000)
    assert Proposal.model_validate_json(held.model_dump_json()) == held


@pytest.mark.parametrize(
    ("count", "code"),
    [
        ("{low: 300, high: 250}", "span_order"),
        ("{}", "span_form"),
        ("{middle: 3, high: 4}", "span_form"),
        ("{laag: 3}", "unknown_key_far"),
        ("{low: 3, high: 1000000}", "too_many"),
        ("{low: veel}", "typed_count"),
    ],
)
def test_a_range_that_is_none_is_asked_back_at_its_field(count: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_proposal(
            "company: X\nmunicipality: Venray\nsector: dc_warehousing\nopening: 2027-03\n"
            f"workforce: {{count: {count}}}\n"
        )
    [item] = caught.value.problems
    assert item.code == code
    assert item.place.startswith("workforce.count")
    assert "as_" not in item.place
    assert all(item.sentence(lang) for lang in LANGUAGES)


def test_an_own_margin_counts() -> None:
    figures = load_parameters().replace({"about_margin": 0.5})
    assert size_bounds(Span(middle=300), figures, "dc_warehousing") == pytest.approx((200, 300, 450))


def test_paper_and_workbook_show_a_range_as_it_was_given() -> None:
    plan = distribution_centre(workforce={"count": {"low": 250, "high": 300}, "unit": "fte"})
    assert ("workforce", "250 tot 300 fte, opgave") in chapters._plan_rows(plan, "nl")
    content = build_workbook(assess(plan, draws=FEW_DRAWS), load_parameters())
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell.value) for row in book["Invoer"].iter_rows() for cell in row]
    assert any("opgave: 250 tot 300" in cell for cell in cells)
    assert "275" in cells

"""The invariants of the model as properties, through the whole chain."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import example as with_example
from hypothesis import strategies as st

from hea import Proposal, load_parameters
from hea.assessment.signals import value_of
from hea.assessment.welfare_results import indicator_of
from hea.engine.calculation import Calculation, Outcome
from hea.engine.curves import CORE_STREAMS, CoreStream, cohort
from hea.engine.curves import DRAWN as COHORT
from hea.engine.draws import Draws, drawn
from hea.engine.housing import Block
from hea.engine.labour import Workforce
from hea.model import stay
from hea.model.uncertainty import Array
from hea.parameters import sector_figure
from hea.proposal import month_name, month_number
from hea.reference import capacity_signals, function_mix, sectors, welfare_criteria
from tests.conftest import distribution_centre
from tests.survival import cohort_of, weibull_survival

DRAWS = 32
SEED = 11


@cache
def draws() -> Draws:
    return Draws(load_parameters(), DRAWS, SEED)


def calculated(proposal: Proposal) -> Calculation:
    return Calculation(proposal, draws())


def block_of(proposal: Proposal) -> tuple[Workforce, Block]:
    return calculated(proposal).workforce, calculated(proposal).block


def outcome_of(proposal: Proposal) -> Outcome:
    return calculated(proposal).outcome


def group(count: float, **changes: Any) -> dict[str, Any]:
    return {"name": "Groep", "level": "elementary", "count": count, **changes}


counts = st.floats(1, 5000)
levels = st.sampled_from(["elementary", "operator_driver", "skilled_trade", "office"])
profiles = st.sampled_from([None, "flat", "ecommerce_peak", "open_field_harvest", "asparagus"])
shares = st.none() | st.floats(0, 1)


@st.composite
def function_groups(draw: st.DrawFn) -> list[dict[str, Any]]:
    number = draw(st.integers(1, 4))
    return [
        group(
            draw(counts),
            name=f"Groep {index}",
            level=draw(levels),
            flex_share=draw(shares),
            season_profile=draw(profiles),
            migrant_share=draw(shares),
            basis=draw(st.sampled_from(["mean", "peak"])),
            unit=draw(st.sampled_from(["persons", "fte"])),
        )
        for index in range(number)
    ]


sites = st.builds(
    lambda groups, sector: distribution_centre(function_groups=groups, sector=sector, workforce=None),
    function_groups(),
    st.sampled_from(sorted(sectors())),
)


@given(sites)
def test_streams_classes_jobs_and_gaps_add_up(proposal: Proposal) -> None:
    workforce, block = block_of(proposal)
    np.testing.assert_allclose(block.persons.sum(axis=0), block.migrants, rtol=1e-9, atol=1e-9)
    assert (block.persons > -1e-9).all()
    assert (block.positions - block.migrants > -1e-6).all()
    for member in workforce.groups:
        assert ((member.share >= 0) & (member.share <= 1)).all()
    filled = np.minimum(block.units, calculated(proposal).setting.supply[:, None, :])
    np.testing.assert_allclose(block.gap + filled, block.units, rtol=1e-9, atol=1e-9)


@given(sites)
def test_present_is_wanted_so_that_jobs_are_residents_plus_migrants(proposal: Proposal) -> None:
    """Over the seasons demand falls no faster than seasonal people leave, so nobody is too many."""
    workforce, block = block_of(proposal)
    year = slice(48, 60)
    jobs = block.positions[:, year].mean(axis=1)
    migrants = block.migrants[:, year].mean(axis=1)
    expected = sum(g.persons * g.share for g in workforce.groups)
    total = sum(g.persons for g in workforce.groups)
    ramp = np.minimum(1, np.arange(49, 61) / draws()["ramp_up_months"][:, None])
    full = ramp.min(axis=1) == 1
    np.testing.assert_allclose(jobs[full], total[full], rtol=1e-6)
    np.testing.assert_allclose(migrants[full], expected[full], rtol=1e-6)


@given(counts, st.floats(1.1, 5))
def test_double_the_persons_double_the_need(count: float, factor: float) -> None:
    once = outcome_of(distribution_centre(workforce={"count": count}))
    more = outcome_of(distribution_centre(workforce={"count": count * factor}))
    np.testing.assert_allclose(more.units, factor * once.units, rtol=1e-9, atol=1e-9)
    assert (more.units - once.units > -1e-9).all()


@given(function_groups(), st.randoms())
def test_order_of_groups_changes_nothing(groups: list[dict[str, Any]], random: Any) -> None:
    shuffled = random.sample(groups, len(groups))
    first = outcome_of(distribution_centre(function_groups=groups, workforce=None))
    second = outcome_of(distribution_centre(function_groups=shuffled, workforce=None))
    np.testing.assert_allclose(second.units, first.units, rtol=1e-9, atol=1e-9)


@given(function_groups())
@with_example([group(120, year_round_persons=30, season_profile="asparagus", basis="peak")])
def test_splitting_a_group_changes_nothing(groups: list[dict[str, Any]]) -> None:
    halves = []
    for item in groups:
        half = {**item, "count": item["count"] / 2}
        if item.get("year_round_persons"):
            half["year_round_persons"] = item["year_round_persons"] / 2
        halves += [half, half]
    whole = outcome_of(distribution_centre(function_groups=groups, workforce=None))
    split = outcome_of(distribution_centre(function_groups=halves, workforce=None))
    np.testing.assert_allclose(split.units, whole.units, rtol=1e-9, atol=1e-9)


RAMPS = [[], [{"month": "2027-03", "share": 0.4}, {"month": "2029-03", "share": 1.0}]]
LESS_WORK = [{"month": "2030-01", "share": 1.0}, {"month": "2032-01", "share": 0.6}]


@st.composite
def expansions(draw: st.DrawFn) -> dict[str, Any]:
    """Groups with who is there already, with and without milestones, and sometimes less work later."""
    groups = [
        {**item, "existing": item["count"] * draw(st.floats(0, 1)), "ramp_up": draw(st.sampled_from(RAMPS))}
        for item in draw(function_groups())
    ]
    return {
        "kind": draw(st.sampled_from(["expansion", "relocation"])),
        "workforce": None,
        "function_groups": groups,
        "automation": draw(st.sampled_from([[], LESS_WORK])),
    }


@given(expansions(), st.floats(1.1, 3))
def test_double_an_expansion_and_who_is_there_double_the_need(plan: dict[str, Any], factor: float) -> None:
    larger = [
        {**g, "count": g["count"] * factor, "existing": g["existing"] * factor}
        for g in plan["function_groups"]
    ]
    once = outcome_of(distribution_centre(**plan))
    more = outcome_of(distribution_centre(**{**plan, "function_groups": larger}))
    np.testing.assert_allclose(more.units, factor * once.units, rtol=1e-6, atol=1e-6)


@given(expansions())
def test_splitting_a_group_and_who_is_there_changes_nothing(plan: dict[str, Any]) -> None:
    halves = [
        {**g, "count": g["count"] / 2, "existing": g["existing"] / 2}
        for g in plan["function_groups"]
        for _ in range(2)
    ]
    whole = outcome_of(distribution_centre(**plan))
    split = outcome_of(distribution_centre(**{**plan, "function_groups": halves}))
    np.testing.assert_allclose(split.units, whole.units, rtol=1e-6, atol=1e-6)


@given(expansions())
def test_growth_is_the_site_less_who_was_there_and_never_below_nought(plan: dict[str, Any]) -> None:
    """Held against the definition, month by month and group by group."""
    proposal = distribution_centre(**plan)
    found = calculated(proposal)
    months = np.arange(found.setting.months)
    left = np.interp(months, [34, 58], [1.0, 0.6]) if plan["automation"] else np.ones(len(months))
    expected = np.zeros((DRAWS, len(months)))
    for group_, shape_of in zip(plan["function_groups"], found.workforce.groups, strict=True):
        shape = found.workforce.shapes[shape_of.shape_key]
        all_of_them = (shape_of.persons + shape_of.there)[:, None]
        there = all_of_them * group_["existing"] / group_["count"]
        if group_["ramp_up"]:
            site = all_of_them * np.interp(months, [0, 24], [0.4, 1.0])
        else:
            even = np.minimum(1, (months + 1) / draws()["ramp_up_months"][:, None])
            site = there + (all_of_them - there) * even
        season = shape.year_round[:, None] + np.maximum(
            0, shape.season[:, found.setting.calendar_month] - shape.year_round[:, None]
        )
        expected += np.maximum(0, site * left - there) * season
    np.testing.assert_allclose(found.block.positions, expected, rtol=1e-9, atol=1e-6)
    assert (found.block.persons > -1e-6).all()
    np.testing.assert_allclose(found.block.persons.sum(axis=0), found.block.migrants, rtol=1e-6, atol=1e-6)


@given(st.floats(10, 2000), st.sampled_from(["mean", "peak"]), st.sampled_from([None, "ecommerce_peak"]))
def test_200_there_of_200_gives_no_growth_in_any_month(count: float, basis: str, profile: str | None) -> None:
    everyone = group(count, basis=basis, season_profile=profile)
    plan = distribution_centre(
        kind="expansion", existing_workers=count, workforce=None, function_groups=[everyone]
    )
    assert outcome_of(plan).positions.max() <= 1e-9 * count


PLACES = st.fixed_dictionaries(
    {
        "stay": st.sampled_from(["short", "mid", "long"]),
        "places": st.floats(1, 400),
        "municipality": st.sampled_from(["Venray", "Venlo", "Horst aan de Maas", "Groningen"]),
        "regional_agreement": st.booleans(),
    }
)


@given(
    st.lists(PLACES, min_size=1, max_size=4),
    st.integers(0, 140),
    st.integers(0, 140),
    st.integers(0, 60),
    st.integers(0, 60),
    st.booleans(),
)
def test_a_place_that_opens_later_or_ends_earlier_lowers_no_gap_and_raises_no_score(
    offers: list[dict[str, Any]], start: int, length: int, later: int, earlier: int, fills: bool
) -> None:
    first = month_number("2026-01") + start

    def plan(opens: int, ends: int) -> tuple[Outcome, dict[str, np.ndarray]]:
        from_month, until = month_name(opens), month_name(max(opens, ends))
        standing = [{**offer, "from_month": from_month, "until_month": until} for offer in offers]
        proposal = distribution_centre(
            housing_plan={"offers": standing, "surplus_fills_other_classes": fills}
        )
        found = calculated(proposal)
        criteria = {
            key: indicator_of(welfare_criteria()[key], found, None).draws for key in ("wonen", "elders")
        }
        responsibility = value_of(capacity_signals()["def_local_responsibility"], found)
        return found.outcome, {**criteria, "responsibility": responsibility.draws}  # type: ignore[dict-item]

    outcome, scores = plan(first, first + length)
    shorter, lower = plan(first + later, max(first + later, first + length - earlier))
    if first + later <= first + length:
        assert (shorter.gap - outcome.gap > -1e-9).all()
        assert (lower["wonen"] <= scores["wonen"] + 1e-9).all()
        assert (lower["elders"] >= scores["elders"] - 1e-9).all()
        assert (lower["responsibility"] <= scores["responsibility"] + 1e-9).all()


@given(st.integers(2001, 2080), st.integers(1, 12))
def test_opening_whole_years_later_only_shifts(year: int, month: int) -> None:
    first = outcome_of(distribution_centre(opening=f"{year}-{month:02d}"))
    later = outcome_of(distribution_centre(opening=f"{year + 7}-{month:02d}"))
    np.testing.assert_array_equal(later.units, first.units)


@given(st.floats(0, 0.9), st.floats(0.01, 0.1))
def test_more_migrants_never_means_fewer_places(share: float, extra: float) -> None:
    def need(value: float) -> np.ndarray:
        stated = group(300, migrant_share=value, migrant_share_evidence=True)
        return outcome_of(distribution_centre(function_groups=[stated], workforce=None)).units

    assert (need(share + extra) - need(share) > -1e-9).all()


@pytest.mark.parametrize("change", [{"ramp_up": 1}, {"opening": 1}])
def test_a_step_of_a_month_changes_results_by_a_few_per_cent(change: dict[str, int]) -> None:
    if "opening" in change:
        first, second = (outcome_of(distribution_centre(opening=month)) for month in ("2027-03", "2027-04"))
        a, b = (o.units.sum(axis=0)[:, 36:].mean(axis=1) for o in (first, second))
    else:
        paths = [
            [{"month": "2027-03", "share": 0.3}, {"month": end, "share": 1.0}]
            for end in ("2028-09", "2028-10")
        ]
        groups = [[group(400, ramp_up=path)] for path in paths]
        a, b = (
            outcome_of(distribution_centre(function_groups=g, workforce=None)).units.sum(axis=0).max(axis=1)
            for g in groups
        )
    assert np.abs(b / a - 1).max() < 0.05


@pytest.mark.parametrize("sector", sorted(sectors()))
def test_calibration_gives_back_the_published_share(sector: str) -> None:
    """For every sector and every draw: the typical workforce returns the share that was drawn."""
    proposal = distribution_centre(sector=sector, workforce={"count": 1000})
    workforce = calculated(proposal).workforce
    persons = np.stack([g.persons for g in workforce.groups])
    share = (persons * np.stack([g.share for g in workforce.groups])).sum(axis=0) / persons.sum(axis=0)
    np.testing.assert_allclose(share, draws()[sector_figure(sector, "migrant_share")], rtol=1e-6)


@pytest.mark.parametrize("sector", sorted(function_mix()))
def test_calibration_holds_on_the_annual_mean_with_season(sector: str) -> None:
    proposal = distribution_centre(sector=sector, workforce={"count": 1000})
    _, block = block_of(proposal)
    full = draws()["ramp_up_months"] <= 48
    year = slice(48, 60)
    share = block.migrants[full, year].sum(axis=1) / block.positions[full, year].sum(axis=1)
    np.testing.assert_allclose(share, draws()[sector_figure(sector, "migrant_share")][full], rtol=1e-6)


@given(st.integers(1, 60), st.floats(0.2, 3.0), st.floats(1, 100))
def test_a_constant_workforce_needs_no_arrivals_beyond_its_leavers(
    months: int, shape: float, scale: float
) -> None:
    stock = stay.renewal(np.full((1, 121), 50.0), weibull_survival(120, shape, scale), 4, 36)
    np.testing.assert_allclose(stock.arrivals[0, months], stock.departures[0, months], atol=1e-9)
    np.testing.assert_allclose(stock.present, 50.0)


@given(st.lists(st.floats(0, 100), min_size=12, max_size=60), st.floats(0.5, 40))
def test_present_never_exceeds_or_misses_what_is_wanted(path: list[float], mean: float) -> None:
    """All cohorts are scaled down alike when demand falls, so present equals wanted in every month."""
    wanted = np.array([path])
    survival = np.exp(-stay.exponential_hazard(np.arange(61.0), np.array([mean])))
    stock = stay.renewal(wanted, survival, 4, 36)
    np.testing.assert_allclose(stock.present, wanted, atol=1e-9)


def compare_with_full_recursion(stream: CoreStream, path: np.ndarray, *, falling: bool = False) -> None:
    wanted = np.tile(path, (DRAWS, 1))
    lines = cohort(draws()).survival(stream, np.arange(float(len(path))))
    fast = stay.response(lines, 4, 36).along(wanted)
    if falling:
        assume(fast[2].min() >= 0)
    full = stay.renewal(wanted, lines, 4, 36)
    for slow, quick in zip((full.mid, full.long, full.arrivals), fast, strict=True):
        np.testing.assert_allclose(quick, slow, rtol=1e-9, atol=1e-9 * max(1.0, path.max()))


streams = st.sampled_from(CORE_STREAMS)


@given(streams, st.lists(st.floats(0, 20), min_size=24, max_size=121))
def test_responses_to_a_path_agree_with_the_full_recursion(stream: CoreStream, steps: list[float]) -> None:
    compare_with_full_recursion(stream, np.cumsum(np.array(steps)))


@given(streams, st.lists(st.floats(-1, 6), min_size=24, max_size=121))
def test_responses_to_falling_paths_hold_while_people_still_arrive(
    stream: CoreStream, steps: list[float]
) -> None:
    path = np.maximum(0, 200 + np.cumsum(np.array(steps)))
    compare_with_full_recursion(stream, path, falling=True)


@given(st.floats(0.05, 0.95), st.floats(0, 1))
def test_settlers_run_through_both_points(early: float, part: float) -> None:
    late = early**5 + part * (early - early**5)
    x = stay.left_of_leavers(np.array([early]), np.array([late]))[0]
    settled = (early - x) / (1 - x)
    assert -1e-9 <= settled <= late + 1e-9
    assert settled + (1 - settled) * x**5 == pytest.approx(late, abs=1e-9)


MANY = 2048
SEEDS = (SEED, 1, 2, 3, 4, 20_260_101)
FIRST = np.array([12.0])
NEAR = 0.04
"""How far all newcomers together may be from the published share after five years."""


def test_all_newcomers_together_are_the_published_cohort_in_every_draw() -> None:
    """The reference workforce returns the drawn point after a year, and one near it after five.

    Two groups that leave at different rates leave a little more behind than one.
    """
    for seed in SEEDS:
        rows = Draws(load_parameters(), MANY, seed)
        found = cohort(rows)
        year, five = found.everyone(np.array([12.0, 60.0])).T
        np.testing.assert_allclose(year, rows["survival_nl_1y"], atol=1e-9)
        assert np.abs(five - found.points.late).max() <= NEAR
        assert (found.survival("direct", FIRST) >= found.survival("agency", FIRST)).all()


class _AtPoints(Draws):
    """Draws at points of our own choosing instead of those of a sequence."""

    def __init__(self, points: Array) -> None:
        super().__init__(load_parameters(), len(points), SEED)
        self._chosen = dict(zip(COHORT, points.T, strict=True))

    def _value_of(self, name: str) -> Array:
        return drawn(self.parameters, name, self._chosen[name])


WORST = (0.104, 0.0001, 0.6, 0.0, 0.031, 0.315)
"""Where a search over everything that can be drawn found all newcomers farthest from the second point."""


def test_no_draw_that_can_be_made_leaves_the_published_cohort() -> None:
    """The whole of what can be drawn, its corners above all: not only the draws of some seeds.

    The cohort hangs on no proposal, so what holds here holds for any.
    """
    rng = np.random.default_rng(SEED)
    points = np.vstack([rng.beta(0.2, 0.2, (8 * MANY, len(COHORT))), WORST])
    found = cohort(_AtPoints(points))
    year, five = found.everyone(np.array([12.0, 60.0])).T
    np.testing.assert_allclose(year, found.points.early, atol=1e-9)
    off = five - found.points.late
    assert off.min() > -1e-9
    assert off.max() <= NEAR
    assert off[-1] > 0.039  # the bound is no wider than it must be


@pytest.mark.parametrize("workforce", ["Limburg", "dc_warehousing", "glasshouse", "slaughter", "cleaning"])
def test_a_cohort_counted_in_another_workforce_is_met_as_well(workforce: str) -> None:
    """Had the published cohort been counted in Limburg, or in one sector, both points would hold too."""
    for seed in SEEDS[:2]:
        rows = Draws(load_parameters(), MANY, seed)
        found = cohort_of(workforce, rows)
        year, five = found.everyone(np.array([12.0, 60.0])).T
        np.testing.assert_allclose(year, rows["survival_nl_1y"], atol=1e-9)
        assert np.abs(five - found.points.late).max() <= NEAR


def test_the_points_of_the_cohort_keep_their_own_ranges_and_move_together() -> None:
    rows = Draws(load_parameters(), MANY, SEED)
    late = cohort(rows).points.late
    low, central, high = load_parameters().bounds("survival_nl_5y")
    np.testing.assert_allclose(np.quantile(late, [0.1, 0.5, 0.9]), [low, central, high], atol=0.006)
    assert np.corrcoef(rows["survival_nl_1y"], late)[0, 1] > 0.8


def test_zero_persons_zero_need() -> None:
    outcome = outcome_of(distribution_centre(workforce={"count": 0}))
    assert not outcome.units.any()
    assert not outcome.positions.any()

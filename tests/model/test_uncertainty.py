"""Draws by name, triangles and percentiles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import qmc

from hea import load_parameters
from hea.engine.draws import CentralDraw, Draws
from hea.model.uncertainty import percentiles, stretch, triangular, uniform_draws

finite = st.floats(-1e6, 1e6)


def test_draws_of_a_name_do_not_depend_on_other_names() -> None:
    alone = Draws(load_parameters(), 128, 5)["circular_share_flex"]
    after_others = Draws(load_parameters(), 128, 5)
    for name in ("persons_per_fte", "ramp_up_months", "partner_working_share"):
        assert len(after_others[name]) == 128
    np.testing.assert_array_equal(after_others["circular_share_flex"], alone)


def test_two_names_are_independent_and_each_is_stratified() -> None:
    first, second = (uniform_draws(name, 4096, 1) for name in ("a", "b"))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.05
    for points in (first, second):
        counts, _ = np.histogram(points, bins=64, range=(0, 1))
        assert (counts == 64).all()


def test_the_strata_are_those_of_a_scrambled_sobol_sequence() -> None:
    """Both put exactly one point, uniform within its stratum, in each of 1,024 strata."""
    ours = np.sort(uniform_draws("a", 1024, 1))
    sobol = np.sort(qmc.Sobol(1, scramble=True, rng=1).random(1024)[:, 0])
    strata = np.arange(1024)
    for points in (ours, sobol):
        np.testing.assert_array_equal(np.floor(points * 1024), strata)
        within = points * 1024 - strata
        assert abs(within.mean() - 0.5) < 0.04
        assert abs(within.std() - 12**-0.5) < 0.02


def test_another_seed_gives_other_draws() -> None:
    assert not np.array_equal(uniform_draws("a", 64, 1), uniform_draws("a", 64, 2))


@given(finite, st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_triangle_stays_within_its_ends_and_rises(low: float, left: float, right: float) -> None:
    points = np.linspace(0.001, 0.999, 50)
    values = triangular(points, low, low + left, low + left + right)
    slack = 1e-9 * max(1.0, abs(low), left, right)
    assert (np.diff(values) >= -slack).all()
    assert values.min() >= low - slack
    assert values.max() <= low + left + right + slack


def test_low_central_and_high_alike_give_one_value() -> None:
    assert (triangular(np.array([0.1, 0.9]), 3.0, 3.0, 3.0) == 3.0).all()


def test_stretching_makes_low_and_high_the_p10_and_p90_of_a_symmetric_range() -> None:
    low, high = stretch(0.5, 1.0, 1.5)
    drawn = triangular(uniform_draws("x", 8192, 3), low, 1.0, high)
    assert percentiles(drawn) == pytest.approx([0.5, 1.0, 1.5], abs=0.002)


def test_a_side_of_length_zero_stays_zero() -> None:
    assert stretch(1.0, 1.0, 2.0)[0] == 1.0


@given(st.lists(finite, min_size=2, max_size=60))
def test_percentiles_agree_with_numpy_and_leave_the_input_alone(values: list[float]) -> None:
    array = np.array(values)
    before = array.copy()
    expected = np.percentile(array, [10, 50, 90])
    np.testing.assert_allclose(percentiles(array), expected, rtol=1e-9, atol=1e-6)
    np.testing.assert_array_equal(array, before)


def test_percentiles_per_month() -> None:
    series = np.random.default_rng(0).random((101, 7))
    np.testing.assert_allclose(percentiles(series), np.percentile(series, [10, 50, 90], axis=0))


def test_what_is_guessed_or_runs_over_cases_is_stretched_and_what_is_measured_is_not() -> None:
    draws = Draws(load_parameters(), 16, 1)
    measured, assumed = draws.support("long_stay_rent_share"), draws.support("circular_share_flex")
    assert (measured.low, measured.high) == (0.58, 0.75)
    assert assumed.low == pytest.approx(0.75 - 1.809 * 0.25, abs=0.001)
    assert assumed.high == 1.0  # clipped to the domain of a share
    over_cases = load_parameters()["sector.dc_warehousing.jobs_per_1000m2"]
    assert (over_cases.grade, over_cases.range_of) == ("B", "cases")
    assert draws.support("sector.dc_warehousing.jobs_per_1000m2").high > over_cases.high


def test_the_central_draw_holds_central_values() -> None:
    assert CentralDraw(load_parameters())["circular_share_flex"] == [0.75]


def test_stratified_draws_are_steadier_than_plain_ones() -> None:
    """Mean of a sum over six names: spread over seeds with these points against plain random numbers."""

    def mean(points: list[np.ndarray]) -> float:
        return float(np.mean(np.sum([triangular(u, 0, 0.3, 1) for u in points], axis=0)))

    stratified = [mean([uniform_draws(str(k), 1024, seed) for k in range(6)]) for seed in range(20)]
    plain = [mean(list(np.random.default_rng(seed).random((6, 1024)))) for seed in range(20)]
    assert np.std(stratified) < 0.1 * np.std(plain)

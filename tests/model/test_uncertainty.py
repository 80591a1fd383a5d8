"""Draws by name, triangles and percentiles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hea import load_parameters
from hea.assessment.run import DEFAULT_SEED, DOSSIER_DRAWS
from hea.engine.draws import CentralDraw, Draws, dimensions, drawn
from hea.model.uncertainty import EDGE, TAIL, logitnormal, lognormal, percentiles, triangular

TAILS = np.array([TAIL, 0.5, 1 - TAIL])
finite = st.floats(-1e6, 1e6)


def test_draws_of_a_name_do_not_depend_on_other_names() -> None:
    alone = Draws(load_parameters(), 128, 5)["direct_stay_factor"]
    after_others = Draws(load_parameters(), 128, 5)
    for name in ("persons_per_fte", "ramp_up_months", "partner_working_share"):
        assert len(after_others[name]) == 128
    np.testing.assert_array_equal(after_others["direct_stay_factor"], alone)


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


positive = st.floats(0.01, 1e4)


@given(st.lists(positive, min_size=3, max_size=3).map(sorted), st.sampled_from([0.0, 0.005]))
def test_low_central_and_high_of_a_lognormal_figure_are_its_p10_p50_and_p90(
    ends: list[float], floor: float
) -> None:
    assert lognormal(TAILS, *ends, floor) == pytest.approx(ends)


@given(st.lists(st.floats(0.001, 0.969), min_size=3, max_size=3).map(sorted), st.sampled_from([0.97, 1.0]))
def test_low_central_and_high_of_a_share_are_its_p10_p50_and_p90(ends: list[float], ceiling: float) -> None:
    assert logitnormal(TAILS, *ends, 0.0, ceiling) == pytest.approx(ends)
    wide = logitnormal(np.array([1e-9, 1 - 1e-9]), *ends, 0.0, ceiling)
    assert 0 < wide[0] <= wide[1] < ceiling


@given(st.lists(positive, min_size=3, max_size=3).map(sorted))
def test_either_side_rises_to_what_is_drawn_at_most(ends: list[float]) -> None:
    drawn = lognormal(np.array([0.0, EDGE, 0.1, 0.3, 0.5, 0.7, 0.9, 1 - EDGE, 1.0]), *ends, 0.0)
    assert (np.diff(drawn) >= -1e-9 * ends[2]).all()
    assert (drawn[0], drawn[-1]) == (drawn[1], drawn[-2])


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


DRAWN = [name for name, record in load_parameters().items() if record.central is not None]


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_is_drawn_as_its_record_says(name: str) -> None:
    """P10, P50 and P90, or the ends and the mode; a value alone when it is fixed. Nothing is cut off."""
    parameters, points = load_parameters(), (np.arange(4096) + 0.5) / 4096
    record, bounds = parameters[name], parameters.bounds(name)
    values = drawn(parameters, name, points)
    assert record.can_be(values.min())
    assert record.can_be(values.max())
    if bounds.degenerate:
        assert record.spread in ("fixed", "triangle")
        assert (values == record.value).all()
    elif record.spread in ("lognormal", "logitnormal"):
        assert len(np.unique(values)) > 4096 * (1 - 3 * EDGE)
        assert drawn(parameters, name, TAILS) == pytest.approx(bounds)
    else:
        ends = drawn(parameters, name, np.array([1e-12, 1 - 1e-12]))
        assert ends == pytest.approx((bounds.low, bounds.high), abs=1e-4 * (bounds.high - bounds.low))
        if record.spread == "triangle":
            below = (bounds.central - bounds.low) / (bounds.high - bounds.low)
            assert np.mean(values < bounds.central) == pytest.approx(below, abs=1 / 2048)


TRIANGLES = [name for name in DRAWN if load_parameters()[name].spread == "triangle"]
MIDDLE = 0.05
"""How far the median of what was not measured may lie from the middle that its record tells."""


@pytest.mark.parametrize("name", TRIANGLES)
def test_a_triangle_was_measured_or_ends_where_the_figure_can_go_no_further(name: str) -> None:
    """What is a case or an assumption is drawn with its low, middle and high as P10, P50 and P90.

    Unless it ends at a bound, which no P10 or P90 can; then its median is near its middle all the same.
    """
    record, bounds = load_parameters()[name], load_parameters().bounds(name)
    assert record.range_of == "value"
    if record.grade in "CD":
        assert {bounds.low, bounds.high} & set(record.limits)
        assert drawn(load_parameters(), name, np.array([0.5])) == pytest.approx(bounds.central, rel=MIDDLE)


def test_a_two_sided_figure_has_its_record_as_p10_p50_and_p90_in_the_points_of_a_run() -> None:
    """Not only at the exact points: as the draws of a dossier have them, to a hundredth of their width."""
    rows = Draws(load_parameters(), DOSSIER_DRAWS, DEFAULT_SEED)
    for name in DRAWN:
        record, bounds = load_parameters()[name], load_parameters().bounds(name)
        if record.spread in ("lognormal", "logitnormal") and name in dimensions():
            near = 0.01 * (bounds.high - bounds.low)
            assert percentiles(rows[name]) == pytest.approx(bounds, abs=near), name


def test_what_is_known_as_one_value_is_a_quarter_higher_or_lower() -> None:
    count, share = "facility.daycare.norm", "p_flex_food"
    parameters = load_parameters()
    assert parameters.bounds(count) == pytest.approx((0.45 / 1.25, 0.45, 0.45 * 1.25))
    low, _, high = (value / (1 - value) for value in parameters.bounds(share))
    odds = 0.75 / (1 - 0.75)
    assert (low, high) == pytest.approx((odds / 1.25, odds * 1.25))


def test_no_range_that_is_drawn_has_one_side_only() -> None:
    """A source with one side says nothing of the other: half as far is assumed, never nought.

    What only stands beside the model, to compare with, is told as its source has it.
    """
    for name in DRAWN:
        record, bounds = load_parameters()[name], load_parameters().bounds(name)
        if record.role == "model" and not bounds.degenerate and record.spread != "uniform":
            assert bounds.low < bounds.central < bounds.high, name


def test_the_central_draw_holds_central_values() -> None:
    assert CentralDraw(load_parameters())["direct_stay_factor"] == [0.7]

"""Scores of ranges: as their formulas, and lower for what is nearer and honest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from hea.assessment.results.common import Range
from hea.validation import validate
from hea.validation.scores import crps, inside_at, log_score, on_scale, scored

DRAWS = norm(1, 2).ppf((np.arange(4096) + 0.5) / 4096)


def closed(mean: float, width: float, value: float) -> float:
    """CRPS of a normal distribution (Gneiting and Raftery 2007)."""
    z = (value - mean) / width
    return float(width * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)))


@pytest.mark.parametrize("value", [-3.0, 1.0, 6.0])
def test_the_crps_of_normal_draws_is_that_of_the_normal_distribution(value: float) -> None:
    assert crps(DRAWS, value) == pytest.approx(closed(1, 2, value), abs=0.005)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=30), st.floats(-100, 100))
def test_the_crps_is_mean_distance_less_half_that_between_draws(draws: list[float], value: float) -> None:
    values = np.array(draws)
    plain = np.abs(values - value).mean() - np.abs(values[:, None] - values).mean() / 2
    assert crps(values, value) == pytest.approx(plain, abs=1e-6)
    assert crps(values, value) >= -1e-9


def test_the_log_score_is_that_of_the_normal_distribution_through_the_three() -> None:
    low, middle, high = norm(1, 2).ppf([0.1, 0.5, 0.9])
    for value in (-3.0, 1.0, 6.0):
        assert log_score(low, middle, high, value) == pytest.approx(-norm(1, 2).logpdf(value))


def test_a_range_without_width_has_no_likelihood() -> None:
    assert log_score(1, 1, 1, 1) == float("inf")


def test_a_range_that_is_too_narrow_or_too_wide_scores_worse() -> None:
    values = norm(0, 1).ppf((np.arange(999) + 0.5) / 999)
    mean = {
        width: np.mean([log_score(-1.2816 * width, 0, 1.2816 * width, v) for v in values])
        for width in (0.5, 1, 2)
    }
    assert mean[1] < min(mean[0.5], mean[2])


def test_shares_are_scored_on_their_odds_and_numbers_on_their_logarithm() -> None:
    assert on_scale("share", 0.5) == pytest.approx(0)
    assert on_scale("persons", 1) == pytest.approx(0)
    one, hundred = (
        scored("persons", n * np.exp(DRAWS), Range(p10=n, p50=2 * n, p90=4 * n), 3 * n) for n in (1, 100)
    )
    assert one == pytest.approx(hundred)


def test_a_range_that_holds_all_holds_what_every_width_promises() -> None:
    below = (np.arange(1000) + 0.5) / 1000
    for level in (0.1, 0.5, 0.8):
        assert inside_at(level, below) == pytest.approx(level, abs=0.01)


def test_the_sampling_error_is_that_of_a_promise_that_holds() -> None:
    found = validate(draws=256)
    assert found.error == pytest.approx((0.8 * 0.2 / found.tested) ** 0.5, abs=1e-5)


def test_every_figure_that_counts_is_counted_once_and_in_one_kind() -> None:
    found = validate(draws=256)
    assert sum(part.tested for part in found.by_group.values()) == found.tested
    cases = [row for row in found.rows if row.sector and row.outcome in {"hit", "miss"}]
    assert found.counted.tested + found.announced.tested == len(cases)
    area = [row.id.split(".")[1] for row in cases if "workers_from" in row.id]
    assert len(area) == len(set(area))
    assert all(0 <= level.held <= 1 for level in found.reliability)

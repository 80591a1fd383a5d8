"""Partial pooling: known spreads are found, one case moves little, and no case leaves the statistic."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal, norm

from hea.model.pooling import Mixture, Seen, _log_likelihood, one_more, spread_between

USUAL, DOUBT = 0.6, 0.7
NOTHING = np.zeros(0)


def seen(values: list[float] | np.ndarray, centre: float = 0.0, doubt: float = 0.3) -> Seen:
    found = np.asarray(values, dtype=float)
    return Seen(centre, doubt, found, np.zeros_like(found))


@pytest.mark.parametrize("spread", [0.3, 0.5, 1.2])
def test_a_known_spread_and_known_means_are_found(spread: float) -> None:
    rng = np.random.default_rng(3)
    means = rng.normal(0, 0.3, 30)
    sectors = [seen(rng.normal(mean, spread, 15)) for mean in means]
    found = spread_between(sectors, USUAL, DOUBT)
    assert found.middle == pytest.approx(spread, rel=0.1)
    middles = [one_more(sector, found).percentile(0.5) for sector in sectors]
    assert np.corrcoef(middles, means)[0, 1] > 0.7


def test_eight_in_ten_new_companies_lie_inside() -> None:
    rng = np.random.default_rng(8)
    inside = []
    for _ in range(120):
        means = rng.normal(0, 0.3, 5)
        sectors = [seen(rng.normal(mean, 0.5, 4)) for mean in means]
        found = spread_between(sectors, USUAL, DOUBT)
        for mean, sector in zip(means, sectors, strict=True):
            low, _, high = one_more(sector, found).range
            inside.append(low <= rng.normal(mean, 0.5) <= high)
    assert np.mean(inside) == pytest.approx(0.8, abs=0.05)


def test_without_cases_the_statistic_and_the_prior_stand() -> None:
    found = spread_between([seen(NOTHING, 1.5)], USUAL, DOUBT)
    assert found.middle == pytest.approx(USUAL, rel=0.02)
    assert one_more(seen(NOTHING, 1.5), found).percentile(0.5) == pytest.approx(1.5, abs=1e-6)


def test_one_case_moves_the_middle_part_of_the_way() -> None:
    sector = seen([1.0])
    middle = one_more(sector, spread_between([sector], USUAL, DOUBT)).percentile(0.5)
    assert 0.05 < middle < 0.5


def test_a_case_that_is_less_sure_moves_less() -> None:
    sure, unsure = seen([1.0]), Seen(0.0, 0.3, np.array([1.0]), np.array([1.0]))
    moved = [one_more(item, spread_between([item], USUAL, DOUBT)).percentile(0.5) for item in (sure, unsure)]
    assert moved[1] < moved[0]


def test_the_likelihood_is_that_of_the_joint_normal_distribution() -> None:
    sector = Seen(0.2, 0.4, np.array([0.1, 0.9, -0.3]), np.array([0.0, 0.5, 0.2]))
    spreads = np.array([0.3, 0.8])
    expected = [
        multivariate_normal(
            np.full(3, 0.2), 0.4**2 * np.ones((3, 3)) + np.diag(s**2 + sector.extra**2)
        ).logpdf(sector.values)
        for s in spreads
    ]
    got = _log_likelihood(sector, spreads)
    assert got[1] - got[0] == pytest.approx(expected[1] - expected[0])


def test_a_percentile_of_one_normal_distribution_is_its_own() -> None:
    alone = Mixture(np.array([1.0]), np.array([2.0]), np.array([3.0]))
    assert alone.range == pytest.approx(norm(2, 3).ppf([0.1, 0.5, 0.9]))


cases = st.lists(st.floats(-5, 5), max_size=6)


@settings(max_examples=60, deadline=None)
@given(cases, cases, st.floats(-3, 3), st.floats(0.05, 1))
def test_ranges_ascend_and_the_middle_lies_between_statistic_and_cases(
    one: list[float], other: list[float], centre: float, doubt: float
) -> None:
    sectors = [seen(one, centre, doubt), seen(other)]
    found = spread_between(sectors, USUAL, DOUBT)
    assert found.weights.sum() == pytest.approx(1)
    low, middle, high = one_more(sectors[0], found).range
    assert low < middle < high
    mean = np.mean(one) if one else centre
    assert min(centre, mean) - 1e-6 <= middle <= max(centre, mean) + 1e-6


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-3, 3), min_size=2, max_size=6))
def test_the_order_of_cases_does_not_matter(values: list[float]) -> None:
    turned = list(reversed(values))
    ranges = [
        one_more(item, spread_between([item], USUAL, DOUBT)).range for item in (seen(values), seen(turned))
    ]
    assert ranges[0] == pytest.approx(ranges[1])


def test_leaving_one_out_leaves_that_one_out() -> None:
    left = seen([1.0, 2.0, 3.0]).without(1)
    assert left.values.tolist() == [1.0, 3.0]
    assert len(left.extra) == 2

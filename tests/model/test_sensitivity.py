"""Rank correlation and the value of knowing, held against scipy and against cases known beforehand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hea.model import sensitivity


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.0]), min_size=5, max_size=60))
def test_ranks_agree_with_scipy_where_values_tie(values: list[float]) -> None:
    np.testing.assert_allclose(sensitivity.ranks(np.array(values)), stats.rankdata(values) - 1)


def test_rank_correlation_agrees_with_scipy() -> None:
    rng = np.random.default_rng(2)
    inputs = rng.random((3, 500))
    outcome = inputs[0] ** 3 + 0.2 * inputs[1]
    found = sensitivity.rank_correlation(
        np.stack([sensitivity.ranks(row) for row in inputs]), sensitivity.ranks(outcome)[None]
    )
    for row, value in zip(inputs, found[:, 0], strict=True):
        assert value == pytest.approx(stats.spearmanr(row, outcome).statistic)


def test_an_outcome_that_never_varies_correlates_with_nothing() -> None:
    assert sensitivity.rank_correlation(np.arange(9.0)[None], np.zeros((1, 9)))[0, 0] == 0


def test_knowing_everything_settles_it_and_knowing_nothing_helps_not() -> None:
    rng = np.random.default_rng(4)
    known, other = rng.random(4096), rng.random(4096)
    order = np.argsort(known)
    assert sensitivity.narrowing(order, known, 16) > 0.9
    assert sensitivity.narrowing(order, other, 16) < 0.03
    both = sensitivity.narrowing(order, known + other, 16)
    assert 0.2 < both < 0.45  # from a triangle (0.553 of its base) to a uniform of half the base (0.8)
    assert sensitivity.narrowing(order, np.ones(4096), 16) == 0

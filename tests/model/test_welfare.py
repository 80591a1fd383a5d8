"""Weighted sums, ranks and robustness, held against a library and against counting by hand."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from hea.engine import sobol
from hea.model import welfare

scores = arrays(float, (4, 5), elements=st.floats(0, 100))


def weights_of(parts: np.ndarray) -> np.ndarray:
    return parts / parts.sum()


def anchored(column: np.ndarray, cost: bool = False) -> np.ndarray:
    """Scores stand on one scale already, so nothing is normalised over the alternatives at hand."""
    return column / welfare.GOOD


@given(scores, arrays(float, 5, elements=st.floats(0.01, 1)))
@pytest.mark.filterwarnings("ignore:Alternatives with indices:UserWarning")
def test_totals_and_ranks_agree_with_pymcdm(table: np.ndarray, parts: np.ndarray) -> None:
    from pymcdm.methods import WSM  # type: ignore[import-untyped]  # takes a second to load

    weight = weights_of(parts)
    ours = welfare.totals(table[:, :, None], weight[:, None])
    method = WSM(normalization_function=anchored)
    theirs = method(table, weight, np.ones(5))
    np.testing.assert_allclose(ours[:, 0] / welfare.GOOD, theirs, rtol=1e-9, atol=1e-9)
    if len(np.unique(theirs.round(9))) == len(theirs):
        first_place = welfare.rank_acceptability(ours)
        assert (first_place.argmax(axis=1) + 1).tolist() == method.rank(theirs).astype(int).tolist()


def test_rank_acceptability_agrees_with_counting_and_pymcdm_ranks() -> None:
    rng = np.random.default_rng(5)
    totals = rng.normal([[50], [55], [40]], 10, (3, 400))
    found = welfare.rank_acceptability(totals)
    counted = np.zeros((3, 3))
    for draw in totals.T:
        for rank, alternative in enumerate(np.argsort(-draw)):
            counted[alternative, rank] += 1 / 400
    np.testing.assert_allclose(found, counted, atol=1e-12)
    np.testing.assert_allclose(found.sum(axis=0), 1)
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_equal_totals_share_their_ranks() -> None:
    found = welfare.rank_acceptability(np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 2.0]]))
    np.testing.assert_allclose(found, [[0.25, 0.5, 0.25], [0.25, 0.5, 0.25], [0.5, 0, 0.5]])


def test_any_weights_are_even_over_all_sets_of_weights() -> None:
    drawn = welfare.any_weights(np.stack([sobol.points(k, 4096, 1) for k in range(4)]))
    np.testing.assert_allclose(drawn.sum(axis=0), 1)
    np.testing.assert_allclose(drawn.mean(axis=1), 0.25, atol=0.01)
    np.testing.assert_allclose(drawn.var(axis=1), 3 / (16 * 5), rtol=0.1)  # Dirichlet(1, 1, 1, 1)


@given(arrays(float, 4, elements=st.floats(-100, 100)), arrays(float, 4, elements=st.floats(0.05, 1)))
def test_the_smallest_flip_makes_the_lead_disappear(lead: np.ndarray, parts: np.ndarray) -> None:
    share = weights_of(parts)
    assume(share @ lead > 0.5)
    flip = welfare.smallest_flip(lead, share)
    assume(flip is not None)
    assert flip is not None
    index, weight = flip
    rest = share * (1 - weight) / (1 - share[index])
    rest[index] = weight
    assert rest.sum() == pytest.approx(1)
    assert rest @ lead == pytest.approx(0, abs=1e-6)


def test_no_single_weight_turns_a_lead_on_every_criterion() -> None:
    assert welfare.smallest_flip(np.array([3.0, 1.0, 2.0]), np.array([0.2, 0.3, 0.5])) is None


def test_a_flip_by_hand() -> None:
    """Lead 10 on one, behind 5 on the other: at a third for the first both are equal."""
    flip = welfare.smallest_flip(np.array([10.0, -5.0]), np.array([0.5, 0.5]))
    assert flip is not None
    assert flip[1] == pytest.approx(1 / 3 if flip[0] == 0 else 2 / 3)

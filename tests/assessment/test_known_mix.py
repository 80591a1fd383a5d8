"""What is left of the spread between companies once the jobs are known: a mix does not count twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hea import load_parameters
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.model.labour import narrowed
from hea.proposal import FunctionGroup, Headcount, Proposal

SECTOR = "slaughter"


def plan(*levels: str) -> Proposal:
    groups = tuple(FunctionGroup(name=level, level=level, count=100) for level in levels)
    size = {"function_groups": groups} if groups else {"workforce": Headcount(count=200)}
    return Proposal(company="x", municipality="GM0984", sector=SECTOR, opening="2028-01", **size)


def width(*levels: str) -> float:
    """Spread of the share on its odds."""
    made = Calculation(plan(*levels), Draws(load_parameters(), 1024, 1))
    groups = made.workforce.groups
    total = np.sum([group.persons for group in groups], axis=0)
    share = np.sum([group.persons * group.share for group in groups], axis=0) / total
    low, high = np.quantile(np.log(share / (1 - share)), [0.1, 0.9])
    return float(high - low)


def test_a_known_mix_has_less_spread_than_an_unknown_one() -> None:
    left = load_parameters().value("share_spread_left_after_mix")
    assert width("elementary", "operator_driver") < 0.93 * width()
    assert width("elementary", "operator_driver") > 0.7 * left * width()


def test_a_job_of_which_nobody_knows_the_kind_leaves_the_whole_spread() -> None:
    assert width("average") == pytest.approx(width(), rel=0.02)


def test_an_own_value_is_not_narrowed() -> None:
    own = load_parameters().replace({f"sector.{SECTOR}.migrant_share": 0.9})
    groups = [
        Calculation(plan("elementary"), Draws(known, 64, 1)).workforce.groups[0]
        for known in (own, load_parameters())
    ]
    assert np.median(groups[0].share) > np.median(groups[1].share) + 0.2


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999), st.floats(0, 1))
def test_a_narrowed_share_lies_between_itself_and_the_middle(
    share: float, middle: float, left: float
) -> None:
    (found,) = narrowed(np.array([share]), middle, np.array([left]))
    assert min(share, middle) - 1e-9 <= found <= max(share, middle) + 1e-9


def test_nothing_left_is_the_middle_and_all_left_is_the_share() -> None:
    share = np.array([0.0, 0.2, 1.0])
    np.testing.assert_allclose(narrowed(share, 0.5, np.zeros(3)), [0, 0.5, 1])
    np.testing.assert_allclose(narrowed(share, 0.5, np.ones(3)), share)

"""Anchors and points that rest on no source vary like other estimates; ends of a scale do not."""

from typing import Any

import pytest

from hea import assess
from hea.assessment.results.common import Range
from tests.conftest import distribution_centre

HOUSED_WELL = {
    "own_bedroom": True, "transition_month": 6.0, "job_bed_separation": True,
    "gp_access": "eigen huisarts geregeld",
}  # fmt: skip


def scored(criterion: str, **fields: Any) -> Range:
    assessment = assess(distribution_centre(**fields), draws=512)
    (row,) = (row for row in assessment.welfare.criteria if row.id == criterion)
    assert row.score is not None, row.reason
    return row.score


def test_an_assumed_anchor_lies_a_quarter_nearer_or_farther_in_eight_of_ten_draws() -> None:
    """By hand: a quarter above the mean, where the good anchor lies .4, .5 and .625 above it."""
    score = scored("materieel", value_added_ratio=1.25)
    assert score.p10 == pytest.approx(50 + 50 * 0.25 / 0.625, abs=0.5)
    assert score.p50 == pytest.approx(75, abs=0.5)
    assert score.p90 == pytest.approx(50 + 50 * 0.25 / 0.4, abs=0.5)


def test_nothing_arranged_is_the_end_of_the_scale_in_every_draw() -> None:
    score = scored("wonen")
    assert (score.p10, score.p90) == (0, 0)


def test_assumed_points_vary_and_their_sum_does_not() -> None:
    full = scored("positie_migrant", answers=HOUSED_WELL)
    assert (full.p10, full.p90) == (100, 100)
    half = scored("positie_migrant", answers=HOUSED_WELL | {"own_bedroom": False})
    assert half.p10 < half.p50 < half.p90
    assert half.p50 == pytest.approx(50, abs=1)

"""The same model written as plain loops, one draw at a time, gives the same places."""

import pytest

from benchmarks import plain
from hea.assessment import simulate
from hea.engine.calculation import Calculation
from tests.conftest import distribution_centre


@pytest.mark.parametrize("kind", ["expansion", "relocation"])
def test_plain_loops_agree_on_growth_that_automation_takes_away_again(kind: str) -> None:
    """From 2030 to 2032 a third of all work goes, so that fewer are left than were there already."""
    there = {"expansion": "existing_workers", "relocation": "moving_workers"}[kind]
    path = [{"month": "2030-03", "share": 1.0}, {"month": "2032-03", "share": 0.7}]
    plan = distribution_centre(kind=kind, automation=path, **{there: 300})
    run = simulate(plan, draws=16)
    most_lost = Calculation(plan, run.draws).outcome.homes_lost
    left = [1 - 0.3 * min(1.0, max(0.0, (month - 36) / 24)) for month in range(plain.MONTHS)]
    for draw, peak in enumerate(run.headline_draws["units.total.peak"]):
        values = plain.values_of(run, draw)
        slow = plain.one_draw(values, "dc_warehousing", 400, opening_month=2, there=300, left=left)
        assert max(slow) == pytest.approx(peak, rel=1e-6)
        lost = plain.homes_lost(values, "dc_warehousing", 400, there=300, left=left)
        assert max(lost) == pytest.approx(most_lost[draw], rel=1e-6)
        assert sum(month > 0 for month in lost) > 20


@pytest.mark.parametrize("sector", ["dc_warehousing", "glasshouse", "slaughter"])
def test_plain_loops_agree_draw_by_draw(sector: str) -> None:
    run = simulate(distribution_centre(sector=sector), draws=16)
    for draw, peak in enumerate(run.headline_draws["units.total.peak"]):
        values = plain.values_of(run, draw)
        slow = max(plain.one_draw(values, sector, 400, opening_month=2))
        assert slow == pytest.approx(peak, rel=1e-8)

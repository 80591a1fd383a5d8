"""The same model written as plain loops, one draw at a time, gives the same places."""

import numpy as np
import pytest

from benchmarks import plain
from hea.assessment import simulate
from hea.assessment.flow import flows
from hea.engine.calculation import Calculation
from hea.proposal import month_number
from tests.conftest import distribution_centre

CLOSE = 1e-9


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


STEPS = ("jobs", "migrants", "already_in_region", "across_border", "other_region", "short", "mid", "long")
REGISTERED = ("rni", "brp", "leavers", "residents_by_law")


@pytest.mark.parametrize("sector", ["dc_warehousing", "glasshouse", "slaughter"])
def test_plain_loops_agree_on_who_registers_month_by_month(sector: str) -> None:
    """Each stream and each month, in every draw: who leaves soon, who stays, and who goes."""
    plan = distribution_centre(sector=sector)
    run = simulate(plan, draws=16)
    block = Calculation(plan, run.draws).block
    for draw in range(16):
        months = plain.flow(plain.values_of(run, draw), sector, 400, opening_month=2)
        for key in REGISTERED:
            slow = [getattr(month, key) for month in months]
            np.testing.assert_allclose(getattr(block, key)[draw], slow, rtol=CLOSE, atol=CLOSE, err_msg=key)


@pytest.mark.parametrize("sector", ["dc_warehousing", "glasshouse", "slaughter"])
def test_plain_loops_agree_on_the_flow_from_jobs_to_new_places(sector: str) -> None:
    """Jobs, migrants, already here, across the border, other province, and places by class."""
    plan = distribution_centre(sector=sector)
    run = simulate(plan, draws=16)
    found = flows(Calculation(plan, run.draws))
    slow_of = [plain.flow(plain.values_of(run, draw), sector, 400, opening_month=2) for draw in range(16)]
    assert len(found) == 2
    for moment in found:
        month = month_number(moment.month) - month_number(plan.opening)
        for step in moment.steps:
            if step.id in STEPS:
                slow = np.percentile([getattr(months[month], step.id) for months in slow_of], [10, 50, 90])
                assert (step.range.p10, step.range.p50, step.range.p90) == pytest.approx(slow, abs=1e-6)

"""The same model written as plain loops, one draw at a time, gives the same places."""

import pytest

from benchmarks import plain
from hea.assessment import simulate
from tests.conftest import distribution_centre


@pytest.mark.parametrize("sector", ["dc_warehousing", "glasshouse", "slaughter"])
def test_plain_loops_agree_draw_by_draw(sector: str) -> None:
    run = simulate(distribution_centre(sector=sector), draws=16)
    for draw, peak in enumerate(run.figures["units.total.peak"]):
        values = plain.values_of(run, draw)
        slow = max(plain.one_draw(values, sector, 400, opening_month=2))
        assert slow == pytest.approx(peak, rel=1e-8)

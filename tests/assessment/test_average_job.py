"""A group of which nobody knows what kind of work it is has the share of its sector, and no other."""

import numpy as np
import pytest

from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.parameters import load_parameters, sector_figure
from hea.proposal import FunctionGroup, Proposal
from hea.reference import function_mix
from tests.conftest import FEW_DRAWS


def proposal(sector: str, **given: float) -> Proposal:
    group = FunctionGroup(name="Alles", level="average", count=300, **given)
    return Proposal(
        company="X", municipality="GM0984", sector=sector, opening="2028-01", function_groups=(group,)
    )


def calculation(plan: Proposal) -> Calculation:
    return Calculation(plan, Draws(load_parameters(), FEW_DRAWS, 1))


@pytest.mark.parametrize("sector", sorted(function_mix()))
def test_an_average_job_has_the_share_of_the_sector_in_every_draw(sector: str) -> None:
    done = calculation(proposal(sector))
    [group] = done.workforce.groups
    wanted = np.clip(done.draws[sector_figure(sector, "migrant_share")], 1e-6, 1 - 1e-6)
    np.testing.assert_allclose(group.share, wanted, atol=1e-6)
    np.testing.assert_allclose(group.flex, done.draws[sector_figure(sector, "flex_share")], atol=1e-9)


def test_more_agency_work_than_usual_is_still_more_migrants() -> None:
    usual, more = (
        calculation(plan).workforce.groups[0].share.mean()
        for plan in (proposal("dc_warehousing"), proposal("dc_warehousing", flex_share=1.0))
    )
    assert more > usual

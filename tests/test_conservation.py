"""Need is conserved: ageing, a longer agreed stay or another definition brings nobody a second home."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hea import ParameterSet, Proposal, load_parameters
from hea.engine.calculation import Calculation
from hea.engine.draws import CentralDraw, Draws
from hea.engine.facilities import yearly_flows
from hea.engine.housing import SHORT
from hea.engine.setting import Viewpoint
from hea.reference import sectors, stay_definitions
from tests.conftest import distribution_centre
from tests.test_any_proposal import proposals

DEFINITIONS = sorted(stay_definitions())
COUPLES = ("share_short_stay_in_couple_rooms", "share_with_family_mid_stay", "share_with_partner_long_stay")
OPENING = "2027-03"


def alone(overlap: float = 1.0) -> ParameterSet:
    """The parameters with nobody in a couple, and so many beds per short stayer."""
    return load_parameters().replace({**dict.fromkeys(COUPLES, 0.0), "beds_per_short_stay_worker": overlap})


def constant(**changes: Any) -> Proposal:
    """Three hundred labour migrants from the first month on."""
    group = {
        "name": "Orderpickers", "level": "elementary", "count": 300, "season_profile": "flat",
        "migrant_share": 1.0, "migrant_share_evidence": True,
        "ramp_up": [{"month": OPENING, "share": 1.0}], **changes,
    }  # fmt: skip
    return distribution_centre(opening=OPENING, workforce=None, function_groups=[group])


def need(plan: Proposal, draws: Draws, definition: str = "limburg") -> np.ndarray:
    """Places of all classes together, ``(draws, months)``."""
    total: np.ndarray = Calculation(plan, draws, definition).block.units.sum(axis=0)
    return total


def central(figures: ParameterSet | None = None) -> Draws:
    return CentralDraw(figures or load_parameters())


@settings(max_examples=15)
@given(
    st.sampled_from(sorted(sectors())),
    st.floats(0, 1),
    st.none() | st.floats(0, 1),
    st.none() | st.floats(0, 1),
)
def test_the_need_of_a_constant_site_never_changes(
    sector: str, flex: float, here: float | None, abroad: float | None
) -> None:
    recruitment = {"regional_share": here, "cross_border_share": abroad}
    plan = constant(flex_share=flex).model_copy(update={"sector": sector})
    plan = Proposal.model_validate({**plan.model_dump(), "recruitment": recruitment})
    draws = Draws(alone(), 16, 5)
    found = np.stack([need(plan, draws, definition) for definition in DEFINITIONS])
    np.testing.assert_allclose(found, np.broadcast_to(found[:1, :, :1], found.shape), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("flex", [0.0, 0.5, 1.0])
def test_couples_and_overlap_move_the_need_of_a_constant_site_a_little(flex: float) -> None:
    """Most in the month in which all who came at the opening and are still here become mid stay."""
    found = [need(constant(flex_share=flex), central(), definition)[0] for definition in DEFINITIONS]
    for line in found:
        assert np.abs(line[1:] / line[:-1] - 1).max() <= 0.10
    structural = [line[48:60].mean() for line in found]
    assert max(structural) / min(structural) - 1 <= 0.06


@settings(max_examples=25)
@given(proposals)
def test_registrations_do_not_depend_on_the_definition_of_stay(fields: dict[str, Any]) -> None:
    plan, draws = Proposal.model_validate(fields), Draws(load_parameters(), 8, 5)
    found = []
    for definition in DEFINITIONS:
        made = Calculation(plan, draws, definition)
        found.append(np.stack(yearly_flows(made.setting, draws, made.block)[:3]))
    for other in found[1:]:
        np.testing.assert_allclose(other, found[0], rtol=1e-6, atol=1e-6)


@settings(max_examples=40)
@given(proposals, st.sampled_from(DEFINITIONS), st.sampled_from(["regional", "employer"]))
def test_people_jobs_and_places_of_any_valid_proposal_add_up(
    fields: dict[str, Any], definition: str, viewpoint: Viewpoint
) -> None:
    """Classes are all who are present, migrants are no more than jobs, what is not short is filled."""
    made = Calculation(Proposal.model_validate(fields), Draws(load_parameters(), 8, 5), definition, viewpoint)
    block, size = made.block, max(1.0, float(made.block.positions.max()))
    np.testing.assert_allclose(block.persons.sum(axis=0), block.migrants, rtol=1e-6, atol=1e-6 * size)
    assert (block.persons > -1e-6 * size).all()
    assert (block.migrants <= block.positions + 1e-6 * size).all()
    assert (block.net.sum(axis=0) <= block.migrants + 1e-6 * size).all()
    assert (block.gap > -1e-9).all()
    assert (block.gap <= block.units + 1e-6 * size).all()
    for group in made.workforce.groups:
        assert ((group.share >= 0) & (group.share <= 1)).all()
    plan = made.proposal.housing_plan
    if plan is None or not plan.surplus_fills_other_classes:
        filled = np.minimum(block.units, made.setting.supply[:, None, :])
        np.testing.assert_allclose(block.gap + filled, block.units, rtol=1e-6, atol=1e-6 * size)


@settings(max_examples=25)
@given(proposals, st.integers(1, 3))
def test_whole_years_later_any_valid_proposal_only_shifts(fields: dict[str, Any], years: int) -> None:
    """Everything that has a month goes along: milestones, places, automation."""
    plan = Proposal.model_validate(fields)
    later = Proposal.model_validate(shifted(plan.model_dump(), years))
    draws = Draws(load_parameters(), 8, 5)
    first, second = (Calculation(made, draws).block for made in (plan, later))
    np.testing.assert_allclose(second.units, first.units, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(second.gap, first.gap, rtol=1e-9, atol=1e-9)


def shifted(tree: Any, years: int) -> Any:
    """The same with every month so many years later."""
    if isinstance(tree, dict):
        return {key: shifted(value, years) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        return [shifted(value, years) for value in tree]
    if isinstance(tree, str) and re.fullmatch(r"\d{4}-\d{2}", tree):
        return f"{int(tree[:4]) + years}{tree[4:]}"
    return tree


@pytest.mark.parametrize("weeks", [2.0, 3.5, 10.0])
def test_who_goes_home_after_a_harvest_keeps_no_bed(weeks: float) -> None:
    """A short season asks for no more places per person than any other short stay: 1.05 where one follows."""
    plan = distribution_centre(
        sector="open_field_harvest", workforce={"count": 300}, recruitment={"seasonal_stay_weeks": weeks}
    )
    found = Calculation(plan, central(alone(overlap=1.05))).block
    assert found.overlap.max() > 0
    assert (found.units[0] <= found.net[0] * 1.05 + 1e-9).all()


def test_who_lives_here_already_asks_for_no_place_however_long_they_have_been_here() -> None:
    plan = Proposal.model_validate({**constant().model_dump(), "recruitment": {"regional_share": 1.0}})
    assert not need(plan, central()).any()


def with_offers(fields: dict[str, Any], *offers: dict[str, Any]) -> Proposal:
    return Proposal.model_validate({**fields, "housing_plan": {"offers": list(offers)}})


@settings(max_examples=40)
@given(proposals, st.floats(0.1, 500), st.floats(0, 24))
def test_places_with_a_long_transition_never_ask_for_more_than_they_are(
    fields: dict[str, Any], places: float, months: float
) -> None:
    offer = {"stay": "short", "places": places, "from_month": "2020-01", "transition_months": months}
    draws = Draws(load_parameters(), 8, 5)
    without, agreed = (
        Calculation(plan, draws).block for plan in (with_offers(fields), with_offers(fields, offer))
    )
    more = agreed.units[SHORT] - without.units[SHORT]
    assert more.max() <= places + 1e-9
    assert (agreed.gap[SHORT] - without.gap[SHORT]).max() <= 1e-6


def test_one_bed_with_two_years_of_transition_asks_for_less_than_one_bed() -> None:
    fields = distribution_centre().model_dump()
    offer = {"stay": "short", "places": 1, "from_month": OPENING, "transition_months": 24}
    usual, agreed = (
        Calculation(plan, central()).block.units[SHORT].max()
        for plan in (with_offers(fields), with_offers(fields, offer))
    )
    assert usual < agreed < usual + 1


def test_nobody_follows_the_last_arrivals_of_a_season() -> None:
    """Harvest from May to July: in July nobody arrives any more, so each worker has one bed."""
    index = [0, 0, 0, 0, 4, 4, 2, 0, 0, 0, 0, 0]
    open_at_once = {"season_normalise": True, "ramp_up": [{"month": "2027-01", "share": 1}]}
    picking = {"name": "Plukkers", "level": "elementary", "count": 100, "season_index": index}
    plan = distribution_centre(
        sector="open_field_harvest", opening="2027-01", workforce=None,
        function_groups=[{**picking, **open_at_once}],
    )  # fmt: skip
    block = Calculation(plan, central(alone(1.05))).block
    may, june, july = range(4, 7)
    assert block.arrivals[0, july] == pytest.approx(0, abs=1e-9)
    per_worker = block.units[SHORT, 0] / np.where(block.net[SHORT, 0] > 0, block.net[SHORT, 0], 1)
    assert per_worker[[may, june, july]] == pytest.approx([1, 1.05, 1])


def test_in_its_first_month_a_site_has_no_leavers_and_no_bed_twice() -> None:
    """Afterwards as many beds as leavers ask: each stays on for 0.05 of the time that someone has the job."""
    block = Calculation(constant(), central(alone(1.05))).block
    assert block.overlap[0, 0] == 0
    tenure = load_parameters().value("flex_tenure_weeks") * 12 / 52
    here = block.net[:, 0, 1].sum() / block.persons[:, 0, 1].sum()
    assert block.overlap[0, 2] == pytest.approx(0.05 * tenure * block.departures[0, 2] * here)
    assert block.overlap[0, 48] == pytest.approx(0.05 * block.net[SHORT, 0, 48])


@pytest.mark.parametrize("sector", sorted(sectors()))
def test_the_need_of_a_site_that_stays_the_same_moves_a_little_in_every_sector(sector: str) -> None:
    plan = Proposal.model_validate({**constant().model_dump(), "sector": sector})
    found = [need(plan, central(), definition)[0] for definition in DEFINITIONS]
    assert max(np.abs(line[1:] / line[:-1] - 1).max() for line in found) <= 0.10
    structural = [line[48:60].mean() for line in found]
    assert max(structural) / min(structural) - 1 <= 0.06


def test_shorter_seasonal_stays_bring_more_people_in_a_year_and_not_more_at_a_time() -> None:
    fields = distribution_centre(sector="glasshouse").model_dump()
    plans = [Proposal.model_validate({**fields, "recruitment": {"seasonal_stay_weeks": n}}) for n in (4, 20)]
    brief, long = (Calculation(plan, central()).block for plan in plans)
    assert brief.arrivals[0, 48:60].sum() > 1.2 * long.arrivals[0, 48:60].sum()
    np.testing.assert_allclose(brief.migrants, long.migrants)


@pytest.mark.parametrize("sector", ["dc_warehousing", "glasshouse", "slaughter"])
def test_who_never_registered_is_not_deregistered(sector: str) -> None:
    """Who registered and is no longer here was deregistered; nobody else was, however many come and go."""
    block = Calculation(distribution_centre(sector=sector), central()).block
    left = block.brp[0].cumsum() - block.leavers[0].cumsum()
    assert block.residents_by_law.min() >= 0
    np.testing.assert_allclose(left, block.residents_by_law[0], rtol=1e-6, atol=1e-6)


def test_where_nobody_has_to_register_nobody_is_deregistered() -> None:
    """Everyone registers as non-resident, at the desk, and just leaves."""
    plan = distribution_centre(sector="glasshouse")
    block = Calculation(plan, central(load_parameters().replace({"brp_threshold_months": 120.0}))).block
    assert block.rni.sum() > 0
    assert block.leavers.sum() == pytest.approx(0, abs=1e-6)

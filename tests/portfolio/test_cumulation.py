"""Several plans together: their sum is that of their draws, month by month, and who comes first matters."""

import numpy as np
import pytest

from hea.assessment import AssessmentError, outline
from hea.assessment.draws import Draws
from hea.parameters import load_parameters
from hea.portfolio import Cumulation, SpreadError, cumulate
from hea.portfolio.cumulation import ELSEWHERE, _Frame
from hea.proposal import Proposal
from tests.conftest import distribution_centre

DRAWS, SEED = 64, 7
ROOM = {"short": 60, "mid": 20, "long": 20}


def together(*plans: Proposal, **more: object) -> Cumulation:
    return cumulate(plans, draws=DRAWS, seed=SEED, **more)  # type: ignore[arg-type]


FIRST = distribution_centre(company="Eerste")
LATER = distribution_centre(company="Later", opening="2029-03", municipality="GM0983")


def test_one_plan_is_what_it_is_on_its_own() -> None:
    alone = outline(FIRST, draws=DRAWS, seed=SEED)
    found = together(FIRST)
    assert found.month == alone.monthly.month
    assert found.region == alone.monthly.units
    (row,) = found.contributions
    assert row.peak == alone.headline.units.total.peak
    assert (row.share.p10, row.share.p90) == (1, 1)


def test_twice_the_same_plan_asks_exactly_twice_as_much_at_every_end_of_the_range() -> None:
    once, twice = together(FIRST), together(FIRST, FIRST.update(company="Tweede"))
    for end in ("p10", "p50", "p90"):
        np.testing.assert_allclose(
            getattr(twice.region.total, end), 2 * np.array(getattr(once.region.total, end)), rtol=1e-6
        )


def test_a_later_plan_counts_from_its_opening_on() -> None:
    alone, both = together(FIRST), together(FIRST, LATER)
    opening = both.month.index("2029-03")
    assert both.region.total.p50[:opening] == alone.region.total.p50[:opening]
    assert both.region.total.p50[opening + 12] > alone.region.total.p50[opening + 12]


def test_the_order_in_the_list_changes_nothing() -> None:
    one, other = together(FIRST, LATER), together(LATER, FIRST)
    np.testing.assert_allclose(one.region.total.p90, other.region.total.p90, rtol=1e-9)
    assert {row.company: row.peak for row in one.contributions} == {
        row.company: row.peak for row in other.contributions
    }


def test_what_lands_in_the_municipalities_is_what_the_region_needs() -> None:
    figures = load_parameters()
    frame = _Frame([FIRST, LATER], figures, Draws(figures, DRAWS, SEED), {})
    places, region = frame.added()
    np.testing.assert_allclose(sum(item.units for item in places.values()), region.units, rtol=1e-9)


def test_the_waterbed_can_be_set_and_shows_where_it_lands() -> None:
    spread = {FIRST.municipality: {"GM0983": 0.75}}
    found = together(FIRST, spread=spread)
    landed = {row.gm_code: row.peak.p50 for row in found.places}
    assert set(landed) == {"GM0983", ELSEWHERE}
    assert landed["GM0983"] == pytest.approx(3 * landed[ELSEWHERE], rel=1e-6)


@pytest.mark.parametrize("shares", [{"GM0983": 1.2}, {"GM0983": -0.1}, {"GM0983": 0.6, "GM1507": 0.6}])
def test_shares_that_do_not_fit_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(SpreadError):
        together(FIRST, spread={FIRST.municipality: shares})


def test_who_comes_last_finds_no_free_places() -> None:
    with_room = distribution_centre(
        company="Eerste", context={"free_places": {"short": 60, "mid": 20, "long": 20}}
    )
    found = together(with_room, with_room.update(company="Tweede"))
    for row in found.contributions:
        assert row.short_if_last.p50 > row.short_if_first.p50
        assert row.short_if_last.p50 - row.short_if_first.p50 <= 100 + 1e-6


def test_free_places_that_two_plans_tell_of_are_counted_once() -> None:
    with_room = distribution_centre(context={"free_places": {"short": 60}})
    (place,) = [
        row for row in together(with_room, with_room.update(company="B")).places if row.gm_code == "GM0984"
    ]
    assert place.known_places is not None
    assert place.known_places[0] == 60
    assert place.sites == (0, 1)


def test_arranged_places_count_where_they_are_and_while_they_are_there() -> None:
    offer = {
        "stay": "short",
        "places": 50,
        "from_month": "2028-01",
        "until_month": "2028-12",
        "municipality": "Venlo",
    }
    plan = distribution_centre(housing_plan={"offers": [offer]})
    found = together(plan)
    venlo = next(row for row in found.places if row.gm_code == "GM0983")
    assert venlo.known_places is not None
    shown = dict(zip(found.month, venlo.known_places, strict=True))
    assert (shown["2027-12"], shown["2028-01"], shown["2028-12"], shown["2029-01"]) == (0, 50, 50, 0)


def test_unknown_places_are_not_none() -> None:
    unknown, none = together(FIRST), together(distribution_centre(context={"free_places": {"short": 0}}))
    assert unknown.places[0].known_places is None
    assert none.places[0].known_places == tuple([0.0] * len(none.month))


def test_facilities_are_asked_in_proportion() -> None:
    once, twice = together(FIRST), together(FIRST, FIRST.update(company="B"))
    for one, two in zip(once.places[0].facilities, twice.places[0].facilities, strict=True):
        assert two.demand.p50 == pytest.approx(2 * one.demand.p50, rel=1e-3)
    assert any(row.demand.p50 > 0 for row in once.places[0].facilities)


def test_a_plan_beyond_the_common_years_is_named() -> None:
    assert together(FIRST, LATER.update(opening="2045-01")).left_out == (1,)


def test_a_plan_that_cannot_be_assessed_is_an_error_of_that_plan() -> None:
    nothing = distribution_centre(
        workforce=None, area={"kind": "plot", "size_m2": 40_000}, sector="mushrooms"
    )
    with pytest.raises(AssessmentError):
        together(FIRST, nothing)
    with pytest.raises(ValueError, match="no plans"):
        together()

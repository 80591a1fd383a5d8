"""Several plans together: their sum is that of their draws, month by month, and who comes first matters."""

import numpy as np
import pytest

from hea.assessment import AssessmentError, assess, outline
from hea.engine.draws import Draws
from hea.parameters import load_parameters
from hea.portfolio import Cumulation, SpreadError, cumulate
from hea.portfolio import landing as landing_of
from hea.portfolio.landing import Landing
from hea.portfolio.need import ABROAD, Calendar
from hea.portfolio.result import ACROSS, ELSEWHERE
from hea.proposal import Headcount, Proposal
from hea.reference import capacity_signals
from tests.conftest import distribution_centre

DRAWS, SEED = 64, 7
MAX_DOSSIER_SIZE = {"short": 60, "mid": 20, "long": 20}


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
    calendar = Calendar([FIRST, LATER], Draws(figures, DRAWS, SEED), {})
    landing = Landing(calendar)
    landed = sum(landing.need(code) for code in landing.codes)
    np.testing.assert_allclose(landed, landing.region[:ABROAD], rtol=1e-9)


def test_the_waterbed_can_be_set_and_shows_where_it_lands() -> None:
    spread = {FIRST.municipality: {"GM0983": 0.75}}
    found = together(FIRST, spread=spread)
    landed = {row.gm_code: row.peak.p50 for row in found.places}
    assert set(landed) == {"GM0983", ELSEWHERE}
    assert landed["GM0983"] == pytest.approx(3 * landed[ELSEWHERE], rel=1e-6)


@pytest.mark.parametrize(
    "shares", [{"GM0983": 1.2}, {"GM0983": -0.1}, {"GM0983": 0.6, "GM1507": 0.6}, {"GM9999": 0.1}]
)
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


KNOWN = {
    "kern_inhabitants": 3000,
    "existing_migrants_kern": 100,
    "existing_migrants_municipality": 2500,
    "existing_within_radius": 150,
}


def test_signals_of_one_plan_are_those_of_its_assessment() -> None:
    plan = distribution_centre(kern="Oirlo", context=KNOWN)
    own = {row.id: row for row in assess(plan, draws=DRAWS, seed=SEED).capacity_signals}
    place = next(row for row in together(plan).places if row.gm_code == plan.municipality)
    compared = [row for row in place.signals if row.value is not None]
    assert {row.id for row in compared} >= {"def_share_municipality", "def_share_kern", "def_radius"}
    for row in compared:
        expected = own[row.id].value
        assert row.value is not None
        assert expected is not None
        assert row.value.p50 == pytest.approx(expected.p50, rel=1e-6)
        assert row.level == own[row.id].level


def radius(plan: Proposal) -> float:
    """Beds of a plan near its site, by its own assessment: so many at most in nine of ten draws."""
    (row,) = [row for row in assess(plan, draws=DRAWS, seed=SEED).capacity_signals if row.id == "def_radius"]
    assert row.value is not None
    return row.value.p90


def test_two_plans_in_one_village_cross_a_line_that_neither_crosses_alone() -> None:
    beds = radius(distribution_centre(kern="Oirlo", context=KNOWN | {"existing_within_radius": 0}))
    rule = capacity_signals()["def_radius"]
    assert rule.amber is not None
    there = rule.amber - 1.5 * beds  # room for one of them and a half
    one = distribution_centre(kern="Oirlo", context=KNOWN | {"existing_within_radius": there})
    other = one.update(company="B", kern=" oirlo ")
    elsewhere = one.update(company="C", kern="Wanssum")

    def levels(*plans: Proposal) -> dict[str, str]:
        place = next(row for row in together(*plans).places if row.gm_code == "GM0984")
        return {f"{row.id} {row.scope}": row.level for row in place.signals if row.id == "def_radius"}

    assert set(levels(one).values()) == {"green"}
    assert set(levels(one, other).values()) == {"amber"}
    assert set(levels(one, elsewhere).values()) == {"green"}
    assert len(levels(one, elsewhere)) == 2


def test_what_is_not_told_is_unknown_and_says_why() -> None:
    place = next(row for row in together(FIRST).places if row.gm_code == "GM0984")
    assert {row.level for row in place.signals} == {"unknown"}
    assert all(row.reason for row in place.signals)


def test_others_plans_and_shortage_stand_beside_and_are_never_added() -> None:
    told = {"pipeline_places": {"short": 80}, "existing_shortage": {"long": 40}}
    bare, beside = together(FIRST), together(distribution_centre(company="Eerste", context=told))
    place = next(row for row in beside.places if row.gm_code == "GM0984")
    assert place.pipeline.short == 80
    assert place.pipeline.mid is None
    assert place.existing_shortage.long == 40
    assert place.known_places is None
    assert [row.short_of for row in beside.places] == [row.short_of for row in bare.places]


def test_facilities_are_told_per_month_and_peak_in_the_month_that_is_named() -> None:
    found = together(FIRST, LATER)
    for place in found.places:
        for row in place.facilities:
            at = found.month.index(place.facilities_month)
            assert row.monthly.p50[at] == pytest.approx(row.demand.p50, abs=2e-6)
            assert row.grade in "ABCD"
            assert row.source
    assert sum(bool(place.facilities) for place in found.places) > 2


def test_a_facility_is_full_when_both_plans_come() -> None:
    site = next(row for row in together(FIRST).places if row.sites)
    pupils = next(row for row in site.facilities if row.id == "gp")
    room = 1.5 * pupils.demand.p50
    told = {"facility_capacities": {"gp": {"capacity": 10, "in_use": 10 - room}}}
    plan = distribution_centre(company="Eerste", context=told)

    def after(*plans: Proposal) -> float:
        place = next(row for row in together(*plans).places if row.sites)
        row = next(row for row in place.facilities if row.id == "gp")
        assert row.utilisation_after is not None
        return row.utilisation_after.p50

    assert after(plan) < 1 < after(plan, plan.update(company="B"))


def test_in_order_of_opening_the_shortages_add_up_to_the_whole() -> None:
    room = {"free_places": MAX_DOSSIER_SIZE}
    plans = [
        distribution_centre(company="Later", opening="2029-03", context=room),
        distribution_centre(company="Eerst", context=room),
    ]
    found = together(*plans)
    later, first = found.contributions
    assert first.short_in_order == first.short_if_first
    assert later.short_in_order.p50 == pytest.approx(later.short_if_last.p50, rel=1e-6)
    assert later.short_in_order.p50 > later.short_if_first.p50


def test_people_across_the_border_are_told_and_a_share_can_be_sent_there() -> None:
    found = together(distribution_centre(recruitment={"cross_border_share": 0.2}))
    nobody = together(distribution_centre(recruitment={"cross_border_share": 0}))
    assert found.across_border.p50 > 0 == nobody.across_border.p50
    sent = together(FIRST, spread={"GM0984": {"GM0984": 0.5, ACROSS: 0.5}})
    assert {row.gm_code: row.peak.p50 for row in sent.places}.keys() == {"GM0984", ACROSS}
    (row,) = sent.spread
    assert row.own
    assert row.shares[ACROSS].p50 == 0.5
    assert not together(FIRST).spread[0].own


def test_the_waterbed_shows_who_is_there_for_work_elsewhere() -> None:
    found = {row.gm_code: row for row in together(FIRST, LATER.update(municipality="GM1507")).places}
    venray, horst = found["GM0984"], found["GM1507"]
    assert 0 < horst.from_elsewhere.p50 < horst.peak.p50
    assert 0 < venray.from_elsewhere.p50 < venray.peak.p50
    neighbour = next(row for code, row in found.items() if not row.sites and code != ELSEWHERE)
    assert neighbour.from_elsewhere == neighbour.peak


def test_many_sizes_of_one_kind_add_up_as_if_each_were_calculated() -> None:
    bare = distribution_centre(function_groups=(), workforce=Headcount(count=100))
    plans = [bare.update(company=str(n), workforce=Headcount(count=100 * n)) for n in (1, 2, 3)]
    one = together(bare.update(workforce=Headcount(count=600)))
    np.testing.assert_allclose(together(*plans).region.total.p90, one.region.total.p90, rtol=1e-6)


def test_a_plan_counts_in_the_village_where_its_places_stand() -> None:
    offers = [{"stay": "short", "places": 80, "from_month": "2027-03", "kern": "Wanssum"}]
    plan = distribution_centre(kern="Oirlo", context=KNOWN, housing_plan={"offers": offers})
    place = next(row for row in together(plan).places if row.gm_code == plan.municipality)
    assert {row.scope for row in place.signals if row.id == "def_share_kern"} == {"kern, Wanssum"}


def test_what_a_plan_asks_is_spread_over_the_villages_where_its_places_stand() -> None:
    """By hand: four fifths where 80 of 100 places stand; a plan without a village stands in none."""
    offers = [
        {"stay": "short", "places": 80, "from_month": "2027-03", "kern": "Wanssum"},
        {"stay": "mid", "places": 15, "from_month": "2027-03", "kern": "Oirlo"},
        {"stay": "short", "places": 5, "from_month": "2027-03", "kern": " oirlo "},
        {
            "stay": "short",
            "places": 500,
            "from_month": "2027-03",
            "kern": "Sevenum",
            "municipality": "GM1507",
        },
    ]
    plan = distribution_centre(kern="Oirlo", context=KNOWN, housing_plan={"offers": offers})
    found = together(plan, distribution_centre(company="Zonder kern"))
    place = next(row for row in found.places if row.gm_code == plan.municipality)
    names = {row.name: row for row in place.villages}
    assert list(names) == ["Oirlo", "Wanssum", ""]
    assert [row.sites for row in place.villages] == [(0,), (0,), (1,)]
    assert names["Wanssum"].peak.p50 == pytest.approx(4 * names["Oirlo"].peak.p50, rel=1e-6)
    both = names["Wanssum"].peak.p50 + names["Oirlo"].peak.p50
    assert both == pytest.approx(names[""].peak.p50, rel=1e-6)
    scopes = {row.scope for row in place.signals if row.id == "def_share_kern"}
    assert scopes == {"kern, Wanssum", "kern, Oirlo"}


def test_without_a_village_nothing_is_told_per_village() -> None:
    assert all(not place.villages for place in together(FIRST, LATER).places)


IN_A_VILLAGE = distribution_centre(company="Kern", kern="Oostrum")
STATED = distribution_centre(company="Zegt", recruitment={"within_municipality_share": 0.6})


def test_spreading_a_site_once_is_spreading_each_of_its_plans() -> None:
    plans = [FIRST, LATER, IN_A_VILLAGE, STATED, FIRST.update(company="Weer", opening="2028-02")]
    calendar = Calendar(plans, Draws(load_parameters(), DRAWS, SEED), {})
    landing = Landing(calendar)
    for code in ("GM0984", "GM0983"):
        apart, own = calendar.nothing(ABROAD), calendar.nothing(ABROAD)
        for index, plan in enumerate(plans):
            months = calendar.months_of(index)
            need = (
                calendar.factor(index)
                * calendar.standard_need(index)[:ABROAD, :, : months.stop - months.start]
            )
            landed = need * calendar.shares(plan).get(code, np.zeros(DRAWS))[:, None]
            apart[..., months] += landed
            if plan.municipality == code:
                own[..., months] += landed
        sums = landing.sums(code)
        np.testing.assert_allclose(sums.need, apart, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(sums.own, calendar.places(own).sum(axis=0), rtol=1e-9, atol=1e-9)
        assert set(sums.villages) == {"GM0984": {"oostrum", ""}, "GM0983": {""}}[code]


def test_sums_of_very_many_sites_are_right_to_six_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = together(FIRST, LATER)
    monkeypatch.setattr(landing_of, "EXACT_SITES", 0)
    for row, other in zip(exact.places, together(FIRST, LATER).places, strict=True):
        np.testing.assert_allclose(row.need.total.p90, other.need.total.p90, rtol=1e-6, atol=1e-4)


def test_plans_that_are_kept_no_longer_are_calculated_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = together(FIRST, LATER, FIRST.update(company="Weer"))
    monkeypatch.setattr(landing_of, "KEPT_BYTES", 0)
    assert together(FIRST, LATER, FIRST.update(company="Weer")) == kept

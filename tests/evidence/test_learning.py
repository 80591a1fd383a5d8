"""Learning from cases: in the unit of the figures, with or without a case, announced and counted apart."""

import math
from typing import Any

import pytest

from hea.evidence.comparing import compared
from hea.evidence.learning import KINDS, Evidence, evidence_of, is_mixed, statistics, usual_spread
from hea.evidence.links import SEASON
from hea.evidence.observations import observations, off_scale, on_scale
from hea.parameters import load_parameters
from hea.reference import ReferenceCase, reference_cases
from hea.validation import validate

FLOOR = "sector.dc_warehousing.jobs_per_1000m2"
SHARE = "sector.dc_warehousing.migrant_share"
HARVEST = "sector.open_field_harvest.jobs_per_ha"
KNOWN = load_parameters()


def case(name: str = "a", **given: Any) -> ReferenceCase:
    usual = {
        "id": name, "name": name, "place": "Venray", "sector_id": "dc_warehousing", "reliability": "counted",
    }  # fmt: skip
    return ReferenceCase.model_validate(usual | given)


def seen(*cases: ReferenceCase) -> dict[str, float]:
    return {item.figure: off_scale(item.figure, item.value) for item in observations(cases, KNOWN)}


@pytest.fixture(scope="module")
def published() -> Evidence:
    return evidence_of(reference_cases().values(), KNOWN)


def test_a_case_tells_its_own_density_and_share() -> None:
    found = seen(case(floor_m2=20000, workers_base=160, migrants_low=80, migrants_high=80))
    assert found[FLOOR] == pytest.approx(8)
    assert found[SHARE] == pytest.approx(0.5, abs=0.01)


def test_a_peak_and_a_mean_of_a_harvest_are_read_in_the_unit_of_the_figure() -> None:
    """The density of a harvest is one of the busiest month."""
    (peak,) = seen(case(sector_id="open_field_harvest", plot_ha=100, workers_peak=150)).values()
    (mean,) = seen(case(sector_id="open_field_harvest", plot_ha=100, workers_base=150)).values()
    assert peak == pytest.approx(1.5, rel=0.05)
    assert mean > 1.5 * peak


def test_full_time_jobs_are_read_as_such() -> None:
    (found,) = seen(case(sector_id="glasshouse", plot_ha=10, workers_base=80)).values()
    assert found == pytest.approx(8 / KNOWN.value("persons_per_fte"), rel=1e-6)


def test_what_was_announced_counts_as_what_comes_of_it_and_for_less() -> None:
    told = case(floor_m2=20000, workers_base=160, reliability="announced")
    (item,) = observations([told], KNOWN)
    assert item.announced
    assert off_scale(FLOOR, item.value) == pytest.approx(8 / KNOWN.value("announced_over_counted"))
    assert item.extra > 0.2


@pytest.mark.parametrize(
    "change",
    [
        {"reliability": "claimed by opponents"},
        {"country": "DE"},
        {"kind": "estate"},
        {"area_note": "phase"},
        {"workers_base": None},
        {"sector_id": "data_centre"},
    ],
)
def test_a_case_that_cannot_tell_is_left_out(change: dict[str, Any]) -> None:
    assert not seen(case(**{"floor_m2": 20000, "workers_base": 160} | change))


def test_all_labour_migrants_is_much_but_no_certainty() -> None:
    found = seen(case(workers_base=50, migrants_low=50, migrants_high=50))
    assert 0.95 < found[SHARE] < 1


def test_scales_go_there_and_back() -> None:
    for name, value in ((FLOOR, 6.0), (SHARE, 0.45)):
        assert off_scale(name, on_scale(name, value)) == pytest.approx(value)


def test_without_cases_every_middle_is_that_of_the_statistic() -> None:
    learned = evidence_of((), KNOWN).learned
    assert set(learned) == set(statistics())
    for name, bounds in learned.items():
        assert bounds.central == pytest.approx(statistics()[name].central, rel=1e-6)
        assert bounds.low < bounds.central < bounds.high


def test_a_figure_that_many_count_high_rises_and_the_others_only_widen_or_narrow(published: Evidence) -> None:
    high = [case(f"hoog{i}", floor_m2=20000, workers_base=300 + i) for i in range(6)]
    learned = evidence_of([*reference_cases().values(), *high], KNOWN).learned
    assert learned[FLOOR].central > 1.15 * published.learned[FLOOR].central
    assert learned[HARVEST].central == pytest.approx(published.learned[HARVEST].central, rel=0.15)


def test_what_is_said_of_a_case_beforehand_does_not_know_it(published: Evidence) -> None:
    extreme = case("ver", floor_m2=20000, workers_base=2000)
    with_it = Evidence((*published.seen, *observations([extreme], KNOWN)), published.figures)
    assert with_it.without("ver")[FLOOR] == pytest.approx(published.learned[FLOOR])
    assert with_it.learned[FLOOR].high > published.learned[FLOOR].high


def test_a_case_without_figures_is_not_left_out_of_anything(published: Evidence) -> None:
    assert published.without("bedrijf_vidaxl_venlo") == {}


def test_the_usual_spread_is_that_of_the_statistics() -> None:
    for kind in KINDS:
        assert 0.15 < usual_spread(kind) < 1.2


def test_the_comparison_tells_what_moves_on_which_evidence(published: Evidence) -> None:
    own = case("eigen", floor_m2=20000, workers_base=300)
    everything = evidence_of([*reference_cases().values(), own], KNOWN)
    found = compared(everything, KNOWN, {own.id})
    figures = {item.name: item for item in found.figures}
    assert figures[FLOOR].own == 1
    assert figures[HARVEST].own == 0
    assert figures[FLOOR].counted + figures[FLOOR].announced == len(everything.of(FLOOR))
    assert found.tested == sum(item.tested for item in found.figures)
    assert len(everything.seen) - found.tested > 0  # a kind and its whole are one test
    assert found.inside == sum(item.inside for item in found.figures)
    moves = [abs(math.log(item.moved)) for item in found.changed]
    assert moves == sorted(moves, reverse=True)


def test_the_figures_that_ship_are_those_that_the_published_cases_teach(published: Evidence) -> None:
    found = compared(published, KNOWN)
    assert found.changed == (), "run: python -m hea.cli.learned_figures"
    for item in found.figures:
        told = KNOWN[item.name].learned
        assert told is not None
        assert (told.counted, told.announced) == (item.counted, item.announced)
        assert told.statistic == pytest.approx(item.statistic)


def test_a_case_of_a_kind_of_work_tells_of_the_kind_and_of_the_whole(published: Evidence) -> None:
    figures = {item.figure for item in published.seen if item.case == "bedrijf_rhenus_tilburg"}
    assert figures == {"sector.dc_bulk.jobs_per_1000m2", FLOOR}
    assert is_mixed(FLOOR)
    assert not is_mixed("sector.dc_bulk.jobs_per_1000m2")
    kind, whole = (published.learned[name] for name in sorted(figures))
    assert whole.high / whole.low > kind.high / kind.low  # of unknown kind is less known


def test_the_strength_of_a_season_is_the_one_that_gives_the_peak() -> None:
    told = case(sector_id="open_field_harvest", workers_base=40, workers_peak=80, base_is="lowest")
    (item,) = (found for found in observations([told], KNOWN) if found.figure == SEASON)
    strength = off_scale(SEASON, item.value)
    row = next(
        row
        for row in validate(KNOWN.replace({SEASON: strength}), draws=64, cases={"a": told}).rows
        if "peak" in row.id
    )
    assert row.predicted is not None
    assert row.predicted.p50 == pytest.approx(80, rel=0.01)


def test_a_sector_without_a_season_tells_nothing_of_its_strength() -> None:
    told = case(sector_id="slaughter", workers_base=40, workers_peak=80, base_is="mean")
    assert SEASON not in seen(told)


def test_nothing_changes_if_the_figures_are_those_that_were_learned(published: Evidence) -> None:
    again = compared(published, KNOWN.with_ranges(published.learned))
    assert again.changed == ()

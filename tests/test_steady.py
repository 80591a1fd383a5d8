"""What is told does not hang on the seed: how long a season is, which month it is, what is worth asking."""

import pytest

from hea import assess
from hea.assessment import Assessment
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.exchange import example
from hea.parameters import load_parameters
from tests.conftest import distribution_centre

SEEDS = (1, 2, 3, 4)


def lengths(name: str, seed: int) -> list[int]:
    calculation = Calculation(example(name), Draws(load_parameters(), 64, seed))
    return [shape.season_months for shape in calculation.workforce.shapes.values()]


@pytest.mark.parametrize("name", ["plantenkwekerij_erp", "zachtfruit_meierijstad"])
def test_a_season_is_as_long_whatever_the_seed(name: str) -> None:
    assert [lengths(name, seed) for seed in SEEDS] == [lengths(name, SEEDS[0])] * len(SEEDS)


@pytest.fixture(scope="module")
def runs() -> list[Assessment]:
    return [assess(distribution_centre(), draws=2048, seed=seed) for seed in SEEDS[:2]]


def test_what_moves_nothing_is_no_driver_and_what_narrows_little_is_not_asked(runs: list[Assessment]) -> None:
    for made in runs:
        for headline in made.drivers.headlines:
            for driver in headline.drivers:
                assert driver.low != driver.high
        assert made.drivers.ask_first
        assert all(ask.narrowing >= 0.10 for ask in made.drivers.ask_first)


def test_the_same_is_asked_with_another_seed(runs: list[Assessment]) -> None:
    first, second = ([ask.question for ask in made.drivers.ask_first] for made in runs)
    assert first == second


def test_a_site_that_does_not_shrink_names_no_month_in_which_homes_are_lost() -> None:
    flat = distribution_centre(automation=())
    made = assess(flat, draws=64)
    assert made.housing.homes_lost_month is None
    months = [assess(flat, draws=64, seed=seed).housing.peak_month for seed in SEEDS]
    assert len(set(months)) == 1
    assert made.housing.homes_lost_peak.p90 == 0

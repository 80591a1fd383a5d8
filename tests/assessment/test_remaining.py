"""The range that is left after the answers worth asking for: true, steady, and told on every surface."""

import numpy as np
import pytest

from hea import Assessment, assess, load_parameters
from hea.assessment import DOSSIER_DRAWS
from hea.engine import sobol
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.exchange import example
from hea.model import sensitivity
from hea.model.uncertainty import percentiles
from hea.report.sentences import evidence
from hea.texts import LANGUAGES, Lang
from tests.conftest import distribution_centre
from tests.surfaces import in_workbook, on_paper, on_screen

SEEDS = range(1, 5)
PLANS = {
    "centre": distribution_centre(workforce={"count": 500}),
    "venray": example("fictief_dossier_venray"),
    "erp": example("plantenkwekerij_erp"),
}


def test_by_hand_what_one_of_two_factors_leaves() -> None:
    """A product of two independent factors: once the first is known at 100 the second is left, 80 to 125."""
    first, second = (sobol.points(dimension, 8192, 1) for dimension in (0, 1))
    spread = [np.exp(np.log(1.25) * np.log(u / (1 - u)) / np.log(9)) for u in (first, second)]
    outcome = 10_000 * spread[0] ** 3 * spread[1]
    low, middle, high = sensitivity.remaining(first[None, :], outcome)
    assert (low, middle, high) == pytest.approx((8_000, 10_000, 12_500), rel=0.01)


@pytest.mark.parametrize("name", PLANS)
def test_what_is_left_is_what_a_run_with_those_figures_known_gives(name: str) -> None:
    made = assess(PLANS[name], draws=DOSSIER_DRAWS)
    left = made.drivers.remaining
    assert left is not None
    asked = [item.parameter for item in made.drivers.ask_first]
    known = load_parameters().replace({parameter: load_parameters().value(parameter) for parameter in asked})
    low, middle, high = percentiles(
        Calculation(PLANS[name], Draws(known, 4096, 9)).headline["units.total.peak"]
    )
    now = made.headline.units.total.peak
    assert left.p90 - left.p10 == pytest.approx(high - low, abs=0.15 * (now.p90 - now.p10))
    assert left.p50 == pytest.approx(middle, rel=0.05)
    assert left.p90 - left.p10 < now.p90 - now.p10


@pytest.mark.parametrize("name", PLANS)
def test_the_same_questions_are_named_whatever_the_seed(name: str) -> None:
    made = [assess(PLANS[name], draws=DOSSIER_DRAWS, seed=seed) for seed in SEEDS]
    named = {frozenset(item.question for item in one.drivers.ask_first) for one in made}
    assert len(named) == 1
    widths = [one.drivers.remaining.p90 - one.drivers.remaining.p10 for one in made if one.drivers.remaining]
    assert max(widths) <= 1.15 * min(widths)


def test_chance_alone_narrows_nothing() -> None:
    """In few draws a bin is a little narrower than the whole by chance: that is no reason to ask."""
    found = []
    for seed in range(40):
        noise = np.random.default_rng(seed).lognormal(size=DOSSIER_DRAWS)
        found.append(
            sensitivity.narrowing(np.random.default_rng(seed + 99).permutation(DOSSIER_DRAWS), noise, 16)
        )
    assert np.mean(found) < 0.012


def test_where_nobody_works_there_is_nothing_to_ask_and_nothing_left() -> None:
    made = assess(distribution_centre(workforce={"count": 0}), draws=DOSSIER_DRAWS)
    assert made.drivers.remaining is None
    assert evidence.ask_sentences(made, "nl") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_workbook_and_screen_tell_what_is_left(lang: Lang) -> None:
    made: Assessment = assess(PLANS["centre"], draws=DOSSIER_DRAWS)
    _, left = evidence.ask_sentences(made, lang)
    assert left in on_paper(made, lang, "summary")
    assert left in on_screen(made, lang, "drivers")
    assert left in {cell for rows in in_workbook(made, lang).values() for row in rows for cell in row}

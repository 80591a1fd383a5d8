"""The promise follows the measurement: beside every range, and per sector in the range of application."""

import pytest

import hea
from hea.assessment import scope
from hea.evidence.measured import Hits, Measured, measured
from hea.exchange import example
from hea.proposal import Headcount, Proposal
from hea.report.sentences.promise import range_note
from hea.texts import LANGUAGES


def said(sector: str) -> tuple[bool | None, str]:
    plan = Proposal(
        company="x", municipality="GM0984", sector=sector, opening="2028-01", workforce=Headcount(count=100)
    )
    made = hea.assess(plan, draws=64)
    (item,) = [item for item in made.scope if item.topic == "measured"]
    return item.inside, item.message.nl


def held(**sectors: tuple[int, int]) -> Measured:
    every = {name: Hits(tested=tested, inside=inside) for name, (tested, inside) in sectors.items()}
    return Measured(all=Hits(tested=40, inside=27), error=0.06, sectors=every)


@pytest.mark.parametrize(
    ("found", "inside", "words"),
    [
        ({}, None, "niet gemeten"),
        ({"slaughter": (1, 1)}, None, "Te weinig"),
        ({"slaughter": (5, 4)}, True, "liggen er 4 binnen"),
        ({"slaughter": (5, 2)}, False, "grotere onzekerheid"),
    ],
)
def test_a_sector_says_whether_its_range_was_measured(
    monkeypatch: pytest.MonkeyPatch, found: dict[str, tuple[int, int]], inside: bool | None, words: str
) -> None:
    monkeypatch.setattr(scope, "measured", lambda: held(**found))
    judged, told = said("slaughter")
    assert judged is inside
    assert words in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_measured_coverage_stands_beside_the_promise(lang: hea.texts.Lang) -> None:
    told, every = range_note(lang), measured().all
    assert f" {every.tested} " in told
    assert f" {every.inside} " in told
    assert f"{round(100 * every.coverage)}%" in told


def test_the_figures_of_the_example_have_a_sector_that_says_so() -> None:
    assert any(
        item.topic == "measured" for item in hea.assess(example("fulfilment_waalwijk"), draws=64).scope
    )

"""The pictures for a council: moments in time, places and permits, and rules as thermometers."""

from typing import Any

import pytest

from hea import assess
from hea.assessment.results.rounding import rounded
from hea.colours import INK, INK_DARK
from hea.exchange import example, example_names
from hea.proposal import month_name, month_number
from hea.report.figures import figures, planning, thermometers, vega
from hea.report.figures.figures import Figure
from hea.report.sentences import signals
from hea.texts import LANGUAGES, Lang, month, text
from tests.conftest import FEW_DRAWS, distribution_centre
from tests.report.figures.test_figures import columns_of, drawn, words_of

NOW = "2026-11"


@pytest.fixture(scope="module", params=example_names())
def assessment(request: pytest.FixtureRequest) -> Any:
    return assess(example(request.param), draws=64)


def made(assessment: Any, lang: Lang) -> list[Figure]:
    found = (
        figures.need_and_places(assessment, lang, NOW),
        planning.places_and_permits(assessment, lang, NOW),
        thermometers.thermometers(assessment, lang),
    )
    return [picture for picture in found if picture is not None]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_draws_what_its_tables_hold(assessment: Any, lang: Lang) -> None:
    for picture in made(assessment, lang):
        assert any(character.isdigit() for character in picture.alt), picture.title
        assert len(picture.table) > 0
        spec = vega.for_screen(picture.vega(), lang)
        for name, fields in drawn(spec):
            assert fields <= columns_of(spec["datasets"][name]), (picture.title, name)


def test_the_need_has_today_and_what_is_first_possible() -> None:
    found = assess(example("fictief_dossier_venray"), draws=64)
    picture = figures.need_and_places(found, "nl", NOW)
    first = month_name(month_number(NOW) + round(found.housing.lead_time_months.p50))
    for told in (NOW, first):
        assert month(told) in picture.alt
    assert figures.need_and_places(found, "nl").vega().tables["marks"].empty


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_offer_stands_in_the_planning_with_its_months(assessment: Any, lang: Lang) -> None:
    picture = planning.places_and_permits(assessment, lang, NOW)
    assert picture is not None
    small = " ".join(words_of(picture.svg()))
    for offer in assessment.proposal.offers:
        assert month(offer.from_month, lang) in picture.alt
        assert any(month(offer.from_month, lang) in told for told in picture.table.iloc[:, 0])
    for name in picture.table.index:
        assert name in small


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_thermometer_stands_for_every_rule_with_a_value_and_a_limit(assessment: Any, lang: Lang) -> None:
    known = [s for s in assessment.capacity_signals if s.value is not None and s.reason is None]
    picture = thermometers.thermometers(assessment, lang)
    assert (0 if picture is None else len(picture.table)) == len(known)
    if picture is not None:
        levels = {signals.level_text(item.level, lang) for item in known}
        assert set(picture.table.iloc[:, -1]) == levels


def test_who_asks_for_no_places_has_no_planning() -> None:
    nobody = assess(distribution_centre(workforce={"count": 0}), draws=FEW_DRAWS)
    assert planning.places_and_permits(nobody, "nl", NOW) is None


def test_a_range_on_both_sides_of_a_limit_is_drawn_on_both_sides() -> None:
    rows = thermometers.thermometers(assess(example("fictief_dossier_venray"), draws=64), "nl")
    assert rows is not None
    for row in rows.vega().tables["rows"].itertuples():
        assert 0 <= row.low <= row.high <= 1
    assert text("thermometer.title", "nl") == rows.title


def test_a_month_that_is_pointed_at_tells_its_figures_as_they_are_rounded_everywhere(assessment: Any) -> None:
    paper = figures.need_and_places(assessment, "nl", NOW).vega()
    screen = figures.pointed(paper, "nl")
    assert len(screen.drawing["layer"]) == len(paper.drawing["layer"]) + 1
    month_told, *told = screen.drawing["layer"][-1]["encoding"]["tooltip"]
    assert month_told["title"] == text("report.month")
    assert [item["title"] for item in told] == [
        text(f"report.{key}") for key in ("low", "middle", "high", "chart_supply", "chart_short")
    ]
    months = screen.tables["months"]
    for item, plain in zip(told, ("low", "middle", "high", "places", "short"), strict=True):
        assert list(months[item["field"]]) == [rounded(value, "places") for value in months[plain]]
    classes = (getattr(assessment.monthly.gap, stay).p50 for stay in ("short", "mid", "long"))
    assert list(months["short"]) == [sum(row) for row in zip(*classes, strict=True)]


def test_ink_is_light_on_a_dark_page(assessment: Any) -> None:
    chart = figures.need_and_places(assessment, "nl", NOW).vega()
    light, dark = (str(vega.for_screen(chart, "nl", dark=dark)["layer"]) for dark in (False, True))
    assert INK in light
    assert INK_DARK in dark
    assert INK not in dark

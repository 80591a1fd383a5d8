"""Every picture says in words what it shows, and has the same figures as a table."""

import base64
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from hea import assess, compare
from hea.assessment import drawn_outline
from hea.assessment.results.rounding import rounded
from hea.exchange import example, example_names
from hea.portfolio import cumulate
from hea.proposal import STAY_CLASSES
from hea.report.figures import beside, figures, follow_up, planning, region, reliability, thermometers, vega
from hea.report.portfolio import figures as portfolio
from hea.report.sentences import evidence
from hea.report.sentences.follow_up import Counted
from hea.report.sentences.ranges import UNIT_OF_STAY, range_text, shown
from hea.scenarios.beside import beside as set_beside
from hea.texts import LANGUAGES, Lang, text
from hea.validation import validate

DOSSIER = "fictief_dossier_venray"


@pytest.fixture(scope="module", params=example_names())
def assessment(request: pytest.FixtureRequest) -> Any:
    return assess(example(request.param), draws=64)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_words_with_numbers_and_a_table(assessment: Any, lang: Lang) -> None:
    made = [
        figures.need_by_stay(assessment, lang),
        *(figures.stay_need(assessment, stay, lang) for stay in ("short", "mid", "long")),
        figures.workforce_path(assessment, lang),
        figures.facility_use(assessment, lang),
        figures.welfare_profile(assessment, lang),
        figures.drivers(assessment, evidence.MAIN_PATHS[0], lang),
    ]
    for picture in filter(None, made):
        assert any(character.isdigit() for character in picture.alt), picture.title
        assert len(picture.table) > 0
        assert not picture.table.isna().any().any()
        spec = vega.for_screen(picture.vega(), lang)
        assert spec["$schema"]
        for name, fields in drawn(spec):
            assert fields, picture.title
            assert fields <= columns_of(spec["datasets"][name]), (picture.title, name)


def drawn(part: dict[str, Any], name: str = "") -> Iterator[tuple[str, set[str]]]:
    """The table that each layer of a drawing names, with the columns that it shows."""
    name = part.get("data", {}).get("name", name)
    for layer in part.get("layer", ()):
        yield from drawn(layer, name)
    if "encoding" in part:
        channels = [
            item
            for value in part["encoding"].values()
            for item in (value if isinstance(value, list) else [value])
        ]
        yield name, {item["field"] for item in channels if "field" in item}


def columns_of(rows: Any) -> set[str]:
    return set(rows) if isinstance(rows, pd.DataFrame) else set(rows[0])


def test_a_picture_and_its_table_show_the_figures_of_the_assessment() -> None:
    made = assess(example(DOSSIER), draws=64)
    table = figures.need_by_stay(made, "nl").table
    total = made.monthly.units.total
    assert table.iloc[0, -1].startswith(shown(total.p10[11], "places", "nl"))
    assert range_text(made.housing.in_municipality, "places", "nl") in region.region(made, "nl").alt
    use = figures.facility_use(made, "nl")
    known = [item for item in made.facilities if item.utilisation_after is not None]
    assert len(use.table) == len(known) > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_has_words_and_a_table_of_every_place(assessment: Any, lang: Lang) -> None:
    made = region.region(assessment, lang)
    landings = [assessment.housing.in_municipality, *(item.units for item in assessment.housing.neighbours)]
    assert len(made.table) == len(landings)
    for name, places in zip(made.table.index, landings, strict=True):
        assert f"{name}: {range_text(places, 'places', lang)}" in made.alt


def test_no_capacity_known_is_no_picture_and_not_an_empty_one() -> None:
    assert figures.facility_use(assess(example("fulfilment_waalwijk"), draws=16), "nl") is None


def test_the_scenarios_are_all_in_the_picture() -> None:
    comparison = compare(example(DOSSIER), draws=64)
    picture = figures.scenario_places(comparison, "nl")
    assert list(picture.table.index) == [row.name.nl for row in comparison.scenarios]
    assert all(row.name.nl in picture.alt for row in comparison.scenarios)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_small_images_show_the_figures_of_the_words(assessment: Any, lang: Lang) -> None:
    season = figures.season(assessment, lang)
    assert any(character.isdigit() for character in season.alt)
    path, *stays = (
        figures.workforce_path(assessment, lang),
        *(figures.stay_need(assessment, stay, lang) for stay in STAY_CLASSES),
    )
    for made, unit in (
        (season, "persons"),
        (path, "persons"),
        *zip(stays, map(UNIT_OF_STAY.get, STAY_CLASSES), strict=True),
    ):
        assert text(f"unit.{unit}", lang) in words_of(made.svg())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ranges_are_the_same_small_and_on_paper(assessment: Any, lang: Lang) -> None:
    for made in (figures.facility_use(assessment, lang), figures.welfare_profile(assessment, lang)):
        if made is not None:
            rows = made.vega().tables["rows"]
            assert [*rows["name"]] == [*made.table.index]
            assert set(rows["name"]) <= set(words_of(made.svg()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_of_an_assessment_is_drawn_as_a_chart_and_as_an_image(
    assessment: Any, lang: Lang
) -> None:
    made = [
        figures.need_by_stay(assessment, lang),
        figures.need_and_places(assessment, lang, "2026-06"),
        *(figures.stay_need(assessment, stay, lang) for stay in STAY_CLASSES),
        figures.workforce_path(assessment, lang),
        figures.season(assessment, lang),
        figures.facility_use(assessment, lang),
        figures.welfare_profile(assessment, lang),
        figures.flow(assessment, lang),
        figures.drivers(assessment, evidence.MAIN_PATHS[0], lang),
        region.region(assessment, lang),
        planning.places_and_permits(assessment, lang),
        thermometers.thermometers(assessment, lang),
        follow_up.counted_against_forecast(assessment, [Counted("2028-01", (("migrants", 30.0),), "")], lang),
    ]
    for figure in filter(None, made):
        both_ways(figure, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_of_several_plans_are_drawn_as_a_chart_and_as_an_image(lang: Lang) -> None:
    plan = example(DOSSIER)
    both_ways(beside.plans_beside(set_beside(("a", "b"), [drawn_outline(plan, draws=64)] * 2), lang), lang)
    found = cumulate([plan, plan], draws=64)
    both_ways(portfolio.together(found, lang), lang)
    both_ways(portfolio.where(found, lang), lang)
    both_ways(reliability.reliability(validate(draws=64), lang), lang)


def both_ways(figure: figures.Figure | None, lang: Lang) -> None:
    assert figure is not None
    assert "<svg" in vega.to_svg(figure.vega(), lang, "sans-serif"), figure.title
    assert words_of(figure.svg()), figure.title


def test_the_scenarios_stand_small_with_their_figures() -> None:
    comparison = compare(example(DOSSIER), draws=64)
    words = words_of(figures.scenario_places(comparison, "nl").svg())
    for row in comparison.scenarios:
        assert row.name.nl in words
        assert range_text(row.headline.units.total.peak, "places", "nl") in words


def words_of(image: str) -> list[str | None]:
    root = ElementTree.fromstring(base64.b64decode(image.split(",")[1]))
    return [part.text for part in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_season_is_that_of_the_fifth_year() -> None:
    made = assess(example(DOSSIER), draws=64)
    window = made.monthly.positions.p50[48:60]
    told = [int(value.replace(".", "")) for value in figures.season(made, "nl").table.iloc[:, 0]]
    assert sorted(told) == sorted(round(value) for value in window)
    assert made.monthly.month[48].endswith("-03")
    assert told[2] == round(window[0])


def pointed_at(part: dict[str, Any], name: str = "") -> Iterator[tuple[str, str]]:
    """The table that each layer of a drawing names, with every figure that a pointer finds there."""
    name = part.get("data", {}).get("name", name)
    for layer in part.get("layer", ()):
        yield from pointed_at(layer, name)
    for tooltip in part.get("encoding", {}).get("tooltip", ()):
        if tooltip["type"] == "quantitative":
            yield name, tooltip["field"]


def test_a_pointer_finds_the_figures_of_the_report(assessment: Any) -> None:
    made = [
        figures.need_by_stay(assessment, "nl"),
        *(figures.stay_need(assessment, s, "nl") for s in STAY_CLASSES),
    ]
    for picture in made:
        spec = vega.for_screen(picture.vega(), "nl")
        found = list(pointed_at(spec))
        assert found, picture.title
        for name, field in found:
            drawn_as = spec["datasets"][name]
            whole = [rounded(value, "places") for value in drawn_as[field.removesuffix(vega.SHOWN)]]
            assert list(drawn_as[field]) == whole, (picture.title, field)

"""Every picture says in words what it shows, and has the same figures as a table."""

import base64
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from hea import assess, compare
from hea.exchange import example, example_names
from hea.proposal import STAY_CLASSES
from hea.report import pictures, region_map, stills
from hea.report.sentences import evidence
from hea.report.sentences.headlines import range_text, shown
from hea.texts import LANGUAGES, Lang

DOSSIER = "fictief_dossier_venray"


@pytest.fixture(scope="module", params=example_names())
def assessment(request: pytest.FixtureRequest) -> Any:
    return assess(example(request.param), draws=64)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_has_words_with_numbers_and_a_table(assessment: Any, lang: Lang) -> None:
    made = [
        pictures.need_by_stay(assessment, lang),
        *(pictures.stay_need(assessment, stay, lang) for stay in ("short", "mid", "long")),
        pictures.workforce_path(assessment, lang),
        pictures.facility_use(assessment, lang),
        pictures.welfare_profile(assessment, lang),
        pictures.drivers(assessment, evidence.MAIN_PATHS[0], lang),
    ]
    for picture in filter(None, made):
        assert any(character.isdigit() for character in picture.alt), picture.title
        assert len(picture.table) > 0
        assert not picture.table.isna().any().any()
        spec = pictures.spec(picture, lang)
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
    table = pictures.need_by_stay(made, "nl").table
    total = made.monthly.units.total
    assert table.iloc[0, -1].startswith(shown(total.p10[11], "places", "nl"))
    region = region_map.region(made, "nl")
    assert range_text(made.housing.in_municipality, "places", "nl") in region.alt
    use = pictures.facility_use(made, "nl")
    known = [item for item in made.facilities if item.utilisation_after is not None]
    assert len(use.table) == len(known) > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_map_has_words_and_a_table_of_every_place(assessment: Any, lang: Lang) -> None:
    made = region_map.region(assessment, lang)
    landings = [assessment.housing.in_municipality, *(item.units for item in assessment.housing.neighbours)]
    assert len(made.table) == len(landings)
    for name, places in zip(made.table.index, landings, strict=True):
        assert f"{name}: {range_text(places, 'places', lang)}" in made.alt


def test_no_capacity_known_is_no_picture_and_not_an_empty_one() -> None:
    assert pictures.facility_use(assess(example("fulfilment_waalwijk"), draws=16), "nl") is None


def test_the_scenarios_are_all_in_the_picture() -> None:
    comparison = compare(example(DOSSIER), draws=64)
    picture = pictures.scenario_places(comparison, "nl")
    assert list(picture.table.index) == [row.name.nl for row in comparison.scenarios]
    assert all(row.name.nl in picture.alt for row in comparison.scenarios)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_small_pictures_have_the_words_and_the_table_of_the_report(assessment: Any, lang: Lang) -> None:
    path, season = stills.workforce_path(assessment, lang), stills.season(assessment, lang)
    assert path.alt == pictures.workforce_path(assessment, lang).alt
    assert any(character.isdigit() for character in season.alt)
    for stay in STAY_CLASSES:
        told = pictures.stay_need(assessment, stay, lang)
        shown_small = stills.coverage(assessment, stay, lang)
        assert (shown_small.title, shown_small.alt) == (told.title, told.alt)
        assert shown_small.table.equals(told.table)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ranges_are_the_same_small_and_on_paper(assessment: Any, lang: Lang) -> None:
    for name in ("facility_use", "welfare_profile"):
        told, small = getattr(pictures, name)(assessment, lang), getattr(stills, name)(assessment, lang)
        assert (told is None) == (small is None)
        if told is not None:
            assert (small.title, small.alt) == (told.title, told.alt)
            assert small.table.equals(told.table)


def test_the_scenarios_stand_small_with_their_figures() -> None:
    comparison = compare(example(DOSSIER), draws=64)
    words = words_of(stills.scenario_places(comparison, "nl").image)
    for row in comparison.scenarios:
        assert row.name.nl in words
        assert range_text(row.headline.units.total.peak, "places", "nl") in words


def words_of(image: str) -> list[str | None]:
    root = ElementTree.fromstring(base64.b64decode(image.split(",")[1]))
    return [part.text for part in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_season_is_that_of_the_fifth_year() -> None:
    made = assess(example(DOSSIER), draws=64)
    window = made.monthly.positions.p50[48:60]
    told = [int(value.replace(".", "")) for value in stills.season(made, "nl").table.iloc[:, 0]]
    assert sorted(told) == sorted(round(value) for value in window)
    assert made.monthly.month[48].endswith("-03")
    assert told[2] == round(window[0])

"""From jobs to new places: every stage conserved, and the same on every surface."""

import pytest

from hea import Assessment, assess, load_parameters
from hea.assessment.results import Flow
from hea.assessment.results.rounding import rounded
from hea.exchange import example_names
from hea.report.figures import figures
from hea.report.sentences import flow as words
from hea.texts import LANGUAGES, Lang
from tests.assessment.test_stay_readings import constant
from tests.conftest import FEW_DRAWS, assessed_example
from tests.surfaces import assert_told

WHOLES = {
    "jobs": ("others", "migrants"),
    "migrants": ("already_in_region", "across_border", "other_region", "net"),
    "total": ("net", "sharing"),
}
"""Stages with the parts into which they fall."""


def values(found: Flow) -> dict[str, float]:
    return {step.id: step.central for step in found.steps}


@pytest.mark.parametrize("name", example_names())
def test_every_stage_is_the_sum_of_its_parts(name: str) -> None:
    made = assessed_example(name)
    assert [found.moment for found in made.housing.flows] == ["peak", "structural"]
    for found in made.housing.flows:
        told = values(found)
        for whole, parts in {**WHOLES, "places": ("short", "mid", "long")}.items():
            total = told["total" if whole == "places" else whole]
            assert sum(told[part] for part in parts) == pytest.approx(total, abs=1e-5), whole
        assert all(step.range.p10 <= step.range.p50 <= step.range.p90 for step in found.steps)


@pytest.mark.parametrize("name", example_names())
def test_both_moments_are_those_of_the_headline(name: str) -> None:
    made = assessed_example(name)
    peak, structural = made.housing.flows
    assert values(peak)["total"] == pytest.approx(made.central.units.total.peak)
    assert values(structural)["total"] == pytest.approx(made.central.units.total.structural)
    assert peak.month == made.housing.peak_month
    month = made.monthly.month.index(peak.month)
    shown = {step.id: step.range for step in peak.steps}
    for key, series in (
        ("jobs", made.monthly.positions),
        ("migrants", made.monthly.migrants),
        *((stay, getattr(made.monthly.units, stay)) for stay in ("short", "mid", "long", "total")),
    ):
        ends = shown[key].p10, shown[key].p50, shown[key].p90
        assert ends == (series.p10[month], series.p50[month], series.p90[month]), key


def test_by_hand_three_hundred_of_whom_a_fifth_lives_abroad_and_half_was_here() -> None:
    """Of 300 a fifth lives abroad, nobody in another province; of the other 240 half has a home already."""
    plan = constant(count=400, migrant_share=0.75)
    recruitment = {"cross_border_share": 0.2, "regional_share": 0.5}
    made = assess(
        plan.model_copy(update={"recruitment": plan.recruitment.model_copy(update=recruitment)}),
        load_parameters().replace({"lives_in_province_share": 1.0}),
        draws=FEW_DRAWS,
    )
    told = values(made.housing.flows[0])
    keys = ("jobs", "others", "migrants", "across_border", "other_region", "already_in_region", "net")
    assert [told[key] for key in keys] == pytest.approx([400, 100, 300, 60, 0, 120, 120], abs=1e-5)


def test_without_labour_migrants_there_is_nothing_to_draw() -> None:
    made = assess(constant(migrant_share=0.0), draws=FEW_DRAWS)
    assert figures.flow(made, "nl") is None
    assert words.sentences(made, "nl") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figure_tells_in_words_what_it_draws(dossier: Assessment, lang: Lang) -> None:
    made = figures.flow(dossier, lang)
    assert made is not None
    for sentence in words.sentences(dossier, lang):
        assert sentence in made.alt
    rows = words.rows(dossier, lang)
    assert [
        [name, *map(str, row)] for name, row in zip(made.table.index, made.table.values, strict=True)
    ] == rows
    drawn = made.vega().tables["steps"]
    peak = dossier.housing.flows[0]
    assert list(drawn["name"]) == [row[0] for row in rows]
    assert list(drawn["end"] - drawn["start"]) == pytest.approx([abs(step.central) for step in peak.steps])
    assert made.svg().startswith("data:image/svg+xml")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_workbook_and_screen_tell_the_same_flow(dossier: Assessment, lang: Lang) -> None:
    sentences = (*words.sentences(dossier, lang), words.note(lang))
    rows = words.rows(dossier, lang)
    sheet = assert_told(
        dossier, lang, part="stay", section="recap", sheet="flow", sentences=sentences, rows=rows
    )
    for found in dossier.housing.flows:
        heading = words.moment(found, lang)
        for step in found.steps:
            kind = words.kind(step)
            shown = (step.central, step.range.p10, step.range.p50, step.range.p90)
            told = tuple(rounded(value, kind) for value in shown)
            name = step.name.in_language(lang)
            (cells,) = [row[2:6] for row in sheet if row[:2] == (heading, name)]
            assert cells == told

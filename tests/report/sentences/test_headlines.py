"""Sentences and rows: right for one, many, none and unknown, in both notations."""

import pytest

from hea import Assessment, assess
from hea.assessment.results.common import Range
from hea.parameters import load_parameters
from hea.reference import facilities
from hea.report.sentences import headlines, provenance, ranges, sources
from hea.texts import LANGUAGES, Lang, amount, month, number, percent, text
from tests.conftest import FEW_DRAWS, distribution_centre


def test_numbers_follow_the_language() -> None:
    assert (number(1234.5, "nl", 1), number(1234.5, "en", 1)) == ("1.234,5", "1,234.5")
    assert (percent(0.45, "nl"), month("2027-03", "nl"), month("2027-03", "en")) == (
        "45%",
        "maart 2027",
        "March 2027",
    )
    assert number(-0.2) == "0"


@pytest.mark.parametrize(
    ("value", "spoken"),
    [(0, "0"), (0.00123, "0,0012"), (0.477, "0,48"), (2.77, "2,8"), (60.6, "61"), (34562, "34.562")],
)
def test_small_amounts_never_read_as_nought(value: float, spoken: str) -> None:
    assert amount(value, "nl") == spoken


def test_places_round_up_and_people_round() -> None:
    assert ranges.shown(30.2, "places", "nl") == "31"
    assert ranges.shown(30.0, "places", "nl") == "30"
    assert ranges.shown(30.2, "people", "nl") == "30"
    assert ranges.range_text(Range(p10=1, p50=1.1, p90=1.4), "people", "nl") == "1"
    assert ranges.range_text(Range(p10=1, p50=2, p90=1200), "people", "nl") == "1 tot 1.200"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_workers_and_no_migrants_get_their_own_sentences(lang: Lang) -> None:
    none = assess(distribution_centre(workforce={"count": 0}), draws=FEW_DRAWS)
    assert headlines.summary_sentences(none, lang)[0] == text("sentence.jobs_none", lang)
    group = {
        "name": "Staf",
        "level": "professional",
        "count": 5,
        "migrant_share": 0,
        "migrant_share_evidence": True,
    }
    residents_only = assess(distribution_centre(function_groups=[group]), draws=FEW_DRAWS)
    assert text("sentence.migrants_none", lang) in headlines.summary_sentences(residents_only, lang)


def test_a_full_plan_is_said_to_cover() -> None:
    offers = [{"stay": stay, "places": 5000, "from_month": "2027-01"} for stay in ("short", "mid", "long")]
    assessment = assess(distribution_centre(housing_plan={"offers": offers}), draws=FEW_DRAWS)
    assert text("sentence.gap_none") in headlines.summary_sentences(assessment, "nl")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_headline_is_a_range_and_nothing_is_left_to_fill_in(dossier: Assessment, lang: Lang) -> None:
    lines = [
        *headlines.summary_sentences(dossier, lang),
        *provenance.title_lines(dossier, lang),
        provenance.colophon(dossier, lang),
    ]
    assert all("{" not in line for line in lines)
    between = " tot " if lang == "nl" else " to "
    assert sum(between in line for line in lines) >= 4
    assert text("sentence.no_verdict", lang) in lines


def test_units_of_norms_are_in_the_language_of_the_reader() -> None:
    rows = facilities().values()
    for name, parameter in load_parameters().items():
        if parameter.role != "model" or not any(
            parameter.unit.startswith(f"{row.unit} per ") for row in rows
        ):
            continue
        told = sources.unit_text(name, parameter.unit, "en")
        assert any(told.startswith(f"{row.unit_en} per ") for row in rows), (name, told)
        assert not any(told.startswith(f"{row.unit} per ") for row in rows if row.unit != row.unit_en), name
        assert all(" per 1 " not in sources.unit_text(name, parameter.unit, lang) for lang in LANGUAGES), name

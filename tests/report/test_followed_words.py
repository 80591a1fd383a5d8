"""Sentences that a reader can follow: what they say is so, and what is left out is said."""

import pytest

from hea import Assessment, assess, load_parameters
from hea.exchange import example
from hea.parameters import sector_figure
from hea.portfolio.screening import screen
from hea.report.portfolio import sentences as portfolio
from hea.report.sentences import (
    agreements,
    council,
    evidence,
    explanation,
    finance,
    headlines,
    residents,
    signals,
)
from hea.report.sentences import scenarios as scenarios_words
from hea.scenarios import compare
from hea.texts import LANGUAGES, Lang, catalogue, text
from tests.conftest import FEW_DRAWS, assessed_example, distribution_centre

GONE = {"stay": "short", "places": 100, "from_month": "2025-12", "until_month": "2026-10", "kern": "Oostrum"}


@pytest.fixture(scope="module")
def ended() -> Assessment:
    """A plan of which the places are gone before the company opens."""
    made = distribution_centre(opening="2028-01", kern="Oostrum", housing_plan={"offers": [GONE]})
    return assess(made, draws=FEW_DRAWS)


def test_places_that_end_before_the_opening_are_told_as_not_counting(ended: Assessment) -> None:
    told = " ".join(headlines.plan_sentences(ended, "nl", "2025-06"))
    assert "tellen mee alsof" not in told
    assert "al weg" not in told
    assert "niet mee" in " ".join(residents.where_people_live(ended, "nl"))
    assert not any("Toegezegd" in line for line in agreements.points(ended, "nl"))
    assert not any("100" in row[0] for row in council.measures(ended, "nl"))
    assumed = " ".join(item.message.nl for item in ended.assumed)
    assert "die tellen als bewoond" not in assumed
    reasons = {item.reason.nl for item in ended.capacity_signals if item.reason}
    assert not any("geen locaties in het huisvestingsplan staan" in reason for reason in reasons)


def test_the_chance_of_a_shortage_and_how_draws_without_one_count_are_told(dossier: Assessment) -> None:
    told = " ".join(headlines.deadline_sentences(dossier, "nl", "2026-11"))
    assert text("sentence.deadline_note") in told
    for item in dossier.housing.deadlines:
        assert 0 <= item.chance <= 1
    examples = ("plantenkwekerij_erp", "fictief_dossier_venray", "zachtfruit_meierijstad")
    told_of = [headlines.deadline_sentences(assessed_example(name), "nl", "2026-11") for name in examples]
    perhaps = [line for lines in told_of for line in lines if "in de meeste berekeningen" in line]
    assert all("kans dat er ooit een plek ontbreekt" in line for line in perhaps)


def test_how_long_the_first_shortage_lasts_and_which_is_the_largest_is_told(dossier: Assessment) -> None:
    told = " ".join(headlines.deadline_sentences(dossier, "nl", "2026-11"))
    assert "Short stay: dat eerste tekort duurt tot en met" in told
    assert "Het grootste is in december 2036." in told
    assert "Het is ook het grootste (december 2027)." in told


def test_the_quality_of_the_share_is_that_of_the_figure_used() -> None:
    (row,) = screen([("hier", distribution_centre())], draws=FEW_DRAWS)
    name = sector_figure("dc_warehousing", "migrant_share")
    (line,) = portfolio.lines([row], "nl")
    assert line.grade == load_parameters()[name].grade
    assert f"{FEW_DRAWS}" in portfolio.made_with(row, "nl")
    assert "iets verschillen" in portfolio.made_with(row, "nl")
    assert "verschillen" not in portfolio.made_with(row.model_copy(update={"draws": 2048}), "nl")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_says_of_which_moment_it_is_and_how_it_was_found(lang: Lang) -> None:
    found = compare(example("fictief_dossier_venray"), draws=FEW_DRAWS)
    names = [row[0] for row in scenarios_words.side_by_side(found, lang)]
    assert f"{text('recap.units_short', lang)}, {text('headline.peak', lang)}" in names
    assert f"{text('recap.gap_total', lang)}, {text('headline.most_short', lang)}" in names
    told = scenarios_words.plain_sentences(found, lang)
    assert text("compare.rounding", lang) in told
    assert text("compare.threshold_how", lang) in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_money_says_what_not_to_multiply_and_a_signal_says_why(dossier: Assessment, lang: Lang) -> None:
    assert text("finance.rows_read", lang) in finance.notes(dossier, lang)
    assert any("96%" in line for line in signals.notable(dossier, lang))


def test_a_score_says_which_end_is_good_and_jobs_of_others_are_called_so(dossier: Assessment) -> None:
    rows = [row[2] for row in evidence.party_rows(dossier, "nl")]
    assert any("hoger is gunstiger" in row for row in rows)
    assert not any("vaste ankers" in row or "die hier al wonen" in row for row in rows)


@pytest.mark.parametrize("key", ["municipality", "municipality_unlike"])
def test_a_foreign_place_is_refused_with_what_to_do(key: str) -> None:
    assert "over de grens" in catalogue("nl")[f"problems.{key}"]
    assert "across the border" in catalogue("en")[f"problems.{key}"]


@pytest.mark.parametrize(
    ("lang", "told"),
    [("nl", ("gegeven: maart 2027", "Oppervlakte (m²): 60.000", "januari 2031", "4% – Woont over de grens")),
     ("en", ("given: March 2027", "Size (m²): 60,000", "January 2031", "4% – Lives across the border"))],
)  # fmt: skip
def test_an_explanation_tells_the_input_in_words(
    dossier: Assessment, lang: Lang, told: tuple[str, ...]
) -> None:
    nodes = explanation.nodes(dossier.explain("headline.children"), lang)
    inputs = " | ".join(words for node in nodes for words in node.inputs)
    assert all(words in inputs for words in told)
    assert "gross_floor" not in inputs

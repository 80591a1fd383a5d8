"""The progress report of a review: promised, forecast and counted per theme, and what the public may know."""

import io

import pytest
from pypdf import PdfReader

from hea.report.progress import build_progress
from hea.report.sentences import progress
from hea.report.sentences.follow_up import Counted, forecast
from hea.report.sentences.progress import Action, Review
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import assessed_example

PLAN = "fictief_dossier_venray"
BEDS = Action("places_short", "Bouwbedrijf De Hoek", "120 bedden", 120, "2028-06", "loopt", "besluit")
TALK = Action("language", "Gemeente", "taalles in werktijd", 40, "2029-03", "gehaald", "lijst B")
COUNT = Counted(
    "2029-01", (("workers", 300.0), ("migrants", 1.0), ("places_short", 96.0)), "loonlijst van Jan"
)


def review(*, public: bool, actions: tuple[Action, ...] = (BEDS, TALK), counted: bool = True) -> Review:
    return Review(assessed_example(PLAN), "2029-01", (COUNT,) if counted else (), actions, public)


def paper(told: Review, lang: Lang) -> str:
    pages = PdfReader(io.BytesIO(build_progress(told, "vergeleken", lang))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_promised_forecast_and_counted_stand_side_by_side(lang: Lang) -> None:
    told = review(public=False)
    rows = {row[0]: row for row in progress.rows(told, "work", lang)}
    row = rows[text("realised.migrants", lang)]
    expected = forecast(told.forecast, "migrants", "2029-01")
    assert expected is not None
    assert expected.p10 > 1
    assert row[3:] == ["1", text("realised.below", lang)]
    places = {row[0]: row for row in progress.rows(told, "housing", lang)}
    assert places[text("realised.places_short", lang)][1] != text("realised.nothing_agreed", lang)
    assert places[text("realised.places_long", lang)][3] == text("progress.not_counted", lang)


def test_a_missed_promise_is_told_and_one_that_was_kept_or_is_to_come_is_not() -> None:
    told = review(public=False)
    (beds,) = progress.action_rows(told, "housing", "nl")
    assert beds[3] == "Loopt; de maand is voorbij"
    (talk,) = progress.action_rows(told, "living", "nl")
    assert talk[3] == "Gehaald"
    assert progress.summary(told, "nl")[0].startswith("Van 2 afspraken zijn er 1 gehaald; 1 hadden")
    assert not progress.missed(BEDS._replace(month="2029-01"), "2029-01")
    assert not progress.missed(BEDS._replace(status="vervallen"), "2029-01")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_public_version_names_nobody_and_the_other_does(lang: Lang) -> None:
    company = assessed_example(PLAN).proposal.company
    secret = (BEDS.who, BEDS.evidence, TALK.evidence, COUNT.source, company)
    whole, public = (paper(review(public=public), lang) for public in (False, True))
    for words in secret:
        assert words in whole, words
        assert words not in public, words
    for words in (BEDS.what, TALK.what, text("progress.no_verdict", lang)):
        assert words in whole
        assert words in public


def test_what_was_counted_twice_in_a_month_is_the_newest() -> None:
    twice = Review(
        assessed_example(PLAN), "2029-01", (COUNT, COUNT._replace(figures=(("workers", 310.0),))), (), True
    )
    assert twice.together.values == {"workers": 310.0, "migrants": 1.0, "places_short": 96.0}


def test_without_agreements_or_counts_that_is_said() -> None:
    told = progress.summary(review(public=True, actions=(), counted=False), "nl")
    assert told == [text("progress.none_agreed"), text("progress.none_counted", month="2029-01")]
    assert progress.months(["2029-01", "2028-01"], "2030-06") == ["2030-06", "2029-01", "2028-01"]
    assert progress.months([], None) == []


def test_the_same_review_is_the_same_file() -> None:
    assert build_progress(review(public=True), "x") == build_progress(review(public=True), "x")

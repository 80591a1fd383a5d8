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


def test_a_review_that_is_to_come_says_of_no_month_that_it_is_over() -> None:
    """Of a review of January 2029, told in May 2028, June 2028 is still to come and April is not."""
    early = BEDS._replace(month="2028-04", what="eerder")
    told = review(public=False, actions=(BEDS, early))._replace(today="2028-05")
    states = {row[0]: row[3] for row in progress.action_rows(told, "housing", "nl")}
    assert states == {BEDS.what: "Loopt", "eerder": "Loopt; de maand is voorbij"}
    assert "; 1 hadden" in progress.summary(told, "nl")[0]
    later = told._replace(today="2031-01")
    assert "; 2 hadden" in progress.summary(later, "nl")[0]


def test_what_was_written_down_as_late_counts_as_late_before_its_month_is_over() -> None:
    late = BEDS._replace(status="te_laat", month="2029-06")
    told = review(public=False, actions=(late, TALK))
    assert "1 hadden klaar moeten zijn" in progress.summary(told, "nl")[0]
    (row,) = progress.action_rows(told, "housing", "nl")
    assert row[3] == "Te laat"


def test_what_was_counted_without_a_forecast_is_named_and_not_among_what_can_lie_within() -> None:
    """Months after the years that were calculated have a forecast of where people live only."""
    living = Counted("2060-01", (("workers", 300.0), ("migrants", 1.0), ("in_municipality", 0.0)), "x")
    told = review(public=False)._replace(month="2060-01", counted=(living,))
    assert progress.summary(told, "nl")[1:] == [
        text("progress.counted", count=1, within=0, month="2060-01"),
        text("progress.no_forecast", count=2, month="2060-01"),
    ]
    none = told._replace(counted=(living._replace(figures=(("workers", 300.0),)),))
    assert progress.summary(none, "nl")[1:] == [text("progress.no_forecast", count=1, month="2060-01")]


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

"""Promised against realised: the forecast of that month, what was promised for it, and what was counted."""

import csv
import io

import pytest

from hea.reference import ReferenceCase
from hea.report.figures.follow_up import counted_against_forecast
from hea.report.sentences import follow_up
from hea.report.sentences.follow_up import MEASURES, Counted
from hea.texts import text
from tests.conftest import assessed_example

DOSSIER = assessed_example("fictief_dossier_venray")
MONTH = DOSSIER.monthly.month[30]


def counted(month: str = MONTH, **values: float) -> Counted:
    return Counted(month, tuple(values.items()), "opgave")


def test_a_count_stands_beside_the_forecast_of_its_own_month() -> None:
    index = DOSSIER.monthly.month.index(MONTH)
    found = follow_up.forecast(DOSSIER, "migrants", MONTH)
    assert found is not None
    assert found.p50 == DOSSIER.monthly.migrants.p50[index]
    (row,) = follow_up.rows(DOSSIER, counted(migrants=found.p50), "nl")
    assert row[0] == text("realised.migrants")
    assert row[4] == text("realised.within")


@pytest.mark.parametrize(("factor", "where"), [(0.1, "below"), (10, "above")])
def test_it_says_where_a_count_lies_and_gives_no_verdict(factor: float, where: str) -> None:
    found = follow_up.forecast(DOSSIER, "workers", MONTH)
    assert found is not None
    (row,) = follow_up.rows(DOSSIER, counted(workers=found.p50 * factor), "nl")
    assert row[4] == text(f"realised.{where}")


def test_what_was_promised_are_the_places_of_the_plan_in_that_month() -> None:
    plan = DOSSIER.proposal.housing_plan
    assert plan is not None
    offer = plan.offers[0]
    share = 1.0 if offer.own_workers_share is None else offer.own_workers_share
    name = f"places_{offer.stay}"
    promised = follow_up.agreed(DOSSIER, name, offer.from_month)
    assert promised is not None
    assert promised >= offer.places * share
    assert follow_up.agreed(DOSSIER, name, "1999-01") is None
    assert follow_up.agreed(DOSSIER, "workers", MONTH) is None


def test_where_people_live_adds_up_to_all_who_are_present() -> None:
    living = {item.id: item.structural for item in DOSSIER.housing.living}
    assert tuple(living) == follow_up.LIVING
    gross = next(step.range for step in DOSSIER.housing.flows[1].steps if step.id == "migrants")
    assert sum(item.p50 for item in living.values()) == pytest.approx(gross.p50, rel=0.05)


def test_what_was_not_counted_is_left_out_and_zero_is_not() -> None:
    rows = follow_up.rows(DOSSIER, counted(migrants=0, across_border=0), "nl")
    assert [row[3] for row in rows] == ["0", "0"]


def test_a_month_outside_the_calculation_has_no_forecast() -> None:
    (row,) = follow_up.rows(DOSSIER, counted("1999-01", workers=5), "nl")
    assert row[1] == text("realised.no_forecast")
    assert row[4] == ""


def test_the_chart_says_in_words_what_it_shows() -> None:
    picture = counted_against_forecast(DOSSIER, (counted(migrants=123),), "nl")
    assert picture is not None
    assert "123" in picture.alt
    assert picture.table.iloc[0, 1] == "123"
    assert counted_against_forecast(DOSSIER, (counted(workers=5),), "nl") is None


def test_a_reference_case_is_anonymous_and_fits_the_table() -> None:
    (row,) = csv.DictReader(
        io.StringIO(follow_up.reference_case(DOSSIER, counted(workers=500, migrants=200), "nl"))
    )
    case = ReferenceCase.model_validate({key: value for key, value in row.items() if value != ""})
    assert (case.workers_base, case.migrants_low, case.migrants_high) == (500, 200, 200)
    content = str(row)
    for word in (DOSSIER.proposal.company, DOSSIER.proposal.initiative, "Venray", "GM0984", "opgave"):
        assert word is None or word not in content


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_a_forecast(measure: str) -> None:
    assert follow_up.forecast(DOSSIER, measure, MONTH) is not None

"""Three readings of stay: hand-calculated, equal to what else is shown, and the same on every surface."""

import json
from math import exp

import numpy as np
import pytest

from hea import Assessment, ParameterSet, Proposal, assess, load_parameters
from hea.assessment.results.rounding import rounded
from hea.engine.calculation import Calculation
from hea.engine.draws import CentralDraw, Draws
from hea.exchange import example, example_names
from hea.model import stay
from hea.model.uncertainty import Array
from hea.report.sentences import readings
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import FEW_DRAWS, distribution_centre
from tests.surfaces import assert_told

OPENING = "2027-03"
SEED = 20260101
NATIONAL = "national"
"""Short stay until twelve months, long stay from thirty-six."""


def halving() -> ParameterSet:
    """Every year half of all newcomers leaves, whatever the contract; agency jobs last a year on average."""
    return load_parameters().replace(
        {
            "survival_nl_1y": 0.5,
            "survival_nl_5y": 0.5**5,
            "direct_stay_factor": 1.0,
            "flex_tenure_weeks": 52.0,
        }
    )


def constant(**changes: object) -> Proposal:
    """Three hundred labour migrants through an agency from the first month on."""
    group = {
        "name": "Orderpickers", "level": "elementary", "count": 300, "season_profile": "flat",
        "flex_share": 1.0, "migrant_share": 1.0, "migrant_share_evidence": True,
        "ramp_up": [{"month": OPENING, "share": 1.0}], **changes,
    }  # fmt: skip
    return distribution_centre(opening=OPENING, workforce=None, function_groups=[group])


def test_a_constant_site_from_which_half_leaves_every_year() -> None:
    """By hand: after 12 months 1/2 is left and after 36 months 1/8; of a job of a year 1/e and 1/e³."""
    found = Calculation(constant(), CentralDraw(halving()), NATIONAL).readings
    assert found.region[:, 0] == pytest.approx([150, 112.5, 37.5], abs=0.01)
    assert found.job[:, 0] == pytest.approx(
        [300 * (1 - exp(-1)), 300 * (exp(-1) - exp(-3)), 300 * exp(-3)], abs=0.01
    )
    assert found.arrivals[:, 0] == pytest.approx([0.5, 0.375, 0.125], abs=1e-4)


def test_the_readings_follow_no_season_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the stages found is kept: a season that was followed for the places is not followed twice."""
    calculation = Calculation(example("plantenkwekerij_erp"), Draws(load_parameters(), FEW_DRAWS, SEED))
    followed: list[Array] = []
    full = stay.renewal_and_kept

    def counted(wanted: Array, survival: Array, *limits: int) -> tuple[stay.Stock, Array]:
        followed.append(wanted)
        return full(wanted, survival, *limits)

    monkeypatch.setattr(stay, "renewal_and_kept", counted)
    assert calculation.outcome.persons.any()
    before = len(followed)
    assert before > 0
    assert calculation.readings.region.any()
    assert len(followed) == before


def test_people_in_direct_service_have_one_curve() -> None:
    found = Calculation(constant(flex_share=0.0), CentralDraw(halving()), NATIONAL).readings
    assert np.allclose(found.region, found.job)


@pytest.mark.parametrize("name", example_names())
def test_the_readings_are_those_of_an_assessment_with_that_clock(name: str) -> None:
    """The classes of the structural month, whose sum is the headline; the clock chosen changes no reading."""
    plan, draws = example(name), Draws(load_parameters(), FEW_DRAWS, SEED)
    calculations = Calculation(plan, draws), Calculation(plan, draws, viewpoint="employer")
    found = calculations[0].readings
    for calculation, reading in zip(calculations, (found.region, found.job), strict=True):
        total = calculation.headline["migrants_structural"]
        assert np.allclose(reading.sum(axis=0), total)
        persons = calculation.outcome.persons[:, :, calculation.setting.structural_window]
        same = np.isclose(persons, reading[:, :, None], atol=1e-5).all(axis=0)
        assert same.any(axis=1).all()
        assert np.allclose(calculation.readings.arrivals, found.arrivals)
    assert np.allclose(found.arrivals.sum(axis=0), 1.0)
    assert (found.job[2] <= found.region[2] + 1e-6).all(), "nobody is longer in a job than in the region"


def test_need_follows_the_reading_that_is_named() -> None:
    plan = constant()
    region, job = (assess(plan, draws=FEW_DRAWS, viewpoint=clock) for clock in ("regional", "employer"))
    assert (region.stay_readings.used, job.stay_readings.used) == ("region", "job")
    for name in ("region", "job", "arrivals"):
        assert getattr(region.stay_readings, name) == getattr(job.stay_readings, name)
    assert job.headline.units.short.structural.p50 > region.headline.units.short.structural.p50
    told = {made.stay_readings.used: readings.notes(made, "nl") for made in (region, job)}
    assert text("readings.used_region") in told["region"]
    assert text("readings.used_job") in told["job"]


def test_where_nobody_arrives_there_are_no_shares_and_a_reason() -> None:
    made = assess(constant(migrant_share=0.0), draws=FEW_DRAWS)
    assert made.stay_readings.arrivals is None
    assert made.stay_readings.reason is not None
    assert made.stay_readings.reason.nl in readings.notes(made, "nl")
    assert readings.rows(made, "nl")[2][1:] == [text("report.not_available")] * 3
    assert made.stay_readings.region.short.p90 == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_workbook_and_screen_tell_the_same(dossier: Assessment, lang: Lang) -> None:
    sentences, rows = readings.notes(dossier, lang), readings.rows(dossier, lang)
    written = json.loads(dossier.model_dump_json())["stay_readings"]
    assert sentences[:4] == [
        words[lang] for words in (*(written["use"][name] for name in readings.UNITS), written["followed"])
    ]
    sheet = assert_told(
        dossier, lang, part="stay", section="housing", sheet="readings", sentences=sentences, rows=rows
    )
    for item in readings.figures(dossier, lang):
        assert item.range is not None
        values = tuple(
            rounded(value, item.kind) for value in (item.range.p10, item.range.p50, item.range.p90)
        )
        assert [row[3:7] for row in sheet if row[:2] == (item.label, item.stay)] == [(*values, item.unit)]

"""Registration by law and in practice: by hand, and the same on every surface."""

import pytest

from hea import Assessment, assess
from hea.assessment.results.rounding import rounded
from hea.exchange import example_names
from hea.report.sentences import registration as words
from hea.texts import LANGUAGES, Lang, text
from tests.assessment.test_stay_readings import constant, halving
from tests.conftest import FEW_DRAWS, assessed_example
from tests.surfaces import assert_told


def test_by_hand_of_three_hundred_of_whom_half_leaves_every_year() -> None:
    """q = ½^(1/12) stays per month; who leaves before month 4 is 300·((1 − q⁴) − 4·q⁴·(1 − q)) = 8.4 people.

    Of the other 291.6 so many as in Limburg today are not in the register: 57.5 per cent.
    """
    plan = constant()
    recruitment = plan.recruitment.model_copy(update={"cross_border_share": 0.0, "regional_share": 0.0})
    figures = halving().replace({"lives_in_province_share": 1.0, "share_not_registered": 0.575})
    found = assess(
        plan.model_copy(update={"recruitment": recruitment}), figures, draws=FEW_DRAWS
    ).registration
    assert found.people.p50 == pytest.approx(300, abs=0.5)
    assert found.non_residents.p50 == pytest.approx(8.43, abs=0.5)
    assert found.residents.p50 == pytest.approx(291.57, abs=0.5)
    assert found.unseen.p50 == pytest.approx(291.57 * 0.575, abs=0.5)
    assert found.registered.p50 == pytest.approx(291.57 * 0.425, abs=0.5)
    q = 0.5 ** (1 / 12)
    assert found.per_year_by_law.p50 == pytest.approx(12 * 300 * (1 - q) * q**4, abs=0.5)
    assert found.per_year_in_practice.p50 == pytest.approx(0.425 * found.per_year_by_law.p50)


@pytest.mark.parametrize("name", example_names())
def test_nobody_is_counted_twice_or_left_out(name: str) -> None:
    made = assessed_example(name)
    found = made.registration
    for whole, parts in (("people", ("non_residents", "residents")), ("residents", ("registered", "unseen"))):
        low, high = (sum(getattr(getattr(found, part), end) for part in parts) for end in ("p10", "p90"))
        assert low - 1e-6 <= getattr(found, whole).p50 <= high + 1e-6
    assert found.month == made.housing.flows[1].month
    net = next(step.range for step in made.housing.flows[1].steps if step.id == "net")
    assert found.people == net


def test_who_lives_here_already_is_no_newcomer_to_the_register() -> None:
    plan = constant()
    here = plan.recruitment.model_copy(update={"regional_share": 1.0})
    made = assess(plan.model_copy(update={"recruitment": here}), draws=FEW_DRAWS)
    assert made.registration.residents.p90 == 0
    assert words.rows(made, "nl") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_workbook_and_screen_tell_the_same_registration(dossier: Assessment, lang: Lang) -> None:
    sentences = (words.intro(dossier, lang), *words.notes(dossier, lang))
    rows = words.rows(dossier, lang)
    sheet = assert_told(
        dossier, lang, part="stay", section="housing", sheet="registration", sentences=sentences, rows=rows
    )
    for item in words.figures(dossier, lang):
        told = tuple(round(value) for value in (item.range.p10, item.range.p50, item.range.p90))
        assert [row[2:5] for row in sheet if row[0] == item.label] == [told]
        assert all(rounded(value, "people") == value for value in told)


def test_outside_limburg_the_share_is_an_assumption() -> None:
    here, elsewhere = (assessed_example(name) for name in ("fictief_dossier_venray", "fulfilment_waalwijk"))
    assumed = text("registration.elsewhere", "nl")
    assert assumed in words.notes(elsewhere, "nl")
    assert assumed not in words.notes(here, "nl")

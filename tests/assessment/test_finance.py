"""The money of a municipality: by hand, unknown where unknown, and the same on every surface."""

import statistics

import pytest
from pydantic import ValidationError

from hea import Assessment, assess, load_parameters
from hea.assessment.explanation import explain
from hea.assessment.results.rounding import rounded
from hea.exchange import example, from_validation, sentences
from hea.proposal import Proposal
from hea.reference import stay_tax_rates
from hea.reference.geography import rni_desk_of
from hea.report.sentences import finance as words
from hea.report.sentences.explanation import nodes
from hea.texts import LANGUAGES, Lang, number, text
from tests.assessment.test_stay_readings import constant, halving
from tests.conftest import FEW_DRAWS, assessed_example
from tests.surfaces import assert_told, in_word, on_paper, on_screen

PLAN = "fictief_dossier_venray"
WITHOUT_A_DESK, WITH_A_DESK = "GM0984", "GM0983"
"""Venray, and Venlo where its short stayers register."""
RENT = {"nl": "Huur van een slaapplaats", "en": "Rent of a bed"}


def priced(within: float = 1.0, municipality: str = WITHOUT_A_DESK, **rates: float) -> Assessment:
    """Three hundred newcomers, of whom a share lives in the municipality of the site."""
    plan = constant()
    shares = {"cross_border_share": 0.0, "regional_share": 0.0, "within_municipality_share": within}
    recruitment = plan.recruitment.model_copy(update=shares)
    context = plan.context.model_copy(update=rates)
    figures = halving().replace({
        "lives_in_province_share": 1.0, "share_not_registered": 0.575, "stay_tax_nights_per_year": 250.0,
        "rent_eur_per_bed_week": 150.0, "full_time_hours_per_week": 40.0,
    })  # fmt: skip
    given = {"recruitment": recruitment, "context": context, "municipality": municipality}
    changed = plan.model_copy(update=given)
    return assess(changed, figures, draws=FEW_DRAWS)


def test_by_hand_of_three_hundred_people_and_a_rate_of_one_thirty() -> None:
    """Of 300 there are 8.43 too short to register and of the other 291.57 as many as 57.5 per cent do not."""
    found = priced(stay_tax_rate=1.30, hour_cost=60.0).finance
    missing = 8.43 + 291.57 * 0.575
    assert found.not_registered.p50 == pytest.approx(missing, abs=0.6)
    assert found.stay_tax.p50 == pytest.approx(missing * 250 * 1.30, rel=0.005)
    assert found.stay_tax_all_registered.p50 == pytest.approx(8.43 * 250 * 1.30, rel=0.07)
    assert found.registration_cost is not None
    assert found.registration_cost.p50 == pytest.approx(60 * found.registration_hours.p50)
    assert found.supervision_cost is not None
    assert found.supervision_cost.p90 == pytest.approx(60 * found.supervision_hours.p90)
    assert found.most_deducted_week.p50 == pytest.approx(14.71 * 40 * 0.25)
    assert found.rent_above == 1.0


def test_only_who_lives_in_the_municipality_pays_it_and_asks_it_for_hours() -> None:
    """Of 300 newcomers of the region 78 live here at 26 per cent; the others pay and register elsewhere."""
    every, here = (priced(within, stay_tax_rate=1.30).finance for within in (1.0, 0.26))
    missing = (8.43 + 291.57 * 0.575) * 0.26
    assert here.not_registered.p50 == pytest.approx(missing, abs=0.2)
    assert here.stay_tax.p50 == pytest.approx(missing * 250 * 1.30, rel=0.005)
    assert here.need_not_register.p50 == pytest.approx(8.43 * 0.26, rel=0.07)
    assert here.stay_tax_all_registered.p50 == pytest.approx(every.stay_tax_all_registered.p50 * 0.26)
    assert here.supervision_hours.p50 == pytest.approx(every.supervision_hours.p50 * 0.26)
    assert rni_desk_of(WITHOUT_A_DESK) != WITHOUT_A_DESK
    assert here.registration_hours.p50 == pytest.approx(every.registration_hours.p50 * 0.26)


def test_who_stays_briefly_asks_hours_of_the_municipality_of_the_desk() -> None:
    """Wherever they live; where the desk is elsewhere, none of their hours are of this municipality."""
    nobody_here = priced(0.0, WITH_A_DESK).finance.registration_hours
    assert nobody_here.p50 > 0
    assert priced(0.0).finance.registration_hours.p90 == 0
    briefly = priced(1.0, WITH_A_DESK).finance.registration_hours.p50 - nobody_here.p50
    assert priced(1.0).finance.registration_hours.p50 == pytest.approx(briefly, rel=0.02)


def test_without_an_own_rate_others_are_told_and_hours_have_no_price() -> None:
    found = assessed_example(PLAN).finance
    assert (found.own_tax_rate, found.own_hour_cost) == (None, None)
    assert found.registration_cost is None
    assert found.supervision_cost is None
    rates = [row.rate_eur for row in stay_tax_rates().values()]
    assert min(rates) < found.tax_rate.p10 < found.tax_rate.p90 < max(rates)
    told = words.rows(assessed_example(PLAN), load_parameters(), "nl")
    unknown = [row for row in told if row[1] == text("option.unknown")]
    assert len(unknown) == 2
    assert all(text("finance.unpriced") == row[2] for row in unknown)


def test_the_range_of_the_rate_is_that_of_the_published_ones() -> None:
    rates, figure = (
        [row.rate_eur for row in stay_tax_rates().values()],
        load_parameters()["stay_tax_eur_per_night"],
    )
    assert (figure.low, figure.central, figure.high) == (min(rates), statistics.median(rates), max(rates))


def test_the_middle_of_the_draws_is_the_middle_of_the_published_rates() -> None:
    """One municipality asks three times as much as the others; that is no reason to move the middle."""
    found = assessed_example(PLAN).finance.tax_rate
    rates = [row.rate_eur for row in stay_tax_rates().values()]
    assert found.p50 == pytest.approx(statistics.median(rates), rel=0.05)
    assert (found.p10, found.p90) == pytest.approx((min(rates), max(rates)), rel=0.1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rate_is_told_with_its_middle_like_every_range(lang: Lang) -> None:
    made = assessed_example(PLAN)
    rate, label = made.finance.tax_rate, text("finance.tax_rate", lang)
    low, middle, high = (number(value, lang, 2) for value in (rate.p10, rate.p50, rate.p90))
    said = f"{text('range.from_to', lang, low=low, high=high)} ({middle})"
    assert [row[1] for row in words.rows(made, load_parameters(), lang) if row[0] == label] == [said]
    for surface in (on_paper, in_word, on_screen):
        assert f"{label} {said}" in surface(made, lang, "facilities")
    assert next(nodes(explain(made, "finance.tax_rate"), lang)).value.startswith(f"{said}; ")


def test_no_tax_is_none_and_no_amount_is_told_per_person() -> None:
    made = priced(stay_tax_rate=0.0)
    assert made.finance.stay_tax.p90 == 0
    assert text("finance.no_tax") in words.notes(made, "nl")
    for lang in LANGUAGES:
        told = " ".join(
            [*words.headings(lang), *(row[0] for row in words.rows(made, load_parameters(), lang))]
        )
        assert "per arbeidsmigrant" not in told
        assert "per migrant" not in told


@pytest.mark.parametrize(
    ("rate", "said"),
    [(-0.5, "-0,5 is negatief. Een tarief is 0 of meer"), (45_000, "hoogstens 1.000). Controleer de komma")],
)
@pytest.mark.parametrize("field", ["stay_tax_rate", "hour_cost"])
def test_a_rate_that_cannot_be_is_refused_in_words(field: str, rate: float, said: str) -> None:
    given = example(PLAN).model_dump(mode="json")
    given["context"][field] = rate
    with pytest.raises(ValidationError) as refused:
        Proposal.model_validate(given)
    assert said in " ".join(sentences(from_validation(refused.value), "nl"))


@pytest.mark.parametrize("value", [0.4, 7.0, 84.0, 48_750.0, 162_500.0])
def test_two_digits_of_an_amount_are_left(value: float) -> None:
    shown = rounded(value, "euros")
    assert abs(shown - value) <= max(0.5, value * 0.05)
    assert len(str(int(shown)).rstrip("0")) <= 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_word_and_workbook_tell_the_same_money(lang: Lang) -> None:
    made = assessed_example(PLAN)
    told = [words.intro(made, lang), *words.notes(made, lang)]
    rows = words.rows(made, load_parameters(), lang)
    sheet = assert_told(
        made, lang, part="facilities", section="facilities", sheet="finance", sentences=told, rows=()
    )
    labels = {row[0] for row in sheet}
    papers = on_paper(made, lang, "facilities"), in_word(made, lang, "facilities")
    for label, spread, _ in rows:
        assert label in labels
        assert all(spread in paper for paper in papers)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_share_is_told_of_rents_whose_high_is_the_cap_itself(lang: Lang) -> None:
    """The rent is an assumption; how often it passes the cap says how it was chosen, nothing of beds."""
    made = assessed_example(PLAN)
    told = words.notes(made, lang)
    assert text("finance.rent_read", lang) in told
    assert "%" not in text("finance.rent_read", lang)
    (rent,) = (row for row in words.rows(made, load_parameters(), lang) if row[0].startswith(RENT[lang]))
    assert ("aanname" if lang == "nl" else "assumption") in rent[0]


def test_nobody_who_comes_costs_nothing() -> None:
    made = assessed_example(PLAN)
    nobody = made.registration.model_copy(
        update={"people": made.registration.people.model_copy(update={"p90": 0.0})}
    )
    assert not words.rows(made.model_copy(update={"registration": nobody}), load_parameters(), "nl")

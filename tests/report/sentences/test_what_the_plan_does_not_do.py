"""What a plan of a company does not do: what is not certain, when it is too little, what to agree on."""

import io
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from hea import Assessment, assess, load_parameters
from hea.assessment.results.effects import Deadline
from hea.report.pdf import build_pdf
from hea.report.sentences import agreements, headlines, residents, signals
from hea.report.sentences.ranges import shown
from hea.texts import LANGUAGES, Lang
from tests.conftest import FEW_DRAWS, distribution_centre

BEDS = {
    "stay": "short", "places": 200, "from_month": "2028-01", "until_month": "2029-06", "kern": "Sevenum",
}  # fmt: skip


@cache
def planned(*, fills: bool = False, until: str | None = "2029-06") -> Assessment:
    plan = {"offers": [{**BEDS, "until_month": until}], "surplus_fills_other_classes": fills}
    return assess(
        distribution_centre(
            municipality="Horst aan de Maas", opening="2028-01", workforce={"count": 650}, housing_plan=plan
        ),
        draws=FEW_DRAWS,
    )


def told(lang: Lang = "nl", now: str | None = None, **of: Any) -> str:
    return " ".join(headlines.plan_sentences(planned(**of), lang, now))


def test_beds_that_stay_empty_while_people_who_stay_longer_have_no_place_are_told() -> None:
    found = told()
    assert "van de 200 slaapplaatsen voor short stay leeg" in found
    assert "langer dan 4 maanden" in found
    assert "leeg" not in told(fills=True)


def test_places_that_are_gone_in_the_busiest_month_are_told() -> None:
    assert "200 plekken al weg" in told()
    assert "al weg" not in told(until=None)


@pytest.mark.parametrize(
    ("now", "chance"),
    [
        ("2027-12", "kleiner dan 10%"),
        ("2026-01", "ongeveer 35%"),
        ("2024-01", "ongeveer 67%"),
        ("2020-01", "groter dan 90%"),
    ],
)
def test_a_plan_is_not_certain_and_the_chance_that_it_is_in_time_is_told(now: str, chance: str) -> None:
    assert f"kans op de eerste plekken in januari 2028 {chance}" in told(now=now)


def test_places_that_stand_already_are_certain() -> None:
    assert "alsof" not in told(now="2028-02")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_placeholder_is_filled(lang: Lang) -> None:
    for line in (*headlines.plan_sentences(planned(), lang, "2026-11"), *agreements.points(planned(), lang)):
        assert "{" not in line


def test_a_first_shortage_that_is_short_is_told_with_its_end_and_the_longest_one() -> None:
    short = Deadline(
        stay="short", opens="2028-04", latest_start="2027-01", latest_start_careful="2023-01",
        first_until="2028-04", first_most=2.0, longest_from="2030-01", chance=0.5,
    )  # fmt: skip
    housing = planned().housing.model_copy(update={"deadlines": (short,)})
    found = " ".join(headlines.deadline_sentences(planned().model_copy(update={"housing": housing}), "nl"))
    assert "tot en met april 2028" in found
    assert "langste begint in januari 2030" in found


def test_the_periods_of_a_shortage_are_those_of_the_middle() -> None:
    assessment = planned()
    for item in assessment.housing.deadlines:
        gap = getattr(assessment.monthly.gap, item.stay).p50
        months = dict(zip(assessment.monthly.month, gap, strict=True))
        if item.opens is not None:
            assert item.first_until is not None
            first = [short for month, short in months.items() if item.opens <= month <= item.first_until]
            assert min(first) >= 1
            assert max(first) == pytest.approx(item.first_most, abs=0.01)


def test_agreements_ask_no_more_in_a_year_than_is_needed_in_it() -> None:
    """The peaks of the lengths of stay fall in other months, and were asked from the first month."""
    assessment = planned()
    points = " ".join(agreements.points(assessment, "nl"))
    first_year = assessment.monthly.units.mid.p50[:12]
    assert shown(max(first_year), "places", "nl") != shown(
        max(assessment.monthly.units.mid.p50), "places", "nl"
    )
    assert f"Mid stay, woonunits: 2028: {shown(max(first_year), 'places', 'nl')} (tot" in points
    assert "tel deze regels niet op" in points
    assert "Toegezegd in het plan: 200 plekken voor short stay (slaapplaatsen)" in points
    assert "tot en met juni 2029" in points


def test_a_published_number_of_the_municipality_is_offered_where_none_was_given() -> None:
    rows = signals.signal_rows(planned().capacity_signals, "nl")
    (ten_percent,) = (row for row in rows if row.name.startswith("Boven 10% van de inwoners"))
    assert "6.000" in ten_percent.value
    assert "2020" in ten_percent.value


def test_extra_demand_stands_beside_that_of_now_where_no_capacity_is_known() -> None:
    use = {row[0]: row[2] for row in signals.facility_rows(planned(), "nl")}
    (doctor,) = (told for name, told in use.items() if name.startswith("Huisarts ("))
    assert "van de vraag nu; capaciteit onbekend" in doctor
    assert not doctor.startswith("0,00%")


def test_the_moment_of_a_signal_is_told() -> None:
    values = [row.value for row in signals.signal_rows(planned().capacity_signals, "nl")]
    assert not [value for value in values if value.startswith("Nu:")]
    assert [value for value in values if "over tien jaar samen" in value]


def test_the_village_of_the_places_and_the_neighbours_stand_on_paper() -> None:
    reader = PdfReader(io.BytesIO(build_pdf(planned(), load_parameters(), lang="nl")))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Sevenum, Horst" in words
    assert "geen voorspelling per gemeente" in words
    assert "Peel en Maas" in words


def test_a_company_that_shrinks_says_so_where_no_jobs_are_added() -> None:
    plan = distribution_centre(
        kind="expansion", existing_workers=400,
        automation=[{"month": "2030-01", "share": 1.0}, {"month": "2031-01", "share": 0.5}],
    )  # fmt: skip
    made = assess(plan, draws=FEW_DRAWS)
    for lines in (headlines.summary_sentences(made, "nl"), residents.what_comes(made, "nl")):
        assert "200 minder" in " ".join(lines)
        assert "hun woning verliezen" in " ".join(lines)


def test_residents_read_in_which_village_the_places_are() -> None:
    assert "Sevenum, Horst aan de Maas" in " ".join(residents.where_people_live(planned(), "nl"))


def test_where_nobody_needs_a_place_no_known_places_are_said_to_cover_it() -> None:
    nobody = assess(distribution_centre(workforce={"count": 0}), draws=FEW_DRAWS)
    assert headlines.gap_sentences(nobody, "nl") == ["Voor dit plan zijn geen nieuwe woonplekken nodig."]


def test_jobs_that_are_added_are_not_called_all_jobs_of_the_site() -> None:
    grown = assess(distribution_centre(kind="expansion", existing_workers=150), draws=FEW_DRAWS)
    assert next(iter(headlines.figures(grown, "nl"))).label == "Extra banen op de locatie (jaar 5)"
    assert headlines.recap(grown, "nl")[0].label == "Extra banen (jaar 5)"
    for lines in (headlines.summary_sentences(grown, "nl"), residents.what_comes(grown, "nl")):
        assert "banen bij gekomen" in lines[0]

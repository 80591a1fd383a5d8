"""The published cases: where each comes from, what was counted, and which may stand beside a plan."""

from collections import Counter

import pytest

from hea.assessment.estimates import reference_estimate
from hea.parameters import load_parameters
from hea.reference import ReferenceCase, municipalities, reference_cases
from hea.texts import LANGUAGES, text
from hea.validation import validate

CASES = tuple(reference_cases().values())


def test_the_cases_read_since_the_first_edition_are_there() -> None:
    found = {case.id for case in CASES}
    assert {
        "bedrijf_primark_roosendaal", "bedrijf_jdsports_heerlen", "bedrijf_picnic_utrecht",
        "bedrijf_martens_tienray", "bedrijf_hoogbos_nieuwaal", "bedrijf_vion_groenlo",
        "bedrijf_google_middenmeer", "bedrijf_yara_sluiskil", "bedrijf_jumbo_nieuwegein",
        "bedrijf_arvato_dorsten", "woonlocatie_dorshout_meierijstad",
    } <= found  # fmt: skip
    assert len(CASES) >= 87


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_says_where_it_is_and_how_it_was_read(case: ReferenceCase) -> None:
    assert case.url or (case.remark and ("Bron" in case.remark or "zonder jaar" in case.remark)), case
    assert case.grade in {"B", "C"}
    for lang in LANGUAGES:
        assert text(f"reliability.{case.reliability}", lang)
    assert case.municipality_code is None or case.municipality_code in municipalities()
    assert not (case.abroad and case.municipality_code)


def test_no_case_stands_in_the_table_twice() -> None:
    assert Counter((case.name, case.place, case.year) for case in CASES).most_common(1)[0][1] == 1


def test_announced_and_counted_are_apart() -> None:
    kinds = {case.id: (case.announced, case.counted) for case in CASES}
    assert kinds["bedrijf_jdsports_heerlen"] == (True, False)
    assert kinds["bedrijf_rhenus_tilburg"] == (False, True)
    assert kinds["bedrijf_geodis_horst"] == (False, False)  # what opponents say is neither
    assert not any(announced and counted for announced, counted in kinds.values())


def test_a_place_for_more_companies_is_marked_and_not_tested() -> None:
    case = reference_cases()["bedrijf_langedijk_hoogwoud"]
    assert case.beds_note == "several_companies"
    rows = [row for row in validate(draws=256, cases={case.id: case}).rows if "places" in row.id]
    assert rows
    assert {row.outcome for row in rows} == {"not_testable"}
    assert all(row.reason is not None and "meer bedrijven" in row.reason.nl for row in rows)


def test_a_foreign_case_is_marked_and_neither_compared_nor_tested() -> None:
    abroad = [case for case in CASES if case.abroad]
    assert {case.country for case in abroad} == {"DE"}
    assert all("Duitsland" in case.place for case in abroad)
    rows = validate(draws=256, cases={case.id: case for case in abroad}).rows
    assert {row.outcome for row in rows} == {"not_testable"}
    harvest = reference_estimate("open_field_harvest", load_parameters())
    assert "bedrijf_spargelhof_klaistow" not in {point.id for point in harvest.points}

"""Lists as three officers keep them: what they wrote is read, or asked back in words; none is lost."""

import pytest

from hea.exchange import InputError, parse_proposal
from hea.exchange.leads import Leads, parse_leads
from hea.exchange.quick import known_share
from hea.exchange.written import WrittenError, read_size
from hea.problems import HeaError


def listed(*lines: str) -> Leads:
    return parse_leads("lijst.csv", "\n".join(lines).encode())


HEAD = "Bedrijf;Gemeente;Sector;Opening;Werknemers"


def test_a_part_of_a_person_that_looks_like_thousands_is_asked() -> None:
    with pytest.raises(WrittenError) as caught:
        read_size("1,2 personen", "count")
    assert "1.200" in caught.value.problems[0].sentence("nl")


@pytest.mark.parametrize(
    ("written", "low", "high"), [("1,2k", 1200, 1200), ("300 á 350", 300, 350), ("12k", 12_000, 12_000)]
)
def test_short_counts_are_read(written: str, low: float, high: float) -> None:
    value = read_size(written, "count").value
    ends = (value, value) if isinstance(value, float) else (value.low, value.high)
    assert ends == (low, high)


def test_an_opening_as_soon_as_possible_gets_the_usual_one_and_says_so() -> None:
    leads = listed(HEAD, "A;Venray;dc_warehousing;z.s.m.;400")
    assert not leads.problems
    assert "list_opening" in [note.code for note in leads.notes]


@pytest.mark.parametrize(
    ("heading", "cell", "basis"),
    [
        ("Gemiddeld of piek", "ja", ""),
        ("Gemiddeld of piek", "x", ""),
        ("Gem./piek", "nee", ""),
        ("Seizoenpiek?", "ja", "peak"),
        ("Seizoenpiek", "x", "peak"),
        ("Seizoenpiek", "nee", "mean"),
        ("Gemiddeld of piek", "drukste maand", "peak"),
        ("Gemiddeld of piek", "jaargemiddelde", "mean"),
    ],
)
def test_yes_below_a_heading_that_names_both_ways_of_counting_is_asked(
    heading: str, cell: str, basis: str
) -> None:
    leads = listed(f"{HEAD};{heading}", f"A;Venray;dc_warehousing;2090-01;400;{cell}")
    if not basis:
        assert [problem.code for problem in leads.problems] == ["basis_yes"]
        assert "gemiddeld (over het jaar) of piek" in leads.problems[0].sentence()
        return
    plan = leads.found[0].proposal
    assert plan.workforce is not None
    assert plan.workforce.basis == basis
    read = next(note.sentence() for note in leads.notes if note.code == "list_sizes_read")
    assert f"2: '{cell}' = " in read or f"2: {cell}" in read


@pytest.mark.parametrize("heads", ["Fte;Vloeroppervlak (m2)", "Werknemers;Vloeroppervlak (m2)"])
def test_nought_workers_in_a_list_are_not_known_and_are_asked(heads: str) -> None:
    leads = listed(f"Bedrijf;Gemeente;Sector;Opening;{heads}", "A;Venray;dc_warehousing;2090-01;0;50.000 m2")
    assert [problem.code for problem in leads.problems] == ["size_zero"]
    assert "laat dit dan leeg" in leads.problems[0].sentence()


def test_a_total_row_that_counts_municipalities_and_sectors_is_a_total() -> None:
    leads = listed(HEAD, "A;Venray;dc_warehousing;2090-01;400", "Totaal;1 gemeente;1;;400")
    assert (len(leads.found), leads.problems) == (1, ())
    assert "list_total" in [note.code for note in leads.notes]


@pytest.mark.parametrize(
    ("heading", "cell", "share"), [("Uitzend %", "60%", 0.6), ("Aandeel uitzend", "nee", 0.0)]
)
def test_a_share_of_agency_work_under_short_headings_is_read(heading: str, cell: str, share: float) -> None:
    leads = listed(f"{HEAD};{heading}", f"A;Venray;dc_warehousing;2090-01;400;{cell}")
    assert leads.found[0].proposal.recruitment.flex_share == share


@pytest.mark.parametrize(
    ("cell", "share"),
    [("driekwart", 0.75), ("1/3", 1 / 3), ("ca. 45%", 0.45), ("60% flex", 0.6), ("n.b.", None)],
)
def test_a_share_in_words_is_read_and_told(cell: str, share: float | None) -> None:
    leads = listed(f"{HEAD};% uitzend", f"A;Venray;dc_warehousing;2090-01;400;{cell}")
    assert leads.found[0].proposal.recruitment.flex_share == (
        share if share is None else pytest.approx(share)
    )
    read = [note.sentence() for note in leads.notes if note.code == "list_sizes_read"]
    assert bool(read) == (share is not None)


def test_a_word_alone_above_a_part_of_a_list_is_passed_over_and_told() -> None:
    plan = "A;Venray;dc_warehousing;2090-01;400"
    leads = listed(HEAD, "Warme leads;;;;", plan, ";Limburg;;;", plan.replace("A;", "B;"), "Kist BV;Venlo;;;")
    assert [lead.proposal.company for lead in leads.found] == ["A", "B"]
    assert {problem.place.partition(", kolom")[0] for problem in leads.problems} == {"lijst.csv, rij 6"}
    (told,) = [note.sentence() for note in leads.notes if note.code == "list_subheading"]
    assert "rijen 2, 4" in told
    assert leads.notes[0].sentence().startswith("2 van de 3 plannen")


def test_an_opening_at_once_gets_the_usual_one_and_says_so() -> None:
    leads = listed(HEAD, "A;Venray;dc_warehousing;per direct;400")
    assert not leads.problems
    assert "list_opening" in [note.code for note in leads.notes]


def test_agency_work_without_a_share_is_asked() -> None:
    with pytest.raises(WrittenError) as caught:
        known_share("ja")
    assert caught.value.code == "share_yes"


def test_a_start_year_and_a_seasonal_peak_are_headings() -> None:
    leads = listed(
        "Bedrijf;Gemeente;Sector;Startjaar;Werknemers;Seizoenpiek?",
        "A;Venray;open_field_harvest;2090;400;ja",
    )
    plan = leads.found[0].proposal
    assert plan.workforce is not None
    assert (plan.opening, plan.workforce.basis) == ("2090-01", "peak")


def test_a_missing_column_says_which_headings_were_seen() -> None:
    with pytest.raises(InputError) as caught:
        listed("Bedrijf;Regio;Sector;Werknemers", "A;Noord;dc_warehousing;400")
    assert "Regio" in caught.value.problems[0].sentence("nl")


def test_sizes_beside_each_other_are_told_in_their_own_units() -> None:
    leads = listed(f"{HEAD};Kavel m2", "A;Venray;dc_warehousing;2090-01;9000;35.000")
    [line] = [note.sentence("nl") for note in leads.notes if note.code == "list_sizes_apart"]
    assert "3,5 ha" in line


def test_a_village_that_is_not_applicable_is_no_name() -> None:
    plan = parse_proposal(
        "company: A\nsector: dc_warehousing\nmunicipality: Venray\nopening: 2028-01\n"
        "workforce: {count: 10}\nkern: n.v.t.\n"
    )
    assert plan.kern is None


@pytest.mark.parametrize(
    ("heading", "used"),
    [
        ("Waar", "Gemeente"),
        ("Gem.", "Gemeente"),
        ("Wat doen ze", "Sector"),
        ("Klant", "Bedrijf"),
        ("WP", "Werknemers"),
        ("Hal (m2)", "Vloeroppervlak (m2)"),
    ],
)
def test_short_headings_of_officers_are_known(heading: str, used: str) -> None:
    cells = {
        "Bedrijf": "A", "Gemeente": "Venray", "Sector": "magazijn", "Opening": "2090-01", "Werknemers": "400",
        "Vloeroppervlak (m2)": "20.000",
    }  # fmt: skip
    heads = [heading if head == used else head for head in cells]
    leads = listed(";".join(heads), ";".join(cells.values()))
    assert (len(leads.found), leads.problems) == (1, ())
    assert any(f"{heading} (als {used})" in note.sentence() for note in leads.notes)


def test_work_without_an_agency_is_not_unknown() -> None:
    with pytest.raises(HeaError):
        known_share("direct")

"""Headings of lists: what a unit behind a name says of its numbers, and what no heading of ours is."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hea.cli import app
from hea.exchange.columns import _ranks
from hea.exchange.files import InputError
from hea.exchange.leads import COUNTED, Leads, column_called, headings_asked, parse_leads
from hea.proposal import Proposal, Span


def listed(heading: str, *cells: str) -> Leads:
    rows = [f"Plan {at};Venray;dc_warehousing;2090-01;{cell}" for at, cell in enumerate(cells)]
    return parse_leads("lijst.csv", "\n".join((f"Bedrijf;Gemeente;Sector;Opening;{heading}", *rows)).encode())


def only(leads: Leads) -> Proposal:
    assert not leads.problems
    (lead,) = leads.found
    return lead.proposal


def told(leads: Leads, code: str) -> str:
    return next(note.sentence() for note in leads.notes if note.code == code)


@pytest.mark.parametrize(
    ("heading", "cell", "kind", "size_m2"),
    [
        ("Kavel (m2)", "900", "plot", 900),
        ("Kavel (m²)", "1,5 ha", "plot", 15_000),
        ("Plot (m2)", "12.000", "plot", 12_000),
        ("Perceel in m2", "12.000", "plot", 12_000),
        ("Grondoppervlak (ha)", "4", "plot", 40_000),
        ("Vloeroppervlak (ha)", "1,5", "gross_floor", 15_000),
        ("Bebouwd oppervlak (ha)", "1,5", "footprint", 15_000),
        ("Vloeropppervlak (ha)", "1,5", "gross_floor", 15_000),
    ],
)
def test_a_unit_in_a_heading_decides_what_bare_numbers_measure(
    heading: str, cell: str, kind: str, size_m2: float
) -> None:
    area = only(listed(heading, cell)).area
    assert area is not None
    assert (area.kind, area.size_m2) == (kind, pytest.approx(size_m2))


@pytest.mark.parametrize(
    ("heading", "cell", "unit"),
    [
        ("Personeel (fte)", "80", "fte"),
        ("Werknemers (fte)", "80", "fte"),
        ("Personeel (fte)", "80 personen", "persons"),
        ("Fte", "80 personen", "persons"),
        ("Werknemers in de piek (fte)", "80", "fte"),
        ("Werknemers in de piek", "80 fte", "fte"),
        ("Personeel (personen)", "80", "persons"),
        ("Werknemers (gem.)", "80", "persons"),
        ("Aantal mdw.", "80", "persons"),
    ],
)
def test_workers_are_counted_in_what_the_cell_or_else_its_heading_says(
    heading: str, cell: str, unit: str
) -> None:
    workforce = only(listed(heading, cell)).workforce
    assert workforce is not None
    assert (workforce.count, workforce.unit) == (80, unit)


def test_a_column_in_another_unit_is_told_in_its_own() -> None:
    columns = told(listed("Perceel (m2)", "900"), "list_columns")
    assert "(ha)" not in columns
    assert "Perceel (m2) (als Kavel, in m2)" in columns
    assert "als" not in told(listed("Kavel (m2)", "900"), "list_columns")


@pytest.mark.parametrize("heading", ["Oppervlakte (m2)", "Oppervlakte", "Kavl in m2 of zo"])
def test_no_column_of_another_unit_is_taken_or_offered(heading: str) -> None:
    leads = listed(f"Werknemers;{heading}", "80;900")
    assert "Kavel (ha)" not in told(leads, "list_unused")


def test_the_begin_of_the_works_is_no_opening_and_a_planning_is_asked() -> None:
    heads = "Gemeente;Sector;Werknemers;Start bouw;Planning;Naam lead"
    leads = parse_leads("lijst.csv", f"{heads}\nVenray;magazijn;80;2027-01;2029-01;Vos BV\n".encode())
    unused = told(leads, "list_unused")
    assert "Start bouw," in unused
    assert "Planning (bedoelt u Opening?)" in unused
    assert only(leads).company == "Vos BV"


def test_workers_in_fte_beside_an_area_that_does_not_fit_are_told() -> None:
    leads = listed("Werknemers;Vloeroppervlak (m2)", "4000 fte;600")
    assert "4.000" in told(leads, "list_sizes_apart")


def test_rows_without_a_size_are_told_once() -> None:
    leads = listed("Werknemers", "80", *[""] * 19)
    (problem,) = leads.problems
    assert "3-21" in problem.sentence()
    assert "19" in problem.sentence()


@pytest.mark.parametrize(("cell", "problem"), [("< 50", ""), ("veel", "typed_count")])
def test_workers_beside_an_area_are_used_or_asked(cell: str, problem: str) -> None:
    leads = listed("Personeel (fte);BVO", f"{cell};500")
    assert [item.code for item in leads.problems] == [problem] * bool(problem)
    assert problem or "hoogstens 50 fte (Personeel (fte))" in told(leads, "list_sizes_apart")


def test_a_second_plot_is_not_offered_as_a_floor() -> None:
    leads = listed("Personeel (fte);Kavel (m2);Grondoppervlak (ha)", "80;900;3")
    assert told(leads, "list_unused").endswith("Kavel (m2).")
    assert "Personeel (fte) (als Fte)," in told(leads, "list_columns")


@pytest.mark.parametrize("heading", ["Kavel", "Plot"])
@pytest.mark.parametrize("cell", ["900", "100", "250-300", "ca. 400"])
def test_a_plot_without_a_unit_that_may_be_metres_or_hectares_is_asked(heading: str, cell: str) -> None:
    (problem,) = listed(heading, cell).problems
    assert problem.code == "area_two_units"
    sentence = problem.sentence()
    assert f"kolom {heading}" in sentence
    assert f"{cell} m2" in sentence
    assert f"{cell} ha" in sentence


@pytest.mark.parametrize(
    ("cell", "size_m2"),
    [("2,5", 25_000), ("99", 990_000), ("900 m2", 900), ("900 m²", 900), ("300 ha", 3_000_000)],
)
def test_a_plot_without_a_unit_that_can_be_one_thing_is_that(cell: str, size_m2: float) -> None:
    area = only(listed("Kavel", cell)).area
    assert area is not None
    assert area.size_m2 == pytest.approx(size_m2)


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("Kavel (ha)", "900 m2", "'900 m2' = 900 m²"),
        ("Vloeroppervlak (m2)", "1-2 ha", "1 tot 2 ha = 10.000 tot 20.000 m²"),
    ],
)
def test_an_area_is_told_as_it_was_read_with_its_unit(heading: str, cell: str, said: str) -> None:
    assert said in told(listed(heading, cell), "list_sizes_read")


@pytest.mark.parametrize("heading", ["Ha", "Hectare", "Omvang (ha)"])
def test_a_heading_that_is_a_unit_says_so(heading: str) -> None:
    area = only(listed(heading, "90")).area
    assert area is not None
    assert area.size_m2 == pytest.approx(900_000)


def test_a_plot_without_a_unit_that_is_too_large_in_hectares_is_asked_in_metres() -> None:
    (problem,) = listed("Kavel", "45.000").problems
    assert "45.000 m2" in problem.sentence()


@pytest.mark.parametrize(
    "heading",
    [
        "Aantal fte/pers.", "Aantal fte/personen", "fte / personen", "fte of personen", "personen/fte",
        "Aantal (fte/pers)", "pers./fte", "Werknemers (fte of personen)", "Aantal medewerkers / fte",
        "fte's en/of personen",
    ],
)  # fmt: skip
def test_a_heading_with_two_units_is_asked_about_once(heading: str) -> None:
    cells = ("400", "250 fte", "120 personen", "300", "200-250")
    rows = "\n".join(f"Venray;magazijn;2028-01;{cell}" for cell in cells)
    leads = parse_leads("x.csv", f"Gemeente;Sector;Opening;{heading}\n{rows}\n".encode())
    counted = [lead.proposal.workforce for lead in leads.found]
    assert [(one.count, one.unit) for one in counted if one] == [(250, "fte"), (120, "persons")]
    [asked] = leads.problems
    assert asked.code == "lead_unit_either"
    assert heading in asked.sentence()
    assert "rijen 2, 5-6" in asked.sentence()
    assert "fte of personen" in asked.sentence()


@pytest.mark.parametrize("heading", ["Kavel (m2/ha)", "Kavel m² of ha"])
def test_an_area_below_a_heading_with_two_units_is_asked_about_once(heading: str) -> None:
    rows = "\n".join(f"Venray;kas;2028-01;{cell}" for cell in ("6", "6 ha", "60.000"))
    leads = parse_leads("x.csv", f"Gemeente;Sector;Opening;{heading}\n{rows}\n".encode())
    assert [lead.proposal.area.size_m2 for lead in leads.found if lead.proposal.area] == [60_000]
    [asked] = leads.problems
    assert asked.code == "lead_area_either"
    assert "rijen 2, 4" in asked.sentence()


def asked(heading: str, cell: str) -> list[str]:
    try:
        leads = listed(heading, cell)
    except InputError as error:
        return [item.sentence() for item in error.problems]
    raise AssertionError(f"{heading} was used: {leads}")


@pytest.mark.parametrize(
    ("heading", "guesses"),
    [
        ("Oppervlakte (m2)", ("Vloeroppervlak (m2)", "Bebouwd oppervlak (m2)", "Kavel (m2)")),
        ("m2", ("Vloeroppervlak (m2)", "Kavel (m2)")),
        ("Aantal", ("Werknemers", "Fte", "Werknemers in de piek", "Vloeroppervlak (m2)")),
        ("Omvang", ("Werknemers", "Kavel (m2)")),
        ("Grootte", ("Werknemers", "Kavel (m2)")),
        ("Max. aantal medewerkers", ("Werknemers in de piek", "bovengrens", "tot 400")),
        ("Aantal werknemers NL", ("Werknemers",)),
        ("Werknemers (max)", ("Werknemers in de piek", "bovengrens")),
        ("Min. medewerkers", ("ondergrens", "minstens 300")),
        ("Huidig aantal medewerkers", ("hoe het nu is", "als het plan klaar is")),
        ("Aantal uitzendkrachten", ("deel van de mensen", "hoeveel er in totaal werken")),
        ("Arbeidsmigranten", ("deel van de mensen",)),
    ],
)
def test_a_heading_of_a_size_that_does_not_say_which_is_asked_with_what_it_may_be(
    heading: str, guesses: tuple[str, ...]
) -> None:
    (sentence,) = asked(heading, "12000")
    assert f"'{heading}'" in sentence
    assert all(guess in sentence for guess in guesses)


def test_fixed_and_flexible_staff_apart_are_asked_for_their_total() -> None:
    with pytest.raises(InputError) as error:
        parse_leads("l.csv", b"Bedrijf;Gemeente;Sector;Vast;Flex\nX;Venray;magazijn;120;30\n")
    assert "hoeveel er in totaal werken" in error.value.problems[0].sentence()


@pytest.mark.parametrize(
    "heading", ["Max. aantal medewerkers", "Aantal medewerkers vast", "Aantal medewerkers nu"]
)
def test_a_heading_with_a_word_more_is_not_taken_for_the_one_without(heading: str) -> None:
    leads = listed(f"Vloeroppervlak (m2);{heading}", "12000;400")
    assert only(leads).workforce is None
    assert heading in told(leads, "list_unused")


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("Omvang fte", "fte"), ("Omvang (personen)", "persons"), ("Arbeidskrachten", "persons")],
)
def test_a_heading_that_says_what_it_counts_is_used(heading: str, unit: str) -> None:
    workforce = only(listed(heading, "400")).workforce
    assert workforce is not None
    assert (workforce.count, workforce.unit) == (400, unit)


def said(heading: str, cell: str, column: str) -> Leads:
    content = f"Bedrijf;Gemeente;Sector;Opening;{heading}\nA;Venray;dc_warehousing;2090-01;{cell}\n"
    return parse_leads("lijst.csv", content.encode(), called={heading: column})


@pytest.mark.parametrize(
    ("heading", "cell", "column", "count", "unit"),
    [
        ("Aantal", "80", "persons", 80, "persons"),
        ("Aantal", "80", "fte", 80, "fte"),
        ("Omvang", "ca. 80", "persons", "about", "persons"),
        ("fte/pers.", "80", "fte", 80, "fte"),
        ("fte/pers.", "80", "persons", 80, "persons"),
        ("max", "80", "persons_peak", 80, "persons"),
    ],
)
def test_a_heading_is_what_somebody_says_it_is(
    heading: str, cell: str, column: str, count: float | str, unit: str
) -> None:
    workforce = only(said(heading, cell, column)).workforce
    assert workforce is not None
    assert workforce.unit == unit
    assert workforce.count == count if count != "about" else not isinstance(workforce.count, float)
    assert (workforce.basis == "peak") == (column == "persons_peak")


def test_an_area_that_was_said_keeps_the_unit_of_its_heading() -> None:
    area = only(said("Oppervlakte (m2)", "60.000", "plot")).area
    assert area is not None
    assert (area.kind, area.size_m2) == ("plot", 60_000)


@pytest.mark.parametrize("heading", ["Aantal", "Omvang", "Oppervlakte (m2)", "max aantal", "huidig aantal"])
def test_each_question_about_a_heading_can_be_answered_by_naming_its_column(heading: str) -> None:
    with pytest.raises(InputError) as raised:
        listed(heading, "80")
    asked = headings_asked(raised.value.problems)
    assert list(asked) == [heading]
    for column in asked[heading]:
        assert not said(heading, "80" if column in COUNTED else "8000 m2", column).problems


def test_a_heading_that_is_not_there_is_told() -> None:
    with pytest.raises(InputError, match="geen kop 'hoeveel' in deze lijst"):
        parse_leads("a.csv", b"Gemeente;Sector;Werknemers\nVenray;glasshouse;8\n", called={"hoeveel": "fte"})


@pytest.mark.parametrize(
    ("written", "key"), [("Werknemers", "persons"), ("kavel", "plot"), ("Kavel (ha)", "plot"), ("FTE", "fte")]
)
def test_a_column_is_named_by_its_name_in_either_language(written: str, key: str) -> None:
    assert column_called(written) == key


def test_what_is_no_column_is_told_with_those_that_are() -> None:
    with pytest.raises(InputError, match=r"'mensen' is geen kolom .* Werknemers"):
        column_called("mensen")


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Start / opening", "opening"),
        ("Gemeente / kern", "municipality"),
        ("Plaats (gemeente)", "municipality"),
        ("Bedrijf/contactpersoon", "company"),
        ("Vloeropp. (bvo)", "gross_floor"),
        ("Bebouwd opp.", "footprint"),
        ("Kavelopp. (m2)", "plot"),
    ],
)
def test_a_heading_that_says_more_or_is_shortened_is_known(heading: str, key: str) -> None:
    names = {"company": "Bedrijf", "municipality": "Gemeente", "sector": "Sector", "opening": "Opening"}
    names |= {"persons": "Werknemers"} | {key: heading}
    cells = {"company": "A", "municipality": "Venray", "sector": "dc", "opening": "2090-03", "persons": "80"}
    cells |= {key: cells.get(key, "50.000")}
    content = ";".join(names.values()) + "\n" + ";".join(cells[name] for name in names) + "\n"
    leads = parse_leads("lijst.csv", content.encode())
    plan = only(leads)
    assert (plan.company, plan.municipality, plan.opening) == ("A", "GM0984", "2090-03")
    assert "list_unused" not in {note.code for note in leads.notes}


@pytest.mark.parametrize("heading", ["Werknemers/contactpersoon", "Gemeente / sector"])
def test_a_heading_of_two_things_that_count_is_not_one_of_them(heading: str) -> None:
    assert heading in told(listed(f"Fte;{heading}", "80;5"), "list_unused")


def test_a_guess_at_a_heading_can_be_taken() -> None:
    leads = listed("Werknemers;Gemiddeld of niet", "80;piek")
    assert leads.asked == {"Gemiddeld of niet": ("basis",)}


def test_the_command_says_how_to_answer_also_where_other_rows_could_be_read(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    head = "Bedrijf;Gemeente;Sector;Opening;Fte;Aantal\n"
    path.write_text(head + "A;Venray;dc_warehousing;2090-01;80;\nB;Venray;dc_warehousing;2090-01;;90\n")
    found = CliRunner().invoke(app, ["screen", str(path), "--out", str(tmp_path / "uit")])
    assert found.exit_code == 2
    assert '--column "Aantal=Werknemers"' in found.output


def test_what_others_say_of_headings_is_not_kept() -> None:
    for number in range(40):
        said(f"Kop {number}", "80", "persons")
    assert _ranks.cache_info().currsize <= 16


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Piek", ("450", "ca. 500"), [("peak", 450), ("peak", Span(middle=500))]),
        ("Aantal piek", ("450", ""), None),
        ("Hoogseizoen", ("450", "500 pers."), [("peak", 450), ("peak", 500)]),
        ("Seizoenspiek", ("450", "500"), [("peak", 450), ("peak", 500)]),
    ],
)
def test_a_heading_that_only_says_peak_counts_people_if_its_cells_do(
    heading: str, cells: tuple[str, str], expected: list[Any] | None
) -> None:
    head = ("Bedrijf", "Gemeente", "Sector", "Opening", heading)
    rows = [(name, "Venray", "kas tomaten", "2090-01", cell) for name, cell in zip("ab", cells, strict=True)]
    leads = parse_leads("x.csv", "\n".join(";".join(row) for row in (head, *rows)).encode())
    held = [lead.proposal.workforce for lead in leads.found]
    if expected is None:
        assert [item.code for item in leads.problems] == ["lead_no_size"]
        return
    assert [(it.basis, it.count) for it in held if it is not None] == expected
    assert any(f"{heading} (als Werknemers in de piek)" in note.sentence() for note in leads.notes)


@pytest.mark.parametrize("heading", ["Piek", "Seizoenspiek", "Peak", "Hoogseizoen"])
def test_a_heading_that_only_says_peak_is_an_answer_if_its_cells_are(heading: str) -> None:
    head = ("Bedrijf", "Gemeente", "Sector", "Opening", "Werknemers", heading)
    rows = [(cell, "Venray", "kas tomaten", "2090-01", "300", cell) for cell in ("ja", "nee", "x", "")]
    leads = parse_leads("x.csv", "\n".join(";".join(row) for row in (head, *rows)).encode())
    bases = [lead.proposal.workforce.basis for lead in leads.found if lead.proposal.workforce]
    assert bases == ["peak", "mean", "peak", "mean"]


def test_what_stands_below_a_heading_of_a_peak_and_agrees_on_nothing_is_told_as_not_used() -> None:
    head = ("Bedrijf", "Gemeente", "Sector", "Opening", "Werknemers", "Piek")
    rows = [(cell, "Venray", "kas tomaten", "2090-01", "300", cell) for cell in ("ja", "450")]
    leads = parse_leads("x.csv", "\n".join(";".join(row) for row in (head, *rows)).encode())
    assert len(leads.found) == 2
    assert any(note.sentence().startswith("Niet gebruikt: Piek") for note in leads.notes)


@pytest.mark.parametrize("heading", ["Max", "Max.", "Maximaal"])
def test_a_heading_that_only_says_the_most_is_asked_which_of_two_it_is(heading: str) -> None:
    content = f"Gemeente;Sector;Opening;{heading}\nVenray;kas tomaten;2090-01;300\n"
    with pytest.raises(InputError) as caught:
        parse_leads("x.csv", content.encode())
    assert [item.code for item in caught.value.problems] == ["lead_size_most"]
    assert "drukste maand" in caught.value.problems[0].sentence()


@pytest.mark.parametrize(
    ("cell", "code", "told"),
    [
        ("45 personen", "share_people_of", ["45 van de 300 werknemers", "15%", "45%"]),
        ("45", "share_people_of", ["45 van de 300 werknemers", "15%", "45%"]),
        ("60 uitzendkrachten", "share_people_of", ["60 van de 300", "20%", "60%"]),
        ("450 personen", "share_people_more", ["450 is meer dan de 300"]),
    ],
)
def test_people_below_a_share_are_asked_back_with_both_readings(
    cell: str, code: str, told: list[str]
) -> None:
    content = f"Gemeente;Sector;Opening;Werknemers;Flex\nVenray;magazijn;2090-01;300;{cell}\n"
    [item] = parse_leads("x.csv", content.encode()).problems
    assert item.code == code
    assert all(words in item.sentence() for words in told), item.sentence()
    assert item.sentence("en")

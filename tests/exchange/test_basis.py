"""Seasonal employers state their peak: every surface takes it as that, and says which of the two was used."""

import pytest
from typer.testing import CliRunner

from hea import assess
from hea.cli.application import app
from hea.exchange.leads import Leads, parse_leads
from hea.exchange.written import WrittenError, read_basis
from hea.problems import sentences
from hea.proposal import Basis
from hea.reference import season_profiles, sectors
from tests.conftest import FEW_DRAWS, distribution_centre

QUICK = ["quick", "--municipality", "Peel en Maas", "--draws", "16", "--sector"]


def leads(heads: str, cells: str, sector: str = "asperges") -> Leads:
    row = f"X;Peel en Maas;{sector};{cells}"
    return parse_leads("plannen.csv", f"Bedrijf;Gemeente;Sector;{heads}\n{row}\n".encode())


@pytest.mark.parametrize(
    ("word", "basis"),
    [("piek", "peak"), ("Drukste  maand", "peak"), ("gem.", "mean"), ("gemiddelde over het jaar", "mean")],
)
def test_the_words_people_use_are_read(word: str, basis: Basis) -> None:
    assert read_basis(word) == basis


def test_another_word_is_asked_back() -> None:
    with pytest.raises(WrittenError) as caught:
        read_basis("ongeveer")
    assert "gemiddeld" in caught.value.problems[0].sentence()


@pytest.mark.parametrize(
    ("heads", "cells", "basis"),
    [
        ("Werknemers;Gemiddeld of piek", "200;piek", "peak"),
        ("Werknemers;Gemiddeld of piek", "200;gemiddeld", "mean"),
        ("Werknemers piek", "200", "peak"),
        ("Fte;Telling", "200;piek", "peak"),
    ],
)
def test_a_list_says_what_was_counted(heads: str, cells: str, basis: Basis) -> None:
    found = leads(heads, cells)
    assert not found.problems
    held = found.found[0].proposal.workforce
    assert held is not None
    assert (held.count, held.basis) == (200, basis)
    assert "list_basis" not in [note.code for note in found.notes]


def test_a_list_that_does_not_say_it_is_told_which_was_used_where_the_season_matters() -> None:
    told = sentences(leads("Werknemers", "200").notes, "nl")
    assert any("gelezen als gemiddelde: rij 2" in line for line in told)
    calm = leads("Werknemers", "200", "slachthuis").notes
    assert "list_basis" not in [note.code for note in calm]


def test_the_command_takes_the_peak_and_says_which_it_took() -> None:
    peak = CliRunner().invoke(app, [*QUICK, "asperges", "--persons", "200", "--basis", "piek"])
    mean = CliRunner().invoke(app, [*QUICK, "asperges", "--persons", "200"])
    calm = CliRunner().invoke(app, [*QUICK, "slachthuis", "--persons", "200"])
    wrong = CliRunner().invoke(app, [*QUICK, "asperges", "--persons", "200", "--basis", "vaak"])
    assert "200 (drukste maand)" in peak.stderr
    assert "200 (gemiddelde over het jaar)" in mean.stderr
    assert "werknemers 200." in calm.stderr
    assert wrong.exit_code == 2
    assert "--basis" in wrong.stderr


@pytest.mark.parametrize("basis", ["mean", "peak"])
def test_a_report_says_which_was_used(basis: Basis) -> None:
    plan = distribution_centre(sector="open_field_harvest", workforce={"count": 200, "basis": basis})
    found = assess(plan, draws=FEW_DRAWS)
    assert f"basis_{basis}" in [flag.code for flag in found.flags]
    assert (found.headline.migrants_peak.p90 <= 200) == (basis == "peak")


def test_where_no_season_matters_nothing_is_said() -> None:
    codes = [flag.code for flag in assess(distribution_centre(), draws=FEW_DRAWS).flags]
    assert not [code for code in codes if code.startswith("basis_")]


def notes(found: Leads, code: str) -> list[str]:
    return [note.sentence() for note in found.notes if note.code == code]


def test_a_peak_beside_a_mean_is_told_to_be_left_out_with_the_mean_that_goes_with_it() -> None:
    found = leads("Werknemers;Werknemers in de piek", "45;300")
    (said,) = notes(found, "list_peak_left")
    assert "45 (Werknemers)" in said
    assert "300 (Werknemers in de piek)" in said
    assert "niet gebruikt" in said
    assert "gemiddelde van ongeveer" in said
    assert not notes(found, "list_sizes_apart")
    assert not notes(found, "list_basis")


def test_a_peak_that_goes_with_the_mean_is_only_told_to_be_left_out() -> None:
    season = season_profiles()[sectors()["open_field_harvest"].season_profile].index
    peak = round(45 * max(season) * len(season) / sum(season))
    found = leads("Werknemers;Werknemers in de piek", f"45;{peak}")
    assert notes(found, "list_peaks_left")
    assert not notes(found, "list_peak_left")


def test_no_range_of_one_number_is_told() -> None:
    found = leads("Fte;Werknemers", "300;45", "magazijn")
    (said,) = notes(found, "list_sizes_beside")
    assert "300 tot 300" not in said
    assert "45 (Werknemers)" in said
    assert not notes(leads("Fte;Werknemers", "45;60", "magazijn"), "list_sizes_beside")

"""Own tables: checked line by line, kept in dated sets, used when chosen, and told in every outcome."""

import datetime as dt
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hea.exchange import InputError
from hea.exchange.own_tables import changes, parse_own
from hea.exchange.table_sets import SHIPPED, TableSets
from hea.parameters import load_parameters
from hea.reference import municipalities
from hea.reference.own import FOLDER_VARIABLE, MUNICIPALITIES, NORMS, TABLES_VARIABLE
from tests.exchange.odata import published, serving
from tests.processes import command

PLACES = """Gemeente;Inwoners;Arbeidsmigranten;Bron;Jaar
Venray;45.000;3.100;Gemeentelijke telling;2025
"""
NORM = """Parameter;Laag;Midden;Hoog;Kwaliteit;Bron;Uitgever;Jaar
facility.gp.norm;0,4;0,5;0,6;B;Regionale norm huisartsen;Regio Noord;2025
"""
TODAY = dt.date(2026, 11, 22)


def said(kind: str, content: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_own(kind, "eigen.csv", content.encode())
    return " ".join(item.sentence("nl") for item in caught.value.problems)


def test_a_table_is_read_as_people_write_it() -> None:
    (row,) = parse_own(MUNICIPALITIES, "eigen.csv", PLACES.encode()).found
    assert row["gm_code"] == "GM0984"
    assert (row["population"], row["labour_migrants"], row["labour_migrants_year"]) == (
        "45000",
        "3100",
        "2025",
    )
    (norm,) = parse_own(NORMS, "eigen.csv", NORM.encode()).found
    assert (norm["low"], norm["central"], norm["high"]) == ("0.4", "0.5", "0.6")


@pytest.mark.parametrize(
    ("kind", "row", "words"),
    [
        (MUNICIPALITIES, "Venraij;1;2;telling;2025", "kolom Gemeente"),
        (MUNICIPALITIES, "Horst aan de Maas;veel;;telling;2025", "kolom Inwoners"),
        (MUNICIPALITIES, "Horst aan de Maas;-5;;telling;2025", "kolom Inwoners"),
        (MUNICIPALITIES, "Horst aan de Maas;5;;;2025", "kolom Bron"),
        (MUNICIPALITIES, "Horst aan de Maas;5;;telling;", "kolom Jaar"),
        (MUNICIPALITIES, "Horst aan de Maas;5;;telling;2199", "kolom Jaar"),
        (MUNICIPALITIES, "Horst aan de Maas;;;telling;2025", "geen enkel cijfer"),
        (MUNICIPALITIES, "Venray;5;;telling;2025", "twee keer"),
        (NORMS, "facility.gp.nrm;;1;;B;bron;;2025", "facility.gp.norm"),
        (NORMS, "facility.gp.norm;3;1;2;B;bron;;2025", "twee keer"),
        (NORMS, "facility.dentist.norm;3;1;2;B;bron;;2025", "kolom Midden"),
        (NORMS, "facility.dentist.norm;;-1;;B;bron;;2025", "kolom Midden"),
        (NORMS, "facility.dentist.norm;;1;;Z;bron;;2025", "kolom Kwaliteit"),
        (NORMS, "facility.dentist.norm;;1;;B;;;2025", "kolom Bron"),
    ],
)
def test_a_bad_row_is_told_by_row_and_column(kind: str, row: str, words: str) -> None:
    first = {MUNICIPALITIES: PLACES, NORMS: NORM}[kind]
    if words == "twee keer" and kind == NORMS:
        row = NORM.splitlines()[1]
    sentences = said(kind, first + row + "\n")
    assert "rij 3" in sentences
    assert words in sentences


def test_what_changes_is_told_before_it_counts() -> None:
    rows = parse_own(MUNICIPALITIES, "eigen.csv", PLACES.encode()).found
    found = {change.column: change for change in changes(MUNICIPALITIES, rows)}
    assert found["population"].before == municipalities()["GM0984"].population
    assert found["population"].after == 45000


def test_a_set_is_dated_complete_and_builds_on_the_one_in_use(tmp_path: Path) -> None:
    sets = TableSets(tmp_path)
    first = sets.add({MUNICIPALITIES: PLACES.encode()}, {MUNICIPALITIES: "telling"}, TODAY)
    assert (first.name, first.based_on, sets.in_use()) == ("2026-11-22", None, None)
    sets.use(first.name)
    second = sets.add({NORMS: NORM.encode()}, {NORMS: "regio"}, TODAY)
    assert (second.name, second.based_on) == ("2026-11-22-2", "2026-11-22")
    assert set(second.hashes) == {MUNICIPALITIES, NORMS}
    assert second.hashes[MUNICIPALITIES] == first.hashes[MUNICIPALITIES]
    assert [item.name for item in sets.all()] == ["2026-11-22", "2026-11-22-2"]
    sets.use(SHIPPED)
    assert sets.in_use() is None


def test_a_set_that_was_changed_is_not_used(tmp_path: Path) -> None:
    sets = TableSets(tmp_path)
    made = sets.add({MUNICIPALITIES: PLACES.encode()}, {}, TODAY)
    sets.use(made.name)
    with (tmp_path / made.name / MUNICIPALITIES).open("a") as file:
        file.write("GM1507,1,x,2025\n")
    with pytest.raises(InputError, match="gewijzigd of beschadigd"):
        sets.use(made.name)
    with pytest.raises(InputError, match="geen set"):
        sets.use("2020-01-01")


def hea(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command, with sets of its own."""
    known = {key: value for key, value in os.environ.items() if key != TABLES_VARIABLE}
    return command(*words, environment=known | {FOLDER_VARIABLE: str(folder)} | more)


def quick(folder: Path, **more: str) -> dict[str, object]:
    """An assessment of a plan in Venray."""
    asked = ["--sector", "dc_warehousing", "--municipality", "Venray", "--persons", "400"]
    done = hea(folder, "quick", *asked, "--opening", "2028-01", "--draws", "64", "--json", "-", **more)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def demand(found: dict[str, object]) -> float:
    rows: list[dict[str, object]] = found["facilities"]  # type: ignore[assignment]
    (row,) = [row for row in rows if row["id"] == "gp"]
    return float(row["region_peak"]["p50"])  # type: ignore[index,call-overload]


def test_own_norms_count_after_they_are_chosen_and_every_outcome_says_so(tmp_path: Path) -> None:
    table = tmp_path / "normen.csv"
    table.write_text(NORM)
    before = quick(tmp_path)
    loaded = hea(tmp_path, "data", "load", str(table), "--kind", "norms")
    assert loaded.returncode == 0, loaded.stderr
    assert "nog niet in gebruik" in loaded.stderr
    assert quick(tmp_path) == before
    (name,) = [item.name for item in TableSets(tmp_path / "tabellen").all()]
    assert hea(tmp_path, "data", "use", name).returncode == 0
    after = quick(tmp_path)
    assert demand(after) != demand(before)
    used: dict[str, str] = after["parameters"]  # type: ignore[assignment]
    shipped: dict[str, str] = before["parameters"]  # type: ignore[assignment]
    assert used["version"] == f"{shipped['version']}+{name}"
    assert used["hash"] != shipped["hash"]
    listed = hea(tmp_path, "parameters", "--json").stdout
    assert (
        json.loads(listed)["parameters"]["facility.gp.norm"]["source"]["title"] == "Regionale norm huisartsen"
    )
    assert hea(tmp_path, "data", "use", SHIPPED).returncode == 0
    assert quick(tmp_path) == before


def test_a_set_that_is_gone_is_said_and_the_shipped_figures_count(tmp_path: Path) -> None:
    sets = TableSets(tmp_path / "tabellen")
    made = sets.add({MUNICIPALITIES: PLACES.encode()}, {}, TODAY)
    sets.use(made.name)
    (sets.folder / made.name / "set.json").unlink()
    done = hea(tmp_path, "data", "list")
    assert done.returncode == 0
    assert "meegeleverde cijfers gelden nu" in done.stderr


def test_a_set_that_the_environment_asks_for_and_is_not_there_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    for name in ("weg", "leeg"):
        done = hea(tmp_path, "parameters", "--json", **{TABLES_VARIABLE: str(tmp_path / name)})
        assert done.returncode == 2
        assert "daar staat geen set" in done.stderr
        assert not done.stdout


@pytest.mark.parametrize("name", ["bestand/map", "m" * 300])
def test_a_folder_that_cannot_be_one_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    done = hea(tmp_path / name, "data", "list")
    assert "Controleer HEA_DATA_FOLDER" in done.stderr
    assert "niet had mogen gebeuren" not in done.stderr


def test_refreshed_figures_are_shown_kept_and_used(tmp_path: Path) -> None:
    with serving(published()) as service:
        done = hea(tmp_path, "data", "refresh", "--url", service.url, "--use")
    assert done.returncode == 0, done.stderr
    assert "Venray" in done.stdout
    assert "maat T001036" in done.stderr
    assert "in gebruik" in done.stderr
    code = "from hea.reference import municipalities as m; r=m()['GM0984']; print(r.population, r.source)"
    (made,) = TableSets(tmp_path / "tabellen").all()
    env = os.environ | {TABLES_VARIABLE: str(tmp_path / "tabellen" / made.name)}
    shown = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("44500.0 CBS StatLine 85984NED (2024), opgehaald")
    assert "85039NED" in shown.stdout  # the rest is still of the shipped sources


def test_a_refresh_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    service = published()
    service.faults = [(404, {})]
    with serving(service):
        done = hea(tmp_path, "data", "refresh", "--url", service.url, "--use")
    assert done.returncode == 2
    assert "cijfers blijven zoals ze zijn" in done.stderr
    assert not (tmp_path / "tabellen").exists()


def test_the_shipped_figures_are_untouched_by_all_this() -> None:
    assert "+" not in load_parameters().version
    assert municipalities()["GM0984"].housing_stock_year == 2026


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_own_tables_leave_the_folder_of_the_store_to_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEA_DATA_FOLDER", str(tmp_path / "hea"))
    former = os.umask(0)
    try:
        TableSets().add({}, {}, dt.date(2026, 1, 1))
    finally:
        os.umask(former)
    assert stat.S_IMODE((tmp_path / "hea").stat().st_mode) == 0o700

"""`hea learn`: shows what moves, keeps a dated set, and learns nothing from a table with a fault."""

import json
from pathlib import Path

import pytest

from hea.exchange.cases import MAX_CASES
from hea.exchange.table_sets import TableSets
from hea.reference.own import FOLDER_VARIABLE, NORMS
from tests.test_cli import hea, lines_of_failure

FLOOR = "sector.dc_warehousing.jobs_per_1000m2"
HEAD = "Bedrijf;Plaats;Sector;Bruto vloeroppervlak (m2);Werknemers (gemiddeld);Arbeidsmigranten"
OWN = f"{HEAD}\nAlfa;Venray;dc_warehousing;20.000;600;90\nBeta;Venlo;dc_warehousing;30.000;950;150\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "data"))
    return tmp_path


def written(folder: Path, content: str) -> Path:
    path = folder / "eigen.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_own_cases_give_a_dated_set_that_counts_once_it_is_chosen(folder: Path) -> None:
    result = hea("learn", "--cases", written(folder, OWN))
    assert result.returncode == 0, result.stderr
    assert "zonder dat geval" in " ".join(result.stdout.split())
    (made,) = TableSets().all()
    assert TableSets().in_use() is None
    assert made.sources[NORMS].endswith("(eigen.csv)")
    before = json.loads(hea("parameters", FLOOR, "--json").stdout)["parameters"][FLOOR]
    assert hea("data", "use", made.name).returncode == 0
    after = json.loads(hea("parameters", FLOOR, "--json").stdout)
    assert after["version"].endswith(f"+{made.name}")
    assert after["parameters"][FLOOR]["central"] > 1.05 * before["central"]
    assert after["parameters"][FLOOR]["grade"] == "C"


def test_the_set_can_be_used_at_once_and_keeps_other_norms(folder: Path) -> None:
    norm = folder / "norm.csv"
    norm.write_text(
        "Parameter;Midden;Kwaliteit;Bron;Jaar\nfacility.gp.norm;0,7;B;Regio;2025\n", encoding="utf-8"
    )
    assert hea("data", "load", norm, "--kind", "norms", "--use").returncode == 0
    result = hea("learn", "--cases", written(folder, OWN), "--use")
    assert result.returncode == 0, result.stderr
    found = json.loads(hea("parameters", "--json").stdout)["parameters"]
    assert found["facility.gp.norm"]["central"] == 0.7
    assert "eigen.csv" in found[FLOOR]["source"]["title"]


def test_what_is_told_is_also_json(folder: Path) -> None:
    result = hea("learn", "--cases", written(folder, OWN), "--json")
    found = json.loads(result.stdout)
    (figure,) = [item for item in found["figures"] if item["name"] == FLOOR]
    assert figure["own"] == 2
    assert 0 < found["inside"] <= found["tested"]


def test_nothing_is_learned_from_a_table_with_a_fault(folder: Path) -> None:
    bad = written(folder, OWN + "Gamma;Venlo;dc_warehousing;30.000;100;150\n")
    lines = lines_of_failure(hea("learn", "--cases", bad, "--use"))
    assert any("rij 4" in line and "Arbeidsmigranten" in line for line in lines)
    assert TableSets().all() == []


def test_the_same_case_in_two_tables_is_told(folder: Path) -> None:
    first = written(folder, OWN)
    second = folder / "nog eens.csv"
    second.write_text(OWN, encoding="utf-8")
    lines = lines_of_failure(hea("learn", "--cases", first, "--cases", second))
    assert any("Alfa" in line or "alfa" in line for line in lines)


def rows(first: int, number: int) -> str:
    lines = (f"Bedrijf {item};Venray;dc_warehousing;20.000;600;90\n" for item in range(first, first + number))
    return f"{HEAD}\n{''.join(lines)}"


def test_no_more_cases_are_learned_from_than_can_each_be_left_out_once(folder: Path) -> None:
    """Each is left out in turn, so twice as many take longer than twice as long."""
    result = hea("learn", "--cases", written(folder, rows(0, MAX_CASES + 1)))
    assert f"hoogstens {MAX_CASES} gevallen" in " ".join(lines_of_failure(result))


def test_cases_of_all_tables_together_are_counted(folder: Path) -> None:
    half = MAX_CASES // 2 + 1
    first, second = folder / "een.csv", folder / "twee.csv"
    first.write_text(rows(0, half), encoding="utf-8")
    second.write_text(rows(half, half), encoding="utf-8")
    result = hea("learn", "--cases", first, "--cases", second)
    assert f"hoogstens {MAX_CASES} gevallen" in " ".join(lines_of_failure(result))

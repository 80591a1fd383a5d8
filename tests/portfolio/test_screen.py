"""Screening on the command line: stopped and resumed, bad rows by choice, the same figures everywhere."""

import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner

from hea.assessment import SCREENING_DRAWS, assess
from hea.assessment.results.rounding import rounded
from hea.cli import app, screening
from hea.exchange import example
from hea.exchange.leads import read_leads
from hea.portfolio import PlanSummary, screen
from hea.problems import MAX_TOLD
from hea.texts import text

ROWS = """Bedrijf;Gemeente;Sector;Opening;Werknemers;Kavel (ha)
Kist BV;Venray;dc_warehousing;2028-01;1.200;
=CMD();Horst aan de Maas;glasshouse;maart 2029;;12,5
Paddenstoel;Venray;mushrooms;2028-06;;4
"""
BAD = ROWS + "Ergens;Nergenshuizen;dc_warehousing;2028-01;5;\n"


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(ROWS)
    return path


def run(leads: Path, out: Path, *more: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["screen", str(leads), "--out", str(out), "--draws", "32", *more])
    return found.exit_code, found.output


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one run wrote, to be read."""
    folder = tmp_path_factory.mktemp("gescreend")
    (folder / "leads.csv").write_text(ROWS)
    code, said = run(folder / "leads.csv", folder / "uit")
    assert code == 0
    assert "Doorgerekende plannen: 2, 1 niet door te rekenen" in said
    return folder / "uit"


def test_every_plan_has_a_line_with_the_figures_of_its_own_assessment(leads: Path, screened: Path) -> None:
    frame = pd.read_parquet(screened / "portefeuille.parquet")
    lead = read_leads(leads).found[0]
    own = assess(lead.proposal, draws=32).headline
    assert frame.loc[0, "units.total.peak.p90"] == own.units.total.peak.p90
    sheet = load_workbook(screened / "portefeuille.xlsx").worksheets[0]
    shown = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    assert rounded(own.units.total.peak.p90, "places") in shown
    assert rounded(own.migrants_structural.p10, "people") in shown
    together = json.loads((screened / "samen.json").read_text())
    assert len(together["contributions"]) == 2


def test_a_plan_that_cannot_be_assessed_stands_in_the_overview_with_the_reason(screened: Path) -> None:
    sheet = load_workbook(screened / "portefeuille.xlsx").worksheets[0]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("Geef het aantal werknemers op" in word for word in words)


def test_names_never_become_formulas(screened: Path) -> None:
    book = load_workbook(screened / "portefeuille.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=CMD()"]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)


def test_bad_rows_stop_the_run_unless_they_may_be_skipped(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    leads.write_text(BAD)
    code, said = run(leads, tmp_path / "uit")
    assert code == 2
    assert "rij 5, kolom Gemeente" in said
    assert not (tmp_path / "uit").exists()
    code, said = run(leads, tmp_path / "uit", "--skip-bad")
    assert code == 0
    book = load_workbook(tmp_path / "uit/portefeuille.xlsx")
    unread = book[text("screen.sheet_unread")]
    assert any("Nergenshuizen" in str(cell.value) for row in unread.iter_rows() for cell in row)


@pytest.mark.usefixtures("unprinted")
def test_a_run_that_was_stopped_goes_on_where_it_was(
    leads: Path, screened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "uit"
    done: list[str] = []

    def stopping(plans: object, *rest: object, **more: object) -> object:
        for row in screen(plans, *rest, **more):  # type: ignore[arg-type]
            if done:
                raise KeyboardInterrupt
            done.append(row.place)
            yield row

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(screening, "screen", stopping)
        assert run(leads, out)[0] != 0
    assert len((out / "voortgang.jsonl").read_text().splitlines()) == 1
    with (out / "voortgang.jsonl").open("a") as file:
        file.write('{"place": "half')  # cut off in the middle of a line
    code, said = run(leads, out)
    assert code == 0
    assert "1 plan was al doorgerekend" in said
    lines = (out / "voortgang.jsonl").read_text().splitlines()
    assert len(lines) == 4  # one before, the one that was cut off, and the other two
    resumed = pd.read_parquet(out / "portefeuille.parquet")
    pd.testing.assert_frame_equal(resumed, pd.read_parquet(screened / "portefeuille.parquet"))


def _changed(line: str, **values: object) -> str:
    kept = json.loads(line)
    kept["row"] |= values
    return json.dumps(kept)


def _another_company(line: str) -> str:
    kept = json.loads(line)
    kept["row"]["proposal"]["company"] = "Een ander"
    return json.dumps(kept)


@pytest.mark.usefixtures("unprinted")
@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.replace('"p50":', '"p50":9', 1),
        lambda line: _changed(line, headline=None, problems=[]),
        lambda line: _changed(line, input_hash="0" * 64),
        _another_company,
        lambda line: json.dumps(json.loads(line)["row"]),  # without its hash
        lambda line: "[" * 100_000,
        lambda line: line[: len(line) // 2],
    ],
)
def test_a_line_that_was_changed_is_calculated_again_and_told(
    leads: Path, screened: Path, tmp_path: Path, change: Callable[[str], str]
) -> None:
    out = tmp_path / "uit"
    shutil.copytree(screened, out)
    wanted = pd.read_parquet(out / "portefeuille.parquet")
    kept = out / "voortgang.jsonl"
    first, *others = kept.read_text(encoding="utf-8").splitlines()
    assert change(first) != first
    kept.write_text("\n".join((change(first), *others)) + "\n", encoding="utf-8")
    code, said = run(leads, out, "--force")
    assert code == 0
    assert "1 regel van voortgang.jsonl" in said
    pd.testing.assert_frame_equal(wanted, pd.read_parquet(out / "portefeuille.parquet"))


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name are of unix")
def test_a_pipe_in_the_place_of_what_was_done_holds_nothing_up(leads: Path, tmp_path: Path) -> None:
    (tmp_path / "uit").mkdir()
    os.mkfifo(tmp_path / "uit/voortgang.jsonl")
    code, said = run(leads, tmp_path / "uit")
    assert code == 2
    assert "voortgang.jsonl" in said


@pytest.mark.usefixtures("unprinted")
def test_results_of_other_figures_are_not_taken_over(leads: Path, screened: Path, tmp_path: Path) -> None:
    shutil.copytree(screened, tmp_path / "uit")
    code, said = run(leads, tmp_path / "uit", "--force", "--seed", "5")
    assert code == 0
    assert "waren al" not in said


def test_nothing_is_overwritten_unasked(leads: Path, screened: Path) -> None:
    assert run(leads, screened)[0] == 2


@pytest.mark.usefixtures("unprinted")
def test_processes_give_what_one_gives(leads: Path, screened: Path, tmp_path: Path) -> None:
    assert run(leads, tmp_path / "twee", "--workers", "2")[0] == 0
    one, two = ((folder / "portefeuille.parquet").read_bytes() for folder in (screened, tmp_path / "twee"))
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(one)), pd.read_parquet(io.BytesIO(two)))


def test_a_screened_plan_survives_its_file() -> None:
    (row,) = screen([("x", example("fulfilment_waalwijk"))], draws=32)
    assert PlanSummary.model_validate_json(row.model_dump_json()) == row
    assert row.draws != SCREENING_DRAWS
    assert row.flags


def test_every_reason_stands_in_the_workbook_and_a_plan_counts_once(tmp_path: Path) -> None:
    leads = tmp_path / "leads.csv"
    bad = "Ergens;Nergenshuizen;qqqqq;ooit;;\n"
    leads.write_text(ROWS + bad * 40)
    code, _ = run(leads, tmp_path / "uit", "--skip-bad")
    assert code == 0
    reasons = len(read_leads(leads).problems)
    assert reasons > MAX_TOLD
    sheet = load_workbook(tmp_path / "uit" / "portefeuille.xlsx")[text("screen.sheet_unread")]
    told = [cell.value for row in sheet.iter_rows() for cell in row if "leads.csv, rij" in str(cell.value)]
    assert len(told) == reasons
    words = PdfReader(tmp_path / "uit" / "portefeuille.pdf").pages[0].extract_text()
    assert text("screen.subtitle_of", count=2, total=43) in " ".join(words.split())

"""What it takes to load the library and to ask the command line what there is."""

import doctest
import math
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import hea
from hea.assessment.results.common import Range
from hea.cli.application import COMMANDS
from tests.conftest import assessed_example, distribution_centre
from tests.processes import command

HEAVY = (
    "numpy",
    "altair",
    "babel",
    "pandas",
    "pydantic",
    "openpyxl",
    "pikepdf",
    "sqlalchemy",
    "streamlit",
    "rich",
    "yaml",
)


def loaded_after(statement: str) -> set[str]:
    """Which of the heavy libraries are loaded by a statement, in a process that begins with nothing."""
    program = f"import sys\ntry:\n    {statement}\nfinally:\n    print('loaded', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(HEAVY) & set(done.stdout.split())


def test_importing_hea_loads_nothing_that_takes_long() -> None:
    assert loaded_after("import hea") == set()


def test_the_names_of_the_commands_are_told_without_loading_what_they_need() -> None:
    asked = "sys.argv = ['hea', '--help']; from hea.cli import main; main()"
    assert loaded_after(asked) == set()
    said = command("--help").stdout
    assert all(f"\n  {name} " in said for name in COMMANDS)


def test_a_command_loads_what_it_needs() -> None:
    """Else the check before could not fail."""
    asked = "sys.argv = ['hea', 'parameters', '--help']; from hea.cli import main; main()"
    assert {"numpy", "pydantic"} <= loaded_after(asked)


def test_assessing_loads_nothing_that_draws() -> None:
    asked = ["hea", "quick", "--sector", "magazijn", "--municipality", "Venray", "--persons", "10"]
    loaded = loaded_after(f"sys.argv = {asked}; from hea.cli import main; main()")
    assert "numpy" in loaded
    assert loaded & {"pandas", "altair"} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_where_its_name_says(name: str) -> None:
    done = command(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Gebruik: hea {name}")


def test_a_command_that_is_not_there_is_told_with_the_nearest() -> None:
    done = command("quik")
    assert done.returncode == 2
    assert "quick" in done.stderr


@pytest.mark.parametrize("name", [*hea.__all__, "__version__"])
def test_every_public_name_is_there_and_listed(name: str) -> None:
    assert getattr(hea, name) is not None
    assert name in dir(hea)


def test_a_name_that_is_not_there_is_an_error_like_any_other() -> None:
    with pytest.raises(AttributeError, match="no attribute 'asses'"):
        _ = hea.asses


def test_the_version_is_that_of_the_installed_program() -> None:
    assert hea.__version__ == version("hea-rekentool")
    assert command("--version").stdout == f"hea {version('hea-rekentool')}\n"


@pytest.fixture(scope="module")
def made() -> hea.Assessment:
    return assessed_example("fulfilment_waalwijk")


def test_an_assessment_shows_itself_as_a_table_of_one_screen(made: hea.Assessment) -> None:
    lines = repr(made).splitlines()
    assert len(lines) < 40
    assert max(map(len, lines)) < 130
    assert lines[1].split() == ["P10", "P50", "P90", "central"]
    peak = made.headline.units.total.peak
    told = next(line.split()[1:] for line in lines if line.startswith("units.total.peak"))
    assert told[:3] == [f"{math.ceil(round(value, 3)):,}" for value in (peak.p10, peak.p50, peak.p90)]


def test_the_table_of_a_notebook_holds_the_same_figures_and_no_markup_of_users() -> None:
    odd = hea.assess(distribution_centre(company="<b>BV</b>"), draws=16)
    page = odd._repr_html_()
    assert "<b>" not in page
    for line in repr(odd).splitlines()[2:]:
        path, *figures = line.split()
        assert f"<tr><th>{path}</th>{''.join(f'<td>{figure}</td>' for figure in figures)}</tr>" in page


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((87.6, 121.8, 171.9), "88–172 (122)"),
        ((1234.4, 2345.6, 3456.7), "1,234–3,457 (2,346)"),
        ((0.281, 0.494, 0.744), "0.28–0.74 (0.49)"),
        ((0.0, 0.0, 0.0), "0–0 (0)"),
    ],
)
def test_a_range_prints_its_ends_and_its_middle(ends: tuple[float, float, float], told: str) -> None:
    assert str(Range(p10=ends[0], p50=ends[1], p90=ends[2])) == told


def test_the_headline_as_a_frame_holds_every_figure(made: hea.Assessment) -> None:
    frame = made.to_frame()
    assert list(frame.columns) == ["p10", "p50", "p90", "central"]
    assert frame.loc["units.short.peak", "p90"] == made.headline.units.short.peak.p90
    assert frame.loc["jobs", "central"] == made.central.jobs
    assert len(frame) == len(repr(made).splitlines()) - 2


def test_the_path_through_time_as_a_frame_has_a_row_per_month(made: hea.Assessment) -> None:
    frame = made.to_frame("monthly")
    assert [str(month) for month in frame.index] == list(made.monthly.month)
    assert frame["units.total", "p50"].tolist() == list(made.monthly.units.total.p50)
    assert frame["supply.long", "p10"].tolist() == list(made.monthly.supply.long.p10)


TOP = Path(__file__).parents[1]
USE = TOP / "docs/gebruik.md"


@pytest.mark.parametrize("page", [str(hea.__doc__), USE.read_text(encoding="utf-8")], ids=["hea", "use"])
def test_what_the_documentation_shows_is_what_comes_out(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    shown = re.sub(r"^```.*$", "", page, flags=re.MULTILINE)
    found = doctest.DocTestParser().get_doctest(shown, {}, "page", None, None)
    assert len(found.examples) > 3
    told: list[str] = []
    assert doctest.DocTestRunner().run(found, out=told.append).failed == 0, "".join(told)

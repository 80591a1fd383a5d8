"""What it takes to load the library and to ask the command line what there is."""

import subprocess
import sys
from importlib.metadata import version

import pytest

import hea
from hea.cli.application import COMMANDS
from tests.processes import command

HEAVY = ("numpy", "pandas", "pydantic", "openpyxl", "pikepdf", "sqlalchemy", "streamlit", "rich", "yaml")


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


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_where_its_name_says(name: str) -> None:
    done = command(name, "--help")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Usage: hea {name}")


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
    assert hea.__version__ == version("hea")

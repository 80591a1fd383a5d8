"""The oldest versions that `pyproject.toml` allows are versions with which hea works."""

import sys
from pathlib import Path

from tests.test_wheel import TOP, run


def test_the_oldest_versions_that_are_allowed_do(tmp_path: Path) -> None:
    run("uv", "venv", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    install = ("uv", "pip", "install", "--python", tmp_path / "venv", "--resolution", "lowest-direct")
    run(*install, f"{TOP}[organisation]", cwd=tmp_path)
    found = run(tmp_path / "venv/bin/python", "-m", "tests.lowest", cwd=TOP)
    assert found.stdout.strip() == "the oldest versions do"

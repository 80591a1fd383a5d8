"""The oldest and the newest versions that `pyproject.toml` allows are versions with which hea works."""

import sys
from pathlib import Path

import pytest

from tests.test_wheel import TOP, run


@pytest.mark.parametrize("resolution", ["lowest-direct", "highest"])
def test_the_oldest_and_the_newest_versions_that_are_allowed_do(tmp_path: Path, resolution: str) -> None:
    run("uv", "venv", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    install = ("uv", "pip", "install", "--python", tmp_path / "venv", "--resolution", resolution)
    run(*install, f"{TOP}[organisation]", cwd=tmp_path)
    found = run(tmp_path / "venv/bin/python", "-m", "tests.lowest", cwd=TOP)
    assert found.stdout.strip() == "these versions do"

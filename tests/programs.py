"""Programs of others for tests; asking for one of these fixtures marks a test (see needs.py)."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import spreadsheets
from tests.postgres import Postgres
from tests.spreadsheets import Calculate, Recalculate, Resave
from tests.verapdf import run as verapdf
from tests.verapdf.run import Judge

Words = Callable[[bytes], str]
"""The words on paper in the order in which poppler reads them."""


@pytest.fixture(scope="session")
def resaved() -> Resave:
    """Workbooks as LibreOffice saves them."""
    return spreadsheets.resaved


@pytest.fixture(scope="session")
def on_paper() -> Callable[[bytes], bytes]:
    """Word files as LibreOffice prints them to PDF."""
    return spreadsheets.on_paper


@pytest.fixture(scope="session")
def calculated() -> Calculate:
    """Sheets as LibreOffice calculates them."""
    return spreadsheets.calculated


@pytest.fixture(scope="session")
def recalculated() -> Recalculate:
    """All cells of workbooks as LibreOffice calculates them."""
    return spreadsheets.recalculated


@pytest.fixture(scope="session")
def judged() -> Judge:
    """What veraPDF says of files."""
    return verapdf.judged


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests, with a database for each."""
    with Postgres() as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    """A PostgreSQL server to stop and start."""
    with Postgres() as running:
        yield running


@pytest.fixture
def poppler(tmp_path: Path) -> Words:
    """The words on paper in the order in which poppler reads them."""

    def read(content: bytes) -> str:
        path = tmp_path / "rapport.pdf"
        path.write_bytes(content)
        command = ["pdftotext", "-raw", str(path), "-"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        return " ".join(told.stdout.split())

    return read

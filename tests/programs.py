"""Programs of others for tests; asking for one of these fixtures marks a test (see needs.py)."""

from collections.abc import Iterator

import pytest

from tests import spreadsheets
from tests.postgres import Postgres
from tests.spreadsheets import Resave
from tests.verapdf import run as verapdf
from tests.verapdf.run import Judge


@pytest.fixture(scope="session")
def resaved() -> Resave:
    """Workbooks as LibreOffice saves them."""
    return spreadsheets.resaved


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

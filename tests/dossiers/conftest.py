"""The same tests run on both databases: an embedded one, and a real PostgreSQL server."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from hea.dossiers import Store, local_store
from hea.dossiers.database import URL_VARIABLE
from hea.reference.own import FOLDER_VARIABLE
from tests.postgres import Postgres

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder of a machine of its own."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    local_store.cache_clear()
    yield tmp_path
    local_store.cache_clear()


@pytest.fixture(scope="session")
def empty_database(server: Postgres) -> str:
    """Name of a database with all its tables, to copy."""
    Store(server.new("hea_empty")).engine.dispose()
    return "hea_empty"


def _new(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Address of a database without dossiers."""
    if request.param == "sqlite":
        path = folder / "hea.sqlite"
        shutil.copyfile(request.getfixturevalue("empty_file"), path)
        yield f"sqlite:///{path}"
        return
    running: Postgres = request.getfixturevalue("server")
    name = f"hea_{uuid.uuid4().hex[:8]}"
    yield running.new(name, request.getfixturevalue("empty_database"))
    running.drop(name)


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of its own for a test."""
    for url in _new(request, tmp_path):
        made = Store(url)
        yield made
        made.engine.dispose()


@pytest.fixture(scope="module", params=BOTH)
def shared_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for the tests of a file that keep to organisations of their own."""
    for url in _new(request, tmp_path_factory.mktemp("shared")):
        made = Store(url)
        yield made
        made.engine.dispose()

"""Starting the server."""

import gc
import os
import runpy
import subprocess
import sys
import threading
import time
import tomllib
import weakref
from pathlib import Path

import pytest

from hea.app.server.serve import collect_now_and_then, warm_up
from hea.dossiers import StoreError, local_store
from hea.dossiers.database import FILE_NAME
from tests.app.walking import ENTRY


@pytest.fixture(autouse=True)
def first_start(fresh: None, tmp_path: Path) -> None:
    """There is no store yet: it is made at the start."""
    (tmp_path / FILE_NAME).unlink()


def test_what_is_loaded_at_the_start_is_not_collected_again_after_every_page() -> None:
    loaded: list[list[int]] = [[] for _ in range(1_000)]
    before = gc.get_freeze_count()
    warm_up()
    assert gc.get_freeze_count() >= before + len(loaded)


class _Circle:
    """What only the garbage collector ends."""

    def __init__(self) -> None:
        self.same = self


def test_garbage_is_collected_beside_the_pages_and_not_after_each(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tomllib.loads((ENTRY.parent / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["runner"]["postScriptGC"] is False
    monkeypatch.setattr("hea.app.server.serve.COLLECT_SECONDS", 0.01)
    over = threading.Event()
    beside = threading.Thread(target=collect_now_and_then, args=(over,))
    beside.start()
    circle = _Circle()
    unseen = weakref.finalize(circle, list)
    del circle
    until = time.monotonic() + 60
    while unseen.alive:
        assert time.monotonic() < until
        [[] for _ in range(10_000)]  # something is done
        time.sleep(0.01)
    over.set()
    beside.join()


LATE = """
import sys
from functools import partial
from hea.app import results
from hea.app.server.serve import warm_up
from tests.app.walking import DOSSIER, example, opened, turn
warm_up()
for name in ("assess", "make_outline", "compare"):
    setattr(results, name, partial(getattr(results, name), draws=256))
before = set(sys.modules)
from hea.app.navigation import PAGES
app = opened(proposal=example(DOSSIER))
for entry in PAGES:
    turn(app, entry.filename)
watched = ("hea", "sqlalchemy", "alembic")
print(*sorted(name for name in set(sys.modules) - before if name.split(".")[0] in watched))
"""
"""Says what opening pages loads after the start: the garbage collector would look through all of it."""


def test_opening_a_page_loads_nothing_that_the_start_did_not(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LATE],
        env={**os.environ, "HEA_DATA_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []


def test_a_store_that_does_not_open_at_the_start_opens_later(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    warm_up()
    with pytest.raises(StoreError):
        local_store()
    (tmp_path / FILE_NAME).rmdir()
    local_store().check()


def test_the_start_migrates_nothing_but_the_store_of_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hea.dossiers import database

    migrated: list[str | None] = []
    real = database._up_to_date
    monkeypatch.setattr(
        database,
        "_up_to_date",
        lambda connection: migrated.append(connection.engine.url.database) or real(connection),
    )
    warm_up()
    assert migrated == [str(tmp_path / FILE_NAME)]


def test_a_process_that_is_begun_beside_the_app_does_not_draw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python loads the file there under another name, and all that the page says to nobody was logged."""
    drawn: list[str] = []
    monkeypatch.setattr("hea.app.navigation.run", lambda: drawn.append("page"))
    runpy.run_path(str(ENTRY), run_name="__mp_main__")
    assert drawn == []
    runpy.run_path(str(ENTRY), run_name="__main__")
    assert drawn == ["page"]


BESIDE = """
import runpy
from hea.app.reading_apart import ReadingRoom
from hea.app.server import serve
from tests.app.readers import loaded
serve.main = lambda: print(*ReadingRoom().read("someone", loaded))
runpy.run_module("hea.app.server", run_name="__main__", alter_sys=True)
"""
"""Says what a process has loaded that was begun beside the server."""

UNDER_ANOTHER_NAME = """
import runpy
import sys
runpy.run_path(sys.argv[1], run_name="__mp_main__")
print(*sys.modules)
"""
"""Says what a process loads that was begun when a page had been shown."""


@pytest.mark.parametrize("program", [BESIDE, UNDER_ANOTHER_NAME])
def test_a_process_beside_the_app_loads_nothing_of_its_pages(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program, str(ENTRY)], capture_output=True, text=True, check=True
    )
    modules = done.stdout.split()
    assert "sys" in modules
    assert "streamlit" not in modules

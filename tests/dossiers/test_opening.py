"""Opening a database: from many threads at once, after a migration that was broken off, after a failure."""

import itertools
import os
import signal
import sqlite3
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, event, text

from hea.dossiers import ALONE, Draft, Store, StoreError, database, local_store, store
from hea.dossiers.database import FILE_NAME
from hea.dossiers.tables import Base
from tests.dossiers.listing import seen_by
from tests.dossiers.test_migrations import FIRST
from tests.processes import FRESH

FORMER = (Path(__file__).parent / "former_migration.sql").read_text(encoding="utf-8")
STEPS = [step.strip() for step in FORMER.split(";\n") if step.strip()]
"""What was done to an empty database, one by one, when two threads could still mix up their migrations."""
MADE_FIRST = STEPS.index(next(step for step in STEPS if step.startswith("DROP INDEX ix_snapshots_draft_id")))
"""So many of them made the tables of the first version."""
EVERY = 3
"""Of the steps after which work is broken off; that any one of them is missing is tried of each."""
TRIGGERS = {
    f"{table}_never_change" for table in ("revisions", "snapshots", "statuses", "audit", "agreements")
}

DURABLE = {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1}
"""Settings of SQLite by which a commit comes back only when the disk has it; 2 is FULL."""

CHANGING = {"CREATE", "INSERT", "UPDATE", "ALTER", "DROP", "DELETE"}


def open_and_die(url: str, steps: int) -> None:
    """Open a database, and be ended without warning after so many steps of the migration."""
    left = itertools.count(steps - 1, -1)

    def count(connection: object, cursor: object, statement: str, *_: object) -> None:
        if statement.split()[0] in CHANGING and next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "after_cursor_execute", count)
    Store(url)


def half_made(path: Path, steps: Iterable[str], begun: str = "") -> str:
    """A database in which only these steps were done; one that another kept from being done is left out."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(begun)
    for step in steps:
        try:
            connection.execute(step)
        except sqlite3.Error:
            continue
    connection.close()
    return f"sqlite:///{path}"


def is_whole(opened: Store) -> None:
    """Everything a database must have, and work in it."""
    with opened.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
        assert set(found) == TRIGGERS
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    own = opened.of(ALONE)
    kept = own.save(Draft(started={"company": "Nieuw"}))
    assert own.save(Draft(started={"company": "Nieuw BV"}), kept.id, 1).revision == 2
    own.comment(kept.id, "Gezien")
    own.attach(kept.id, "brief.txt", b"brief")
    own.delete(kept.id)
    opened.engine.dispose()


def test_stores_opened_at_once_on_different_files_do_not_hinder_each_other(tmp_path: Path) -> None:
    """All have the tables of the first, which is looked at closely and worked in."""
    both = threading.Barrier(2)

    def open_one(name: str) -> Store:
        both.wait()
        return Store(f"sqlite:///{tmp_path / name}")

    with ThreadPoolExecutor(2) as threads:
        pairs = [[threads.submit(open_one, f"{turn}-{side}.sqlite") for side in "ab"] for turn in range(10)]
        opened = [each.result() for pair in pairs for each in pair]
    whole = made_of(opened[0])
    assert [made_of(each) for each in opened] == [whole] * 20
    is_whole(opened[0])
    for each in opened[1:]:
        each.of(ALONE).save(Draft(started={"company": "Nieuw"}))
        each.engine.dispose()


def made_of(opened: Store) -> list[tuple[str, ...]]:
    """Every table, index and trigger of a database as it was made, and its version."""
    with opened.engine.connect() as connection:
        made = connection.execute(text("SELECT type, name, sql FROM sqlite_master ORDER BY name")).all()
        version = connection.execute(text("SELECT version_num FROM alembic_version")).all()
    return [tuple(row) for row in (*made, *version)]


@pytest.mark.parametrize("count", range(1, len(STEPS), EVERY))
def test_a_database_that_was_half_made_is_made_whole(tmp_path: Path, count: int) -> None:
    is_whole(Store(half_made(tmp_path / "hea.sqlite", STEPS[:count])))


@pytest.mark.parametrize("missing", range(len(STEPS)))
def test_a_database_that_lacks_what_went_to_another_is_made_whole(tmp_path: Path, missing: int) -> None:
    steps = [step for number, step in enumerate(STEPS) if number != missing]
    is_whole(Store(half_made(tmp_path / "hea.sqlite", steps)))


def test_a_version_without_any_table_is_made_whole(tmp_path: Path) -> None:
    is_whole(Store(half_made(tmp_path / "hea.sqlite", [*STEPS[:1], STEPS[4], STEPS[-1]])))


@pytest.mark.parametrize("count", range(MADE_FIRST, len(STEPS), EVERY))
def test_work_of_the_first_version_survives_a_migration_that_was_broken_off(
    tmp_path: Path, count: int
) -> None:
    opened = Store(half_made(tmp_path / "hea.sqlite", STEPS[MADE_FIRST:count], begun=FIRST))
    own = opened.of(ALONE)
    draft, saved = own.load("abc")
    assert (draft.started.company, saved.revision) == ("Kas BV", 7)
    assert [row.id for row in seen_by(own)] == ["leeg", "abc"]
    assert [(row.id, row.number, row.status) for row in own.snapshots("abc")] == [
        ("AB12CD35", 2, "concept"),
        ("AB12CD34", 1, "concept"),
    ]
    is_whole(opened)


@pytest.mark.parametrize(
    "table", ["statuses", "comments", "attachments", "grants", "realised", "agreements", "audit"]
)
def test_work_in_a_database_that_lacks_a_table_survives(tmp_path: Path, table: str) -> None:
    path = tmp_path / "hea.sqlite"
    first = Store(f"sqlite:///{path}")
    kept = first.of(ALONE).save(Draft(started={"company": "Kas BV"}))
    first.engine.dispose()
    half_made(path, [f"DROP TABLE {table}"])
    opened = Store(f"sqlite:///{path}")
    assert opened.of(ALONE).load(kept.id)[0].started.company == "Kas BV"
    is_whole(opened)


@pytest.mark.parametrize("steps", [1, 3, 9, 22, 35])
@pytest.mark.parametrize("begun", ["", FIRST], ids=["empty", "first version"])
def test_a_process_killed_while_migrating_leaves_a_database_that_opens(
    tmp_path: Path, steps: int, begun: str
) -> None:
    url = half_made(tmp_path / "hea.sqlite", (), begun)
    process = FRESH.Process(target=open_and_die, args=(url, steps))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    connection = sqlite3.connect(tmp_path / "hea.sqlite")
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    assert tables == ({"drafts", "snapshots"} if begun else set())
    opened = Store(url)
    assert len(seen_by(opened.of(ALONE))) == (2 if begun else 0)
    is_whole(opened)


def test_a_failure_to_open_is_not_remembered(folder: Path) -> None:
    (folder / FILE_NAME).mkdir()
    for _ in range(2):
        with pytest.raises(StoreError):
            local_store()
    (folder / FILE_NAME).rmdir()
    is_whole(local_store())


def test_many_threads_open_one_store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = database.opened
    monkeypatch.setattr(store, "opened", lambda url: opened.append(url) or real(url))
    together = threading.Barrier(8)

    def get(_: int) -> Store:
        together.wait()
        return local_store()

    with ThreadPoolExecutor(8) as threads:
        stores = set(threads.map(get, range(8)))
    assert len(stores) == len(opened) == 1


def test_a_store_that_does_not_open_leaves_no_file_open(folder: Path) -> None:
    path = folder / FILE_NAME
    half_made(path, ["CREATE TABLE audit (iets TEXT)", "CREATE TABLE drafts (id TEXT)"])
    held = Path("/proc/self/fd")
    for _ in range(3):
        with pytest.raises(StoreError):
            Store(f"sqlite:///{path}")
        assert str(path) not in {str(place.resolve()) for place in held.iterdir()}


def test_every_connection_waits_until_the_disk_has_what_is_saved(tmp_path: Path) -> None:
    engine = Store(f"sqlite:///{tmp_path / FILE_NAME}").engine
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            told = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in DURABLE}
            assert told == DURABLE
    engine.dispose()

"""A database of the first version opens with all that was in it; tables and migrations say the same."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from hea.dossiers import ALONE, Actor, Draft, Store, StoreError
from hea.dossiers.database import MIGRATIONS, PRESENT_VERSION, file_url
from hea.dossiers.tables import Base
from tests.dossiers.listing import seen_by

FIRST = """
CREATE TABLE drafts (id VARCHAR(32) NOT NULL, revision INTEGER NOT NULL, saved_at DATETIME NOT NULL,
  title TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE snapshots (id VARCHAR(32) NOT NULL, draft_id VARCHAR(32) NOT NULL, made_at DATETIME NOT NULL,
  version VARCHAR(32) NOT NULL, parameters_version VARCHAR(32) NOT NULL, input_hash VARCHAR(64) NOT NULL,
  content TEXT NOT NULL, PRIMARY KEY (id));
CREATE INDEX ix_snapshots_draft_id ON snapshots (draft_id);
INSERT INTO drafts VALUES ('abc', 7, '2026-09-01 10:00:00.000000', 'Kas BV',
  '{"started": {"company": "Kas BV"}}');
INSERT INTO drafts VALUES ('leeg', 1, '2026-09-02 10:00:00.000000', '', '{}');
INSERT INTO snapshots VALUES ('AB12CD34', 'abc', '2026-09-01 11:00:00.000000', '0.1.0', '2026.09.1', 'ff',
  '{"started": {"company": "Kas BV"}}');
INSERT INTO snapshots VALUES ('AB12CD35', 'abc', '2026-09-01 12:00:00.000000', '0.1.0', '2026.09.1', 'ff',
  '{}');
INSERT INTO snapshots VALUES ('00000000', 'weg', '2026-09-01 11:00:00.000000', '0.1.0', '2026.09.1', 'ff',
  '{}');
"""
"""What the first version made, and some work in it."""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "hea.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(FIRST)
    connection.close()
    return path


def test_work_of_the_first_version_is_all_there(first: Path) -> None:
    dossiers = Store(f"sqlite:///{first}").of(ALONE)
    draft, saved = dossiers.load("abc")
    assert draft.started.company == "Kas BV"
    assert saved.revision == 7
    assert [row.id for row in seen_by(dossiers)] == ["leeg", "abc"]
    later, earlier = dossiers.snapshots("abc")
    assert (earlier.id, earlier.number, earlier.status, later.number) == ("AB12CD34", 1, "concept", 2)
    assert dossiers.frozen("abc", "AB12CD34") == (draft, None)
    assert dossiers.save(draft, "abc", 7).revision == 8


def test_the_last_deed_is_found_again_from_all_that_is_left(first: Path) -> None:
    with Store(f"sqlite:///{first}").engine.begin() as connection:
        found = connection.execute(text("SELECT id, touched_at FROM dossiers ORDER BY id")).all()
        assert [(name, moment[:16]) for name, moment in found] == [
            ("abc", "2026-09-01 12:00"),
            ("leeg", "2026-09-02 10:00"),
        ]
        connection.execute(
            text(
                "INSERT INTO audit (at, organisation, by, role, action, dossier_id) "
                "VALUES ('2026-09-03 10:00:00.000000', '', '', '', 'export', 'abc')"
            )
        )
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    with Store(f"sqlite:///{first}").engine.begin() as connection:
        again = connection.execute(text("SELECT touched_at FROM dossiers WHERE id = 'abc'")).scalar_one()
    assert again.startswith("2026-09-03 10:00")


def test_opening_again_changes_nothing(first: Path) -> None:
    Store(f"sqlite:///{first}").engine.dispose()
    again = Store(f"sqlite:///{first}")
    assert len(seen_by(again.of(ALONE))) == 2


def test_what_is_called_like_a_trigger_does_not_stand_for_it(first: Path) -> None:
    Store(file_url(first)).engine.dispose()
    with closing(sqlite3.connect(first)) as connection:
        connection.executescript(
            "DROP TRIGGER revisions_never_change; CREATE INDEX revisions_never_change ON revisions (role)"
        )
    Store(file_url(first)).engine.dispose()
    with closing(sqlite3.connect(first)) as connection:
        made = connection.execute("SELECT type FROM sqlite_master WHERE name = 'revisions_never_change'")
        assert ("trigger",) in list(made)


def test_the_tables_are_what_the_migrations_make(store: Store) -> None:
    with store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


def test_the_version_that_needs_no_migrating_is_the_last_one() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == PRESENT_VERSION


def test_a_database_of_a_later_version_is_left_alone(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="later version"):
        Store(store.engine.url.render_as_string(hide_password=False))


def test_a_migration_that_fails_leaves_the_database_as_it_was(first: Path) -> None:
    with sqlite3.connect(first) as connection:
        connection.execute("CREATE TABLE audit (iets TEXT)")  # in the way of the migration
    connection.close()
    with pytest.raises(StoreError):
        Store(f"sqlite:///{first}")
    with sqlite3.connect(first) as connection:
        kept = connection.execute("SELECT COUNT(*) FROM drafts").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        connection.execute("DROP TABLE audit")
    connection.close()
    assert kept == 2
    assert "dossiers" not in tables
    assert len(seen_by(Store(f"sqlite:///{first}").of(ALONE))) == 2


def test_what_was_shared_before_counts_as_opened(store: Store) -> None:
    jan = store.of(Actor("Jan", "Kist", "bedrijf"))
    saved = jan.save(Draft())
    jan.invite(saved.id, "Venray", "gemeente")
    with store.engine.begin() as connection:
        connection.execute(text("ALTER TABLE grants DROP COLUMN opened_at"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    again = Store(store.engine.url)
    jan = again.of(jan.actor)
    jan.invite(jan.save(Draft()).id, "Venray", "gemeente")
    with again.engine.connect() as connection:
        rows = connection.execute(text("SELECT made_at, opened_at FROM grants ORDER BY made_at")).all()
    assert [opened for _, opened in rows] == [rows[0].made_at, None]
    assert len(again.of(Actor("Els", "Venray", "gemeente")).listed()) == 2
    again.engine.dispose()

"""The store: one database, and what each actor may do in it."""

import atexit
import datetime as dt
import errno
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import URL, Engine, delete, func, select, text

from hea.dossiers.agreements import Agreements
from hea.dossiers.bundle import Bundles
from hea.dossiers.comments import Comments
from hea.dossiers.database import (
    CorruptError,
    StoreError,
    as_store_error,
    begin_private,
    database_url,
    file_of,
    file_url,
    now,
    one_process_at_a_time,
    opened,
    ordinary,
    set_aside,
)
from hea.dossiers.drafts import Drafts
from hea.dossiers.follow_up import FollowUp
from hea.dossiers.people import Actor
from hea.dossiers.retention import SettingError, keep_to, retention_days
from hea.dossiers.sharing import Sharing
from hea.dossiers.snapshots import Snapshots
from hea.dossiers.tables import AuditRow, DossierRow
from hea.once import once
from hea.units import MEGABYTE

LOG_ENDING = "-wal"
"""Of the file beside an embedded database with what was not moved into it yet."""


PLAIN_INDEX = re.compile(r'CREATE INDEX "?\w+"? ON "?\w+"? \("?\w+"?\)')
RULES = re.compile(r"(?i)\b(CONFLICT|CHECK|GENERATED|COLLATE|UNIQUE|VIRTUAL)\b|\bAS\s*\(|--|/\*")
"""In a table: it replaces, refuses or works out what is kept, or hides that it does."""


MAX_ENTRIES = 2_000
"""Of the record of a dossier that are read at a time: it grows as long as the dossier is worked on."""


class EmptyBackupError(StoreError):
    """A backup holds no dossier at all."""

    code = "backup_empty"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class ForeignCodeError(StoreError):
    """A backup does things by itself that no database of hea does."""

    code = "backup_foreign"


class InUseError(StoreError):
    """Another program has the database open."""

    code = "store_in_use"


class Restored(NamedTuple):
    """What came of putting a backup back."""

    former: Path | None
    """Where the database that was in its place is now, if there was one."""
    dossiers: int
    """How many the backup holds."""


class AuditEntry(NamedTuple):
    """An audit entry: who did what to which dossier."""

    at: dt.datetime
    by: str
    role: str
    action: str
    dossier_id: str


class Dossiers(Drafts, Snapshots, Comments, Sharing, FollowUp, Agreements, Bundles):
    """The dossiers that one actor may see."""

    def audit_entries(self, dossier_id: str, most: int = MAX_ENTRIES) -> tuple[AuditEntry, ...]:
        """Who did what to a dossier, newest first, and no more than the newest."""
        with self._on(dossier_id, "oversee") as (session, _):
            columns = [getattr(AuditRow, name) for name in AuditEntry._fields]
            query = select(*columns).where(AuditRow.dossier_id == dossier_id)
            newest = query.order_by(AuditRow.number.desc())
            return tuple(AuditEntry(*row) for row in session.execute(newest.limit(most)))


class Store:
    """A database with dossiers."""

    def __init__(self, url: str | URL) -> None:
        """Open a database and bring its tables up to date.

        Raises:
            CorruptError: if the file of an embedded database is damaged.
            StoreError: if the database cannot be opened, or was made by a later version.
        """
        self._engine = opened(url)
        self.damaged: Path | None = None
        """Where a damaged database was put when this one was begun."""

    @property
    def engine(self) -> Engine:
        """The engine underneath, to close it."""
        return self._engine

    def of(self, actor: Actor) -> Dossiers:
        """The store as someone sees it: every call checks what they may do."""
        return Dossiers(self._engine, actor)

    def check(self) -> None:
        """Whether the database answers.

        Raises:
            StoreError: if it does not.
        """
        with as_store_error(), self._engine.connect() as connection:
            connection.execute(text("SELECT version_num FROM alembic_version"))

    def count(self) -> int:
        """How many dossiers there are, of everybody."""
        with as_store_error(), self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(DossierRow)) or 0

    def purge(self, days: int) -> int:
        """Remove dossiers with which nobody did anything for so many days, and older audit entries.

        Returns:
            How many dossiers.
        """
        before = now() - dt.timedelta(days=days)
        with as_store_error(), self._engine.begin() as connection:
            rows = connection.execute(delete(DossierRow).where(DossierRow.touched_at < before))
            connection.execute(AuditRow.__table__.delete().where(AuditRow.at < before))  # type: ignore[attr-defined]
            return rows.rowcount

    def backup(self, path: Path) -> None:
        """Copy an embedded database to a file while it is in use.

        Raises:
            StoreError: if it cannot be written; for PostgreSQL there is ``pg_dump``.
        """
        with as_store_error():
            if self._engine.dialect.name != "sqlite":
                raise OSError("only an embedded database; for PostgreSQL use pg_dump")
            with _own_folder(path) as folder:
                self._copy_to(folder / path.name)
                (folder / path.name).replace(path)

    def _copy_to(self, path: Path) -> None:
        begin_private(path)
        target = sqlite3.connect(path)
        try:
            with self._engine.connect() as connection:
                connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
        finally:
            target.close()


@contextmanager
def _own_folder(path: Path) -> Iterator[Path]:
    """A folder beside a file that is being made, which nobody else can write in or read."""
    with TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
        yield Path(folder)


def restore(backup: Path, place: Path, *, empty: bool = False) -> Restored:
    """Put a backup in the place of an embedded database; the present one is kept beside it.

    Args:
        backup: a copy; what stands in a log beside it belongs to it.
        place: of the database.
        empty: whether a backup without dossiers is meant to be so.

    Raises:
        EmptyBackupError: if the backup holds no dossier and nobody said that it should.
        InUseError: if the app still runs; what it saves would go to the database that was put aside.
        ForeignCodeError: if the backup holds triggers, views or rules of others.
        OddFileError: if the backup, or its log, is a folder, a device or a pipe.
        StoreError: if the backup is no database of hea.
    """
    with as_store_error():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _own_folder(place) as folder:
            trial = folder / place.name
            count = _tried(backup, trial)
            if not count and not empty:
                raise EmptyBackupError(backup.name)
            former = _made_way(place)
            trial.replace(place)
    return Restored(former, count)


def _made_way(place: Path) -> Path | None:
    """Where the database of a place is now, if there was one."""
    if not place.exists():
        return None
    _check_unused(place)
    return set_aside(place, "vorige")


def _check_unused(place: Path) -> None:
    """See that nobody has a database open: only then can its log be done away with.

    Raises:
        InUseError: if somebody has.
    """
    connection = sqlite3.connect(place, timeout=0)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise InUseError from error
    except sqlite3.DatabaseError:
        pass  # damaged, which may be why a backup is put back
    finally:
        connection.close()


def _tried(backup: Path, trial: Path) -> int:
    """How many dossiers are in a copy of a backup; what was in its log is in the copy itself then."""
    with as_store_error():
        for ending in ("", LOG_ENDING):
            source, copy = backup.with_name(backup.name + ending), trial.with_name(trial.name + ending)
            if not ending or source.exists():
                _copy_ordinary(source, copy)
        if trial.stat().st_size == 0:
            raise OSError(f"{backup.name} is empty")
    _check_own(trial)
    store = Store(file_url(trial))
    try:
        return store.count()
    finally:
        store.engine.dispose()


def _copy_ordinary(source: Path, copy: Path) -> None:
    """Copy what is a file; a device beside a backup would fill the disk, and a pipe is waited for.

    Raises:
        OddFileError: if it is no file.
    """
    with os.fdopen(ordinary(source), "rb") as content:
        begin_private(copy)
        with copy.open("wb") as target:
            for start, end in _filled(content.fileno()):
                content.seek(start)
                target.seek(start)
                while start < end and (part := content.read(min(MEGABYTE, end - start))):
                    target.write(part)
                    start += len(part)
            target.truncate(os.fstat(content.fileno()).st_size)


def _filled(handle: int) -> Iterator[tuple[int, int]]:
    """Where a file holds something: what takes no room in a copy that was sent takes none here.

    All of it counts where the system does not tell.
    """
    size, at = os.fstat(handle).st_size, 0
    if not hasattr(os, "SEEK_DATA"):
        yield 0, size
        return
    while at < size:
        try:
            start = os.lseek(handle, at, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing follows
                return
            raise
        at = os.lseek(handle, start, os.SEEK_HOLE)
        yield start, at


def _check_own(copy: Path) -> None:
    """See that nothing in a copy acts by itself but what acts in every database of hea.

    Raises:
        ForeignCodeError: if something does: it could change or remove what is saved later, without a word.
    """
    with TemporaryDirectory(dir=copy.parent) as folder:
        fresh = Path(folder) / copy.name
        Store(file_url(fresh)).engine.dispose()
        foreign = _acting(copy) - _acting(fresh)
    if foreign:
        raise ForeignCodeError(", ".join(sorted(name for name, _ in foreign)))


def _acting(database: Path) -> set[tuple[str, str]]:
    """Whatever acts by itself in a database: triggers, views, and rules within tables and indexes."""
    connection = sqlite3.connect(database)
    try:
        made = list(
            connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql NOTNULL")
        )
        # What follows from another row: with it that row may go.
        links = 'SELECT "from", "table", "to", on_delete, on_update FROM pragma_foreign_key_list(?)'
        must = "SELECT name, 'must be there' FROM pragma_table_info(?) WHERE \"notnull\""
        found = {
            (name, str(rule))
            for _, name, table, _ in made
            for rules in (links, must)
            for rule in connection.execute(rules, (table,))
        }
    finally:
        connection.close()
    worded = [(kind, name, " ".join(wording.split())) for kind, name, _, wording in made]
    return found | {(name, wording) for kind, name, wording in worded if _acts(kind, wording)}


def _acts(kind: str, wording: str) -> bool:
    """Whether what makes a part of a database says more than which columns there are."""
    if kind == "index":
        return not PLAIN_INDEX.fullmatch(wording)
    return kind != "table" or RULES.search(wording) is not None


def _sound(url: str | URL, path: Path) -> Store:
    """The store in a file; of one that is damaged a new one, with the damaged file set aside."""
    try:
        return Store(url)
    except CorruptError:
        damaged = set_aside(path)
        store = Store(url)
        store.damaged = damaged
        return store


@once
def local_store() -> Store:
    """The store of this process, opened when it is first needed; after a failure the next call tries again.

    A damaged file of an embedded database is set aside with all it holds, and a new one is begun: work goes
    on, and the file is there for whoever can mend it.

    Raises:
        StoreError: if the database cannot be opened, or nobody can tell how long dossiers are to be kept.
    """
    try:
        days = retention_days()
    except SettingError as error:
        raise StoreError(f"not a setting that can be followed: {error}") from error
    url = database_url()
    path = file_of(url)
    if path is None:
        store = Store(url)
    else:
        with one_process_at_a_time(path):
            store = _sound(url, path)
    atexit.register(store.engine.dispose)  # the last connection that closes leaves no log behind
    if days is not None:
        threading.Thread(target=keep_to, args=(partial(store.purge, days),), daemon=True).start()
    return store

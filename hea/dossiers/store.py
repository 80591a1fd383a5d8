"""The store: one database, and what each actor may do in it."""

import datetime as dt
import os
import shutil
import sqlite3
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, select, text

from hea.dossiers.bundle import Bundles
from hea.dossiers.database import CorruptError, as_store_error, database_url, now, opened, set_aside
from hea.dossiers.drafts import Drafts
from hea.dossiers.follow_up import FollowUp
from hea.dossiers.people import Actor
from hea.dossiers.sharing import Sharing
from hea.dossiers.snapshots import Snapshots
from hea.dossiers.tables import AuditRow, DossierRow
from hea.dossiers.talk import Talk
from hea.once import once

RETENTION_VARIABLE = "HEA_RETENTION_DAYS"
"""Environment variable: dossiers that nobody changed for so many days are removed; without it none is."""


class Deed(NamedTuple):
    """A line of the record: who did what to which dossier."""

    at: dt.datetime
    by: str
    role: str
    action: str
    dossier_id: str


class Dossiers(Drafts, Snapshots, Talk, Sharing, FollowUp, Bundles):
    """The dossiers that one actor may see."""

    def deeds(self, dossier_id: str) -> tuple[Deed, ...]:
        """Who did what to a dossier, newest first."""
        with self._on(dossier_id, "oversee") as (session, _):
            columns = [getattr(AuditRow, name) for name in Deed._fields]
            query = select(*columns).where(AuditRow.dossier_id == dossier_id)
            return tuple(Deed(*row) for row in session.execute(query.order_by(AuditRow.number.desc())))


class Store:
    """A database with dossiers."""

    def __init__(self, url: str) -> None:
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

    def purge(self, days: int) -> int:
        """Remove dossiers, and lines of the record, that are older than so many days; how many dossiers."""
        before = now() - dt.timedelta(days=days)
        with as_store_error(), self._engine.begin() as connection:
            rows = connection.execute(
                DossierRow.__table__.delete().where(DossierRow.saved_at < before)  # type: ignore[attr-defined]
            )
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
            unfinished = path.with_name(path.name + ".part")
            with self._engine.connect() as connection, sqlite3.connect(unfinished) as target:
                connection.connection.driver_connection.backup(target)  # type: ignore[union-attr]
            target.close()
            unfinished.replace(path)


def restore(backup: Path, place: Path) -> Path | None:
    """Put a backup in the place of an embedded database; the present one is kept beside it.

    Returns:
        Where the present one is now, or ``None`` if there was none.

    Raises:
        StoreError: if the backup is no database of hea.
    """
    trial = place.with_name(place.name + ".part")
    with as_store_error():
        if backup.stat().st_size == 0:
            raise OSError(f"{backup.name} is empty")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, trial)
    try:
        Store(f"sqlite:///{trial}").engine.dispose()
    except BaseException:
        trial.unlink(missing_ok=True)
        raise
    former = set_aside(place, "vorige") if place.exists() else None
    with as_store_error():
        trial.replace(place)
    return former


@once
def local_store() -> Store:
    """The store of this process, opened when it is first needed; after a failure the next call tries again.

    A damaged file of an embedded database is set aside with all it holds, and a new one is begun: work goes
    on, and the file is there for whoever can mend it.

    Raises:
        StoreError: if the database cannot be opened.
    """
    url = database_url()
    try:
        store = Store(url)
    except CorruptError:
        damaged = set_aside(Path(url.removeprefix("sqlite:///")))
        store = Store(url)
        store.damaged = damaged
    days = os.environ.get(RETENTION_VARIABLE, "")
    if days.isdecimal() and int(days) > 0:
        store.purge(int(days))
    return store

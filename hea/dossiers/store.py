"""A database of drafts and snapshots; SQLite in the user's data folder unless told otherwise."""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import platformdirs
from pydantic import ValidationError
from sqlalchemy import Engine, String, Text, create_engine, event, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from hea.dossiers.draft import Draft

FOLDER_VARIABLE = "HEA_DATA_FOLDER"
"""Environment variable that names another folder for the database."""
BUSY_SECONDS = 5
ID_BYTES = 12


class StoreError(Exception):
    """The store could not do what was asked; nothing was half done."""


class ConflictError(StoreError):
    """The draft was changed elsewhere since it was read."""

    def __init__(self, current: "Saved") -> None:
        super().__init__(f"draft {current.id} is at revision {current.revision}")
        self.current = current


class Saved(NamedTuple):
    """A draft as the store keeps it."""

    id: str
    revision: int
    saved_at: dt.datetime
    """In UTC."""
    title: str


class Snapshot(NamedTuple):
    """A frozen draft with what is needed to make its figures again."""

    id: str
    draft_id: str
    made_at: dt.datetime
    """In UTC."""
    version: str
    parameters_version: str
    input_hash: str


class _Base(DeclarativeBase):
    pass


class _DraftRow(_Base):
    __tablename__ = "drafts"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int]
    saved_at: Mapped[dt.datetime]
    title: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)


class _SnapshotRow(_Base):
    __tablename__ = "snapshots"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    draft_id: Mapped[str] = mapped_column(String(32), index=True)
    made_at: Mapped[dt.datetime]
    version: Mapped[str] = mapped_column(String(32))
    parameters_version: Mapped[str] = mapped_column(String(32))
    input_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)


class Store:
    """Drafts and snapshots in one database."""

    def __init__(self, url: str) -> None:
        """Open a database and make its tables if they are missing.

        Raises:
            StoreError: if the database cannot be opened.
        """
        options = {"timeout": BUSY_SECONDS} if url.startswith("sqlite") else {}
        self._engine = create_engine(url, connect_args=options)
        if url.startswith("sqlite"):
            event.listen(self._engine, "connect", _write_ahead)
        with _as_store_error():
            _Base.metadata.create_all(self._engine)

    @property
    def engine(self) -> Engine:
        """The engine underneath, to close it."""
        return self._engine

    def save(self, draft: Draft, draft_id: str | None = None, revision: int = 0) -> Saved:
        """Keep a draft: a new one without an id, else over the revision it was read at.

        Raises:
            ConflictError: if it was saved elsewhere since; nothing was overwritten.
            StoreError: if it could not be kept.
        """
        if draft_id is None:
            return self._insert(draft)
        values = {"revision": revision + 1, "saved_at": _now(), "title": draft.title}
        change = (
            update(_DraftRow)
            .where(_DraftRow.id == draft_id, _DraftRow.revision == revision)
            .values(**values, content=draft.model_dump_json(exclude_defaults=True))
            .execution_options(synchronize_session=False)
        )
        with self._session() as session:
            if session.connection().execute(change).rowcount == 0:
                row = session.get(_DraftRow, draft_id)
                if row is None:
                    raise StoreError(f"no draft {draft_id}")
                raise ConflictError(_saved(row))
        return Saved(draft_id, revision + 1, values["saved_at"], draft.title)  # type: ignore[arg-type]

    def load(self, draft_id: str) -> tuple[Draft, Saved] | None:
        """A draft with its revision, or ``None`` if there is no such draft.

        Raises:
            StoreError: if the store cannot be read, or what it holds is no draft of this version.
        """
        with self._session() as session:
            row = session.get(_DraftRow, draft_id)
            if row is None:
                return None
            try:
                return Draft.model_validate_json(row.content), _saved(row)
            except ValidationError as error:
                raise StoreError(f"draft {draft_id} cannot be read: {error}") from error

    def recent(self, count: int) -> tuple[Saved, ...]:
        """The drafts saved last, newest first."""
        with self._session() as session:
            rows = session.scalars(select(_DraftRow).order_by(_DraftRow.saved_at.desc()).limit(count))
            return tuple(_saved(row) for row in rows)

    def delete(self, draft_id: str) -> None:
        """Remove a draft and its snapshots for good."""
        with self._session() as session:
            for table in (_DraftRow, _SnapshotRow):
                key = table.id if table is _DraftRow else _SnapshotRow.draft_id
                session.execute(table.__table__.delete().where(key == draft_id))  # type: ignore[attr-defined]

    def freeze(
        self, draft: Draft, draft_id: str, *, version: str, parameters_version: str, input_hash: str
    ) -> Snapshot:
        """Keep a draft as it is now, under an id of its own; a snapshot never changes."""
        made = Snapshot(
            secrets.token_hex(4).upper(), draft_id, _now(), version, parameters_version, input_hash
        )
        with self._session() as session:
            content = draft.model_dump_json(exclude_defaults=True)
            session.add(_SnapshotRow(**made._asdict(), content=content))
        return made

    def snapshots(self, draft_id: str) -> tuple[Snapshot, ...]:
        """Snapshots of a draft, newest first."""
        with self._session() as session:
            query = select(_SnapshotRow).where(_SnapshotRow.draft_id == draft_id)
            rows = session.scalars(query.order_by(_SnapshotRow.made_at.desc()))
            return tuple(Snapshot(*(getattr(row, name) for name in Snapshot._fields)) for row in rows)

    def snapshot(self, snapshot_id: str) -> Draft | None:
        """The draft as it was frozen, or ``None`` if there is no such snapshot."""
        with self._session() as session:
            row = session.get(_SnapshotRow, snapshot_id)
            return None if row is None else Draft.model_validate_json(row.content)

    def _insert(self, draft: Draft) -> Saved:
        made = Saved(secrets.token_urlsafe(ID_BYTES), 1, _now(), draft.title)
        with self._session() as session:
            session.add(_DraftRow(**made._asdict(), content=draft.model_dump_json(exclude_defaults=True)))
        return made

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with _as_store_error(), Session(self._engine) as session, session.begin():
            yield session


@contextmanager
def _as_store_error() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(str(error)) from error


def _write_ahead(connection: object, _: object) -> None:
    """Readers do not wait for writers, and what was kept survives a kill of the process."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _saved(row: _DraftRow) -> Saved:
    return Saved(row.id, row.revision, row.saved_at, row.title)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


@cache
def local_store() -> Store:
    """The store of this machine, made when it is first needed.

    Raises:
        StoreError: if its folder or database cannot be made.
    """
    folder = Path(os.environ.get(FOLDER_VARIABLE) or platformdirs.user_data_dir("hea", appauthor=False))
    with _as_store_error():
        folder.mkdir(parents=True, exist_ok=True)
    return Store(f"sqlite:///{folder / 'hea.sqlite'}")

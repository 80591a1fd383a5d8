"""What every call of the store has: one transaction, the rights of the actor, and the audit entry."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, Select, or_, select, update
from sqlalchemy.orm import Session

from hea.dossiers.database import StoreError, as_store_error, now
from hea.dossiers.people import EVERYTHING, MAY_UNDO_FINAL, OWN_RIGHTS, Actor, Right, Role, granted
from hea.dossiers.tables import AuditRow, DossierRow, GrantRow, SnapshotRow, StatusRow

LOOKING: Final[frozenset[Right]] = frozenset({"read", "oversee"})
"""Rights by which nothing of a dossier changes."""


class MissingError(StoreError):
    """There is no such dossier for this actor; whether there is one for others is not said."""

    code = "store_missing"


class DeniedError(StoreError):
    """The actor may see the dossier, but not do this with it."""

    code = "store_denied"


class Access:
    """A database as one actor sees it. Parts of the store build on this; none opens a session of its own."""

    def __init__(self, engine: Engine, actor: Actor) -> None:
        self._engine, self.actor = engine, actor

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with as_store_error(), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def _on(self, dossier_id: str, right: Right) -> Iterator[tuple[Session, DossierRow]]:
        """A session and a dossier, if the actor has the right.

        Who does more than look has the dossier to themselves until it is done: what one of two at once may
        do, what number something gets and how full a dossier is, depend on what the other did.

        Raises:
            MissingError: if there is no such dossier, or the actor may not know of it.
            DeniedError: if the actor may see it and lacks the right.
        """
        with self._session() as session:
            row = session.get(DossierRow, dossier_id) if right in LOOKING else _taken(session, dossier_id)
            held = frozenset() if row is None else self._rights(session, row)
            if row is None or "read" not in held:
                raise MissingError(f"no dossier {dossier_id}")
            if right not in held:
                raise DeniedError(f"{right} on dossier {dossier_id}")
            yield session, row

    def rights(self, dossier_id: str) -> frozenset[Right]:
        """What the actor may do with a dossier; nothing if there is none."""
        with self._session() as session:
            row = session.get(DossierRow, dossier_id)
            return frozenset() if row is None else self._rights(session, row)

    def shut_out(self, dossier_id: str) -> bool:
        """Whether a dossier that the actor had open is there, and the actor may not read it any more."""
        with self._session() as session:
            row = session.get(DossierRow, dossier_id)
            return row is not None and "read" not in self._rights(session, row)

    @property
    def may_begin(self) -> bool:
        """Whether the actor may make dossiers: guests may not, nor who only administers."""
        return self.actor.alone or self.actor.role in ("bedrijf", "gemeente", "acquisitie")

    def _rights(self, session: Session, row: DossierRow) -> frozenset[Right]:
        if self.actor.alone:
            return EVERYTHING if not row.organisation else frozenset()
        if self.actor.role and self.actor.organisation and row.organisation == self.actor.organisation:
            return _own_rights(session, row, self.actor.role)
        return self._granted(session, row)

    def _granted(self, session: Session, row: DossierRow) -> frozenset[Right]:
        """What was shared with an actor who does not belong to the organisation of the dossier.

        Who does, gets nothing more by it: they could share with themselves in a role of choice.
        """
        held: frozenset[Right] = frozenset()
        for grant in session.scalars(self._grants().where(GrantRow.dossier_id == row.id)):
            held |= granted(grant.role, self.actor.role)
            if grant.organisation is not None:
                held |= {"leave"}
        return held

    def _grants(self) -> Select[Any]:
        """What was shared with the actor and still holds."""
        mine: list[ColumnElement[bool]] = [
            GrantRow.code_hash.in_([code_hash(code) for code in self.actor.codes])
        ]
        if self.actor.organisation and self.actor.role not in (None, "beheer"):
            mine.append(GrantRow.organisation == self.actor.organisation)
        return select(GrantRow).where(or_(*mine), GrantRow.until > now())

    def _noted(self, session: Session, action: str, row: DossierRow, since: dt.datetime) -> bool:
        """Whether it is recorded already that the actor did something since a moment."""
        mine = (AuditRow.by == self.actor.name) & (AuditRow.role == self.actor.called)
        query = select(AuditRow.number).where(AuditRow.dossier_id == row.id, AuditRow.action == action, mine)
        return session.scalar(query.where(AuditRow.at > since).limit(1)) is not None

    def _note(self, session: Session, action: str, row: DossierRow) -> None:
        """Record that the actor did something, without what."""
        touched = (
            update(DossierRow).where(DossierRow.id == row.id).values(touched_at=max(now(), row.touched_at))
        )
        session.execute(touched.execution_options(synchronize_session=False))  # it may be gone by now
        if self.actor.alone:
            return
        session.add(
            AuditRow(
                at=now(),
                organisation=row.organisation,
                by=self.actor.name,
                role=self.actor.called,
                action=action,
                dossier_id=row.id,
            )
        )


def _taken(session: Session, dossier_id: str) -> DossierRow | None:
    """A dossier that nobody else changes until the session ends.

    An embedded database knows no locks of a row; there everything waits, as it does for any change.
    """
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    return session.get(DossierRow, dossier_id, with_for_update={"key_share": True})


def _own_rights(session: Session, row: DossierRow, role: Role) -> frozenset[Right]:
    held = OWN_RIGHTS[role]
    stuck = not held & MAY_UNDO_FINAL and _is_final(session, row)
    return held - {"delete"} if stuck else held


def _is_final(session: Session, row: DossierRow) -> bool:
    query = select(StatusRow.number).join(SnapshotRow, SnapshotRow.id == StatusRow.snapshot_id)
    found = query.where(SnapshotRow.dossier_id == row.id, StatusRow.status == "definitief").limit(1)
    return session.scalar(found) is not None


def code_hash(code: str) -> str:
    """What is kept of a link code: it cannot be read back from the database."""
    return hashlib.sha256(code.strip().encode(errors="surrogatepass")).hexdigest()

"""Drafts of dossiers: every change is a revision, and nobody overwrites another unseen."""

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError
from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from hea.dossiers.access import Access, DeniedError
from hea.dossiers.database import StoreError, now
from hea.dossiers.draft import MAX_DRAFT_SIZE, Draft
from hea.dossiers.limits import DraftTooLargeError
from hea.dossiers.people import Actor
from hea.dossiers.tables import DossierRow, GrantRow, RevisionRow

ID_BYTES = 12
MAX_TITLE_LENGTH: Final = 700
"""Characters of a title: the name of a company and that of a plan."""
Query = TypeVar("Query", bound="Select[*tuple[Any, ...]]")
Told = TypeVar("Told")
MAX_READ: Final = 200
"""Drafts that are read for a list at a time; of the others it says so."""
MAX_OF_READ: Final = 4 * 1024 * 1024
"""Characters of them after which no more are read."""
NEWEST, AT_ONCE = 200, 50
"""So many revisions are all kept; of older ones the last of each day and person, seen to once in so many."""


class Saved(NamedTuple):
    """A draft as the store keeps it."""

    id: str
    revision: int
    saved_at: dt.datetime
    """In UTC."""
    title: str
    imported_at: dt.datetime | None = None
    """When it was read from a file: who made what came along is then what that file says."""

    def came_along(self, moment: dt.datetime) -> bool:
        """Whether what carries this moment was in the file, and so was not seen to happen here."""
        return self.imported_at is not None and moment <= self.imported_at


class Listed(NamedTuple):
    """A dossier in a list, without what it holds: reading hundreds takes seconds."""

    saved: Saved
    own: bool
    """Of the actor's own organisation, and not one that was shared with them."""


class UnreadableError(StoreError):
    """What is kept is not what was kept, or was made by another version."""

    code = "store_unreadable"


class ConflictError(StoreError):
    """The draft was changed elsewhere since it was read."""

    code = "store_conflict"

    def __init__(self, current: Saved) -> None:
        super().__init__(f"draft {current.id} is at revision {current.revision}")
        self.current = current


class Revision(NamedTuple):
    """One state of a draft."""

    revision: int
    saved_at: dt.datetime
    """In UTC."""
    saved_by: str
    role: str


class Drafts(Access):
    """Saving, opening and listing drafts."""

    def save(self, draft: Draft, dossier_id: str | None = None, revision: int = 0) -> Saved:
        """Keep a draft: as a new dossier without an id, else over the revision it was read at.

        Raises:
            ConflictError: if it was saved elsewhere since; nothing was overwritten.
            DraftTooLargeError: if it is larger than a draft may be.
            StoreError: if it could not be kept.
        """
        if dossier_id is None:
            return self._begin(draft)
        with self._on(dossier_id, "write") as (session, row):
            # A clock that jumped back must not make the newest revision look older than the one before.
            moment = max(now(), row.saved_at)
            change = (
                update(DossierRow)
                .where(DossierRow.id == dossier_id, DossierRow.revision == revision)
                .values(revision=revision + 1, saved_at=moment, title=draft.title)
                .execution_options(synchronize_session=False)
            )
            if session.connection().execute(change).rowcount == 0:
                session.refresh(row)
                raise ConflictError(_saved(row))
            session.add(_revision(draft, dossier_id, revision + 1, moment, self.actor))
            if revision % AT_ONCE == 0:
                _thin(session, dossier_id, revision + 1 - NEWEST)
            self._note(session, "save", row)
            return Saved(dossier_id, revision + 1, moment, draft.title, row.imported_at)

    def load(self, dossier_id: str, revision: int | None = None) -> tuple[Draft, Saved]:
        """A draft with its revision: the present one, or an earlier one.

        Raises:
            MissingError: if there is none for this actor.
            UnreadableError: if what the store holds is no draft of this version.
            StoreError: if the store cannot be read.
        """
        with self._on(dossier_id, "read") as (session, row):
            found = session.get(RevisionRow, (dossier_id, row.revision if revision is None else revision))
            if found is None:
                raise UnreadableError(f"no revision {revision} of {dossier_id}")
            saved = _saved(row)._replace(revision=found.revision, saved_at=found.saved_at)
            opened, content = self._unopened(session, dossier_id), found.content
        if opened:
            self._note_opened(dossier_id)
        return draft_of(content, dossier_id), saved

    def _unopened(self, session: Session, dossier_id: str) -> bool:
        """Whether this was shared with the organisation of the actor and nobody there opened it yet."""
        new = self._grants().where(GrantRow.dossier_id == dossier_id, GrantRow.opened_at.is_(None))
        return session.scalar(new.where(GrantRow.organisation.is_not(None)).limit(1)) is not None

    def _note_opened(self, dossier_id: str) -> None:
        """Remember that the organisation of the actor has seen a dossier of others.

        Only this is done in its transaction: one that has read cannot always go on to write. A store that
        takes nothing now does not keep anybody from reading.
        """
        mine = (GrantRow.dossier_id == dossier_id) & (GrantRow.organisation == self.actor.organisation)
        with suppress(StoreError), self._session() as session:
            session.execute(
                update(GrantRow).where(mine, GrantRow.opened_at.is_(None)).values(opened_at=now())
            )

    def revisions(self, dossier_id: str) -> tuple[Revision, ...]:
        """The states the draft was in that are kept, newest first."""
        with self._on(dossier_id, "read") as (session, _):
            query = (
                select(RevisionRow.revision, RevisionRow.saved_at, RevisionRow.saved_by, RevisionRow.role)
                .where(RevisionRow.dossier_id == dossier_id)
                .order_by(RevisionRow.revision.desc())
            )
            return tuple(Revision(*row) for row in session.execute(query))

    def listed(self) -> tuple[Listed, ...]:
        """All dossiers of the actor and those shared with them, saved last first."""
        with self._session() as session:
            rows = session.scalars(self._visible(select(DossierRow)))
            return tuple(Listed(_saved(row), row.organisation == self.actor.organisation) for row in rows)

    def read_each(
        self, dossiers: Sequence[Saved], tell: Callable[[Draft | None], Told]
    ) -> dict[tuple[str, int], Told]:
        """What a function tells of drafts, of as many and as large ones as a page may read at a time.

        One is read after another, so that no more than one is in memory.

        Args:
            dossiers: at the revision that is read, the most wanted first; one that the actor may not see is
                passed over.
            tell: gets the draft, or nothing if what is kept is no draft of this version.

        Returns:
            By id and revision; the rest can be asked for next.
        """
        found: dict[tuple[str, int], Told] = {}
        wanted, room = dossiers[:MAX_READ], MAX_OF_READ
        with self._session() as session:
            ids = DossierRow.id.in_([item.id for item in wanted])
            visible = set(session.scalars(self._visible(select(DossierRow.id).where(ids))))
            for item in wanted:
                row = session.get(RevisionRow, item[:2]) if item.id in visible and room > 0 else None
                if row is not None:
                    room -= len(row.content)
                    found[item[:2]] = tell(_readable(row))
                    session.expunge(row)
        return found

    def holding(self, draft: Draft) -> str | None:
        """The dossier of the own organisation that the actor changed last and that holds exactly this draft.

        Opening what is there already then needs no second one.
        """
        same = (RevisionRow.content == draft.stored) & (RevisionRow.saved_by == self.actor.name)
        present = (RevisionRow.dossier_id == DossierRow.id) & (RevisionRow.revision == DossierRow.revision)
        query = select(DossierRow.id).join(RevisionRow, present)
        own = DossierRow.organisation == self.actor.organisation
        with self._session() as session:
            return session.scalar(self._visible(query.where(same, own)).limit(1))

    def same_title(self, title: str) -> bool:
        """Whether a dossier that the actor may see is called so."""
        with self._session() as session:
            query = select(DossierRow.id).where(DossierRow.title == title)
            return session.scalar(self._visible(query).limit(1)) is not None

    def _visible(self, query: Query) -> Query:
        """Of a question about dossiers, the part that this actor may see, saved last first."""
        shared = self._grants().with_only_columns(GrantRow.dossier_id)
        visible: list[ColumnElement[bool]] = [DossierRow.id.in_(shared)]
        if self.actor.alone or (self.actor.role and self.actor.organisation):
            visible.append(DossierRow.organisation == self.actor.organisation)
        return query.where(or_(*visible)).order_by(DossierRow.saved_at.desc(), DossierRow.id)

    def delete(self, dossier_id: str) -> None:
        """Remove a dossier with all its revisions, snapshots, remarks and files, for good."""
        with self._on(dossier_id, "delete") as (session, row):
            self._note(session, "delete", row)
            session.execute(DossierRow.__table__.delete().where(DossierRow.id == dossier_id))  # type: ignore[attr-defined]

    def _begin(self, draft: Draft) -> Saved:
        if not self.may_begin:
            raise DeniedError("make a dossier")
        made = Saved(secrets.token_urlsafe(ID_BYTES), 1, now(), draft.title)
        with self._session() as session:
            self._add(session, made, draft)
        return made

    def _add(self, session: Session, made: Saved, draft: Draft) -> DossierRow:
        row = DossierRow(**made._asdict(), organisation=self.actor.organisation, touched_at=made.saved_at)
        session.add(row)
        session.flush()
        session.add(_revision(draft, made.id, made.revision, made.saved_at, self.actor))
        self._note(session, "begin", row)
        return row


def _thin(session: Session, dossier_id: str, upto: int) -> None:
    """Of the revisions up to a number keep the last of each day and person: every key typed is one."""
    who = (RevisionRow.saved_by, RevisionRow.role, RevisionRow.person)
    query = select(RevisionRow.revision, RevisionRow.saved_at, *who).where(
        RevisionRow.dossier_id == dossier_id, RevisionRow.revision <= upto
    )
    rows = session.execute(query.order_by(RevisionRow.revision)).all()
    last = {(row.saved_at.date(), *row[2:]): row.revision for row in rows}
    gone = [row.revision for row in rows if row.revision not in last.values()]
    if gone:
        session.execute(
            delete(RevisionRow).where(RevisionRow.dossier_id == dossier_id, RevisionRow.revision.in_(gone))
        )


def draft_of(content: str, dossier_id: str) -> Draft:
    """A draft from what was kept.

    Raises:
        UnreadableError: if it is no draft of this version.
    """
    if len(content) > MAX_DRAFT_SIZE:
        raise UnreadableError(f"a draft of {dossier_id} of {len(content)} characters")
    try:
        return Draft.model_validate_json(content)
    except ValidationError as error:
        raise UnreadableError(
            f"a draft of {dossier_id} cannot be read ({error.error_count()} problems)"
        ) from error


def _revision(draft: Draft, dossier_id: str, number: int, moment: dt.datetime, actor: Actor) -> RevisionRow:
    return RevisionRow(
        dossier_id=dossier_id,
        revision=number,
        saved_at=moment,
        saved_by=actor.name,
        role=actor.called,
        person=actor.person or None,
        content=_content(draft),
    )


def _content(draft: Draft) -> str:
    """A draft as it is kept.

    Raises:
        DraftTooLargeError: if it is larger than one may be.
    """
    if not draft.fits:
        raise DraftTooLargeError
    return draft.stored


def _readable(row: RevisionRow) -> Draft | None:
    """What a revision holds, or nothing if that is no draft of this version."""
    try:
        return draft_of(row.content, row.dossier_id)
    except UnreadableError:
        return None


def _saved(row: DossierRow) -> Saved:
    return Saved(row.id, row.revision, row.saved_at, row.title[:MAX_TITLE_LENGTH], row.imported_at)

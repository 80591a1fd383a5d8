"""What parties say to each other about a dossier, and the files they add."""

import datetime as dt
import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from hea.dossiers.access import Access, DeniedError, MissingError
from hea.dossiers.database import now
from hea.dossiers.drafts import ID_BYTES
from hea.dossiers.limits import MAX_FILE_SIZE, TooLargeError, check_size
from hea.dossiers.people import MAX_NAME_LENGTH
from hea.dossiers.snapshots import TamperedError
from hea.dossiers.tables import AttachmentRow, CommentRow, SnapshotRow
from hea.proposal import TURNING

Kind = Literal["remark", "evidence"]
KINDS: Final = get_args(Kind)
MAX_WORDS_LENGTH = 4000


class Comment(NamedTuple):
    """A remark, or a request for evidence for a field."""

    number: int
    revision: int
    """Of the draft it was made on."""
    path: str
    """Field of the proposal; empty for the dossier as a whole."""
    kind: Kind
    words: str
    at: dt.datetime
    by: str
    role: str
    settled_at: dt.datetime | None


class Attachment(NamedTuple):
    """A file that belongs to a dossier, without its content."""

    id: str
    name: str
    size: int
    hash: str
    at: dt.datetime
    by: str
    snapshot_id: str | None
    person: str | None
    """Who added it, whatever they are called."""


class Comments(Access):
    """Remarks, requests for evidence, files."""

    def comment(self, dossier_id: str, words: str, *, path: str = "", kind: Kind = "remark") -> Comment:
        """Say something about a dossier or one of its fields.

        Raises:
            TooLargeError: for more than 4,000 characters, or if the dossier is full.
        """
        if len(words) > MAX_WORDS_LENGTH or len(path) > MAX_NAME_LENGTH:
            raise TooLargeError(f"{len(words)} characters")
        with self._on(dossier_id, "comment") as (session, row):
            made = CommentRow(
                dossier_id=dossier_id,
                revision=row.revision,
                path=path,
                kind=kind,
                words=words,
                at=now(),
                by=self.actor.name,
                role=self.actor.called,
            )
            session.add(made)
            check_size(session, dossier_id)
            self._note(session, "comment", row)
            return _comment(made)

    def comments(self, dossier_id: str) -> tuple[Comment, ...]:
        """Everything said, oldest first."""
        with self._on(dossier_id, "read") as (session, _):
            query = select(CommentRow).where(CommentRow.dossier_id == dossier_id)
            return tuple(_comment(row) for row in session.scalars(query.order_by(CommentRow.number)))

    def settle(self, dossier_id: str, number: int) -> None:
        """Mark a remark as dealt with."""
        with self._on(dossier_id, "comment") as (session, row):
            found = session.get(CommentRow, number)
            if found is None or found.dossier_id != dossier_id:
                raise MissingError(f"no comment {number}")
            found.settled_at = found.settled_at or now()
            self._note(session, "settle", row)

    def attach(
        self, dossier_id: str, name: str, content: bytes, snapshot_id: str | None = None
    ) -> Attachment:
        """Add a file.

        Raises:
            TooLargeError: for more than 20 MB, or if the dossier is full.
        """
        (made,) = self.attach_all(dossier_id, {name: content}, snapshot_id)
        return made

    def attach_all(
        self, dossier_id: str, files: Mapping[str, bytes], snapshot_id: str | None = None
    ) -> tuple[Attachment, ...]:
        """Add files that belong together, by their names: all of them, or none.

        Raises:
            TooLargeError: if one is more than 20 MB, or if the dossier is full.
        """
        largest = max(map(len, files.values()), default=0)
        if largest > MAX_FILE_SIZE:
            raise TooLargeError(f"{largest} bytes")
        with self._on(dossier_id, "comment") as (session, row):
            self._check_snapshot(session, dossier_id, snapshot_id)
            made = [self._file(dossier_id, name, content, snapshot_id) for name, content in files.items()]
            session.add_all(made)
            check_size(session, dossier_id)
            for _ in made:
                self._note(session, "attach", row)
            return tuple(_attachment(file) for file in made)

    def _file(self, dossier_id: str, name: str, content: bytes, snapshot_id: str | None) -> AttachmentRow:
        return AttachmentRow(
            id=secrets.token_urlsafe(ID_BYTES),
            dossier_id=dossier_id,
            snapshot_id=snapshot_id,
            name=name[-MAX_NAME_LENGTH:],
            hash=hashlib.sha256(content).hexdigest(),
            size=len(content),
            at=now(),
            by=self.actor.name,
            person=self.actor.person or None,
            content=content,
        )

    def attachments(self, dossier_id: str) -> tuple[Attachment, ...]:
        """Files of a dossier, newest first."""
        with self._on(dossier_id, "read") as (session, _):
            columns = [getattr(AttachmentRow, name) for name in Attachment._fields]
            query = select(*columns).where(AttachmentRow.dossier_id == dossier_id)
            rows = session.execute(query.order_by(AttachmentRow.at.desc(), AttachmentRow.id))
            return tuple(_with_plain_name(Attachment(*row)) for row in rows)

    def attachment(self, dossier_id: str, attachment_id: str) -> bytes:
        """Content of a file.

        Raises:
            MissingError: if the dossier has no such file.
            TamperedError: if it is no longer what was added.
        """
        with self._on(dossier_id, "read") as (session, _):
            row = session.get(AttachmentRow, attachment_id)
            if row is None or row.dossier_id != dossier_id:
                raise MissingError(f"no attachment {attachment_id}")
            if hashlib.sha256(row.content).hexdigest() != row.hash:
                raise TamperedError(f"attachment {attachment_id} was changed")
            return row.content

    def detach(self, dossier_id: str, attachment_id: str) -> None:
        """Remove a file that one added oneself and that belongs to no snapshot.

        Raises:
            DeniedError: for a file of somebody else, or one that was kept with a snapshot.
            MissingError: if the dossier has no such file.
        """
        with self._on(dossier_id, "comment") as (session, row):
            found = session.get(AttachmentRow, attachment_id)
            if found is None or found.dossier_id != dossier_id:
                raise MissingError(f"no attachment {attachment_id}")
            if found.snapshot_id is not None or not self._own(found):
                raise DeniedError(f"remove attachment {attachment_id}")
            session.delete(found)
            self._note(session, "detach", row)

    def removable(self, file: Attachment) -> bool:
        """Whether the actor may remove a file of a dossier they may comment on."""
        return file.snapshot_id is None and self._own(file)

    def _own(self, file: Attachment | AttachmentRow) -> bool:
        return self.actor.alone or (bool(self.actor.person) and file.person == self.actor.person)

    def _check_snapshot(self, session: Session, dossier_id: str, snapshot_id: str | None) -> None:
        if snapshot_id is None:
            return
        row = session.get(SnapshotRow, snapshot_id)
        if row is None or row.dossier_id != dossier_id:
            raise MissingError(f"no snapshot {snapshot_id}")


def _comment(row: CommentRow) -> Comment:
    return Comment(**{name: getattr(row, name) for name in Comment._fields})


def _attachment(row: AttachmentRow) -> Attachment:
    return _with_plain_name(Attachment(**{name: getattr(row, name) for name in Attachment._fields}))


def _with_plain_name(file: Attachment) -> Attachment:
    """A file without what makes its name read otherwise than it is: ``exe.pdf`` may be ``fdp.exe`` turned."""
    plain = "".join(it for it in file.name if it not in TURNING and unicodedata.category(it) != "Cc")
    return file._replace(name=plain)

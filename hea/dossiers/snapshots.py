"""Frozen states of a dossier: the draft with its assessment, the versions and a hash over all of it."""

import datetime as dt
import hashlib
import secrets
import zlib
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hea.assessment import Assessment
from hea.dossiers.access import Access, DeniedError, MissingError
from hea.dossiers.database import now
from hea.dossiers.draft import Draft
from hea.dossiers.drafts import UnreadableError, draft_of
from hea.dossiers.limits import check_size
from hea.dossiers.people import Right
from hea.dossiers.tables import DossierRow, RevisionRow, SnapshotRow, StatusRow
from hea.status import STATUSES, Status

RIGHT_FOR: Final[dict[Status, Right]] = {"concept": "submit", "ingediend": "submit", "definitief": "finalise"}
MAX_ASSESSMENT_SIZE = 8 * 1024 * 1024
"""Bytes that a packed assessment may become; a real one is below one million."""


class TamperedError(UnreadableError):
    """What is kept is not what was frozen."""

    code = "store_tampered"


class Snapshot(NamedTuple):
    """A frozen draft with what is needed to make its figures again."""

    id: str
    dossier_id: str
    number: int
    made_at: dt.datetime
    """In UTC."""
    made_by: str
    role: str
    version: str
    parameters_version: str
    seed: int | None
    draws: int | None
    input_hash: str
    content_hash: str | None
    former_id: str | None
    """How it was called in the file it came from."""
    status: Status


_HEAD = Snapshot._fields[:-1]
"""What a snapshot is, without how far it is and what it holds."""


class DossierState(NamedTuple):
    """A dossier as it was at some moment: a revision, or what a snapshot holds."""

    draft: Draft
    assessment: Assessment | None
    """``None`` for a revision, and for a snapshot of before assessments were kept."""


class Snapshots(Access):
    """Freezing and following what was frozen."""

    def freeze(
        self, dossier_id: str, draft: Draft, assessment: Assessment, status: Status = "concept"
    ) -> Snapshot:
        """Keep a draft and its assessment as they are now; a snapshot never changes.

        Raises:
            DeniedError: if the actor may not give it this status, or may not write and the draft is not the
                one that is kept.
            TooLargeError: if the dossier is full.
        """
        content, packed = draft.model_dump_json(), zlib.compress(assessment.model_dump_json().encode())
        # Who may make a snapshot final may freeze it as well: that is how a municipality closes a dossier.
        with self._on(dossier_id, RIGHT_FOR[status]) as (session, row):
            if "write" not in self._rights(session, row) and draft != _last_saved(session, row):
                raise DeniedError(f"freeze another draft than that of {dossier_id}")
            made = SnapshotRow(
                id=secrets.token_hex(6).upper(),
                dossier_id=dossier_id,
                number=1 + _last_number(session, dossier_id),
                made_at=now(),
                made_by=self.actor.name,
                role=self.actor.called,
                version=assessment.version,
                parameters_version=assessment.parameters.version,
                seed=assessment.seed,
                draws=assessment.draws,
                input_hash=assessment.input_hash,
                content=content,
                assessment=packed,
            )
            made.content_hash = hash_of(made)
            session.add(made)
            check_size(session, dossier_id)
            self._set(session, made.id, status)
            self._note(session, "freeze", row)
            return _snapshot(session, made)

    def snapshots(self, dossier_id: str) -> tuple[Snapshot, ...]:
        """Snapshots of a dossier, newest first."""
        with self._on(dossier_id, "read") as (session, _):
            mine = SnapshotRow.dossier_id == dossier_id
            steps = select(StatusRow.snapshot_id, StatusRow.status).join(
                SnapshotRow, SnapshotRow.id == StatusRow.snapshot_id
            )
            last: dict[str, Any] = {}
            for snapshot_id, status in session.execute(steps.where(mine).order_by(StatusRow.number)):
                last[snapshot_id] = status
            heads = [getattr(SnapshotRow, name) for name in _HEAD]
            rows = session.execute(select(*heads).where(mine).order_by(SnapshotRow.number.desc()))
            return tuple(Snapshot._make((*row, last[row.id])) for row in rows)

    def frozen(self, dossier_id: str, snapshot_id: str) -> DossierState:
        """What was frozen.

        Raises:
            MissingError: if the dossier has no such snapshot.
            TamperedError: if it is no longer what was frozen.
        """
        with self._on(dossier_id, "read") as (session, _):
            row = _row(session, dossier_id, snapshot_id)
            if not untouched(row):
                raise TamperedError(f"snapshot {snapshot_id} was changed")
            return DossierState(draft_of(row.content, dossier_id), _assessment(row))

    def frozen_as(self, dossier_id: str, draft: Draft, version: str, parameters_hash: str) -> Snapshot | None:
        """The snapshot that holds just this, the furthest and newest of them; ``None`` if there is none.

        Other figures make other outcomes, so a snapshot of the same input by another version, or with other
        figures of the model, is not it; nor is one that is no longer what was frozen.

        Args:
            dossier_id: where to look.
            draft: the input, with its own values.
            version: of the tool.
            parameters_hash: of the figures, own values included.
        """
        with self._on(dossier_id, "read") as (session, _):
            query = select(SnapshotRow.id, SnapshotRow.number).where(
                SnapshotRow.dossier_id == dossier_id,
                SnapshotRow.version == version,
                SnapshotRow.input_hash == (draft.proposal.hash if draft.proposal else ""),
            )
            made = [
                (STATUSES.index(_status(session, row.id)), row.number, row.id)
                for row in session.execute(query)
            ]
            # The furthest first, and no more of them than needed: each is read whole.
            rows = (session.get_one(SnapshotRow, key) for _, _, key in sorted(made, reverse=True))
            found = next((row for row in rows if _holds(row, draft, parameters_hash)), None)
            return None if found is None else _snapshot(session, found)

    def set_status(self, dossier_id: str, snapshot_id: str, status: Status) -> Snapshot:
        """Move a snapshot on; what was final stays final.

        Raises:
            DeniedError: if the actor may not, or the step is not one forward.
        """
        with self._on(dossier_id, RIGHT_FOR[status]) as (session, row):
            found = _row(session, dossier_id, snapshot_id)
            if STATUSES.index(status) <= STATUSES.index(_status(session, snapshot_id)):
                raise DeniedError(f"snapshot {snapshot_id} to {status}")
            self._set(session, snapshot_id, status)
            self._note(session, status, row)
            return _snapshot(session, found)

    def _set(self, session: Session, snapshot_id: str, status: Status) -> None:
        who = {"by": self.actor.name, "role": self.actor.called}
        session.add(StatusRow(snapshot_id=snapshot_id, status=status, at=now(), **who))
        session.flush()


def hash_of(row: SnapshotRow) -> str:
    """SHA-256 over the draft, the assessment and everything that says how it was made."""
    head = (row.version, row.parameters_version, row.seed, row.draws, row.input_hash)
    found = hashlib.sha256("\n".join(map(str, head)).encode())
    found.update(row.content.encode())
    found.update(row.assessment or b"")
    return found.hexdigest()


def untouched(row: SnapshotRow) -> bool:
    """Whether a snapshot is what was frozen; only one of before there were figures in it has no hash."""
    if row.content_hash is None:
        return row.assessment is None
    return row.content_hash == hash_of(row)


def _row(session: Session, dossier_id: str, snapshot_id: str) -> SnapshotRow:
    row = session.get(SnapshotRow, snapshot_id)
    if row is None or row.dossier_id != dossier_id:
        raise MissingError(f"no snapshot {snapshot_id}")
    return row


def _last_saved(session: Session, row: DossierRow) -> Draft:
    """The draft as it was saved last."""
    found = session.get_one(RevisionRow, (row.id, row.revision))
    return draft_of(found.content, row.id)


def _holds(row: SnapshotRow, draft: Draft, parameters_hash: str) -> bool:
    """True if just this was frozen, and is still what was frozen."""
    if row.content_hash != hash_of(row):
        return False
    try:
        kept, made = draft_of(row.content, row.dossier_id), _assessment(row)
    except UnreadableError:
        return False
    same = (kept.proposal, kept.own_values) == (draft.proposal, draft.own_values)
    return same and made is not None and made.parameters.hash == parameters_hash


def _assessment(row: SnapshotRow) -> Assessment | None:
    if row.assessment is None:
        return None
    unpacked = zlib.decompressobj().decompress(row.assessment, MAX_ASSESSMENT_SIZE)
    try:
        return Assessment.model_validate_json(unpacked)
    except ValidationError:
        return None  # made by an earlier version: its figures are in the report that was kept


def _last_number(session: Session, dossier_id: str) -> int:
    query = select(func.max(SnapshotRow.number)).where(SnapshotRow.dossier_id == dossier_id)
    return session.scalar(query) or 0


def _status(session: Session, snapshot_id: str) -> Status:
    query = select(StatusRow.status).where(StatusRow.snapshot_id == snapshot_id)
    found: Status = session.scalars(query.order_by(StatusRow.number.desc()).limit(1)).one()  # type: ignore[assignment]
    return found


def _snapshot(session: Session, row: SnapshotRow) -> Snapshot:
    fields = {name: getattr(row, name) for name in _HEAD}
    return Snapshot(**fields, status=_status(session, row.id))

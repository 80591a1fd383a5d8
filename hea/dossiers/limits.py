"""How much a dossier may hold: so much that its file can always be read again."""

from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hea.dossiers.access import DeniedError
from hea.dossiers.database import StoreError, now
from hea.dossiers.draft import MAX_OWN_TEXT, MAX_SAVED_SIZE
from hea.dossiers.tables import (
    AgreementRow,
    AttachmentRow,
    CommentRow,
    DossierRow,
    GrantRow,
    RealisedRow,
    SnapshotRow,
    StatusRow,
)
from hea.units import MEGABYTE

MAX_BUNDLE_SIZE: Final = 64 * MEGABYTE
"""Bytes of the file of a dossier; the server takes files up to this, see ``maxUploadSize``."""
MAX_TEXT_SIZE: Final = 128 * MEGABYTE
"""Bytes of JSON it may become."""
MAX_DOSSIER_SIZE: Final = 40 * MEGABYTE
"""For everything in a dossier but its revisions: as base64 it fits in the file, with those beside it."""
MAX_HISTORY_SIZE: Final = 16 * MEGABYTE
"""For revisions in the file; the oldest are left out of it first."""
MAX_FILE_SIZE: Final = 20 * MEGABYTE
MAX_REVISIONS: Final = 2_000
"""In the file of a dossier."""
MAX_SNAPSHOTS: Final = 500
MAX_STATUSES: Final = 20
"""Of one snapshot."""
MAX_COMMENTS: Final = 2_000
MAX_ATTACHMENTS: Final = 500
MAX_COUNTS: Final = 500
MAX_AGREEMENTS: Final = 1_000
"""Writings of agreements, those that another followed included."""
MAX_GRANTS: Final = 200
MAX_UNOPENED: Final = 200
"""Dossiers of others that an organisation was let in to and did not open: nobody asked it."""
MAX_UNOPENED_OF_ONE: Final = 50
"""Of these, dossiers of one organisation, so that one leaves room for the others."""
PER_ROW: Final = 2_000
"""For what is kept beside words and files: names, moments."""
PER_CHARACTER: Final = 6
"""Bytes that a character can take in a JSON file."""


MAX_ROWS: Final[dict[Any, int]] = {
    SnapshotRow: MAX_SNAPSHOTS,
    CommentRow: MAX_COMMENTS,
    AttachmentRow: MAX_ATTACHMENTS,
    RealisedRow: MAX_COUNTS,
    AgreementRow: MAX_AGREEMENTS,
    GrantRow: MAX_GRANTS,
}
"""How many of each a dossier has at most: a page has to show them."""


class TooLargeError(DeniedError):
    """More words or bytes than a dossier keeps."""

    code = "store_full"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, megabytes=MAX_DOSSIER_SIZE // MEGABYTE)


class DraftTooLargeError(TooLargeError):
    """A draft holds more than one that is saved may."""

    code = "draft_large"

    def __init__(self) -> None:
        StoreError.__init__(self, "a large draft", characters=MAX_SAVED_SIZE, own=MAX_OWN_TEXT)


class UnopenedError(DeniedError):
    """An organisation was let in to many dossiers already that it did not open."""

    code = "share_unopened"


def used(session: Session, dossier_id: str) -> int:
    """Bytes that a dossier takes of what it may hold, counted so that they are never more in its file.

    Its revisions are bounded by themselves, of which the oldest give way.
    """
    texts = {
        CommentRow: PER_CHARACTER * func.length(CommentRow.words),
        RealisedRow: PER_CHARACTER * func.length(RealisedRow.content),
        AgreementRow: PER_CHARACTER * func.length(AgreementRow.content),
        AttachmentRow: AttachmentRow.size,
        SnapshotRow: PER_CHARACTER * func.length(SnapshotRow.content)
        + func.coalesce(func.length(SnapshotRow.assessment), 0),
    }
    steps = (
        select(func.count()).select_from(StatusRow).join(SnapshotRow, SnapshotRow.id == StatusRow.snapshot_id)
    )
    moved = session.scalar(steps.where(SnapshotRow.dossier_id == dossier_id)) or 0
    return PER_ROW * moved + sum(_sum(session, table, size, dossier_id) for table, size in texts.items())


def _sum(session: Session, table: Any, size: Any, dossier_id: str) -> int:  # noqa: ANN401
    query = select(func.coalesce(func.sum(size + PER_ROW), 0)).where(table.dossier_id == dossier_id)
    return int(session.scalar(query) or 0)


def check_size(session: Session, dossier_id: str) -> None:
    """See that what was just added still fits.

    Raises:
        TooLargeError: if it does not; the transaction is undone.
    """
    session.flush()
    if over(session, dossier_id):
        raise TooLargeError(f"dossier {dossier_id} is full")


def over(session: Session, dossier_id: str) -> bool:
    """Whether a dossier holds more, or more of something, than it may."""
    for table, most in MAX_ROWS.items():
        query = select(func.count()).select_from(table).where(table.dossier_id == dossier_id)
        if (session.scalar(query) or 0) > most:
            return True
    return used(session, dossier_id) > MAX_DOSSIER_SIZE


def check_unopened(session: Session, row: DossierRow, organisation: str) -> None:
    """See that an organisation can be let in to one more dossier of others.

    Raises:
        UnopenedError: if it has many that it did not open.
    """
    waiting = (
        select(DossierRow.organisation, func.count(GrantRow.dossier_id.distinct()))
        .join(GrantRow, GrantRow.dossier_id == DossierRow.id)
        .where(GrantRow.organisation == organisation, GrantRow.opened_at.is_(None), GrantRow.until > now())
        .where(GrantRow.dossier_id != row.id)
        .group_by(DossierRow.organisation)
    )
    counts: dict[str, int] = {row[0]: row[1] for row in session.execute(waiting)}
    if counts.get(row.organisation, 0) >= MAX_UNOPENED_OF_ONE or sum(counts.values()) >= MAX_UNOPENED:
        raise UnopenedError("many dossiers that were not opened")

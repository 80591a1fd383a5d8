"""The tables of the database; every change to them is a migration as well."""

import datetime as dt

from sqlalchemy import Dialect, ForeignKey, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Words(TypeDecorator[str]):
    """Text that every database takes: PostgreSQL has no null character, and none has half of a pair.

    What is typed is kept with a mark in the place of such a character; what is looked for is not there.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it can be kept."""
        if value is None or (value.isascii() and "\0" not in value):
            return value
        return value.encode(errors="replace").decode().replace("\0", UNKNOWN)


class Key(Words):
    """A short text by which something is found."""

    impl = String  # type: ignore[assignment]
    cache_ok = True


ID = Key(32)
HASH = String(64)
TRIGGERS = frozenset(
    f"{table}_never_change" for table in ("revisions", "snapshots", "statuses", "audit", "agreements")
)
"""By these the database itself refuses to change what must not change."""


class Base(DeclarativeBase):
    """Names of keys follow a pattern, so that migrations can refer to them on every database."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


class DossierRow(Base):
    """A dossier: whose it is, and which revision is the present one."""

    __tablename__ = "dossiers"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    organisation: Mapped[str] = mapped_column(Words, index=True)
    """Empty for the user of this machine."""
    revision: Mapped[int]
    saved_at: Mapped[dt.datetime]
    title: Mapped[str] = mapped_column(Words)
    imported_at: Mapped[dt.datetime | None]
    """Set for one that was read from a file: who made its parts is then what the file says."""
    touched_at: Mapped[dt.datetime]
    """When anybody last did anything with it, of which nothing else may be left."""


class RevisionRow(Base):
    """A draft as it was saved; never changed afterwards."""

    __tablename__ = "revisions"
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    saved_at: Mapped[dt.datetime]
    saved_by: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))
    person: Mapped[str | None] = mapped_column(HASH)
    """Who that was, whatever they are called; nothing if that is not known here."""
    content: Mapped[str] = mapped_column(Words)


class SnapshotRow(Base):
    """A frozen draft with its assessment; never changed afterwards."""

    __tablename__ = "snapshots"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    """Order within the dossier; a clock may jump, this does not."""
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))
    version: Mapped[str] = mapped_column(String(32))
    parameters_version: Mapped[str] = mapped_column(String(32))
    seed: Mapped[int | None]
    draws: Mapped[int | None]
    input_hash: Mapped[str] = mapped_column(HASH)
    content_hash: Mapped[str | None] = mapped_column(HASH)
    """Over everything that was frozen; what was frozen before there were hashes has none."""
    content: Mapped[str] = mapped_column(Words)
    assessment: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JSON, packed with zlib."""
    former_id: Mapped[str | None] = mapped_column(ID)
    """How it was called in the file it came from: on a report of before it has this mark."""


class StatusRow(Base):
    """A step in the life of a snapshot; the last one holds."""

    __tablename__ = "statuses"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    snapshot_id: Mapped[str] = mapped_column(ForeignKey("snapshots.id", ondelete="CASCADE"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))


class CommentRow(Base):
    """A remark on a dossier, or a request for evidence for one of its fields."""

    __tablename__ = "comments"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    path: Mapped[str] = mapped_column(Words)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Words)
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))
    settled_at: Mapped[dt.datetime | None]


class AttachmentRow(Base):
    """A file that belongs to a dossier."""

    __tablename__ = "attachments"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    snapshot_id: Mapped[str | None] = mapped_column(ForeignKey("snapshots.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Words)
    hash: Mapped[str] = mapped_column(HASH)
    size: Mapped[int]
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(Words)
    person: Mapped[str | None] = mapped_column(HASH)
    """Who that was, whatever they are called; nothing if that is not known here."""
    content: Mapped[bytes] = mapped_column(LargeBinary)


class GrantRow(Base):
    """Access for someone outside the organisation: whoever has the code, or another organisation."""

    __tablename__ = "grants"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    code_hash: Mapped[str | None] = mapped_column(HASH, index=True)
    organisation: Mapped[str | None] = mapped_column(Words, index=True)
    made_at: Mapped[dt.datetime]
    made_by: Mapped[str] = mapped_column(Words)
    until: Mapped[dt.datetime]
    opened_at: Mapped[dt.datetime | None]
    """When somebody of the organisation first opened the dossier."""


class RealisedRow(Base):
    """What became of it: figures counted at one month."""

    __tablename__ = "realised"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    month: Mapped[str] = mapped_column(String(7))
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Words)


class AgreementRow(Base):
    """An agreement as it was written down at a moment; never changed afterwards, the last writing holds."""

    __tablename__ = "agreements"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    key: Mapped[int]
    """Of the agreement within its dossier."""
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))
    content: Mapped[str] = mapped_column(Words)


class AuditRow(Base):
    """Who did what to which dossier; without a word of its content, and it outlives the dossier."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[dt.datetime]
    organisation: Mapped[str] = mapped_column(Words, index=True)
    """Of the dossier."""
    by: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(32))
    dossier_id: Mapped[str] = mapped_column(ID, index=True)

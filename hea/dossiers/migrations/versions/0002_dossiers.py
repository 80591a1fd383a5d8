"""Dossiers with every revision, snapshots with their assessment, and what parties do with them.

Each step makes only what is missing, so a database in which some of them were done can go through it again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID, HASH, ROLE = sa.String(32), sa.String(64), sa.String(16)
NEVER_CHANGE = ("revisions", "snapshots", "statuses", "audit")


def upgrade() -> None:
    """Make the tables and take over what the first version kept."""
    _set_old_snapshots_apart()
    _dossiers()
    _beside_dossiers()
    _take_over()
    op.drop_table("old_snapshots", if_exists=True)
    op.drop_table("drafts", if_exists=True)
    _freeze()


def _tables() -> list[str]:
    return sa.inspect(op.get_bind()).get_table_names()


def _set_old_snapshots_apart() -> None:
    """Make room for the new table; renaming the old one would take along what refers to it."""
    columns = {column["name"] for column in _columns("snapshots")}
    if "draft_id" not in columns:
        return
    if "old_snapshots" in _tables():
        op.execute(
            "INSERT INTO old_snapshots SELECT * FROM snapshots WHERE id NOT IN (SELECT id FROM old_snapshots)"
        )
    else:
        op.execute("CREATE TABLE old_snapshots AS SELECT * FROM snapshots")
    op.drop_table("snapshots")


def _columns(table: str) -> list[Any]:
    return sa.inspect(op.get_bind()).get_columns(table) if table in _tables() else []


def _of(table: str, column: str = "dossiers.id") -> sa.ForeignKeyConstraint:
    name = "snapshot_id" if column == "snapshots.id" else "dossier_id"
    return sa.ForeignKeyConstraint([name], [column], name=f"fk_{table}_{name}", ondelete="CASCADE")


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=nullable)


def _who() -> tuple[sa.Column[Any], sa.Column[Any]]:
    return _text("by"), sa.Column("role", ROLE, nullable=False)


def _number() -> sa.Column[Any]:
    return sa.Column("number", sa.Integer, autoincrement=True, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _id(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, ID, nullable=nullable)


def _dossiers() -> None:
    op.create_table(
        "dossiers",
        _id("id"),
        _text("organisation"),
        sa.Column("revision", sa.Integer, nullable=False),
        _moment("saved_at"),
        _text("title"),
        _moment("imported_at", nullable=True),
        _key("dossiers", "id"),
        if_not_exists=True,
    )
    op.create_index("ix_dossiers_organisation", "dossiers", ["organisation"], if_not_exists=True)
    op.create_table(
        "revisions",
        _id("dossier_id"),
        sa.Column("revision", sa.Integer, nullable=False),
        _moment("saved_at"),
        _text("saved_by"),
        sa.Column("role", ROLE, nullable=False),
        _text("content"),
        _key("revisions", "dossier_id", "revision"),
        _of("revisions"),
        if_not_exists=True,
    )
    op.create_table(
        "snapshots",
        _id("id"),
        _id("dossier_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _moment("made_at"),
        _text("made_by"),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("parameters_version", ID, nullable=False),
        sa.Column("seed", sa.Integer),
        sa.Column("draws", sa.Integer),
        sa.Column("input_hash", HASH, nullable=False),
        sa.Column("content_hash", HASH),
        _text("content"),
        sa.Column("assessment", sa.LargeBinary),
        _key("snapshots", "id"),
        _of("snapshots"),
        if_not_exists=True,
    )
    op.create_index("ix_snapshots_dossier_id", "snapshots", ["dossier_id"], if_not_exists=True)


def _beside_dossiers() -> None:
    status, kind = sa.Column("status", ROLE, nullable=False), sa.Column("kind", ROLE, nullable=False)
    at, made_at, until = _moment("at"), _moment("made_at"), _moment("until")
    tables: dict[str, tuple[Any, ...]] = {
        "statuses": (_number(), _id("snapshot_id"), status, at, *_who(), _of("statuses", "snapshots.id")),
        "comments": (
            *(_number(), _id("dossier_id"), sa.Column("revision", sa.Integer, nullable=False)),
            *(_text("path"), kind, _text("words"), _moment("at"), *_who()),
            *(_moment("settled_at", nullable=True), _of("comments")),
        ),
        "attachments": (
            *(_id("id"), _id("dossier_id"), _id("snapshot_id", nullable=True), _text("name")),
            *(sa.Column("hash", HASH, nullable=False), sa.Column("size", sa.Integer, nullable=False)),
            *(_moment("at"), _text("by"), sa.Column("content", sa.LargeBinary, nullable=False)),
            *(_of("attachments"), _of("attachments", "snapshots.id")),
        ),
        "grants": (
            *(_id("id"), _id("dossier_id"), sa.Column("role", ROLE, nullable=False)),
            *(sa.Column("code_hash", HASH), _text("organisation", nullable=True)),
            *(made_at, _text("made_by"), until, _of("grants")),
        ),
        "realised": (
            *(_number(), _id("dossier_id"), sa.Column("month", sa.String(7), nullable=False)),
            *(_moment("at"), *_who(), _text("content"), _of("realised")),
        ),
        "audit": (
            *(_number(), _moment("at"), _text("organisation"), *_who()),
            *(sa.Column("action", ID, nullable=False), _id("dossier_id")),
        ),
    }
    for name, columns in tables.items():
        op.create_table(name, *columns, _key(name, columns[0].name), if_not_exists=True)
    indexed = {
        "statuses": ("snapshot_id",),
        "comments": ("dossier_id",),
        "attachments": ("dossier_id",),
        "grants": ("dossier_id", "code_hash", "organisation"),
        "realised": ("dossier_id",),
        "audit": ("organisation", "dossier_id"),
    }
    for table, names in indexed.items():
        for name in names:
            op.create_index(f"ix_{table}_{name}", table, [name], if_not_exists=True)


def _take_over() -> None:
    """Each draft becomes a dossier with one revision; a snapshot without its draft cannot be reached."""
    if "drafts" in _tables():
        op.execute(
            "INSERT INTO dossiers (id, organisation, revision, saved_at, title) "
            "SELECT id, '', revision, saved_at, title FROM drafts WHERE id NOT IN (SELECT id FROM dossiers)"
        )
        op.execute(
            "INSERT INTO revisions (dossier_id, revision, saved_at, saved_by, role, content) "
            "SELECT id, revision, saved_at, '', '', content FROM drafts "
            "WHERE id NOT IN (SELECT dossier_id FROM revisions)"
        )
    if "old_snapshots" in _tables():
        op.execute(
            "INSERT INTO snapshots (id, dossier_id, number, made_at, made_by, role, version, "
            "parameters_version, input_hash, content) SELECT s.id, s.draft_id, "
            "ROW_NUMBER() OVER (PARTITION BY s.draft_id ORDER BY s.made_at, s.id), s.made_at, '', '', "
            "s.version, s.parameters_version, s.input_hash, s.content "
            "FROM old_snapshots s JOIN dossiers d ON d.id = s.draft_id "
            "WHERE s.id NOT IN (SELECT id FROM snapshots)"
        )
    op.execute(
        'INSERT INTO statuses (snapshot_id, status, at, "by", role) '
        "SELECT id, 'concept', made_at, '', '' FROM snapshots "
        "WHERE id NOT IN (SELECT snapshot_id FROM statuses)"
    )


def _freeze() -> None:
    """The database itself refuses to change what must not change, whatever a program asks."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION hea_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% never change', TG_TABLE_NAME; END $$"
        )
    for table in NEVER_CHANGE:
        trigger = f"{table}_never_change"
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION hea_never_changes()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER IF NOT EXISTS {trigger} BEFORE UPDATE ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} never change'); END"
            )

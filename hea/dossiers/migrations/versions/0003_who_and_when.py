"""Who did what by more than a name, when anybody last did anything, and the mark a snapshot came with.

Each step makes only what is missing, so a database in which some of them were done can go through it again.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

LONG_AGO = "1970-01-01 00:00:00"
MOMENTS = {
    "comments": ("at", "settled_at"),
    "snapshots": ("made_at",),
    "attachments": ("at",),
    "realised": ("at",),
    "grants": ("made_at",),
    "audit": ("at",),
}


def upgrade() -> None:
    """Add the columns, and work out the last action from what is left of all of them."""
    _add("dossiers", sa.Column("touched_at", sa.DateTime(), nullable=False, server_default=LONG_AGO))
    for table in ("revisions", "attachments"):
        _add(table, sa.Column("person", sa.String(64)))
    _add("snapshots", sa.Column("former_id", sa.String(32)))
    op.execute("UPDATE dossiers SET touched_at = saved_at WHERE touched_at < saved_at")
    for table, names in MOMENTS.items():
        for name in names:
            _touch(f"SELECT MAX({name}) FROM {table} WHERE {table}.dossier_id = dossiers.id")
    _touch(
        "SELECT MAX(statuses.at) FROM statuses JOIN snapshots ON snapshots.id = statuses.snapshot_id "
        "WHERE snapshots.dossier_id = dossiers.id"
    )


def _add(table: str, column: sa.Column[Any]) -> None:
    if column.name not in {held["name"] for held in sa.inspect(op.get_bind()).get_columns(table)}:
        op.add_column(table, column)


def _touch(last: str) -> None:
    op.execute(f"UPDATE dossiers SET touched_at = ({last}) WHERE ({last}) > touched_at")

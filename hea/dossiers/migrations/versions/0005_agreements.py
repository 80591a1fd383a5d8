"""Agreements of a dossier, of which every writing is kept as it was.

Each step makes only what is missing, so a database in which some of them were done can go through it again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TABLE = "agreements"
TRIGGER = f"{TABLE}_never_change"


def upgrade() -> None:
    """Make the table, its index and the trigger that refuses changes."""
    op.create_table(
        TABLE,
        sa.Column("number", sa.Integer, autoincrement=True, nullable=False),
        sa.Column("dossier_id", sa.String(32), nullable=False),
        sa.Column("key", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name=f"pk_{TABLE}"),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name=f"fk_{TABLE}_dossier_id", ondelete="CASCADE"
        ),
        if_not_exists=True,
    )
    op.create_index(f"ix_{TABLE}_dossier_id", TABLE, ["dossier_id"], if_not_exists=True)
    _freeze()


def _freeze() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER IF EXISTS {TRIGGER} ON {TABLE}")
        op.execute(
            f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION hea_never_changes()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER IF NOT EXISTS {TRIGGER} BEFORE UPDATE ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} never change'); END"
        )

"""When an organisation first opened what was shared with it; what was shared before counts as opened."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column, if it is not there yet."""
    if "opened_at" in {held["name"] for held in sa.inspect(op.get_bind()).get_columns("grants")}:
        return
    op.add_column("grants", sa.Column("opened_at", sa.DateTime()))
    op.execute("UPDATE grants SET opened_at = made_at")

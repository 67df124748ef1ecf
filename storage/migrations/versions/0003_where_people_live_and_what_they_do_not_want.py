"""where people live, and what they do not want."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("zone", sa.String(), nullable=True))
    op.add_column("person", sa.Column("unwanted", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))

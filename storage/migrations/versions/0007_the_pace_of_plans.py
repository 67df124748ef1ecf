"""the pace of plans, and what is decided once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ASKED_ONLY = sa.text("status IN ('waiting', 'due')")


def upgrade() -> None:
    for name in ("plan", "package"):
        op.add_column(name, sa.Column("pace", sa.String(), server_default="", nullable=False))
    op.create_table(
        "daily",
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_daily_practice_id")),
        sa.PrimaryKeyConstraint("practice_id", "what", name=op.f("pk_daily")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_instalment_open", "instalment", ["sale_id"], sqlite_where=ASKED_ONLY, postgresql_where=ASKED_ONLY
    )

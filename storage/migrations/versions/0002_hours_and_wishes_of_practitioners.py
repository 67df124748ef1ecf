"""hours and wishes of practitioners."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extra_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at"),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_extra_hours_practice_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("fk_extra_hours_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_hours")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_extra_hours_practice_id"), "extra_hours", ["practice_id"], unique=False)
    op.add_column("practitioner", sa.Column("wishes", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))

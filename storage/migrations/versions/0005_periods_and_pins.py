"""periods and pins."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("frozen_on", "frozen_until", "starts_on"):
        op.add_column("package", sa.Column(name, sa.Date(), nullable=True))
    op.create_table(
        "staff_pin",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", Instant(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("good_until", Instant(), nullable=True),
        sa.CheckConstraint("failed >= 0"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_staff_pin_contact_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_pin_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_staff_pin")),
        sqlite_strict=True,
    )

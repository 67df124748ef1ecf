"""the waitlist."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waitlist_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=True),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "filled", "left", "over", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_waitlist_entry_booking_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_waitlist_entry_client_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_waitlist_entry_practice_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_waitlist_entry_practitioner_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_waitlist_entry_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist_entry")),
        sqlite_strict=True,
    )
    op.create_index("ix_waitlist_entry_client", "waitlist_entry", ["client_id"], unique=False)
    op.create_index(
        "ix_waitlist_entry_waiting",
        "waitlist_entry",
        ["practice_id", "at"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("practitioner_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("swap_booking_id", sa.Integer(), nullable=True),
        sa.Column("deposit", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "live",
                "open",
                "accepted",
                "declined",
                "lapsed",
                "withdrawn",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.CheckConstraint("(state IN ('live', 'open')) = (ended_at IS NULL)"),
        sa.CheckConstraint("state <> 'live' OR booking_id IS NOT NULL"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_offer_booking_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_offer_client_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["waitlist_entry.id"], name=op.f("fk_offer_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_offer_practice_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("fk_offer_practitioner_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_offer_service_id")),
        sa.ForeignKeyConstraint(["swap_booking_id"], ["booking.id"], name=op.f("fk_offer_swap_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sqlite_strict=True,
    )
    op.create_index("ix_offer_booking", "offer", ["booking_id"], unique=False)
    op.create_index("ix_offer_person", "offer", ["person_id", "at"], unique=False)
    op.create_index("ix_offer_place", "offer", ["practice_id", "starts_at"], unique=False)
    op.create_index(
        "uq_offer_unanswered",
        "offer",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('live', 'open')"),
        postgresql_where=sa.text("state IN ('live', 'open')"),
    )

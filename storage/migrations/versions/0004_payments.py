"""payments."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.Date(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "paused", "ending", "ended", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("next_renewal", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.CheckConstraint("period_start < period_end"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_membership_plan_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_membership_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_index(op.f("ix_membership_practice_id"), "membership", ["practice_id"], unique=False)

    op.create_table(
        "payer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payer_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_payer_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer")),
        sa.UniqueConstraint("customer", name=op.f("uq_payer_customer")),
        sa.UniqueConstraint("person_id", name=op.f("uq_payer_person_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "membership_client",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_membership_client_client_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_membership_client_membership_id")),
        sa.PrimaryKeyConstraint("membership_id", "client_id", name=op.f("pk_membership_client")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_membership_client_client_id"), "membership_client", ["client_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("card", "cash", "transfer", "other", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.CheckConstraint("(method = 'card') = (provider_id IS NOT NULL)"),
        sa.CheckConstraint("amount > 0"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_payment_by")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_invoice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payment_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_payment_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_payment_provider_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payment_invoice_id"), "payment", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_payment_person_id"), "payment", ["person_id"], unique=False)

    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("inquiry", "open", "won", "lost", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.CheckConstraint("amount >= 0"),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_dispute_payment_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_dispute_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_dispute_provider_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_dispute_payment", "dispute", ["payment_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "payment",
                "insurance",
                "missed",
                "credit_note",
                "contract",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("payment_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.CheckConstraint("copies >= 0"),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_receipt_client_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_receipt_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_receipt_payment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_receipt_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_receipt_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("practice_id", "kind", "number", name=op.f("uq_receipt_practice_id_kind_number")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_receipt_client_id"), "receipt", ["client_id"], unique=False)
    op.create_index(op.f("ix_receipt_invoice_id"), "receipt", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_receipt_payment_id"), "receipt", ["payment_id"], unique=False)
    op.create_index(op.f("ix_receipt_person_id"), "receipt", ["person_id"], unique=False)

    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "owed",
                "pending",
                "succeeded",
                "failed",
                "cancelled",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0"),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_refund_by")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_refund_payment_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_refund_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_refund_provider_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_refund_payment", "refund", ["payment_id"], unique=False)

    op.create_table(
        "sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("full", "instalments", "practice", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "offered",
                "agreed",
                "active",
                "ended",
                "cancelled",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("terms_version", sa.String(), nullable=False),
        sa.Column("terms_language", sa.String(), nullable=False),
        sa.Column("shown_at", Instant(), nullable=True),
        sa.Column("agreed_at", Instant(), nullable=True),
        sa.Column("agreed_act", sa.String(), nullable=True),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.CheckConstraint("(agreed_at IS NULL) = (agreed_act IS NULL)"),
        sa.CheckConstraint("price >= 0"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_sale_invoice_id")),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_sale_membership_id")),
        sa.ForeignKeyConstraint(["package_id"], ["package.id"], name=op.f("fk_sale_package_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sale_person_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_sale_plan_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_sale_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sale")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sale_invoice_id"), "sale", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_sale_membership_id"), "sale", ["membership_id"], unique=False)
    op.create_index(op.f("ix_sale_package_id"), "sale", ["package_id"], unique=False)
    op.create_index(op.f("ix_sale_person_id"), "sale", ["person_id"], unique=False)

    op.create_table(
        "instalment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("after_sessions", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("waiting", "due", "paid", "failed", "void", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", Instant(), nullable=True),
        sa.CheckConstraint("(due_on IS NULL) <> (after_sessions IS NULL)"),
        sa.CheckConstraint("amount > 0 AND attempts >= 0"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_instalment_invoice_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_instalment_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalment")),
        sa.UniqueConstraint("sale_id", "n", name=op.f("uq_instalment_sale_id_n")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_instalment_invoice_id"), "instalment", ["invoice_id"], unique=False)

    op.create_table(
        "sale_client",
        sa.Column("sale_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_sale_client_client_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_sale_client_sale_id")),
        sa.PrimaryKeyConstraint("sale_id", "client_id", name=op.f("pk_sale_client")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sale_client_client_id"), "sale_client", ["client_id"], unique=False)

    op.create_table(
        "line_tax",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("rate >= 0 AND amount >= 0"),
        sa.ForeignKeyConstraint(["line_id"], ["invoice_line.id"], name=op.f("fk_line_tax_line_id")),
        sa.PrimaryKeyConstraint("line_id", "n", name=op.f("pk_line_tax")),
        sqlite_strict=True,
    )
    op.create_table(
        "payment_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "checkout", "expire", "charge", "refund", "look", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("due", "claimed", "open", "done", "failed", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("object_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("sale_id", sa.Integer(), nullable=True),
        sa.Column("instalment_id", sa.Integer(), nullable=True),
        sa.Column("refund_id", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("first_tried_at", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", Instant(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.CheckConstraint("amount >= 0 AND attempts >= 0"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_payment_order_booking_id")),
        sa.ForeignKeyConstraint(["instalment_id"], ["instalment.id"], name=op.f("fk_payment_order_instalment_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_order_invoice_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payment_order_person_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_payment_order_practice_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_payment_order_refund_id")),
        sa.ForeignKeyConstraint(["sale_id"], ["sale.id"], name=op.f("fk_payment_order_sale_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
        sa.UniqueConstraint("practice_id", "key", name=op.f("uq_payment_order_practice_id_key")),
        sa.UniqueConstraint("token", name=op.f("uq_payment_order_token")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payment_order_act"), "payment_order", ["act"], unique=False)
    op.create_index(op.f("ix_payment_order_booking_id"), "payment_order", ["booking_id"], unique=False)
    op.create_index(
        "ix_payment_order_due",
        "payment_order",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('due', 'claimed')"),
        postgresql_where=sa.text("status IN ('due', 'claimed')"),
    )
    op.create_index(op.f("ix_payment_order_instalment_id"), "payment_order", ["instalment_id"], unique=False)
    op.create_index(op.f("ix_payment_order_invoice_id"), "payment_order", ["invoice_id"], unique=False)
    op.create_index("ix_payment_order_object", "payment_order", ["object_id"], unique=False)
    op.create_index(op.f("ix_payment_order_refund_id"), "payment_order", ["refund_id"], unique=False)
    op.create_index(op.f("ix_payment_order_sale_id"), "payment_order", ["sale_id"], unique=False)

    op.add_column("practice", sa.Column("till", sa.String(), server_default="", nullable=False))
    _invoices()
    with op.batch_alter_table("invoice_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("package_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_invoice_line_package_id"), ["package_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_invoice_line_package_id"), "package", ["package_id"], ["id"])
    checks = (sa.CheckConstraint("price >= 0"),)
    with op.batch_alter_table("package", schema=None, table_args=checks if _sqlite() else ()) as batch_op:
        batch_op.add_column(sa.Column("membership_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("frozen_because", sa.String(), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_package_membership_id"), ["membership_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_package_membership_id"), "membership", ["membership_id"], ["id"])


def _sqlite() -> bool:
    """SQLite makes a changed table anew, and its unnamed checks must be said again."""
    return op.get_bind().dialect.name == "sqlite"


def _invoices() -> None:
    """What was invoiced before taxes were known had none."""
    with op.batch_alter_table("invoice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(32), server_default="invoice", nullable=False))
        batch_op.add_column(sa.Column("refers_to", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("subtotal", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("tax", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE invoice SET subtotal = total")
    kinds = "kind IN ('invoice', 'credit_note')"
    sums = "subtotal >= 0 AND tax >= 0 AND total = subtotal + tax"
    refers = "(kind = 'credit_note') = (refers_to IS NOT NULL)"
    checks = [sa.CheckConstraint(each) for each in ("total >= 0", sums, refers, kinds)]
    with op.batch_alter_table("invoice", schema=None, table_args=checks if _sqlite() else ()) as batch_op:
        batch_op.create_index(batch_op.f("ix_invoice_refers_to"), ["refers_to"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_invoice_refers_to"), "invoice", ["refers_to"], ["id"])
    if not _sqlite():
        for each in (sums, refers, kinds):
            op.execute(f"ALTER TABLE invoice ADD CHECK ({each})")

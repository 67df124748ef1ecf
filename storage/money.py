"""Questions about money: invoices and what was paid on them, refunds, disputes, sales, and the calls that we owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_
from sqlmodel import col, select

from storage.asking import Asking
from storage.models import (
    AuditEntry,
    Dispute,
    DisputeStatus,
    Instalment,
    Invoice,
    InvoiceLine,
    LineTax,
    Order,
    OrderKind,
    OrderStatus,
    Package,
    Payer,
    Payment,
    Refund,
    RefundStatus,
    Sale,
    SaleClient,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

GONE_BACK = (RefundStatus.OWED, RefundStatus.PENDING, RefundStatus.SUCCEEDED)
"""Refunds that count: only one that failed or was cancelled leaves the money here."""


MISTAKE = "mistake"
"""Why a payment at the desk was taken back that had never come."""
THEY_CAME = ~col(Payment.id).in_(select(Refund.payment_id).where(Refund.why == MISTAKE))


class Money(Asking):
    """Invoices, payments, refunds, disputes, sales and orders."""

    # Invoices

    def invoice(self, invoice_id: int) -> Invoice:
        """An invoice that is known to exist."""
        return self.session.get_one(Invoice, invoice_id)

    def open_invoices(self, person_id: int) -> Sequence[Invoice]:
        """The invoices of a person that are not paid, oldest first."""
        found = select(Invoice).where(
            Invoice.person_id == person_id, Invoice.practice_id == self.practice_id, ~col(Invoice.paid),
            ~col(Invoice.void), col(Invoice.refers_to).is_(None),
        )  # fmt: skip
        return self.session.exec(found.order_by(col(Invoice.number))).all()

    def lines_of(self, invoice_id: int) -> Sequence[InvoiceLine]:
        return self.session.exec(
            select(InvoiceLine).where(InvoiceLine.invoice_id == invoice_id).order_by(col(InvoiceLine.n))
        ).all()

    def taxes_of(self, invoice_id: int) -> Sequence[LineTax]:
        """The taxes of all lines of an invoice."""
        theirs = select(LineTax).join(InvoiceLine, col(InvoiceLine.id) == col(LineTax.line_id))
        found = theirs.where(InvoiceLine.invoice_id == invoice_id)
        return self.session.exec(found.order_by(col(LineTax.line_id), col(LineTax.n))).all()

    def credit_notes_of(self, invoice_id: int) -> Sequence[Invoice]:
        """What took some of an invoice back, in order of number."""
        found = select(Invoice).where(Invoice.refers_to == invoice_id, ~col(Invoice.void))
        return self.session.exec(found.order_by(col(Invoice.number))).all()

    def packages_on(self, invoice_id: int) -> Sequence[Package]:
        """The packages that an invoice is for: named on a line, or bought in a sale that it belongs to."""
        lines = select(InvoiceLine.package_id).where(InvoiceLine.invoice_id == invoice_id)
        sales = select(Sale.package_id).where(Sale.invoice_id == invoice_id)
        parts = (
            select(Sale.package_id)
            .join(Instalment, col(Instalment.sale_id) == col(Sale.id))
            .where(Instalment.invoice_id == invoice_id)
        )
        which = or_(*(col(Package.id).in_(each) for each in (lines, sales, parts)))
        return self.session.exec(select(Package).where(which).order_by(col(Package.id))).all()

    def invoices_for(self, package_id: int) -> Sequence[Invoice]:
        """The invoices that a package was sold on, instalments included, in order of number; no credit notes."""
        lines = select(InvoiceLine.invoice_id).where(InvoiceLine.package_id == package_id)
        sales = select(Sale.invoice_id).where(Sale.package_id == package_id)
        parts = (
            select(Instalment.invoice_id)
            .join(Sale, col(Sale.id) == col(Instalment.sale_id))
            .where(Sale.package_id == package_id)
        )
        which = or_(*(col(Invoice.id).in_(each) for each in (lines, sales, parts)))
        found = select(Invoice).where(which, col(Invoice.refers_to).is_(None), ~col(Invoice.void))
        return self.session.exec(found.order_by(col(Invoice.number))).all()

    # Payments and what went back

    def payments_of(self, invoice_id: int) -> Sequence[Payment]:
        """What was paid on an invoice, oldest first; not what was noted by mistake."""
        paid = select(Payment).where(Payment.invoice_id == invoice_id, THEY_CAME)
        return self.session.exec(paid.order_by(col(Payment.id))).all()

    def payment(self, payment_id: int) -> Payment:
        """A payment that is known to exist."""
        return self.session.get_one(Payment, payment_id)

    def payment_by_provider(self, provider_id: str) -> Payment | None:
        return self.session.exec(
            select(Payment).where(Payment.practice_id == self.practice_id, Payment.provider_id == provider_id)
        ).first()

    def refund(self, refund_id: int) -> Refund:
        """A refund that is known to exist."""
        return self.session.get_one(Refund, refund_id)

    def refunds_of(self, payment_id: int) -> Sequence[Refund]:
        """What went or goes back of a payment, oldest first; what failed included."""
        return self.session.exec(select(Refund).where(Refund.payment_id == payment_id).order_by(col(Refund.id))).all()

    def refund_by_provider(self, provider_id: str) -> Refund | None:
        return self.session.exec(select(Refund).where(Refund.provider_id == provider_id)).first()

    def refunds_with(self, status: RefundStatus) -> Sequence[Refund]:
        """All refunds of the practice in this state, oldest first."""
        found = select(Refund).where(Refund.practice_id == self.practice_id, Refund.status == status)
        return self.session.exec(found.order_by(col(Refund.id))).all()

    def refundable(self, payment: Payment) -> int:
        """What of a payment has not gone back (minor units)."""
        return payment.amount - sum(r.amount for r in self.refunds_of(payment.id or 0) if r.status in GONE_BACK)

    def paid_on(self, invoice_id: int) -> int:
        """What was paid on an invoice less what went back (minor units). What a dispute took is still counted."""
        paid = select(func.coalesce(func.sum(Payment.amount), 0)).where(Payment.invoice_id == invoice_id)
        back = (
            select(func.coalesce(func.sum(Refund.amount), 0))
            .join(Payment, col(Payment.id) == col(Refund.payment_id))
            .where(Payment.invoice_id == invoice_id, col(Refund.status).in_(GONE_BACK))
        )
        return int(self.session.exec(paid).one()) - int(self.session.exec(back).one())

    def credited_on(self, invoice_id: int) -> int:
        """What credit notes took back of an invoice (minor units)."""
        return sum(note.total for note in self.credit_notes_of(invoice_id))

    def dispute_by_provider(self, provider_id: str) -> Dispute | None:
        return self.session.exec(select(Dispute).where(Dispute.provider_id == provider_id)).first()

    def disputes_of(self, payment_id: int) -> Sequence[Dispute]:
        return self.session.exec(
            select(Dispute).where(Dispute.payment_id == payment_id).order_by(col(Dispute.id))
        ).all()

    def is_disputed(self, payment: Payment) -> bool:
        """Whether the cardholder claims or has got this money back: then it is never refunded."""
        claimed = (DisputeStatus.OPEN, DisputeStatus.LOST)
        return any(dispute.status in claimed for dispute in self.disputes_of(payment.id or 0))

    def lapse_of(self, booking_id: int) -> AuditEntry | None:
        """How a hold lapsed, if that is the last that happened to its booking."""
        found = select(AuditEntry).where(
            AuditEntry.booking_id == booking_id, AuditEntry.practice_id == self.practice_id
        )
        last = self.session.exec(found.order_by(col(AuditEntry.id).desc())).first()
        return last if last is not None and last.what == "lapsed" else None

    # Sales

    def sale(self, sale_id: int) -> Sale:
        """A sale that is known to exist."""
        return self.session.get_one(Sale, sale_id)

    def clients_of_sale(self, sale_id: int) -> list[int]:
        """Whom a sold plan is for."""
        found = select(SaleClient.client_id).where(SaleClient.sale_id == sale_id)
        return list(self.session.exec(found.order_by(col(SaleClient.client_id))).all())

    def instalments(self, sale_id: int) -> Sequence[Instalment]:
        return self.session.exec(
            select(Instalment).where(Instalment.sale_id == sale_id).order_by(col(Instalment.n))
        ).all()

    def instalment(self, instalment_id: int) -> Instalment:
        """An instalment that is known to exist."""
        return self.session.get_one(Instalment, instalment_id)

    def payer(self, person_id: int) -> Payer | None:
        """A person as the payment provider knows them."""
        return self.session.exec(select(Payer).where(Payer.person_id == person_id)).first()

    # Orders

    def order_by_key(self, key: str) -> Order | None:
        return self.session.exec(select(Order).where(Order.practice_id == self.practice_id, Order.key == key)).first()

    def order_by_token(self, token: str) -> Order | None:
        """The order whose mark an object of the provider carries."""
        return self.session.exec(
            select(Order).where(Order.practice_id == self.practice_id, Order.token == token)
        ).first()

    def order_by_object(self, object_id: str) -> Order | None:
        """The order that made an object of the provider (a look made none)."""
        found = select(Order).where(
            Order.practice_id == self.practice_id,
            Order.object_id == object_id,
            col(Order.kind).in_((OrderKind.CHECKOUT, OrderKind.CHARGE, OrderKind.REFUND)),
        )
        return self.session.exec(found).first()

    def checkouts_of(self, person_id: int) -> Sequence[Order]:
        """The pages on which a person can still pay, newest first."""
        found = select(Order).where(
            Order.person_id == person_id, Order.kind == OrderKind.CHECKOUT, Order.status == OrderStatus.OPEN
        )
        return self.session.exec(found.order_by(col(Order.id).desc())).all()

    def pages_of(self, person_id: int) -> Sequence[Order]:
        """All pages that were made for a person, newest first."""
        found = select(Order).where(Order.person_id == person_id, Order.kind == OrderKind.CHECKOUT)
        return self.session.exec(found.order_by(col(Order.id).desc())).all()

    def checkouts_for(self, *, booking_id: int | None = None, invoice_id: int | None = None) -> Sequence[Order]:
        """The pages that were made, or are to be, to pay for a booking or an invoice; newest first."""
        which = Order.booking_id == booking_id if booking_id is not None else Order.invoice_id == invoice_id
        found = select(Order).where(which, Order.practice_id == self.practice_id, Order.kind == OrderKind.CHECKOUT)
        return self.session.exec(found.order_by(col(Order.id).desc())).all()

    def order_for_refund(self, refund_id: int) -> Order | None:
        return self.session.exec(
            select(Order).where(Order.refund_id == refund_id, Order.kind == OrderKind.REFUND)
        ).first()

"""Questions that receipts ask: what took place and what it cost, what was handed out already, who has not paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import col, select

from storage.asking import Asking
from storage.models import (
    Appointment,
    Booking,
    Client,
    CreditMove,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    Package,
    PackageClient,
    Payment,
    Person,
    Place,
    Practitioner,
    Receipt,
    ReceiptKind,
    Sale,
    Service,
    Status,
)
from storage.money import THEY_CAME
from storage.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Unpaid:
    """An invoice that waits for money: whose, what for (a booking's start, where it is for one), and since when."""

    invoice: Invoice
    person: Person
    starts_at: datetime | None


class Papers(Asking):
    """Receipts, and what goes on them."""

    def receipt(self, receipt_id: int) -> Receipt | None:
        """A paper of this practice, or none."""
        found = self.session.get(Receipt, receipt_id)
        return found if found is not None and found.practice_id == self.practice_id else None

    def next_receipt_number(self, kind: ReceiptKind) -> int:
        """One more than the last of its kind: without gaps, because the practice's write lock is held."""
        last = select(func.max(Receipt.number)).where(Receipt.practice_id == self.practice_id, Receipt.kind == kind)
        return (self.session.exec(last).one() or 0) + 1

    def receipt_of_payment(self, payment_id: int) -> Receipt | None:
        return self.session.exec(
            select(Receipt).where(Receipt.payment_id == payment_id, Receipt.kind == ReceiptKind.PAYMENT)
        ).first()

    def receipt_in(self, act: str, person_id: int) -> Receipt | None:
        """The receipt of what a person paid in an act."""
        paid = select(Receipt).where(Receipt.act == act, Receipt.person_id == person_id)
        return self.session.exec(paid.where(Receipt.kind == ReceiptKind.PAYMENT).order_by(col(Receipt.id))).first()

    def receipt_of_invoice(self, invoice_id: int, kind: ReceiptKind) -> Receipt | None:
        """The paper of a kind that was made for an invoice or a credit note."""
        return self.session.exec(select(Receipt).where(Receipt.invoice_id == invoice_id, Receipt.kind == kind)).first()

    def receipts_for(self, client_ids: Collection[int], *kinds: ReceiptKind) -> Sequence[Receipt]:
        """The papers of these kinds that were made for clients, oldest first."""
        found = select(Receipt).where(col(Receipt.client_id).in_(client_ids), col(Receipt.kind).in_(kinds))
        return self.session.exec(found.where(Receipt.practice_id == self.practice_id).order_by(col(Receipt.id))).all()

    def receipts_of(self, person_id: int, *kinds: ReceiptKind) -> Sequence[Receipt]:
        """The papers of these kinds that a person was given, oldest first."""
        found = select(Receipt).where(Receipt.person_id == person_id, col(Receipt.kind).in_(kinds))
        return self.session.exec(found.order_by(col(Receipt.id))).all()

    def came(self, client_ids: Collection[int], since: datetime, until: datetime) -> list[Visit]:
        """The sessions that began in [since, until) and were attended, in order of time."""
        return self._ended(client_ids, since, until, Status.ATTENDED)

    def missed(self, client_ids: Collection[int], since: datetime, until: datetime) -> list[Visit]:
        """The sessions that were to begin in [since, until), and were missed or cancelled late, in order of time."""
        found = self._ended(client_ids, since, until, Status.NO_SHOW, Status.CANCELLED)
        return [visit for visit in found if visit.booking.status is Status.NO_SHOW or visit.booking.late]

    def _ended(self, client_ids: Collection[int], since: datetime, until: datetime, *statuses: Status) -> list[Visit]:
        asked = (
            columns(Booking, Appointment, Service, Practitioner, Client)
            .join(Appointment, col(Appointment.id) == col(Booking.appointment_id))
            .join(Service, col(Service.id) == col(Appointment.service_id))
            .join(Practitioner, col(Practitioner.id) == col(Appointment.practitioner_id))
            .join(Client, col(Client.id) == col(Booking.client_id))
            .where(col(Booking.client_id).in_(client_ids), col(Booking.status).in_(statuses))
            .where(col(Appointment.starts_at) >= since, col(Appointment.starts_at) < until)
            .order_by(col(Appointment.starts_at), col(Booking.id))
        )
        return [Visit(*row) for row in self.session.execute(asked)]

    def holders(self, package_id: int) -> list[int]:
        """The clients that a package is for."""
        return list(self.session.exec(select(PackageClient.client_id).where(PackageClient.package_id == package_id)))

    def used_before(self, package_id: int) -> int:
        """The credits of a package that were used for no booking of ours: before Repbook kept the account."""
        used = select(func.coalesce(func.sum(CreditMove.amount), 0)).where(
            CreditMove.package_id == package_id, col(CreditMove.booking_id).is_(None)
        )
        came, went = (self.session.exec(used.where(side == Place.USED)).one() for side in _SIDES)
        return int(came) - int(went)

    def sale_of(self, package_id: int) -> Sale | None:
        """The sale that a package was bought in, where there was one."""
        return self.session.exec(select(Sale).where(Sale.package_id == package_id)).first()

    def packages_of_lines(self, invoice_id: int) -> dict[int, Package]:
        """The packages that the lines of an invoice name, by id."""
        named = select(Package).join(InvoiceLine, col(InvoiceLine.package_id) == col(Package.id))
        return {p.id or 0: p for p in self.session.exec(named.where(InvoiceLine.invoice_id == invoice_id))}

    def unpaid(self, before: datetime, person_ids: Collection[int] | None = None) -> list[Unpaid]:
        """Invoices that wait for money, oldest first; those of sessions that begin at `before` or later left out."""
        starts = func.min(Appointment.starts_at, type_=Appointment.starts_at.type)  # type: ignore[attr-defined]
        asked = (
            columns(Invoice, Person, starts)
            .join(Person, col(Person.id) == col(Invoice.person_id))
            .outerjoin(InvoiceLine, col(InvoiceLine.invoice_id) == col(Invoice.id))
            .outerjoin(Booking, col(Booking.id) == col(InvoiceLine.booking_id))
            .outerjoin(Appointment, col(Appointment.id) == col(Booking.appointment_id))
            .where(col(Invoice.practice_id) == self.practice_id, ~col(Invoice.paid), ~col(Invoice.void))
            .where(col(Invoice.kind) == InvoiceKind.INVOICE, col(Invoice.total) > 0)
            .group_by(col(Invoice.id), col(Person.id))
            .order_by(col(Invoice.id))
        )
        if person_ids is not None:
            asked = asked.where(col(Invoice.person_id).in_(person_ids))
        found = [Unpaid(*row) for row in self.session.execute(asked)]
        return [row for row in found if row.starts_at is None or row.starts_at < before]

    def invoices_by(self, person_id: int, since: datetime, until: datetime) -> list[Invoice]:
        """The invoices that a person was given in [since, until) and that stand, oldest first."""
        found = select(Invoice).where(Invoice.person_id == person_id, Invoice.practice_id == self.practice_id)
        found = found.where(Invoice.kind == InvoiceKind.INVOICE, ~col(Invoice.void), Invoice.total > 0)
        found = found.where(Invoice.at >= since, Invoice.at < until)
        return list(self.session.exec(found.order_by(col(Invoice.id))))

    def credit_notes_by(self, person_id: int, since: datetime, until: datetime) -> list[Invoice]:
        """The credit notes that a person was given in [since, until), oldest first."""
        found = select(Invoice).where(Invoice.person_id == person_id, Invoice.practice_id == self.practice_id)
        found = found.where(Invoice.kind == InvoiceKind.CREDIT_NOTE, ~col(Invoice.void))
        found = found.where(Invoice.at >= since, Invoice.at < until)
        return list(self.session.exec(found.order_by(col(Invoice.id))))

    def payments_by(
        self, person_id: int, since: datetime | None = None, until: datetime | None = None
    ) -> list[Payment]:
        """What a person paid in [since, until), oldest first; ever, when not said. Not what was noted by mistake."""
        theirs = Payment.person_id == person_id, Payment.practice_id == self.practice_id
        found = select(Payment).where(*theirs, THEY_CAME)
        if since is not None and until is not None:
            found = found.where(Payment.at >= since, Payment.at < until)
        return list(self.session.exec(found.order_by(col(Payment.id))))


_SIDES = (CreditMove.target, CreditMove.source)

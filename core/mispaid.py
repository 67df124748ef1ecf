"""What was noted as paid at the practice and was not: the books keep the payment, and what takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import freezing, instalments, invoices, memberships, receipts
from core.acts import record
from core.errors import Reason, Refusal
from core.notices import tell
from storage.models import Method, Refund, RefundStatus
from storage.money import MISTAKE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.acts import Act
    from storage.models import AuditEntry, Payment
    from storage.store import Store

NOTED = "paid"
TOLD = ("instalment_paid", memberships.RENEWED)  # what they may have heard
GAVE = ("sold", "sale_revived")


def gave_a_plan(store: Store, act: str) -> bool:
    """Was it the payment that gave a plan? Then both go back by a refund."""
    return any(entry.what in GAVE for entry in store.entries(act))


def take_back(store: Store, entries: Sequence[AuditEntry], act: Act) -> None:
    """All that an act noted as paid is not: parts of a plan are due as before, and those who had heard of it hear that.

    Raises Refusal CHANGED when the payment gave a plan (that is refunded), or some of it has gone back since.
    """
    if gave_a_plan(store, entries[0].act):
        raise Refusal(Reason.CHANGED)
    for entry in entries:
        if entry.what == NOTED:
            _reverse(store, store.payment(entry.detail["payment"]), entry, act)
        elif entry.what == instalments.PAID:
            instalments.not_paid_after_all(store, entry)
        elif entry.what == "thawed":
            freezing.freeze(store, store.package(entry.detail["package"]), entry.detail["because"], act)


def _reverse(store: Store, payment: Payment, entry: AuditEntry, act: Act) -> None:
    invoice = store.invoice(payment.invoice_id)
    if payment.method is Method.CARD or invoice.void or store.refundable(payment) < payment.amount:
        raise Refusal(Reason.CHANGED)
    store.add(
        Refund(
            practice_id=store.practice_id, payment_id=payment.id or 0, amount=payment.amount, why=MISTAKE,
            status=RefundStatus.SUCCEEDED, by=act.by, at=act.at, act=act.id,
        )
    )  # fmt: skip
    invoices.refresh(store, invoice)
    if paper := store.receipt_of_payment(payment.id or 0):
        receipts.withdraw(store, paper, act)
    if store.told(entry.act, TOLD):
        tell(store, act, "payment_mistaken", payment.person_id, subject=payment.id, amount=payment.amount,
             left=invoices.due(store, invoice))  # fmt: skip
    record(store, act, "undone", of=entry.act, did=NOTED, payment=payment.id)

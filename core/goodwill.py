"""Money given back for kindness: so much of what somebody paid, while their sessions stay as they are.

A credit note takes it off what was invoiced, so that what is printed later says what they really paid.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import adjustments, bills, invoices, refunds
from core.acts import record
from core.bills import GOODWILL, Item
from core.rules import rules_of
from storage.models import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.acts import Act
    from storage.models import AuditEntry, Invoice, Payment, Refund
    from storage.store import Store

__all__ = ["GOODWILL", "by_card", "give", "most", "take_back"]


def most(store: Store, person_id: int) -> int:
    """What of somebody's payments could still go back (minor units); what a bank disputes cannot."""
    return sum(left for _, left in _refundable(store, person_id))


def by_card(store: Store, person_id: int, amount: int) -> int:
    """What of so much would go to cards, the newest payments first; the rest is the practice's to hand back."""
    to_cards = 0
    for payment, left in _refundable(store, person_id):
        part = min(left, amount)
        amount -= part
        to_cards += part if payment.method is Method.CARD else 0
    return to_cards


def _refundable(store: Store, person_id: int) -> list[tuple[Payment, int]]:
    paid = [p for p in reversed(store.payments_by(person_id)) if not store.is_disputed(p)]
    return [(payment, left) for payment in paid if (left := store.refundable(payment)) > 0]


def give(store: Store, person_id: int, amount: int, act: Act) -> list[Refund]:
    """Owe so much back, with a credit note for each invoice; a card's part goes once it cannot be taken back.

    Raises Refusal as `refunds.of_invoices`.
    """
    later = act.at + timedelta(minutes=rules_of(store.practice()).policies.undo_minutes)
    ids = dict.fromkeys(payment.invoice_id for payment, _ in _refundable(store, person_id))
    sent = refunds.of_invoices(store, [store.invoice(i) for i in ids], amount, GOODWILL, act, due_at=later)
    for refund in sent:
        _credit(store, store.invoice(store.payment(refund.payment_id).invoice_id), refund.amount, act)
    record(store, act, GOODWILL, person=person_id, refunds=[refund.id for refund in sent])
    return sent


def _credit(store: Store, invoice: Invoice, amount: int, act: Act) -> None:
    """As far as the invoice has not been credited before."""
    line = store.lines_of(invoice.id or 0)[0]
    amount = min(amount, invoice.total - store.credited_on(invoice.id or 0))
    if amount > 0 and not invoice.void:
        item = Item(GOODWILL, amount, booking_id=line.booking_id, package_id=line.package_id)
        bills.write_back(store, invoice, [item], act)
    invoices.refresh(store, invoice)


def take_back(store: Store, entries: Sequence[AuditEntry], act: Act) -> None:
    """It does not go back after all. Part of `core.undo`. Raises Refusal CHANGED when it has been sent."""
    for entry in entries:
        if entry.what == GOODWILL:
            adjustments.send_nothing(store, entry.detail["refunds"], act)
            record(store, act, "undone", of=entry.act, did=GOODWILL)

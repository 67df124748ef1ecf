"""What is owed for sessions that no package pays. A wrong invoice is voided, never changed: its number stays.

One that something was paid on is not voided: a credit note takes back what is too much, and the money goes back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import bills, orders, refunds
from core.bills import Item
from core.rules import rules_of
from storage.models import InvoiceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.acts import Act
    from storage.models import Booking, Client, Invoice, Refund
    from storage.store import Store


def owe(store: Store, booking: Booking, client: Client, amount: int, what: str, act: Act) -> Invoice:
    """An unpaid invoice of one line for a booking, under the practice's next number."""
    return bills.write(store, client.person_id, [Item(what, amount, booking_id=booking.id)], act)


def settle(store: Store, booking: Booking, client: Client, amount: int, what: str, act: Act) -> dict[str, list[int]]:
    """A booking ended and costs so much in the end (minor units): what was invoiced and is unpaid becomes just that.

    Says which invoices and refunds it voided and made, so that it can be taken back.
    """
    mine = [i for i in store.invoices_of(booking.id or 0) if not i.void and i.kind is InvoiceKind.INVOICE]
    for invoice in mine:
        if store.payments_of(invoice.id or 0):
            return _settle_paid(store, booking, invoice, amount, what, act)
    open_ones = [i for i in mine if not i.paid]
    if sum(i.total for i in open_ones) == amount or (mine and not open_ones):
        return {"voided": [], "made": []}
    for invoice in open_ones:
        mark(store, invoice, void=True)
        orders.close_pages(store, invoice, act)
    made = [owe(store, booking, client, amount, what, act)] if amount else []
    return {"voided": [i.id or 0 for i in open_ones], "made": [i.id or 0 for i in made]}


def _settle_paid(
    store: Store, booking: Booking, invoice: Invoice, amount: int, what: str, act: Act
) -> dict[str, list[int]]:
    """What was paid counts towards what it costs in the end; what is too much goes back, once it cannot be undone."""
    kindness = bills.goodwill_on(store, invoice)
    notes = [note for note in store.credit_notes_of(invoice.id or 0) if note not in kindness]
    forgiven = sum(note.total for note in kindness)
    amount = max(amount - forgiven, 0)
    less = invoice.total - forgiven - amount
    if less == sum(note.total for note in notes):
        return {"voided": [], "made": []}
    for note in notes:
        mark(store, note, void=True)
    made = [credit(store, invoice, booking, less, what, act)] if less > 0 else []
    if not amount:
        orders.close_pages(store, invoice, act)
    excess = store.paid_on(invoice.id or 0) - amount
    sent = _send_back(store, invoice, excess, act) if excess > 0 else []
    refresh(store, invoice)
    return {
        "voided": [note.id or 0 for note in notes],
        "made": [note.id or 0 for note in made],
        "refunds": [refund.id or 0 for refund in sent],
    }


def comes_back(store: Store, booking: Booking, amount: int) -> int:
    """What was paid for a booking beyond what it costs in the end (minor units): it goes back. Nothing in a dispute."""
    mine = [i for i in store.invoices_of(booking.id or 0) if not i.void and i.kind is InvoiceKind.INVOICE]
    paid = [payment for i in mine for payment in store.payments_of(i.id or 0)]
    if any(store.is_disputed(payment) for payment in paid):
        return 0
    forgiven = sum(note.total for i in mine for note in bills.goodwill_on(store, i))
    return max(sum(store.paid_on(i.id or 0) for i in mine) - max(amount - forgiven, 0), 0)


def _send_back(store: Store, invoice: Invoice, excess: int, act: Act) -> Sequence[Refund]:
    """A disputed payment is never refunded: then nothing goes back."""
    undo = timedelta(minutes=rules_of(store.practice()).policies.undo_minutes)
    if any(store.is_disputed(payment) for payment in store.payments_of(invoice.id or 0)):
        return []
    return refunds.of_invoices(store, [invoice], excess, "cancelled", act, due_at=act.at + undo)


def credit(store: Store, invoice: Invoice, booking: Booking, amount: int, what: str, act: Act) -> Invoice:
    """A credit note that takes so much of an invoice back, under the practice's next number."""
    return bills.write_back(store, invoice, [Item(what, amount, booking_id=booking.id)], act)


def due(store: Store, invoice: Invoice) -> int:
    """What is still to be paid on an invoice; below zero when too much was paid (minor units)."""
    if invoice.void:
        return -store.paid_on(invoice.id or 0)
    return invoice.total - store.credited_on(invoice.id or 0) - store.paid_on(invoice.id or 0)


def refresh(store: Store, invoice: Invoice) -> None:
    """Whether an invoice is paid follows from its payments."""
    invoice.paid = not invoice.void and due(store, invoice) <= 0
    store.add(invoice)


def write_off(store: Store, invoice: Invoice, package_id: int | None, act: Act, *, but: int = 0) -> bool:
    """What is not paid of a plan's invoice is asked for no more, `but` so much of it (minor units).

    Answers whether it is void now, as nothing of it was paid or stays due.
    """
    unpaid, voided = due(store, invoice) - but, False
    if unpaid > 0 and (but or store.payments_of(invoice.id or 0)):
        bills.write_back(store, invoice, [Item("refund", unpaid, package_id=package_id)], act)
    elif unpaid > 0:
        mark(store, invoice, void=True)
        voided = True
    orders.close_pages(store, invoice, act)
    refresh(store, invoice)
    return voided


def take_back(store: Store, booking: Booking, changed: dict[str, list[int]], act: Act) -> None:
    """The invoices of a booking as they were before `settle` changed them."""
    by_id = {invoice.id: invoice for invoice in store.invoices_of(booking.id or 0)}
    for invoice_id in changed["made"]:
        mark(store, by_id[invoice_id], void=True)
    for invoice_id in changed["voided"]:
        mark(store, by_id[invoice_id], void=False)
    if sent := changed.get("refunds"):
        refunds.take_back(store, sent, act)
    for invoice in by_id.values():
        if store.payments_of(invoice.id or 0):
            refresh(store, invoice)


def mark(store: Store, invoice: Invoice, *, void: bool) -> None:
    invoice.void = void
    store.add(invoice)

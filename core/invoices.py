"""What is owed for sessions that no package pays. A wrong invoice is voided, never changed: its number stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models import Invoice, InvoiceLine

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Booking, Client
    from storage.store import Store


def owe(store: Store, booking: Booking, client: Client, amount: int, what: str, act: Act) -> Invoice:
    """An unpaid invoice of one line for a booking, under the practice's next number."""
    invoice = store.add(
        Invoice(
            practice_id=store.practice_id,
            person_id=client.person_id,
            number=store.next_invoice_number(),
            subtotal=amount,
            total=amount,
            at=act.at,
            act=act.id,
        )
    )
    line = InvoiceLine(invoice_id=invoice.id or 0, n=1, booking_id=booking.id, amount=amount, what=what)
    store.add(line)
    return invoice


def settle(store: Store, booking: Booking, client: Client, amount: int, what: str, act: Act) -> dict[str, list[int]]:
    """A booking ended and costs so much in the end (minor units): what was invoiced and is unpaid becomes just that.

    Says which invoices it voided and made, so that it can be taken back. What was paid already stays as it is.
    """
    open_ones = [i for i in store.invoices_of(booking.id or 0) if not i.void and not i.paid]
    if not open_ones or sum(i.total for i in open_ones) == amount:
        return {"voided": [], "made": []}
    for invoice in open_ones:
        mark(store, invoice, void=True)
    made = [owe(store, booking, client, amount, what, act)] if amount else []
    return {"voided": [i.id or 0 for i in open_ones], "made": [i.id or 0 for i in made]}


def take_back(store: Store, booking: Booking, changed: dict[str, list[int]]) -> None:
    """The invoices of a booking as they were before `settle` changed them."""
    by_id = {invoice.id: invoice for invoice in store.invoices_of(booking.id or 0)}
    for invoice_id in changed["made"]:
        mark(store, by_id[invoice_id], void=True)
    for invoice_id in changed["voided"]:
        mark(store, by_id[invoice_id], void=False)


def mark(store: Store, invoice: Invoice, *, void: bool) -> None:
    invoice.void = void
    store.add(invoice)

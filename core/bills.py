"""How an invoice or a credit note is written: lines that are quoted with taxes, and each tax as it is that day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import tax
from core.rules import zone_of
from storage.models import Invoice, InvoiceKind, InvoiceLine, LineTax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.acts import Act
    from core.tax import Taxed
    from storage.store import Store


GOODWILL = "goodwill"  # a line that takes off what was given back for kindness


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be paid, with its taxes (minor units), and what for: a service's key, late_cancel, no_show ..."""

    what: str
    total: int
    booking_id: int | None = None
    package_id: int | None = None


def write(store: Store, person_id: int, items: Sequence[Item], act: Act) -> Invoice:
    """An unpaid invoice under the practice's next number, with the taxes of today taken out of each line."""
    practice = store.practice()
    today = act.at.astimezone(zone_of(practice)).date()
    taxed = [tax.within(practice, item.total, today) for item in items]
    return _write(store, Invoice(**_columns(store, person_id, taxed, act)), items, taxed)


def write_back(store: Store, invoice: Invoice, items: Sequence[Item], act: Act) -> Invoice:
    """A credit note that takes so much of an invoice back, with the taxes that the invoice had."""
    hold = tuple({t.name: tax.Rate(t.name, t.rate) for t in store.taxes_of(invoice.id or 0)}.values())
    taxed = [tax.split(item.total, hold) for item in items]
    columns = _columns(store, invoice.person_id, taxed, act)
    note = Invoice(**columns, kind=InvoiceKind.CREDIT_NOTE, refers_to=invoice.id, paid=True)
    return _write(store, note, items, taxed)


def goodwill_on(store: Store, invoice: Invoice) -> list[Invoice]:
    """The credit notes on an invoice that are for kindness: whatever it comes to in the end, they stand."""
    notes = store.credit_notes_of(invoice.id or 0)
    return [note for note in notes if any(line.what == GOODWILL for line in store.lines_of(note.id or 0))]


def _columns(store: Store, person_id: int, taxed: Sequence[Taxed], act: Act) -> dict[str, Any]:
    return {
        "practice_id": store.practice_id,
        "person_id": person_id,
        "number": store.next_invoice_number(),
        "subtotal": sum(part.net for part in taxed),
        "tax": sum(part.tax for part in taxed),
        "total": sum(part.total for part in taxed),
        "at": act.at,
        "act": act.id,
    }


def _write(store: Store, invoice: Invoice, items: Sequence[Item], taxed: Sequence[Taxed]) -> Invoice:
    store.add(invoice)
    for n, (item, part) in enumerate(zip(items, taxed, strict=True), start=1):
        line = store.add(
            InvoiceLine(
                invoice_id=invoice.id or 0,
                n=n,
                booking_id=item.booking_id,
                package_id=item.package_id,
                amount=part.net,
                what=item.what,
            )
        )
        for k, each in enumerate(part.taxes, start=1):
            store.add(LineTax(line_id=line.id or 0, n=k, name=each.name, rate=each.rate, amount=each.amount))
    return invoice

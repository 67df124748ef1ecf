"""What one session of a package cost: a portion of the package's price, in whole cents that add up.

A portion is a list of amounts: before taxes first, then each tax. Portions that were printed stay as they are; what is
left of the price is divided among the credits that are left, so that all of them together are the price exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import bills, tax
from core.rules import zone_of
from core.tax import Tax, Taxed
from storage.models import InvoiceKind, Place, ReceiptKind, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.models import Booking, Invoice, Package, Receipt
    from storage.store import Store

PRINTED = (ReceiptKind.INSURANCE, ReceiptKind.MISSED)


def divide(amounts: Sequence[int], credits: int, wanted: Sequence[int]) -> list[list[int]]:
    """The portions of sessions that cost so many of these credits (hundredths), one after the other.

    Each is its share of the whole, to the cent, so that an eighth of $680 is $85; its taxes are their share of the
    taxes, and what rounding them leaves over stays with the amount before taxes.
    """
    reached, before, portions = 0, [0] * len(amounts), []
    for cost in wanted:
        reached = min(reached + cost, credits)
        upto = before
        if credits:
            whole, *taxes = tax.shares([sum(amounts), *amounts[1:]], reached, credits)
            upto = [max(whole - sum(taxes), before[0]), *taxes]
        portions.append([after - was for after, was in zip(upto, before, strict=True)])
        before = upto
    return portions


@dataclass(slots=True)
class Purchase:
    """A package as its receipts see it: what is left of its price and its credits, and what is left of its payments."""

    names: list[tuple[str, int]]  # its taxes and their rates, in order
    amounts: list[int]  # before taxes, then each tax
    credits: int
    paid: int

    def take(self, cost: int) -> Taxed:
        """The portion of a session that costs so many credits. What is left grows smaller by it."""
        portion = divide(self.amounts, self.credits, [cost])[0]
        self._took(portion, cost)
        net, *taxes = portion
        named = zip(self.names, taxes, strict=True)
        return Taxed(net, tuple(Tax(name, rate, amount) for (name, rate), amount in named))

    def _took(self, portion: Sequence[int], cost: int) -> None:
        self.amounts = [left - part for left, part in zip(self.amounts, portion, strict=True)]
        self.credits -= min(cost, self.credits)
        self.paid -= sum(portion)

    def printed(self, row: dict[str, Any]) -> None:
        """Take off what a receipt said of a session."""
        taxes = {(name, rate): amount for name, rate, amount in row["taxes"]}
        self._took([row["amount"], *(taxes.get(known, 0) for known in self.names)], row["credits"])


def purchase(store: Store, package: Package) -> Purchase:
    """What is left of a package once everything that was printed of it, or used before Repbook, is taken off.

    A package that was sold before Repbook, or without an invoice, counts as paid: the practice says so by granting it.
    """
    whole, paid = _price(store, package)
    amounts = [whole.net, *(each.amount for each in whole.taxes)]
    bought = -store.place(package.id or 0, Place.OUTSIDE)
    left = Purchase([(each.name, each.rate) for each in whole.taxes], amounts, bought, paid)
    if before := store.used_before(package.id or 0):
        left.take(before)
    for row in printed_rows(store, store.holders(package.id or 0)):
        if row["package"] == package.id:
            left.printed(row)
    return left


def _price(store: Store, package: Package) -> tuple[Taxed, int]:
    """What a package costs in all, and what was paid of that."""
    sale, invoices = store.sale_of(package.id or 0), store.invoices_for(package.id or 0)
    total = sale.price if sale else package.price
    paid = sum(_paid(store, invoice) for invoice in invoices) if sale or invoices else total
    kindness = [note for invoice in invoices for note in bills.goodwill_on(store, invoice)]
    if invoices and sum(invoice.total for invoice in invoices) == total:
        return _together(store, [*invoices, *kindness]), paid
    total -= sum(note.total for note in kindness)
    day = package.bought_at.astimezone(zone_of(store.practice())).date()
    return tax.within(store.practice(), total, day), paid


def _paid(store: Store, invoice: Invoice) -> int:
    """What was paid on an invoice and is here still; what a cardholder claims back is not."""
    payments = store.payments_of(invoice.id or 0)
    claimed = sum(store.refundable(payment) for payment in payments if store.is_disputed(payment))
    return store.paid_on(invoice.id or 0) - claimed


def _together(store: Store, invoices: Sequence[Invoice], booking_id: int | None = None) -> Taxed:
    """The lines of some invoices, or those of one booking, as one amount and its taxes; credit notes count off."""
    net, sums = 0, dict[tuple[str, int], int]()
    for invoice in invoices:
        sign = 1 if invoice.kind is InvoiceKind.INVOICE else -1
        lines = {line.id: line for line in store.lines_of(invoice.id or 0) if booking_id in {None, line.booking_id}}
        net += sign * sum(line.amount for line in lines.values())
        for each in store.taxes_of(invoice.id or 0):
            if each.line_id in lines:
                sums[each.name, each.rate] = sums.get((each.name, each.rate), 0) + sign * each.amount
    return Taxed(net, tuple(Tax(name, rate, amount) for (name, rate), amount in sums.items()))


def of_booking(store: Store, booking: Booking) -> tuple[Taxed, bool]:
    """What a session that no package pays was invoiced at, less credit notes, and whether that is paid."""
    mine = [invoice for invoice in store.invoices_of(booking.id or 0) if not invoice.void]
    invoices = [invoice for invoice in mine if invoice.kind is InvoiceKind.INVOICE]
    paid = all(i.paid and not any(map(store.is_disputed, store.payments_of(i.id or 0))) for i in invoices)
    return _together(store, mine, booking.id), paid


def printed_rows(store: Store, client_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The sessions on the papers of some clients that stand."""
    return [row for paper in standing(store, client_ids, *PRINTED) for row in paper.lines["rows"]]


def standing(store: Store, client_ids: Sequence[int], *kinds: ReceiptKind, wrong: bool = False) -> list[Receipt]:
    """The papers about sessions that were not withdrawn and hold still; with `wrong`, those that hold no more."""
    papers = store.receipts_for(client_ids, *kinds, ReceiptKind.CREDIT_NOTE)
    withdrawn = {paper.lines.get("withdraws") for paper in papers}
    good = [paper for paper in papers if paper.kind in kinds and paper.id not in withdrawn]
    return [paper for paper in good if _holds(store, paper) is not wrong]


def _holds(store: Store, paper: Receipt) -> bool:
    """Did every session on a paper end as the paper says?"""
    bookings = [store.booking(row["booking"]) for row in paper.lines["rows"]]
    if paper.kind is ReceiptKind.INSURANCE:
        return all(booking.status is Status.ATTENDED for booking in bookings)
    return all(booking.status is Status.NO_SHOW or booking.late for booking in bookings)

"""What of a plan's price goes back, when its client wants no more of it: the practice's formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import credits, invoices, tax
from core.rules import rules_of, zone_of
from storage.models import Method

if TYPE_CHECKING:
    from storage.models import Package
    from storage.store import Store

PRO_RATA, SINGLE_PRICE = "pro_rata", "single_price"


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """What goes back (minor units) for which unused credits (hundredths), and what the practice keeps."""

    package_id: int
    unused: int
    amount: int
    paid: int
    kept: int
    by_card: int  # what of the amount goes to cards; the rest is the practice's to hand back
    let_go: int  # what was invoiced and not paid, and is asked for no more
    still_due: int  # what is used or booked and was not paid: that stays owed

    def facts(self) -> tuple[int, ...]:
        """What a yes agrees to."""
        return self.package_id, self.unused, self.amount, self.by_card, self.let_go, self.still_due


def quote(store: Store, package: Package) -> RefundQuote:
    """What was paid less what was delivered or stays booked.

    By share of the plan's price ("pro_rata"), or at the price of a single session of it ("single_price"). Where
    the law wants a contract, core.ending has its own.
    """
    held = credits.balance(store, package)
    bills = store.invoices_for(package.id or 0)
    price, paid = sum(bill.total for bill in bills), sum(store.paid_on(bill.id or 0) for bill in bills)
    sale = store.sale_of(package.id or 0)
    whole = sale.price if sale is not None else max(price, package.price)
    gone = held.bought - held.free
    kept = -(-whole * gone // held.bought) if held.bought else 0
    if rules_of(store.practice()).policies.refund == SINGLE_PRICE:
        kept = max(kept, _single(store, package) * gone // 100)
    amount, still_due = max(paid - kept, 0), max(kept - paid, 0)
    let_go = max(sum(max(invoices.due(store, bill), 0) for bill in bills) - still_due, 0)
    by_card = _by_card(store, package, amount)
    return RefundQuote(package.id or 0, held.free, amount, paid, min(kept, paid), by_card, let_go, still_due)


def _single(store: Store, package: Package) -> int:
    """What one credit's worth of the plan's first service costs alone, with taxes."""
    prices = [store.service(s.service_id).price * 100 // s.cost for s in store.covers(package.id or 0)]
    practice = store.practice()
    bought = package.bought_at.astimezone(zone_of(practice)).date()
    return tax.quoted(practice, max(prices, default=0), bought)


def _by_card(store: Store, package: Package, amount: int) -> int:
    """As `refunds.of_invoices` spreads it: the newest payments first."""
    paid = [p for invoice in store.invoices_for(package.id or 0) for p in store.payments_of(invoice.id or 0)]
    left, by_card = amount, 0
    for payment in sorted(paid, key=lambda p: p.id or 0, reverse=True):
        part = 0 if store.is_disputed(payment) else min(left, store.refundable(payment))
        left -= part
        by_card += part if payment.method is Method.CARD else 0
    return by_card

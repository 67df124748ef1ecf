"""A plan's contract that its client ends, where the law says what that costs: Quebec's Consumer Protection Act.

They pay the sessions that they received, at the price of one, and at most a capped fee for the others (ss. 195, 196);
what was paid above that goes back within 10 days (s. 197). What a session that was missed "counts" for is not received.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core import bills, cancelling, contracts, credits, instalments, invoices, refunds
from core.acts import record
from core.bills import Item
from core.errors import Reason, Refusal
from core.notices import tell_owner
from core.rules import zone_of
from storage.models import Place, SaleStatus

if TYPE_CHECKING:
    from datetime import date

    from core.acts import Act
    from storage.models import Package, Sale
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Settlement:
    """What ending a contract comes to (minor units): sessions received (hundredths) and their price, the fee, what
    was paid.
    """

    sessions: int
    received: int
    fee: int
    paid: int

    @property
    def back(self) -> int:
        return max(self.paid - self.received - self.fee, 0)

    @property
    def owed(self) -> int:
        return max(self.received + self.fee - self.paid, 0)


def settlement(price: int, bought: int, received: int, paid: int) -> Settlement:
    """What is owed by who ends a contract after so many of its credits were received. Before the first: nothing."""
    worth = (2 * price * received + bought) // (2 * bought)
    fee = contracts.cancellation_fee(price - worth) if received else 0
    return Settlement(received, worth, fee, paid)


def quote(store: Store, sale: Sale) -> Settlement:
    """What ending a contract now would come to."""
    package = _package(store, sale)
    bought = -store.place(package.id or 0, Place.OUTSIDE)
    paid = sum(store.paid_on(invoice.id or 0) for invoice in store.invoices_for(package.id or 0))
    return settlement(sale.price, bought, store.received(package.id or 0), paid)


def end(store: Store, sale: Sale, act: Act) -> Settlement:
    """End a contract: what is booked is let go at no cost, what is free is void, the money is settled.

    The owner is told until when it must have gone back. Raises Refusal: GONE, DISPUTED.
    """
    package, settled = _package(store, sale), quote(store, sale)
    with store.all_or_nothing():
        standing = [visit.booking for visit in store.standing_on(package.id or 0, act.at)]
        cancelling.cancel_all(store, standing, act, by_practice=True)
        instalments.let_go(store, sale)
        _write_off_unpaid(store, package, act)
        free = credits.balance(store, package).free
        if settled.back:
            refunds.of_package(store, package, settled.back, free, act)
        else:
            refunds.void(store, package, free, act)
        if settled.owed:
            bills.write(store, sale.person_id, [Item("plan", settled.owed, package_id=package.id)], act)
        sale.status = SaleStatus.CANCELLED
        store.add(sale)
        record(store, act, "contract_ended", sale=sale.id, back=settled.back, owed=settled.owed)
    until = due_by(store, act).isoformat()
    tell_owner(store, act, "contract_ended", subject=sale.id, sale=sale.id, person=sale.person_id,
               amount=settled.back, until=until)  # fmt: skip
    return settled


def due_by(store: Store, act: Act) -> date:
    """The last local day on which the money goes back."""
    today = act.at.astimezone(zone_of(store.practice())).date()
    return today + timedelta(days=contracts.REFUND_DAYS)


def _package(store: Store, sale: Sale) -> Package:
    if sale.package_id is None or sale.status is not SaleStatus.ACTIVE:
        raise Refusal(Reason.GONE)
    return store.package(sale.package_id)


def _write_off_unpaid(store: Store, package: Package, act: Act) -> None:
    """What had fallen due and was not paid is not owed any more: the settlement says what is."""
    for invoice in store.invoices_for(package.id or 0):
        invoices.write_off(store, invoice, package.id, act)

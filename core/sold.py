"""What a payment does to the sale that it is for: the package is given, the instalment is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import freezing, orders, plans
from core.acts import record
from core.notices import tell, tell_owner
from storage.models import InstalmentStatus, SaleStatus

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Order, Payment, Sale
    from storage.store import Store

UNPAID = "unpaid"
ASKS_FOR_THEM = "authentication_required"  # the bank wants the cardholder to be there: Stripe's decline code


def paid(store: Store, order: Order, payment: Payment, act: Act) -> None:
    """A sale was paid, in full or in part: the first payment gives the package, a later one thaws it."""
    sale = store.sale(order.sale_id or 0)
    if order.instalment_id is not None:
        instalment = store.instalment(order.instalment_id)
        instalment.status, instalment.next_try = InstalmentStatus.PAID, None
        store.add(instalment)
    if sale.package_id is None and sale.status in (SaleStatus.OFFERED, SaleStatus.AGREED):
        give(store, sale, act)
    elif sale.package_id is not None:
        freezing.thaw(store, store.package(sale.package_id), UNPAID, act)
    tell(store, act, "sale_paid", sale.person_id, subject=payment.id, sale=sale.id, amount=payment.amount)


def give(store: Store, sale: Sale, act: Act) -> None:
    """The package of a sale, once."""
    clients = [store.client(client_id) for client_id in store.clients_of_sale(sale.id or 0)]
    package = plans.grant(store, clients, store.plan(sale.plan_id), act)
    sale.package_id, sale.status = package.id, SaleStatus.ACTIVE
    store.add(sale)
    record(store, act, "sold", sale=sale.id, package=package.id)


def declined(store: Store, order: Order, code: str, act: Act) -> None:
    """A charge without them was declined: where the bank wants them there they get a link; the owner hears of it."""
    if order.instalment_id is None:
        return
    instalment, invoice = store.instalment(order.instalment_id), store.invoice(order.invoice_id or 0)
    instalment.attempts += 1
    store.add(instalment)
    if ASKS_FOR_THEM in {code, order.why}:
        orders.owe_checkout(
            store, invoice, order.amount, act, sale_id=order.sale_id, instalment_id=order.instalment_id,
            save_card=True, what="instalment",
        )  # fmt: skip
    tell_owner(store, act, "charge_declined", subject=order.id, person=order.person_id, amount=order.amount)

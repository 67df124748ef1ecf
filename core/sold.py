"""What a payment does to the sale that it is for: the package is given, the part is paid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core import instalments, invoices, memberships, orders, plans
from core.acts import record
from core.notices import tell
from core.plans import AGREED, Terms
from core.rules import zone_of
from storage.models import InstalmentStatus, SaleStatus

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Invoice, Order, Package, Payment, Sale
    from storage.store import Store


def paid(store: Store, order: Order, payment: Payment, act: Act) -> None:
    """A page or a charge for a sale was paid."""
    received(store, store.invoice(order.invoice_id or 0), payment, act)


def received(store: Store, invoice: Invoice, payment: Payment, act: Act) -> None:
    """Money came in on an invoice, by card or at the practice. If it is for a sale: the first gives the package.

    What comes after a sale was let go brings it back, unless they have bought the same plan since: then it goes back.
    """
    sale = store.sale_on(invoice.id or 0)
    if sale is None or (sale.status is SaleStatus.CANCELLED and not _comes_back(store, sale, act)):
        return
    part = store.instalment_on(invoice.id or 0)
    facts: dict[str, Any] = {"sale": sale.id, "amount": payment.amount}
    if sale.package_id is None:
        give(store, sale, act)
        tell(store, act, "sale_paid", sale.person_id, subject=payment.id, **facts)
    elif memberships.is_renewal(sale):
        memberships.tell_renewed(store, sale, act, paid=payment.amount)
    else:
        tell(store, act, "instalment_paid", sale.person_id, subject=payment.id, n=part.n if part else 1, **facts)
    if part is not None and part.status is not InstalmentStatus.PAID and invoices.due(store, invoice) <= 0:
        late = part.status is InstalmentStatus.FAILED
        instalments.paid(store, sale, part, act)
        if late:
            memberships.paid_late(store, sale, instalments.gave_up_on(store, part), act)


def give(store: Store, sale: Sale, act: Act) -> Package:
    """The package of a sale, just as it was agreed on: a later change of the practice file is for later sales."""
    clients = [store.client(client_id) for client_id in store.clients_of_sale(sale.id or 0)]
    plan, terms = store.plan(sale.plan_id), _agreed(store, sale, act)
    if terms.monthly:
        package = memberships.begin(store, clients, plan, sale.person_id, act, sale=sale, terms=terms)
    else:
        package = plans.grant(store, clients, plan, act, terms=terms)
    sale.package_id, sale.status = package.id, SaleStatus.ACTIVE
    store.add(package)
    store.add(sale)
    record(store, act, "sold", sale=sale.id, package=package.id)
    return package


def _agreed(store: Store, sale: Sale, act: Act) -> Terms:
    """The terms that stand beside the yes; those of today where an earlier version wrote none down."""
    written = (entry.detail for entry in store.entries(sale.agreed_act or "") if entry.what == AGREED)
    kept = next((detail for detail in written if detail["sale"] == sale.id), {})
    if "terms" in kept:
        return Terms.from_dict(kept["terms"])
    today = act.at.astimezone(zone_of(store.practice())).date()
    return replace(Terms.of(store, store.plan(sale.plan_id), today), price=sale.price)


def declined(store: Store, order: Order, code: str, act: Act) -> None:
    """A charge without them was declined, and `code` or the order says why."""
    if order.instalment_id is not None:
        asks = instalments.ASKS_FOR_THEM
        why = asks if asks in {code, order.why} else code
        instalments.declined(store, store.instalment(order.instalment_id), why, act)


# A sale that nobody pays


def lapsed(store: Store, sale: Sale, act: Act) -> None:
    """Nobody paid in time what would have given the package: nothing is owed, and they may begin again."""
    if sale.package_id is None and sale.status is SaleStatus.AGREED and not _is_paid_in_part(store, sale):
        let_go(store, sale, act)


def let_go(store: Store, sale: Sale, act: Act) -> None:
    """What was agreed on and never paid is over: its invoice is void and its pages close."""
    for invoice in _invoices(store, sale):
        invoices.mark(store, invoice, void=True)
        orders.close_pages(store, invoice, act)
    sale.status = SaleStatus.CANCELLED
    store.add(sale)
    record(store, act, "sale_lapsed", sale=sale.id)


def _invoices(store: Store, sale: Sale) -> list[Invoice]:
    ids = {sale.invoice_id, *(part.invoice_id for part in store.instalments(sale.id or 0))}
    return [store.invoice(invoice_id) for invoice_id in ids if invoice_id is not None]


def _is_paid_in_part(store: Store, sale: Sale) -> bool:
    return any(store.payments_of(invoice.id or 0) for invoice in _invoices(store, sale))


def _comes_back(store: Store, sale: Sale, act: Act) -> bool:
    """Late money for a sale that was let go: it is as agreed, unless a newer one took its place."""
    newer = store.sales_to(sale.person_id, SaleStatus.AGREED, SaleStatus.ACTIVE)
    if sale.package_id is not None or any(s.plan_id == sale.plan_id and (s.id or 0) > (sale.id or 0) for s in newer):
        return False
    for invoice in _invoices(store, sale):
        invoices.mark(store, invoice, void=False)
    sale.status = SaleStatus.AGREED
    store.add(sale)
    record(store, act, "sale_revived", sale=sale.id)
    return True

"""Money that goes back: decided here as rows, sent by the cashier. A charge that the cardholder disputes never is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import bills, credits, orders
from core.acts import Act, record
from core.bills import Item
from core.errors import Reason, Refusal
from core.notices import tell, tell_owner
from storage.models import Method, OrderStatus, Place, Refund, RefundStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from storage.models import Invoice, Package, Payment
    from storage.store import Store
    from storage.visits import Visit


@dataclass(frozen=True, slots=True)
class Voided:
    """What a refund did to a package: how many free credits it voided, and the bookings that still stand on it."""

    credits: int
    refunds: tuple[Refund, ...]
    flagged: tuple[Visit, ...]


def owe(
    store: Store, payment: Payment, amount: int, why: str, act: Act, *, due_at: datetime | None = None
) -> Refund | None:
    """Owe some of a payment back; of cash and transfers the practice hands it back itself. Nothing when amount is 0.

    Raises Refusal: DISPUTED, TOO_MUCH when less than that is left of the payment.
    """
    if amount <= 0:
        return None
    if store.is_disputed(payment):
        raise Refusal(Reason.DISPUTED, payment_id=payment.id)
    if (left := store.refundable(payment)) < amount:
        raise Refusal(Reason.TOO_MUCH, left=left)
    refund = store.add(
        Refund(
            practice_id=store.practice_id, payment_id=payment.id or 0, amount=amount, why=why, by=act.by, at=act.at,
            act=act.id,
        )
    )  # fmt: skip
    if payment.method is Method.CARD:
        orders.owe_refund(store, refund, payment.provider_id or "", act, due_at)
    record(store, act, "refund_owed", payment=payment.id, refund=refund.id, amount=amount, why=why)
    return refund


def of_invoices(
    store: Store, invoices: Sequence[Invoice], amount: int, why: str, act: Act, *, due_at: datetime | None = None
) -> list[Refund]:
    """Owe so much back of what was paid on these invoices, the newest payments first.

    Raises Refusal: TOO_MUCH when less was paid, DISPUTED when what is left is disputed.
    """
    paid = [payment for invoice in invoices for payment in store.payments_of(invoice.id or 0)]
    owed, left = [], amount
    with store.all_or_nothing():
        for payment in sorted(paid, key=lambda p: p.id or 0, reverse=True):
            part = 0 if store.is_disputed(payment) else min(left, store.refundable(payment))
            if part > 0 and (refund := owe(store, payment, part, why, act, due_at=due_at)):
                owed.append(refund)
            left -= part
        if left > 0:
            disputed = any(store.is_disputed(payment) for payment in paid)
            raise Refusal(Reason.DISPUTED) if disputed else Refusal(Reason.TOO_MUCH, left=amount - left)
    return owed


def of_package(
    store: Store, package: Package, amount: int, unused: int, act: Act, *, due_at: datetime | None = None
) -> Voided:
    """Refund the unused part of a package: so much money, and exactly so many of its free credits are void.

    A credit note takes the money off its invoice. What it pays for is flagged, not cancelled.
    Raises Refusal: NO_CREDIT, TOO_MUCH, DISPUTED.
    """
    credits.require_free(store, package.id, unused)
    with store.all_or_nothing():
        sent = of_invoices(store, store.invoices_for(package.id or 0), amount, "unused", act, due_at=due_at)
        for refund in sent:
            _write_off(store, package, refund, act)
        void(store, package, unused, act)
    return Voided(unused, tuple(sent), tuple(store.standing_on(package.id or 0, act.at)))


def _write_off(store: Store, package: Package, refund: Refund, act: Act) -> None:
    """A credit note for what goes back, as far as its invoice has not been credited before."""
    invoice = store.invoice(store.payment(refund.payment_id).invoice_id)
    amount = min(refund.amount, invoice.total - store.credited_on(invoice.id or 0))
    if amount > 0 and not invoice.void:
        bills.write_back(store, invoice, [Item("refund", amount, package_id=package.id)], act)


def void(store: Store, package: Package, amount: int, act: Act) -> None:
    """Free credits that were refunded can buy nothing more: free -> refunded."""
    credits.move(store, act, package.id or 0, amount, Place.FREE, Place.REFUNDED)
    record(store, act, "voided", package=package.id, credits=amount)


def take_back(store: Store, refund_ids: Sequence[int], act: Act) -> None:
    """What was decided is not sent after all, as far as the cashier has not tried."""
    for refund_id in refund_ids:
        refund, order = store.refund(refund_id), store.order_for_refund(refund_id)
        if refund.status is RefundStatus.OWED and (order is None or untried(order.status, order.first_tried_at)):
            cancel(store, refund, "undone", act)


def handed_back(store: Store, refund: Refund, act: Act) -> None:
    """The practice has given back itself what came in cash or by transfer."""
    refund.status = RefundStatus.SUCCEEDED
    store.add(refund)
    record(store, act, "handed_back", refund=refund.id)


def untried(status: OrderStatus, first_tried_at: datetime | None) -> bool:
    return status is OrderStatus.DUE and first_tried_at is None


def cancel(store: Store, refund: Refund, why: str, act: Act) -> None:
    """A refund that is owed will not be sent."""
    refund.status = RefundStatus.CANCELLED
    store.add(refund)
    order = store.order_for_refund(refund.id or 0)
    if order is not None and order.status is not OrderStatus.DONE:
        orders.end(store, order, OrderStatus.FAILED, why)
    record(store, act, "refund_cancelled", refund=refund.id, why=why)


# What the provider says

STATUSES = {
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.CANCELLED,
}
RANKS = {
    RefundStatus.OWED: 0, RefundStatus.PENDING: 1, RefundStatus.SUCCEEDED: 2, RefundStatus.FAILED: 3,
    RefundStatus.CANCELLED: 3,
}  # fmt: skip
OUTSIDE = "outside"  # it was made at the provider's own site
QUIET = ("late", "double")  # a notice of its own has said it


def heard(store: Store, found: Mapping[str, Any], act: Act) -> None:
    """A refund is this now. One that succeeded may still fail, and never the other way."""
    intent = found.get("payment_intent")
    payment = store.payment_by_provider(str(intent["id"] if isinstance(intent, dict) else intent))
    if payment is None:
        return
    refund = store.refund_by_provider(found["id"]) or _ours(store, found, act)
    status = STATUSES.get(found["status"], RefundStatus.PENDING)
    if refund is None:
        _from_outside(store, payment, found, status, act)
    elif RANKS[status] > RANKS[refund.status]:
        refund.status = status
        store.add(refund)
        _told(store, payment, refund, act)


def _ours(store: Store, found: Mapping[str, Any], act: Act) -> Refund | None:
    """The refund that we asked for, though we may not know yet what came of it."""
    mark = (found.get("metadata") or {}).get("order")
    order = store.order_by_token(mark) if mark else None
    if order is None or order.refund_id is None:
        return None
    refund = store.refund(order.refund_id)
    if refund.provider_id is None:
        refund.provider_id, order.object_id = found["id"], found["id"]
        if refund.status is RefundStatus.CANCELLED:  # it went after all
            refund.status = RefundStatus.OWED
        orders.end(store, order, OrderStatus.DONE, found["status"])
        record(store, act, "refund_sent", refund=refund.id)
    return refund


def _told(store: Store, payment: Payment, refund: Refund, act: Act) -> None:
    """Who gets money back hears it once; the owner hears of what could not be sent."""
    facts = {"amount": refund.amount, "person": payment.person_id}
    if refund.status in (RefundStatus.FAILED, RefundStatus.CANCELLED):
        tell_owner(store, act, "refund_failed", subject=refund.id, **facts)
    elif refund.why not in QUIET:
        key = Act(f"refund:{refund.id}", None, act.at)  # pending and succeeded are one piece of news
        tell(store, key, "refund_sent", payment.person_id, amount=refund.amount)


def _from_outside(store: Store, payment: Payment, found: Mapping[str, Any], status: RefundStatus, act: Act) -> None:
    """Somebody refunded at the provider's own site: what it paid for is void in the same share, once."""
    refund = store.add(
        Refund(
            practice_id=store.practice_id, payment_id=payment.id or 0, amount=found["amount"], status=status,
            provider_id=found["id"], why=OUTSIDE, at=act.at, act=act.id,
        )
    )  # fmt: skip
    record(store, act, "refunded_outside", payment=payment.id, refund=refund.id, amount=refund.amount)
    _make_room(store, payment, act)
    if status in (RefundStatus.FAILED, RefundStatus.CANCELLED):
        return
    packages = store.packages_on(payment.invoice_id)
    standing = [visit for package in packages for visit in _share(store, package, refund, act)]
    if packages:
        _write_off(store, packages[0], refund, act)
    sessions = [visit.appointment.starts_at.isoformat() for visit in standing[:3]]
    facts = {"amount": refund.amount, "person": payment.person_id}
    tell_owner(store, act, "refund_outside", subject=refund.id, sessions=sessions, **facts)
    _told(store, payment, refund, act)


def _make_room(store: Store, payment: Payment, act: Act) -> None:
    """Somebody has given back what we were about to: ours is not sent, as far as there is nothing left for it."""
    for refund in reversed(store.refunds_of(payment.id or 0)):
        order = store.order_for_refund(refund.id or 0)
        waits = refund.status is RefundStatus.OWED and order and untried(order.status, order.first_tried_at)
        if waits and store.refundable(payment) < 0:
            cancel(store, refund, "outside", act)


def _share(store: Store, package: Package, refund: Refund, act: Act) -> list[Visit]:
    """Void the part of a package that this much of its price bought, as far as it is free.

    Answers the bookings that it still pays for, where what was refunded is more than what was free.
    """
    price = sum(invoice.total for invoice in store.invoices_for(package.id or 0))
    balance = credits.balance(store, package)
    part = balance.bought * refund.amount // price if price else 0
    void(store, package, min(part, balance.free), act)
    return store.standing_on(package.id or 0, act.at) if part > balance.free else []

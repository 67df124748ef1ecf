"""Money that comes in: what the provider says an object is now, applied to our rows by one idempotent state machine.

`apply` is given objects as the provider has them at the moment of asking, never as an event told them. Repeats and any
order change nothing: a payment is known by its PaymentIntent, and what has ended does not begin again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from core import deposits, disputes, holds, invoices, orders, receipts, refunds, sold
from core.acts import record
from core.errors import Reason, Refusal
from core.notices import tell, tell_owner
from storage.models import InvoiceKind, Method, OrderKind, OrderStatus, Payer, Payment, RefundStatus, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.acts import Act
    from storage.models import Invoice, Order
    from storage.store import Store

ENDED = (OrderStatus.DONE, OrderStatus.FAILED)
NOT_PAID = ("requires_payment_method", "requires_action", "requires_confirmation", "canceled")


def apply(store: Store, found: Mapping[str, Any], act: Act) -> None:
    """Make our rows agree with an object of the provider. What is not ours is left alone.

    `act.id` must be of this one application: a second look at the same object is another act.
    """
    match found["object"]:
        case "checkout.session":
            _session(store, found, act)
        case "payment_intent":
            _intent(store, found, act)
        case "refund":
            refunds.heard(store, found, act)
            _send_what_waited(store, id_of(found.get("payment_intent")), act)
        case "dispute":
            disputes.heard(store, found, act)
            _send_what_waited(store, id_of(found.get("payment_intent")), act)


def _send_what_waited(store: Store, provider_id: str | None, act: Act) -> None:
    """What is too much on an invoice goes back as soon as it can: a dispute may have kept it, or somebody sent a part.

    A refund that failed is not tried again by itself: the owner knows, and hands it back another way.
    """
    payment = store.payment_by_provider(provider_id or "")
    if payment is None:
        return
    invoice = store.invoice(payment.invoice_id)
    excess = min(-invoices.due(store, invoice), store.refundable(payment))
    failed = any(refund.status is RefundStatus.FAILED for refund in store.refunds_of(payment.id or 0))
    if excess > 0 and not failed and not store.is_disputed(payment):
        refunds.owe(store, payment, excess, "cancelled", act)
    invoices.refresh(store, invoice)


def _session(store: Store, found: Mapping[str, Any], act: Act) -> None:
    order = _ordered(store, found, OrderKind.CHECKOUT)
    if order is None:
        return
    intent = found.get("payment_intent")
    if found.get("payment_status") == "paid":
        card = intent.get("payment_method") if isinstance(intent, dict) else None
        _paid(store, order, id_of(intent), found["amount_total"], id_of(found.get("customer")), id_of(card), act)
    elif found["status"] == "expired":
        _ended(store, order, "expired", act)
    elif found["status"] == "complete" and isinstance(intent, dict) and intent["status"] in NOT_PAID:
        _ended(store, order, "declined", act)
    elif found["status"] == "open" and order.object_id is None and found.get("url"):
        opened(store, order, found, act)


def _intent(store: Store, found: Mapping[str, Any], act: Act) -> None:
    """A page's own PaymentIntent may fail and be tried again; that of a charge without them ends there."""
    order = _ordered(store, found, OrderKind.CHECKOUT, OrderKind.CHARGE)
    if order is None:
        return
    if found["status"] == "succeeded":
        people = id_of(found.get("customer")), id_of(found.get("payment_method"))
        _paid(store, order, found["id"], found["amount_received"], *people, act)
    elif order.kind is OrderKind.CHARGE and found["status"] in NOT_PAID and order.status not in ENDED:
        error = found.get("last_payment_error") or {}
        orders.end(store, order, OrderStatus.FAILED, str(error.get("code") or found["status"]))
        order.object_id = found["id"]
        sold.declined(store, order, str(error.get("decline_code") or ""), act)


def _ordered(store: Store, found: Mapping[str, Any], *kinds: OrderKind) -> Order | None:
    """The order that an object carries the mark of."""
    mark = (found.get("metadata") or {}).get("order")
    order = store.order_by_token(mark) if mark else store.order_by_object(found["id"])
    return order if order is not None and order.kind in kinds else None


def id_of(value: Any) -> str | None:
    """The id of what may be expanded."""
    found: str | None = value["id"] if isinstance(value, dict) else value
    return found


# A page


def opened(store: Store, order: Order, session: Mapping[str, Any], act: Act, link: str = "") -> None:
    """A page exists: its link is owed to who pays, and what it holds is held until a little after it closes.

    A page for what is not to be paid any more is closed again, and nobody hears of it.
    """
    if order.object_id is not None:
        return
    session_ends = datetime.fromtimestamp(session["expires_at"], UTC)
    closes = min(session_ends, act.at + timedelta(minutes=order.facts["minutes"]))
    order.object_id, order.expires_at = session["id"], closes
    order.facts = order.facts | {"url": session["url"], "link": link or session["url"]}
    orders.end(store, order, OrderStatus.OPEN, "")
    if not _still_wanted(store, order, closes):
        orders.owe_expiry(store, order, act)
        return
    if closes < session_ends:
        orders.owe_expiry(store, order, act, due_at=closes)
    guard = {"booking": order.booking_id} if order.booking_id else {}
    tell(store, act, "payment_link", order.person_id, expires_at=closes, guard=guard, order=order.id)


def _still_wanted(store: Store, order: Order, closes: datetime) -> bool:
    if order.booking_id is not None:
        booking = store.booking(order.booking_id)
        if booking.status is not Status.HELD:
            return False
        booking.held_until = closes + orders.SPARE
        store.add(booking)
    return order.invoice_id is None or not store.invoice(order.invoice_id).void


def _ended(store: Store, order: Order, why: str, act: Act) -> None:
    """Nobody can pay on this page any more: what it held is free again."""
    if order.status in ENDED:
        return
    orders.end(store, order, OrderStatus.FAILED, why)
    if order.sale_id is not None:
        sold.lapsed(store, store.sale(order.sale_id), act)
    if order.booking_id is None:
        return
    booking = store.booking(order.booking_id)
    others = store.checkouts_for(booking_id=order.booking_id)
    if booking.status is Status.HELD and not any(o.status not in ENDED for o in others):
        holds.lapse(store, booking, act.at)


# Money


def _paid(
    store: Store, order: Order, provider_id: str | None, amount: int, customer: str | None, card: str | None, act: Act
) -> None:
    """Money arrived, once: it is written down first, then what it is for is given, or the money goes back."""
    if provider_id is None or store.payment_by_provider(provider_id) is not None:
        return
    orders.end(store, order, OrderStatus.DONE, "paid")
    if order.facts.get("save_card") and customer and card:
        _remember(store, order.person_id or 0, customer, card, act)
    invoice = store.invoice(order.invoice_id or 0)
    payment = _written(store, invoice, amount, Method.CARD, act, provider_id, customer)
    # A refund or a dispute of it that was told before could not be known as ours.
    orders.owe_look(store, provider_id, "refunds", f"look:{provider_id}", act)
    if amount != order.amount:
        tell_owner(store, act, "amount_differs", subject=payment.id, paid=amount, asked=order.amount)
    if order.booking_id is not None:
        deposits.paid(store, store.booking(order.booking_id), payment, act)
    elif order.sale_id is not None:
        sold.paid(store, order, payment, act)
    else:
        tell(store, act, "payment_received", order.person_id, subject=payment.id, amount=amount)
    invoices.refresh(store, invoice)
    _give_excess_back(store, invoice, payment, act)


def _give_excess_back(store: Store, invoice: Invoice, payment: Payment, act: Act) -> None:
    """No invoice is paid above its total: what is too much goes back to where it came from."""
    excess = min(-invoices.due(store, invoice), store.refundable(payment))
    if excess > 0 and not store.is_disputed(payment):
        refunds.owe(store, payment, excess, "double", act)
        tell(store, act, "paid_twice", payment.person_id, subject=payment.id, amount=excess)


def record_paid(store: Store, invoice: Invoice, amount: int, method: Method, act: Act) -> Payment:
    """Somebody of the practice says that so much was paid there.

    Raises Refusal: TOO_MUCH (left: int) when that is more than is due, GONE when the invoice is void.
    """
    if invoice.void or invoice.kind is not InvoiceKind.INVOICE:
        raise Refusal(Reason.GONE)
    if amount > (left := invoices.due(store, invoice)):
        raise Refusal(Reason.TOO_MUCH, left=left)
    payment = _written(store, invoice, amount, method, act)
    sold.received(store, invoice, payment, act)
    invoices.refresh(store, invoice)
    if invoice.paid:
        orders.close_pages(store, invoice, act)
    return payment


def _written(
    store: Store, invoice: Invoice, amount: int, method: Method, act: Act, provider_id: str | None = None,
    customer: str | None = None,
) -> Payment:  # fmt: skip
    payment = store.add(
        Payment(
            practice_id=store.practice_id, invoice_id=invoice.id or 0, person_id=invoice.person_id, amount=amount,
            method=method, provider_id=provider_id, customer=customer, by=act.by, at=act.at, act=act.id,
        )
    )  # fmt: skip
    record(store, act, "paid", payment=payment.id, invoice=invoice.id, amount=amount)
    receipts.of_payment(store, payment, act)
    return payment


def _remember(store: Store, person_id: int, customer: str, card: str, act: Act) -> None:
    """Who pays, as the provider knows them: the newest card counts."""
    payer = store.payer(person_id) or Payer(
        practice_id=store.practice_id, person_id=person_id, customer=customer, at=act.at, act=act.id
    )
    payer.customer, payer.card, payer.at, payer.act = customer, card, act.at, act.id
    store.add(payer)


def not_opened(store: Store, order: Order, act: Act) -> None:
    """A page could not be made: what it was to pay for stays owed, a held place is let go, and both sides hear it."""
    if order.booking_id is not None and store.booking(order.booking_id).status is Status.HELD:
        holds.lapse(store, store.booking(order.booking_id), act.at)
    tell_owner(store, act, "payments_broken", subject=order.id, person=order.person_id, why=order.why)

"""The calls that we owe to the payment provider: rows, made by bot.cashier, so that none is made inside a transaction.

`key` comes from what caused a call: the same cause owes it once. `token` is the provider's idempotency key and the mark
that the object it makes will carry.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.rules import rules_of
from storage.models import Order, OrderKind, OrderStatus

if TYPE_CHECKING:
    from datetime import datetime

    from core.acts import Act
    from storage.models import Booking, Invoice, Payer, Refund
    from storage.store import Store

SHORTEST = timedelta(minutes=31)  # a page lives half an hour at least (Stripe), and the call takes a moment
LONGEST = timedelta(hours=23, minutes=55)  # and a day at most
SPARE = timedelta(minutes=2)  # between the end of a page and that of what it holds: who pays in its last second has it


def owe(store: Store, act: Act, kind: OrderKind, key: str, *, due_at: datetime | None = None, **more: Any) -> Order:
    """Owe a call from `due_at` on, now unless said; the same key is owed once."""
    if known := store.order_by_key(key):
        return known
    return store.add(
        Order(practice_id=store.practice_id, kind=kind, key=key, due_at=due_at or act.at, act=act.id, at=act.at, **more)
    )


def owe_checkout(
    store: Store,
    invoice: Invoice,
    amount: int,
    act: Act,
    *,
    booking: Booking | None = None,
    sale_id: int | None = None,
    instalment_id: int | None = None,
    save_card: bool = False,
    what: str = "invoice",
    live: timedelta = LONGEST,
    **said: str,
) -> Order:
    """Owe a page on which a person pays so much of an invoice, once; they get its link as soon as it exists.

    `live` is how long it can be paid. `what` (deposit, plan, instalment, invoice) is what they are told it is for, and
    `said` what else they are told with its link. `save_card` asks to let us charge the card later.
    """
    minutes = int(min(max(live, timedelta(minutes=1)), LONGEST) / timedelta(minutes=1))
    return owe(
        store,
        act,
        OrderKind.CHECKOUT,
        f"checkout:{invoice.id}:{act.id}",
        person_id=invoice.person_id,
        invoice_id=invoice.id,
        booking_id=booking.id if booking else None,
        sale_id=sale_id,
        instalment_id=instalment_id,
        amount=amount,
        facts={"what": what, "save_card": save_card, "minutes": minutes, **said},
    )


def owe_deposit(store: Store, booking: Booking, invoice: Invoice, amount: int, act: Act) -> Order:
    """Owe the page for the deposit of a booking that is held for it."""
    return owe_checkout(store, invoice, amount, act, booking=booking, what="deposit", live=hold_of(store))


def owe_charge(
    store: Store, invoice: Invoice, amount: int, payer: Payer, act: Act, key: str, *, due_at: datetime | None = None,
    sale_id: int | None = None, instalment_id: int | None = None,
) -> Order:  # fmt: skip
    """Owe a charge of the card that a person saved, without them. `key` names the one attempt that it is."""
    return owe(
        store,
        act,
        OrderKind.CHARGE,
        f"charge:{key}",
        due_at=due_at,
        person_id=payer.person_id,
        invoice_id=invoice.id,
        sale_id=sale_id,
        instalment_id=instalment_id,
        amount=amount,
        facts={"what": "instalment", "customer": payer.customer, "card": payer.card},
    )


def owe_refund(store: Store, refund: Refund, provider_id: str, act: Act, due_at: datetime | None = None) -> Order:
    """Owe the call that sends a refund of a card payment."""
    return owe(
        store, act, OrderKind.REFUND, f"refund:{refund.id}", due_at=due_at, refund_id=refund.id, amount=refund.amount,
        facts={"payment_intent": provider_id},
    )  # fmt: skip


def owe_look(store: Store, object_id: str, kind: str, key: str, act: Act, due_at: datetime | None = None) -> Order:
    """Owe a look at what an object of the provider is now; `kind` is what it calls it (checkout.session ...)."""
    return owe(store, act, OrderKind.LOOK, key, due_at=due_at, object_id=object_id, facts={"object": kind})


def owe_expiry(store: Store, page: Order, act: Act, due_at: datetime | None = None, key: str = "") -> Order:
    """Owe the closing of a page that exists."""
    return owe(
        store, act, OrderKind.EXPIRE, key or f"expire:{page.id}:{act.id}", due_at=due_at, object_id=page.object_id,
        invoice_id=page.invoice_id, booking_id=page.booking_id, facts={"page": page.id},
    )  # fmt: skip


def close_pages(store: Store, invoice: Invoice, act: Act) -> None:
    """Nobody is to pay this invoice any more: its pages are closed, and those not made yet are not made."""
    for page in store.checkouts_for(invoice_id=invoice.id or 0):
        if page.status is OrderStatus.OPEN:
            owe_expiry(store, page, act)
        elif page.status is OrderStatus.DUE and page.first_tried_at is None:
            end(store, page, OrderStatus.FAILED, "void")


def end(store: Store, order: Order, status: OrderStatus, why: str) -> None:
    """An order is what it will remain."""
    order.status, order.why, order.claimed_by, order.claimed_until = status, why, None, None
    store.add(order)


def hold_of(store: Store) -> timedelta:
    """How long a place waits for its deposit, from when it can be paid."""
    return timedelta(minutes=rules_of(store.practice()).policies.hold_minutes)

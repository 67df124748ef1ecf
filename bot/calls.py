"""The cashier's two transactions: what is due is claimed and made ready, and what came of it is recorded.

The network is between them, never inside: a crash anywhere leaves a claimed row, whose call is made again with the same
key, so that the provider does it once.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.till import Call, NotThere, TillError
from core import invoices, orders, payments, refunds, sold
from core.acts import Act
from core.notices import tell_owner
from core.rules import zone_of
from handlers.words import Words
from storage import calls
from storage.asking import id_of
from storage.models import InstalmentStatus, Order, OrderKind, OrderStatus, RefundStatus, Status
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.till import Found
    from storage.database import Database
    from storage.models import Refund

log = structlog.get_logger()

MAKING = {OrderKind.CHECKOUT, OrderKind.CHARGE, OrderKind.REFUND}
KEY_LIVES = timedelta(hours=23)  # Stripe keeps an idempotency key for 24 h at least
PAGE_KEY_LIVES = timedelta(seconds=60)  # a page's end is told when it is made: later it would be too near
GONE_ALREADY = {"charge_already_refunded", "charge_disputed"}  # Stripe's codes
ATTEMPTS = 60  # with pauses of up to an hour: more than two days
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Calls:
    """`till` is the provider that these calls are for, `name` whose claims these are, `link` the way to a page."""

    database: Database
    till: str
    name: str
    link: Callable[[str], str]

    def claim(self, now: datetime, limit: int = 10) -> list[Call]:
        """What is due, each call ours until its lease ends. Raises Busy."""
        with self.database.reading() as session:
            practices = calls.due_practices(session, now)
        ready: list[Call] = []
        for practice_id in practices:
            if len(ready) < limit:
                ready += self._claim(practice_id, now, limit - len(ready))
        return ready

    def _claim(self, practice_id: int, now: datetime, limit: int) -> list[Call]:
        with self.database.transaction(practice_id) as session:
            store = Store(session, practice_id)
            if store.practice().till != self.till:
                return []
            rows = calls.claim(session, self.name, now, practice_id, limit)
            return [call for row in rows if (call := _ready(store, row, now))]

    def record(self, call: Call, result: Sequence[Found] | NotThere | TillError, now: datetime) -> None:
        """Keep what came of a call. What the provider did counts, even when the lease ran out. Raises Busy."""
        with self.database.transaction(call.practice_id) as session:
            store = Store(session, call.practice_id)
            order = session.get_one(Order, call.order_id)
            act = Act(f"order:{order.id}:{call.attempts}:{now.timestamp()}", None, now)
            if isinstance(result, TillError | NotThere):
                if (order.status, order.claimed_by, order.attempts) == (OrderStatus.CLAIMED, self.name, call.attempts):
                    _failed(store, order, call, result, act)
            else:
                self._done(store, order, result, act)

    def _done(self, store: Store, order: Order, found: Sequence[Found], act: Act) -> None:
        for one in found:
            if order.kind is OrderKind.CHECKOUT and one.get("status") == "open":
                payments.opened(store, order, one, act, self.link(order.token))
            else:
                payments.apply(store, one, act)
        if order.status not in {OrderStatus.CLAIMED, OrderStatus.DUE}:
            return
        if order.kind in MAKING and found:  # on its way at the provider: the sweep looks at it again
            order.object_id = order.object_id or found[-1]["id"]
            orders.end(store, order, OrderStatus.OPEN, str(found[-1]["status"]))
        else:
            orders.end(store, order, OrderStatus.DONE, "")


def _ready(store: Store, order: Order, now: datetime) -> Call | None:
    """The order as a call; or nothing, when it is not to be made any more, and that is recorded."""
    act = Act(f"order:{order.id}:{order.attempts}", None, now)
    why = _pointless(store, order)
    if why is not None:
        _drop(store, order, why, act)
        return None
    spent = order.attempts > 1 and order.why.startswith(f"{order.attempts - 1}!")
    doubtful = order.attempts > 1 and not order.why.startswith(f"{order.attempts - 1}:")
    lives = PAGE_KEY_LIVES if order.kind is OrderKind.CHECKOUT else KEY_LIVES
    look_first = order.kind in MAKING and (spent or (doubtful and now - (order.first_tried_at or now) > lives))
    if order.first_tried_at is None or (not doubtful and not look_first and order.kind is OrderKind.CHECKOUT):
        _begin(order, now)
    store.add(order)
    return _call(store, order, look_first=look_first)


def _begin(order: Order, now: datetime) -> None:
    """A key is used for the first time: its day begins, and a page's end is set."""
    order.first_tried_at = now
    if order.kind is OrderKind.CHECKOUT:
        live = max(timedelta(minutes=order.facts["minutes"]), orders.SHORTEST + timedelta(minutes=1))
        order.expires_at = now + live


def _call(store: Store, order: Order, *, look_first: bool) -> Call:
    practice = store.practice()
    person = store.person(order.person_id) if order.person_id else None
    language = person.language if person else "en"
    payer = store.payer(order.person_id) if order.person_id else None
    words = Words(language, zone_of(practice), practice.currency)
    facts = order.facts
    return Call(
        order_id=id_of(order),
        practice_id=order.practice_id,
        kind=order.kind,
        key=f"repbook-{order.token}-{order.again}",
        token=order.token,
        amount=order.amount,
        currency=practice.currency.lower(),
        attempts=order.attempts,
        tried_at=order.first_tried_at or order.at,
        ends_at=order.expires_at,
        object_id=order.object_id,
        object_kind=facts.get("object", ""),
        what=words.paying_for(facts.get("what", ""), practice.name),
        language=language,
        customer=facts.get("customer") or (payer.customer if payer else None),
        card=facts.get("card"),
        save_card=bool(facts.get("save_card")),
        payment_intent=facts.get("payment_intent", ""),
        look_first=look_first,
    )


def _pointless(store: Store, order: Order) -> str | None:
    """Why a call is not to be made (any more), as things are now."""
    if order.kind is OrderKind.CHECKOUT:
        held = order.booking_id is None or store.booking(order.booking_id).status is Status.HELD
        return None if held and not store.invoice(order.invoice_id or 0).void else "void"
    if order.kind is OrderKind.CHARGE and order.attempts == 1:
        paid = order.instalment_id and store.instalment(order.instalment_id).status is InstalmentStatus.PAID
        over = paid or invoices.due(store, store.invoice(order.invoice_id or 0)) < order.amount
        return "paid" if over else None
    if order.kind is OrderKind.EXPIRE:
        page = store.session.get_one(Order, order.facts["page"])
        return None if page.status is OrderStatus.OPEN else "over"
    if order.kind is OrderKind.REFUND and order.attempts == 1:
        refund = store.refund(order.refund_id or 0)
        if store.is_disputed(store.payment(refund.payment_id)):
            return "disputed"
        return None if refund.status is RefundStatus.OWED else "cancelled"
    return None


def _drop(store: Store, order: Order, why: str, act: Act) -> None:
    if why == "disputed":
        refunds.cancel(store, store.refund(order.refund_id or 0), why, act)
    orders.end(store, order, OrderStatus.DONE if why == "over" else OrderStatus.FAILED, why)


# The outcome of attempt 3 is kept as "3:code" when it was certainly not done, "3?code" when it may have been, and
# "3!code" when its key is spent. An attempt without an outcome died with its cashier, and may have been done.


def _failed(store: Store, order: Order, call: Call, result: TillError | NotThere, act: Act) -> None:
    if isinstance(result, NotThere):
        order.again, order.first_tried_at = order.again + 1, None
        _later(store, order, f"{order.attempts}:again", act.at)
        return
    log.info("order.not_done", order=order.id, kind=order.kind.value, why=result.code)
    if result.permanent or order.attempts >= ATTEMPTS:
        _given_up(store, order, result.code, act)
        return
    mark = "!" if result.spent or call.look_first else "?" if result.doubt or _was_doubtful(order) else ":"
    _later(store, order, f"{order.attempts}{mark}{result.code}", act.at + pause(order.attempts, result))


def _was_doubtful(order: Order) -> bool:
    return order.attempts > 1 and not order.why.startswith(f"{order.attempts - 1}:")


def _later(store: Store, order: Order, why: str, due_at: datetime) -> None:
    order.due_at = due_at
    orders.end(store, order, OrderStatus.DUE, why)


def pause(attempts: int, error: TillError) -> timedelta:
    """How long until the next attempt: what the provider asks for, or longer each time, and never all at once."""
    if error.wait is not None:
        return error.wait
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts, 20))
    return timedelta(seconds=longest * random.uniform(0.5, 1))  # noqa: S311  no secret


def _was_given_back(store: Store, refund: Refund, code: str, act: Act) -> None:
    """Somebody gave it back at the provider's own site, or the bank did: ours is not owed, theirs is learned."""
    refunds.cancel(store, refund, code, act)
    intent = store.payment(refund.payment_id).provider_id or ""
    orders.owe_look(store, intent, "refunds", f"look:refund:{refund.id}:{code}", act)


def _given_up(store: Store, order: Order, code: str, act: Act) -> None:
    """The provider will never do it: whoever waits for it hears so."""
    orders.end(store, order, OrderStatus.FAILED, code)
    if order.kind is OrderKind.REFUND:
        refund = store.refund(order.refund_id or 0)
        if code in GONE_ALREADY:
            _was_given_back(store, refund, code, act)
            return
        refund.status = RefundStatus.FAILED
        store.add(refund)
        person = store.payment(refund.payment_id).person_id
        tell_owner(store, act, "refund_failed", subject=refund.id, amount=refund.amount, person=person)
    elif order.kind is OrderKind.CHARGE:
        sold.declined(store, order, code, act)
    elif order.kind is OrderKind.CHECKOUT:
        payments.not_opened(store, order, act)

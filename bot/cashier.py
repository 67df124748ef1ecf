"""The only code that calls the payment provider: what is due is claimed, called and recorded; what was missed is found.

Two ways to use it: `settle` at once and in this thread (the stage of `play` and `chat`), or `Cashier` in the program.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.till import TillError
from core import disputes, orders, refunds
from core.acts import Act
from core.payments import apply
from storage import calls as owed
from storage import lines, post
from storage.database import Busy
from storage.models import OrderKind, RefundStatus
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.calls import Calls
    from bot.till import Call, Found, NotThere, Till, Told
    from bot.worker import Worker
    from storage.database import Database

log = structlog.get_logger()

IN_FLIGHT = 8
EVENTS_LAST = timedelta(days=30)  # how long Stripe can say what it could not deliver
DISPUTES_COME = timedelta(days=540)  # how long after a payment the card networks let a cardholder dispute it
CHANNEL = "stripe"  # of the inbox


def settle(calls: Calls, till: Till, now: datetime) -> int:
    """Make all calls that are due, one after the other, and say how many. Raises Busy."""
    made = 0
    while ready := calls.claim(now):
        for call in ready:
            calls.record(call, called(till, call), now)
        made += len(ready)
    return made


def called(till: Till, call: Call) -> Sequence[Found] | NotThere | TillError:
    """What came of one call, whatever it was."""
    try:
        return till.call(call)
    except TillError as error:
        return error
    except Exception as error:  # a defect of ours: it would only come again, but the money may have moved
        log.exception("call.defect", order=call.order_id, kind=call.kind.value)
        return TillError(type(error).__name__, doubt=True)


def open_till(database: Database, name: str, *, instead_of: Iterable[str] | None = None) -> None:
    """Let every practice of this database take payments at this till (nobody: ""), instead of these or of any other."""
    with database.reading() as session:
        practices = lines.practices(session)
    for practice_id in practices:
        with database.transaction(practice_id) as session:
            practice = Store(session, practice_id).practice()
            if practice.till != name and (instead_of is None or practice.till in instead_of):
                practice.till = name
                session.add(practice)


def told(database: Database, event: Told, now: datetime) -> bool:
    """Keep an event, whoever brings it first, and owe the look at its object. False: it is of no practice here."""
    with database.reading() as session:
        practice_id = (
            (owed.practice_of_mark(session, event.token) if event.token else None)
            or (owed.practice_of_payment(session, event.payment_intent) if event.payment_intent else None)
            or lines.only_practice(session)
        )
    if practice_id is None:
        return False
    with database.transaction(practice_id) as session:
        store = Store(session, practice_id)
        if _is_known(store, event):
            return True
        body = f"{event.kind} {event.object_id}"
        inbox = post.receive(store, practice_id, CHANNEL, event.id, None, body, now)
        if inbox is not None:
            act = Act(inbox.act, None, now)
            orders.owe_look(store, event.object_id, event.object_kind, f"look:{inbox.act}", act)
    return True


def _is_known(store: Store, event: Told) -> bool:
    """Was it listed as we have it already? What a webhook tells is looked at in any case."""
    if event.kind != "listed":
        return False
    if event.object_kind == "dispute":
        dispute = store.dispute_by_provider(event.object_id)
        return dispute is not None and dispute.status is disputes.status_of(event.status)
    refund = store.refund_by_provider(event.object_id)
    return refund is not None and refund.status is refunds.STATUSES.get(event.status)


def missed(till: Till, now: datetime) -> list[Told]:
    """What no webhook has told us, as far as the till can say. Raises TillError."""
    return [*till.undelivered(now - EVENTS_LAST), *till.gone_back(now - DISPUTES_COME)]


def sweep(database: Database, till: str, now: datetime) -> None:
    """Owe a look at everything of ours that the provider has and has not ended, as far as we know: once an hour."""
    with database.reading() as session:
        practices = lines.practices(session)
    for practice_id in practices:
        with database.transaction(practice_id) as session:
            store = Store(session, practice_id)
            if store.practice().till == till:
                _look_at_all(store, now)


def _look_at_all(store: Store, now: datetime) -> None:
    hour = f"{now:%Y-%m-%dT%H}"
    act = Act(f"sweep:{store.practice_id}:{now.isoformat()}", None, now)
    kinds = {OrderKind.CHECKOUT: "checkout.session", OrderKind.CHARGE: "payment_intent"}
    for order in owed.unfinished(store.session, store.practice_id):
        if order.kind in kinds:
            orders.owe_look(store, order.object_id or "", kinds[order.kind], f"look:{order.id}:{hour}", act)
    for refund in store.refunds_with(RefundStatus.PENDING):
        orders.owe_look(store, refund.provider_id or "", "refund", f"look:refund:{refund.id}:{hour}", act)


def pay(database: Database, practice_id: int, person_id: int, now: datetime, *, late: bool = False) -> bool:
    """At the stand-in, somebody pays on their newest page. False: they have none."""
    from bot import standin

    with database.transaction(practice_id) as session:
        store = Store(session, practice_id)
        page = standin.payable(store, person_id, late=late)
        if page is None:
            return False
        apply(store, standin.paid(page), Act(f"pay:{page.token}:{now.isoformat()}", None, now))
    return True


class Cashier:
    """Runs as one task. `nudge` makes it look at once; somebody else nudges it now and then for what falls due."""

    def __init__(self, calls: Calls, till: Till, worker: Worker, now: Callable[[], datetime]) -> None:
        self._calls, self._till, self._worker, self._now = calls, till, worker, now
        self._wake = asyncio.Event()
        self._flights: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.recorded: Callable[[], None] = lambda: None  # somebody may be owed a message now

    def nudge(self) -> None:
        """Something may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Call until `stop`."""
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            await self._round()

    async def stop(self) -> None:
        """Claim no more, and let what is under way end: a call that is cut off is made again at the next start."""
        self._stopping = True
        self.nudge()
        if self._flights:
            await asyncio.wait(self._flights, timeout=25)

    async def _round(self) -> None:
        try:
            while not self._stopping and (room := IN_FLIGHT - len(self._flights)) > 0:
                ready = await self._worker.run(self._calls.claim, self._now(), room)
                for call in ready:
                    flight = asyncio.create_task(self._flight(call))
                    self._flights.add(flight)
                    flight.add_done_callback(self._flights.discard)
                if len(ready) < room:
                    break
        except Busy:
            log.warning("cashier.busy")  # the next tick tries again
        except Exception:
            log.exception("cashier.failed")

    async def _flight(self, call: Call) -> None:
        result = await asyncio.to_thread(called, self._till, call)
        for _ in range(5):
            try:
                await self._worker.run(self._calls.record, call, result, self._now())
                break
            except Busy:
                await asyncio.sleep(1)
            except Exception:
                log.exception("call.unrecorded", order=call.order_id)
                break
        self.nudge()
        self.recorded()

    async def reconcile(self) -> None:
        """Find what no webhook told us: undelivered events, refunds and disputes, and our own open orders."""
        now, database = self._now(), self._calls.database
        try:
            await self._worker.run(sweep, database, self._till.name, now)
            for event in await asyncio.to_thread(missed, self._till, now):
                await self._worker.run(told, database, event, now)
        except (TillError, Busy) as error:
            log.warning("reconcile.later", why=str(error))
        except Exception:
            log.exception("reconcile.failed")
        self.nudge()

"""The composition root: everything real, put together once."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot import backups, cashier, outgoing
from bot import conversation as conversations
from bot.dispatch import Dispatcher, utc_now
from bot.errors import Damaged, SendError
from bot.http import Http
from bot.links import INVOICE, RECEIPT, TERMS, LinkIsOver, Links
from bot.outgoing import Outgoing
from bot.pages import facts_of
from bot.pdf import Paper
from bot.terms_page import terms_of
from bot.ticks import Ticks
from bot.watch import Watch
from bot.worker import Worker
from core import alerts
from storage import calls, lines
from storage.database import Busy, Database
from storage.models import Channel, Invoice, OrderStatus, Plan, Receipt
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from datetime import datetime
    from typing import Any

    from telegram import Update

    from bot.cashier import Cashier
    from bot.conversation import Conversation
    from bot.letter import Sender
    from bot.pages import PracticeFacts
    from bot.polling import Polling
    from bot.settings import Settings
    from bot.sms import Form, Status
    from bot.stripe import Stripe
    from bot.till import Told
    from handlers.events import Event

T = TypeVar("T")

log = structlog.get_logger()

OVERLAP = timedelta(hours=1)  # how far before the last message we look for missed ones: repeats cost nothing
RECONCILE = 3600.0  # seconds between two looks for what no webhook of Stripe told us
ASK_AGAIN = 30.0  # seconds until missed messages are asked for again
# The Telegram library and Twilio's are imported with the channel they belong to: a start stays quick without them.


class Repbook:
    """The running program: what comes in goes to the worker thread, what is owed goes out through the dispatcher."""

    def __init__(
        self,
        settings: Settings,
        *,
        conversation: Conversation | None = None,
        now: Callable[[], datetime] = utc_now,
        database: Database | None = None,
    ) -> None:
        self.settings, self.now = settings, now
        self.conversation = conversation or conversations.ours()
        self.database = database or Database(settings.database, secret=settings.secret())
        self.worker, self.http = Worker(), Http()
        self._open_channels()
        name = f"{socket.gethostname()}:{os.getpid()}:{id(self):x}"
        self.links = Links(self.database.keys_for("links"), settings.public_url) if settings.public_url else None
        self.outgoing = Outgoing(self.database, self.conversation, frozenset(self.senders), name, self.links)
        self.dispatcher = Dispatcher(self.outgoing, self.worker, self.senders, now)
        self.watch = Watch(self.database, self.worker, now)
        self._open_till(name)
        self.ticks = Ticks(self._tick, self.sweep)
        self._practices: dict[tuple[Channel, str], int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._polling: Polling | None = None

    def _open_till(self, name: str) -> None:
        """Payments by card need a key; without one clients pay at the practice."""
        self.cashier: Cashier | None = None
        self.till: Stripe | None = None
        if self.settings.stripe_api_key and self.settings.stripe_webhook_secret:
            from bot.calls import Calls
            from bot.cashier import Cashier
            from bot.stripe import Stripe

            key, secret = self.settings.stripe_api_key, self.settings.stripe_webhook_secret
            public = self.settings.public_url or ""
            self.till = Stripe(key.get_secret_value(), self.settings.stripe_api_url, public, secret.get_secret_value())
            calls = Calls(self.database, self.till.name, name, lambda token: f"{public}/p/pay/{token}")
            self.cashier = Cashier(calls, self.till, self.worker, self.now)
            self.cashier.recorded = self.dispatcher.nudge

    def _open_channels(self) -> None:
        self.senders: dict[Channel, Sender] = {}
        self.sms = self.telegram = None
        if self.settings.sms:
            from bot.twilio_api import Sms

            self.sms = self.senders[Channel.SMS] = Sms(self.settings, self.http)
        if self.settings.telegram:
            from bot.telegram import Telegram

            self.telegram = self.senders[Channel.TELEGRAM] = Telegram(self.settings, self.http)

    async def start(self) -> None:
        """Take up what was left, and listen."""
        self._dispatching = asyncio.create_task(self.dispatcher.run())
        with suppress(Busy):  # then the sweep does it
            await self.worker.run(self._who_takes_payments)
        if self.cashier:
            self._cashing = asyncio.create_task(self.cashier.run())
            self._aside(self._reconcile())
        self.ticks.start()
        if self.telegram and not self.settings.telegram_webhook_secret:
            from bot.polling import Polling

            self._polling = Polling(self.telegram.bot, self.take_update, self.watch.tell)
            self._listening = asyncio.create_task(self._polling.run())
        if self.sms:
            self._aside(self._fetch_missed())
        self.dispatcher.nudge()
        log.info("started", channels=[c.value for c in self.senders])

    async def stop(self) -> None:
        """Listen no more, finish the turns that have begun, send what is claimed, close."""
        if self._polling:
            self._polling.stop()
            await self._listening
        self.ticks.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.cashier:
            await self.cashier.stop()
            await self._cashing
        with suppress(Busy):
            await self.dispatcher.stop()
        self.dispatcher.nudge()
        await self._dispatching
        await self.http.close()
        await asyncio.to_thread(self.worker.close)
        self.database.close()
        log.info("stopped")

    def _aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it beside everything else."""
        task = asyncio.create_task(_alone(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _nudge(self) -> None:
        """Something may be owed now."""
        self.dispatcher.nudge()
        if self.cashier:
            self.cashier.nudge()

    # In

    async def submit(self, event: Event) -> None:
        """Take an event through its turn. Raises Busy: then nothing happened, and it may come again."""
        await self.worker.run(self.conversation.turn, self.database, event, self.now())
        self._nudge()

    async def practice_for(self, channel: Channel, address: str) -> int | None:
        """The practice that this address of ours belongs to."""
        known = self._practices.get((channel, address))
        if known is None:
            known = await self.worker.run(self._practice_of, channel, address)
            if known is not None:
                self._practices[channel, address] = known
        return known

    def _practice_of(self, channel: Channel, address: str) -> int | None:
        with self.database.reading() as session:
            return lines.practice_of(session, channel, address)

    async def take_sms(self, form: Form, at: datetime | None = None) -> None:
        """An inbound text. Raises Malformed and Busy."""
        from bot.sms import event_of

        practice_id = await self.practice_for(Channel.SMS, form.get("To", ""))
        event = event_of(form, practice_id or 0, at or self.now())
        if event is None or practice_id is None:
            log.info("sms.not_for_us", event_id=form.get("MessageSid"))
            return
        await self.submit(event)

    async def take_status(self, status: Status, ours: str, row_id: int | None) -> None:
        """What became of a text, said of our number `ours`. Raises Busy."""
        practice_id = await self.practice_for(Channel.SMS, ours)
        if practice_id is not None:
            await self.worker.run(outgoing.reported, self.database, practice_id, status, row_id, self.now())

    async def take_update(self, update: Update) -> None:
        """A Telegram update. Raises Busy."""
        from bot.telegram import event_of, group_of

        assert self.telegram is not None  # noqa: S101  it is where updates come from
        if (group := group_of(update)) is not None:
            self._aside(self.telegram.left(group))
            return
        if update.callback_query:
            self.telegram.noted(update.callback_query)
            self._aside(self.telegram.answered(update.callback_query))
        practice_id = await self.practice_for(Channel.TELEGRAM, str(self.telegram.id))
        event = event_of(update, practice_id or 0, self.telegram.id, self.now())
        if event is not None and practice_id is not None:
            await self.submit(event)

    async def take_payment_event(self, event: Told) -> None:
        """Something happened at Stripe: kept, and looked at by the cashier. Raises Busy."""
        if not await self.worker.run(cashier.told, self.database, event, self.now()):
            log.info("stripe.not_for_us", event_id=event.id)
        if self.cashier:
            self.cashier.nudge()

    async def _reconcile(self) -> None:
        """At the start and every hour: what no webhook told us."""
        while self.cashier:
            await self.cashier.reconcile()
            await asyncio.sleep(RECONCILE)

    async def _fetch_missed(self) -> None:
        """Take the texts that came while we were away: Twilio repeats a webhook for seconds only."""
        assert self.sms is not None  # noqa: S101  the caller looked
        since = await self.worker.run(self._last_received)
        while since is not None:
            try:
                for received in await self.sms.received(since - OVERLAP):
                    await self.take_sms(received.form, received.at)
            except (SendError, Busy) as error:
                log.warning("sms.missed_unknown", why=type(error).__name__)
                await asyncio.sleep(ASK_AGAIN)
            else:
                return

    def _last_received(self) -> datetime | None:
        with self.database.reading() as session:
            return lines.last_received(session, Channel.SMS)

    # Questions

    async def within(self, seconds: float, question: Callable[[], T]) -> T:
        """The answer to a question to the database. Raises TimeoutError and Busy."""
        async with asyncio.timeout(seconds):
            return await self.worker.run(question)

    def paper(self, token: str, shape: int = RECEIPT) -> Paper | None:
        """The receipt or invoice that a link leads to, if it is good still. For the worker thread."""
        try:
            row_id, copy = self.links.read(token, self.now(), shape) if self.links else (0, 0)
        except LinkIsOver:
            return None
        with self.database.reading() as session:
            if shape == INVOICE:
                invoice = session.get(Invoice, row_id)
                return Paper.of_invoice(Store(session, invoice.practice_id), invoice, self.now()) if invoice else None
            receipt = session.get(Receipt, row_id)
            return Paper.of(receipt, copy) if receipt else None

    def terms_page(self, token: str, lang: str) -> str | None:
        """The terms that a link leads to, if it is good still. For the worker thread."""
        try:
            plan_id, french = self.links.read(token, self.now(), TERMS) if self.links else (0, 0)
        except LinkIsOver:
            return None
        with self.database.reading() as session:
            plan = session.get(Plan, plan_id)
            return terms_of(session, plan, lang or ("fr" if french else "en"), self.now()) if plan else None

    def practice_facts(self) -> PracticeFacts | None:
        """What the public pages say, when there is one practice to say it of. For the worker thread."""
        with self.database.reading() as session:
            practice_id = lines.only_practice(session)
            return facts_of(Store(session, practice_id).practice()) if practice_id else None

    def _who_takes_payments(self) -> None:
        cashier.open_till(self.database, self.till.name if self.till else "")

    def page_url(self, token: str) -> str | None:
        """Where a link of ours leads, while somebody can pay there. For the worker thread."""
        with self.database.reading() as session:
            page = calls.page_of(session, token)
            if page is None or page.status is not OrderStatus.OPEN or (page.expires_at or self.now()) <= self.now():
                return None
            return str(page.facts["url"])

    # Time

    async def _tick(self) -> None:
        self._nudge()

    async def sweep(self) -> None:
        """Do what time alone brings."""
        try:
            await self.worker.run(self._who_takes_payments)
            await self.worker.run(self.conversation.sweep, self.database, self.now())
        except Busy:
            log.warning("sweep.busy")
        except Exception as error:
            log.exception("sweep.failed")
            await self.watch.tell(alerts.TICK, why=type(error).__name__)
        else:
            await self.watch.ended(alerts.TICK)
        await self._back_up()
        if self.watch.is_time():
            by_webhook = self.telegram if self.settings.telegram_webhook_secret else None
            self._aside(self.watch.look(by_webhook, self.sms, self.take_sms))
        self.dispatcher.nudge()

    async def _back_up(self) -> None:
        """Once a night, where the machine can."""
        copies, now = backups.of(self.settings), self.now()
        if not backups.due(copies, self.settings.backups, now):
            return
        try:
            await asyncio.to_thread(backups.nightly, copies, self.settings.backups, now)
        except (Damaged, OSError) as error:
            log.exception("backup.failed")
            await self.watch.tell(alerts.BACKUP, why=type(error).__name__)
        else:
            log.info("backup.taken")
            await self.watch.ended(alerts.BACKUP)


async def _alone(work: Coroutine[Any, Any, None]) -> None:
    """Do what nobody waits for."""
    try:
        await work
    except SendError as error:  # a courtesy to Telegram that failed
        log.info("aside.not_sent", why=error.code)
    except Exception:
        log.exception("aside.failed")

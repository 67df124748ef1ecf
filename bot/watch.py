"""Watches the program itself: what cannot reach us, and what time should have done, is told to the owners.

A trouble of the program is every practice's: each owner gets the line.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog

from bot.doors import Doors
from bot.errors import SendError
from core import alerts
from storage import lines
from storage.database import Busy
from storage.models import Channel
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.sms import Form
    from bot.telegram import Telegram
    from bot.twilio_api import Received, Sms
    from bot.worker import Worker
    from storage.database import Database

log = structlog.get_logger()

LOOK = timedelta(minutes=5)  # how often we ask a provider whether it reaches us
ON_ITS_WAY = timedelta(minutes=2)  # so young, a text may still come by the webhook


class Watch:
    """Tells owners of what keeps Repbook from its work, and counts the wrong calls at its doors."""

    def __init__(self, database: Database, worker: Worker, now: Callable[[], datetime]) -> None:
        self._database, self._worker, self._now = database, worker, now
        self._doors = Doors(lambda: now().timestamp())
        self._looked_at = now()

    async def tell(self, what: str, **facts: Any) -> None:
        """Tell every owner."""
        await self._to_all(lambda store: alerts.tell(store, what, self._now(), **facts))

    async def ended(self, what: str) -> None:
        """It works again."""
        await self._to_all(lambda store: alerts.ended(store, what, self._now()))

    async def _to_all(self, saying: Callable[[Store], None]) -> None:
        try:
            await self._worker.run(self._say, saying)
        except Busy:
            log.warning("watch.busy")
        except Exception:  # the database itself may be the trouble
            log.exception("watch.failed")

    def _say(self, saying: Callable[[Store], None]) -> None:
        with self._database.reading() as session:
            practices = lines.practices(session)
        for practice_id in practices:
            with self._database.transaction(practice_id) as session:
                saying(Store(session, practice_id))

    # Calls that come to us

    def opened(self, channel: Channel) -> None:
        """A provider's call was right."""
        self._doors.opened(channel)

    async def turned_away(self, channel: Channel, why: str) -> None:
        """A call was wrong: its signature, or its secret."""
        if self._doors.turned_away(channel):
            await self.tell(alerts.WEBHOOK, channel=channel.value, why=why)

    # Calls that do not come

    def is_time(self) -> bool:
        """Is it time to ask the providers whether they reach us?"""
        return self._now() - self._looked_at >= LOOK

    async def look(self, telegram: Telegram | None, sms: Sms | None, take: Callable[[Form, datetime], Any]) -> None:
        """Ask the providers: Telegram says what failed, and of Twilio we fetch the texts that no call has brought."""
        since, self._looked_at = self._looked_at, self._now()
        try:
            if telegram is not None and (why := await telegram.trouble_since(since)):
                await self.tell(alerts.WEBHOOK, channel=Channel.TELEGRAM.value, why=why)
            if sms is not None:
                await self._take_unheard(await sms.received(since - LOOK), take)
        except (SendError, Busy) as error:
            log.info("watch.unanswered", why=type(error).__name__)

    async def _take_unheard(self, received: list[Received], take: Callable[[Form, datetime], Any]) -> None:
        late = {text.form["MessageSid"]: text for text in received if text.at <= self._now() - ON_ITS_WAY}
        unheard = await self._worker.run(self._unheard, list(late))
        for event in unheard:
            await take(late[event].form, late[event].at)
        if unheard:
            await self.tell(alerts.WEBHOOK, channel=Channel.SMS.value, why="fetched", of=min(unheard))

    def _unheard(self, events: list[str]) -> set[str]:
        with self._database.reading() as session:
            return lines.unheard(session, Channel.SMS, events)

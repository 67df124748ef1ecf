"""Long polling: Telegram's messages without a public address."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram import WANTED, chat_of
from core import alerts
from storage.database import Busy
from storage.models import Channel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from telegram import Bot, Update

log = structlog.get_logger()

PATIENCE = 25  # seconds that Telegram waits for something to tell
LONGEST_PAUSE = 60.0
WORTH_TELLING = 6  # failures in a row, in about a minute, of which the owner hears


class Polling:
    """Asks for updates and hands them on: those of one chat in order, different chats side by side.

    An update that could not be taken (Busy) is asked for again, and so are those of its chat behind it; whoever takes
    them knows a repeat.
    """

    def __init__(
        self, bot: Bot, take: Callable[[Update], Awaitable[None]], tell: Callable[..., Awaitable[None]]
    ) -> None:
        self._bot, self._take, self._tell = bot, take, tell
        self._offset: int | None = None
        self._failures = 0
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Poll until `stop`."""
        while not self._stopping.is_set():
            updates = await self._until_stop(self._updates())
            if updates:
                await self._take_all(updates)

    def stop(self) -> None:
        """Ask no more. What was got already is still taken."""
        self._stopping.set()

    async def _until_stop(self, asking: Awaitable[tuple[Update, ...]]) -> tuple[Update, ...]:
        asked = asyncio.ensure_future(asking)
        stopped = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if asked.done():
            return asked.result()
        asked.cancel()
        return ()

    async def _updates(self) -> tuple[Update, ...]:
        try:
            updates = await self._bot.get_updates(self._offset, timeout=PATIENCE, allowed_updates=WANTED)
        except TelegramError as error:
            await self._wait_after(error)
            return ()
        except Exception:
            log.exception("telegram.unreadable")
            await asyncio.sleep(LONGEST_PAUSE)
            return ()
        self._failures = 0
        return updates

    async def _wait_after(self, error: TelegramError) -> None:
        self._failures += 1
        log.warning("telegram.poll_failed", error=type(error).__name__, failures=self._failures)
        if isinstance(error, Conflict):  # a webhook is set, or another process polls
            await self._without_webhook()
        await self._tell_of(error)
        asked = error.retry_after.total_seconds() if isinstance(error, RetryAfter) else 0  # type: ignore[union-attr]
        await asyncio.sleep(max(asked, min(LONGEST_PAUSE, 2.0 ** min(self._failures, 6) / 2)))

    async def _tell_of(self, error: TelegramError) -> None:
        """A token that is refused is told at once; what may pass, when it lasts."""
        if isinstance(error, InvalidToken):
            await self._tell(alerts.TOKEN, channel=Channel.TELEGRAM.value)
        elif self._failures >= WORTH_TELLING:
            await self._tell(alerts.WEBHOOK, channel=Channel.TELEGRAM.value, why=type(error).__name__)

    async def _without_webhook(self) -> None:
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("telegram.webhook_stays", error=type(error).__name__)

    async def _take_all(self, updates: Iterable[Update]) -> None:
        chats: dict[int | None, list[Update]] = defaultdict(list)
        for update in updates:
            chats[chat_of(update)].append(update)
        left = await asyncio.gather(*(self._take_in_order(theirs) for theirs in chats.values()))
        again = [update_id for update_id in left if update_id is not None]
        self._offset = min(again) if again else max(u.update_id for theirs in chats.values() for u in theirs) + 1
        if again:
            await asyncio.sleep(1)

    async def _take_in_order(self, updates: Iterable[Update]) -> int | None:
        """Take a chat's updates; answer the first that must come again."""
        for update in updates:
            try:
                await self._take(update)
            except Busy:
                return update.update_id
            except Exception:
                log.exception("telegram.update_failed", update=update.update_id)
        return None

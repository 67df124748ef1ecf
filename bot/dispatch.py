"""The only code that sends: what is due is claimed, sent to many people at once and to each in order, and recorded."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from bot.errors import Fault, SendError
from bot.letter import Outcome, Receipt, Tidied
from storage.database import Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.letter import Letter, Sender
    from bot.outgoing import Outgoing
    from bot.worker import Worker
    from storage.models import Channel

log = structlog.get_logger()

IN_FLIGHT = 50
LANDS_WITHIN = 10.0  # seconds that a stop waits for letters in flight


def utc_now() -> datetime:
    return datetime.now(UTC)


class Dispatcher:
    """Runs as one task. `nudge` makes it look at once; somebody else nudges it now and then for what falls due."""

    def __init__(
        self,
        outgoing: Outgoing,
        worker: Worker,
        senders: Mapping[Channel, Sender],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._outgoing, self._worker, self._senders, self._now = outgoing, worker, senders, now
        self._wake = asyncio.Event()
        self._flights: set[asyncio.Task[None]] = set()
        self._landed: list[Outcome] = []
        self._stopping = False
        self.refused: dict[Channel, str] = {}
        """Channels whose provider refuses us until somebody mends the setup, and its code."""

    def nudge(self) -> None:
        """Something may be due."""
        self._wake.set()

    async def run(self) -> None:
        """Dispatch until `stop`."""
        while not self._stopping:
            await self._wake.wait()
            self._wake.clear()
            await self._round()

    async def stop(self) -> None:
        """Claim no more, let what flies land, and record it."""
        self._stopping = True
        self.nudge()
        if self._flights:
            await asyncio.wait(self._flights, timeout=LANDS_WITHIN)
        await self._record()

    async def _round(self) -> None:
        try:
            await self._record()
            while not self._stopping and (room := IN_FLIGHT - len(self._flights) - len(self._landed)) > 0:
                letters = await self._worker.run(self._outgoing.claim, self._now(), room)
                for letter in letters:
                    self._fly(letter)
                # What has landed is kept before more is taken: a crash then leaves a batch in doubt, and no more.
                await self._record()
                if len(letters) < room:
                    break
        except Busy:
            log.warning("dispatch.busy")  # the next tick tries again
        except Exception:
            log.exception("dispatch.failed")

    async def _record(self) -> None:
        landed, self._landed = self._landed, []
        if not landed:
            return
        try:
            await self._worker.run(self._outgoing.record, landed, self._now())
        except BaseException:
            self._landed = landed + self._landed
            raise

    def _fly(self, letter: Letter) -> None:
        flight = asyncio.create_task(self._flight(letter))
        self._flights.add(flight)
        flight.add_done_callback(self._flights.discard)

    async def _flight(self, letter: Letter) -> None:
        sender = self._senders[letter.channel]
        result = await _sent(sender, letter)
        self._note(letter.channel, result)
        self._land(Outcome(letter, result))
        if letter.shown and not isinstance(result, SendError):
            self._land(Outcome(letter, await _tidied(sender, letter)))

    def _note(self, channel: Channel, result: Receipt | SendError) -> None:
        if isinstance(result, Receipt):
            self.refused.pop(channel, None)
        elif result.fault is Fault.SETUP:
            self.refused[channel] = result.code

    def _land(self, outcome: Outcome) -> None:
        self._landed.append(outcome)
        self.nudge()


async def _sent(sender: Sender, letter: Letter) -> Receipt | SendError:
    try:
        return await sender.send(letter)
    except SendError as error:
        return error
    except Exception as error:  # a defect of ours, which would only come again
        log.exception("letter.defect", row=letter.row_id, kind=letter.kind)
        return SendError(Fault.CONTENT, type(error).__name__)


async def _tidied(sender: Sender, letter: Letter) -> Tidied:
    try:
        return Tidied(await sender.tidy(letter))
    except Exception:
        log.exception("letter.untidy", row=letter.row_id)
        return Tidied(())

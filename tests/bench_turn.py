"""A booking turn, from the event to the commit: CPU by part, and waits with 1 and 16 people writing at once.

Beside it, a bare python-telegram-bot application that parses an update and echoes it, with no network on either side.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters
from telegram.request import BaseRequest

from bot.casting import cast
from bot.conversation import ours
from bot.play_file import Play
from bot.server import spare_what_stays
from bot.worker import Worker
from handlers.events import Event
from handlers.understanding import understand
from handlers.understanding.meaning import Context
from storage.database import Database
from storage.models import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.stage import Stage

LINES = ("thursday 3pm with ana", "yes", "undo")
ROUNDS = 60


def run() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        stage = _stage(folder, people=17)
        _warm(stage)
        spare_what_stays()  # as `serve` does
        cpu = _cpu(stage)
        parts = {"understand": _cpu_of(lambda: _read(stage)), "empty transaction": _cpu_of(lambda: _empty(stage))}
        echo_cpu = asyncio.run(_echo_cpu())
        print("A booking turn (event to commit; SQLite, synchronous=FULL)")
        print(f"  CPU a turn                        {cpu:6.2f} ms")
        for name, cost in parts.items():
            print(f"    of which {name:<22}   {cost:6.2f} ms")
        print(f"    of which everything else          {cpu - sum(parts.values()):6.2f} ms")
        print(f"  CPU of a bare PTB echo             {echo_cpu:6.2f} ms   (a turn is {cpu / echo_cpu:.1f} x)")
        for senders in (1, 16):
            waits = asyncio.run(_waits(stage, senders))
            cuts = quantiles(waits, n=100)
            rate = len(waits) / sum(waits) * senders
            half, most = cuts[49] * 1e3, cuts[98] * 1e3
            print(f"  {senders:2} senders: p50 {half:6.1f} ms, p99 {most:6.1f} ms, {rate:5.0f} turns/s")
        stage.close()


def _stage(folder: str, people: int) -> Stage:
    cast_of = {
        f"p{n}": {"name": f"Person {n}", "phone": f"+1416555{n:04}", "plan": "performance"} for n in range(people)
    }
    at = datetime(2026, 3, 2, 10, 15)  # noqa: DTZ001  the practice's own clock
    script = Play(Path("bench"), "bench", "sample", {"policies": {"undo_minutes": 60}}, at, cast_of, [], "en")
    return cast(script, "sms", "en", lambda: Database(f"sqlite:///{folder}/bench.db", secret="of a bench"), Path())


_numbers = iter(range(10**9))


def _event(stage: Stage, person: int, text: str) -> Event:
    address = stage.actors[f"p{person}"].addresses[Channel.SMS]
    return Event(f"bench-{next(_numbers)}", stage.practice_id, Channel.SMS, address, stage.now, text)


def _turn(stage: Stage, person: int, text: str) -> None:
    ours().turn(stage.database, _event(stage, person, text), stage.now)


def _warm(stage: Stage) -> None:
    for text in LINES * 20:  # until every statement is compiled and every cache is warm
        _turn(stage, 0, text)


def _cpu(stage: Stage) -> float:
    start = time.process_time()
    for _ in range(ROUNDS // 3):
        for text in LINES:
            _turn(stage, 0, text)
    return (time.process_time() - start) * 1000 / (ROUNDS // 3 * len(LINES))


def _cpu_of(act: Callable[[], Any]) -> float:
    act()
    start = time.process_time()
    for _ in range(ROUNDS):
        act()
    return (time.process_time() - start) * 1000 / ROUNDS


def _read(stage: Stage) -> None:
    understand(LINES[0], Context(zone=ZoneInfo("America/Toronto")), stage.now)


def _empty(stage: Stage) -> None:
    with stage.database.transaction(stage.practice_id):
        pass


async def _waits(stage: Stage, senders: int) -> list[float]:
    """How long each sender waits for the commit of their message, one after the other's."""
    worker, waits = Worker(), []

    async def send(person: int) -> None:
        for _ in range(max(2, ROUNDS // 3 // senders)):
            for text in LINES:
                start = time.perf_counter()
                await worker.run(_turn, stage, person, text)
                waits.append(time.perf_counter() - start)

    await asyncio.gather(*(send(n) for n in range(senders)))
    worker.close()
    return waits


class _NoNetwork(BaseRequest):
    """Answers every call at once."""

    read_timeout = 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        me = {"id": 1, "is_bot": True, "first_name": "Echo", "username": "echo_bot"}
        message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "x"}
        return 200, json.dumps({"ok": True, "result": me if url.endswith("getMe") else message}).encode()


async def _echo_cpu() -> float:
    """A bare echo: an update is parsed, dispatched and answered."""
    app = ApplicationBuilder().token("1:x").updater(None).request(_NoNetwork()).build()

    async def echo(update: Update, _: Any) -> None:
        if update.message and update.message.text:
            await update.message.reply_text(update.message.text)

    app.add_handler(MessageHandler(filters.TEXT, echo))
    await app.initialize()
    raw = {
        "update_id": 1,
        "message": {
            "message_id": 1,
            "date": int(datetime.now(UTC).timestamp()),
            "chat": {"id": 1, "type": "private"},
            "from": {"id": 1, "is_bot": False, "first_name": "Maya"},
            "text": "hello",
        },
    }
    start = time.process_time()
    for n in range(ROUNDS * 5):
        await app.process_update(Update.de_json({**raw, "update_id": n}, app.bot))
    cpu = (time.process_time() - start) * 1000 / (ROUNDS * 5)
    await app.shutdown()
    return cpu

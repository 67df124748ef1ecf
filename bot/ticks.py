"""The clock's ticks. They hold no jobs of their own, so nothing can drift, be lost at a restart or come twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apscheduler.schedulers.asyncio import AsyncIOScheduler

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

DISPATCH, SWEEP = 1, 60  # seconds


class Ticks:
    """Calls `dispatch` every second and `sweep` every minute and at the start, each never twice at once."""

    def __init__(self, dispatch: Callable[[], Awaitable[None]], sweep: Callable[[], Awaitable[None]]) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(dispatch, "interval", seconds=DISPATCH)
        self._scheduler.add_job(sweep, "interval", seconds=SWEEP)
        self._scheduler.add_job(sweep)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

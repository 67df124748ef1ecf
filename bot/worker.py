"""The worker thread: all database work, in order of arrival. Plain values cross it, never sessions or rows."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


class Worker:
    """One thread. One is faster than several here: SQLite has one writer, and a turn is Python from end to end."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="repbook-worker")

    async def run(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run it after all that was asked for before. Who stops waiting for it does not stop it."""
        return await asyncio.shield(asyncio.wrap_future(self._thread.submit(function, *args, **kwargs)))

    def close(self) -> None:
        """Finish what was asked for, and take no more."""
        self._thread.shutdown(wait=True)

"""How fast we may go."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace:
    """So many a second in the long run, and `burst` of them at once after a rest."""

    def __init__(self, rate: float, burst: float = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._each = 1 / rate
        self._rest = burst / rate
        self._clock = clock
        self._next = clock() - self._rest

    def wait(self, amount: float = 1) -> float:
        """How many seconds a turn (or several) would have to wait now."""
        now = self._clock()
        return max(0.0, max(self._next, now - self._rest) + amount * self._each - now)

    def take(self, amount: float = 1) -> float:
        """Take a turn (or several), and answer how many seconds to wait for it."""
        wait = self.wait(amount)
        self._next = max(self._next, self._clock() - self._rest) + amount * self._each
        return wait

    @property
    def idle(self) -> bool:
        """Whether nobody has taken a turn lately, so that it may be forgotten."""
        return self._next <= self._clock() - self._rest

    async def turn(self, amount: float = 1) -> None:
        await asyncio.sleep(self.take(amount))


class Paces:
    """A pace for each of many addresses."""

    def __init__(self, rate: float, burst: float = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._of: dict[str, Pace] = {}

    async def turn(self, address: str) -> None:
        if len(self._of) >= 1000:
            self._of = {a: pace for a, pace in self._of.items() if not pace.idle}
        pace = self._of.setdefault(address, Pace(self._rate, self._burst, self._clock))
        await pace.turn()

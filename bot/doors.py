"""Whether the providers' calls get in: many wrong ones and no right one mean that our address or secret is not theirs.

A stranger who knocks is no news: while the provider itself gets in, nobody is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.models import Channel

ENOUGH = 3  # wrong calls ...
QUIET = 600.0  # ... when no right one came for so long (seconds)
AGAIN = 60.0  # seconds between two words about it


class Doors:
    """Counts what was turned away at each channel's webhook since the last call that was right."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._wrong: dict[Channel, int] = {}
        self._right: dict[Channel, float] = {}
        self._told: dict[Channel, float] = {}

    def opened(self, channel: Channel) -> None:
        """A call that was right."""
        self._right[channel] = self._clock()
        self._wrong[channel] = 0

    def turned_away(self, channel: Channel) -> bool:
        """A wrong call: is it time to tell somebody?"""
        now = self._clock()
        self._wrong[channel] = self._wrong.get(channel, 0) + 1
        if self._wrong[channel] < ENOUGH or now - self._right.get(channel, now - QUIET) < QUIET:
            return False
        if now - self._told.get(channel, now - AGAIN) < AGAIN:
            return False
        self._told[channel] = now
        return True

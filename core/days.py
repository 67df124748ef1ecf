"""A local day as stretches of real time, clock changes included. Instants are whole seconds since 1970, UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

DAY = 24 * 60 * 60
EPOCH = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a local day, [start, end), in which the clock runs evenly.

    `midnight` is where that clock would have shown 0:00. Up to `shown` (seconds after midnight) the clock of this day
    has shown every time before: it was put back.
    """

    start: int
    end: int
    midnight: int
    shown: int = 0


@lru_cache(maxsize=4096)
def stretches(zone: ZoneInfo, day: date) -> tuple[Stretch, ...]:
    """The day from its first second to its last: one stretch, or several on the day of a clock change."""
    nominal = (day - EPOCH).days * DAY
    first, last = nominal - 15 * 60 * 60, nominal + 39 * 60 * 60  # whatever the offset, the day lies within
    if (offset := _offset(zone, first)) == _offset(zone, last):
        return (Stretch(nominal - offset, nominal + DAY - offset, nominal - offset),)
    edges = [first, *_changes(zone, first, last), last]
    found: list[Stretch] = []
    for begin, end in pairwise(edges):
        midnight = nominal - _offset(zone, begin)
        start, stop = max(begin, midnight), min(end, midnight + DAY)
        if start < stop:
            shown = max((before.end - before.midnight for before in found), default=0)
            found.append(Stretch(start, stop, midnight, shown))
    return tuple(found)


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _changes(zone: ZoneInfo, first: int, last: int) -> list[int]:
    """The instants in (first, last] from which another offset holds."""
    if _offset(zone, first) == _offset(zone, last):
        return []
    if last - first == 1:
        return [last]
    middle = (first + last) // 2
    return _changes(zone, first, middle) + _changes(zone, middle, last)


def on_the_clock(zone: ZoneInfo, day: date, opens: int, closes: int) -> list[tuple[int, int]]:
    """When the clock of a day shows a time in [opens, closes) minutes after midnight; what touches is one."""
    found: list[tuple[int, int]] = []
    for stretch in stretches(zone, day):
        start = max(stretch.start, stretch.midnight + opens * 60)
        end = min(stretch.end, stretch.midnight + closes * 60)
        if start < end:
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
    return found


def at_clock(zone: ZoneInfo, day: date, minutes: int) -> int | None:
    """When the clock of a day first shows this time; nothing when it leaps over it."""
    for stretch in stretches(zone, day):
        instant = stretch.midnight + minutes * 60
        if stretch.start <= instant < stretch.end:
            return instant
    return None


def days_between(zone: ZoneInfo, start: int, end: int) -> Iterator[date]:
    """The local days that [start, end) touches."""
    day = datetime.fromtimestamp(start, zone).date()
    last = datetime.fromtimestamp(end - 1, zone).date()
    while day <= last:
        yield day
        day += ONE_DAY


def seconds(instant: datetime) -> int:
    """Whole seconds since 1970 of an aware instant; a begun second counts, so that [start, end) keeps its meaning."""
    return ceil(instant.timestamp())


def instant_of(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)

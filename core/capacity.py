"""How full the half-days of a week are: open time in which no session could begin any more, against all open time.

A practice that gives an hour every hour and a quarter is full when nothing more fits, and not at 80 %: time between
two sessions that is too short for one counts as used. What staff book outside the hours comes on top, so that a
half-day can be above 100 %.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING

from core.days import DAY, on_the_clock, seconds, stretches
from core.openings import joined, less
from core.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from typing import Any
    from zoneinfo import ZoneInfo

    from core.openings import Openings, Span
    from core.windows import Windows

FULL, EMPTY = 90, 25  # per cent
AHEAD, FEW = timedelta(days=14), 4  # so far ahead people wait for one of so few half-days


class Part(IntEnum):
    """Of a day: before noon, until five, after."""

    MORNING = 0
    AFTERNOON = 1
    EVENING = 2


EDGES = {Part.MORNING: (0, 720), Part.AFTERNOON: (720, 1020), Part.EVENING: (1020, 1440)}  # minutes after midnight


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A weekday's morning, afternoon or evening over a span of time, of all practitioners together. In minutes."""

    weekday: int
    part: Part
    open: int = 0
    free: int = 0  # open, and a session could still begin in it
    beyond: int = 0  # sessions outside the hours
    waiting: int = 0  # people who wait for a place then

    @property
    def used(self) -> int | None:
        """Per cent, rounded; nothing where the practice is closed."""
        return rounded(100 * (self.open - self.free + self.beyond), self.open) if self.open else None

    @property
    def is_full(self) -> bool:
        return self.used is not None and self.used >= FULL

    @property
    def is_peak(self) -> bool:
        """Is there more demand than room?"""
        return self.is_full or self.waiting > 0

    @property
    def is_empty(self) -> bool:
        return self.used is not None and self.used <= EMPTY and not self.waiting


def rounded(part: int, whole: int) -> int:
    """A quotient to the nearest integer, halves up."""
    return (2 * part + whole) // (2 * whole)


def used(halves: Iterable[HalfDay]) -> int | None:
    """Per cent of all open time."""
    known = list(halves)
    whole = HalfDay(0, Part.MORNING, *(sum(getattr(h, name) for h in known) for name in ("open", "free", "beyond")))
    return whole.used


def half_days(
    openings: Openings, period: Period, taken: Sequence[Any], people: Sequence[int], length: int
) -> tuple[HalfDay, ...]:
    """The half-days of a span that are open or worked in, in order of the week.

    `taken` is what stood in the diaries of these people (storage.weeks), `length` the seconds that a session takes.
    """
    found: dict[tuple[int, Part], list[int]] = {}
    diaries = {who: list(rows) for who, rows in groupby(taken, key=lambda row: row[0])}
    for who in people:
        diary = diaries.get(who, [])
        blocks, sessions = joined((row[1], row[2]) for row in diary), joined((row[3], row[4]) for row in diary)
        for day in period.days():
            for part, minutes in _of_day(openings, who, day, blocks, sessions, length):
                sums = found.setdefault((day.weekday(), part), [0, 0, 0])
                sums[:] = [a + b for a, b in zip(sums, minutes, strict=True)]
    return tuple(HalfDay(*key, *sums) for key, sums in sorted(found.items()) if any(sums))


def wanted(zone: ZoneInfo, wishes: Iterable[Windows], now: datetime) -> dict[tuple[int, Part], int]:
    """How many of these wishes are for a half-day of the coming two weeks. Who would take any time counts for none."""
    start = now.astimezone(zone).date()
    ahead = [(day.weekday(), part, span) for day in Period(start, start + AHEAD).days() for part, edges in EDGES.items()
             for span in on_the_clock(zone, day, *edges)]  # fmt: skip
    counted: Counter[tuple[int, Part]] = Counter()
    for wish in wishes:
        spans = [(seconds(span.start), seconds(span.end)) for span in wish.spans]
        touched = {(day, part) for day, part, (a, b) in ahead if any(low < b and high > a for low, high in spans)}
        if len(touched) <= FEW:
            counted.update(touched)
    return counted


def _of_day(
    openings: Openings, who: int, day: date, blocks: Sequence[Span], sessions: Sequence[Span], length: int
) -> Iterable[tuple[Part, tuple[int, int, int]]]:
    """Minutes open, free and beyond the hours of each part of one person's day."""
    whole = stretches(openings.zone, day)
    begins, ends = whole[0].start, whole[-1].end
    worked = [(opens, closes) for opens, closes, _ in openings.spans(who, day)]
    here = _within(blocks, begins, ends)
    free = [(a, b) for a, b in less(worked, here) if b - a >= length]
    beyond = less(_within(sessions, begins, ends), worked)
    for part, edges in EDGES.items():
        for start, end in on_the_clock(openings.zone, day, *edges):
            yield part, (_minutes(worked, start, end), _minutes(free, start, end), _minutes(beyond, start, end))


def _within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """What lies in [start, end) of sorted spans that do not cross; none is longer than a day."""
    near = spans[bisect_left(spans, (start - DAY,)) : bisect_left(spans, (end,))]
    return [(max(a, start), min(b, end)) for a, b in near if b > start]


def _minutes(spans: Sequence[Span], start: int, end: int) -> int:
    return sum(b - a for a, b in _within(spans, start, end)) // 60

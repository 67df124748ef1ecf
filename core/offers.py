"""Which few of the free times are offered: an SMS shows three at most, so they had better be the right ones.

**The rule.** At most `n` times, in order of time.

1. An exact wish that is free is the only offer.
2. At one time with several practitioners free, the one the client usually sees is offered, else the first of them.
3. The first choice is the time nearest to what was wished for, then nearest to the client's habit, then the earliest.
4. Each further one is spread from those chosen: never closer to one of them on its day than a session is long while
   anything else is free; on another day if there is one; then near to the wish; then at another part of the day; then
   near to the habit; then the earliest.

A time is as far from a wish as their clock times lie apart, and two hours more for every day between them: "Thursday at
3" is nearer to Friday at 3 than to Thursday at 6. A habit is the hour and weekday at which a client comes most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from zoneinfo import ZoneInfo

    from core.slots import Slot
    from core.windows import Windows

A_DAY_AWAY = 120  # minutes: what a day's difference weighs beside a difference on the clock
SAME_DAY_NEAR = 4 * 60  # minutes within which the same day is nearer than any other
PARTS = (10 * 60, 12 * 60, 15 * 60, 17 * 60)  # where one part of the day ends and the next begins


@dataclass(frozen=True, slots=True)
class Habit:
    """When a client usually comes, and to whom; nothing is known of a new one."""

    weekday: int | None = None
    minute: int = 0  # after midnight
    practitioner_id: int | None = None

    @classmethod
    def of(cls, sessions: Iterable[tuple[datetime, int]], zone: ZoneInfo) -> Habit:
        """The most frequent weekday and hour, and practitioner, of sessions, newest first; the newest wins ties."""
        known = [(starts.astimezone(zone), who) for starts, who in sessions]
        if not known:
            return cls()
        (weekday, hour), _ = Counter((local.weekday(), local.hour) for local, _ in known).most_common(1)[0]
        who, _ = Counter(who for _, who in known).most_common(1)[0]
        minute = next(local.minute for local, _ in known if (local.weekday(), local.hour) == (weekday, hour))
        return cls(weekday, hour * 60 + minute, who)

    def distance(self, local: datetime) -> int:
        """How unusual a time is for the client, in minutes."""
        if self.weekday is None:
            return 0
        return abs(_minute(local) - self.minute) + (A_DAY_AWAY if local.weekday() != self.weekday else 0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was wished for, on the practice's clock, to measure nearness by."""

    spans: tuple[tuple[datetime, datetime], ...] = ()  # local and naive
    near: tuple[datetime, ...] = ()

    @classmethod
    def of(cls, windows: Windows | None, zone: ZoneInfo) -> Wish:
        if windows is None:
            return cls()
        spans = tuple((_local(span.start, zone), _local(span.end, zone)) for span in windows.spans)
        return cls(spans, tuple(_local(instant, zone) for instant in windows.near))

    def distance(self, local: datetime) -> int:
        """Minutes to what would please most; 0 when nothing would more than anything else."""
        return min((_apart(local, near) for near in self.near), default=0)

    def beside(self, local: datetime) -> int:
        """Minutes to the wish itself, for times outside it: to what would please most, or to its nearest span."""
        if self.near:
            return self.distance(local)
        return min((_to_span(local, start, end) for start, end in self.spans), default=0)


Timed = dict["Slot", datetime]  # slots, and what the practice's clock shows when they start


def few(
    slots: Iterable[Slot], wish: Windows | None, habit: Habit, zone: ZoneInfo, length: timedelta, n: int = 3
) -> list[Slot]:
    """The few of these free slots to offer, in order of time, by the rule above."""
    if wish is not None and wish.exact is not None:
        return list(_one_each([slot for slot in slots if slot.starts_at == wish.exact], habit, zone))[:1]
    wished = Wish.of(wish, zone)
    chosen = _spread({}, _one_each(slots, habit, zone), wished.distance, habit, length, n)
    return sorted(chosen, key=_in_time)


def nearest(
    slots: Iterable[Slot], wish: Windows, habit: Habit, zone: ZoneInfo, length: timedelta, n: int = 3
) -> list[Slot]:
    """The nearest alternatives to a wish that cannot be met, in order of time.

    First the nearest two of its own day, within four hours and a session's length apart; then the nearest clock times
    of the days around it.
    """
    wished = Wish.of(wish, zone)
    timed = _one_each(slots, habit, zone)
    days = {start.date() for start, _ in wished.spans}
    near = {slot: at for slot, at in timed.items() if at.date() in days and wished.beside(at) <= SAME_DAY_NEAR}
    chosen = _spread({}, near, wished.beside, habit, length, min(2, n))
    chosen = _spread(chosen, timed, wished.beside, habit, length, n)
    return sorted(chosen, key=_in_time)


def _spread(
    chosen: Timed, timed: Timed, nearness: Callable[[datetime], int], habit: Habit, length: timedelta, n: int
) -> Timed:
    """Those chosen already and the next best ones, up to `n`, each by points 3 and 4 of the rule."""
    chosen = dict(chosen)
    left = [(slot, at, nearness(at), habit.distance(at), _part(at)) for slot, at in timed.items() if slot not in chosen]

    def worse(entry: tuple[Slot, datetime, int, int, tuple[int, int]]) -> tuple[object, ...]:
        slot, at, away, unusual, (half, part) = entry
        that_day = [other for other in chosen.values() if other.date() == at.date()]
        halves = [_part(other) for other in chosen.values()]
        return (
            any(abs(other - at) < length for other in that_day),
            len(that_day),
            away,
            sum(half == other for other, _ in halves),
            sum(part == other for _, other in halves),
            unusual,
            slot.starts_at,
        )

    while left and len(chosen) < n:
        best = min(left, key=worse)
        left.remove(best)
        chosen[best[0]] = best[1]
    return chosen


def _one_each(slots: Iterable[Slot], habit: Habit, zone: ZoneInfo) -> Timed:
    """One slot for each time: with the practitioner that the client usually sees, else the first."""
    best: dict[datetime, Slot] = {}
    for slot in slots:
        if slot.starts_at not in best or slot.practitioner_id == habit.practitioner_id:
            best[slot.starts_at] = slot
    return {slot: _local(slot.starts_at, zone) for slot in best.values()}


def _part(local: datetime) -> tuple[int, int]:
    """Which part of the day it is: morning, afternoon or evening, and which half of that."""
    minute = _minute(local)
    fine = sum(minute >= edge for edge in PARTS)
    return (0, 0, 1, 1, 2)[fine], fine


def _in_time(slot: Slot) -> tuple[datetime, int]:
    return slot.starts_at, slot.practitioner_id


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the practice's clock shows, to reckon with as people do."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _apart(one: datetime, other: datetime) -> int:
    days = abs((one.date() - other.date()).days)
    return abs(_minute(one) - _minute(other)) + A_DAY_AWAY * days


def _to_span(local: datetime, start: datetime, end: datetime) -> int:
    """Minutes to a span of one day on the clock, or days to a longer one."""
    last = end - timedelta(minutes=1)
    days = max((start.date() - local.date()).days, (local.date() - last.date()).days, 0)
    if start.date() != last.date():
        return A_DAY_AWAY * days
    return A_DAY_AWAY * days + max(_minute(start) - _minute(local), _minute(local) - _minute(last), 0)

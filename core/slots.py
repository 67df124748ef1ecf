"""Free times: a pure search over opening hours and what is in the diary already.

A session must lie in open time as a whole; its buffers may run past closing. Its block (buffers included) may cross no
other block. It starts on the service's grid, which counts from local midnight, or at a class's fixed times; a local
time that the clock leaps over is not offered, one that it shows twice is offered once, the first time. A class's fixed
time is kept free of other services as long as the class can take place. Durations are real time.

Inside, instants are whole seconds since 1970 (core.days): the search is arithmetic.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from core.days import days_between, instant_of, seconds, stretches
from core.errors import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from core.openings import Openings
    from storage.models import Service

Span = tuple[int, int]
Found = tuple[int, int, int, int]  # start, practitioner, appointment (0: a new one), places left


class Slot(NamedTuple):
    """A free start of a service with a practitioner; `appointment_id` when it is a place in a class that is there."""

    starts_at: datetime  # UTC
    practitioner_id: int
    service_id: int
    appointment_id: int | None = None
    places_left: int = 1


@dataclass(frozen=True, slots=True)
class Sitting:
    """An appointment of the service that is in the diary, and the places left in it, if any."""

    starts_at: int
    practitioner_id: int
    appointment_id: int
    places_left: int


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the diary in the time that is searched."""

    blocks: dict[int, list[Span]] = field(default_factory=dict)  # by practitioner, buffers included
    sittings: Sequence[Sitting] = ()
    elsewhere: Sequence[Span] = ()  # the client's own sessions, without buffers


@dataclass(frozen=True, slots=True)
class Shape:
    """What a session of a service takes: seconds of it, and before and after it."""

    service_id: int
    length: int
    before: int
    after: int
    grid: int
    places: int

    @classmethod
    def of(cls, service: Service) -> Shape:
        return cls(
            service_id=service.id or 0,
            length=service.minutes * 60,
            before=service.buffer_before * 60,
            after=service.buffer_after * 60,
            grid=service.grid * 60,
            places=service.capacity,
        )


def search(
    openings: Openings, shape: Shape, filled: Filled, spans: Sequence[Span], practitioners: Sequence[int]
) -> Iterator[Slot]:
    """The slots that start in `spans` (sorted, disjoint), in order of time and then of practitioner.

    `filled` must hold all that touches these starts. Lazy by the day: who wants three does not pay for a season.
    """
    diaries = [(who, _forbidden(openings, shape, filled, spans, who)) for who in practitioners]
    there = _sittings(openings, shape, filled, spans, set(practitioners))
    for low, high in spans:
        for day in days_between(openings.zone, low, high):
            found = [place for place in there if openings.day(place[0]) == day and low <= place[0] < high]
            for who, forbidden in diaries:
                found += [(t, who, 0, shape.places) for t in _starts(openings, shape, forbidden, who, day, low, high)]
            found.sort()
            for start, who, appointment, left in found:
                yield Slot(instant_of(start), who, shape.service_id, appointment or None, left)


def _starts(
    openings: Openings, shape: Shape, forbidden: Sequence[Span], who: int, day: date, low: int, high: int
) -> list[int]:
    """The starts of a day, in [low, high), at which a practitioner can begin something new."""
    if openings.is_class(shape.service_id):
        runs: Iterable[range] = (range(t, t + 1) for t in _class_starts(openings, shape, who, day, low, high))
    else:
        runs = _grid_runs(openings, shape, who, day, low, high)
    return [start for run in runs for start in _allowed(run, forbidden)]


def _allowed(run: range, forbidden: Sequence[Span]) -> Iterator[int]:
    """The starts of an even run that lie in no forbidden span; its ends are not in it."""
    n, many = bisect_left(forbidden, (run.start,)), len(forbidden)
    n -= n > 0 and forbidden[n - 1][1] > run.start
    for start in run:
        while n < many and forbidden[n][1] <= start:
            n += 1
        if n == many or start <= forbidden[n][0]:
            yield start


def _grid_runs(openings: Openings, shape: Shape, who: int, day: date, low: int, high: int) -> Iterator[range]:
    """The starts on the grid that leave the session in open time."""
    for stretch in stretches(openings.zone, day):
        for opens, closes, reach in openings.spans(who, day):
            first = max(low, opens, stretch.start, stretch.midnight + stretch.shown)
            stop = min(high, closes, stretch.end, reach - shape.length + 1)
            yield range(first + (stretch.midnight - first) % shape.grid, stop, shape.grid)


def _class_starts(openings: Openings, shape: Shape, who: int, day: date, low: int, high: int) -> Iterator[int]:
    """The fixed times of the class that leave it in open time."""
    for start, timed in openings.classes(who, day):
        ours = timed.service_id == shape.service_id and low <= start < high
        if ours and openings.is_open(who, day, start, start + shape.length):
            yield start


def _sittings(
    openings: Openings, shape: Shape, filled: Filled, spans: Sequence[Span], practitioners: set[int]
) -> list[Found]:
    """Places in what is there already, where the client is not elsewhere and the practitioner is not off."""
    found: list[Found] = []
    for sitting in filled.sittings:
        start, end, who = sitting.starts_at, sitting.starts_at + shape.length, sitting.practitioner_id
        wished = who in practitioners and any(low <= start < high for low, high in spans)
        joinable = sitting.places_left > 0 and not _crosses(filled.elsewhere, start, end)
        if wished and joinable and openings.is_open(who, openings.day(start), start, end):
            found.append((start, who, sitting.appointment_id, sitting.places_left))
    return found


def _forbidden(openings: Openings, shape: Shape, filled: Filled, spans: Sequence[Span], who: int) -> list[Span]:
    """Where a new session cannot start: between the two ends of each, the ends themselves are free."""
    lead, tail = shape.length + shape.after, shape.before
    blocks = filled.blocks.get(who, [])
    kept = [*blocks, *_announced(openings, shape, blocks, spans, who)]
    holes = [(start - lead, end + tail) for start, end in kept]
    holes += [(start - shape.length, end) for start, end in filled.elsewhere]
    return _merged(holes)


def _announced(
    openings: Openings, shape: Shape, blocks: Sequence[Span], spans: Sequence[Span], who: int
) -> Iterator[Span]:
    """The blocks of other services' classes that nobody has booked yet, and that can still take place."""
    if not spans or not openings.gives_classes(who, besides=shape.service_id):
        return
    margin = shape.length + shape.after + shape.before
    for day in days_between(openings.zone, spans[0][0] - margin, spans[-1][1] + margin):
        for start, timed in openings.classes(who, day):
            block = (start - timed.before, start + timed.length + timed.after)
            if timed.service_id == shape.service_id or _crosses(blocks, *block):
                continue
            if openings.is_open(who, day, start, start + timed.length):
                yield block


def _merged(holes: list[Span]) -> list[Span]:
    """Sorted, with those that cross made one; those that only touch leave the point between them free."""
    merged: list[Span] = []
    for start, end in sorted(holes):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _crosses(spans: Iterable[Span], start: int, end: int) -> bool:
    return any(low < end and start < high for low, high in spans)


NEARNESS = (Reason.CLASH, Reason.FULL, Reason.TAKEN, Reason.NOT_OFFERED, Reason.CLOSED)


def obstacle(
    openings: Openings, shape: Shape, filled: Filled, instant: datetime, practitioners: Sequence[int]
) -> Reason | None:
    """Why nobody can begin exactly then, or nothing when somebody can: the reason of who comes nearest to it."""
    start = seconds(instant)
    reasons = {_obstacle(openings, shape, filled, start, who) for who in practitioners} or {Reason.CLOSED}
    return None if None in reasons else next(reason for reason in NEARNESS if reason in reasons)


def _obstacle(openings: Openings, shape: Shape, filled: Filled, start: int, who: int) -> Reason | None:
    end = start + shape.length
    there = [s.places_left for s in filled.sittings if s.starts_at == start and s.practitioner_id == who]
    if not openings.is_open(who, openings.day(start), start, end):
        return Reason.CLOSED
    if not there and not _is_start(openings, shape, who, start):
        return Reason.NOT_OFFERED
    if _crosses(filled.elsewhere, start, end):
        return Reason.CLASH
    if there:
        return None if any(there) else Reason.FULL
    forbidden = _forbidden(openings, shape, filled, [(start, start + 1)], who)
    return None if list(_allowed(range(start, start + 1), forbidden)) else Reason.TAKEN


def _is_start(openings: Openings, shape: Shape, who: int, start: int) -> bool:
    return start in _starts(openings, shape, [], who, openings.day(start), start, start + 1)

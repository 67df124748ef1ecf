"""Time that a practitioner takes off or opens, said in a thread: who is affected, and the act itself.

The last word wins: what is blocked is taken from extra hours, what is opened from time off that was said in a thread.
The practice file's time off, closures and holidays stay as they are; extra hours reach over them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from core.acts import record
from core.cancelling import cancel_all
from core.days import days_between, instant_of, seconds
from core.offer_life import only_offered, withdraw_in
from core.openings import joined, less, openings
from storage.models import LIVE, ExtraHours, Source, TimeOff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.acts import Act
    from core.openings import Span
    from core.windows import Windows
    from storage.models import AuditEntry
    from storage.store import Store
    from storage.visits import Visit

Row = TypeVar("Row", TimeOff, ExtraHours)

BLOCKED, OPENED = "blocked", "opened"
KINDS = (BLOCKED, OPENED)
LONGEST = timedelta(days=1)  # of a session


def affected(store: Store, practitioner_id: int, spans: Windows, now: datetime) -> list[Visit]:
    """The sessions of a practitioner that touch this time and have not begun, in order of time.

    A place that somebody was only offered is none.
    """
    found = store.agenda(spans.start - LONGEST, spans.end, practitioner_id)
    theirs = [v for v in found if v.booking.status in LIVE and v.appointment.starts_at > now and _touches(v, spans)]
    return [v for v in theirs if not only_offered(store, v.booking)]


def _touches(visit: Visit, spans: Windows) -> bool:
    at = visit.appointment
    return any(at.starts_at < span.end and span.start < at.ends_at for span in spans.spans)


def block(store: Store, practitioner_id: int, spans: Windows, act: Act, *, visits: Sequence[Visit] = ()) -> None:
    """Take this time off, and cancel these sessions: nobody pays for it, and no credit lapses by it."""
    with store.all_or_nothing():
        cancel_all(store, [v.booking for v in visits], act, by_practice=True)
        for span in spans.spans:
            withdraw_in(store, practitioner_id, span.start, span.end, act)
        gone, left = _cut(store.extra_hours(practitioner_id=practitioner_id), spans)
        made = [_off(store, practitioner_id, s.start, s.end) for s in spans.spans]
        made_extra = [_extra(store, practitioner_id, start, end) for start, end in left]
        _delete(store, gone)
        _note(store, act, BLOCKED, practitioner_id, spans, made, made_extra, gone)


def open_up(store: Store, practitioner_id: int, spans: Windows, act: Act) -> bool:
    """Work this time after all: time off that was said is taken back, and what is still closed becomes extra hours.

    Says whether it changed anything.
    """
    theirs = [off for off in store.time_off(source=Source.THREAD) if off.practitioner_id == practitioner_id]
    gone, left = _cut(theirs, spans)
    with store.all_or_nothing():
        made = [_off(store, practitioner_id, start, end) for start, end in left]
        _delete(store, gone)
        store.changed(store.practice())
        closed = _closed(store, practitioner_id, spans, act.at)
        extra = [_extra(store, practitioner_id, instant_of(start), instant_of(end)) for start, end in closed]
        if gone or extra:
            _note(store, act, OPENED, practitioner_id, spans, made, extra, gone)
    return bool(gone or extra)


def take_back(store: Store, entry: AuditEntry, act: Act) -> None:
    """Undo a block or an opening: the rows that it made go, those that it took away come back."""
    did = entry.detail
    _delete(store, filter(None, (store.session.get(TimeOff, row_id) for row_id in did["made"]["off"])))
    _delete(store, filter(None, (store.session.get(ExtraHours, row_id) for row_id in did["made"]["extra"])))
    for kind in ("off", "extra"):
        for start, end in did["gone"][kind]:
            add = _off if kind == "off" else _extra
            add(store, did["practitioner"], datetime.fromisoformat(start), datetime.fromisoformat(end))
    store.changed(store.practice())
    record(store, act, "undone", of=entry.act, did=entry.what, practitioner=did["practitioner"], spans=did["spans"])


def _cut(rows: Iterable[Row], spans: Windows) -> tuple[list[Row], list[tuple[datetime, datetime]]]:
    """The rows that touch this time, and what is left of them beside it."""
    holes = [(span.start, span.end) for span in spans.spans]
    gone = [row for row in rows if any(row.starts_at < end and start < row.ends_at for start, end in holes)]
    left = []
    for row in gone:
        rest = less([(seconds(row.starts_at), seconds(row.ends_at))], [(seconds(a), seconds(b)) for a, b in holes])
        left += [(instant_of(start), instant_of(end)) for start, end in rest]
    return gone, left


def _closed(store: Store, practitioner_id: int, spans: Windows, now: datetime) -> list[Span]:
    """What of this time the practitioner does not work yet."""
    known = openings(store, now)
    closed: list[Span] = []
    for span in spans.spans:
        start, end = seconds(span.start), seconds(span.end)
        days = days_between(known.zone, start, end)
        worked = [(opens, closes) for day in days for opens, closes, _ in known.spans(practitioner_id, day)]
        closed += less([(start, end)], joined(sorted(worked)))
    return closed


def _off(store: Store, practitioner_id: int, start: datetime, end: datetime) -> TimeOff:
    off = TimeOff(
        practice_id=store.practice_id,
        practitioner_id=practitioner_id,
        starts_at=start,
        ends_at=end,
        source=Source.THREAD,
    )
    return store.add(off)


def _extra(store: Store, practitioner_id: int, start: datetime, end: datetime) -> ExtraHours:
    return store.add(
        ExtraHours(practice_id=store.practice_id, practitioner_id=practitioner_id, starts_at=start, ends_at=end)
    )


def _delete(store: Store, rows: Iterable[TimeOff | ExtraHours]) -> None:
    for row in rows:
        store.session.delete(row)
    store.session.flush()


def _note(
    store: Store,
    act: Act,
    what: str,
    practitioner_id: int,
    spans: Windows,
    off: Sequence[TimeOff],
    extra: Sequence[ExtraHours],
    gone: Sequence[TimeOff] | Sequence[ExtraHours],
) -> None:
    """Remember the practice's change, with what undo needs."""
    lost: dict[str, list[Any]] = {"off": [], "extra": []}
    for row in gone:
        lost["off" if isinstance(row, TimeOff) else "extra"].append(
            [row.starts_at.isoformat(), row.ends_at.isoformat()]
        )
    store.changed(store.practice())
    record(
        store,
        act,
        what,
        practitioner=practitioner_id,
        spans=[[span.start.isoformat(), span.end.isoformat()] for span in spans.spans],
        made={"off": [row.id for row in off], "extra": [row.id for row in extra]},
        gone=lost,
    )

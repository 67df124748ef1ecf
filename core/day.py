"""A practitioner's day as facts: who comes when and how far along they are, what is free, what waits for an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core import credits, invoices
from core.days import instant_of, seconds
from core.openings import less, openings
from core.rules import zone_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from storage.models import Practitioner
    from storage.store import Store
    from storage.visits import Visit

OUTCOME_WANTED = timedelta(days=14)  # how long we ask what became of a session


@dataclass(frozen=True, slots=True)
class Entry:
    """One client's place in a day."""

    visit: Visit
    nth: int = 0  # which session of their package this is, in hundredths; 0 without a package
    of: int = 0  # how many it has
    owes: int = 0  # what the client's person has not paid, this session included (minor units)
    first: bool = False  # they were never here before
    confirmed: bool = False

    @property
    def last_but_one(self) -> bool:
        return 0 < self.of - self.nth <= self.visit.booking.credits

    @property
    def last(self) -> bool:
        return self.of > 0 and self.nth >= self.of


@dataclass(frozen=True, slots=True)
class Day:
    """A local day of one practitioner."""

    on: date
    practitioner: Practitioner
    seen_at: datetime
    entries: tuple[Entry, ...]
    gaps: tuple[tuple[datetime, datetime], ...] = ()  # free and long enough for a session
    works: bool = True  # is there any open time at all?
    waiting: tuple[Visit, ...] = ()  # earlier sessions of which nobody has said what became of them


def bounds(store: Store, on: date) -> tuple[datetime, datetime]:
    """A local day's first instant, and the next day's."""
    zone = zone_of(store.practice())
    start, end = (datetime.combine(day, time(), zone) for day in (on, on + timedelta(days=1)))
    return start.astimezone(UTC), end.astimezone(UTC)


def day_of(store: Store, practitioner: Practitioner, on: date, now: datetime) -> Day:
    """All that a practitioner wants to know of a local day. Gaps that are over are left out."""
    start, end = bounds(store, on)
    who = practitioner.id or 0
    entries = _entries(store, store.agenda(start, end, who), end)
    waiting = [v for v in without_outcome(store, who, now) if v.appointment.starts_at < start]
    worked = openings(store, now).spans(who, on)
    gaps = _gaps(store, who, [(opens, closes) for opens, closes, _ in worked], now)
    return Day(on, practitioner, now, tuple(entries), tuple(gaps), works=bool(worked), waiting=tuple(waiting))


def without_outcome(store: Store, practitioner_id: int, now: datetime) -> list[Visit]:
    """The sessions of the last two weeks that have begun and of which nobody has said what became of them."""
    found = store.without_outcome(practitioner_id, now - OUTCOME_WANTED, now)
    return [visit for booking_id in found if (visit := store.visit(booking_id)) is not None]


def owed_by(store: Store, person_ids: Collection[int], before: datetime) -> dict[int, int]:
    """What these persons have still to pay (minor units), sessions that begin at `before` or later left out."""
    owed: dict[int, int] = {}
    for row in store.unpaid(before, person_ids):
        owed[row.invoice.person_id] = owed.get(row.invoice.person_id, 0) + max(invoices.due(store, row.invoice), 0)
    return owed


def _entries(store: Store, visits: Sequence[Visit], end: datetime) -> list[Entry]:
    clients = [v.booking.client_id for v in visits]
    start = min((v.appointment.starts_at for v in visits), default=end)
    known = store.seen_before(clients, start)
    owed = owed_by(store, {v.client.person_id for v in visits}, end)
    return [
        _entry(store, visit, owed.get(visit.client.person_id, 0), visit.booking.client_id in known) for visit in visits
    ]


def _entry(store: Store, visit: Visit, owes: int, known: bool) -> Entry:
    nth, of = _nth(store, visit)
    first = not known and nth <= visit.booking.credits
    return Entry(visit, nth, of, owes, first, confirmed=visit.booking.confirmed_at is not None)


def _nth(store: Store, visit: Visit) -> tuple[int, int]:
    """Which session of the package this is: what was used, what is booked before it, and itself."""
    booking = visit.booking
    if booking.package_id is None:
        return 0, 0
    held = credits.balance(store, store.package(booking.package_id))
    before = store.ahead_of(booking.package_id, visit.appointment.starts_at)
    itself = booking.credits - booking.charged  # what it was charged for is used already
    return held.used + before + itself, held.bought


def _gaps(store: Store, who: int, worked: Sequence[tuple[int, int]], now: datetime) -> list[tuple[datetime, datetime]]:
    """The free time in which the shortest service of a practitioner has room."""
    if not worked:
        return []
    start, end = instant_of(worked[0][0]), instant_of(worked[-1][1])
    taken = [(begins, ends) for _, begins, ends in store.blocks([who], start - timedelta(days=1), end)]
    left = less([(max(a, seconds(now)), b) for a, b in worked if b > seconds(now)], taken)
    shortest = min((s.minutes * 60 for s in store.services()), default=0)
    return [(instant_of(a), instant_of(b)) for a, b in left if b - a >= shortest]

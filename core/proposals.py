"""One thing to do for each figure of a week: something that can be said in the thread, or a line of the practice file.

Where all is well there is nothing to propose. Rules only: values in, values out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from core import capacity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from core.capacity import HalfDay
    from core.summaries import Figures
    from storage.accounts import Left

EARLIEST, LATEST, MORE = 420, 1320, 120  # nobody is asked to open before seven or after ten, nor two hours more
MANY = 10  # per cent of sessions that are missed: above, more than one client's bad luck
FEW_REMINDERS = 2
BUSY = 50  # per cent of all hours
SOON = 14  # days


class About(StrEnum):
    """The figure that a proposal is for."""

    SESSIONS = "sessions"
    LOST = "lost"
    SOLD = "sold"
    UNPAID = "unpaid"
    FAILED = "failed"
    USED = "used"
    OWED = "owed"
    WAITLIST = "waitlist"


class Do(StrEnum):
    """What is proposed."""

    MARK = "mark"  # say what became of sessions
    FILL = "fill"  # look at the gaps of the week
    WRITE = "write"  # write to a client
    REMIND = "remind"  # more reminders in the practice file
    SELL = "sell"
    LIST_UNPAID = "list_unpaid"
    OPEN = "open"  # work longer on a day
    OFFER = "offer"  # a place in an empty half-day, to who waits for another
    CLOSE = "close"  # an empty half-day
    EXTEND = "extend"
    LIST_WAITING = "list_waiting"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do about a figure, and with whom or when; the more `pressing`, the longer it is said in a short text."""

    about: About
    do: Do
    pressing: int = 1
    client_id: int = 0
    person_id: int = 0
    practitioner_id: int = 0
    name: str = ""  # of whichever of these it is about
    plan_id: int = 0
    plan: dict[str, str] = field(default_factory=dict)  # its names
    count: int = 0
    half: HalfDay | None = None
    hours: tuple[int, int] = (0, 0)  # minutes after midnight
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask: a span and the one before it, and who stands behind its figures."""

    figures: Figures
    before: Figures
    today: date
    reminders: int = 3  # how many the practice sends before a session
    waiting: int = 0
    first_waiting: int | None = None  # the client
    unmarked: tuple[int, int] | None = None  # the practitioner, and how many
    missed_most: tuple[int, int] | None = None  # the client, and how often
    refused: int | None = None  # the person whose card was
    last_session: Left | None = None
    lapsing: Left | None = None
    hours: Mapping[int, tuple[int, int]] = field(default_factory=dict)  # the practice's, by weekday


def propose(facts: Facts) -> tuple[Proposal, ...]:
    """At most one thing to do for each figure, in their order."""
    return tuple(found for rule in RULES if (found := rule(facts)) is not None)


def sessions(facts: Facts) -> Proposal | None:
    """What has no outcome is not settled: say it first. When a fifth fewer are planned, look at the gaps."""
    now, before = facts.figures.sessions, facts.before.sessions
    if facts.unmarked:
        who, count = facts.unmarked
        return Proposal(About.SESSIONS, Do.MARK, pressing=2, practitioner_id=who, count=count)
    if 5 * now.planned <= 4 * before.planned:
        return Proposal(About.SESSIONS, Do.FILL)
    return None


def lost(facts: Facts) -> Proposal | None:
    """Many misses and few reminders: add one. Otherwise a word to who missed most."""
    figures = facts.figures
    if figures.lost_rate > MANY and facts.reminders < FEW_REMINDERS:
        return Proposal(About.LOST, Do.REMIND, pressing=2)
    if facts.missed_most is None:
        return None
    client, count = facts.missed_most
    doubled = figures.lost_rate >= 2 * max(facts.before.lost_rate, 1)
    return Proposal(About.LOST, Do.WRITE, pressing=2 if count > 1 or doubled else 1, client_id=client, count=count)


def sold(facts: Facts) -> Proposal | None:
    """Who has the last session left, or has had it, is offered the next plan."""
    last = facts.last_session
    if last is None:
        return None
    pressing = 2 if facts.figures.sold.count < facts.before.sold.count else 1
    return Proposal(
        About.SOLD, Do.SELL, pressing, client_id=last.client_id, plan_id=last.plan_id, count=last.sessions
    )  # fmt: skip


def unpaid(facts: Facts) -> Proposal | None:
    return Proposal(About.UNPAID, Do.LIST_UNPAID, pressing=3) if facts.figures.unpaid.count else None


def failed(facts: Facts) -> Proposal | None:
    """The bank refused: we try again and have sent a link, a word of the practice helps."""
    return Proposal(About.FAILED, Do.WRITE, pressing=3, person_id=facts.refused) if facts.refused else None


def used(facts: Facts) -> Proposal | None:
    """A half-day that is full two spans running wants longer hours. One that stays empty is offered to who waits for
    another; where nobody does and the rest of the week is used, it can be closed.
    """
    for half in _both(facts, lambda half: half.is_full):
        hours = _more_hours(facts.hours.get(half.weekday), half)
        if hours:
            return Proposal(About.USED, Do.OPEN, pressing=2, half=half, hours=hours)
    empty = _both(facts, lambda half: half.is_empty)
    for half in empty if facts.first_waiting else ():
        if start := _start_in(facts.hours.get(half.weekday), half):
            return Proposal(
                About.USED, Do.OFFER, pressing=2, client_id=facts.first_waiting or 0, half=half, hours=(start, start)
            )
    stands_out = bool(empty) and (capacity.used(facts.figures.halves) or 0) >= BUSY
    return Proposal(About.USED, Do.CLOSE, half=empty[0]) if stands_out else None


def owed(facts: Facts) -> Proposal | None:
    """Whose free sessions lapse first hears from the practice; when it is near, gets longer."""
    left = facts.lapsing
    if left is None or left.until is None:
        return None
    near = (left.until - facts.today).days <= SOON
    return Proposal(
        About.OWED, Do.EXTEND if near else Do.WRITE, pressing=2 if near else 1, client_id=left.client_id,
        count=left.sessions, until=left.until,
    )  # fmt: skip


def waitlist(facts: Facts) -> Proposal | None:
    return Proposal(About.WAITLIST, Do.LIST_WAITING, count=facts.waiting) if facts.waiting else None


RULES: tuple[Callable[[Facts], Proposal | None], ...] = (sessions, lost, sold, unpaid, failed, used, owed, waitlist)


def _both(facts: Facts, is_so: Callable[[HalfDay], bool]) -> list[HalfDay]:
    """The half-days that were so in this span and in the one before, the most used first."""
    before = {(half.weekday, half.part) for half in facts.before.halves if is_so(half)}
    found = [half for half in facts.figures.halves if is_so(half) and (half.weekday, half.part) in before]
    return sorted(found, key=lambda half: (-(half.used or 0), half.weekday, half.part))


def _more_hours(open_from: tuple[int, int] | None, half: HalfDay) -> tuple[int, int] | None:
    """Up to two hours before a full morning, or after the rest of the day; at the other end where there is no room."""
    if open_from is None:
        return None
    opens, closes = open_from
    early = (max(opens - MORE, EARLIEST), opens)
    late = (closes, min(closes + MORE, LATEST))
    first, second = (early, late) if not half.part else (late, early)
    return next(((a, b) for a, b in (first, second) if b - a >= 60), None)


def _start_in(open_from: tuple[int, int] | None, half: HalfDay) -> int | None:
    """A full hour in a half-day at which the practice is open, an hour at least before it closes."""
    if open_from is None:
        return None
    opens, closes = open_from
    begins, ends = capacity.EDGES[half.part]
    first = -(-max(opens, begins) // 60) * 60
    return first if first + 60 <= min(closes, ends) else None

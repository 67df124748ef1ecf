"""The practitioner's day: what is booked, and who came."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core import bookings, credits, policy
from core.rules import Policies
from handlers.dialogue import script
from handlers.say import Choice, Say
from handlers.state import Question, digest
from handlers.wishes import unpack
from storage.models import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from handlers.dialogue import Turn


@script("day", staff=True)
def day(t: Turn) -> Say:
    """The sessions of a day, numbered: the numbers can be used afterwards."""
    when = t.get("when")
    on = (unpack(when).start if when else t.now).astimezone(t.words.zone).date()
    visits = agenda(t, on)
    if not visits:
        t.state.listing = None
        return Say(t.words.day_empty(on))
    lines = [t.words.day_line(v, _nth(t, v)) for v in visits]
    t.state.listing = _listing(t, visits, lines)
    return Say(t.words.day_head(on, len(visits)) + "".join(f"\n{n}. {line}" for n, line in enumerate(lines, 1)))


def agenda(t: Turn, on: date) -> list[Visit]:
    """What this practitioner has on a local day, in order of time."""
    start = datetime.combine(on, time(), t.words.zone).astimezone(UTC)
    end = datetime.combine(on + timedelta(days=1), time(), t.words.zone).astimezone(UTC)
    return t.store.agenda(start, end, t.person.practitioner_id)


def _listing(t: Turn, visits: Sequence[Visit], lines: Sequence[str]) -> Question:
    choices = tuple(Choice(line, v.booking.id, v.appointment.starts_at) for v, line in zip(visits, lines, strict=True))
    return Question(digest(t.act.id), "day", "day", choices, t.now)


def _nth(t: Turn, visit: Visit) -> str:
    """Which session of the plan this is: 4 of 8."""
    if visit.booking.package_id is None:
        return ""
    held = credits.balance(t.store, t.store.package(visit.booking.package_id))
    before = t.store.ahead_of(visit.booking.package_id, visit.appointment.starts_at)
    return t.words.nth_of(held.used + before + visit.booking.credits, held.bought)


@script("outcome", "attended", "no_show", staff=True)
def outcome(t: Turn) -> Say:
    """Who came and who did not: the credits are settled by it. "all came" takes all that have begun and are open."""
    status = Status.NO_SHOW if t.meaning and t.meaning.intent == "no_show" else Status.ATTENDED
    status = Status(t.get("status") or status.value)
    t.task.answers["status"] = status.value
    visits = [v for v in agenda(t, t.now.astimezone(t.words.zone).date()) if v.appointment.starts_at <= t.now]
    meant = _meant(t, visits, status)
    if not meant:
        return Say(t.words.nothing_to_mark())
    for visit in meant:
        bookings.settle(t.store, visit.booking, status, t.act)
    spent = sum(policy.no_show_cost(v.booking, Policies.of_terms(v.booking.terms)).charged for v in meant)
    cost = t.words.spent(spent) if status == Status.NO_SHOW and spent else ""
    return Say(t.words.outcome([v.client.name or "?" for v in meant], came=status == Status.ATTENDED, costs=cost))


def _meant(t: Turn, visits: Sequence[Visit], status: Status) -> list[Visit]:
    listed = [choice.value for choice in t.state.listing.choices] if t.state.listing else [v.booking.id for v in visits]
    picks, person = t.get("picks"), t.get("client")
    if picks:
        visits_by_id = {v.booking.id: v for v in visits} | {
            v.booking.id: v for v in (t.store.visit(listed[p]) for p in picks if p < len(listed)) if v is not None
        }
        return [visits_by_id[listed[p]] for p in picks if p < len(listed)]
    if person is not None:
        return [v for v in visits if v.client.id == person]
    open_ones = [v for v in visits if v.booking.status == Status.BOOKED]
    if status == Status.ATTENDED or len(open_ones) <= 1:
        return open_ones
    offer = [Choice(t.words.day_line(v, ""), v.booking.id, v.appointment.starts_at) for v in open_ones]
    chosen = t.need("session", t.words.which_session(), offer=offer, kind="which_booking")
    return [v for v in open_ones if v.booking.id == chosen]


@script("staff_help", "help", "greeting", "out_of_scope", "unknown", staff=True)
def staff_help(t: Turn) -> Say:
    return Say(t.words.staff_help())

"""Who came, who did not, who was late: the credits are settled by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import bookings, policy
from core.acts import record
from core.rules import Policies
from handlers.dialogue import script
from handlers.practitioner import telling
from handlers.practitioner.common import Unclear, open_ones, or_says_why, sessions, today_and_open
from handlers.practitioner.decide import ask_about
from handlers.say import Say
from handlers.state import start
from storage.asking import id_of
from storage.models import LIVE, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from handlers.dialogue import Turn

LATE = "late"
Marks = dict[Status, list["Visit"]]


@script("outcome", "attended", "no_show", staff=True)
@or_says_why
def outcome(t: Turn) -> Say:
    """Mark sessions: "all came" takes those that have begun and are open, a name or a number the one it points at."""
    visits = today_and_open(t)
    asked = t.get("marks") or [_as_understood(t)]
    marks = _marks(t, visits, [mark for mark in asked if mark["what"] != LATE])
    late_ones = _late_ones(t, visits, [mark for mark in asked if mark["what"] == LATE])
    if not any(marks.values()) and not late_ones:
        return Say(t.words.nothing_to_mark())
    wrong = [t.words.not_begun(v) for each in marks.values() for v in each if v.appointment.starts_at > t.now]
    gone = [t.words.not_booked_any_more(v) for each in marks.values() for v in each if _is_gone(v)]
    if wrong or gone:
        raise Unclear(" ".join([*wrong, *gone]))
    spent = _spent(marks.get(Status.NO_SHOW, []))
    for status, theirs in marks.items():
        for visit in theirs:
            bookings.settle(t.store, visit.booking, status, t.act)
    for visit, minutes in late_ones:
        record(t.store, t.act, "late", visit.booking, minutes=minutes)
    ask_about(t, marks.get(Status.NO_SHOW, []))
    noted = " ".join(t.words.late_noted_for(visit, minutes) for visit, minutes in late_ones)
    return Say(" ".join(filter(None, (_said(t, marks, spent), noted, _left(t)))))


def _late_ones(t: Turn, visits: Sequence[Visit], asked: Sequence[dict[str, Any]]) -> list[tuple[Visit, int | None]]:
    """Who was late, beside what is said of others: noted, and no outcome."""
    return [(v, m["minutes"]) for n, m in enumerate(asked) for v in sessions(t, m["refs"], visits, f"late{n}_")]


def _marks(t: Turn, visits: Sequence[Visit], asked: Sequence[dict[str, Any]]) -> Marks:
    """What is said of which sessions. What is said of one by name or number goes before what is said of all."""
    found: Marks = {}
    named: set[int] = set()
    for n, mark in enumerate(asked):
        status = Status(mark["what"])
        some = sessions(t, mark["refs"], visits, f"session{n}_")
        but = sessions(t, mark["but"], visits, f"but{n}_")
        found.setdefault(status, []).extend(some)
        found.setdefault(_other(status), []).extend(but)
        named |= {id_of(v.booking) for v in [*some, *but]}
    for mark in asked:
        if mark["all"]:
            rest = [v for v in _all(t, visits) if id_of(v.booking) not in named]
            found.setdefault(Status(mark["what"]), []).extend(rest)
    return found


def _as_understood(t: Turn) -> dict[str, Any]:
    """What understanding made of it: picks from the list, a client, or nobody in particular."""
    t.settle("what", t.get("what") or ("no_show" if t.meaning and t.meaning.intent == "no_show" else "attended"))
    refs: list[dict[str, Any]] = t.get("refs") or [{"n": pick + 1} for pick in t.get("picks", [])]
    return {"what": t.get("what"), "refs": refs, "but": [], "all": not refs and t.get("what") == "attended"}


def _other(status: Status) -> Status:
    return Status.NO_SHOW if status is Status.ATTENDED else Status.ATTENDED


def _all(t: Turn, visits: Sequence[Visit]) -> list[Visit]:
    """Today's that have begun and are open; in the morning, when there is none yet, those that waited for an answer."""
    waiting = open_ones(visits, t.now)
    todays = [v for v in waiting if _is_today(t, v)]
    return todays or waiting


def _is_today(t: Turn, visit: Visit) -> bool:
    zone = t.words.zone
    return visit.appointment.starts_at.astimezone(zone).date() == t.now.astimezone(zone).date()


def _is_gone(visit: Visit) -> bool:
    return visit.booking.status is Status.CANCELLED


def _spent(missed: Sequence[Visit]) -> int:
    return sum(policy.no_show_cost(v.booking, Policies.of_terms(v.booking.terms)).charged for v in missed)


def _said(t: Turn, marks: Marks, spent: int) -> str:
    names = {
        status: [_name(t, v) for v in sorted(each, key=lambda v: v.appointment.starts_at)]
        for status, each in marks.items()
    }
    return t.words.marked(names.get(Status.ATTENDED, []), names.get(Status.NO_SHOW, []), spent)


def _name(t: Turn, visit: Visit) -> str:
    """A first name; of another day with its day."""
    name = t.words.given(visit.client.name) or "?"
    day = t.words.short_weekday(visit.appointment.starts_at.astimezone(t.words.zone).weekday())
    return name if _is_today(t, visit) else f"{name} ({day})"


def _left(t: Turn) -> str:
    """Those that have begun and still wait."""
    visits = today_and_open(t)
    waiting = open_ones(visits, t.now)
    if waiting:
        return t.words.still_open([_name(t, v) for v in waiting])
    ahead = [v for v in visits if v.booking.status in LIVE]
    return "" if ahead else t.words.all_marked()


@script("late", staff=True)
@or_says_why
def late(t: Turn) -> Say:
    """A client is late: noted. When the full time would run into the next session, its client can be told."""
    visits = [v for v in today_and_open(t) if v.booking.status in LIVE]
    refs = _as_understood(t)["refs"]
    found = sessions(t, refs, visits, "session")
    if not found:
        raise Unclear(t.words.nothing_to_mark())
    visit, minutes = found[0], t.get("minutes")
    record(t.store, t.act, "late", visit.booking, minutes=minutes)
    behind = _behind(visits, visit, minutes or 0)
    if behind:
        start(t.state, "spill", {"booking": id_of(behind[0].booking), "minutes": behind[1]})
    return Say(t.words.late_noted_for(visit, minutes))


def _behind(visits: Sequence[Visit], visit: Visit, minutes: int) -> tuple[Visit, int] | None:
    """The next session, and by how many minutes the full time of a late one would run into it."""
    ends = visit.appointment.ends_at
    after = sorted((v for v in visits if v.appointment.starts_at >= ends), key=lambda v: v.appointment.starts_at)
    if not after:
        return None
    spill = minutes - int((after[0].appointment.starts_at - ends).total_seconds() // 60)
    return (after[0], spill) if spill > 0 else None


@script("spill", staff=True)
def spill(t: Turn) -> Say:
    """Shall the next client hear that it gets later? Only on yes."""
    visit = t.store.visit(t.get("booking"))
    if visit is None or visit.booking.status not in LIVE:
        return Say("")
    if not t.agrees(t.words.runs_into(visit, t.get("minutes")), (visit.booking.id, t.get("minutes"))):
        return Say(t.words.left_alone())
    return _tell_late(t, visit, t.get("minutes"))


@script("staff_late", "running_late", staff=True)
def running_late(t: Turn) -> Say:
    """The practitioner is late: the client of the next session hears it now."""
    ahead = [v for v in today_and_open(t) if v.booking.status in LIVE and v.appointment.starts_at >= t.now]
    if not ahead:
        return Say(t.words.nobody_to_tell())
    visit = min(ahead, key=lambda v: v.appointment.starts_at)
    return _tell_late(t, visit, t.get("minutes"))


def _tell_late(t: Turn, visit: Visit, minutes: int | None) -> Say:
    booking, at = id_of(visit.booking), visit.appointment.starts_at
    told = telling.tell(t, telling.LATE, visit.client.person_id, at, subject=booking, booking=booking, minutes=minutes)
    if told is None:
        return Say(t.words.not_reachable([t.words.given(visit.client.name)]).strip())
    return Say(t.words.told_of_delay(visit, minutes))

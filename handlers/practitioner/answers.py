"""Who has answered after the practice had to cancel: what each client chose instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.dialogue import script
from handlers.practitioner.common import or_says_why
from handlers.practitioner.telling import CANCELLED
from handlers.say import Say
from handlers.state import State
from storage.asking import id_of
from storage.models import Sending

if TYPE_CHECKING:
    from core.bookings import Visit
    from handlers.dialogue import Turn
    from storage.models import Booking
    from storage.store import Store

LATELY = timedelta(days=14)
ANSWERS = ("rebooked", "declined")


@dataclass(frozen=True, slots=True)
class Asked:
    """One act that cancelled sessions: who did it, and which."""

    act: str
    by: int
    bookings: tuple[int, ...]


def asked_in(store: Store, booking: Booking) -> Asked | None:
    """The act that cancelled this booking, with all that it cancelled."""
    cancelled = store.said_of([id_of(booking)], ["cancelled"]).get(id_of(booking))
    if cancelled is None or cancelled.by is None:
        return None
    return _asked(store, cancelled.act, cancelled.by)


def _asked(store: Store, act: str, by: int) -> Asked:
    entries = [e for e in reversed(store.entries(act)) if e.what == "cancelled" and e.booking_id]
    return Asked(act, by, tuple(e.booking_id for e in entries if e.booking_id))


def missing(store: Store, asked: Asked) -> list[Visit]:
    """Those whose clients have neither chosen another time, nor said no, nor booked anything since."""
    said = store.said_of(asked.bookings, ANSWERS)
    visits = [v for i in asked.bookings if i not in said and (v := store.visit(i)) is not None]
    return [v for v in visits if _instead(store, v) is None and not _let_go(store, asked, v)]


def _let_go(store: Store, asked: Asked, visit: Visit) -> bool:
    """Was the question sent, and is it no longer in their conversation? Then they said "never mind" to it."""
    sent = {row.person_id for row in store.told(asked.act, [CANCELLED]) if row.status is Sending.SENT}
    if visit.client.person_id not in sent:
        return False
    tasks = State.from_json(store.conversation(visit.client.person_id).state).tasks
    return not any(task.script == "rebook" and visit.booking.id in task.answers["bookings"] for task in tasks)


def _instead(store: Store, visit: Visit) -> Visit | None:
    """What the client has booked since, in words of their own."""
    since = visit.booking.cancelled_at
    ahead = store.upcoming([visit.booking.client_id], since) if since else []
    return next((v for v in ahead if since and v.booking.made_at > since), None)


@script("who_answered", staff=True)
@or_says_why
def who_answered(t: Turn) -> Say:
    """After the latest time off, or cancel: who has another time, who wants none, who has not said."""
    latest = next(iter(t.store.lately(["cancelled"], id_of(t.person), t.now - LATELY)), None)
    asked = _asked(t.store, latest.act, id_of(t.person)) if latest else None
    visits = [v for i in (asked.bookings if asked else ()) if (v := t.store.visit(i)) is not None]
    visits = [v for v in visits if v.booking.by_practice and v.booking.cancelled_at is not None]
    if not visits or asked is None:
        return Say(t.words.nobody_asked())
    names = t.words.called(visits)
    silent = [names[id_of(v.booking)] for v in missing(t.store, asked) if id_of(v.booking) in names]
    new = _new_times(t, visits, names)
    declined = [name for i, name in names.items() if name not in silent and i not in new]
    return Say(t.words.answered(list(new.values()), declined, silent))


def _new_times(t: Turn, visits: list[Visit], names: dict[int, str]) -> dict[int, str]:
    """What each has instead, by the booking that was cancelled."""
    found: dict[int, str] = {}
    said = t.store.said_of([id_of(v.booking) for v in visits], ["rebooked"])
    for visit in visits:
        booking = id_of(visit.booking)
        entry = said.get(booking)
        new = t.store.visit(entry.detail["new"]) if entry else _instead(t.store, visit)
        if new is not None:
            other = new.practitioner.id != visit.practitioner.id
            whom = t.words.with_name(t.words.first(new.practitioner)) if other else ""
            found[booking] = t.words.new_time(names[booking], new.appointment.starts_at, whom)
    return found

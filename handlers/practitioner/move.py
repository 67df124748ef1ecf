"""Her hand: moving a client's session. It costs no move of the client's own, whatever the hour."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import bookings
from core.errors import Reason, Refusal
from core.windows import Windows
from handlers.dialogue import script
from handlers.practitioner import telling, times
from handlers.practitioner.book import fits_the_hours, free_slot, with_whom
from handlers.practitioner.common import Unclear, or_says_why, upcoming_of, whose
from handlers.say import Say
from handlers.wishes import pack, unpack

if TYPE_CHECKING:
    from core.bookings import Visit
    from core.slots import Slot
    from handlers.dialogue import Turn


@script("staff_move", "move", staff=True)
@or_says_why
def move(t: Turn) -> Say:
    """Move one session: which, to when; at once and undoable when it is clear and free."""
    visit = _which(t)
    who = whose(t) if t.get("practitioner") else visit.practitioner
    _anchor(t, visit)
    slot = free_slot(t, visit.service, who, visit.client, visit.booking)
    if not fits_the_hours(t, visit.service, slot, visit.client, visit.booking):
        return Say(t.words.left_alone())
    old = visit.appointment.starts_at
    _check(t, visit, slot)
    bookings.move(t.store, visit.booking, slot, t.act, by_practice=True)
    now_at = t.store.visit(visit.booking.id or 0)
    assert now_at is not None  # noqa: S101  it was just moved
    told = telling.tell_of(t, telling.MOVED, now_at, was=old)
    name = t.words.given(visit.client.name) or "?"
    return Say(t.words.staff_moved(name, old, slot.starts_at, with_whom(t, who)) + told)


def _which(t: Turn) -> Visit:
    refs = t.get("refs") or [{"n": pick + 1} for pick in t.get("picks", [])[:1]]
    if not refs:
        raise Unclear(t.words.no_such_client(str(t.get("said", ""))))
    return upcoming_of(t, refs[:1], "moved")[0]


def _anchor(t: Turn, visit: Visit) -> None:
    """ "to 4pm" is on the session's own day, "to thursday" at its own hour."""
    if t.get("shift"):
        later = visit.appointment.starts_at + timedelta(minutes=t.get("shift"))
        t.settle("when", pack(Windows.at(later)))
    elif t.get("when") and not t.get("anchored"):
        starts_at, by_weekday = visit.appointment.starts_at, bool(t.get("by_weekday"))
        t.settle("when", pack(times.anchored(t, unpack(t.get("when")), starts_at, by_weekday=by_weekday)))
        t.settle("anchored", value=True)


def _check(t: Turn, visit: Visit, slot: Slot) -> None:
    """Look before the act: what stands against it is said of the client, in the third person."""
    name = t.words.given(visit.client.name) or "?"
    try:
        bookings.move_quote(t.store, visit.booking, slot, t.now, by_practice=True)
    except Refusal as refusal:
        if refusal.reason is Reason.CLASH:
            raise Unclear(t.words.clash_of(name, refusal.facts.get("at"))) from None
        if refusal.reason is Reason.EXPIRES and refusal.facts.get("expires_on"):
            raise Unclear(t.words.plan_ends(name, t.words.date(refusal.facts["expires_on"]))) from None
        raise Unclear(t.words.refused(refusal)) from None

"""Move a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bookings, policy
from handlers.client.choosing import Seek, choose_slot, turn_down
from handlers.client.common import child, mine, policies_of
from handlers.client.which import which_booking
from handlers.dialogue import script
from handlers.say import Say
from storage.asking import id_of

if TYPE_CHECKING:
    from datetime import datetime

    from core.bookings import Visit
    from core.slots import Slot
    from handlers.dialogue import Turn


@script("move", timed=True)
def move(t: Turn) -> Say:
    """Move a session: which one, to when, and is it what they meant?"""
    visits = mine(t)
    if not visits:
        return Say(t.words.no_bookings())
    visit = which_booking(t, visits)[0]
    refusal = policy.may_move(visit.booking, visit.appointment.starts_at, t.now, policies_of(visit.booking))
    if refusal is not None:
        raise refusal
    old = t.words.visit(visit, family=len(t.clients) > 1)
    seek = _seek(t, visit)

    def ask(whom: str, _child: str) -> str:
        return t.words.move_to_when(old, whom)  # it says whose session it is

    slot = choose_slot(t, seek, ask, beside=visit.appointment.starts_at)
    if (slot.starts_at, slot.practitioner_id) == _place(visit):
        return Say(t.words.still_held(old))
    quote = bookings.move_quote(t.store, visit.booking, slot, t.now)
    new = _renamed(t, visit, slot)
    cost = t.words.moving_is_free() if quote.package_id == visit.booking.package_id else t.words.other_plan(quote)
    facts = (visit.booking.id, quote.facts())
    tag = t.words.move_price_tag(old, new, cost)
    if not t.agrees(tag, facts, about=slot.starts_at, practitioner=slot.practitioner_id):
        turn_down(t, slot)
        choose_slot(t, seek, ask, lead=t.words.kept(old), beside=visit.appointment.starts_at)
    bookings.move(t.store, visit.booking, slot, t.act)
    t.state.remember("booking", visit.booking.id, t.now)
    return Say(t.words.moved(_named(t, visit, slot), visit.appointment.starts_at))


def _named(t: Turn, visit: Visit, slot: Slot) -> str:
    service = None if visit.service.usual else visit.service
    practitioner = t.store.practitioner(slot.practitioner_id)
    return t.words.slot(slot.starts_at, practitioner, service, child(t, visit.client))


def _renamed(t: Turn, visit: Visit, slot: Slot) -> str:
    """The new time, and with whom when that changes."""
    other = slot.practitioner_id != visit.practitioner.id
    name = t.words.first(t.store.practitioner(slot.practitioner_id)) if other else ""
    return t.words.time_with(slot.starts_at, name)


def _seek(t: Turn, visit: Visit) -> Seek:
    """Another time with the same person, unless somebody else is wished for."""
    same = None if t.get("not_practitioner") else visit.practitioner.id
    return Seek(t, visit.service, visit.client, t.get("practitioner") or same, visit.booking, _place(visit))


def _place(visit: Visit) -> tuple[datetime, int]:
    return visit.appointment.starts_at, id_of(visit.practitioner)

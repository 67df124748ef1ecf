"""Move a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bookings, policy
from handlers.client.choosing import Seek, choose_slot
from handlers.client.common import mine, policies_of
from handlers.client.which import which_booking
from handlers.dialogue import script
from handlers.say import Say

if TYPE_CHECKING:
    from handlers.dialogue import Turn


@script("move")
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
    seek = Seek(t, visit.service, visit.client, t.get("practitioner"), visit.booking)
    slot = choose_slot(t, seek, t.words.move_to_when(old))
    quote = bookings.move_quote(t.store, visit.booking, slot, t.now)
    new = t.words.slot(slot.starts_at, t.store.practitioner(slot.practitioner_id))
    cost = t.words.moving_is_free() if quote.package_id == visit.booking.package_id else t.words.other_plan(quote)
    if not t.agrees(t.words.move_price_tag(old, new, cost), (visit.booking.id, quote.facts()), about=slot.starts_at):
        return Say(t.words.kept(old))
    bookings.move(t.store, visit.booking, slot, t.act)
    return Say(t.words.moved(new, old))

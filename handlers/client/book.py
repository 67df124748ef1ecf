"""Book one session."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import bookings, credits
from core.errors import Refusal
from handlers.client.book_series import book_series, is_series
from handlers.client.buy import leads_here, led_from_booking
from handlers.client.choosing import Seek, choose_slot, turn_down
from handlers.client.common import ask_name, child, introduce, service_of
from handlers.client.newcomers import enrol, for_whom
from handlers.dialogue import script
from handlers.say import Say

if TYPE_CHECKING:
    from datetime import datetime

    from core.bookings import Quote
    from handlers.dialogue import Turn
    from storage.models import Client, Service


@script("book", timed=True)
def book(t: Turn) -> Say:
    """Book a session: for whom, which service, when and with whom, and is the price understood?

    Who has no plan that pays for it is shown those that do, and comes back here once they have one.
    """
    client = for_whom(t)
    service = service_of(t, client)
    try:
        return _book(t, client, service)
    except Refusal as refusal:
        if leads_here(t, refusal):
            enrol(t, client)
            return led_from_booking(t, service)
        raise


def _book(t: Turn, client: Client, service: Service) -> Say:
    seek = Seek(t, service, client, t.get("practitioner"))
    if is_series(t):
        return book_series(t, seek)
    slot = choose_slot(t, seek, t.words.when_to_come)
    quote = bookings.quote(t.store, client, service, slot, t.now)
    ask_name(t, slot.starts_at)
    what = session_name(t, quote, service, client)
    held = {"practitioner": slot.practitioner_id, "service": service.id, "client": client.id}
    pays_now = quote.deposit > 0
    cost = t.words.price_with_deposit(quote.price, quote.deposit) if pays_now else t.words.cost(quote)
    if not t.agrees(t.words.book_price_tag(what, cost), quote.facts(), about=slot.starts_at, **held):
        turn_down(t, slot)
        choose_slot(t, seek, t.words.when_to_come, lead=t.words.not_booked())
    client = enrol(t, client)
    introduce(t, client)
    booking = bookings.book(t.store, client, quote, t.act)
    t.state.remember("booking", booking.id, t.now)
    if pays_now:
        return Say(t.words.held_for_deposit(what, quote.deposit, t.rules.policies.hold_minutes))
    left = t.words.left(quote.free_after) if quote.package_id else ""
    more = t.words.book_the_plan() if _begins_a_plan(t, quote) else ""
    return Say(t.words.booked(what, left, free_until(t, slot.starts_at, booking.terms)) + more)


def _begins_a_plan(t: Turn, quote: Quote) -> bool:
    """Is it the first session of a plan that has more?"""
    if quote.package_id is None:
        return False
    held = credits.balance(t.store, t.store.package(quote.package_id))
    return held.used == 0 and held.booked == quote.credits and held.free >= quote.credits


def session_name(t: Turn, quote: Quote, service: Service, client: Client) -> str:
    """Tue 3 Mar 3:00 PM with Ana, and what it is and for whom where that is not plain."""
    practitioner = t.store.practitioner(quote.practitioner_id)
    return t.words.slot(quote.starts_at, practitioner, None if service.usual else service, child(t, client))


def free_until(t: Turn, starts_at: datetime, terms: dict[str, object]) -> str:
    """Half a line of policy: until when cancelling is free, while that is still to come."""
    until = starts_at - timedelta(hours=int(str(terms.get("cancel_hours", 24))))
    return t.words.free_until(until) if until > t.now and terms.get("late_cancel_share") else ""

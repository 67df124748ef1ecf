"""Places that are held for somebody until a deadline. Whoever finds a lapsed hold first ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import credits, invoices, offer_life, places
from core.acts import Act, record
from core.changes import change
from core.notices import tell
from storage.models import Status

if TYPE_CHECKING:
    from datetime import datetime

    from storage.models import Booking
    from storage.store import Store


def lapse_holds(store: Store, now: datetime) -> list[Booking]:
    """End every hold whose time is over; nothing is charged. Says which.

    Each is an act of the program itself and no part of the act that found it: a script may still ask, undo skips it.
    """
    acted = store.wrote
    lapsed = [lapse(store, store.booking(booking_id), now) for booking_id in store.lapsed_holds(now)]
    store.wrote = acted
    return lapsed


def lapse(store: Store, booking: Booking, now: datetime) -> Booking:
    """End one hold. Who was to pay a deposit for it is told; who was offered the place, if they had heard of it."""
    act = Act(id=f"lapse:{booking.id}:{booking.held_until}", by=None, at=now)
    credits.release(store, booking, act)
    was = change(store, booking, status=Status.CANCELLED, held_until=None, cancelled_at=now)
    places.end_if_deserted(store, booking.appointment_id)
    if offer_life.lapsed(store, booking, act):
        return booking
    owed = invoices.settle(store, booking, store.client(booking.client_id), 0, "", act)
    record(store, act, "lapsed", booking, was=was, invoices=owed)
    if store.checkouts_for(booking_id=booking.id or 0):
        tell(store, act, "deposit_lapsed", store.client(booking.client_id).person_id, booking=booking.id)
    return booking

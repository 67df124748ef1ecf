"""Where the law lets no fee be fixed ahead, the practitioner decides each time what a missed session costs.

Quebec (Consumer Protection Act, s. 13; facts, section 4): by itself a late cancellation or a no-show costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import credits, invoices, regions
from core.acts import record
from core.changes import change
from core.errors import Reason, Refusal
from core.notices import tell
from storage.models import Place, Status

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Booking, Practice
    from storage.store import Store


def is_open(practice: Practice, booking: Booking) -> bool:
    """May somebody of the practice still decide that this session counts as used? It was missed, and cost nothing."""
    missed = booking.status is Status.NO_SHOW or (booking.status is Status.CANCELLED and booking.late)
    costs = booking.credits or booking.price
    return regions.of(practice.region).decides and missed and bool(costs) and not booking.charged and not booking.grace


def charge(store: Store, booking: Booking, act: Act) -> None:
    """It counts: the session is used, or owed where no plan pays it. The client hears it.

    Raises Refusal: GONE when there is nothing to decide (any more), NO_CREDIT when what it gave back was spent.
    """
    if not is_open(store.practice(), booking) or store.is_decided(booking.id or 0):
        raise Refusal(Reason.GONE, status=booking.status)
    credits.require_free(store, booking.package_id, booking.credits)
    if booking.package_id is not None:
        spent = booking.package_id, booking.credits, Place.FREE, Place.USED
        credits.move(store, act, *spent, booking_id=booking.id, why="decided")
        change(store, booking, charged=booking.credits)
    client = store.client(booking.client_id)
    if booking.price:
        what = "no_show" if booking.status is Status.NO_SHOW else "late_cancel"
        invoices.owe(store, booking, client, booking.price, what, act)
    record(store, act, "decided", booking, charged=booking.credits, owed=booking.price)
    tell(store, act, "session_counts", client.person_id, subject=booking.id, booking=booking.id, amount=booking.price)

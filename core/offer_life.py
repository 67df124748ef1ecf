"""What becomes of an offer: its place is held by a booking, a message says so, and it ends once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import credits, places
from core.acts import record
from core.changes import change
from core.notices import tell
from storage import owed
from storage.models import UNANSWERED, OfferState, Sending, Status

if TYPE_CHECKING:
    from datetime import datetime

    from core.acts import Act
    from storage.models import Booking, Offer
    from storage.store import Store

OFFER, OVER, GONE = "offer", "offer_over", "place_gone"  # kinds of notices
SAID = {
    OfferState.DECLINED: "offer_declined",
    OfferState.LAPSED: "offer_lapsed",
    OfferState.WITHDRAWN: "offer_withdrawn",
}


def key_of(offer: Offer) -> str:
    """The key of the message that asks."""
    return f"{OFFER}:{offer.id}"


def may_have_heard(store: Store, offer: Offer) -> bool:
    """Was the message that asks sent, or may it be on its way this moment?"""
    row = owed.find(store, key_of(offer))
    return row is not None and row.status in owed.WENT


def end(store: Store, offer: Offer, state: OfferState, act: Act) -> None:
    """An offer is over; if nobody has heard of it, nobody will."""
    offer.state, offer.ended_at = state, act.at
    store.add(offer)
    row = owed.find(store, key_of(offer))
    if row is not None and row.status is Sending.DUE:
        owed.drop(store.session, [row.id or 0], state.value)


def end_hold(store: Store, booking: Booking, state: OfferState, act: Act) -> Offer | None:
    """The hold of a place ends, whoever ended it: was it an offer's, that ends with it and is said which way."""
    offer = store.offer_holding(booking.id or 0)
    if offer is not None:
        end(store, offer, state, act)
        record(store, act, SAID[state], booking, offer=offer.id)
    return offer


def lapsed(store: Store, booking: Booking, act: Act) -> bool:
    """A hold lapsed. Was it an offer's? Who had heard of it is told that it is over."""
    offer = end_hold(store, booking, OfferState.LAPSED, act)
    if offer is not None and may_have_heard(store, offer):
        _tell(store, act, OVER, offer)
    return offer is not None


def lapse_open(store: Store, act: Act) -> None:
    """What several were asked and did not answer in time. The place was nobody's: nothing more is said."""
    for offer in store.open_offers():
        if offer.until <= act.at:
            end(store, offer, OfferState.LAPSED, act)
            record(store, act, SAID[OfferState.LAPSED], offer=offer.id)


def let_go(store: Store, offer: Offer, state: OfferState, act: Act) -> None:
    """An offer ends without a yes, and its place is free."""
    if offer.state is not OfferState.LIVE:
        end(store, offer, state, act)
        record(store, act, SAID[state], offer=offer.id)
        return
    booking = store.booking(offer.booking_id or 0)
    end_hold(store, booking, state, act)
    release(store, booking, act)


def release(store: Store, booking: Booking, act: Act) -> None:
    """The place that a booking holds is free, and its credits are too."""
    credits.release(store, booking, act)
    change(store, booking, status=Status.CANCELLED, held_until=None, cancelled_at=act.at)
    places.end_if_deserted(store, booking.appointment_id)


def others_late(store: Store, taken: Offer, act: Act) -> None:
    """Somebody was first: everybody else who was asked about that place hears that it is gone."""
    for offer in store.open_offers():
        same = (offer.practitioner_id, offer.starts_at) == (taken.practitioner_id, taken.starts_at)
        if same and offer.id != taken.id:
            let_go(store, offer, OfferState.WITHDRAWN, act)
            if may_have_heard(store, offer):
                _tell(store, act, GONE, offer)


def make_way(store: Store, practitioner_id: int, start: datetime, end: datetime, act: Act) -> None:
    """A place is wanted back. Who was offered it and cannot have heard of it never will."""
    for offer in store.offered_places_in(practitioner_id, start, end):
        if not may_have_heard(store, offer):
            let_go(store, offer, OfferState.WITHDRAWN, act)


def withdraw_in(store: Store, practitioner_id: int, start: datetime, end: datetime, act: Act) -> None:
    """The practice is closed then after all: what was offered is taken back, and who had heard of it is told."""
    for offer in store.offered_places_in(practitioner_id, start, end):
        heard = may_have_heard(store, offer)
        let_go(store, offer, OfferState.WITHDRAWN, act)
        if heard:
            _tell(store, act, GONE, offer)


def is_unanswered(offer: Offer, now: datetime) -> bool:
    """Can it still be answered?"""
    return offer.state in UNANSWERED and offer.until > now


def _tell(store: Store, act: Act, kind: str, offer: Offer) -> None:
    tell(store, act, kind, offer.person_id, subject=offer.id, expires_at=offer.starts_at, offer=offer.id)

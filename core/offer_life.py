"""What becomes of an offer: its place is held by a booking, a message says so, and it ends once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import credits, places
from core.acts import record
from core.changes import change
from core.errors import Reason, Refusal
from core.notices import tell
from core.rules import rules_of
from storage import owed
from storage.models import UNANSWERED, OfferState, Sending, Status

if TYPE_CHECKING:
    from datetime import datetime

    from core.acts import Act
    from storage.models import Appointment, Booking, Offer
    from storage.store import Store

DAY = timedelta(days=1)  # no block is longer
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


def only_offered(store: Store, booking: Booking) -> bool:
    """Does this booking only hold a place for somebody who has not answered? Then it is nobody's session yet."""
    return booking.status is Status.HELD and store.offer_holding(booking.id or 0) is not None


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


def taken_as(store: Store, offer: Offer, booking: Booking, act: Act) -> None:
    """They booked the place that was offered to them in words of their own: that was a yes."""
    offer.state, offer.booking_id = OfferState.ACCEPTED, booking.id
    store.add(offer)
    record(store, act, "offer_accepted", booking, offer=offer.id)


def place_taken(store: Store, booking: Booking, act: Act) -> None:
    """Somebody has a place that several may have been asked about: everybody else hears that it is gone."""
    if rules_of(store.practice()).waitlist.mode != "first_to_answer":
        return
    there = store.appointment(booking.appointment_id)
    for offer in store.open_offers():
        ends_at = offer.starts_at + timedelta(minutes=store.service(offer.service_id).minutes)
        crosses = offer.starts_at < there.blocks_to and there.blocks_from < ends_at
        if crosses and offer.practitioner_id == there.practitioner_id and _is_gone(store, offer, there):
            withdraw(store, offer, act)


def _is_gone(store: Store, offer: Offer, there: Appointment) -> bool:
    """Has that place no room any more, with this appointment where it was? A class may have."""
    same = (offer.service_id, offer.starts_at) == (there.service_id, there.starts_at)
    return not same or store.places_taken(there.id or 0) >= there.capacity


def make_way(store: Store, wanted: Appointment, act: Act) -> bool:
    """A place is wanted back. Who was offered it, and cannot have heard of it, never will. Says if there was one."""
    made = False
    for offer in store.offered_places_in(wanted.practitioner_id, wanted.blocks_from - DAY, wanted.blocks_to):
        held = store.appointment(store.booking(offer.booking_id or 0).appointment_id)
        crosses = held.blocks_from < wanted.blocks_to and wanted.blocks_from < held.blocks_to
        if crosses and not may_have_heard(store, offer):
            let_go(store, offer, OfferState.WITHDRAWN, act)
            made = True
    return made


def come_back(store: Store, appointment: Appointment, act: Act) -> Appointment:
    """As `places.come_back`, also where the place was offered to somebody who has not heard of it."""
    try:
        return places.come_back(store, appointment)
    except Refusal:
        if not make_way(store, appointment, act):
            raise
    return places.come_back(store, appointment)


def withdraw_in(store: Store, practitioner_id: int, start: datetime, end: datetime, act: Act) -> None:
    """The practice is closed then after all: what was offered is taken back."""
    for offer in store.offered_places_in(practitioner_id, start - DAY, end):
        held = store.appointment(store.booking(offer.booking_id or 0).appointment_id)
        if held.ends_at > start:
            withdraw(store, offer, act)


def withdraw(store: Store, offer: Offer, act: Act) -> None:
    """An offer is taken back; who may have heard of it is told that the place is gone."""
    heard = may_have_heard(store, offer)
    let_go(store, offer, OfferState.WITHDRAWN, act)
    if heard:
        _tell(store, act, GONE, offer)


def is_unanswered(offer: Offer, now: datetime) -> bool:
    """Can it still be answered?"""
    return offer.state in UNANSWERED and offer.until > now


def unaccept(store: Store, offer: Offer) -> None:
    """A yes was taken back, and with it the booking: as if they had said no."""
    offer.state = OfferState.DECLINED
    store.add(offer)


def take_back(store: Store, offer: Offer, act: Act) -> None:
    """The practice takes an offer of its own back. Refusal CHANGED when it was answered."""
    if offer.state not in UNANSWERED:
        raise Refusal(Reason.CHANGED)
    withdraw(store, offer, act)
    change(store, store.booking(offer.booking_id or 0), by_practice=True)


def reopen(store: Store, offer: Offer, act: Act) -> None:
    """A no was taken back: the place waits for an answer again. Refusal when it cannot: TAKEN, CLASH, NO_CREDIT, or
    CHANGED when its time is over or they were offered something else.
    """
    if offer.until <= act.at or store.unanswered_offer(offer.person_id):
        raise Refusal(Reason.CHANGED)
    if offer.booking_id is not None:
        _hold_again(store, store.booking(offer.booking_id), offer, act)
    offer.state, offer.ended_at = OfferState.LIVE if offer.booking_id else OfferState.OPEN, None
    store.add(offer)
    row = owed.find(store, key_of(offer))
    if row is not None and act.by != offer.person_id:  # the practice had taken it back, and asks again
        owed.send_again(store.session, row, act.at)
        owed.again(store.session, row.id or 0, act.at, offer.until, act.id)


def _hold_again(store: Store, booking: Booking, offer: Offer, act: Act) -> None:
    old = store.appointment(booking.appointment_id)
    if clash := store.clash(offer.client_id, old.starts_at, old.ends_at, without=offer.swap_booking_id or 0):
        raise Refusal(Reason.CLASH, booking_id=clash[0], at=clash[1])
    credits.require_free(store, booking.package_id, booking.credits)
    place = come_back(store, old, act).id
    change(
        store, booking, status=Status.HELD, held_until=offer.until, cancelled_at=None, appointment_id=place,
        by_practice=False,
    )  # fmt: skip
    credits.hold(store, booking, act, why="undone")


def _tell(store: Store, act: Act, kind: str, offer: Offer) -> None:
    """A line about an offer that is over, while its time is not."""
    if act.at >= offer.starts_at:
        return
    tell(store, act, kind, offer.person_id, subject=offer.id, expires_at=offer.starts_at, offer=offer.id)

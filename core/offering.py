"""Offering a place to somebody who waits, and what they answer. Until then it is theirs: a booking holds it.

Where several are asked at once nothing is held: the first yes books it as anybody would.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from core import bookings, moving, places, quotes, waiting
from core.acts import Act, record
from core.errors import Reason, Refusal
from core.holds import lapse_holds
from core.offer_life import OFFER, end, is_unanswered, key_of, let_go, release
from core.rules import rules_of
from core.slots import Slot
from storage import post
from storage.models import EntryState, Offer, OfferState, Status

if TYPE_CHECKING:
    from datetime import datetime

    from core.quotes import Quote
    from core.rules import Rules
    from storage.models import Booking, Client
    from storage.store import Store

LEAST = timedelta(minutes=10)  # nobody is asked to answer sooner
SHARE = 4  # of the time that is left before the session, one part may pass with waiting for an answer


class Terms(NamedTuple):
    """What a yes would take: what was quoted, or the later session that moves there at no cost."""

    quoted: Quote | None
    swap: Booking | None


def answer_until(starts_at: datetime, now: datetime, rules: Rules, *, several: bool = False) -> datetime | None:
    """Until when an offer of this place waits for an answer; nothing when there is no time left to ask.

    So many minutes; or, to the five minutes, no more than a quarter of the time that is left; never less than ten.
    Where several are asked, no longer than the place can be booked.
    """
    left = starts_at - now
    usual = timedelta(minutes=rules.waitlist.answer_minutes)
    wait = max(LEAST, min(usual, left / SHARE))
    step = 5 if wait < usual else 1
    until = (now + wait).replace(second=0, microsecond=0)  # as it is said
    until -= timedelta(minutes=until.minute % step)
    if until < now + LEAST:
        until += timedelta(minutes=step)
    if several:
        until = min(until, starts_at - rules.policies.notice)
    return until if now + LEAST <= until < starts_at else None


def terms_for(store: Store, client: Client, slot: Slot, swap: Booking | None, now: datetime, until: datetime) -> Terms:
    """What this place would take from this client. Raises Refusal as `bookings.quote`, or as moving the session."""
    if swap is not None:
        moving.move_quote(store, swap, slot, until)
        return Terms(None, swap)
    return Terms(quotes.quote(store, client, store.service(slot.service_id), slot, now), None)


def make(
    store: Store, client: Client, slot: Slot, terms: Terms, until: datetime, act: Act, *, entry_id: int | None = None,
    several: bool = False,
) -> Offer:  # fmt: skip
    """Offer a place that is free: hold it (but where several are asked), and owe the message that asks."""
    held = None if several else bookings.reserve(store, client, slot, act, until, terms.quoted)
    offer = store.add(
        Offer(
            practice_id=store.practice_id,
            entry_id=entry_id,
            person_id=client.person_id,
            client_id=client.id or 0,
            service_id=slot.service_id,
            practitioner_id=slot.practitioner_id,
            starts_at=slot.starts_at,
            booking_id=held.id if held else None,
            swap_booking_id=terms.swap.id if terms.swap else None,
            deposit=terms.quoted.deposit if terms.quoted else 0,
            state=OfferState.OPEN if several else OfferState.LIVE,
            until=until,
            at=act.at,
            act=act.id,
        )
    )
    record(store, act, "offered", held, offer=offer.id, entry=entry_id)
    post.owe(
        store, key=key_of(offer), kind=OFFER, person_id=client.person_id, body={"offer": offer.id}, act=act.id,
        due_at=act.at, expires_at=until, guard={"offer": offer.id},
    )  # fmt: skip
    return offer


def offer_to(store: Store, client: Client, slot: Slot, act: Act) -> Offer:
    """The practice offers a place to somebody of its own choice, whoever waits.

    Raises Refusal: why the place is not free, why they cannot have it, or ONE_OFFER when they have another to answer.
    """
    lapse_holds(store, act.at)
    service = store.service(slot.service_id)
    free = places.still_free(store, service, slot.practitioner_id, slot.starts_at, act.at)
    if (other := store.unanswered_offer(client.person_id)) is not None:
        raise Refusal(Reason.ONE_OFFER, at=other.starts_at, until=other.until)
    until = answer_until(slot.starts_at, act.at, rules_of(store.practice()))
    if until is None:
        raise Refusal(Reason.TOO_SOON)
    terms = terms_for(store, client, free, None, act.at, until)
    return make(store, client, free, terms, until, act)


def accept(store: Store, offer: Offer, act: Act) -> Booking:
    """Yes: the place is theirs, for what was offered; where a deposit is due, held on until it is paid.

    Raises Refusal when it is too late: TAKEN when somebody else has it, GONE when it is only over; or, where nothing
    was held, as `bookings.book`; where a session was to move there, as `bookings.move`.
    """
    lapse_holds(store, act.at)
    if not is_unanswered(offer, act.at):
        raise _late(store, offer, act.at)
    with store.all_or_nothing():
        end(store, offer, OfferState.ACCEPTED, act)
        booking = _moved(store, offer, act) if offer.swap_booking_id else _taken(store, offer, act)
        offer.booking_id = offer.booking_id or booking.id
        store.add(offer)
        record(store, act, "offer_accepted", booking, offer=offer.id)
        _fill(store, offer, booking, act)
    return booking


def _fill(store: Store, offer: Offer, booking: Booking, act: Act) -> None:
    """They wait no more for what they have; the practice may have offered something near to it."""
    entry = store.entry(offer.entry_id) if offer.entry_id else None
    if entry is not None and entry.state is EntryState.WAITING:
        entry.state = EntryState.FILLED
        store.add(entry)
        record(store, act, waiting.FILLED, booking, entry=entry.id)


def _late(store: Store, offer: Offer, now: datetime) -> Refusal:
    try:
        places.still_free(store, store.service(offer.service_id), offer.practitioner_id, offer.starts_at, now)
    except Refusal as refusal:
        return refusal
    return Refusal(Reason.GONE, at=offer.starts_at)


def _slot(offer: Offer) -> Slot:
    return Slot(offer.starts_at, offer.practitioner_id, offer.service_id)


def _taken(store: Store, offer: Offer, act: Act) -> Booking:
    client = store.client(offer.client_id)
    if offer.booking_id is None:
        quoted = quotes.quote(store, client, store.service(offer.service_id), _slot(offer), act.at)
        return bookings.book(store, client, quoted, act)
    booking = store.booking(offer.booking_id)
    bookings.agree(store, booking, offer.deposit, act)
    return booking


def _moved(store: Store, offer: Offer, act: Act) -> Booking:
    """The later session takes the held place, and leaves its own to whoever is next."""
    swap = store.booking(offer.swap_booking_id or 0)
    if swap.status is not Status.BOOKED:
        raise Refusal(Reason.GONE)
    if offer.booking_id is not None:
        release(store, store.booking(offer.booking_id), act)
    return moving.move(store, swap, _slot(offer), act)


def decline(store: Store, offer: Offer, act: Act) -> None:
    """No: the place is free, and not offered to them again. They stay on the list."""
    lapse_holds(store, act.at)
    if offer.state in (OfferState.LIVE, OfferState.OPEN):
        let_go(store, offer, OfferState.DECLINED, act)


def by_program(act: Act) -> Act:
    """What the program does of itself because of an act: nobody's to undo."""
    return Act(f"waitlist:{act.id}", None, act.at)

"""Booking, moving and cancelling: the acts that change who is where. Each is all or nothing.

Every act asks again, under the write lock, whether what was quoted still holds; a Refusal leaves nothing behind.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import credits, invoices, offer_life, orders, places, reminders, waiting
from core.acts import record
from core.cancelling import cancel, cancel_all, cancel_quote, cancel_quotes, rest_of_series
from core.changes import change, require
from core.errors import Reason, Refusal
from core.holds import lapse_holds
from core.moving import MoveQuote, move, move_quote
from core.outcomes import settle, unsettle
from core.policy import CancelCost
from core.quotes import Quote, gives_way, quote, quotes
from core.rules import rules_of
from core.undo import Undone, undo
from storage.models import LIVE, Booking, OfferState, Place, Series, Status
from storage.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from core.acts import Act
    from core.slots import Slot
    from storage.models import Client, Offer
    from storage.store import Store

__all__ = [
    "CancelCost", "MoveQuote", "Quote", "Undone", "Visit", "agree", "book", "book_all", "cancel", "cancel_all",
    "cancel_quote", "cancel_quotes", "check", "confirm", "lapse_holds", "move", "move_quote", "quote", "quotes",
    "reserve", "rest_of_series", "settle", "take", "undo", "unsettle", "upcoming",
]  # fmt: skip


def upcoming(store: Store, client_ids: Collection[int], now: datetime) -> list[Visit]:
    """The live bookings of these clients that have not ended, in order of time."""
    return store.upcoming(client_ids, now)


def book(
    store: Store,
    client: Client,
    quoted: Quote,
    act: Act,
    series: Series | None = None,
    *,
    held_until: datetime | None = None,
) -> Booking:
    """Take the quoted place for what was quoted; with `held_until` it only waits there for an answer.

    Where a deposit was quoted the place is held for it, and the page to pay it on is owed.

    Raises Refusal: why the place is no longer free, or CHANGED (quote: Quote, what it would take now).
    """
    slot = check(store, client, quoted, act.at)
    return take(store, client, quoted, slot, act, series, held_until=held_until)


def check(store: Store, client: Client, quoted: Quote, now: datetime) -> Slot:
    """The look before the act: is the place still free, and would it take what was quoted? Raises Refusal as `book`."""
    lapse_holds(store, now)
    service = store.service(quoted.service_id)
    held = store.offered_hold(client)
    slot = places.still_free(store, service, quoted.practitioner_id, quoted.starts_at, now, without=held)
    fresh = quote(store, client, service, slot, now)
    if fresh.facts() != quoted.facts():
        raise Refusal(Reason.CHANGED, quote=fresh)
    return slot


def take(
    store: Store,
    client: Client,
    quoted: Quote,
    slot: Slot,
    act: Act,
    series: Series | None = None,
    *,
    held_until: datetime | None = None,
) -> Booking:
    """Write a booking that was checked in this transaction: the place, the credits or the invoice, the record."""
    if quoted.deposit:
        held_until = held_until or _deposit_until(store, act)
    offer = _let_go_of_offer(store, client, quoted, slot, act)
    booking = _put(store, client, slot, act, quoted, series, held_until)
    if offer is not None:
        offer_life.taken_as(store, offer, booking, act)
    offer_life.place_taken(store, booking, act)
    _begin(store, booking, quoted.deposit, act)
    reminders.plan(store, booking, act, new=True)
    return booking


def _let_go_of_offer(store: Store, client: Client, quoted: Quote, slot: Slot, act: Act) -> Offer | None:
    """They may book what is held for them because it was offered, or something else with its credit or at its time:
    then nothing is held any more. Says which offer, if it is its very place that they book.
    """
    held = store.offered_hold(client)
    if held is None:
        return None
    there = store.appointment(held.appointment_id)
    same = there.starts_at == slot.starts_at and there.practitioner_id == slot.practitioner_id
    ends_at = slot.starts_at + timedelta(minutes=store.service(slot.service_id).minutes)
    crosses = gives_way(store, held, slot.starts_at, ends_at)
    needed = quoted.package_id is not None and quoted.package_id == held.package_id
    short = needed and store.place(held.package_id or 0, Place.FREE) < quoted.credits
    offer = store.offer_holding(held.id or 0) if same or crosses or short else None
    if offer is not None:
        offer_life.let_go(store, offer, OfferState.DECLINED, act)
    return offer if offer is not None and same and offer.swap_booking_id is None else None


def reserve(
    store: Store, client: Client, slot: Slot, act: Act, until: datetime, quoted: Quote | None = None
) -> Booking:
    """Hold a free place that a client is asked about: for what was quoted, or at no cost. Nothing is owed yet."""
    return _put(store, client, slot, act, quoted, None, until)


def agree(store: Store, booking: Booking, deposit: int, act: Act) -> None:
    """The yes to a place that is held: it is booked; where a deposit was quoted, held on until that is paid."""
    until = _deposit_until(store, act) if deposit else None
    change(store, booking, status=Status.HELD if until else Status.BOOKED, held_until=until, made_at=act.at)
    _begin(store, booking, deposit, act)
    reminders.plan(store, booking, act)


def _deposit_until(store: Store, act: Act) -> datetime:
    return act.at + orders.hold_of(store) + orders.SPARE


def _begin(store: Store, booking: Booking, deposit: int, act: Act) -> None:
    """What a booking begins with: the invoice, the page to pay its deposit on, the record; nothing left to wait for."""
    appointment = store.appointment(booking.appointment_id)
    if booking.price:
        client, service = store.client(booking.client_id), store.service(appointment.service_id)
        invoice = invoices.owe(store, booking, client, booking.price, service.key, act)
        if deposit:
            orders.owe_deposit(store, booking, invoice, deposit, act)
    record(store, act, "booked", booking, appointment=appointment.id, package=booking.package_id)
    waiting.met(store, booking, appointment.service_id, appointment.starts_at, act)


def _put(
    store: Store, client: Client, slot: Slot, act: Act, quoted: Quote | None, series: Series | None,
    held_until: datetime | None,
) -> Booking:  # fmt: skip
    appointment = places.enter(store, store.service(slot.service_id), slot)
    booking = store.put(
        Booking(
            practice_id=store.practice_id,
            appointment_id=appointment.id or 0,
            client_id=client.id or 0,
            status=Status.HELD if held_until else Status.BOOKED,
            held_until=held_until,
            package_id=quoted.package_id if quoted else None,
            credits=quoted.credits if quoted else 0,
            price=quoted.price if quoted else 0,
            series_id=series.id if series else None,
            made_at=act.at,
            made_by=act.by or client.person_id,
            terms=rules_of(store.practice()).policies.terms(),
        )
    )
    credits.hold(store, booking, act)
    return booking


def book_all(store: Store, client: Client, quoted: Sequence[Quote], act: Act) -> list[Booking]:
    """Book a series: all of it, or nothing. Raises Refusal as `book`; at: datetime says for which start."""
    with store.all_or_nothing():
        series = store.add(Series(practice_id=store.practice_id, act=act.id))
        return [_book_one(store, client, one, act, series) for one in quoted]


def _book_one(store: Store, client: Client, quoted: Quote, act: Act, series: Series) -> Booking:
    try:
        return book(store, client, quoted, act, series)
    except Refusal as refusal:
        refusal.facts.setdefault("at", quoted.starts_at)
        raise


def confirm(store: Store, booking: Booking, act: Act) -> None:
    """The client says that they come. Refusal GONE when there is nothing to come to."""
    require(booking, *LIVE)
    if booking.confirmed_at is None:
        change(store, booking, confirmed_at=act.at)
        record(store, act, "confirmed", booking)
        reminders.plan(store, booking, act)

"""The waitlist: who waits for which time, since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.acts import record
from core.errors import Reason, Refusal
from core.offer_life import let_go
from core.windows import Windows, pack, unpack
from storage.models import EntryState, OfferState, Status, WaitlistEntry

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.acts import Act
    from storage.models import AuditEntry, Booking, Client, Offer, Service
    from storage.store import Store

MOST = 10  # wishes of one person at a time
JOINED, CHANGED, LEFT, FILLED = "waitlist_joined", "waitlist_changed", "waitlist_left", "waitlist_filled"
KINDS = (JOINED, CHANGED, LEFT)  # what undo takes back


def join(
    store: Store,
    client: Client,
    service: Service,
    wish: Windows,
    act: Act,
    *,
    practitioner_id: int | None = None,
    instead_of: Booking | None = None,
) -> WaitlistEntry:
    """Wait for a place at a time that the wish allows: with one practitioner or any, or instead of a later session.

    The same wish again is the entry that is there. Raises Refusal: PAST when the time is over, GONE when there is no
    such session to give for it, TOO_MANY.
    """
    ahead = _ahead(wish, act.at)
    if instead_of is not None and instead_of.status is not Status.BOOKED:
        raise Refusal(Reason.GONE)
    theirs = store.entries_of([c.id or 0 for c in store.clients_of(client.person_id)], act.at)
    what = (client.id, service.id, practitioner_id, instead_of.id if instead_of else None, pack(ahead)["spans"])
    for entry in theirs:
        if what == _what(entry, act.at):
            return entry
    if len(theirs) >= MOST:
        raise Refusal(Reason.TOO_MANY, limit=MOST)
    entry = store.add(
        WaitlistEntry(
            practice_id=store.practice_id,
            client_id=client.id or 0,
            service_id=service.id or 0,
            practitioner_id=practitioner_id,
            wish=pack(ahead),
            until=ahead.end,
            booking_id=instead_of.id if instead_of else None,
            at=act.at,
            act=act.id,
        )
    )
    record(store, act, JOINED, instead_of, entry=entry.id)
    return entry


def _ahead(wish: Windows, now: datetime) -> Windows:
    """What of a wish is still to come. Raises Refusal PAST."""
    ahead = wish.clip(now, wish.end) if wish else wish
    if not ahead:
        raise Refusal(Reason.PAST)
    return ahead


def _what(entry: WaitlistEntry, now: datetime) -> tuple[object, ...]:
    """What an entry waits for, from now on."""
    ahead = unpack(entry.wish).clip(now, entry.until)
    return entry.client_id, entry.service_id, entry.practitioner_id, entry.booking_id, pack(ahead)["spans"]


def entries(store: Store, client_ids: Collection[int], now: datetime) -> list[WaitlistEntry]:
    """What these clients wait for, oldest first."""
    return [entry for entry in store.entries_of(client_ids, now) if _stands(store, entry.booking_id)]


def everyone(store: Store, now: datetime) -> list[WaitlistEntry]:
    """All that is waited for, in the order in which they are asked."""
    return [entry for entry in store.all_entries(now) if _stands(store, entry.booking_id)]


def _stands(store: Store, booking_id: int | None) -> bool:
    """Is the session that somebody would give for another still there?"""
    return booking_id is None or store.booking(booking_id).status is Status.BOOKED


def change(store: Store, entry: WaitlistEntry, wish: Windows, act: Act) -> None:
    """Wait for another time, with the same place in the line. Refusal: PAST, GONE when they do not wait any more."""
    if entry.state is not EntryState.WAITING:
        raise Refusal(Reason.GONE)
    ahead = _ahead(wish, act.at)
    record(store, act, CHANGED, entry=entry.id, was=entry.wish)
    entry.wish, entry.until = pack(ahead), ahead.end
    store.add(entry)


def leave(store: Store, entry: WaitlistEntry, act: Act) -> None:
    """Wait no more. What was offered for it and is not answered is free again."""
    if entry.state is not EntryState.WAITING:
        return
    entry.state = EntryState.LEFT
    store.add(entry)
    record(store, act, LEFT, entry=entry.id)
    offer = store.unanswered_offer(store.client(entry.client_id).person_id)
    if offer is not None and offer.entry_id == entry.id:
        let_go(store, offer, OfferState.DECLINED, act)


def live_offer(store: Store, person_id: int, now: datetime) -> Offer | None:
    """What a person was offered and can still answer."""
    offer = store.unanswered_offer(person_id)
    return offer if offer is not None and offer.until > now else None


def met(store: Store, booking: Booking, service_id: int, starts_at: datetime, act: Act) -> None:
    """A client has a session now. What they waited for, if that is it, they have."""
    for entry in store.entries_of([booking.client_id], act.at):
        if (
            entry.booking_id in {None, booking.id}
            and entry.service_id == service_id
            and starts_at in unpack(entry.wish)
        ):
            entry.state = EntryState.FILLED
            store.add(entry)
            record(store, act, FILLED, booking, entry=entry.id)


def over(store: Store, entry_id: int) -> None:
    """There is nothing to wait for any more."""
    entry = store.entry(entry_id)
    entry.state = EntryState.OVER
    store.add(entry)


def take_back(store: Store, done: AuditEntry) -> None:
    """Undo what was done to the list: joining, changing, leaving, or having what was waited for."""
    entry = store.entry(done.detail["entry"])
    if done.what == CHANGED:
        entry.wish = done.detail["was"]
        entry.until = unpack(entry.wish).end
    else:
        entry.state = EntryState.LEFT if done.what == JOINED else EntryState.WAITING
    store.add(entry)

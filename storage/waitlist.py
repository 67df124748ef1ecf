"""Questions about who waits for a place, and what was offered to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlmodel import col
from sqlmodel import select as rows

from storage.asking import Asking
from storage.models import (
    UNANSWERED,
    Booking,
    Client,
    EntryState,
    Offer,
    OfferState,
    Person,
    WaitlistEntry,
)
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

_ENTRY, _OFFER, _CLIENT, _PERSON, _BOOKING = (table(n) for n in (WaitlistEntry, Offer, Client, Person, Booking))


class Waiting(NamedTuple):
    """Somebody who waits, with what decides whether they can be asked now."""

    entry_id: int
    client_id: int
    person_id: int
    service_id: int
    practitioner_id: int | None
    wish: dict[str, Any]
    booking_id: int | None
    zone: str | None
    unwanted: list[str]


_WAITS = (
    _ENTRY.c.practice_id == bindparam("practice"),
    _ENTRY.c.state == EntryState.WAITING,
    _ENTRY.c.until > bindparam("now"),
)
_ANYONE = select(_ENTRY.c.id).where(*_WAITS).limit(1)
_WAITING = (
    select(
        _ENTRY.c.id, _ENTRY.c.client_id, _CLIENT.c.person_id, _ENTRY.c.service_id, _ENTRY.c.practitioner_id,
        _ENTRY.c.wish, _ENTRY.c.booking_id, _PERSON.c.zone, _PERSON.c.unwanted,
    )
    .join(_CLIENT, _CLIENT.c.id == _ENTRY.c.client_id)
    .join(_PERSON, _PERSON.c.id == _CLIENT.c.person_id)
    .where(*_WAITS)
    .order_by(_ENTRY.c.at, _ENTRY.c.id)
)  # fmt: skip
_ENTRIES = (
    rows(WaitlistEntry)
    .where(WaitlistEntry.practice_id == bindparam("practice"), WaitlistEntry.state == EntryState.WAITING)
    .where(col(WaitlistEntry.until) > bindparam("now"))
    .order_by(col(WaitlistEntry.at), col(WaitlistEntry.id))
)
_THEIRS = _ENTRIES.where(col(WaitlistEntry.client_id).in_(bindparam("clients", expanding=True)))
_STANDS = _OFFER.c.state.in_(UNANSWERED)
_PERSONS_ASKED = select(_OFFER.c.person_id).where(_OFFER.c.practice_id == bindparam("practice"), _STANDS)
_PERSONS_WITH_HOLDS = (
    select(_CLIENT.c.person_id)
    .join(_BOOKING, _BOOKING.c.client_id == _CLIENT.c.id)
    .where(_BOOKING.c.practice_id == bindparam("practice"), _BOOKING.c.held_until.is_not(None))
)
_OFFERED = (
    select(_OFFER.c.person_id, func.count())
    .where(_OFFER.c.practice_id == bindparam("practice"), _OFFER.c.at >= bindparam("since"))
    .group_by(_OFFER.c.person_id)
)
_TAKEN_BACK = and_(_OFFER.c.state == OfferState.WITHDRAWN, _BOOKING.c.by_practice)
_PASSED = (
    select(_OFFER.c.client_id, _OFFER.c.practitioner_id, _OFFER.c.starts_at)
    .outerjoin(_BOOKING, _BOOKING.c.id == _OFFER.c.booking_id)
    .where(_OFFER.c.practice_id == bindparam("practice"), _OFFER.c.starts_at > bindparam("now"))
    .where(or_(_OFFER.c.state.in_((OfferState.DECLINED, OfferState.LAPSED)), _TAKEN_BACK))
)
_UNANSWERED = rows(Offer).where(Offer.person_id == bindparam("person"), col(Offer.state).in_(UNANSWERED))
_HOLDING = rows(Offer).where(Offer.booking_id == bindparam("booking"), Offer.state == OfferState.LIVE)
_HELD_CREDITS = (
    select(_BOOKING.c.package_id, func.sum(_BOOKING.c.credits))
    .join(_OFFER, _OFFER.c.booking_id == _BOOKING.c.id)
    .where(_BOOKING.c.package_id.in_(bindparam("packages", expanding=True)), _OFFER.c.state == OfferState.LIVE)
    .group_by(_BOOKING.c.package_id)
)
_OPEN = rows(Offer).where(Offer.practice_id == bindparam("practice"), Offer.state == OfferState.OPEN)
OFFERED_ONLY = exists().where(_OFFER.c.booking_id == _BOOKING.c.id, _OFFER.c.state == OfferState.LIVE)
"""Of a booking: it only holds a place for somebody who was offered it."""


class Waitlist(Asking):
    """Who waits, in the order in which they joined, and the offers that were made to them."""

    # Who waits

    def entry(self, entry_id: int) -> WaitlistEntry:
        """An entry that is known to exist."""
        return self.session.get_one(WaitlistEntry, entry_id)

    def entries_of(self, client_ids: Collection[int], now: datetime) -> list[WaitlistEntry]:
        """What these clients wait for, oldest first."""
        asked = {"practice": self.practice_id, "now": now, "clients": list(client_ids)}
        return list(self.session.execute(_THEIRS, asked).scalars())

    def all_entries(self, now: datetime) -> list[WaitlistEntry]:
        """All that is waited for, oldest first."""
        return list(self.session.execute(_ENTRIES, {"practice": self.practice_id, "now": now}).scalars())

    def anyone_waits(self, now: datetime) -> bool:
        asked = {"practice": self.practice_id, "now": now}
        return self.session.connection().execute(_ANYONE, asked).first() is not None

    def waiting(self, now: datetime) -> list[Waiting]:
        """Everybody who waits, oldest first."""
        asked = {"practice": self.practice_id, "now": now}
        return [Waiting(*row) for row in self.session.connection().execute(_WAITING, asked)]

    def end_entries(self, now: datetime) -> None:
        """The times that these waited for are past."""
        over = (_ENTRY.c.practice_id == self.practice_id, _ENTRY.c.state == EntryState.WAITING, _ENTRY.c.until <= now)
        self.session.connection().execute(update(_ENTRY).where(*over).values(state=EntryState.OVER))

    # What was offered

    def offer(self, offer_id: int) -> Offer:
        """An offer that is known to exist."""
        return self.session.get_one(Offer, offer_id)

    def unanswered_offer(self, person_id: int) -> Offer | None:
        """The one offer that a person has not answered; its time may be over."""
        return self.session.execute(_UNANSWERED, {"person": person_id}).scalars().first()

    def offer_holding(self, booking_id: int) -> Offer | None:
        """The live offer whose place this booking holds."""
        return self.session.execute(_HOLDING, {"booking": booking_id}).scalars().first()

    def offered_hold(self, client: Client | None) -> Booking | None:
        """The booking that holds a place which was offered to this client, while the offer is live."""
        offer = self.unanswered_offer(client.person_id) if client is not None else None
        if offer is None or client is None or offer.client_id != client.id or offer.booking_id is None:
            return None
        return self.session.get_one(Booking, offer.booking_id)

    def open_offers(self) -> list[Offer]:
        """What several are asked at once and have not answered."""
        return list(self.session.execute(_OPEN, {"practice": self.practice_id}).scalars())

    def persons_asked(self) -> set[int]:
        """Who has an offer that is not answered, or a place that is held for them: they are not asked more now."""
        asked = {"practice": self.practice_id}
        found = (self.session.connection().execute(which, asked) for which in (_PERSONS_ASKED, _PERSONS_WITH_HOLDS))
        return {row[0] for each in found for row in each}

    def offered_since(self, since: datetime) -> dict[int, int]:
        """How many offers each person has had since then."""
        found = self.session.connection().execute(_OFFERED, {"practice": self.practice_id, "since": since})
        return {person: count for person, count in found}  # noqa: C416  rows are no pairs to mypy

    def passed_over(self, now: datetime) -> list[tuple[int, int, datetime]]:
        """(client, practitioner, start) of the places still to come that they declined or let lapse, or that the
        practice took back from them.
        """
        found = self.session.connection().execute(_PASSED, {"practice": self.practice_id, "now": now})
        return [(client, who, starts_at) for client, who, starts_at in found]

    def credits_offered(self, package_ids: Collection[int]) -> dict[int, int]:
        """How many of the booked credits of these packages only hold a place that was offered (hundredths)."""
        asked = {"packages": list(package_ids)}
        return {package: int(held) for package, held in self.session.connection().execute(_HELD_CREDITS, asked)}

    def offered_places_in(self, practitioner_id: int, start: datetime, end: datetime) -> list[Offer]:
        """The live offers whose held places are in a practitioner's time between these instants."""
        found = rows(Offer).where(Offer.practice_id == self.practice_id, Offer.practitioner_id == practitioner_id)
        found = found.where(Offer.state == OfferState.LIVE, col(Offer.starts_at) >= start, col(Offer.starts_at) < end)
        return list(self.session.exec(found.order_by(col(Offer.id))))

    # Two persons turned out to be one

    def give_waits(self, giver: Client, taker: Client) -> None:
        """What one client waits for, and was offered, is the other's from now on, but a second offer to one person."""
        entries = update(_ENTRY).where(_ENTRY.c.client_id == giver.id).values(client_id=taker.id)
        self.session.connection().execute(entries)
        theirs = _OFFER.c.client_id == giver.id
        if self.unanswered_offer(taker.person_id):
            theirs &= ~_STANDS
        self.session.connection().execute(
            update(_OFFER).where(theirs).values(client_id=taker.id, person_id=taker.person_id)
        )

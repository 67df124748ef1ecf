"""Moving a booking: it stays the same booking, under the terms of the day when it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from core import credits, offer_life, places, policy, reminders, waiting
from core.acts import record
from core.changes import change, require
from core.errors import Reason, Refusal
from core.holds import lapse_holds
from core.quotes import pick_payer, short_of
from core.rules import Policies, zone_of
from storage.models import Status

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.acts import Act
    from core.slots import Slot
    from storage.models import Booking, Service
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class MoveQuote:
    """What moving a booking would change: the place, and the package that pays where another has to."""

    booking_id: int
    practitioner_id: int
    starts_at: datetime
    package_id: int | None
    credits: int
    expires_on: date | None  # of the package that pays

    def facts(self) -> tuple[str | int | None, ...]:
        """What a yes agrees to."""
        return (self.booking_id, self.practitioner_id, self.starts_at.isoformat(), self.package_id, self.credits)


def move_quote(store: Store, booking: Booking, slot: Slot, now: datetime, *, by_practice: bool = False) -> MoveQuote:
    """What moving to this slot takes. Raises Refusal: GONE, BEGUN, TOO_LATE, NO_MOVES, CLASH, EXPIRES, NO_CREDIT.

    The terms are those of the day when the booking was made; the practice itself is not bound by them.
    """
    require(booking, Status.BOOKED)
    appointment = store.appointment(booking.appointment_id)
    if not by_practice:
        refusal = policy.may_move(booking, appointment.starts_at, now, Policies.of_terms(booking.terms))
        if refusal:
            raise refusal
    length = appointment.ends_at - appointment.starts_at
    if clash := store.clash(booking.client_id, slot.starts_at, slot.starts_at + length, without=booking.id or 0):
        raise Refusal(Reason.CLASH, booking_id=clash[0], at=clash[1])
    package_id, cost, expires_on = _payer_on(store, booking, appointment.service_id, slot.starts_at)
    return MoveQuote(
        booking.id or 0, slot.practitioner_id, slot.starts_at.astimezone(UTC), package_id, cost, expires_on
    )


def _payer_on(
    store: Store, booking: Booking, service_id: int, starts_at: datetime
) -> tuple[int | None, int, date | None]:
    """Who pays when a booking takes place then: its own package if it reaches that day, else another."""
    if booking.package_id is None:
        return None, 0, None
    on = starts_at.astimezone(zone_of(store.practice())).date()
    own = store.package(booking.package_id)
    if credits.has_begun(own.starts_on, on) and credits.reaches(own.expires_on, on):
        return own.id, booking.credits, own.expires_on
    purses = store.purses(booking.client_id, service_id)
    if other := pick_payer(purses, on, {}):
        return other.package_id, other.cost, other.expires_on
    refusal = short_of(purses, on, {})
    raise Refusal(Reason.EXPIRES, **{"expires_on": own.expires_on} | refusal.facts)


def move(store: Store, booking: Booking, slot: Slot, act: Act, *, by_practice: bool = False) -> Booking:
    """Move a booking to another place of the same service. It stays the same booking, under the same terms.

    Raises Refusal as `move_quote`, or why the place is no longer free.
    """
    require(booking, Status.BOOKED)
    lapse_holds(store, act.at)
    old = store.appointment(booking.appointment_id)
    if (old.practitioner_id, old.starts_at) == (slot.practitioner_id, slot.starts_at):
        return booking
    quoted = move_quote(store, booking, slot, act.at, by_practice=by_practice)
    service = store.service(old.service_id)
    look = places.room if by_practice else places.still_free
    free = look(store, service, slot.practitioner_id, slot.starts_at, act.at, without=booking)
    if quoted.package_id != booking.package_id:
        credits.release(store, booking, act, why="moved")
    was = _put(store, booking, service, free, quoted, counts=not by_practice)
    if "package_id" in was:
        credits.hold(store, booking, act, why="moved")
    record(store, act, "moved", booking, was=was, appointment=booking.appointment_id)
    waiting.met(store, booking, service.id or 0, slot.starts_at, act)
    offer_life.place_taken(store, booking, act)
    reminders.plan(store, booking, act)
    return booking


def _put(
    store: Store, booking: Booking, service: Service, slot: Slot, quoted: MoveQuote, *, counts: bool
) -> dict[str, object]:
    """Change the booking's place and payer; says what was before. The practice's own moves do not count."""
    before = booking.appointment_id
    places.step_out(store, booking)
    appointment = places.enter(store, service, slot)
    was = change(
        store,
        booking,
        status=Status.BOOKED,
        appointment_id=appointment.id,
        moves=booking.moves + counts,
        package_id=quoted.package_id,
        credits=quoted.credits,
        confirmed_at=None,
    )
    return was | {"appointment_id": before, "status": Status.BOOKED.value}

"""Places in the diary: taking one, leaving it, coming back to it. Whether it may be booked is asked before."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from core import diary
from core.errors import Reason, Refusal
from core.slots import Slot
from core.windows import Windows
from storage.models import Appointment, Status

if TYPE_CHECKING:
    from datetime import datetime

    from storage.models import Booking, Service
    from storage.store import Store


def still_free(
    store: Store,
    service: Service,
    practitioner_id: int,
    starts_at: datetime,
    now: datetime,
    *,
    without: Booking | None = None,
) -> Slot:
    """The slot at exactly this start, as the diary has it now. Raises Refusal when it is not offered any more."""
    wish = Windows.at(starts_at)
    found = diary.free(store, service, wish, now, practitioner_id=practitioner_id, without=without, limit=1)
    if not found:
        raise diary.why_not(store, service, starts_at, now, practitioner_id, without=without)
    return found[0]


def room(
    store: Store,
    service: Service,
    practitioner_id: int,
    starts_at: datetime,
    now: datetime,
    *,
    without: Booking | None = None,
) -> Slot:
    """The slot at this start as the practice's own people may take it: wherever nothing in the diary is in the way.

    Hours, notice, horizon and the grid are for clients. Raises Refusal: PAST, TAKEN, FULL.
    """
    if starts_at <= now:
        raise Refusal(Reason.PAST)
    there = store.sitting(service.id or 0, practitioner_id, starts_at) if service.capacity > 1 else None
    if there is not None:
        left = service.capacity - store.places_taken(there)
        if left < 1:
            raise Refusal(Reason.FULL)
        return Slot(starts_at, practitioner_id, service.id or 0, there, left)
    begins = starts_at - timedelta(minutes=service.buffer_before)
    ends = starts_at + timedelta(minutes=service.minutes + service.buffer_after)
    if store.in_the_way(practitioner_id, begins, ends, without=_left_alone(store, without)):
        raise Refusal(Reason.TAKEN)
    return Slot(starts_at, practitioner_id, service.id or 0, None, service.capacity)


def _left_alone(store: Store, booking: Booking | None) -> int:
    """The appointment that ends when this booking leaves it, or 0."""
    if booking is None or store.places_taken(booking.appointment_id) > 1:
        return 0
    return booking.appointment_id


def enter(store: Store, service: Service, slot: Slot) -> Appointment:
    """The appointment at a free slot: the class that is there already, or a new block with its buffers."""
    if slot.appointment_id is not None:
        return store.appointment(slot.appointment_id)
    starts_at = slot.starts_at.astimezone(UTC)
    ends_at = starts_at + timedelta(minutes=service.minutes)
    return store.put(
        Appointment(
            practice_id=store.practice_id,
            practitioner_id=slot.practitioner_id,
            service_id=slot.service_id,
            starts_at=starts_at,
            ends_at=ends_at,
            blocks_from=starts_at - timedelta(minutes=service.buffer_before),
            blocks_to=ends_at + timedelta(minutes=service.buffer_after),
            capacity=service.capacity,
        )
    )


def step_out(store: Store, booking: Booking) -> None:
    """Leave the diary for a moment, so that a place that crosses the old one can be taken.

    The schema's nets look after every statement: they would see both places taken at once.
    """
    booking.status, booking.held_until = Status.CANCELLED, None
    store.add(booking)
    end_if_deserted(store, booking.appointment_id)


def end_if_deserted(store: Store, appointment_id: int) -> None:
    """An appointment lives until the last of its bookings is cancelled; one that took place stays in the diary."""
    if store.deserted(appointment_id):
        appointment = store.appointment(appointment_id)
        appointment.live = False
        store.add(appointment)


def come_back(store: Store, appointment: Appointment) -> Appointment:
    """The appointment to be in again after leaving this one: itself, or the class that took its place.

    Refusal TAKEN when somebody else has the time, or time off was put there.
    """
    there = appointment if appointment.live else store.twin(appointment)
    if there is None:
        return _revive(store, appointment)
    if store.places_taken(there.id or 0) >= there.capacity:
        raise Refusal(Reason.TAKEN)
    return there


def _revive(store: Store, appointment: Appointment) -> Appointment:
    block = (appointment.practitioner_id, appointment.blocks_from, appointment.blocks_to)
    if store.in_the_way(*block) or store.is_off(
        appointment.practitioner_id, appointment.starts_at, appointment.ends_at
    ):
        raise Refusal(Reason.TAKEN)
    appointment.live = True
    return store.add(appointment)

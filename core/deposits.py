"""What the money for a deposit does: in time it books the held place; late it books it again if free, or goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import invoices, places, refunds, reminders
from core.acts import record
from core.changes import change
from core.errors import Reason, Refusal
from core.notices import tell, tell_owner
from storage.models import Status

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Appointment, AuditEntry, Booking, Payment
    from storage.store import Store


def paid(store: Store, booking: Booking, payment: Payment, act: Act) -> None:
    """The deposit of a booking arrived. Its person hears what became of the place."""
    who = store.client(booking.client_id).person_id
    facts: dict[str, Any] = {"booking": booking.id, "amount": payment.amount}
    if booking.status is Status.HELD:
        change(store, booking, status=Status.BOOKED, held_until=None)
        record(store, act, "deposit_paid", booking, payment=payment.id)
        reminders.plan(store, booking, act)
        tell(store, act, "deposit_paid", who, subject=booking.id, **facts)
    elif booking.status is Status.CANCELLED:
        _late(store, booking, payment, who, act)


def _late(store: Store, booking: Booking, payment: Payment, who: int, act: Act) -> None:
    """The hold had lapsed, or they had cancelled, when the money came."""
    facts: dict[str, Any] = {"booking": booking.id, "amount": payment.amount}
    lapsed = store.lapse_of(booking.id or 0)
    if lapsed is not None and _back_in_place(store, booking, lapsed, act):
        tell(store, act, "deposit_late_rebooked", who, subject=booking.id, **facts)
        return
    refunds.owe(store, payment, payment.amount, "late", act)
    tell(store, act, "deposit_late_refunded", who, subject=booking.id, **facts)
    tell_owner(store, act, "deposit_refunded", subject=booking.id, **facts)


def _back_in_place(store: Store, booking: Booking, lapsed: AuditEntry, act: Act) -> bool:
    """Book the time that was let go, if nobody has it and they are not elsewhere by now."""
    old = store.appointment(booking.appointment_id)
    try:
        with store.all_or_nothing():
            _require_free(store, booking, old, act)
            there = places.come_back(store, old)
            change(store, booking, status=Status.BOOKED, cancelled_at=None, appointment_id=there.id)
    except Refusal:
        return False
    invoices.take_back(store, booking, lapsed.detail["invoices"], act)
    record(store, act, "rebooked", booking, lapsed=lapsed.act)
    reminders.plan(store, booking, act)
    return True


def _require_free(store: Store, booking: Booking, old: Appointment, act: Act) -> None:
    if old.starts_at <= act.at:
        raise Refusal(Reason.PAST)
    if store.clash(booking.client_id, old.starts_at, old.ends_at):
        raise Refusal(Reason.CLASH)

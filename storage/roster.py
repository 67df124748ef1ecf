"""Questions that a practitioner's day asks: what waits for an outcome, who owes, who is here for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col
from sqlmodel import select as rows

from storage.asking import Asking
from storage.models import (
    Appointment,
    AuditEntry,
    Booking,
    Client,
    Invoice,
    InvoiceLine,
    Outbox,
    Person,
    Sending,
    Status,
)
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

_BOOKING, _APPOINTMENT, _INVOICE, _LINE = (table(n) for n in (Booking, Appointment, Invoice, InvoiceLine))


class Roster(Asking):
    """What stands behind the lines of a day."""

    def without_outcome(self, practitioner_id: int, since: datetime, until: datetime) -> list[int]:
        """The bookings of sessions that began in [since, until) and of which nobody has said what became of them."""
        asked = (
            rows(Booking.id)
            .join(Appointment, col(Appointment.id) == col(Booking.appointment_id))
            .where(
                Appointment.practitioner_id == practitioner_id,
                Booking.status == Status.BOOKED,
                Appointment.starts_at >= since,
                Appointment.starts_at < until,
            )
            .order_by(col(Appointment.starts_at), col(Booking.id))
        )
        return [booking_id for booking_id in self.session.exec(asked) if booking_id is not None]

    def seen_before(self, client_ids: Collection[int], before: datetime) -> set[int]:
        """Those of these clients who had a session before then that was not cancelled."""
        came = (
            select(_BOOKING.c.client_id)
            .join(_APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id)
            .where(_BOOKING.c.client_id.in_(client_ids), _BOOKING.c.status != Status.CANCELLED)
            .where(_APPOINTMENT.c.starts_at < before)
        )
        return set(self.session.execute(came.distinct()).scalars())

    def lately(self, what: Collection[str], by: int, since: datetime) -> Sequence[AuditEntry]:
        """What a person did of these kinds since then, newest first."""
        done = rows(AuditEntry).where(AuditEntry.practice_id == self.practice_id, AuditEntry.by == by)
        done = done.where(col(AuditEntry.at) >= since, col(AuditEntry.what).in_(what))
        return self.session.exec(done.order_by(col(AuditEntry.id).desc())).all()

    def said_of(self, booking_ids: Iterable[int], what: Collection[str]) -> dict[int, AuditEntry]:
        """The newest entry of these kinds for each booking that has one."""
        found = rows(AuditEntry).where(
            col(AuditEntry.booking_id).in_(list(booking_ids)), col(AuditEntry.what).in_(what)
        )
        return {entry.booking_id or 0: entry for entry in self.session.exec(found.order_by(col(AuditEntry.id)))}

    def told(self, act: str, kinds: Collection[str]) -> Sequence[Outbox]:
        """What an act owed of these kinds, and was sent or may have been."""
        gone = (Sending.SENT, Sending.CLAIMED, Sending.UNKNOWN)
        found = rows(Outbox).where(Outbox.act == act, col(Outbox.kind).in_(kinds), col(Outbox.status).in_(gone))
        return self.session.exec(found.order_by(col(Outbox.id))).all()

    def everybody(self) -> list[tuple[Client, Person]]:
        """All clients with their persons, in order of their names."""
        asked = (
            rows(Client, Person)
            .join(Person, col(Person.id) == Client.person_id)
            .where(Client.practice_id == self.practice_id)
            .order_by(col(Client.name), col(Client.id))
        )
        return [(client, person) for client, person in self.session.exec(asked)]

    def said_lately(self, person_id: int, since: datetime, limit: int = 60) -> Sequence[Outbox]:
        """What we have said to a person since then, newest first: what they may still have on their screen."""
        said = rows(Outbox).where(Outbox.person_id == person_id, col(Outbox.at) >= since)
        return self.session.exec(said.order_by(col(Outbox.id).desc()).limit(limit)).all()

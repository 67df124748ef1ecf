"""Law 6 as questions to the database: nothing goes when its time is over. What depends on a clock on a wall is asked of
the rows in core.hours_kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from storage.models import Appointment, AuditEntry, Booking, Outbox, Person, Sending
from storage.proof import Proof
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime
    from typing import Any

    from sqlmodel import Session

TIMES = (
    Proof(6, "a message went when its time was over", """
        SELECT id AS outbox FROM outbox
        WHERE practice_id = :practice AND status IN ('sent', 'unknown') AND sent_at >= expires_at"""),
    Proof(6, "a reminder went for a session that was cancelled", """
        SELECT o.id AS outbox, b.id AS booking
        FROM outbox o JOIN booking b ON b.id = CAST(o.guard ->> 'booking' AS INTEGER)
        WHERE o.practice_id = :practice AND o.kind = 'reminder' AND o.status IN ('sent', 'unknown')
        AND b.status = 'cancelled' AND b.cancelled_at < o.sent_at"""),
)  # fmt: skip


class Went(NamedTuple):
    """A message that has gone to a client unasked: what it was about, and where the reader lives."""

    id: int
    kind: str
    guard: dict[str, Any]
    sent_at: datetime
    zone: str | None


_OUTBOX, _PERSON, _BOOKING, _APPOINTMENT, _AUDIT = (
    table(n) for n in (Outbox, Person, Booking, Appointment, AuditEntry)
)


def went_unasked(session: Session, practice_id: int, kinds: Collection[str], since: datetime) -> Iterator[Went]:
    """What of these kinds has gone to clients since then."""
    asked = (
        select(_OUTBOX.c.id, _OUTBOX.c.kind, _OUTBOX.c.guard, _OUTBOX.c.sent_at, _PERSON.c.zone)
        .join(_PERSON, _PERSON.c.id == _OUTBOX.c.person_id)
        .where(_OUTBOX.c.practice_id == practice_id, _OUTBOX.c.kind.in_(list(kinds)), _OUTBOX.c.sent_at >= since)
        .where(_OUTBOX.c.status.in_((Sending.SENT, Sending.UNKNOWN)), _PERSON.c.practitioner_id.is_(None))
        .order_by(_OUTBOX.c.id)
    )
    return (Went(*row) for row in session.execute(asked))


def starts_of(session: Session, booking_ids: Collection[int]) -> dict[int, datetime]:
    """When these bookings start now."""
    asked = select(_BOOKING.c.id, _APPOINTMENT.c.starts_at).join(
        _APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id
    )
    found = session.execute(asked.where(_BOOKING.c.id.in_(list(booking_ids))))
    return {row[0]: row[1] for row in found}


def last_moves(session: Session, booking_ids: Collection[int]) -> dict[int, datetime]:
    """When each of these bookings was moved last, undone moves included."""
    asked = select(_AUDIT.c.booking_id, _AUDIT.c.at).where(
        _AUDIT.c.booking_id.in_(list(booking_ids)), _AUDIT.c.what.in_(("moved", "undone"))
    )
    return {row[0]: row[1] for row in session.execute(asked.order_by(_AUDIT.c.id))}


def last_applied(session: Session, practice_id: int) -> datetime | None:
    """When the practice file was applied last: quiet hours may have been others before."""
    asked = select(_AUDIT.c.at).where(_AUDIT.c.practice_id == practice_id, _AUDIT.c.what == "applied")
    return session.execute(asked.order_by(_AUDIT.c.id.desc()).limit(1)).scalar()

"""Questions about bookings, the appointments that they are places in, their invoices and what was done to them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Executable, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import col
from sqlmodel import select as rows

from storage.asking import Asking
from storage.models import (
    LIVE,
    Appointment,
    AuditEntry,
    Booking,
    Client,
    Invoice,
    InvoiceLine,
    Outbox,
    PackageClient,
    Payment,
    Practitioner,
    Sending,
    Service,
    Status,
)
from storage.tables import table
from storage.waitlist import OFFERED_ONLY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

New = TypeVar("New", Appointment, Booking)


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking with all that a person wants to know of it."""

    booking: Booking
    appointment: Appointment
    service: Service
    practitioner: Practitioner
    client: Client


_BOOKING, _APPOINTMENT, _AUDIT = (table(n) for n in (Booking, Appointment, AuditEntry))
_CLIENT, _OWNERS, _INVOICE, _OUTBOX = (table(n) for n in (Client, PackageClient, Invoice, Outbox))
_CLASHES = (
    select(_BOOKING.c.id, _APPOINTMENT.c.starts_at)
    .join(_APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id)
    .where(
        _BOOKING.c.client_id == bindparam("client"),
        _BOOKING.c.status.in_(LIVE),
        _BOOKING.c.id != bindparam("without"),
        _APPOINTMENT.c.starts_at < bindparam("ends"),
        _APPOINTMENT.c.ends_at > bindparam("starts"),
    )
    .limit(1)
)
_LAST_BEFORE = (
    select(_APPOINTMENT.c.blocks_to)
    .where(
        _APPOINTMENT.c.practitioner_id == bindparam("practitioner"),
        _APPOINTMENT.c.live,
        _APPOINTMENT.c.blocks_from < bindparam("blocks_to"),
        _APPOINTMENT.c.id != bindparam("without"),
    )
    .order_by(_APPOINTMENT.c.blocks_from.desc())
    .limit(1)
)
_NEXT_LAPSE = (
    select(_BOOKING.c.held_until)
    .where(_BOOKING.c.practice_id == bindparam("practice"), _BOOKING.c.held_until.is_not(None))
    .order_by(_BOOKING.c.held_until)
    .limit(1)
)
_LAPSED = (
    select(_BOOKING.c.id)
    .where(
        _BOOKING.c.practice_id == bindparam("practice"),
        _BOOKING.c.status == Status.HELD,
        _BOOKING.c.held_until <= bindparam("now"),
    )
    .order_by(_BOOKING.c.held_until, _BOOKING.c.id)
)
_THEIRS = select(_CLIENT.c.id).where(_CLIENT.c.person_id == bindparam("person")).scalar_subquery()
_OWNED = select(_OWNERS.c.package_id).where(_OWNERS.c.client_id == bindparam("client")).limit(1)
_BOUGHT = select(_OWNERS.c.package_id).where(_OWNERS.c.client_id.in_(_THEIRS)).limit(1)
_PAID = select(_INVOICE.c.id).where(_INVOICE.c.person_id == bindparam("person"), _INVOICE.c.paid).limit(1)
_PAYMENT = table(Payment)
_PAID_SOME = select(_PAYMENT.c.id).where(_PAYMENT.c.person_id == bindparam("person")).limit(1)
_LAST_NUMBER = select(func.max(_INVOICE.c.number)).where(_INVOICE.c.practice_id == bindparam("practice"))
_RECORD = insert(_AUDIT)
_NEW = {Appointment: insert(_APPOINTMENT), Booking: insert(_BOOKING)}


_VISITS = (
    select(Booking, Appointment, Service, Practitioner, Client)
    .join(Appointment, col(Appointment.id) == col(Booking.appointment_id))
    .join(Service, col(Service.id) == col(Appointment.service_id))
    .join(Practitioner, col(Practitioner.id) == col(Appointment.practitioner_id))
    .join(Client, col(Client.id) == col(Booking.client_id))
    .order_by(col(Appointment.starts_at), col(Booking.id))
)
_ONE = _VISITS.where(col(Booking.id) == bindparam("booking"), col(Booking.practice_id) == bindparam("practice"))
_UPCOMING = _VISITS.where(
    col(Booking.client_id).in_(bindparam("clients", expanding=True)),
    col(Booking.status).in_(LIVE),
    col(Appointment.ends_at) > bindparam("now"),
    or_(col(Booking.status) != Status.HELD, ~OFFERED_ONLY),  # what is only offered to them is not theirs
)
_AGENDA = _VISITS.where(
    col(Appointment.practice_id) == bindparam("practice"),
    col(Appointment.starts_at) >= bindparam("start"),
    col(Appointment.starts_at) < bindparam("end"),
    col(Booking.status) != Status.CANCELLED,
)
_THEIR_AGENDA = _AGENDA.where(col(Appointment.practitioner_id) == bindparam("practitioner"))
_STANDING = _VISITS.where(
    col(Booking.package_id) == bindparam("package"),
    col(Booking.status).in_(LIVE),
    col(Appointment.ends_at) > bindparam("now"),
)
_SERIES = _VISITS.where(
    col(Booking.series_id) == bindparam("series"),
    col(Booking.status).in_(LIVE),
    col(Appointment.starts_at) >= bindparam("start"),
)


class Visits(Asking):
    """Bookings, appointments, invoices and the audit trail."""

    fresh: list[Appointment | Booking]  # what `put` wrote

    # What a person looks at

    def visit(self, booking_id: int) -> Visit | None:
        """One booking of this practice, or none."""
        found = self._seen(_ONE, booking=booking_id, practice=self.practice_id)
        return found[0] if found else None

    def upcoming(self, client_ids: Collection[int], now: datetime) -> list[Visit]:
        """The live bookings of these clients that have not ended, in order of time."""
        return self._seen(_UPCOMING, clients=list(client_ids), now=now)

    def agenda(self, start: datetime, end: datetime, practitioner_id: int | None = None) -> list[Visit]:
        """All that was not cancelled and starts in [start, end): of one practitioner, or of the practice."""
        if practitioner_id is None:
            return self._seen(_AGENDA, practice=self.practice_id, start=start, end=end)
        return self._seen(_THEIR_AGENDA, practice=self.practice_id, start=start, end=end, practitioner=practitioner_id)

    def series(self, series_id: int, start: datetime) -> list[Visit]:
        """The live bookings of a series that start at `start` or later."""
        return self._seen(_SERIES, series=series_id, start=start)

    def _seen(self, question: Executable, **asked: Any) -> list[Visit]:
        return [Visit(*row) for row in self.session.execute(question, asked)]

    def ahead_of(self, package_id: int, starts_at: datetime) -> int:
        """The credits that a package's live bookings before this start hold."""
        held = select(func.coalesce(func.sum(_BOOKING.c.credits), 0)).join(
            _APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id
        )
        held = held.where(_BOOKING.c.package_id == package_id, _BOOKING.c.status.in_(LIVE))
        return int(self.session.execute(held.where(_APPOINTMENT.c.starts_at < starts_at)).scalar_one())

    def standing_on(self, package_id: int, now: datetime) -> list[Visit]:
        """The live bookings ahead that a package pays for, in order of time."""
        return self._seen(_STANDING, package=package_id, now=now)

    def give_bookings(self, giver: Client, taker: Client) -> None:
        """Two clients turned out to be one: what one has booked is the other's from now on."""
        theirs = update(Booking).where(col(Booking.client_id) == giver.id).values(client_id=taker.id)
        self.session.execute(theirs, execution_options={"synchronize_session": False})

    def bookings_ahead(self, now: datetime) -> list[Booking]:
        """Every booking of the practice that is booked and begins after now, in order of time."""
        ahead = rows(Booking).join(Appointment, col(Appointment.id) == Booking.appointment_id)
        ahead = ahead.where(Booking.practice_id == self.practice_id, Booking.status == Status.BOOKED)
        return list(self.session.exec(ahead.where(Appointment.starts_at > now).order_by(col(Appointment.starts_at))))

    # What rules ask

    def booking(self, booking_id: int) -> Booking:
        """A booking that is known to exist."""
        return self.session.get_one(Booking, booking_id)

    def appointment(self, appointment_id: int) -> Appointment:
        """An appointment that is known to exist."""
        return self.session.get_one(Appointment, appointment_id)

    def clash(self, client_id: int, starts: datetime, ends: datetime, without: int = 0) -> tuple[int, datetime] | None:
        """Where a client is in that time already: (booking, its start). `without` is a booking that does not count."""
        asked = {"client": client_id, "starts": starts, "ends": ends, "without": without}
        row = self.session.connection().execute(_CLASHES, asked).first()
        return (row[0], row[1]) if row else None

    def in_the_way(self, practitioner_id: int, blocks_from: datetime, blocks_to: datetime, without: int = 0) -> bool:
        """Does any live appointment of a practitioner, but `without`, cross this block?

        As live ones do not overlap, the last that begins before the block ends is the only one to look at.
        """
        asked = {"practitioner": practitioner_id, "blocks_to": blocks_to, "without": without}
        last: datetime | None = self.session.execute(_LAST_BEFORE, asked).scalar()
        return last is not None and last > blocks_from

    def sitting(self, service_id: int, practitioner_id: int, starts_at: datetime) -> int | None:
        """The live appointment of a service that a practitioner has at exactly this start."""
        there = rows(Appointment.id).where(
            Appointment.service_id == service_id,
            Appointment.practitioner_id == practitioner_id,
            Appointment.starts_at == starts_at,
        )
        return self.session.exec(there.where(col(Appointment.live))).first()

    def twin(self, appointment: Appointment) -> Appointment | None:
        """A live appointment of the same service at the same start, in place of one that ended."""
        same = rows(Appointment).where(
            Appointment.practitioner_id == appointment.practitioner_id,
            Appointment.service_id == appointment.service_id,
            Appointment.starts_at == appointment.starts_at,
        )
        return self.session.exec(same.where(col(Appointment.live))).first()

    def lapsed_holds(self, now: datetime) -> list[int]:
        """Bookings whose hold is over, first lapsed first."""
        return list(self.session.connection().execute(_LAPSED, {"practice": self.practice_id, "now": now}).scalars())

    def next_lapse(self) -> datetime | None:
        """When the next hold is or was over."""
        found: datetime | None = self.session.execute(_NEXT_LAPSE, {"practice": self.practice_id}).scalar()
        return found

    def places_taken(self, appointment_id: int) -> int:
        """How many live bookings an appointment holds."""
        return self._count(_BOOKING.c.appointment_id == appointment_id, _BOOKING.c.status.in_(LIVE))

    def deserted(self, appointment_id: int) -> bool:
        """Is nothing but cancelled bookings left in an appointment?"""
        return not self._count(_BOOKING.c.appointment_id == appointment_id, _BOOKING.c.status != Status.CANCELLED)

    def forgiven_since(self, client_id: int, since: datetime) -> int:
        """How many late cancels of a client were forgiven after `since`."""
        return self._count(_BOOKING.c.client_id == client_id, _BOOKING.c.grace, _BOOKING.c.cancelled_at > since)

    def has_visited(self, client_id: int) -> bool:
        """Has a client any booking that was not cancelled? Then they are not new."""
        return self._count(_BOOKING.c.client_id == client_id, _BOOKING.c.status != Status.CANCELLED) > 0

    def unpaid_bookings(self, person_id: int) -> int:
        """How many live bookings of a person's clients wait for money."""
        return self._count(
            _BOOKING.c.client_id.in_(_THEIRS), _BOOKING.c.status.in_(LIVE), _BOOKING.c.price > 0, person=person_id
        )

    def _count(self, *where: Any, **asked: Any) -> int:
        counted: int = self.session.execute(select(func.count()).where(*where), asked).scalar_one()
        return counted

    def owns_package(self, client_id: int) -> bool:
        """Was a package ever bought for a client?"""
        return self.session.execute(_OWNED, {"client": client_id}).first() is not None

    def has_paid(self, person_id: int) -> bool:
        """Has a person ever paid us: an invoice, or a package for one of their clients?"""
        return any(self.session.execute(ever, {"person": person_id}).first() for ever in (_PAID, _BOUGHT, _PAID_SOME))

    # All or nothing

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What is written inside stays only if nothing inside is refused."""
        acted, before = self.wrote, len(self.fresh)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            self.wrote = acted
            for row in self.fresh[before:]:  # never was: SQLite gives its id to another row
                self.session.expunge(row)
            del self.fresh[before:]
            raise

    # The busy turn's writes

    def put(self, row: New) -> New:
        """As `add`, for a row that is new and complete, at half the cost: without the unit of work."""
        self.wrote = True
        values = {name: value for name, value in vars(row).items() if name not in {"id", "_sa_instance_state"}}
        written = self.session.connection().execute(_NEW[type(row)], values)
        (row.id,) = written.inserted_primary_key or (None,)
        make_transient_to_detached(row)  # what was written is what the session knows of it
        self.session.add(row)
        self.fresh.append(row)
        return row

    # Invoices

    def next_invoice_number(self) -> int:
        """One more than the last: without gaps, because the practice's write lock is held."""
        last: int | None = self.session.execute(_LAST_NUMBER, {"practice": self.practice_id}).scalar_one()
        return (last or 0) + 1

    def invoices_of(self, booking_id: int) -> Sequence[Invoice]:
        """The invoices with a line for a booking, void ones included, in order of number."""
        theirs = rows(Invoice).join(InvoiceLine, col(InvoiceLine.invoice_id) == col(Invoice.id))
        return self.session.exec(theirs.where(InvoiceLine.booking_id == booking_id).order_by(col(Invoice.number))).all()

    # What was done

    def add_record(self, **values: Any) -> None:
        """Write one audit entry. Only core.acts.record calls this."""
        self.wrote = True
        self.session.connection().execute(_RECORD, {"practice_id": self.practice_id, **values})

    def last_act(self, person_id: int, kinds: Collection[str], since: datetime) -> str | None:
        """The id of the newest act of a person since then that did one of these kinds of thing."""
        theirs = rows(AuditEntry.act).where(AuditEntry.by == person_id, col(AuditEntry.at) >= since)
        kind = theirs.where(AuditEntry.practice_id == self.practice_id, col(AuditEntry.what).in_(kinds))
        return self.session.exec(kind.order_by(col(AuditEntry.id).desc())).first()

    def entries(self, act: str) -> Sequence[AuditEntry]:
        """All that one act did, newest first."""
        done = rows(AuditEntry).where(AuditEntry.act == act, AuditEntry.practice_id == self.practice_id)
        return self.session.exec(done.order_by(col(AuditEntry.id).desc())).all()

    def changed_after(self, entry: AuditEntry, kinds: Collection[str], but: Collection[str]) -> bool:
        """Was one of these kinds of thing done to a booking after that entry, in other acts than those?"""
        later = rows(AuditEntry.id).where(
            AuditEntry.booking_id == entry.booking_id,
            col(AuditEntry.id) > entry.id,
            col(AuditEntry.what).in_(kinds),
            col(AuditEntry.act).not_in(but),
        )
        return self.session.exec(later).first() is not None

    def retract(self, act: str, person_id: int, why: str) -> None:
        """Drop what an act owes to others than this person, as far as it has not been sent."""
        owed = (_OUTBOX.c.act == act, _OUTBOX.c.person_id != person_id, _OUTBOX.c.status == Sending.DUE)
        self.session.execute(update(_OUTBOX).where(*owed).values(status=Sending.DROPPED, why=why))

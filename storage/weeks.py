"""Questions about a span of time: what became of its sessions, and which time they took. Sums, made in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select

from storage.asking import Asking
from storage.diary import Seconds
from storage.models import Appointment, Booking, Offer, OfferState, Status
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import BindParameter


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of the sessions of a span; of a class, each place is one."""

    came: int = 0
    missed: int = 0
    late: int = 0  # cancelled too late, forgiven or not
    unmarked: int = 0  # begun, and nobody has said what became of them
    ahead: int = 0  # still to come, those that wait for a deposit included

    @property
    def planned(self) -> int:
        """What was to take place: what was cancelled in time is not in it."""
        return self.came + self.missed + self.late + self.unmarked + self.ahead

    @property
    def lost(self) -> int:
        """What did not take place, too late to fill it."""
        return self.missed + self.late


_APPOINTMENT, _BOOKING, _OFFER = table(Appointment), table(Booking), table(Offer)
_START: BindParameter[datetime] = bindparam("start")
_END: BindParameter[datetime] = bindparam("end")
_NOW: BindParameter[datetime] = bindparam("now")
_OURS = _APPOINTMENT.c.practice_id == bindparam("practice")
_THEIRS = or_(bindparam("who") == 0, _APPOINTMENT.c.practitioner_id == bindparam("who"))
_IN_SPAN = and_(_OURS, _THEIRS, _APPOINTMENT.c.starts_at >= _START, _APPOINTMENT.c.starts_at < _END)
_PLACES = _BOOKING.join(_APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id)
_BEGUN = and_(_BOOKING.c.status == Status.BOOKED, _APPOINTMENT.c.starts_at <= _NOW)
_AHEAD = and_(_BOOKING.c.status.in_((Status.HELD, Status.BOOKED)), _APPOINTMENT.c.starts_at > _NOW)
_MISSED = _BOOKING.c.status == Status.NO_SHOW
_LATE = and_(_BOOKING.c.status == Status.CANCELLED, _BOOKING.c.late)
_STOOD = (Status.HELD, Status.BOOKED, Status.ATTENDED, Status.NO_SHOW)  # what took its practitioner's time


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


_OUTCOMES = (
    select(*map(_how_many, (_BOOKING.c.status == Status.ATTENDED, _MISSED, _LATE, _BEGUN, _AHEAD)))
    .select_from(_PLACES)
    .where(_IN_SPAN)
)
_UNMARKED = (
    select(_APPOINTMENT.c.practitioner_id, func.count())
    .select_from(_PLACES)
    .where(_IN_SPAN, _BEGUN)
    .group_by(_APPOINTMENT.c.practitioner_id)
    .order_by(func.count().desc(), _APPOINTMENT.c.practitioner_id)
    .limit(1)
)
_LOST = (
    select(_BOOKING.c.client_id, func.count())
    .select_from(_PLACES)
    .where(_IN_SPAN, or_(_MISSED, _LATE))
    .group_by(_BOOKING.c.client_id)
    .order_by(func.count().desc(), _BOOKING.c.client_id)
    .limit(1)
)
_TAKEN = (
    select(
        _APPOINTMENT.c.practitioner_id, Seconds(_APPOINTMENT.c.blocks_from), Seconds(_APPOINTMENT.c.blocks_to),
        Seconds(_APPOINTMENT.c.starts_at), Seconds(_APPOINTMENT.c.ends_at),
    )
    .where(_OURS, _THEIRS, _APPOINTMENT.c.blocks_from < _END, _APPOINTMENT.c.blocks_to > _START)
    .where(
        select(_BOOKING.c.id)
        .where(_BOOKING.c.appointment_id == _APPOINTMENT.c.id, _BOOKING.c.status.in_(_STOOD))
        .exists()
    )
    .order_by(_APPOINTMENT.c.practitioner_id, _APPOINTMENT.c.blocks_from)
)  # fmt: skip

_FILLED = (
    select(func.count())
    .where(_OFFER.c.practice_id == bindparam("practice"), _OFFER.c.state == OfferState.ACCEPTED)
    .where(_OFFER.c.ended_at >= _START, _OFFER.c.ended_at < _END)
)


class Weeks(Asking):
    """The sessions of [start, end): of one practitioner, or (0) of all."""

    def outcomes(self, start: datetime, end: datetime, now: datetime, who: int = 0) -> Outcomes:
        """What became of them, as of now."""
        (row,) = self._in_span(_OUTCOMES, start, end, who, now=now)
        return Outcomes(*map(int, row))

    def most_unmarked(self, start: datetime, end: datetime, now: datetime, who: int = 0) -> tuple[int, int] | None:
        """(practitioner, how many) of who has most sessions that have begun and have no outcome."""
        return next(((row[0], int(row[1])) for row in self._in_span(_UNMARKED, start, end, who, now=now)), None)

    def most_missed(self, start: datetime, end: datetime, who: int = 0) -> tuple[int, int] | None:
        """(client, how many) of who missed or cancelled too late most often."""
        return next(((row[0], int(row[1])) for row in self._in_span(_LOST, start, end, who)), None)

    def taken(self, start: datetime, end: datetime, who: int = 0) -> Sequence[Any]:
        """(practitioner, blocks from, to, starts, ends) of what took somebody's time and touches the span, in seconds.

        In order of practitioner and time.
        """
        return self._in_span(_TAKEN, start, end, who)

    def places_filled(self, start: datetime, end: datetime) -> int:
        """How many places that came free were taken by who waited."""
        asked = {"practice": self.practice_id, "start": start, "end": end}
        return int(self.session.connection().execute(_FILLED, asked).scalar_one())

    def _in_span(self, question: Any, start: datetime, end: datetime, who: int, **more: Any) -> Sequence[Any]:
        asked = {"practice": self.practice_id, "start": start, "end": end, "who": who, **more}
        return self.session.connection().execute(question, asked).all()

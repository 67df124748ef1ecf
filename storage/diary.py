"""Questions about the diary: what fills a practitioner's time, and when a client comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from storage.asking import Asking
from storage.columns import NEVER
from storage.models import LIVE, Appointment, Booking, Status
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.sql.compiler import SQLCompiler

_APPOINTMENT, _BOOKING = table(Appointment), table(Booking)


class Seconds(FunctionElement[int]):
    """An instant's column as whole seconds since 1970, UTC: slot search reckons in them, and SQL is quick at it."""

    type = BigInteger()
    inherit_cache = True


@compiles(Seconds, "sqlite")
def _seconds_sqlite(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **options)}) AS INTEGER)"


@compiles(Seconds, "postgresql")
def _seconds_postgresql(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(extract(epoch FROM {compiler.process(element.clauses, **options)}) AS BIGINT)"


_BLOCKS = (
    select(_APPOINTMENT.c.practitioner_id, Seconds(_APPOINTMENT.c.blocks_from), Seconds(_APPOINTMENT.c.blocks_to))
    .where(
        _APPOINTMENT.c.practitioner_id.in_(bindparam("practitioners", expanding=True)),
        _APPOINTMENT.c.live,
        _APPOINTMENT.c.blocks_from >= bindparam("start"),
        _APPOINTMENT.c.blocks_from < bindparam("end"),
        _APPOINTMENT.c.id != bindparam("without"),
    )
    .order_by(_APPOINTMENT.c.practitioner_id, _APPOINTMENT.c.blocks_from)
)
_TAKEN = (
    select(func.count())
    .where(_BOOKING.c.appointment_id == _APPOINTMENT.c.id, _BOOKING.c.status.in_(LIVE))
    .where(_BOOKING.c.id != bindparam("without"))
    .scalar_subquery()
)
_SITTINGS = select(
    Seconds(_APPOINTMENT.c.starts_at),
    _APPOINTMENT.c.practitioner_id,
    _APPOINTMENT.c.id,
    _APPOINTMENT.c.capacity - _TAKEN,
).where(
    _APPOINTMENT.c.practitioner_id.in_(bindparam("practitioners", expanding=True)),
    _APPOINTMENT.c.service_id == bindparam("service"),
    _APPOINTMENT.c.live,
    _APPOINTMENT.c.blocks_from >= bindparam("start"),
    _APPOINTMENT.c.blocks_from < bindparam("end"),
)
_CLIENTS = (
    select(Seconds(_APPOINTMENT.c.starts_at), Seconds(_APPOINTMENT.c.ends_at))
    .join(_BOOKING, _BOOKING.c.appointment_id == _APPOINTMENT.c.id)
    .where(
        _BOOKING.c.client_id == bindparam("client"),
        _BOOKING.c.status.in_(LIVE),
        _BOOKING.c.id != bindparam("without"),
        _APPOINTMENT.c.starts_at < bindparam("end"),
        _APPOINTMENT.c.ends_at > bindparam("start"),
    )
)
_CAME = (
    select(_APPOINTMENT.c.starts_at, _APPOINTMENT.c.practitioner_id)
    .join(_BOOKING, _BOOKING.c.appointment_id == _APPOINTMENT.c.id)
    .where(_BOOKING.c.client_id == bindparam("client"), _BOOKING.c.status.in_((Status.BOOKED, Status.ATTENDED)))
    .where(_APPOINTMENT.c.starts_at > bindparam("since"))
    .order_by(_APPOINTMENT.c.starts_at.desc())
    .limit(20)
)
_AHEAD = (
    select(_APPOINTMENT.c.starts_at, _APPOINTMENT.c.ends_at, _APPOINTMENT.c.practitioner_id, _APPOINTMENT.c.service_id)
    .where(
        _APPOINTMENT.c.practice_id == bindparam("practice"),
        _APPOINTMENT.c.live,
        _APPOINTMENT.c.starts_at > bindparam("now"),
    )
    .order_by(_APPOINTMENT.c.starts_at)
)


class Diary(Asking):
    """What fills a practitioner's time. A live appointment begins to block at most a day before it ends."""

    def blocks(
        self, practitioner_ids: Collection[int], start: datetime, end: datetime, without: int = 0
    ) -> Sequence[Any]:
        """(practitioner, from, to) of the live appointments, buffers included, that begin to block in [start, end).

        Instants are whole seconds since 1970.

        In order of practitioner and time. `without` is an appointment that does not count.
        """
        asked = {"practitioners": list(practitioner_ids), "start": start, "end": end, "without": without}
        return self.session.connection().execute(_BLOCKS, asked).all()

    def sittings(
        self, service_id: int, practitioner_ids: Collection[int], start: datetime, end: datetime, without: int = 0
    ) -> Sequence[Any]:
        """(start, practitioner, appointment, places left) of a service's live appointments, as in `blocks`.

        `without` is a booking whose place counts as left.
        """
        asked = {"practitioners": list(practitioner_ids), "service": service_id, "start": start, "end": end}
        return self.session.connection().execute(_SITTINGS, {**asked, "without": without}).all()

    def sessions_of(self, client_id: int, start: datetime, end: datetime, without: int = 0) -> Sequence[Any]:
        """(start, end) in seconds of a client's live sessions that touch [start, end), but the booking `without`."""
        asked = {"client": client_id, "start": start, "end": end, "without": without}
        return self.session.connection().execute(_CLIENTS, asked).all()

    def last_sessions(self, client_id: int, since: datetime = NEVER) -> Sequence[Any]:
        """(start, practitioner) of a client's latest 20 sessions after `since`, those ahead included, newest first."""
        return self.session.connection().execute(_CAME, {"client": client_id, "since": since}).all()

    def usual_practitioner(self, client_id: int) -> int | None:
        """Whom a client sees most; the latest of them when there are several."""
        seen = [who for _, who in self.last_sessions(client_id)]
        return max(dict.fromkeys(seen), key=seen.count, default=None)

    def appointments_ahead(self, now: datetime) -> Sequence[Any]:
        """(start, end, practitioner, service) of every live appointment of the practice that is still to come."""
        return self.session.connection().execute(_AHEAD, {"practice": self.practice_id, "now": now}).all()

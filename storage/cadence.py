"""Questions about who goes on with their plan, and what was decided today already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, or_, select

from storage.asking import Asking
from storage.ledger import net
from storage.models import (
    LIVE,
    Appointment,
    Booking,
    CreditMove,
    Daily,
    Outbox,
    Package,
    PackageClient,
    Place,
    Sending,
    Status,
)
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

_PACKAGE, _OWNER, _BOOKING, _APPOINTMENT, _OUTBOX = (
    table(noun) for noun in (Package, PackageClient, Booking, Appointment, Outbox)
)
_MOVE = table(CreditMove)
_COMES = (
    select(_BOOKING.c.id)
    .join(_APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id)
    .join(_OWNER, _OWNER.c.client_id == _BOOKING.c.client_id)
    .where(_OWNER.c.package_id == _PACKAGE.c.id)
    .where(_BOOKING.c.status.in_(LIVE), _APPOINTMENT.c.ends_at > bindparam("now"))
)
_CAME = (
    select(_BOOKING.c.id)
    .join(_APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id)
    .join(_OWNER, _OWNER.c.client_id == _BOOKING.c.client_id)
    .where(_OWNER.c.package_id == _PACKAGE.c.id, _APPOINTMENT.c.starts_at > bindparam("since"))
)
_USABLE = (
    _PACKAGE.c.frozen_because == "",
    or_(_PACKAGE.c.starts_on.is_(None), _PACKAGE.c.starts_on <= bindparam("today")),
    or_(_PACKAGE.c.expires_on.is_(None), _PACKAGE.c.expires_on >= bindparam("today")),
)
_IDLE = (
    select(_PACKAGE.c.id)
    .join(_MOVE, _MOVE.c.package_id == _PACKAGE.c.id)
    .where(_PACKAGE.c.practice_id == bindparam("practice"), *_USABLE, ~exists(_COMES))
    .group_by(_PACKAGE.c.id)
    .having(net(Place.FREE) > 0)
    .order_by(_PACKAGE.c.id)
)
_IS_IDLE = _IDLE.where(_PACKAGE.c.id == bindparam("package"))
_LATELY_IDLE = _IDLE.where(
    or_(_PACKAGE.c.bought_at > bindparam("since"), _PACKAGE.c.starts_on.is_not(None), exists(_CAME))
)
_AROUND = (
    select(_BOOKING.c.package_id)
    .join(_APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id)
    .join(_PACKAGE, _PACKAGE.c.id == _BOOKING.c.package_id)
    .where(_PACKAGE.c.practice_id == bindparam("practice"), *_USABLE, _PACKAGE.c.membership_id.is_(None))
    .where(_BOOKING.c.status.in_((Status.BOOKED, Status.ATTENDED)))
    .where(_APPOINTMENT.c.starts_at > bindparam("since"), _APPOINTMENT.c.starts_at < bindparam("until"))
    .distinct()
    .order_by(_BOOKING.c.package_id)
)
_ON = (
    select(_APPOINTMENT.c.starts_at, _APPOINTMENT.c.ends_at)
    .join(_BOOKING, _BOOKING.c.appointment_id == _APPOINTMENT.c.id)
    .where(_BOOKING.c.package_id == bindparam("package"), _BOOKING.c.status.in_((*LIVE, Status.ATTENDED)))
    .order_by(_APPOINTMENT.c.starts_at)
)
_SAID = (
    select(_OUTBOX.c.id)
    .where(_OUTBOX.c.person_id == bindparam("person"), _OUTBOX.c.kind.in_(bindparam("kinds", expanding=True)))
    .where(_OUTBOX.c.at >= bindparam("since"), _OUTBOX.c.status.not_in((Sending.DROPPED, Sending.FAILED)))
    .limit(1)
)


class Cadence(Asking):
    """Packages and the sessions that took place, or will, on them."""

    def first_today(self, what: str, today: date) -> bool:
        """Is it the first time on this local day that somebody asks for this? Whoever asks again hears no."""
        known = self.session.get(Daily, (self.practice_id, what))
        if known is not None and known.done_on == today:
            return False
        known = known or Daily(practice_id=self.practice_id, what=what, done_on=today)
        known.done_on = today
        self.session.add(known)
        self.session.flush()
        return True

    def idle_packages(self, today: date, now: datetime, since: datetime) -> list[int]:
        """Those with free credits that can be used today, of clients who have nothing booked, and who bought it or
        came since then.
        """
        asked = {"practice": self.practice_id, "today": today, "now": now, "since": since}
        return list(self.session.execute(_LATELY_IDLE, asked).scalars())

    def is_idle(self, package_id: int, today: date, now: datetime) -> bool:
        """Has this one free credits that can be used today, and nobody whom it is for anything booked?"""
        asked = {"practice": self.practice_id, "today": today, "now": now, "package": package_id}
        return self.session.execute(_IS_IDLE, asked).first() is not None

    def packages_around(self, today: date, since: datetime, until: datetime) -> list[int]:
        """Those, but memberships', on which a session took place or will in that time."""
        asked = {"practice": self.practice_id, "today": today, "since": since, "until": until}
        return list(self.session.execute(_AROUND, asked).scalars())

    def sessions_on(self, package_id: int) -> Sequence[Any]:
        """(start, end) of every session on a package that took place or stands, in order of time."""
        return self.session.execute(_ON, {"package": package_id}).all()

    def is_said(self, person_id: int, kinds: Collection[str], since: datetime) -> bool:
        """Has a person been owed a message of these kinds since then that went, or waits?"""
        asked = {"person": person_id, "kinds": list(kinds), "since": since}
        return self.session.execute(_SAID, asked).first() is not None

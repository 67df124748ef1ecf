"""Questions about a span's money: what was sold in it, what was unpaid at its end, what was still owed to clients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, case, func, or_, select

from storage.asking import Asking
from storage.models import (
    Appointment,
    Booking,
    CreditMove,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    Membership,
    MembershipClient,
    MembershipState,
    Order,
    OrderKind,
    OrderStatus,
    Package,
    PackageClient,
    Payment,
    Place,
    Plan,
    Refund,
    Sale,
)
from storage.money import GONE_BACK
from storage.tables import table

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta

    from sqlalchemy import BindParameter, Executable


@dataclass(frozen=True, slots=True)
class Amount:
    """How many, and what they come to (minor units)."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """Sessions that were sold and not given (hundredths): free and booked ones, and their share of what was paid."""

    free: int = 0
    booked: int = 0
    amount: int = 0  # minor units

    @property
    def sessions(self) -> int:
        return self.free + self.booked


@dataclass(frozen=True, slots=True)
class Left:
    """What one client has left of a plan (hundredths), until that local day."""

    client_id: int
    plan_id: int
    sessions: int
    until: date | None


_MOVE, _PACKAGE, _OWNER, _PLAN = (table(n) for n in (CreditMove, Package, PackageClient, Plan))
_MEMBER, _MEMBERSHIP = table(MembershipClient), table(Membership)
_INVOICE, _LINE, _PAYMENT, _REFUND = (table(n) for n in (Invoice, InvoiceLine, Payment, Refund))
_SALE, _ORDER, _BOOKING, _APPOINTMENT = (table(n) for n in (Sale, Order, Booking, Appointment))
_PRACTICE: BindParameter[int] = bindparam("practice")
_START: BindParameter[datetime] = bindparam("start")
_END: BindParameter[datetime] = bindparam("end")
_AT: BindParameter[datetime] = bindparam("at")


def _total(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(column), 0)


# A month that a membership renewed is sold on its day; everything else when the package is given.
_SOLD_AT = case((_SALE.c.agreed_at.is_(None), _SALE.c.at), else_=_PACKAGE.c.bought_at)
_SOLD = (
    select(func.count(), _total(_SALE.c.price))
    .select_from(_SALE.join(_PACKAGE, _PACKAGE.c.id == _SALE.c.package_id))
    .where(_SALE.c.practice_id == _PRACTICE, _SOLD_AT >= _START, _SOLD_AT < _END)
)
_REFUSED = (
    (_ORDER.c.practice_id == _PRACTICE)
    & (_ORDER.c.kind == OrderKind.CHARGE)
    & (_ORDER.c.status == OrderStatus.FAILED)
    & (_ORDER.c.due_at >= _START)
    & (_ORDER.c.due_at < _END)
)
_FAILED = select(func.count(), _total(_ORDER.c.amount)).where(_REFUSED)
_WHOSE_FAILED = select(_ORDER.c.person_id).where(_REFUSED).order_by(_ORDER.c.amount.desc(), _ORDER.c.id).limit(1)


# What is due on an invoice at an instant. Void ones were mistakes: they never were.
_NOTE, _THEN = _INVOICE.alias("note"), _PAYMENT.alias("paid_then")


def _of_invoice(column: ColumnElement[int], *which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(select(func.sum(column)).where(*which).correlate(_INVOICE).scalar_subquery(), 0)


_CREDITED = _of_invoice(_NOTE.c.total, _NOTE.c.refers_to == _INVOICE.c.id, ~_NOTE.c.void, _NOTE.c.at < _AT)
_PAID = _of_invoice(_PAYMENT.c.amount, _PAYMENT.c.invoice_id == _INVOICE.c.id, _PAYMENT.c.at < _AT)
_BACK = _of_invoice(
    _REFUND.c.amount, _REFUND.c.payment_id == _THEN.c.id, _THEN.c.invoice_id == _INVOICE.c.id,
    _REFUND.c.status.in_(GONE_BACK), _REFUND.c.at < _AT,
)  # fmt: skip
_BEGINS = (
    select(func.min(_APPOINTMENT.c.starts_at))
    .select_from(
        _LINE.join(_BOOKING, _BOOKING.c.id == _LINE.c.booking_id).join(
            _APPOINTMENT, _APPOINTMENT.c.id == _BOOKING.c.appointment_id
        )
    )
    .where(_LINE.c.invoice_id == _INVOICE.c.id)
    .correlate(_INVOICE)
    .scalar_subquery()
)
_CHANGED_SINCE = or_(
    _INVOICE.c.id.in_(select(_PAYMENT.c.invoice_id).where(_PAYMENT.c.at >= _AT)),
    _INVOICE.c.id.in_(select(_NOTE.c.refers_to).where(_NOTE.c.refers_to.is_not(None), _NOTE.c.at >= _AT)),
)
_DUE = (
    select((_INVOICE.c.total - _CREDITED - _PAID + _BACK).label("due"))
    .where(_INVOICE.c.practice_id == _PRACTICE, _INVOICE.c.kind == InvoiceKind.INVOICE, ~_INVOICE.c.void)
    .where(_INVOICE.c.total > 0, _INVOICE.c.at < _AT, or_(~_INVOICE.c.paid, _CHANGED_SINCE))
    .where(or_(_BEGINS.is_(None), _BEGINS < _AT))
    .subquery()
)
_UNPAID = select(func.count(), _total(_DUE.c.due)).where(_DUE.c.due > 0)


# What was sold and not given yet, by package. A membership's months to come are neither sold nor paid yet.
def _net(place: Place) -> ColumnElement[int]:
    """What lies in a place: what came in less what went out."""
    return _total(case((_MOVE.c.target == place, _MOVE.c.amount), (_MOVE.c.source == place, -_MOVE.c.amount), else_=0))


_BEGUN = or_(_PACKAGE.c.membership_id.is_(None), _PACKAGE.c.starts_on <= bindparam("day"))
_LEFT = (
    select(
        _PACKAGE.c.id, _PACKAGE.c.plan_id, _PACKAGE.c.price, _PACKAGE.c.membership_id, _PACKAGE.c.expires_on,
        _net(Place.FREE).label("free"), _net(Place.BOOKED).label("booked"), (-_net(Place.OUTSIDE)).label("bought"),
        _net(Place.REFUNDED).label("refunded"), func.max(_MOVE.c.at).label("moved_at"),
    )
    .join(_MOVE, _MOVE.c.package_id == _PACKAGE.c.id)
    .where(_PACKAGE.c.practice_id == _PRACTICE, _MOVE.c.at < _AT, _BEGUN)
    .group_by(_PACKAGE.c.id)
    .subquery()
)  # fmt: skip
_LEFT_ONES = _LEFT.c.free + _LEFT.c.booked
_WORTH = (2 * _LEFT.c.price * _LEFT_ONES + _LEFT.c.bought) // (2 * _LEFT.c.bought)  # rounded to the nearest cent
_OWED = select(_total(_LEFT.c.free), _total(_LEFT.c.booked), _total(_WORTH)).where(_LEFT.c.bought > 0)
_IS_MEMBER = (
    select(_MEMBER.c.client_id)
    .join(_MEMBERSHIP, _MEMBERSHIP.c.id == _MEMBER.c.membership_id)
    .where(_MEMBER.c.client_id == _OWNER.c.client_id, _MEMBERSHIP.c.state != MembershipState.ENDED)
    .exists()
)
_LAST_ONES = (
    select(_OWNER.c.client_id, func.max(_LEFT.c.plan_id), func.sum(_LEFT_ONES), func.max(_LEFT.c.expires_on))
    .join(_OWNER, _OWNER.c.package_id == _LEFT.c.id)
    .join(_PLAN, _PLAN.c.id == _LEFT.c.plan_id)
    .where(_LEFT.c.membership_id.is_(None), _PLAN.c.active, ~_IS_MEMBER)
    .group_by(_OWNER.c.client_id)
    .having((func.sum(_LEFT_ONES) <= 100) & (func.sum(_LEFT.c.refunded) == 0))
    .having(func.max(_LEFT.c.moved_at) >= bindparam("since"))
    .order_by(func.sum(_LEFT_ONES), func.max(_LEFT.c.id))
    .limit(1)
)
_LAPSING = (
    select(_OWNER.c.client_id, _LEFT.c.plan_id, _LEFT.c.free, _LEFT.c.expires_on)
    .join(_OWNER, _OWNER.c.package_id == _LEFT.c.id)
    .where(_LEFT.c.expires_on >= bindparam("day"), _LEFT.c.expires_on <= bindparam("until"), _LEFT.c.free >= 100)
    .order_by(_LEFT.c.expires_on, _LEFT.c.free.desc(), _OWNER.c.client_id)
    .limit(1)
)


class Accounts(Asking):
    """What came in, and what is owed on either side. Instants are the first that do not count."""

    def sold_between(self, start: datetime, end: datetime) -> Amount:
        """Packages that were sold, renewed months included; not those that were given without a sale."""
        return self._amount(_SOLD, start=start, end=end)

    def charges_failed(self, start: datetime, end: datetime) -> Amount:
        """Charges of a saved card that the bank refused, each try counted."""
        return self._amount(_FAILED, start=start, end=end)

    def whose_charge_failed(self, start: datetime, end: datetime) -> int | None:
        """The person of the largest charge that was refused."""
        asked = {"practice": self.practice_id, "start": start, "end": end}
        found: int | None = self.session.connection().execute(_WHOSE_FAILED, asked).scalar()
        return found

    def unpaid_at(self, at: datetime) -> Amount:
        """Invoices that waited for money then; not those of sessions that were still to begin."""
        return self._amount(_UNPAID, at=at)

    def owed_at(self, at: datetime, day: date) -> Owed:
        """What was still to be given of all that was sold, on that local day."""
        row = self.session.connection().execute(_OWED, {"practice": self.practice_id, "at": at, "day": day}).one()
        return Owed(*map(int, row))

    def on_their_last(self, at: datetime, day: date, since: datetime) -> Left | None:
        """Who has at most one session left of all their plans, used some since then, and had nothing refunded.

        Of plans that are sold still; memberships renew themselves.
        """
        return self._left(_LAST_ONES, at, day, since=since)

    def lapsing_first(self, at: datetime, day: date, within: timedelta) -> Left | None:
        """Whose free sessions are the first to lapse, within that time."""
        return self._left(_LAPSING, at, day, until=day + within)

    def _amount(self, question: Executable, **asked: Any) -> Amount:
        row = self.session.connection().execute(question, {"practice": self.practice_id, **asked}).one()
        return Amount(*map(int, row))

    def _left(self, question: Executable, at: datetime, day: date, **more: Any) -> Left | None:
        asked = {"practice": self.practice_id, "at": at, "day": day, **more}
        row = self.session.connection().execute(question, asked).first()
        return Left(row[0], row[1], int(row[2]), row[3]) if row else None

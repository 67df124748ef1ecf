"""Questions about plans that are sold: what an invoice is for, and which instalments are to be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, func, literal_column, or_
from sqlmodel import col, select

from storage.asking import Asking
from storage.columns import Instant
from storage.models import (
    AuditEntry,
    Booking,
    CreditMove,
    Instalment,
    InstalmentStatus,
    Order,
    OrderKind,
    OrderStatus,
    Place,
    Sale,
    SaleStatus,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement

ENDS = "membership_ends"  # what the entry is called that says when a membership was told to end
UNDER_WAY = (OrderStatus.DUE, OrderStatus.CLAIMED, OrderStatus.OPEN)

_WENT = case((col(CreditMove.target) == Place.USED, col(CreditMove.amount)), else_=-col(CreditMove.amount))
_USED = (
    select(func.coalesce(func.sum(_WENT), 0))
    .where(col(CreditMove.package_id) == col(Sale.package_id))
    .where(or_(col(CreditMove.target) == Place.USED, col(CreditMove.source) == Place.USED))
    .scalar_subquery()
)

# Asked in every sweep: built once.
_CAN_BE_PAID = select(Order.id).where(
    col(Order.sale_id) == col(Sale.id),
    Order.kind == OrderKind.CHECKOUT,
    or_(
        col(Order.status).in_((OrderStatus.DUE, OrderStatus.CLAIMED)),
        and_(
            col(Order.status) == OrderStatus.OPEN,
            col(Order.expires_at) > bindparam("ended_by", type_=Instant),
        ),
    ),
)
_NOBODY_PAYS = select(Sale).where(
    Sale.practice_id == bindparam("practice"),
    Sale.status == SaleStatus.AGREED,
    col(Sale.package_id).is_(None),
    ~_CAN_BE_PAID.exists(),
)
_CAME = or_(
    col(Instalment.due_on) <= bindparam("today"),
    and_(col(Instalment.after_sessions).is_not(None), col(Instalment.after_sessions) * 100 <= _USED),
)
_OPEN: ColumnElement[bool] = literal_column("instalment.status IN ('waiting', 'due')")  # so the index is found
_TO_BE_ASKED = or_(
    and_(col(Instalment.status) == InstalmentStatus.WAITING, _CAME),
    and_(col(Instalment.status) == InstalmentStatus.DUE, col(Instalment.next_try) <= bindparam("now", type_=Instant)),
)
_INSTALMENTS_DUE = (
    select(Instalment)
    .join(Sale, col(Sale.id) == col(Instalment.sale_id))
    .where(_OPEN, Sale.practice_id == bindparam("practice"), Sale.status == SaleStatus.ACTIVE, _TO_BE_ASKED)
    .order_by(col(Instalment.id))
)


class Selling(Asking):
    """Sales and their instalments."""

    def sale_on(self, invoice_id: int) -> Sale | None:
        """The sale that an invoice is for, in whole or in part."""
        whole = self.session.exec(select(Sale).where(Sale.invoice_id == invoice_id)).first()
        part = self.instalment_on(invoice_id)
        return whole or (self.session.get_one(Sale, part.sale_id) if part else None)

    def instalment_on(self, invoice_id: int) -> Instalment | None:
        return self.session.exec(select(Instalment).where(Instalment.invoice_id == invoice_id)).first()

    def sales_to(self, person_id: int, *statuses: SaleStatus) -> Sequence[Sale]:
        """What was sold to a person and is in one of these states, oldest first."""
        found = select(Sale).where(Sale.person_id == person_id, col(Sale.status).in_(statuses))
        return self.session.exec(found.order_by(col(Sale.id))).all()

    def sales_nobody_pays(self, ended_by: datetime) -> Sequence[Sale]:
        """Sales that were agreed on and whose pages had all closed by then, without a package."""
        which = {"practice": self.practice_id, "ended_by": ended_by}
        return self.session.execute(_NOBODY_PAYS, which).scalars().all()

    def instalments_due(self, now: datetime, today: date) -> Sequence[Instalment]:
        """Those whose day has come or whose session took place, and those that are to be asked for again."""
        which = {"practice": self.practice_id, "now": now, "today": today}
        return self.session.execute(_INSTALMENTS_DUE, which).scalars().all()

    def received(self, package_id: int) -> int:
        """The credits of a package whose sessions took place (hundredths), before Repbook too."""
        came = select(func.coalesce(func.sum(Booking.charged), 0)).where(
            Booking.package_id == package_id, Booking.status == Status.ATTENDED
        )
        before = select(func.coalesce(func.sum(CreditMove.amount), 0)).where(
            CreditMove.package_id == package_id, CreditMove.target == Place.USED, col(CreditMove.booking_id).is_(None)
        )
        return int(self.session.exec(came).one()) + int(self.session.exec(before).one())

    def is_decided(self, booking_id: int) -> bool:
        """Has somebody decided already that a missed session counts?"""
        found = select(AuditEntry.id).where(AuditEntry.booking_id == booking_id, AuditEntry.what == "decided")
        return self.session.exec(found).first() is not None

    def why_it_ends(self, membership_id: int) -> str:
        """Why a membership was said to end, the last time that it was; nothing when its people wanted it."""
        found = select(AuditEntry).where(AuditEntry.practice_id == self.practice_id, AuditEntry.what == ENDS)
        entries = self.session.exec(found.order_by(col(AuditEntry.id).desc()))
        return next((str(e.detail.get("why", "")) for e in entries if e.detail["membership"] == membership_id), "")

    def is_being_charged(self, instalment_id: int) -> bool:
        """Is a charge for it on its way at the provider, or about to be?"""
        found = select(Order.id).where(Order.instalment_id == instalment_id, Order.kind == OrderKind.CHARGE)
        return self.session.exec(found.where(col(Order.status).in_(UNDER_WAY))).first() is not None

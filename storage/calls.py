"""The calls that we owe to the payment provider, claimed as the outbox's rows are: by one cashier at a time.

A row that is due is claimed for a while (its lease). A lease that ran out means that the cashier died: the row can be
claimed again, and `attempts` tells that the call may have been made.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, literal_column, or_, select, update
from sqlmodel import col

from storage.models import Order, OrderKind, OrderStatus, Payment
from storage.tables import table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

LEASE = timedelta(minutes=2)
_ORDER, _PAYMENT = table(Order), table(Payment)
_IS_OPEN: ColumnElement[bool] = literal_column("payment_order.status IN ('due', 'claimed')")  # as the index says it
_NOW = bindparam("now", type_=_ORDER.c.due_at.type)
_CLAIMABLE = (_IS_OPEN, _ORDER.c.due_at <= _NOW, or_(_ORDER.c.status == "due", _ORDER.c.claimed_until <= _NOW))
_DUE = select(_ORDER.c.practice_id).where(*_CLAIMABLE).order_by(_ORDER.c.due_at).limit(500)
_NEXT = select(_ORDER.c.due_at).where(_IS_OPEN).order_by(_ORDER.c.due_at).limit(1)


def due_practices(session: Session, now: datetime) -> list[int]:
    """The practices that owe a call now, whoever waits longest first; an idle look takes no lock."""
    return list(dict.fromkeys(session.execute(_DUE, {"now": now}).scalars()))


def next_due(session: Session) -> datetime | None:
    """When the next open order is or was due, for a clock that jumps there."""
    return session.execute(_NEXT).scalar()


def claim(
    session: Session, worker: str, now: datetime, practice_id: int, limit: int = 10, lease: timedelta = LEASE
) -> list[Order]:
    """Take orders of one practice that are due, for as long as the lease. Oldest first."""
    which = {"now": now, "limit": limit, "practice": practice_id, "worker": worker, "until": now + lease}
    claiming = _claim(session.get_bind().dialect.name)
    rows = session.execute(claiming, which, execution_options={"populate_existing": True}).scalars()
    return sorted(rows, key=lambda row: (row.due_at, row.id))


@cache
def _claim(dialect: str) -> Any:
    found = (
        select(_ORDER.c.id)
        .where(*_CLAIMABLE, _ORDER.c.practice_id == bindparam("practice"))
        .order_by(_ORDER.c.due_at, _ORDER.c.id)
        .limit(bindparam("limit"))
    )
    if dialect == "postgresql":
        found = found.with_for_update(skip_locked=True)
    claimable = found.cte("claimable")
    taken = {
        "status": OrderStatus.CLAIMED,
        "claimed_by": bindparam("worker"),
        "claimed_until": bindparam("until"),
        "attempts": _ORDER.c.attempts + 1,
    }
    return select(Order).from_statement(
        update(_ORDER).where(_ORDER.c.id.in_(select(claimable.c.id))).values(taken).returning(_ORDER)
    )


def practice_of_mark(session: Session, token: str) -> int | None:
    """The practice whose order an object of the provider carries the mark of."""
    found: int | None = session.execute(select(_ORDER.c.practice_id).where(_ORDER.c.token == token)).scalar()
    return found


def practice_of_payment(session: Session, provider_id: str) -> int | None:
    """The practice that a payment reached."""
    found = session.execute(select(_PAYMENT.c.practice_id).where(_PAYMENT.c.provider_id == provider_id))
    practice_id: int | None = found.scalar()
    return practice_id


def page_of(session: Session, token: str) -> Order | None:
    """The page that a link of ours leads to."""
    found = select(Order).where(col(Order.token) == token, col(Order.kind) == OrderKind.CHECKOUT)
    return session.execute(found).scalars().first()


def unfinished(session: Session, practice_id: int) -> list[Order]:
    """What the provider has and has not ended, as far as we know: pages that are open, charges on their way."""
    found = select(Order).where(
        col(Order.practice_id) == practice_id, col(Order.status) == OrderStatus.OPEN, col(Order.object_id).is_not(None)
    )
    return list(session.execute(found.order_by(col(Order.id))).scalars())

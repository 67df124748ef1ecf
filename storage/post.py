"""Inbox and outbox: what reached us, seen once; what we owe the world, sent once and in order.

A row of the outbox is due, then claimed for a while (its lease) by one dispatcher, then sent, unknown, dropped or
failed; or due again, later. A lease that ran out means that the dispatcher died: the row can be claimed again, and
`attempts` tells that it may have gone already.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, bindparam, case, func, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached

from storage.models import Inbox, Outbox, Sending
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import BindParameter, ColumnElement, CursorResult, Update
    from sqlalchemy.sql.selectable import NamedFromClause
    from sqlmodel import Session, SQLModel

    from storage.asking import Asking

Row = TypeVar("Row", Inbox, Outbox)

LEASE = timedelta(minutes=2)

# How far a provider's status has come. It never goes back; of two ends the first counts, but what was read arrived.
RANKS = {
    "": 0, "scheduled": 1, "accepted": 1, "queued": 2, "sending": 3, "sent": 4,
    "delivered": 5, "undelivered": 5, "failed": 5, "canceled": 5, "read": 6,
}  # fmt: skip

_INBOX, _OUTBOX = table(Inbox), table(Outbox)
_UNCLAIMED = {"claimed_by": None, "claimed_until": None}


def receive(
    store: Asking, practice_id: int, channel: str, event: str, contact_id: int | None, body: str, now: datetime,
    *, failed: bool = False,
) -> Inbox | None:  # fmt: skip
    """Keep an event of a provider, and answer None if it was here before, however parallel the repeat.

    `event` is the provider's id, one of its kind among all our lines; with the channel it is the act's id.
    `failed` says that its turn could not be finished (and was rolled back): it will not be tried again.
    """
    kept = {
        "practice_id": practice_id,
        "channel": channel,
        "event": event,
        "contact_id": contact_id,
        "body": body,
        "at": now,
        "failed": failed,
        "act": f"{channel}:{event}",
    }
    return _keep(store.session, Inbox, kept, ("practice_id", "channel", "event"))


def heard(session: Session, contact_id: int, since: datetime) -> int:
    """How many messages an address has sent since then."""
    counted = select(func.count(_INBOX.c.id)).where(_INBOX.c.contact_id == contact_id, _INBOX.c.at >= since)
    found: int = session.execute(counted).scalar_one()
    return found


def owe(
    store: Asking, *, key: str, kind: str, person_id: int, body: dict[str, Any], act: str, due_at: datetime,
    contact_id: int | None = None, expires_at: datetime | None = None, guard: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Outbox | None:  # fmt: skip
    """Owe a person a message from `due_at` on, and answer None if this key is owed already.

    `key` comes from what caused it: the same cause owes once. `at` is when it was decided, if not when it is due.
    """
    owed = {
        "practice_id": store.practice_id,
        "key": key,
        "kind": kind,
        "person_id": person_id,
        "contact_id": contact_id,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "guard": guard or {},
        "due_at": due_at,
        "expires_at": expires_at,
        "act": act,
        "at": at or due_at,
        "status": Sending.DUE,
        "attempts": 0,
        "why": "",
        "provider_status": "",
    }
    return _keep(store.session, Outbox, owed, ("practice_id", "key"))


def hush(session: Session, act: str) -> None:
    """What was written in this act is not kept: it is a secret."""
    session.execute(update(Inbox).where(_INBOX.c.act == act).values(body=""))


def content(row: Outbox) -> dict[str, Any]:
    """What was owed: the body that `owe` was given."""
    body: dict[str, Any] = json.loads(row.body)
    return body


def claim(
    session: Session, worker: str, now: datetime, limit: int = 50, lease: timedelta = LEASE,
    *, practice_id: int | None = None,
) -> list[Outbox]:  # fmt: skip
    """Take rows that are due, for as long as the lease: no other dispatcher has them too. Oldest first.

    Of one person only the first: the next can be claimed when that has an outcome, so that messages arrive in order.
    With `practice_id`, only of that practice, whose lock the transaction holds.
    """
    which = {"now": now, "limit": limit, "worker": worker, "until": now + lease, "practice": practice_id}
    claiming = _claim(_dialect(session), one_practice=practice_id is not None)
    rows = session.execute(claiming, which, execution_options={"populate_existing": True}).scalars()
    return sorted(rows, key=lambda row: (row.due_at, row.id))


def rows(session: Session, row_ids: Collection[int]) -> list[Outbox]:
    """Several rows at once."""
    return list(session.execute(select(Outbox).where(_OUTBOX.c.id.in_(list(row_ids)))).scalars())


def due_practices(session: Session, now: datetime) -> list[int]:
    """The practices that owe something now, whoever waits longest first; an idle look takes no lock."""
    return list(dict.fromkeys(session.execute(_DUE_PRACTICES, {"now": now}).scalars()))


def next_due(session: Session) -> datetime | None:
    """When the next open row is or was due, for a clock that jumps there."""
    return session.execute(_NEXT_DUE).scalar()


def waiting(session: Session, now: datetime) -> int:
    """How many rows are due and have no outcome yet."""
    found: int = session.execute(_WAITING, {"now": now}).scalar_one()
    return found


def sent(
    session: Session, row: Outbox, now: datetime, provider_id: str | None = None, segments: int | None = None,
    provider_status: str = "",
) -> None:  # fmt: skip
    """It went. This counts even when the lease ran out meanwhile."""
    outcome = {"row": row.id, "sent_at": now, "provider_id": provider_id, "segments": segments}
    session.execute(_sent(provider_status), outcome)


def unknown(session: Session, row: Outbox, now: datetime, why: str) -> bool:
    """It may have gone: the provider did not answer, and silence is better than a repeat."""
    return _end(session, row, {"status": Sending.UNKNOWN, "sent_at": now, "why": why})


def dropped(session: Session, row: Outbox, why: str) -> bool:
    """It is no longer right to send it."""
    return _end(session, row, {"status": Sending.DROPPED, "why": why})


def failed(session: Session, row: Outbox, why: str) -> bool:
    """It cannot be sent, and trying again would not help."""
    return _end(session, row, {"status": Sending.FAILED, "why": why})


def later(session: Session, row: Outbox, due_at: datetime, why: str = "", *, tried: bool = False) -> bool:
    """It is due again at `due_at`.

    `tried` says that a send was tried: what follows to the same address then waits for it. Otherwise (quiet hours) the
    attempt does not count, and others may overtake.
    """
    attempts = row.attempts if tried else row.attempts - 1
    return _end(session, row, {"status": Sending.DUE, "due_at": due_at, "attempts": attempts, "why": why})


def elsewhere(session: Session, row: Outbox, now: datetime, why: str) -> bool:
    """Nobody can be reached at that address: it is due again at once, at another one if the person has any."""
    return _end(
        session,
        row,
        {"status": Sending.DUE, "due_at": now, "attempts": row.attempts, "why": why, "contact_id": None},
    )


def provider_ids(session: Session, contact_id: int, person_id: int) -> frozenset[str]:
    """The provider's ids of what this address has got from us."""
    found = select(_OUTBOX.c.provider_id).where(_OUTBOX.c.person_id == person_id, _OUTBOX.c.contact_id == contact_id)
    return frozenset(name for name in session.execute(found).scalars() if name)


def drop_waiting(session: Session, contact_id: int, why: str) -> None:
    """What waits for one address is not sent any more."""
    _write(
        session,
        {"status": Sending.DROPPED, "why": why},
        _OUTBOX.c.contact_id == contact_id,
        _OUTBOX.c.status == Sending.DUE,
    )


def record_status(
    session: Session, provider_id: str, status: str, why: str = "", *, row_id: int | None = None
) -> Outbox | None:
    """Keep what the provider says of a message, and answer its row; None if that is no news, or not ours.

    Reports come in any order: one that ranks no higher than what we know is no news. One may even come before we kept
    the provider's id: `row_id`, when the callback's address holds it, finds the row then.
    """
    which = _OUTBOX.c.provider_id == provider_id
    if row_id is not None:
        which = or_(which, and_(_OUTBOX.c.id == row_id, _OUTBOX.c.provider_id.is_(None)))
    news = {"provider_status": status, "provider_id": provider_id, **({"why": why} if why else {})}
    if not _write(session, news, which, _OUTBOX.c.provider_status.in_(_below(status))):
        return None
    found = select(Outbox).where(_OUTBOX.c.provider_id == provider_id)
    return session.execute(found, execution_options={"populate_existing": True}).scalars().first()


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _keep(session: Session, noun: type[Row], values: dict[str, Any], unique: tuple[str, ...]) -> Row | None:
    """Insert a row, unless its like is there; the session then holds it as one that it read."""
    row_id = session.execute(_insert(_dialect(session), noun, unique), values).scalar()
    if row_id is None:
        return None
    row = noun(id=row_id, **values)
    make_transient_to_detached(row)
    session.add(row)
    return row


@cache
def _insert(dialect: str, noun: type[SQLModel], unique: tuple[str, ...]) -> Any:
    rows = table(noun)
    write = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return write(rows).on_conflict_do_nothing(index_elements=unique).returning(rows.c.id)


@cache
def _claim(dialect: str, *, one_practice: bool) -> Any:
    """Claim the first open row of each person, where that is due or its lease ran out."""
    row, now = _OUTBOX.alias("row"), bindparam("now", type_=_OUTBOX.c.due_at.type)
    free = or_(row.c.status == Sending.DUE, row.c.claimed_until <= now)
    found = (
        select(row.c.id)
        .where(_open("row"), row.c.due_at <= now, free, ~_something_before(row, now))
        .order_by(row.c.due_at, row.c.id)
        .limit(bindparam("limit"))
    )
    if one_practice:
        found = found.where(row.c.practice_id == bindparam("practice"))
    if dialect == "postgresql":
        found = found.with_for_update(skip_locked=True)
    claimable = found.cte("claimable")  # apart, or PostgreSQL may look for it once per row, past the limit
    taken = {
        "status": Sending.CLAIMED,
        "claimed_by": bindparam("worker"),
        "claimed_until": bindparam("until"),
        "attempts": _OUTBOX.c.attempts + 1,
    }
    claim = update(_OUTBOX).where(_OUTBOX.c.id.in_(select(claimable.c.id))).values(taken).returning(_OUTBOX)
    return select(Outbox).from_statement(claim)


@cache
def _sent(provider_status: str) -> Update:
    """A report may have come before the answer to the send: then it knows better."""
    news = case(
        (_OUTBOX.c.provider_status.in_(_below(provider_status)), provider_status), else_=_OUTBOX.c.provider_status
    )
    outcome = {"status": Sending.SENT, "why": "", "provider_status": news, **_UNCLAIMED}
    told: dict[str, Any] = {name: bindparam(name) for name in ("sent_at", "provider_id", "segments")}
    return update(_OUTBOX).where(_OUTBOX.c.id == bindparam("row")).values(outcome | told)


def _something_before(row: NamedFromClause[Any], now: BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether an earlier message to the same person must go first."""
    before = _OUTBOX.alias("before")
    in_the_way = or_(
        before.c.status == Sending.CLAIMED,
        before.c.due_at <= now,
        and_(before.c.attempts > 0, before.c.contact_id == row.c.contact_id),
    )
    same = and_(_open("before"), before.c.person_id == row.c.person_id, before.c.id < row.c.id)
    return select(before.c.id).where(same, in_the_way).exists()


def _open(name: str) -> ColumnElement[bool]:
    """Whether a row has no outcome yet; written out, so that the database sees which index answers it."""
    return literal_column(f"{name}.status IN ('due', 'claimed')")


def _below(status: str) -> list[str]:
    """The statuses that this one is news to; a status we never heard of is news to none."""
    rank = RANKS.get(status, 0)
    return [known for known, its in RANKS.items() if its < rank]


def _end(session: Session, row: Outbox, outcome: dict[str, Any]) -> bool:
    """Write an outcome, if the row is still ours as we claimed it."""
    ours = and_(
        _OUTBOX.c.status == Sending.CLAIMED,
        _OUTBOX.c.claimed_by == row.claimed_by,
        _OUTBOX.c.attempts == row.attempts,
    )
    return _write(session, outcome | _UNCLAIMED, _OUTBOX.c.id == row.id, ours)


def _write(session: Session, values: dict[str, Any], *which: ColumnElement[bool]) -> bool:
    statement = update(_OUTBOX).where(*which).values(values)
    done: CursorResult[Any] = session.execute(statement)  # type: ignore[assignment]
    return done.rowcount > 0


_NEXT_DUE = select(_OUTBOX.c.due_at).where(_open("outbox")).order_by(_OUTBOX.c.due_at).limit(1)
_WAITING = select(func.count(_OUTBOX.c.id)).where(_open("outbox"), _OUTBOX.c.due_at <= bindparam("now"))
_DUE_PRACTICES = (  # of the oldest few: to ask for distinct ones makes SQLite walk through all that was ever sent
    select(_OUTBOX.c.practice_id)
    .where(_open("outbox"), _OUTBOX.c.due_at <= bindparam("now"))
    .order_by(_OUTBOX.c.due_at)
    .limit(500)
)

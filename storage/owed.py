"""What is owed for one cause: looked up by key or person, dropped, and owed again when the cause is back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select, update

from storage.columns import NEVER
from storage.models import Contact, Outbox, Sending
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlmodel import Session

    from storage.asking import Asking
    from storage.models import Channel

_OUTBOX, _CONTACT = table(Outbox), table(Contact)
_LOOKED_AT = [_OUTBOX.c[name] for name in ("id", "key", "kind", "guard", "due_at", "expires_at", "status", "why")]
_OPEN = select(*_LOOKED_AT).where(
    _OUTBOX.c.person_id == bindparam("person"),
    _OUTBOX.c.kind.in_(bindparam("kinds", expanding=True)),
    _OUTBOX.c.status == Sending.DUE,
)
_BY_KEY = select(*_LOOKED_AT).where(
    _OUTBOX.c.practice_id == bindparam("practice"), _OUTBOX.c.key.in_(bindparam("keys", expanding=True))
)
_NEWEST = (
    select(Outbox)
    .where(
        _OUTBOX.c.act.in_(bindparam("acts", expanding=True)),
        _OUTBOX.c.practice_id == bindparam("practice"),
        _OUTBOX.c.at >= bindparam("since", type_=_OUTBOX.c.at.type),
    )
    .order_by(_OUTBOX.c.id)
)
WENT = (Sending.SENT, Sending.UNKNOWN, Sending.CLAIMED)  # it has gone, or may be going this moment


class Owing(NamedTuple):
    """What a row of the outbox says of itself, without its words."""

    id: int
    key: str
    kind: str
    guard: dict[str, Any]
    due_at: datetime
    expires_at: datetime | None
    status: Sending
    why: str


def waiting_for(session: Session, person_id: int, kinds: Iterable[str]) -> list[Owing]:
    """What of these kinds waits to be sent to a person, in order of time."""
    found = session.execute(_OPEN, {"person": person_id, "kinds": list(kinds)})
    return sorted((Owing(*row) for row in found), key=lambda owing: (owing.due_at, owing.id))


def by_key(store: Asking, keys: Collection[str]) -> dict[str, Owing]:
    """The rows with these keys, whatever became of them."""
    found = store.session.execute(_BY_KEY, {"practice": store.practice_id, "keys": list(keys)}) if keys else ()
    return {owing.key: owing for owing in (Owing(*row) for row in found)}


def find(store: Asking, key: str) -> Outbox | None:
    """The row of this key, as it is now."""
    found = select(Outbox).where(_OUTBOX.c.practice_id == store.practice_id, _OUTBOX.c.key == key)
    return store.session.execute(found, execution_options={"populate_existing": True}).scalars().first()


def newest(store: Asking, acts: Collection[str], since: datetime) -> dict[str, Outbox]:
    """Of each of these acts the row that was owed last, not before then, as it is now."""
    which = {"acts": list(acts), "practice": store.practice_id, "since": since}
    rows = store.session.execute(_NEWEST, which, execution_options={"populate_existing": True}).scalars()
    return {row.act: row for row in rows}


def went_by(session: Session, channel: Channel, since: datetime) -> bool:
    """Has anything been sent by that channel since then?"""
    theirs = _OUTBOX.join(_CONTACT, _CONTACT.c.id == _OUTBOX.c.contact_id)
    which = (_CONTACT.c.channel == channel, _OUTBOX.c.status == Sending.SENT, _OUTBOX.c.sent_at > since)
    return session.execute(select(_OUTBOX.c.id).select_from(theirs).where(*which).limit(1)).first() is not None


def drop(session: Session, row_ids: Collection[int], why: str) -> None:
    """These are not to be sent any more, as far as they wait."""
    _change(session, row_ids, {"status": Sending.DROPPED, "why": why})


def again(session: Session, row_id: int, due_at: datetime, expires_at: datetime | None, act: str) -> None:
    """One that was dropped is owed again."""
    news = {"due_at": due_at, "expires_at": expires_at, "status": Sending.DUE, "why": "", "attempts": 0, "act": act}
    which = (_OUTBOX.c.id == row_id, _OUTBOX.c.status == Sending.DROPPED)
    session.execute(update(_OUTBOX).where(*which).values(news))


def retime(session: Session, row_id: int, due_at: datetime, expires_at: datetime | None) -> None:
    """One that waits is due, and over, at other times."""
    which = (_OUTBOX.c.id == row_id, _OUTBOX.c.status == Sending.DUE)
    session.execute(update(_OUTBOX).where(*which).values(due_at=due_at, expires_at=expires_at))


def send_again(session: Session, row: Outbox, now: datetime, contact_id: int | None = None) -> None:
    """What was sent did not arrive: it is due again, at another address of theirs (this one, or their best)."""
    news = {"status": Sending.DUE, "due_at": now, "contact_id": contact_id, "provider_id": None, "provider_status": ""}
    news |= {"sent_at": None, "why": "", "attempts": 0}
    which = (_OUTBOX.c.id == row.id, _OUTBOX.c.status.in_((Sending.SENT, Sending.UNKNOWN)))
    session.execute(update(_OUTBOX).where(*which).values(news))


def inherit(session: Session, giver: int, taker: int) -> None:
    """Two persons turned out to be one: what waits for one is owed to the other from now on."""
    which = (_OUTBOX.c.person_id == giver, _OUTBOX.c.status == Sending.DUE)
    session.execute(update(_OUTBOX).where(*which).values(person_id=taker))


def says(session: Session, row: Outbox, body: dict[str, Any]) -> None:
    """A claimed row says something else from now on: what was found out when it was worded."""
    row.body = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    session.execute(update(_OUTBOX).where(_OUTBOX.c.id == row.id).values(body=row.body))


def went(session: Session, person_id: int, kinds: Iterable[str], since: datetime = NEVER) -> list[Outbox]:
    """What of these kinds has gone to a person since then, oldest first; what is being sent this moment included."""
    found = select(Outbox).where(
        _OUTBOX.c.person_id == person_id,
        _OUTBOX.c.kind.in_(list(kinds)),
        _OUTBOX.c.status.in_(WENT),
        func.coalesce(_OUTBOX.c.sent_at, _OUTBOX.c.due_at, type_=_OUTBOX.c.due_at.type) >= since,
    )
    return list(session.execute(found.order_by(_OUTBOX.c.id)).scalars())


def was_dropped(session: Session, person_id: int, guard: dict[str, Any], why: str) -> bool:
    """Was another message to a person about the same thing dropped for this reason?"""
    found = select(_OUTBOX.c.guard).where(
        _OUTBOX.c.person_id == person_id, _OUTBOX.c.status == Sending.DROPPED, _OUTBOX.c.why == why
    )
    return guard in session.execute(found).scalars().all()


def sent_count(session: Session, person_id: int, kinds: Iterable[str], since: datetime) -> int:
    """How many messages of these kinds a person has got since then."""
    found = select(func.count(_OUTBOX.c.id)).where(
        _OUTBOX.c.person_id == person_id,
        _OUTBOX.c.kind.in_(list(kinds)),
        _OUTBOX.c.status.in_((Sending.SENT, Sending.UNKNOWN)),
        _OUTBOX.c.sent_at >= since,
    )
    counted: int = session.execute(found).scalar_one()
    return counted


def _change(session: Session, row_ids: Collection[int], values: dict[str, Any]) -> None:
    which = (_OUTBOX.c.id.in_(list(row_ids)), _OUTBOX.c.status == Sending.DUE)
    if row_ids:
        session.execute(update(_OUTBOX).where(*which).values(values))

"""Which practice a message is for, and what reached it last: asked before any practice is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from storage.models import Channel, Inbox, Line, Practice

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlmodel import Session


def practice_of(session: Session, channel: Channel, address: str) -> int | None:
    """The practice that an address of ours belongs to; the only practice, when there is one only."""
    line = session.exec(select(Line.practice_id).where(Line.channel == channel, Line.address == address)).first()
    return line if line is not None else only_practice(session)


def only_practice(session: Session) -> int | None:
    """The one practice of this database, if it is one."""
    found = session.exec(select(Practice.id).limit(2)).all()
    return found[0] if len(found) == 1 else None


def last_received(session: Session, channel: Channel) -> datetime | None:
    """When the newest event of a channel reached us."""
    found: datetime | None = session.exec(
        select(func.max(Inbox.at, type_=Inbox.at.type)).where(col(Inbox.channel) == channel.value)  # type: ignore[attr-defined]
    ).first()
    return found


def unheard(session: Session, channel: Channel, events: Collection[str]) -> set[str]:
    """Of these events of a channel, those that never reached us."""
    known = select(col(Inbox.event)).where(col(Inbox.channel) == channel.value, col(Inbox.event).in_(list(events)))
    return set(events) - set(session.scalars(known))


def practices(session: Session) -> list[int]:
    """All practices of this database."""
    return [found for found in session.exec(select(Practice.id).order_by(col(Practice.id))).all() if found is not None]


def has_practices(session: Session) -> bool:
    return session.exec(select(Practice.id).limit(1)).first() is not None

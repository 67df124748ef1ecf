"""What is still on somebody's screen: messages of ours whose buttons can be tapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col, select

from storage.models import Outbox, Sending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

# `provider_status` of a message whose provider reports none: it has buttons, or a keyboard that asks for their number.
BUTTONS, ASKING, TIDIED = "buttons", "asking", "tidied"
LOOKED_AT = 30  # messages of a person: buttons older than that are left where they are


def on_screen(session: Session, person_id: int, contact_id: int) -> list[Outbox]:
    """The latest messages to this contact that still have buttons, oldest first."""
    newest = (
        select(Outbox)
        .where(Outbox.person_id == person_id, Outbox.status == Sending.SENT)
        .order_by(col(Outbox.id).desc())
        .limit(LOOKED_AT)
    )
    shown = [row for row in session.exec(newest) if row.contact_id == contact_id]
    return [row for row in reversed(shown) if row.provider_status in {BUTTONS, ASKING} and row.provider_id]


def mark(session: Session, row_ids: Iterable[int], status: str) -> None:
    """Keep what is now to be seen of these messages."""
    which = col(Outbox.id).in_(list(row_ids))
    session.execute(
        update(Outbox).where(which).values(provider_status=status), execution_options={"synchronize_session": False}
    )

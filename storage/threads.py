"""Questions about threads that are in the hands of a person of the practice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlmodel import col, select

from storage.asking import Asking
from storage.columns import Instant
from storage.models import Conversation, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Executable

Thread = tuple[Conversation, Person]

# Built once: building a statement costs as much as asking it.
_THREADS = (
    select(Conversation, Person)
    .join(Person, col(Person.id) == Conversation.person_id)
    .where(Person.practice_id == bindparam("practice"))
    .order_by(col(Conversation.id))
)
_HANDED_TO = _THREADS.where(Conversation.handed_to == bindparam("taker"))
_EXPIRED = _THREADS.where(col(Conversation.handed_until) <= bindparam("now", type_=Instant))


class Threads(Asking):
    """Conversations that a person of the practice has taken, with the clients whose they are."""

    def handed_to(self, taker: int | None) -> Sequence[Thread]:
        """What this person of the practice has, oldest first."""
        return self._threads(_HANDED_TO, taker=taker)

    def handed_too_long(self, now: datetime) -> Sequence[Thread]:
        """What nobody has released in time."""
        return self._threads(_EXPIRED, now=now)

    def _threads(self, asked: Executable, **which: Any) -> Sequence[Thread]:
        found = self.session.execute(asked, {"practice": self.practice_id, **which})
        return [(row[0], row[1]) for row in found]

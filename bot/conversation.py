"""What the running program needs of the conversation, in one value, so that another one can be plugged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from handlers.events import Event
    from handlers.say import Dropped, Later, Say
    from storage.database import Database
    from storage.models import Contact, Outbox
    from storage.store import Store


@dataclass(frozen=True, slots=True)
class Conversation:
    """`turn` takes an event through its transaction; `sweep` does what time alone brings.

    `prepare` words what we owe and `address` says where it goes, both inside the dispatcher's transaction.
    """

    turn: Callable[[Database, Event, datetime], None]
    prepare: Callable[[Store, Outbox, datetime], Say | Dropped | Later]
    address: Callable[[Store, Outbox, datetime], Contact | None]
    sweep: Callable[[Database, datetime], None]


def ours() -> Conversation:
    """The real one."""
    from handlers import notices, sweeps, turn

    return Conversation(turn.handle, notices.prepare, notices.address, sweeps.run)

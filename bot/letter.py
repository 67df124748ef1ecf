"""A letter: one outbox row made ready for its channel, as plain values, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.errors import SendError
    from bot.pdf import Paper
    from handlers.say import Picture, Say
    from storage.models import Channel

REPLY = "reply"
ONCE_AT_MOST = frozenset({"reminder"})
"""Kinds that had better not come than come twice: the others had better come twice than not."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An earlier message of ours with buttons still; when it is `asking` for their number, on the keyboard's place."""

    row_id: int
    provider_id: str
    asking: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said to whom, and all that a channel needs to know to say it well."""

    row_id: int
    practice_id: int
    person_id: int
    contact_id: int
    channel: Channel
    address: str
    kind: str
    say: Say
    language: str
    at: datetime  # when we came to owe it
    ready_at: datetime  # when it was looked at last: does it hold, may they be written to
    good_for: timedelta | None = None  # how long it is worth delivering
    attempts: int = 1  # this one included
    doubtful: bool = False  # an earlier attempt may have gone
    known: frozenset[str] = frozenset()  # provider ids of what they have got from us, when it is doubtful
    shown: tuple[Shown, ...] = ()  # questions that are over once this is read
    paper: Paper | None = None  # what is handed over with it
    picture: Picture | None = None  # what is shown above it


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider said when it took the message."""

    provider_id: str
    status: str = ""
    segments: int | None = None


@dataclass(frozen=True, slots=True)
class Tidied:
    """Rows whose buttons are gone now."""

    row_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A letter and what became of it."""

    letter: Letter
    result: Receipt | SendError | Tidied


class Sender(Protocol):
    """A channel's way out. Raises SendError and nothing else."""

    async def send(self, letter: Letter) -> Receipt: ...

    async def tidy(self, letter: Letter) -> tuple[int, ...]:
        """Take away the buttons of the questions that are over, and answer their rows."""
        ...

"""What a message means, and what must be known to read it. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, time
    from zoneinfo import ZoneInfo

    from core.windows import Repeat, Windows


@dataclass(frozen=True, slots=True)
class Name:
    """A name a message may use: what it stands for (`key`) and every spelling, in any language."""

    key: str
    spellings: tuple[str, ...]
    minutes: int | None = None  # a service's length, so that "the 30 minute one" is a name too
    size: int | None = None  # a plan's number of sessions, so that "the 8" is a name too
    monthly: bool = False  # a plan that renews, so that "4 a month" is a name too


@dataclass(frozen=True, slots=True)
class Opening:
    """One weekly window of the practice's hours, local; Monday is 0."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Held:
    """A booking that the writer holds already."""

    at: datetime  # aware
    practitioner: str
    service: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The practice as words see it, who writes, and what is on the table."""

    zone: ZoneInfo
    lang: str = "en"  # the writer's language: a first guess, the text decides
    staff: bool = False
    openings: tuple[Opening, ...] = ()
    practitioners: tuple[Name, ...] = ()
    services: tuple[Name, ...] = ()
    plans: tuple[Name, ...] = ()
    people: tuple[Name, ...] = ()  # a client: those they book for; staff: the clients
    bookings: tuple[Held, ...] = ()  # the writer's live bookings, in order of time
    asked: str | None = (
        None  # slot | confirm | when | which_booking | service | plan | name | person | practitioner | ...
    )
    offered: tuple[str, ...] = ()  # the choices on the table, as they were shown
    offered_at: tuple[datetime | None, ...] = ()  # the start that each choice stands for, where it is a time
    default_minutes: int = 60  # the length of a usual session, so that "last slot of the day" has a start


@dataclass(frozen=True, slots=True)
class Because:
    """A rule that read something, and the words that it read."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What was understood. Nothing here has been checked against the diary: that is the scripts' work.

    `intent` is one of the labels in `intents.py`. `windows` is the wish for a new time; two honest readings stay
    two: `other_windows` holds the second. `which` are the times of existing bookings meant, as allowed starts.
    `then` is a second request in the same message.
    """

    intent: str
    windows: Windows | None = None
    other_windows: Windows | None = None
    which: Windows | None = None
    pick: int | None = None  # index into `offered`, from 0
    picks: tuple[int, ...] = ()  # all that were picked ("1 and 3", "both"); `pick` is the first
    person: str | None = None
    people: tuple[str, ...] = ()  # all that were named or meant, when they are several ("both kids")
    practitioner: str | None = None
    not_practitioner: str | None = None
    service: str | None = None
    plan: str | None = None
    count: int | None = None
    minutes: int | None = None  # a delay ("10 min late") or a length
    repeat: Repeat | None = None
    language: str | None = None  # asked for ("en français svp") or plainly written in
    confidence: float = 1.0
    runner_up: str | None = None  # the second best intent, when confidence is low
    because: tuple[Because, ...] = field(default=())
    then: Meaning | None = None

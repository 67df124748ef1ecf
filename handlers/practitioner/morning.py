"""What a practitioner hears unasked: the day in the morning, and in the evening what has no outcome yet.

On Monday the owner's day is followed by the week that has ended.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core import day as days
from core.rules import rules_of, zone_of
from handlers.notices import prepared
from handlers.practitioner.common import open_ones
from handlers.practitioner.day import as_close, as_list
from handlers.practitioner.summary import WEEK
from handlers.say import Dropped
from handlers.state import State
from storage import owed, post
from storage.asking import id_of

if TYPE_CHECKING:
    from core.acts import Act
    from core.rules import Rules
    from handlers.say import Later, Say
    from handlers.state import Question
    from handlers.words import Words
    from storage.models import Outbox, Person, Practitioner
    from storage.store import Store

DAY, CLOSE = "day", "close"
USEFUL = timedelta(hours=4)  # so long after its time the day is still worth sending
AFTER = timedelta(minutes=15)  # so long after the last session we ask what became of them
CLOSE_USEFUL = timedelta(hours=5)
WEEK_USEFUL = timedelta(hours=12)


def look(store: Store, act: Act) -> None:
    """Owe what has come due to each practitioner; whoever looks again finds it owed already."""
    rules, zone = rules_of(store.practice()), zone_of(store.practice())
    local = act.at.astimezone(zone)
    for person in store.staff():
        practitioner = store.practitioner(person.practitioner_id or 0)
        at = day_at(rules, practitioner)
        if at is not None:
            _look_at_morning(store, act, person, practitioner, datetime.combine(local.date(), at, zone))
        closes = _closes_at(store, practitioner, local.date())
        if closes is not None and closes <= act.at < closes + CLOSE_USEFUL:
            _owe(store, act, f"{CLOSE}:{person.id}:{closes}", person, local.date(), closes + CLOSE_USEFUL)


def _look_at_morning(store: Store, act: Act, person: Person, practitioner: Practitioner, at: datetime) -> None:
    """The day, and on Monday the owner's week, from the hour at which the day comes."""
    due, today = at.astimezone(UTC), at.date()
    monday = practitioner.owner and today.weekday() == 0 and practitioner.wishes.get(WEEK) != "off"
    useful = {DAY: USEFUL} | ({WEEK: WEEK_USEFUL} if monday else {})
    owed = [(kind, due + span) for kind, span in useful.items() if due <= act.at < due + span]
    if owed and _was_here(store, person, due):
        for kind, expires_at in owed:
            _owe(store, act, f"{kind}:{person.id}:{today}", person, today, expires_at)


def _was_here(store: Store, person: Person, due: datetime) -> bool:
    """Could they be written to when their day was due? Who joins later that day is welcomed, and asks for it."""
    joined = store.joined_at(id_of(person))
    return store.best_contact(id_of(person)) is not None and (joined is None or joined < due)


def day_at(rules: Rules, practitioner: Practitioner) -> time | None:
    """When a practitioner's day comes: as they said in the thread, else as the practice file says; None for never."""
    said = practitioner.wishes.get("day")
    if said is not None:
        return None if said == "off" else time.fromisoformat(said)
    return rules.day_of(practitioner.key)


def _closes_at(store: Store, practitioner: Practitioner, on: date) -> datetime | None:
    """A while after the last session of the day, if any waits for an outcome."""
    start, end = days.bounds(store, on)
    visits = store.agenda(start, end, practitioner.id)
    if not visits:
        return None
    return max(v.appointment.ends_at for v in visits) + AFTER


def _owe(store: Store, act: Act, key: str, person: Person, on: date, expires_at: datetime) -> None:
    """By the channel that they asked for, if they have it. The key's first word is the kind."""
    practitioner = store.practitioner(person.practitioner_id or 0)
    channel = practitioner.wishes.get("channel")
    contact = next((c.id for c in store.contacts(id_of(person)) if c.channel == channel and c.alive), None)
    post.owe(
        store, key=key, kind=key.partition(":")[0], person_id=id_of(person), contact_id=contact,
        body={"on": on.isoformat()}, act=act.id, due_at=act.at, expires_at=expires_at,
    )  # fmt: skip


# At send time


@prepared(DAY)
def _day(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:
    practitioner = store.practitioner(store.person(row.person_id).practitioner_id or 0)
    found = days.day_of(store, practitioner, date.fromisoformat(post.content(row)["on"]), now)
    wished = "day" in practitioner.wishes and found.works
    if not found.entries and not found.waiting and not wished:
        return Dropped("nothing booked")
    said, listing = as_list(words, found, now)
    _remember(store, row, said, listing, now)
    return said


@prepared(CLOSE)
def _close(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:
    start, end = days.bounds(store, date.fromisoformat(post.content(row)["on"]))
    who = store.person(row.person_id).practitioner_id
    waiting = open_ones(store.agenda(start, end, who), now)
    if not waiting:
        return Dropped("all marked")
    said, listing = as_close(words, waiting, now)
    _remember(store, row, said, listing, now)
    return said


def _remember(store: Store, row: Outbox, said: Say, listing: Question | None, now: datetime) -> None:
    """Its numbers are the last list from now on, and its buttons are known when they are tapped."""
    conversation = store.conversation(row.person_id)
    state = State.from_json(conversation.state)
    state.listing = listing or state.listing
    conversation.state, conversation.at = state.to_json(), now
    owed.says(store.session, row, {**post.content(row), "said": said.as_dict()})

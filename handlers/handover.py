"""A thread in the hands of a person: the client's messages go to them, theirs come back, until it is released."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlmodel import col, select

from handlers import notices
from handlers.say import NOTHING, Say
from storage.models import Conversation, Person
from storage.people import plain

if TYPE_CHECKING:
    from datetime import datetime

    from core.acts import Act
    from handlers.dialogue import Turn
    from handlers.understanding.meaning import Meaning
    from storage.store import Store

RELAY = re.compile(r"^\s*([^\W\d_][\w'’ .-]{0,40}?)\s*:\s*(\S.*)$", re.DOTALL)
RELEASE = re.compile(r"^\s*(?:release|lib[eè]re[rz]?|done with|fini avec)\b\s*(.*)$", re.IGNORECASE)


def is_handed_over(turn: Turn, meaning: Meaning) -> bool:
    """Is a person answering this thread? Opting out, and the practice's own people, are never handed over."""
    until = turn.conversation.handed_until
    if turn.person.practitioner_id is not None or meaning.intent == "opt_out":
        return False
    return until is not None and until > turn.now


def forward(turn: Turn) -> Say:
    """What the client writes goes to whoever has the thread; the assistant says nothing."""
    who = turn.person.name or turn.contact.address
    notices.owe(turn.store, turn.act, "handed_message", turn.conversation.handed_to, who=who, text=turn.event.text)
    return NOTHING


def staff_words(turn: Turn) -> Say | None:
    """ "maya: see you at 3" and "release maya"; None when it is neither."""
    released = RELEASE.match(turn.event.text)
    if released:
        return _release(turn, released[1])
    relayed = RELAY.match(turn.event.text)
    if not relayed:
        return None
    theirs = _handed_to(turn.store, turn.person.id, relayed[1])
    if not theirs:
        return None
    if len(theirs) > 1:
        return Say(turn.words.whose_thread() + " " + turn.words.all_of([person.name for _, person in theirs]))
    conversation, person = theirs[0]
    notices.owe(turn.store, turn.act, "relay", conversation.person_id, text=relayed[2].strip())
    return Say(turn.words.relayed(turn.words.given(person.name) or relayed[1]))


def _release(turn: Turn, name: str) -> Say:
    theirs = _handed_to(turn.store, turn.person.id, name)
    if not theirs:
        return Say(turn.words.nobody_handed())
    for conversation, _ in theirs:
        give_back(turn.store, turn.act, conversation)
    return Say(turn.words.released(turn.words.all_of([turn.words.given(p.name) or "?" for _, p in theirs])))


def give_back(store: Store, act: Act, conversation: Conversation) -> None:
    """The assistant has the thread again, and says so."""
    conversation.handed_to = conversation.handed_until = None
    notices.owe(store, act, "given_back", conversation.person_id)


def _handed_to(store: Store, taker: int | None, name: str) -> list[tuple[Conversation, Person]]:
    """The threads that this person of the practice has, of clients who are called so; all, without a name."""
    rows = store.session.exec(
        select(Conversation, Person)
        .join(Person, col(Person.id) == Conversation.person_id)
        .where(Conversation.handed_to == taker, Person.practice_id == store.practice_id)
        .order_by(col(Conversation.id))
    ).all()
    wanted = plain(name)
    return [
        (c, p) for c, p in rows if not wanted or plain(p.name).startswith(wanted) or wanted in plain(p.name).split()
    ]


def give_back_expired(store: Store, act: Act, now: datetime) -> int:
    """Threads that nobody has released in time go back to the assistant."""
    expired = store.session.exec(
        select(Conversation)
        .join(Person, col(Person.id) == Conversation.person_id)
        .where(col(Conversation.handed_until) <= now, Person.practice_id == store.practice_id)
    ).all()
    for conversation in expired:
        give_back(store, act, conversation)
    return len(expired)

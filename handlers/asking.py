"""A question that we start: it joins the reader's conversation in the moment when it is sent, and not before.

So what they answer next is an answer to it, and a yes never answers two questions: what they were being asked comes
back afterwards.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.acts import Act
from core.rules import rules_of, zone_of
from handlers.dialogue import Turn, run
from handlers.events import Event
from handlers.floor import OURS, Floor
from handlers.notices import Dropped, Later
from handlers.state import State, start
from handlers.words import Words

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.say import Say
    from storage.models import Outbox
    from storage.store import Store

SHORTLY = timedelta(minutes=3)  # so long even what is urgent waits for an answer to what they were asked before


def ask(
    store: Store, row: Outbox, now: datetime, script: str, answers: dict[str, Any], *, urgent: bool = False
) -> Say | Dropped | Later:
    """Put a script on top of the reader's conversation and say what it asks. Later, while they are in mid talk.

    The script may ask or tell, but not act: nobody has answered anything.
    """
    turn = _turn(store, row, now)
    if turn is None:
        return Dropped("no address")
    if (wait := _floor_is_free_at(store, row, turn, now, urgent=urgent)) is not None:
        return Later(wait)
    turn.state.tasks = [task for task in turn.state.tasks if task.script not in OURS]
    start(turn.state, script, answers)
    said = run(turn)
    turn.conversation.state, turn.conversation.at = turn.state.to_json(), now
    return said


def _floor_is_free_at(store: Store, row: Outbox, turn: Turn, now: datetime, *, urgent: bool) -> datetime | None:
    asked = turn.state.question
    cold_at = Floor(store, row.person_id, now).free_at
    if cold_at is None or asked is None or not urgent:
        return cold_at
    return asked.at + SHORTLY if now - asked.at < SHORTLY else None


def _turn(store: Store, row: Outbox, now: datetime) -> Turn | None:
    """A turn in which nobody has said anything."""
    person, practice = store.person(row.person_id), store.practice()
    contact = store.best_contact(row.person_id)
    if contact is None:
        return None
    conversation = store.conversation(row.person_id)
    nobody = Event(f"outbox:{row.id}", row.practice_id, contact.channel, contact.address, now)
    return Turn(
        store, now, Act(f"asked:{row.id}:{row.attempts}", None, now), nobody, practice, rules_of(practice), person,
        contact, conversation, State.from_json(conversation.state),
        Words(person.language, zone_of(practice), practice.currency),
    )  # fmt: skip

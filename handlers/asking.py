"""A question that we start: it joins the reader's conversation in the moment when it is sent, and not before.

So what they answer next is an answer to it, and a yes never answers two: while they are answering something else it
waits, or, when it cannot, names what it is about, and what they were being asked comes back afterwards. A thread that a
person of the practice has gets no question of ours at all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.acts import Act
from core.rules import rules_of, zone_of
from handlers.dialogue import Turn, run
from handlers.events import Event
from handlers.say import Dropped, Later, Say
from handlers.state import LASTING, WARM, State, start
from handlers.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from handlers.state import Task
    from storage.models import Conversation, Outbox
    from storage.store import Store

# Scripts whose question we started: a newer one takes its place.
OURS = frozenset({"reminded", "come_back", "use_before", "after_buying", "next_ones", "come_again", "renew"})
SHORTLY = timedelta(minutes=3)  # so long even what is urgent waits for an answer to what they were asked before


def ask(
    store: Store, row: Outbox, now: datetime, script: str, answers: dict[str, Any], *, lead: str = "",
    alone: str = "", urgent: bool = False,
) -> Say | Dropped | Later:  # fmt: skip
    """Put a script on top of the reader's conversation and say what it asks. Later, while they are in mid talk.

    `lead` stands for the script's own words this first time; `alone` is said where no question may be asked (without
    either it waits for the thread). The script may ask or tell, but not act: nobody has answered anything.
    """
    if (later := wait(store, row, now, urgent=urgent)) is not None:
        return later
    turn = _turn(store, row, now)
    if turn is None:
        return Dropped("no address")
    if (until := handed_until(turn.conversation, now)) is not None:
        return Say(alone or lead) if alone or lead else Later(until)
    cold = turn.state.question is None or now - turn.state.question.at >= WARM
    kept = [task for task in turn.state.tasks if not is_ours(task)]
    turn.state.tasks = [task for task in kept if not cold or task.script in LASTING]
    start(turn.state, script, answers)
    said = run(turn)
    if turn.state.question is not None:
        turn.state.question.id = question_id(row)
        said = replace(said, question=turn.state.question.id)
    turn.conversation.state, turn.conversation.at = turn.state.to_json(), now
    return replace(said, text=lead) if lead else said


def wait(store: Store, row: Outbox, now: datetime, *, urgent: bool = False) -> Later | None:
    """Until when it waits, as they are answering something else: shortly if it is `urgent`, and no longer than it is
    good for.
    """
    conversation = store.conversation(row.person_id)
    state = State.from_json(conversation.state)
    question = state.question
    if question is None or not state.tasks or is_ours(state.tasks[-1]) or handed_until(conversation, now):
        return None
    free_at = question.at + (SHORTLY if urgent else WARM)
    return Later(free_at) if now < free_at and (row.expires_at is None or free_at < row.expires_at) else None


def is_ours(task: Task) -> bool:
    """Was it begun by a question of ours, or by what we proposed?"""
    return task.script in OURS or bool(task.answers.get("ours"))


def handed_until(conversation: Conversation, now: datetime) -> datetime | None:
    """Until when a person of the practice has this thread, if one has."""
    until = conversation.handed_until
    return until if until is not None and until > now else None


def question_id(row: Outbox) -> str:
    """What the buttons of our question carry: they know what they are about, whatever was said since."""
    return f"r{row.id}"


def forget(store: Store, person_id: int, booking_id: int) -> None:
    """They are no longer asked about this session."""
    let_go(store, person_id, lambda task: booking_id in task.answers.get("bookings", []))


def let_go(store: Store, person_id: int, over: Callable[[Task], bool]) -> None:
    """The tasks that are over leave a conversation, with the question of the last of them."""
    conversation = store.conversation(person_id)
    state = State.from_json(conversation.state)
    kept = [task for task in state.tasks if not over(task)]
    if len(kept) < len(state.tasks):
        state.question = None if state.tasks[-1] not in kept else state.question
        state.tasks = kept
        conversation.state = state.to_json()


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

"""What a message does to the conversation: an answer to the question on the table, a new request, or a miss.

Each function answers with what to say first, and whether the tasks run on then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from handlers import asking
from handlers.answering import (
    NUMBERS,
    UNKNOWN,
    YESES,
    has_use_for_a_time,
    insists,
    is_name,
    is_no_choice,
    let_go,
    merged,
    news,
    picked,
    picks,
    repeats,
    said_no,
    said_yes,
)
from handlers.client import answered, waits
from handlers.client.reminded import ahead
from handlers.client.talk import WHO_IS_THIS
from handlers.dialogue import INTENTS, SCRIPTS, TELLING, run
from handlers.say import NOTHING, Say
from handlers.situation import answers_of, context
from handlers.state import FRESH, PATIENCE, WARM, Task, clear, drop, queue, start
from handlers.understanding import understand
from handlers.understanding.topics import is_cross, scope, topic

if TYPE_CHECKING:
    from datetime import timedelta

    from handlers.answering import Step
    from handlers.dialogue import Turn
    from handlers.state import Question
    from handlers.understanding.meaning import Meaning

MISSES = 3
UNSURE = 0.5  # below this confidence we ask which of two was meant
A_WORD = 2  # words or fewer
UNDOING = frozenset({"cancel", "cannot_come"})  # scripts that take a session away: another time for it moves it
LIGHTLY = frozenset({"turned_down", "browsing"})  # answers of a task that has no hold on them
SILENT = frozenset({"reaction", "auto_reply"})
COURTESIES = frozenset({"thanks", "goodbye"})
NOES = frozenset({"negate", "decline_offer"})
VAGUE = NOES | YESES | UNKNOWN | {"ask_info", "inform", "abort"}  # asks for nothing that we could do
SHARED = frozenset({"thanks", "goodbye", "language", "opt_out", "opt_in", "undo"})  # scripts of clients and staff
CANNOT = re.compile(
    r"\b(can'?t|cannot|can not|won'?t|unable|not able|(peux|pourrai|pourrais|pourrons|pouvons|capable)( plus)? pas"
    r"|(peux|pourrai|pourrais|pourrons|pouvons) (pas|plus)|pas capable)\b",
    re.IGNORECASE,
)
INSTEAD = re.compile(
    r"\b(instead|rather|actually|make it|better|finalement|en fait|plut[oô]t|à la place|au lieu|mieux|mets)\b",
    re.IGNORECASE,
)
A_SESSION = re.compile(  # or a plan: what is named is more than the task that is going on
    r"\b(app?t|appoint|session|booking|visit|class|rdv|rendez|s[eé]ance|cours|plan\b|package|contra[ct]t?|forfait|member"
    r"|r[ée]sili)",
    re.IGNORECASE,
)


def advance(turn: Turn, meaning: Meaning) -> Say:
    """One step of the conversation: hear, then run what is going on until it asks or ends."""
    turn.meaning, turn.before = meaning, turn.state.question
    if meaning.intent in SILENT:
        return NOTHING
    misses = turn.state.misses
    if waits.reply(turn, meaning) or answered.reply(turn, meaning):
        first, go_on = NOTHING, True
    elif meaning.intent in VAGUE and _is_cross(turn):
        first, go_on = _upset(turn)
    else:
        first, go_on = (_replied if turn.state.question else _unprompted)(turn, meaning)
    if turn.state.misses == misses:
        turn.state.misses = 0
    if meaning.then and go_on:
        _also(turn, meaning.then)
    return first + run(turn) if go_on else first


def _also(turn: Turn, meaning: Meaning) -> None:
    """A second request in the same message: what only tells goes first, the rest waits below."""
    name = _script_for(turn, meaning)
    if name in TELLING:
        turn.state.tasks.append(Task(name, answers_of(turn, meaning)))
    elif name:
        queue(turn.state, name, answers_of(turn, meaning))


# Without a question


def _unprompted(turn: Turn, meaning: Meaning) -> Step:
    if (meaning.intent == "abort" or meaning.intent in NOES) and not _cannot_come(turn, meaning):
        return Say(turn.words.done_already() if answered.can_undo(turn) else turn.words.never_mind()), False
    if meaning.intent == "pick" or turn.event.text.strip(" .)#") in NUMBERS:
        return Say(turn.words.nothing_asked()), False
    if _is_puzzled(meaning, turn.event.text, None):
        return _puzzled(turn)
    name = _cannot_come(turn, meaning) or _script_for(turn, meaning)
    if name is None:
        return _missed(turn)
    known = answers_of(turn, meaning)
    if name == "book" and (booking := _on_second_thoughts(turn, known)):
        name, known = "move", {**known, "bookings": [booking]}
    if _is_unsure(turn, meaning):
        start(turn.state, "clarify", {"first": meaning.intent, "second": meaning.runner_up, "known": known})
    else:
        start(turn.state, name, known)
    return NOTHING, True


def _cannot_come(turn: Turn, meaning: Meaning) -> str | None:
    """ "can't make it": the session that they have, to cancel or to move."""
    meant = meaning.intent in NOES or (meaning.intent == "cancel" and scope(turn.event.text) is None)
    staff = turn.person.practitioner_id is not None
    if staff or not meant or not CANNOT.search(turn.event.text) or not ahead(turn):
        return None
    return "cannot_come"


def _on_second_thoughts(turn: Turn, known: dict[str, Any]) -> int | None:
    """ "actually friday instead", said just after a session was booked or moved: another time for that one."""
    last = turn.state.recall("booking", turn.now, WARM)
    more = {"client", "clients", "count", "repeat", "service"} & known.keys()
    if last is None or more or "when" not in known or not INSTEAD.search(turn.event.text):
        return None
    return next((visit.booking.id for visit in ahead(turn) if visit.booking.id == last), None)


def _script_for(turn: Turn, meaning: Meaning) -> str | None:
    """The script that an intent starts; a bare wish for a time is a booking."""
    staff = turn.person.practitioner_id is not None
    intent = meaning.intent
    if intent in YESES and not staff:
        intent = "confirm"
    if intent in {"inform", "more_options"} and (meaning.windows or meaning.service or meaning.repeat or meaning.count):
        intent = "book"
    return INTENTS.get((staff, intent)) or (INTENTS.get((False, intent)) if staff and intent in SHARED else None)


def _is_unsure(turn: Turn, meaning: Meaning) -> bool:
    names = turn.words.intent_names
    return bool(
        meaning.confidence < UNSURE and meaning.runner_up and names(meaning.intent) and names(meaning.runner_up)
    )


def _missed(turn: Turn) -> Step:
    """Not understood: ask again, then help, then a person."""
    state = turn.state
    state.misses += 1
    turn.puzzled = True
    if state.misses >= MISSES:
        state.misses = 0
        staff = turn.person.practitioner_id is not None
        start(state, INTENTS[staff, "help" if staff else "human"])
        return NOTHING, True
    if state.misses > 1:
        return Say(turn.words.still_not_understood()), bool(state.question)
    if state.question:
        return Say(turn.words.not_understood()), True
    return Say(f"{turn.words.not_understood()} {turn.words.what_can_i_do()}"), False


def _is_cross(turn: Turn) -> bool:
    question = turn.state.question
    is_client = turn.person.practitioner_id is None
    return is_client and not (question and question.kind == "name") and is_cross(turn.event.text)


def _upset(turn: Turn) -> Step:
    """They have had enough of us: a person is offered, and fetched when that has not helped."""
    again = bool(turn.state.tasks) and turn.state.tasks[-1].script == "upset"
    start(turn.state, "human" if again else "upset", {"text": turn.event.text})
    return NOTHING, True


def _puzzled(turn: Turn) -> Step:
    """ "what?": the question once more, in other words. That is no miss."""
    turn.puzzled = True
    return (NOTHING, True) if turn.state.question else (Say(turn.words.what_can_i_do()), False)


def _is_puzzled(meaning: Meaning, text: str, asked: str | None) -> bool:
    """A question about nothing that we know of, in a word or two, or about what their name is wanted for."""
    if WHO_IS_THIS.search(text):
        return False
    about = topic(text)
    for_name = asked == "name" and about in {None, "why"}
    return meaning.intent == "ask_info" and (for_name or (about is None and len(text.split()) <= A_WORD))


# With a question on the table


def _replied(turn: Turn, meaning: Meaning) -> Step:
    question = turn.state.question
    assert question is not None  # noqa: S101  the caller looked
    if turn.now - question.at > PATIENCE:
        return _after_long(turn, meaning)
    if is_name(turn, question, meaning):
        return merged(turn, question, {question.name: turn.event.text})
    if question.asks_yes and is_no_choice(turn.event.text):
        return _missed(turn)
    if meaning.intent == "abort" or _lets_go(turn, meaning):
        return let_go(turn)
    chosen, new = picks(turn, question, meaning), news(turn, question, meaning)
    if chosen:
        return picked(turn, question, chosen)
    if meaning.intent in YESES:
        return said_yes(turn, question, new)
    if meaning.intent in NOES or meaning.intent == "more_options":
        return said_no(turn, question, meaning, new) or _missed(turn)
    return _other(turn, question, meaning, new)


def _after_long(turn: Turn, meaning: Meaning) -> Step:
    """A day later: a yes or a choice gets the question again, as things are now; anything else begins afresh."""
    if meaning.pick is not None or meaning.intent in YESES:
        return Say(turn.words.stale()), True
    clear(turn.state)
    turn.meaning = understand(turn.event.text, context(turn), turn.now)  # anew: "thursday" is not beside that question
    return _unprompted(turn, turn.meaning)


def _lets_go(turn: Turn, meaning: Meaning) -> bool:
    """ "cancel" in the middle of booking or moving lets go of that, and touches no session."""
    going_on = turn.state.tasks[-1].script
    named = meaning.which or meaning.person or meaning.service
    bare = not named and not A_SESSION.search(turn.event.text)
    return meaning.intent == "cancel" and bare and going_on in {"book", "move", "clarify"}


def _other(turn: Turn, question: Question, meaning: Meaning, new: dict[str, Any]) -> Step:
    """An answer in other words, a correction, or something else altogether."""
    if _is_puzzled(meaning, turn.event.text, question.kind):
        return _puzzled(turn)
    task, name = turn.state.tasks[-1], _script_for(turn, meaning)
    if insists(turn, question, name) and not new:
        return said_yes(turn, question, new)
    if repeats(turn, question, meaning):
        return Say(turn.words.so_it_is()), True
    if task.script in UNDOING and _is_wish(new) and len(_spoken_of(task)) == 1:
        drop(turn.state)
        start(turn.state, "move", {"bookings": _spoken_of(task), **new})
        return NOTHING, True
    by_number = name is None and {"count", "kin"} & new.keys()  # "just the first two", "it's for my son"
    belongs = meaning.intent == "inform" or (_is_wish(new) and name in {"book", "move", None})
    elsewhere = _is_wish(new) and name in {"book", "move"} and not has_use_for_a_time(task, question)
    if name == task.script or by_number or (belongs and not elsewhere):
        if new:
            return merged(turn, question, new)
        if meaning.intent == "inform":
            return (Say(turn.words.no_rush()), False) if meaning.confidence >= 1 else _missed(turn)
        return NOTHING, True
    if meaning.intent in COURTESIES and name:
        return SCRIPTS[name](turn), question.asks_yes
    if name is None:
        return _missed(turn)
    if turn.now - question.at > _lasts(task, name) or LIGHTLY & task.answers.keys():
        clear(turn.state)  # gone cold, they had said no or only looked: it does not come back by itself
    start(turn.state, name, _about_the_same(task, name, new))
    return NOTHING, True


def _lasts(task: Task, name: str) -> timedelta:
    """For how long what they were asked comes back after this: what we began ourselves is often answered much later."""
    if name in TELLING:
        return PATIENCE if asking.is_ours(task) else FRESH
    return WARM


def _about_the_same(task: Task, name: str, new: dict[str, Any]) -> dict[str, Any]:
    """Who turns from moving a session to cancelling it, or the other way, means that one, unless they name another."""
    spoken_of = _spoken_of(task)
    if name not in {"move", "cancel"} or len(spoken_of) != 1 or {"which", "client", "clients", "scope"} & new.keys():
        return new
    return {**new, "bookings": spoken_of}


def _spoken_of(task: Task) -> list[int]:
    """The sessions that a task is about, as far as it knows."""
    found: list[int] = task.answers.get("bookings") or task.answers.get("among") or []
    return found


def _is_wish(new: dict[str, Any]) -> bool:
    """A time that they wish for: in the middle of booking or moving it belongs to that."""
    return "which" not in new and "when" in new

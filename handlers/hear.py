"""What a message does to the conversation: an answer to the question on the table, a new request, or a miss.

Each function answers with what to say first, and whether the tasks run on then.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from handlers.client import answered
from handlers.dialogue import INTENTS, NO, SCRIPTS, TELLING, YES, run
from handlers.say import NOTHING, Say
from handlers.situation import answers_of
from handlers.state import FRESH, PATIENCE, WARM, Task, answer, drop, forget, queue, start
from handlers.wishes import at_best, pack, refine, unpack

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from handlers.state import Question
    from handlers.understanding.meaning import Meaning

    Step = tuple[Say, bool]

MISSES = 3
UNSURE = 0.5  # below this confidence we ask which of two was meant
SILENT = frozenset({"reaction", "auto_reply"})
COURTESIES = frozenset({"thanks", "goodbye"})
YESES = frozenset({"affirm", "accept_offer", "confirm"})
NOES = frozenset({"negate", "decline_offer"})
UNKNOWN = frozenset({"out_of_scope", "unknown"})
SHARED = frozenset({"thanks", "goodbye", "language", "opt_out", "opt_in", "undo"})  # scripts of clients and staff
DECLINING = (NO, "keep", "skip")  # the values of choices that "no" picks
CIRCUMSTANCES = frozenset({"practitioner", "not_practitioner", "service", "client"})
AMENDING = CIRCUMSTANCES | {"when", "count", "repeat"}
EACH = frozenset({"slot", "client"})  # of these several can be picked: the request is made once for each

NUMBERS = frozenset("123456789")
POLITE = re.compile(r"\b(thanks|thank you|thx|merci)\b", re.IGNORECASE)
A_SESSION = re.compile(r"\b(app?t|appoint|session|booking|visit|class|rdv|rendez|s[eé]ance|cours)", re.IGNORECASE)
NO_NAME = re.compile(
    r"\d|day\b|di\b|\b(tomorrow|tonight|morning|afternoon|evening|instead|demain|aujourd|matin|soir|plut[oô]t)",
    re.IGNORECASE,
)


def advance(turn: Turn, meaning: Meaning) -> Say:
    """One step of the conversation: hear, then run what is going on until it asks or ends."""
    turn.meaning = meaning
    if meaning.intent in SILENT:
        return NOTHING
    misses = turn.state.misses
    if answered.reply(turn, meaning):
        first, go_on = NOTHING, True
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
    if meaning.intent == "abort" or meaning.intent in NOES:
        return Say(turn.words.never_mind()), False
    if meaning.intent == "pick":
        return Say(turn.words.nothing_asked()), False
    name = _script_for(turn, meaning)
    if name is None:
        return _missed(turn)
    known = answers_of(turn, meaning)
    if _is_unsure(turn, meaning):
        start(turn.state, "clarify", {"first": meaning.intent, "second": meaning.runner_up, "known": known})
    else:
        start(turn.state, name, known)
    return NOTHING, True


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
    if state.misses >= MISSES:
        state.misses = 0
        staff = turn.person.practitioner_id is not None
        start(state, INTENTS[staff, "help" if staff else "human"])
        return NOTHING, True
    if state.question:
        return Say(turn.words.not_understood()), True
    return Say(f"{turn.words.not_understood()} {turn.words.what_can_i_do()}"), False


# With a question on the table


def _replied(turn: Turn, meaning: Meaning) -> Step:
    question = turn.state.question
    assert question is not None  # noqa: S101  the caller looked
    if turn.now - question.at > PATIENCE:
        return _after_long(turn, meaning)
    if _is_name(turn, question, meaning):
        return _merged(turn, question, {question.name: turn.event.text})
    if meaning.intent == "abort" or _lets_go(turn, meaning):
        return _let_go(turn)
    picks, new = _picks(turn, question, meaning), _news(turn, question, meaning)
    if picks:
        return _picked(turn, question, picks)
    if meaning.intent in YESES:
        return _said_yes(turn, question, new)
    if meaning.intent in NOES or meaning.intent == "more_options":
        return _said_no(turn, question, meaning, new)
    return _other(turn, question, meaning, new)


def _after_long(turn: Turn, meaning: Meaning) -> Step:
    """A day later: a yes or a choice gets the question again, as things are now; anything else begins afresh."""
    if meaning.pick is not None or meaning.intent in YESES:
        return Say(turn.words.stale()), True
    turn.state.tasks, turn.state.question = [], None
    return _unprompted(turn, meaning)


def _is_name(turn: Turn, question: Question, meaning: Meaning) -> bool:
    """An answer to "what is your name?": "Sam" and "April" are names, "friday instead" is none."""
    said = meaning.intent == "inform" or meaning.intent in UNKNOWN
    return question.kind == "name" and said and not (meaning.windows and NO_NAME.search(turn.event.text))


def _lets_go(turn: Turn, meaning: Meaning) -> bool:
    """ "cancel" in the middle of booking or moving lets go of that, and touches no session."""
    going_on = turn.state.tasks[-1].script
    bare = meaning.which is None and not A_SESSION.search(turn.event.text)
    return meaning.intent == "cancel" and bare and going_on in {"book", "move", "clarify"}


def _let_go(turn: Turn) -> Step:
    drop(turn.state)
    return Say(turn.words.never_mind()), bool(turn.state.tasks)


def _news(turn: Turn, question: Question, meaning: Meaning) -> dict[str, Any]:
    """What a message answers beyond what was quoted already."""
    new = answers_of(turn, meaning)
    if meaning.intent in YESES and meaning.windows and question.about and question.about in meaning.windows:
        new.pop("when")
    if question.kind == "count" and turn.event.text.strip().isdecimal():
        new["count"] = int(turn.event.text)
    if question.kind == "which_booking" and "when" in new:
        new.setdefault("which", new.pop("when"))
    return {name: value for name, value in new.items() if question.holds.get(name) != value}


def _picks(turn: Turn, question: Question, meaning: Meaning) -> list[int]:
    """The choices that were picked, from 0. A number alone picks, and so do the words of a choice: "move it"."""
    if meaning.pick is not None:
        return list(meaning.picks or (meaning.pick,))
    bare = turn.event.text.strip(" .)#")
    if bare in ("1", "2") if question.asks_yes else bare in NUMBERS and question.choices and not meaning.windows:
        return [int(bare) - 1]
    quoted = question.choices if question.kind == "confirm" else ()
    return [n for n, choice in enumerate(quoted) if choice.value == meaning.intent]


def _picked(turn: Turn, question: Question, picks: list[int]) -> Step:
    if not question.is_fresh(turn.now) and not question.facts:
        return Say(turn.words.stale()), True
    values = [question.choices[pick].value for pick in picks if 0 <= pick < len(question.choices)]
    if not values:
        return Say(turn.words.not_a_choice(len(question.choices))), False
    task = turn.state.tasks[-1]
    if task.script == "book" and question.name in EACH:
        for value in reversed(values[1:]):
            queue(turn.state, task.script, {**task.answers, question.name: value})
    _choose(task, question, values)
    return NOTHING, True


def _choose(task: Task, question: Question, values: list[Any]) -> None:
    """Answer the question by the values of its choices; lists are joined, so that "both" is one answer."""
    if question.facts:
        task.decided[question.facts] = values[0]
        return
    value = list(chain.from_iterable(values)) if all(isinstance(v, list) for v in values) else values[0]
    answer(task, {question.name: value})
    task.under[question.name] = question.under


def _said_yes(turn: Turn, question: Question, new: dict[str, Any]) -> Step:
    """Yes to the one thing on the table; "yes, but for Max" is a correction."""
    task = turn.state.tasks[-1]
    if AMENDING & new.keys():
        return _merged(turn, question, new)
    if question.facts:
        values = [choice.value for choice in question.choices]
        task.decided[question.facts] = YES if YES in values else values[0]
    elif len(question.choices) == 1 and question.is_fresh(turn.now):
        _choose(task, question, [question.choices[0].value])
    return NOTHING, True


def _said_no(turn: Turn, question: Question, meaning: Meaning, new: dict[str, Any]) -> Step:
    """No, or something else: other times where times are on the table; a second no, or a polite one, lets go."""
    if AMENDING & new.keys():
        return _merged(turn, question, new)
    refused = meaning.intent != "more_options"
    declining = next((n for n, c in enumerate(question.choices) if c.value in DECLINING), None)
    if refused and POLITE.search(turn.event.text):
        return _let_go(turn)
    if refused and declining is not None:
        return _picked(turn, question, [declining])
    if question.name == "slot" or (question.facts and question.about):
        return _others(turn, question, refused=refused)
    return _let_go(turn) if refused else _missed(turn)


def _others(turn: Turn, question: Question, *, refused: bool) -> Step:
    """Times beside those that were shown. Who refuses those too is asked what would suit."""
    task = turn.state.tasks[-1]
    more = task.answers.get("more", 0)
    shown = [question.about] if question.about else [choice.at for choice in question.choices]
    seen = [*task.answers.get("turned_down", []), *(at.isoformat() for at in shown if at)]
    if refused and more > 1:
        return _let_go(turn)
    forget(task, "slot")
    if refused and more:
        answer(task, {"turned_down": seen, "refused": task.answers.get("when", True)})
        forget(task, "when", "other_when", "more")
    else:
        answer(task, {"turned_down": seen, "more": more + 1})
    return NOTHING, True


def _other(turn: Turn, question: Question, meaning: Meaning, new: dict[str, Any]) -> Step:
    """An answer in other words, a correction, or something else altogether."""
    task, name = turn.state.tasks[-1], _script_for(turn, meaning)
    if _insists(turn, question, name) and not new:
        return _said_yes(turn, question, new)
    if task.script == "cancel" and _is_wish(new) and len(task.answers.get("bookings", [])) == 1:
        drop(turn.state)
        start(turn.state, "move", {"bookings": task.answers["bookings"], **new})
        return NOTHING, True
    if meaning.intent == "inform" or name == task.script or (_is_wish(new) and name in {"book", "move", None}):
        if new:
            return _merged(turn, question, new)
        if meaning.intent == "inform":
            return (Say(turn.words.no_rush()), False) if meaning.confidence >= 1 else _missed(turn)
        return NOTHING, True
    if meaning.intent in COURTESIES and name:
        return SCRIPTS[name](turn), question.asks_yes
    if name is None:
        return _missed(turn)
    if turn.now - question.at > (FRESH if name in TELLING else WARM) or "turned_down" in task.answers:
        turn.state.tasks = []  # gone cold, or they had said no: it does not come back by itself
    start(turn.state, name, new)
    return NOTHING, True


def _insists(turn: Turn, question: Question, name: str | None) -> bool:
    """ "cancel it", "book it": the deed itself, in a word or two, is a yes to its price."""
    text = turn.event.text
    return bool(question.facts) and name == turn.state.tasks[-1].script and len(text.split()) <= 3 and "?" not in text


def _is_wish(new: dict[str, Any]) -> bool:
    """Only a time or a person to see: in the middle of booking or moving it belongs to that."""
    return "which" not in new and "when" in new


def _merged(turn: Turn, question: Question, new: dict[str, Any]) -> Step:
    """New answers beside the old ones; a new time refines the wish, another person is wished for at the same time."""
    task, about = turn.state.tasks[-1], question.about
    wished = task.answers.get("when") or task.answers.get("refused")
    before = unpack(wished) if isinstance(wished, dict) else None
    if "when" in new:
        new = {**new, "when": pack(refine(before, unpack(new["when"]), turn.words.zone, about))}
        forget(task, "slot", "more", "refused", "other_when")
    elif about and CIRCUMSTANCES & new.keys():
        new = {**new, "when": pack(at_best(before, about))}
    if CIRCUMSTANCES & new.keys():
        forget(task, "turned_down", "more")
    for one, other in (("practitioner", "not_practitioner"), ("not_practitioner", "practitioner")):
        if one in new and other not in new:
            forget(task, other)
    answer(task, new)
    return NOTHING, True

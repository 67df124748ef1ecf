"""What a message does to the conversation: an answer to the question on the table, a new request, or a miss."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from handlers.dialogue import INTENTS, NO, SCRIPTS, YES, run
from handlers.say import NOTHING, Say
from handlers.situation import answers_of
from handlers.state import PATIENCE, WARM, Task, answer, drop, forget, queue, start
from handlers.wishes import pack, refine, unpack

if TYPE_CHECKING:
    from core.windows import Windows
    from handlers.dialogue import Turn
    from handlers.state import Question
    from handlers.understanding.meaning import Meaning

MISSES = 3
UNSURE = 0.5  # below this confidence we ask which of two was meant
SILENT = frozenset({"reaction", "auto_reply"})
COURTESIES = frozenset({"thanks", "goodbye"})
YESES = frozenset({"affirm", "accept_offer", "confirm"})
NOES = frozenset({"negate", "decline_offer"})
UNKNOWN = frozenset({"out_of_scope", "unknown"})
LISTS = frozenset({"slot", "when"})  # questions whose "no" means "other times"


def advance(turn: Turn, meaning: Meaning) -> Say:
    """One step of the conversation: hear, then run what is going on until it asks or ends."""
    turn.meaning = meaning
    if meaning.intent in SILENT:
        return NOTHING
    _let_go_of_the_old(turn)
    first, go_on = (_answered if turn.state.question else _unprompted)(turn, meaning)
    if meaning.intent not in UNKNOWN:
        turn.state.misses = 0
    if meaning.then and go_on:
        _also(turn, meaning.then)
    return first + run(turn) if go_on else first


def _let_go_of_the_old(turn: Turn) -> None:
    question = turn.state.question
    if question and turn.now - question.at > PATIENCE:
        turn.state.tasks, turn.state.question = [], None


def _also(turn: Turn, meaning: Meaning) -> None:
    """A second request in the same message waits below the first."""
    name = _script_for(turn, meaning)
    if name and name not in {task.script for task in turn.state.tasks}:
        queue(turn.state, name, answers_of(turn, meaning))


# Without a question


def _unprompted(turn: Turn, meaning: Meaning) -> tuple[Say, bool]:
    if meaning.intent == "abort":
        return Say(turn.words.never_mind()), False
    if meaning.intent == "pick" or meaning.intent in NOES:
        return Say(turn.words.nothing_asked()), False
    name = _script_for(turn, meaning)
    if name is None:
        return _missed(turn)
    if _is_unsure(turn, meaning):
        start(
            turn.state,
            "clarify",
            {"first": meaning.intent, "second": meaning.runner_up, "known": answers_of(turn, meaning)},
        )
    else:
        start(turn.state, name, answers_of(turn, meaning))
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


SHARED = frozenset(
    {"thanks", "goodbye", "language", "opt_out", "opt_in", "undo"}
)  # scripts that staff share with clients


def _is_unsure(turn: Turn, meaning: Meaning) -> bool:
    names = turn.words.intent_names
    return bool(
        meaning.confidence < UNSURE and meaning.runner_up and names(meaning.intent) and names(meaning.runner_up)
    )


def _missed(turn: Turn) -> tuple[Say, bool]:
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


def _answered(turn: Turn, meaning: Meaning) -> tuple[Say, bool]:
    question = turn.state.question
    assert question is not None  # noqa: S101  the caller looked
    if question.kind == "name" and meaning.intent in {"inform", *UNKNOWN, *YESES}:
        return _merged(turn, {question.name: turn.event.text})
    if meaning.intent == "abort" or _means_never_mind(turn, meaning):
        drop(turn.state)
        return Say(turn.words.never_mind()), bool(turn.state.tasks)
    if meaning.pick is not None:
        return _picked(turn, question, meaning)
    if meaning.intent == "pick":
        return Say(turn.words.not_a_choice(len(question.choices))), False
    if meaning.intent in YESES:
        return _said_yes(turn, question)
    if meaning.intent in NOES or meaning.intent == "more_options":
        return _said_no(turn, question, meaning)
    return _other(turn, question, meaning)


def _means_never_mind(turn: Turn, meaning: Meaning) -> bool:
    """ "cancel" in the middle of booking or moving lets go of that, and touches no session."""
    going_on = turn.state.tasks[-1].script if turn.state.tasks else ""
    return meaning.intent == "cancel" and meaning.which is None and going_on in {"book", "move", "clarify"}


def _picked(turn: Turn, question: Question, meaning: Meaning) -> tuple[Say, bool]:
    if not question.is_fresh(turn.now) and question.kind != "confirm":
        if meaning.windows:
            return _merged(turn, answers_of(turn, meaning))
        return Say(turn.words.stale()), True
    picks = [pick for pick in (meaning.picks or (meaning.pick,)) if pick is not None and pick < len(question.choices)]
    if not picks:
        return Say(turn.words.not_a_choice(len(question.choices))), False
    _choose(turn.state.tasks[-1], question, [question.choices[pick].value for pick in picks])
    return NOTHING, True


def _choose(task: Task, question: Question, values: list[Any]) -> None:
    """Answer the question by the values of its choices; lists are joined, so that "both" is one answer."""
    if question.facts:
        task.decided[question.facts] = values[0]
        return
    value = list(chain.from_iterable(values)) if all(isinstance(v, list) for v in values) else values[0]
    answer(task, {question.name: value})
    task.under[question.name] = question.under


def _said_yes(turn: Turn, question: Question) -> tuple[Say, bool]:
    task = turn.state.tasks[-1]
    if question.facts:
        task.decided[question.facts] = (
            YES if any(c.value == YES for c in question.choices) else question.choices[0].value
        )
    elif len(question.choices) == 1 and question.is_fresh(turn.now):
        _choose(task, question, [question.choices[0].value])
    return NOTHING, True


def _said_no(turn: Turn, question: Question, meaning: Meaning) -> tuple[Say, bool]:
    task, new = turn.state.tasks[-1], answers_of(turn, meaning)
    if question.facts and meaning.intent != "more_options" and "when" not in new:
        task.decided[question.facts] = NO
        return NOTHING, True
    if question.kind in LISTS or question.facts or "when" in new:
        if not new:
            seen = [*task.answers.get("turned_down", []), *_shown(question)]
            new = {"turned_down": seen, "more": True}
        forget(task, "slot")
        return _merged(turn, new)
    drop(turn.state)
    return Say(turn.words.never_mind()), bool(turn.state.tasks)


def _shown(question: Question) -> list[str]:
    times = [question.about] if question.about else [choice.at for choice in question.choices]
    return [at.isoformat() for at in times if at]


def _other(turn: Turn, question: Question, meaning: Meaning) -> tuple[Say, bool]:
    """An answer in other words, a correction, or something else altogether."""
    going_on = turn.state.tasks[-1].script
    name = _script_for(turn, meaning)
    new = answers_of(turn, meaning)
    if meaning.intent == "inform" or name == going_on or (_is_wish(new) and name in {"book", "move", None}):
        if new:
            return _merged(turn, new)
        if meaning.intent == "inform":
            return Say(turn.words.no_rush()), False
        return NOTHING, True
    if meaning.intent in COURTESIES and name:
        return SCRIPTS[name](turn), False
    if name is None:
        return _missed(turn)
    if turn.now - question.at > WARM:
        turn.state.tasks = []
    start(turn.state, name, new)
    return NOTHING, True


def _is_wish(new: dict[str, Any]) -> bool:
    """Only a time or a person to see: in the middle of booking or moving it belongs to that."""
    return "which" not in new and "when" in new


def _merged(turn: Turn, new: dict[str, Any]) -> tuple[Say, bool]:
    task = turn.state.tasks[-1]
    if "when" in new:
        before: Windows | None = unpack(task.answers["when"]) if "when" in task.answers else None
        new = {**new, "when": pack(refine(before, unpack(new["when"]), turn.words.zone))}
        forget(task, "slot", "more", "reading", "other_when")
    answer(task, new)
    return NOTHING, True

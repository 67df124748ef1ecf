"""An answer to the question on the table: a choice, a yes, a no, a correction. What it does to the task that asked.

Each function answers with what to say first, and whether the tasks run on then.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from handlers import ways_to_pay
from handlers.asking import is_ours
from handlers.dialogue import NO, TIMED, YES
from handlers.say import NOTHING, Say
from handlers.situation import answers_of, catalogue
from handlers.state import answer, drop, forget, queue
from handlers.understanding.names import by_size
from handlers.understanding.waiting import says_wait
from handlers.wishes import at_best, pack, refine, unpack

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from handlers.state import Question, Task
    from handlers.understanding.meaning import Meaning

    Step = tuple[Say, bool]

YESES = frozenset({"affirm", "accept_offer", "confirm"})
UNKNOWN = frozenset({"out_of_scope", "unknown"})
DECLINING = (NO, "keep", "skip")  # the values of choices that "no" picks
CIRCUMSTANCES = frozenset({"practitioner", "not_practitioner", "service", "client", "clients", "kin"})
AMENDING = CIRCUMSTANCES | {"when", "count", "repeat"}
TIMES = frozenset({"when", "slot", "which_booking"})  # questions that a time answers, whoever asks them
EACH = frozenset({"slot", "client"})  # of these several can be picked: the request is made once for each
FOR_EACH = frozenset({"book", "join_waitlist"})  # the requests that can
NUMBERS = frozenset("123456789")
POLITE = re.compile(r"\b(thanks|thank you|thx|merci)\b", re.IGNORECASE)
ANYONE = re.compile(r"\b(any ?one|any ?body|whoever|who ever|n'importe qui|peu importe (qui|avec))\b", re.IGNORECASE)
THE_CHILDREN = re.compile(r"\b(both|kids|children|les deux|(les|mes) enfants|les petits)\b", re.IGNORECASE)
EVERYBODY = re.compile(r"\b(all|everyone|everybody|tous|toutes|tout le monde)\b", re.IGNORECASE)
SMALL = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6} | {
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
}
_SMALL = r"\d{1,2}|" + "|".join(SMALL)
_NO_HOUR = r"\b(?!\s*(?:h|[ap]\.?m|:))"
_THE_FIRST = r"(?:(?:the|les|book) )*(?:(?:first|premi[eè]re?s) )?"
_COURTEOUS = r"(?:\W+(?:only|seulement|please|svp|thanks|merci))*\W*"
ONLY = re.compile(
    rf"\b(?:only|just|seulement|juste|rien que) {_THE_FIRST}(?P<before>{_SMALL}){_NO_HOUR}"
    rf"|^(?P<after>{_SMALL}) (?:only|seulement|just)\b"
    rf"|^(?:the |les? |la )?(?:first|premi[eè]re?s?)(?: (?P<first>{_SMALL}))?{_COURTEOUS}$"
    rf"|^(?:les )?(?P<some>{_SMALL}) premi[eè]re?s?{_COURTEOUS}$",
    re.IGNORECASE,
)
A_SIZE = re.compile(r"\b(?:the|le|celui de|pack of|forfait de) (\d{1,2})\b(?! ?(?:h|am|pm|:\d))", re.IGNORECASE)
NO_NAME = re.compile(
    r"\d|day\b|di\b|\b(tomorrow|tonight|morning|afternoon|evening|instead|demain|aujourd|matin|soir|plut[oô]t)",
    re.IGNORECASE,
)


def news(turn: Turn, question: Question, meaning: Meaning) -> dict[str, Any]:
    """What a message answers beyond what was quoted already."""
    new = answers_of(turn, meaning)
    if meaning.intent in YESES and meaning.windows and question.about and question.about in meaning.windows:
        new.pop("when")
    if question.kind == "count" and turn.event.text.strip().isdecimal():
        new["count"] = int(turn.event.text)
    if question.holds.get("count") and (count := _only(turn.event.text)) and count <= question.holds["count"]:
        new = {**new, "count": count}
        new.pop("when", None)
    if question.kind == "plan" and "plan" in new:
        new.pop("when", None)  # "the 8" is the plan of 8, not a day
    if turn.state.tasks[-1].script == "buy_plan" and "plan" not in new and (plan := _of_size(turn)):
        new = {**new, "plan": plan}
        new.pop("when", None)
    if question.kind == "which_booking" and "when" in new:
        new.setdefault("which", new.pop("when"))
    if "practitioner" not in new and ANYONE.search(turn.event.text):
        new["practitioner"] = None
    return {name: value for name, value in new.items() if question.holds.get(name) != value}


def _of_size(turn: Turn) -> int | None:
    """ "actually the 12", when a plan is being bought: the one of 12 sessions."""
    said = A_SIZE.search(turn.event.text)
    known = catalogue(turn)
    key = by_size(int(said[1]), known.plans) if said else None
    return known.plan_ids.get(key or "")


def _only(text: str) -> int | None:
    """ "only 2", "just the first two", "seulement 2": so many of what was quoted."""
    said = ONLY.search(text)
    number = next((n for n in said.groups() if n), "one").casefold() if said else ""
    return int(number) if number.isdecimal() else SMALL.get(number)


def is_name(turn: Turn, question: Question, meaning: Meaning) -> bool:
    """An answer to "what is your name?": "Sam" and "April" are names, "friday instead" is none."""
    said = meaning.intent == "inform" or meaning.intent in UNKNOWN
    if says_wait(turn.event.text):
        return False
    return question.kind == "name" and said and not (meaning.windows and NO_NAME.search(turn.event.text))


def insists(turn: Turn, question: Question, name: str | None) -> bool:
    """ "cancel it", "book it": the deed itself, in a word or two, is a yes to its price."""
    text = turn.event.text
    return bool(question.facts) and name == turn.state.tasks[-1].script and len(text.split()) <= 3 and "?" not in text


def repeats(turn: Turn, question: Question, meaning: Meaning) -> bool:
    """ "with ana?": what was quoted, and nothing else."""
    said = answers_of(turn, meaning)
    said.pop("topic", None)
    quoted = meaning.intent in {"inform", "ask_info"} and bool(said)
    return quoted and all(name in question.holds and question.holds[name] == value for name, value in said.items())


def is_no_choice(text: str) -> bool:
    """A number that no plain yes or no has."""
    return text.strip(" .)#") in NUMBERS - {"1", "2"}


def picks(turn: Turn, question: Question, meaning: Meaning) -> list[int]:
    """The choices that were picked, from 0. A number alone picks, and so do the words of a choice: "move it"."""
    if not meaning.windows and (way := ways_to_pay.named(turn.event.text, question)):
        return way
    if meaning.pick is not None:
        return list(meaning.picks or (meaning.pick,))
    if question.kind == "person" and (family := _of_the_family(turn, question)):
        return family
    bare = turn.event.text.strip(" .)#")
    if bare in ("1", "2") if question.asks_yes else bare in NUMBERS and question.choices and not meaning.windows:
        return [int(bare) - 1]
    quoted = question.choices if question.kind == "confirm" else ()
    return [n for n, choice in enumerate(quoted) if choice.value == meaning.intent]


def _of_the_family(turn: Turn, question: Question) -> list[int]:
    """ "both", "the kids": the children; "all of us": whoever writes too."""
    text, own = turn.event.text, {client.id for client in turn.clients if client.name == turn.person.name}
    if not (THE_CHILDREN.search(text) or EVERYBODY.search(text)):
        return []
    left_out = set() if EVERYBODY.search(text) else own
    return [n for n, choice in enumerate(question.choices) if choice.value not in left_out]


def picked(turn: Turn, question: Question, picks: list[int]) -> Step:
    if not question.is_fresh(turn.now) and not question.facts:
        return Say(turn.words.stale()), True
    values = [question.choices[pick].value for pick in picks if 0 <= pick < len(question.choices)]
    if not values:
        return Say(turn.words.not_a_choice(len(question.choices))), False
    task = turn.state.tasks[-1]
    if task.script in FOR_EACH and question.name in EACH:
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


def has_use_for_a_time(task: Task, question: Question) -> bool:
    """Is it a time that is asked for, or one that the task would follow?"""
    return task.script in TIMED or question.kind in TIMES


def said_yes(turn: Turn, question: Question, new: dict[str, Any]) -> Step:
    """Yes to the one thing on the table; "yes, but for Max" is a correction."""
    task = turn.state.tasks[-1]
    if AMENDING & new.keys():
        return merged(turn, question, new)
    if question.facts:
        values = [choice.value for choice in question.choices]
        task.decided[question.facts] = YES if YES in values else values[0]
    elif len(question.choices) == 1 and question.is_fresh(turn.now):
        _choose(task, question, [question.choices[0].value])
    else:
        turn.puzzled = True
    return NOTHING, True


def said_no(turn: Turn, question: Question, meaning: Meaning, new: dict[str, Any]) -> Step | None:
    """No, or something else: other times where times are on the table; a second no, or a polite one, lets go.

    Nothing when they ask for something else where there is nothing else.
    """
    refused = meaning.intent != "more_options"
    if refused and "when" in new and _is_of_no_time(turn.state.tasks[-1], question):
        queue(turn.state, "book", new)
        return picked(turn, question, [n for n, c in enumerate(question.choices) if c.value == NO])
    if AMENDING & new.keys():
        return merged(turn, question, new, another=not refused)
    declining = next((n for n, c in enumerate(question.choices) if c.value in DECLINING), None)
    own_no = declining is not None and not question.facts  # "Not now" is one of the answers
    if refused and POLITE.search(turn.event.text) and not own_no:
        return let_go(turn)
    if refused and declining is not None:
        return picked(turn, question, [declining])
    if refused and question.name == "slot" and is_ours(turn.state.tasks[-1]):
        drop(turn.state)  # times that nobody asked us for: one no is enough
        return Say(turn.words.whenever()), bool(turn.state.tasks)
    if question.name == "slot" or (question.facts and question.about):
        return _others(turn, question, refused=refused)
    return let_go(turn) if refused else None


def _is_of_no_time(task: Task, question: Question) -> bool:
    """A yes or no to what has no time: one that is named beside the no is wished for on its own."""
    return question.asks_yes and question.about is None and not has_use_for_a_time(task, question)


def _others(turn: Turn, question: Question, *, refused: bool) -> Step:
    """Times beside those that were shown. Who refuses those too is asked what would suit."""
    task = turn.state.tasks[-1]
    more = task.answers.get("more", 0)
    shown = [question.about] if question.about else [choice.at for choice in question.choices]
    seen = [*task.answers.get("turned_down", []), *(at.isoformat() for at in shown if at)]
    if refused and more > 1:
        return let_go(turn)
    forget(task, "slot")
    if refused and more:
        answer(task, {"turned_down": seen, "refused": task.answers.get("when", True)})
        forget(task, "when", "other_when", "more")
    else:
        answer(task, {"turned_down": seen, "more": more + 1})
    return NOTHING, True


def merged(turn: Turn, question: Question, new: dict[str, Any], *, another: bool = False) -> Step:
    """New answers beside the old ones; a new time refines the wish, another person is wished for at the same time.

    `another` time ("earlier", "later") is one near to that on the table.
    """
    task, about = turn.state.tasks[-1], question.about
    wished = task.answers.get("when") or task.answers.get("refused")
    before = unpack(wished) if isinstance(wished, dict) else None
    if "when" in new:
        wish = refine(before, unpack(new["when"]), turn.words.zone, about)
        new = {**new, "when": pack(replace(wish, near=(about,)) if another and about else wish)}
        forget(task, "slot", "more", "refused", "other_when")
    elif about and CIRCUMSTANCES & new.keys():
        new = {**new, "when": pack(at_best(before, about))}
    if CIRCUMSTANCES & new.keys():
        forget(task, "turned_down", "more")
    if "count" in new and "repeat" not in new and "repeat" in task.answers:
        new["repeat"] = [*task.answers["repeat"][:2], None]  # so many now, not as many as at first
    for one, other in (("practitioner", "not_practitioner"), ("not_practitioner", "practitioner")):
        if one in new and other not in new:
            forget(task, other)
    answer(task, new)
    return NOTHING, True


def let_go(turn: Turn) -> Step:
    drop(turn.state)
    return Say(turn.words.never_mind()), bool(turn.state.tasks)

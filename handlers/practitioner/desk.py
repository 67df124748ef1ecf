"""What the staff write or tap: short forms first, then the engine with what understanding made of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core import undo
from handlers import handover
from handlers.dialogue import INTENTS, run
from handlers.hear import advance
from handlers.practitioner import money_pin, times
from handlers.practitioner.common import desk
from handlers.practitioner.people import Known, mentions, without
from handlers.practitioner.several import several
from handlers.practitioner.shorthand import Command, is_mixed, read
from handlers.say import Choice, Say
from handlers.situation import answers_of, catalogue
from handlers.state import answer, forget, queue, start
from handlers.understanding.meaning import Meaning
from handlers.wishes import pack
from storage import post
from storage.asking import id_of
from storage.people import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.dialogue import Turn
    from handlers.state import Question

ON_SCREEN = timedelta(days=4)  # so long buttons of a list can be tapped
NAMED = frozenset({"person", "which_booking"})  # questions that a name answers
WHEN = frozenset({"when", "slot"})  # questions that a time answers
PLAIN = frozenset("affirm negate abort pick thanks confirm accept_offer decline_offer".split())  # noqa: SIM905
# What is said to us and to no client, whoever waits for an answer.
CERTAIN = frozenset(
    """day week_summary attended no_show late block_time unblock_time find_client balance invite sell_plan adjust_credit
    note undo help opt_out opt_in language""".split()  # noqa: SIM905
)
A_NUMBER = re.compile(r"\s*#?\d{1,2}(?:\s*(?:,|and|et|&|\s)\s*#?\d{1,2})*\s*[.!)]?\s*")


def said(t: Turn, meaning: Meaning) -> Say | None:
    """The answer to a short form or a tap; None leaves it to the engine."""
    t.meaning = meaning
    if t.event.pressed is not None:
        return _tapped(t)
    return _to_the_question(t, meaning) or _command(t) or _wish(t, meaning) or _other(t, meaning)


def _to_the_question(t: Turn, meaning: Meaning) -> Say | None:
    """A number, a name or whatever is asked for, in answer to the question on the table."""
    question = t.state.question
    if question is None:
        return None
    if money_pin.is_said(t, question):
        return money_pin.heard(t)
    if question.kind == handover.WORDS and meaning.intent != "abort":
        answer(t.state.tasks[-1], {question.name: t.event.text.strip()})
        return run(t)
    picks = _numbers(t.event.text) if question.choices else ()
    if not picks and (picked := _picked_by_name(t, question)) is not None:
        picks = (picked,)
    return advance(t, Meaning("pick", pick=picks[0], picks=picks)) if picks else None


def _numbers(text: str) -> tuple[int, ...]:
    """ "2", "#2", "1 and 3"."""
    found = A_NUMBER.fullmatch(text)
    return tuple(int(number) - 1 for number in re.findall(r"\d+", text)) if found else ()


def _command(t: Turn) -> Say | None:
    """Words for a client, or a short form."""
    heard = handover.staff_words(t)
    if heard is not None:
        return heard
    known = desk(t)
    if forms := several(t.event.text, known, lambda command: _answers(t, command)):
        return _begin(t, *forms[0], others=forms[1:])
    command = read(t.event.text, known)
    answers = _answers(t, command) if command is not None else None
    return _begin(t, command.script, answers) if command is not None and answers is not None else None


def _wish(t: Turn, meaning: Meaning) -> Say | None:
    """A time in answer to "when?", or instead of those offered."""
    question = t.state.question
    if question is None or question.kind not in WHEN or meaning.intent in PLAIN:
        return None
    wish = times.read(t, t.event.text).windows
    if not wish:
        return None
    task = t.state.tasks[-1]
    forget(task, "slot", "anchored", "spans", "other_when")
    if task.script in {"time_off", "open_up"}:
        spans = (times.off if task.script == "time_off" else times.hours)(t, t.event.text)
        answer(task, {"spans": pack(spans or wish)})
    else:
        answer(task, {"when": pack(wish)})
    return run(t)


def _other(t: Turn, meaning: Meaning) -> Say | None:
    """No short form: what understanding made of it; or words for the client who waits for an answer."""
    for_us = meaning.intent in CERTAIN and not handover.is_addressed(t.event.text)
    if t.state.question is None and not for_us and (said := handover.perhaps_an_answer(t)):
        return said
    script = INTENTS.get((True, meaning.intent))
    if script is None or (t.state.question is not None and meaning.intent in PLAIN):
        return None
    if script == "staff_undo" and _only_asked(t):
        t.state.tasks, t.state.question = [], None
        return Say(t.words.left_alone())
    if script == "outcome" and is_mixed(t.event.text):
        script = INTENTS[True, "unknown"]
    return _begin(t, script, {**answers_of(t, meaning), **_named(t)})


def _only_asked(t: Turn) -> bool:
    """Is what they said last a question of ours still? Then that is what is taken back, and nothing was done."""
    question = t.state.question
    return (
        question is not None
        and question.is_fresh(t.now)
        and not undo.acted_since(t.store, id_of(t.person), question.at)
    )


def _named(t: Turn) -> dict[str, Any]:
    """The one client whom the words name, by our own reading of names."""
    text = plain(t.event.text)
    found = mentions(text, desk(t).clients)
    if len(found) != 1:
        return {}
    said = text[found[0].start : found[0].end]
    return {"clients": list(found[0].ids), "said": said, "refs": [{"who": list(found[0].ids), "said": said}]}


def _picked_by_name(t: Turn, question: Question) -> int | None:
    """ "tom becker", in answer to "which one?"."""
    if question.kind not in NAMED or not question.is_fresh(t.now):
        return None
    labels = [Known.of(n, choice.label) for n, choice in enumerate(question.choices)]
    text = plain(t.event.text).strip(" .!?")
    found = mentions(text, labels)
    if (
        len(found) != 1
        or len(found[0].ids) != 1
        or without(text, found).strip(" .!?") not in {"", "the one", "le", "la"}
    ):
        return None
    return found[0].ids[0]


def _begin(t: Turn, script: str, answers: dict[str, Any], others: Sequence[tuple[str, dict[str, Any]]] = ()) -> Say:
    """What is asked now goes before what was asked earlier: that is let go of, as it can be said again in two words.

    `others` were asked in the same message, and are done after it.
    """
    t.state.tasks, t.state.misses = [], 0
    start(t.state, script, answers)
    for other in reversed(others):
        queue(t.state, *other)
    return run(t)


# Times of a short form


def _answers(t: Turn, command: Command) -> dict[str, Any] | None:
    """The short form's answers with its times read, or None when what should be a time is none."""
    reader = {
        "staff_book": _for_booking,
        "staff_offer": _for_booking,
        "staff_move": _for_moving,
        "staff_cancel": _for_cancelling,
        "time_off": _for_time_off,
        "open_up": _for_opening,
        "day": _for_day,
        "staff_freeze": _until,
        "staff_pause": _until,
        "staff_extend": _until,
    }.get(command.script)
    times_read = reader(t, command) if reader else {}
    return None if times_read is None else {**command.answers, **times_read}


def _for_booking(t: Turn, command: Command) -> dict[str, Any] | None:
    meaning = times.read(t, command.times)
    known = catalogue(t)
    found: dict[str, Any] = {
        "when": pack(meaning.windows) if meaning.windows else None,
        "other_when": pack(meaning.other_windows) if meaning.other_windows else None,
        "service": known.service_ids.get(meaning.service or ""),
        "repeat": [7, 1, None] if meaning.repeat else None,
    }
    if not meaning.windows and command.times and t.meaning and t.meaning.intent != "book":
        return None  # "put maya on the progress plan" books nothing
    return {name: value for name, value in found.items() if value is not None}


def _for_moving(t: Turn, command: Command) -> dict[str, Any] | None:
    if (minutes := times.shift(command.times)) is not None:
        return {"shift": minutes}
    old, new = times.old_and_new(command.times)
    which, wish = times.of_sessions(t, old), times.read(t, new).windows if new else None
    found: dict[str, Any] = {"which": pack(which)} if which else {}
    if wish:
        found |= {"when": pack(wish), "by_weekday": times.names_a_weekday(new)}
    return found


def _for_cancelling(t: Turn, command: Command) -> dict[str, Any] | None:
    which = times.of_sessions(t, command.times)
    return {"which": pack(which)} if which else {}


def _for_time_off(t: Turn, command: Command) -> dict[str, Any] | None:
    """ "sick" alone is today; other words without a time are no time off."""
    spans = times.off(t, command.times) if command.times else times.today(t)
    return {"spans": pack(spans)} if spans else None


def _for_opening(t: Turn, command: Command) -> dict[str, Any] | None:
    spans = times.hours(t, command.times)
    return {"spans": pack(spans)} if spans else None


def _until(t: Turn, command: Command) -> dict[str, Any] | None:
    """ "30 days", "until 10 july", "to 1 sept"."""
    until = times.until(t, command.times)
    return until if until or not command.times else None


def _for_day(t: Turn, command: Command) -> dict[str, Any] | None:
    if not command.times:
        return {}
    wish = times.read(t, command.times).windows
    if wish:
        return {"when": pack(wish)}
    return None if command.answers.get("maybe") else {}


# Taps


def _tapped(t: Turn) -> Say | None:
    """A tap on a button of the day, of the evening's question or of a handed thread, whatever was said since."""
    asked, _, n = (t.event.pressed or "").rpartition(":")
    if t.state.question is not None and asked == t.state.question.id:
        return None
    choice = _shown(t, asked, int(n)) if n.isdigit() else None
    if choice is None:
        return None
    what, *ids = choice.value
    if what in handover.BUTTONS:
        return handover.tapped(t, what, ids[0])
    if what == "late":
        return _begin(t, "late", {"refs": _refs(t, ids)})
    mark = {"what": what, "refs": _refs(t, ids), "all": False, "but": [], "minutes": None}
    return _begin(t, "outcome", {"marks": [mark]})


def _refs(_: Turn, ids: list[int]) -> list[dict[str, Any]]:
    return [{"booking": booking} for booking in ids]


def _shown(t: Turn, question: str, n: int) -> Choice | None:
    """The choice that a button of a lasting message stands for: our outbox remembers what we showed."""
    for row in t.store.said_lately(id_of(t.person), t.now - ON_SCREEN):
        body = post.content(row)
        shown = body.get("said", body)
        if isinstance(shown, dict) and shown.get("question") == question:
            say = Say.from_dict(shown)
            return say.choices[n] if say.lasting and n < len(say.choices) else None
    return None

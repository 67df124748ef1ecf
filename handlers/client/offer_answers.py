"""What a message says to the place that was just offered: yes, no, no more of it, or another time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.windows import Windows, pack, unpack
from handlers.answering import YESES, is_no_choice, news, picks
from handlers.dialogue import NO, YES
from handlers.situation import answers_of
from handlers.state import queue, start
from handlers.understanding.waiting import (
    agrees_to_time,
    asks_about_place,
    asks_of_it,
    asks_what,
    denies_time,
    just_takes,
    names_list,
    not_now,
    says_free,
    says_leave,
    wants_it,
)

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from handlers.state import Question, Task
    from handlers.understanding.meaning import Meaning

NOES = frozenset({"negate", "decline_offer", "abort"})
TIMES = frozenset({"book", "inform", "more_options", "move"})  # what a time may be said with
ELSEWHERE = frozenset({"when", "practitioner", "not_practitioner", "service"})  # who says so wants another place
LETTERS = {"c": YES, "x": NO}  # as below a reminder
A_WORD = 2  # words or fewer
ANY_TIME = timedelta(days=7)  # a wish that reaches further names no time


def to_offer(t: Turn, meaning: Meaning) -> bool:
    """Do what it says; what is none of it is for the engine, and the question comes back."""
    question, task, text = t.state.question, t.state.tasks[-1], t.event.text
    assert question is not None  # noqa: S101  the caller looked
    if (other := _about_the_list(meaning, text)) is not None:
        if other == "leave_waitlist":
            t.state.tasks.pop()
        start(t.state, other, answers_of(t, meaning) if other == "change_waitlist" else {})
        return True
    if not meaning.windows and (about := asks_of_it(text)) is not None and not asks_about_place(text):
        start(t.state, "of_the_offer", {"about": about, "offer": task.answers["offer"]} | _whom(t, meaning))
        return True
    if question.asks_yes and is_no_choice(text):
        return False
    answer, wish = _answer(t, question, meaning), _elsewhere(t, question, meaning)
    if answer is None and (asks_about_place(text) or _is_undecided(meaning) or _is_that(t, task, wish)):
        return True  # the question says so, and until when
    if wish is not None and answer != NO:
        _look(t, task.answers["offer"], wish)
        return True
    if wish is not None and "when" in wish and _names_a_time(wish):
        _look(t, task.answers["offer"], wish, below=True)
    if answer is not None:
        task.decided[question.facts] = answer
        t.state.question = None
    return answer is not None


def _whom(t: Turn, meaning: Meaning) -> dict[str, Any]:
    known = answers_of(t, meaning)
    return {"practitioner": known["practitioner"]} if "practitioner" in known else {}


def _about_the_list(meaning: Meaning, text: str) -> str | None:
    """The script that is about the list itself, if it is."""
    if meaning.intent == "leave_waitlist" or says_leave(text, offered=True):
        return "leave_waitlist"
    if asks_what(text):
        return "waitlist"
    return "change_waitlist" if names_list(text) and meaning.windows else None


def _answer(t: Turn, question: Question, meaning: Meaning) -> str | None:
    """yes or no, if it is one of them."""
    text, chosen = t.event.text, picks(t, question, meaning)
    if chosen:
        return str(question.choices[chosen[0]].value) if 0 <= chosen[0] < len(question.choices) else None
    if (letter := text.strip(" .!").lower()) in LETTERS:
        return LETTERS[letter]
    lets_go = meaning.intent == "cancel" and not meaning.which and len(text.split()) <= A_WORD
    if meaning.intent in NOES or lets_go or not_now(text):
        return NO
    if just_takes(text):
        return YES
    if not meaning.windows and (free := says_free(text)) is not None:
        return YES if free else NO
    if meaning.intent == "book" and "?" not in text and wants_it(text) and not news(t, question, meaning):
        return YES
    if meaning.windows and question.about is not None:
        if question.about in meaning.windows and agrees_to_time(text):
            return YES
        if question.about not in meaning.windows and denies_time(text):
            return NO
    return YES if meaning.intent in YESES else None


def _elsewhere(t: Turn, question: Question, meaning: Meaning) -> dict[str, Any] | None:
    """The other time, person or service that is wished for, if one is."""
    new = news(t, question, meaning)
    if t.event.text.strip(" .!").lower() == "r":
        return {}
    if not ELSEWHERE & new.keys() or meaning.intent not in TIMES | YESES | NOES or picks(t, question, meaning):
        return None
    same = question.about is not None and meaning.windows is not None and question.about in meaning.windows
    return None if same and agrees_to_time(t.event.text) else new


def _is_undecided(meaning: Meaning) -> bool:
    """ "let me think": surely read, and it names nothing."""
    return meaning.intent == "inform" and meaning.confidence >= 1 and not meaning.windows


def _is_that(t: Turn, task: Task, wish: dict[str, Any] | None) -> bool:
    """ "is it with ana", "thursday at 3?": what is offered, named once more."""
    if not wish or not wish.keys() <= {"when", "practitioner"}:
        return False
    found = t.store.offer(task.answers["offer"])
    same = "when" not in wish or unpack(wish["when"]).exact == found.starts_at
    return same and wish.get("practitioner", found.practitioner_id) == found.practitioner_id


def _names_a_time(wish: dict[str, Any]) -> bool:
    """ "no, friday" and not "not thursday", which is any other day."""
    when = unpack(wish["when"])
    return bool(when) and when.end - when.start <= ANY_TIME


def _look(t: Turn, offer: int, wish: dict[str, Any], *, below: bool = False) -> None:
    """For the same client, and first near the same time; what was offered is kept meanwhile, but for a no."""
    found = t.store.offer(offer)
    known = {"when": pack(Windows.at(found.starts_at)), "client": found.client_id} | wish
    if found.swap_booking_id is not None:
        script, known = "move", known | {"bookings": [found.swap_booking_id]}
    else:
        script, known = "book", {"service": found.service_id} | known
    if below:
        queue(t.state, script, known)
    else:
        start(t.state, script, known)

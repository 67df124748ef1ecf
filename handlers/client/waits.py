"""What a message says to the waitlist: an answer to an offered place, joining, leaving, asking, another wish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import waitlist
from handlers.answering import UNKNOWN, YESES, picks
from handlers.client.answered import AFTER_ALL, names_pace
from handlers.client.choosing import WAIT
from handlers.client.common import mine
from handlers.client.offer_answers import NOES, TIMES, to_offer
from handlers.client.offered import ASKED, DECLINED, OVER, mark, over_last
from handlers.client.waitlist import WAITING
from handlers.dialogue import NO, YES
from handlers.situation import answers_of
from handlers.state import WARM, Question, Task, digest, start
from handlers.understanding.meaning import Meaning
from handlers.understanding.waiting import (
    asks_how,
    asks_what,
    asks_why,
    changes_mind,
    names_list,
    names_waitlist,
    says_leave,
    says_sooner,
    says_wait,
    wants_it,
    wants_word,
)
from storage import post
from storage.asking import id_of
from storage.models import UNANSWERED, Outbox

if TYPE_CHECKING:
    from handlers.dialogue import Turn


SEEKING = frozenset({"book", "move"})
LOOKED_FOR = frozenset({"when", "other_when", "practitioner", "service", "client", "bookings"})


def reply(t: Turn, meaning: Meaning) -> bool:
    """Start what the message says to the waitlist, if it says anything to it."""
    if t.person.practitioner_id is not None:
        return False
    if names_pace(t.event.text):
        return False  # no answer to an offer, though it says no
    leaves = _leaves(t, meaning)
    if not leaves and (wish := _waits_for_it(t, meaning)) is not None:
        return _join(t, {"when": wish, "seen": True})
    if t.state.question and t.state.tasks and t.state.tasks[-1].script == "offered":
        return to_offer(t, meaning)
    if leaves:
        t.state.tasks = []
        return _begin(t, "leave_waitlist", answers_of(t, meaning))
    if asks_what(t.event.text):
        return _begin(t, "waitlist", {})
    if asks_how(t.event.text) and not meaning.windows:
        return _begin(t, "how_waiting_works", {})
    in_words = says_wait(t.event.text) or (meaning.intent in UNKNOWN and wants_word(t.event.text))
    if in_words and _is_looking(t):
        return _join(t, {})
    vague = meaning.intent in UNKNOWN | {"more_options", "book"} and not meaning.windows
    if vague and not t.state.question and says_sooner(t.event.text) and mine(t):
        return _join(t, {})
    if meaning.intent == "join_waitlist":
        new = answers_of(t, meaning)
        changes = changes_mind(t.event.text) and _waits(t)
        return _begin(t, "change_waitlist", new) if changes else _join(t, new)
    if _asks_why_over(t):
        return _begin(t, "why_over", {})
    return _yes_after_all(t, meaning) or _another_wish(t, meaning)


def _begin(t: Turn, script: str, known: dict[str, Any]) -> bool:
    start(t.state, script, known)
    return True


def _waits(t: Turn) -> bool:
    """Do they wait for anything, or have they been offered a place?"""
    clients = [id_of(client) for client in t.clients]
    waits = bool(clients) and bool(waitlist.entries(t.store, clients, t.now))
    return waits or waitlist.live_offer(t.store, id_of(t.person), t.now) is not None


# Joining


def _waits_for_it(t: Turn, meaning: Meaning) -> Any | None:
    """The wish of the choice to wait, below a list of other times, if that is what they take."""
    question = t.state.question
    if question is None or not any(_is_wait(choice.value) for choice in question.choices):
        return None
    chosen = picks(t, question, meaning)
    n = next(n for n, choice in enumerate(question.choices) if _is_wait(choice.value))
    in_words = meaning.intent in UNKNOWN and wants_word(t.event.text) and not asks_what(t.event.text)
    if not chosen and not meaning.windows and (in_words or (meaning.intent in YESES and len(question.choices) == 1)):
        chosen = [n]
    values = [question.choices[n].value for n in chosen[:1] if 0 <= n < len(question.choices)]
    return values[0][WAIT] if values and _is_wait(values[0]) and question.is_fresh(t.now) else None


def _is_wait(value: Any) -> bool:
    return isinstance(value, dict) and WAIT in value


def _join(t: Turn, new: dict[str, Any]) -> bool:
    """With what they were looking for, if they were: nothing of it suits, and that question is over."""
    question = t.state.question
    if question is not None and _is_looking(t):
        task = t.state.tasks[-1]
        shown = [choice.at.isoformat() for choice in question.choices if choice.at]
        looked_for = {name: value for name, value in task.answers.items() if name in LOOKED_FOR}
        if "when" in new:
            looked_for.pop("other_when", None)
        not_these = [*task.answers.get("turned_down", []), *shown]
        new = {"seen": "when" not in new, "not_these": not_these} | looked_for | new
        t.state.tasks.pop()
    return _begin(t, "join_waitlist", new)


def _leaves(t: Turn, meaning: Meaning) -> bool:
    """ "take me off the list" is about the waitlist for who is on it, and about all our texts for others."""
    if meaning.intent == "leave_waitlist":
        return True
    lately = t.state.recall(WAITING, t.now) is not None
    if meaning.intent == "opt_out":
        return names_waitlist(t.event.text) or (names_list(t.event.text) and (lately or _waits(t)))
    said = says_leave(t.event.text, offered=lately)
    looks = lately and _is_looking(t)
    return said and (not t.state.question or looks or names_list(t.event.text)) and _waits(t)


def _is_looking(t: Turn) -> bool:
    """Are they asked about a time that they may want, or which?"""
    return t.state.question is not None and bool(t.state.tasks) and t.state.tasks[-1].script in SEEKING


def _another_wish(t: Turn, meaning: Meaning) -> bool:
    """ "make that friday instead", said just after they joined."""
    entry = t.state.recall(WAITING, t.now, WARM)
    if entry is None or t.state.question or meaning.intent not in TIMES or not meaning.windows:
        return False
    if not changes_mind(t.event.text) or not _waits(t):
        return False
    return _begin(t, "change_waitlist", answers_of(t, meaning) | {"entry": entry})


# Answers to an offer that is not the last thing said


def _asks_why_over(t: Turn) -> bool:
    """ "how come?" of who has read that a place is no longer held: because they did not answer."""
    looks = not t.state.question or (_is_looking(t) and t.state.recall(OVER, t.now, WARM) is not None)
    return looks and asks_why(t.event.text) and over_last(t) is not None


def _yes_after_all(t: Turn, meaning: Meaning) -> bool:
    """A yes or a no to an offer that is not the last thing said, or is over."""
    asked = t.state.recall(ASKED, t.now)
    if asked is None and AFTER_ALL.search(t.event.text):
        asked = t.state.recall(DECLINED, t.now)
    if asked is None or t.state.question or t.state.tasks or meaning.intent not in YESES | NOES:
        return False
    stands = waitlist.live_offer(t.store, id_of(t.person), t.now)
    if (stands is None or stands.id != asked) and (meaning.intent in NOES or not wants_it(t.event.text)):
        return False
    decided = {digest(mark(t.store.offer(asked))): YES if meaning.intent in YESES else NO}
    for name in (ASKED, DECLINED):
        t.state.spoken_of.pop(name, None)
    t.state.tasks.append(Task("offered", {"offer": asked}, decided=decided))
    return True


def tapped(t: Turn, asked: str, n: int) -> Meaning | None:
    """A tap on the button of an offer, however long ago: it is about just that one."""
    row = t.store.session.get(Outbox, int(asked[1:])) if asked[:1] == "r" and asked[1:].isdigit() else None
    if row is None or row.person_id != t.person.id or row.kind != waitlist.OFFER:
        return None
    offer = post.content(row)["offer"]
    found, choices = t.store.offer(offer), t.words.yes_or_no()
    if t.state.recall(ASKED, t.now) != offer and found.state not in UNANSWERED:
        return None  # it was answered before
    t.state.tasks = [task for task in t.state.tasks if task.script != "offered"]
    t.state.tasks.append(Task("offered", {"offer": offer}))
    t.state.question = Question(asked, "", "confirm", choices, t.now, digest(mark(found)), about=found.starts_at)
    return Meaning("pick", pick=n, picks=(n,))

"""By SMS a sender can be forged: what moves money or credits takes the writer's PIN there, once for some minutes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core import pins
from core.pins import LOCKED, Said
from handlers.dialogue import run, script
from handlers.notices import prepared
from handlers.practitioner.common import Unclear, or_says_why
from handlers.say import Say
from storage import post
from storage.asking import id_of
from storage.models import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.dialogue import Turn
    from handlers.state import Question
    from handlers.words import Words
    from storage.models import Outbox
    from storage.store import Store

KIND = "pin"
MONEY = frozenset(  # scripts that take it after their yes: some type it at once
    "staff_adjust staff_end staff_freeze staff_handed_back staff_paid staff_pause staff_refund staff_thaw".split()  # noqa: SIM905
)
DIGITS = re.compile(r"\s*(?:pin\s*:?\s*)?(\d{4,8})\s*[.!]?\s*", re.IGNORECASE)


def needs_pin(t: Turn) -> None:
    """Stop at the question for it, where it is needed. Raises Unclear when there is none, or it is locked."""
    if t.contact.channel is not Channel.SMS:
        return
    known = t.store.pin(id_of(t.person))
    if known is None or not known.digest:
        raise Unclear(t.words.no_pin_yet())
    if pins.is_locked(known, t.now) and known.locked_until is not None:
        raise Unclear(t.words.pin_is_locked(known.locked_until))
    if not pins.is_good(known, id_of(t.contact), t.now):
        t.need("pin", t.words.say_your_pin(), kind=KIND)


def is_said(t: Turn, question: Question) -> bool:
    """Is it the PIN, asked for or typed too early: at a price tag, before the yes to it?"""
    early = question.asks_yes and t.state.tasks[-1].script in MONEY
    return (early or question.kind == KIND) and DIGITS.fullmatch(t.event.text) is not None


def heard(t: Turn) -> Say:
    """The answer to that question; a price tag is asked again, as a PIN is no yes. It is not kept anywhere."""
    match, known = DIGITS.fullmatch(t.event.text), t.store.pin(id_of(t.person))
    post.hush(t.store.session, t.act.id)
    if match is None or known is None:
        return run(t)
    said = pins.say(t.store, known, id_of(t.contact), match[1], t.act)
    if said is Said.WRONG:
        return Say(t.words.wrong_pin(pins.TRIES - known.failed))
    if said is Said.LOCKED and known.locked_until is not None:
        t.state.tasks, t.state.question = [], None
        return Say(t.words.pin_is_locked(known.locked_until))
    return run(t)


@script("choose_pin", staff=True)
@or_says_why
def choose_pin(t: Turn) -> Say:
    """ "pin 4821", where the sender is certain, or where the old one was just said."""
    post.hush(t.store.session, t.act.id)
    if t.contact.channel is Channel.SMS:
        known = t.store.pin(id_of(t.person))
        if known is None or not pins.is_good(known, id_of(t.contact), t.now):
            raise Unclear(t.words.choose_pin_elsewhere())
    pins.choose(t.store, id_of(t.person), t.get("pin"), t.act)
    t.task.answers.clear()
    return Say(t.words.pin_chosen())


@prepared(LOCKED)
def locked(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    """To the owner: somebody guessed, or forgot."""
    return Say(words.pin_was_locked(store.person(post.content(row)["person"]).name or "?"))

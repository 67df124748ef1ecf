"""Small talk, repair, language, opting out and in, and getting a person."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from core import bookings
from handlers import notices
from handlers.client.common import left_for
from handlers.client.waitlist import ask_again
from handlers.consent import opt_in, opt_out
from handlers.dialogue import INTENTS, script
from handlers.say import NOTHING, Choice, Say
from handlers.state import start
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.bookings import Visit
    from handlers.dialogue import Turn


_ARE_YOU = (
    r"are (you|u)|r u|is this|am i (talking|texting|speaking)|es[- ]tu|t'es|[êe]tes[- ]vous|vous [êe]tes|"
    r"c'est( tu)?|est[- ]ce|je parle|parle[- ]je"
)
_WHAT = r"bot|robot|real|person|human|machine|computer|automated|personne|humaine?|vraie?"
ABOUT_US = re.compile(
    rf"\b({_ARE_YOU})\b.*\b({_WHAT})\b"
    r"|^(who am i (talking|texting|speaking)|[àa] qui (je parle|parle[- ]je|ai[- ]je affaire))",
    re.IGNORECASE,
)
WHO_IS_THIS = re.compile(
    r"^\W*(?:sorry,? )?(?:who(?:'?s| is|s) (?:this|that|it)|who are you|"
    r"qui (?:est[- ]ce|[êe]tes[- ]vous|parle|m'[ée]crit)|c'?est qui(?: [çc]a)?|vous [êe]tes qui|t'?es qui)\W*$",
    re.IGNORECASE,
)


@script("help", telling=True)
def show_help(t: Turn) -> Say:
    """What can be said, and how to reach a person; or who writes here."""
    if WHO_IS_THIS.search(t.event.text):
        return Say(t.words.this_is(t.practice.name))
    return Say(t.words.help(t.practice.name, t.rules.phone))


@script("greeting", telling=True)
def greeting(t: Turn) -> Say:
    """Hello back, unless the welcome has said so; what can be said here only to those in the middle of nothing."""
    hello = t.words.hello(t.words.given(t.person.name)) if t.contact.heard_at else ""
    return Say(hello) if len(t.state.tasks) > 1 else Say(f"{hello} {t.words.what_can_i_do()}".strip())


@script("thanks")
def thanks(t: Turn) -> Say:
    return Say(t.words.thanks())


@script("goodbye")
def goodbye(t: Turn) -> Say:
    return Say(t.words.goodbye())


@script("clarify")
def clarify(t: Turn) -> Say:
    """Two readings were about as likely: ask which was meant, then do that with all that was said."""
    intents = [t.get("first"), t.get("second")]
    names = [t.words.intent_names(intent) or intent for intent in intents]
    offer = [Choice(name, intent) for name, intent in zip(names, intents, strict=True)]
    meant = t.need("meant", t.words.which_did_you_mean(*names), offer=offer, kind="choice")
    start(t.state, INTENTS[False, meant], t.get("known"))
    return NOTHING


@script("language")
def language(t: Turn) -> Say:
    """Answer in the language asked for, from now on."""
    asked = t.meaning.language if t.meaning and t.meaning.language else ("en" if t.words.lang == "fr" else "fr")
    t.speak(asked)
    return Say(t.words.language_set())


@script("opt_out")
def opting_out(t: Turn) -> Say:
    """No more messages: the one confirmation, and the practice is told when sessions stand."""
    t.state.tasks.clear()
    opt_out(t.store, t.act, t.contact, t.event.text)
    t.opted_out = True
    notices.tell_of_opt_out(t)
    return Say(t.words.opted_out(t.practice.name))


@script("opt_in")
def opting_in(t: Turn) -> Say:
    """Messages again. The first word of a stranger, as Telegram's "/start" is, brings nothing back."""
    if t.contact.heard_at is None:
        return Say(t.words.what_can_i_do())
    opt_in(t.store, t.act, t.contact, t.event.text)
    return Say(t.words.opted_in(t.practice.name))


@script("human")
def human(t: Turn) -> Say:
    """Hand the thread to a person of the practice; the assistant stays out of it until it is given back.

    Who only asks whether we are one is told that we are not, and asked.
    """
    text = t.get("text") or t.event.text
    t.settle("text", text)
    if ABOUT_US.search(text) and not t.agrees(t.words.i_am_automatic(_person_here(t)), text):
        return NOTHING if len(t.state.tasks) > 1 else Say(t.words.what_can_i_do())
    taker = t.store.owner()
    if taker is None or taker.id is None or t.store.best_contact(taker.id) is None:
        return Say(t.words.nobody_to_hand_to(t.rules.phone))
    hours = t.rules.policies.handover_hours
    t.conversation.handed_to = taker.id
    t.conversation.handed_until = t.now + timedelta(hours=hours)
    t.state.tasks[:-1] = []
    who = t.person.name or t.contact.address
    notices.owe(t.store, t.act, "handed_thread", taker.id, who=who, text=text, client=t.person.id)
    return Say(t.words.handed_over(t.words.given(taker.name), hours))


def _person_here(t: Turn) -> str:
    owner = t.store.owner()
    return t.words.given(owner.name) if owner else t.practice.name


@script("upset")
def upset(t: Turn) -> Say:
    """They are cross: a person, if they want one; otherwise what was going on goes on."""
    if t.agrees(t.words.shall_a_person(_person_here(t)), t.get("text")):
        start(t.state, "human", {"text": t.get("text")})
        return NOTHING
    return NOTHING if len(t.state.tasks) > 1 else Say(t.words.what_can_i_do())


@script("undo")
def undo(t: Turn) -> Say:
    """Undo what this person did last, within the practice's minutes."""
    done, family = bookings.undo(t.store, id_of(t.person), t.act), len(t.clients) > 1
    whats: dict[str, list[Visit]] = {}
    for one in done:
        if (visit := t.store.visit(id_of(one.booking))) is not None:
            whats.setdefault(one.what, []).insert(0, visit)
    said = [_undone(t, what)(t.words.visits(visits, family=family)) for what, visits in whats.items()]
    paid = [
        v
        for what, visits in whats.items()
        for v in visits
        if t.clients and what != "moved" and v.booking.package_id is not None
    ]
    if not said:
        start(t.state, "waitlist")
        return Say(t.words.list_undone())
    says_left = paid and not ask_again(t)  # what is left is in the question
    return Say(t.words.undone(said, t.words.left(left_for(t, paid[0].client, paid[0].service)) if says_left else ""))


def _undone(t: Turn, what: str) -> Callable[[str], str]:
    known = {"booked": t.words.undone_booking, "cancelled": t.words.undone_cancel, "moved": t.words.undone_move}
    return known.get(what, t.words.undone_outcome)


@script("passed_on", "my_data", "erase_me")
def passed_on(t: Turn) -> Say:
    """What Repbook does not do in the thread yet goes to a person, in the client's own words."""
    owner = t.store.owner()
    if owner is not None and owner.id is not None:
        notices.owe(t.store, t.act, "client_asks", owner.id, who=t.person.name or t.contact.address, text=t.event.text)
    return Say(t.words.not_yet())

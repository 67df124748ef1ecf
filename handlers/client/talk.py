"""Small talk, repair, language, opting out and in, and getting a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import bookings
from handlers import notices
from handlers.client.common import mine
from handlers.consent import opt_in, opt_out
from handlers.dialogue import INTENTS, script
from handlers.say import Choice, Say
from handlers.state import start
from storage.asking import id_of

if TYPE_CHECKING:
    from handlers.dialogue import Turn


@script("help")
def show_help(t: Turn) -> Say:
    """What can be said, and how to reach a person."""
    return Say(t.words.help(t.practice.name, t.rules.phone))


@script("greeting")
def greeting(t: Turn) -> Say:
    return Say(t.words.greeting(t.words.given(t.person.name)))


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
    return Say("")


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
    opt_in(t.store, t.act, t.contact, t.event.text)
    return Say(t.words.opted_in(t.practice.name))


@script("human")
def human(t: Turn) -> Say:
    """Hand the thread to a person of the practice; the assistant stays out of it until it is given back."""
    taker = t.store.owner()
    if taker is None or taker.id is None or t.store.best_contact(taker.id) is None:
        return Say(t.words.nobody_to_hand_to(t.rules.phone))
    t.conversation.handed_to = taker.id
    t.conversation.handed_until = t.now + timedelta(hours=t.rules.policies.handover_hours)
    t.state.tasks[:-1] = []
    notices.owe(t.store, t.act, "handed_thread", taker.id, who=t.person.name or t.contact.address, text=t.event.text)
    return Say(t.words.handed_over(t.words.given(taker.name)))


@script("running_late")
def running_late(t: Turn) -> Say:
    """The practitioner of today's next session is told at once."""
    today = t.now.astimezone(t.words.zone).date()
    visits = [v for v in mine(t) if v.appointment.starts_at.astimezone(t.words.zone).date() == today]
    if not visits:
        return Say(t.words.late_for_nothing())
    visit = visits[0]
    for person_id in t.store.persons_of_practitioner(id_of(visit.practitioner)):
        notices.owe(
            t.store,
            t.act,
            "client_late",
            person_id,
            who=visit.client.name,
            at=visit.appointment.starts_at.isoformat(),
            minutes=t.get("minutes"),
        )
    return Say(t.words.late_noted(t.words.first(visit.practitioner), t.get("minutes")))


@script("undo")
def undo(t: Turn) -> Say:
    """Undo what this person did last, within the practice's minutes."""
    said = []
    for done in bookings.undo(t.store, id_of(t.person), t.act):
        visit = t.store.visit(id_of(done.booking))
        name = t.words.visit(visit, family=len(t.clients) > 1) if visit else ""
        said.append(
            {
                "booked": t.words.undone_booking,
                "cancelled": t.words.undone_cancel,
                "moved": t.words.undone_move,
            }.get(done.what, t.words.undone_outcome)(name)
        )
    return Say(t.words.undone(said))


@script("buy_plan", "buy_plan", "pay")
def buy_plan(t: Turn) -> Say:
    """Until plans are sold in the thread: what there is, and the practice is told who wants one."""
    plans = {p.id: p for p in t.store.plans()}
    chosen = plans.get(t.get("plan"))
    owner = t.store.owner()
    if owner is None or owner.id is None:
        return Say(t.words.plans(list(plans.values())))
    name = t.words.of(chosen.names) if chosen else ""
    notices.owe(t.store, t.act, "client_wants_plan", owner.id, who=t.person.name or t.contact.address, plan=name)
    wanted = t.words.plan_wanted(t.words.given(owner.name))
    return Say(wanted if chosen else f"{t.words.plans(list(plans.values()))}\n{wanted}")


@script("passed_on", "receipt", "join_waitlist", "leave_waitlist", "my_data", "erase_me")
def passed_on(t: Turn) -> Say:
    """What Repbook does not do in the thread yet goes to a person, in the client's own words."""
    owner = t.store.owner()
    if owner is not None and owner.id is not None:
        notices.owe(t.store, t.act, "client_asks", owner.id, who=t.person.name or t.contact.address, text=t.event.text)
    return Say(t.words.not_yet())

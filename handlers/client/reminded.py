"""After a reminder: they come, cannot come, want another time, run late, or want no reminders. And the way back to
somebody who was missed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import bookings, notices, policy, reminders
from core.errors import Refusal
from core.windows import Windows
from handlers import reminding
from handlers.client.choosing import Seek, slot_choices, to_slot
from handlers.client.common import left_for, mine, policies_of, visit_choices
from handlers.client.which import SHOWN, UNDER, which_booking
from handlers.dialogue import script
from handlers.say import NOTHING, Choice, Say
from handlers.state import start
from storage.asking import id_of
from storage.models import Status

if TYPE_CHECKING:
    from core.policy import CancelCost
    from core.slots import Slot
    from handlers.dialogue import Turn
    from storage.visits import Visit

SOON = timedelta(days=3)  # a yes without a reminder is about a session so near
OTHER_WISHES = ("when", "other_when", "practitioner", "not_practitioner", "more", "refused", "turned_down")


def ahead(t: Turn) -> list[Visit]:
    """What they have booked and has not begun."""
    return [v for v in mine(t) if v.booking.status is Status.BOOKED and v.appointment.starts_at > t.now]


@script("reminded")
def reminded(t: Turn) -> Say:
    """The question of a reminder: asked in full when it is sent, in short when it comes back after something else."""
    waiting = [v for v in ahead(t) if v.booking.id in t.get("bookings", []) and v.booking.confirmed_at is None]
    if not waiting:
        return NOTHING
    family, starts = len(t.clients) > 1, [v.appointment.starts_at for v in waiting]
    ask = f"{t.words.visits(waiting, family=family)}. {t.words.coming(again=False)}"
    facts = [(v.booking.id, at) for v, at in zip(waiting, starts, strict=True)]
    about = starts[0] if len(waiting) == 1 else None
    decided = t.decide(ask, facts, t.words.reminder_choices(len(waiting)), about=about, kind="reminder")
    ids = [id_of(v.booking) for v in waiting]
    start(t.state, ANSWERS[decided], {"bookings" if decided == "confirm" else "among": ids})
    return NOTHING


ANSWERS = {"confirm": "confirm", "move": "move_reminded", "cancel": "cannot_come"}


def _meant(t: Turn, ask: str) -> list[Visit]:
    """The sessions that an answer is about: those named, those it can be about if that is one, or those picked."""
    known = {id_of(v.booking): v for v in ahead(t)}
    if any(t.get(name) is not None for name in UNDER):
        return which_booking(t, list(known.values()))
    among = [visit for booking, visit in known.items() if booking in t.get("among", known)]
    if len(among) == 1 and "bookings" not in t.task.answers:
        return among
    offer = [*visit_choices(t, among[:SHOWN]), Choice(t.words.all_of_them(), [id_of(v.booking) for v in among])]
    valid = known.keys().__ge__
    ids = t.need("bookings", ask, offer=offer, kind="which_booking", valid=lambda b: valid(set(b)), gone=t.words.gone())
    return [visit for booking, visit in known.items() if booking in ids]


# They come


@script("confirm")
def confirm(t: Turn) -> Say:
    """They say that they come: to which, when several wait for an answer?"""
    if not {"among", "bookings"} & t.task.answers.keys() and not _named(t):
        t.task.answers["among"] = _to_confirm(t)
        if not t.get("among"):
            return _nothing_to_confirm(t)
    visits = _meant(t, t.words.which_to_confirm())
    if all(_is_sure(t, visit) for visit in visits):
        return Say(t.words.see_you_then(t.words.visits(visits, family=len(t.clients) > 1)))
    for visit in visits:
        bookings.confirm(t.store, visit.booking, t.act)
    t.state.remember("booking", visits[0].booking.id, t.now)
    return Say(t.words.confirmed(t.words.visits(visits, family=len(t.clients) > 1)))


def _is_sure(t: Turn, visit: Visit) -> bool:
    """Have they said so already, or booked it a minute ago?"""
    just_now = t.now - timedelta(minutes=t.rules.policies.undo_minutes)
    return visit.booking.confirmed_at is not None or visit.booking.made_at > just_now


def _named(t: Turn) -> bool:
    return any(t.get(name) is not None for name in UNDER) and bool(ahead(t))


def _to_confirm(t: Turn) -> list[int]:
    """What a yes is about: the reminders that wait for an answer, else the next session if it is soon."""
    visits = ahead(t)
    waiting = reminding.waiting(t.store, id_of(t.person), visits, t.now)
    soon = [v for v in visits if v.appointment.starts_at - t.now < SOON]
    return [id_of(v.booking) for v in waiting or soon[:1]]


def _nothing_to_confirm(t: Turn) -> Say:
    visits = ahead(t)
    if visits:
        return Say(t.words.my_bookings([t.words.visit(v, family=len(t.clients) > 1) for v in visits[:SHOWN]]))
    return Say(t.words.nothing_asked())


# They cannot come


@script("cannot_come")
def cannot_come(t: Turn) -> Say:
    """They cannot come: move it, cancel it or keep it, each with its price. Several at once are cancelled as one."""
    visits = _meant(t, t.words.which_not_coming()) if ahead(t) else []
    if len(visits) != 1:
        start(t.state, "cancel", {"bookings": [id_of(v.booking) for v in visits]} if visits else {})
        return NOTHING
    visit = visits[0]
    booking, what = visit.booking, t.words.visit(visit, family=len(t.clients) > 1)
    cost = bookings.cancel_quote(t.store, booking, t.now)
    decided = _decided(t, visit, what, cost)
    if decided == "move":
        start(t.state, "move_reminded", {"bookings": [id_of(booking)]})
        return NOTHING
    if decided != "cancel":
        bookings.confirm(t.store, booking, t.act)
        return Say(t.words.kept(what))
    left = _free(t, visit) + cost.back
    bookings.cancel(t.store, booking, t.act)
    t.state.remember("cancelled", booking.id, t.now)
    return Say(t.words.cancelled(what, cost, t.words.left(left) if booking.package_id is not None else ""))


def _decided(t: Turn, visit: Visit, what: str, cost: CancelCost) -> str:
    booking, starts = visit.booking, visit.appointment.starts_at
    policies = policies_of(booking)
    movable = policy.may_move(booking, starts, t.now, policies) is None
    price = t.words.cancel_price(cost, t.words.comes_back(cost.back) if booking.package_id is not None else "")
    ask = t.words.cannot_come(what, cost, policies.cancel_hours)
    choices = t.words.cannot_come_choices(price, may_move=movable)
    return t.decide(ask, (booking.id, starts, cost, movable), choices, about=starts)


def _free(t: Turn, visit: Visit) -> int:
    return left_for(t, visit.client, visit.service, visit.appointment.starts_at.astimezone(t.words.zone).date())


# Another time


@script("move_reminded", timed=True)
def move_reminded(t: Turn) -> Say:
    """Move it: three times that fit, and one tap is the yes, as the price is said with them."""
    if not ahead(t):
        return Say(t.words.no_bookings())
    visit = _meant(t, t.words.which_booking())[0]
    old, known = visit.appointment.starts_at, {"bookings": [id_of(visit.booking)]}
    refusal = policy.may_move(visit.booking, old, t.now, policies_of(visit.booking))
    if refusal is not None:
        raise refusal
    offers = [] if any(t.get(name) for name in OTHER_WISHES) else _offers(t, visit)
    if not offers:
        start(t.state, "move", known | {name: t.get(name) for name in OTHER_WISHES if t.get(name)})
        return NOTHING
    ask = t.words.move_to(t.words.visit(visit, family=len(t.clients) > 1))
    _, choices = slot_choices(t, offers)
    value = t.need("slot", ask, offer=choices, valid=_seek(t, visit).is_free, gone=t.words.just_gone())
    slot = to_slot(value)
    if not _costs_nothing(t, visit, slot):
        start(t.state, "move", known | {"slot": value})
        return NOTHING
    bookings.move(t.store, visit.booking, slot, t.act)
    t.state.remember("booking", visit.booking.id, t.now)
    return Say(t.words.moved(t.words.slot(slot.starts_at, t.store.practitioner(slot.practitioner_id)), old))


def _seek(t: Turn, visit: Visit) -> Seek:
    return Seek(t, visit.service, visit.client, visit.practitioner.id, visit.booking)


def _offers(t: Turn, visit: Visit) -> list[Slot]:
    """The nearest times to which it can be moved for nothing."""
    old = visit.appointment.starts_at
    return _seek(t, visit).around(Windows.at(old), fits=lambda s: s.starts_at != old and _costs_nothing(t, visit, s))


def _costs_nothing(t: Turn, visit: Visit, slot: Slot) -> bool:
    """Does the plan that paid reach that day, and nothing else of theirs stand there?"""
    try:
        quote = bookings.move_quote(t.store, visit.booking, slot, t.now)
    except Refusal:
        return False
    return quote.package_id == visit.booking.package_id


# On their way


@script("running_late")
def running_late(t: Turn) -> Say:
    """The practitioner of today's next session is told at once; who is on the way, comes."""
    today = t.now.astimezone(t.words.zone).date()
    visits = [v for v in mine(t) if v.appointment.starts_at.astimezone(t.words.zone).date() == today]
    if not visits:
        return Say(t.words.late_for_nothing())
    visit, minutes = visits[0], t.get("minutes")
    if visit.booking.status is Status.BOOKED:
        bookings.confirm(t.store, visit.booking, t.act)
    for person_id in t.store.persons_of_practitioner(id_of(visit.practitioner)):
        at, over = visit.appointment.starts_at.isoformat(), visit.appointment.ends_at
        notices.tell(
            t.store, t.act, "client_late", person_id, expires_at=over, who=visit.client.name, at=at, minutes=minutes
        )
    return Say(t.words.late_noted(t.words.first(visit.practitioner), minutes))


# They were missed


@script("come_back", timed=True)
def come_back(t: Turn) -> Say:
    """After a missed session: another time?"""
    visit = t.store.visit(t.get("booking"))
    if visit is None:
        return NOTHING
    wish = {name: t.get(name) for name in ("when", "other_when", "practitioner", "service") if t.get(name)}
    if not wish and not t.agrees(t.words.another_time(), ("missed", visit.booking.id)):
        return Say(t.words.whenever())
    known = {"client": visit.client.id, "service": visit.service.id, "practitioner": visit.practitioner.id}
    start(t.state, "book", known | wish)
    return NOTHING


# What they want to hear


@script("unwanted")
def unwanted(t: Turn) -> Say:
    """They want no reminders, or no word after a missed session."""
    kind = t.get("kind", reminders.REMINDER)
    reminders.want(t.store, t.person, kind, t.act, wanted=False)
    words = t.words.no_reminders(t.practice.name) if kind == reminders.REMINDER else t.words.no_more_of_these()
    return Say(words)


@script("wanted")
def wanted(t: Turn) -> Say:
    """They want to be reminded again, of whatever it was."""
    for kind in {*reminders.KINDS, *t.person.unwanted}:
        reminders.want(t.store, t.person, kind, t.act, wanted=True)
    return Say(t.words.reminders_again())

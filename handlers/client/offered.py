"""A place that came free, offered to who waits for it: the question, its answers, and what is said when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bookings, waitlist
from core.errors import Reason, Refusal
from core.slots import Slot
from core.windows import Windows, pack, unpack
from handlers import asking
from handlers.client.book import free_until
from handlers.client.choosing import Seek, to_value
from handlers.client.common import left_for
from handlers.client.waitlist import WAITING, what
from handlers.dialogue import NO, YES, script
from handlers.notices import prepared
from handlers.say import NOTHING, Dropped, Later, Say
from handlers.state import State, start
from storage import post
from storage.asking import id_of
from storage.models import EntryState, OfferState, Status

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Offer, Outbox
    from storage.store import Store

TO_PAY = frozenset({Reason.NO_CREDIT, Reason.TOO_MANY, Reason.FROZEN, Reason.ONE_DEPOSIT})  # not that it is gone
ASKED = "offer"  # the offer that they were asked about last
OVER = "over"  # the one that they wanted when it was over
DECLINED = "declined"  # the one that they said no to last


@prepared(waitlist.OFFER)
def offer(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:  # noqa: ARG001
    """Asked at once, if it still stands: an offer does not last."""
    found = store.offer(post.content(row)["offer"])
    if not waitlist.is_unanswered(found, now) or not _may_be_had(store, found, now):
        return Dropped("over")
    return asking.ask(store, row, now, "offered", {"offer": found.id}, urgent=True)


def _may_be_had(store: Store, found: Offer, now: datetime) -> bool:
    """What is not held may have become impossible for them since: they are elsewhere then, or their plan is used."""
    if found.booking_id is not None or found.swap_booking_id is not None:
        return True
    client, service = store.client(found.client_id), store.service(found.service_id)
    try:
        bookings.quote(store, client, service, slot_of(found), now)
    except Refusal:
        return False
    return True


@script("offered")
def offered(t: Turn) -> Say:
    """Do they want it? A yes books what is held, or moves the later session there; a no leaves them on the list."""
    found = t.store.offer(t.get("offer"))
    if not waitlist.is_unanswered(found, t.now):
        return _late(t, found) if YES in t.task.decided.values() else NOTHING
    t.state.remember(ASKED, found.id, t.now)
    decided = t.decide(_ask(t, found), mark(found), t.words.yes_or_no(), about=found.starts_at, numbered=False)
    t.state.spoken_of.pop(ASKED)
    if decided == NO:
        return _declined(t, found)
    return _taken(t, found)


def _declined(t: Turn, found: Offer) -> Say:
    """They wait on; but not for the only time that they waited for."""
    waitlist.decline(t.store, found, t.act)
    t.state.remember(DECLINED, found.id, t.now)
    entry = t.store.entry(found.entry_id) if found.entry_id else None
    if entry is not None and unpack(entry.wish).exact == found.starts_at:
        waitlist.leave(t.store, entry, t.act)
        return Say(t.words.declined_the_only())
    return Say(t.words.declined(_still_waits_for(t, found)))


def mark(found: Offer) -> tuple[str, int | None]:
    """What a yes agrees to: the place is held at its price, so that none of it can change."""
    return ASKED, found.id


def _taken(t: Turn, found: Offer) -> Say:
    was = t.store.visit(found.swap_booking_id) if found.swap_booking_id else None
    old = was.appointment.starts_at if was else None
    try:
        with t.store.all_or_nothing():
            booking = waitlist.accept(t.store, found, t.act)
    except Refusal as refusal:
        if refusal.reason in TO_PAY:
            raise
        return _late(t, found)
    t.state.remember("booking", booking.id, t.now)
    visit = t.store.visit(id_of(booking))
    assert visit is not None  # noqa: S101  it was just written
    named = t.words.visit(visit, family=len(t.clients) > 1)
    if old is not None:
        return Say(t.words.moved(named, old))
    if booking.status is Status.HELD:
        return Say(t.words.held_for_deposit(named, found.deposit, t.rules.policies.hold_minutes))
    on = visit.appointment.starts_at.astimezone(t.words.zone).date()
    left = t.words.left(left_for(t, visit.client, visit.service, on)) if booking.package_id else ""
    return Say(t.words.booked(named, left, free_until(t, visit.appointment.starts_at, booking.terms)))


def _still_waits_for(t: Turn, found: Offer) -> str:
    """What they go on waiting for, in words; nothing when that is over."""
    if found.entry_id is None:
        return ""
    entry = t.store.entry(found.entry_id)
    t.state.remember(WAITING, entry.id, t.now)
    return what(t, entry) if entry.state is EntryState.WAITING and t.now < entry.until else ""


# The question


def _ask(t: Turn, found: Offer) -> str:
    """As it is put at first, with the practice's name; or again, after something else."""
    first = not t.event.text and t.event.pressed is None
    until = t.words.deadline(found.until, t.now)
    alone = found.state is OfferState.LIVE
    if first:
        return t.words.offer(t.practice.name, _place(t, found), _cost(t, found), until, alone=alone)
    return t.words.offer_again(_place(t, found), _cost(t, found), until, alone=alone)


def _place(t: Turn, found: Offer) -> str:
    """Thu 5 Mar 3:00 PM with Ana for Léa, instead of your Tue 10 Mar 5:00 PM."""
    service, client = t.store.service(found.service_id), t.store.client(found.client_id)
    whose = t.words.given(client.name) if len(t.clients) > 1 else ""
    who = t.store.practitioner(found.practitioner_id)
    place = t.words.slot(found.starts_at, who, None if service.usual else service, whose)
    later = t.store.visit(found.swap_booking_id) if found.swap_booking_id else None
    return place + (t.words.instead_of_your(later.appointment.starts_at) if later else "")


def _cost(t: Turn, found: Offer) -> str:
    if found.swap_booking_id is not None:
        return t.words.moving_is_free()
    if found.booking_id is None:
        service = t.store.service(found.service_id)
        quote = bookings.quote(t.store, t.store.client(found.client_id), service, slot_of(found), t.now)
        return t.words.price_with_deposit(quote.price, quote.deposit) if quote.deposit else t.words.cost(quote)
    held = t.store.booking(found.booking_id)
    if found.deposit:
        return t.words.price_with_deposit(held.price, found.deposit)
    on = found.starts_at.astimezone(t.words.zone).date()
    left = left_for(t, t.store.client(found.client_id), t.store.service(found.service_id), on)
    return t.words.costs(held.credits, left, held.price)


@script("of_the_offer", telling=True)
def of_the_offer(t: Turn) -> Say:
    """What they ask of it before they answer; its question comes back."""
    found, about = t.store.offer(t.get("offer")), t.get("about")
    if about == "until":
        return Say(t.words.you_have_until(t.words.deadline(found.until, t.now)))
    if about == "length":
        return Say(t.words.lasts(t.store.service(found.service_id)))
    if about == "with":
        who, named = t.words.first(t.store.practitioner(found.practitioner_id)), t.get("practitioner")
        is_other = named not in {None, found.practitioner_id}
        return Say(t.words.no_it_is_with(who) if is_other else t.words.it_is_with(who))
    return Say(t.words.it_costs(_cost(t, found)))


def slot_of(found: Offer) -> Slot:
    return Slot(found.starts_at, found.practitioner_id, found.service_id)


# Too late


def _late(t: Turn, found: Offer) -> Say:
    """They say yes when it is over: what is still free is theirs for one more yes; else they wait on, or see others."""
    t.state.spoken_of.pop(ASKED, None)
    t.state.remember(OVER, found.id, t.now)
    later = t.store.visit(found.swap_booking_id) if found.swap_booking_id else None
    client, service = t.store.client(found.client_id), t.store.service(found.service_id)
    seek = Seek(t, service, client, found.practitioner_id, later.booking if later else None)
    free = seek.is_free(to_value(slot_of(found))) and seek.refusal(slot_of(found)) is None
    waits = bool(_still_waits_for(t, found))
    if free or not waits:
        known = {"when": pack(Windows.at(found.starts_at)), "practitioner": found.practitioner_id}
        if later is not None:
            start(t.state, "move", known | {"bookings": [later.booking.id]})
        else:
            start(t.state, "book", known | {"client": client.id, "service": service.id})
        return Say(t.words.still_there()) if free else NOTHING
    return Say(t.words.too_late(found.starts_at) + t.words.stays_on())


def over_last(t: Turn) -> Offer | None:
    """What they were offered last, if it is over because they did not answer in time."""
    offer = t.state.recall(ASKED, t.now) or t.state.recall(OVER, t.now)
    found = t.store.offer(offer) if offer else None
    return found if found is not None and found.state is OfferState.LAPSED else None


@script("why_over", telling=True)
def why_over(t: Turn) -> Say:
    """Why a place is no longer held."""
    found = over_last(t)
    return Say(t.words.why_over(found.starts_at, t.words.deadline(found.until, t.now))) if found else NOTHING


@prepared(waitlist.OVER)
def offer_over(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped:
    """To who did not answer; not when they have answered meanwhile, and so have heard."""
    found = store.offer(post.content(row)["offer"])
    if found.state is not OfferState.LAPSED or not _is_unanswered(store, row.person_id, found):
        return Dropped("answered")
    said = words.offer_over(store.practice().name, found.starts_at, words.deadline(found.until, now))
    return Say(said + _stays(store, words, found, now))


@prepared(waitlist.GONE)
def place_gone(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped:
    """To who was asked at the same time as others, and was not the first to answer."""
    found = store.offer(post.content(row)["offer"])
    if not _is_unanswered(store, row.person_id, found):
        return Dropped("answered")
    return Say(words.place_gone(store.practice().name, found.starts_at) + _stays(store, words, found, now))


def _is_unanswered(store: Store, person_id: int, found: Offer) -> bool:
    """Is this the last thing that they were asked of its kind, without an answer? The question is over then."""
    asking.let_go(store, person_id, lambda task: task.script == "offered" and task.answers["offer"] == found.id)
    asked = State.from_json(store.conversation(person_id).state).spoken_of.get(ASKED)
    return asked is not None and asked[0] == found.id


def _stays(store: Store, words: Words, found: Offer, now: datetime) -> str:
    entry = store.entry(found.entry_id) if found.entry_id else None
    waits = entry is not None and entry.state is EntryState.WAITING and now < entry.until
    return words.stays_on() if waits else ""

"""Her hand: booking a client. Notice, horizon and grid are for clients; the laws hold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core import bookings, diary, places
from core.errors import Reason, Refusal
from core.windows import Windows
from handlers.client.choosing import slot_choices, to_slot, to_value
from handlers.client.common import service_of
from handlers.dialogue import script
from handlers.practitioner import telling
from handlers.practitioner.common import Unclear, or_says_why, the_client, whose
from handlers.say import Say
from handlers.wishes import unpack
from storage.asking import id_of

if TYPE_CHECKING:
    from datetime import datetime

    from core.slots import Slot
    from handlers.dialogue import Turn
    from storage.models import Booking, Client, Practitioner, Service

OFFERS = 3
UNDER = ("when", "practitioner")
FOR_CLIENTS = frozenset({Reason.TOO_SOON, Reason.TOO_FAR, Reason.NOT_OFFERED, Reason.CHANGED, Reason.PAST})


@script("staff_book", "book", staff=True)
@or_says_why
def book(t: Turn) -> Say:
    """Book a client at an exact time at once, undoable; what is taken or open gets choices."""
    client, who = the_client(t), whose(t)
    if t.get("repeat") or (t.get("count") or 1) > 1:
        raise Unclear(t.words.one_at_a_time())
    service = service_of(t, client)
    who = giver(t, service, who)
    slot = free_slot(t, service, who, client)
    if not fits_the_hours(t, service, slot, client):
        return Say(t.words.left_alone())
    try:
        quote = bookings.quote(t.store, client, service, slot, t.now, by_practice=True)
    except Refusal as refusal:
        raise Unclear(why_not(t, client, refusal)) from None
    booking = bookings.take(t.store, client, quote, slot, t.act)
    visit = t.store.visit(id_of(booking))
    assert visit is not None  # noqa: S101  it was just written
    told = telling.tell_of(t, telling.BOOKED, visit)
    name = t.words.given(client.name) or "?"
    return Say(t.words.staff_booked(name, quote, with_whom(t, who)) + told)


def giver(t: Turn, service: Service, who: Practitioner) -> Practitioner:
    """Who gives it: the one that was meant, or for the owner who named nobody the one who does. Raises Unclear."""
    givers = t.store.givers_of(id_of(service))
    if any(giver.id == who.id for giver in givers):
        return who
    if givers and not t.get("practitioner") and who.owner:
        return givers[0]
    raise Unclear(t.words.does_not_give(t.words.first(who), t.words.service(service)))


def with_whom(t: Turn, who: Practitioner) -> str:
    """Another practitioner is named; oneself is not."""
    return "" if who.id == t.person.practitioner_id else t.words.with_name(t.words.first(who))


def why_not(t: Turn, client: Client, refusal: Refusal) -> str:
    who = t.words.given(client.name) or "?"
    if refusal.reason is Reason.CLASH:
        return t.words.clash_of(who, refusal.facts.get("at"))
    return t.words.refused(refusal)


def free_slot(t: Turn, service: Service, who: Practitioner, client: Client, without: Booking | None = None) -> Slot:
    """The place at the time that is meant; asked, with a few that are free, while there is none."""
    without = without or t.store.offered_hold(client)  # what was offered to them is theirs to take
    room = partial(_room, t, service, who, without=without)
    value = t.given("slot", valid=lambda v: room(to_slot(v).starts_at) is not None, under=UNDER)
    if value is not None:
        return _must(room(to_slot(value).starts_at))
    wish = _wish(t)
    if wish is None:
        return _ask(t, t.words.when_staff(), [])
    exact = wish.exact or (wish.near[0] if wish.near else None)
    found = diary.free(t.store, service, wish, t.now, practitioner_id=who.id, client=client, without=without, limit=200)
    if wish.exact is None and len({s.starts_at for s in found}) == 1:
        exact = found[0].starts_at
    if exact is not None:
        slot = room(exact)
        if slot is not None:
            t.settle("slot", to_value(slot), under=UNDER)
            return slot
        if wish.exact is not None:
            near = diary.around(t.store, service, wish, t.now, practitioner_id=who.id, client=client, without=without)
            return _ask(t, t.words.taken_then(exact) + (t.words.nearest_free() if near else ""), near)
    if not found:
        t.forget("when", "other_when")
        return _ask(t, t.words.nothing_free_then(), [])
    few = diary.few_for(t.store, client, found, wish, t.now, n=OFFERS)
    return _ask(t, t.words.free_then(), few)


def _wish(t: Turn) -> Windows | None:
    """The wish; two honest readings are both looked at."""
    first, second = t.get("when"), t.get("other_when")
    if not first:
        return None
    wish = unpack(first)
    return Windows.of((*wish.spans, *unpack(second).spans)) if second else wish


def _ask(t: Turn, ask: str, slots: list[Slot]) -> Slot:
    if slots:
        return to_slot(t.need("slot", ask, offer=slot_choices(t, slots)[1], under=UNDER))
    t.need("when", ask)
    raise LookupError("a wish that was answered has been read before")


def _room(t: Turn, service: Service, who: Practitioner, at: datetime, without: Booking | None) -> Slot | None:
    try:
        return places.room(t.store, service, id_of(who), at, t.now, without=without)
    except Refusal:
        return None


def _must(slot: Slot | None) -> Slot:
    assert slot is not None  # noqa: S101  it was valid a moment ago
    return slot


def fits_the_hours(t: Turn, service: Service, slot: Slot, client: Client, without: Booking | None = None) -> bool:
    """Within the hours, or outside on a yes of their own."""
    wish = Windows.at(slot.starts_at)
    if diary.free(t.store, service, wish, t.now, practitioner_id=slot.practitioner_id, without=without, limit=1):
        return True
    why = diary.why_not(
        t.store, service, slot.starts_at, t.now, slot.practitioner_id, client=client, without=without
    ).reason
    if why in FOR_CLIENTS and _is_open(t, service, slot):
        return True
    ask = t.words.class_time if why is Reason.TAKEN else t.words.outside_hours
    return t.agrees(ask(slot.starts_at), (slot.practitioner_id, slot.starts_at.isoformat()))


def _is_open(t: Turn, service: Service, slot: Slot) -> bool:
    """Does it lie in open time? A client's notice or horizon may hide that."""
    from core.days import seconds
    from core.openings import openings

    known, start = openings(t.store, t.now), seconds(slot.starts_at)
    return known.is_open(slot.practitioner_id, known.day(start), start, start + service.minutes * 60)

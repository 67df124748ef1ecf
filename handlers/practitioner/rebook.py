"""A client whose session the practice has cancelled chooses another time: one answer books it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import bookings
from core.acts import record
from handlers import notices
from handlers.client.choosing import UNDER, Seek, choose_slot, slot_choices, to_slot
from handlers.client.common import left_for
from handlers.dialogue import script
from handlers.practitioner import answers, offering
from handlers.say import Choice, Say
from handlers.state import start
from storage.asking import id_of
from storage.models import Status

if TYPE_CHECKING:
    from core.bookings import Quote, Visit
    from core.slots import Slot
    from handlers.dialogue import Turn

SKIP = "skip"
REBOOKED, DECLINED = "rebooked", "declined"


@script("rebook", timed=True)
def rebook(t: Turn) -> Say:
    """Another time for the first of these sessions; then the next one's turn."""
    gone = [visit for i in t.get("bookings") if (visit := _gone(t, i)) is not None]
    if not gone:
        return Say(t.words.never_mind())
    visit, rest = gone[0], [id_of(v.booking) for v in gone[1:]]
    seek = Seek(t, visit.service, visit.client, t.get("practitioner") or visit.practitioner.id)
    chosen = _choose(t, seek, visit, gone)
    if chosen is None:
        return _none(t, visit, rest)
    quote = bookings.quote(t.store, visit.client, visit.service, chosen, t.now)
    what = t.words.slot(quote.starts_at, t.store.practitioner(quote.practitioner_id)) + _whose(t, visit)
    if not _costs_the_same(quote, visit) and not t.agrees(
        t.words.book_price_tag(what, t.words.cost(quote)), quote.facts(), about=chosen.starts_at
    ):
        return _none(t, visit, rest)
    slot = bookings.check(t.store, visit.client, quote, t.now)
    booking = bookings.take(t.store, visit.client, quote, slot, t.act)
    record(t.store, t.act, REBOOKED, visit.booking, new=booking.id)
    _go_on(t, visit, rest)
    left = t.words.left(quote.free_after) if quote.package_id else ""
    return Say(t.words.booked(what, left, ""))


def _gone(t: Turn, booking_id: int) -> Visit | None:
    """A session that is still cancelled, and this person's."""
    visit = t.store.visit(booking_id)
    if visit is None or visit.client.person_id != t.person.id or visit.booking.status is not Status.CANCELLED:
        return None
    return visit


def _costs_the_same(quote: Quote, visit: Visit) -> bool:
    return (quote.credits, quote.price) == (visit.booking.credits, visit.booking.price)


def _choose(t: Turn, seek: Seek, visit: Visit, gone: list[Visit]) -> Slot | None:
    """One of the times that were offered, another that they name, or none."""
    if t.get("slot") == SKIP:
        return None
    if t.get("slot") is not None or t.get("when") is not None or t.get("more") is not None:
        return choose_slot(t, seek, lambda *_: t.words.instead_of(t.words.when(visit.appointment.starts_at)))
    slots = _offers(t, seek, visit)
    ask = _ask(t, gone, bool(slots))
    if not slots:
        t.need("when", ask)
    offer = [*slot_choices(t, slots)[1], Choice(t.words.not_now(), SKIP)]
    chosen = t.need("slot", ask, offer=offer, under=UNDER)
    return None if chosen == SKIP else to_slot(chosen)


def _offers(t: Turn, seek: Seek, visit: Visit) -> list[Slot]:
    """Those that were chosen for them and are still free; others near it in place of what has gone."""
    kept = [to_slot(value) for value in t.get("offers", {}).get(str(visit.booking.id), []) if seek.is_free(value)]
    if len(kept) < offering.EACH:
        starts = {slot.starts_at for slot in kept}
        near = offering.near_times(t.store, visit, t.now, 2 * offering.EACH)
        kept += [slot for slot in near if slot.starts_at not in starts][: offering.EACH - len(kept)]
    return sorted(kept, key=lambda slot: slot.starts_at)


def _ask(t: Turn, gone: list[Visit], some: bool) -> str:
    """At first who cancels what; afterwards only what it is about."""
    whats = [t.words.slot(v.appointment.starts_at, v.practitioner) + _whose(t, v) for v in gone]
    if t.get("told"):
        return t.words.instead_of(whats[0])
    t.task.answers["told"] = True
    words = t.words.told_cancelled if some else t.words.told_cancelled_only
    return words(t.practice.name, whats)


def _whose(t: Turn, visit: Visit) -> str:
    return f" ({t.words.given(visit.client.name)})" if len(t.clients) > 1 else ""


def _none(t: Turn, visit: Visit, rest: list[int]) -> Say:
    record(t.store, t.act, DECLINED, visit.booking)
    _go_on(t, visit, rest)
    free = left_for(t, visit.client, visit.service)
    return Say(t.words.no_other_time(t.words.left(free) if free else ""))


def _go_on(t: Turn, visit: Visit, rest: list[int]) -> None:
    """The next of their sessions; and the practitioner hears when nobody's answer is missing any more."""
    if rest:
        start(t.state, "rebook", {"bookings": rest, "offers": t.get("offers", {}), "told": True})
        return
    asked = answers.asked_in(t.store, visit.booking)
    if asked is None or answers.missing(t.store, asked):
        return
    facts: dict[str, Any] = {"count": len(asked.bookings)}
    if len(asked.bookings) > 1:
        notices.owe(t.store, t.act, "all_answered", asked.by, subject=asked.act, **facts)

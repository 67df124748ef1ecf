"""Choosing a time: the one wished for if it is free, a few that fit, or the nearest there are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from core import bookings, diary
from core.errors import Reason, Refusal
from core.slots import Slot
from core.windows import Windows
from handlers.client.common import child
from handlers.say import Choice
from handlers.wishes import at_best, near_to, pack, unpack
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from handlers.dialogue import Turn
    from storage.models import Booking, Client, Service

    Ask = Callable[[str, str], str]  # about the times below it: given with whom all are, or "", and for which child

WAIT = "wait"  # the choice to wait for what was wished, beside other times: {WAIT: the wish}
LAST_TRY = 2  # lists of other times after which a no is the last word
OFFERS = 3  # as many times as an SMS can show without tiring the reader
UNDER = ("when", "practitioner", "not_practitioner", "service", "client", "which", "more")
AT_ONE_TIME = (Reason.EXPIRES, Reason.CLASH)  # what keeps a client from one time, and leaves others


@dataclass(frozen=True, slots=True)
class Seek:
    """What is being looked for: a service for a client, perhaps with somebody, perhaps instead of a booking."""

    t: Turn
    service: Service
    client: Client
    practitioner: int | None = None
    without: Booking | None = None
    leaves: tuple[datetime, int] | None = None  # where it is now, and with whom: no place to move to

    def free(self, wish: Windows | None, limit: int = 200) -> list[Slot]:
        """The free times that a wish allows, but those that were turned down, until they are named anew."""
        found = diary.free(
            self.t.store,
            self.service,
            wish,
            self.t.now,
            practitioner_id=self.practitioner,
            client=self.client,
            without=self.without,
            limit=limit,
        )
        named = wish is not None and wish.exact is not None and not self.t.get("more")
        return [slot for slot in found if self._is_wanted(slot, named=named)]

    def few(self, slots: Sequence[Slot], wish: Windows | None) -> list[Slot]:
        return diary.few_for(self.t.store, self.client, slots, wish, self.t.now, n=OFFERS)

    def around(self, wish: Windows, n: int = OFFERS, fits: Callable[[Slot], bool] | None = None) -> list[Slot]:
        """The nearest free times to a wish, as far as they fit."""
        return diary.around(
            self.t.store,
            self.service,
            wish,
            self.t.now,
            practitioner_id=self.practitioner,
            client=self.client,
            without=self.without,
            n=n,
            fits=lambda slot: self._is_wanted(slot) and (fits is None or fits(slot)),
        )

    def elsewhere(self, wish: Windows) -> list[Slot]:
        """The very time wished for, with somebody else than was wished for."""
        return replace(self, practitioner=None).free(wish, 1) if wish.exact and self.practitioner else []

    def _is_wanted(self, slot: Slot, *, named: bool = False) -> bool:
        """Is it no time that they left or turned down, or named all the same; and not with whom they do not want?"""
        if slot.practitioner_id == self.t.get("not_practitioner"):
            return False
        is_left = (slot.starts_at, slot.practitioner_id) == self.leaves
        return named or not (is_left or slot.starts_at.isoformat() in self.t.get("turned_down", ()))

    def is_free(self, value: str) -> bool:
        """Is this very slot still free, with whom it was offered?"""
        slot = to_slot(value)
        return bool(replace(self, practitioner=slot.practitioner_id).free(Windows.at(slot.starts_at), 1))

    def refusal(self, slot: Slot) -> Refusal | None:
        """Why this client cannot have a free time, if so: nothing pays for it."""
        try:
            if self.without is not None:
                bookings.move_quote(self.t.store, self.without, slot, self.t.now)
            else:
                bookings.quote(self.t.store, self.client, self.service, slot, self.t.now)
        except Refusal as refusal:
            return refusal
        return None


def to_value(slot: Slot) -> str:
    return f"{slot.starts_at.isoformat()}|{slot.practitioner_id}|{slot.service_id}|{slot.appointment_id or 0}"


def to_slot(value: str) -> Slot:
    at, practitioner, service, appointment = value.split("|")
    return Slot(datetime.fromisoformat(at).astimezone(UTC), int(practitioner), int(service), int(appointment) or None)


def wish_of(t: Turn) -> Windows | None:
    """The wish so far. Two honest readings are both looked at: the times offered will tell them apart."""
    first, second = t.get("when"), t.get("other_when")
    if first is None:
        return None
    wish = unpack(first)
    if second is None:
        return wish
    other = unpack(second)
    return Windows.of((*wish.spans, *other.spans))


def turn_down(t: Turn, slot: Slot) -> None:
    """They said no to this time: others are offered, and a no to these ends it."""
    t.forget("slot")
    t.task.answers["turned_down"] = [*t.get("turned_down", []), slot.starts_at.isoformat()]
    t.task.answers["more"] = LAST_TRY


def choose_slot(t: Turn, seek: Seek, open_question: Ask, *, lead: str = "", beside: datetime | None = None) -> Slot:
    """The time that is meant. `open_question` is asked, with a few times, when no wish is known at all.

    A session that is moved stays near the time `beside`. `lead` is said before whatever is asked.
    """
    had = t.get("slot")
    if had and to_slot(had).service_id != seek.service.id:
        t.forget("slot")  # who is known by now has another usual session
    chosen = t.given("slot", valid=seek.is_free, under=UNDER)
    if chosen is not None:
        return to_slot(chosen)
    if t.get("refused"):
        t.need("when", _joined(lead, t.words.what_suits()))
    wish = wish_of(t)
    if "slot" in t.gone:
        lost = Windows.at(to_slot(had).starts_at)
        return _nearest(t, seek, at_best(wish, lost.start), _why_not(t, seek, lost, gone=True))
    if wish is None:
        return _offer(t, seek, _first_offers(seek, beside), open_question, lead)
    return _wished(t, seek, near_to(wish, beside, t.words.zone) if beside else wish, lead)


def _first_offers(seek: Seek, beside: datetime | None) -> list[Slot]:
    """A few times before anything is wished for; to move a session, those a session's length or more from it."""
    if beside is None:
        return seek.few(seek.free(None), None)
    length = timedelta(minutes=seek.service.minutes)
    return seek.around(Windows.at(beside), fits=lambda slot: abs(slot.starts_at - beside) >= length)


def _wished(t: Turn, seek: Seek, wish: Windows, lead: str) -> Slot:
    """What the wish allows: the one slot that it names, or a few of them, or the nearest."""
    found, more = seek.free(wish) if wish else [], t.get("more")
    best = None if more else _as_wished(t, seek, found, wish)
    if best is not None:
        if (refusal := seek.refusal(best)) is not None:
            return _instead(t, seek, best, refusal)
        t.settle("slot", to_value(best), under=UNDER)
        return best
    if found:
        return _offer(t, seek, seek.few(found, wish), t.words.more_times if more else t.words.which_time, lead)
    return _nearest(t, seek, wish, lead)


def _as_wished(t: Turn, seek: Seek, found: Sequence[Slot], wish: Windows) -> Slot | None:
    """The one slot that the wish names, if it is free: an exact time, one said to be about right, or the only one.

    Two or three times that were named ("tuesday at 3 or thursday at 4") are offered.
    """
    times = {s.starts_at for s in found}
    if len(times) == 1:
        return _preferred(seek, found)
    if t.get("other_when") is not None or not wish.near:
        return None
    if len(times) <= OFFERS and times == set(wish.near):
        return None
    return _preferred(seek, [s for s in found if s.starts_at == wish.near[0]])


def _preferred(seek: Seek, slots: Sequence[Slot]) -> Slot | None:
    """Of several practitioners at one time, the one this client usually sees."""
    usual = seek.t.store.usual_practitioner(id_of(seek.client))
    return next((s for s in slots if s.practitioner_id == usual), slots[0] if slots else None)


def _nearest(t: Turn, seek: Seek, wish: Windows, lead: str) -> Slot:
    """The nearest times to a wish that cannot be met, and why it cannot."""
    more = t.get("more")
    same = [] if more or not wish else seek.elsewhere(wish)
    near = [*same, *seek.around(wish, OFFERS - len(same))] if wish else []
    wait = () if more else _waiting(t, seek, wish)
    if not near and wait:
        t.need("slot", _joined(lead, t.words.wait_or_another()), offer=wait, under=UNDER)
    if not near:
        _nothing(t, t.words.no_more_times() if more else _joined(lead, t.words.nothing_free()))
    if more:
        return _offer(t, seek, near, t.words.more_times, lead)
    return _offer(t, seek, near, t.words.nearest, lead or _why_not(t, seek, wish), wait)


def _waiting(t: Turn, seek: Seek, wish: Windows) -> tuple[Choice, ...]:
    """The choice to wait for just this, where it can still come free."""
    can = wish and diary.could_be(t.store, seek.service, wish, t.now, practitioner_id=seek.practitioner)
    return (Choice(t.words.wait_for_it(), {WAIT: pack(wish)}),) if can else ()


def _instead(t: Turn, seek: Seek, wished: Slot, refusal: Refusal) -> Slot:
    """The nearest times that this client can have, when only that one is out of reach: before the plan ends."""
    if refusal.reason not in AT_ONE_TIME:
        raise refusal
    zone, local = t.words.zone, wished.starts_at.astimezone(t.words.zone)
    last = refusal.facts.get("expires_on") or date.max
    about = datetime.combine(min(last, local.date()), local.time(), zone).astimezone(UTC)
    near = seek.around(Windows.at(about), fits=lambda slot: slot.starts_at.astimezone(zone).date() <= last)
    near = [slot for slot in near if seek.refusal(slot) is None]
    if not near:
        raise refusal
    return _offer(t, seek, near, t.words.nearest, t.words.refused(refusal))


def _nothing(t: Turn, ask: str) -> NoReturn:
    t.forget("when", "other_when", "more", "turned_down", "slot")
    t.need("when", ask)
    raise AssertionError("`need` has asked")


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _why_not(t: Turn, seek: Seek, wish: Windows, *, gone: bool = False) -> str:
    """Why the wish cannot be met; `gone` says that it could until now."""
    at = wish.exact or wish.start
    why = diary.why_not(t.store, seek.service, at, t.now, seek.practitioner, client=seek.client)
    if wish.exact is None and not _holds_for_all(seek, why, wish):
        return t.words.nothing_then()
    return t.words.just_gone() if gone and why.reason in {Reason.TAKEN, Reason.CHANGED} else t.words.refused(why)


def _holds_for_all(seek: Seek, why: Refusal, wish: Windows) -> bool:
    """Is what keeps them from the first of these times in the way of all: too far ahead, or a day that is closed?"""
    one_day = wish.end - wish.start <= timedelta(days=1)
    if why.reason is not Reason.CLOSED or not one_day:
        return why.reason is Reason.TOO_FAR
    return bool(why.facts.get("label")) or not diary.could_be(seek.t.store, seek.service, wish, seek.t.now)


def _offer(t: Turn, seek: Seek, slots: Sequence[Slot], ask: Ask, lead: str, besides: Sequence[Choice] = ()) -> Slot:
    """Ask which of these times. Those that the client cannot have are not offered; if that is all, it is said why."""
    if not slots:
        _nothing(t, _joined(lead, t.words.nothing_free()))
    refusals = [seek.refusal(slot) for slot in slots]
    good = [slot for slot, refusal in zip(slots, refusals, strict=True) if refusal is None]
    if not good and refusals[0] is not None:
        return _instead(t, seek, slots[0], refusals[0])
    whom, offer = slot_choices(t, good)
    asked = _joined(lead, ask(whom, child(t, seek.client)))
    return to_slot(t.need("slot", asked, offer=[*offer, *besides], under=UNDER))


def slot_choices(t: Turn, slots: Sequence[Slot]) -> tuple[str, list[Choice]]:
    """Whom all these times are with, and the times; each names its own where they differ."""
    names = {p.id: t.words.first(p) for p in t.store.practitioners()}
    whom = {names[s.practitioner_id] for s in slots}
    only = whom.pop() if len(whom) == 1 else ""
    each = [(s, "" if only else names[s.practitioner_id]) for s in slots]
    return only, [Choice(t.words.time_with(s.starts_at, name), to_value(s), s.starts_at) for s, name in each]

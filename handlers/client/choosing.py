"""Choosing a time: the one wished for if it is free, a few that fit, or the nearest there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core import diary
from core.slots import Slot
from core.windows import Windows
from handlers.say import Choice
from handlers.wishes import unpack
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.dialogue import Turn
    from storage.models import Booking, Client, Service

OFFERS = 3  # as many times as an SMS can show without tiring the reader
UNDER = ("when", "practitioner", "not_practitioner", "service", "client", "which", "more")


@dataclass(frozen=True, slots=True)
class Seek:
    """What is being looked for: a service for a client, perhaps with somebody, perhaps instead of a booking."""

    t: Turn
    service: Service
    client: Client
    practitioner: int | None = None
    without: Booking | None = None

    def free(self, wish: Windows | None, limit: int = 200) -> list[Slot]:
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
        unwanted, seen = self.t.get("not_practitioner"), set(self.t.get("turned_down", []))
        return [s for s in found if s.practitioner_id != unwanted and s.starts_at.isoformat() not in seen]

    def few(self, slots: Sequence[Slot], wish: Windows | None) -> list[Slot]:
        return diary.few_for(self.t.store, self.client, slots, wish, self.t.now, n=OFFERS)

    def around(self, wish: Windows) -> list[Slot]:
        seen = set(self.t.get("turned_down", []))
        near = diary.around(
            self.t.store,
            self.service,
            wish,
            self.t.now,
            practitioner_id=self.practitioner,
            client=self.client,
            without=self.without,
            n=OFFERS + len(seen),
        )
        unwanted = self.t.get("not_practitioner")
        return [s for s in near if s.starts_at.isoformat() not in seen and s.practitioner_id != unwanted][:OFFERS]

    def is_free(self, value: str) -> bool:
        slot = to_slot(value)
        return any(
            s.starts_at == slot.starts_at and s.practitioner_id == slot.practitioner_id
            for s in self.free(Windows.at(slot.starts_at))
        )


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


def choose_slot(t: Turn, seek: Seek, open_question: str) -> Slot:
    """The time that is meant. `open_question` is asked, with a few times, when no wish is known at all."""
    had = t.get("slot")
    value = t.given("slot", valid=seek.is_free, under=UNDER)
    if value is not None:
        return to_slot(value)
    gone = t.words.just_gone() if had and t.get("slot") is None and not seek.is_free(had) else ""
    wish = wish_of(t)
    if wish is None:
        return _ask(t, open_question, seek.few(seek.free(None), None), gone)
    found = seek.free(wish) if wish else []
    best = None if t.get("more") or gone else _as_wished(t, seek, found, wish)
    if best is not None:
        t.settle("slot", to_value(best), under=UNDER)
        return best
    if found:
        ask = t.words.more_times() if t.get("more") else t.words.which_time()
        return _ask(t, ask, seek.few(found, wish), gone)
    return _nearest(t, seek, wish, gone)


def _as_wished(t: Turn, seek: Seek, found: Sequence[Slot], wish: Windows) -> Slot | None:
    """The one slot that the wish names, if it is free: an exact time, one said to be about right, or the only one."""
    if len({s.starts_at for s in found}) == 1:
        return _preferred(seek, found)
    if t.get("other_when") is None and wish.near:
        return _preferred(seek, [s for s in found if s.starts_at == wish.near[0]])
    return None


def _preferred(seek: Seek, slots: Sequence[Slot]) -> Slot | None:
    """Of several practitioners at one time, the one this client usually sees."""
    usual = seek.t.store.usual_practitioner(id_of(seek.client))
    return next((s for s in slots if s.practitioner_id == usual), slots[0] if slots else None)


def _nearest(t: Turn, seek: Seek, wish: Windows, gone: str) -> Slot:
    near = seek.around(wish) if wish else []
    if not near:
        ask = t.words.no_more_times() if t.get("more") else t.words.nothing_free()
        t.forget("when", "other_when", "more", "turned_down", "slot")
        t.need("when", f"{gone} {ask}".strip())
    if t.get("more"):
        return _ask(t, t.words.more_times(), near, gone)
    return _ask(t, t.words.nearest(gone or _why_not(t, seek, wish)), near, "")


def _why_not(t: Turn, seek: Seek, wish: Windows) -> str:
    if wish.exact is None:
        return t.words.nothing_then()
    return t.words.refused(
        diary.why_not(t.store, seek.service, wish.exact, t.now, practitioner_id=seek.practitioner, client=seek.client)
    )


def _ask(t: Turn, ask: str, slots: Sequence[Slot], gone: str) -> Slot:
    if not slots:
        t.need("when", f"{gone} {t.words.nothing_free()}".strip())
    chosen = t.need("slot", f"{gone} {ask}".strip(), offer=slot_choices(t, slots), under=UNDER)
    return to_slot(chosen)


def slot_choices(t: Turn, slots: Sequence[Slot]) -> list[Choice]:
    with_whom = {p.id: p for p in t.store.practitioners()}
    return [Choice(t.words.slot(s.starts_at, with_whom[s.practitioner_id]), to_value(s), s.starts_at) for s in slots]

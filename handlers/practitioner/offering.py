"""Other times for clients whose sessions the practice has cancelled: three each, that fit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import diary
from core.errors import Refusal
from core.quotes import quote
from core.windows import Windows
from handlers.client.choosing import to_value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.bookings import Visit
    from core.slots import Slot
    from handlers.dialogue import Turn
    from storage.store import Store

EACH = 3
LOOKED_AT = 12  # so many near ones are looked at for three that nobody else is offered


def offers(t: Turn, visits: Sequence[Visit]) -> dict[int, list[str]]:
    """Three times for each cancelled session; what one client is offered no other is, as long as there is more."""
    given: set[tuple[datetime, int]] = set()
    found: dict[int, list[str]] = {}
    for visit in visits:
        near = near_times(t.store, visit, t.now, LOOKED_AT)
        shared = visit.service.capacity > 1  # there is room for several at one time
        fresh = [slot for slot in near if shared or (slot.starts_at, slot.practitioner_id) not in given]
        few = sorted((fresh + [slot for slot in near if slot not in fresh])[:EACH], key=lambda slot: slot.starts_at)
        given |= {(slot.starts_at, slot.practitioner_id) for slot in few}
        found[visit.booking.id or 0] = [to_value(slot) for slot in few]
    return found


def near_times(store: Store, visit: Visit, now: datetime, n: int = EACH) -> list[Slot]:
    """The free times nearest to a cancelled session, with the same practitioner, that its client can pay as they paid
    it; never one that falls into the time that has just been cancelled.
    """
    near = diary.around(
        store,
        visit.service,
        Windows.at(visit.appointment.starts_at),
        now,
        practitioner_id=visit.practitioner.id,
        client=visit.client,
        n=n + LOOKED_AT,
    )
    return [slot for slot in near if not _falls_into(visit, slot) and _can_pay(store, visit, slot, now)][:n]


def _falls_into(visit: Visit, slot: Slot) -> bool:
    minutes = timedelta(minutes=visit.service.minutes)
    return slot.starts_at < visit.appointment.ends_at and slot.starts_at + minutes > visit.appointment.starts_at


def _can_pay(store: Store, visit: Visit, slot: Slot, now: datetime) -> bool:
    try:
        found = quote(store, visit.client, visit.service, slot, now)
    except Refusal:
        return False
    return (found.credits, found.price) == (visit.booking.credits, visit.booking.price)

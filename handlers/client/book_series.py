"""Book several sessions as one: the next N, or the same time every week. Every date is settled before the yes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core import bookings, diary
from core.errors import Reason, Refusal
from core.quotes import Quote
from core.windows import Windows
from handlers.client.choosing import choose_slot, slot_choices, to_slot
from handlers.client.common import ask_name, introduce, left_for
from handlers.say import Choice, Say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.slots import Slot
    from handlers.client.choosing import Seek
    from handlers.dialogue import Turn

MOST = 12
SKIP = "skip"
TWICE_A_WEEK = (0, 3)  # the first day of each week, and three days later


def is_series(t: Turn) -> bool:
    return bool(t.get("repeat")) or (t.get("count") or 1) > 1


def book_series(t: Turn, seek: Seek) -> Say:
    """The first date, the others from it, alternatives for those that are not free, one price for all, one yes."""
    first = choose_slot(t, seek, t.words.when_to_come())
    dates = list(_dates(t, first.starts_at, _how_many(t, seek)))
    slots = _settle(t, seek, first, dates)
    quotes, note = _affordable(t, seek, slots)
    ask_name(t)
    said = t.words.series_dates([q.starts_at for q in quotes])
    with_whom = t.words.first(t.store.practitioner(first.practitioner_id))
    credits, price = sum(q.credits for q in quotes), sum(q.price for q in quotes)
    cost = t.words.series_cost(credits, quotes[-1].free_after, price)
    tag = t.words.series_price_tag(len(quotes), said, with_whom, cost, note)
    if not t.agrees(tag, [q.facts() for q in quotes], about=first.starts_at):
        t.forget("slot", "when", "other_when", *(f"date{n}" for n in range(MOST)))
        t.need("when", t.words.another_time(), about=first.starts_at)
    introduce(t, seek.client)
    bookings.book_all(t.store, seek.client, quotes, t.act)
    left = t.words.left(quotes[-1].free_after) if credits else ""
    return Say(t.words.series_booked(len(quotes), said, left))


def _how_many(t: Turn, seek: Seek) -> int:
    """As many as were asked for; without a number, what the plan still covers, or the question."""
    _, _, times = t.get("repeat") or (7, 1, None)
    asked = times or t.get("count")
    if asked is None:
        free = left_for(t, seek.client, seek.service) // 100
        asked = free if free >= 2 else t.need("count", t.words.how_many_to_book())
    return max(1, min(int(asked), MOST))


def _dates(t: Turn, first: datetime, count: int) -> Iterator[datetime]:
    """The same local time on every date, whatever the clocks do."""
    every, per_week, _ = t.get("repeat") or (7, 1, None)
    steps = TWICE_A_WEEK if per_week == 2 else tuple(range(per_week)) if per_week > 2 else (0,)
    local = first.astimezone(t.words.zone)
    for n in range(count):
        week, step = divmod(n, len(steps))
        day = local.replace(tzinfo=None) + timedelta(days=week * every + steps[step])
        yield day.replace(tzinfo=t.words.zone).astimezone(UTC)


def _settle(t: Turn, seek: Seek, first: Slot, dates: Sequence[datetime]) -> list[Slot]:
    """A slot for every date, or none where it was skipped; a date that is not free gets alternatives, asked for."""
    same = {at: _same_person(seek.free(Windows.at(at)), first.practitioner_id) for at in dates}
    good = sum(slot is not None for slot in same.values())
    slots: list[Slot] = []
    for n, (at, found) in enumerate(same.items()):
        slot = found or _instead(t, seek, n, at, (good, len(dates)))
        if slot is not None and slot.starts_at not in {s.starts_at for s in slots}:
            slots.append(slot)
    if not slots:
        raise Refusal(Reason.TAKEN)
    return sorted(slots, key=lambda s: s.starts_at)


def _same_person(found: Sequence[Slot], practitioner_id: int) -> Slot | None:
    return next((s for s in found if s.practitioner_id == practitioner_id), found[0] if found else None)


def _instead(t: Turn, seek: Seek, n: int, at: datetime, so_far: tuple[int, int]) -> Slot | None:
    """What to do about a date that is not free: one of the nearest, or none."""
    why = diary.why_not(t.store, seek.service, at, t.now, practitioner_id=seek.practitioner, client=seek.client)
    if why.reason == Reason.TOO_FAR:
        return None
    name = f"date{n}"
    near = seek.around(Windows.at(at))[:2]
    offer = [*slot_choices(t, near), Choice(t.words.skip_it(), SKIP)]
    ask = t.words.date_blocked(at, t.words.refused(why), *so_far)
    chosen = t.need(name, ask, offer=offer, kind="slot", valid=lambda v: v == SKIP or seek.is_free(v), under=("slot",))
    return None if chosen == SKIP else to_slot(chosen)


def _affordable(t: Turn, seek: Seek, slots: Sequence[Slot]) -> tuple[list[Quote], str]:
    """Quotes for those dates that can be booked and paid for, and a note when these are not all."""
    found = bookings.quotes(t.store, seek.client, seek.service, slots, t.now)
    good = [quote for quote in found if isinstance(quote, Quote)]
    refused = [refusal for refusal in found if isinstance(refusal, Refusal)]
    if not good:
        raise refused[0]
    if not refused:
        return good, ""
    return good, f"{t.words.refused(refused[0])} " if refused[0].reason != Reason.NO_CREDIT else t.words.only_so_many(
        len(good)
    )

"""Who is asked next: what is free now, inside the wishes of those who wait, in the order in which they joined.

Nothing is told when a place comes free: whoever cancelled, moved or let something lapse, whatever was opened, it is
simply free at the next look.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import diary, offering
from core.days import seconds
from core.errors import Refusal
from core.offer_life import OFFER, lapse_open
from core.rules import rules_of, zone_of
from core.slots import Shape
from core.windows import Window, Windows, unpack
from storage.models import EntryState, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.acts import Act
    from core.slots import Slot, Span
    from storage.models import Booking, Offer
    from storage.store import Store
    from storage.waitlist import Waiting

AT_ONCE = 5  # so many are asked about one place where the first to answer has it
TRIES = 5  # so many of the free times are tried for one who waits
FREES = frozenset(
    {
        "cancelled", "moved", "lapsed", "undone", "attended", "no_show", "corrected", "opened", "waitlist_joined",
        "waitlist_changed", "waitlist_left", "offer_accepted", "offer_declined", "offer_withdrawn",
    }
)  # fmt: skip
"""What an act records when a place may be free for somebody afterwards."""


def sweep(store: Store, act: Act) -> list[Offer]:
    """What time itself brings about: wishes and questions are over, and somebody may be asked now."""
    store.end_entries(act.at)
    lapse_open(store, act)
    return offer_next(store, act)


def offer_next(store: Store, act: Act) -> list[Offer]:
    """Offer what is free to those who wait for it. It is an act of the program itself, whatever made it look."""
    if not store.anyone_waits(act.at):
        return []
    acted = store.wrote
    made = list(Round(store, offering.by_program(act)).run())
    store.wrote = acted
    return made


def after(store: Store, act: Act) -> list[Offer]:
    """As `offer_next`, once somebody has acted; nothing when it cannot have made a place free."""
    return offer_next(store, act) if FREES & set(act.did) else []


@dataclass
class Round:
    """One look: everybody who waits, what is free for them, and what is taken along the way."""

    store: Store
    act: Act
    taken: dict[int, list[Span]] = field(default_factory=dict)  # by practitioner: what was offered in this look
    asked: dict[tuple[int, int, datetime], int] = field(default_factory=dict)  # how many were asked about one place

    def run(self) -> Iterator[Offer]:
        self.rules = rules_of(self.store.practice())
        self.zone = zone_of(self.store.practice())
        waiting = list(self._awake(self.store.waiting(self.act.at)))
        if not waiting:
            return
        self.busy = self.store.persons_asked()
        self.passed: dict[tuple[int, int], list[datetime]] = {}
        for client, who, starts_at in self.store.passed_over(self.act.at):
            self.passed.setdefault((client, who), []).append(starts_at)
        wishes = {one.entry_id: unpack(one.wish) for one in waiting}
        self.free = self._free(waiting, wishes)
        if not any(self.free.values()):
            return
        for one in waiting:
            if one.person_id not in self.busy and (offer := self._offered(one, wishes[one.entry_id])):
                self.busy.add(one.person_id)
                yield offer

    def _awake(self, waiting: Sequence[Waiting]) -> Iterator[Waiting]:
        """Those who may be asked at this hour, and have not been asked enough today."""
        midnight = datetime.combine(self.act.at.astimezone(self.zone).date(), time(), self.zone)
        had = self.store.offered_since(midnight.astimezone(UTC))
        clocks: dict[str | None, bool] = {}
        for one in waiting:
            if one.zone not in clocks:
                zone = ZoneInfo(one.zone) if one.zone else self.zone
                clocks[one.zone] = self.rules.is_quiet(self.act.at.astimezone(zone).time())
            enough = had.get(one.person_id, 0) >= self.rules.waitlist.most_offers_per_day
            if not clocks[one.zone] and not enough and OFFER not in one.unwanted:
                yield one

    def _free(self, waiting: Sequence[Waiting], wishes: dict[int, Windows]) -> dict[int, list[Slot]]:
        """What is free of each service within all that is wished for, before the cut-off left out."""
        spans: dict[int, list[Window]] = {}
        for one in waiting:
            spans.setdefault(one.service_id, []).extend(wishes[one.entry_id].spans)
        earliest = self.act.at + timedelta(minutes=self.rules.waitlist.cut_off_minutes)
        found: dict[int, list[Slot]] = {}
        self.shapes: dict[int, Shape] = {}
        for service_id, wished in spans.items():
            service = self.store.service(service_id)
            self.shapes[service_id] = Shape.of(service)
            slots = diary.free(self.store, service, Windows.of(wished), self.act.at, limit=None)
            found[service_id] = [slot for slot in slots if slot.starts_at >= earliest] if service.active else []
        return found

    def _offered(self, one: Waiting, wish: Windows) -> Offer | None:
        """The first of the free times that will do for somebody, offered to them."""
        swap = self._swap(one)
        if one.booking_id is not None and swap is None:
            return None
        for slot in islice(self._fitting(one, wish), TRIES):
            if not self._reachable(one):
                return None
            if offer := self._try(one, slot, swap):
                return offer
        return None

    def _swap(self, one: Waiting) -> Booking | None:
        """The later session that would move; without it there is nothing to wait for any more."""
        if one.booking_id is None:
            return None
        booking = self.store.booking(one.booking_id)
        if booking.status is Status.BOOKED:
            return booking
        entry = self.store.entry(one.entry_id)
        entry.state = EntryState.OVER
        self.store.add(entry)
        return None

    def _fitting(self, one: Waiting, wish: Windows) -> Iterator[Slot]:
        """What is free within a wish: nearest to what would please most, else the earliest first."""
        slots = self.free[one.service_id]
        fitting: list[Slot] = []
        for span in wish.spans:
            first = bisect_left(slots, span.start, key=lambda slot: slot.starts_at)
            for slot in slots[first:]:
                if slot.starts_at >= span.end:
                    break
                fitting.append(slot)
        if wish.near:
            fitting.sort(key=lambda slot: abs(slot.starts_at - wish.near[0]))
        return (slot for slot in fitting if self._may_have(one, slot))

    def _may_have(self, one: Waiting, slot: Slot) -> bool:
        if one.practitioner_id not in {None, slot.practitioner_id}:
            return False
        start, end = self._block(slot)
        length = timedelta(seconds=self.shapes[slot.service_id].length)
        passed = self.passed.get((one.client_id, slot.practitioner_id), ())
        if any(abs(slot.starts_at - before) < length for before in passed):  # nearly the same is the same to them
            return False
        return not any(low < end and start < high for low, high in self.taken.get(slot.practitioner_id, ()))

    def _block(self, slot: Slot) -> Span:
        shape, start = self.shapes[slot.service_id], seconds(slot.starts_at)
        return start - shape.before, start + shape.length + shape.after

    def _reachable(self, one: Waiting) -> bool:
        return self.store.best_contact(one.person_id) is not None

    def _try(self, one: Waiting, slot: Slot, swap: Booking | None) -> Offer | None:
        until = offering.answer_until(slot.starts_at, self.act.at, self.rules)
        if until is None:
            return None
        client = self.store.client(one.client_id)
        try:
            with self.store.all_or_nothing():
                terms = offering.terms_for(self.store, client, slot, swap, self.act.at, until)
                offer = offering.make(self.store, client, slot, terms, until, self.act, entry_id=one.entry_id)
        except Refusal:
            return None
        self.taken.setdefault(slot.practitioner_id, []).append(self._block(slot))
        return offer

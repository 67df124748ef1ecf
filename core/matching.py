"""Who is asked next: what is free now, inside the wishes of those who wait, in the order in which they joined.

Nothing is told when a place comes free: whoever cancelled, moved or let something lapse, whatever was opened, it is
simply free at the next look.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import diary, offering, places, waiting
from core.errors import Refusal
from core.gaps import Gaps
from core.offer_life import OFFER, lapse_open
from core.rules import rules_of, zone_of
from core.slots import Shape, Slot
from core.unasked import CAPPED
from core.windows import Window, Windows, unpack
from storage import owed
from storage.models import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.acts import Act
    from storage.models import Booking, Offer
    from storage.store import Store
    from storage.waitlist import Waiting

AT_ONCE = 5  # so many are asked about one place where the first to answer has it
TRIES = 5  # so many of the free times are tried for one who waits
FREES = frozenset(
    {"cancelled", "moved", "undone", "attended", "no_show", "corrected", "opened", "offer_declined", "offer_withdrawn"}
)
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
    made = list(Round(store, offering.by_program(act)).look().ask())
    store.wrote = acted
    return made


def after(store: Store, act: Act) -> list[Offer]:
    """As `offer_next`, once somebody has acted; nothing when it cannot have made a place free."""
    return offer_next(store, act) if FREES & set(act.did) else []


@dataclass
class Round:
    """One look at everybody who waits."""

    store: Store
    act: Act

    def look(self) -> Round:
        """See who can be asked now, and what is free for them."""
        practice = self.store.practice()
        self.rules, self.zone, self.now = rules_of(practice), zone_of(practice), self.act.at
        awake = list(self._awake(self.store.waiting(self.now)))
        self.busy = self.store.persons_asked() if awake else set()
        self.line = [one for one in awake if one.person_id not in self.busy]
        self.wishes = {one.entry_id: unpack(one.wish) for one in self.line}
        self.gaps = self._free()
        return self

    def ask(self) -> Iterator[Offer]:
        """Ask one after the other; says what was offered."""
        if not any(self.gaps.free.values()):
            return
        self.passed = self._passed()
        for one in self.line:
            if one.person_id not in self.busy and (offer := self._ask(one, self.wishes[one.entry_id])):
                self.busy.add(one.person_id)
                yield offer

    # Who can be asked

    def _awake(self, line: Sequence[Waiting]) -> Iterator[Waiting]:
        """Those who may be asked at this hour, and have not been asked enough today."""
        had = self.store.offered_since(self._midnight(self.zone)) if line else {}
        quiet: dict[str | None, bool] = {}
        for one in line:
            if one.zone not in quiet:
                quiet[one.zone] = self.rules.is_quiet(self.now.astimezone(self._home(one)).time())
            enough = had.get(one.person_id, 0) >= self.rules.waitlist.most_offers_per_day
            if not quiet[one.zone] and not enough and OFFER not in one.unwanted:
                yield one

    def _home(self, one: Waiting) -> ZoneInfo:
        return ZoneInfo(one.zone) if one.zone else self.zone

    def _midnight(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.now.astimezone(zone).date(), time(), zone).astimezone(UTC)

    def _reachable(self, one: Waiting) -> bool:
        """Is there an address of theirs, and have they not been written to enough today?"""
        had = owed.sent_count(self.store.session, one.person_id, CAPPED, self._midnight(self._home(one)))
        return had < self.rules.most_per_day and self.store.best_contact(one.person_id) is not None

    def _passed(self) -> dict[tuple[int, int], list[datetime]]:
        """Which starts each client has declined or let lapse, by practitioner."""
        passed: dict[tuple[int, int], list[datetime]] = {}
        for client, who, starts_at in self.store.passed_over(self.now):
            passed.setdefault((client, who), []).append(starts_at)
        return passed

    # What is free for them

    def _free(self) -> Gaps:
        """What is free of each service within all that is wished for, less what begins too soon; what several were
        asked about already is kept for them.
        """
        spans: dict[int, list[Window]] = {}
        for one in self.line:
            spans.setdefault(one.service_id, []).extend(self.wishes[one.entry_id].spans)
        earliest = self.now + timedelta(minutes=self.rules.waitlist.cut_off_minutes)
        gaps = Gaps()
        for service_id, wished in spans.items():
            service = self.store.service(service_id)
            slots = diary.free(self.store, service, Windows.of(wished), self.now, limit=None) if service.active else []
            gaps.add(Shape.of(service), [slot for slot in slots if slot.starts_at >= earliest])
        for offer in self.store.open_offers() if spans else ():
            slot = Slot(offer.starts_at, offer.practitioner_id, offer.service_id)
            gaps.shapes.setdefault(slot.service_id, Shape.of(self.store.service(slot.service_id)))
            gaps.take(slot, AT_ONCE if self._several(slot) else 1)
        return gaps

    def _several(self, slot: Slot) -> bool:
        """Are several asked at once about this place, so near as it is?"""
        rules = self.rules.waitlist
        near = slot.starts_at - self.now <= timedelta(hours=rules.last_hours)
        return rules.mode == "first_to_answer" and near

    def _fits(self, one: Waiting, slot: Slot) -> bool:
        """With whom they wish for, and not what they passed over, or nearly the same."""
        if one.practitioner_id not in {None, slot.practitioner_id}:
            return False
        passed = self.passed.get((one.client_id, slot.practitioner_id), ())
        return not any(self.gaps.nearly_same(slot, before) for before in passed)

    # Asking

    def _ask(self, one: Waiting, wish: Windows) -> Offer | None:
        """The best of the free times that will do for somebody, offered to them."""
        fitting = [slot for slot in self.gaps.within(one.service_id, wish) if self._fits(one, slot)]
        if not fitting or not self._reachable(one):
            return None
        swap = self.store.booking(one.booking_id) if one.booking_id else None
        if swap is not None and swap.status is not Status.BOOKED:
            waiting.over(self.store, one.entry_id)
            return None
        return next((offer for slot in fitting[:TRIES] if (offer := self._offer(one, slot, swap))), None)

    def _offer(self, one: Waiting, slot: Slot, swap: Booking | None) -> Offer | None:
        several = self._several(slot)
        until = offering.answer_until(slot.starts_at, self.now, self.rules, several=several)
        if until is None:
            return None
        client = self.store.client(one.client_id)
        try:
            with self.store.all_or_nothing():
                service = self.store.service(slot.service_id)
                now_free = places.still_free(self.store, service, slot.practitioner_id, slot.starts_at, self.now)
                terms = offering.terms_for(self.store, client, now_free, swap, self.now, until)
                offer = offering.make(
                    self.store, client, now_free, terms, until, self.act, entry_id=one.entry_id, several=several
                )
        except Refusal:
            return None
        self.gaps.take(slot, AT_ONCE if several else now_free.places_left)
        return offer

"""What is free for those who wait, and what is left of it as one after the other is asked. Pure."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.days import seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.slots import Shape, Slot, Span
    from core.windows import Windows

Place = tuple[int, int, datetime]  # of a service, with a practitioner, from then on


@dataclass
class Gaps:
    """The free starts of each service, less what was offered since."""

    free: dict[int, Sequence[Slot]] = field(default_factory=dict)  # by service, in order of time
    shapes: dict[int, Shape] = field(default_factory=dict)
    left: dict[Place, int] = field(default_factory=dict)  # how many more can be asked about a place
    taken: dict[int, list[tuple[int, int, Place]]] = field(default_factory=dict)  # blocks, by practitioner
    _starts: set[Place] = field(default_factory=set)

    def add(self, shape: Shape, slots: Sequence[Slot]) -> None:
        """What is free of a service."""
        self.free[shape.service_id], self.shapes[shape.service_id] = slots, shape
        self._starts.update(map(_place, slots))

    def within(self, service_id: int, wish: Windows) -> list[Slot]:
        """What is free within a wish, best first: nearest to what would please most; else what leaves no gap that is of
        use to nobody, the earliest first.
        """
        slots = self.free[service_id]
        found: list[Slot] = []
        for span in wish.spans:
            first = bisect_left(slots, span.start, key=_start)
            found += slots[first : bisect_left(slots, span.end, lo=first, key=_start)]
        found = [slot for slot in found if self.has_room(slot)]
        if wish.near:
            return sorted(found, key=lambda slot: abs(slot.starts_at - wish.near[0]))
        return sorted(found, key=self._breaks_a_gap)

    def has_room(self, slot: Slot) -> bool:
        """Is this place still to be had, and not in the way of another that was offered?"""
        start, end = self._block(slot)
        others = (span for span in self.taken.get(slot.practitioner_id, ()) if span[2] != _place(slot))
        crossed = any(low < end and start < high for low, high, _ in others)
        return not crossed and self.left.get(_place(slot), 1) > 0

    def _breaks_a_gap(self, slot: Slot) -> bool:
        """Could the same begin a step earlier as well as a step later? Then something is left over on both sides."""
        step = timedelta(seconds=self.shapes[slot.service_id].grid)
        beside = (slot._replace(starts_at=slot.starts_at + by) for by in (-step, step))
        return all(_place(other) in self._starts and self.has_room(other) for other in beside)

    def take(self, slot: Slot, room: int) -> None:
        """Somebody was asked about a place that had room for so many."""
        if _place(slot) not in self.left:
            self.taken.setdefault(slot.practitioner_id, []).append((*self._block(slot), _place(slot)))
        self.left[_place(slot)] = self.left.get(_place(slot), room) - 1

    def nearly_same(self, slot: Slot, other: datetime) -> bool:
        """Would somebody who comes to one miss the other?"""
        return abs(slot.starts_at - other) < timedelta(seconds=self.shapes[slot.service_id].length)

    def _block(self, slot: Slot) -> Span:
        shape, start = self.shapes[slot.service_id], seconds(slot.starts_at)
        return start - shape.before, start + shape.length + shape.after


def _place(slot: Slot) -> Place:
    return slot.service_id, slot.practitioner_id, slot.starts_at


def _start(slot: Slot) -> datetime:
    return slot.starts_at

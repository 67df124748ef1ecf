"""A wish for a time, as the set of allowed starts: what understanding says and slot search takes as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Starts allowed from `start` up to, but not including, `end`; both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a window needs aware instants")
        if self.end <= self.start:
            raise ValueError("a window ends after it starts")

    @classmethod
    def at(cls, instant: datetime) -> Window:
        """Exactly this start: a window of one minute."""
        return cls(instant, instant + MINUTE)

    @property
    def is_instant(self) -> bool:
        return self.end - self.start <= MINUTE


@dataclass(frozen=True, slots=True)
class Windows:
    """Allowed starts: sorted, disjoint spans, and the instants that would please most (`near`), best first.

    "around 3 on thursday" is the span 2:00-4:00 with `near` 3:00; "thursday" a whole day with nothing near.
    No span at all means that the wish contradicts itself: nothing can satisfy it.
    """

    spans: tuple[Window, ...]
    near: tuple[datetime, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Window], near: Iterable[datetime] = ()) -> Windows:
        """Any spans, made sorted and disjoint."""
        merged: list[Window] = []
        for span in sorted(spans, key=lambda span: (span.start, span.end)):
            if merged and span.start <= merged[-1].end:
                merged[-1] = Window(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        return cls(tuple(merged), tuple(near))

    @classmethod
    def at(cls, instant: datetime) -> Windows:
        return cls((Window.at(instant),), (instant,))

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __contains__(self, instant: datetime) -> bool:
        return any(span.start <= instant < span.end for span in self.spans)

    @property
    def exact(self) -> datetime | None:
        """The one instant that is asked for, if it is exactly one."""
        return self.spans[0].start if len(self.spans) == 1 and self.spans[0].is_instant else None

    @property
    def start(self) -> datetime:
        return self.spans[0].start

    @property
    def end(self) -> datetime:
        return self.spans[-1].end

    def both(self, other: Windows) -> Windows:
        """The starts that both allow; what pleased either and is still allowed pleases most."""
        spans: list[Window] = []
        mine, theirs = 0, 0
        while mine < len(self.spans) and theirs < len(other.spans):
            a, b = self.spans[mine], other.spans[theirs]
            start, end = max(a.start, b.start), min(a.end, b.end)
            if start < end:
                spans.append(Window(start, end))
            if a.end <= b.end:
                mine += 1
            else:
                theirs += 1
        common = Windows.of(spans)
        return Windows(common.spans, tuple(n for n in (*self.near, *other.near) if n in common))

    def without(self, other: Windows) -> Windows:
        """These starts less the other's."""
        left: list[Window] = []
        first = 0
        for span in self.spans:
            start = span.start
            while first < len(other.spans) and other.spans[first].end <= start:
                first += 1
            for hole in other.spans[first:]:
                if hole.start >= span.end:
                    break
                if start < hole.start:
                    left.append(Window(start, hole.start))
                start = max(start, hole.end)
            if start < span.end:
                left.append(Window(start, span.end))
        return Windows(tuple(left), tuple(n for n in self.near if not any(h.start <= n < h.end for h in other.spans)))

    def clip(self, start: datetime, end: datetime) -> Windows:
        """Only what lies in [start, end)."""
        return self.both(Windows((Window(start, end),))) if start < end else Windows(())


def pack(wish: Windows) -> dict[str, Any]:
    """A wish as JSON values, to be kept."""
    return {
        "spans": [[span.start.isoformat(), span.end.isoformat()] for span in wish.spans],
        "near": [near.isoformat() for near in wish.near],
    }


def unpack(raw: dict[str, Any]) -> Windows:
    """The wish that was packed."""
    spans = tuple(Window(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in raw["spans"])
    return Windows(spans, tuple(datetime.fromisoformat(near) for near in raw["near"]))


@dataclass(frozen=True, slots=True)
class Repeat:
    """Several dates wished as one: every `every_days` days at the same local time, or `per_week` times a week."""

    every_days: int = 7
    per_week: int = 1
    times: int | None = None

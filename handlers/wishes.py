"""A wish for a time as a conversation remembers it, and how a later wish refines an earlier one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core.windows import Window, Windows

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def pack(wish: Windows) -> dict[str, Any]:
    """As JSON values, to be kept among the answers."""
    return {
        "spans": [[span.start.isoformat(), span.end.isoformat()] for span in wish.spans],
        "near": [near.isoformat() for near in wish.near],
    }


def unpack(raw: dict[str, Any]) -> Windows:
    spans = tuple(Window(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in raw["spans"])
    return Windows(spans, tuple(datetime.fromisoformat(near) for near in raw["near"]))


def refine(before: Windows | None, new: Windows, zone: ZoneInfo) -> Windows:
    """What is wished now: the new wish within the earlier one where they agree, else the new one.

    "next week", then "mornings": the mornings of next week. "Tuesday at 3", then "Wednesday": Wednesday, near 3.
    """
    if before is None:
        return new
    both = before.both(new)
    if both:
        return both
    if not new.near and before.near and all(span.end - span.start >= DAY / 4 for span in new.spans):
        return Windows(new.spans, tuple(n for n in _same_hour(before.near[0], new, zone) if n in new))
    return new


def _same_hour(near: datetime, new: Windows, zone: ZoneInfo) -> list[datetime]:
    """The local hour of `near` on each of the days that the new wish begins."""
    hour = near.astimezone(zone).timetz()
    days = [span.start.astimezone(zone).date() for span in new.spans]
    return [datetime.combine(day, hour.replace(tzinfo=zone)).astimezone(near.tzinfo) for day in days]

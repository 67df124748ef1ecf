"""A wish for a time as a conversation remembers it, and how a later wish refines an earlier one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from core.windows import Windows, pack, unpack

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["at_best", "near_to", "pack", "refine", "unpack"]


def refine(before: Windows | None, new: Windows, zone: ZoneInfo, about: datetime | None = None) -> Windows:
    """What is wished now: the new wish within the earlier one where they agree, else the new one.

    "next week", then "mornings": the mornings of next week. "Tuesday at 3", then "Tuesday": any time of Tuesday. With
    Tuesday at 3 on the table (`about`), "Wednesday" is Wednesday near 3.
    """
    wish = new
    if before is not None and before.without(new):
        wish = before.both(new) or new
    liked = about or (before.near[0] if before and before.near else None)
    if wish.near or liked is None:
        return wish
    return replace(wish, near=_same_hour(liked, wish, zone))


def at_best(before: Windows | None, about: datetime) -> Windows:
    """The wish so far, with the time on the table as what would please most."""
    return replace(before, near=(about,)) if before and about in before else Windows.at(about)


def near_to(wish: Windows, beside: datetime, zone: ZoneInfo) -> Windows:
    """A wish for a time instead of `beside`: at its hour where no hour was said, and as near to it as can be."""
    near = wish.near or _same_hour(beside, wish, zone)
    return replace(wish, near=tuple(sorted(near, key=lambda at: abs(at - beside))))


def _same_hour(liked: datetime, wish: Windows, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The local hour of `liked` on the days that a wish begins, where it allows it; the same weekday pleases most."""
    local = liked.astimezone(zone)
    days = sorted(
        (span.start.astimezone(zone).date() for span in wish.spans), key=lambda day: day.weekday() != local.weekday()
    )
    hours = [datetime.combine(day, local.time(), zone).astimezone(liked.tzinfo) for day in days]
    return tuple(hour for hour in hours if hour in wish)

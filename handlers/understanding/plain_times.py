"""A time expression on the calendar, opening hours apart: its start, its end, how fine it is, or how it recurs."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers.understanding.expressions import At, ClockBound, DayBound, Every, Period, When
from handlers.understanding.resolve import MIDNIGHT, USUAL_HOURS, ClockSpan, DaySpan, Frame, clocks, days
from handlers.understanding.windows_of import Group, Hours, settle_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.cascade import Item

Row = dict[str, Any]
BYDAY: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCY: Final = {
    "hour": "hourly",
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "year": "yearly",
    "weekend": "weekly",
}


def as_calendar(items: Sequence[Item], now: datetime, *, french: bool = False) -> Row | None:
    """The first time of a parsed text, as plain values; None if it says none."""
    whens = [item.value for item in items if item.kind == "O" and not _counts(item.value)]
    when = _together(whens)
    if when is None:
        return next(({"seconds": item.value * 60} for item in items if item.kind == "$"), None)
    if when.every is not None:
        return {"rrule": _rrule(when)}
    if when.moment is not None:
        target = now + timedelta(minutes=when.moment.minutes)
        start, end = (min(now, target), max(now, target)) if when.moment.span else (target, None)
        return {"start": start, "end": end, "grain": "minute"}
    row = _row(when, now, Frame(now.date(), USUAL_HOURS, french=french), french=french)
    return _lasting(row, items) if row is not None else None


def _lasting(row: Row, items: Sequence[Item]) -> Row:
    """ "4pm for 30 minutes": the length gives the end."""
    length = next(
        (
            b.value
            for a, b in itertools.pairwise(items)
            if b.kind == "$" and a.text in {"for", "pour", "pendant", "durant"}
        ),
        None,
    )
    if (
        length
        and row.get("start") is not None
        and row.get("end") is None
        and row["grain"] == "minute"
        and length < MIDNIGHT
    ):
        row["end"] = row["start"] + timedelta(minutes=length)
    return row


def _counts(when: When) -> bool:
    """Does this only move another time?"""
    return when.shift is not None


def _together(whens: Sequence[When]) -> When | None:
    """A day here and a clock there are one time."""
    if not whens:
        return None
    first = whens[0]
    for other in whens[1:]:
        if first.every is not None and other.clock is not None and first.clock is None:
            first = replace(first, clock=other.clock)
        elif first.day is None and first.clock is not None and other.day is not None and other.clock is None:
            first = replace(first, day=other.day)
        elif (
            first.clock is None
            and first.day is not None
            and other.clock is not None
            and other.day is None
            and not isinstance(first.day, DayBound)
        ):
            first = replace(first, clock=other.clock)
        elif other.every is not None and first.day is None and first.clock is not None:
            first = replace(first, every=other.every)
    return first


def _rrule(when: When) -> Row:
    every = when.every or Every("week")
    rule: Row = {"freq": _FREQUENCY.get(every.unit, every.unit), "interval": every.interval}
    if every.unit == "weekend":
        rule["byday"] = "SA,SU"
    if every.weekdays:
        rule["byday"] = ",".join(BYDAY[day] for day in every.weekdays)
    if isinstance(when.clock, At):
        minute = clocks(when.clock, Frame(date(2000, 1, 1)))[0].start
        rule["time"] = f"{minute // 60:02d}:{minute % 60:02d}"
    return rule


def _row(when: When, now: datetime, frame: Frame, *, french: bool) -> Row | None:
    group = settle_number(Group(when.day, when.clock), Hours(zone=None, openings=(), now=now, french=french))  # type: ignore[arg-type]
    spans = days(group.day, frame) if group.day is not None else None
    if spans is not None and not spans:
        return None
    clock = clocks(group.clock, frame)[0] if group.clock is not None else None
    if clock is None:
        return _day_row(spans[0]) if spans else None
    if spans is None:
        today = DaySpan.of(frame.today)
        return _clock_row(today, clock, group, now, dated=False)
    return _clock_row(spans[0], clock, group, now, dated=True)


def _day_row(span: DaySpan) -> Row:
    return {"start": _midnight(span.start), "end": _midnight(span.end), "grain": "day"}


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time()) if day is not None else None


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def _clock_row(span: DaySpan, clock: ClockSpan, group: Group, now: datetime, *, dated: bool) -> Row:
    day = span.start or now.date()
    start = _at(day, clock.start)
    if clock.open_end:
        return {"start": start, "end": None, "grain": "minute"}
    if clock.open_start:
        return {"start": None, "end": _at(day, (clock.end or 0) - _inclusive(group)), "grain": "minute"}
    if clock.end is None:
        if not dated and start < now:
            start += timedelta(days=1)
        return {"start": start, "end": None, "grain": "minute"}
    end_day = (
        span.end - timedelta(days=1)
        if span.end is not None and isinstance(group.day, Period) is False and span.end - day > timedelta(days=1)
        else day
    )
    return {"start": start, "end": _at(end_day, clock.end), "grain": "minute"}


def _inclusive(group: Group) -> int:
    return (
        1
        if isinstance(group.clock, ClockBound)
        and group.clock.how in {"until", "by"}
        and isinstance(group.clock.clock, At)
        else 0
    )

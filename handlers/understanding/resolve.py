"""Late resolution: days and clock times become dates and minutes once today, the hours and the reading are known."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from typing import TYPE_CHECKING, Final

from handlers.understanding.expressions import (
    At,
    CalendarDay,
    Clock,
    ClockBound,
    ClockIn,
    ClockRange,
    Clocks,
    Day,
    DayBound,
    DayIn,
    DayRange,
    Days,
    FromToday,
    Holiday,
    NthOfMonth,
    Part,
    Period,
    Shifted,
    Weekday,
    WeekdayBy,
    WeekdayNumber,
)
from handlers.understanding.holidays import next_holiday

if TYPE_CHECKING:
    from collections.abc import Sequence

HORIZON: Final = timedelta(days=91)
DAY: Final = timedelta(days=1)
MIDNIGHT: Final = 24 * 60
USUAL_HOURS: Final = (8 * 60, 20 * 60)
# The parts of the day, in hours of the clock; opening hours cut them later.
PARTS: Final[dict[str, tuple[float, float]]] = {
    "morning": (6, 12),
    "early": (8, 9.25),
    "late_morning": (10, 12),
    "midday": (11, 14),
    "lunch": (11.5, 13.5),
    "early_lunch": (11, 12.5),
    "after_lunch": (13, 17),
    "early_afternoon": (12, 14),
    "afternoon": (12, 17),
    "mid_afternoon": (14, 16.5),
    "late_afternoon": (15.5, 18),
    "work": (17, 21),
    "school": (15, 19),
    "eod": (16.5, 20),
    "after_supper": (18, 22),
    "evening": (17, 23),
    "tonight": (17, 24),
    "night": (18, 24),
    "early_evening": (16.5, 18.5),
    "late_evening": (18, 24),
    "early_night": (20, 22),
    "late_night": (22, 24),
    "not_early": (10, 24),
    "not_late": (0, 16.5),
    "any": (0, 24),
}


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Dates from `start` up to, but not including, `end`; an open side is None."""

    start: date | None
    end: date | None

    @classmethod
    def of(cls, day: date) -> DaySpan:
        return cls(day, day + DAY)


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """Minutes of the day from `start` up to `end`; a single time has no `end`."""

    start: int
    end: int | None = None
    about: bool = False
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What resolution must know: today, the hours of a usual day, which reading, and the language."""

    today: date
    hours: tuple[int, int] = USUAL_HOURS
    second: bool = False  # the second of two honest readings
    french: bool = False


def days(day: Day, frame: Frame) -> list[DaySpan]:
    """The dates that a day expression means, in order; none if there is no such day."""
    match day:
        case FromToday():
            return [DaySpan.of(_add_months(frame.today, day.months) + timedelta(days=day.days))]
        case Weekday():
            return _weekday(day, frame)
        case CalendarDay():
            found = _calendar_day(day, frame)
            return [DaySpan.of(found)] if found and found.year < MAXYEAR else []
        case WeekdayNumber():
            return _weekday(Weekday(day.weekday), frame)
        case NthOfMonth():
            return _nth(day, frame.today)
        case Period():
            return [_period(day, frame.today)]
        case Days():
            return _merge([span for option in day.options for span in days(option, frame)])
        case DayRange():
            return _range(day, frame)
        case DayBound():
            return _bound(day, frame)
        case _:
            return _from_another(day, frame)


def _from_another(day: Holiday | WeekdayBy | Shifted | DayIn, frame: Frame) -> list[DaySpan]:
    """Days that are counted from another day, or inside a stretch of time."""
    match day:
        case Holiday():
            return [DaySpan.of(next_holiday(day.name, frame.today))]
        case WeekdayBy():
            return _beside(day, frame)
        case Shifted():
            return [DaySpan.of(s.start + timedelta(days=day.days)) for s in days(day.day, frame) if s.start]
        case DayIn():
            return _week_of(day, frame) if isinstance(day.inner, Period) else _inside(day, frame)


def as_date(day: WeekdayNumber, today: date, *, french: bool = False) -> date | None:
    """The date that "friday 13" means, if the 13th is a friday within two months; French writes its hours with an h."""
    for ahead in range(366 if french or day.number > 12 else 35):
        at = today + timedelta(days=ahead)
        if at.day == day.number and at.weekday() == day.weekday:
            return at
    return None


def _merge(spans: Sequence[DaySpan]) -> list[DaySpan]:
    return sorted(set(spans), key=lambda s: (s.start or date.min, s.end or date.max))


def _add_months(day: date, months: int) -> date:
    if not months:
        return day
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    if not 1 <= year <= 9998:
        return day
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weekday(day: Weekday, frame: Frame) -> list[DaySpan]:
    today = frame.today
    if day.past:
        back = (today.weekday() - day.day) % 7 or 7
        return [DaySpan.of(today - timedelta(days=back))]
    coming = today + timedelta(days=(day.day - today.weekday()) % 7 or 7)
    if day.plural:
        return [DaySpan.of(coming + timedelta(weeks=w)) for w in range(6)]
    if day.week is None or (day.next and frame.second):
        at = coming
    else:
        at = _monday(today) + timedelta(days=day.day, weeks=day.week)
    return [DaySpan.of(at + timedelta(weeks=day.weeks))]


def _real(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _calendar_day(day: CalendarDay, frame: Frame) -> date | None:
    today = frame.today
    if day.order and day.month and frame.french != frame.second and day.day != day.month:
        day = replace(day, day=day.month, month=day.day)
    if day.month is None:
        return _day_only(day, today)
    if day.year is not None:
        return _real(day.year, day.month, day.day)
    for year in (today.year, today.year + 1, today.year + 2, today.year + 3, today.year + 4):
        found = _real(year, day.month, day.day)
        if found is not None and found >= today:
            return found
    return None


def _day_only(day: CalendarDay, today: date) -> date | None:
    """The next such day of a month, and of the weekday that was said."""
    first = _add_months(today.replace(day=1), day.months)
    if day.months:
        return _real(first.year, first.month, day.day)
    fallback = None
    for ahead in range(14):
        start = _add_months(first, ahead)
        found = _real(start.year, start.month, day.day)
        if found is None or found < today:
            continue
        if day.weekday is None or found.weekday() == day.weekday:
            return found
        fallback = fallback or found
    return fallback


def _nth(day: NthOfMonth, today: date) -> list[DaySpan]:
    first = _add_months(today.replace(day=1), day.months)
    for ahead in range(14):
        start = _add_months(first, ahead)
        if day.month is not None and start.month != day.month:
            continue
        found = _nth_of(start, day)
        if found is not None and (found >= today or day.months):
            return [DaySpan.of(found)]
    return []


def _nth_of(start: date, day: NthOfMonth) -> date | None:
    length = calendar.monthrange(start.year, start.month)[1]
    dates = [d for d in (start + timedelta(days=i) for i in range(length)) if d.weekday() == day.weekday]
    if day.nth == -1:
        return dates[-1]
    return dates[day.nth - 1] if day.nth <= len(dates) else None


def _period(period: Period, today: date) -> DaySpan:
    if period.unit == "weekend":
        saturday = _monday(today) + timedelta(days=5, weeks=period.n)
        return DaySpan(saturday, saturday + 2 * DAY)
    if period.unit == "week":
        start = _monday(today) + timedelta(weeks=period.n)
        end = start + timedelta(days=7)
    elif period.unit == "year":
        start = date(today.year + period.n, 1, 1)
        end = date(today.year + period.n + 1, 1, 1)
    else:
        start = _month_start(period, today)
        end = _add_months(start, 1)
    if period.rest:
        start = max(start, today + DAY) if today + DAY < end else start
    elif period.part:
        start, end = _part_of(period, start, end)
    return DaySpan(start, end)


def _month_start(period: Period, today: date) -> date:
    this = today.replace(day=1)
    if period.month is None:
        return _add_months(this, period.n)
    if period.year is not None:
        return date(period.year, period.month, 1)
    start = date(today.year, period.month, 1)
    if period.n < 0:
        return start if start < this else date(today.year - 1, period.month, 1)
    if start < this or (period.n > 0 and start == this):
        start = date(today.year + 1, period.month, 1)
    return start


_LAST_DAYS: Final = {"last_day": 1, "last": 5, "last_week": 7}


def _part_of(period: Period, start: date, end: date) -> tuple[date, date]:
    if period.part in _LAST_DAYS:
        return end - timedelta(days=_LAST_DAYS[period.part]), end
    cuts = {
        "week": {"early": (0, 3), "mid": (1, 4), "late": (3, 7)},
        "month": {"first_day": (0, 1), "first": (0, 5), "early": (0, 10), "mid": (9, 20), "late": (20, 31)},
        "year": {"early": (0, 90), "mid": (120, 240), "late": (274, 366)},
    }[period.unit][period.part]
    return start + timedelta(days=cuts[0]), min(end, start + timedelta(days=cuts[1]))


def _range(day: DayRange, frame: Frame) -> list[DaySpan]:
    first, last = days(day.first, frame), days(day.last, frame)
    if not first or not last or first[0].start is None:
        return []
    start, end = first[0].start, last[-1].end
    if end is not None and end <= start:
        after = days(day.last, replace(frame, today=start))
        end = after[-1].end if after else None
        if end is not None and end <= start:
            end = end + timedelta(days=7)
    if isinstance(day.first, CalendarDay) and day.first.year is None and isinstance(day.last, CalendarDay):
        start = _before(day.first, day.last, start, end)
    return [DaySpan(start, end)]


def _before(first: CalendarDay, last: CalendarDay, start: date, end: date | None) -> date:
    """ "10 - 12 september 2013": the year of the end is the year of the start."""
    if last.year is not None and first.month is not None:
        found = _real(last.year, first.month, first.day)
        if found is not None and (end is None or found < end):
            return found
    return start


def _bound(day: DayBound, frame: Frame) -> list[DaySpan]:
    spans = days(day.day, frame)
    if not spans:
        return []
    span = spans[0]
    match day.how:
        case "from":
            return [DaySpan(span.start, None)]
        case "after":
            return [DaySpan(span.end, None)]
        case "before":
            return [DaySpan(None, span.start)]
        case _:
            return [DaySpan(None, span.end)]


def _week_of(day: DayIn, frame: Frame) -> list[DaySpan]:
    """The week that holds a day, or one so many weeks on."""
    held = days(day.period, frame)
    if not held or held[0].start is None or not isinstance(day.inner, Period):
        return []
    monday = _monday(held[0].start) + timedelta(weeks=day.inner.n)
    return [DaySpan(monday, monday + timedelta(days=7))]


def _inside(day: DayIn, frame: Frame) -> list[DaySpan]:
    """Every such weekday inside a stretch of time; of an open stretch those of six weeks."""
    if isinstance(day.inner, Days):
        return _merge([s for option in day.inner.options for s in days(DayIn(option, day.period), frame)])
    if not isinstance(day.inner, Weekday):
        return days(day.inner, frame)
    found: list[DaySpan] = []
    for span in days(day.period, frame):
        start = max(span.start or frame.today, frame.today)
        end = span.end or start + timedelta(weeks=6)
        at = start + timedelta(days=(day.inner.day - start.weekday()) % 7)
        while at < end:
            found.append(DaySpan.of(at))
            at += timedelta(weeks=1)
    return found or days(day.inner, frame)


def _beside(day: WeekdayBy, frame: Frame) -> list[DaySpan]:
    """The weekday next to another day, on the side that was said."""
    named = days(day.of, frame)
    if not named:
        return []
    if day.after:
        edge = named[-1].end
        return [DaySpan.of(edge + timedelta(days=(day.weekday - edge.weekday()) % 7))] if edge else []
    edge = named[0].start
    return [DaySpan.of(edge - timedelta(days=(edge.weekday() - day.weekday) % 7 or 7))] if edge else []


# ---- clocks ---------------------------------------------------------------------------------------------------------


def clocks(clock: Clock, frame: Frame) -> list[ClockSpan]:
    """The minutes of the day that a clock expression means."""
    match clock:
        case At():
            return [ClockSpan(_minute(clock, frame), about=clock.about)]
        case Part():
            return [_part(clock, frame)]
        case ClockRange():
            return [_clock_range(clock, frame)]
        case ClockBound():
            return [_clock_bound(clock, frame)]
        case Clocks():
            return _options(clock, frame)
        case ClockIn():
            spans = clocks(clock.clock, frame)
            return [_common(span, _part(clock.part, frame)) for span in spans] if _bounds(clock) else spans


def _bounds(clock: ClockIn) -> bool:
    return isinstance(clock.clock, ClockBound)


def _common(bound: ClockSpan, part: ClockSpan) -> ClockSpan:
    """What a bound leaves of a part of the day: "in the afternoon, after 3"."""
    start, end = max(bound.start, part.start), min(bound.end or MIDNIGHT, part.end or MIDNIGHT)
    return ClockSpan(start, end) if start < end else bound


def _options(clock: Clocks, frame: Frame) -> list[ClockSpan]:
    """Each option; "3 or 4 pm": the half of the day said last is everyone's."""
    options = clock.options
    last = options[-1]
    if isinstance(last, At) and not last.free and last.minute > 720:
        options = tuple(
            replace(o, minute=o.minute % 720 + 720, free=False)
            if isinstance(o, At) and o.free and o.minute % 720 < last.minute - 720
            else o
            for o in options
        )
    return [span for option in options for span in clocks(option, frame)]


def _part(part: Part, frame: Frame) -> ClockSpan:
    start, end = PARTS[part.name]
    if part.name == "early" and frame.hours != USUAL_HOURS:
        return ClockSpan(frame.hours[0], frame.hours[0] + 75)
    return ClockSpan(int(start * 60), int(end * 60))


def _minute(at: At, frame: Frame) -> int:
    """The minute meant: of two halves of the day, the one inside the hours."""
    if not at.free:
        return at.minute
    opens, closes = frame.hours
    early, late = at.minute % 720, at.minute % 720 + 720
    if at.literal and frame.hours == USUAL_HOURS:
        return at.minute
    for minute in (early, late):
        if opens <= minute < closes:
            return minute
    if early < 7 * 60 or closes <= early:
        return late
    return early if opens - early <= late - closes else late


def _gap(first: int, last: int) -> int:
    return (last - first) % MIDNIGHT or MIDNIGHT


def _clock_range(clock: ClockRange, frame: Frame) -> ClockSpan:
    firsts = [clock.first.minute % 720, clock.first.minute % 720 + 720] if clock.first.free else [clock.first.minute]
    lasts = [clock.last.minute % 720, clock.last.minute % 720 + 720] if clock.last.free else [clock.last.minute]
    if clock.first.free and clock.last.free:
        firsts = [_minute(clock.first, frame)]
    start, end = min(((f, e) for f in firsts for e in lasts), key=lambda pair: _gap(*pair))
    return ClockSpan(start, start + _gap(start, end))


def _clock_bound(clock: ClockBound, frame: Frame) -> ClockSpan:
    if isinstance(clock.clock, Part):
        start, end = (int(edge * 60) for edge in PARTS[clock.clock.name])
    else:
        start = _minute(clock.clock, frame)
        end = start
    match clock.how:
        case "from":
            return ClockSpan(start, MIDNIGHT, open_end=True)
        case "after":
            return ClockSpan(end, MIDNIGHT, open_end=True)
        case "before":
            return ClockSpan(0, start, open_start=True)
        case _:
            return ClockSpan(0, end + (1 if end == start else 0), open_start=True)

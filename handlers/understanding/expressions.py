"""What a time expression says before anyone knows the day: typed, unresolved values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Bound = Literal["from", "after", "until", "before", "by"]


@dataclass(frozen=True, slots=True)
class FromToday:
    """So many days from today: "tomorrow", "in 5 days", "3 weeks ago"; months and years count apart.

    `follows`: counted from the day that was named last, if there was one ("the day after", "same day").
    """

    days: int = 0
    months: int = 0
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week. `week`: None the coming one, 0 of this week, n of the nth week on; `weeks` are added after."""

    day: int
    week: int | None = None
    weeks: int = 0
    next: bool = False  # "next friday": two honest readings
    past: bool = False
    plural: bool = False
    follows: bool = False  # "the following tuesday": after the day that was named last


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class WeekdayBy:
    """The last such weekday before a day, or the first after it: "the tuesday after easter"."""

    weekday: int
    after: bool
    of: Day


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of a month, with what was said of month, year and weekday."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    months: int = 0  # of the nth month from now
    order: str = ""  # a numeric date of which the order of day and month is not sure: "md" or "dm" is likelier
    literal: bool = False  # said as an ordinal or with its month: surely a date


@dataclass(frozen=True, slots=True)
class NthOfMonth:
    """The nth weekday of a month; -1 is the last."""

    nth: int
    weekday: int
    month: int | None = None
    months: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """A week, a weekend, a month or a year, `n` of them from now, or the named month; `part` early, mid or late."""

    unit: Literal["week", "weekend", "month", "year", "workdays"]
    n: int = 0
    month: int | None = None
    year: int | None = None
    part: str = ""
    count: int = 1
    rest: bool = False  # only what is left of it
    follows: bool = False  # counted from the day that was named last: "the week after", "same week"


@dataclass(frozen=True, slots=True)
class DayRange:
    """From one day to another, both included."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class DayBound:
    """On one side of a day."""

    how: Bound
    day: Day


@dataclass(frozen=True, slots=True)
class DayIn:
    """Weekdays inside a stretch of time ("the week of the 23rd, tuesday or thursday"), or the week of a day.

    With a week as `inner` it is the nth week on from that of the day: "the week after easter".
    """

    inner: Day
    period: Day


@dataclass(frozen=True, slots=True)
class Shifted:
    """So many days after (or before) another day: "a week from tuesday"."""

    day: Day
    days: int


@dataclass(frozen=True, slots=True)
class Days:
    """One of several days."""

    options: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class WeekdayNumber:
    """ "friday 13": the 13th if that is a friday soon, otherwise 13:00."""

    weekday: int
    number: int


Day = (
    FromToday
    | Weekday
    | Holiday
    | WeekdayBy
    | CalendarDay
    | NthOfMonth
    | Period
    | DayRange
    | DayBound
    | DayIn
    | Shifted
    | Days
    | WeekdayNumber
)


@dataclass(frozen=True, slots=True)
class At:
    """A clock time in minutes; `free` if it may also be twelve hours later; `about` if not meant to the minute.

    `literal`: written on the 24-hour clock ("5 h"), so that it is later only where the hours make it so.
    """

    minute: int
    free: bool = False
    about: bool = False
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day."""

    name: str


@dataclass(frozen=True, slots=True)
class ClockRange:
    """From one clock time to another."""

    first: At
    last: At


@dataclass(frozen=True, slots=True)
class ClockBound:
    """On one side of a clock time or of a part of the day."""

    how: Bound
    clock: At | Part


@dataclass(frozen=True, slots=True)
class Clocks:
    """One of several clock times."""

    options: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class ClockIn:
    """A clock time that a part of the day makes clear: "8 in the evening"."""

    clock: Clock
    part: Part


Clock = At | Part | ClockRange | ClockBound | Clocks | ClockIn


@dataclass(frozen=True, slots=True)
class Moment:
    """So long from now or before now: "in 2 hours", "20 minutes ago"; `span` if all until then is meant."""

    minutes: int
    span: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """Moved against another time: "an hour later", "same time the week after" (days and the old clock)."""

    minutes: int = 0
    days: int = 0
    same_clock: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """A recurrence: each `interval` of `unit`; `weekdays` if named; `per` times in the unit."""

    unit: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    per: int = 1
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A duration."""

    minutes: int
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class When:
    """One time expression as it stood in the text, and the tokens [first, last] that it took."""

    first: int
    last: int
    day: Day | None = None
    clock: Clock | None = None
    moment: Moment | None = None
    shift: Shift | None = None
    every: Every | None = None
    length: Length | None = None
    negative: bool = False
    soonest: bool = False
    split: tuple[When, ...] = ()  # alternatives of which each has its own clock
    until: When | None = None  # an end on another day: "monday at noon to sunday at 5"

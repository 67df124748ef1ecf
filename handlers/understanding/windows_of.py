"""From typed wishes to `Windows`: days times clocks, cut by the opening hours, less what was excluded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from core.windows import MINUTE, Window, Windows
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
    Part,
    Period,
    Weekday,
    WeekdayNumber,
    When,
)
from handlers.understanding.resolve import (
    HORIZON,
    MIDNIGHT,
    USUAL_HOURS,
    ClockSpan,
    DaySpan,
    Frame,
    as_date,
    clocks,
    days,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from handlers.understanding.meaning import Opening

ABOUT: Final = timedelta(minutes=60)
OPEN_DAYS: Final = 28  # how many days a wish without any day looks ahead


@dataclass(frozen=True, slots=True)
class Hours:
    """The practice's hours as resolution needs them."""

    zone: ZoneInfo
    openings: tuple[Opening, ...]
    now: datetime  # local
    french: bool = False
    second: bool = False

    @property
    def today(self) -> date:
        return self.now.date()

    def frame(self, day: date | None = None) -> Frame:
        """What resolution must know on a day; without one, of any day."""
        spans = [o for o in self.openings if day is None or o.weekday == day.weekday()] or list(self.openings)
        if not spans:
            return Frame(self.today, USUAL_HOURS, self.second, self.french)
        opens = min(_minutes(o.opens) for o in spans)
        return Frame(self.today, (opens, max(_minutes(o.closes) for o in spans)), self.second, self.french)

    def of_day(self, day: date) -> list[tuple[int, int]]:
        """The opening hours of a day, in minutes."""
        return [(_minutes(o.opens), _minutes(o.closes)) for o in self.openings if o.weekday == day.weekday()]

    def instant(self, day: date, minute: int) -> datetime:
        """The instant of a local minute of a day; minutes may run past midnight."""
        at = day + timedelta(days=minute // MIDNIGHT)
        local = datetime.combine(at, time(minute % MIDNIGHT // 60, minute % 60), self.zone)
        return local.astimezone(UTC)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


@dataclass(frozen=True, slots=True)
class Group:
    """Days and clocks that belong together."""

    day: Day | None = None
    clock: Clock | None = None


def windows_of(groups: Iterable[Group], hours: Hours) -> Windows:
    """The starts that any of the groups allows."""
    spans: list[Window] = []
    near: list[datetime] = []
    for group in groups:
        of_weekday: dict[int, list[ClockSpan]] = {}
        for day in _dates(group, hours):
            if day.weekday() not in of_weekday:
                of_weekday[day.weekday()] = _minutes_of(day, group, hours)
            for span in of_weekday[day.weekday()]:
                _add(day, span, hours, spans, near)
    return Windows.of(spans, dict.fromkeys(n for n in near))


def _dates(group: Group, hours: Hours) -> list[date]:
    """Each date that a group means, within the horizon."""
    frame = hours.frame()
    if group.day is None:
        return [hours.today + timedelta(days=i) for i in range(OPEN_DAYS)]
    spans = _numbered(group.day, hours)
    limit = hours.today + HORIZON
    dates: list[date] = []
    for span in spans if spans is not None else days(group.day, frame):
        at, end = span.start or hours.today, span.end
        end = min(end, at + HORIZON) if end else max(limit, at + timedelta(days=OPEN_DAYS))
        while at < end:
            dates.append(at)
            at += timedelta(days=1)
    return dates


def _numbered(day: Day, hours: Hours) -> list[DaySpan] | None:
    if isinstance(day, WeekdayNumber):
        found = as_date(day, hours.today, french=hours.french)
        if found is not None:
            return [DaySpan.of(found)]
    return None


def settle_number(group: Group, hours: Hours) -> Group:
    """ "friday 13" when the 13th is no friday soon: friday at one."""
    day = group.day
    if isinstance(day, WeekdayNumber):
        if as_date(day, hours.today, french=hours.french) is not None:
            return group
        clock = group.clock or (At(day.number % 24 * 60, free=1 <= day.number <= 12) if day.number <= 24 else None)
        return Group(Weekday(day.weekday), clock)
    return group


def _each_number(group: Group) -> list[Group]:
    """ "tues 4 or wed 5": each of several may be an hour."""
    if isinstance(group.day, Days) and any(isinstance(option, WeekdayNumber) for option in group.day.options):
        return [Group(option, group.clock) for option in group.day.options]
    return [group]


def _minutes_of(day: date, group: Group, hours: Hours) -> list[ClockSpan]:
    """The minutes that a group allows on a day of the week, inside its opening hours."""
    if group.clock is None:
        return [ClockSpan(a, b) for a, b in hours.of_day(day) or [(0, MIDNIGHT)]]
    said = clocks(group.clock, hours.frame(day))
    return [each for span in said for each in ([span] if span.end is None else _cut(day, span.start, span.end, hours))]


def _add(day: date, span: ClockSpan, hours: Hours, spans: list[Window], near: list[datetime]) -> None:
    """The window of one date."""
    at = hours.instant(day, span.start)
    if span.end is not None:
        spans.append(Window(at, hours.instant(day, span.end)))
        return
    near.append(at)
    spans.append(Window(at - ABOUT, at + ABOUT + MINUTE) if span.about else Window.at(at))


def _cut(day: date, start: int, end: int, hours: Hours) -> list[ClockSpan]:
    """A span of a day inside the opening hours; whole where it never meets them."""
    opened = hours.of_day(day)
    inside = [(max(start, a), min(end, b)) for a, b in opened if max(start, a) < min(end, b)]
    if not inside:
        edge = start == 0 or end == MIDNIGHT
        inside = [] if opened and edge else [(start, end)]
    return [ClockSpan(a, b) for a, b in inside if a < b]


# ---- joining wishes -------------------------------------------------------------------------------------------------


def is_period(day: Day | None) -> bool:
    """Does this say a stretch of time rather than a day?"""
    return isinstance(day, Period | DayRange | DayBound) or (isinstance(day, DayIn) and isinstance(day.inner, Period))


def is_specific(day: Day | None) -> bool:
    """Does this name single days?"""
    return isinstance(day, Weekday | CalendarDay | Days | WeekdayNumber) or (
        isinstance(day, DayIn) and not isinstance(day.inner, Period)
    )


def floats(day: Day | None) -> bool:
    """Is this a weekday, or several, of which the week may be said elsewhere?"""
    if isinstance(day, Days):
        return all(floats(option) for option in day.options)
    return isinstance(day, Weekday) and day.week is None and not (day.past or day.weeks or day.follows)


def _same_habit(habit: Day | None, day: Day) -> bool:
    """ "I'm usually free on wednesday afternoons, would next wednesday be possible?": the one of the habit."""
    return isinstance(habit, Weekday) and habit.plural and isinstance(day, Weekday) and day.day == habit.day


def _far_off(day: Day | None) -> bool:
    """ "in a month", "in 2 weeks": is a day only about then?"""
    return isinstance(day, FromToday) and not day.follows and bool(day.months or (day.days >= 7 and day.days % 7 == 0))


@dataclass(slots=True)
class Wish:
    """Alternatives so far, and the limits that hold for all of them."""

    groups: list[Group]
    limits: list[Group]
    within: Day | None = None  # the stretch of time that all weekdays lie in

    def add(self, when: When, *, joined: bool) -> None:
        """One more thing that was said; `joined` by "or" or "and" to what stood before."""
        day, clock = when.day, when.clock
        if day is None and clock is None:
            return
        if self.within is not None and day is not None and floats(day):
            day = DayIn(day, self.within)
        if not self.groups:
            self.groups.append(Group(day, clock))
        elif day is None:
            self._add_clock(clock, joined=joined)
        elif not joined and self.groups[-1].clock is None and clock is not None and self.groups[-1].day == day:
            self.groups[-1] = Group(day, clock)  # "tuesday i work from home, so tuesday afternoon"
        elif not joined and _same_habit(self.groups[-1].day, day):
            self.groups[-1] = Group(day, self.groups[-1].clock if clock is None else clock)
        elif all(group.day is None for group in self.groups):
            self.groups = [Group(day, group.clock if clock is None else clock) for group in self.groups]
        elif self._limits(day) and not joined:
            self._put_within(day)
            if clock is not None:
                self._add_clock(clock, joined=False)
        elif not joined and floats(day) and all(_far_off(g.day) for g in self.groups):
            self._fill_around(day, clock)
        elif not joined and is_specific(day) and all(is_period(g.day) for g in self.groups):
            self._fill(day, clock)
        else:
            self.groups.append(Group(day, clock))

    def _put_within(self, period: Day) -> None:
        """ "tuesday or thursday, the week of the 23rd": the weekdays are those of the stretch said later."""
        if self.within is None and any(floats(group.day) for group in self.groups):
            self.within = period
            self.groups = [
                replace(g, day=DayIn(g.day, period)) if g.day is not None and floats(g.day) else g for g in self.groups
            ]
        else:
            self.limits.append(Group(period, None))

    def _fill(self, day: Day, clock: Clock | None) -> None:
        """ "next week, tuesday": the day in the stretch said before, at the hour of either."""
        periods, said = [group.day for group in self.groups], self.groups[0].clock
        self.limits.extend(Group(period, None) for period in periods)
        if floats(day) and self.within is None and periods[0] is not None:
            self.within = periods[0]
            day = DayIn(day, periods[0])
        self.groups = [Group(day, said if clock is None else clock)]

    def _fill_around(self, day: Day, clock: Clock | None) -> None:
        """ "in a month, a wednesday or thursday": those about that day."""
        far = self.groups[0].day
        if isinstance(far, FromToday):
            around = DayRange(replace(far, days=far.days - 3), replace(far, days=far.days + 3))
            self.groups = [replace(self.groups[0], day=around)]
            self._fill(day, clock)

    def _limits(self, day: Day) -> bool:
        """Is this day a stretch around single days said before?"""
        return (
            is_period(day)
            and all(is_specific(g.day) or is_period(g.day) for g in self.groups)
            and not isinstance(day, Days)
        )

    def _add_clock(self, clock: Clock | None, *, joined: bool) -> None:
        bare = [i for i, group in enumerate(self.groups) if group.clock is None]
        if bare:
            for i in bare:
                self.groups[i] = replace(self.groups[i], clock=clock)
        elif joined and clock is not None:
            last = self.groups[-1]
            self.groups[-1] = replace(last, clock=Clocks((*_options(last.clock), clock)))
        elif isinstance(clock, At | Clocks | ClockRange) and all(isinstance(g.clock, At) for g in self.groups):
            self.groups = [replace(g, clock=Clocks((*_options(g.clock), clock))) for g in self.groups]
        elif any(_contrary(g.clock, clock) for g in self.groups):
            self.groups = [replace(g, clock=Clocks((*_options(g.clock), *_options(clock)))) for g in self.groups]
        else:
            self.limits.append(Group(None, clock))

    def windows(self, hours: Hours) -> Windows | None:
        """The starts that the wish allows; None if nothing was wished."""
        if not self.groups:
            return None
        groups = [settle_number(each, hours) for group in self.groups for each in _each_number(group)]
        wanted = windows_of(groups, hours)
        for limit in self.limits:
            limited = wanted.both(windows_of([limit], replace(hours, openings=()) if limit.clock is None else hours))
            if not limited and limit.clock is None and all(_ends(group.day) for group in groups):
                limited = windows_of([limit], hours)  # "till sunday i am away, next week is fine"
            wanted = limited or wanted
        return wanted


def _ends(day: Day | None) -> bool:
    return isinstance(day, DayBound) and day.how in {"by", "until"}


def _contrary(one: Clock | None, other: Clock | None) -> bool:
    """ "before 9, after 4": no hour is both, so either is meant."""
    bounds = [c for c in (one, other) if isinstance(c, ClockBound) and isinstance(c.clock, At)]
    late = [c.clock.minute for c in bounds if c.how in {"after", "from"} and isinstance(c.clock, At)]
    early = [c.clock.minute for c in bounds if c.how not in {"after", "from"} and isinstance(c.clock, At)]
    literal = all(isinstance(c.clock, At) and not c.clock.free for c in bounds)
    return literal and bool(late and early) and early[0] <= late[0]


def _options(clock: Clock | None) -> Sequence[Clock]:
    return clock.options if isinstance(clock, Clocks) else (clock,) if clock is not None else ()


def everything(hours: Hours) -> Windows:
    """All opening hours within the horizon."""
    return windows_of(
        [Group(DayBound("from", CalendarDay(hours.today.day, hours.today.month, hours.today.year)), None)], hours
    )


def _every_such(day: Day | None) -> Day | None:
    """A weekday that is denied is denied every week."""
    if isinstance(day, Days):
        return Days(tuple(option for option in map(_every_such, day.options) if option is not None))
    if isinstance(day, Weekday) and day.week is None and not day.past and not day.weeks:
        return replace(day, plural=True)
    return day


def excluded(when: When, hours: Hours) -> Windows:
    """What a time expression forbids when it is denied: whole days, or those hours of every day."""
    group = settle_number(Group(_every_such(when.day), when.clock), hours)
    free = replace(hours, openings=()) if group.clock is None else hours
    clock = group.clock
    if isinstance(clock, At):
        group = replace(group, clock=ClockRange(clock, At((clock.minute + 1) % MIDNIGHT, clock.free)))
    if isinstance(clock, ClockBound) and clock.how in {"after", "from"} and isinstance(clock.clock, At):
        free = hours
    if group.day is None and not isinstance(clock, ClockIn | Part | ClockBound | ClockRange | Clocks | At):
        return Windows(())
    if group.day is None:
        group = replace(group, day=DayBound("from", CalendarDay(hours.today.day, hours.today.month, hours.today.year)))
    return windows_of([group], free)

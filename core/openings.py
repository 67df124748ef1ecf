"""When the practice works: weekly hours less time off, closures and holidays, by practitioner and local day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from core.days import DAY, at_clock, instant_of, on_the_clock, seconds, stretches
from core.holiday_days import closed_on
from core.rules import rules_of, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from storage.models import Practice, Service
    from storage.store import Store

Span = tuple[int, int]
Reach = tuple[int, int, int]  # open from, to, and how far a session that starts in it may run


@dataclass(frozen=True, slots=True)
class Timed:
    """A class's fixed weekly time with one practitioner: minutes after midnight, and seconds that it takes."""

    service_id: int
    weekday: int
    starts: int
    length: int
    before: int
    after: int


@dataclass(frozen=True)
class Openings:
    """A practice's open time, worked out day by day and remembered. Values only; spans are seconds since 1970."""

    zone: ZoneInfo
    weekly: Mapping[int, Sequence[tuple[int, int, int]]]  # by practitioner: weekday, opens, closes (minutes)
    off: Mapping[int | None, Sequence[Span]] = field(default_factory=dict)  # by practitioner; None: the whole practice
    extra: Mapping[int, Sequence[Span]] = field(default_factory=dict)  # by practitioner: open whatever else is said
    timed: Mapping[int, Sequence[Timed]] = field(default_factory=dict)  # by practitioner
    givers: Mapping[int, Sequence[int]] = field(default_factory=dict)  # by service, in order of the practice file
    region: str = "other"
    opened: tuple[str, ...] | None = ()  # holidays that are worked on; None: all of them
    _spans: dict[tuple[int, date], tuple[Reach, ...]] = field(default_factory=dict, repr=False)
    _classes: dict[tuple[int, date], tuple[tuple[int, Timed], ...]] = field(default_factory=dict, repr=False)

    def with_nobody_away(self) -> Openings:
        """The same were no practitioner's time off in it: that can be taken back."""
        return replace(self, off={None: self.off.get(None, ())}, _spans={}, _classes={})

    def day(self, instant: int) -> date:
        """The local day of an instant."""
        return instant_of(instant).astimezone(self.zone).date()

    def spans(self, who: int, day: date) -> tuple[Reach, ...]:
        """A practitioner's open time on a local day, in order. Time open across midnight reaches into the next day."""
        known = self._spans.get((who, day))
        if known is None:
            known = self._spans[who, day] = tuple(self._reaching(who, day))
        return known

    def _reaching(self, who: int, day: date) -> list[Reach]:
        spans = [(start, end, end) for start, end in self._open(who, day)]
        ends = stretches(self.zone, day)[-1].end if spans else 0
        if spans and spans[-1][1] == ends:
            after = next((end for start, end in self._open(who, day + timedelta(days=1)) if start == ends), ends)
            spans[-1] = (spans[-1][0], ends, after)
        return spans

    def _open(self, who: int, day: date) -> list[Span]:
        extra = self._extra(who, day) if who in self.extra else []
        return joined(sorted([*self._usual(who, day), *extra])) if extra else self._usual(who, day)

    def _extra(self, who: int, day: date) -> list[Span]:
        """What a practitioner works of this day besides the week's hours."""
        whole = stretches(self.zone, day)
        start, end = whole[0].start, whole[-1].end
        return [(max(a, start), min(b, end)) for a, b in self.extra[who] if a < end and b > start]

    def _usual(self, who: int, day: date) -> list[Span]:
        if self.holiday(day):
            return []
        weekday = day.weekday()
        windows = [(opens, closes) for on, opens, closes in self.weekly.get(who, ()) if on == weekday]
        spans = joined(sorted(span for window in windows for span in on_the_clock(self.zone, day, *window)))
        return less(less(spans, self.off.get(None, ())), self.off.get(who, ()))

    def holiday(self, day: date) -> str:
        """The name of the public holiday on which the practice is closed that day, or nothing."""
        return "" if self.opened is None else closed_on(self.region, day.year, self.opened).get(day, "")

    def is_open(self, who: int, day: date, start: int, end: int) -> bool:
        """Whether a session that starts on this local day lies in open time as a whole."""
        return any(opens <= start < closes and end <= reach for opens, closes, reach in self.spans(who, day))

    def is_class(self, service_id: int) -> bool:
        """Whether a service starts at fixed times only."""
        return any(timed.service_id == service_id for times in self.timed.values() for timed in times)

    def gives_classes(self, who: int, besides: int) -> bool:
        return any(timed.service_id != besides for timed in self.timed.get(who, ()))

    def classes(self, who: int, day: date) -> tuple[tuple[int, Timed], ...]:
        """A practitioner's class times of a local day, in order: the start and which class it is."""
        known = self._classes.get((who, day))
        if known is None:
            todays = [timed for timed in self.timed.get(who, ()) if timed.weekday == day.weekday()]
            starts = [(at_clock(self.zone, day, timed.starts), timed) for timed in todays]
            known = tuple(sorted(((at, t) for at, t in starts if at is not None), key=lambda pair: pair[0]))
            self._classes[who, day] = known
        return known


def joined(spans: Iterable[Span]) -> list[Span]:
    """Sorted spans, with those that touch made one."""
    whole: list[Span] = []
    for start, end in spans:
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return whole


def less(spans: Sequence[Span], holes: Iterable[Span]) -> list[Span]:
    """The spans without the holes."""
    left = list(spans)
    for begin, end in holes:
        left = [
            (a, b) for start, stop in left for a, b in ((start, min(stop, begin)), (max(start, end), stop)) if a < b
        ]
    return left


_known: WeakKeyDictionary[Any, dict[int, tuple[int, Openings]]] = WeakKeyDictionary()


def openings(store: Store, now: datetime) -> Openings:
    """The practice's open time from now on, remembered until the practice's version says that it changed."""
    practice = store.practice()
    if store.session.info.get("practice_changed"):  # this transaction changed it, and may yet be rolled back
        return _asked(store, practice, now)
    known = _known.setdefault(store.session.get_bind().dialect, {})  # the one object that a database's sessions share
    version, found = known.get(store.practice_id, (0, None))
    if found is None or version != practice.version:
        found = _asked(store, practice, now)
        known[store.practice_id] = practice.version, found
    return found


def openings_since(store: Store, since: datetime) -> Openings:
    """The practice's open time from an instant that may be long ago: today's hours, less what was off then."""
    return _asked(store, store.practice(), since)


def _asked(store: Store, practice: Practice, now: datetime) -> Openings:
    rules = rules_of(practice)
    weekly: dict[int, list[tuple[int, int, int]]] = {person.id or 0: [] for person in store.practitioners()}
    for hours in store.working_hours():
        if hours.practitioner_id in weekly:
            weekly[hours.practitioner_id].append((hours.weekday, hours.opens, hours.closes))
    off: dict[int | None, list[Span]] = {}
    for away in store.time_off(after=now - timedelta(seconds=DAY)):
        off.setdefault(away.practitioner_id, []).append((seconds(away.starts_at), seconds(away.ends_at)))
    extra: dict[int, list[Span]] = {}
    for more in store.extra_hours(after=now - timedelta(seconds=DAY)):
        extra.setdefault(more.practitioner_id, []).append((seconds(more.starts_at), seconds(more.ends_at)))
    return Openings(
        zone=zone_of(practice),
        weekly=weekly,
        off=off,
        extra=extra,
        timed=_timed(store),
        givers=_givers(store, weekly),
        region=practice.region,
        opened=rules.open_holidays if rules.closed_on_holidays else None,
    )


def _givers(store: Store, people: Iterable[int]) -> dict[int, list[int]]:
    gives = {(giver.service_id, giver.practitioner_id) for giver in store.givers()}
    return {service: [who for who in people if (service, who) in gives] for service in {one for one, _ in gives}}


def _timed(store: Store) -> dict[int, list[Timed]]:
    services: dict[int, Service] = {service.id or 0: service for service in store.services()}
    found: dict[int, list[Timed]] = {}
    for time in store.class_times():
        if service := services.get(time.service_id):
            length, before, after = (m * 60 for m in (service.minutes, service.buffer_before, service.buffer_after))
            timed = Timed(time.service_id, time.weekday, time.starts, length, before, after)
            found.setdefault(time.practitioner_id, []).append(timed)
    return found

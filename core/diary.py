"""The diary as scripts ask it: which times are free, which are nearest, and why one is not. Asks the store, decides
nothing: the search is in core.slots, the choice of offers in core.offers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from core import offers, policy
from core.days import instant_of, seconds
from core.errors import Reason, Refusal
from core.holiday_days import holiday_called
from core.offers import Habit
from core.openings import openings
from core.rules import rules_of, zone_of
from core.slots import Filled, Shape, Sitting, Slot, obstacle, search
from core.windows import Window, Windows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from core.openings import Openings, Span
    from storage.models import Booking, Client, Service
    from storage.store import Store

LONGEST = timedelta(days=1)  # no block is longer (core.practice_file holds services to it)
FIRST_LOOK = timedelta(days=7)  # what is read of the diary at first; each further look is twice as long
END_OF_TIME = 2**40
AROUND = (timedelta(days=3), timedelta(days=14), None)  # how far alternatives are looked for; None: everywhere


def free(
    store: Store,
    service: Service,
    windows: Windows | None,
    now: datetime,
    *,
    practitioner_id: int | None = None,
    client: Client | None = None,
    without: Booking | None = None,
    limit: int | None = 50,
) -> list[Slot]:
    """The first `limit` free slots that a wish allows (None: all of them), in order of time, then of practitioner.

    No wish means any time up to the horizon. Times at which the client is busy are left out; the booking `without` is
    about to move and does not count, nor does a place that is held for this client because it was offered to them.
    """
    look = None if limit is None else FIRST_LOOK
    return list(islice(_free(store, service, windows, now, practitioner_id, client, without, look), limit))


def offer(
    store: Store,
    service: Service,
    windows: Windows | None,
    now: datetime,
    *,
    practitioner_id: int | None = None,
    client: Client | None = None,
    without: Booking | None = None,
    n: int = 3,
) -> list[Slot]:
    """The few free slots to offer for a wish, by the rule of core.offers.

    A wish without end is looked at a week at a time: what comes later is not offered while something is sooner.
    """
    found = _free(store, service, windows, now, practitioner_id, client, without)
    first = next(found, None)
    if first is None:
        return []
    end = _horizon(store, now)[1] if windows and windows.near else first.starts_at + FIRST_LOOK
    slots = [first]
    for slot in found:
        if slot.starts_at >= end:
            break
        slots.append(slot)
    return _few(store, client, slots, windows, service, now, n)


def few_for(
    store: Store, client: Client | None, slots: Sequence[Slot], wish: Windows | None, now: datetime, n: int = 3
) -> list[Slot]:
    """The few of these free slots, all of one service, to offer to a client, by the rule of core.offers."""
    return _few(store, client, slots, wish, store.service(slots[0].service_id), now, n) if slots else []


def around(
    store: Store,
    service: Service,
    wish: Windows,
    now: datetime,
    *,
    practitioner_id: int | None = None,
    client: Client | None = None,
    without: Booking | None = None,
    n: int = 3,
    fits: Callable[[Slot], bool] | None = None,
) -> list[Slot]:
    """The nearest free slots to a wish that cannot be met: its own day first, then the days around it.

    `fits` leaves out what will not do for other reasons.
    """
    slots: list[Slot] = []
    for reach in AROUND if wish else ():
        place = Windows((Window(wish.start - reach, wish.end + reach),)) if reach else None
        found = _free(store, service, place, now, practitioner_id, client, without, look=None)
        slots = list(filter(fits, found) if fits else found)
        if len({slot.starts_at for slot in slots}) >= n:
            break
    length = timedelta(minutes=service.minutes)
    return offers.nearest(slots, wish, habit(store, client, now), zone_of(store.practice()), length, n)


def why_not(
    store: Store,
    service: Service,
    instant: datetime,
    now: datetime,
    practitioner_id: int | None = None,
    *,
    client: Client | None = None,
    without: Booking | None = None,
) -> Refusal:
    """Why a session cannot begin exactly then. Of several practitioners, the one who comes nearest to it counts.

    CHANGED when it can after all: somebody made room meanwhile.
    """
    practice = store.practice()
    rules, zone = rules_of(practice), zone_of(practice)
    if refusal := policy.may_start(instant, now, zone, rules.policies):
        return refusal
    open_time, shape = openings(store, now), Shape.of(service)
    who = _who(open_time, shape, practitioner_id)
    start = seconds(instant)
    reason = obstacle(open_time, shape, _filled(store, shape, (start, start + 1), who, client, without), instant, who)
    if reason is Reason.CLOSED:
        label = _closed_for(store, open_time, shape, instant, who)
        return Refusal(reason, label=label, names=_names(open_time, instant) if label else {})
    if reason is Reason.CLASH and client is not None:
        clash = store.clash(client.id or 0, instant, instant + timedelta(minutes=service.minutes))
        return Refusal(reason, **({"booking_id": clash[0], "at": clash[1]} if clash else {}))
    return Refusal(reason or Reason.CHANGED)


def could_be(
    store: Store, service: Service, wish: Windows, now: datetime, *, practitioner_id: int | None = None
) -> Slot | None:
    """The first start of a wish that the hours have room for, were nobody booked or away: what can still come free.

    Nothing when none can: what begins sooner than the waitlist's cut-off, or when the practice is closed.
    """
    earliest, end = (seconds(edge) for edge in _horizon(store, now))
    cut_off = seconds(now) + rules_of(store.practice()).waitlist.cut_off_minutes * 60
    spans = [(max(seconds(w.start), earliest, cut_off), min(seconds(w.end), end)) for w in wish.spans]
    shape, open_time = Shape.of(service), openings(store, now).with_nobody_away()
    who = _who(open_time, shape, practitioner_id)
    for part in _looks([span for span in spans if span[0] < span[1]], FIRST_LOOK) if who else ():
        for slot in search(open_time, shape, Filled({}, [], []), part, who):
            return slot
    return None


def habit(store: Store, client: Client | None, now: datetime) -> Habit:
    """When this client usually comes, and to whom; what is more than a year ago counts no more."""
    if client is None:
        return Habit()
    sessions = store.last_sessions(client.id or 0, now - timedelta(days=365))
    return Habit.of([(starts, who) for starts, who in sessions], zone_of(store.practice()))


def _few(
    store: Store,
    client: Client | None,
    slots: Sequence[Slot],
    wish: Windows | None,
    service: Service,
    now: datetime,
    n: int,
) -> list[Slot]:
    length = timedelta(minutes=service.minutes)
    return offers.few(slots, wish, habit(store, client, now), zone_of(store.practice()), length, n)


def _horizon(store: Store, now: datetime) -> tuple[datetime, datetime]:
    """The first start that can be booked, and the instant from which on none can."""
    practice = store.practice()
    policies = rules_of(practice).policies
    return policy.bookable_from(now, policies), policy.bookable_before(now, zone_of(practice), policies)


def _free(
    store: Store,
    service: Service,
    windows: Windows | None,
    now: datetime,
    practitioner_id: int | None,
    client: Client | None,
    without: Booking | None,
    look: timedelta | None = FIRST_LOOK,
) -> Iterator[Slot]:
    """All that is free, reading the diary only as far as slots are asked for, or all at once without a first `look`."""
    without = without or store.offered_hold(client)  # what is held for them is free to them
    earliest, end = (seconds(edge) for edge in _horizon(store, now))
    spans = [(earliest, end)] if windows is None else [(seconds(w.start), seconds(w.end)) for w in windows.spans]
    spans = [(max(start, earliest), min(stop, end)) for start, stop in spans]
    shape, open_time = Shape.of(service), openings(store, now)
    who = _who(open_time, shape, practitioner_id)
    for part in _looks([span for span in spans if span[0] < span[1]], look) if who else ():
        filled = _filled(store, shape, (part[0][0], part[-1][1]), who, client, without)
        yield from search(open_time, shape, filled, part, who)


def _looks(spans: list[Span], look: timedelta | None) -> Iterator[list[Span]]:
    """The spans in pieces of growing length: who wants the next few free times need not read a season of the diary."""
    reach = int(look.total_seconds()) if look else END_OF_TIME
    while spans:
        edge = spans[0][0] + reach
        yield [(start, min(stop, edge)) for start, stop in spans if start < edge]
        spans = [(max(start, edge), stop) for start, stop in spans if stop > edge]
        reach *= 2


def _who(open_time: Openings, shape: Shape, practitioner_id: int | None) -> list[int]:
    """Who could give it: all who do, or the one wished for, if they do."""
    return [who for who in open_time.givers.get(shape.service_id, ()) if practitioner_id in {None, who}]


def _filled(
    store: Store, shape: Shape, span: Span, who: list[int], client: Client | None, without: Booking | None
) -> Filled:
    """What the diary holds that a session starting in this span could meet."""
    start = instant_of(span[0] - shape.before) - LONGEST
    end = instant_of(span[1] + shape.length + shape.after)
    moving = without.id or 0 if without is not None else 0
    blocks: dict[int, list[Span]] = {}
    for practitioner, begins, ends in store.blocks(who, start, end, _left_alone(store, without)):
        blocks.setdefault(practitioner, []).append((begins, ends))
    sittings: list[Sitting] = []
    if shape.places > 1:
        sittings = [Sitting(*row) for row in store.sittings(shape.service_id, who, start, end, moving)]
    elsewhere: list[Span] = []
    if client is not None:
        elsewhere = [(begins, ends) for begins, ends in store.sessions_of(client.id or 0, start, end, moving)]
    return Filled(blocks, sittings, elsewhere)


def _left_alone(store: Store, without: Booking | None) -> int:
    """The appointment that ends when this booking leaves it, or 0."""
    if without is None or store.places_taken(without.appointment_id) > 1:
        return 0
    return without.appointment_id


def _names(open_time: Openings, instant: datetime) -> dict[str, str]:
    """What the public holiday of that day is called, by language; nothing when it is none."""
    day = open_time.day(seconds(instant))
    return holiday_called(open_time.region, day) if open_time.holiday(day) else {}


def _closed_for(store: Store, open_time: Openings, shape: Shape, instant: datetime, who: list[int]) -> str:
    """What a closure is called: a public holiday, or one of the whole practice. Whose time off it is, is theirs."""
    holiday = open_time.holiday(open_time.day(seconds(instant)))
    if holiday or not who:
        return holiday
    off = store.is_off(who[0], instant, instant + timedelta(seconds=shape.length))
    return off.label if off is not None and off.practitioner_id is None else ""

"""Book several sessions as one: the next N, or the same time every week. Every date is settled before the yes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from core import bookings, diary, pace
from core.errors import Reason, Refusal
from core.pace import Pace
from core.quotes import Quote
from core.windows import Windows
from handlers.client.choosing import choose_slot, slot_choices, to_slot, wish_of
from handlers.client.common import ask_name, child, introduce, purses_of
from handlers.client.newcomers import enrol
from handlers.client.pacing import pace_of, said
from handlers.say import Choice, Say
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.offers import Habit
    from core.slots import Slot
    from handlers.client.choosing import Seek
    from handlers.dialogue import Turn

MOST = 12
WEEKS = 52  # how far a habit is followed; the practice's horizon ends before
SKIP = "skip"
STEPS = {2: ((0, 3), (0, 2), (0, 4), (0, 1)), 3: ((0, 2, 4), (0, 1, 3))}  # days of the week from the first


def is_series(t: Turn) -> bool:
    return bool(t.get("repeat") or t.get("pace")) or (t.get("count") or 1) > 1


def book_series(t: Turn, seek: Seek) -> Say:
    """All dates, alternatives for those that are not free, one price for all, one yes."""
    if t.get("refused"):
        t.need("when", t.words.what_suits())
    slots, note = _usual(t, seek) or _within(t, seek) or _repeated(t, seek)
    quotes, shortage = _affordable(t, seek, slots)
    ask_name(t, quotes[0].starts_at)
    credit, price = sum(q.credits for q in quotes), sum(q.price for q in quotes)
    what = _named(t, seek, quotes)
    tag = t.words.series_price_tag(len(quotes), what, t.words.series_cost(credit, quotes[-1].free_after, price))
    first = quotes[0].starts_at
    held = {"client": seek.client.id, "count": len(quotes)}
    if not t.agrees((shortage or note) + tag, [q.facts() for q in quotes], about=first, **held):
        if t.get("ours"):
            return Say(t.words.whenever())
        _ask_anew(t)
        t.need("when", f"{t.words.not_booked()} {t.words.what_suits()}")
    client = enrol(t, seek.client)
    introduce(t, client)
    bookings.book_all(t.store, client, quotes, t.act)
    return Say(t.words.series_booked(len(quotes), what, t.words.left(quotes[-1].free_after) if credit else ""))


def _ask_anew(t: Turn) -> None:
    """They said no to these dates: what was wished for is kept only to understand the next wish by."""
    refused = {"refused": t.get("when") or True}
    t.forget("slot", "when", "other_when", *(f"date{n}" for n in range(MOST)))
    t.task.answers.update(refused)


def _named(t: Turn, seek: Seek, quotes: Sequence[Quote]) -> str:
    names = {p.id: t.words.first(p) for p in t.store.practitioners()}
    dates = [(q.starts_at, names[q.practitioner_id]) for q in quotes]
    return t.words.series_dates(dates, None if seek.service.usual else seek.service, child(t, seek.client))


def _how_many(t: Turn, seek: Seek) -> int:
    """As many as were asked for; without a number, what the plan still covers, or the question."""
    _, _, times = t.get("repeat") or (7, 1, None)
    asked = times or t.get("count")
    if asked is None:
        asked = _covered(t, seek) or t.need("count", t.words.how_many_to_book())
    return max(1, min(int(asked), MOST))


def _covered(t: Turn, seek: Seek) -> int:
    """How many sessions like this one the client's plans still pay."""
    return sum(purse.free // purse.cost for purse in purses_of(t, seek.client, seek.service))


# Which dates


def _usual(t: Turn, seek: Seek) -> tuple[list[Slot], str] | None:
    """ "book my next 3": the client's usual weekday and hour, at the pace of their plan, when it is free.

    "Book my plan" wants each of these dates: what is in the way of one is said.
    """
    named = t.get("repeat") and not t.get("pace")  # "every other week" of a plan's sessions is no other hour
    if named or t.get("when") or t.get("slot"):
        return None
    habit = diary.habit(t.store, seek.client, t.now)
    if habit.weekday is None:
        return None
    wanted, whom = _how_many(t, seek), seek.practitioner or habit.practitioner_id
    if t.get("marked"):
        dates = islice(pace.spread(_usual_times(t, seek, habit), _taken(t, seek), _pace(t, seek)), wanted)
        return _settle(t, seek, whom, list(dates))
    slots = next_free(t, seek, wanted)
    return (slots, "") if len(slots) == wanted else None


def next_free(t: Turn, seek: Seek, wanted: int) -> list[Slot]:
    """The next times at which they usually come and that are free, at the pace of their plan; fewer if there are."""
    habit = diary.habit(t.store, seek.client, t.now)
    if habit.weekday is None:
        return []
    whom = seek.practitioner or habit.practitioner_id
    found: dict[datetime, Slot] = {}

    def is_free(at: datetime) -> bool:
        slot = _same_person(seek.free(Windows.at(at)), whom)
        if slot is not None:
            found[at] = slot
        return slot is not None

    free = filter(is_free, _usual_times(t, seek, habit))
    return [found[at] for at in islice(pace.spread(free, _taken(t, seek), _pace(t, seek)), wanted)]


def _usual_times(t: Turn, seek: Seek, habit: Habit) -> Iterator[datetime]:
    """Their usual weekday and hour, and another day where they come more than once a week, as far as is open."""
    assert habit.weekday is not None  # noqa: S101  the callers looked
    today, last = t.now.astimezone(t.words.zone).date(), t.now + timedelta(days=t.rules.policies.horizon_days)
    first = datetime.combine(today + timedelta(days=(habit.weekday - today.weekday()) % 7), datetime.min.time())
    first = (first + timedelta(minutes=habit.minute)).replace(tzinfo=t.words.zone).astimezone(UTC)
    steps = _steps(t, seek, first, _pace(t, seek).sessions)
    times = (_later(t, first, week * 7 + step) for week in range(WEEKS) for step in steps)
    return takewhile(lambda at: t.get("marked") or at <= last, times)


def _taken(t: Turn, seek: Seek) -> list[datetime]:
    """When they come, or came lately."""
    return [starts for starts, _ in t.store.last_sessions(id_of(seek.client))]


def _pace(t: Turn, seek: Seek) -> Pace:
    """What they go by, else what the plan that pays was sold with."""
    purses = purses_of(t, seek.client, seek.service)
    return said(t) or (pace_of(t, purses[0]) if purses else Pace())


def _within(t: Turn, seek: Seek) -> tuple[list[Slot], str] | None:
    """ "2 sessions next week", "3 tuesdays at 3": so many within the wish, when it has room for them."""
    wish, wanted = wish_of(t), t.get("count")
    if t.get("repeat") or t.get("slot") or not wish or not wanted:
        return None
    named = all(span.is_instant for span in wish.spans) and len(wish.spans) >= wanted
    if t.get("pace"):
        return _from_then_on(t, seek, wish, wanted) if named and wanted > 1 else None
    if not named and wish.end - wish.start > timedelta(weeks=1):
        return None
    found = seek.free(wish)
    if named:
        each = (_same_person([s for s in found if s.starts_at == span.start], seek.practitioner) for span in wish.spans)
        slots = list(islice((slot for slot in each if slot is not None), wanted))
    else:
        slots = diary.few_for(t.store, seek.client, found, wish, t.now, n=wanted)
    return (slots, "") if len(slots) == wanted and wanted <= MOST else None


def _from_then_on(t: Turn, seek: Seek, wish: Windows, wanted: int) -> tuple[list[Slot], str] | None:
    """A plan's sessions "tuesdays at 5": from the first that is not too near to another of theirs."""
    named = pace.spread((span.start for span in wish.spans), _taken(t, seek), _pace(t, seek))
    first = next(named, None)
    if first is None:
        return None
    usual = seek.practitioner or t.store.usual_practitioner(id_of(seek.client))
    found = _same_person(seek.free(Windows.at(first)), usual)
    return _settle(t, seek, found.practitioner_id if found else usual, _dates(t, seek, first, min(wanted, MOST)))


def _repeated(t: Turn, seek: Seek) -> tuple[list[Slot], str]:
    """The first date, and the others from it at the same local time."""
    its = said(t)
    first = choose_slot(t, seek, partial(t.words.when_for_plan, its) if its else t.words.when_to_come)
    return _settle(t, seek, first.practitioner_id, _dates(t, seek, first.starts_at, _how_many(t, seek)))


def _dates(t: Turn, seek: Seek, first: datetime, count: int) -> list[datetime]:
    """So many from the first; at the pace of a plan those that are not too near to another of theirs."""
    if not t.get("pace"):
        return list(_same_time(t, seek, first, count))
    others = pace.spread(islice(_same_time(t, seek, first, WEEKS), 1, None), [*_taken(t, seek), first], _pace(t, seek))
    return [first, *islice(others, count - 1)]


def _same_time(t: Turn, seek: Seek, first: datetime, count: int) -> Iterator[datetime]:
    """The same local time on every date, whatever the clocks do."""
    every, per_week, _ = t.get("repeat") or (*t.get("pace", (7, 1)), None)
    steps = _steps(t, seek, first, per_week)
    for n in range(count):
        week, step = divmod(n, len(steps))
        yield _later(t, first, week * every + steps[step])


def _later(t: Turn, at: datetime, days: int) -> datetime:
    """The same local time so many days later."""
    day = at.astimezone(t.words.zone).replace(tzinfo=None) + timedelta(days=days)
    return day.replace(tzinfo=t.words.zone).astimezone(UTC)


def _steps(t: Turn, seek: Seek, first: datetime, per_week: int) -> tuple[int, ...]:
    """The days of the week, from the first: those that were named, else well apart and open."""
    if per_week < 2:
        return (0,)
    local, wish = first.astimezone(t.words.zone), wish_of(t)
    starts = [span.start.astimezone(t.words.zone) for span in wish.spans] if wish else []
    named = {(start.weekday() - local.weekday()) % 7 for start in starts}
    if len(named) == per_week:
        return tuple(sorted(named))
    patterns = STEPS.get(per_week, (tuple(range(min(per_week, 7))),))
    return next((p for p in patterns if all(seek.free(Windows.at(_later(t, first, d)), 1) for d in p[1:])), patterns[0])


def _settle(t: Turn, seek: Seek, whom: int | None, dates: Sequence[datetime]) -> tuple[list[Slot], str]:
    """A slot for every date, or none where it was skipped; a date that is not free gets alternatives, asked for."""
    same = {at: _same_person(seek.free(Windows.at(at)), whom) for at in dates}
    note, slots = "", []
    for n, (at, found) in enumerate(same.items()):
        why = None if found else diary.why_not(t.store, seek.service, at, t.now, seek.practitioner, client=seek.client)
        if why is not None and why.reason == Reason.TOO_FAR:
            note = f"{t.words.refused(why)} "
            break
        slot = found if why is None else _instead(t, seek, n, at, why, same)
        if slot is not None:
            slots.append(slot)
    if not slots:
        raise Refusal(Reason.TAKEN)
    return sorted(slots, key=lambda s: s.starts_at), note


def _same_person(found: Sequence[Slot], practitioner_id: int | None) -> Slot | None:
    return next((s for s in found if s.practitioner_id == practitioner_id), found[0] if found else None)


def _instead(t: Turn, seek: Seek, n: int, at: datetime, why: Refusal, same: dict[datetime, Slot | None]) -> Slot | None:
    """What to do about a date that is not free: one of the nearest, or none."""
    near = seek.around(Windows.at(at), 2, fits=lambda slot: slot.starts_at not in same)
    whom, offer = slot_choices(t, near)
    good = sum(slot is not None for slot in same.values())
    ask = t.words.date_blocked(at, t.words.refused(why), good, len(same), whom)
    chosen = t.need(
        f"date{n}",
        ask,
        offer=[*offer, Choice(t.words.skip_it(), SKIP)],
        kind="slot",
        valid=lambda value: value == SKIP or seek.is_free(value),
        under=("slot",),
    )
    return None if chosen == SKIP else to_slot(chosen)


def _affordable(t: Turn, seek: Seek, slots: Sequence[Slot]) -> tuple[list[Quote], str]:
    """Quotes for those dates that can be booked and paid for, and a note when these are not all."""
    found = bookings.quotes(t.store, seek.client, seek.service, slots, t.now)
    good = [quote for quote in found if isinstance(quote, Quote)]
    refused = [refusal for refusal in found if isinstance(refusal, Refusal)]
    if not good:
        raise refused[0]
    if not refused:
        return good, ""
    if refused[0].reason == Reason.NO_CREDIT:
        return good, t.words.only_so_many(len(good))
    return good, f"{t.words.refused(refused[0])} "

"""The practitioner's day: today, another day, a week, who is next, how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core import day as days
from handlers.dialogue import script
from handlers.practitioner.common import local_day, or_says_why, whose
from handlers.say import Choice, Say
from handlers.state import Question, digest
from handlers.wishes import unpack
from storage.asking import id_of
from storage.models import LIVE, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.bookings import Visit
    from core.day import Day
    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Practitioner

WEEK = 7
PER_SESSION = 3  # buttons: came, no show, late
WITH_BUTTONS = 33  # sessions: Telegram shows a hundred buttons at most


@script("day", staff=True)
@or_says_why
def day(t: Turn) -> Say:
    """The sessions of a day, numbered: the numbers can be used afterwards. Or a week, the next one, how many."""
    who = whose(t)
    ask = t.get("ask")
    if ask == "next" or (
        ask is None and t.event.text.strip().lower().rstrip(" ?") in {"next", "prochain", "prochaine"}
    ):
        return Say(_next(t, who))
    on = _days_asked(t)
    if ask == "week" or len(on) > 2:
        return _named(t, who, Say(t.words.week_list([days.day_of(t.store, who, each, t.now) for each in on])))
    found = days.day_of(t.store, who, on[0], t.now)
    if on[0] != local_day(t):
        found = replace(found, waiting=())
    if ask == "count":
        return _named(t, who, Say(t.words.count_of(found)))
    said, listing = as_list(t.words, found, t.now)
    t.state.listing = listing or t.state.listing
    return _named(t, who, said)


def _days_asked(t: Turn) -> list[date]:
    """Today, the day that is meant, or the days of a week."""
    when, today = t.get("when"), local_day(t)
    first = local_day(t, unpack(when).start) if when else today
    if t.get("ask") == "week":
        monday = first - timedelta(days=first.weekday())
        return [one for n in range(WEEK) if (one := monday + timedelta(days=n)) >= today]
    if not when:
        return [today]
    last = local_day(t, unpack(when).end - timedelta(seconds=1))
    return [first + timedelta(days=n) for n in range(min((last - first).days + 1, WEEK))]


def _named(t: Turn, who: Practitioner, said: Say) -> Say:
    """Another's day says whose it is."""
    if who.id == t.person.practitioner_id:
        return said
    return replace(said, text=f"{t.words.first(who)}. {said.text}")


def _next(t: Turn, who: Practitioner) -> str:
    """Who comes next: today, or on the next day with anybody."""
    _, end = days.bounds(t.store, local_day(t))
    ahead = [v for v in t.store.agenda(t.now, t.now + timedelta(days=60), who.id) if v.booking.status in LIVE]
    if not ahead:
        return t.words.nothing_next()
    first = ahead[0]
    if first.appointment.starts_at >= end:
        return t.words.next_day(first)
    return t.words.next_one(first, int((first.appointment.starts_at - t.now).total_seconds() // 60))


def as_list(words: Words, found: Day, now: datetime) -> tuple[Say, Question | None]:
    """A day as it is shown, with buttons for each session, and what its numbers stand for."""
    visits = [*(entry.visit for entry in found.entries), *found.waiting]
    if not visits:
        return Say(words.day_list(found)), None
    mark = digest(("day", found.on, found.practitioner.id, now))
    numbers = tuple(Choice(words.session_choice(v), id_of(v.booking), v.appointment.starts_at) for v in visits)
    open_ones = [v for v in visits if v.booking.status in LIVE][:WITH_BUTTONS]
    buttons = [button for v in open_ones for button in _buttons(words, v, words.called(visits)[id_of(v.booking)])]
    said = Say(words.day_list(found), tuple(buttons), numbered=False, question=mark, columns=PER_SESSION, lasting=True)
    return said, Question(mark, "day", "day", numbers, now)


def _buttons(words: Words, visit: Visit, name: str) -> tuple[Choice, ...]:
    booking, at = id_of(visit.booking), visit.appointment.starts_at
    return (
        Choice(words.came_button(at, name), [Status.ATTENDED.value, booking]),
        Choice(words.no_show_button(), [Status.NO_SHOW.value, booking]),
        Choice(words.late_button(), ["late", booking]),
    )


def as_close(words: Words, visits: Sequence[Visit], now: datetime) -> tuple[Say, Question]:
    """The evening's question about sessions without an outcome, and what its numbers stand for."""
    mark = digest(("close", [v.booking.id for v in visits], now))
    numbers = tuple(Choice(words.session_choice(v), id_of(v.booking), v.appointment.starts_at) for v in visits)
    names = words.called(visits)
    every = Choice(words.all_came_button(), [Status.ATTENDED.value, *(id_of(v.booking) for v in visits)])
    each = [
        Choice(words.no_show_button(names[id_of(v.booking)]), [Status.NO_SHOW.value, id_of(v.booking)]) for v in visits
    ]
    said = Say(words.close_list(visits), (every, *each), numbered=False, question=mark, columns=2, lasting=True)
    return said, Question(mark, "day", "day", numbers, now)

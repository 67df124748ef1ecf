"""What leans on what was said before: "the day after", "the following tuesday", "same week", "after they leave"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers.understanding.expressions import (
    At,
    CalendarDay,
    ClockBound,
    Day,
    DayBound,
    DayIn,
    Days,
    FromToday,
    Holiday,
    Period,
    Shifted,
    Weekday,
    WeekdayBy,
    When,
)
from handlers.understanding.frames import find, pattern
from handlers.understanding.wordlists import phrase_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.understanding.frames import Words
    from handlers.understanding.wishes import Piece

_AFTERWARDS: Final = tuple(
    tuple(phrase.split())
    for phrase in phrase_list(
        """
    after that|after then|after this|afterwards|afterward|from then on|from there on|thereafter|once they|once she|
    once he|once it|once its|once that|once they re|once she s|once he s|once i m|once im|
    after they|after she|after he|after it s|after its|after i m|when they leave|when they re gone|
    when it s over|when its over|when that s done|when i m done|apres ca|apres cela|apres quoi|par la suite|
    apres son depart|apres leur depart|une fois que|une fois qu|une fois parti|une fois partis|une fois fini|
    quand ils seront|quand elle sera|quand il sera|quand ca sera|quand ce sera|apres qu|ensuite|then i m free|
    then im free|dans ce temps la apres|apres c est bon|apres c bon|apres je suis|apres chu|
    apres chui
    """
    )
)


_SAME_TIME: Final = tuple(
    pattern(p) for p in ("same time/hour", "meme/pareille/memes heure/heures/temps", "same + hour")
)


def same_hour(words: Words) -> bool:
    """Does the text say "same time"?"""
    return any(find(each, words) for each in _SAME_TIME)


def with_anchors(pieces: Sequence[Piece], words: Words | None, base: datetime | None) -> list[Piece]:
    """The pieces with every day that counts from another one settled; `base` is the booking or the offer."""
    last: Day | None = CalendarDay(base.day, base.month, base.year) if base is not None else None
    out: list[Piece] = []
    named = -1
    for said in pieces:
        piece, day = said, said.when.day
        if named >= 0 and piece.when.clock is None and day == FromToday(follows=True):
            continue  # "same day" says nothing new of a day that was named
        if day is not None:
            if named >= 0 and _counts_on(day) and not piece.joined:
                out[named] = replace(out[named], when=replace(out[named].when, day=None))
            if _last_named(day) is not None:
                named = -1 if piece.negative else len(out)
            day = _settled(day, last)
            last = _last_named(day) or last
            piece = replace(piece, when=replace(piece.when, day=day))
        out.append(piece)
    return _afterwards(out, words) if words is not None else out


def _counts_on(day: Day) -> bool:
    """Does this day only count on from another, which is then no wish itself?"""
    if isinstance(day, DayBound):
        return isinstance(day.day, FromToday) and day.day.follows
    return isinstance(day, FromToday | Weekday) and day.follows and day != FromToday(follows=True)


def _settled(day: Day, last: Day | None) -> Day:
    """A day that counts from the last one, counted."""
    match day:
        case Days():
            options: list[Day] = []
            for option in day.options:
                options.append(_settled(option, last))
                last = _last_named(options[-1]) or last
            return Days(tuple(options))
        case FromToday() if day.follows and last is not None:
            return Shifted(last, day.days) if day.days else last
        case Weekday() if day.follows and last is not None:
            return WeekdayBy(day.day, after=True, of=last)
        case Period() if day.follows and last is not None:
            return DayIn(Period("week", day.n), last)
        case DayBound():
            return DayBound(day.how, _settled(day.day, last))
        case _:
            return day


def _last_named(day: Day) -> Day | None:
    """The single day that others may count from."""
    match day:
        case Weekday() | CalendarDay() | FromToday() | Shifted() | Holiday() | WeekdayBy():
            return day
        case DayBound():
            return _last_named(day.day)
        case Days():
            return _last_named(day.options[-1])
        case _:
            return None


def _afterwards(pieces: list[Piece], words: Words) -> list[Piece]:
    """ "my inlaws are here till the 20th, so sometime after they leave": the wish begins where that ends."""
    cue = _cue(words, pieces)
    if cue is None:
        return pieces
    at = next((i for i in reversed(range(len(pieces))) if pieces[i].end <= cue), None)
    if at is None:
        return pieces
    piece = pieces[at]
    bounded = isinstance(piece.when.day, DayBound) or isinstance(piece.when.clock, ClockBound)
    later = any(p.when.day is not None and not _leans(p.when.day) for p in pieces[at + 1 :] if not p.negative)
    if later and not bounded:
        return pieces
    when = _from_its_end(piece.when)
    return [*pieces[:at], replace(piece, when=when, negative=False), *pieces[at + 1 :]] if when else pieces


def _leans(day: Day) -> bool:
    """Is this only the week around another day?"""
    return isinstance(day, DayIn | Period)


def _cue(words: Words, pieces: Sequence[Piece]) -> int | None:
    """Where "after that" stands, outside of every time expression."""
    inside = {i for piece in pieces for i in range(piece.start, piece.end)}
    text = words.words
    for i in range(len(text)):
        if i not in inside and any(text[i : i + len(cue)] == cue for cue in _AFTERWARDS if cue[0] == text[i]):
            return i
    return None


def _from_its_end(when: When) -> When | None:
    """After the day, or after the hour, that was named as an end."""
    if when.day is not None:
        day = when.day.day if isinstance(when.day, DayBound) else when.day
        return None if isinstance(day, Period) else replace(when, day=DayBound("after", day), clock=None)
    clock = when.clock.clock if isinstance(when.clock, ClockBound) else when.clock
    return replace(when, clock=ClockBound("from", clock)) if isinstance(clock, At) else None

"""A wish for times in words: days, and between which hours, as far as they are not just the day's own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from core.windows import Windows
    from handlers.understanding.meaning import Opening
    from handlers.words import Words

HOLE = timedelta(minutes=1)  # a start that was left out of a wish: nobody reads that
PARTS = 2  # so many kinds of days are named; more are from the first to the last
Day = tuple[date, int | None, int | None]  # the local day, and between which minutes of it; none: its own edge


def described(words: Words, wish: Windows, openings: Sequence[Opening], now: datetime) -> str:
    """Thu 5 Mar, 12-5 PM. What is past of it is left out."""
    spans = _whole(wish)
    if len(spans) <= PARTS and all(end - start <= HOLE for start, end in spans):
        return words.all_of([words.when(start) for start, _ in spans])
    days = sorted({each for span in spans for each in _days(words, span, openings, now)}, key=_by_day)
    groups = [(edges, [day for day, *_ in run]) for edges, run in groupby(days, key=lambda each: each[1:])]
    if len(groups) > PARTS:
        groups = [((None, None), sorted({day for day, *_ in days}))]
    return words.all_of([words.some_days(run, *edges) for edges, run in groups])


def _by_day(each: Day) -> tuple[date, int, int]:
    return each[0], each[1] or 0, each[2] or 0


def _whole(wish: Windows) -> list[tuple[datetime, datetime]]:
    """The spans with the holes of single starts closed."""
    found: list[tuple[datetime, datetime]] = []
    for span in wish.spans:
        if found and span.start - found[-1][1] <= HOLE:
            found[-1] = (found[-1][0], span.end)
        else:
            found.append((span.start, span.end))
    return found


def _days(words: Words, span: tuple[datetime, datetime], openings: Sequence[Opening], now: datetime) -> Iterable[Day]:
    """The open days that a span touches, and where it begins and ends within each."""
    first, last = (at.astimezone(words.zone) for at in (max(span[0], now), span[1] - HOLE))
    if last < first:
        return
    for n in range((last.date() - first.date()).days + 1):
        day = first.date() + timedelta(days=n)
        hours = [o for o in openings if o.weekday == day.weekday()]
        if not hours:
            continue
        opens, closes = min(o.opens for o in hours), max(o.closes for o in hours)
        start = first.hour * 60 + first.minute if day == first.date() else 0
        end = last.hour * 60 + last.minute + 1 if day == last.date() else 24 * 60
        begun = day == now.astimezone(words.zone).date()  # what is left of today is today
        opening, closing = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
        yield day, None if start <= opening or begun else start, None if end >= closing else end

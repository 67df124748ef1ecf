"""The week that is on the table: what "wednesday?" means after times in a later week were offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.understanding.expressions import CalendarDay, DayIn, Period
from handlers.understanding.windows_of import floats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handlers.understanding.frames import Words
    from handlers.understanding.meaning import Context
    from handlers.understanding.windows_of import Hours
    from handlers.understanding.wishes import Piece

THIS = frozenset({"this", "ce", "cette"})


def of_table(pieces: Sequence[Piece], words: Words, context: Context, hours: Hours) -> list[Piece]:
    """A weekday alone is in the week of what was offered, when all of that lies in one later week."""
    at = [each.astimezone(hours.zone).date() for each in context.offered_at if each is not None]
    mondays = {day - timedelta(days=day.weekday()) for day in at}
    if len(mondays) != 1 or min(mondays) <= hours.today:
        return list(pieces)
    return in_week_of(pieces, words, at[0])


def in_week_of(pieces: Sequence[Piece], words: Words, day: date) -> list[Piece]:
    """The pieces with every weekday that floats in the week of a day."""
    week = DayIn(Period("week"), CalendarDay(day.day, day.month, day.year))
    return [_in_week(piece, words, week) for piece in pieces]


def _in_week(piece: Piece, words: Words, week: DayIn) -> Piece:
    day = piece.when.day
    if day is None or not floats(day) or words.words[piece.start] in THIS:
        return piece
    return replace(piece, when=replace(piece.when, day=DayIn(day, week)))

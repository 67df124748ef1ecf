"""What leans on what was said before: "the day after", "the following tuesday", "same week", "after they leave"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers.understanding.expressions import (
    At,
    Bound,
    CalendarDay,
    ClockBound,
    Day,
    DayBound,
    DayIn,
    DayRange,
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
from handlers.understanding.wordlists import phrase_list, word_set

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
    apres chui|semaine de mon retour|a mon retour|when i m back|when i get back|once i m back|quand je reviens|
    quand je serai de retour|when im back
    """
    )
)


_BEFOREHAND: Final = tuple(
    tuple(phrase.split())
    for phrase in phrase_list(
        """
    sorti avant|sortie avant|parti avant|partie avant|
    done before|finished before|over before|out before|finisse avant|finie avant|fini avant|finit avant|before that|
    before then|sometime before that|avant ca|avant cela|d ici la|prior to that
    """
    )
)
_BOUNDS: Final[dict[str, Bound]] = {"before": "before", "avant": "before", "after": "after", "apres": "after"}
_SUBJECTS: Final = word_set("i im je j we on my mon ma they he she que qu")
_SAME_TIME: Final = tuple(
    pattern(p)
    for p in (
        "same time/hour",
        "meme/pareille/memes heure/heures/temps",
        "same + hour",
        "hour/time/heure unchanged/inchangee/stays/same",
        "heure .. rester/bouge/change .. pas/meme",
        "keep the time/hour",
        "garder l heure",
    )
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
        piece = with_clause(said)
        day = piece.when.day
        if named >= 0 and piece.when.clock is None and day == FromToday(follows=True):
            continue  # "same day" says nothing new of a day that was named
        if day is not None:
            if named >= 0 and _counts_on(day) and not piece.joined and not isinstance(last, Period):
                out[named] = replace(out[named], when=replace(out[named].when, day=None))
            if _last_named(day) is not None and not isinstance(day, Period):
                named = -1 if piece.negative else len(out)
            day = _settled(day, last)
            last = _last_named(day) or last
            piece = replace(piece, when=replace(piece.when, day=day))
        out.append(piece)
    out = _other_days(out)
    return _outside(_afterwards(out, words), words) if words is not None else out


def _other_days(pieces: list[Piece]) -> list[Piece]:
    """ "the 14th i'm at a wedding, other saturdays work": any such day but the one that was named."""
    at = next((i for i, piece in enumerate(pieces) if _other_such(piece)), 0)
    named = [i for i in range(at) if isinstance(pieces[i].when.day, CalendarDay | Weekday) and not pieces[i].when.clock]
    return [replace(piece, negative=piece.negative or i in named) for i, piece in enumerate(pieces)]


def _other_such(piece: Piece) -> bool:
    day = piece.when.day
    return isinstance(day, Weekday) and day.plural and bool({"other", "autres"} & set(piece.before[-2:]))


_OUTSIDE: Final = tuple(
    tuple(phrase.split())
    for phrase in phrase_list(
        "outside of that|outside that|outside of it|outside those|en dehors de ca|en dehors de cela"
    )
)


def _outside(pieces: list[Piece], words: Words) -> list[Piece]:
    """ "wed i work 10 to 5, anything outside of that": that day, less those hours."""
    cue = _cue(words, pieces, _OUTSIDE)
    if cue is None:
        return pieces
    out: list[Piece] = []
    for piece in pieces:
        if piece.end > cue or not piece.negative or piece.when.day is None:
            out.append(piece)
            continue
        out.append(replace(piece, when=replace(piece.when, clock=None), negative=False))
        if piece.when.clock is not None:
            out.append(replace(piece, when=replace(piece.when, day=None)))
    return out


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
        case FromToday() if day.follows and last is not None and not isinstance(last, Period):
            return Shifted(last, day.days) if day.days else last
        case Weekday() if day.follows and last is not None and not isinstance(last, Period):
            return WeekdayBy(day.day, after=True, of=last)
        case Period() if day.follows and isinstance(last, Period):
            return Period("week", last.n + day.n)
        case Period() if day.follows and last is not None:
            return DayIn(Period("week", day.n), last)
        case DayBound():
            return DayBound(day.how, _settled(day.day, last))
        case DayRange():
            return DayRange(day.first, _settled(day.last, day.first))
        case _:
            return day


def _last_named(day: Day) -> Day | None:
    """The single day that others may count from."""
    match day:
        case Weekday() | CalendarDay() | FromToday() | Shifted() | Holiday() | WeekdayBy():
            return day
        case Period():
            return day if day.unit == "week" and not day.follows else None
        case DayBound():
            return _last_named(day.day)
        case Days():
            return _last_named(day.options[-1])
        case _:
            return None


def _afterwards(pieces: list[Piece], words: Words) -> list[Piece]:
    """ "my inlaws are here till the 20th, so sometime after they leave": the wish begins where that ends."""
    cue, how = _cue(words, pieces, _AFTERWARDS), "after"
    if cue is None:
        cue, how = _cue(words, pieces, _BEFOREHAND), "before"
    if cue is None:
        return pieces
    at = next((i for i in reversed(range(len(pieces))) if pieces[i].end <= cue), None)
    if at is None:
        return pieces
    piece = pieces[at]
    bounded = isinstance(piece.when.day, DayBound) or isinstance(piece.when.clock, ClockBound)
    later = any(p.when.day is not None and not _leans(p.when.day) for p in pieces[at + 1 :] if not p.negative)
    if later and not bounded and piece.when.day is not None:
        return pieces
    when = _from_its_end(piece.when) if how == "after" else _until_it(piece.when)
    if how == "after" and set(piece.before) & _RETURNS and piece.when.day is not None and not bounded:
        when = replace(piece.when, day=DayBound("from", piece.when.day))
    return [*pieces[:at], replace(piece, when=when, negative=False), *pieces[at + 1 :]] if when else pieces


_RETURNS: Final = word_set("back retour reviens revient reviendrai return returning rentre home")


def _leans(day: Day) -> bool:
    """Is this only the week around another day?"""
    return isinstance(day, DayIn | Period)


def _cue(words: Words, pieces: Sequence[Piece], cues: tuple[tuple[str, ...], ...]) -> int | None:
    """Where "after that" stands, outside of every time expression."""
    inside = {i for piece in pieces for i in range(piece.start, piece.end)}
    text = words.words
    begins = {piece.start for piece in pieces}
    for i in range(len(text)):
        found = () if i in inside else next((cue for cue in cues if text[i : i + len(cue)] == cue), ())
        if found and not (found[-1] in _IT_IS and i + len(found) in begins):
            return i
    return None


_IT_IS: Final = word_set("its s re")  # "once its 3" names the hour itself


def _from_its_end(when: When) -> When | None:
    """After the day, or after the hour, that was named as an end."""
    if when.day is not None and isinstance(when.clock, At):
        return replace(when, clock=ClockBound("from", when.clock))
    if when.day is not None:
        day = when.day.day if isinstance(when.day, DayBound) else when.day
        return None if isinstance(day, Period) else replace(when, day=DayBound("after", day), clock=None)
    clock = when.clock.clock if isinstance(when.clock, ClockBound) else when.clock
    return replace(when, clock=ClockBound("from", clock)) if isinstance(clock, At) else None


def _until_it(when: When) -> When | None:
    """Before the hour, or before the day, that was named."""
    if isinstance(when.clock, At):
        return replace(when, clock=ClockBound("before", when.clock))
    if when.day is None or when.clock is not None or isinstance(when.day, DayBound | Period):
        return None
    return replace(when, day=DayBound("before", when.day))


def with_clause(piece: Piece) -> Piece:
    """ "before i fly out on the 19th": the bound stands ahead of the clause that the date belongs to."""
    day, words = piece.when.day, piece.before
    if piece.when.clock is not None or not isinstance(day, CalendarDay | Weekday | FromToday | Holiday):
        return piece
    for i in range(len(words) - 2, -1, -1):
        if words[i] == ",":
            return piece
        if words[i] in _BOUNDS and words[i + 1] in _SUBJECTS:
            return replace(piece, when=replace(piece.when, day=DayBound(_BOUNDS[words[i]], day)))
    return piece

"""What is said of the bookings that a client holds: this one cannot be, that one stays, another time for the third."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from handlers.understanding.anchors import same_hour
from handlers.understanding.details import asks_whether, practitioner_wished
from handlers.understanding.frames import find, pattern
from handlers.understanding.lexer import fold
from handlers.understanding.names import find_names
from handlers.understanding.wishes import Piece, matching, names_weekday, on_day, split_pairs, stays
from handlers.understanding.wishes import over as is_over
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.understanding.meaning import Context
    from handlers.understanding.text import Text
    from handlers.understanding.windows_of import Hours

_INSTEAD: Final = word_set(
    "instead plutot rather mieux better arrange arrangerait arrangera suit suits easier prefer prefere prefererais "
    "place swap convient >"
)
_SAID: Final = word_set(
    "said dit avais supposed booked currently had originally thought my mon ma put mettre mets mettez"
)
_ASIDE: Final = (pattern("GONE"), pattern("TROUBLE"), pattern("SICK"), pattern("CANT"), pattern("NOT_COMING"))
_FIRST: Final = word_set("first earlier earliest premier premiere sooner")
_SECOND: Final = word_set("second later last latter dernier derniere deuxieme seconde")
_ARTICLES: Final = word_set("the my le la mon ma l celui celle du that")
_NOT_RANKED: Final = word_set(
    "thing time fois place dispo available slot slots opening disponible lundi mardi mercredi jeudi vendredi samedi "
    "monday tuesday wednesday thursday friday saturday week weekend semaine month mois day jour half minute heure "
    "mars avril mai juin may june april"
)


def on_held(piece: Piece, held: Sequence[datetime], hours: Hours) -> bool:
    """Does a time expression name the day of a booking?"""
    if getattr(piece.when.day, "follows", False):
        return False
    return piece.when.day is not None and any(
        names_weekday(piece.when.day, at) or on_day(piece.when, at, hours) for at in held
    )


def ranked(parts: Text, held: list[datetime]) -> list[datetime]:
    """ "the first of my two", "le deuxieme": a booking by its place among those held."""
    words = parts.words.words
    if len(held) < 2:
        return []
    for i, word in enumerate(words):
        if i and words[i - 1] in _ARTICLES and word in _FIRST | _SECOND and not set(words[i + 1 : i + 2]) & _NOT_RANKED:
            return held[-1:] if word in _SECOND else held[:1]
    return []


def change_of_held(parts: Text, context: Context, hours: Hours) -> str | None:
    """ "move" or "cancel", where a message speaks of a booking without a verb of the desk; None if it does not."""
    held = [h.at.astimezone(context.zone) for h in context.bookings]
    if context.asked or not held or not parts.pieces:
        return None
    pieces = split_pairs(parts.pieces, context, hours)
    named = [
        p
        for p in pieces
        if on_held(p, held, hours) and not stays(p) and (p.negative or matching(p.when, context, hours))
    ]
    new = [p for p in pieces if not p.negative and not matching(p.when, context, hours) and not is_over(p.when)]
    if new and not named and ranked(parts, held):
        return "move"
    if not named and len(new) == 1 and new[0].when.clock and on_held(new[0], held, hours) and _instead(parts):
        return "move"
    if not named:
        return None
    if any(_to_this_hour(piece, parts) for piece in new):
        return "move"
    anew = (parts.words.has("BOOK") and not _instead(parts)) or asks_whether(parts.words)
    if not new and not anew and _other_practitioner(parts, context, named, hours):
        return "move"
    lost = any(p.negative for p in named) or any(find(each, parts.words) for each in _ASIDE)
    if new and (lost or _contrasted(named, new, parts)):
        return "move"
    unsure = parts.words.places.get("UNSURE", ())
    sure = not any(0 <= p.start - end <= 2 for p in named for _, end in unsure)  # "pas sur pour mardi"
    return "cancel" if lost and sure and not new and all(p.negative for p in named) else None


def _instead(parts: Text) -> bool:
    return parts.words.says("instead", "plutot")


def _to_this_hour(piece: Piece, parts: Text) -> bool:
    """ "i finish late thursday, can we make it 6:30?": the hour of what was named."""
    near = parts.words.words[max(0, piece.start - 2) : piece.end]
    return piece.when.day is None and piece.when.clock is not None and bool(set(near) & {"it", "ca"})


def _other_practitioner(parts: Text, context: Context, named: Sequence[Piece], hours: Hours) -> bool:
    """ "could thursday's be with priya?" of one who sees ana then."""
    wished = practitioner_wished(parts, context)
    meant = {at for piece in named for at in matching(piece.when, context, hours)}
    theirs = [h.practitioner for h in context.bookings if h.at.astimezone(context.zone) in meant]
    held = {found.key for name in theirs for found in find_names(fold(name).split(), context.practitioners)}
    return wished is not None and bool(held) and wished not in held


def _contrasted(named: Sequence[Piece], new: Sequence[Piece], parts: Text) -> bool:
    """ "I said tuesday but friday suits me better": one day is set against the other."""
    words = parts.words.words
    if set(words) & _INSTEAD or parts.words.says("finalement") or ("turns", "out") in itertools.pairwise(words):
        return True
    if same_hour(parts.words) or any(p.after == ("to",) for p in named):
        return True
    return any(set(p.before[-3:]) & _SAID for p in named) and any("but" in p.before or "mais" in p.before for p in new)

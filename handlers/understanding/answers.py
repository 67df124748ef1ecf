"""Answers to what was asked: yes and no, choices by number, by time, by practitioner or by their words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from handlers.understanding import choices
from handlers.understanding.anchors import same_hour, with_anchors
from handlers.understanding.choices import Picked
from handlers.understanding.details import asks_whether, practitioner_wished
from handlers.understanding.expressions import At, CalendarDay, Days, Part, When
from handlers.understanding.frames import find, pattern
from handlers.understanding.intents import readings
from handlers.understanding.lexer import fold
from handlers.understanding.meaning import Because, Context, Meaning
from handlers.understanding.names import find_names
from handlers.understanding.short import short_answer
from handlers.understanding.table import of_table
from handlers.understanding.windows_of import is_period
from handlers.understanding.wishes import at_clock, corrected, instants, names_weekday, on_day, wish_of
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.understanding.frames import Words
    from handlers.understanding.text import Text
    from handlers.understanding.windows_of import Hours
    from handlers.understanding.wishes import Piece

NAMED: Final = frozenset({"service", "plan", "person", "practitioner", "name"})
_REMINDER: Final = {"c": "confirm", "1": "confirm", "r": "move", "2": "move", "x": "cancel", "3": "cancel"}
_ANSWERS: Final = (
    ("abort", pattern("= NEVERMIND")),
    ("negate", pattern("= NO")),
    ("affirm", pattern("= YES")),
)
_FRAME_ANSWERS: Final = (
    ("negate", pattern("^ NO")),
    ("affirm", pattern("^ YES")),
)
_LATER: Final = word_set("later plus tard last dernier derniere second deuxieme latest")
_EARLIER: Final = word_set("earlier earliest tot first premier premiere soonest")
_NEW_WISH: Final = word_set(
    "anything instead something other autre autres chose quelque else but mais plutot another different "
    "any could what how sinon"
)


def answer(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """The meaning of a reply to what is on the table, or None if it is none."""
    words = parts.words
    if context.asked == "reminder":
        letter = _REMINDER.get(parts.folded.strip(" .!"))
        if letter:
            return Meaning(letter, because=(Because("reply to the reminder", parts.folded.strip()),))
    short = short_answer(parts, context, hours)
    if short is not None:
        return short
    if context.staff:
        return _plain(parts, context)
    if context.offered and context.asked != "when":
        picked = (
            choices.by_number(words, context)
            or choices.by_hour(words, context, hours.zone)
            or choices.by_all(words, context)
            or choices.by_exclusion(words, context)
        )
        if picked is not None and (len(context.offered) > 1 or context.asked != "confirm"):
            return _picked(picked, context)
    plain = _plain(parts, context)
    if plain is not None:
        return plain
    if context.offered:
        return _chosen(parts, context, hours)
    return None


def _plain(parts: Text, context: Context) -> Meaning | None:
    """A plain yes, no or never mind."""
    words = parts.words
    if parts.pieces or len(words.words) > 16:
        return None
    for intent, known in _ANSWERS:
        spot = find(known, words)
        if spot is None:
            continue
        if intent == "negate" and not context.asked and context.bookings and words.has("NOT_COMING"):
            return None  # "can't make it", of one who holds a booking
        if intent == "affirm" and context.asked == "confirm" and _another_person(parts, context):
            return None
        if intent == "affirm" and context.asked is None and words.has("THANKS"):
            return Meaning("thanks", runner_up="affirm", because=(Because("thanks", words.text(0, len(words.words))),))
        if intent == "affirm" and context.asked is None and words.has("CONFIRM"):
            return Meaning("confirm", runner_up="affirm", because=(Because("confirms", words.text(*spot)),))
        return Meaning(intent, because=(Because(f"plain {intent}", words.text(*spot)),))
    return None


def _picked(picked: Picked, context: Context) -> Meaning:
    intent = "inform" if context.asked in NAMED else "pick"
    at = [context.offered_at[i] for i in picked.picks if i < len(context.offered_at)]
    which = instants([start for start in at if start]) if context.asked == "which_booking" else None
    named = choices.named(context, picked.picks[0])
    return Meaning(
        intent,
        pick=picked.picks[0],
        picks=picked.picks,
        which=which,
        person=named.get("person"),
        practitioner=named.get("practitioner"),
        service=named.get("service"),
        plan=named.get("plan"),
        because=(Because(picked.rule, picked.words),),
    )


def _chosen(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """A choice by its time, its practitioner or its words; or yes with a change."""
    words = parts.words
    if context.asked == "confirm" and len(context.offered) == 1:
        return _to_proposal(parts, context, hours)
    if context.asked == "name" and parts.pieces and len(context.offered_at) == 1:
        return _to_proposal(parts, context, hours)
    by_time = _by_time(parts, context, hours)
    if by_time is not None:
        return by_time
    if (
        not parts.pieces
        and len(words.words) <= 16
        and not (words.question and words.has("WHAT", "HOW", "HOWMANY", "PRICE"))
    ):
        picked = choices.by_label(words, context) or _by_order(words, context)
        if picked is not None and not words.has("MORE", "CANCEL", "MOVE") and not (_denied(words) or _seeks(words)):
            return _picked(picked, context)
    return None


def _seeks(words: Words) -> bool:
    """ "got anything earlier": a question for more, not a choice."""
    return any(word in {"anything", "something", "rien", "other", "autre", "quelque"} for word in words.words)


def _denied(words: Words) -> bool:
    return any(word in {"not", "pas", "except", "sauf"} for word in words.words)


def _to_proposal(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """A reply to one proposal: a yes, a no, or a change of it."""
    words = parts.words
    yes = find(_FRAME_ANSWERS[1][1], words)
    no = find(_FRAME_ANSWERS[0][1], words)
    at = _local(context.offered_at[0], hours) if context.offered_at and context.offered_at[0] else None
    pieces = with_anchors(of_table(corrected(parts.pieces, words), words, context, hours), words, at)
    wishes = [piece for piece in pieces if at is None or piece.negative or not _fits(piece, at, hours)]
    about_else = words.has("CANCEL", "MOVE", "WAITLIST", "HOWMANY", "LATE") or (words.has("RECEIPT") and not yes)
    if wishes and not about_else:
        anchored = [_on_offer(piece, at, same=same_hour(words)) for piece in wishes]
        understood = wish_of(anchored, hours, at)
        if yes and yes[0] < 2 and _besides(words, yes[1]):
            booking = Meaning("book", windows=understood.windows, other_windows=understood.other)
            return Meaning("affirm", because=(Because("yes, and also", words.text(0, 6)),), then=booking)
        texts = tuple(Because("change of the proposal", words.text(p.start, p.end)) for p in wishes)
        return Meaning("inform", windows=understood.windows, other_windows=understood.other, because=texts)
    other = _another_person(parts, context)
    asks = words.words[:1] in {("is",), ("are",), ("est",)} or asks_whether(words)
    if other is not None and not no and not asks:
        return Meaning("inform", practitioner=other, because=(Because("another practitioner", words.text(0, 10)),))
    if words.has("LASTMIN") and not yes:
        return Meaning("decline_offer", runner_up="negate", because=(Because("declines", words.text(0, 12)),))
    if words.question and not yes and not no:
        return None
    if words.has("WAITLIST", "HUMAN", "PRICE", "MOVE", "MORE", "NEVERMIND", "STOPTEXT") and not (yes and parts.pieces):
        return None
    if no and (not yes or no[0] <= yes[0]):
        return Meaning("negate", because=(Because("begins with no", words.text(*no)),))
    if yes:
        affirmed = Meaning("affirm", because=(Because("begins with yes", words.text(*yes)),))
        return replace(affirmed, then=_question_beside(parts, yes[1]))
    return None


def _question_beside(parts: Text, end: int) -> Meaning | None:
    """ "yes. and how many left?": what is asked after the yes."""
    for reading in readings(parts.words, staff=False):
        if reading.intent in _ASKABLE and reading.weight >= 60 and reading.start >= end:
            return Meaning(reading.intent, because=(Because(reading.source, parts.words.text(end, end + 10)),))
    return None


_ASKABLE: Final = frozenset({"balance", "policy", "ask_info", "receipt", "usage_history", "my_bookings", "pay"})


def _another_person(parts: Text, context: Context) -> str | None:
    """The practitioner that is wished for, if it is not the one of the proposal."""
    key = practitioner_wished(parts, context)
    label = fold(context.offered[0]).split() if context.offered else []
    proposed = {found.key for found in find_names(label, context.practitioners, fuzzy=False)}
    return key if key not in proposed else None


def _besides(words: Words, end: int) -> bool:
    """ "yes and also friday": something more, not a change."""
    near = words.words[end : end + 3]
    return any(word in {"also", "aussi", "another", "add"} for word in near) and not words.says("instead", "plutot")


def _local(at: datetime | None, hours: Hours) -> datetime | None:
    return at.astimezone(hours.zone) if at is not None else None


def _fits(piece: Piece, at: datetime, hours: Hours) -> bool:
    return (names_weekday(piece.when.day, at) or on_day(piece.when, at, hours)) and at_clock(piece.when, at, hours)


def _on_offer(piece: Piece, at: datetime | None, *, same: bool = False) -> Piece:
    """A clock without a day is on the day of the proposal; "same time" is at its hour."""
    if at is not None and same and piece.when.clock is None and not piece.negative:
        return replace(piece, when=replace(piece.when, clock=At(at.hour * 60 + at.minute)))
    if at is None or piece.when.day is not None or piece.when.clock is None:
        return piece
    return replace(piece, when=replace(piece.when, day=CalendarDay(at.day, at.month, at.year)))


def _by_time(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """The offers whose start fits the times of the reply."""
    offers = {i: at.astimezone(hours.zone) for i, at in enumerate(context.offered_at) if at is not None}
    words = parts.words
    if not offers or not parts.pieces or words.has("WAITLIST", "CANCEL"):
        return None
    wanted = [piece for piece in parts.pieces if not piece.negative]
    denied = [piece for piece in parts.pieces if piece.negative]
    left = {i: at for i, at in offers.items() if not any(_fits(piece, at, hours) for piece in denied)}
    fits = any if context.asked == "which_booking" else all
    hits = [i for i, at in left.items() if fits(_fits(piece, at, hours) for piece in wanted)]
    if not hits and len(wanted) > 1:
        return _partly(wanted, left, parts, context, hours)
    if len(wanted) == 1 and _prefers(wanted[0], words):
        return None
    if not wanted or not hits or (words.question and any(is_period(piece.when.day) for piece in wanted)):
        return None
    hits = _ordered(hits, words)
    if len(hits) > 1 and context.asked == "which_booking" and _listed(wanted):
        return _picked(Picked(tuple(hits), "choices by time", words.text(0, 8)), context)
    if len(hits) > 1 or _asks_anew(words):
        return None
    return _picked(Picked(tuple(hits), "choice by time", words.text(wanted[0].start, wanted[-1].end)), context)


_RATHER: Final = word_set("better rather prefer instead plutot mieux prefere preferable ideally")


def _prefers(piece: Piece, words: Words) -> bool:
    """ "afternoon would be better": a part of the day is a wish, no choice."""
    when = piece.when
    return when.day is None and isinstance(when.clock, Part) and any(word in _RATHER for word in words.words)


def _partly(
    wanted: list[Piece], left: dict[int, datetime], parts: Text, context: Context, hours: Hours
) -> Meaning | None:
    """Some times fit and others do not: "tuesday or friday" picks both, "tuesday but at 4" changes the offer."""
    hits = [i for i, at in left.items() if any(p.when.day is not None and _fits(p, at, hours) for p in wanted)]
    changed = [p for p in wanted if p.when.clock is not None and not any(_fits(p, left[i], hours) for i in hits)]
    if hits and changed:
        return _changed(left[hits[0]], wanted, parts, hours)
    hits = _ordered(hits, parts.words)
    if len(hits) > 1 or (hits and len(wanted) > 1 and hits != list(left)):
        return _picked(Picked(tuple(hits), "choices by time", parts.words.text(0, 8)), context)
    return None


def _listed(wanted: list[Piece]) -> bool:
    """Are several days named?"""
    return len(wanted) > 1 or any(isinstance(piece.when.day, Days) for piece in wanted)


def _asks_anew(words: Words) -> bool:
    return (any(word in _NEW_WISH for word in words.words) and words.question) or words.has("MORE")


def _changed(at: datetime, wanted: list[Piece], parts: Text, hours: Hours) -> Meaning:
    """ "tuesday but can we do 4": the offered day at another hour."""
    pieces = [_on_offer(piece, at) for piece in wanted if piece.when.clock is not None]
    understood = wish_of(pieces, hours, at)
    because = (Because("change of an offer", parts.words.text(0, 10)),)
    return Meaning("inform", windows=understood.windows, because=because)


def _ordered(hits: list[int], words: Words) -> list[int]:
    """ "the later one", of those that fit."""
    if len(hits) > 1:
        if any(word in _LATER for word in words.words):
            return hits[-1:]
        if any(word in _EARLIER for word in words.words):
            return hits[:1]
    return hits


def _by_order(words: Words, context: Context) -> Picked | None:
    """ "the later one", "le plus tot" of times offered in order."""
    if not context.offered_at or len([w for w in words.words if w.isalnum()]) > 8:
        return None
    order = sorted((at, i) for i, at in enumerate(context.offered_at) if at is not None)
    if not order:
        return None  # choices without a time: "later" is none of them
    text = f" {fold(' '.join(words.words))} "
    if any(
        f" {cue} " in text
        for cue in (
            "later one",
            "latest",
            "le plus tard",
            "la plus tard",
            "plus tard",
            "later",
            "latter",
            "celui d apres",
            "celle d apres",
        )
    ):
        return Picked((order[-1][1],), "the later choice", text.strip())
    if any(
        f" {cue} " in text
        for cue in ("earlier one", "earliest", "le plus tot", "la plus tot", "plus tot", "earlier", "soonest", "former")
    ):
        return Picked((order[0][1],), "the earlier choice", text.strip())
    return None


def bare(when: When) -> bool:
    """Is there nothing in this expression but a clock?"""
    return when.day is None and when.clock is not None

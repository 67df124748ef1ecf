"""A message and what is known around it, into its meaning: what is on the table first, then times, names and intent."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.windows import MINUTE, Windows
from handlers.understanding.anchors import same_hour
from handlers.understanding.answers import answer
from handlers.understanding.changes import change_of_held, on_held, ranked
from handlers.understanding.details import asks_whether, practitioner_unwanted, practitioner_wished, with_details
from handlers.understanding.expressions import (
    At,
    CalendarDay,
    ClockBound,
    FromToday,
    Period,
    Shift,
    Weekday,
    When,
)
from handlers.understanding.frames import find, pattern
from handlers.understanding.intents import Reading, readings
from handlers.understanding.lexer import fold
from handlers.understanding.meaning import Because, Context, Meaning
from handlers.understanding.plan_size import plan_of_size
from handlers.understanding.table import in_week_of, of_table
from handlers.understanding.text import Text, french, take_apart
from handlers.understanding.windows_of import Hours, is_period
from handlers.understanding.wishes import (
    Piece,
    Understood,
    corrected,
    instants,
    matching,
    names_weekday,
    roles_of_cancel,
    roles_of_move,
    stays,
    wish_of,
)
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from datetime import datetime

_REACTION: Final = re.compile(
    r"^\s*(?:"
    r"liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted\s+\S+\s+to|removed an? [\w ]+ from|n.a pas aime"
    r"|(?:a |as |vous avez )?(?:aime|adore|deteste)e?|a ri (?:de|a)|ri de"
    r"|a (?:souligne|accentue|mis en evidence|mis l'accent sur|insiste sur|questionne|remis en question)"
    r"|mis en evidence|souligne|(?:a )?reagi\s+\S*\s*a|\S{1,6}\s+(?:to|a)"
    r")\s*(?:un message|une image|an image|a message|[\"'].)"
)
_AUTO_REPLY: Final = re.compile(
    r"do not disturb|i.?m driving|driving with|auto.?(?:matic |matique )?(?:reply|response|reponse)|reponse automatique"
    r"|je conduis|ne pas deranger|out of (?:the )?office (?:until|auto|reply|message)"
    r"|this is an automated|message automatique|sent from my car|presentement absente? du bureau"
    r"|ll see your message when|automatic message"
    r"|can.?t talk right now.{0,20}(?:call|text)"
)
_WITH_TIMES: Final = word_set(
    "book move inform more_options join_waitlist block_time unblock_time day negate affirm pick "
    "leave_waitlist ask_info accept_offer"
)
_LIGHT: Final = frozenset({"thanks", "greeting", "goodbye", "help", "out_of_scope", "human", "affirm"})
_ASKED_NAMES: Final = frozenset({"name", "service", "plan", "person", "practitioner", "when"})
_ACTS: Final = frozenset(
    {
        "book",
        "move",
        "cancel",
        "balance",
        "receipt",
        "policy",
        "ask_info",
        "buy_plan",
        "join_waitlist",
        "pay",
        "human",
        "confirm",
        "usage_history",
        "language",
    }
)


def understand(text: str, context: Context, now: datetime) -> Meaning:
    """What a message means, given what was asked and what is known; never raises, never looks anything up."""
    folded = fold(text)
    if _REACTION.match(folded):
        return Meaning("reaction", because=(Because("reaction", folded[:40]),))
    if _AUTO_REPLY.search(folded):
        return Meaning("auto_reply", because=(Because("automatic reply", folded[:60]),))
    if not any(c.isalnum() for c in folded):
        return _signs(folded)
    parts = take_apart(text, folded, context)
    hours = Hours(context.zone, context.openings, now.astimezone(context.zone), french=french(parts.words, context))
    meaning = plan_of_size(folded, context) or answer(parts, context, hours) or _by_frames(parts, context, hours)
    return with_details(meaning, parts, context)


_SIGNS: Final = (
    ("affirm", "\U0001f44d✅\U0001f44c\U0001f197✔☑\U0001f4af"),
    ("negate", "\U0001f44e❌\U0001f6ab"),
    ("thanks", "\U0001f64f\U0001f60a❤\U0001f970\U0001f618\U0001f389\U0001f64c"),
    ("goodbye", "\U0001f44b"),
    ("help", "?"),
)


def _signs(folded: str) -> Meaning:
    """A message without any letter: signs of agreement, or of not understanding."""
    for intent, signs in _SIGNS:
        if any(sign in folded for sign in signs):
            return Meaning(intent, because=(Because("sign", folded.strip()[:20]),))
    return Meaning("out_of_scope", confidence=0.3, because=(Because("no words", folded.strip()[:20]),))


def _by_frames(parts: Text, context: Context, hours: Hours) -> Meaning:
    """The meaning by what the words say."""
    found = readings(parts.words, staff=context.staff)
    named = context.asked in _ASKED_NAMES and (found[:1] and (found[0].weight < 20 or "= LENGTH" in found[0].source))
    if not found or named:
        return _unknown(parts, context, found)
    if found[0].weight < 45 and found[0].intent in {
        "receipt",
        "policy",
        "pay",
        "buy_plan",
        "balance",
        "cancel",
        "move",
    }:
        return Meaning("negate", confidence=0.6, because=(Because(f"denied: {found[0].source}", parts.folded[:40]),))
    best = _first_to_do(found, parts, context, hours)
    parts = _own_times(best, found, parts)
    two = _two_deeds(best, found, parts)
    if two is not None:
        return _both_deeds(*two, parts, context, hours)
    meaning = _meaning_of(best.intent, parts, context, hours)
    second = next((r for r in found if r is not best and r.intent not in _LIGHT), None)
    because = (Because(f"{best.intent}: {best.source}", parts.words.text(best.start, best.end)), *meaning.because)
    meaning = replace(
        meaning, because=because, runner_up=second.intent if second else None, confidence=_confidence(found)
    )
    return _with_second(meaning, best, second, parts, _of_second(meaning, second, parts, context, hours))


_DEEDS: Final = frozenset({"cancel", "move", "confirm", "join_waitlist", "buy_plan", "leave_waitlist", "book"})
_QUESTIONS: Final = frozenset(
    {
        "balance",
        "policy",
        "ask_info",
        "receipt",
        "usage_history",
        "my_bookings",
        "human",
        "pay",
        "language",
        "more_options",
    }
)


_ACQUIRED: Final = ("bought", "got", "purchased", "achete", "paid", "paye", "pris", "commence", "started")


def _before_questions(best: Reading, found: list[Reading], parts: Text) -> Reading:
    """A deed that is asked for beside a question goes first."""
    for other in found[1:]:
        if other.intent == "book" and parts.words.says(*_ACQUIRED):
            continue
        if (
            other.intent in _DEEDS
            and other.weight >= (36 if other.intent == "book" else 48)
            and _apart(best, other, parts)
        ):
            return other
    return best


def _first_to_do(found: list[Reading], parts: Text, context: Context, hours: Hours) -> Reading:
    """The heaviest reading; but a deed goes before a question beside it, and nobody moves what they do not hold."""
    best = _after_denial(found, parts)
    if best.intent == "confirm" and not context.bookings and not context.asked and not context.staff:
        best = next(
            (r for r in found if r.intent in {"book", "goodbye"}), best
        )  # nobody confirms what they do not hold
    if best.intent == "move" and not context.bookings and not context.staff and len(found) > 1:
        other = next((r for r in found[1:] if r.intent in {"book", "cancel"}), None)
        if other is not None and (not parts.words.has("APPT") or best.weight - other.weight < 8):
            best = other
    if (
        best.intent in {"book", "more_options", "ask_info"}
        and not context.asked
        and _wants_shift(parts, context, hours)
    ):
        return replace(best, intent="move")
    if best.intent == "more_options" and not context.asked and parts.pieces:
        return replace(best, intent="book")
    if best.intent in _OPEN and not context.staff and best.weight < 80:
        change = change_of_held(parts, context, hours)
        if change is not None:
            return replace(best, intent=change)
    if best.intent in {"ask_info", "my_bookings"} and not context.staff and any(p.negative for p in parts.pieces):
        best = replace(best, intent=change_of_held(parts, context, hours) or best.intent)
    if best.intent == "book" and _says_coming(parts, context, hours):
        return replace(best, intent="confirm")
    if best.intent == "cancel" and not context.staff and best.source.startswith(_LOST):
        return _time_lost(best, parts, context, hours)
    if _only_told(best):
        return next((r for r in found if r.intent in {"cancel", "move"} and r.weight >= 58), best)
    return _before_questions(best, found, parts) if best.intent in _QUESTIONS and not context.staff else best


def _only_told(best: Reading) -> bool:
    """ "tuesday's still on", "it's snowing": what is told beside a deed."""
    if best.intent == "confirm":
        return "CONFIRM" not in best.source.split()
    return best.intent == "out_of_scope" and ("OFFTOPIC" in best.source or "STRANGER" in best.source)


_AFTER_DENIAL: Final = frozenset({"running_late", "move", "book", "confirm"})


def _after_denial(found: list[Reading], parts: Text) -> Reading:
    """ "not cancelling, just 10 minutes late": what is said beside the denial of another deed."""
    best = found[0]
    if best.intent == "abort" and "DONT" in best.source:
        return next((r for r in found[1:] if r.intent == "cancel" and r.weight >= 58 and _apart(best, r, parts)), best)
    if best.intent != "negate":
        return best
    least = {"book": 36}
    rest = (r for r in found[1:] if r.intent in _AFTER_DENIAL and r.weight >= least.get(r.intent, 52))
    return next((r for r in rest if r.start >= best.end and _apart(best, r, parts)), best)


_OPEN: Final = frozenset({"book", "negate", "abort", "more_options"})  # what may yet be a change of a booking
_LOST: Final = ("CANT", "NOT_COMING", "GONE", "T GONE", "T .. GONE")


def _time_lost(best: Reading, parts: Text, context: Context, hours: Hours) -> Reading:
    """A time that no longer works is cancelled, unless another one is wished for in its place."""
    held = [h.at.astimezone(context.zone) for h in context.bookings]
    new = [p for p in parts.pieces if not p.negative and _is_new(p, held, context, hours) and _wished(p, best, parts)]
    if not held:
        return replace(best, intent="book") if new or "GONE" in best.source else best
    welcome = any(_welcome(piece) for piece in new)
    rebooks = parts.words.has("BOOK") or parts.words.says("mettez", "mets", "put", "instead", "plutot")
    asks = parts.words.question and any(piece.start >= best.end for piece in new)
    again = welcome or rebooks or asks or best.source.startswith("T")
    return replace(best, intent="move") if new and again else best


def _is_new(piece: Piece, held: list[datetime], context: Context, hours: Hours) -> bool:
    """Another day than those held, or another hour of one of them."""
    at_another_hour = piece.when.clock is not None and not matching(piece.when, context, hours)
    return at_another_hour or not on_held(piece, held, hours)


_WELCOME: Final = word_set(
    "possible irait ira iraient va fine good works work great ok okay perfect bon correct parfait marche fonctionne "
    "convient"
)


def _welcome(piece: Piece) -> bool:
    """ "6 would be fine": is this time said to be good?"""
    near = piece.after[: piece.after.index(",")] if "," in piece.after else piece.after
    return bool(set(near[:4]) & _WELCOME) and not set(near[:4]) & {"not", "pas", "t", "no", "dont"}


def _wished(piece: Piece, best: Reading, parts: Text) -> bool:
    """Does a time stand outside of what was lost?"""
    return piece.start >= best.end or piece.end <= best.start or parts.words.says("instead", "plutot")


_SHIFTS: Final = (
    ("after", frozenset({"later"}), ("plus tard", "later in the day")),
    ("before", frozenset({"earlier", "sooner"}), ("plus tot", "devancer", "de bonne heure")),
)


def _direction(parts: Text) -> str | None:
    """ "anything earlier": before or after the hour of the booking."""
    text = " ".join(parts.words.words)
    return next(
        (how for how, words, phrases in _SHIFTS if words & set(parts.words.words) or any(p in text for p in phrases)),
        None,
    )


def _wants_shift(parts: Text, context: Context, hours: Hours) -> bool:
    """ "anything earlier on thursday?" of one who has a booking on thursday."""
    if _direction(parts) is None and not parts.words.has("MORE", "OTHER"):
        return False
    return any(
        matching(When(0, 0, piece.when.day), context, hours) for piece in parts.pieces if piece.when.day is not None
    )


_BEGINS_YES: Final = pattern("^ YES")


_AFTER_ALL: Final = ("finalement", "all", "actually", "still", "toujours")


def _says_coming(parts: Text, context: Context, hours: Hours) -> bool:
    """ "oui c'est bon pour demain", "a mardi!" of one who has a booking then."""
    if context.asked or not context.bookings or len(parts.pieces) != 1 or parts.words.question:
        return False
    day = parts.pieces[0].when.day
    then = any(names_weekday(day, held.at.astimezone(context.zone)) for held in context.bookings)
    asks = parts.words.has("WANT", "HAVE", "CAN", "MOVE", "CANCEL", "BOOK", "OTHER")
    if parts.pieces[0].when.clock is not None and matching(parts.pieces[0].when, context, hours) and not asks:
        return parts.words.has("YES")  # "tomorrow at 5 is good"
    said = [word for word in parts.words.words if word.isalnum()]
    if then and parts.words.says(*_AFTER_ALL) and stays(parts.pieces[0]) and not asks:
        return parts.pieces[0].when.clock is None
    if then and said[:1] == ["a"] and len(said) <= 4 and parts.pieces[0].when.clock is None:
        return True
    if find(_BEGINS_YES, parts.words) is None or parts.words.has("WANT", "HAVE", "CAN", "MOVE", "CANCEL"):
        return False
    return then or isinstance(day, FromToday)


def _apart(one: Reading, other: Reading, parts: Text) -> bool:
    """Do two readings stand in different clauses?"""
    first, last = sorted((one, other), key=lambda reading: reading.start)
    if first.end > last.start:
        return False
    between = parts.words.words[first.end : last.start + 1]
    return any(
        word in {",", ".", "?", "!", "and", "et", "also", "aussi", "then", "puis", "pis", "&", "plus", "ps"}
        for word in between
    )


def _own_times(best: Reading, found: list[Reading], parts: Text) -> Text:
    """The message without the times of a question beside the deed: "... and send me the receipt for february"."""
    if best.intent not in _DEEDS:
        return parts
    other = next((r for r in found if r.intent in _QUESTIONS and r.weight >= 60 and _apart(best, r, parts)), None)
    if other is None or other.start < best.start:
        return parts
    bounds = [i for i in range(best.end, other.start) if parts.words.words[i] in _CLAUSES]
    cut = bounds[-1] if bounds else other.start
    kept = [piece for piece in parts.pieces if piece.end <= cut]
    return replace(parts, pieces=kept) if kept else parts


_CLAUSES: Final = word_set(", . ? ! and et pis puis also aussi")
_BESIDE: Final = frozenset({"join_waitlist", "confirm"})


def _two_deeds(best: Reading, found: list[Reading], parts: Text) -> tuple[Reading, Reading] | None:
    """Two things to do in one message, in the order said: "confirm tuesday, cancel thursday"."""
    deeds = {"cancel", "move", "book"} | _BESIDE
    other = next((r for r in found if r is not best and r.intent in deeds and r.weight >= 40), None)
    if other is not None and other.intent == "confirm" and not {"CONFIRM", "T"} & set(other.source.split()):
        return None  # "mardi c beau" beside a move only says what stays
    if best.intent not in deeds or other is None or not {best.intent, other.intent} & _BESIDE:
        return None
    if not _apart(best, other, parts) or len(parts.pieces) < 2:
        return None
    first, later = sorted((best, other), key=lambda reading: reading.start)
    return first, later


def _both_deeds(first: Reading, later: Reading, parts: Text, context: Context, hours: Hours) -> Meaning:
    """Each of two deeds with the times on its side of the message."""
    meanings = []
    for reading, pieces in (
        (first, [piece for piece in parts.pieces if piece.start < later.start]),
        (later, [piece for piece in parts.pieces if piece.start >= later.start]),
    ):
        meaning = _meaning_of(reading.intent, replace(parts, pieces=pieces), context, hours)
        because = Because(f"{reading.intent}: {reading.source}", parts.words.text(reading.start, reading.end))
        meanings.append(replace(meaning, because=(because, *meaning.because)))
    return replace(meanings[0], runner_up=later.intent, then=meanings[1])


def _of_second(meaning: Meaning, second: Reading | None, parts: Text, context: Context, hours: Hours) -> Meaning:
    """The second request of a message, with all of its times where the first takes none."""
    intent = second.intent if second else meaning.intent
    timeless = meaning.intent not in _WITH_TIMES and meaning.intent not in _OF_BOOKINGS
    if timeless and intent in _DEEDS:
        return _meaning_of(intent, parts, context, hours)
    return Meaning(intent)


_OF_BOOKINGS: Final = frozenset({"cancel", "move", "confirm", "running_late"})


def _with_second(meaning: Meaning, best: Reading, second: Reading | None, parts: Text, then: Meaning) -> Meaning:
    """A second request beside the first: "cancel tuesday, and how many do I have left?"."""
    if second is None or meaning.intent == second.intent or second.intent not in _ACTS:
        return meaning
    if second.weight < (36 if second.intent == "book" and then.windows else 45):
        return meaning
    if meaning.intent == "running_late" and second.intent == "confirm":
        return meaning
    gap = max(best.start, second.start) - min(best.end, second.end)
    if gap < 0 or (gap < 2 and not _apart(best, second, parts)):
        return meaning
    return replace(meaning, then=replace(then, because=(Because(second.source, ""), *then.because)))


def _confidence(found: list[Reading]) -> float:
    gap = found[0].weight - (found[1].weight if len(found) > 1 else 0)
    return 1.0 if gap >= 10 else round(0.6 + gap / 25, 2)


_QUESTION_WORDS: Final = word_set(
    """do does did is are can could what which who when where why how will would should have has est quel quelle quels
quelles qui quand comment pourquoi combien faites avez prenez acceptez offrez whats hows wheres dois puis"""
)


def _unknown(parts: Text, context: Context, found: list[Reading]) -> Meaning:
    """No frame fits: an answer to what was asked, or a name alone, or nothing that we know."""
    read = (Because(f"answer to {context.asked}", parts.folded[:40]),)
    if context.asked in _ASKED_NAMES:
        return Meaning("inform", confidence=0.8, because=read)
    if context.offered and practitioner_wished(parts, context) and not asks_whether(parts.words):
        return Meaning("inform", confidence=0.7, because=(Because("with whom", parts.folded[:40]),))
    if context.offered and practitioner_unwanted(parts, context):
        return Meaning("more_options", confidence=0.7, because=(Because("not with whom", parts.folded[:40]),))
    if context.staff and parts.pieces:
        return Meaning("day", confidence=0.4, because=read)
    if found:
        return Meaning(found[0].intent, because=(Because(found[0].source, parts.folded[:40]),))
    if not context.staff and (parts.words.question or set(parts.words.words[:1]) & _QUESTION_WORDS):
        return Meaning("ask_info", confidence=0.4, because=(Because("a question", parts.folded[:40]),))
    if parts.people and parts.people[0].key:
        return Meaning("inform", confidence=0.8, because=(Because("a name", parts.people[0].key),))
    if parts.plans:
        return Meaning("buy_plan", confidence=0.5, because=(Because("a plan's name", parts.plans[0].key),))
    if parts.services or parts.practitioners:
        return Meaning("book", confidence=0.5, because=(Because("a name", parts.folded[:40]),))
    unsure = parts.words.says("not", "pas", "dont")  # "not sure" has a yes in it
    if parts.words.has("YES") and not unsure and len(parts.words.words) <= 8:
        return Meaning("affirm", confidence=0.6, because=(Because("has a yes", parts.folded[:40]),))
    if parts.words.has("NO") and len(parts.words.words) <= 8:
        return Meaning("negate", confidence=0.6, because=(Because("has a no", parts.folded[:40]),))
    return Meaning("out_of_scope", confidence=0.2, because=(Because("nothing known", parts.folded[:40]),))


# ---- times by intent ------------------------------------------------------------------------------------------------

_NEXT: Final = (pattern("NEXT_ONE APPT"), pattern("APPT .. coming up"), pattern("coming up next"))
_THE_NEXT: Final = pattern("the/my/le/la/mon/ma + NEXT_ONE")
_LEADS_TO: Final = word_set("to into for pour a au on until vers")


def _says_next(parts: Text) -> bool:
    """ "my next appointment", "the next one i have": the first of those held, not where it should go."""
    spot = find(_THE_NEXT, parts.words)
    led = spot is not None and spot[0] > 0 and parts.words.words[spot[0] - 1] in _LEADS_TO
    return any(find(each, parts.words) for each in _NEXT) or (spot is not None and not led)


_ALL: Final = word_set("both all deux everything tous tout toutes")
_NOT_ALL_BEFORE: Final = word_set("at after du in not pas above not")  # "at all", "pas du tout"
_NOT_ALL_AFTER: Final = word_set("good set right clear fine est is de le correct a well en beau bon")  # "all good"


def _says_all(parts: Text) -> bool:
    """Are all bookings meant ("both", "all of them", "les deux")?"""
    words = ("", *parts.words.words, "")
    return any(
        word in _ALL
        and "excuses" not in words[i + 1 : i + 3]
        and words[i - 1] not in _NOT_ALL_BEFORE
        and words[i + 1] not in _NOT_ALL_AFTER
        for i, word in enumerate(words)
    )


def _meaning_of(intent: str, parts: Text, context: Context, hours: Hours) -> Meaning:
    """The times of a meaning, by its intent."""
    pieces = corrected(parts.pieces, parts.words)
    if context.asked and intent == "book":
        intent = "inform"
    if context.asked in {"slot", "confirm"}:
        pieces = of_table(pieces, parts.words, context, hours)
    if not context.staff and intent in {"cancel", "confirm", "running_late"}:
        return _of_held(intent, pieces, parts, context, hours)
    if intent == "move" and not context.staff:
        return _of_move(pieces, parts, context, hours)
    if intent not in _WITH_TIMES:
        return Meaning(intent)
    understood = wish_of(pieces, hours, _offered_day(context, hours), parts.words)
    return Meaning(intent, windows=understood.windows, other_windows=understood.other, because=_read(parts, pieces))


def _offered_day(context: Context, hours: Hours) -> datetime | None:
    at = context.offered_at[0] if len(context.offered_at) == 1 else None
    return at.astimezone(hours.zone) if at is not None else None


def _read(parts: Text, pieces: list[Piece]) -> tuple[Because, ...]:
    return tuple(
        Because("not this time" if piece.negative else "time", parts.words.text(piece.start, piece.end))
        for piece in pieces
    )


def _of_held(intent: str, pieces: list[Piece], parts: Text, context: Context, hours: Hours) -> Meaning:
    """Cancel, confirm, late: the times name bookings that the writer holds."""
    roles = roles_of_cancel(pieces, parts.words, context, hours, intent)
    starts = roles.which or _with_whom(parts, context)
    held = [h.at for h in context.bookings]
    vague = all(is_period(piece.when.day) for piece in roles.wishes)
    if held and not starts and _says_all(parts) and vague:
        starts = held
    elif not starts and held and _says_next(parts):
        starts = held[:1]
    elif not starts and held and not pieces:
        starts = ranked(parts, held)
    which = instants(starts)
    if which is None and roles.wishes and intent == "cancel":
        which = wish_of([replace(piece, negative=False) for piece in roles.wishes], hours).windows
    return Meaning(intent, which=which, because=_read(parts, pieces))


def _of_move(pieces: list[Piece], parts: Text, context: Context, hours: Hours) -> Meaning:
    """A move: which booking, and to when."""
    roles = roles_of_move(pieces, parts.words, context, hours)
    which = list(dict.fromkeys(roles.which)) or _with_whom(parts, context)
    upcoming = [held.at.astimezone(context.zone) for held in context.bookings]
    by_place = [] if which else ranked(parts, upcoming)
    if by_place:
        which = by_place
    elif not which and upcoming and _says_next(parts):
        which = upcoming[:1]
    elif not which and _says_all(parts):
        which = upcoming
    base = which[0] if which else upcoming[0] if upcoming else None
    if base is not None and not any(p.when.day or p.when.shift for p in roles.wishes if not p.negative):
        roles.wishes.extend(_days_on(parts))
    wishes = _anchored(roles.wishes, parts, base, hours, known=bool(which) or len(upcoming) == 1)
    how = _direction(parts)
    if how and which and base and not any(p.when.shift or p.when.clock or p.when.day for p in wishes):
        clock = ClockBound(
            "before" if how == "before" else "after", At(base.hour * 60 + base.minute + (1 if how == "after" else 0))
        )
        if not any(item.kind == "$" for item in parts.items):
            wishes = [*wishes, Piece(When(0, 0, CalendarDay(base.day, base.month, base.year), clock), 0, 0, (), ())]
    if not any(piece.when.shift or piece.when.clock or piece.when.day for piece in wishes if not piece.negative):
        wishes = [*wishes, *_pushed(parts)]
    understood = _in_week_of(base if which else None, wishes, parts, hours)
    if len(which) > 1 and any(piece.when.shift for piece in wishes):
        understood = _all_shifted(wishes, hours, which)
    return Meaning(
        "move",
        windows=_on_that_side(understood.windows, how, base),
        other_windows=understood.other,
        which=instants(which),
        because=_read(parts, pieces),
    )


def _on_that_side(wish: Windows | None, how: str | None, base: datetime | None) -> Windows | None:
    """ "earlier on the 10th" of a booking on the 10th: what lies before it."""
    if wish is None or how is None or base is None or base not in wish:
        return wish
    cut = wish.clip(wish.start, base) if how == "before" else wish.clip(base + MINUTE, wish.end)
    return cut or wish


def _in_week_of(base: datetime | None, wishes: list[Piece], parts: Text, hours: Hours) -> Understood:
    """A weekday to which a booking of a later week goes is of that week; the coming one is the other reading."""
    coming = wish_of(wishes, hours, base, parts.words)
    monday = base.date() - timedelta(days=base.weekday()) if base is not None else hours.today
    if base is None or coming.windows is None or coming.other or coming.windows.start.date() >= monday:
        return coming
    put = in_week_of(wishes, parts.words, base.date())
    if put == wishes:
        return coming
    there = wish_of(put, hours, base, parts.words)
    return Understood(there.windows, coming.windows) if there.windows else coming


def _all_shifted(wishes: list[Piece], hours: Hours, which: list[datetime]) -> Understood:
    """ "push both by a week": each booking so much later."""
    each = [wish_of(wishes, hours, base).windows for base in which]
    spans = [span for windows in each if windows for span in windows.spans]
    return Understood(Windows.of(spans))


def _with_whom(parts: Text, context: Context) -> list[datetime]:
    """ "the one with marc": the bookings with that practitioner, if that tells them apart."""
    names = {fold(name.spellings[0]).split()[0]: name.key for name in context.practitioners}
    held = [
        (h.at.astimezone(context.zone), names.get(fold(h.practitioner).split()[0], h.practitioner))
        for h in context.bookings
        if h.practitioner
    ]
    words = parts.words.words
    for found in parts.practitioners:
        before = words[max(0, found.start - 4) : found.start]
        if before[-1:] in {("with",), ("avec",)} and set(before) & _BOOKED:
            mine = [at for at, key in held if key == found.key]
            return mine if len(mine) < len(held) else []
    return []


_BOOKED: Final = word_set("one celui celle rdv appointment appt session seance booking mine mien rendez")
_SOONER: Final = word_set("up forward earlier ahead sooner avancer avance avancez devancer devance devancez tot")


def _pushed(parts: Text) -> list[Piece]:
    """ "push it back an hour", "d'une semaine": a length that moves the booking."""
    length = next((item for item in parts.items if item.kind == "$"), None)
    if length is None or parts.words.has("LATE"):
        return []
    days, minutes = divmod(length.value, 1440)
    sign = -1 if set(parts.words.words) & _SOONER else 1
    start = parts.starts[length.first]
    return [Piece(When(0, 0, shift=Shift(sign * minutes, sign * days)), start, start, (), ())]


def _days_on(parts: Text) -> list[Piece]:
    """ "d'une semaine mais a 8h": so many days on, at another hour."""
    by = [a.text for a, b in itertools.pairwise(parts.items) if b.kind == "$" and b.value % 1440 == 0]
    return _pushed(parts) if by and by[0] in {"d", "de", "by"} else []


def _anchored(wishes: list[Piece], parts: Text, base: datetime | None, hours: Hours, *, known: bool) -> list[Piece]:
    """Wishes that lean on the booking: a clock alone is on its day, "same time" is at its hour."""
    if base is None:
        return wishes
    same = same_hour(parts.words)
    dated = any(
        (piece.when.day is not None or (piece.when.shift is not None and piece.when.shift.days)) and not piece.negative
        for piece in wishes
    )
    out: list[Piece] = []
    for piece in wishes:
        when = piece.when
        if same and when.clock is None and not piece.negative:
            there = base.date() - timedelta(days=base.weekday()) > hours.today
            when = _same_hour(when, base, after=_week_on(parts) or there)
        elif when.day is None and when.clock is not None and known and not dated and not piece.negative:
            when = replace(when, day=_date(base))
        out.append(replace(piece, when=when))
    if same and not dated and not any(p.when.shift for p in out) and _week_on(parts):
        out.append(Piece(When(0, 0, shift=Shift(0, 7)), 0, 0, (), ()))
    return out


def _date(at: datetime) -> CalendarDay:
    return CalendarDay(at.day, at.month, at.year)


def _same_hour(when: When, base: datetime, *, after: bool) -> When:
    """A day at the booking's own hour; "next week" is then its weekday of that week."""
    day = when.day
    if day is None:
        return when
    if isinstance(day, Period) and day.unit == "week":
        day = _date(base + timedelta(days=7)) if after else Weekday(base.weekday(), week=day.n)
    return replace(when, day=day, clock=At(base.hour * 60 + base.minute))


def _week_on(parts: Text) -> bool:
    words = set(parts.words.words)
    return bool(
        words & {"week", "semaine", "wk", "sem"}
        and words & {"after", "following", "later", "suivante", "apres", "tard"}
    )

"""A message and what is known around it, into its meaning: what is on the table first, then times, names and intent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from core.windows import Repeat, Window, Windows
from handlers.understanding import choices
from handlers.understanding.expressions import Every, When
from handlers.understanding.frames import Words, find, pattern, words_of
from handlers.understanding.grammar import parse
from handlers.understanding.intents import Reading, readings
from handlers.understanding.lexer import Token, fold, lex
from handlers.understanding.meaning import Because, Context, Meaning
from handlers.understanding.names import Found, by_minutes, by_size, find_names
from handlers.understanding.windows_of import Hours
from handlers.understanding.wishes import (
    Piece,
    corrected,
    instants,
    matching,
    pieces_of,
    roles_of_cancel,
    roles_of_move,
    wish_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.understanding.cascade import Item

LONGEST_WORDS: Final = 160
_REACTION: Final = re.compile(
    r"^\s*(?:(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted\s+\S+\s+to|removed an? \w+ (?:from|reaction)|a (?:aime|adore|ri de|deteste|souligne|accentue|mis en evidence"
    r"|reagi\b.{0,12}a)|aime|adore|a aime|reacted to|reagi)\s*[\"'«]|\S{1,4}\s+(?:to|a)\s+[\"«])"
)
_AUTO_REPLY: Final = re.compile(
    r"do not disturb|i m driving|i'm driving|driving with|auto.?(?:matic )?(?:reply|response)|reponse automatique|je conduis|en train de conduire|ne pas deranger|out of office auto"
    r"|i.?m currently (?:away|unavailable|out of)|this is an automated|message automatique|sent from my car|je suis presentement absent|absent du bureau"
    r"|ll see your message when|i can.?t talk right now|will respond when i"
)
_WITH_TIMES: Final = frozenset("book move inform more_options join_waitlist block_time unblock_time day negate affirm pick leave_waitlist ask_info".split())  # noqa: SIM905
_LIGHT: Final = frozenset({"thanks", "greeting", "goodbye", "help", "out_of_scope", "human"})


@dataclass(slots=True)
class Text:
    """A message taken apart."""

    raw: str
    folded: str
    tokens: list[Token]
    items: list[Item]
    words: Words
    starts: list[int]
    pieces: list[Piece]
    practitioners: list[Found]
    services: list[Found]
    plans: list[Found]
    people: list[Found]


def understand(text: str, context: Context, now: datetime) -> Meaning:
    """What a message means, given what was asked and what is known; never raises, never looks anything up."""
    folded = fold(text)
    if _REACTION.match(folded):
        return Meaning("reaction", because=(Because("reaction", folded[:40]),))
    if _AUTO_REPLY.search(folded):
        return Meaning("auto_reply", because=(Because("automatic reply", folded[:60]),))
    if not any(c.isalnum() for c in folded):
        return _signs(folded, context)
    parts = take_apart(text, folded, context)
    hours = Hours(context.zone, context.openings, now.astimezone(context.zone), french=french(parts.words, context))
    meaning = _on_the_table(parts, context, hours) or _by_frames(parts, context, hours)
    return _with_names(meaning, parts, context)


def _signs(folded: str, context: Context) -> Meaning:
    """A message without any letter: signs of agreement, or of not understanding."""
    if any(c in folded for c in "\U0001f44d✅\U0001f44c\U0001f197✔"):
        return Meaning("affirm", because=(Because("sign", folded.strip()),))
    if "\U0001f44e" in folded or "❌" in folded:
        return Meaning("negate", because=(Because("sign", folded.strip()),))
    if "?" in folded:
        return Meaning("help", because=(Because("question mark", folded.strip()),))
    if any(c in folded for c in "\U0001f64f\U0001f60a❤"):
        return Meaning("thanks", because=(Because("sign", folded.strip()),))
    return Meaning("out_of_scope", confidence=0.3, because=(Because("no words", folded.strip()[:20]),))


def take_apart(text: str, folded: str, context: Context) -> Text:
    """Tokens, time expressions, concepts and names of a message."""
    tokens = lex(text)[: LONGEST_WORDS * 2]
    raw: list[str] = []
    starts: list[int] = []
    owners: list[int] = []
    for i, token in enumerate(tokens):
        starts.append(len(raw))
        for word in token.text.split() or [token.text]:
            raw.append(word)
            owners.append(i)
    starts.append(len(raw))
    items = parse(tokens)
    times = [("T", starts[item.first], starts[item.last + 1]) for item in items if item.kind == "O"]
    shifts = [("SHIFT", starts[item.first], starts[item.last + 1]) for item in items if item.kind == "O" and item.value.shift is not None]
    every = [("EVERY", starts[item.first], starts[item.last + 1]) for item in items if item.kind == "O" and item.value.every is not None]
    numbers = [("N", starts[item.first], starts[item.first] + 1) for item in items if item.kind == "n" and isinstance(item.value, int)]
    practitioners = find_names(raw, context.practitioners)
    services = find_names(raw, context.services)
    plans = find_names(raw, context.plans)
    people = find_names(raw, context.people)
    names = [(label, f.start, f.end) for label, found in (("STAFF", practitioners), ("SERVICE", services), ("PLAN", plans), ("CLIENT", people)) for f in found]
    words = words_of(raw, owners, [*times, *shifts, *every, *numbers, *names])
    pieces = pieces_of(items, words, starts)
    return Text(text, folded, tokens, items, words, starts, pieces, practitioners, services, plans, people)


_FRENCH: Final = frozenset(
    """je j tu vous nous le les des du une est pas avec pour mon ma mes oui non merci bonjour salut demain lundi mardi mercredi jeudi vendredi samedi dimanche matin soir midi
    rdv seance seances semaine quand combien svp stp que qui quoi ca cest peux veux voudrais aimerais faut sur dans chez apres avant ou jai chui jveux""".split()  # noqa: SIM905
)
_ENGLISH: Final = frozenset(
    """i you the my is are and with for to can could do what when how please thanks tomorrow monday tuesday wednesday thursday friday saturday sunday morning at have
    need want would it this that of appointment session week not""".split()  # noqa: SIM905
)


def french(words: Words, context: Context) -> bool:
    """Is the text French? A text of names and numbers is in the writer's language."""
    fr = sum(word in _FRENCH for word in words.words[:60])
    en = sum(word in _ENGLISH for word in words.words[:60])
    return fr > en if fr != en else context.lang == "fr"


# ---- what is on the table -------------------------------------------------------------------------------------------

_YES_ALONE: Final = pattern("= YES")
_NO_ALONE: Final = pattern("= NO")
_NEVERMIND: Final = pattern("= NEVERMIND")


def _on_the_table(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """An answer to what was asked or offered, or nothing."""
    words = parts.words
    if context.asked == "reminder":
        letter = {"c": "confirm", "1": "confirm", "r": "move", "2": "move", "x": "cancel", "3": "cancel"}.get(parts.folded.strip(" .!"))
        if letter:
            return Meaning(letter, because=(Because("reply to the reminder", parts.folded.strip()),))
    picked = None if context.staff else choices.by_number(words, context) or choices.by_all(words, context)
    if picked is not None and context.offered and not (len(context.offered) == 1 and context.asked == "confirm" and picked.picks != (0,)):
        if not (context.asked == "when"):
            return _picked(picked, context)
    answer = _answer(parts, context)
    if answer is not None:
        return answer
    if context.offered and not context.staff:
        return _chosen(parts, context, hours)
    return None


def _picked(picked: choices.Picked, context: Context) -> Meaning:
    intent = "inform" if context.asked in {"service", "plan", "person", "practitioner", "name"} else "pick"
    at = [context.offered_at[i] for i in picked.picks if i < len(context.offered_at)]
    which = instants([start for start in at if start]) if context.asked == "which_booking" else None
    return Meaning(intent, pick=picked.picks[0], picks=picked.picks, which=which, because=(Because(picked.rule, picked.words),))


def _answer(parts: Text, context: Context) -> Meaning | None:
    """A plain yes, no or never mind."""
    words = parts.words
    if parts.pieces or len(words.words) > 14:
        return None
    for intent, known in (("abort", _NEVERMIND), ("negate", _NO_ALONE), ("affirm", _YES_ALONE)):
        spot = find(known, words)
        if spot is not None and spot[1] - spot[0] >= 1 and not _only_filler(words, spot):
            if intent == "affirm" and _covered(words, "THANKS") and context.asked is None and words.has("THANKS"):
                return Meaning("thanks", runner_up="affirm", because=(Because("thanks", words.text(*spot)),))
            return Meaning(intent, because=(Because(f"plain {intent}", words.text(*spot)),))
    return None


def _only_filler(words: Words, spot: tuple[int, int]) -> bool:
    return spot[1] - spot[0] == 1 and words.words[spot[0]] in {"good", "it", "super"} and len(words.words) > 3


def _covered(words: Words, concept: str) -> bool:
    return concept in words.places


def _chosen(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """A choice by its time, its practitioner or its words."""
    return None


# ---- frames ---------------------------------------------------------------------------------------------------------


def _by_frames(parts: Text, context: Context, hours: Hours) -> Meaning:
    """The meaning by what the words say."""
    found = readings(parts.words, staff=context.staff)
    if not found:
        return _unknown(parts, context, hours)
    best = found[0]
    meaning = _meaning_of(best.intent, parts, context, hours)
    second = next((r for r in found[1:] if r.intent not in _LIGHT), None)
    because = (Because(f"frame {best.source}", parts.words.text(best.start, best.end)), *meaning.because)
    return replace(meaning, because=because, runner_up=second.intent if second else None, confidence=_confidence(found))


def _confidence(found: list[Reading]) -> float:
    gap = found[0].weight - (found[1].weight if len(found) > 1 else 0)
    return 1.0 if gap >= 10 else 0.6 + gap / 25


def _unknown(parts: Text, context: Context, hours: Hours) -> Meaning:
    if context.asked in {"name", "service", "plan", "person", "practitioner", "when"}:
        return Meaning("inform", confidence=0.8, because=(Because(f"answer to {context.asked}", parts.folded[:40]),))
    if parts.plans:
        return Meaning("buy_plan", confidence=0.5)
    if parts.services or parts.practitioners:
        return Meaning("book", confidence=0.5)
    return Meaning("out_of_scope", confidence=0.2, because=(Because("nothing known", parts.folded[:40]),))


def _meaning_of(intent: str, parts: Text, context: Context, hours: Hours) -> Meaning:
    """The times of a meaning, by its intent."""
    pieces = corrected(parts.pieces, parts.words)
    if context.asked and intent == "book":
        intent = "inform"
    if intent in {"cancel", "confirm", "running_late"}:
        return _of_held(intent, pieces, parts, context, hours)
    if intent == "move":
        return _of_move(pieces, parts, context, hours)
    if intent not in _WITH_TIMES:
        return Meaning(intent)
    understood = wish_of(_wished(pieces), context, hours, None)
    return Meaning(intent, windows=understood.windows, other_windows=understood.other, because=_read(parts, pieces))


def _wished(pieces: list[Piece]) -> list[Piece]:
    return pieces


def _read(parts: Text, pieces: list[Piece]) -> tuple[Because, ...]:
    return tuple(Because("not " if piece.negative else "time", parts.words.text(piece.start, piece.end)) for piece in pieces)


def _of_held(intent: str, pieces: list[Piece], parts: Text, context: Context, hours: Hours) -> Meaning:
    roles = roles_of_cancel(pieces, parts.words, context, hours, intent)
    starts = roles.which
    held = [h.at for h in context.bookings]
    if not starts and held:
        if parts.words.says("both", "all", "deux", "everything", "tous", "tout", "toutes", "2"):
            starts = held
        elif find(_NEXT, parts.words):
            starts = held[:1]
    which = instants(starts)
    if which is None and roles.wishes and intent == "cancel":
        which = wish_of(roles.wishes, context, hours).windows
    return Meaning(intent, which=which, because=_read(parts, pieces))


_NEXT: Final = pattern("NEXT_ONE APPT")


def _of_move(pieces: list[Piece], parts: Text, context: Context, hours: Hours) -> Meaning:
    roles = roles_of_move(pieces, context, hours)
    which = roles.which
    base = which[0] if which else (context.bookings[0].at.astimezone(context.zone) if len(context.bookings) >= 1 else None)
    wishes = _anchored(roles.wishes, parts, base, bool(which))
    understood = wish_of(wishes, context, hours, base)
    return Meaning("move", windows=understood.windows, other_windows=understood.other, which=instants(which), because=_read(parts, pieces))


_SAME_TIME: Final = tuple(pattern(p) for p in ("same time/hour", "meme/pareille/memes heure/heures/temps", "a pareille heure"))
_WEEK_AFTER: Final = tuple(
    pattern(p)
    for p in ("week after", "following week", "next week", "semaine suivante", "semaine d apres", "semaine apres", "one week later", "semaine plus tard", "semaine prochaine", "week later")
)


def _anchored(wishes: list[Piece], parts: Text, base: datetime | None, known: bool) -> list[Piece]:
    """Wishes that lean on the booking: a clock alone is on its day, "same time" is at its hour."""
    from handlers.understanding.expressions import At, CalendarDay, Shift  # noqa: PLC0415

    if base is None:
        return wishes
    same = any(find(p, parts.words) for p in _SAME_TIME)
    clock = At(base.hour * 60 + base.minute)
    out = []
    for piece in wishes:
        when = piece.when
        if same and when.day is not None and when.clock is None:
            when = replace(when, clock=clock)
        elif when.day is None and when.clock is not None and known and not piece.negative and not any(p.when.day is not None for p in wishes):
            when = replace(when, day=CalendarDay(base.day, base.month, base.year))
        out.append(Piece(when, piece.start, piece.end, piece.before, piece.after, piece.joined, piece.negative, piece.sentence))
    if same and not any(p.when.day is not None for p in out) and any(find(p, parts.words) for p in _WEEK_AFTER):
        out = [Piece(When(0, 0, shift=Shift(0, 7)), 0, 0, (), ())]
    return out


# ---- names ----------------------------------------------------------------------------------------------------------


def _with_names(meaning: Meaning, parts: Text, context: Context) -> Meaning:
    """Practitioner, service, plan, person, count and repetition."""
    words = parts.words
    wanted, unwanted = _practitioner(parts)
    service = parts.services[0].key if parts.services else None
    plan = parts.plans[0].key if parts.plans else None
    person = parts.people[0].key if parts.people else None
    if meaning.pick is not None and context.asked == "service" and service is None and meaning.pick < len(context.services):
        service = None
    size = next((t.value for t in parts.tokens if t.kind == "n" and isinstance(t.value, int) and t.shape == "number"), None)
    if plan is None and meaning.intent in {"buy_plan", "sell_plan"} and isinstance(size, int):
        plan = by_size(size, context.plans)
    minutes = _minutes(parts)
    if service is None and minutes and meaning.intent in {"book", "inform", "pick"} and words.has("APPT", "SERVICE"):
        service = by_minutes(minutes, context.services)
    repeat = _repeat(parts)
    count = None if repeat else _count(parts, meaning)
    return replace(
        meaning,
        practitioner=meaning.practitioner or wanted,
        not_practitioner=unwanted,
        service=service,
        plan=plan,
        person=person,
        minutes=minutes,
        repeat=repeat if meaning.intent in {"book", "inform", "block_time"} else None,
        count=count,
        language="fr" if words.has("LANG_FR") else "en" if words.has("LANG_EN") else None,
    )


def _practitioner(parts: Text) -> tuple[str | None, str | None]:
    wanted = unwanted = None
    for found in parts.practitioners:
        before = parts.words.words[max(0, found.start - 3) : found.start]
        if any(w in {"not", "pas", "sauf", "except", "but", "than", "que"} for w in before[-2:]):
            unwanted = found.key
        elif any(w in {"with", "avec", "see", "voir", "chez", "to", "for", "w", "from", "by", "by", "sea", "prefer", "have", "au", "a"} for w in before[-2:]):
            wanted = found.key
    return wanted, unwanted


def _minutes(parts: Text) -> int | None:
    return next((item.value for item in parts.items if item.kind == "$"), None)


_PER_WEEK: Final = re.compile(r"(?:(twice|two times|2 ?x|2 times|2 fois|deux fois|once|une fois|1 fois|three times|3 times|3 fois|trois fois|3 ?x)\s*(?:/|a|per|par|each|every|la|chaque|/ ?)?\s*(?:week|wk|semaine|sem)\b)")
_TIMES: Final = re.compile(
    r"\b(?:for|pour|pendant|over|next|prochaines|x|until)\s+(?:the\s+|les\s+)?(?:next\s+|prochaines\s+)?(\d+|[a-z]+)\s+(?:week|wk|semaine|sem|time|fois|session|seance|month|mois|mardi|lundi|mercredi|jeudi|vendredi)s?\b"
    r"|\b(\d+|[a-z]+)\s+(?:times|fois|weeks in a row|semaines de suite|semaines d affilee|x)\b(?!\s*(?:a|per|par)\b)"
)
_ALTERNATE: Final = re.compile(r"every (?:other|second|2|two)\b|(?:aux|toutes les|aux|chaque) (?:2|deux)\b|sur deux|sur 2\b|bi.?weekly|fortnight|bihebdo|every 2nd|alternate|chaque deux")
_EACH: Final = re.compile(r"\b(?:every|each|weekly|chaque|tous les|toutes les|hebdomadaire|hebdo|standing|recurring|recurrent|recurrente|same time every)\b")


def _repeat(parts: Text) -> Repeat | None:
    """Several dates wished as one."""
    text = " ".join(parts.words.words)
    times = _number_in(_TIMES.search(text))
    per = _PER_WEEK.search(text)
    if per:
        word = per.group(1)
        count = 1 if word[0] in "o1u" and "fois" in word or word == "once" else 3 if word.startswith(("three", "3", "trois")) else 2
        return Repeat(7, count, times)
    every = next((item.value.every for item in parts.items if item.kind == "O" and item.value.every is not None), None)
    if _ALTERNATE.search(text):
        return Repeat(14, 1, times)
    if isinstance(every, Every) and every.unit == "week":
        return Repeat(7 * every.interval, max(1, len(every.weekdays)), times)
    if _EACH.search(text) and isinstance(every, Every):
        return Repeat(7 if every.unit != "day" else every.interval, 1, times)
    return None


_NUMBER_NAMES: Final = {w: n for n, ws in {2: "two deux", 3: "three trois", 4: "four quatre", 5: "five cinq", 6: "six", 7: "seven sept", 8: "eight huit", 10: "ten dix", 12: "twelve douze"}.items() for w in ws.split()}


def _number_in(found: re.Match[str] | None) -> int | None:
    if found is None:
        return None
    word = found.group(1) or found.group(2)
    return int(word) if word.isdigit() and len(word) < 4 else _NUMBER_NAMES.get(word)


_COUNT: Final = re.compile(
    r"\b(?:(\d{1,2}|two|three|four|five|six|deux|trois|quatre|cinq|huit|eight|ten|dix)\s+(?:more |next |other |autres |prochaines? |of my |de mes )*(?:sessions?|seances?|appointments?|appts?|rdvs?|rendez vous|visits?|classes|cours|bookings?|slots?|times|fois|spots?))"
    r"|\b(?:next|prochains|prochaines)\s+(\d{1,2}|two|three|four|five|six|deux|trois|quatre|cinq)\b(?!\s*(?:week|day|month|sem|jour|mois|h))"
)


def _count(parts: Text, meaning: Meaning) -> int | None:
    if meaning.intent not in {"book", "cancel", "inform", "adjust_credit", "move", "buy_plan", "sell_plan"} or meaning.plan:
        return None
    found = _COUNT.search(" ".join(parts.words.words))
    return _number_in(found)


def whole(windows: Windows) -> list[Window]:
    """The spans of windows, for those who render them."""
    return list(windows.spans)


def held_on(when: When, context: Context, hours: Hours) -> list[datetime]:
    """The writer's bookings that a time expression may mean."""
    return matching(when, context, hours)

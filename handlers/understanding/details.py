"""Who, with whom, what, how many, how often: the particulars of a message beside its intent and its times."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from core.windows import Repeat
from handlers.understanding.expressions import At, CalendarDay, Every, Weekday
from handlers.understanding.lexer import fold
from handlers.understanding.names import by_minutes, by_month, by_size, nameable
from handlers.understanding.wordlists import NUMBERS, word_set

if TYPE_CHECKING:
    from handlers.understanding.cascade import Item
    from handlers.understanding.frames import Words
    from handlers.understanding.meaning import Context, Meaning
    from handlers.understanding.names import Found
    from handlers.understanding.text import Text

_DAY: Final = 24 * 60  # what lasts longer is a stretch of weeks, no delay and no session
_REPEATS: Final = frozenset({"book", "inform", "block_time", "join_waitlist"})
_COUNTS: Final = frozenset({"book", "cancel", "inform", "adjust_credit", "move"})
_ABOUT_SOMEONE: Final = word_set(
    """find_client invite sell_plan adjust_credit balance usage_history book move cancel note no_show attended late
receipt undo my_bookings join_waitlist human day pay"""
)
_ON_THE_LIST: Final = frozenset({"no_show", "attended", "late", "note", "undo", "cancel", "move"})


def with_details(meaning: Meaning, parts: Text, context: Context) -> Meaning:
    """The meaning with every particular that its words name."""
    meaning = _staffed(meaning, parts, context) if context.staff else _for_whom(meaning, parts, context)
    wanted, unwanted = _practitioner(parts, context)
    repeat = _repeat(parts) if meaning.intent in _REPEATS else None
    minutes = next((item.value for item in parts.items if item.kind == "$" and item.value < _DAY), None)
    meaning = replace(
        meaning,
        practitioner=meaning.practitioner or wanted,
        not_practitioner=meaning.not_practitioner or unwanted,
        service=meaning.service or _service(meaning, parts, context, minutes),
        plan=meaning.plan or _plan(meaning, parts, context),
        minutes=minutes,
        repeat=repeat,
        language=meaning.language or _language(parts),
    )
    counted = not (repeat or meaning.plan or (meaning.which and parts.words.says("of", "de")))
    number = meaning.count if meaning.count is not None else _count(meaning, parts) if counted else None
    return replace(meaning, count=number)


def _language(parts: Text) -> str | None:
    if parts.words.has("LANG_FR"):
        return "fr"
    return "en" if parts.words.has("LANG_EN") else None


_BOTH_KIDS: Final = re.compile(
    r"\b(?:both|the two|the|my) (?:kids|boys|girls|children)\b|\b(?:les deux|mes|les) enfants\b|\bboth of them\b"
)


def _for_whom(meaning: Meaning, parts: Text, context: Context) -> Meaning:
    """The member of the family that a client means; not the one that is only mentioned to stay."""
    named = tuple(dict.fromkeys(found.key for found in parts.people))
    if len(named) > 1:
        meaning = replace(meaning, people=named)
    elif len(context.people) == 2 and not named and _BOTH_KIDS.search(" ".join(parts.words.words)):
        meaning = replace(meaning, people=tuple(name.key for name in context.people))
    if not parts.people or meaning.person:
        return meaning
    for found in parts.people:
        before = parts.words.words[max(0, found.start - 3) : found.start]
        if not any(word in {"not", "pas", "keep", "garde", "gardez", "except", "sauf"} for word in before):
            return replace(meaning, person=found.key)
    return meaning


# ---- practitioners --------------------------------------------------------------------------------------------------

_NOT_WITH: Final = word_set("not pas sauf except but than besides jamais never plutot autre")
_WITH: Final = word_set(
    "voudrais aimerais like love "
    "prefererais prefererait rather avoir "
    "with avec see voir voire chez to for pour w from by sea prefer have au a for prefere if si ou or and et want "
    "veux does est fait moves que qu est"
)
_BESIDE: Final = word_set("with avec w chez")
_HAS: Final = word_set(
    "a has have had est is s free libre dispo available works travaille peut can could got aurait avait will works "
    "instead plutot prefere please svp around fit see take do"
)
_TOLD: Final = word_set(
    "knows sait already deja told said says dit recommended suggested conseille recommande mentioned asked demande"
)
_PRONOUNS: Final = word_set("him her lui elle them")


def _practitioner(parts: Text, context: Context) -> tuple[str | None, str | None]:
    """Who is wished for, and who is not; a greeting names nobody."""
    wanted = unwanted = None
    for found in parts.practitioners:
        role = _role(found, parts, context)
        if role == "unwanted":
            unwanted = found.key
        elif role == "wanted":
            wanted = wanted or found.key
    if wanted is None and unwanted is None and len(parts.practitioners) == 1 and _with_them(parts):
        wanted = parts.practitioners[0].key
    return wanted, unwanted


def practitioner_unwanted(parts: Text, context: Context) -> str | None:
    """Who is not wished for, if anyone is named so."""
    return _practitioner(parts, context)[1]


def practitioner_wished(parts: Text, context: Context) -> str | None:
    """Who is wished for, if anyone is named so."""
    return _practitioner(parts, context)[0]


_WHETHER: Final = frozenset({("c", "est"), ("est", "ce"), ("ce", "sera"), ("it", "s"), ("that", "s"), ("ca", "sera")})


def asks_whether(words: Words) -> bool:
    """ "c'est avec marc?", "is thursday with ana?": a question of how things are, no wish."""
    begins = words.words[:1] in {("is",), ("are",), ("est",), ("was",), ("cest",)} or words.words[:2] in _WHETHER
    return begins and words.question and not words.has("CAN", "WANT", "MOVE", "BOOK")


def _role(found: Found, parts: Text, context: Context) -> str | None:
    """Is a practitioner wished for, unwanted, or only mentioned?"""
    words = parts.words.words
    before = words[max(0, found.start - 4) : found.start]
    beside = before[-1:] and before[-1] in _BESIDE
    denied = before[:-1][-1:] if beside else before[-1:]
    if any(word in _NOT_WITH - ({"but"} if beside else frozenset()) for word in denied) or (
        before[-2:] in {("other", "than"), ("autre", "que"), ("plutot", "que"), ("mieux", "que"), ("sauf", "que")}
    ):
        return "unwanted"
    after = words[found.end : found.end + 1]
    if set(words[found.end : found.end + 4]) & _TOLD:
        return None  # "ana told me that ..."
    opens = found.start == 0 and after not in {(",",), ("!",)} and bool(parts.pieces) and not context.staff
    if (
        any(word in _WITH for word in before[-2:])
        or context.asked == "practitioner"
        or opens
        or (after and after[0] in _HAS)
    ):
        return "wanted"
    return None


def _with_them(parts: Text) -> bool:
    """ "friday with him", of one who was named before."""
    words = parts.words.words
    return any(word in _PRONOUNS and words[i - 1] in _BESIDE for i, word in enumerate(words) if i)


# ---- services and plans ---------------------------------------------------------------------------------------------


_DONE: Final = word_set("done did had tried fait essaye eu never jamais")


def _service(meaning: Meaning, parts: Text, context: Context, minutes: int | None) -> str | None:
    if parts.services:
        done = [f for f in parts.services if set(parts.words.words[max(0, f.start - 3) : f.start]) & _DONE]
        left = [f for f in parts.services if f not in done] or list(parts.services)
        needed = [f for f in left if any(0 <= f.start - end <= 2 for _, end in parts.words.places.get("WANT", ()))]
        return (needed or left)[0].key
    if (
        minutes
        and meaning.intent in {"book", "inform", "pick", "move"}
        and (parts.words.has("APPT", "SERVICE", "BOOK") or context.asked == "service")
    ):
        return by_minutes(minutes, context.services)
    return None


_TIMED: Final = word_set("book move cancel confirm running_late")  # where "depart" is no plan


def _plan(meaning: Meaning, parts: Text, context: Context) -> str | None:
    """A plan by its name or its size."""
    if parts.plans and (meaning.intent not in _TIMED or parts.words.has("PACK")):
        return parts.plans[-1].key if meaning.intent in {"buy_plan", "sell_plan"} else parts.plans[0].key
    if meaning.intent not in {"buy_plan", "sell_plan"} and context.asked != "plan":
        return None
    sizes = [t.value for t in parts.tokens if t.kind == "n" and isinstance(t.value, int)]
    monthly = parts.words.has("MONTHLY")
    keys = [key for key in (by_size(size, context.plans, monthly=monthly) for size in reversed(sizes)) if key]
    return keys[0] if keys else by_month(context.plans) if monthly else None


# ---- how many, how often --------------------------------------------------------------------------------------------

_NUMBER: Final = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_PER_WEEK: Final = re.compile(
    rf"\b(twice|once|({_NUMBER}) ?(?:x|times|fois))\s*(?:/|a|per|par|each|every|la|chaque|dans la)?\s*(?:/|la)?"
    r"\s*(?:week|wk|weekly|semaine|sem)\b(?!\s*(?:prochaine|pro|qui vient)\b)"
)
_SESSIONS_A_WEEK: Final = re.compile(
    rf"(?<!\bat )(?<!\ba )\b({_NUMBER}) (?:(?:sessions?|seances?|visits?|visites?|rdvs?) "
    r"(?:a|per|par|each|every|chaque)|a|per|par) (?:week|wk|semaine|sem)\b(?! (?:from|after|later|before|plus|apres))"
)
_SO_OFTEN: Final = re.compile(
    rf"\b(?:for|pour|pendant|over|durant|next|prochaines|total of|until)\s+(?:the |les |about )?(?:next |prochaines )?"
    rf"({_NUMBER})\s+(?:prochaines )?(?:weeks?|wks?|semaines?|sems?|times|fois|sessions?|seances?"
    r"|mondays|tuesdays|wednesdays|thursdays|fridays|lundis|mardis|mercredis|jeudis|vendredis)\b"
    rf"|\b({_NUMBER})\s+(?:prochaine?s|next|coming|following)\s+"
    r"(?:mondays|tuesdays|wednesdays|thursdays|fridays|saturdays|lundis|mardis|mercredis|jeudis|vendredis|samedis)\b"
    rf"|(?<!every )(?<!toutes les )(?<!aux )(?<!each )\b({_NUMBER})\s+(?:times|fois|weeks|semaines|sessions|seances"
    r"|in a row|de suite)\b(?!\s*(?:a|per|par)\b)"
)
_OF_WEEKS: Final = re.compile(
    r"\b(?:for|over|pour|pendant|durant) (?:the |les )?(?:next |prochaines )?\S+ (?:prochaines )?(?:weeks|semaines)\b"
)
_SO_MANY: Final = re.compile(rf"\ben (?:voudrais|veux|prendrais|prends|aimerais) ({_NUMBER})\b")
_ALTERNATE: Final = re.compile(
    r"\bevery (?:other|second|2|two|2nd|alternate)\b|\b(?:aux|toutes les|tous les|chaque) (?:2|deux)\b"
    r"|\bsur (?:deux|2)\b|\bbi ?-?\s?weekly\b|\bfortnight|\bbihebdo|\balternate\b"
    r"|\baux (?:15|quinze) jours\b|\b(?:tous les|chaque) (?:15|quinze) jours\b"
)
_WEEKLY: Final = re.compile(
    r"\b(?:(?:one|1|once|une|1 fois|une fois|un) (?:(?:session|seance|visit|visite|rdv) )?"
    r"(?:a|per|par|each|chaque) (?:week|wk|semaine|sem)"
    r"|every week|each week|weekly|chaque semaine|toutes les semaines|ttes les semaines|hebdomadaire|hebdo"
    r"|standing|recurring|recurrent|recurrente|same time every)\b"
)


def _repeat(parts: Text) -> Repeat | None:
    """Several dates wished as one."""
    text = " ".join(parts.words.words)
    found = _SO_OFTEN.search(text)
    times = _value(next((group for group in found.groups() if group), None)) if found else None
    wanted = _SO_MANY.search(text)
    if times in {None, 1}:
        times = _value(wanted.group(1)) if wanted else None
    sessions = _SESSIONS_A_WEEK.search(text)
    if sessions and (count := _value(sessions.group(1))):
        return Repeat(7, count, times)
    per = _PER_WEEK.search(text)
    if per:
        count = {"twice": 2, "once": 1}.get(per.group(1)) or _value(per.group(2)) or 1
        return Repeat(7, count, times)
    if _ALTERNATE.search(text):
        return Repeat(14, 1, times)
    every = next((item.value.every for item in parts.items if item.kind == "O" and item.value.every is not None), None)
    if isinstance(every, Every) and every.unit == "week":
        return Repeat(7 * every.interval, max(1, len(every.weekdays)), times)
    habit = any(isinstance(p.when.day, Weekday) and p.when.day.plural for p in parts.pieces)
    weekday = any(isinstance(p.when.day, Weekday) for p in parts.pieces)
    habit = habit or (weekday and _OF_WEEKS.search(text) is not None)
    if _WEEKLY.search(text) or (times and habit):
        return Repeat(7, 1, times)
    if isinstance(every, Every) and every.unit == "day":
        return Repeat(every.interval, 1, times)
    return None


def _value(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else NUMBERS.get(word)


_COUNT: Final = re.compile(
    rf"\b({_NUMBER})\s+(?:(?:more|next|other|autres|prochaine?s?|derniere?s?|of my|de mes|free|gratuites?) ){{0,2}}"
    r"(?:sessions?|seances?|appointments?|appts?|rdvs?|rendez vous|visits?|classes|cours|bookings?|credits?)\b"
    rf"|\b(?:next|prochains|prochaines)\s+({_NUMBER})\b"
    r"(?!\s*(?:weeks?|days?|months?|sem\w*|jours?|mois|h|am|pm|min\w*)\b)"
)


_ALL_MINE: Final = re.compile(rf"\b(?:my|mes|les|the|our|nos) {_NUMBER} (?!next|prochain)\w+(?: vous)?$")
_ONE: Final = re.compile(r"\b(?:a|an|un|une) (?:credit|session|seance|visit)\b")


_TWICE: Final = re.compile(r"\b(?:twice|(?:two|2) times|(?:deux|2) fois)\b")


def _several_times(parts: Text) -> int | None:
    """ "tuesday at 3 and thursday at 4": as many sessions as times, each with its own day and hour."""
    timed = [p for p in parts.pieces if not p.negative and p.when.day is not None and isinstance(p.when.clock, At)]
    if len(timed) < 2 or len(timed) != len(parts.pieces):
        return None
    words = parts.words.words
    joined = all(set(words[a.end : b.start]) & _AND for a, b in itertools.pairwise(timed))
    return len(timed) if joined else None


_AND: Final = word_set("and et puis pis & + plus")


def _count(meaning: Meaning, parts: Text) -> int | None:
    if meaning.intent not in _COUNTS or meaning.pick is not None:
        return None
    if meaning.intent in {"book", "inform"} and (several := _several_times(parts)):
        return several
    inside = {at for piece in parts.pieces for at in range(piece.start, piece.end)}
    text = " ".join("|" if at in inside else word for at, word in enumerate(parts.words.words))
    found = _COUNT.search(text)
    if found and meaning.intent in {"cancel", "move"} and _ALL_MINE.search(text[: found.end()]):
        return None  # "mes deux rdv" are those that are held
    if meaning.intent == "adjust_credit" and found is None and _ONE.search(text):
        return 1
    if meaning.intent == "book" and found is None and _TWICE.search(text):
        return 2
    number = _value(found.group(1) or found.group(2)) if found else None
    return number if number != 1 or meaning.intent == "adjust_credit" else None


# ---- the practitioner's own thread ----------------------------------------------------------------------------------


def _staffed(meaning: Meaning, parts: Text, context: Context) -> Meaning:
    """The client that a practitioner means: by number in the list shown, or by name."""
    if meaning.intent in _ON_THE_LIST and context.offered:
        index = _listed(parts, context)
        several = _several_listed(parts, context) if not _two_statements(parts) else ()
        if len(several) > 1:
            return replace(meaning, pick=several[0], picks=several)
        if index is not None:
            return replace(meaning, pick=index, picks=(index,), person=_label_name(context.offered[index]))
    if meaning.person or meaning.intent not in _ABOUT_SOMEONE:
        return meaning
    known = next((found.key for found in parts.people if found.key), None)
    return replace(meaning, person=known or _unknown_name(parts))


def _two_statements(parts: Text) -> bool:
    """ "3 was a no-show but 1 and 2 came": two things are said of two groups."""
    return parts.words.has("NOSHOW") and parts.words.has("ATTENDED") and parts.words.says("but", "mais")


def _label_name(label: str) -> str | None:
    found = re.findall(r"[^\W\d_]{2,}(?:[ '-][^\W\d_]{2,})*", label)
    words = [word for word in found if fold(word) not in {"am", "pm"}]
    return words[0] if words else None


def _listed(parts: Text, context: Context) -> int | None:
    """The line of the day's list that a message means."""
    covered = {
        i for item in parts.items if item.kind in "O$" and not _lists(item) for i in range(item.first, item.last + 1)
    }
    numbers = [
        t.value
        for i, t in enumerate(parts.tokens)
        if t.kind in "no"
        and i not in covered
        and isinstance(t.value, int)
        and (t.text.isdigit() or t.shape == "ordinal")
    ]
    names = [_label_name(label) or "" for label in context.offered]
    words = parts.words.words
    hits = [
        i for i, name in enumerate(names) if any(word in words or f"{word}s" in words for word in fold(name).split())
    ]
    if len(hits) == 1:
        return hits[0]
    if numbers and 1 <= numbers[0] <= len(context.offered):
        return int(numbers[0]) - 1
    for item in parts.items:
        if item.kind == "O" and isinstance(item.value.clock, At):
            hour = item.value.clock.minute // 60 % 12
            at_hour = [i for i, label in enumerate(context.offered) if _label_hour(label) == hour]
            if len(at_hour) == 1:
                return at_hour[0]
    return None


def _label_hour(label: str) -> int | None:
    """The hour that a line of the day begins with, of twelve."""
    found = re.match(r"\d{1,2}", label)
    return int(found.group()) % 12 if found else None


def _several_listed(parts: Text, context: Context) -> tuple[int, ...]:
    """ "1, 2 and 4": several lines."""
    numbers = [t.value for t in parts.tokens if t.kind == "n" and t.text.isdigit() and isinstance(t.value, int)]
    if (
        len(numbers) < 2
        or any(not 1 <= n <= len(context.offered) for n in numbers)
        or len(set(numbers)) != len(numbers)
    ):
        return ()
    return tuple(n - 1 for n in numbers)


def _lists(item: Item) -> bool:
    """ "le 3": a line of the list rather than a date."""
    day = item.value.day if item.kind == "O" else None
    return (
        isinstance(day, CalendarDay)
        and day.month is None
        and day.weekday is None
        and not day.literal
        and item.value.clock is None
    )


_LEADS: Final = word_set(
    """sell vend vends invite inviter find trouve cherche lookup up for pour to a with avec of de s is to dossier by
credit give donne book put mets move deplace cancel annule client cliente name nom chez session seance sessions
seances add ajoute remove enleve number numero note and et refund check does off on
reserve reserver schedule cedule inscris place case"""
)


_NAMED: Final = word_set("appelle nomme named called prenomme name")


def _unknown_name(parts: Text) -> str | None:
    """A name that the practice may not know yet: words that are nothing else, after a word that a name may follow."""
    covered = {i for item in parts.items if item.kind in "O$" for i in range(item.first, item.last + 1)}
    words = [(i, token) for i, token in enumerate(parts.tokens) if token.shape == "word"]
    best: tuple[float, list[str]] | None = None
    for at, (i, token) in enumerate(words):
        if i in covered or not nameable(token.text):
            continue
        raw = parts.raw[token.start : token.end]
        score = (
            0.5
            + 2 * (raw[:1].isupper() and token.start > 0 and not raw.isupper())
            + 2 * (at > 0 and words[at - 1][1].text in _NAMED)
            + (at > 0 and words[at - 1][1].text in _LEADS)
            + (parts.folded[token.end : token.end + 2] == "'s")
        )
        if (best is not None and score <= best[0]) or (at and score < 1):
            continue
        name = [raw]
        if at + 1 < len(words) and words[at + 1][0] not in covered and words[at + 1][1].start == token.end + 1:
            after = parts.raw[words[at + 1][1].start : words[at + 1][1].end]
            if (after[:1].isupper() and raw[:1].isupper()) or (
                nameable(words[at + 1][1].text) and not raw[:1].isupper()
            ):
                name.append(after)
        best = (score, name)
    return " ".join(best[1]).strip() if best else None

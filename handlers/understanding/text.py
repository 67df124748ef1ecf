"""A message taken apart: tokens, time expressions, what its words stand for, and the names in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers.understanding.clocks import COUNTED
from handlers.understanding.expressions import At, ClockBound, ClockRange, Clocks, WeekdayNumber
from handlers.understanding.frames import Words, words_of
from handlers.understanding.grammar import parse
from handlers.understanding.lexer import Token, fold, lex
from handlers.understanding.names import Found, find_names, nameable
from handlers.understanding.wishes import SINCE, Piece, over, pieces_of
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from handlers.understanding.cascade import Item
    from handlers.understanding.meaning import Context

LONGEST_WORDS: Final = 160
CLOCKED: Final = (At, ClockBound, ClockRange, Clocks)


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


def take_apart(text: str, folded: str, context: Context) -> Text:
    """Tokens, time expressions, concepts and names of a message."""
    tokens = lex(text)[: LONGEST_WORDS * 2]
    raw: list[str] = []
    starts: list[int] = []
    owners: list[int] = []
    for i, token in enumerate(tokens):
        starts.append(len(raw))
        if token.kind == "-":
            continue
        for word in token.text.split() or [token.text]:
            raw.append(word)
            owners.append(i)
    starts.append(len(raw))
    items = parse(tokens)
    if context.asked in {"confirm", "when"} and len(tokens) <= 12 and not any(item.kind == "O" for item in items):
        tokens = [_hour(token, tokens[i + 1] if i + 1 < len(tokens) else None) for i, token in enumerate(tokens)]
        items = parse(tokens)
    beside = _hours_beside(tokens, items)
    if beside:
        tokens = [_hour(token, None) if i in beside else token for i, token in enumerate(tokens)]
        items = parse(tokens)
    wholes = [item for item in items if item.kind == "O"]
    spans = [(starts[item.first], starts[item.last + 1]) for item in wholes]
    live = zip(spans, wholes, strict=True)
    times = [("T", *span) for span, item in live if context.staff or not _gone_by(item)]
    shifts = [("SHIFT", *span) for span, item in zip(spans, wholes, strict=True) if item.value.shift is not None]
    every = [("EVERY", *span) for span, item in zip(spans, wholes, strict=True) if item.value.every is not None]
    free = tokens if context.staff else [tokens[item.first] for item in items if item.kind == "n"]
    numbers = [("N", starts[i], starts[i] + 1) for i, token in enumerate(tokens) if token.kind == "n" and token in free]
    practitioners = find_names(raw, context.practitioners, least=3)
    services = find_names(raw, context.services)
    plans = find_names(raw, context.plans)
    people = find_names(raw, context.people, least=3)
    if context.staff:
        people = people or _listed_people(raw, context)
    names = [
        (label, f.start, f.end)
        for label, found in (("STAFF", practitioners), ("SERVICE", services), ("PLAN", plans), ("CLIENT", people))
        for f in found
    ]
    soon = [("SOON", *span) for span, item in zip(spans, wholes, strict=True) if _soon(item)]
    lengths = [("LENGTH", starts[item.first], starts[item.last + 1]) for item in items if item.kind == "$"]
    words = words_of(raw, owners, [*times, *soon, *lengths, *shifts, *every, *numbers, *names])
    pieces = pieces_of(items, words, starts, staff=context.staff)
    return Text(text, folded, tokens, items, words, starts, pieces, practitioners, services, plans, people)


def _gone_by(item: Item) -> bool:
    """Is this a time that is over, or one since when something goes on?"""
    return over(item.value) or item.text.startswith(SINCE)


def _soon(item: Item) -> bool:
    """ "around 5:10", "by 5": an hour of which the day is plainly today."""
    when = item.value
    bound = isinstance(when.clock, ClockBound) and when.clock.how == "by"
    return when.day is None and (bound or (isinstance(when.clock, At) and when.clock.about))


_MEANT: Final = word_set("mean meant excusez scusez pardon plutot rather wait sorry finalement desole desolee")
_ARRIVING: Final = word_set("it there in here back")  # "no way i make it for 5"
_SAID_OF: Final = word_set("works would is won doesn serait marche fonctionne convient")  # "but 6 would be fine"
_GOOD: Final = word_set("be ok okay work possible good fine free better available")  # "would 6 be possible"
_MORE_HOURS: Final = frozenset("|!<")
_NOT_HOURS: Final = frozenset("UMopk$nCchq%")


def _hourly(text: str) -> bool:
    """May these digits be an hour, or an hour and its minutes?"""
    return len(text) <= 2 or (1 <= int(text[:-2]) <= 12 and int(text[-2:]) in range(0, 60, 5))


def _hours_beside(tokens: list[Token], items: list[Item]) -> set[int]:
    """Bare numbers after "or" and "not" (or before them) in a text that tells an hour already: "at 2. or 3. not 4"."""
    timed = any(
        item.kind == "O" and (isinstance(item.value.clock, CLOCKED) or isinstance(item.value.day, WeekdayNumber))
        for item in items
    )
    if not timed and not any(item.kind == "O" and item.value.day is not None for item in items):
        return set()
    timed = timed or any(_tells_hour(tokens, item.first) for item in items if item.kind == "n")
    found = _hours_found(tokens, items, timed=timed)
    if found and not timed:
        found = _hours_found(tokens, items, timed=True)  # what one of them tells holds for the others
    if found is None:
        return set()
    if found and all(_small(tokens[at]) for at in found):
        found |= {
            item.last
            for item in items
            if item.kind == "O" and isinstance(item.value.day, WeekdayNumber) and _small(tokens[item.last])
        }
    return found if timed or len(found) > 1 else set()


def _hours_found(tokens: list[Token], items: list[Item], *, timed: bool) -> set[int] | None:
    """The tokens that are hours by their neighbours; None if numbers count something here."""
    found: set[int] = set()
    for item in items:
        if item.kind != "n" or item.first != item.last or not item.text.isdigit() or not _hourly(item.text):
            continue
        at = item.first
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if after is not None and after.text in COUNTED:
            return None
        if after is not None and after.kind in _NOT_HOURS:
            continue
        before = tokens[max(0, at - 3) : at]
        if len(before) > 1 and before[-1].kind in "aF":
            before.pop()
        here = timed and (_hour_here(before, after) or _hour_of_day(tokens, at))
        if here or _one_of_hours(before, after) or _tells_hour(tokens, at):
            found.add(at)
    return found


def _texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def _tells_hour(tokens: list[Token], at: int) -> bool:
    """An hour by itself: "tuesday to 4", "8 is too early", "better than 5", "i need it to be 6"."""
    before, after = tokens[max(0, at - 2) : at], _texts(tokens[at + 1 : at + 6])
    led = tuple(_texts(before))
    compared = len(led) > 1 and led[1] in {"than", "que"} and led[0] in _COMPARED
    asked = led[-1:] in {("is",), ("if",), ("s",)} and bool(set(after[:3]) & _TO_BE_HAD)
    return _to_hour(before) or _judged(after) or compared or asked or led in _LEADING or _meant_after(after)


_TO_BE_HAD: Final = word_set("open free available taken gone dispo libre pris prise")
_LEADING: Final = frozenset({("to", "be"), ("in", "for"), ("down", "for")})  # "i need it to be 6", "put me in for 10"


def _meant_after(after: list[str]) -> bool:
    """ "typo, 3 i mean"."""
    return after[:2] in (["i", "mean"], ["i", "meant"])


def _hour_of_day(tokens: list[Token], at: int) -> bool:
    """ "3 on tues", where hours are spoken of."""
    after = tokens[at + 1 : at + 3]
    return len(after) > 1 and after[0].text == "on" and after[1].kind == "W"


def _to_hour(before: list[Token]) -> bool:
    """ "from tuesday to 4": the number goes on from a day."""
    return len(before) > 1 and before[-1].text == "to" and before[-2].kind == "W"


_COMPARED: Final = word_set("better earlier later sooner mieux")
_JUDGING: Final = word_set("is s c isn isnt was wasn")
_VERDICTS: Final = word_set(
    "out early late bad tough hard full taken free open better best fine impossible gone booked perfect ideal"
)


def _judged(after: list[str]) -> bool:
    """ "8 is too early", "5 is out", "4 isn't good": what is judged is an hour."""
    if not after or after[0] not in _JUDGING:
        return False
    near = after[: after.index(",")] if "," in after else after
    near = near[: near.index(".")] if "." in near else near
    return bool({"too", "trop", "trop de bonne heure", "no good", *_VERDICTS} & set(near)) or near[1:3] == [
        "no",
        "good",
    ]


def _hour_here(before: list[Token], after: Token | None) -> bool:
    """Where hours are spoken of: "i make it for 5", "6 would be fine", "i meant 2", "at 3, 4?"."""
    if _to_hour(before) or (after is not None and after.text in _SAID_OF):
        return True
    if before and before[-1].text in {"would", "is", "could"} and after is not None and after.text in _GOOD:
        return True
    if not before:
        return False
    arrives = len(before) > 1 and before[-1].text == "for" and before[-2].text in _ARRIVING
    ends = before[-1].kind == "," and (after is None or after.text == "?")
    return arrives or ends or before[-1].text in _MEANT


def _one_of_hours(before: list[Token], after: Token | None) -> bool:
    """A number after "or" or "not", or before them."""
    return bool(before and before[-1].kind in _MORE_HOURS) or (after is not None and after.kind in _MORE_HOURS)


def _small(token: Token) -> bool:
    """May this number be an hour without am or pm?"""
    return token.kind == "n" and isinstance(token.value, int) and token.value <= 12


def _hour(token: Token, after: Token | None) -> Token:
    """ "meant 2 not 3", when a time is asked: bare numbers are hours."""
    if (
        token.kind != "n"
        or not token.text.isdigit()
        or not isinstance(token.value, int)
        or (after is not None and (after.text in COUNTED or after.kind in "Ug"))
    ):
        return token
    hour, minute = divmod(token.value, 100) if len(token.text) >= 3 else (token.value, 0)
    if not 1 <= hour <= 23 or minute > 59:
        return token
    return Token("c", hour * 60 + minute, token.text, token.start, token.end, "clock")


def _listed_people(raw: list[str], context: Context) -> list[Found]:
    """Names from the day's list, and words that can only be names."""
    listed = {word for label in context.offered for word in re.findall(r"[a-z]{3,}", fold(label))}
    return [Found("", i, i + 1) for i, word in enumerate(raw) if word in listed or nameable(word)]


_FRENCH: Final = word_set(
    """je j tu vous nous le les des du une est pas avec pour mon ma mes oui non merci bonjour salut demain lundi mardi
mercredi jeudi vendredi samedi dimanche matin soir midi rdv seance seances semaine quand combien svp stp que qui
quoi ca cest peux veux voudrais aimerais faut sur dans chez apres avant ou jai chui jveux"""
)
_ENGLISH: Final = word_set(
    """i you the my is are and with for to can could do what when how please thanks tomorrow monday tuesday wednesday
thursday friday saturday sunday morning at have need want would it this that of appointment session week not"""
)


def written_in(text: str) -> str | None:
    """The language that a text is plainly written in: it has words of that one and none of the other."""
    words = set(re.findall(r"[a-z]+", fold(text[:400])))
    fr, en = bool(words & _FRENCH), bool(words & _ENGLISH)
    return None if fr == en else "fr" if fr else "en"


def french(words: Words, context: Context) -> bool:
    """Is the text French? A text of names and numbers is in the writer's language."""
    fr = sum(word in _FRENCH for word in words.words[:60])
    en = sum(word in _ENGLISH for word in words.words[:60])
    return fr > en if fr != en else context.lang == "fr"

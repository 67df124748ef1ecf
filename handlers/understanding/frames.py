"""Patterns over what words stand for: a small language in which the frames of intents are written.

`CANCEL .. APPT` is the concept CANCEL, then APPT, with any words between them in the same sentence, `...` in the same
text; without the dots at most two words may stand between, with `+` none. Lower case is the word itself, `A/b` either,
`^` the start of a sentence, `$` its end, `=` (first in a pattern) that nothing but courtesies may stand beside it, `!A`
that A is nowhere in the sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from handlers.understanding.concepts import LENGTHS, PHRASES, repair, singular
from handlers.understanding.forms import lemma
from handlers.understanding.lexicon import is_time
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

GAP: Final = 2
ANYWHERE: Final = 999
_FILLERS: Final = frozenset(
    [
        "please",
        "pls",
        "plz",
        "svp",
        "stp",
        "the",
        "a",
        "to",
        "for",
        "me",
        "then",
        "so",
        "um",
        "uh",
        "hmm",
        "hm",
        "well",
        "oh",
        "ah",
        "and",
        "et",
        "ben",
        "bin",
        "la",
        "le",
        "c",
        "est",
        "it",
        "is",
        "that",
        "thats",
        "this",
        "pis",
        "donc",
        "alors",
        "moi",
        "toi",
        "vous",
        "u",
        "you",
        "i",
        "ill",
        "really",
        "super",
        "very",
        "tres",
        "just",
        "merci",
        "thanks",
        "thank",
        "thx",
        "much",
        "so",
        "again",
        "lot",
        "beaucoup",
        "bien",
        "ca",
        "en",
        "sil",
        "s",
        "il",
        "te",
        "plait",
        "guys",
        "folks",
        "ana",
        "marc",
        "priya",
        "dear",
        "ok",
        "okay",
        "oki",
        "bon",
        "ben",
        "bin",
        "bien",
        "well",
        "yo",
        "hi",
        "hey",
        "hello",
        "bonjour",
        "salut",
        "allo",
        "hun",
        "man",
        "buddy",
        "sorry",
        "desole",
        "desolee",
        "oups",
        "oops",
        "actually",
        "finalement",
        "but",
        "mais",
        "now",
        "maintenant",
        "with",
        "that",
        "les",
        "one",
        "un",
    ]
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, where sentences end, and where each concept stands."""

    words: tuple[str, ...]
    places: dict[str, list[tuple[int, int]]]
    ends: tuple[int, ...]  # the word index after each sentence
    tokens: tuple[int, ...] = ()  # for each word, the token that it comes from
    question: bool = False
    lemmas: tuple[str, ...] = ()  # the words, all forms of a verb made one

    def has(self, *concepts: str) -> bool:
        return any(concept in self.places for concept in concepts)

    def says(self, *words: str) -> bool:
        """Does any of these words stand in the text?"""
        return any(word in self.words for word in words)

    def text(self, start: int, end: int) -> str:
        return " ".join(self.words[start:end])

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence that the word at an index stands in."""
        start = 0
        for end in self.ends:
            if at < end:
                return start, end
            start = end
        return start, len(self.words)


def words_of(raw: Sequence[str], tokens: Sequence[int], more: Iterable[tuple[str, int, int]] = ()) -> Words:
    """Find every concept in a list of words; `more` are concepts known already (times, names)."""
    words = tuple(repair(word) for word in raw)
    lemmas = tuple(map(lemma, words))
    stems = tuple(lemma(singular(word)) for word in words)
    places: dict[str, list[tuple[int, int]]] = {}
    for i, word in enumerate(stems):
        taken: set[str] = set()
        for length in LENGTHS.get(word, ()):
            if i + length > len(words):
                continue
            for concept in PHRASES.get(" ".join(stems[i : i + length]), ()):
                if concept not in taken:
                    taken.add(concept)
                    places.setdefault(concept, []).append((i, i + length))
    more = list(more)
    inside = {at for concept, start, end in more if concept == "T" for at in range(start, end)}
    for concept, spots in list(places.items()):
        places[concept] = [spot for spot in spots if not all(at in inside for at in range(*spot))]
        if not places[concept]:
            del places[concept]
    _leave_out_affairs(places, words)
    _leave_out_strays(places, words, lemmas)
    paid = [spot for spot in places.get("PAYMENT", ()) if spot[1] - spot[0] > 1]
    credits = [s for s in places.get("CREDITS", ()) if not any(a <= s[0] < b for a, b in paid)]  # "credit card"
    if credits:
        places["CREDITS"] = credits
    else:
        places.pop("CREDITS", None)
    for concept, start, end in more:
        places.setdefault(concept, []).append((start, end))
    for spots in places.values():
        spots.sort()
    ends = (*tuple(i + 1 for i, word in enumerate(words) if word in {".", "!", "?", ";", "\n"}), len(words))
    return Words(words, places, ends, tuple(tokens), "?" in words, lemmas)


Sense = Callable[[Sequence[str], Sequence[str], int, int], bool]
_WHO_LEAVE: Final = word_set("must to gotta i we ll can could should")
_REGRETS: Final = word_set("sorry sry apologies apologize apologise desole desolee excuse excusez scuse scusez pardon")
_ANSWER: Final = word_set("reply answer response text message texting replying reponse repondre")
_FOR_THE: Final = frozenset(itertools.product(("for", "about", "pour"), ("the", "my", "le", "mon", "ce")))
_IT_IS: Final = word_set("it its c")


def _of_leaving(words: Sequence[str], _: Sequence[str], start: int, __: int) -> bool:
    """ "i must leave by 2": nothing is left as it is."""
    return bool(words[start] in {"leave", "leaving"} and start and words[start - 1] in _WHO_LEAVE)


def _just_done(_: Sequence[str], lemmas: Sequence[str], __: int, end: int) -> bool:
    """ "je viens de voir": nobody says that they come."""
    return lemmas[end - 1] == "venir" and end < len(lemmas) and lemmas[end] in {"de", "d"}


def _may_come(words: Sequence[str], _: Sequence[str], __: int, end: int) -> bool:
    """ "puis-je venir", "the one coming up": nobody says that they come."""
    return words[end - 1] == "venir" or (words[end - 1] == "coming" and words[end : end + 1] == ("up",))


def _elided(words: Sequence[str], _: Sequence[str], start: int, end: int) -> bool:
    """ "n'importe quand" is no no."""
    return words[start] == "n" and end == start + 1 and words[end : end + 1] not in {(), (",",), (".",), ("!",)}


def _late_words(words: Sequence[str], _: Sequence[str], start: int, end: int) -> bool:
    """ "sorry for the delay", "i know it's super late": the answer is late, or the hour."""
    before = words[max(0, start - 4) : start]
    answered = bool(set(words[end : end + 3]) & _ANSWER)
    regretted = bool(set(before) & _REGRETS) and (before[-1:] == ("du",) or before[-2:] in _FOR_THE)
    at = next((i for i, word in enumerate(before) if word in _IT_IS), None)
    hour = at is not None and words[end - 1] == "late" and not set(before[at + 1 :]) & {"be", "ll", "running"}
    return answered or regretted or hour


_CAUGHT: Final = word_set("autobus bus metro train taxi avion")


def _caught(words: Sequence[str], _: Sequence[str], start: int, end: int) -> bool:
    """ "je pogne l'autobus de 16h": who catches a bus is not stuck."""
    return words[start] in {"pogne", "prends", "attrape"} and bool(set(words[end : end + 3]) & _CAUGHT)


def _to_catch(words: Sequence[str], _: Sequence[str], start: int, __: int) -> bool:
    """ "i have to catch the 4:15 bus": that is a plan, no delay."""
    return bool(set(words[max(0, start - 5) : start]) & _CATCHING)


_CATCHING: Final = word_set("catch catching catches pogne pogner prends prendre attrape attraper")


def _moving_house(words: Sequence[str], _: Sequence[str], __: int, end: int) -> bool:
    """ "i'm moving to ottawa": no booking moves."""
    there = words[end + 1 : end + 2]
    return words[end - 1] == "moving" and words[end : end + 1] == ("to",) and there != () and not is_time(there[0])


def _denied_can(words: Sequence[str], _: Sequence[str], start: int, __: int) -> bool:
    """ "no way i can make thursday": nobody can."""
    return words[max(0, start - 3) : start] in {("no", "way", "i"), ("no", "chance", "i")}


def _later_or_sooner(words: Sequence[str], _: Sequence[str], __: int, end: int) -> bool:
    """ "venir plus tot": the "plus" is of what follows."""
    return words[end - 1] == "plus" and bool(
        set(words[end : end + 1]) & {"tot", "tard", "vite", "souvent", "longtemps"}
    )


_STRAYS: Final[tuple[tuple[str, Sense], ...]] = (
    ("KEEP", _of_leaving),
    ("CONFIRM", _just_done),
    ("BOOK", _just_done),
    ("CONFIRM", _may_come),
    ("NO", _elided),
    ("NOT_COMING", _later_or_sooner),
    ("CAN", _denied_can),
    ("LATE", _late_words),
    ("LATE", _caught),
    ("VEHICLE", _to_catch),
    ("WHERE", _to_catch),
    ("MOVE", _moving_house),
)


def _leave_out_strays(places: dict[str, list[tuple[int, int]]], words: Sequence[str], lemmas: Sequence[str]) -> None:
    """Words that mean something else in their company."""
    for concept, strays in _STRAYS:
        spots = places.get(concept)
        if not spots:
            continue
        kept = [spot for spot in spots if not strays(words, lemmas, *spot)]
        if kept:
            places[concept] = kept
        else:
            del places[concept]


_PARTICIPLES: Final = word_set(
    "delayed late retarde retardee cancelled canceled annule annulee annulees annules cancelle moved reporte reportee"
)


def _leave_out_affairs(places: dict[str, list[tuple[int, int]]], words: Sequence[str]) -> None:
    """ "my flight got cancelled": that is no booking of ours."""
    ends = {end for _, end in places.get("AFFAIR", ())}
    if not ends:
        return
    for concept in ("CANCEL", "MOVE", "GONE", "LATE"):
        spots = places.get(concept, [])
        kept = [
            (start, end)
            for start, end in spots
            if not (
                words[end - 1] in _PARTICIPLES
                and any(at <= start <= at + 3 and all(w.isalnum() for w in words[at:start]) for at in ends)
            )
        ]
        if spots and not kept:
            del places[concept]
        elif spots:
            places[concept] = kept


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a pattern."""

    names: tuple[str, ...]
    gap: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern."""

    steps: tuple[Step, ...]
    absent: tuple[str, ...] = ()
    at_start: bool = False
    at_end: bool = False
    alone: bool = False
    source: str = field(default="", compare=False)


@lru_cache(maxsize=4096)
def pattern(source: str) -> Pattern:
    """Read a pattern."""
    steps: list[Step] = []
    absent: list[str] = []
    gap, at_start, at_end, alone = GAP, False, False, False
    for part in source.split():
        if part == "...":
            gap = ANYWHERE
        elif part == "..":
            gap = 99
        elif part == "+":
            gap = 0
        elif part == "^":
            at_start = True
        elif part == "$":
            at_end = True
        elif part == "=":
            alone = True
        elif part.startswith("!"):
            absent.extend(map(lemma, part[1:].split("/")))
        else:
            steps.append(Step(tuple(map(lemma, part.split("/"))), gap if steps else 0))
            gap = GAP
    return Pattern(tuple(steps), tuple(absent), at_start, at_end, alone, source)


def find(pattern: Pattern, words: Words) -> tuple[int, int] | None:
    """Where the pattern stands in the text: the words [start, end), or None."""
    for start, end in _spots(pattern.steps[0], words):
        low, high = words.sentence(start)
        if pattern.at_start and not _courteous(words, low, start):
            continue
        stop = _follow(pattern, words, end, high)
        if stop is None:
            continue
        if pattern.at_end and not _courteous(words, stop, high):
            continue
        if pattern.alone and not (_courteous(words, 0, start) and _courteous(words, stop, len(words.words))):
            continue
        if not any(low <= at < high for name in pattern.absent for at, _ in _named(name, words)):
            return start, stop
    return None


def _follow(pattern: Pattern, words: Words, end: int, high: int) -> int | None:
    for step in pattern.steps[1:]:
        limit = len(words.words) if step.gap == ANYWHERE else high
        spot = next(((s, e) for s, e in _spots(step, words) if s >= end and s - end <= step.gap and e <= limit), None)
        if spot is not None and step.gap == GAP and "," in words.words[end : spot[0]]:
            return None
        if spot is None:
            return None
        end = spot[1]
        if step.gap == ANYWHERE:
            high = words.sentence(spot[0])[1]
    return end


def _named(name: str, words: Words) -> list[tuple[int, int]]:
    if name[0].isupper():
        return words.places.get(name, [])
    return [(i, i + 1) for i, word in enumerate(words.lemmas) if word == name]


def _spots(step: Step, words: Words) -> list[tuple[int, int]]:
    if len(step.names) == 1:
        return _named(step.names[0], words)
    return sorted(spot for name in step.names for spot in _named(name, words))


def _courteous(words: Words, start: int, end: int) -> bool:
    """Is there nothing but courtesies and marks between these words?"""
    return all(word in _FILLERS or not word.isalnum() for word in words.words[start:end])

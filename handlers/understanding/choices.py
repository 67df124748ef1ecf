"""What is on the table: "2", "the second", "la derniere", "the 4pm one", "both" as choices among what was offered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from handlers.understanding.lexer import fold
from handlers.understanding.names import by_size, find_names
from handlers.understanding.wordlists import NUMBERS, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from handlers.understanding.frames import Words
    from handlers.understanding.meaning import Context

_ORDINALS: Final = {
    "first": 0, "1st": 0, "premier": 0, "premiere": 0, "1er": 0, "1ere": 0, "1re": 0, "one": 0, "un": 0, "une": 0,
    "second": 1, "2nd": 1, "deuxieme": 1, "seconde": 1, "2e": 1, "2eme": 1, "2ieme": 1, "two": 1, "deux": 1,
    "third": 2, "3rd": 2, "troisieme": 2, "3e": 2, "3eme": 2, "3ieme": 2, "three": 2, "trois": 2,
    "fourth": 3, "4th": 3, "quatrieme": 3, "4e": 3, "4eme": 3, "four": 3, "quatre": 3,
    "fifth": 4, "5th": 4, "cinquieme": 4, "5e": 4, "five": 4, "cinq": 4,
    "sixth": 5, "6th": 5, "sixieme": 5, "6e": 5, "six": 5,
}  # fmt: skip
_LAST: Final = word_set("last dernier derniere bottom final latest")
_FIRST: Final = word_set("earliest soonest top")
_MIDDLE: Final = word_set("middle milieu")
_LEAD: Final = word_set(
    """the le la l number no option choice num numero choix please pls plz svp stp ill i take will prends prend je j
jprends jprend prendre vais ok okay gimme give donne donnez or ou yes oui ya yeah yep sure then alors go with for let
s lets do a an one ones
1 # on y va works for me is good great fine perfect parfait correct thanks thank you merci c est bon beau ca
marche me va celui celle of slot spot appointment appt rdv time that this would be d like id want veux voudrais
j aimerais fait affaire fera l plutot mettons pour i guess choose pick book it si possible me convient convient better
best hmm ah
oh euh et and and m a ma du des deux trois two three offered proposes to those them ones choices options if s
still available libre encore there dispo d abord vous plait avec plaisir just that s il te lets hi hey bonjour
allo salut en premier hello works work marche fonctionne looks sounds mine can get ll have day jour place plage
creneau really very too tres bien alright donc say said dis non no"""
)
_DEEDS: Final = word_set("cancel annule annuler annulez move deplace deplacer deplacez change changer")
_BOTH: Final = (
    "both",
    "the two of them",
    "two of them",
    "all of them",
    "all three",
    "les deux",
    "tous les deux",
    "toutes les deux",
    "les trois",
    "all",
    "tous",
    "toutes",
    "les 2",
    "les 3",
    "either",
)


@dataclass(frozen=True, slots=True)
class Picked:
    """The choices that were picked, by index, and the words that did it."""

    picks: tuple[int, ...]
    rule: str
    words: str


def by_number(words: Words, context: Context) -> Picked | None:
    """ "2", "option 2 please", "the second one", "1 and 3", "la derniere"."""
    offered = len(context.offered)
    plain = [word for word in words.words if word.isalnum() or word == "#"]
    if not offered or not plain or len(plain) > 14:
        return None
    picks: list[int] = []
    used: list[str] = []
    for i, word in enumerate(plain):
        index = _index(word, plain, i, offered)
        if index is not None:
            picks.append(index)
            used.append(word)
        elif word not in _LEAD:
            return None
    kept = tuple(dict.fromkeys(p for p in picks if 0 <= p < offered))
    if not kept or len(kept) != len(dict.fromkeys(picks)):
        return None
    return Picked(kept, "choice by number", " ".join(used))


def _index(word: str, plain: Sequence[str], i: int, offered: int) -> int | None:
    """The choice that one word names."""
    if word in _LAST:
        return offered - 1
    if word in _FIRST:
        return 0
    if word in _MIDDLE and offered % 2:
        return offered // 2
    if word.isdecimal():
        return int(word) - 1
    if word in _ORDINALS:
        article = word in {"one", "un", "une", "two", "deux", "three", "trois"}
        follows = i and plain[i - 1] in {
            "the",
            "that",
            "this",
            "le",
            "la",
            "les",
            "du",
            "des",
            "of",
            "first",
            "second",
            "last",
            "third",
            "other",
            "for",
            "a",
        }
        numbered = (
            i and plain[i - 1] in {"number", "option", "numero", "choix", "choice", "no", "num", "le"} and word != "une"
        )
        if (
            article
            and len(plain) > 1
            and (follows or any(w in _LAST or (w in _ORDINALS and w != word) for w in plain))
            and not numbered
        ):
            return None
        if article and len(plain) > 3 and not numbered:
            return None
        return _ORDINALS[word]
    return None


def by_hour(words: Words, context: Context, zone: ZoneInfo) -> Picked | None:
    """ "5", "the 12 one", "8 works": a number that is no place in the list but the hour of one of its times."""
    plain = [word for word in words.words if word.isalnum()]
    numbers = [int(word) for word in plain if word.isdecimal() and len(word) <= 4]
    if (
        len(numbers) != 1
        or numbers[0] <= len(context.offered)
        or any(not word.isdecimal() and word not in _LEAD for word in plain)
    ):
        return None
    starts = [at.astimezone(zone) if at is not None else None for at in context.offered_at]
    hits = [i for i, at in enumerate(starts) if at is not None and numbers[0] in _written(at)]
    return Picked((hits[0],), "choice by its hour", str(numbers[0])) if len(hits) == 1 else None


def _written(at: datetime) -> set[int]:
    """An hour as digits may write it: 16, 4, 430, 1630."""
    hours = {at.hour, (at.hour - 1) % 12 + 1}
    return hours | {hour * 100 + at.minute for hour in hours}


_NOT: Final = word_set("ni not pas neither nor no non sauf except")
_REST: Final = word_set(
    "other others autre autres last one rest remaining dernier derniere left celui celle l reste qui"
)


def by_exclusion(words: Words, context: Context) -> Picked | None:
    """ "neither 1 nor 2, the other": the one choice that is left."""
    offered = len(context.offered)
    plain = [word for word in words.words if word.isalnum()]
    if offered < 2 or len(plain) > 14 or not any(word in _NOT for word in plain):
        return None
    if not all(word in _LEAD | _NOT | _REST or word in _ORDINALS or word.isdecimal() for word in plain):
        return None
    denied = {_index(word, plain, i, offered) for i, word in enumerate(plain) if word.isdecimal() or word in _ORDINALS}
    left = [i for i in range(offered) if i not in denied]
    return Picked((left[0],), "the choice that is left", " ".join(plain)) if denied and len(left) == 1 else None


def _things(context: Context) -> int:
    """How many things are offered: beside times, "all of them" or "none" is no further thing."""
    times = sum(at is not None for at in context.offered_at)
    return times or len(context.offered)


def by_all(words: Words, context: Context) -> Picked | None:
    """ "both", "les deux"."""
    text = " ".join(word for word in words.words if word.isalnum())
    offered = _things(context)
    if offered < 2:
        return None
    for phrase in _BOTH:
        if re.search(rf"\b{phrase}\b", text):
            lead = _LEAD | _DEEDS if context.asked == "which_booking" else _LEAD
            rest = [w for w in text.replace(phrase, " ").split() if w not in lead and not w.isdecimal()]
            if (
                rest
                or phrase == "either"
                or ("deux" in phrase and offered != 2)
                or ("trois" in phrase and offered != 3)
            ):
                continue
            numbers = tuple(dict.fromkeys(int(word) - 1 for word in text.split() if word.isdecimal()))
            if (phrase == "both" and offered != 2 and not numbers) or any(not 0 <= n < offered for n in numbers):
                continue
            return Picked(numbers or tuple(range(offered)), "all the choices", phrase)
    return None


_REGULAR: Final = ("normal", "normale", "regular", "reguliere", "usual", "habituelle", "standard", "ordinaire", "basic")


_NO_NAMES: Final = word_set(
    """with avec min am pm session sessions seance seances de je tu il on nous vous you we can could cannot ne pas peux
peut pouvez it la le les un une the to"""
)


def by_label(words: Words, context: Context) -> Picked | None:
    """The only offer that has the words of the reply: "for max", "the assessment", "with Marc"."""
    if context.asked == "reminder":  # its answers are deeds, not names: "je" and "come" are in many a wish
        return None
    shape = r"[a-z]{2,}|\d+" if context.asked in {"service", "plan"} else r"[a-z]{2,}"
    labels = [frozenset(re.findall(shape, fold(label))) - _NO_NAMES for label in context.offered]
    if context.asked == "service" and words.says(*_REGULAR):
        usual = [i for i, label in enumerate(context.offered) if re.search(r"session|seance", fold(label))]
        return Picked((usual[0],), "the usual one", "regular") if len(usual) == 1 else None
    scores = [
        {
            w
            for w in (*words.words, *(str(NUMBERS[w]) for w in words.words if w in NUMBERS))
            if w in label or (len(w) > 3 and w.endswith("s") and w[:-1] in label) or f"{w}s" in label
        }
        for label in labels
    ]
    own = [{w for w in score if sum(w in other for other in scores) == 1} for score in scores]
    hits = [i for i, score in enumerate(own) if score]
    if len(hits) != 1:
        return None
    return Picked((hits[0],), "choice by its words", " ".join(sorted(own[hits[0]])))


def named(context: Context, index: int) -> dict[str, str]:
    """What an offered choice stands for, when it was asked for by name."""
    kinds = {
        "service": context.services,
        "plan": context.plans,
        "person": context.people,
        "practitioner": context.practitioners,
    }
    names = kinds.get(context.asked or "", ())
    label = re.findall(r"[a-z0-9]+", fold(context.offered[index]))
    found = find_names(label, names, fuzzy=False)
    if found and context.asked:
        return {context.asked: found[0].key}
    size = next((int(word) for word in label if word.isdecimal()), None)
    if context.asked == "plan" and size is not None:
        key = by_size(size, context.plans)
        return {"plan": key} if key else {}
    return {}

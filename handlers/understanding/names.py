"""The practice's own names in a text: practitioners, services, plans and people, with their usual misspellings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from handlers.understanding.concepts import knows
from handlers.understanding.forms import lemma
from handlers.understanding.lexer import fold
from handlers.understanding.lexicon import DOUBTFUL, PHRASES
from handlers.understanding.sounds import sound
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.understanding.meaning import Context, Name

# Words of names that say nothing by themselves.
_WEAK: Final = word_set(
    """session sessions seance seances appointment visit plan plans package forfait pack the a an de en du des la le
les of for and et month mois par per short court courte petit petite small new old mon ma one day days first min
minutes hour cours group2 initial initiale time up i in on it at be"""
)
# What people call a service or a plan besides its name; each alias leads to a word of the name.
_ALIASES: Final = {
    "assessment": ("assesment", "assessement", "eval", "evaluation", "intake", "asessment"),
    "evaluation": ("eval", "evalution", "assessment", "evaluations"),
    "kinesiology": ("kinesio", "kin", "kinesiologist"),
    "kinesiologie": ("kinesio", "kin", "kinesiologue", "kine"),
    "follow": ("followup", "fup"),
    "suivi": ("suivis",),
    "group": ("groupe", "class", "classes", "groups"),
    "groupe": ("group", "class"),
    "monthly": ("mensuel", "mensuelle", "mensuels"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A name that the text uses: which, and the words [start, end)."""

    key: str
    start: int
    end: int
    exact: bool = True


@lru_cache(maxsize=512)
def _spellings(name: Name) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(re.findall(r"[a-z0-9]+", fold(spelling))) for spelling in name.spellings)


@lru_cache(maxsize=256)
def _single_words(names: tuple[Name, ...]) -> dict[str, str]:
    """Each word that belongs to one name only, and the key of that name."""
    owners: dict[str, set[str]] = {}
    for name in names:
        for spelling in _spellings(name):
            for word in spelling:
                if word not in _WEAK and not word.isdigit() and len(word) > 1:
                    for each in (word, *_ALIASES.get(word, ())):
                        owners.setdefault(each, set()).add(name.key)
    return {word: next(iter(keys)) for word, keys in owners.items() if len(keys) == 1}


def _near(word: str, singles: dict[str, str], *, led: bool, least: int) -> tuple[str, bool] | None:
    """The key of the name that a word is part of, and whether it was spelled right."""
    if word in singles:
        return singles[word], True
    if word.endswith("s") and word[:-1] in singles:
        return singles[word[:-1]], True
    if len(word) < 4 or word.endswith(("ed", "ing")) or word in PHRASES or word in DOUBTFUL:
        return None
    if knows(word) and not led:
        return None
    heard = sound(word)
    close = {
        key
        for known, key in singles.items()
        if known[0] == word[0] and len(known) >= least and (_close(known, word) or _sounds(known, word, heard))
    }
    return (close.pop(), False) if len(close) == 1 else None


def _sounds(known: str, word: str, heard: str) -> bool:
    """Is a name written by ear, at about its length?"""
    return heard == sound(known) and abs(len(known) - len(word)) <= 2 and not word.endswith("ts")


_LEADS: Final = word_set("with avec w see voir sea voire")


def _close(known: str, word: str) -> bool:
    if len(known) < 4 or known[0] != word[0]:
        return False
    allowed = 2 if len(known) >= 8 else 1
    return abs(len(known) - len(word)) <= allowed and OSA.distance(known, word, score_cutoff=allowed) <= allowed


def find_names(words: Sequence[str], names: tuple[Name, ...], *, fuzzy: bool = True, least: int = 5) -> list[Found]:
    """Every name in the words; misspelt ones only of names with `least` letters."""
    found: list[Found] = []
    if not names:
        return found
    singles = _single_words(names)
    for i, word in enumerate(words):
        near = _near(word, singles, led=bool(i) and words[i - 1] in _LEADS, least=least)
        if near is None or (not near[1] and not fuzzy):
            continue
        if found and found[-1].key == near[0] and found[-1].end == i:
            found[-1] = Found(near[0], found[-1].start, i + 1, exact=True)
        else:
            found.append(Found(near[0], i, i + 1, near[1]))
    return found


def by_minutes(minutes: int, services: Sequence[Name]) -> str | None:
    """The one service of this length."""
    keys = {name.key for name in services if name.minutes == minutes}
    return keys.pop() if len(keys) == 1 else None


def by_size(size: int, plans: Sequence[Name], *, monthly: bool = False) -> str | None:
    """The plan with so many sessions: one that is bought once before one that renews, unless `monthly` is meant."""
    found = [name for name in plans if name.size == size]
    return min(found, key=lambda name: name.monthly is not monthly).key if found else None


def by_month(plans: Sequence[Name]) -> str | None:
    """The one plan that renews."""
    keys = [name.key for name in plans if name.monthly]
    return keys[0] if len(keys) == 1 else None


def all_names(context: Context) -> tuple[Name, ...]:
    """Every name of the practice."""
    return (*context.practitioners, *context.services, *context.plans, *context.people)


_PLAIN: Final = word_set(
    """the a an to for of in on at my me you he she her his him them they it is was be has have had do does did and or
but with from by up about who what when how that this le la les un une des du de et ou a au aux en dans sur pour
par avec mon ma mes son sa ses il elle on nous vous je tu est sont ete qui que quoi dont ce cette ces pas ne
plus ils elles leur leurs lui eux moi toi tous toutes tout everyone everybody nobody guy girl lady gars fille dame
guys name think hes shes starting next week last week today tomorrow please thanks number
phone email new client clients credit credits session sessions seance seances free plan forfait back more extra
link text send find show look pull file dossier combien many left reste has used use much ca se si y info infos
contact numero tel telephone courriel nom avoir fait faire donner right now still got get good morning afternoon
session pack package note notes knee shoulder hip ankle acl mcl back neck squat genou epaule dos hanche cheville
cell inscription air reprend renouvelle renews takes taking buys buying gets getting action
pain sore better worse card cash comp goodwill late one two half demi"""
)


def nameable(word: str) -> bool:
    """May this word be a name that the practice does not know yet?"""
    return (
        len(word) > 2
        and not word.endswith("ing")
        and word not in _PLAIN
        and word not in PHRASES
        and (word not in DOUBTFUL or word == "tom")
        and lemma(word) == word
        and (not knows(word) or word == "max")
    )

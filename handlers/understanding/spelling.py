"""How words are texted: time words with their slips, by ear, drawn out ("tomorrowww"), and short for others ("u")."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from handlers.understanding.concepts import knows
from handlers.understanding.lexicon import DOUBTFUL, PHRASES
from handlers.understanding.sounds import sound
from handlers.understanding.wordlists import word_set

# Time words long enough to be repaired by one slip, or by two when longer than seven letters.
_REPAIRABLE: Final = tuple(
    word
    for word, (kind, _) in PHRASES.items()
    if kind in "WNPMUxAB"
    and " " not in word
    and len(word) >= 5
    and word.isalpha()
    and word not in {"night", "nuits", "hours", "heure"}
)
_BY_LETTER: Final = {letter: tuple(w for w in _REPAIRABLE if w[0] == letter) for letter in {w[0] for w in _REPAIRABLE}}
# French time words that are written by ear.
_BY_SOUND: Final = {
    sound(word): word
    for word in word_set(
        """lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier avril juillet septembre octobre
novembre decembre demain matin semaine prochain prochaine soiree premier dernier"""
    )
}
_REAL_WORDS: Final = word_set(
    """march marche marches marcher mourning juste justes fights tried early yearly monthly weekly daily money monkey
lunches mardy father weeding minutes matching mating marin marine martin martine maria marie match matter
matters lundy sunny funny friend friends fried freda sundry monde mondes avoir avril later latest prochainement
weeks weekly months mouth mouths south summer whether moving morning mornings evenings events evening even ever
every after before often other earlier years yours our hour heureux heureuse heures soiree toujours jours
journal jeune jeunes jeudi demande demander demandes demandez demeure deman demands remain remains domain
semelle semaines surtout soirs matins marti marty marcs aller arrive arriver amount couple count month learning
meaning turning warning burning boring training running opening mining dining during tuning doing going coming
mentioning functioning question tension attention weakened dinner dinners diners married marry carry janine
janice julia julie juliet august augusta augustin april avocat novice nover decent recent decem september number
numbers member members remember october sober mercredi merci merced before become became bored tomorrow borrow
sorrow friday fridge frida nights eights lights might right sight fight light tight weight height eight semester
summon common amener avance avances avancer avenir agenda demi dernier derniers premier premiers proches proche
prochains approche approches today toddy tools toast total toute toutes noons notes nous nine ninth laundry
sunrise minutes minuit minute midis media medium journees journee journeys journey weekday weekdays tuesday
thursday saturday sunday monday wednesday lundi mardi samedi dimanche vendredi maria midori sophie monique simon
salmon saturn saturne vendre vendu venir vendra verdi under enter center hours houses horse heart afternoon
beforehand afterwards evenement evenements couldn wouldn shouldn minor minors mines signed lunch punch bunch
alter altered apnee auguste avait avaient launch launched soins soit vieille vieilles ville villes veille martins
annie monte montes montee mount mounts mandy drain drains maris porch juive
evenly seven eleven evident yester soyez aimer annee annees anne chaque claque taking tuning maine mains main
matiere suivent suivi suivis suivre coming passe passes passer hiver hivers livre"""
)


# What is written short, or as it sounds.
_SHORT_FOR: Final = {
    short: word
    for word, shorts in {
        "you": "u yu",
        "your": "ur yr",
        "avec": "ac",
        "quel": "kel",
        "quelle": "kelle",
        "que": "ke",
        "qui": "ki",
        "quand": "kan kand qd",
        "toujours": "tjrs tjr",
    }.items()
    for short in shorts.split()
}
# Short words of which two letters beside each other are often swapped ("letf", "mnay").
_SWAPPABLE: Final = word_set(
    "left have what when with want need next week time many book move this that your will much reste avec pour quand "
    "dans"
)
_REAL_SWAPS: Final = word_set("form emit odes whit item mites reset sirs")
# Words that are written as one where French elides an article, which says nothing beside a time.
_GLUED: Final = {
    f"{article}{word}": word
    for article in "ld"
    for word in (
        "apres",
        "apresmidi",
        "aprem",
        "avantmidi",
        "heure",
        "heures",
        "autre",
        "autres",
        "avril",
        "octobre",
        "aout",
    )
    if f"{article}{word}" != "daprem"
}
_DRAWN: Final = re.compile(r"([a-z])\1{2,}")


def _swapped(word: str) -> set[str]:
    return {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)} - {word}


def _unvowelled(word: str) -> set[str]:
    """A word with one of its inner vowels left out ("matn")."""
    return {word[:i] + word[i + 1 :] for i in range(1, len(word) - 1) if word[i] in "aeiou"}


def _known(word: str) -> bool:
    return word in PHRASES or word in DOUBTFUL or word in _REAL_WORDS or knows(word)


_SLIPS: Final = {
    slip: word
    for words, slips in (
        (_SWAPPABLE, _swapped),
        (tuple(word for word in _REPAIRABLE if PHRASES[word][0] in "WNP" and len(word) == 5), _unvowelled),
    )
    for word in words
    for slip in slips(word)
    if slip not in _REAL_SWAPS and not _known(slip)
}


# What is written as one word for several, and the words of which one must follow ("jen ai", "men reste").
_VERBS_OF_EN: Final = word_set("ai avais aurais aurait veux voudrais prends prendrais prendrai reste restait restent")
SEVERAL: Final = {
    "jen": (("j", "en"), _VERBS_OF_EN),
    "men": (("m", "en"), _VERBS_OF_EN),
    "jmen": (("j", "m", "en"), None),
    "quil": (("qu", "il"), None),
    "quils": (("qu", "ils"), None),
    "jusqua": (("jusqu", "a"), None),
}


# Verbs that "j" is glued to, besides those that the tables know ("jfinis", "jtravaille").
_GLUED_TO_J: Final = word_set(
    "finis sors pars reviens rentre rentrais termine commence travaille travaillais atterris debarque quitte "
    "passerais passe prefere prefererais pense pensais regarde garde cherche"
)


def is_several(word: str) -> bool:
    """Is this one word for several?"""
    return word in SEVERAL or (word[:1] == "j" and word[1:] in _GLUED_TO_J)


def parted(word: str, after: str) -> tuple[str, ...]:
    """The words of one that stands for several, by the word after it."""
    if word not in SEVERAL and is_several(word):
        return ("j", word[1:])
    words, followers = SEVERAL.get(word, ((word,), None))
    return words if followers is None or after in followers else (word,)


def in_company(word: str, before: str, after: str) -> str:
    """What a letter or two stand for among other words: "tues n thurs", "r u open", "vs avez"."""
    if word == "n" and before.isalnum() and after.isalpha() and after not in _AFTER_NE:
        return "and"
    if word == "r" and after in {"you", "we", "they", "there"}:
        return "are"
    return "vous" if word == "vs" and after.endswith(("ez", "etes", "faites", "dites")) else word


_AFTER_NE: Final = word_set("importe est ai a as y avez avons ont etait y")


def spelt(word: str) -> str:
    """The word that was meant by a texted one: written out, not drawn out, its slips mended."""
    drawn = _DRAWN.search(word)
    if drawn is not None and not _known(word):
        singled, doubled = _DRAWN.sub(r"\1", word), _DRAWN.sub(r"\1\1", word)
        word = doubled if _known(doubled) and not _known(singled) else singled
    word = _SHORT_FOR.get(word, word)
    word = _GLUED.get(word, word)
    if word.endswith("s") and PHRASES.get(word[:-1], ("",))[0] == "N":
        return word[:-1]  # "tmrws session"
    return _SLIPS.get(word) or repair(word)


@lru_cache(maxsize=8192)
def repair(word: str) -> str:
    """The time word that was meant by a misspelling, or the word itself."""
    if len(word) < 5 or len(word) > 14 or word in PHRASES or word in _REAL_WORDS or knows(word):
        return word
    alike = _BY_SOUND.get(sound(word))
    if alike is not None and OSA.distance(alike, word, score_cutoff=3) <= 3:
        return alike
    best, best_slips = word, 3
    for known in _BY_LETTER.get(word[0], ()):
        allowed = 2 if len(known) >= 8 and len(word) >= 7 else 1
        if abs(len(known) - len(word)) > allowed:
            continue
        slips = OSA.distance(known, word, score_cutoff=allowed)
        if slips <= allowed and slips < best_slips:
            best, best_slips = known, slips
    return best

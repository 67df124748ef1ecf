"""The clients that a practitioner's words name: by first name, surname or both, with a letter wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from storage.people import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

WORD = re.compile(r"[a-z]+|\d+")
DATES = frozenset("april mai may june juin august sam".split())  # noqa: SIM905  which people are called too
MISSPELT = 4  # letters that a word needs before another letter may be wrong in it
# Words of the trade that are nobody's misspelt name.
COMMON = frozenset(
    """
    all and any are back book but call came can cancel change client clients come day days down done else everyone find
    for free from has have her here him his how last late left let make mark marked max mins minutes moved moves move
    must need next none not note now off okay open over past plan please put rest said see sent session sick slot some
    soon stay tell text than thanks that the them then they this time today tomorrow until wait was week were what when
    who will with work yes you your show sign never block lunch answer answered replied came present absent attended
    avec aussi autre autres apres avant annule bloque bouge cette client cliente clients combien comme conge dans dit
    deja depuis elle encore est fait faut fini heure heures hier ici jour journee juste libre lui mais malade matin
    merci midi mets mois moi note nous ouvre pas personne plus pour pres prochain prochaine quand que qui rendez reste
    retard sans semaine seance seances soir sont suis sur tout tous toutes trop venu venue venus vient vous absente
    demain aujourd hui monde deplace reserve
    my a an at on in by of or it is i we he she new client patient
    mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday
    lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche
    jan january feb february march apr april may jun june jul july aug august sep sept september oct october nov
    november dec december janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who can be named: an id, and the words of every name they go by."""

    id: int
    words: frozenset[str]

    @classmethod
    def of(cls, row_id: int, *names: str) -> Known:
        return cls(row_id, frozenset(word for name in names for word in WORD.findall(plain(name))))


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that name somebody, and who that may be."""

    start: int
    end: int
    ids: tuple[int, ...]


def mentions(text: str, people: Sequence[Known]) -> list[Mention]:
    """Who is named in a text without capitals and accents, in order; neighbouring words name one person together."""
    found: list[Mention] = []
    for match in WORD.finditer(text):
        ids = _named(match[0], people)
        if not ids or (match[0] in DATES and _is_dated(text, match)):
            continue
        both = tuple(i for i in ids if found and i in found[-1].ids)
        if both and not text[found[-1].end : match.start()].strip(" -"):
            found[-1] = Mention(found[-1].start, match.end(), both)
        else:
            found.append(Mention(match.start(), match.end(), ids))
    return found


def _is_dated(text: str, match: re.Match[str]) -> bool:
    """Does a number stand beside it, as beside a month?"""
    return bool(re.match(r"\s*\d", text[match.end() :]) or re.search(r"\d\s*$", text[: match.start()]))


def _named(word: str, people: Sequence[Known]) -> tuple[int, ...]:
    if len(word) < 2 or word.isdigit():
        return ()
    exact = tuple(one.id for one in people if word in one.words)
    if exact or word in COMMON or len(word) < MISSPELT:
        return exact
    bare = word.removesuffix("s")
    return tuple(one.id for one in people if bare in one.words) or tuple(_misspelt(word, people))


def _misspelt(word: str, people: Sequence[Known]) -> Iterator[int]:
    for one in people:
        if any(_near(word, known) for known in one.words if len(known) >= MISSPELT):
            yield one.id


def _near(word: str, known: str) -> bool:
    return word[0] == known[0] and abs(len(word) - len(known)) <= 1 and OSA.distance(word, known, score_cutoff=1) <= 1


def without(text: str, found: Collection[Mention]) -> str:
    """The text less the names, and less the possessive that hangs on one."""
    for mention in sorted(found, key=lambda one: -one.start):
        text = text[: mention.start] + " " + re.sub(r"^'?s\b", "", text[mention.end :])
    return " ".join(text.split())

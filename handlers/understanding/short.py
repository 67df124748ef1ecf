"""Short answers that say something only beside what was asked: "whenever", "any", "later", "4", "hmm", "FR"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.windows import Window, Windows
from handlers.understanding.lexer import fold
from handlers.understanding.meaning import Because, Meaning
from handlers.understanding.names import find_names
from handlers.understanding.windows_of import everything
from handlers.understanding.wordlists import NUMBERS, phrase_list, word_set

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.understanding.meaning import Context
    from handlers.understanding.text import Text
    from handlers.understanding.windows_of import Hours

_COURTESIES: Final = word_set(
    "please pls plz svp stp thanks thank you merci ok okay oui yes yeah um uh oh ah well ben bin the a le la really "
    "honestly just me to for work works is fine good c est bon d accord im i m guess say dites dis"
)
_LANGUAGES: Final = {"fr": "fr", "francais": "fr", "french": "fr", "en": "en", "english": "en", "anglais": "en"}
_ANY: Final = frozenset(
    phrase_list(
        """
    any|any of them|any of those|any of these|any one|anyone of them|whichever|whichever one|whatever|either|
    either one|either works|you choose|you pick|your pick|your choice|your call|up to you|surprise me|dont care|
    don t care|i don t care|i dont care|doesn t matter|doesnt matter|no preference|all the same|first available|
    whatever works|whatever is easiest|n importe lequel|n importe laquelle|n importe|peu importe|comme vous voulez|
    comme tu veux|choisis|choisissez|choisissez pour|ca m est egal|m est egal|pas de preference|aucune preference|
    ca change rien|ca ne change rien|tous|au choix|votre choix|ton choix|sans importance|soonest|the soonest|
    asap|as soon as possible|whenever|le plus vite possible|au plus vite|makes no difference|n importe lequel fait|
    whatever s easiest|l un ou l autre|any is|any works|any will do
    """
    )
)
_WHENEVER: Final = frozenset(
    phrase_list(
        """
    whenever|anytime|any time|any day|any day any time|asap|as soon as possible|soonest|the soonest|soonest possible|
    earliest|the earliest|first available|no preference|i m flexible|im flexible|flexible|wide open|doesn t matter|
    doesnt matter|don t care|dont care|whatever|whatever works|whenever works|whenever you have|whenever is|up to you|
    n importe quand|n importe|le plus tot possible|au plus vite|des que possible|au plus sacrant|
    le plus vite possible|quand vous voulez|quand tu veux|peu importe|pas de preference|aucune preference|
    je suis flexible|chu flexible|chui flexible|comme vous voulez|ca m est egal|m est egal|n importe quel jour|
    n importe quelle heure|all the same|you pick|you choose|open to anything|next available|any
    """
    )
)
_HUM: Final = re.compile(r"^(?:(?:hm+|mm+|euh+|ben|well|so|ok|oh|ouin|ouais|oui|yeah|yes|bof|mais|but) )+")
_UNDECIDED: Final = frozenset(
    phrase_list(
        """
    hmm|hm|hmmm|mmm|let me think|let me think about it|i ll think about it|not sure|not sure yet|im not sure|
    i m not sure|i m not sure yet|i don t know|i dont know|idk|i don t know yet|dunno|maybe|perhaps|
    i ll get back|i ll get back to you|ill get back to you|get back to you|i ll let you know|ill let you know|
    let you know|i need to check|i have to check|need to check|gotta check|pas sur|pas sure|pas certain|
    pas certaine|pas encore sur|je sais pas|je ne sais pas|jsais pas|chais pas|je sais pas encore|je vais y penser|
    jvais y penser|laisse moi y penser|laissez moi y penser|je vous reviens|je te reviens|je te redis|
    je vous redis|peut etre|faut que je verifie|faut que je regarde|je dois verifier|on verra|je verrai|euh|
    let me check|let me ask|laisse moi demander|laissez moi demander|je vais demander|let me see|let me sleep on it|
    still thinking|je reflechis|need to think|faut que j y pense|can i think about it|could i think about it|
    may i think about it|je peux y penser|je peux tu y penser|puis je y penser|est ce que je peux y penser|
    j aimerais y penser|je voudrais y penser
    """
    )
)
_ANYONE: Final = frozenset(
    phrase_list(
        """
    anyone|anybody|anyone works|whoever|whoever is free|whoever s free|whoever is available|whoever s available|
    any practitioner|any of them|either|no preference|doesn t matter who|doesnt matter who|n importe qui|peu importe|
    n importe lequel|n importe laquelle|qui est libre|celui qui est libre|celle qui est libre|qui vous voulez|
    peu importe qui|whoever you want|whoever has room
    """
    )
)
_LATER: Final = frozenset(
    phrase_list(
        """
    later|later than that|something later|anything later|plus tard|plus tard que ca|later on|
    a later time|un peu plus tard|a bit later
    """
    )
)
_EARLIER: Final = frozenset(
    phrase_list(
        """
    earlier|earlier than that|plus tot que ca|something earlier|anything earlier|sooner|something sooner|
    anything sooner|plus tot|an earlier time|un peu plus tot|a bit earlier|quelque chose de plus tot|
    quelque chose plus tot|    any earlier|any sooner
    """
    )
)
_THAT_DAY: Final = phrase_list(
    """
    that day|same day|in the day|the same day|ce jour|cette journee|le meme jour|meme journee|
    dans la journee|meme jour
    """
)
_THAT_WEEK: Final = phrase_list(
    """
    that week|same week|in the week|the same week|cette semaine|la meme semaine|dans la semaine|
    meme semaine
    """
)
_ALL_LEFT: Final = frozenset(
    phrase_list(
        """
    all|all of them|everything|as many as i can|as many as possible|the rest|the lot|max|tous|toutes|
    toutes les|tout|le plus possible|autant que possible|le maximum|le reste|the maximum|all i have left
    """
    )
)
_OTHERS: Final = phrase_list(
    """
    someone else|somebody else|another person|quelqu un d autre|une autre personne|another practitioner|
    not her|not him
    """
)


_NAME_LEADS: Final = phrase_list(
    """
    call me|my name is|name is|name s|it s|i m|im|this is|je m appelle|c est|je suis|moi c est|mon nom est|
    mon nom c est|appelle moi|appelez moi|m appelle
    """
)


@dataclass(frozen=True, slots=True)
class Short:
    """A short message: what it says with and without courtesies, and all that is known around it."""

    said: frozenset[str]
    parts: Text
    context: Context
    hours: Hours

    @property
    def text(self) -> str:
        """The whole of it."""
        return max(self.said, key=len)

    def because(self, rule: str) -> tuple[Because, ...]:
        return (Because(rule, self.text),)


def short_answer(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """The meaning of a short answer, by what was asked; None if it says something of its own."""
    words = [word for word in parts.words.words if word.isalnum()]
    if not words or len(words) > 9 or context.staff:
        return None
    said = {" ".join(words), " ".join(word for word in words if word not in _COURTESIES)}
    short = Short(frozenset(said), parts, context, hours)
    for reader in (_language, _opening, _undecided, _names, _so_often, _counts, _open, _anyone, _later):
        found = reader(short)
        if found is not None:
            return found
    return None


def _language(short: Short) -> Meaning | None:
    """ "FR", "say EN"."""
    for text in short.said:
        if text in _LANGUAGES:
            return Meaning("language", language=_LANGUAGES[text], because=short.because("a language"))
    return None


_HELLOS: Final = frozenset(phrase_list("morning|good morning|mornin|morn|afternoon|evening|matin|bon matin"))
_PUZZLED: Final = frozenset(phrase_list("hein|huh|pardon|wut|eh|quoi|come again|comment ca|hein quoi"))


def _opening(short: Short) -> Meaning | None:
    """ "morning!" greets and "huh?" wonders, where nothing was asked."""
    if short.context.asked or short.context.offered:
        return None
    named = {i for found in short.parts.practitioners for i in range(found.start, found.end)}
    words = short.parts.words.words
    bare = " ".join(word for i, word in enumerate(words) if i not in named and word.isalnum())
    if bare in _HELLOS and not short.parts.words.question:
        return Meaning("greeting", because=short.because("a greeting"))
    return Meaning("help", because=short.because("puzzled")) if short.said & _PUZZLED else None


def _undecided(short: Short) -> Meaning | None:
    """ "hmm let me think": no rush."""
    said = short.said | {_HUM.sub("", text) for text in short.said} - {""}
    if short.context.asked and (said & _UNDECIDED or _begins(said, _UNDECIDED)):
        return Meaning("inform", because=short.because("no rush"))
    return None


def _begins(said: frozenset[str], known: frozenset[str]) -> bool:
    """Does a text begin with a phrase of three words or more ("let me check with my husband")?"""
    return any(text.startswith(f"{phrase} ") for text in said for phrase in known if phrase.count(" ") > 1)


def _names(short: Short) -> Meaning | None:
    """ "call me Sam", when the name is asked."""
    if short.context.asked == "name" and any(
        text.startswith(f"{lead} ") for text in short.said for lead in _NAME_LEADS
    ):
        return Meaning("inform", because=short.because("the name"))
    return None


_N: Final = rf"(?:once|twice|(?:\d|{'|'.join(NUMBERS)})(?: ?x| times| fois)?)(?: (?:sessions?|seances?))?"
_SO_OFTEN: Final = re.compile(
    r"(?:(?:only|make it|make that|rather|how about|plutot|seulement|mettons) )?"
    rf"(?:{_N} (?:a|per|par) (?:week|wk|semaine|sem)"
    rf"|(?:{_N} )?(?:every|aux|toutes les) (?:other |(?:2|two|deux) )(?:weeks?|semaines?))"
    r"(?: (?:instead|plutot))?(?: (?:please|svp|thanks|merci))?"
)


def _so_often(short: Short) -> Meaning | None:
    """ "2 a week", "une fois par semaine": how often, and no hour."""
    often = any(_SO_OFTEN.fullmatch(text) for text in short.said)
    return Meaning("inform", because=short.because("how often")) if often else None


def _counts(short: Short) -> Meaning | None:
    """How many: "4", "four", "all of them"."""
    if short.context.asked != "count":
        return None
    number = next((t.value for t in short.parts.tokens if t.kind == "n" and isinstance(t.value, int) and t.value), None)
    if number is not None and len(short.parts.tokens) <= 5:
        return Meaning("inform", count=number, because=short.because("how many"))
    return Meaning("inform", because=short.because("all that is left")) if short.said & _ALL_LEFT else None


def _open(short: Short) -> Meaning | None:
    """ "whenever": from now on; "any": the first that is offered."""
    if short.context.asked == "when" and short.said & _WHENEVER:
        windows = everything(short.hours).clip(short.hours.now, short.hours.now + timedelta(days=91))
        return Meaning("inform", windows=windows, because=short.because("any time"))
    if short.context.asked == "when" and not short.context.offered and short.text in {"1", "2", "3"}:
        return Meaning("inform", confidence=0.4, because=short.because("a number of no list"))
    if short.context.asked in {"slot", "which_booking"} and len(short.context.offered) > 1 and _is_any(short.said):
        return Meaning("pick", pick=0, picks=(0,), because=short.because("any of them"))
    return None


def _is_any(said: frozenset[str]) -> bool:
    """ "any of them", and more of the kind after it."""
    return bool(said & _ANY) or any(text.startswith(f"{p} ") for text in said for p in _ANY if p.count(" ") > 1)


_BESIDE: Final[tuple[list[str], ...]] = ([], ["with"], ["avec"])


def _anyone(short: Short) -> Meaning | None:
    """ "anyone is fine", "with someone else"."""
    if short.context.asked not in {"slot", "confirm", "practitioner", "when"}:
        return None
    if short.said & _ANYONE:
        return Meaning("inform", because=short.because("anyone"))
    other = next((each for each in _OTHERS if short.text.endswith(each)), None)
    if len(short.context.offered) == 1 and other and short.text.removesuffix(other).split()[-1:] in _BESIDE:
        found = find_names(fold(short.context.offered[0]).split(), short.context.practitioners, fuzzy=False)
        unwanted = found[0].key if found else None
        return Meaning("more_options", not_practitioner=unwanted, because=short.because("someone else"))
    return None


_SEEKING: Final = re.compile(
    r"^(?:(?:do )?(?:you|u) have|have you(?: got)?|got|is there|any chance of|avez vous|vous avez|auriez vous|as tu|"
    r"tu as|t as|y a t il|y a tu|ya tu|y aurait il|(?:can|could) (?:we|you|u|i)(?: do| come| have| make)?(?: it)?|"
    r"(?:on|je|vous) (?:peut|peux|pouvez)(?: tu)?(?: faire| venir| avoir)?|(?:peut|peux|pouvez) (?:on|tu|vous)"
    r"(?: faire| venir| avoir)?)(?: de)?(?: a bit| a little| un peu)? "
)
_ARTICLES: Final = word_set("le la l the celui celle")


def _later(short: Short) -> Meaning | None:
    """ "later that day": after what is on the table, or before it."""
    at = sorted(each.astimezone(short.hours.zone) for each in short.context.offered_at if each is not None)
    if not at or short.context.asked not in {"slot", "confirm"} or short.parts.words.words[0] in _ARTICLES:
        return None  # "the later one" is a choice
    stretch = next((s for s in (*_THAT_DAY, *_THAT_WEEK) if short.text.endswith(f" {s}")), "")
    bare = {_SEEKING.sub("", each.removesuffix(stretch).strip()) for each in short.said}
    late, soon = bool(bare & _LATER), bool(bare & _EARLIER)
    if not late and not soon:
        return None
    start, end = (at[-1] + timedelta(minutes=1), at[-1] + timedelta(days=91)) if late else (short.hours.now, at[0])
    if stretch:
        first, last = _stretch(at[-1] if late else at[0], week=stretch in _THAT_WEEK)
        start, end = max(start, first), min(end, last)
    if start >= end:
        return Meaning("more_options", because=short.because("later" if late else "earlier"))
    windows = everything(short.hours).both(Windows((Window(start, end),)))
    return Meaning("more_options", windows=windows or None, because=short.because("later" if late else "earlier"))


def _stretch(at: datetime, *, week: bool) -> tuple[datetime, datetime]:
    """The day, or the week, of a start."""
    midnight = at.replace(hour=0, minute=0)
    if week:
        midnight -= timedelta(days=midnight.weekday())
    return midnight, midnight + timedelta(days=7 if week else 1)

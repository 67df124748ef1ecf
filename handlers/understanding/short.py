"""Short answers that say something only beside what was asked: "whenever", "any", "later", "4", "hmm", "FR"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.windows import Window, Windows
from handlers.understanding.meaning import Because, Meaning
from handlers.understanding.names import find_names
from handlers.understanding.windows_of import everything
from handlers.understanding.wordlists import phrase_list, word_set

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
    makes no difference|n importe lequel fait|whatever s easiest|l un ou l autre|any is|any works|any will do
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
    let me sleep on it|still thinking|je reflechis|need to think|faut que j y pense
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
_LATER: Final = frozenset(phrase_list("later|something later|anything later|plus tard|later on|a later time|un peu plus tard|a bit later"))
_EARLIER: Final = frozenset(
    phrase_list("earlier|something earlier|anything earlier|sooner|something sooner|anything sooner|plus tot|"
                "an earlier time|un peu plus tot|a bit earlier|quelque chose de plus tot|any earlier|any sooner")
)
_THAT_DAY: Final = phrase_list("that day|same day|in the day|the same day|ce jour|cette journee|le meme jour|meme journee|dans la journee|meme jour")
_THAT_WEEK: Final = phrase_list("that week|same week|in the week|the same week|cette semaine|la meme semaine|dans la semaine|meme semaine")
_ALL_LEFT: Final = frozenset(
    phrase_list("all|all of them|everything|as many as i can|as many as possible|the rest|the lot|max|tous|toutes|"
                "toutes les|tout|le plus possible|autant que possible|le maximum|le reste|the maximum|all i have left")
)
_OTHERS: Final = phrase_list("someone else|somebody else|another person|quelqu un d autre|une autre personne|another practitioner|not her|not him")


def short_answer(parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """The meaning of a short answer, by what was asked; None if it says something of its own."""
    words = [word for word in parts.words.words if word.isalnum()]
    if not words or len(words) > 9 or context.staff:
        return None
    said = {" ".join(words), " ".join(word for word in words if word not in _COURTESIES)}
    for reader in (_language, _undecided, _names, _counts, _open, _anyone, _later):
        found = reader(said, parts, context, hours)
        if found is not None:
            return found
    return None


def _because(rule: str, said: set[str]) -> tuple[Because, ...]:
    return (Because(rule, max(said, key=len)),)


def _language(said: set[str], parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """ "FR", "say EN"."""
    for text in said:
        if text in _LANGUAGES:
            return Meaning("language", language=_LANGUAGES[text], because=_because("a language", said))
    return None


def _undecided(said: set[str], parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """ "let me think": no rush."""
    if context.asked and said & _UNDECIDED:
        return Meaning("inform", because=_because("no rush", said))
    return None


def _names(said: set[str], parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """ "call me Sam", when the name is asked."""
    leads = ("call me", "my name is", "name is", "name s", "it s", "i m", "im", "this is", "je m appelle", "c est")
    leads += ("je suis", "moi c est", "mon nom est", "mon nom c est", "appelle moi", "appelez moi", "m appelle")
    if context.asked == "name" and any(text.startswith(f"{lead} ") for text in said for lead in leads):
        return Meaning("inform", because=_because("the name", said))
    return None


def _counts(said: set[str], parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """How many: "4", "four", "all of them"."""
    if context.asked != "count":
        return None
    number = next((t.value for t in parts.tokens if t.kind == "n" and isinstance(t.value, int) and t.value), None)
    if number is not None and len(parts.tokens) <= 5:
        return Meaning("inform", count=number, because=_because("how many", said))
    return Meaning("inform", because=_because("all that is left", said)) if said & _ALL_LEFT else None


def _open(said: set[str], parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """ "whenever": from now on; "any": the first that is offered."""
    if context.asked == "when" and said & _WHENEVER:
        windows = everything(hours).clip(hours.now, hours.now + timedelta(days=91))
        return Meaning("inform", windows=windows, because=_because("any time", said))
    if context.asked == "when" and not context.offered and max(said, key=len) in {"1", "2", "3"}:
        return Meaning("inform", confidence=0.4, because=_because("a number of no list", said))
    if context.asked in {"slot", "which_booking"} and len(context.offered) > 1 and _is_any(said):
        return Meaning("pick", pick=0, picks=(0,), because=_because("any of them", said))
    return None


def _is_any(said: set[str]) -> bool:
    """ "any of them", and more of the kind after it."""
    return bool(said & _ANY) or any(text.startswith(f"{p} ") for text in said for p in _ANY if p.count(" ") > 1)


def _anyone(said: set[str], parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """ "anyone is fine", "with someone else"."""
    if context.asked not in {"slot", "confirm", "practitioner", "when"}:
        return None
    if said & _ANYONE and (context.asked != "slot" or "n importe lequel" not in said):
        return Meaning("inform", because=_because("anyone", said))
    text = max(said, key=len)
    other = next((each for each in _OTHERS if text.endswith(each)), None)
    if len(context.offered) == 1 and other and text.removesuffix(other).split()[-1:] in ([], ["with"], ["avec"]):
        found = find_names(context.offered[0].lower().split(), context.practitioners, fuzzy=False)
        unwanted = found[0].key if found else None
        return Meaning("more_options", not_practitioner=unwanted, because=_because("someone else", said))
    return None


def _later(said: set[str], parts: Text, context: Context, hours: Hours) -> Meaning | None:
    """ "later that day": after what is on the table, or before it."""
    at = sorted(each.astimezone(hours.zone) for each in context.offered_at if each is not None)
    if not at or context.asked not in {"slot", "confirm"} or parts.words.says("le", "la", "the"):
        return None  # "the later one" is a choice
    text = max(said, key=len)
    stretch = next((s for s in (*_THAT_DAY, *_THAT_WEEK) if text.endswith(f" {s}")), "")
    short = {each.removesuffix(stretch).strip() for each in said} | {each.removesuffix(f" {stretch}").strip() for each in said}
    late, soon = bool(short & _LATER), bool(short & _EARLIER)
    if not late and not soon:
        return None
    start, end = (at[-1] + timedelta(minutes=1), at[-1] + timedelta(days=91)) if late else (hours.now, at[0])
    if stretch:
        first, last = _stretch(at[-1] if late else at[0], week=stretch in _THAT_WEEK)
        start, end = max(start, first), min(end, last)
    if start >= end:
        return Meaning("more_options", because=_because("later" if late else "earlier", said))
    windows = everything(hours).both(Windows((Window(start, end),)))
    return Meaning("more_options", windows=windows or None, because=_because("later" if late else "earlier", said))


def _stretch(at: datetime, *, week: bool) -> tuple[datetime, datetime]:
    """The day, or the week, of a start."""
    midnight = at.replace(hour=0, minute=0)
    if week:
        midnight -= timedelta(days=midnight.weekday())
    return midnight, midnight + timedelta(days=7 if week else 1)


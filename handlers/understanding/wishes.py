"""Which booking is meant, and to when it should go: the part that each time expression plays in its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.windows import Window, Windows
from handlers.understanding.anchors import with_anchors
from handlers.understanding.expressions import (
    At,
    CalendarDay,
    ClockBound,
    ClockRange,
    Day,
    DayBound,
    DayRange,
    Days,
    FromToday,
    Period,
    Shifted,
    Weekday,
    WeekdayBy,
    WeekdayNumber,
    When,
)
from handlers.understanding.grammar import ELSE
from handlers.understanding.resolve import clocks
from handlers.understanding.windows_of import (
    Group,
    Hours,
    Wish,
    everything,
    excluded,
    is_period,
    settle_number,
    windows_of,
)
from handlers.understanding.wordlists import phrase_list, word_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.understanding.cascade import Item
    from handlers.understanding.frames import Words
    from handlers.understanding.meaning import Context

_GLUE: Final = frozenset("drFaf~t")
_CORRECTIONS: Final = tuple(
    tuple(phrase.split())
    for phrase in phrase_list(
        """
    zut|ah zut|shoot|dang|crap|merde|no wait|non attends|wait|attends|actually|scratch that|i mean|je veux dire|
    make that|no make|correction|euh non|
    no sorry|sorry i meant|i meant|non plutot|oups|oops|err|or rather|ou plutot|je voulais dire|excuse|pardon|
    plutot|euh|excusez|scusez|scuse|s cuse|wait no|or better|make it|make the|let s say|ou mieux|i should say|meaning|
    disons plutot|hold on|no no|non non|ah non|oh no|mm no|hmm no|en fait|no actually|sorry|desole|desolee|erreur|
    my bad|uh|um|er|uh rather|um rather|no rather|uh no|um no|euh non|je veux dire|typo|faute de frappe|autocorrect|*
    """
    )
)
_BUSY: Final = word_set(
    """work works working busy away travel traveling travelling travaille travaillons occupe occupee prise parti partie
vacances vacation meeting dentist dentiste medecin doctor school ecole exam examen cottage chalet sud
flight vol voyage formation deplacement
dehors gone off reunion shift chiffre job garderie daycare teach pars partons leaving
leave"""
)
_ANY: Final = frozenset(
    {
        "any",
        "anytime",
        "every",
        "all",
        "whenever",
        "n importe quand",
        "importe",
        "anything",
        "all the",
        "tous",
        "any time",
    }
)
_FINISH: Final = word_set(
    "finish finis fini termine off sors done free libre back retour land atterris reviens revient return "
    "returning rentre"
)
_DENIALS: Final = phrase_list(
    """
    doesn t fit|doesnt fit|doesnt work|doesn t work|dont work|don t work|won t work|wont work|does not work|not work|
    isn t good|isnt good|
    is no good|no good|is bad|is out|is full|marche pas|marche plus|fonctionne pas|ca va pas|va pas|me va pas|
    je peux pas|jpeux pas|j peux pas|peux pas|je peux pu|peux pu|je peux plus|peux plus|jpeux pu|je pourrai pas|
    je pourrai plus|pourrai pas|j peux pu|i can t|i cant|can t do|is impossible|impossible|not possible|
    pas possible|convient pas|is not good|not good|is tough|is hard|is a no|pas dispo|not available|pas bon|
    i m busy|im busy|i work|je travaille|jtravaille|pas libre|never works|won t do|i m away|im away|je suis pas|
    c est non|non|no longer works|is no longer possible|no longer possible|isn t possible|est plus possible|
    plus possible|est pu possible|pu possible|no longer an option|not an option|isn t an option|
    doesn t work anymore|doesnt work anymore|marche pu|out|excluded|excepted|aside|apart|
    exclu|exclue|exclus|excepte|a part|pas|ne marche pas|
    ne fonctionne pas|c trop tot|is too early|too early|trop tot|too late|trop tard|c est trop tot|c est trop tard|
    is too late|est trop tot|est trop tard|marche pus|works less|ca marche pus|ca marche pu|ca marche plus|
    ca va pus|i have|j ai|jai|chui pas|chu pas|is when i|isn t|isnt|not|ca marche pas
    """
)
_INSTEAD: Final = frozenset({("instead", "of"), ("rather", "than"), ("lieu", "de"), ("lieu", "du"), ("place", "de")})
_TO: Final = word_set("to pour into on vers for au until for a")


@dataclass(slots=True)
class Piece:
    """A time expression with the words around it."""

    when: When
    start: int  # words
    end: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    joined: bool = False
    negative: bool = False
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Understood:
    """What the time expressions of a message come to."""

    windows: Windows | None = None
    other: Windows | None = None
    which: Windows | None = None
    because: tuple[tuple[str, str], ...] = field(default=())


def pieces_of(items: Sequence[Item], words: Words, starts: Sequence[int], *, staff: bool = False) -> list[Piece]:
    """Each time expression of the text, with its neighbours and whether it is denied."""
    pieces: list[Piece] = []
    for i, item in enumerate(items):
        if item.kind != "O" or item.text.startswith(SINCE):
            continue
        start = starts[item.first]
        end = starts[item.last + 1]
        if _thanked(words, start):
            continue
        low, high = words.sentence(start)
        low = max(low, pieces[-1].end if pieces else 0)
        piece = Piece(
            item.value, start, end, words.words[max(low, start - 6) : start], words.words[end : min(high, end + 5)]
        )
        piece.sentence = low
        piece.joined = i > 0 and _joined(items, i)
        piece.negative = _denied(items, i, piece, pieces, staff=staff) or _moved_there(words, start)
        pieces.append(piece)
    return pieces


_MOVED_THERE: Final = word_set(
    "moved changed pushed rescheduled bumped switched deplace deplacee reporte reportee remis"
)
_PASSIVES: Final = word_set("got was were been gets ete est is")


def _moved_there(words: Words, start: int) -> bool:
    """ "parent night got moved to tuesday": what else was moved there stands in the way."""
    near = words.words[max(0, start - 8) : start]
    at = next((i for i, word in enumerate(near) if i and word in _MOVED_THERE and near[i - 1] in _PASSIVES), None)
    if at is None or len(near) - at > 4 or near[-1] in {".", ",", "?"}:
        return False
    low = start - len(near)
    return not any(low <= a < low + at for a, _ in words.places.get("APPT", ())) and not set(near[:at]) & _OURS


_OURS: Final = word_set("it mine my one celui ca i")


def _thanked(words: Words, start: int) -> bool:
    """ "thanks for today": what is over and was good is no wish."""
    near = words.words[max(0, start - 2) : start]
    spots = words.places.get("THANKS", ())
    return bool({"for", "pour"} & set(near)) and any(0 <= start - end <= 4 for _, end in spots)


def _joined(items: Sequence[Item], i: int) -> bool:
    j = i - 1
    while j >= 0 and items[j].kind in _GLUE | {","}:
        j -= 1
    return j >= 0 and items[j].kind in "|&/"


def _listed_on(items: Sequence[Item], i: int) -> bool:
    """Does a plain "or" or "and" join this time to the one before?"""
    j = i - 1
    while j >= 0 and items[j].kind in _GLUE | {","}:
        j -= 1
    ends = j > 0 and items[j - 1].kind == "."
    return j >= 0 and items[j].kind in "|&/" and items[j].text not in ELSE and not ends


SINCE: Final = ("since", "depuis")  # what has been going on is no wish
_NEITHER: Final = ("neither does", "neither is", "neither will", "nor does", "nor is", "pareil pour", "meme chose pour")
_TROUBLES: Final = tuple(
    f"{what} {verb}"
    for what in ("problem", "issue", "trouble", "probleme")
    for verb in ("is", "s", "c est", "est", "c est le", "being")
)
_CANNOT: Final = phrase_list("can t|cant|cannot|can t do|cant do|peux pas|pourrai pas|peut pas|unable")
_BREAKS: Final = word_set("but mais so donc , fait alors")
_SHORT_DENIALS: Final = frozenset({"pas", "non", "out", "not", "aside", "apart", "a part"})
_WEAK_DENIALS: Final = _SHORT_DENIALS | {"i have", "j ai", "jai"}


def _denied(items: Sequence[Item], i: int, piece: Piece, pieces: Sequence[Piece], *, staff: bool) -> bool:
    """Is this time excluded? ("not friday", "sauf lundi", "can't do mornings", "tuesday doesn't work")"""
    ahead = False if _corrected(items, i, piece) else _denied_ahead(items, i, staff=staff)
    if ahead and not staff and _free_but(piece):
        return False
    if ahead is not None or staff:
        return bool(ahead)
    before = " ".join(piece.before[-5:])
    cut = max((i + 1 for i, word in enumerate(piece.before) if word in _BREAKS), default=0)
    near = f" {' '.join(piece.before[cut:][-4:])} "
    if any(f" {cue} " in near for cue in _CANNOT):
        return "why" not in before
    if before.endswith(_TROUBLES):
        return True
    if _busy(piece) or (pieces and pieces[-1].negative and _listed_on(items, i)) or before.endswith(_NEITHER):
        return True
    also = bool(pieces) and pieces[-1].negative and piece.after[:2] == ("non", "plus")
    return also or _denied_after(piece)


def _corrected(items: Sequence[Item], i: int, piece: Piece) -> bool:
    """ "no make it 4", "nope 4:30": a no of its own, and then the hour that is wished instead."""
    opens = i == 1 or (i > 1 and (items[i - 2].kind in ",O" or items[i - 2].text in _HESITATIONS))
    return opens and items[i - 1].text in {"no", "nope", "nah", "non"} and isinstance(piece.when.clock, At)


_HESITATIONS: Final = word_set("wait hmm hm mm euh oh ah uh um er sorry attends desole oups oops")
_TAKEN_UP: Final = word_set("work working travaille busy booked tied occupe occupee pris prise")
_EXCEPT: Final = word_set("except sauf but besides hormis")


def _free_but(piece: Piece) -> bool:
    """ "i work all day except noon": what is left out of an engagement is free."""
    at = next((i for i, word in enumerate(piece.before) if word in _EXCEPT), 0)
    return bool(set(piece.before[:at]) & _TAKEN_UP)


_DENIED_LEADS: Final = word_set(
    "for on in at my mon ma mes pour le la les the maybe perhaps any this next possibly de sur l dans en"
)


def _denied_ahead(items: Sequence[Item], i: int, *, staff: bool) -> bool | None:
    """A "not" or an "except" before a time; None if neither stands near."""
    j, between = i - 1, 0
    while j >= 0 and between < 4:
        kind, text = items[j].kind, items[j].text
        if kind == "X" or (kind == "!" and not staff):
            if text == "no" and items[j + 1].kind == "z":
                return True  # "no to thursday, yes to friday"
            if text in {"no", "nope"} and j + 1 < i and (items[j + 1].kind in ",." or "make" in items[j + 1].text):
                return False
            if text in {"no", "non"} and {"instead", "plutot"} & {items[i + 1].text if i + 1 < len(items) else ""}:
                return False
            if between and (text in {"no", "non"} or (kind == "X" and items[j + 1].text not in _DENIED_LEADS)):
                return None
            return not (j and items[j - 1].text in {"why", "pourquoi", "if"})
        if not between and text in {"but", "mais"} and any(x.text in _ANY for x in items[:j]):
            return True
        if kind in "O.," or (kind == "w" and text in {"but", "mais", "however", "though"}):
            return None
        between += kind not in _GLUE
        j -= 1
    return None


def _denied_after(piece: Piece) -> bool:
    """ "tuesday doesn't work", "mardi non"."""
    after = " ".join(piece.after[1:] if piece.after[:1] == ("s",) else piece.after)
    if {"home", "maison", "teletravail"} & set(piece.after):
        return False  # who works from home may come
    if any(after == denial or after.startswith(f"{denial} ") for denial in _DENIALS if denial not in _WEAK_DENIALS):
        return True
    if piece.before[-2:] in _IT_IS and _picked_out(piece.after):
        return True
    if any(reading(piece.after) for reading in (_bad, _not_good, _engaged)):
        return True
    if any(f"{lead} {then}" in f"{after} " for lead in _SO for then in _NOT_THEN):
        return True
    ends = (" .", " ,", " ;")
    return any(after == denial or after.startswith(tuple(denial + end for end in ends)) for denial in _SHORT_DENIALS)


_IT_IS: Final = frozenset({("it", "s"), ("it", "is"), ("c", "est"), ("its",), ("est", "plutot"), ("s", "just")})
_TROUBLE_WORDS: Final = word_set("problem issue trouble probleme hic")


def _picked_out(after: Sequence[str]) -> bool:
    """ "it's thursday that doesn't work", "c'est jeudi le probleme"."""
    if after[:1] in {("that",), ("which",), ("qui",), ("s",)}:
        rest = " ".join(after[1:])
        return any(rest == denial or rest.startswith(f"{denial} ") for denial in _DENIALS if denial != "i have")
    return bool(set(after[:3]) & _TROUBLE_WORDS)


_COPULAS: Final = word_set("is are s re was c est sont ca look looks seem seems be get gets")
_VERY: Final = word_set(
    "just really totally too trop pretty kinda completely super vraiment the l un une a peu very usually always "
    "toujours souvent mostly often pas mal so ben bin la le also still all tous toutes"
)
_BAD: Final = word_set(
    "tight serre serree serres "
    "out early bad impossible impossibles tough hard rough terrible awful packed full busy crazy hell worst tricky "
    "difficult exclu exclus exclue exclues enfer complique compliques difficile difficiles dur durs plein pleins mort "
    "morts fou fous folle non poche poches brutal unavailable nightmare mess insane hopeless useless horrible trouble "
    "off occupe occupes pris prises cauchemar problem probleme issue nuts dingue bonkers chaos"
)


_SO: Final = ("so", "donc", ", so", ", donc", "alors", ",")
_NOT_THEN: Final = (
    "not then ",
    "not that day ",
    "pas la ",
    "pas ce jour la ",
    "pas cette journee ",
    "pas a ce moment ",
)


_SAYS_HOW: Final = word_set(
    "fitte fite cadre adonne ca c est me ne n m nous je j peux peut pourrai pourrais marche fonctionne va fait "
    "convient serait sera ira irait tient arrange fit vraiment suis chui chu serai dispo disponible libre "
    "trouve"
)
_NEGATORS: Final = word_set("pas plus pu pus")
_CLAUSE_END: Final = word_set(". , ; ! ? but mais donc pour")


_EXCESSES: Final = word_set("early late soon far long much close tight hard short near fast")  # "at 9 too" is also


def _not_good(after: Sequence[str]) -> bool:
    """ "ca fonctionne pas pour moi", "je peux plus", "je trouve ca trop tot"."""
    end = next((i for i, word in enumerate(after) if word in {".", ",", ";"}), len(after))
    near = after[:end]
    excess = any(
        word == "trop" or (word == "too" and set(near[i : i + 1]) & _EXCESSES) for i, word in enumerate(near, 1)
    )
    if excess and not {"not", "pas"} & set(near):
        return True
    at = next((i for i, word in enumerate(near) if word in _NEGATORS), None)
    if not at or not all(word in _SAYS_HOW for word in near[:at]):
        return False
    return near[at] == "pas" or at + 1 == len(near) or near[at + 1] in _CLAUSE_END


_I_AM: Final = frozenset({("i", "m"), ("i", "am"), ("je", "suis"), ("i", "ll"), ("we", "re")})
_ELSEWHERE: Final = word_set(
    "in at away out gone busy travelling traveling working prise pris parti partie occupe occupee absent absente"
)


def _engaged(after: Sequence[str]) -> bool:
    """ "jeudi j'ai le dentiste": what stands in the way is said after the day."""
    has = after[:2] in {("j", "ai"), ("i", "have"), ("i", "ve"), ("i", "got")} or after[:1] in {("jai",), ("ive",)}
    away = after[:2] in _I_AM and after[2:3] and (after[2] in _ELSEWHERE or set(after[2:5]) & _BUSY)
    away = away or (after[:1] in {("im",), ("chui",), ("chu",)} and after[1:2] and after[1] in _ELSEWHERE)
    return bool(away) or (has and bool(set(after[1:5]) & _BUSY))


def _bad(after: Sequence[str]) -> bool:
    """ "mornings are impossible", "les matins c'est l'enfer"."""
    at = 0
    while at < len(after) and after[at] in _COPULAS:
        at += 1
    if not at:
        return False
    if after[at : at + 1] in {("trop",), ("too",)}:
        return True  # "8 is too early for me"
    while at < len(after) and after[at] in _VERY:
        at += 1
    return at < len(after) and after[at] in _BAD


_LEAVES: Final = word_set("gone parti partie partis leave leaving pars partir partons quitter")


def _busy(piece: Piece) -> bool:
    """Is this when the writer is busy? ("i work until 4", "dentist tues", "occupe mardi")"""
    near = piece.before[-3:]
    cut = max(
        (i + 1 for i, word in enumerate(near) if word in {"so", "but", "donc", "alors", "mais", "fait", ","}), default=0
    )
    near = near[cut:]
    if any(word in _FINISH for word in near) or {"home", "maison", "teletravail"} & set(near):
        return False
    if _explains(piece) or (piece.when.clock is None and _out(piece)):
        return True
    if set(near) & _LEAVES and piece.when.day is None and piece.when.clock is not None:
        return False  # "i must leave by 2" wishes for before
    if set(piece.after) & {"window", "fenetre"} or set(near) & {"jour", "nuit", "days", "nights", "soir"}:
        return False
    if any(word in {"after", "before", "apres", "avant"} for word in near[-1:]):
        return False
    if "if" in piece.before or "book" in piece.before or "want" in piece.before:
        return False
    taught = bool({"cours", "class"} & set(near)) and bool({"ai", "jai", "have", "got"} & set(piece.before))
    if (taught or any(word in _BUSY for word in near)) and not any(
        word in {"not", "pas", "t", "can", "could", "would", "does", "wont", "join", "peux", "puis"}
        for word in piece.before
    ):
        return any(
            word in {"i", "im", "m", "j", "je", "jai", "chui", "chu", "suis", "ai", "have", "got"}
            for word in piece.before
        )
    return False


_WISHING: Final = word_set(
    "want need like love book can could would free available open works work good possible prefer hoping "
    "looking do have dispo libre peux veux voudrais aimerais pourrais marche bon come venir"
)


_OPEN_THEN: Final = word_set("window free when works work best ideal good perfect dispo libre moment fenetre la bon")


_AM_OUT: Final = frozenset({("m", "out"), ("im", "out"), ("be", "out"), ("am", "out"), ("suis", "exterieur")})


def _out(piece: Piece) -> bool:
    """ "i'm out thursday", "out of town tuesday"."""
    before = [word for word in piece.before if word not in {"on", "the", "le", "of", "de", "la", "a", "l"}]
    return tuple(before[-2:]) in _AM_OUT or before[-2:] in (["out", "town"], ["exterieur", "ville"])


def _explains(piece: Piece) -> bool:
    """ "I march in the parade on the 14th so": why not then."""
    if (
        piece.after[:1] not in {("so",), ("donc",), ("alors",)}
        or isinstance(piece.when.day, Period)
        or set(piece.after) & _OPEN_THEN
    ):
        return False
    said = " ".join(piece.before).replace("je marche", "").split()  # who walks wishes for nothing
    return any(word in {"i", "je", "j", "we", "on", "my", "mon", "ma"} for word in piece.before) and not any(
        word in _WISHING for word in said
    )


def corrected(pieces: list[Piece], words: Words) -> list[Piece]:
    """What was said before "no wait" counts only where nothing new was said."""
    kept: list[Piece] = []
    for piece in pieces:
        previous = kept[-1] if kept else None
        if (previous is not None and previous.end < len(words.words) and words.words[piece.start] == "*") or (
            previous is not None
            and not previous.negative
            and not piece.negative
            and (_correction(words, previous.end, piece.start) or _resaid(piece))
        ):
            kept[-1] = replace_when(piece, _overlaid(previous.when, piece.when))
        else:
            kept.append(piece)
    return kept


_I_MEAN: Final = (("i", "mean"), ("i", "meant"), ("je", "veux", "dire"), ("je", "voulais", "dire"), ("that", "is"))


def _resaid(piece: Piece) -> bool:
    """ "9am, 10am i mean": the words of a correction come last."""
    return any(piece.after[: len(cue)] == cue and len(piece.after) <= len(cue) + 1 for cue in _I_MEAN)


_RATHER_THAN: Final = frozenset({("plutot", "que"), ("plutot", "qu"), ("rather", "than")})


_SORRY: Final = word_set("sorry desole desolee excuse excusez")  # said for other reasons too


_RESAYING: Final = word_set("no non nope nah actually wait sorry oops or better instead pls please ok then so")


def _correction(words: Words, start: int, end: int) -> bool:
    between = tuple(word for word in words.words[start:end] if word.isalnum() or word == "*")
    if between[:2] in _RATHER_THAN:
        return False
    if between in {("no",), ("non",), ("nah",), ("nope",)}:
        return True
    spots = ((i, cue) for cue in _CORRECTIONS for i in range(len(between)) if between[i : i + len(cue)] == cue)
    return len(between) <= 8 and any(
        (cue[0] != "make" or (i + len(cue) >= len(between) - 1 and (not i or between[i - 1] in _RESAYING)))
        and (cue[0] not in _SORRY or len(between) <= 4)
        for i, cue in spots
    )


def _overlaid(old: When, new: When) -> When:
    """The new time, with what only the old one said."""
    clock = old.clock
    if isinstance(old.day, WeekdayNumber) and new.day is not None and old.day.number <= 24:
        clock = clock or At(old.day.number % 24 * 60, free=old.day.number <= 12)  # "thursday 11 *wednesday"
    return replace(
        new, day=new.day if new.day is not None else old.day, clock=new.clock if new.clock is not None else clock
    )


def replace_when(piece: Piece, when: When) -> Piece:
    """The same piece with other times."""
    return Piece(when, piece.start, piece.end, piece.before, piece.after, piece.joined, piece.negative, piece.sentence)


# ---- the wish for a new time ----------------------------------------------------------------------------------------


def wish_of(
    pieces: Sequence[Piece], hours: Hours, base: datetime | None = None, words: Words | None = None
) -> Understood:
    """The windows that the pieces allow together; `base` is the local start that relative wishes count from."""
    if not pieces:
        return Understood()
    pieces = with_anchors(pieces, words, base)
    first = _wish(pieces, hours, base)
    if first is None:
        return Understood()
    if not any(ambiguous(piece.when.day) for piece in pieces):
        return Understood(first)
    second = _wish(pieces, replace(hours, second=True), base)
    return Understood(first, second if second is not None and second.spans != first.spans else None)


def ambiguous(day: Day | None) -> bool:
    """Has this day two honest readings ("next friday", "3/11")?"""
    match day:
        case Weekday():
            return day.next
        case CalendarDay():
            return bool(day.order)
        case DayRange():
            return ambiguous(day.first) or ambiguous(day.last)
        case DayBound() | Shifted():
            return ambiguous(day.day)
        case Days():
            return any(ambiguous(option) for option in day.options)
        case WeekdayBy():
            return ambiguous(day.of)
        case _:
            return False


def _wish(pieces: Sequence[Piece], hours: Hours, base: datetime | None) -> Windows | None:
    wish = Wish([], [])
    fixed: list[Windows] = []
    pieces = _turned(pieces)
    if any(p.when.day is not None and not p.negative for p in pieces):
        pieces = [p for p in pieces if p.when.shift is None or p.when.shift.minutes]  # "a day sooner, wed at 1"
    listed = any(piece.joined and piece.when.day is None and not piece.negative for piece in pieces)
    for piece in pieces:
        if piece.negative or over(piece.when):
            continue
        when = piece.when if listed else _finished(piece)
        when = _moved_day(when, base, clocked=any(p.when.clock is not None and not p.negative for p in pieces))
        moved = _relative(when, hours, base)
        if moved is not None:
            fixed.append(moved)
        elif when.every is not None:
            wish.add(_first_of(when), joined=piece.joined)
        else:
            wish.add(when, joined=piece.joined)
    wanted = wish.windows(hours)
    if wanted and any(piece.when.every is not None for piece in pieces):
        wanted = wanted.clip(wanted.start, wanted.start + timedelta(days=7))  # a series: its first week
    for windows in fixed:
        wanted = windows if wanted is None else wanted.both(windows) or windows
    denied = [excluded(piece.when, hours) for piece in pieces if piece.negative]
    if wanted is None:
        if not denied:
            return None
        wanted = _around(pieces, hours)
    for hole in denied:
        wanted = wanted.without(hole)
    return _from_now(wanted, hours)


def _turned(pieces: Sequence[Piece]) -> list[Piece]:
    """ "not before 11 on thursday" alone wishes for thursday, less what is before 11."""
    if any(not piece.negative and piece.when.day is not None for piece in pieces):
        return list(pieces)
    out: list[Piece] = []
    hourly = any(not piece.negative and piece.when.clock is not None for piece in pieces)
    for piece in pieces:
        when = piece.when
        if (
            piece.negative
            and when.day is not None
            and (
                (hourly and when.clock is not None)
                or isinstance(when.clock, ClockBound)
                or (when.clock and is_period(when.day))
            )
        ):
            out.append(replace(piece, when=replace(when, clock=None), negative=False))
            out.append(replace(piece, when=replace(when, day=None)))
        else:
            out.append(piece)
    return out


def over(when: When) -> bool:
    """Is this a time gone by ("last week")?"""
    day = when.day
    if when.moment is not None:
        return when.moment.minutes < 0
    if isinstance(day, FromToday):
        return day.days < 0 or day.months < 0
    if isinstance(day, Weekday):
        return day.past
    if isinstance(day, Period):
        return day.n < 0
    return isinstance(day, DayRange) and over(replace(when, day=day.first)) and over(replace(when, day=day.last))


def _options(day: Day | None) -> tuple[Day, ...]:
    """A day, or each of several."""
    return day.options if isinstance(day, Days) else () if day is None else (day,)


def _around(pieces: Sequence[Piece], hours: Hours) -> Windows:
    """What a wish of nothing but exclusions leaves open: its week, or all that is to come."""
    named = [option for piece in pieces for option in _options(piece.when.day)]
    weeks = {day.week for day in named if isinstance(day, Weekday) and day.week is not None}
    if len(weeks) == 1:
        return windows_of([Group(Period("week", weeks.pop() or 0), None)], hours)
    far = any(
        piece.negative and piece.when.day is not None and not names_any_weekday(piece.when.day) for piece in pieces
    )
    return everything(hours) if far else windows_of([Group()], hours)


def _finished(piece: Piece) -> When:
    """ "i finish at 4" wishes for after 4."""
    when = piece.when
    home = {"back", "retour", "reviens", "revient", "return", "returning", "rentre"}
    returns = home & set(piece.before) and not {"travail", "job", "work", "shift"} & set(piece.before)
    if when.clock is None and isinstance(when.day, CalendarDay | Weekday | FromToday) and returns:
        return replace(when, day=DayBound("from", when.day))
    if isinstance(when.clock, At) and when.day is None and set(piece.before[-4:]) & _LEAVES:
        return replace(when, clock=ClockBound("before", when.clock))
    if piece.before[-1:] == ("off",) and when.day is not None:
        return when  # "i'm off the day after"
    if (
        isinstance(when.clock, At)
        and any(word in _FINISH for word in piece.before[-3:])
        and any(w in {"i", "je", "j", "im", "m"} for w in piece.before)
    ):
        return replace(when, clock=ClockBound("from", when.clock))
    return when


def _first_of(when: When) -> When:
    every = when.every
    if every is None or not every.weekdays:
        return when
    days = tuple(Weekday(day) for day in every.weekdays)
    return replace(when, day=days[0] if len(days) == 1 else Days(days), every=None)


def _moved_day(when: When, base: datetime | None, *, clocked: bool) -> When:
    """ "a week later": the day so many days after the booking's, at its hour if no other is said."""
    shift = when.shift
    if shift is None or base is None or shift.minutes or not shift.days:
        return when
    at = base + timedelta(days=shift.days)
    return When(
        when.first, when.last, CalendarDay(at.day, at.month, at.year), None if clocked else At(at.hour * 60 + at.minute)
    )


def _relative(when: When, hours: Hours, base: datetime | None) -> Windows | None:
    """Windows of wishes that count from now or from the booking."""
    if when.moment is not None:
        at = hours.now.astimezone() if hours.now.tzinfo is None else hours.now
        target = at + timedelta(minutes=when.moment.minutes)
        if when.moment.span and target > at:
            return Windows.of([Window(at, target)])
        return Windows.at(target.replace(second=0, microsecond=0))
    if when.shift is not None and base is not None:
        return Windows.at(
            hours.instant(
                (base + timedelta(days=when.shift.days, minutes=when.shift.minutes)).date(),
                _minute(base + timedelta(days=when.shift.days, minutes=when.shift.minutes)),
            )
        )
    return None


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _from_now(wanted: Windows, hours: Hours) -> Windows:
    """Nothing that is over: what is left from now on, unless all of it is over."""
    if not wanted or wanted.start > hours.now:
        return wanted
    left = wanted.clip(hours.now, max(wanted.end, hours.now))
    return left or wanted


# ---- which booking --------------------------------------------------------------------------------------------------


def matching(when: When, context: Context, hours: Hours) -> list[datetime]:
    """The writer's bookings (local starts) that a time expression may mean."""
    if (when.day is None and when.clock is None and when.every is None) or getattr(when.day, "follows", False):
        return []
    if isinstance(when.day, Days):
        each = [matching(replace(when, day=option), context, hours) for option in when.day.options]
        return sorted({at for found in each for at in found}) if all(each) else []
    starts = [held.at.astimezone(context.zone) for held in context.bookings]
    found = [at for at in starts if on_day(when, at, hours) and at_clock(when, at, hours)]
    if not found and names_any_weekday(when.day):
        found = [at for at in starts if names_weekday(when.day, at) and at_clock(when, at, hours)]
        found = [at for at in found if at.date() == found[0].date()]
    return found


def names_any_weekday(day: Day | None) -> bool:
    """Is this the plain name of a weekday?"""
    return isinstance(day, Weekday) and not day.past and not day.next and day.week is None and not day.weeks


def on_day(when: When, local: datetime, hours: Hours) -> bool:
    """May this expression mean the day of a local start?"""
    if when.day is None:
        return True
    frame_hours = replace(hours, openings=())
    group = settle_number(Group(when.day, None), hours)
    starts = windows_of([group], frame_hours)
    if local in starts:
        return True
    today = replace(frame_hours, now=hours.now - timedelta(days=1))
    weekday = isinstance(when.day, Weekday)
    return weekday and local in windows_of([group], today) and local >= hours.now - timedelta(hours=6)


def names_weekday(day: Day | None, local: datetime) -> bool:
    """Is this the plain name of the weekday of a local start?"""
    if isinstance(day, Days):
        return any(names_weekday(option, local) for option in day.options)
    plain = isinstance(day, Weekday) and not (day.past or day.next or day.follows) and day.week is None
    return plain and isinstance(day, Weekday) and day.day == local.weekday()


def at_clock(when: When, local: datetime, hours: Hours) -> bool:
    """May this expression mean the hour of a local start?"""
    if when.clock is None:
        return True
    minute = _minute(local)
    for span in clocks(when.clock, hours.frame(local.date())):
        end = span.end if span.end is not None else span.start + 1
        if span.start <= minute < end or (span.about and abs(span.start - minute) <= 60):
            return True
    return False


def instants(starts: Sequence[datetime]) -> Windows | None:
    """Bookings as windows."""
    return Windows.of(Window.at(start) for start in starts) if starts else None


def split_pairs(pieces: Sequence[Piece], context: Context, hours: Hours) -> list[Piece]:
    """In a move "thursday to friday" and "3 to 4" are two times, not a range."""
    out: list[Piece] = []
    for piece in pieces:
        day, clock = piece.when.day, piece.when.clock
        if isinstance(day, Days) and _named_first(piece, day, context, hours):
            others = day.options[1:]
            out.append(replace(piece, when=When(0, 0, day.options[0]), end=piece.start + 1, after=("to",)))
            day = others[0] if len(others) == 1 else Days(others)
            when = When(0, 0, day, clock)
            out.append(Piece(when, piece.start + 1, piece.end, ("to",), piece.after, negative=piece.negative))
            continue
        if day is not None and clock is not None and not isinstance(clock, At) and piece.before[-2:] in _INSTEAD:
            out.append(replace(piece, when=When(0, 0, day)))
            out.append(replace(piece, when=When(0, 0, None, clock), start=piece.end - 1, before=(), negative=False))
            continue
        if (
            isinstance(day, Days)
            and isinstance(day.options[0], DayRange)
            and matching(When(0, 0, day.options[0].first), context, hours)
        ):
            whole = Days((day.options[0].last, *day.options[1:]))
            out.append(
                Piece(
                    When(0, 0, day.options[0].first), piece.start, piece.start + 1, piece.before, ("to",), piece.joined
                )
            )
            out.append(Piece(When(0, 0, whole, clock), piece.end - 1, piece.end, ("to",), piece.after))
        elif isinstance(day, DayRange) and matching(When(0, 0, day.first), context, hours) and not piece.negative:
            out.append(Piece(When(0, 0, day.first), piece.start, piece.start + 1, piece.before, ("to",), piece.joined))
            out.append(Piece(When(0, 0, day.last, clock), piece.end - 1, piece.end, ("to",), piece.after))
        elif isinstance(clock, ClockRange) and day is None and matching(When(0, 0, None, clock.first), context, hours):
            out.append(
                Piece(When(0, 0, None, clock.first), piece.start, piece.start + 1, piece.before, ("to",), piece.joined)
            )
            out.append(Piece(When(0, 0, None, clock.last), piece.end - 1, piece.end, ("to",), piece.after))
        else:
            out.append(piece)
    return out


def _named_first(piece: Piece, days: Days, context: Context, hours: Hours) -> bool:
    """ "move my thursday, friday at 3?": the first of two days is a booking, the other is not."""
    if not piece.before or piece.before[-1] in _TO or isinstance(days.options[0], DayRange):
        return False
    first, others = When(0, 0, days.options[0]), days.options[1:]
    return bool(matching(first, context, hours)) and not any(matching(When(0, 0, d), context, hours) for d in others)


@dataclass(slots=True)
class Roles:
    """The pieces that name a booking, and those that wish for a time."""

    which: list[datetime]
    wishes: list[Piece]


def roles_of_move(pieces: Sequence[Piece], words: Words, context: Context, hours: Hours) -> Roles:
    """Tell which booking is to be moved from when it should go."""
    pieces = split_pairs(pieces, context, hours)
    pieces = [piece for piece in pieces if not (stays(piece) and matching(piece.when, context, hours))]
    if len(pieces) > 1:
        pieces = [piece for piece in pieces if _verb_of(words, piece) != "KEEP" or "but" in piece.after] or pieces
    roles = Roles([], [])
    held: list[datetime] = []
    for i, piece in enumerate(pieces):
        found = matching(piece.when, context, hours)
        day_only = piece.when.day is not None and matching(When(0, 0, piece.when.day), context, hours)
        known = roles.which or held
        if piece.when.day is None and isinstance(piece.when.clock, At) and set(found) & set(known):
            continue  # the hour that the booking has is no wish
        if found and _names_booking(piece, i, pieces, roles):
            roles.which.extend(
                [at for at in found if at in known] or found if piece.when.day is None and known else found
            )
        elif piece.negative and found and not roles.which and not _hard_exclusion(piece):
            roles.which.extend([at for at in found if at in known] or found)
        else:
            if day_only and not found and (piece.when.clock is not None or not piece.negative):
                held.extend(day_only)
            roles.wishes.append(piece)
    if not roles.which and held and len(set(held)) == 1:
        roles.which = held[:1]
    return roles


_POSITIVE: Final = word_set("fine beau good ok okay correct parfait perfect bon great cool bonne")
_WORKS: Final = word_set("works work marche fonctionne convient va fait")
_NOT: Final = word_set("no not pas sans without plus pus t isnt never longer pu better mieux aussi")


def stays(piece: Piece) -> bool:
    """ "tuesday is fine, but", "mardi finalement ca marche": this booking is not the one."""
    near = next((piece.after[:i] for i, word in enumerate(piece.after) if word in {",", "but", "mais"}), piece.after)
    words = set(near[:5])
    if words & (_NOT | _BAD) or "falloir" in words:
        return False
    if set(near[:2]) & {"stays", "reste", "tient"}:
        return True
    stated = words & {"is", "s", "c", "est", "ca", "still", "toujours"}
    return bool((stated and words & _POSITIVE) or (words & _WORKS and (stated or (near[:1] and near[0] in _WORKS))))


def _hard_exclusion(piece: Piece) -> bool:
    return any(word in {"except", "sauf", "not", "but", "pas"} for word in piece.before[-1:])


_OWN: Final = word_set("my mon mes ma from of de du d s")


def _names_booking(piece: Piece, i: int, pieces: Sequence[Piece], roles: Roles) -> bool:
    """Does this piece say which booking, rather than when instead?"""
    before, after = " ".join(piece.before), " ".join(piece.after[:3])
    spoken = piece.before[:-1] if piece.before[-1:] and piece.before[-1] in {"the", "le", "la", "l"} else piece.before
    last = spoken[-1:] or ("",)
    if any(other.when.shift is not None for other in pieces):
        return True
    if i and is_period(piece.when.day) and not set(piece.before[-3:]) & _OWN:
        return False  # "anything later in the week?"
    if any(
        before.endswith(cue)
        for cue in (
            "instead of",
            "rather than",
            "au lieu de",
            "au lieu du",
            "au lieu d",
            "plutot que",
            "than",
            "mieux que",
            "place de",
            "place du",
            "from",
        )
    ):
        return True
    if roles.which and not _ahead_of(after):
        return False
    if last[0] in _TO and not (last[0] in {"on", "for", "pour", "au"} and i == 0 and len(pieces) > 1):
        positive = [other for other in pieces if not other.negative]
        return bool(
            i == 0
            and last[0] in {"on", "for", "pour", "au"}
            and len(positive) == 1
            and any(w in _NOUNS for w in piece.before)
        )
    return not (piece.joined and not roles.which and i)


_NOUNS: Final = word_set(
    "appointment appt rdv session seance time hour slot spot booking heure moment plage place visite visit one"
)


def _ahead_of(after: str) -> bool:
    return after.startswith(("s appointment", "appointment", "appt"))


def roles_of_cancel(pieces: Sequence[Piece], words: Words, context: Context, hours: Hours, intent: str) -> Roles:
    """The bookings that are to be cancelled or confirmed; those to be kept are not."""
    roles = Roles([], [])
    for piece in pieces:
        verb = _verb_of(words, piece)
        if verb is not None and verb != ("CONFIRM" if intent == "confirm" else "CANCEL"):
            continue
        found = matching(piece.when, context, hours)
        if intent == "cancel" and piece.before == ("a",) and piece.after[:1] in {(), ("!",), (".",)}:
            continue  # "a jeudi!"
        if (intent != "confirm" and (_kept(piece) or stays(piece))) or (
            piece.negative and _hard_exclusion(piece) and roles.which
        ):
            continue
        if found:
            hour_only = piece.when.day is None and set(found) & set(roles.which)
            roles.which.extend([at for at in found if at in roles.which] if hour_only else found)
        else:
            roles.wishes.append(piece)
    return roles


_VERBS: Final = (
    "CANCEL",
    "KEEP",
    "CONFIRM",
    "SKIP",
    "NOT_COMING",
    "MOVE",
    "CANT",
    "BOOK",
    "GONE",
    "REMOVE",
    "NEVERMIND",
    "UNSURE",
)
_CLAUSE_ENDS: Final = word_set(", . ! ? ; but mais only seulement although though par contre")


def _verb_of(words: Words, piece: Piece) -> str | None:
    """The verb of the desk that a piece goes with: the nearest before it in its clause, else after it, else before."""
    low, high = _clause(words, piece)
    spots = sorted((start, -end, verb) for verb in _VERBS for start, end in words.places.get(verb, []))
    spots = [each for each in spots if not any(_inside(each, other) for other in spots)]
    before = [verb for start, end, verb in spots if start >= low and -end <= piece.start]
    joined = next((i for i in range(piece.end, high) if words.words[i] in _AND), high)
    after = [verb for start, end, verb in spots if start >= piece.end and -end <= joined]
    far = [verb for _, end, verb in spots if -end <= piece.start and verb != "KEEP"]
    if "KEEP" in before[-2:]:
        name: str | None = "CANT" if {"CANT", "NOT_COMING"} & set(before) else "KEEP"
    elif before[-1:] == ["CONFIRM"] and {"CANT", "NOT_COMING"} & set(before):
        name = "CANT"  # "je ne pourrai etre presente le 10"
    else:
        name = next(iter((*before[-1:], *after[:1], *far[-1:])), None)
    if name in {"SKIP", "NOT_COMING", "CANT", "GONE", "REMOVE", "NEVERMIND"}:
        return "CANCEL"
    return None if name in {"MOVE", "BOOK"} else name


_AND: Final = word_set("and et pis puis &")  # "on wednesday and leave thursday": another verb for another day


def _inside(spot: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Is a verb only a part of a longer one ("laisse" of "laisse tomber")?"""
    return other[0] <= spot[0] and -spot[1] <= -other[1] and -other[1] - other[0] > -spot[1] - spot[0]


def _clause(words: Words, piece: Piece) -> tuple[int, int]:
    """The words of the clause that a piece stands in."""
    text = words.words
    low = next((i + 1 for i in range(piece.start - 1, -1, -1) if text[i] in _CLAUSE_ENDS), 0)
    high = next((i for i in range(piece.end, len(text)) if text[i] in _CLAUSE_ENDS), len(text))
    return low, high


_NEXT_CLAUSE: Final = word_set(", and et pis puis but mais il y i how combien")


_STAYING: Final = word_set("fine good still stays reste tenir tiendra tient beau correct ok okay")


def _kept(piece: Piece) -> bool:
    """ "tuesday is fine": this booking stays."""
    near = next((piece.after[:i] for i, word in enumerate(piece.after) if word in _NEXT_CLAUSE), piece.after)
    return any(
        word
        in {"fine", "good", "still", "stays", "reste", "tenir", "tiendra", "tient", "beau", "correct", "ok", "okay"}
        for word in near[:5]
    )

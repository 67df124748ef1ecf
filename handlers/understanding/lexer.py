"""Text into tokens: folded words with their places, numbers and clock shapes read, misspelt time words repaired."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from handlers.understanding.lexicon import DOUBTFUL, LONGEST_PHRASE, PHRASE_HEADS, PHRASES
from handlers.understanding.spelling import in_company, is_several, parted, spelt
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_TEXT: Final = 4096
_FROM = "àáâãäåāçćčèéêëēìíîïīñòóôõöōøùúûüūýÿšžœæ’‘ʼ`´“”«»–—−‑\u00a0\u202f→"
_TO = "aaaaaaaccceeeeeiiiiinooooooouuuuuyyszea'''''\"\"\"\"----  >"
_FOLD: Final = str.maketrans(_FROM, _TO)
_SHAPE: Final = re.compile(
    r"""
    (?P<iso>\b\d{4}-\d{1,2}-\d{1,2}(?!\d))
  | (?P<junk>\b(?:https?:|www\.)\S+ | \S+@\S+\.\S+
        | [$€£]\s?\d[\d,.]*k? | \b\d[\d,.]*\s?(?:[$€£%]|dollars?\b|bucks\b|piastres?\b)
        | (?<![\d-])(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]?\d{4}\b | \b\d+(?:\.\d+){3,}\b | \b\d{5,}\b
        | \b\d+:\d(?!\d) | \b[a-z]+\d+[a-z]\w* | %[\da-f]{2}\S* | \b\d{3,}[a-f]+\d\w*
        | \b\d+\.\d(?![\d.]))
  | (?P<date>\b\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/]|\.\d)
        | \b\d{1,2}\.\d{1,2}\.(?:\d{2,4})?(?![\d]) | (?<![\d-])\b\d{1,2}-\d{1,2}-\d{4}\b)
  | (?P<ampm>\b[ap]\.\s?m\b\.?|(?<=\d)\s?(?:[ap]\s?\.?\s?m\b\.?|p\b|(?<=\d\d)a\b(?=\s*$|\s*[-,.?!)]))
        | \b[ap]m\b\.?|\bp\sm\b)
  | (?P<clock>\b\d{1,2}\s?h\s?\d{2}(?!\d)(?:\s?min)?
        | \b\d{1,2}:\d{2}(?::\d{2})?(?![\d:]) | \b\d{1,2}\s?h\b(?!\s?\d+\b))
  | (?P<ish>\b\d{1,4}\s?-?ish\b)
  | (?P<ordinal>\b\d{1,2}(?:\s?(?:st|nd|rd|th)\b|(?:er|ere|re|e|eme|ieme|nd|nde)\b))
  | (?P<dotted>\b\d{1,2}\.\d{2}(?![\d.]))
  | (?P<word>2(?:moro|morrow|mrw|mro|day|nite|night|main|m1)\b|dem1\b|apre[sm]?\s?dem1\b|\bb4\b|[a-z]+)
  | (?P<number>\d+)
  | (?P<stop>[.!?;\n]+)
  | (?P<mark>[^\s'])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark: its kind and value in the table, its folded text, and where it stood."""

    kind: str
    value: object
    text: str
    start: int
    end: int
    shape: str = "word"


def fold(text: str) -> str:
    """Lower case without accents, every character in its old place."""
    lower = text[:LONGEST_TEXT].lower()
    if len(lower) != min(len(text), LONGEST_TEXT):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text[:LONGEST_TEXT])
    return lower.translate(_FOLD)


_SHORTENED: Final = frozenset({"st", "ste", "dr", "dre", "mme"})  # "st. patrick"


def lex(text: str) -> list[Token]:
    """The tokens of a text, phrases of the lexicon joined, doubtful words settled by their neighbours."""
    folded = fold(text)
    raw = [_shape(m) for m in _SHAPE.finditer(folded)]
    raw = [t for i, t in enumerate(raw) if not (t.text == "." and i and raw[i - 1].text in _SHORTENED)]
    raw = _as_meant(raw, folded)
    words = {token.text for token in raw}
    return settle(_join(raw), french=len(words & _FRENCH) > len(words & _ENGLISH))


_SHORT_WORDS: Final = frozenset({"n", "r", "vs"})


def _as_meant(raw: list[Token], folded: str) -> list[Token]:
    """The tokens with the shortest words read by their neighbours, and those written as one parted."""
    if not any(token.text in _SHORT_WORDS or is_several(token.text) for token in raw):
        return raw
    out: list[Token] = []
    for i, token in enumerate(raw):
        if not (token.text in _SHORT_WORDS or is_several(token.text)) or folded[token.end : token.end + 1] == "'":
            out.append(token)
            continue
        before, after = raw[i - 1].text if i else "", raw[i + 1].text if i + 1 < len(raw) else ""
        text = in_company(token.text, before, after)
        out.extend(replace(token, text=part, value=part) for part in parted(text, after))
    return out


def _read(shape: str, found: str) -> tuple[str, object]:
    """The kind and the value of a shape; a word is known only later."""
    reader = _READ.get(shape)
    if reader is not None:
        return reader(found)
    return {"stop": ".", "dotted": "5", "mark": _MARKS.get(found, ",")}.get(shape, "w"), found


def _shape(m: re.Match[str]) -> Token:
    """One shape of the text as a token of its own."""
    shape, found = str(m.lastgroup), m.group()
    kind, value = _read(shape, found)
    text = spelt(found) if shape == "word" else found
    return Token(kind, value, text, m.start(), m.end(), shape)


def _clock(found: str) -> tuple[str, object]:
    digits = [int(d) for d in re.findall(r"\d+", found)][:2]
    hour, minute = digits[0], digits[1] if len(digits) > 1 else 0
    if hour > 24 or minute > 59:
        return "w", found
    return "c", hour % 24 * 60 + minute


def _ampm(found: str) -> tuple[str, object]:
    return "p", "pm" if "p" in found else "am"


def _date(found: str) -> tuple[str, object]:
    return "D", found.rstrip(".")


def _ordinal(found: str) -> tuple[str, object]:
    return "o", int(re.findall(r"\d+", found)[0])


def _number(found: str) -> tuple[str, object]:
    return ("n", int(found)) if len(found) <= 4 else ("w", found)


def _ish(found: str) -> tuple[str, object]:
    return "i", int(re.findall(r"\d+", found)[0])


_MARKS: Final = {",": ",", "-": "-", "~": "~", ">": "z", "&": "&", "/": "/", "@": "a", "*": "a", "+": "L", "<": "B"}
_READ: Final[dict[str, Callable[[str], tuple[str, object]]]] = {
    "iso": _date,
    "date": _date,
    "ampm": _ampm,
    "clock": _clock,
    "ish": _ish,
    "ordinal": _ordinal,
    "number": _number,
}


def _join(raw: list[Token]) -> list[Token]:
    """Words into the longest phrases that the lexicon knows; dashes and apostrophes inside a phrase do not count."""
    tokens: list[Token] = []
    i = 0
    while i < len(raw):
        token = raw[i]
        if token.shape != "word":
            tokens.append(token)
            i += 1
            continue
        phrase, used = _longest(raw, i)
        if used:
            kind, value = PHRASES[phrase]
            tokens.append(Token(kind, value, phrase, token.start, raw[i + used - 1].end))
        else:
            used = 1
            kind = DOUBTFUL[token.text][0] if token.text in DOUBTFUL else "w"
            value = DOUBTFUL[token.text][1] if token.text in DOUBTFUL else token.text
            tokens.append(Token(kind, value, token.text, token.start, token.end))
        i += used
    return tokens


def _longest(raw: list[Token], at: int) -> tuple[str, int]:
    """The longest phrase that begins here, and how many raw tokens it takes."""
    word = raw[at].text
    best = (word, 1) if word in PHRASES else ("", 0)
    limit = PHRASE_HEADS.get(word, 1)
    words, j = [word], at + 1
    while len(words) < min(limit, LONGEST_PHRASE) and j < len(raw):
        token = raw[j]
        tight = token.start == raw[j - 1].end
        if token.kind == "-" and tight and j + 1 < len(raw) and raw[j + 1].shape == "word":
            j += 1
            continue
        if token.shape != "word":
            break
        words.append(token.text)
        j += 1
        phrase = " ".join(words)
        if phrase in PHRASES and PHRASES[phrase][0] in "LK" and _goes_on(raw, j):
            continue
        if phrase == "one day" and at and raw[at - 1].text in _MOVED_BY:
            continue
        if phrase in PHRASES and not (
            PHRASES[phrase][0] in "LK"
            and words[0] in _JOINERS
            and j < len(raw)
            and raw[j].shape in {"number", "clock", "ish"}
        ):
            best = (phrase, j - at)
    return best


def _goes_on(raw: list[Token], at: int) -> bool:
    """ "ou apres-demain": is the last word the first of a longer one?"""
    rest = [token for token in raw[at : at + 2] if token.kind != "-"]
    return bool(rest) and f"{raw[at - 1].text} {rest[0].text}" in PHRASES


_MOVED_BY: Final = word_set("back by up forward ahead")  # "back one day" is how far
_JOINERS: Final = frozenset({"or", "ou", "and", "et"})
_TIME_KINDS = frozenset("WMNPEcDoixtlVUnpk")
_BEFORE = frozenset("xtlVuYSABd&|aXf!z-b~/r")


_FRENCH: Final = word_set(
    """je j tu vous le les des du de une est pas avec pour ma mes svp rdv seance annule annulez annuler deplacer
deplace changer demain lundi mardi mercredi jeudi vendredi samedi dimanche matin soir midi rendez prochain
prochaine jai peux veux"""
)
_ENGLISH: Final = word_set(
    """i you the my is are and with for to can could at on or tue wed thu thurs fri tues next this before after please
have any week works want need morning afternoon"""
)


def settle(tokens: list[Token], *, french: bool = False) -> list[Token]:
    """Doubtful words ("mar", "sat", "may", "a") become time words only beside other time words."""
    out: list[Token] = []
    for i, token in enumerate(tokens):
        before = out[-1] if out else None
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if french and token.text == "mon":
            out.append(Token("w", token.text, token.text, token.start, token.end))
            continue
        if token.text == "ni" and not any(each.text in {"ni", "pas", "non"} for each in out):
            out.append(replace(token, kind="!"))
        elif token.text in _SHORT_DAYS and _one_of_days(out):
            out.append(token)
        elif token.kind == "M" and _name_of_kin(out, after):
            out.append(Token("w", token.text, token.text, token.start, token.end))
        else:
            out.append(_settled(token, before, after, french=french))
    return out


def _one_of_days(before: list[Token]) -> bool:
    """ "wed or sat would be lovely": a short word after "or" and a day is a day too."""
    return len(before) > 1 and before[-1].kind in "|&/" and before[-2].kind == "W"


def _name_of_kin(before: list[Token], after: Token | None) -> bool:
    """ "my sister april", "for my daughter, april": a name, unless a date follows."""
    near = before[:-1] if before and before[-1].kind == "," else before
    dated = near is not before and after is not None and after.kind in "noD"
    return bool(near) and near[-1].text in _KIN and not dated


def _settled(token: Token, before: Token | None, after: Token | None, *, french: bool) -> Token:
    kind = token.kind
    word = Token("w", token.text, token.text, token.start, token.end)
    if token.text in {"lunch", "diner"} and not _meal_time(before, after):
        return word
    if (
        token.text == "by"
        and before is not None
        and before.text in {"stop", "come", "drop", "swing", "pass", "pop", "stopping", "coming", "dropping"}
    ):
        return word
    if kind == "p" and before is not None and before.kind == "," and (after is None or after.kind in "F.,"):
        return token
    if kind == "G" and token.text in {"out", "away"} and (before is None or before.kind != "U"):
        return word
    if kind == "n" and before is not None and before.text == "#":
        return Token("w", token.text, token.text, token.start, token.end, token.shape)
    if kind == "p" and (before is None or before.kind not in "nciCDo5WNMPdFrqhkt"):
        return word
    if token.text in DOUBTFUL:
        return _doubtful(token, word, before, after, french=french)
    other = _by_the_word_before(token, word, before, after)
    if other is not None:
        return other
    if token.text in {"un", "une"} and after is not None and after.kind in "WP":
        return Token("r", token.text, token.text, token.start, token.end)
    if kind == "n" and token.text in {"a", "an", "un", "une"} and (after is None or after.kind not in "Uhqm"):
        return Token("a", "a", "a", token.start, token.end) if token.text == "a" else word
    if kind == "a" and token.text == "a" and after is not None and after.kind == "U" and after.text != "heures":
        return Token("n", 1, token.text, token.start, token.end)
    return token


def _by_the_word_before(token: Token, word: Token, before: Token | None, after: Token | None) -> Token | None:
    """What the word before makes of a token: "moved up to", the first of "soit ... soit"."""
    if token.text == "up to" and before is not None and before.text in _MOVED:
        return Token("z", "to", "to", token.start, token.end)
    if token.text == "2" and before is not None and before.kind == "W" and after is not None and after.kind == "W":
        return Token("z", "to", "to", token.start, token.end)  # "thurs 2 fri"
    if token.text == "soit" and (before is None or before.kind not in _TIMES_END):
        return word
    return None


def _meal_time(before: Token | None, after: Token | None) -> bool:
    """Is a meal named as a time of the day ("at lunch", "friday lunch"), not as what is eaten?"""
    if before is None:
        return after is None or after.kind in ".|,WN"
    if before.kind == "r":
        return True
    return (
        before.kind in "a~dBASuVWNt|&X!" and before.text not in {"for", "pour", "of", "de", "a"}
    ) or before.text in {
        "au",
        "over",
    }


def _doubtful(token: Token, word: Token, before: Token | None, after: Token | None, *, french: bool) -> Token:
    """Is this short word a weekday or a month here?"""
    number_next = after is not None and after.kind in "noDc" and after.text not in {"a", "an", "un", "une"}
    number_before = before is not None and before.kind in "no" and before.text not in {"one", "a", "an", "un", "une"}
    if token.text in {"may", "march"}:
        return token if number_before or _names_month(before, after) else word
    if token.text == "mar" and not number_before:
        return _mar(token, word, before, after, french=french)
    if token.text == "sept" and not number_before:
        return Token("n", 7, token.text, token.start, token.end)
    if token.text == "tom":
        return token if number_next or (before is not None and before.kind in "cPip") else word
    if token.text in {"mourning", "weak", "knight"}:
        return token if before is not None and before.kind in "WNTxtdl" else word
    if token.text in _SHORT_DAYS and not _day_here(token, before, after):
        return word
    return token


_TIMES_END: Final = frozenset("WMNPEcDonTp,")
_MOVED: Final = word_set("moved move bring brought bump bumped push pushed it that")
_KIN: Final = word_set(
    "soeur fille daughter sister amie friend girlfriend blonde wife femme named nommee appelle son fils brother frere "
    "kid niece cousin cousine mom mother mere ami neveu nephew partner copine"
)
_SHORT_DAYS: Final = word_set("vend mon sat sun mer jeu sam ven dim lun dec")
_POSSESSED: Final = word_set("i we he she they that la who my avec with")


def _names_month(before: Token | None, after: Token | None) -> bool:
    """Are "may" and "march" the months, by what stands beside them?"""
    last = after is None or after.kind in ".,"
    led = before is not None and (
        (before.kind in "dxlmuYSABf" and before.text != "for")
        or (before.kind == "t" and last)
        or before.text.endswith("of")
        or (before.text == "for" and last)
    )
    return led or (after is not None and after.kind in "no")


def _mar(token: Token, word: Token, before: Token | None, after: Token | None, *, french: bool) -> Token:
    """ "mar" is mardi in French, and march in English beside a number."""
    if before is not None and before.text in {"of", "in", "early", "late", "mid", "until", "this"}:
        return token
    tuesday = Token("W", 1, token.text, token.start, token.end)
    if after is not None and (after.kind == "c" or after.text in {"a", "vers"}):  # a month has no hour: "mar 17h"
        return tuesday
    if (french or (after is not None and after.kind in "-zW")) and _day_here(token, before, after):
        return tuesday
    if after is not None and after.kind in "noDc":
        return tuesday if before is not None and before.text in _FRENCH_ARTICLES else token
    return tuesday if before is not None and before.text in _FRENCH_ARTICLES else word


_FRENCH_ARTICLES: Final = word_set("le ce du pour rdv les au")


_ORDERS: Final = ("prochain", "dernier", "premier", "suivant")  # "mon prochain" is mine


_SAID_OF_DAYS: Final = word_set("works work would could doesn doesnt won wont instead please pls anytime only")


def _day_here(token: Token, before: Token | None, after: Token | None) -> bool:
    """Does a short word for a day stand where a day may stand?"""
    if (before is None or before.kind in ",.&") and after is not None and after.text in _SAID_OF_DAYS:
        return True  # "sat works"
    if (
        token.text == "mon"
        and after is not None
        and after.text.startswith(("prochain", "dernier", "premier", "suivant"))
    ):
        return False
    if token.text == "vend" and before is None:
        return False  # "vend 8 a maya" sells
    if before is not None and before.text in _POSSESSED:
        return False
    near = before is None or before.kind in _BEFORE or before.kind in _TIME_KINDS
    ahead = after is None or after.kind in _TIME_KINDS or after.kind in ",.-/&|Az"
    return bool(
        ahead
        or (near and after is not None and after.kind in "aBSu")
        or (before is not None and before.kind in "xtlVuYA")
    )

"""The way to pay that words name: "by card", "en versements", "cash at the practice"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from storage.models import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.state import Question

_PARTS: Final = (
    r"instal?lments?|(?:several|two|three|\d) (?:payments|parts|times)|in parts|spread|split|versements?|[ée]tal\w+"
    r"|plusieurs (?:fois|paiements)|(?:deux|trois|\d) (?:fois|paiements)"
)
_THERE: Final = (
    r"cash|comptant|esp[eè]ces|argent|e-?transfer|interac|virement|che(?:que|ck)|ch[eè]que|in person|sur place"
    r"|en personne|(?:at|[àa]) (?:the|your|la) (?:practice|clinic|desk|clinique|r[ée]ception)|there|l[àa]-bas"
)
_CARD: Final = (
    r"cards?|cartes?|visa|mastercard|amex|credit|cr[ée]dit|debit|d[ée]bit|online|en ligne|in full|full|all at once"
    r"|now|au complet|en entier|d'un coup|en une fois|maintenant"
)
_NAMED: Final = (  # the first that is named, and the ways that it may be, the likeliest first
    (_PARTS, (Way.INSTALMENTS,)),
    (_THERE, (Way.PRACTICE,)),
    (_CARD, (Way.FULL, Way.INSTALMENTS)),
)
_ASKS: Final = re.compile(
    r"\?|^\W*(?:can|could|may|is|do|does|how|what|which|est[- ]ce|puis|peut|peux|c'?est possible|comment|quel)\b"
    r"|\b(?:not|no|don'?t|pas)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 8  # words: who says more tells something else


def named(text: str, question: Question) -> list[int]:
    """The choice among ways to pay that a text names and does not ask about, as an index; none when it names none."""
    said = text.replace("’", "'")
    if question.kind != "way" or _ASKS.search(said) or len(said.split()) > _LONGEST:
        return []
    found = (ways for words, ways in _NAMED if re.search(rf"\b(?:{words})\b", said, re.IGNORECASE))
    ways: Sequence[Way] = next(found, ())
    values = [way_of(choice.value) for choice in question.choices]
    return [values.index(way) for way in ways if way in values][:1]


def mark(way: Way, facts: str) -> str:
    """The value of a choice: which way, and the digest of what was quoted for it."""
    return f"{way.value} {facts}"


def way_of(value: str) -> Way | None:
    """The way that such a value stands for."""
    return next((way for way in Way if value.startswith(f"{way.value} ")), None)

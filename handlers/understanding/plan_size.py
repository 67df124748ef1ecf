"""A plan that is named by its size alone, by somebody who was asked nothing: "i want the 8", "le 12 svp"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from handlers.understanding.meaning import Because, Meaning
from handlers.understanding.names import by_size
from handlers.understanding.wordlists import word_set

if TYPE_CHECKING:
    from handlers.understanding.meaning import Context

_LEADS: Final = word_set("the le de")  # "the 8", "celui de 8"
_BESIDE: Final = word_set(
    """i id ill d ll would like want wanna need to take have get buy go with for do try choose can could may we lets let
s me us my give then actually so ok okay yes hi hey hello please pls plz thanks thank you that one ones session
sessions pack package plan je j on nous veux voudrais aimerais prends prend prendrai prendrais vais prendre acheter
avoir choisis donne donnez moi bonjour allo salut oui bon alors finalement svp stp il vous plait merci celui seance
seances forfait"""
)


def plan_of_size(folded: str, context: Context) -> Meaning | None:
    """A number that is a plan's size, no full date ("the 8th", "march 8"), and no word of booking or time beside it."""
    if context.staff or context.asked is not None:
        return None
    words = re.findall(r"\w+", folded)
    numbers = [i for i, word in enumerate(words) if word.isdecimal()]
    if len(numbers) != 1 or not set(words[: numbers[0] - 1] + words[numbers[0] + 1 :]) <= _BESIDE:
        return None
    said = words[numbers[0]]
    led = numbers[0] > 0 and words[numbers[0] - 1] in _LEADS
    if not led or len(said) > 2 or int(said) <= len(context.offered):  # beside a list it is a choice
        return None
    plan = by_size(int(said), context.plans)
    return Meaning("buy_plan", plan=plan, because=(Because("a plan's size", said),)) if plan else None

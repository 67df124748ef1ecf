"""How a word sounds, roughly, in French: "vendredie", "jeudit", "anuller" sound as the words that they stand for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Rewritten in this order; what is left is a key to compare, not a transcription.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"([^s])\1+", r"\1"),
        (r"ph", "f"),
        (r"ch|sch|sh", "C"),
        (r"qu|q|k|c(?![eiyC])|ck", "k"),
        (r"c", "s"),
        (r"g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"eau|au", "o"),
        (r"eu|oeu", "e"),
        (r"ai|ei|ay|ey", "e"),
        (r"[yi]+e?(?=$)", "i"),
        (r"y", "i"),
        (r"am(?=[bp])|en(?=[^aeiou]|$)|em(?=[bp])|an(?=[^aeiou]|$)", "A"),
        (r"h", ""),
        (r"z|ss", "s"),
        (r"(.)\1+", r"\1"),
        (r"(?:ers?|es?|ez|ees?|s|t|d|x|p)+$", ""),
    )
)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """A key that words of the same sound share."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word

"""Whom somebody books for who is not named: "my daughter", "mon chum"."""

from __future__ import annotations

import re

from handlers.understanding.wordlists import word_set

IN_ENGLISH = word_set(
    """daughter son kid child husband wife partner mom mum mother dad father sister brother boyfriend girlfriend niece
    nephew grandson granddaughter"""
)
_EN_FRANCAIS = (
    r"fille|fils|gars|gar[cç]on|enfant|mari|femme|conjointe?|blonde|chum|m[eè]re|p[eè]re|maman|papa|soeur|sœur|fr[eè]re"
    r"|neveu"
)
_RELATIVE = rf"(?P<kin>{'|'.join(IN_ENGLISH)}|{_EN_FRANCAIS})\b(?:,? (?P<name>(?-i:[A-ZÀ-Ý])[\w'-]+))?"
_MY = rf"\b(?:my|our|ma|mon|notre) {_RELATIVE}"
_COMES = (
    r"(?:needs? (?:an?|some|to (?:come|see|book|be seen))|(?:wants?|would like|'d like) (?:an?|to (?:come|see|book))"
    r"|(?:a|aurait) besoin d|(?:voudrait|aimerait|veut) (?:une?|venir|voir|prendre)"
    r"|(?:peut|pourrait) (?:venir|voir|avoir))"
)
_FOR_THEM = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:for|pour) {_MY}",
        rf"\b(?:book|bring|schedule|register|sign up|amener|emmener|inscrire) (?:in )?{_MY}",
        rf"\b(?:can|could|may) {_MY} (?:come|get|have|see|book|be seen)\b",
        rf"\b(?:est-ce que|peut-être que) {_MY} (?:peut|pourrait)\b",
        rf"{_MY} {_COMES}",
    )
)


def kin(text: str) -> tuple[str, str] | None:
    """The relative that a session is wished for, and their name if it follows: ("daughter", "April")."""
    for pattern in _FOR_THEM:
        if said := pattern.search(text):
            return said["kin"].casefold(), said["name"] or ""
    return None

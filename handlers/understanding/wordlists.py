"""Lists of words and of phrases, written as running text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def phrase_list(text: str) -> tuple[str, ...]:
    """The phrases of a text, parted by bars."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip())

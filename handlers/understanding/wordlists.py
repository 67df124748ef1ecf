"""Lists of words and of phrases, written as running text."""

from __future__ import annotations

from typing import Final


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def phrase_list(text: str) -> tuple[str, ...]:
    """The phrases of a text, parted by bars."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip())


NUMBERS: Final = {
    word: number
    for number, words in {
        1: "one un une", 2: "two deux", 3: "three trois", 4: "four quatre", 5: "five cinq", 6: "six", 7: "seven sept",
        8: "eight huit", 9: "nine neuf", 10: "ten dix", 12: "twelve douze dozen douzaine",
    }.items()
    for word in words.split()
}  # fmt: skip

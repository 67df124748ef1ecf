"""How a question comes back: in other words to who was puzzled by it, in short behind a long answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.say import Say

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from handlers.state import Question

TWO_SEGMENTS = 306  # characters that two SMS segments carry


def again(turn: Turn, said: Say, question: Question, say: Say) -> Say:
    """What is said first and the question after it; as it was put, unless they have just read it."""
    if not _is_same(turn.before, question):
        return said + say
    if turn.puzzled:
        return said + _in_other_words(turn, question, say)
    if said.text and len(said.text) + _length(say) > TWO_SEGMENTS:
        return said + _in_short(turn, question, say)
    return said + say


def _is_same(before: Question | None, now: Question) -> bool:
    """The same question with the same choices: what is above on their screen still holds."""
    return before is not None and (before.name, before.kind, before.choices, before.facts) == (
        now.name,
        now.kind,
        now.choices,
        now.facts,
    )


def _in_other_words(turn: Turn, question: Question, say: Say) -> Say:
    hint = turn.words.how_to_answer(question.kind, len(question.choices), yes_or_no=question.asks_yes)
    if question.facts or (question.choices and question.kind != "slot"):
        too_long = len(hint) + _length(say) > TWO_SEGMENTS and say.numbered
        return replace(say, text=hint) if too_long else Say(hint) + say
    return replace(say, text=hint)


def _in_short(turn: Turn, question: Question, say: Say) -> Say:
    """The list is above still: its numbers are enough, and buttons have them anyhow. Of a long tag its last line."""
    if question.asks_yes or not question.choices:
        return replace(say, text=say.text.splitlines()[-1]) if question.asks_yes and say.text else say
    return replace(say, text=turn.words.and_the_list_above(len(question.choices)), numbered=False)


def _length(say: Say) -> int:
    """The characters of a question with its list, as an SMS has them."""
    labels = sum(len(choice.label) + len("\n1. ") for choice in say.choices) if say.numbered else 0
    return len(say.text) + len("\n") + labels

"""What a proof is: a law, what is wrong where its question has an answer, and the question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    """A law (its number in the design), what is wrong where the question has an answer, and the question."""

    law: int
    what: str
    question: str

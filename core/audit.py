"""The audit: do the laws of the design hold in this database? What breaks one is named.

Law 1, places · law 2, credits · law 3, one event has one effect · law 4, money · law 5, an address that opted out is
left alone · law 6, nothing unasked at night or too late · law 7, a place is offered to one person at a time · law 8,
what was quoted is charged. What the payment provider itself says of law 4 is compared in takings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core import hours_kept
from storage.proofs import breaches

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

LAWS = (1, 2, 3, 4, 5, 6, 7, 8)


@dataclass(frozen=True, slots=True)
class Finding:
    """A law that does not hold (its number in the design), what is wrong, and the rows by their names and ids."""

    law: int
    what: str
    ids: dict[str, int | str]

    def __str__(self) -> str:
        which = ", ".join(f"{name} {value}" for name, value in self.ids.items())
        return f"law {self.law}: {self.what} ({which})"


def findings(session: Session, practice_id: int, now: datetime) -> list[Finding]:
    """Everything in a practice that breaks one of these laws; nothing when they hold. It only reads."""
    broken = breaches(session, practice_id, now - timedelta(days=1))
    found = [Finding(proof.law, proof.what, ids) for proof, ids in broken]
    return found + [Finding(6, what, ids) for what, ids in hours_kept.broken(session, practice_id, now)]

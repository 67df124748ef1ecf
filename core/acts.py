"""One decision by someone: a turn's act, a provider's event, a sweep. All that it causes carries its id."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.models import Booking
    from storage.store import Store


@dataclass(slots=True)
class Act:
    """`id` comes from the event that caused it, `by` is a person (empty: the program itself), `at` is aware.

    The same id numbers the same moves: a repeat meets UNIQUE(act, n) instead of moving a credit twice.
    """

    id: str
    by: int | None
    at: datetime
    did: list[str] = field(default_factory=list, init=False, repr=False)  # what it has recorded so far
    _next: int = field(default=0, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("an act needs an aware instant")
        self.at = self.at.astimezone(UTC)  # sums with it are then sums of real time

    def number(self) -> int:
        """The next number within this act, from 0."""
        self._next += 1
        return self._next - 1


def record(store: Store, act: Act, what: str, booking: Booking | None = None, **detail: Any) -> None:
    """Leave an audit entry: ids and codes only, and whatever undo needs."""
    act.did.append(what)
    store.add_record(
        at=act.at, act=act.id, by=act.by, what=what, booking_id=booking.id if booking else None, detail=detail
    )

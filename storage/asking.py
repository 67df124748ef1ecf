"""What every part of the Store stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound="SQLModel")


class Stored(Protocol):
    """A row that has an id once it is written."""

    id: int | None


class Asking:
    """A session, the practice whose rows are asked for, and whether the script that runs has acted."""

    session: Session
    practice_id: int
    wrote: bool

    def add(self, row: Row) -> Row:
        """Write a row that somebody decided: it counts as acting. Its id is known afterwards."""
        self.wrote = True
        return self.note(row)

    def note(self, row: Row) -> Row:
        """Write a row of our own bookkeeping (inbox, conversation, replies), which is no act."""
        self.session.add(row)
        self.session.flush()
        return row


def id_of(row: Stored) -> int:
    """The id of a row that is in the database."""
    if row.id is None:
        raise LookupError("a row without an id is not stored")
    return row.id

"""The Store: every question we ask the database, one named method each, a file for each noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.accounts import Accounts
from storage.cadence import Cadence
from storage.catalogue import Catalogue
from storage.diary import Diary
from storage.ledger import Ledger
from storage.memberships import Memberships
from storage.models import Practice
from storage.money import Money
from storage.papers import Papers
from storage.people import People
from storage.roster import Roster
from storage.selling import Selling
from storage.threads import Threads
from storage.visits import Visits
from storage.waitlist import Waitlist
from storage.weeks import Weeks
from storage.writers import Writers

if TYPE_CHECKING:
    from sqlmodel import Session


class Store(
    Writers, People, Threads, Catalogue, Diary, Visits, Roster, Ledger, Money, Selling, Memberships, Papers, Waitlist,
    Weeks, Accounts, Cadence,
):  # fmt: skip
    """One practice's rows, inside one transaction."""

    def __init__(self, session: Session, practice_id: int) -> None:
        self.session = session
        self.practice_id = practice_id
        self.wrote = False
        self.fresh = []
        self._practice: Practice | None = None  # a session forgets rows that nobody holds: everything asks for this one

    def practice(self) -> Practice:
        """Raises LookupError when there is no such practice."""
        self._practice = self._practice or self.session.get(Practice, self.practice_id)
        if self._practice is None:
            raise LookupError(f"practice {self.practice_id}")
        return self._practice

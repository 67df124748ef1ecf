"""The sample practice: made on first use, with its clients and practitioners at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.invitations import person_of
from core.practice import apply, parse, sample_text
from core.sample_clients import add_clients
from storage import lines
from storage.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database

MAYA = "Maya Roy"


def sample_practice(database: Database, now: datetime) -> int:
    """The id of the sample practice in this database, which is made when it is empty."""
    database.migrate()
    with database.transaction() as session:
        known = lines.only_practice(session)
        if known is not None:
            return known
        store, file = Store(session, 0), parse(sample_text())
        practice_id = apply(store, file, now)
        add_clients(store, file.clients, now)
        for practitioner in store.practitioners():
            person_of(store, practitioner, file.about.languages[0], now)
        return practice_id

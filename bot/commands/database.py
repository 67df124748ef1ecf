"""`repbook migrate` and `repbook audit`."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.commands.common import opened, the_practice
from core.audit import findings


def migrate() -> None:
    """Bring the database to its newest shape, and say which that is."""
    with opened() as database:
        print(f"The database is in its newest shape ({database.revision()}).")


def audit() -> None:
    """Print whatever breaks a law; exit 1 when something does."""
    with opened() as database:
        practice_id = the_practice(database)
        with database.reading() as session:
            found = findings(session, practice_id, datetime.now(UTC))
    for finding in found:
        print(finding)
    if found:
        raise SystemExit(1)
    print("The laws hold.")

"""`repbook migrate` and `repbook audit`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.commands.common import opened, settings, the_practice
from bot.errors import Mistake
from core import takings
from core.audit import findings

if TYPE_CHECKING:
    from bot.settings import Settings
    from core.audit import Finding
    from storage.database import Database

COMPARED = timedelta(days=90)  # how far back the provider's own list is compared


def migrate() -> None:
    """Bring the database to its newest shape, and say which that is."""
    with opened() as database:
        print(f"The database is in its newest shape ({database.revision()}).")


def audit() -> None:
    """Print whatever breaks a law; exit 1 when something does. With a key of Stripe, its own list is compared too."""
    given = settings()
    with opened(given) as database:
        practice_id = the_practice(database)
        with database.reading() as session:
            found = findings(session, practice_id, datetime.now(UTC))
        found += _at_the_provider(given, database, practice_id)
    for finding in found:
        print(finding)
    if found:
        raise SystemExit(1)
    print("The laws hold.")


def _at_the_provider(given: Settings, database: Database, practice_id: int) -> list[Finding]:
    """What Stripe's own list of the last 90 days says otherwise; what is on its way this moment may be named too."""
    if given.stripe_api_key is None:
        return []
    from bot.stripe import Stripe
    from bot.till import TillError

    till = Stripe(given.stripe_api_key.get_secret_value(), given.stripe_api_url, given.public_url or "")
    since = datetime.now(UTC) - COMPARED
    try:
        taken = till.takings(since, practice_id)
    except TillError as error:
        raise Mistake(f"Stripe could not be asked ({error.code}): is STRIPE_API_KEY right?") from error
    with database.reading() as session:
        return takings.findings(session, practice_id, since, taken.payments, taken.refunds, taken.disputes)

"""`repbook doctor`: what is configured, whether it works, and what to mend."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import backups, checkup
from bot.checkup import Check
from bot.commands.common import open_database, settings
from bot.commands.practice import read
from bot.errors import Mistake
from bot.http import Http
from core.practice import changes
from core.rules import zone_of
from storage import lines
from storage.database import NotMigrated, TooNew
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings
    from storage.database import Database

MARKS = {True: "ok", False: "!!", None: "--"}


def doctor(*, fix: bool) -> None:
    """Print every check; exit 1 when something is wrong."""
    given = settings()
    found = [*_here(given), *asyncio.run(_out_there(given, fix=fix))]
    for check in found:
        print(f"{MARKS[check.good]}  {check.what}")
    if any(check.good is False for check in found):
        raise SystemExit(1)


async def _out_there(given: Settings, *, fix: bool) -> list[Check]:
    http = Http()
    try:
        return [
            *[check async for check in checkup.telegram(given, http, fix=fix)],
            *[check async for check in checkup.twilio(given, http, fix=fix)],
            *await _payments(given, fix=fix),
            *[check async for check in checkup.clock(given, http)],
        ]
    finally:
        await http.close()


async def _payments(given: Settings, *, fix: bool) -> list[Check]:
    from bot.stripe_checkup import payments

    return await payments(given, fix=fix)


def _here(given: Settings) -> Iterator[Check]:
    if given.public_url is None:
        yield Check("PUBLIC_URL is empty: webhooks and links need it, Telegram by polling does not", None)
    elif not given.public_url.startswith("https://"):
        yield Check(f"PUBLIC_URL is {given.public_url}: the providers want https", good=False)
    else:
        yield Check(f"the world finds us at {given.public_url}")
    kept = "given by SECRET_KEY" if given.secret_key else f"kept in {given.data}: back it up apart from the database"
    yield Check(f"the secret that encrypts messages is {kept}", given.secret_key is not None or None)
    try:
        database = open_database(given, migrate=False)
    except Mistake as error:
        yield Check(str(error), good=False)
        return
    try:
        yield from _database(database)
        yield _copies(given)
        yield from _practice(given, database)
    finally:
        database.close()


def _database(database: Database) -> Iterator[Check]:
    facts = database.facts()
    for name in ("database", "journal", "synchronous", "foreign keys", "secure delete", "revision"):
        if name in facts:
            yield Check(f"{name}: {facts[name]}")
    try:
        database.check()
    except (NotMigrated, TooNew) as error:
        yield Check(str(error), good=False)


def _copies(given: Settings) -> Check:
    missing = backups.of(given).missing
    if missing:
        return Check(f"no copy of the database is taken at night: {missing} are not installed here", None)
    return Check(f"a copy of the database is taken every night, into {given.backups}")


def _practice(given: Settings, database: Database) -> Iterator[Check]:
    if database.revision() is None:
        yield Check("there is no practice yet: `repbook init`, then `repbook apply`", good=False)
        return
    with database.reading() as session:
        practice_id = lines.only_practice(session)
        if practice_id is None:
            yield Check("there is no practice yet: `repbook init`, then `repbook apply`", good=False)
            return
        store = Store(session, practice_id)
        practice = store.practice()
        local = f"{datetime.now(UTC).astimezone(zone_of(practice)):%a %Y-%m-%d %H:%M}"
        yield Check(f"the practice is {practice.name}, where it is {local}")
        yield _file(given, store)


def _file(given: Settings, store: Store) -> Check:
    try:
        wanted = changes(store, read(given.practice_file))
    except Mistake as error:
        return Check(str(error), good=None if not given.practice_file.exists() else False)
    if wanted:
        return Check(
            f"{given.practice_file} says {len(wanted)} things that are not applied: `repbook apply`", good=False
        )
    return Check(f"{given.practice_file} is applied")

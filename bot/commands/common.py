"""What most commands begin with: the settings, the database in its newest shape, the practice."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot import settings as configuration
from bot.errors import Mistake
from storage import lines
from storage.database import Database, TooNew

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.settings import Settings


def settings() -> Settings:
    """The settings of this environment. Raises Mistake."""
    return configuration.load()


def open_database(given: Settings, *, migrate: bool = True) -> Database:
    """The configured database, brought to its newest shape. Raises Mistake for one that this version cannot use."""
    try:
        database = Database(given.database, secret=given.secret())
    except (ValueError, ImportError) as error:
        raise Mistake(f"DATABASE_URL: {error}") from error
    try:
        if migrate:
            database.migrate()
    except TooNew as error:
        database.close()
        raise Mistake(str(error)) from error
    return database


@contextmanager
def opened(given: Settings | None = None) -> Iterator[Database]:
    """The configured database, closed at the end."""
    database = open_database(given or settings())
    try:
        yield database
    finally:
        database.close()


def the_practice(database: Database) -> int:
    """The practice of this database. Raises Mistake when there is none."""
    with database.reading() as session:
        found = lines.only_practice(session)
        if found is not None:
            return found
        many = lines.has_practices(session)
    if many:
        raise Mistake("there are several practices in this database, and this command is for one only")
    raise Mistake("there is no practice yet: write its file with `repbook init`, then `repbook apply` it")

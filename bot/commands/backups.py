"""`repbook backup` and `repbook restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot import backups
from bot.commands.common import settings
from bot.errors import Mistake


def backup(to: str | None) -> None:
    """Copy the database while it is in use, and check the copy."""
    given, file = settings(), database_file()
    if not file.exists():
        raise Mistake("there is no database yet")
    now = datetime.now(UTC)
    copy = Path(to) if to else given.backups / f"repbook-{now:%Y-%m-%d-%H%M%S}.db"
    try:
        print(f"Copied to {backups.take(file, copy)}. Keep the key that encrypts messages apart from it.")
    except (backups.Damaged, OSError) as error:
        raise Mistake(f"the copy could not be made: {error}") from error


def restore(copy: str, *, yes: bool) -> None:
    """Put a copy in the place of the database, after a yes; what was there is kept aside."""
    file = database_file()
    if not Path(copy).exists():
        raise Mistake(f"there is no file {copy}")
    if not yes and input("Has Repbook been stopped, and is this copy to replace the database? [y/N] ").lower() != "y":
        raise Mistake("nothing was changed")
    try:
        aside = backups.restore(Path(copy), file)
    except (backups.Damaged, OSError) as error:
        raise Mistake(f"the copy cannot be used: {error}") from error
    print(f"Restored from {copy}." + (f" What was there is in {aside}." if aside else ""))


def database_file() -> Path:
    """The SQLite file that is configured. Raises Mistake for another kind of database."""
    file = settings().database_file
    if file is None:
        raise Mistake("this is for SQLite: back PostgreSQL up with pg_dump, and restore it with pg_restore")
    return file

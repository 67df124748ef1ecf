"""`repbook backup` and `repbook restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot import backups
from bot.commands.common import settings
from bot.errors import Damaged, Mistake


def backup(to: str | None) -> None:
    """Copy the database while it is in use, and check the copy."""
    given, now = settings(), datetime.now(UTC)
    copies = backups.of(given)
    if not copies.exists():
        raise Mistake("there is no database yet")
    copy = Path(to) if to else given.backups / f"repbook-{now:%Y-%m-%d-%H%M%S}{copies.suffix}"
    try:
        print(f"Copied to {backups.take(copies, copy)}. Keep the key that encrypts messages apart from it.")
    except (Damaged, OSError) as error:
        raise Mistake(f"the copy could not be made: {error}") from error


def restore(copy: str, *, yes: bool) -> None:
    """Put a copy in the place of the database, after a yes; what was there is kept aside."""
    given, now = settings(), datetime.now(UTC)
    copies = backups.of(given)
    if not Path(copy).exists():
        raise Mistake(f"there is no file {copy}")
    if not yes and input("Has Repbook been stopped, and is this copy to replace the database? [y/N] ").lower() != "y":
        raise Mistake("nothing was changed")
    aside = given.backups / f"before-restore-{now:%Y-%m-%d-%H%M%S}{copies.suffix}"
    try:
        kept = backups.restore(copies, Path(copy), aside)
    except (Damaged, OSError) as error:
        raise Mistake(f"the copy cannot be used: {error}") from error
    print(f"Restored from {copy}." + (f" What was there is in {kept}." if kept else ""))

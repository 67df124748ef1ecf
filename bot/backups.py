"""Copies of the database, taken while it is in use, checked, kept for two weeks: of an SQLite file or of PostgreSQL.

The key that encrypts messages is not in them: keep it apart (SECRET_KEY, or the file in the data folder).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from bot.postgres_dumps import PostgresDumps
from bot.sqlite_copies import SqliteCopies

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from bot.settings import Settings

KEPT = 14
NIGHT = 7  # from this hour (UTC) the day's copy is taken: the small hours in Canada


class Copies(Protocol):
    """How one kind of database is copied. Each raises Damaged, and OSError."""

    @property
    def suffix(self) -> str: ...

    @property
    def missing(self) -> str:
        """What the machine lacks for it, or nothing."""

    def write(self, draft: Path) -> None:
        """Write a copy into this empty file."""

    def check(self, copy: Path) -> None:
        """Raises Damaged unless it can be gone back to."""

    def put_back(self, copy: Path) -> None:
        """Make the database what the copy is."""

    def exists(self) -> bool:
        """Is there a database to be copied?"""


def of(settings: Settings) -> Copies:
    """How the database that is configured is copied."""
    file = settings.database_file
    return SqliteCopies(file) if file else PostgresDumps(settings.database)


def due(copies: Copies, folder: Path, now: datetime) -> bool:
    """Is the copy of this night still to be taken?"""
    return now.hour >= NIGHT and not copies.missing and not _of(copies, folder, now).exists()


def nightly(copies: Copies, folder: Path, now: datetime) -> Path:
    """Take the day's copy and let go of those beyond the last two weeks. Raises Damaged, OSError."""
    copy = take(copies, _of(copies, folder, now))
    for old in sorted(folder.glob(f"repbook-*{copies.suffix}"))[:-KEPT]:
        old.unlink()
    return copy


def _of(copies: Copies, folder: Path, now: datetime) -> Path:
    return folder / f"repbook-{now:%Y-%m-%d}{copies.suffix}"


def take(copies: Copies, copy: Path) -> Path:
    """A checked copy of a database that may be in use; one that is not sound is not left behind. Raises as above."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    draft = copy.with_suffix(f".{os.getpid()}.part")  # several processes may serve one database
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        copies.write(draft)
        copies.check(draft)
        draft.replace(copy)
    finally:
        draft.unlink(missing_ok=True)
    return copy


def restore(copies: Copies, copy: Path, aside: Path) -> Path | None:
    """Put a copy in the place of the database; what was there is kept `aside`, and named. Raises as above."""
    copies.check(copy)
    kept = take(copies, aside) if copies.exists() else None
    copies.put_back(copy)
    return kept

"""Copies of an SQLite database, taken while it is in use, checked, and kept for two weeks.

The key that encrypts messages is not in them: keep it apart (SECRET_KEY, or the file beside the database). PostgreSQL
has tools of its own for this: `pg_dump`.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

KEPT = 14
NIGHT = 7  # from this hour (UTC) the day's copy is taken: the small hours in Canada


class Damaged(Exception):
    """This file is no sound SQLite database."""


def due(folder: Path, now: datetime) -> bool:
    """Is the copy of this night still to be taken?"""
    return now.hour >= NIGHT and not _of(folder, now).exists()


def nightly(database: Path, folder: Path, now: datetime) -> Path:
    """Take the day's copy and let go of those beyond the last two weeks. Raises Damaged."""
    copy = take(database, _of(folder, now))
    for old in sorted(folder.glob("repbook-*.db"))[:-KEPT]:
        old.unlink()
    return copy


def _of(folder: Path, now: datetime) -> Path:
    return folder / f"repbook-{now:%Y-%m-%d}.db"


def take(database: Path, copy: Path) -> Path:
    """A checked copy of a database that may be in use. Raises Damaged; a copy that is not sound is not left behind."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    draft = copy.with_suffix(".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600))
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(draft)) as to,
    ):
        source.backup(to)
    try:
        check(draft)
    except Damaged:
        draft.unlink()
        raise
    draft.replace(copy)
    return copy


def check(file: Path) -> None:
    """Raises Damaged unless the file is a sound SQLite database."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Damaged(f"{file.name}: {error}") from error
    if answer != "ok":
        raise Damaged(f"{file.name}: {answer}")


def restore(copy: Path, database: Path) -> Path | None:
    """Put a copy in the place of the database; what was there is kept aside, and named. Raises Damaged."""
    check(copy)
    aside = None
    if database.exists():
        aside = take(database, database.with_suffix(".before-restore.db"))
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(database)) as to:
        source.backup(to)
    return aside

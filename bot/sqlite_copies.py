"""Copies of an SQLite file by its own online backup: whole, whoever writes meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from bot.errors import Damaged

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SqliteCopies:
    file: Path
    suffix: ClassVar[str] = ".db"
    missing: ClassVar[str] = ""

    def write(self, draft: Path) -> None:
        _copy(self.file, draft)

    def check(self, copy: Path) -> None:
        """Raises Damaged unless the file is a sound SQLite database."""
        try:
            with closing(_read(copy)) as database:
                answer = database.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise Damaged(f"{copy.name}: {error}") from error
        if answer != "ok":
            raise Damaged(f"{copy.name}: {answer}")

    def put_back(self, copy: Path) -> None:
        _copy(copy, self.file)

    def exists(self) -> bool:
        return self.file.exists()


def _copy(source: Path, to: Path) -> None:
    try:
        with closing(_read(source)) as one, closing(sqlite3.connect(to)) as other:
            one.backup(other)
    except sqlite3.Error as error:
        raise Damaged(f"{source.name}: {error}") from error


def _read(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)

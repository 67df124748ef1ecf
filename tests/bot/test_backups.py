"""Nightly copies of an SQLite database: sound, private, few, and good to go back to."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot import backups

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "repbook.db"
    write(file, "first")
    return file


def write(file: Path, word: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS words (word TEXT)")
        connection.execute("INSERT INTO words VALUES (?)", (word,))
    connection.close()


def words(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    found = [row[0] for row in connection.execute("SELECT word FROM words")]
    connection.close()
    return found


def test_a_copy_is_taken_once_a_night(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert not backups.due(folder, NIGHT.replace(hour=3))
    assert backups.due(folder, NIGHT)
    copy = backups.nightly(database, folder, NIGHT)
    assert words(copy) == ["first"]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not backups.due(folder, NIGHT + timedelta(hours=10))
    assert backups.due(folder, NIGHT + timedelta(days=1))


def test_a_copy_is_whole_while_somebody_is_writing(database: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(database)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO words VALUES ('not yet')")
    copy = backups.take(database, tmp_path / "copy.db")
    writer.rollback()
    writer.close()
    assert words(copy) == ["first"]


def test_two_weeks_of_copies_are_kept(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(20):
        backups.nightly(database, folder, NIGHT + timedelta(days=day))
    kept = sorted(file.name for file in folder.iterdir())
    assert (len(kept), kept[-1]) == (14, "repbook-2026-03-21.db")


def test_going_back_keeps_what_was_there_aside(database: Path, tmp_path: Path) -> None:
    copy = backups.take(database, tmp_path / "copy.db")
    write(database, "second")
    aside = backups.restore(copy, database)
    assert words(database) == ["first"]
    assert aside is not None
    assert words(aside) == ["first", "second"]


def test_a_damaged_copy_is_refused_and_nothing_changes(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(backups.Damaged):
        backups.restore(copy, database)
    assert words(database) == ["first"]

"""Nightly copies of a database: sound, private, few, and good to go back to."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from bot import backups
from bot.errors import Damaged
from bot.postgres_dumps import PostgresDumps
from bot.sqlite_copies import SqliteCopies
from storage.database import Database
from storage.models import Practice
from tests.databases import SECRET

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
    copies = SqliteCopies(database)
    assert not backups.due(copies, folder, NIGHT.replace(hour=3))
    assert backups.due(copies, folder, NIGHT)
    copy = backups.nightly(copies, folder, NIGHT)
    assert words(copy) == ["first"]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not backups.due(copies, folder, NIGHT + timedelta(hours=10))
    assert backups.due(copies, folder, NIGHT + timedelta(days=1))


def test_a_copy_is_whole_while_somebody_is_writing(database: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(database)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO words VALUES ('not yet')")
    copy = backups.take(SqliteCopies(database), tmp_path / "copy.db")
    writer.rollback()
    writer.close()
    assert words(copy) == ["first"]


def test_two_weeks_of_copies_are_kept(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for day in range(20):
        backups.nightly(SqliteCopies(database), folder, NIGHT + timedelta(days=day))
    kept = sorted(file.name for file in folder.iterdir())
    assert (len(kept), kept[-1]) == (14, "repbook-2026-03-21.db")


def test_going_back_keeps_what_was_there_aside(database: Path, tmp_path: Path) -> None:
    copy = backups.take(SqliteCopies(database), tmp_path / "copy.db")
    write(database, "second")
    aside = backups.restore(SqliteCopies(database), copy, tmp_path / "aside.db")
    assert words(database) == ["first"]
    assert aside is not None
    assert words(aside) == ["first", "second"]


def test_a_damaged_copy_is_refused_and_nothing_changes(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(Damaged):
        backups.restore(SqliteCopies(database), copy, tmp_path / "aside.db")
    assert words(database) == ["first"]


def test_postgresql_is_copied_and_put_back(migrated_postgres_url: str, tmp_path: Path) -> None:
    copies = PostgresDumps(migrated_postgres_url)
    if copies.missing:
        pytest.skip(f"{copies.missing} are not installed here")
    database = Database(migrated_postgres_url, secret=SECRET)
    name_practice(database, "as it was")
    assert backups.due(copies, tmp_path, NIGHT)
    copy = backups.nightly(copies, tmp_path, NIGHT)
    assert not backups.due(copies, tmp_path, NIGHT)
    assert copy.stat().st_mode & 0o777 == 0o600
    name_practice(database, "as it is")
    aside = backups.restore(copies, copy, tmp_path / "aside.dump")
    assert name_of_practice(database) == "as it was"
    assert aside is not None
    backups.restore(copies, aside, tmp_path / "other.dump")
    assert name_of_practice(database) == "as it is"
    database.check()
    database.close()


def test_a_damaged_dump_is_refused_and_nothing_changes(migrated_postgres_url: str, tmp_path: Path) -> None:
    copies = PostgresDumps(migrated_postgres_url)
    if copies.missing:
        pytest.skip(f"{copies.missing} are not installed here")
    copy = backups.take(copies, tmp_path / "copy.dump")
    copy.write_bytes(copy.read_bytes()[:-2000])
    with pytest.raises(Damaged, match="pg_restore"):
        backups.restore(copies, copy, tmp_path / "aside.dump")
    assert not (tmp_path / "aside.dump").exists()


def test_no_password_is_told_of_a_database_that_is_not_there(tmp_path: Path) -> None:
    copies = PostgresDumps("postgresql+psycopg://repbook:hush@127.0.0.1:1/nowhere")
    if copies.missing:
        pytest.skip(f"{copies.missing} are not installed here")
    with pytest.raises(Damaged) as refused:
        backups.take(copies, tmp_path / "copy.dump")
    assert "hush" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def name_practice(database: Database, name: str) -> None:
    with database.transaction() as session:
        practice = session.exec(select(Practice)).first() or Practice(
            key="north", name="", zone="America/Toronto", currency="CAD", region="CA-ON"
        )
        practice.name = name
        session.add(practice)


def name_of_practice(database: Database) -> str:
    with database.reading() as session:
        return session.exec(select(Practice.name)).one()

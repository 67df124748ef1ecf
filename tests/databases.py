"""A migrated database of a test's own, on SQLite and on PostgreSQL; migrated once and then copied.

`database` runs a test on both. `sqlite_database` and `postgres_database` are for what only one of them can show.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import PostgresServer

SECRET = "a secret of the tests"


def migrated(url: str) -> None:
    """Give an empty database its newest shape."""
    database = Database(url, secret=SECRET)
    database.migrate()
    database.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file of the newest shape, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "repbook.db"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """A migrated SQLite file of this test's own."""
    file = tmp_path / "repbook.db"
    shutil.copy(migrated_file, file)
    return f"sqlite:///{file}"


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own."""
    url = postgres_server.database(migrated)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of this test's own, on each kind of server in turn."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "migrated_postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of this test's own, open, on each kind of server in turn."""
    yield from _open(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    yield from _open(sqlite_url)


@pytest.fixture
def postgres_database(migrated_postgres_url: str) -> Iterator[Database]:
    yield from _open(migrated_postgres_url)


@pytest.fixture
def unlocked(database_url: str) -> Iterator[Database]:
    """The negative control of a race: the same database without the write lock and without nets.

    On SQLite a write then begins where the driver begins it, after what was read; on PostgreSQL at READ COMMITTED.
    """
    database = Database(database_url, secret=SECRET, lock=False)
    drop_nets(database)
    yield database
    database.close()


def drop_nets(database: Database) -> None:
    """Take down the triggers and the exclusion (storage.triggers), so that an accident can be seen."""
    from storage import triggers

    with database.transaction() as session:
        triggers.take_down(session.connection())


def _open(url: str) -> Iterator[Database]:
    database = Database(url, secret=SECRET)
    yield database
    database.close()

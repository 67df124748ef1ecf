"""What every test stands on: no network beyond this machine, and the same examples on every run of CI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import loopback, scratch
from tests.chats import channel, chat, open_chat
from tests.databases import (
    database,
    database_url,
    migrated_file,
    migrated_postgres_url,
    postgres_database,
    sqlite_database,
    sqlite_url,
    unlocked,
)
from tests.postgres import postgres_server, postgres_url

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "channel",
    "chat",
    "database",
    "database_url",
    "migrated_file",
    "migrated_postgres_url",
    "open_chat",
    "postgres_database",
    "postgres_server",
    "postgres_url",
    "sqlite_database",
    "sqlite_url",
    "unlocked",
]  # fixtures for every test

loopback.close_the_rest()
scratch.use_memory()

# No deadline: this machine's speed varies by half. In CI no chance either: a red run must be red again.
settings.register_profile("here", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(autouse=True)
def nothing_beyond_this_machine() -> Iterator[None]:
    """Fail a test whose code tried to leave the machine, even where that code swallowed the error."""
    loopback.refused.clear()
    yield
    if loopback.refused:
        pytest.fail(f"tried to reach beyond this machine: {', '.join(loopback.refused)}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for PostgreSQL, so that `-m postgres` and `-m 'not postgres'` pick or leave it."""
    for item in items:
        if "postgres_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgres)

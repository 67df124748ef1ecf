"""Every written conversation holds on PostgreSQL too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.play import perform, ways
from bot.play_file import read
from tests.test_plays import PLAYS, name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import PostgresServer

ONE_WAY = [(path, channel, lang) for path in PLAYS for channel, lang in list(ways(read(path)))[:1]]


@pytest.fixture(scope="module")
def playhouse(postgres_server: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database beside which plays make their own."""
    url = postgres_server.database()
    yield url
    postgres_server.drop(url)


@pytest.mark.parametrize(("path", "channel", "lang"), ONE_WAY, ids=name)
def test_the_conversation_goes_as_written(path: Path, channel: str, lang: str, playhouse: str) -> None:
    assert list(perform(read(path), channel, lang, playhouse)) == []

"""Every written conversation holds, on each channel: our acceptance tests (see test_plays_postgres.py too)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.play import perform, ways
from bot.play_file import read

PLAYS = sorted((Path(__file__).parent / "plays").glob("*.yaml"))
EVERY_WAY = [(path, channel, lang) for path in PLAYS for channel, lang in ways(read(path))]


def name(value: object) -> str:
    return value.stem if isinstance(value, Path) else str(value)


@pytest.mark.parametrize(("path", "channel", "lang"), EVERY_WAY, ids=name)
def test_the_conversation_goes_as_written(path: Path, channel: str, lang: str) -> None:
    assert list(perform(read(path), channel, lang)) == []

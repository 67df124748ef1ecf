"""Every written conversation holds, on each channel: our acceptance tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.play import perform
from bot.play_file import read

PLAYS = sorted((Path(__file__).parent / "plays").glob("*.yaml"))


def ways() -> list[tuple[Path, str]]:
    found = []
    for path in PLAYS:
        named = {step.channel for step in read(path).steps} - {""}
        found += [(path, channel) for channel in (("both",) if named else ("sms", "telegram"))]
    return found


@pytest.mark.parametrize(("path", "channel"), ways(), ids=lambda value: getattr(value, "stem", value))
def test_the_conversation_goes_as_written(path: Path, channel: str) -> None:
    script = read(path)
    assert list(perform(script, channel, script.lang or "en")) == []

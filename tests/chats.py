"""Conversation tests that read as chats: `maya.says("tue 3pm?")`, `maya.hears("Tue 3 Mar")`, on each channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.casting import cast
from bot.play import occurs
from bot.play_file import Play
from core import audit
from core.rules import zone_of
from storage.database import Database
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.stage import Stage

SECRET = "a secret of the tests"


@dataclass(slots=True)
class Voice:
    """One person of a chat."""

    name: str
    stage: Stage

    def says(self, text: str, **more: Any) -> None:
        self.stage.says(self.name, text, **more)

    def taps(self, choice: int) -> None:
        self.stage.press(self.name, choice)

    @property
    def heard(self) -> str:
        """All that reached them since their last line, with the labels of its choices."""
        lines = self.stage.actors[self.name].since_last_line()
        return "\n".join("\n".join([one.text, *(choice.label for choice in one.choices)]) for one in lines)

    def hears(self, *items: str) -> None:
        for item in items:
            assert occurs(item, self.heard), f"{self.name} did not hear {item!r} but {self.heard!r}"

    def does_not_hear(self, *items: str) -> None:
        for item in items:
            assert not occurs(item, self.heard), f"{self.name} heard {item!r}: {self.heard!r}"

    def hears_nothing(self) -> None:
        assert self.heard == ""


class Chat:
    """A practice with people who write; the clock is told."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def __getattr__(self, name: str) -> Voice:
        if name not in self.stage.actors:
            raise AttributeError(name)
        return Voice(name, self.stage)

    def clock(self, local: str) -> None:
        with self.stage.database.reading() as session:
            zone = zone_of(Store(session, self.stage.practice_id).practice())
        self.stage.clock(datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC))

    def laws_hold(self) -> None:
        with self.stage.database.reading() as session:
            assert audit.findings(session, self.stage.practice_id, self.stage.now) == []


PEOPLE: dict[str, dict[str, Any]] = {
    "maya": {"name": "Maya Roy", "phone": "+14165550101", "plan": "progress", "used": 3},
    "julie": {"name": "Julie Gagnon", "phone": "+14165550102", "family": ["Léa", "Max"], "plan": "performance"},
    "sam": {"phone": "+14165550103"},
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
}


@pytest.fixture(params=["sms", "telegram"])
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_chat(sqlite_url: str, channel: str) -> Iterator[Callable[..., Chat]]:
    """Opens a chat: `open_chat(bookings=[...], clock="2026-03-02 10:15", lang="fr", people={...}, **overrides)`."""
    opened: list[Chat] = []

    def chat(
        *,
        bookings: list[dict[str, Any]] | None = None,
        clock: str = "2026-03-02 10:15",
        lang: str = "en",
        people: dict[str, dict[str, Any]] | None = None,
        **overrides: Any,
    ) -> Chat:
        at = datetime.fromisoformat(clock)
        script = Play(Path("chat"), "a chat", "sample", overrides, at, people or PEOPLE, bookings or [], lang)
        stage = cast(script, channel, lang, lambda: Database(sqlite_url, secret=SECRET), Path())
        opened.append(Chat(stage))
        return opened[-1]

    yield chat
    for one in opened:
        one.stage.close()


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    """The usual practice on a Monday morning, with nothing booked."""
    return open_chat()

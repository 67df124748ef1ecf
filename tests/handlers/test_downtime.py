"""After downtime of an hour, a day, a week: what is still useful is sent once, the rest is dropped with its reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, select

from storage.models import Outbox, Person, Sending
from tests.chats import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

TUESDAY = {"client": "maya", "at": "2026-03-10 17:00", "with": "Ana Silva"}
WEDNESDAY = {"client": "julie/Max", "at": "2026-03-11 15:00", "with": "Ana Silva"}
ZONE = ZoneInfo("America/Toronto")
SENT, EXPIRED = "sent", "expired"


@pytest.fixture
def down(open_chat: Callable[..., Chat]) -> Callable[[str], Chat]:
    """On Sunday at 16:50 Ana has moved Max from Wednesday to Thursday; nothing goes from then on, until that time."""

    def until(back: str) -> Chat:
        chat = open_chat(bookings=[TUESDAY, WEDNESDAY], people=PEOPLE, clock="2026-03-08 16:50")
        chat.ana.says("move max to thu 4")
        chat.ana.hears("Moved")
        chat.julie.hears_nothing()
        chat.stage.restart()
        chat.stage.now = datetime.fromisoformat(back).replace(tzinfo=ZONE).astimezone(UTC)
        chat.clock(f"{datetime.fromisoformat(back) + timedelta(minutes=1)}")
        return chat

    return until


def person(session: Session, name: str) -> int | None:
    return session.exec(select(Person.id).where(Person.name == PEOPLE[name]["name"])).one()


def fates(chat: Chat, name: str) -> list[tuple[str, str]]:
    """What became of what was owed unasked to somebody about the sessions above, in order of time."""
    with chat.stage.database.reading() as session:
        kinds = ("reminder", "told_moved")
        found = select(Outbox).where(col(Outbox.kind).in_(kinds), Outbox.person_id == person(session, name))
        rows = session.exec(found.order_by(col(Outbox.due_at), col(Outbox.id))).all()
    return [(row.kind, row.why if row.status is Sending.DROPPED else row.status.value) for row in rows]


def test_after_an_hour_all_of_it_goes(down: Callable[[str], Chat]) -> None:
    chat = down("2026-03-08 17:50")
    assert fates(chat, "maya") == [("reminder", SENT), ("reminder", "due"), ("reminder", "due")]
    chat.maya.hears("Tue 10 Mar 5:00 PM", "Coming")
    chat.julie.hears("Thu 12 Mar 4:00 PM", "is now")
    assert len(chat.stage.actors["maya"].heard) == 1


def test_after_a_day_only_the_newest_of_what_says_the_same(down: Callable[[str], Chat]) -> None:
    chat = down("2026-03-09 17:20")
    assert fates(chat, "maya") == [("reminder", EXPIRED), ("reminder", SENT), ("reminder", "due")]
    assert ["tomorrow" in heard.text for heard in chat.stage.actors["maya"].heard] == [True]
    chat.julie.hears("Thu 12 Mar 4:00 PM")
    chat.laws_hold()


def test_after_a_week_nobody_hears_of_sessions_that_are_over(down: Callable[[str], Chat]) -> None:
    chat = down("2026-03-16 08:10")
    assert fates(chat, "maya") == [("reminder", EXPIRED)] * 3
    assert {why for _, why in fates(chat, "julie")} <= {EXPIRED, "changed"}
    chat.maya.hears_nothing()
    chat.julie.hears_nothing()
    chat.ana.hears("Still without outcome", "Tue 5:00 Maya", "Thu 4:00 Max")
    assert chat.ana.heard.count("Tue 5:00 Maya") == 1
    chat.laws_hold()

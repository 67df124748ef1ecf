"""A practitioner joins: they are welcomed first, and the day comes on its own from the next morning on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.invitations import invite, new_code, person_of
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

PEOPLE = {
    "maya": {"name": "Maya Roy", "plan": "progress", "used": 6},
    "marc": {"phone": "+14165550111"},
}
SESSIONS = [
    {"client": "maya", "at": "2026-03-10 14:00", "with": "Marc Tremblay"},
    {"client": "maya", "at": "2026-03-11 14:00", "with": "Marc Tremblay"},
]


def test_who_joins_after_seven_is_welcomed_and_gets_the_day_when_they_ask(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(people=PEOPLE, bookings=SESSIONS, clock="2026-03-10 06:50")
    chat.clock("2026-03-10 07:10")
    code = code_for_marc(chat)
    chat.marc.says("", token=code)
    chat.clock("2026-03-10 07:40")
    chat.marc.hears("Marc")
    chat.marc.does_not_hear("1 session")
    chat.marc.says("today")
    chat.marc.hears("1 session", "2:00 Maya")
    chat.clock("2026-03-11 07:01")
    chat.marc.hears("Wed 11 Mar, 1 session")


def code_for_marc(chat: Chat) -> str:
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store, code = Store(session, chat.stage.practice_id), new_code()
        marc = next(p for p in store.practitioners() if p.name == "Marc Tremblay")
        invite(store, person_of(store, marc, "en", chat.stage.now), code, chat.stage.now)
    return code

"""Questions that we start: they join the conversation when they are sent, and one yes never answers two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models import Status
from tests.handlers.test_reminders import bookings, confirmed, statuses

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

    Open = Callable[..., Chat]

TUESDAY = {"client": "maya", "at": "2026-03-10 17:00", "with": "Ana Silva"}


def test_a_reminder_waits_while_another_question_is_open(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50")
    chat.maya.says("thursday 12 march 3pm with ana")
    chat.maya.hears("Thu 12 Mar 3:00 PM", "Yes?")
    chat.clock("2026-03-08 17:10")  # the reminder is due since 5
    chat.maya.hears("Thu 12 Mar 3:00 PM")
    chat.maya.does_not_hear("Tue 10 Mar")
    chat.maya.says("yes")
    chat.maya.hears("Booked")
    assert confirmed(chat) == [False, False]
    chat.clock("2026-03-08 17:30")
    chat.maya.hears("Tue 10 Mar", "Coming")
    chat.maya.says("yes")
    chat.maya.hears("confirmed", "Tue 10 Mar")
    assert confirmed(chat) == [True, False]


def test_a_question_that_went_cold_gives_way_and_does_not_come_back(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50")
    chat.maya.says("thursday 12 march 3pm with ana")
    chat.clock("2026-03-08 17:30")
    chat.maya.hears("Tue 10 Mar", "Coming")
    chat.maya.says("yes")
    chat.maya.hears("confirmed", "Tue 10 Mar")
    chat.maya.does_not_hear("Thu 12 Mar")
    assert statuses(chat) == [Status.BOOKED]


def test_of_two_open_reminders_the_named_one_is_cancelled(open_chat: Open) -> None:
    """The one that was asked about last is the other one."""
    later = {"client": "maya", "at": "2026-03-11 10:00", "with": "Ana Silva"}
    chat = open_chat(bookings=[TUESDAY, later], clock="2026-03-10 07:30")
    chat.clock("2026-03-10 10:05")
    chat.maya.says("cancel today please")
    chat.maya.hears("Tue 10 Mar 5:00 PM", "Cancel it")
    chat.maya.says("1")
    chat.maya.hears("Cancelled")
    assert statuses(chat) == [Status.CANCELLED, Status.BOOKED]
    assert [booking.confirmed_at for booking in bookings(chat)] == [None, None]


def test_a_person_is_fetched_though_a_reminder_of_a_session_that_is_over_stands(open_chat: Open) -> None:
    session = {"client": "maya", "at": "2026-03-10 09:00", "with": "Ana Silva"}
    chat = open_chat(bookings=[session], clock="2026-03-09 08:50", lang="fr")
    chat.clock("2026-03-10 10:05")
    chat.ana.says("tous venus")
    chat.maya.says("je veux parler à quelqu'un")
    chat.maya.hears("Ana|personne|message")
    assert "parler" in chat.stage.actors["ana"].heard[-1].text


def test_a_question_that_we_cannot_answer_goes_to_a_person_who_is_told_how_to_answer(open_chat: Open) -> None:
    """A word that is nothing we know is asked about, and troubles nobody."""
    chat = open_chat()
    chat.maya.says("blorp")
    assert chat.stage.actors["ana"].heard == []
    chat.maya.says("do you have showers?")
    chat.maya.hears("asked Ana")
    assert 'Answer with "maya: ..."' in chat.stage.actors["ana"].heard[-1].text
    chat.ana.says("maya: yes, two of them")
    chat.ana.says("yes")
    chat.maya.hears("Ana", "yes, two of them")


def test_later_moves_what_a_reminder_is_about(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50", lang="fr")
    chat.clock("2026-03-08 17:10")
    chat.maya.says("on peut tu faire plus tard")  # none of its choices has a time
    chat.maya.hears("Déplacer mar 10 mars")
    assert confirmed(chat) == [False]


def test_see_you_is_a_yes_to_a_reminder(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50", lang="fr")
    chat.clock("2026-03-08 17:10")
    chat.maya.says("cest bon a tantot")
    chat.maya.hears("confirm", "10 mars|10 Mar")
    assert confirmed(chat) == [True]

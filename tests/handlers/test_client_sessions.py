"""Booking, moving and cancelling, in the wordings and the corners that the written conversations do not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

TUE_ANA = {"client": "maya", "at": "2026-03-10 17:00", "with": "Ana"}
THU_MARC = {"client": "maya", "at": "2026-03-12 17:00", "with": "Marc"}
ONCE = pytest.mark.parametrize("channel", ["sms"])  # nothing in it depends on the channel


# Which one


def test_it_is_the_one_that_was_spoken_of_last(chat: Chat) -> None:
    for line in ("tue 3pm with ana", "yes", "thursday 3pm with ana", "yes", "cancel it"):
        chat.maya.says(line)
    chat.maya.hears("Cancel Thu 5 Mar 3:00 PM")
    chat.maya.says("no")
    chat.maya.says("move that to friday")
    chat.maya.hears("Move Thu 5 Mar 3:00 PM with Ana to Fri 6 Mar 3:00 PM")


@ONCE
def test_it_is_nobodys_after_a_while(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[THU_MARC])
    chat.maya.says("march 11 at 3 with ana")
    chat.maya.says("yes")
    chat.clock("2026-03-02 15:00")
    chat.maya.says("cancel it")
    chat.maya.hears("Which one?", "Wed 11 Mar", "Thu 12 Mar")


@ONCE
def test_a_weekday_is_that_of_the_session_one_has(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[TUE_ANA, THU_MARC])
    chat.maya.says("cancel tuesday")
    chat.maya.hears("Cancel Tue 10 Mar 5:00 PM with Ana?")


@ONCE
def test_two_days_that_are_named_are_both_meant(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[TUE_ANA, THU_MARC])
    chat.maya.says("cancel tuesday and thursday")
    chat.maya.hears("Cancel these 2", "Tue 10 Mar", "Thu 12 Mar")


@ONCE
def test_a_session_that_is_not_there(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[TUE_ANA, THU_MARC])
    chat.maya.says("cancel my session on march 20")
    chat.maya.hears("no such session", "Tue 10 Mar", "Thu 12 Mar")


def test_nothing_to_cancel_or_move(chat: Chat) -> None:
    for words in ("cancel my appointment", "move my appointment", "when is my next appointment?"):
        chat.maya.says(words)
        chat.maya.hears("nothing booked")


# The yes


@ONCE
@pytest.mark.parametrize(
    "yes",
    ["1", "y", "YES", "ok", "sure", "👍", "yes please", "ok thanks", "perfect", "book it", "sounds good", "that works"],
)
def test_a_yes_in_its_common_forms(chat: Chat, yes: str) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says(yes)
    chat.maya.hears("Booked: Tue 3 Mar 3:00 PM with Ana")


@ONCE
@pytest.mark.parametrize(
    "yes", ["oui", "ok", "ouais", "parfait", "c'est beau", "d'accord", "dac", "oui svp", "ça marche", "1"]
)
def test_un_oui_comme_on_le_dit(open_chat: Callable[..., Chat], yes: str) -> None:
    chat = open_chat(lang="fr")
    chat.maya.says("mardi 15h avec ana")
    chat.maya.says(yes)
    chat.maya.hears("C'est réservé: mar 3 mars 15 h avec Ana")


@ONCE
@pytest.mark.parametrize("no", ["2", "no", "n", "nope", "not that one", "👎"])
def test_a_no_in_its_common_forms(chat: Chat, no: str) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says(no)
    chat.maya.hears("nothing booked")


@ONCE
@pytest.mark.parametrize("insisting", ["cancel it", "yes cancel", "ok cancel it"])
def test_the_deed_itself_is_a_yes_to_its_price(open_chat: Callable[..., Chat], insisting: str) -> None:
    chat = open_chat(bookings=[TUE_ANA])
    chat.maya.says("cancel my session")
    chat.maya.hears("Cancel Tue 10 Mar 5:00 PM with Ana?")
    chat.maya.says(insisting)
    chat.maya.hears("Cancelled: Tue 10 Mar")


# Choosing a time


@ONCE
def test_the_usual_practitioner_when_nobody_is_named(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[THU_MARC])
    chat.maya.says("tue 3pm")
    chat.maya.hears("Tue 3 Mar 3:00 PM with Marc")


@ONCE
def test_not_with_somebody(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("not with ana")
    chat.maya.hears("Tue 3 Mar 3:00 PM with Marc")


@ONCE
def test_with_somebody_else_and_then_with_anybody(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("with someone else")
    chat.maya.hears("Tue 3 Mar 3:00 PM with Marc", "Yes?")
    chat.maya.says("anyone is fine")
    chat.maya.hears("Tue 3 Mar 3:00 PM with", "Yes?")


@ONCE
def test_earlier_or_later_than_what_is_proposed(chat: Chat) -> None:
    chat.maya.says("tue 3pm with ana")
    chat.maya.says("earlier")
    chat.maya.hears("Tue 3 Mar 2:00 PM|Tue 3 Mar 1:30 PM|Tue 3 Mar 2:30 PM")
    chat.maya.does_not_hear("3:30 PM", "4:00 PM")


@ONCE
def test_two_times_in_one_wish_are_booked_with_one_yes(chat: Chat) -> None:
    chat.maya.says("tuesday at 3 and thursday at 4 with ana")
    chat.maya.hears("Tue 3 Mar 3:00 PM with Ana; Thu 5 Mar 4:00 PM with Ana", "2 sessions (3 left after)", "Book both?")
    chat.maya.says("yes")
    chat.maya.hears("Booked, both")
    chat.laws_hold()


@ONCE
def test_the_same_hour_with_somebody_else_comes_first_among_the_nearest(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[{"client": "julie", "at": "2026-03-03 15:00", "with": "Ana"}])
    chat.maya.says("tue 3pm with ana")
    chat.maya.hears("That time is taken. The nearest I have:\n1. Tue 3 Mar 3:00 PM with Marc")


@ONCE
def test_two_sessions_next_week(chat: Chat) -> None:
    chat.maya.says("book 2 sessions next week")
    chat.maya.hears("2 sessions (3 left after)", "Book both?", "/Mon 9|Tue 10|Wed 11|Thu 12|Fri 13/")
    chat.maya.says("yes")
    chat.maya.hears("Booked, both")
    chat.laws_hold()


@ONCE
def test_the_next_three_without_a_habit_ask_for_the_first(chat: Chat) -> None:
    chat.maya.says("book my next 3")
    chat.maya.hears("When would you like to come?")
    chat.maya.says("thursday at 5 with ana")
    chat.maya.hears("Thu 5:00 PM with Ana: 5, 12, 19 Mar", "3 sessions (2 left after)")


@ONCE
def test_times_after_the_end_of_the_plan_are_not_offered(open_chat: Callable[..., Chat]) -> None:
    people = {"maya": {"name": "Maya Roy", "plan": "progress", "used": 3, "expires": "2026-03-03"}}
    chat = open_chat(people=people)
    chat.maya.says("i need to book a session")
    chat.maya.hears("Mon 2 Mar", "Tue 3 Mar")
    chat.maya.does_not_hear("Wed 4 Mar")
    chat.maya.says("next week, mornings")
    chat.maya.hears("good until 3 Mar", "person", "nearest")


@ONCE
def test_more_times_until_there_are_none(chat: Chat) -> None:
    chat.maya.says("group class this week")
    chat.maya.hears("Wed 4 Mar 6:00 PM|Sat 7 Mar 10:00 AM")
    chat.maya.says("any other times?")
    chat.maya.hears("Other times", "Mar")


# Instead of cancelling


@ONCE
def test_a_time_instead_of_a_yes_to_cancelling_moves_it(open_chat: Callable[..., Chat]) -> None:
    chat = open_chat(bookings=[TUE_ANA, THU_MARC])
    chat.maya.says("cancel tuesday")
    chat.maya.hears("Cancel Tue 10 Mar")
    chat.maya.says("how about friday march 13 at 5")
    chat.maya.hears("Move Tue 10 Mar 5:00 PM with Ana to Fri 13 Mar 5:00 PM, no cost")
    chat.maya.says("yes")
    chat.maya.hears("Moved")
    chat.laws_hold()


@ONCE
def test_what_moving_to_another_plan_means_is_said(open_chat: Callable[..., Chat]) -> None:
    """The plan that paid does not reach the new date, but there is another."""
    from core import plans
    from core.acts import Act
    from storage.store import Store

    people = {"maya": {"name": "Maya Roy", "phone": "+14165550101", "plan": "starter", "expires": "2026-03-12"}}
    chat = open_chat(people=people, bookings=[TUE_ANA])
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        plans.grant(
            store, store.clients_named("Maya Roy"), store.plan_by_key("progress"), Act("later", None, chat.stage.now)
        )
    chat.maya.says("move my session to march 17 at 5")
    chat.maya.hears("to Tue 17 Mar 5:00 PM, paid by 1 session of your other plan")
    chat.maya.says("yes")
    chat.maya.hears("Moved")
    chat.laws_hold()


# Looking things up


@ONCE
def test_a_plan_of_the_whole_family_is_one_line(chat: Chat) -> None:
    chat.julie.says("how many left?")
    chat.julie.hears("Performance Plan: 12 bought = 0 used + 0 booked + 12 free")
    assert chat.julie.heard.count("Performance") == 1
    chat.julie.says("how many does léa have left?")
    chat.julie.hears("Léa - Performance Plan")


@ONCE
def test_without_a_plan(chat: Chat) -> None:
    chat.sam.says("how many sessions do i have left?")
    chat.sam.hears("no plan with us yet")


@ONCE
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("how much is the group class?", "Small group class, 50 min: $30"),
        ("where can i park?", "Green P"),
        ("what's your address", "1500 Yonge Street"),
        ("are you open on saturday?", "Sat 9 AM-1 PM"),
        ("what plans do you have?", "Progress Plan: 8 sessions, $680"),
        ("what if i cancel late?", "24 h"),
        ("do you have a sauna?", "Ana"),
    ],
)
def test_what_is_asked_about_the_practice(chat: Chat, asked: str, answer: str) -> None:
    chat.maya.says(asked)
    chat.maya.hears(answer)


# The measure: few texts


@ONCE
def test_an_exact_free_request_takes_one_question_and_an_open_one_two(chat: Chat) -> None:
    for line in ("tue 3pm with ana", "yes"):
        chat.maya.says(line)
    chat.maya.hears("Booked")
    for line in ("next week, mornings", "2", "yes"):
        chat.maya.says(line)
    chat.maya.hears("Booked")
    heard = chat.stage.actors["maya"].heard
    assert [one.segments for one in heard] == [1, 1, 1, 1, 1]

"""Time off and opened hours as chats: nobody is moved before yes, each client gets three times, and she can ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import col, select

from bot.gsm import segments
from core import bookings
from core.acts import Act
from core.slots import Slot
from storage.models import Booking, Channel, Client, Source, Status, TimeOff
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.chats import Chat

    Open = Callable[..., Chat]

PEOPLE: dict[str, dict[str, Any]] = {
    "ana": {"staff": "Ana Silva", "phone": "+14165550110"},
    "marc": {"staff": "Marc Tremblay", "phone": "+14165550111"},
    "maya": {"name": "Maya Roy", "plan": "progress", "used": 3},
    "leo": {"name": "Leo Grant", "plan": "starter"},
    "zoe": {"name": "Zoe Park", "plan": "performance"},
    "julie": {"name": "Julie Gagnon", "family": ["Léa", "Max"], "plan": "performance"},
}
THURSDAY = [
    {"client": "maya", "at": "2026-03-12 09:00", "with": "Ana Silva"},
    {"client": "leo", "at": "2026-03-12 10:30", "with": "Ana Silva"},
    {"client": "zoe", "at": "2026-03-12 17:00", "with": "Marc Tremblay"},
]


@pytest.fixture
def chat(open_chat: Open) -> Chat:
    return open_chat(people=PEOPLE, bookings=THURSDAY, clock="2026-03-10 11:05")


def live(chat: Chat) -> list[str]:
    """Who has something live ahead."""
    with chat.stage.database.reading() as session:
        found = session.exec(
            select(Client.name)
            .join(Booking, col(Booking.client_id) == col(Client.id))
            .where(Booking.status == Status.BOOKED)
        )
        return sorted(name.split()[0] for name in found)


def off_times(chat: Chat) -> list[TimeOff]:
    with chat.stage.database.reading() as session:
        return list(session.exec(select(TimeOff).where(TimeOff.source == Source.THREAD)))


def test_nobody_is_moved_before_yes(chat):
    chat.ana.says("off thursday")
    chat.ana.hears("Off Thu 12 Mar", "2 sessions", "9:00 Maya", "10:30 Leo", "Yes, tell them")
    chat.ana.does_not_hear("Zoe")
    chat.clock("2026-03-10 11:30")
    chat.maya.hears_nothing()
    assert live(chat) == ["Leo", "Maya", "Zoe"]
    assert off_times(chat) == []


@pytest.mark.parametrize("answer", ["no", "3"])
def test_a_no_changes_nothing(chat, answer):
    chat.ana.says("off thursday")
    chat.ana.says(answer)
    chat.ana.hears("nothing changed")
    assert live(chat) == ["Leo", "Maya", "Zoe"]
    assert off_times(chat) == []


def test_a_yes_cancels_gives_back_and_offers(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.ana.hears("2 clients", "11:10 AM")
    assert live(chat) == ["Zoe"]
    chat.maya.hears_nothing()
    chat.clock("2026-03-10 11:11")
    chat.maya.hears("Northside", "Thu 12 Mar 9:00 AM with Ana", "Nothing is charged", "Not now")
    chat.leo.hears("Thu 12 Mar 10:30 AM")
    chat.zoe.hears_nothing()
    (row,) = off_times(chat)
    assert row.source is Source.THREAD
    chat.laws_hold()


def test_what_one_is_offered_the_other_is_not(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.clock("2026-03-10 11:11")
    offered = [
        {choice.at for choice in chat.stage.actors[who].heard[-1].choices if choice.at} for who in ("maya", "leo")
    ]
    assert len(offered[0]) == len(offered[1]) == 3
    assert not offered[0] & offered[1]


def test_the_sessions_can_stay_while_the_rest_is_blocked(chat):
    chat.ana.says("off thursday")
    chat.ana.says("2")
    chat.ana.hears("Blocked Thu 12 Mar", "2 sessions stand")
    assert live(chat) == ["Leo", "Maya", "Zoe"]
    chat.maya.says("thursday at 3 with ana")
    chat.maya.does_not_hear("Thu 12 Mar 3:00 PM, 1 session")


def test_one_answer_books_another_time(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.clock("2026-03-10 11:11")
    chat.maya.says("1")
    chat.maya.hears("Booked", "4 sessions left")
    chat.leo.says("friday at 3")
    chat.leo.hears("Booked: Fri 13 Mar 3:00 PM with Ana")
    chat.laws_hold()


def test_a_time_that_is_gone_meanwhile_is_replaced(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.clock("2026-03-10 11:11")
    first = chat.stage.actors["maya"].heard[-1].choices[0]
    label = first.label
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        zoe = store.clients_named("Zoe Park")[0]
        service = next(s for s in store.services() if s.usual)
        slot = Slot(first.at, store.practitioners()[0].id, service.id)
        quote = bookings.quote(store, zoe, service, slot, chat.stage.now)
        bookings.book(store, zoe, quote, Act("elsewhere", None, chat.stage.now))
    chat.maya.says("1")
    chat.maya.does_not_hear("Booked")
    chat.maya.hears("taken|no longer|gone|just", "Mar")
    assert label not in chat.maya.heard.split("\n")


def test_who_wants_none_says_so(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.clock("2026-03-10 11:11")
    chat.maya.says("4")
    chat.maya.hears("nothing booked", "5 sessions left")
    chat.ana.says("who answered?")
    chat.ana.hears("1 of 2 answered", "No other time: Maya", "No answer: Leo")


def test_she_hears_when_everybody_has_answered(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.clock("2026-03-10 11:11")
    chat.maya.says("1")
    chat.ana.does_not_hear("Everybody")
    chat.leo.says("not now")
    chat.ana.hears("Everybody has answered (2)")


def test_who_answered_counts_what_they_booked_in_their_own_words(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.clock("2026-03-10 11:11")
    chat.maya.says("never mind")
    chat.clock("2026-03-10 12:00")
    chat.maya.says("friday at 9 with ana")
    chat.maya.says("yes")
    chat.ana.says("qui a répondu?")
    chat.ana.hears("1 of 2|1 sur 2", "Maya: Fri 13 Mar 9:00 AM|Maya: ven 13 mars 9 h")


def test_nobody_was_asked(chat):
    chat.ana.says("who answered?")
    chat.ana.hears("asked nobody")


def test_a_family_gets_one_message_and_one_question_after_the_other(open_chat):
    both = [
        {"client": "julie/Léa", "at": "2026-03-12 15:30", "with": "Ana Silva"},
        {"client": "julie/Max", "at": "2026-03-12 17:00", "with": "Ana Silva"},
    ]
    chat = open_chat(people=PEOPLE, bookings=both, clock="2026-03-10 11:05")
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.ana.hears("1 client")
    chat.clock("2026-03-10 11:11")
    assert len(chat.stage.actors["julie"].heard) == 1
    chat.julie.hears("(Léa)", "(Max)", "Another time for the first?")
    chat.julie.says("1")
    chat.julie.hears("Booked", "(Léa)", "Another time instead of Thu 12 Mar 5:00 PM with Ana (Max)?")
    chat.julie.says("2")
    chat.julie.hears("Booked", "(Max)")
    assert live(chat) == ["Léa", "Max"]


def test_an_offer_waits_while_the_client_is_answering_something_else(chat):
    chat.maya.says("book next week")
    chat.maya.hears("Mar")
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.clock("2026-03-10 11:11")
    chat.maya.does_not_hear("sorry")
    chat.maya.says("1")
    chat.maya.says("yes")
    chat.maya.hears("Booked")
    chat.clock("2026-03-10 11:40")
    chat.maya.hears("sorry", "Thu 12 Mar 9:00 AM")


def test_at_night_only_who_is_near_is_woken(open_chat):
    mixed = [
        {"client": "maya", "at": "2026-03-11 09:00", "with": "Ana Silva"},
        {"client": "leo", "at": "2026-03-13 09:00", "with": "Ana Silva"},
    ]
    chat = open_chat(people=PEOPLE, bookings=mixed, clock="2026-03-10 22:30")
    chat.ana.says("off the rest of the week")
    chat.ana.hears("Wed 11 Mar", "2 sessions|Maya")
    chat.ana.says("1")
    chat.maya.hears("Wed 11 Mar 9:00 AM")
    chat.clock("2026-03-11 07:55")
    chat.leo.does_not_hear("sorry")
    chat.clock("2026-03-11 08:05")
    chat.leo.hears("Fri 13 Mar 9:00 AM")


def test_who_cannot_be_reached_is_to_be_called(open_chat):
    people = {**PEOPLE, "maya": {**PEOPLE["maya"], "opted_out": True, "phone": "+14165550199"}}
    chat = open_chat(people=people, bookings=THURSDAY, clock="2026-03-10 11:05")
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.ana.hears("Please call: Maya Roy", "1 client")


def test_a_session_that_was_booked_meanwhile_is_asked_about_too(chat):
    chat.ana.says("off thursday")
    chat.zoe.says("thursday at 3 with ana")
    chat.zoe.says("yes")
    chat.zoe.hears("Booked|already|clash")
    chat.ana.says("yes")
    chat.ana.hears("2 clients|3 sessions")


def test_time_off_is_undone_whole(chat):
    chat.ana.says("off thursday")
    chat.ana.says("yes")
    chat.ana.says("undo")
    chat.ana.hears("Undone", "Maya", "Leo", "Thu 12 Mar is as before")
    chat.clock("2026-03-10 12:00")
    chat.maya.hears_nothing()
    assert live(chat) == ["Leo", "Maya", "Zoe"]
    assert off_times(chat) == []
    chat.laws_hold()


def test_undo_of_a_sick_day_tells_those_who_had_heard(open_chat):
    today = [
        {"client": "maya", "at": "2026-03-10 14:00", "with": "Ana Silva"},
        {"client": "leo", "at": "2026-03-10 15:30", "with": "Ana Silva"},
    ]
    chat = open_chat(people=PEOPLE, bookings=today, clock="2026-03-10 11:05")
    chat.ana.says("i'm sick, can't come in")
    chat.ana.says("yes")
    chat.leo.hears("sorry")
    chat.leo.says("1")
    chat.ana.says("undo")
    chat.ana.hears("Maya, Tue 10 Mar 2:00 PM stands again", "Told Maya", "With another time already: Leo")
    chat.maya.hears("please forget our last message", "Tue 10 Mar 2:00 PM with Ana stands")
    chat.maya.says("1")
    chat.maya.does_not_hear("Booked")
    assert live(chat) == ["Leo", "Maya"]
    chat.laws_hold()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("block fri pm", "Off Fri 13 Mar from 12:00 PM"),
        ("block fri 3-4", "Off Fri 13 Mar 3:00 PM-4:00 PM"),
        ("off 3–10 july", "Off Fri 3 Jul - Fri 10 Jul"),
        ("off today from 3", "Off Tue 10 Mar from 3:00 PM"),
        ("off next week", "Off Mon 16 Mar - Sun 22 Mar"),
        ("block tomorrow 12-1", "Off Wed 11 Mar 12:00 PM-1:00 PM"),
        ("open sat 9-3", "Open: Sat 14 Mar 9:00 AM-3:00 PM"),
        ("open sunday 10-2", "Open: Sun 15 Mar 10:00 AM-2:00 PM"),
        ("open fri 9-12", "is open already"),
    ],
)
def test_times_are_read_and_said_back(chat, text, said):
    chat.ana.says(text)
    chat.ana.hears(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("congé vendredi", "Congé ven 13 mars"),
        ("bloque vendredi pm", "Congé ven 13 mars dès 12 h"),
        ("congé du 3 au 10 juillet", "Congé ven 3 juill - ven 10 juill"),
        ("ouvre samedi 9h-15h", "Ouvert: sam 14 mars 9 h-15 h"),
    ],
)
def test_times_are_read_and_said_back_in_french(open_chat, text, said):
    chat = open_chat(people=PEOPLE, bookings=THURSDAY, clock="2026-03-10 11:05", lang="fr")
    chat.ana.says(text)
    chat.ana.hears(said)


def test_what_was_blocked_is_opened_again(chat):
    chat.ana.says("block friday")
    chat.maya.says("friday at 3 with ana")
    chat.maya.hears("closed|free|nearest|not")
    chat.ana.says("open friday")
    chat.ana.hears("Open: Fri 13 Mar")
    chat.maya.says("friday at 3 with ana")
    chat.maya.hears("Fri 13 Mar 3:00 PM")


def test_clients_can_book_what_was_opened(chat):
    chat.ana.says("open sunday 10-2")
    chat.maya.says("sunday at 11 with ana")
    chat.maya.hears("Sun 15 Mar 11:00 AM")
    chat.maya.says("yes")
    chat.maya.hears("Booked")


def test_the_owner_takes_time_off_for_another_who_hears_of_it(chat):
    chat.ana.says("marc is sick on thursday")
    chat.ana.hears("Marc: Off Thu 12 Mar", "5:00 Zoe")
    chat.ana.says("yes")
    chat.ana.hears("1 client")
    chat.marc.hears("Ana: Off Thu 12 Mar")
    chat.marc.says("ana off friday")
    chat.marc.hears("your own day")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_offer_is_two_parts_at_most(open_chat, channel, lang):
    if channel != "sms":
        pytest.skip("parts are counted by SMS")
    chat = open_chat(people=PEOPLE, bookings=THURSDAY, clock="2026-03-10 11:05", lang=lang)
    chat.ana.says("off thursday" if lang == "en" else "congé jeudi")
    chat.ana.says("yes" if lang == "en" else "oui")
    chat.clock("2026-03-10 11:11")
    (offer,) = chat.stage.actors["maya"].heard
    assert offer.channel is Channel.SMS
    assert segments(offer.text) <= 2


def test_who_wishes_for_a_time_that_is_off_may_wait_until_it_is_not(open_chat):
    chat = open_chat(people=PEOPLE, clock="2026-03-10 11:05")
    chat.ana.says("off fri pm")
    chat.maya.says("friday afternoon with ana?")
    chat.maya.hears("nearest", "Wait for it")
    chat.maya.says("wait for it")
    chat.maya.hears("on the list: Fri 13 Mar")
    chat.ana.says("open fri 3-5")
    chat.maya.hears("a place is free: Fri 13 Mar 3:00 PM with Ana")

"""Reminders as chats, on each channel: they go when they are right, and every way to answer them is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlmodel import col, select

from core import reminders
from core.acts import Act
from core.cadence import CADENCE
from storage.models import Booking, Channel, Outbox, Person, Sending, Status
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.chats import Chat

    Open = Callable[..., Chat]

TUESDAY = {"client": "maya", "at": "2026-03-10 17:00", "with": "Ana Silva"}
THURSDAY = {"client": "maya", "at": "2026-03-12 16:00", "with": "Ana Silva"}


@pytest.fixture
def tuesday(open_chat: Open) -> Chat:
    """Maya has a session on Tuesday at 5, and has been reminded two days before."""
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50")
    chat.clock("2026-03-08 17:30")
    chat.maya.hears("Northside", "Tue 10 Mar", "5:00 PM", "Ana", "Coming")
    return chat


@pytest.fixture
def both(open_chat: Open) -> Chat:
    """Maya has sessions on Tuesday and Thursday, and reminders of both wait for an answer."""
    chat = open_chat(bookings=[TUESDAY, THURSDAY], clock="2026-03-10 07:50")
    chat.clock("2026-03-10 08:10")
    chat.clock("2026-03-10 16:10")
    return chat


def bookings(chat: Chat) -> list[Booking]:
    with chat.stage.database.reading() as session:
        return list(session.exec(select(Booking).order_by(col(Booking.id))))


def confirmed(chat: Chat) -> list[bool]:
    return [booking.confirmed_at is not None for booking in bookings(chat)]


def statuses(chat: Chat) -> list[Status]:
    return [booking.status for booking in bookings(chat)]


def rows(chat: Chat, kind: str = "reminder") -> list[Outbox]:
    with chat.stage.database.reading() as session:
        return list(
            session.exec(select(Outbox).where(Outbox.kind == kind).order_by(col(Outbox.due_at), col(Outbox.id)))
        )


def whys(chat: Chat) -> list[str]:
    return [row.why for row in rows(chat) if row.status is Sending.DROPPED]


def times(chat: Chat, name: str) -> list[datetime]:
    return [heard.at for heard in chat.stage.actors[name].heard]


def change(chat: Chat, name: str, **values: object) -> None:
    """Somebody's row is different."""
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        person = session.exec(select(Person).where(Person.name.startswith(name))).one()
        for column, value in values.items():
            setattr(person, column, value)


# Any answer (lesson 22)


@pytest.mark.parametrize(
    "answer",
    ["C", "c", "1", "yes", "Y", "yep see you", "ok thanks see you", "ok", "sure!", "see you tuesday", "confirm", "👍",
     "I'll be there", "oui", "see you then"],
)  # fmt: skip
def test_yes_in_any_wording_confirms(tuesday: Chat, answer: str) -> None:
    tuesday.maya.says(answer)
    tuesday.maya.hears("confirmed", "Tue 10 Mar")
    assert confirmed(tuesday) == [True]


def test_who_confirmed_is_not_nagged(tuesday: Chat) -> None:
    tuesday.maya.says("C")
    tuesday.clock("2026-03-10 18:00")
    assert len(rows(tuesday)) == 3
    assert whys(tuesday) == ["confirmed", "confirmed"]
    assert len(tuesday.stage.actors["maya"].since_last_line()) == 1


@pytest.mark.parametrize("answer", ["X", "3", "no", "can't make it", "cant come", "sorry I can't make it tuesday"])
def test_no_in_any_wording_says_what_can_be_done_and_at_what_price(tuesday: Chat, answer: str) -> None:
    tuesday.maya.says(answer)
    tuesday.maya.hears("Tue 10 Mar 5:00 PM", "Move it, no cost", "1 session back", "Keep it")
    assert statuses(tuesday) == [Status.BOOKED]
    tuesday.maya.says("1")
    tuesday.maya.hears("Cancelled", "5 sessions left")
    assert statuses(tuesday) == [Status.CANCELLED]
    assert whys(tuesday) == ["cancelled", "cancelled"]
    tuesday.laws_hold()


@pytest.mark.parametrize("answer", ["R", "2", "can we move it", "reschedule please"])
def test_it_is_moved_by_one_tap_on_one_of_three_times(tuesday: Chat, answer: str) -> None:
    tuesday.maya.says(answer)
    tuesday.maya.hears("no cost", "Mar")
    assert len(tuesday.stage.actors["maya"].heard[-1].choices) == 3
    tuesday.maya.taps(1)
    tuesday.maya.hears("Moved", "instead of")
    assert [booking.moves for booking in bookings(tuesday)] == [1]
    assert len([row for row in rows(tuesday) if row.status is Sending.DUE]) >= 1
    tuesday.laws_hold()


def test_another_day_in_words_is_quoted_before_it_is_moved(tuesday: Chat) -> None:
    tuesday.maya.says("can we do friday at 2 instead?")
    tuesday.maya.hears("Fri 13 Mar 2:00 PM", "Yes?")
    tuesday.maya.says("yes")
    tuesday.maya.hears("Moved", "Fri 13 Mar 2:00 PM")


def test_other_times_are_told_when_none_of_the_three_suits(tuesday: Chat) -> None:
    tuesday.maya.says("R")
    tuesday.maya.says("none of those, friday at 2?")
    tuesday.maya.hears("Fri 13 Mar 2:00 PM")


def test_a_tap_answers_the_reminder_it_belongs_to(both: Chat) -> None:
    first = next(heard for heard in both.stage.actors["maya"].heard if heard.question and "Tue" in heard.text)
    both.maya.says("", pressed=f"{first.question}:0")
    both.maya.hears("confirmed", "Tue 10 Mar")
    assert confirmed(both) == [True, False]


def test_a_tap_counts_days_later(open_chat: Open) -> None:
    chat = open_chat(bookings=[THURSDAY], clock="2026-03-10 15:50")
    chat.clock("2026-03-10 16:10")
    chat.maya.says("how many do i have left?")
    chat.clock("2026-03-11 15:00")
    first = next(heard for heard in chat.stage.actors["maya"].heard if heard.question)
    chat.maya.says("", pressed=f"{first.question}:0")
    chat.maya.hears("confirmed", "Thu 12 Mar")


def test_an_old_button_of_a_session_that_moved_does_nothing(tuesday: Chat) -> None:
    first = next(heard for heard in tuesday.stage.actors["maya"].heard if heard.question)
    tuesday.maya.says("R")
    tuesday.maya.says("1")
    tuesday.maya.hears("Moved")
    tuesday.maya.says("", pressed=f"{first.question}:2")
    assert statuses(tuesday) == [Status.BOOKED]
    tuesday.maya.does_not_hear("Cancel it")


def test_an_answer_a_day_later_still_counts(tuesday: Chat) -> None:
    tuesday.clock("2026-03-10 07:00")  # asked again on Monday at 5
    tuesday.maya.says("yes i will be there")
    tuesday.maya.hears("confirmed", "Tue 10 Mar")


def test_on_the_way_tells_the_practitioner(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-10 07:50")
    chat.clock("2026-03-10 16:30")
    chat.maya.says("stuck in traffic, 10 min late")
    chat.maya.hears("Ana", "late")
    assert "Maya" in chat.stage.actors["ana"].heard[-1].text
    assert confirmed(chat) == [True]


def test_a_liked_reminder_is_no_answer(tuesday: Chat) -> None:
    tuesday.maya.says('Liked "Northside Kinesiology: Maya, we have you Tue 10 Mar"')
    tuesday.maya.hears_nothing()
    assert confirmed(tuesday) == [False]


def test_a_question_in_between_is_answered_and_the_reminder_waits(tuesday: Chat) -> None:
    tuesday.maya.says("what is your address?")
    tuesday.maya.hears("Yonge")
    tuesday.maya.says("ok see you")
    tuesday.maya.hears("confirmed")


# Several reminders (lessons 20 and 21)


def test_with_two_open_reminders_a_typed_yes_is_asked_which(both: Chat) -> None:
    both.maya.says("yes")
    both.maya.hears("Which one", "Tue 10 Mar", "Thu 12 Mar")
    assert confirmed(both) == [False, False]
    both.maya.says("thursday")
    both.maya.hears("confirmed", "Thu 12 Mar")
    assert confirmed(both) == [False, True]


def test_both_can_be_confirmed_at_once(both: Chat) -> None:
    both.maya.says("C")
    both.maya.says("both")
    both.maya.hears("confirmed", "Tue 10 Mar", "Thu 12 Mar")
    assert confirmed(both) == [True, True]


def test_a_named_day_needs_no_question(both: Chat) -> None:
    both.maya.says("confirm thursday")
    both.maya.hears("confirmed", "Thu 12 Mar")
    assert confirmed(both) == [False, True]


def test_no_and_then_sorry_yes(both: Chat) -> None:
    """The bot asks which, and the later answer wins while the place is free."""
    both.maya.says("N")
    both.maya.hears("Which one", "Tue 10 Mar", "Thu 12 Mar")
    both.maya.says("2")
    both.maya.hears("Thu 12 Mar", "Cancel it")
    both.maya.says("1")
    both.maya.hears("Cancelled", "Thu 12 Mar")
    both.maya.says("sorry, yes")
    both.maya.hears("Thu 12 Mar", "again")
    assert statuses(both) == [Status.BOOKED, Status.BOOKED]
    both.laws_hold()


def test_sorry_yes_to_the_price_of_not_coming_is_no_yes_to_that(tuesday: Chat) -> None:
    tuesday.maya.says("N")
    tuesday.maya.hears("Cancel it")
    tuesday.maya.says("sorry, yes I am coming")
    tuesday.maya.hears("confirmed")
    assert statuses(tuesday) == [Status.BOOKED]


def test_yes_sorry_to_the_price_of_not_coming_cancels(tuesday: Chat) -> None:
    tuesday.maya.says("cant make it tuesday")
    tuesday.maya.says("yes, sorry")
    tuesday.maya.hears("Cancelled")


def test_move_it_after_all(tuesday: Chat) -> None:
    tuesday.maya.says("X")
    tuesday.maya.says("move it then")
    tuesday.maya.hears("no cost", "or name a day")


def test_no_and_then_sorry_yes_before_it_was_said_which(both: Chat) -> None:
    both.maya.says("N")
    both.maya.says("sorry, yes")
    both.maya.hears("Which one", "Tue 10 Mar", "Thu 12 Mar")
    both.maya.says("1")
    both.maya.hears("confirmed", "Tue 10 Mar")
    assert confirmed(both) == [True, False]


def test_sorry_yes_after_an_hour_is_booked_again_at_its_price(tuesday: Chat) -> None:
    tuesday.maya.says("X")
    tuesday.maya.says("yes")
    tuesday.clock("2026-03-08 18:30")
    tuesday.maya.says("sorry, yes I can come after all")
    tuesday.maya.hears("Tue 10 Mar 5:00 PM", "1 session", "Yes?")
    tuesday.maya.says("yes")
    tuesday.maya.hears("Booked")
    assert statuses(tuesday) == [Status.CANCELLED, Status.BOOKED]
    tuesday.laws_hold()


def test_sorry_yes_when_the_place_is_gone_offers_the_nearest(tuesday: Chat) -> None:
    tuesday.maya.says("X")
    tuesday.maya.says("yes")
    tuesday.clock("2026-03-08 18:00")
    tuesday.julie.says("tuesday 10 march at 5pm with ana for léa")
    tuesday.julie.says("yes")
    tuesday.julie.hears("Booked")
    tuesday.maya.says("sorry, yes I can come after all")
    tuesday.maya.hears("taken|nearest", "10 Mar|9 Mar|11 Mar")
    assert statuses(tuesday)[0] == Status.CANCELLED


def test_yes_and_later_no(tuesday: Chat) -> None:
    tuesday.maya.says("C")
    tuesday.clock("2026-03-09 12:00")
    tuesday.maya.says("sorry, can't make it tomorrow")
    tuesday.maya.hears("Tue 10 Mar", "/cancel/i|Cancel")


def test_only_the_child_whose_reminder_is_answered_is_confirmed(open_chat: Open) -> None:
    lea = {"client": "julie/Léa", "at": "2026-03-10 17:00", "with": "Ana Silva"}
    max_ = {"client": "julie/Max", "at": "2026-03-12 17:00", "with": "Ana Silva"}
    chat = open_chat(bookings=[lea, max_], clock="2026-03-08 16:50")
    chat.clock("2026-03-08 17:30")
    chat.julie.hears("Léa", "Tue 10 Mar")
    chat.julie.does_not_hear("Max")
    chat.julie.says("C")
    chat.julie.hears("confirmed", "Léa")
    assert confirmed(chat) == [True, False]


# One text for several


def test_a_familys_sessions_on_one_day_share_one_text(open_chat: Open) -> None:
    lea = {"client": "julie/Léa", "at": "2026-03-10 15:00", "with": "Ana Silva"}
    max_ = {"client": "julie/Max", "at": "2026-03-10 16:30", "with": "Marc Tremblay"}
    chat = open_chat(bookings=[lea, max_], clock="2026-03-08 14:50")
    chat.clock("2026-03-10 12:00")
    texts = [heard.text for heard in chat.stage.actors["julie"].heard]
    assert len(texts) == 3  # two days before, the day before, that morning
    assert all("Léa" in text and "Max" in text for text in texts)
    assert whys(chat) == ["shared"] * 3
    chat.julie.says("yes")
    chat.julie.hears("confirmed", "Léa", "Max")
    assert confirmed(chat) == [True, True]


def test_of_a_shared_text_one_is_moved(open_chat: Open) -> None:
    first = {"client": "maya", "at": "2026-03-10 09:00", "with": "Ana Silva"}
    chat = open_chat(bookings=[first, TUESDAY], clock="2026-03-08 08:50")
    chat.clock("2026-03-08 09:30")
    chat.maya.hears("9:00 AM", "5:00 PM")
    chat.maya.says("R")
    chat.maya.hears("Which one")
    chat.maya.says("2")
    chat.maya.hears("5:00 PM", "no cost")


def test_a_session_that_joined_later_is_in_the_next_text(tuesday: Chat) -> None:
    tuesday.maya.says("book tuesday 10 march at 9am with marc too")
    tuesday.maya.says("yes")
    tuesday.maya.hears("Booked")
    tuesday.clock("2026-03-09 17:30")
    reminded = [heard.text for heard in tuesday.stage.actors["maya"].since_last_line()[1:]]
    assert [("9:00 AM" in text, "5:00 PM" in text) for text in reminded] == [(True, True)]


# When it is right


def test_a_moved_session_is_reminded_of_once_at_its_new_time(open_chat: Open) -> None:
    """Lesson 5."""
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50")
    chat.clock("2026-03-08 16:59")
    chat.maya.says("move my tuesday to thursday 12 march at 5pm")
    chat.maya.says("yes")
    chat.maya.hears("Moved")
    chat.clock("2026-03-12 18:00")
    heard = [h for h in chat.stage.actors["maya"].heard if "Coming" in h.text or "coming" in h.text]
    assert all("Thu 12 Mar" in one.text for one in heard)
    assert len(heard) == 3


def test_quiet_hours_are_the_clients_own(open_chat: Open) -> None:
    early = {"client": "maya", "at": "2026-03-10 09:00", "with": "Ana Silva"}
    chat = open_chat(bookings=[early], clock="2026-03-08 08:50")
    change(chat, "Maya", zone="America/Vancouver")
    chat.clock("2026-03-09 20:00")
    first, second = times(chat, "maya")
    # 9:00 in Toronto is 6:00 in Vancouver: both wait there until 8:00.
    assert [at.isoformat() for at in (first, second)] == ["2026-03-08T15:00:00+00:00", "2026-03-09T15:00:00+00:00"]


def test_no_more_than_so_many_a_day(open_chat: Open) -> None:
    days = [f"2026-03-{day} {hour}:00" for day, hour in ((10, "09"), (11, "10"), (12, "11"))]
    chat = open_chat(
        bookings=[{"client": "maya", "at": at, "with": "Ana Silva"} for at in days],
        messages={"most_per_day": 1},
        clock="2026-03-09 07:50",
    )
    chat.clock("2026-03-12 12:00")
    local = [at.date() for at in times(chat, "maya")]
    assert len(local) == len(set(local))
    assert "daily cap" in whys(chat)


def test_a_reminder_waits_while_they_are_answering_something_else(open_chat: Open) -> None:
    """One yes never answers two."""
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:40")
    chat.clock("2026-03-08 16:50")
    chat.maya.says("thursday 12 march at 3 with ana")
    chat.maya.hears("Thu 12 Mar", "Yes?")
    chat.clock("2026-03-08 17:05")
    assert "Coming" not in chat.stage.actors["maya"].heard[-1].text
    chat.maya.says("yes")
    chat.maya.hears("Booked", "Thu 12 Mar")
    assert confirmed(chat) == [False, False]
    chat.clock("2026-03-08 17:40")
    assert "Coming" in chat.stage.actors["maya"].heard[-1].text


def test_who_has_just_booked_is_not_told_what_they_know(open_chat: Open) -> None:
    chat = open_chat(clock="2026-03-08 16:30")
    chat.maya.says("tuesday 10 march at 5pm with ana")
    chat.maya.says("yes")
    chat.maya.hears("Booked")
    chat.clock("2026-03-08 18:00")
    assert "Coming" not in chat.maya.heard
    assert whys(chat) == ["just said"]


def test_in_a_thread_that_a_person_has_the_reminder_asks_nothing(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:20")
    chat.clock("2026-03-08 16:30")
    chat.maya.says("i want to talk to a person")
    chat.clock("2026-03-08 17:10")
    last = chat.stage.actors["maya"].heard[-1]
    assert "Tue 10 Mar" in last.text
    assert last.choices == ()


def test_words_and_channel_of_the_practice(open_chat: Open) -> None:
    words = {"en": "{name}, {when} with {who}. Bring your shoes!", "fr": "{name}, {when} avec {who}. Vos souliers!"}
    chat = open_chat(
        bookings=[TUESDAY],
        clock="2026-03-09 16:50",
        messages={"reminders": [{"at": "24 h", "by": "sms", "text": words}]},
    )
    chat.clock("2026-03-09 17:30")
    chat.maya.hears("Northside Kinesiology: Maya, tomorrow, Tue 10 Mar 5:00 PM with Ana. Bring your shoes!")


def test_the_language_is_that_of_the_moment(tuesday: Chat) -> None:
    tuesday.maya.says("en français s'il vous plaît")
    tuesday.clock("2026-03-09 17:30")
    tuesday.maya.hears("demain", "mar 10 mars 17 h")


# Who wants none (lessons 1 and 2)


@pytest.mark.parametrize("wish", ["no reminders please", "I don't need reminders", "pas de rappels svp"])
def test_no_reminders_please(tuesday: Chat, wish: str) -> None:
    tuesday.maya.says(wish)
    tuesday.maya.hears("no more reminders|plus de rappels")
    tuesday.clock("2026-03-10 18:00")
    assert "Coming" not in tuesday.maya.heard.replace("reminders", "")
    assert [row.status for row in rows(tuesday)] == [Sending.SENT, Sending.DROPPED, Sending.DROPPED]
    tuesday.maya.says("tuesday 17 march at 5pm with ana")
    tuesday.maya.says("yes")
    tuesday.maya.hears("Booked")  # they still get answers
    tuesday.maya.says("reminders please")
    tuesday.maya.hears("remind you again")
    assert len([row for row in rows(tuesday) if row.status is Sending.DUE]) == 3


@pytest.mark.parametrize("words", ["Stop. Thank you", "ARRET svp", "please stop texting me"])
def test_a_polite_stop_ends_what_waits_and_start_brings_it_back(tuesday: Chat, words: str) -> None:
    tuesday.maya.says(words)
    assert len(tuesday.stage.actors["maya"].since_last_line()) == 1
    assert set(whys(tuesday)) == {"opted_out"}
    assert "Maya Roy" in tuesday.stage.actors["ana"].heard[-1].text
    tuesday.clock("2026-03-09 18:00")
    assert len(tuesday.stage.actors["maya"].since_last_line()) == 1
    tuesday.maya.says("START")
    tuesday.clock("2026-03-10 09:00")
    assert "Tue 10 Mar" in tuesday.maya.heard
    tuesday.laws_hold()


def test_cancel_alone_opts_out_by_sms_and_changes_no_booking(open_chat: Open, channel: str) -> None:
    """Lesson 1: the provider has unsubscribed them; the owner hears of the session that stands."""
    if channel != "sms":
        pytest.skip("on Telegram it starts a cancellation")
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50")
    chat.clock("2026-03-08 17:30")
    chat.maya.says("CANCEL", keyword="stop")
    chat.maya.hears_nothing()
    assert statuses(chat) == [Status.BOOKED]
    assert "Tue 10 Mar" in chat.stage.actors["ana"].heard[-1].text
    chat.clock("2026-03-10 18:00")
    chat.maya.hears_nothing()
    chat.laws_hold()


def test_who_opted_out_by_sms_is_reached_on_telegram(open_chat: Open, channel: str) -> None:
    people = {"maya": {"name": "Maya Roy", "phone": "+14165550101", "plan": "progress", "telegram": True},
              "ana": {"staff": "Ana Silva"}}  # fmt: skip
    chat = open_chat(bookings=[TUESDAY], people=people, clock="2026-03-08 16:40")
    chat.maya.says("CANCEL", keyword="stop", channel=Channel.SMS)
    chat.clock("2026-03-08 17:30")
    heard = chat.stage.actors["maya"].heard[-1]
    assert (heard.channel, "Tue 10 Mar" in heard.text) == (Channel.TELEGRAM, True)
    chat.laws_hold()


def test_no_template_asks_for_a_word_that_unsubscribes(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY, THURSDAY], clock="2026-03-10 07:50")
    chat.clock("2026-03-12 18:00")
    texts = " ".join(heard.text for heard in chat.stage.actors["maya"].heard)
    assert not {"CANCEL", "END", "QUIT", "STOP", "ARRET"} & set(texts.replace(".", " ").split())


def test_the_first_text_to_somebody_who_never_wrote_says_how_to_stop(open_chat: Open, channel: str) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-08 16:50")
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        for contact in store.contacts(store.people_named("Maya Roy")[0].id):
            contact.heard_at = None
    chat.clock("2026-03-09 17:30")
    texts = [heard.text for heard in chat.stage.actors["maya"].heard]
    assert ["STOP" in text for text in texts] == [channel == "sms", False]


# A missed session


def miss(chat: Chat) -> None:
    with chat.stage.database.transaction(chat.stage.practice_id) as session:
        store = Store(session, chat.stage.practice_id)
        from core import bookings as acts

        acts.settle(store, store.booking(1), Status.NO_SHOW, Act("test:no-show", None, chat.stage.now))


def test_a_missed_session_gets_a_kind_word_and_a_way_back(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-10 16:50")
    chat.clock("2026-03-10 18:10")
    miss(chat)
    chat.clock("2026-03-10 18:30")
    text = chat.stage.actors["maya"].heard[-1].text
    assert "missed you" in text
    assert "counts as used" in text
    chat.maya.says("yes please")
    chat.maya.hears("Mar")
    chat.maya.taps(1)
    chat.maya.hears("1 session", "Yes?")
    chat.maya.says("yes")
    chat.maya.hears("Booked")
    chat.laws_hold()


def test_a_word_about_a_missed_evening_waits_until_the_morning(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-10 16:50")
    chat.clock("2026-03-10 21:30")
    miss(chat)
    chat.clock("2026-03-11 09:00")
    assert times(chat, "maya")[-1].isoformat() == "2026-03-11T12:00:00+00:00"


def test_who_has_another_session_is_not_asked(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY, {**THURSDAY, "at": "2026-03-17 17:00"}], clock="2026-03-10 16:50")
    chat.clock("2026-03-10 18:10")
    miss(chat)
    chat.clock("2026-03-10 18:30")
    last = chat.stage.actors["maya"].heard[-1]
    assert "See you Tue 17 Mar" in last.text
    assert last.choices == ()


def test_no_thanks_is_taken_kindly(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY], clock="2026-03-10 16:50")
    chat.clock("2026-03-10 18:10")
    miss(chat)
    chat.clock("2026-03-10 18:30")
    chat.maya.says("no")
    chat.maya.hears("OK")
    chat.maya.says("no follow ups please")
    chat.maya.hears("will not send")
    assert unwanted(chat) == [reminders.MISSED]


def unwanted(chat: Chat) -> list[str]:
    with chat.stage.database.reading() as session:
        return list(session.exec(select(Person.unwanted).where(Person.name == "Maya Roy")).one())


def test_a_kind_of_word_is_switched_off_by_its_name_alone(open_chat: Open) -> None:
    chat = open_chat(bookings=[TUESDAY])
    for text in ("stop the pace reminders", "no more pace texts", "pas de rappel de rythme"):
        chat.maya.says(text)
        chat.maya.hears("will not send|enverrai plus")
        assert unwanted(chat) == [CADENCE]
        chat.maya.says("reminders")
        assert unwanted(chat) == []
    chat.maya.says("no more waitlist texts")
    chat.maya.hears("on no waitlist|Aucune liste")
    assert unwanted(chat) == []

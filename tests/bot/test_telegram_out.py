"""Messages to Telegram, through the real program and the real python-telegram-bot."""

from __future__ import annotations

import time

import pytest

from bot.telegram import render
from handlers.say import Choice, Say
from storage.models import Channel, Contact, Sending
from storage.store import Store
from tests.bot.conftest import contact, outbox, running, until
from tests.peers import telegram as peer
from tests.peers.peer import Fault

MAYA, SAM = 7001, 7002


def the_row(database, n=-1):
    """A row of the outbox, once it has an outcome."""
    until(lambda: outbox(database) and outbox(database)[n].status not in {Sending.DUE, Sending.CLAIMED})
    return outbox(database)[n]


def test_what_looks_like_markup_is_only_text(repbook, telegram):
    telegram.says(MAYA, "say <b>Tom & Jerry</b> 'n' \"co\" &amp; _*`")
    assert telegram.heard(MAYA) == "<b>Tom & Jerry</b> 'n' \"co\" &amp; _*`"


def test_the_message_is_kept_with_its_number(repbook, telegram, database):
    telegram.says(MAYA, "say hello")
    message = telegram.wait_for(MAYA)
    row = the_row(database)
    assert (row.status, row.segments) == (Sending.SENT, None)
    assert row.provider_id == f"{row.contact_id}:{message['message_id']}"


# Buttons


def test_choices_are_buttons_and_a_tap_is_heard(repbook, telegram, parrot):
    telegram.says(MAYA, "ask Tuesday 3:00 PM with Ana|Wednesday 4:30 PM with Marc")
    message = telegram.wait_for(MAYA)
    assert message["text"] == "which?"
    assert telegram.buttons(message) == ["Tuesday 3:00 PM with Ana", "Wednesday 4:30 PM with Marc"]
    assert len(message["reply_markup"]["inline_keyboard"]) == 2  # long labels: one below the other
    telegram.taps(MAYA, "Wednesday 4:30 PM with Marc")
    assert parrot.heard[1].pressed.endswith(":1")
    assert parrot.heard[1].pressed.split(":")[0].startswith("q")
    until(lambda: telegram.answered == ["tap1"])


def test_short_choices_stand_side_by_side(repbook, telegram):
    telegram.says(MAYA, "sure Yes|No")
    rows = telegram.wait_for(MAYA)["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [["Yes", "No"]]


def test_an_answered_message_is_marked_and_loses_its_buttons(repbook, telegram, database):
    telegram.says(MAYA, "ask <Tue>|Wed & Thu")
    asked = telegram.wait_for(MAYA)
    telegram.taps(MAYA, "Wed & Thu")
    telegram.heard(MAYA, 2)
    telegram.wait_until(lambda: "reply_markup" not in asked)
    assert asked["text"] == "which?\n\n✓ Wed & Thu"
    until(lambda: outbox(database)[0].provider_status == "tidied")


def test_a_typed_answer_takes_the_buttons_away_too(repbook, telegram):
    telegram.says(MAYA, "ask Tue|Wed")
    asked = telegram.wait_for(MAYA)
    telegram.says(MAYA, "say fine")
    telegram.heard(MAYA, 2)
    telegram.wait_until(lambda: "reply_markup" not in asked)
    assert asked["text"] == "which?"


def test_a_reminder_that_asks_nothing_leaves_a_question_open(repbook, telegram, database):
    telegram.says(MAYA, "ask Tue|Wed")
    asked = telegram.wait_for(MAYA)
    telegram.says(MAYA, "remind tomorrow at 3")
    telegram.heard(MAYA, 2)
    the_row(database)
    assert telegram.buttons(asked) == ["Tue", "Wed"]


def test_a_tap_twice_is_two_events_and_one_mark(repbook, telegram, parrot):
    telegram.says(MAYA, "ask Tue|Wed")
    asked = dict(telegram.wait_for(MAYA))
    telegram.taps_on(MAYA, asked, "Tue")
    telegram.taps_on(MAYA, asked, "Tue")
    telegram.heard(MAYA, 3)
    until(lambda: len(telegram.answered) == 2)
    assert [event.pressed for event in parrot.heard[1:]] == [
        asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    ] * 2


def test_a_tap_is_answered_though_the_turn_must_wait(repbook, telegram):
    telegram.says(MAYA, "ask Tue|Wed")
    telegram.wait_for(MAYA)
    telegram.fail("answerCallbackQuery", peer.error(400, "Bad Request: query is too old"))
    assert telegram.taps(MAYA, "Tue") == 200
    telegram.heard(MAYA, 2)


def test_a_message_that_was_deleted_is_no_longer_tidied(repbook, telegram, database):
    telegram.says(MAYA, "ask Tue|Wed")
    telegram.wait_for(MAYA)
    telegram.fail("editMessageReplyMarkup", peer.error(400, "Bad Request: message to edit not found"))
    telegram.says(MAYA, "say fine")
    until(lambda: outbox(database)[0].provider_status == "tidied")


def test_a_list_without_a_question_is_only_text(repbook, telegram):
    text, keyboard = render(Say("Today:", (Choice("Maya 9:00", 1), Choice("Sam 10:00", 2))))
    assert (text, keyboard) == ("Today:\n1. Maya 9:00\n2. Sam 10:00", None)


def test_their_number_is_asked_for_and_the_keyboard_goes_again(repbook, telegram):
    telegram.says(MAYA, "number")
    keyboard = telegram.wait_for(MAYA)["keyboard"]
    assert keyboard["keyboard"] == [[{"text": "Share my phone number", "request_contact": True}]]
    assert keyboard["one_time_keyboard"] is True
    telegram.shows(MAYA, contact={"phone_number": "14165550101", "first_name": "Maya", "user_id": MAYA})
    assert telegram.heard(MAYA, 2) == "know +14165550101"
    assert telegram.wait_for(MAYA, 2)["keyboard"] == {"remove_keyboard": True}
    telegram.says(MAYA, "say hello")
    assert "keyboard" not in telegram.wait_for(MAYA, 3)


def test_a_text_too_long_for_one_message_ends_with_dots():
    text, _ = render(Say("\n".join("a line of <words>" for _ in range(500))))
    assert text.endswith("&lt;words&gt;\n…")
    assert len(text.replace("&lt;", "<").replace("&gt;", ">")) <= 4096


# Pace


def test_one_message_a_second_in_one_chat(repbook, telegram):
    telegram.says(MAYA, "twice one|two|three")
    telegram.heard(MAYA, 3)
    first, second, third = telegram._seconds[MAYA]
    assert second - first > 0.95
    assert third - second > 0.95
    assert [message["text"] for message in telegram.sent_to(MAYA)] == ["one", "two", "three"]


def test_many_chats_at_once_do_not_wait_for_each_other(repbook, telegram):
    began = time.monotonic()
    for chat in range(8000, 8025):
        telegram.says(chat, "say hello")
    for chat in range(8000, 8025):
        telegram.heard(chat)
    assert time.monotonic() - began < 5


def test_telegram_is_given_the_time_it_asks_for(repbook, telegram, database):
    telegram.fail("sendMessage", peer.error(429, "Too Many Requests: retry after 2", retry_after=2))
    telegram.says(MAYA, "twice one|two")
    telegram.says(SAM, "say hello")
    assert telegram.heard(SAM) == "hello"
    telegram.heard(MAYA, 2)
    tried, again = [call.at for call in telegram.calls if call.params.get("text") == "one"]
    assert again - tried >= 2
    assert [message["text"] for message in telegram.sent_to(MAYA)] == ["one", "two"]


# When Telegram says no, or nothing


def link(database, chat, phone):
    """The person of a chat has a telephone too."""
    with database.transaction(1) as session:
        store = Store(session, 1)
        person = store.contact(Channel.TELEGRAM, str(chat)).person_id
        store.add(Contact(practice_id=1, person_id=person, channel=Channel.SMS, address=phone))


def test_texts_take_over_when_the_bot_is_blocked(repbook, telegram, twilio, database):
    telegram.says(MAYA, "say hello")
    telegram.heard(MAYA)
    link(database, MAYA, "+14165550101")
    telegram.blocked.add(MAYA)
    telegram.says(MAYA, "say are you there")
    assert twilio.heard("+14165550101") == "are you there"
    assert not contact(database, "7001").alive
    row = the_row(database)
    assert row.contact_id == contact(database, "+14165550101").id


def test_no_text_goes_to_a_number_that_opted_out(repbook, telegram, twilio, database):
    telegram.says(MAYA, "say hello")
    telegram.heard(MAYA)
    link(database, MAYA, "+14165550101")
    phone = contact(database, "+14165550101")
    with database.transaction(1) as session:
        Store(session, 1).consented(phone.id, given=False, at=phone.heard_at or outbox_time(), act="test")
    telegram.blocked.add(MAYA)
    telegram.says(MAYA, "say are you there")
    assert (the_row(database).status, the_row(database).why) == (Sending.DROPPED, "no address")
    assert twilio.messages == []


def outbox_time():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_a_chat_that_does_not_exist_is_dead(repbook, telegram, database):
    telegram.fail("sendMessage", peer.error(400, "Bad Request: chat not found"))
    telegram.says(MAYA, "say hello")
    assert the_row(database).status == Sending.DROPPED
    assert not contact(database, "7001").alive


def test_a_message_that_telegram_cannot_read_is_not_sent_again(repbook, telegram, database):
    telegram.fail("sendMessage", peer.error(400, "Bad Request: can't parse entities"))
    telegram.says(MAYA, "say hello")
    assert (the_row(database).status, the_row(database).attempts) == (Sending.FAILED, 1)
    assert contact(database, "7001").alive


@pytest.mark.parametrize("fault", [peer.error(500, "Internal Server Error"), peer.error(502, "Bad Gateway")])
def test_a_passing_fault_is_tried_again(repbook, telegram, database, clock, fault):
    telegram.fail("sendMessage", fault)
    telegram.says(MAYA, "say hello")
    until(lambda: outbox(database)[0].why == "1:NetworkError")
    clock.skip(seconds=5)
    assert telegram.heard(MAYA) == "hello"


def test_an_answer_comes_rather_twice_than_not(repbook, telegram, database, clock):
    telegram.drop("sendMessage", carried_out=True)
    telegram.says(MAYA, "say hello")
    until(lambda: outbox(database)[0].why == "1?TimedOut")
    clock.skip(seconds=30)
    assert the_row(database).status == Sending.SENT
    assert len(telegram.sent_to(MAYA)) == 2


def test_a_reminder_comes_rather_not_than_twice(repbook, telegram, database, clock):
    telegram.drop("sendMessage", carried_out=True)
    telegram.says(MAYA, "remind tomorrow at 3")
    until(lambda: outbox(database)[0].why == "1?TimedOut")
    clock.skip(seconds=30)
    assert (the_row(database).status, the_row(database).why) == (Sending.UNKNOWN, "cannot be asked")
    assert len(telegram.sent_to(MAYA)) == 1


def test_what_never_left_is_not_in_doubt(settings, database, parrot, telegram, twilio, clock):
    gone = peer.Telegram()
    gone.close()
    nowhere = settings.model_copy(update={"telegram_api_url": gone.url})
    telegram.webhook = {"url": "https://book.example.com/telegram", "secret_token": peer.SECRET}
    with running(nowhere, parrot.conversation(), telegram, clock=clock):
        telegram.says(MAYA, "remind tomorrow at 3")
        until(lambda: outbox(database)[0].why == "1:NotReached")


def test_a_stop_waits_for_what_flies(settings, database, parrot, telegram):
    telegram.fail("sendMessage", Fault(carried_out=True, late=1))
    telegram.webhook = {"url": "https://book.example.com/telegram", "secret_token": peer.SECRET}
    with running(settings, parrot.conversation(), telegram):
        telegram.says(MAYA, "say hello")
        until(lambda: telegram.calls)
    assert the_row(database).status == Sending.SENT

"""Telegram's updates, through the real program: by webhook and by long polling."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bot.conftest import PUBLIC, contact, inbox, outbox, running, status_of_large, until
from tests.peers.telegram import BOT, SECRET, error

MAYA, SAM = 7001, 7002
JSON = {"Content-Type": "application/json"}
KNOWN = JSON | {"X-Telegram-Bot-Api-Secret-Token": SECRET}


def test_a_message_is_answered(repbook, telegram):
    assert telegram.says(MAYA, "say hello") == 200
    assert telegram.heard(MAYA) == "hello"


def test_what_telegram_tells_of_the_writer(repbook, telegram, parrot):
    telegram.says(MAYA, "say hello")
    [event] = parrot.heard
    assert (event.address, event.name, event.language) == ("7001", "User7001", "en")
    assert event.id == f"{BOT}:{telegram._update}"


@pytest.mark.parametrize(
    ("typed", "text", "token"),
    [
        ("/start", "start", None),
        ("/start 4Kd-_x", "start", "4Kd-_x"),
        ("/help@northside_test_bot", "help", None),
        ("/my_bookings now", "my bookings now", None),
        ("/", "", None),
        ("3/4", "3/4", None),
    ],
)
def test_commands_are_words(repbook, telegram, parrot, typed, text, token):
    telegram.says(MAYA, typed)
    assert (parrot.heard[0].text, parrot.heard[0].token) == (text, token)


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}], "caption": "my knee"},
        {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}},
        {"location": {"latitude": 43.6, "longitude": -79.4}},
    ],
)  # fmt: skip
def test_what_is_no_text_counts_as_media(repbook, telegram, parrot, content):
    assert telegram.shows(MAYA, **content) == 200
    assert (parrot.heard[0].media, parrot.heard[0].text) == (1, content.get("caption", ""))


def test_the_pictures_of_an_album_are_one_message(repbook, telegram, parrot):
    for n in range(3):
        photo = {"file_id": f"p{n}", "file_unique_id": f"p{n}", "width": 9, "height": 9}
        telegram.shows(MAYA, photo=[photo], media_group_id="8800")
    assert len(parrot.heard) == 1


def test_a_shared_number_counts_only_when_it_is_their_own(repbook, telegram, parrot):
    telegram.shows(MAYA, contact={"phone_number": "14165550101", "first_name": "Maya", "user_id": MAYA})
    telegram.shows(MAYA, contact={"phone_number": "+1 416 555-0102", "first_name": "Sam", "user_id": SAM})
    telegram.shows(MAYA, contact={"phone_number": "+14165550103", "first_name": "Nobody"})
    assert [(event.phone, event.media) for event in parrot.heard] == [("+14165550101", 0), (None, 1), (None, 1)]


def test_a_block_and_its_end_are_told(repbook, telegram, parrot, database):
    telegram.says(MAYA, "say hello")
    telegram.blocks(MAYA)
    assert not contact(database, "7001").alive
    telegram.blocks(MAYA, blocked=False)
    assert contact(database, "7001").alive
    assert [event.reachable for event in parrot.heard] == [None, False, True]


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 7001, "type": "private"}}},
        {"new_chat_title": "x"},
        {"from": {"id": 9, "is_bot": True, "first_name": "Another bot"}, "text": "hi"},
    ],
)
def test_what_nobody_said_is_not_answered(repbook, telegram, parrot, content):
    assert telegram.shows(MAYA, **content) == 200
    assert parrot.heard == []


def test_an_edited_message_is_not_a_new_one(repbook, telegram, parrot):
    telegram.says(MAYA, "say hello")
    assert telegram.edits(MAYA, "say goodbye") == 200
    assert len(parrot.heard) == 1


def test_groups_are_left(repbook, telegram, parrot):
    assert telegram.adds_to_group(-500, MAYA) == 200
    group = {"id": -600, "type": "supergroup", "title": "Friends"}
    assert telegram.shows(MAYA, chat=group, text="hello all") == 200
    until(lambda: sorted(telegram.left) == [-600, -500])  # side by side, in either order
    assert parrot.heard == []


# The webhook


def test_a_wrong_secret_is_refused_and_nothing_is_stored(repbook, telegram, database):
    body = json.dumps({"update_id": 1, "message": telegram._said_by(MAYA, {"text": "hi"})}).encode()
    for wrong in ({}, {"X-Telegram-Bot-Api-Secret-Token": "another"}, {"X-Telegram-Bot-Api-Secret-Token": "é"}):
        assert telegram.post(f"{PUBLIC}/telegram", body, JSON | wrong) == 403
    assert inbox(database) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"garbage", b"[]", b"{}", b"\xff", b'{"update_id": "1"}', b'{"update_id": 1, "message": {"text": "hi"}}'],
)
def test_a_malformed_body(repbook, telegram, body):
    assert telegram.post(f"{PUBLIC}/telegram", body, KNOWN) == 400


def test_a_body_that_is_too_large(repbook, telegram):
    assert status_of_large(f"{telegram.reach[PUBLIC]}/telegram", 2_000_000, KNOWN) == 413


def test_an_update_of_a_kind_we_do_not_know(repbook, telegram, parrot):
    assert telegram.tell({"a_new_kind": {"id": 1}}) == 200
    assert parrot.heard == []


def test_the_same_update_again_has_no_effect(repbook, telegram, database):
    telegram.says(MAYA, "say hello")
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: telegram.repeat(), range(4))) == [200] * 4
    telegram.heard(MAYA)
    assert len(inbox(database)) == len(outbox(database)) == 1


def test_a_busy_moment_is_not_the_last_word(repbook, telegram, database):
    assert telegram.says(MAYA, "busy 1") == 503
    assert inbox(database) == []
    assert telegram.repeat() == 200
    assert telegram.heard(MAYA) == "heard busy 1"


def test_without_a_secret_there_is_no_webhook(polling, telegram):
    assert telegram.post(f"{PUBLIC}/telegram", b"{}", JSON) == 404


# Long polling


@pytest.fixture
def polling(settings, database, parrot, telegram):
    with running(settings.model_copy(update={"telegram_webhook_secret": None}), parrot.conversation(), telegram):
        yield


def test_messages_are_asked_for(polling, telegram):
    assert telegram.says(MAYA, "say hello") is None
    assert telegram.heard(MAYA) == "hello"


def test_each_message_is_taken_once(polling, telegram, parrot):
    for n in range(20):
        telegram.says(MAYA if n % 2 else SAM, f"say {n}")
    until(lambda: len(parrot.heard) == 20)
    time.sleep(0.2)
    said = [event.text for event in parrot.heard if event.address == "7001"]
    assert said == [f"say {n}" for n in range(20) if n % 2]
    assert len(parrot.heard) == 20


def test_a_busy_chat_is_asked_for_again_in_order(settings, database, parrot, telegram):
    settings = settings.model_copy(update={"telegram_webhook_secret": None})
    for text in ("say one", "busy 2", "say two"):
        telegram.says(MAYA, text)
    telegram.says(SAM, "say hello")
    with running(settings, parrot.conversation(), telegram):
        telegram.heard(MAYA, 3)
    assert [event.text for event in parrot.heard if event.address == "7001"] == ["say one", "busy 2", "say two"]
    assert [event.text for event in parrot.heard if event.address == "7002"] == ["say hello"]


def test_a_webhook_in_the_way_is_taken_down(settings, database, parrot, telegram):
    telegram.webhook = {"url": f"{PUBLIC}/telegram"}
    with running(settings.model_copy(update={"telegram_webhook_secret": None}), parrot.conversation(), telegram):
        until(lambda: not telegram.webhook)
        telegram.says(MAYA, "say hello")
        assert telegram.heard(MAYA) == "hello"


@pytest.mark.parametrize("fault", [error(500, "Internal Server Error"), error(429, "Too Many Requests", retry_after=1)])
def test_polling_goes_on_after_a_fault(settings, database, parrot, telegram, fault):
    telegram.fail("getUpdates", fault)
    telegram.says(MAYA, "say hello")
    with running(settings.model_copy(update={"telegram_webhook_secret": None}), parrot.conversation(), telegram):
        assert telegram.heard(MAYA) == "hello"


def test_polling_goes_on_after_a_dropped_connection(settings, database, parrot, telegram):
    telegram.drop("getUpdates", carried_out=False)
    telegram.says(MAYA, "say hello")
    with running(settings.model_copy(update={"telegram_webhook_secret": None}), parrot.conversation(), telegram):
        assert telegram.heard(MAYA) == "hello"

"""The whole house, by its real doors: the real conversation over the real libraries, on both channels."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import conversation, logs
from bot.invitations import invite, new_code, new_token, person_of
from bot.sample import sample_practice
from core.audit import findings
from storage.database import Database
from storage.models import Channel
from storage.store import Store
from tests.bot.conftest import PUBLIC, running
from tests.peers import telegram as telegram_peer

MAYA, JULIE, ANA = "+14165550101", "+14165550102", "+14165550109"
CHAT = 7001
TORONTO = ZoneInfo("America/Toronto")


@pytest.fixture
def house(settings, migrated_file, twilio, telegram, clock, capfd):
    """The sample practice on a Monday at 10:15, with the program in front of it."""
    import shutil

    shutil.copy(migrated_file, settings.data / "repbook.db")
    database = Database(settings.database, secret=settings.secret())
    monday = datetime(2026, 3, 2, 10, 15, tzinfo=TORONTO).astimezone(UTC)
    clock.skipped = monday - datetime.now(UTC)
    twilio.now = telegram.now = lambda: clock().timestamp()
    sample_practice(database, monday)
    telegram.webhook = {"url": f"{PUBLIC}/telegram", "secret_token": telegram_peer.SECRET}
    with running(settings, conversation.ours(), twilio, telegram, clock=clock):
        yield database
    with database.reading() as session:
        assert findings(session, 1, clock()) == []
    database.close()


def texts(twilio, number, *lines):
    """Say these by text, each answered before the next; answers what was heard."""
    heard = []
    for line in lines:
        before = len(twilio.sent_to(number))
        assert twilio.deliver(number, line) == 200
        heard.append(twilio.heard(number, before + 1))
    return heard


def test_a_session_is_booked_moved_and_cancelled_by_text(house, twilio):
    asked, booked, _ = texts(twilio, MAYA, "tue 3pm with ana", "yes", "how many left?")
    assert re.search(r"Tue 3 Mar.*3:00", asked)
    assert "Tue 3 Mar" in booked
    quote, *_ = texts(twilio, MAYA, "move it to thursday at 4", "yes", "cancel thursday", "yes")
    assert re.search(r"Thu 5 Mar.*4:00", quote)
    assert all(int(message["num_segments"]) <= 2 for message in twilio.sent_to(MAYA))


def test_a_session_is_booked_with_a_tap(house, telegram):
    telegram.says(CHAT, "/start")
    telegram.heard(CHAT)
    telegram.shows(CHAT, contact={"phone_number": MAYA, "first_name": "Maya", "user_id": CHAT})
    telegram.heard(CHAT, 2)
    telegram.says(CHAT, "tue 3pm with ana")
    asked = telegram.wait_for(CHAT, 3)
    assert "Tue 3 Mar" in asked["text"]
    telegram.taps(CHAT, telegram.buttons(asked)[0])
    assert "Tue 3 Mar" in telegram.heard(CHAT, 4)
    telegram.wait_until(lambda: "reply_markup" not in asked)
    assert "✓" in asked["text"]


def test_one_person_on_two_channels_has_one_conversation(house, twilio, telegram):
    telegram.says(CHAT, "/start")
    telegram.shows(CHAT, contact={"phone_number": MAYA, "first_name": "Maya", "user_id": CHAT})
    telegram.heard(CHAT, 2)
    texts(twilio, MAYA, "tue 3pm with ana")
    telegram.says(CHAT, "yes")
    assert "Tue 3 Mar" in telegram.heard(CHAT, 3)


def test_a_practitioner_comes_in_by_link_and_by_code(house, twilio, telegram, clock):
    token, code = new_token(), new_code()
    with house.transaction(1) as session:
        store = Store(session, 1)
        ana = person_of(store, next(p for p in store.practitioners() if p.name == "Ana Silva"), "en", clock())
        invite(store, ana, token, clock())
        invite(store, ana, code, clock())
    telegram.says(CHAT, f"/start {token}")
    telegram.wait_until(lambda: any("Ana" in message["text"] for message in telegram.sent_to(CHAT)))
    [welcome] = texts(twilio, ANA, code.lower().replace("-", " "))
    assert "Ana" in welcome
    with house.reading() as session:
        store = Store(session, 1)
        assert {contact.address for contact in store.contacts(store.owner().id)} == {str(CHAT), ANA}
    telegram.says(7002, f"/start {token}")  # it was good once
    telegram.heard(7002)
    with house.reading() as session:
        store = Store(session, 1)
        assert store.contact(Channel.TELEGRAM, "7002").person_id != store.owner().id


def test_a_lone_cancel_opts_out_by_text(house, twilio):
    texts(twilio, MAYA, "tue 3pm with ana", "yes")
    before = len(twilio.sent_to(MAYA))
    assert twilio.deliver(MAYA, "CANCEL") == 200
    assert twilio.deliver(MAYA, "are you there?") == 200
    with house.reading() as session:
        store = Store(session, 1)
        assert not store.may_message(store.contact(Channel.SMS, MAYA))
    assert len(twilio.sent_to(MAYA)) == before


def test_bad_input_has_an_answer(house, twilio, telegram):
    for n, nonsense in enumerate(("asdf qwer", "x" * 1600, "😀😀", "?", "1"), start=1):
        assert len(texts(twilio, f"+1647555000{n}", nonsense)[0]) > 10
    telegram.shows(CHAT, sticker={
        "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    })  # fmt: skip
    assert telegram.heard(CHAT)


def test_the_logs_of_a_whole_conversation_name_nobody(house, twilio, telegram, capfd, clock):
    logs.configure("json")
    twilio.unreachable[JULIE] = 21614
    twilio.deliver(JULIE, "bonjour Léa mardi 15h")
    texts(twilio, MAYA, "tue 3pm with ana", "yes", "please call me about my zebra knee")
    telegram.says(CHAT, "hello zebra")
    telegram.heard(CHAT)
    telegram.fail("sendMessage", telegram_peer.error(400, "Bad Request: zebra"))
    telegram.says(CHAT, "how many zebra left")
    twilio.post(f"{PUBLIC}/sms", b"Body=zebra&From=%2B14165550101", {"X-Twilio-Signature": "no"})
    twilio.post(f"{PUBLIC}/telegram", b"zebra", {})
    clock.skip(days=1)
    twilio.wait_until(lambda: True)
    said = capfd.readouterr().err
    assert "letter.not_sent" in said
    assert not re.search(r"zebra|maya|roy|julie|l[ée]a|4165550|7001|user7|3pm|Tue 3|Northside", said, re.IGNORECASE)

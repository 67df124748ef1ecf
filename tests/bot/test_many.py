"""Many at once, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.database import Database
from storage.models import Practice, Sending
from storage.store import Store
from tests.bot.conftest import PUBLIC, outbox, running, until
from tests.databases import SECRET
from tests.peers import telegram as telegram_peer

EVERYBODY = [f"+1416555{n:04}" for n in range(40)]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def both(request, settings):
    """The settings with one of the databases, migrated and with one practice."""
    if request.param == "postgres":
        settings = settings.model_copy(update={"database_url": request.getfixturevalue("migrated_postgres_url")})
    else:
        request.getfixturevalue("database")
        return settings
    database = Database(settings.database, secret=SECRET)
    with database.transaction() as session:
        Store(session, 1).add(
            Practice(key="northside", name="Northside", zone="America/Toronto", currency="CAD", region="CA-ON")
        )
    database.close()
    return settings


def test_everybody_gets_their_answers_once_and_in_order(both, parrot, twilio, telegram):
    telegram.webhook = {"url": f"{PUBLIC}/telegram", "secret_token": telegram_peer.SECRET}
    quick = both.model_copy(update={"twilio_segments_per_second": 1000})
    with running(quick, parrot.conversation(), twilio, telegram), ThreadPoolExecutor(16) as threads:
        texts = threads.map(lambda number: twilio.deliver(number, f"twice {number}|two"), EVERYBODY)
        taps = threads.map(lambda chat: telegram.says(chat, f"say {chat}"), range(7000, 7020))
        assert {*texts, *taps} == {200}
        for number in EVERYBODY:
            twilio.heard(number, 2)
        for chat in range(7000, 7020):
            assert telegram.heard(chat) == str(chat)
    for number in EVERYBODY:
        assert [message["body"] for message in twilio.sent_to(number)] == [number, "two"]


def test_two_programs_share_the_work(both, parrot, twilio):
    quick = both.model_copy(update={"twilio_segments_per_second": 1000, "telegram_bot_token": None})
    quick = quick.model_copy(update={"telegram_webhook_secret": None})
    with running(quick, parrot.conversation(), twilio), running(quick, parrot.conversation(), twilio):
        with ThreadPoolExecutor(8) as threads:
            assert set(threads.map(lambda number: twilio.deliver(number, "say hello"), EVERYBODY)) == {200}
        for number in EVERYBODY:
            twilio.heard(number)
    assert {len(twilio.sent_to(number)) for number in EVERYBODY} == {1}
    database = Database(both.database, secret=SECRET)
    assert {row.status for row in until(lambda: outbox(database))} == {Sending.SENT}
    database.close()

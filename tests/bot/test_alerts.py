"""What goes wrong is told to the owner within moments, in one line; and who cannot be reached in one way is in another.

The whole program, by its real doors.
"""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib import request as http
from urllib.error import HTTPError
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from bot import conversation
from bot.sample import sample_practice
from core import alerts, bookings
from core.acts import Act
from core.slots import Slot
from storage import post
from storage.database import Database
from storage.models import Channel, Contact, Outbox, Person, Sending
from storage.store import Store
from tests.bot.conftest import PUBLIC, Clock, contact, running, until
from tests.peers import telegram as telegram_peer
from tests.peers.twilio import error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import Repbook
    from bot.settings import Settings
    from tests.peers.telegram import Telegram
    from tests.peers.twilio import Twilio

MAYA, ANA, ANAS_PHONE = "+14165550101", 7009, "+14165550110"
TORONTO = ZoneInfo("America/Toronto")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO).astimezone(UTC)


@pytest.fixture
def database(settings: Settings, migrated_file: Any, clock: Clock) -> Iterator[Database]:
    """The sample practice on a Monday at 10:15; Ana, its owner, is on Telegram; Maya comes on Tuesday at 5."""
    shutil.copy(migrated_file, settings.data / "repbook.db")
    database = Database(settings.database, secret=settings.secret())
    clock.skipped = local("2026-03-02 10:15") - datetime.now(UTC)
    sample_practice(database, clock())
    with database.transaction(1) as session:
        store = Store(session, 1)
        owner = next(p for p in store.practitioners() if p.owner)
        add(store, store.staff()[0] if store.staff() else person(store, owner.id, clock()), Channel.TELEGRAM, str(ANA))
        maya = store.clients_named("Maya Roy")[0]
        slot = Slot(local("2026-03-10 17:00"), owner.id or 0, next(s.id or 0 for s in store.services() if s.usual))
        quote = bookings.quote(store, maya, store.service(slot.service_id), slot, clock())
        bookings.book(store, maya, quote, Act("test", maya.person_id, clock()))
    yield database
    database.close()


def person(store: Store, practitioner_id: int | None, now: datetime) -> Person:
    owner = Person(practice_id=1, name="Ana Silva", practitioner_id=practitioner_id, created_at=now)
    return store.add(owner)


def add(store: Store, somebody: Person, channel: Channel, address: str) -> None:
    new = Contact(
        practice_id=1, person_id=somebody.id or 0, channel=channel, address=address, heard_at=somebody.created_at
    )
    store.add(new)


@pytest.fixture
def repbook(
    settings: Settings, database: Database, twilio: Twilio, telegram: Telegram, clock: Clock
) -> Iterator[Repbook]:
    twilio.now = telegram.now = lambda: clock().timestamp()
    telegram.webhook = {"url": f"{PUBLIC}/telegram", "secret_token": telegram_peer.SECRET}
    with running(settings, conversation.ours(), twilio, telegram, clock=clock) as repbook:
        telegram.says(ANA, "thanks")  # a bot cannot write first
        until(lambda: telegram.sent_to(ANA))
        yield repbook


def ana_hears(telegram: Telegram, words: str) -> str:
    """The line that has these words, once it is there."""
    return str(until(lambda: next((m["text"] for m in telegram.sent_to(ANA) if words in m["text"]), None)))


def alerts_to_ana(telegram: Telegram) -> list[str]:
    return [m["text"] for m in telegram.sent_to(ANA) if "doctor" in m["text"] or "Please call" in m["text"]]


def reminders(database: Database) -> list[Outbox]:
    with database.reading() as session:
        return list(session.exec(select(Outbox).where(Outbox.kind == "reminder").order_by(col(Outbox.due_at))))


def on_telegram(database: Database, telegram: Telegram) -> None:
    """Maya writes to us on Telegram too, and last there."""
    with database.transaction(1) as session:
        store = Store(session, 1)
        maya = store.people_named("Maya Roy")[0]
        store.add(Contact(practice_id=1, person_id=maya.id or 0, channel=Channel.TELEGRAM, address="7001"))
    telegram.says(7001, "thanks")
    until(lambda: telegram.sent_to(7001))


def sweep(repbook: Repbook) -> None:
    """A minute has passed."""
    asyncio.run_coroutine_threadsafe(repbook.sweep(), repbook._dispatching.get_loop()).result(20)


# The program's own troubles


def test_a_token_that_is_refused_is_told_once(repbook: Repbook, twilio: Twilio, telegram: Telegram) -> None:
    twilio.fail("POST Messages", *[error(401, 20003)] * 50)
    for n in range(5):
        twilio.deliver(f"+1416555020{n}", "hello")
    assert "SMS refuses our token" in ana_hears(telegram, "token")
    assert len(alerts_to_ana(telegram)) == 1


def test_calls_that_are_never_right_are_told_and_so_is_the_end_of_it(
    repbook: Repbook, telegram: Telegram, clock: Clock
) -> None:
    clock.skip(minutes=11)
    for _ in range(4):
        assert knock(telegram, "/telegram") == 403
    assert "Telegram cannot deliver" in ana_hears(telegram, "wrong secret")
    assert len(alerts_to_ana(telegram)) == 1
    clock.skip(minutes=20)
    telegram.says(7050, "hello")
    until(lambda: telegram.sent_to(7050))
    sweep(repbook)
    assert "again" in ana_hears(telegram, "delivers clients' messages")


def test_a_stranger_who_knocks_beside_the_provider_is_no_news(repbook: Repbook, telegram: Telegram) -> None:
    telegram.says(7050, "hello")
    until(lambda: telegram.sent_to(7050))
    for _ in range(4):
        assert knock(telegram, "/telegram") == 403
    telegram.says(7050, "hello again")
    until(lambda: len(telegram.sent_to(7050)) > 1)
    assert alerts_to_ana(telegram) == []


def knock(telegram: Telegram, path: str) -> int:
    asked = http.Request(f"{telegram.reach[PUBLIC]}{path}", b"{}", method="POST")
    try:
        with http.build_opener(http.ProxyHandler({})).open(asked, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refused:
        refused.close()
        return refused.code


def test_what_telegram_says_of_our_webhook_is_told(repbook: Repbook, telegram: Telegram, clock: Clock) -> None:
    clock.skip(minutes=2)
    said = {"last_error_date": int(clock().timestamp()), "last_error_message": "Connection refused"}
    telegram.webhook_trouble = {**said, "pending_update_count": 3}
    clock.skip(minutes=6)
    sweep(repbook)
    assert "Connection refused" in ana_hears(telegram, "cannot deliver")


def test_a_backup_that_fails_is_told(repbook: Repbook, settings: Settings, telegram: Telegram, clock: Clock) -> None:
    shutil.rmtree(settings.backups, ignore_errors=True)
    settings.backups.write_text("in the way")
    clock.skip(days=1)
    sweep(repbook)
    assert "backup failed" in ana_hears(telegram, "backup")


def test_texts_that_no_webhook_brings_are_fetched_and_told(
    repbook: Repbook, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    twilio.keep(MAYA, "how many left?")
    clock.skip(minutes=6)
    sweep(repbook)
    assert "4 free" in twilio.heard(MAYA)
    assert "we fetched what came" in ana_hears(telegram, "SMS cannot deliver")


def test_a_token_that_is_refused_while_we_poll_is_told_by_the_other_channel(
    settings: Settings, database: Database, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    twilio.now = lambda: clock().timestamp()
    with database.transaction(1) as session:
        store = Store(session, 1)
        add(store, store.staff()[0], Channel.SMS, ANAS_PHONE)
    telegram.fail("getUpdates", *[telegram_peer.error(401, "Unauthorized")] * 50)
    polling = settings.model_copy(update={"telegram_webhook_secret": None})
    with running(polling, conversation.ours(), twilio, telegram, clock=clock):
        assert "Telegram refuses our token" in twilio.heard(ANAS_PHONE)


# Clients who cannot be reached (lesson 25)


def test_who_blocked_the_bot_is_reminded_by_sms(
    repbook: Repbook, database: Database, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    on_telegram(database, telegram)
    telegram.blocked.add(7001)
    clock.skip(days=6, hours=7)
    assert "Tue 10 Mar" in twilio.heard(MAYA)
    assert alerts_to_ana(telegram) == []


def test_who_cannot_be_reached_at_all_is_told_to_the_owner(
    repbook: Repbook, database: Database, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    twilio.unreachable[MAYA] = 21614
    clock.skip(days=6, hours=7)
    line = ana_hears(telegram, "can no longer be reached")
    assert "Maya Roy" in line
    assert "Tue 10 Mar 5:00 PM" in line
    clock.skip(hours=23, minutes=50)
    until(lambda: [row.status for row in reminders(database)][:2] == [Sending.DROPPED] * 2)
    assert len(alerts_to_ana(telegram)) == 1


def test_of_one_client_the_owner_hears_once_though_it_is_found_again(database: Database, clock: Clock) -> None:
    def unreachable(person: int) -> int:
        with database.transaction(1) as session:
            store = Store(session, 1)
            alerts.tell(store, alerts.UNREACHABLE, clock(), item={"who": "?", "sessions": []}, of=person)
            for row in post.claim(session, "us", clock()):
                post.sent(session, row, clock())
        with database.reading() as session:
            return len(session.exec(select(Outbox).where(Outbox.kind == alerts.ALERT)).all())

    assert [unreachable(person) for person in (5, 5, 6)] == [1, 1, 2]


def test_what_did_not_arrive_goes_by_the_other_channel(
    repbook: Repbook, database: Database, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    """Twilio took it, and says later that the number is dead."""
    on_telegram(database, telegram)
    assert twilio.deliver(MAYA, "thanks") == 200
    twilio.heard(MAYA)
    clock.skip(days=6, hours=7)
    assert "Tue 10 Mar" in twilio.heard(MAYA, 2)
    assert twilio.report(twilio.sent_to(MAYA)[1], "undelivered", 30005) == 204
    until(lambda: any("Tue 10 Mar" in m["text"] for m in telegram.sent_to(7001)))
    assert alerts_to_ana(telegram) == []


def test_a_telephone_that_is_off_is_told_by_the_other_channel_and_keeps_its_texts(
    repbook: Repbook, database: Database, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    """30003 may pass: the number stays good."""
    on_telegram(database, telegram)
    assert twilio.deliver(MAYA, "thanks") == 200
    twilio.heard(MAYA)
    clock.skip(days=6, hours=7)
    twilio.heard(MAYA, 2)
    assert twilio.report(twilio.sent_to(MAYA)[1], "undelivered", 30003) == 204
    until(lambda: any("Tue 10 Mar" in m["text"] for m in telegram.sent_to(7001)))
    assert contact(database, MAYA).alive


def test_a_telephone_that_is_off_and_all_there_is_is_told_to_the_owner(
    repbook: Repbook, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    clock.skip(days=6, hours=7)
    twilio.heard(MAYA)
    assert twilio.report(twilio.sent_to(MAYA)[0], "undelivered", 30003) == 204
    assert "30003" in ana_hears(telegram, "1 SMS message")


def test_an_opt_out_that_the_provider_knows_of_first_is_told(
    repbook: Repbook, database: Database, twilio: Twilio, telegram: Telegram, clock: Clock
) -> None:
    """Lesson 2: error 21610 turns consent off at once."""
    twilio.opted_out.add(MAYA)
    clock.skip(days=6, hours=7)
    line = ana_hears(telegram, "opted out")
    assert "Maya Roy" in line
    assert "Tue 10 Mar 5:00 PM" in line
    until(lambda: {row.status for row in reminders(database)} == {Sending.DROPPED})

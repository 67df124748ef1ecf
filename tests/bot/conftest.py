"""The real program on this machine: its own server, its own database, and providers that are ours."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import pytest
from sqlmodel import col, select

from bot import logs
from bot.app import Repbook
from bot.server import server_for
from bot.settings import load
from storage.database import Database
from storage.models import Contact, Inbox, Outbox, Practice
from storage.store import Store
from tests.bot.parrot import Parrot
from tests.databases import SECRET, migrated_file, migrated_postgres_url
from tests.peers import telegram as telegram_peer
from tests.peers import twilio as twilio_peer
from tests.peers.telegram import Telegram
from tests.peers.twilio import Twilio

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.conversation import Conversation
    from bot.settings import Settings
    from tests.peers.peer import Peer

__all__ = ["migrated_file", "migrated_postgres_url"]  # fixtures

T = TypeVar("T")

PUBLIC = "https://book.example.com"


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    peer = Twilio(PUBLIC)
    yield peer
    peer.close()
    assert peer.complaints == []


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    peer = Telegram(PUBLIC)
    yield peer
    peer.close()
    assert peer.complaints == []


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest.fixture
def settings(tmp_path: Path, twilio: Twilio, telegram: Telegram) -> Settings:
    """Both channels on; Telegram by webhook."""
    return load(
        _env_file=None,
        data=tmp_path,
        secret_key=SECRET,
        public_url=PUBLIC,
        port=0,
        telegram_bot_token=telegram_peer.TOKEN,
        telegram_webhook_secret=telegram_peer.SECRET,
        telegram_api_url=telegram.url,
        twilio_account_sid=twilio_peer.ACCOUNT,
        twilio_auth_token=twilio_peer.TOKEN,
        twilio_from=twilio_peer.NUMBER,
        twilio_api_url=twilio.url,
    )


@pytest.fixture
def database(settings: Settings, migrated_file: Path) -> Iterator[Database]:
    """The program's database, with one practice in it."""
    shutil.copy(migrated_file, settings.data / "repbook.db")
    database = Database(settings.database, secret=settings.secret())
    with database.transaction() as session:
        practice = Practice(key="northside", name="Northside", zone="America/Toronto", currency="CAD", region="CA-ON")
        Store(session, 1).add(practice)
    yield database
    database.close()


def outbox(database: Database) -> list[Outbox]:
    with database.reading() as session:
        return list(session.exec(select(Outbox).order_by(col(Outbox.id))))


def inbox(database: Database) -> list[Inbox]:
    with database.reading() as session:
        return list(session.exec(select(Inbox).order_by(col(Inbox.id))))


def contact(database: Database, address: str) -> Contact:
    with database.reading() as session:
        return session.exec(select(Contact).where(Contact.address == address)).one()


def until(what: Callable[[], T], patience: float = 30) -> T:
    """What is asked for, as soon as it is true."""
    end = time.monotonic() + patience
    while not (found := what()):
        assert time.monotonic() < end, "did not come about in time"
        time.sleep(0.01)
    return found


def status_of_large(url: str, size: int, headers: dict[str, str]) -> int:
    """The answer to a body of which only the size is told: nobody has to read it to refuse it."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.putrequest("POST", parts.path)
        for name, value in {**headers, "Content-Length": str(size)}.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


class Clock:
    """The real time, and what was skipped of it."""

    def __init__(self) -> None:
        self.skipped = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    def skip(self, **time: float) -> None:
        self.skipped += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextmanager
def running(
    settings: Settings, conversation: Conversation, *peers: Peer, clock: Clock | None = None
) -> Iterator[Repbook]:
    """The program, from its start to its graceful stop; the peers know where to find it."""
    logs.configure("json")
    repbook = Repbook(settings, conversation=conversation, now=clock or Clock())
    server = server_for(repbook)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 10
        while not server.started:
            assert thread.is_alive(), "the program did not start"
            assert time.monotonic() < until, "the program did not start in time"
            time.sleep(0.005)
        here = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        for peer in peers:
            peer.reach[PUBLIC] = here
        yield repbook
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive(), "the program did not stop"


@pytest.fixture
def repbook(
    settings: Settings, database: Database, parrot: Parrot, twilio: Twilio, telegram: Telegram, clock: Clock
) -> Iterator[Repbook]:
    """The program with both channels on, and a parrot behind them."""
    telegram.webhook = {"url": f"{PUBLIC}/telegram", "secret_token": telegram_peer.SECRET}
    with running(settings, parrot.conversation(), twilio, telegram, clock=clock) as repbook:
        yield repbook

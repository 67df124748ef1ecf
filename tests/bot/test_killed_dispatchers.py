"""Ten thousand messages are due, several processes send them, and one is killed again and again, as `kill -9` kills.

Each message is sent once, but for those in flight at a kill; these are counted, and never more than a batch at a time.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert
from sqlmodel import col, select

from bot.dispatch import IN_FLIGHT
from storage.database import Database
from storage.models import Channel, Contact, Outbox, Person, Practice, Sending
from storage.store import Store
from storage.tables import table
from tests.databases import SECRET

if TYPE_CHECKING:
    from tests.peers.twilio import Twilio

HOUSE = Path(__file__).resolve().parents[2]
ROWS, PEOPLE = 10_000, 2_500
AFTER_THE_LEASE = "180"  # seconds


def owe_ten_thousand(database: Database) -> None:
    """Messages to a few thousand people, in order for each, all due."""
    now = datetime.now(UTC) - timedelta(seconds=1)
    with database.transaction() as session:
        practice = Store(session, 1).add(
            Practice(key="north", name="North", zone="America/Toronto", currency="CAD", region="CA-ON")
        )
        ours = {"practice_id": practice.id}
        people = [{"id": n, "name": f"P{n}", "created_at": now, **ours} for n in range(1, PEOPLE + 1)]
        session.execute(insert(table(Person)), [{"language": "en", "unwanted": [], **row} for row in people])
        phones = [
            {"person_id": n, "channel": Channel.SMS, "address": f"+1416{n:07}", **ours} for n in range(1, PEOPLE + 1)
        ]
        session.execute(insert(table(Contact)), [{"alive": True, **row} for row in phones])
        session.execute(insert(table(Outbox)), [message(n, now) | ours for n in range(ROWS)])


def message(n: int, now: datetime) -> dict[str, Any]:
    body = f'{{"text":"message {n}"}}'
    return {
        "key": f"m{n}", "kind": "relay", "person_id": n % PEOPLE + 1, "body": body, "guard": {}, "due_at": now,
        "at": now, "status": Sending.DUE, "attempts": 0, "why": "", "provider_status": "", "act": f"m{n}",
    }  # fmt: skip


class Dispatchers:
    """Processes of the program; the first is the one that dies."""

    def __init__(self, url: str, twilio: Twilio, folder: Path) -> None:
        self.skip = folder / "skip"
        self.skip.write_text("0")
        self._command = [sys.executable, "-m", "tests.bot.one_dispatcher", url, twilio.url, str(self.skip)]
        self.running: list[subprocess.Popen[bytes]] = []
        self.dead: set[int] = set()
        self.in_flight: list[set[int]] = []

    def be(self, count: int) -> None:
        """Be so many."""
        self.running += [self.start() for _ in range(count - len(self.running))]

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=HOUSE, stdout=subprocess.DEVNULL)

    def kill_the_first(self, database: Database) -> None:
        """Kill it in the middle of its work, note what it had in hand, and start another in its place."""
        victim = self.running[0]
        victim.kill()
        victim.wait()
        self.dead.add(victim.pid)
        self.in_flight.append(held_by(database, victim.pid))
        self.running[0] = self.start()

    def stop(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


def held_by(database: Database, pid: int) -> set[int]:
    """The rows that a process had claimed when it died."""
    with database.reading() as session:
        claimed = session.exec(select(Outbox.id, Outbox.claimed_by).where(Outbox.status == Sending.CLAIMED)).all()
    return {row_id for row_id, who in claimed if f":{pid}:" in (who or "")}


def open_rows(database: Database) -> int:
    with database.reading() as session:
        counted = select(func.count(col(Outbox.id))).where(col(Outbox.status).in_([Sending.DUE, Sending.CLAIMED]))
        return session.exec(counted).one()


def waiting(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count(col(Outbox.id))).where(Outbox.status == Sending.DUE)).one()


def wait_until(what: Any, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "did not come about in time"
        time.sleep(0.1)


@pytest.mark.timeout(240)
def test_each_message_is_sent_once_but_for_those_in_flight_at_a_kill(
    migrated_postgres_url: str, twilio: Twilio, tmp_path: Path
) -> None:
    """Two processes send the first half, four the second."""
    database = Database(migrated_postgres_url, secret=SECRET)
    owe_ten_thousand(database)
    dispatchers = Dispatchers(migrated_postgres_url, twilio, tmp_path)
    try:
        for kill, processes in enumerate((2, 2, 4, 4)):
            dispatchers.be(processes)
            left = ROWS - (kill + 1) * ROWS // 5
            wait_until(lambda left=left: waiting(database) < left and held_by(database, dispatchers.running[0].pid))
            dispatchers.kill_the_first(database)
        wait_until(lambda: waits_for_the_dead(database, dispatchers.dead))
        dispatchers.skip.write_text(AFTER_THE_LEASE)
        wait_until(lambda: open_rows(database) == 0)
    finally:
        dispatchers.stop()
    times = Counter(message["body"] for message in twilio.messages)
    in_flight = {f"message {n}" for batch in dispatchers.in_flight for n in numbers(database, batch)}
    database.close()
    assert len(times) == ROWS  # none is missing
    assert {body for body, sent in times.items() if sent > 1} <= in_flight
    assert all(len(batch) <= IN_FLIGHT for batch in dispatchers.in_flight)


def waits_for_the_dead(database: Database, dead: set[int]) -> bool:
    """Is each open row held by a dead process, or behind such a row of the same person?

    Only then may the clock leap past the leases: the living hold nothing that somebody else could claim too.
    """
    with database.reading() as session:
        rows = session.exec(
            select(Outbox.person_id, Outbox.claimed_by).where(col(Outbox.status).in_([Sending.DUE, Sending.CLAIMED]))
        ).all()
    held = {person for person, who in rows if who and process_of(who) in dead}
    return all(person in held and (not who or process_of(who) in dead) for person, who in rows)


def process_of(claimed_by: str) -> int:
    return int(claimed_by.split(":")[1])


def numbers(database: Database, rows: set[int]) -> list[int]:
    with database.reading() as session:
        return [int(key[1:]) for key in session.exec(select(Outbox.key).where(col(Outbox.id).in_(rows)))]

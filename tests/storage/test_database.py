"""One writer at a time, all or nothing, and a word for what will pass by itself."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from storage import triggers
from storage.database import Busy, Database
from storage.models import Appointment, Person, Practice
from storage.sqlite import may_use_wal
from storage.store import Store
from tests.databases import SECRET
from tests.storage.rows import NOON, furnish


class Crash(Exception):
    """Our own end of a transaction."""


def version_of(session):
    return session.connection().execute(text("SELECT version FROM practice")).scalar_one()


def read_then_write(database, practice_id, *, think=0.0):
    """Add one to the practice's version as careless code does: read it, think, write it."""
    with database.transaction(practice_id) as session:
        version = version_of(session)
        time.sleep(think)
        session.connection().execute(text("UPDATE practice SET version = :v"), {"v": version + 1})


def crowd(number, work):
    """Do the same from many threads at once, and answer what went wrong."""
    start = threading.Barrier(number)

    def one(n):
        start.wait()
        try:
            work(n)
        except Exception as error:  # noqa: BLE001  whatever it is, the test looks at it
            return error

    with ThreadPoolExecutor(number) as pool:
        return [error for error in pool.map(one, range(number)) if error]


def elsewhere(code, *arguments):
    """Run code in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True)


def test_rows_stay_readable_after_the_commit(database, rows):
    with database.transaction(rows.practice) as session:
        person = Store(session, rows.practice).person(rows.person)
        person.name = "Maya Roy"
    assert person.name == "Maya Roy"


def test_an_error_undoes_everything(database, rows):
    with suppress(Crash), database.transaction(rows.practice) as session:
        session.get(Person, rows.person).name = "nobody"
        session.flush()
        raise Crash
    with database.reading() as session:
        assert session.get(Person, rows.person).name == "Maya"


def test_tables_made_in_a_transaction_are_undone_too(database):
    with suppress(Crash), database.transaction() as session:
        session.connection().execute(text("CREATE TABLE half (id INTEGER)"))
        raise Crash
    with pytest.raises(DBAPIError), database.reading() as session:
        session.connection().execute(text("SELECT * FROM half"))


def test_read_then_write_from_eight_threads_loses_nothing(database, rows):
    errors = crowd(8, lambda _: [read_then_write(database, rows.practice) for _ in range(10)])
    with database.reading() as session:
        assert (errors, version_of(session)) == ([], 81)


def test_without_the_lock_the_same_crowd_loses_some(unlocked):
    with unlocked.transaction() as session:
        furnish(session)
    crowd(8, lambda _: [read_then_write(unlocked, 1, think=0.002) for _ in range(5)])
    with unlocked.reading() as session:
        assert version_of(session) < 41


def test_read_then_write_from_several_processes_loses_nothing(database, database_url, rows):
    code = (
        "import sys; from storage.database import Database; from tests.storage.test_database import read_then_write\n"
        "database = Database(sys.argv[1], secret='a secret of the tests', wait=60)\n"
        "for _ in range(10): read_then_write(database, int(sys.argv[2]))"
    )
    others = [elsewhere(code, database_url, rows.practice) for _ in range(2)]
    patient = Database(database_url, secret=SECRET, wait=60)
    for _ in range(10):
        read_then_write(patient, rows.practice)
    for other in others:
        other.communicate()
        assert other.returncode == 0
    patient.close()
    with database.reading() as session:
        assert version_of(session) == 31


def test_a_bare_race_for_one_time_has_one_winner_even_without_the_lock(database_url):
    """The nets alone: what they catch is known as "taken", or passes (PostgreSQL may find a deadlock)."""
    database = Database(database_url, secret=SECRET, lock=False)
    with database.transaction() as session:
        rows = furnish(session)

    def take(_):
        with database.transaction() as session:
            Store(session, rows.practice).add(rows.appointment())

    errors = crowd(6, take)
    assert len(errors) == 5
    assert all(isinstance(error, Busy) or triggers.is_taken(error) for error in errors)
    with database.reading() as session:
        assert len(session.exec(select(Appointment)).all()) == 1
    database.close()


def test_whoever_waits_too_long_for_the_lock_is_told_so(database, database_url, rows):
    hasty = Database(database_url, secret=SECRET, wait=0.1)
    with database.transaction(rows.practice):
        started = time.monotonic()
        errors = crowd(1, lambda _: read_then_write(hasty, rows.practice))
        assert time.monotonic() - started < 3
    assert [type(error) for error in errors] == [Busy]
    read_then_write(hasty, rows.practice)
    hasty.close()


def test_threads_of_one_process_wait_no_longer_either(database_url, rows):
    hasty = Database(database_url, secret=SECRET, wait=0.1)
    with hasty.transaction(rows.practice):
        assert [type(error) for error in crowd(1, lambda _: read_then_write(hasty, rows.practice))] == [Busy]
    hasty.close()


def test_writers_of_two_practices_do_not_meet_on_postgresql(postgres_database):
    with postgres_database.transaction() as session:
        one, two = furnish(session, "one"), furnish(session, "two")
    with postgres_database.transaction(one.practice):
        assert crowd(1, lambda _: rename(postgres_database, two)) == []


def rename(database, rows):
    with database.transaction(rows.practice) as session:
        session.get(Person, rows.person).name = "Léa"


def test_readers_do_not_wait_for_the_writer(database, rows):
    with database.transaction(rows.practice) as session:
        session.get(Person, rows.person).name = "Léa"
        session.flush()
        names = []

        def read(_):
            with database.reading() as other:
                names.append(other.get(Person, rows.person).name)

        started = time.monotonic()
        assert crowd(3, read) == []
        assert time.monotonic() - started < 2
    assert names == ["Maya"] * 3


def test_a_reader_sees_one_moment(database, rows):
    with database.reading() as session:
        first = version_of(session)
        writer = threading.Thread(target=read_then_write, args=(database, rows.practice))
        writer.start()
        time.sleep(0.1)
        assert version_of(session) == first
    writer.join()
    with database.reading() as session:
        assert version_of(session) == first + 1


def test_readers_cannot_write(database, rows):
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"), database.reading() as session:
        session.connection().execute(text("UPDATE practice SET version = 2"))
    read_then_write(database, rows.practice)  # and the connection is a writer's again


def test_a_transaction_within_a_transaction_is_a_mistake(database):
    for outer in (database.transaction, database.reading):
        for inner in (database.transaction, database.reading):
            with pytest.raises(RuntimeError, match="in a transaction already"), outer(), inner():
                pass
    with database.transaction():
        pass


def test_a_full_disk_passes(sqlite_database):
    with sqlite_database.transaction() as session:
        rows = furnish(session)
        pages = session.connection().execute(text("PRAGMA page_count")).scalar()
        session.connection().execute(text(f"PRAGMA max_page_count = {pages + 1}"))

    def fill():
        with sqlite_database.transaction() as session:
            session.get(Person, rows.person).name = "x" * 100_000

    with pytest.raises(Busy, match="full"):
        fill()
    with sqlite_database.transaction() as session:
        session.connection().execute(text("PRAGMA max_page_count = 1000000"))
    fill()


def test_a_lost_connection_passes(postgres_database, migrated_postgres_url):
    other = Database(migrated_postgres_url, secret=SECRET)

    def lose_it():
        with postgres_database.transaction() as session:
            mine = session.connection().execute(text("SELECT pg_backend_pid()")).scalar()
            crowd(1, lambda _: end(mine))
            session.exec(select(Practice)).all()

    def end(server_process):
        with other.transaction(2) as session:
            session.connection().execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": server_process})

    with pytest.raises(Busy):
        lose_it()
    with postgres_database.transaction() as session:
        furnish(session)
    other.close()


@pytest.mark.parametrize("state", ["40001", "40P01", "55P03", "53100", "57P01"])
def test_what_postgresql_says_of_itself_passes(postgres_database, state):
    with pytest.raises(Busy), postgres_database.transaction() as session:
        session.connection().execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'so' USING ERRCODE = '{state}'; END $$"))


def test_no_server_at_all_passes(tmp_path):
    nowhere = Database(f"postgresql://repbook@/repbook?host={tmp_path}", secret=SECRET)
    with pytest.raises(Busy):
        nowhere.revision()


def test_what_is_our_mistake_does_not_pass(database, rows):
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(Practice(key="northside", name="Again", zone="UTC", currency="CAD", region=""))


def test_a_restart_keeps_everything(database, database_url, rows):
    with database.transaction(rows.practice) as session:
        Store(session, rows.practice).conversation(rows.person).state = "in the middle"
    database.close()
    again = Database(database_url, secret=SECRET)
    again.migrate()
    with again.reading() as session:
        store = Store(session, rows.practice)
        assert store.person(rows.person).created_at == NOON
        assert store.conversation(rows.person).state == "in the middle"
    again.close()


def test_a_process_killed_before_its_commit_leaves_nothing(database, database_url, rows):
    code = (
        "import os, sys; from storage.database import Database; from storage.models import Person\n"
        "database = Database(sys.argv[1], secret='a secret of the tests')\n"
        "with database.transaction(int(sys.argv[2])) as session:\n"
        "    session.get(Person, int(sys.argv[3])).name = 'x' * 8_000_000\n"
        "    session.flush(); print('written', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, database_url, str(rows.practice), str(rows.person)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout.readline() == b"written\n"
    other.kill()
    other.communicate()
    with database.reading() as session:  # a reader may come first, and find the half-written file
        assert session.get(Person, rows.person).name == "Maya"
        if session.get_bind().dialect.name == "sqlite":
            assert session.connection().execute(text("PRAGMA integrity_check")).scalar() == "ok"
    read_then_write(database, rows.practice)


def test_the_file_is_for_its_owner_alone(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/data/deep/repbook.db")
    database.migrate()
    folder = tmp_path / "data" / "deep"
    with database.transaction() as session:
        furnish(session)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    database.close()
    assert set(modes) >= {"repbook.db", "secret.key"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_secret_made_once_is_found_again(tmp_path):
    url = f"sqlite:///{tmp_path}/repbook.db"
    first = Database(url)
    first.migrate()
    with first.transaction() as session:
        rows = furnish(session)
        Store(session, rows.practice).conversation(rows.person).state = "kept"
    first.close()
    again = Database(url)
    with again.reading() as session:
        assert Store(session, rows.practice).conversation(rows.person).state == "kept"
    again.close()


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ("3.40.1", False), ("3.44.5", False), ("3.44.6", True), ("3.45.0", False), ("3.50.6", False),
        ("3.50.7", True), ("3.51.0", False), ("3.51.2", False), ("3.51.3", True), ("3.52.1", True),
    ],
)  # fmt: skip
def test_the_write_ahead_log_is_used_only_where_it_cannot_lose_a_commit(version, safe):
    major, minor, patch = map(int, version.split("."))
    assert may_use_wal((major, minor, patch)) is safe


def test_sqlite_is_set_to_keep_its_promises(sqlite_database):
    facts = sqlite_database.facts()
    assert facts["journal"].split()[0] in {"wal", "truncate"}
    assert facts["synchronous"] == "full"
    assert facts["foreign keys"] == facts["secure delete"] == "on"
    assert facts["waits for a lock"] == "5 s"
    assert Path(facts["file"]).name == make_url("sqlite:///repbook.db").database
    assert facts["revision"] == sqlite_database.revision()


def test_postgresql_tells_what_it_is(postgres_database):
    facts = postgres_database.facts()
    assert facts["database"].startswith("PostgreSQL")
    assert facts["encoding"] == "UTF8"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/repbook"])
def test_a_database_that_we_cannot_keep_promises_on_is_refused(url):
    with pytest.raises(ValueError, match="SQLite"):
        Database(url, secret=SECRET)

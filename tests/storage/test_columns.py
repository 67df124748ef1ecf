"""Instants keep their moment and lose nothing; what is confided cannot be read from the file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

from storage import post
from storage.columns import EncryptedText, Instant
from storage.crypto import Unreadable
from storage.database import Database
from storage.models import Conversation, Inbox, Outbox, Person
from storage.store import Store
from storage.tables import table
from tests.databases import SECRET
from tests.storage.rows import NOON

TORONTO = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 3, 2, 15, tzinfo=TORONTO),
        datetime(2026, 3, 2, 15, 0, 0, 1, tzinfo=UTC),
        datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=TORONTO),
    ],
)
def test_an_instant_comes_back_as_the_same_moment_in_utc(database, rows, instant):
    with database.transaction() as session:
        session.get(Person, rows.person).created_at = instant
    with database.reading() as session:
        found = session.get(Person, rows.person).created_at
    assert found == instant
    assert found.utcoffset() == timedelta(0)


def test_a_naive_datetime_is_refused(database, rows):
    with pytest.raises(StatementError, match="no time zone"), database.transaction() as session:
        session.get(Person, rows.person).created_at = datetime(2026, 3, 2, 15)  # noqa: DTZ001


def test_a_naive_datetime_is_refused_in_a_question_too(database):
    with pytest.raises(StatementError, match="no time zone"), database.reading() as session:
        session.exec(select(Person).where(Person.created_at > datetime(2026, 3, 2))).all()  # noqa: DTZ001


def test_instants_sort_as_time_does_whatever_zone_they_were_said_in(database, rows):
    said = [
        datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=9))),
        datetime(2026, 3, 2, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 1, 20, tzinfo=TORONTO),
        datetime(2026, 3, 2, 1, 0, 0, 1, tzinfo=UTC),
    ]
    with database.transaction() as session:
        store = Store(session, rows.practice)
        for n, instant in enumerate(reversed(said)):
            store.add(Person(practice_id=rows.practice, name=str(n), created_at=instant))
    with database.reading() as session:
        made = select(Person.created_at).where(Person.name != "Maya").order_by(col(Person.created_at))
        assert session.exec(made).all() == said


def test_no_datetime_column_escapes_the_rule():
    from sqlmodel import SQLModel

    lax = [
        f"{column.table}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if not isinstance(column.type, Instant) and "DATETIME" in str(column.type).upper()
    ]
    assert lax == []


def test_confided_text_comes_back_as_it_was(database, rows):
    with database.transaction() as session:
        store = Store(session, rows.practice)
        store.conversation(rows.person).state = "J'ai mal à l'épaule 🙂"
        post.receive(store, rows.practice, "sms", "SM1", rows.contact, "x" * 5000, NOON)
    with database.reading() as session:
        assert session.exec(select(Conversation.state)).one() == "J'ai mal à l'épaule 🙂"
        assert session.exec(select(Inbox.body)).one() == "x" * 5000


def test_the_database_itself_never_sees_what_was_confided(database, rows):
    with database.transaction() as session:
        store = Store(session, rows.practice)
        store.conversation(rows.person).state = "shoulder"
        post.receive(store, rows.practice, "sms", "SM1", rows.contact, "shoulder", NOON)
        post.owe(store, key="k", kind="reply", person_id=1, body={"text": "shoulder"}, act="a", due_at=NOON)
    with database.reading() as session:
        for column in ("state FROM conversation", "body FROM inbox", "body FROM outbox"):
            raw = session.connection().execute(text(f"SELECT {column}")).scalar_one()
            assert raw.startswith("gAAAA")


def test_what_was_confided_is_not_in_the_bytes_of_the_file(sqlite_database, sqlite_url):
    from tests.storage.rows import furnish

    with sqlite_database.transaction() as session:
        rows = furnish(session)
        post.receive(Store(session, rows.practice), rows.practice, "sms", "SM1", rows.contact, "my shoulder", NOON)
    sqlite_database.close()
    folder = Path(make_url(sqlite_url).database).parent
    bytes_of_all = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"+14165550101" in bytes_of_all  # the file is what we think it is
    assert b"shoulder" not in bytes_of_all


def test_bodies_answers_and_notes_are_encrypted_columns():
    for noun, column in ((Inbox, "body"), (Outbox, "body"), (Conversation, "state")):
        assert isinstance(table(noun).c[column].type, EncryptedText)


def test_without_the_secret_nothing_is_read_but_an_error(database, database_url, rows):
    with database.transaction() as session:
        post.receive(Store(session, rows.practice), rows.practice, "sms", "SM1", rows.contact, "hello", NOON)
    stranger = Database(database_url, secret="another")
    with pytest.raises(Unreadable, match="SECRET_KEY"), stranger.reading() as session:
        session.exec(select(Inbox)).all()
    stranger.close()


def test_a_rotated_secret_reads_the_old_and_writes_the_new(database, database_url, rows):
    with database.transaction() as session:
        post.receive(Store(session, rows.practice), rows.practice, "sms", "SM1", rows.contact, "old", NOON)
    rotated = Database(database_url, secret=f"brand new,{SECRET}")
    with rotated.transaction() as session:
        post.receive(Store(session, rows.practice), rows.practice, "sms", "SM2", rows.contact, "new", NOON)
        assert session.exec(select(Inbox.body).order_by(col(Inbox.id))).all() == ["old", "new"]
    rotated.close()
    with pytest.raises(Unreadable), database.reading() as session:
        session.exec(select(Inbox.body)).all()

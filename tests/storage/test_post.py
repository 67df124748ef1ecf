"""What reaches us is seen once; what we owe goes out once, in order, whatever dies on the way."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlmodel import col, func, select

from storage import post
from storage.models import Channel, Contact, Inbox, Outbox, Person, Sending
from storage.store import Store
from tests.storage.rows import NOON, furnish
from tests.storage.test_database import Crash, crowd

MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(database, rows):
    with database.transaction(rows.practice) as session:
        yield Store(session, rows.practice)


@pytest.fixture
def owe(store, rows):
    """Owe Maya, or somebody else, a message; keys count up."""
    keys = itertools.count()

    def owe(person=None, due_at=NOON, **other):
        key = f"k{next(keys)}"
        who = {"person_id": person or rows.person, "act": "a", "due_at": due_at}
        return post.owe(store, **{"key": key, "kind": "reply", "body": {"text": key}} | who | other)

    return owe


def another_person(store):
    return store.add(Person(practice_id=store.practice_id, created_at=NOON)).id


def claim(store, now=NOON, worker="w", **other):
    return post.claim(store.session, worker, now, **other)


def claimed(store, now=NOON, **other):
    return [row.key for row in claim(store, now, **other)]


def fresh(store, row):
    store.session.refresh(row)
    return row


# --- inbox


def test_an_event_is_seen_once(store, rows):
    first = post.receive(store, rows.practice, "sms", "SM1", rows.contact, "tue 3pm?", NOON)
    assert (first.act, first.body, first.failed) == ("sms:SM1", "tue 3pm?", False)
    assert post.receive(store, rows.practice, "sms", "SM1", rows.contact, "tue 3pm?", NOON) is None
    assert not store.wrote


def test_the_same_number_of_another_channel_is_another_event(store, rows):
    assert post.receive(store, rows.practice, "sms", "1", rows.contact, "", NOON)
    assert post.receive(store, rows.practice, "telegram", "1", rows.contact, "", NOON)


def test_a_repeat_delivered_in_parallel_is_seen_once(database, rows):
    seen = []

    def deliver(_):
        with database.transaction(rows.practice) as session:
            if post.receive(Store(session, rows.practice), rows.practice, "sms", "SM1", rows.contact, "yes", NOON):
                seen.append(session)

    assert crowd(8, deliver) == []
    assert len(seen) == 1


def test_an_event_whose_turn_was_undone_may_come_again(database, rows):
    def deliver(session):
        return post.receive(Store(session, rows.practice), rows.practice, "sms", "SM1", rows.contact, "yes", NOON)

    with suppress(Crash), database.transaction(rows.practice) as session:
        assert deliver(session)
        raise Crash
    with database.transaction(rows.practice) as session:
        assert deliver(session)


def test_an_event_that_failed_is_kept_and_not_tried_again(store, rows):
    kept = post.receive(store, rows.practice, "sms", "SM1", rows.contact, "boom", NOON, failed=True)
    assert kept.failed
    assert post.receive(store, rows.practice, "sms", "SM1", rows.contact, "boom", NOON) is None


def test_an_event_belongs_to_a_contact_that_was_made_after_it(store, rows):
    event = post.receive(store, rows.practice, "sms", "SM1", None, "hi", NOON)
    event.contact_id = rows.contact
    store.session.flush()
    store.session.expire_all()
    assert store.session.exec(select(Inbox.contact_id)).one() == rows.contact


def test_how_much_an_address_writes_is_counted(store, rows):
    for n in range(5):
        post.receive(store, rows.practice, "sms", f"SM{n}", rows.contact, "", NOON + n * MINUTE)
    assert post.heard(store.session, rows.contact, NOON + 3 * MINUTE) == 2


# --- owing and claiming


def test_what_is_owed_is_what_is_claimed(store, rows, owe):
    row = owe(body={"text": "À mardi"}, guard={"booking": 7}, contact_id=rows.contact, expires_at=NOON + MINUTE)
    assert (row.status, row.at) == (Sending.DUE, NOON)
    (taken,) = claim(store)
    assert taken.id == row.id
    assert post.content(taken) == {"text": "À mardi"}
    assert (taken.guard, taken.expires_at, taken.contact_id) == ({"booking": 7}, NOON + MINUTE, rows.contact)
    assert (taken.status, taken.attempts, taken.claimed_by) == (Sending.CLAIMED, 1, "w")


def test_a_key_is_owed_once(store, owe):
    assert owe(key="sms:SM1/reply")
    assert owe(key="sms:SM1/reply") is None
    assert claimed(store) == ["sms:SM1/reply"]


def test_what_is_not_due_yet_is_not_claimed(store, owe):
    owe(due_at=NOON + MINUTE)
    assert claimed(store) == []
    assert post.next_due(store.session) == NOON + MINUTE
    assert post.waiting(store.session, NOON) == 0
    assert claimed(store, NOON + MINUTE) == ["k0"]


def test_a_claimed_row_is_claimed_by_nobody_else(store, owe):
    owe()
    assert claimed(store, worker="one") == ["k0"]
    assert claimed(store, worker="two") == []


def test_messages_to_one_person_go_one_after_the_other(store, owe):
    for _ in range(3):
        owe()
    for expected in ("k0", "k1", "k2"):
        (row,) = claim(store)
        assert row.key == expected
        assert claimed(store) == []
        post.sent(store.session, row, NOON)
    assert claimed(store) == []


def test_messages_to_different_persons_do_not_wait_for_each_other(store, owe):
    others = [another_person(store) for _ in range(3)]
    for person in others + others:
        owe(person)
    assert claimed(store) == ["k0", "k1", "k2"]


@pytest.mark.parametrize("end", [post.dropped, post.failed])
def test_an_end_of_any_kind_lets_the_next_go(store, owe, end):
    owe()
    owe()
    (row,) = claim(store)
    assert end(store.session, row, "moved")
    assert (fresh(store, row).why, row.claimed_by) == ("moved", None)
    assert claimed(store) == ["k1"]


def test_an_unknown_outcome_is_not_repeated(store, owe):
    owe()
    (row,) = claim(store)
    assert post.unknown(store.session, row, NOON, "timeout")
    assert fresh(store, row).status == Sending.UNKNOWN
    assert claimed(store, NOON + timedelta(days=1)) == []


def test_a_reminder_put_off_for_the_night_holds_nobody_up(store, owe):
    owe()
    owe()
    (row,) = claim(store)
    assert post.later(store.session, row, NOON + 60 * MINUTE, "quiet hours")
    assert (fresh(store, row).attempts, row.status) == (0, Sending.DUE)
    assert claimed(store) == ["k1"]


def test_a_message_that_will_be_tried_again_keeps_its_place(store, rows, owe):
    owe(contact_id=rows.contact)
    owe(contact_id=rows.contact)
    (row,) = claim(store)
    assert post.later(store.session, row, NOON + MINUTE, "busy", tried=True)
    assert claimed(store) == []
    (again,) = claim(store, NOON + MINUTE)
    assert (again.key, again.attempts) == ("k0", 2)


def test_trouble_with_one_address_does_not_silence_another(store, rows, owe):
    owe(contact_id=rows.contact)
    (row,) = claim(store)
    post.later(store.session, row, NOON + MINUTE, "busy", tried=True)
    elsewhere = Contact(practice_id=rows.practice, person_id=rows.person, channel=Channel.TELEGRAM, address="42")
    owe(contact_id=store.add(elsewhere).id)
    assert claimed(store) == ["k1"]


def test_an_earlier_message_that_is_not_due_holds_nobody_up(store, owe):
    owe(due_at=NOON + MINUTE)
    owe()
    assert claimed(store) == ["k1"]


def test_when_the_dispatcher_dies_its_rows_are_claimed_again(store, owe):
    owe()
    owe()
    (lost,) = claim(store, worker="dead", lease=2 * MINUTE)
    assert claimed(store, NOON + MINUTE) == []
    (row,) = claim(store, NOON + 2 * MINUTE, worker="alive")
    assert (row.key, row.attempts, row.claimed_by) == ("k0", 2, "alive")
    assert lost.id == row.id


def test_a_dispatcher_that_lost_its_lease_records_nothing_but_that_it_went(database, rows):
    def within(work):
        with database.transaction() as session:
            return work(session)

    with database.transaction(rows.practice) as session:
        store = Store(session, rows.practice)
        post.owe(store, key="k", kind="reply", person_id=rows.person, body={}, act="a", due_at=NOON)
    (slow,) = within(lambda session: post.claim(session, "slow", NOON))
    (quick,) = within(lambda session: post.claim(session, "quick", NOON + 5 * MINUTE))
    assert not within(lambda session: post.failed(session, slow, "no"))
    assert not within(lambda session: post.later(session, slow, NOON))
    within(lambda session: post.sent(session, slow, NOON, "SM1"))
    assert not within(lambda session: post.dropped(session, quick, "moved"))
    row = within(lambda session: session.get(Outbox, slow.id))
    assert (row.status, row.provider_id) == (Sending.SENT, "SM1")


def test_batches_are_as_large_as_asked_and_oldest_first(store, owe):
    people = [another_person(store) for _ in range(5)]
    for n, person in enumerate(people):
        owe(person, due_at=NOON - n * MINUTE)
    assert claimed(store, limit=2) == ["k4", "k3"]
    assert claimed(store, limit=50) == ["k2", "k1", "k0"]


def test_the_practice_that_waits_longest_comes_first(store, rows, owe):
    other = furnish(store.session, "southside")
    owe()
    post.owe(
        Store(store.session, other.practice),
        key="k0", kind="reply", person_id=other.person, body={}, act="a", due_at=NOON - MINUTE,
    )  # fmt: skip
    assert post.due_practices(store.session, NOON) == [other.practice, rows.practice]
    assert post.due_practices(store.session, NOON - MINUTE) == [other.practice]
    assert [row.practice_id for row in claim(store, practice_id=rows.practice)] == [rows.practice]


def test_rows_that_are_done_weigh_nothing(store):
    """The claim looks only where open rows are: in the indexes that hold nothing else."""
    asked = []
    connection = store.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
    claim(store)
    statement, parameters = asked[0]
    sqlite = connection.dialect.name == "sqlite"
    connection.execute(text("SELECT 1" if sqlite else "SET LOCAL enable_seqscan = off"))
    plan = str(connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {statement}", parameters).all())
    assert "row USING INDEX ix_outbox_due" in plan or "ix_outbox_due on outbox" in plan
    assert "ix_outbox_open" in plan


def test_eight_dispatchers_claim_a_thousand_rows_each_once(database, rows):
    with database.transaction(rows.practice) as session:
        store = Store(session, rows.practice)
        people = [another_person(store) for _ in range(100)]
        for n in range(1000):
            post.owe(store, key=f"k{n}", kind="reply", person_id=people[n % 100], body={}, act="a", due_at=NOON)
    assert sorted(drain_with_threads(database, 8)) == sorted(f"k{n}" for n in range(1000))


def drain_with_threads(database, number):
    def drain(name):
        mine: list[str] = []
        while True:
            with database.transaction() as session:
                rows = post.claim(session, f"w{name}", NOON)
            if not rows:
                with database.reading() as session:
                    if not post.waiting(session, NOON):
                        return mine
            for row in random.sample(rows, len(rows)):
                mine.append(row.key)
                with database.transaction() as session:
                    post.sent(session, row, NOON)

    with ThreadPoolExecutor(number) as pool:
        return [key for keys in pool.map(drain, range(number)) for key in keys]


def test_dispatchers_of_several_processes_claim_each_row_once(database, database_url, rows):
    with database.transaction(rows.practice) as session:
        store = Store(session, rows.practice)
        people = [another_person(store) for _ in range(100)]
        for n, person in enumerate(people):
            post.owe(store, key=f"k{n}", kind="reply", person_id=person, body={}, act="a", due_at=NOON)
    code = (
        "import sys; from storage.database import Database; from tests.storage.test_post import drain_with_threads\n"
        "database = Database(sys.argv[1], secret='a secret of the tests', wait=60)\n"
        "print(*drain_with_threads(database, 2))"
    )
    processes = [
        subprocess.Popen([sys.executable, "-c", code, database_url], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    taken = [key for process in processes for key in process.communicate()[0].split()]
    assert sorted(taken) == sorted(f"k{n}" for n in range(100))


def test_nobody_hears_a_later_message_first_however_many_dispatchers(database, rows):
    with database.transaction(rows.practice) as session:
        store = Store(session, rows.practice)
        people = [another_person(store) for _ in range(4)]
        for n in range(40):
            post.owe(store, key=f"{n:02}", kind="reply", person_id=people[n % 4], body={}, act="a", due_at=NOON)
    heard = []

    def dispatch(name):
        while True:
            with database.transaction() as session:
                rows = post.claim(session, f"w{name}", NOON, limit=2)
            for row in rows:
                heard.append((row.person_id, row.key))
                with database.transaction() as session:
                    post.sent(session, row, NOON)
            with database.reading() as session:
                if not post.waiting(session, NOON):
                    return

    assert crowd(4, dispatch) == []
    for person in people:
        mine = [key for who, key in heard if who == person]
        assert mine == sorted(mine)
        assert len(mine) == 10


# --- what the provider says


@pytest.fixture
def gone(store, owe):
    """A message that went out as SM1."""
    owe()
    (row,) = claim(store)
    post.sent(store.session, row, NOON + MINUTE, "SM1", 2, "queued")
    return fresh(store, row)


def says(store, *statuses):
    for status in statuses:
        post.record_status(store.session, "SM1", status)


def test_what_went_is_recorded(gone):
    assert (gone.status, gone.sent_at) == (Sending.SENT, NOON + MINUTE)
    assert (gone.provider_id, gone.segments, gone.provider_status) == ("SM1", 2, "queued")


@pytest.mark.parametrize("order", list(itertools.permutations(["sending", "sent", "delivered"])))
def test_reports_in_any_order_never_go_back(store, gone, order):
    says(store, *order)
    assert fresh(store, gone).provider_status == "delivered"


def test_of_two_ends_the_first_counts_but_what_was_read_arrived(store, gone):
    says(store, "undelivered", "delivered")
    assert fresh(store, gone).provider_status == "undelivered"
    says(store, "read", "delivered")
    assert fresh(store, gone).provider_status == "read"


def test_news_answers_the_row_and_no_news_nothing(store, gone):
    report = post.record_status(store.session, "SM1", "undelivered", "30003")
    assert (report.id, report.why, report.provider_status) == (gone.id, "30003", "undelivered")
    assert post.record_status(store.session, "SM1", "undelivered", "30003") is None
    assert post.record_status(store.session, "SM1", "abducted") is None
    assert post.record_status(store.session, "SM2", "delivered") is None


def test_a_report_that_comes_before_the_send_was_recorded_is_not_lost(store, owe):
    owe()
    (row,) = claim(store)
    assert post.record_status(store.session, "SM1", "delivered", row_id=row.id)
    assert fresh(store, row).status == Sending.CLAIMED
    post.sent(store.session, row, NOON, "SM1", 1, "queued")
    assert (fresh(store, row).status, row.provider_status) == (Sending.SENT, "delivered")


def test_a_report_of_another_message_leaves_the_row_alone(store, gone):
    assert post.record_status(store.session, "SM2", "delivered", row_id=gone.id) is None
    assert store.session.exec(select(func.count(col(Outbox.id)))).one() == 1

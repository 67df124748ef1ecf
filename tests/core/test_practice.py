"""Applying the practice file: said first, done once, and nothing that was sold or said is touched."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from core import diary, practice
from core.credits import balances
from core.rules import rules_of
from core.sample_clients import add_clients
from storage.models import Appointment, Channel, Source, TimeOff
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

TORONTO = ZoneInfo("America/Toronto")
NOW = datetime(2026, 3, 2, 10, 15, tzinfo=TORONTO)
SAMPLE = practice.sample_text()


@pytest.fixture
def store(database) -> Iterator[Store]:
    """A store in one transaction, of a practice as the sample has it."""
    with database.transaction() as session:
        store = Store(session, 0)
        practice.apply(store, practice.parse(SAMPLE), NOW)
        yield store


def edited(*changes: tuple[str, str]) -> practice.PracticeFile:
    text = SAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return practice.parse(text)


def monday_at(hour: int) -> datetime:
    return datetime(2026, 3, 9, hour, tzinfo=TORONTO)


def test_the_first_file_makes_the_practice(database):
    with database.transaction() as session:
        store = Store(session, 0)
        file = practice.parse(SAMPLE)
        assert all(line.endswith(": new") for line in practice.changes(store, file))
        assert practice.apply(store, file, NOW) == store.practice_id
        assert store.practice().name == "Northside Kinesiology"
        assert store.practice().version == 1
        assert [person.name for person in store.practitioners()] == ["Ana Silva", "Marc Tremblay", "Priya Nair"]
        assert [service.key for service in store.services()] == ["assessment", "session", "followup", "class"]
        assert [plan.credits for plan in store.plans()] == [400, 800, 1200, 400]
        assert [service.price for service in store.services()] == [12_000, 9_500, 5_500, 3_000]
        assert rules_of(store.practice()).languages == ("en", "fr")


def test_the_same_file_again_changes_nothing(store):
    file = practice.parse(SAMPLE)
    assert practice.changes(store, file) == []
    practice.apply(store, file, NOW)
    assert store.practice().version == 1


def test_changes_are_said_before_they_are_made(store):
    file = edited(
        ("price = 95\n", "price = 99.50\n"),
        ("cancel_hours = 24", "cancel_hours = 48"),
        ('\nSat = "9-13"', '\nSat = "9-15"'),
        ('name = "Marc Tremblay"', 'name = "Marc-André Tremblay"\nkey = "marc-tremblay"'),
        ('who = "Marc Tremblay"', 'who = "marc-tremblay"'),
        ('key = "monthly"', 'key = "four-a-month"'),
    )
    said = practice.changes(store, file)
    assert "service Kinesiology session: price 95.00 -> 99.50" in said
    assert "policies, cancel hours: 24 -> 48" in said
    assert 'practitioner Marc-André Tremblay: name "Marc Tremblay" -> "Marc-André Tremblay"' in said
    assert "plan Monthly Plan: no longer for sale; what was sold stays as it was sold" in said
    assert any("Sat 9:00-13:00 ->" in line for line in said)
    assert practice.changes(store, file) == said  # saying is not doing
    practice.apply(store, file, NOW)
    assert practice.changes(store, file) == []
    assert store.practice().version == 2
    assert rules_of(store.practice()).policies.cancel_hours == 48


def test_what_is_gone_is_kept_but_no_longer_offered_and_may_come_back(store):
    group = store.service_by_key("class")
    assert group is not None
    text = SAMPLE[: SAMPLE.index('[[services]]\nkey = "class"')] + SAMPLE[SAMPLE.index("# sessions         how many") :]
    practice.apply(store, practice.parse(text.replace(', class = "0.5"', "")), NOW)
    assert "class" not in [service.key for service in store.services()]
    assert "class" in [service.key for service in store.services(gone=True)]
    assert diary.free(store, group, None, NOW) == []
    practice.apply(store, practice.parse(SAMPLE), NOW)
    back = store.service_by_key("class")
    assert back is not None
    assert (back.id, back.active) == (group.id, True)


def test_a_practice_that_is_renamed_stays_the_same(store):
    before = store.practice_id
    practice.apply(store, edited(('name = "Northside Kinesiology"', 'name = "Southside"')), NOW)
    assert (store.practice_id, store.practice().name) == (before, "Southside")


def test_another_process_finds_the_practice_by_its_key(store):
    other = Store(store.session, 0)
    assert practice.changes(other, practice.parse(SAMPLE)) == []
    assert other.practice_id == store.practice_id


def test_two_practices_live_beside_each_other(store):
    other = Store(store.session, 0)
    practice.apply(other, edited(('name = "Northside Kinesiology"', 'name = "Eastside"')), NOW)
    assert other.practice_id != store.practice_id
    assert len(store.practitioners()) == len(other.practitioners()) == 3
    assert practice.changes(store, practice.parse(SAMPLE)) == []


def test_time_off_that_was_said_in_the_thread_stays(store):
    said = TimeOff(
        practice_id=store.practice_id,
        practitioner_id=store.practitioners()[0].id,
        starts_at=monday_at(12),
        ends_at=monday_at(14),
        source=Source.THREAD,
    )
    store.add(said)
    practice.apply(store, edited(("from = 2026-07-20", "from = 2026-07-13")), NOW)
    assert [(off.source, off.label) for off in store.time_off()] == [
        (Source.THREAD, ""),
        (Source.FILE, "Holidays"),
        (Source.FILE, "Winter break"),
    ]


def test_a_closure_lasts_to_the_end_of_its_last_local_day(store):
    winter = next(off for off in store.time_off() if off.label == "Winter break")
    assert winter.starts_at.astimezone(TORONTO) == datetime(2026, 12, 24, tzinfo=TORONTO)
    assert winter.ends_at.astimezone(TORONTO) == datetime(2027, 1, 3, tzinfo=TORONTO)


def test_a_booking_that_now_lies_in_closed_time_stands_and_is_named(store):
    service, ana = store.service_by_key("session"), store.practitioners()[0]
    assert service is not None
    store.add(
        Appointment(
            practice_id=store.practice_id,
            practitioner_id=ana.id or 0,
            service_id=service.id or 0,
            starts_at=monday_at(17),
            ends_at=monday_at(18),
            blocks_from=monday_at(17),
            blocks_to=monday_at(18),
        )
    )
    assert practice.in_closed_time(store, NOW) == []
    practice.apply(store, edited(('Mon-Fri = "8-19"', 'Mon-Fri = "8-17:30"'), ("Wed 18:00", "Wed 16:00")), NOW)
    (line,) = practice.in_closed_time(store, NOW)
    assert line.startswith("Mon 2026-03-09 17:00 with Ana Silva")


def test_hours_that_were_changed_count_at_once_and_only_when_they_are_kept(database):
    file, shorter = practice.parse(SAMPLE), edited(('Mon-Fri = "8-19"', 'Mon-Fri = "8-10"'), ("Wed 18:00", "Wed 9:00"))
    with database.transaction() as session:
        practice_id = practice.apply(Store(session, 0), file, NOW)

    def free(store: Store) -> int:
        service = store.service_by_key("assessment")
        assert service is not None
        return len(diary.free(store, service, None, NOW, limit=None))

    with database.reading() as session:
        usual = free(Store(session, practice_id))
    with database.transaction() as session:
        store = Store(session, practice_id)
        practice.apply(store, shorter, NOW)
        assert free(store) < usual
        session.rollback()
    with database.reading() as session:
        assert free(Store(session, practice_id)) == usual
    with database.transaction() as session:
        practice.apply(Store(session, practice_id), edited(('Mon-Fri = "8-19"', 'Mon-Fri = "8-18:50"')), NOW)
    with database.reading() as session:
        assert free(Store(session, practice_id)) not in {usual, 0}


def test_maya_holds_her_progress_plan(store):
    people = add_clients(store, practice.parse(SAMPLE).clients, NOW)
    (maya,) = store.clients_of(people[0].id or 0)
    ((package, account),) = balances(store, maya, NOW.date())
    assert package.names["en"] == "Progress Plan"
    assert (account.bought, account.used, account.free) == (800, 300, 500)
    assert store.contact(Channel.SMS, "+14165550101") is not None
    assert [client.name for client in store.clients_of(people[1].id or 0)] == ["Léa", "Max", "Julie Gagnon"]
    assert people[1].language == "fr"


def test_clients_who_are_here_are_not_made_twice(store):
    clients = practice.parse(SAMPLE).clients
    first = [person.id for person in add_clients(store, clients, NOW)]
    assert [person.id for person in add_clients(store, clients, NOW)] == first
    (maya,) = store.clients_of(first[0] or 0)
    assert len(balances(store, maya, NOW.date())) == 1


def test_the_audit_trail_knows_when_a_file_was_applied(store):
    (entry,) = store.entries(f"apply:{store.practice_id}:1")
    assert (entry.what, entry.at) == ("applied", NOW)


def test_a_practice_of_an_older_version_still_reads(store):
    row = store.practice()
    row.rules = {"languages": ["fr"], "policies": {"cancel_hours": 6, "of_the_past": 1}, "of_the_past": {}}
    store.changed(row)
    assert rules_of(row).policies.cancel_hours == 6
    assert rules_of(row).reminders == practice.Rules().reminders

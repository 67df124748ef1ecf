"""Who writes from where, whom we may write to, and who attends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.columns import NEVER
from storage.models import Channel, Client, Contact, Person, Practitioner, Purpose
from storage.store import Store
from tests.storage.rows import NOON, furnish


@pytest.fixture
def store(database, rows):
    with database.transaction(rows.practice) as session:
        yield Store(session, rows.practice)


def add_person(store, name, **other):
    return store.add(Person(practice_id=store.practice_id, name=name, created_at=NOON, **other))


def add_contact(store, person, channel=Channel.TELEGRAM, address="42", **other):
    return store.add(
        Contact(practice_id=store.practice_id, person_id=person, channel=channel, address=address, **other)
    )


def test_an_act_counts_as_acting_and_bookkeeping_does_not(store, rows):
    store.conversation(rows.person)
    assert not store.wrote
    add_person(store, "Léa")
    assert store.wrote


def test_a_practice_that_is_not_there_is_an_error(store):
    assert store.practice().name == "Northside"
    with pytest.raises(LookupError):
        Store(store.session, 4711).practice()


def test_a_contact_is_found_by_its_address_on_its_channel(store, rows):
    assert store.contact(Channel.SMS, "+14165550101").id == rows.contact
    assert store.contact(Channel.TELEGRAM, "+14165550101") is None
    assert store.person_by_phone("+14165550101").name == "Maya"
    assert store.person_by_phone("+14165550199") is None


def test_nobody_of_another_practice_is_found(store, rows):
    other = furnish(store.session, "southside")
    elsewhere = Store(store.session, other.practice)
    for question in (lambda: elsewhere.person(rows.person), lambda: elsewhere.client(rows.client)):
        with pytest.raises(LookupError):
            question()
    assert elsewhere.contact(Channel.SMS, "+14165550101").id == other.contact
    assert [person.id for person in elsewhere.people_named("maya")] == [other.person]


def test_the_contact_heard_last_comes_first(store, rows):
    telegram = add_contact(store, rows.person, heard_at=NOON)
    never = add_contact(store, rows.person, Channel.TERMINAL)
    assert [contact.id for contact in store.contacts(rows.person)] == [telegram.id, never.id, rows.contact]
    assert store.best_contact(rows.person).id == telegram.id


def test_a_dead_contact_is_not_written_to(store, rows):
    telegram = add_contact(store, rows.person, heard_at=NOON, alive=False)
    assert store.best_contact(rows.person).id == rows.contact
    assert telegram in store.contacts(rows.person)


def test_a_first_message_implies_answers_and_nothing_else(store, rows):
    assert store.may_message(rows.contact)
    assert not store.may_message(rows.contact, Purpose.MARKETING)


def test_the_newest_word_on_consent_counts(store, rows):
    def says(given):
        store.consented(rows.contact, given=given, at=NOON, act="a", wording="Reply STOP", language="en")

    says(given=False)
    assert not store.may_message(rows.contact)
    assert store.best_contact(rows.person) is None
    says(given=True)
    assert store.may_message(rows.contact)
    assert not store.may_message(rows.contact, Purpose.MARKETING)


def test_consent_is_of_one_address_and_one_purpose(store, rows):
    telegram = add_contact(store, rows.person, heard_at=NOON)
    store.consented(telegram.id, given=False, at=NOON, act="a")
    assert store.best_contact(rows.person).id == rows.contact
    store.consented(telegram.id, given=True, at=NOON, act="b", purposes=Purpose)
    assert store.may_message(telegram, Purpose.MARKETING)


def test_a_person_has_one_conversation(store, rows):
    first = store.conversation(rows.person)
    assert (first.state, first.at) == ("", NEVER)
    first.state = "asked for a time"
    assert store.conversation(rows.person) is first


def test_a_parent_has_their_clients_in_the_order_they_came(store, rows):
    child = store.add(
        Client(practice_id=rows.practice, person_id=rows.person, name="Léa", created_at=NOON + timedelta(days=1))
    )
    assert [client.id for client in store.clients_of(rows.person)] == [rows.client, child.id]
    assert store.client(child.id).name == "Léa"


@pytest.mark.parametrize("written", ["léa", "LEA", "  Lea ", "le"])
def test_a_client_is_found_by_name_without_fuss(store, rows, written):
    child = store.add(Client(practice_id=rows.practice, person_id=rows.person, name="Léa", created_at=NOON))
    assert store.clients_named(written) == [child]


def test_the_whole_name_wins_over_a_part_of_one(store, rows):
    for name in ("Ana", "Anaïs", "Joanna"):
        store.add(Client(practice_id=rows.practice, person_id=rows.person, name=name, created_at=NOON))
    assert [client.name for client in store.clients_named("ana")] == ["Ana"]
    assert [client.name for client in store.clients_named("anai")] == ["Anaïs"]
    assert [client.name for client in store.clients_named("an")] == ["Ana", "Anaïs", "Joanna"]
    assert store.clients_named("") == []


def test_a_client_without_a_name_has_their_persons(store, rows):
    assert [client.id for client in store.clients_named("maya")] == [rows.client]


def test_staff_are_the_persons_of_active_practitioners(store, rows):
    for key, active, owner in (("marc", True, True), ("priya", False, True), ("zoe", True, False)):
        one = store.add(Practitioner(practice_id=rows.practice, key=key, name=key, active=active, owner=owner))
        add_person(store, key, practitioner_id=one.id)
    assert [person.name for person in store.staff()] == ["marc", "zoe"]
    assert store.owner().name == "marc"


def test_a_practice_may_have_no_owner_who_writes(store):
    assert store.owner() is None
    assert store.staff() == []

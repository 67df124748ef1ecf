"""Who writes: the contact and person behind an address, made for a stranger, and bound by proof only."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlmodel import select

from storage import owed
from storage.asking import id_of
from storage.models import Channel, Contact, Invite, Person

if TYPE_CHECKING:
    from handlers.events import Event
    from storage.store import Store


def who_writes(store: Store, event: Event, language: str) -> tuple[Contact, Person]:
    """The contact and its person. An address that was never heard of becomes a stranger."""
    contact = store.contact(event.channel, event.address)
    return (contact, store.person(contact.person_id)) if contact else stranger(store, event, language)


def stranger(store: Store, event: Event, language: str) -> tuple[Contact, Person]:
    """A new person behind a new address; their name is what the channel calls them, if it does."""
    person = store.note(
        Person(practice_id=store.practice_id, name=event.name[:60], language=language, created_at=event.at)
    )
    contact = Contact(
        practice_id=store.practice_id, person_id=id_of(person), channel=event.channel, address=event.address
    )
    return store.note(contact), person


def hashed(token: str) -> str:
    """How an invitation is kept: nobody who reads the database can use it."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def redeem(store: Store, contact: Contact, token: str, event: Event) -> Person | None:
    """Bind the address to the person an invitation was made for, once and in time; None when it is not good."""
    invite = store.session.exec(
        select(Invite).where(Invite.practice_id == store.practice_id, Invite.token_hash == hashed(token))
    ).first()
    if invite is None or invite.used_at is not None or invite.expires_at <= event.at:
        return None
    invite.used_at = event.at
    return bind(store, contact, store.person(invite.person_id))


def link_by_phone(store: Store, contact: Contact, phone: str) -> Person | None:
    """The person who has this number, which the channel has verified as the writer's own."""
    known = store.contact(Channel.SMS, phone)
    return bind(store, contact, store.person(known.person_id)) if known else None


def bind(store: Store, contact: Contact, person: Person) -> Person:
    """From now on this address is that person's; a stranger who was made for it keeps nothing."""
    if contact.person_id == person.id:
        return person
    stranger = store.person(contact.person_id)
    contact.person_id = id_of(person)
    theirs, ours = store.clients_of(id_of(stranger)), store.clients_of(id_of(person))
    for client in theirs:
        if ours:
            store.give_bookings(client, ours[0])
            store.give_waits(client, ours[0])
        else:
            client.person_id = id_of(person)
    owed.inherit(store.session, id_of(stranger), id_of(person))
    return person

"""Questions about people: who writes from where, whom we may write to, who attends."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import bindparam
from sqlmodel import col, select

from storage.asking import Asking
from storage.columns import NEVER
from storage.models import (
    Channel,
    Client,
    Consent,
    Contact,
    Conversation,
    Invite,
    Person,
    Practitioner,
    Purpose,
    StaffPin,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

Row = TypeVar("Row")

# Built once: building a statement costs as much as asking it.
_CLIENTS = select(Client).where(Client.person_id == bindparam("person")).order_by(col(Client.id))
_CONTACT = select(Contact).where(
    Contact.practice_id == bindparam("practice"),
    Contact.channel == bindparam("channel"),
    Contact.address == bindparam("address"),
)
_CONTACTS = select(Contact).where(Contact.person_id == bindparam("person"))
_CONSENT = (
    select(Consent.given)
    .where(Consent.contact_id == bindparam("contact"), Consent.purpose == bindparam("purpose"))
    .order_by(col(Consent.id).desc())
    .limit(1)
)
_CONVERSATION = select(Conversation).where(Conversation.person_id == bindparam("person"))
_STAFF = (
    select(Person)
    .join(Practitioner, col(Practitioner.id) == Person.practitioner_id)
    .where(Person.practice_id == bindparam("practice"), col(Practitioner.active))
    .order_by(col(Practitioner.id))
)
_OWNERS = _STAFF.where(col(Practitioner.owner))


class People(Asking):
    """Persons, their contacts and consents, their one conversation, and the clients they write for."""

    def person(self, person_id: int) -> Person:
        """Raises LookupError when there is none, or it is another practice's."""
        found = self.session.get(Person, person_id)
        if found is None or found.practice_id != self.practice_id:
            raise LookupError(f"person {person_id}")
        return found

    def persons(self, person_ids: Collection[int]) -> list[Person]:
        """Several persons of this practice at once. Who holds them spares `person` the asking."""
        theirs = select(Person).where(Person.practice_id == self.practice_id, col(Person.id).in_(person_ids))
        return list(self.session.exec(theirs))

    def client(self, client_id: int) -> Client:
        """Raises LookupError when there is none, or it is another practice's."""
        found = self.session.get(Client, client_id)
        if found is None or found.practice_id != self.practice_id:
            raise LookupError(f"client {client_id}")
        return found

    def clients_of(self, person_id: int) -> list[Client]:
        """Whom a person writes for, oldest first."""
        return list(self.session.exec(_CLIENTS, params={"person": person_id}))

    def clients_named(self, name: str) -> list[Client]:
        """The clients of this name, whatever its capitals and accents; failing that, those it is a part of.

        A client without a name of their own has their person's.
        """
        rows = self.session.exec(
            select(Client, Person.name)
            .join(Person, col(Person.id) == Client.person_id)
            .where(Client.practice_id == self.practice_id)
            .order_by(col(Client.id))
        )
        return _named(name, [(client, client.name or person) for client, person in rows])

    def people_named(self, name: str) -> list[Person]:
        """The persons of this name, as `clients_named`."""
        rows = self.session.exec(select(Person).where(Person.practice_id == self.practice_id).order_by(col(Person.id)))
        return _named(name, [(person, person.name) for person in rows])

    def person_by_phone(self, phone: str) -> Person | None:
        """Who has this number (E.164)."""
        found = self.contact(Channel.SMS, phone)
        return self.person(found.person_id) if found else None

    def staff(self) -> list[Person]:
        """The persons of the active practitioners, those whom we could write to."""
        return list(self.session.exec(_STAFF, params={"practice": self.practice_id}))

    def owner(self) -> Person | None:
        """Who hears the alerts: the first active practitioner that the practice file calls owner."""
        return self.session.exec(_OWNERS, params={"practice": self.practice_id}).first()

    def pin(self, person_id: int) -> StaffPin | None:
        """The PIN of somebody of the practice, if they have chosen one."""
        return self.session.get(StaffPin, person_id)

    def joined_at(self, person_id: int) -> datetime | None:
        """When they last took up an invitation."""
        used = select(Invite.used_at).where(Invite.person_id == person_id, col(Invite.used_at).is_not(None))
        return self.session.exec(used.order_by(col(Invite.used_at).desc()).limit(1)).first()

    def persons_of_practitioner(self, practitioner_id: int) -> list[int]:
        """The persons who are this practitioner: those to tell what concerns them."""
        mine = select(Person.id).where(Person.practitioner_id == practitioner_id)
        return [person_id for person_id in self.session.exec(mine) if person_id is not None]

    def contact(self, channel: Channel, address: str) -> Contact | None:
        """Whose address it is; a dead one too."""
        which = {"practice": self.practice_id, "channel": channel, "address": address}
        return self.session.exec(_CONTACT, params=which).first()

    def contacts(self, person_id: int) -> list[Contact]:
        """A person's contacts, dead ones too, the latest heard from first."""
        found = self.session.exec(_CONTACTS, params={"person": person_id})
        return sorted(found, key=lambda contact: (contact.heard_at or NEVER, contact.id or 0), reverse=True)

    def best_contact(self, person_id: int, purpose: Purpose = Purpose.APPOINTMENTS) -> Contact | None:
        """Where to write to a person: alive, with consent, and where we heard from them last."""
        return next((c for c in self.contacts(person_id) if c.alive and self.may_message(c, purpose)), None)

    def may_message(self, contact: Contact | int, purpose: Purpose = Purpose.APPOINTMENTS) -> bool:
        """Whether an address agrees to this purpose: its newest word counts.

        Without any word, a first message of its own implies messages about appointments, and nothing else.
        """
        which = {"contact": contact if isinstance(contact, int) else contact.id, "purpose": purpose}
        newest = self.session.exec(_CONSENT, params=which).first()
        return purpose is Purpose.APPOINTMENTS if newest is None else newest

    def consented(
        self, contact_id: int, *, given: bool, at: datetime, act: str, wording: str = "", language: str = "",
        purposes: Iterable[Purpose] = (Purpose.APPOINTMENTS,),
    ) -> None:  # fmt: skip
        """Keep a yes or no for these purposes, with the words that were shown."""
        for purpose in purposes:
            word = Consent(contact_id=contact_id, purpose=purpose, given=given, at=at, act=act)
            word.wording, word.language = wording, language
            self.note(word)

    def conversation(self, person_id: int) -> Conversation:
        """A person's one conversation, made when they have none; nothing was said in a new one (`at` is NEVER)."""
        found = self.session.exec(_CONVERSATION, params={"person": person_id}).first()
        return found or self.note(Conversation(person_id=person_id, at=NEVER))


def plain(name: str) -> str:
    """A name without capitals, accents and doubled blanks, to compare by."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _named(name: str, rows: list[tuple[Row, str]]) -> list[Row]:
    wanted = plain(name)
    exact = [row for row, its in rows if plain(its) == wanted]
    return exact or [row for row, its in rows if wanted and wanted in plain(its)]

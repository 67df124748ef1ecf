"""Everything that is known of whoever writes, in one question: it is asked at every message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import col

from storage.asking import Asking
from storage.models import Consent, Contact, Conversation, Inbox, Person, Practice, Purpose

if TYPE_CHECKING:
    from datetime import datetime

    from storage.models import Channel


@dataclass(frozen=True, slots=True)
class Writer:
    """A practice and, unless the address is new, the contact, person and conversation behind it.

    `may_message` as in `People.may_message`; `lately` is how many messages the address sent in the time asked about.
    """

    practice: Practice
    contact: Contact | None
    person: Person | None
    conversation: Conversation | None
    may_message: bool
    lately: int


_NEWEST = (
    select(col(Consent.given))
    .where(col(Consent.contact_id) == col(Contact.id), col(Consent.purpose) == Purpose.APPOINTMENTS)
    .order_by(col(Consent.id).desc())
    .limit(1)
    .correlate(Contact)
    .scalar_subquery()
)
_LATELY = (
    select(func.count())
    .where(col(Inbox.contact_id) == col(Contact.id), col(Inbox.at) >= bindparam("since"))
    .correlate(Contact)
    .scalar_subquery()
)
_WRITER = (
    select(Practice, Contact, Person, Conversation, _NEWEST, _LATELY)
    .outerjoin(
        Contact,
        and_(
            col(Contact.practice_id) == col(Practice.id),
            col(Contact.channel) == bindparam("channel"),
            col(Contact.address) == bindparam("address"),
        ),
    )
    .outerjoin(Person, col(Person.id) == col(Contact.person_id))
    .outerjoin(Conversation, col(Conversation.person_id) == col(Person.id))
    .where(col(Practice.id) == bindparam("practice"))
)


class Writers(Asking):
    """Who writes."""

    def writer(self, channel: Channel, address: str, since: datetime) -> Writer:
        """What is known of an address. Raises LookupError when there is no such practice."""
        asked = {"practice": self.practice_id, "channel": channel, "address": address, "since": since}
        row = self.session.execute(_WRITER, asked).first()
        if row is None:
            raise LookupError(f"practice {self.practice_id}")
        practice, contact, person, conversation, given, lately = row
        return Writer(practice, contact, person, conversation, given is not False, lately or 0)

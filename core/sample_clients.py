"""The clients of a practice file, made real: people to try things out with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import plans
from core.acts import Act
from storage.models import Channel, Client, Contact, Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.practice_file import ClientPart
    from storage.store import Store


def add_clients(store: Store, clients: Iterable[ClientPart], now: datetime) -> list[Person]:
    """The persons with their phone, whom they write for and what they bought; those who are here stay as they are."""
    return [store.person_by_phone(one.phone) or _add(store, one, now) for one in clients]


def _add(store: Store, one: ClientPart, now: datetime) -> Person:
    practice_id = store.practice_id
    person = Person(practice_id=practice_id, name=one.name, language=one.language, created_at=now)
    person.zone = one.zone or None
    store.add(person)
    person_id = person.id or 0
    store.add(
        Contact(practice_id=practice_id, person_id=person_id, channel=Channel.SMS, address=one.phone, heard_at=now)
    )
    theirs = [
        store.add(Client(practice_id=practice_id, person_id=person_id, name=name, created_at=now))
        for name in (*one.family, one.name)
    ]
    plan = store.plan_by_key(one.plan) if one.plan else None
    if plan is not None:
        plans.grant(store, theirs, plan, Act(f"sample:{one.phone}", None, now), used=int(one.used * 100))
    return person

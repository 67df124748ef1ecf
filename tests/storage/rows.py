"""The fewest rows that a practice needs, for the tests of storage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storage.models import (
    Appointment,
    Booking,
    Channel,
    Client,
    Contact,
    CreditMove,
    Package,
    Person,
    Place,
    Plan,
    Practice,
    Practitioner,
    Service,
    Status,
)
from storage.store import Store

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Rows:
    """Ids of a practice with one practitioner, one service, one plan and one client."""

    practice: int
    practitioner: int
    service: int
    plan: int
    person: int
    contact: int
    client: int

    def appointment(self, start=NOON, length=HOUR, **other):
        block = {"starts_at": start, "ends_at": start + length, "blocks_from": start, "blocks_to": start + length}
        ids = {"practice_id": self.practice, "practitioner_id": self.practitioner, "service_id": self.service}
        return Appointment(**ids | block | other)

    def booking(self, appointment, status=Status.BOOKED, **other):
        ids = {"practice_id": self.practice, "client_id": self.client, "made_by": self.person}
        return Booking(appointment_id=appointment.id, status=status, made_at=NOON, **ids | other)

    def package(self, act="grant"):
        return Package(
            practice_id=self.practice, plan_id=self.plan, names={"en": "Eight"}, price=1, bought_at=NOON, act=act
        )

    def move(self, package, amount, source, target, act, **other):
        ends = {"source": Place(source), "target": Place(target)}
        return CreditMove(package_id=package.id, amount=amount, act=act, at=NOON, n=0, **ends | other)


def furnish(session, key="northside"):
    """Write a practice, and answer the ids of what it has."""
    store: Any = Store(session, 0)
    practice = store.add(Practice(key=key, name="Northside", zone="America/Toronto", currency="CAD", region="CA-ON"))
    store.practice_id = practice.id
    practitioner = store.add(Practitioner(practice_id=practice.id, key="ana", name="Ana Silva"))
    service = store.add(Service(practice_id=practice.id, key="session", names={"en": "Session"}, minutes=60))
    plan = store.add(Plan(practice_id=practice.id, key="eight", names={"en": "Eight"}, credits=800, price=1))
    person = store.add(Person(practice_id=practice.id, name="Maya", created_at=NOON))
    contact = store.add(
        Contact(practice_id=practice.id, person_id=person.id, channel=Channel.SMS, address="+14165550101")
    )
    client = store.add(Client(practice_id=practice.id, person_id=person.id, created_at=NOON))
    return Rows(practice.id, practitioner.id, service.id, plan.id, person.id, contact.id, client.id)


@pytest.fixture
def rows(database):
    """A practice in the database of the test."""
    with database.transaction() as session:
        return furnish(session)

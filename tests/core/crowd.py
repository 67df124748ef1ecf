"""A practice that is full for a week, and a crowd that waits for it: written a table at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, text

from core.windows import Window, Windows, pack
from storage.models import (
    Appointment,
    Booking,
    Channel,
    Client,
    Contact,
    CreditMove,
    EntryState,
    Package,
    PackageClient,
    PackageService,
    Person,
    Place,
    Status,
    WaitlistEntry,
)
from storage.tables import table
from tests.core.world import TORONTO

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session, SQLModel

    from tests.core.world import World

STARTS = (
    8 * 60,
    9 * 60 + 30,
    11 * 60,
    12 * 60 + 30,
    14 * 60,
    15 * 60 + 30,
    17 * 60,
)  # a day without a gap for one more
WEEK = 5  # working days
HALVES = ((8, 13), (13, 19))


def fill(world: World, days: int = WEEK) -> list[int]:
    """Every place of the working days that begin tomorrow is booked, each by somebody else: the bookings."""
    with world.database.transaction(world.practice_id) as session:
        places = [
            (day, minute, who) for day in working(world, days) for minute in STARTS for who in _practitioners(world)
        ]
        clients = _people(session, world, "guest", len(places))
        appointments = _ids(session, Appointment, len(places))
        bookings = _ids(session, Booking, len(places))
        rows = list(zip(appointments, places, strict=True))
        _put(session, Appointment, (_appointment(world, n, *place) for n, place in rows))
        _put(session, Booking, (_booking(world, *each) for each in zip(bookings, appointments, clients, strict=True)))
        return bookings


def queue(world: World, many: int, days: int = WEEK) -> list[int]:
    """So many wait, each with a package, for one half-day of each week with anybody: the entries, in order."""
    with world.database.transaction(world.practice_id) as session:
        clients = _people(session, world, "waits", many)
        packages, entries = _ids(session, Package, many), _ids(session, WaitlistEntry, many)
        _put(session, Package, (_package(world, n) for n in packages))
        each = list(zip(packages, clients, strict=True))
        _put(session, PackageClient, ({"package_id": package, "client_id": client} for package, client in each))
        covered = {"service_id": world.services["session"], "cost": 100}
        _put(session, PackageService, ({"package_id": package, **covered} for package in packages))
        _put(session, CreditMove, (_granted(world, package) for package in packages))
        ours = zip(entries, clients, range(many), strict=True)
        ahead = working(world, days)
        _put(session, WaitlistEntry, (_entry(world, ahead, *one) for one in ours))
        return entries


def working(world: World, days: int) -> list[datetime]:
    """The working days that begin tomorrow, at midnight."""
    midnight = world.now.astimezone(TORONTO).replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = (midnight + timedelta(days=n) for n in range(1, 2 * days + 3))
    return [day for day in ahead if day.weekday() < 5][:days]


def _practitioners(world: World) -> tuple[int, ...]:
    return world.ana, world.marc, world.priya


def _ids(session: Session, noun: type[SQLModel], many: int) -> list[int]:
    """The ids of rows to come."""
    last = session.execute(select(func.max(table(noun).c.id))).scalar() or 0
    return list(range(last + 1, last + 1 + many))


def _put(session: Session, noun: type[SQLModel], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows; what is written after them without an id gets a later one on PostgreSQL too."""
    session.execute(insert(table(noun)), list(rows))
    if "id" in table(noun).c and session.connection().dialect.name == "postgresql":
        name = table(noun).name
        session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), MAX(id)) FROM {name}"))


def _people(session: Session, world: World, name: str, many: int) -> list[int]:
    """So many clients of their own, whom we can write to."""
    persons, clients = _ids(session, Person, many), _ids(session, Client, many)
    ours = {"practice_id": world.practice_id}
    at = {"created_at": world.now}
    who = {"language": "en", "unwanted": [], **ours, **at}
    _put(session, Person, ({"id": n, "name": f"{name} {n}", **who} for n in persons))
    phone = {"channel": Channel.SMS, "alive": True, **ours}
    _put(session, Contact, ({"person_id": n, "address": f"+1416{n:07}", **phone} for n in persons))
    each = zip(clients, persons, strict=True)
    _put(session, Client, ({"id": c, "person_id": p, "name": f"{name} {p}", **ours, **at} for c, p in each))
    return clients


def _appointment(world: World, n: int, day: datetime, minute: int, who: int) -> dict[str, Any]:
    starts = (day + timedelta(minutes=minute)).astimezone(UTC)
    ends = starts + timedelta(minutes=60)
    return {
        "id": n, "practice_id": world.practice_id, "practitioner_id": who, "service_id": world.services["session"],
        "starts_at": starts, "ends_at": ends, "blocks_from": starts, "blocks_to": ends + timedelta(minutes=15),
        "capacity": 1, "live": True,
    }  # fmt: skip


def _booking(world: World, n: int, appointment: int, client: int) -> dict[str, Any]:
    return {
        "id": n, "practice_id": world.practice_id, "appointment_id": appointment, "client_id": client,
        "status": Status.BOOKED, "credits": 0, "price": 0, "moves": 0, "made_at": world.now, "made_by": client,
        "by_practice": False, "late": False, "grace": False, "charged": 0, "terms": {},
    }  # fmt: skip


def _package(world: World, n: int) -> dict[str, Any]:
    plan = world.plans["open"]
    return {
        "id": n, "practice_id": world.practice_id, "plan_id": plan, "names": {}, "price": 36_000,
        "bought_at": world.now, "act": f"crowd {n}", "frozen_because": "",
    }  # fmt: skip


def _granted(world: World, package: int) -> dict[str, Any]:
    return {
        "package_id": package, "amount": 400, "source": Place.OUTSIDE, "target": Place.FREE, "act": f"crowd {package}",
        "n": 0, "at": world.now, "why": "",
    }  # fmt: skip


def _entry(world: World, days: list[datetime], entry: int, client: int, n: int) -> dict[str, Any]:
    """The half-days in turn; every seventh waits for any time."""
    opens, closes = HALVES[n // WEEK % 2]
    wished = days[n % WEEK :: WEEK]
    wish = Windows(tuple(Window(day + timedelta(hours=opens), day + timedelta(hours=closes)) for day in wished))
    if n % 7 == 0:
        wish = Windows(tuple(Window(day, day + timedelta(days=1)) for day in days))
    return {
        "id": entry, "practice_id": world.practice_id, "client_id": client, "service_id": world.services["session"],
        "practitioner_id": None, "wish": pack(wish), "until": wish.end, "state": EntryState.WAITING,
        "at": world.now + timedelta(seconds=n) - timedelta(days=1), "act": f"waits {entry}",
    }  # fmt: skip

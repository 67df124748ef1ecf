"""A small practice for the tests of core, and what happens in it, said in few words. Times are local to Toronto."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import SQLModel, select

from core import audit, bookings, credits, plans
from core.acts import Act
from core.slots import Slot
from storage.models import (
    ClassTime,
    Client,
    Person,
    Plan,
    PlanService,
    Practice,
    Practitioner,
    Service,
    ServiceGiver,
    WhoMayBook,
    WorkingHours,
)
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlmodel import Session

    from core.audit import Finding
    from core.credits import Balance
    from core.quotes import Quote
    from storage.database import Database
    from storage.models import Booking

Row = TypeVar("Row", bound=SQLModel)
TORONTO = ZoneInfo("America/Toronto")
MONDAY = datetime(2026, 3, 2, 10, 15, tzinfo=TORONTO)


def local(text: str) -> datetime:
    """An instant as it is read on a clock in Toronto: "2026-03-03 15:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO)


class World:
    """A practice with three practitioners, and a clock that stands still until it is told to move."""

    def __init__(self, database: Database, now: datetime = MONDAY, key: str = "north", **policies: int) -> None:
        self.database = database
        self.now = now
        self.acts = count(1)
        with database.transaction() as session:
            self._found(session, key, policies)

    def _found(self, session: Session, key: str, policies: dict[str, int]) -> None:
        def add(row: Any) -> int:
            session.add(row)
            session.flush()
            return int(row.id)

        rules = {"policies": policies}
        about: dict[str, Any] = {"zone": "America/Toronto", "currency": "CAD", "region": "CA-ON"}
        self.practice_id = add(Practice(key=key, name="Northside", rules=rules, **about))
        ours: dict[str, Any] = {"practice_id": self.practice_id}
        self.ana, self.marc, self.priya = (add(Practitioner(key=k, name=k, **ours)) for k in ("ana", "marc", "priya"))
        for who in (self.ana, self.marc, self.priya):
            for weekday in range(6):
                opens, closes = (480, 1140) if weekday < 5 else (540, 780)
                add(WorkingHours(practitioner_id=who, weekday=weekday, opens=opens, closes=closes))
        self.services = {
            service.key: add(service)
            for service in (
                Service(key="session", names={}, minutes=60, buffer_after=15, price=9500, usual=True, **ours),
                Service(key="followup", names={}, minutes=30, price=5500, **ours),
                Service(key="class", names={}, minutes=50, price=3000, capacity=6, **ours),
                Service(key="duo", names={}, minutes=60, price=6000, capacity=2, pay_later=True, **ours),
                Service(key="talk", names={}, minutes=30, **ours),
                Service(
                    key="assessment", names={}, minutes=60, price=12000, pay_later=True, who=WhoMayBook.NEW, **ours
                ),
                Service(key="gym", names={}, minutes=60, price=2000, pay_later=True, who=WhoMayBook.PACKAGE, **ours),
            )
        }
        add(ClassTime(service_id=self.services["class"], practitioner_id=self.priya, weekday=2, starts=1080))
        for name, service_id in self.services.items():
            for who in (self.priya,) if name == "class" else (self.ana, self.marc, self.priya):
                session.add(ServiceGiver(service_id=service_id, practitioner_id=who))
        self.plans = {
            plan.key: add(plan)
            for plan in (
                Plan(key="progress", names={}, credits=800, price=68000, validity_days=180, **ours),
                Plan(key="open", names={}, credits=400, price=36000, **ours),
                Plan(key="monthly", names={}, credits=400, price=34000, monthly=True, **ours),
            )
        }
        for plan_id in self.plans.values():
            for name, cost in (("session", 100), ("followup", 50), ("class", 50), ("duo", 75)):
                session.add(PlanService(plan_id=plan_id, service_id=self.services[name], cost=cost))

    # Time

    def at(self, text: str) -> None:
        self.now = local(text)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def new_act(self) -> str:
        return f"act:{self.practice_id}:{next(self.acts)}"

    # One decision of somebody: a transaction of its own

    @contextmanager
    def turn(self, by: int | None = None, act: str = "") -> Iterator[tuple[Store, Act]]:
        with self.database.transaction(self.practice_id) as session:
            yield Store(session, self.practice_id), Act(act or self.new_act(), by, self.now)

    @contextmanager
    def look(self) -> Iterator[Store]:
        with self.database.reading() as session:
            yield Store(session, self.practice_id)

    # People

    def person(self, name: str = "Maya") -> int:
        with self.turn() as (store, act):
            return store.add(Person(practice_id=self.practice_id, name=name, created_at=act.at)).id or 0

    def client(self, name: str = "Maya", person: int | None = None) -> Client:
        """A client, of a new person unless one is given."""
        person = person or self.person(name)
        with self.turn() as (store, act):
            return store.add(Client(practice_id=self.practice_id, person_id=person, name=name, created_at=act.at))

    def grant(self, client: Client, plan: str = "progress", *, used: int = 0, expires: date | None = None) -> int:
        with self.turn() as (store, act):
            package = plans.grant(store, client, store.plan(self.plans[plan]), act, used=used, expires=expires)
            return package.id or 0

    # Bookings

    def slot(self, at: str, who: int | None = None, service: str = "session") -> Slot:
        return Slot(local(at), who or self.ana, self.services[service])

    def quote(self, client: Client, at: str, who: int | None = None, service: str = "session") -> Quote:
        with self.look() as store:
            slot = self.slot(at, who, service)
            return bookings.quote(store, client, store.service(slot.service_id), slot, self.now)

    def book(self, client: Client, at: str, who: int | None = None, service: str = "session") -> Booking:
        quoted = self.quote(client, at, who, service)
        with self.turn(client.person_id) as (store, act):
            return bookings.book(store, client, quoted, act)

    def book_all(self, client: Client, *starts: str, who: int | None = None, service: str = "session") -> list[Booking]:
        with self.turn(client.person_id) as (store, act):
            slots = [self.slot(at, who, service) for at in starts]
            quoted = bookings.quotes(store, client, store.service(self.services[service]), slots, self.now)
            return bookings.book_all(store, client, [q for q in quoted if isinstance(q, bookings.Quote)], act)

    def move(self, booking: Booking, at: str, who: int | None = None, by: int | None = None) -> Booking:
        with self.turn(by or booking.made_by) as (store, act):
            mine = store.booking(booking.id or 0)
            service_id = store.appointment(mine.appointment_id).service_id
            slot = Slot(local(at), who or self.ana, service_id)
            return bookings.move(store, mine, slot, act)

    def cancel(self, booking: Booking, by: int | None = None, *, by_practice: bool = False) -> bookings.CancelCost:
        with self.turn(by or booking.made_by) as (store, act):
            return bookings.cancel(store, store.booking(booking.id or 0), act, by_practice=by_practice)

    def undo(self, person: int) -> list[bookings.Undone]:
        with self.turn(person) as (store, act):
            return bookings.undo(store, person, act)

    # What is so now

    def see(self, booking: Booking) -> Booking:
        with self.look() as store:
            return store.booking(booking.id or 0)

    def starts_at(self, booking: Booking) -> datetime:
        with self.look() as store:
            return store.appointment(store.booking(booking.id or 0).appointment_id).starts_at

    def balance(self, package_id: int) -> Balance:
        with self.look() as store:
            return credits.balance(store, store.package(package_id))

    def free(self, package_id: int) -> int:
        return self.balance(package_id).free

    def upcoming(self, *clients: Client) -> list[str]:
        """The starts of what is booked, as read on a clock."""
        with self.look() as store:
            visits = bookings.upcoming(store, [client.id or 0 for client in clients], self.now)
        return [f"{visit.appointment.starts_at.astimezone(TORONTO):%Y-%m-%d %H:%M}" for visit in visits]

    def rows(self, noun: type[Row], **having: object) -> list[Row]:
        """All rows of a noun with these values, oldest first."""
        with self.database.reading() as session:
            return list(session.exec(select(noun).filter_by(**having).order_by("id")))

    def findings(self) -> list[Finding]:
        with self.database.reading() as session:
            return audit.findings(session, self.practice_id, self.now)

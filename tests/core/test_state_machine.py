"""Whatever happens in whatever order, repeated or broken off: the laws hold after every step."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from core import adjustments, bookings, credits, expiry, memberships, plans, waitlist
from core.errors import Refusal
from core.outcomes import OUTCOMES
from core.slots import Slot
from storage.models import (
    LIVE,
    Appointment,
    AuditEntry,
    Booking,
    Channel,
    Contact,
    CreditMove,
    Invoice,
    InvoiceLine,
    Membership,
    MembershipState,
    Offer,
    OfferState,
    Package,
    Place,
    Status,
)
from tests.core.world import TORONTO, World

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.acts import Act
    from core.credits import Balance
    from storage.database import Database
    from storage.models import Client
    from storage.store import Store

    Work = Callable[[Store, Act], object]

practices = count(1)

# Few enough that everybody is in everybody's way.
days = st.integers(0, 7)
times = st.sampled_from([time(9), time(9, 30), time(10), time(15), time(18)])
services = st.sampled_from(["session", "session", "followup", "duo", "class", "assessment"])
who = st.sampled_from(["ana", "marc", "priya"])
anyone = st.integers(0, 4)
any_booking = st.integers(0, 1_000)
fates = st.sampled_from(["once", "once", "once", "twice", "crash", "undone"])
near = st.sampled_from([None, None, 25, 24, 13, 12, 1])  # hours before the session
now_and_then = st.integers(0, 5).map(lambda n: n == 5)


class Crash(Exception):
    """The program ends in the middle of a turn."""


class Diary(RuleBasedStateMachine):
    """Clients, practitioners and the clock of one practice: who books, moves and cancels."""

    database: Database

    @initialize(share=st.sampled_from([0, 33, 100]), grace=st.integers(0, 1), moves=st.integers(0, 2))
    def opens(self, share: int, grace: int, moves: int) -> None:
        policies: dict[str, Any] = {"late_cancel_share": share, "no_show_share": share}
        policies |= {"grace_per_year": grace, "moves_per_booking": moves}
        self.world = World(self.database, key=f"practice {next(practices)}", **policies)
        maya, tom, lea = (self.world.client(name) for name in ("Maya", "Tom", "Léa"))
        self.clients: list[Client] = [maya, tom, lea, self.world.client("Max", lea.person_id), self.world.client("New")]
        self.reception = self.world.person("Reception")
        self.used_before: dict[int, int] = {}
        for client in (maya, tom, lea):
            self.world.grant(client)
        with self.world.turn() as (store, _):
            for n, client in enumerate(self.clients[:3]):
                ours, address = store.practice_id, f"+1416555{n:04}"
                store.add(Contact(practice_id=ours, person_id=client.person_id, channel=Channel.SMS, address=address))

    # What people do

    @rule(client=anyone, service=services, day=days, at=times, with_=who, held=now_and_then, fate=fates)
    def books(self, client: int, service: str, day: int, at: time, with_: str, held: bool, fate: str) -> None:
        mine, slot = self.clients[client], self.slot(service, day, at, with_)

        def work(store: Store, act: Act) -> None:
            quoted = bookings.quote(store, mine, store.service(slot.service_id), slot, act.at)
            until = act.at + timedelta(minutes=30) if held else None
            bookings.book(store, mine, quoted, act, held_until=until)

        self.happens(mine.person_id, work, fate)

    @precondition(lambda self: self.ids(*LIVE))
    @rule(which=any_booking, hours=near, day=days, at=times, with_=who, fate=fates)
    def moves(self, which: int, hours: int | None, day: int, at: time, with_: str, fate: str) -> None:
        booking = self.pick(which, *LIVE)
        self.comes_near(booking, hours)

        def work(store: Store, act: Act) -> None:
            mine = store.booking(booking.id or 0)
            service_id = store.appointment(mine.appointment_id).service_id
            slot = Slot(self.instant(day, at), getattr(self.world, with_), service_id)
            bookings.move(store, mine, slot, act)

        self.happens(booking.made_by, work, fate)

    @precondition(lambda self: self.ids(*LIVE))
    @rule(which=any_booking, hours=near, by_practice=now_and_then, fate=fates)
    def cancels(self, which: int, hours: int | None, by_practice: bool, fate: str) -> None:
        booking = self.pick(which, *LIVE)
        self.comes_near(booking, hours)

        def work(store: Store, act: Act) -> None:
            mine = store.booking(booking.id or 0)
            quoted = bookings.cancel_quote(store, mine, act.at, by_practice=by_practice)
            assert bookings.cancel(store, mine, act, by_practice=by_practice) == quoted

        self.happens(self.reception if by_practice else booking.made_by, work, fate)

    @rule(client=anyone, fate=st.sampled_from(["once", "twice", "crash"]))
    def undoes(self, client: int, fate: str) -> None:
        person = self.clients[client].person_id
        self.happens(person, lambda store, act: bookings.undo(store, person, act), fate)

    @rule(fate=st.sampled_from(["once", "twice", "crash"]))
    def reception_undoes(self, fate: str) -> None:
        self.happens(self.reception, lambda store, act: bookings.undo(store, self.reception, act), fate)

    @rule(minutes=st.sampled_from([1, 4, 6, 31, 600, 1440, 40 * 1440]))
    def time_passes(self, minutes: int) -> None:
        self.becomes(self.world.now + timedelta(minutes=minutes))

    def comes_near(self, booking: Booking, hours: int | None) -> None:
        """It becomes so many hours before a session."""
        if hours is not None:
            self.becomes(self.world.starts_at(booking) - timedelta(hours=hours))

    def becomes(self, now: datetime) -> None:
        """A day does not pass without a sweep; within one, whoever needs a place finds the lapsed hold."""
        a_day_passes = now - self.world.now >= timedelta(days=1)
        self.world.now = max(now, self.world.now)
        if a_day_passes:
            with self.world.turn() as (store, act):
                bookings.lapse_holds(store, act.at)
                waitlist.sweep(store, act)

    # How it happens

    def happens(self, person: int | None, work: Work, fate: str) -> None:
        """Once; twice, as when a message comes again; broken off before it is kept; or undone at once."""
        with self.world.turn() as (store, act):
            bookings.lapse_holds(store, act.at)
        before, act_id = self.snapshot(), self.world.new_act()
        if fate == "crash":
            with suppress(Crash):
                self.run(person, work, act_id, crash=True)
            assert self.snapshot() == before
            return
        if not self.run(person, work, act_id):
            assert self.snapshot() == before  # a refusal leaves nothing behind
        after = self.snapshot()
        if fate == "twice":
            with suppress(IntegrityError):
                self.run(person, work, act_id)
            assert self.snapshot() == after
        if fate == "undone" and person and self.world.rows(AuditEntry, act=act_id):
            self.is_undone(person, before)

    def run(self, person: int | None, work: Work, act_id: str, *, crash: bool = False) -> bool:
        """One turn, as a script has it: a refusal is caught, and the turn ends well. Says whether it was done."""
        with self.world.turn(person, act_id) as (store, act):
            try:
                work(store, act)
            except Refusal:
                assert not store.wrote
                return False
            if crash:
                raise Crash
        return True

    def is_undone(self, person: int, before: State) -> None:
        assert self.run(person, lambda store, act: bookings.undo(store, person, act), self.world.new_act())
        now = self.snapshot()
        for booking in now.bookings.keys() - before.bookings.keys():
            assert now.bookings.pop(booking).status is Status.CANCELLED
        assert now == before

    # What is so

    def slot(self, service: str, day: int, at: time, with_: str) -> Slot:
        starts_at = self.instant(day, at)
        if service == "class":
            today = self.world.now.astimezone(TORONTO).date()
            wednesday = today + timedelta(days=(2 - today.weekday()) % 7)
            starts_at, with_ = datetime.combine(wednesday, time(18), TORONTO), "priya"
        return Slot(starts_at, getattr(self.world, with_), self.world.services[service])

    def instant(self, days_on: int, at: time) -> datetime:
        """So many working days on."""
        day = self.world.now.astimezone(TORONTO).date()
        working = [later for later in (day + timedelta(days=n) for n in range(60)) if later.weekday() < 5]
        return datetime.combine(working[days_on], at, TORONTO)

    def ids(self, *statuses: Status) -> list[int]:
        """The bookings that are in one of these parts of their lives, as of the last look."""
        return [booking_id for booking_id, kept in self.state.bookings.items() if kept.status in statuses]

    def pick(self, which: int, *statuses: Status) -> Booking:
        ids = self.ids(*statuses)
        (booking,) = self.world.rows(Booking, id=ids[which % len(ids)])
        return booking

    def snapshot(self) -> State:
        """All that matters of packages, bookings and invoices."""
        with self.world.look() as store:
            return State.of(store)

    @invariant()
    def all_is_well(self) -> None:
        assert self.world.findings() == []
        self.state = state = self.snapshot()
        numbers_add_up(state, self.used_before)
        nobody_is_in_two_places(state)
        grace_is_given_once_a_year(state)
        what_was_quoted_is_owed(state)
        assert state.numbers == list(range(1, len(state.numbers) + 1))

    def today(self) -> date:
        return self.world.now.astimezone(TORONTO).date()


class Practice(Diary):
    """And all that happens to sessions and plans besides."""

    @precondition(lambda self: len(self.state.packages) < 8)
    @rule(client=anyone, plan=st.sampled_from(["progress", "open", "monthly"]), used=st.sampled_from([0, 50, 400]))
    def is_granted(self, client: int, plan: str, used: int) -> None:
        with self.world.turn(self.reception) as (store, act):
            family = self.clients[2:4] if client in {2, 3} else self.clients[client]
            sold = store.plan(self.world.plans[plan])
            if sold.monthly:
                theirs = family if isinstance(family, list) else [family]
                package = memberships.begin(store, theirs, sold, theirs[0].person_id, act, used=used)
            else:
                package = plans.grant(store, family, sold, act, used=used)
        self.used_before[package.id or 0] = used

    @rule(client=anyone, day=days, at=times, with_=who, every=st.integers(1, 3), n=st.integers(2, 5), fate=fates)
    def books_a_series(self, client: int, day: int, at: time, with_: str, every: int, n: int, fate: str) -> None:
        mine = self.clients[client]
        slots = [self.slot("session", day + every * k, at, with_) for k in range(n)]

        def work(store: Store, act: Act) -> None:
            quoted = bookings.quotes(store, mine, store.service(slots[0].service_id), slots, act.at)
            bookings.book_all(store, mine, [q for q in quoted if isinstance(q, bookings.Quote)], act)

        self.happens(mine.person_id, work, fate)

    @precondition(lambda self: self.ids(*LIVE))
    @rule(which=any_booking, hours=near, fate=fates)
    def cancels_the_rest(self, which: int, hours: int | None, fate: str) -> None:
        booking = self.pick(which, *LIVE)
        self.comes_near(booking, hours)

        def work(store: Store, act: Act) -> None:
            rest = bookings.rest_of_series(store, store.booking(booking.id or 0))
            bookings.cancel_all(store, [visit.booking for visit in rest], act)

        self.happens(booking.made_by, work, fate)

    @precondition(lambda self: self.ids(Status.BOOKED, *OUTCOMES))
    @rule(which=any_booking, outcome=st.sampled_from(OUTCOMES), too_soon=now_and_then, fate=fates)
    def took_place(self, which: int, outcome: Status, too_soon: bool, fate: str) -> None:
        """Marked when it has begun, as a rule; also before, and again."""
        booking = self.pick(which, Status.BOOKED, *OUTCOMES)
        if not too_soon:
            self.becomes(self.world.starts_at(booking))

        def work(store: Store, act: Act) -> None:
            bookings.settle(store, store.booking(booking.id or 0), outcome, act)

        self.happens(self.reception, work, fate)

    @precondition(lambda self: self.ids(*OUTCOMES))
    @rule(which=any_booking, fate=fates)
    def was_marked_by_mistake(self, which: int, fate: str) -> None:
        booking = self.pick(which, *OUTCOMES)

        def work(store: Store, act: Act) -> None:
            bookings.unsettle(store, store.booking(booking.id or 0), act)

        self.happens(self.reception, work, fate)

    @rule(fate=st.sampled_from(["once", "twice", "crash"]))
    def packages_lapse(self, fate: str) -> None:
        self.happens(None, expiry.sweep, fate)

    # What the practice's hand changes

    @precondition(lambda self: self.state.packages)
    @rule(which=any_booking, amount=st.sampled_from([-250, -100, 50, 100]), fate=fates)
    def is_adjusted(self, which: int, amount: int, fate: str) -> None:
        package_id = self.package(which)

        def work(store: Store, act: Act) -> None:
            adjustments.adjust(store, store.package(package_id), amount, act, "machine broke")

        self.happens(self.reception, work, fate)

    @precondition(lambda self: self.state.packages)
    @rule(which=any_booking, span=st.sampled_from([None, 3, 30]), fate=fates)
    def is_frozen_or_thawed(self, which: int, span: int | None, fate: str) -> None:
        package_id = self.package(which)
        until = self.today() + timedelta(days=span) if span else None

        def work(store: Store, act: Act) -> None:
            package = store.package(package_id)
            if package.frozen_because:
                adjustments.thaw(store, package, act)
            else:
                adjustments.freeze(store, package, until, act)

        self.happens(self.reception, work, fate)

    @precondition(lambda self: self.state.packages)
    @rule(which=any_booking, days=st.sampled_from([-1, 0, 40]), fate=fates)
    def gets_another_last_day(self, which: int, days: int, fate: str) -> None:
        """Also after it lapsed: what had is free again."""
        package_id, until = self.package(which), self.today() + timedelta(days=days)

        def work(store: Store, act: Act) -> None:
            adjustments.extend(store, store.package(package_id), until, act)

        self.happens(self.reception, work, fate)

    @precondition(lambda self: self.world.rows(Membership, practice_id=self.world.practice_id))
    @rule(
        which=any_booking,
        what=st.sampled_from(["pause", "end", "on"]),
        fate=st.sampled_from(["once", "twice", "crash"]),
    )
    def a_membership_changes(self, which: int, what: str, fate: str) -> None:
        found = self.world.rows(Membership, practice_id=self.world.practice_id)
        chosen = found[which % len(found)]

        def work(store: Store, act: Act) -> None:
            mine = store.membership(chosen.id or 0)
            if what == "pause" and mine.state is MembershipState.ACTIVE:
                memberships.pause(store, mine, None, act)
            elif what == "end" and mine.state in {MembershipState.ACTIVE, MembershipState.PAUSED}:
                memberships.end_later(store, mine, act)
            elif what == "on" and mine.state is MembershipState.ENDING:
                memberships.keep(store, mine, act)
            elif what == "on" and mine.state is MembershipState.PAUSED:
                memberships.resume(store, mine, act)

        self.happens(chosen.person_id, work, fate)

    @rule(fate=st.sampled_from(["once", "twice", "crash"]))
    def months_renew(self, fate: str) -> None:
        """At noon, on the day that it is."""
        self.becomes(datetime.combine(self.today(), time(12), TORONTO))

        def work(store: Store, act: Act) -> None:
            memberships.sweep(store, act)
            adjustments.thaw_due(store, act)

        self.happens(None, work, fate)

    def package(self, which: int) -> int:
        """One of the packages, as of the last look."""
        return sorted(self.state.packages)[which % len(self.state.packages)]


@dataclass(frozen=True)
class Kept:
    """A booking, as far as somebody could tell the difference."""

    client_id: int
    status: Status
    place: tuple[int, datetime, datetime] | None  # practitioner, start and end; a cancelled booking has none
    package_id: int | None
    credits: int
    price: int
    charged: int
    late: bool
    grace: bool
    moves: int
    cancelled_at: datetime | None

    @classmethod
    def of(cls, booking: Booking, appointment: Appointment) -> Kept:
        place = (appointment.practitioner_id, appointment.starts_at, appointment.ends_at)
        same = {name: getattr(booking, name) for name in cls.__dataclass_fields__ if name != "place"}
        return cls(place=None if booking.status is Status.CANCELLED else place, **same)


@dataclass
class State:
    packages: dict[int, Balance]
    bookings: dict[int, Kept]
    owed: dict[int, int]  # by booking
    numbers: list[int] = field(compare=False)  # of invoices: a void one keeps its own
    offered: dict[int, bool]  # bookings that hold a place for an offer: is it for a swap?

    @classmethod
    def of(cls, store: Store) -> State:
        practice, rows = store.practice_id, store.session.exec
        packages = rows(select(Package).where(Package.practice_id == practice)).all()
        made = select(Booking, Appointment).join(Appointment, col(Appointment.id) == Booking.appointment_id)
        billed = select(Invoice, InvoiceLine).join(InvoiceLine, col(InvoiceLine.invoice_id) == Invoice.id)
        invoices = rows(billed.where(Invoice.practice_id == practice).order_by(col(Invoice.number))).all()
        offers = rows(select(Offer).where(Offer.practice_id == practice, Offer.state == OfferState.LIVE)).all()
        owed: dict[int, int] = defaultdict(int)
        for invoice, line in invoices:
            if not invoice.void:
                owed[line.booking_id or 0] += line.amount
        return cls(
            {package.id or 0: credits.balance(store, package) for package in packages},
            {b.id or 0: Kept.of(b, a) for b, a in rows(made.where(Booking.practice_id == practice))},
            dict(owed),
            [invoice.number for invoice, _ in invoices],
            {offer.booking_id or 0: offer.swap_booking_id is not None for offer in offers},
        )


def numbers_add_up(state: State, used_before: dict[int, int]) -> None:
    for package_id, b in state.packages.items():
        paid = [kept for kept in state.bookings.values() if kept.package_id == package_id]
        assert b.bought == b.used + b.booked + b.free + b.expired + b.refunded
        assert b.booked == sum(kept.credits for kept in paid if kept.status in LIVE)
        assert b.used == used_before.get(package_id, 0) + sum(kept.charged for kept in paid)


def nobody_is_in_two_places(state: State) -> None:
    swaps = {booking_id for booking_id, swap in state.offered.items() if swap}  # it is one or the other
    theirs = [kept for booking_id, kept in state.bookings.items() if booking_id not in swaps]
    live = [kept for kept in theirs if kept.status in LIVE and kept.place]
    for client_id in {kept.client_id for kept in live}:
        spans = sorted(kept.place[1:] for kept in live if kept.client_id == client_id and kept.place)
        assert all(one[1] <= next_[0] for one, next_ in pairwise(spans))


def grace_is_given_once_a_year(state: State) -> None:
    forgiven = [kept for kept in state.bookings.values() if kept.grace and kept.cancelled_at]
    for client_id in {kept.client_id for kept in forgiven}:
        dates = sorted(kept.cancelled_at for kept in forgiven if kept.client_id == client_id and kept.cancelled_at)
        assert all(after - before >= timedelta(days=365) for before, after in pairwise(dates))


def what_was_quoted_is_owed(state: State) -> None:
    for booking_id, kept in state.bookings.items():
        if kept.status in {*LIVE, Status.ATTENDED} and booking_id not in state.offered:  # nothing is owed for an offer
            assert state.owed.get(booking_id, 0) == kept.price


def run(what: type[Diary], database: Database, examples: int, steps: int) -> None:
    machine = type(f"{what.__name__}Here", (what,), {"database": database})
    wide = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=wide)
    run_state_machine_as_test(machine, settings=chosen)


def run_all(database: Database, examples: int, steps: int) -> None:
    run(Practice, database, examples, steps)
    with database.reading() as session:
        assert session.exec(select(CreditMove).where(CreditMove.target == Place.USED)).first() is not None


def test_the_laws_hold_whatever_happens(sqlite_database: Database) -> None:
    run_all(sqlite_database, examples=25, steps=30)


def test_the_laws_hold_whatever_happens_on_postgresql(postgres_database: Database) -> None:
    run_all(postgres_database, examples=6, steps=20)

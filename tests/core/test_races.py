"""Many want one place at the same moment. One has it; the others are told, and keep their credits."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from core import bookings
from core.errors import Reason, Refusal
from storage.models import Booking, Status
from tests.core.world import World

if TYPE_CHECKING:
    from storage.database import Database
    from storage.models import Client

MANY = 50
PLACE = "2026-03-03 15:00"


def crowd(world: World, size: int) -> list[tuple[Client, int]]:
    """So many clients, each with a package."""
    clients = [world.client(f"client {n}") for n in range(size)]
    return [(client, world.grant(client)) for client in clients]


def all_at_once(world: World, clients: list[Client], service: str = "session", who: int | None = None) -> Counter[str]:
    """Everybody says yes to the same place at the same moment. Counts what they are told."""
    at = PLACE if service == "session" else "2026-03-04 18:00"
    quoted = [world.quote(client, at, who, service) for client in clients]
    ready = Barrier(len(clients))

    def take(n: int) -> str:
        ready.wait()
        try:
            with world.turn(clients[n].person_id, f"yes:{n}") as (store, act):
                bookings.book(store, clients[n], quoted[n], act)
        except Refusal as refusal:
            return refusal.reason
        return "booked"

    with ThreadPoolExecutor(len(clients)) as threads:
        return Counter(threads.map(take, range(len(clients))))


def test_fifty_at_once_for_one_place(world: World) -> None:
    """Lesson 7."""
    packages = crowd(world, MANY)
    told = all_at_once(world, [client for client, _ in packages])
    assert told == {"booked": 1, Reason.TAKEN: MANY - 1}
    (winner,) = world.rows(Booking)
    free = {client.id: world.free(package) for client, package in packages}
    assert free.pop(winner.client_id) == 700
    assert set(free.values()) == {800}


def test_fifty_at_once_for_six_places_of_a_class(world: World) -> None:
    clients = [client for client, _ in crowd(world, MANY)]
    told = all_at_once(world, clients, "class", world.priya)
    assert told == {"booked": 6, Reason.FULL: MANY - 6}
    assert len({booking.appointment_id for booking in world.rows(Booking)}) == 1


def test_one_credit_for_many_places(world: World) -> None:
    """A family types on several phones at once: the last credit is spent once."""
    lea = world.client("Léa")
    package = world.grant(lea, used=700)
    starts = [f"2026-03-{day:02} 15:00" for day in (*range(9, 14), *range(16, 21))]
    quoted = [world.quote(lea, at) for at in starts]
    ready = Barrier(len(starts))

    def take(n: int) -> str:
        ready.wait()
        try:
            with world.turn(lea.person_id, f"yes:{n}") as (store, act):
                bookings.book(store, lea, quoted[n], act)
        except Refusal as refusal:
            return refusal.reason
        return "booked"

    with ThreadPoolExecutor(len(starts)) as threads:
        told = Counter(threads.map(take, range(len(starts))))
    assert told == {"booked": 1, Reason.NO_CREDIT: len(starts) - 1}
    assert (world.free(package), world.balance(package).booked) == (0, 100)


def test_cancelled_twice_at_once_gives_back_once(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    booking = world.book(maya, "2026-03-05 15:00")
    ready = Barrier(10)

    def let_go(n: int) -> str:
        ready.wait()
        try:
            world.cancel(booking)
        except Refusal as refusal:
            return refusal.reason
        return "cancelled"

    with ThreadPoolExecutor(10) as threads:
        assert Counter(threads.map(let_go, range(10))) == {"cancelled": 1, Reason.GONE: 9}
    assert world.free(package) == 800


def test_without_the_lock_and_the_nets_two_have_one_place(unlocked: Database) -> None:
    """The negative control: both look before either acts, so both see the place free, and the audit sees them."""
    world = World(unlocked)
    clients = [client for client, _ in crowd(world, 2)]
    quoted = [world.quote(client, PLACE) for client in clients]
    both_have_looked = Barrier(2, timeout=30)

    def book(n: int) -> None:
        with world.turn(clients[n].person_id, f"yes:{n}") as (store, act):
            slot = bookings.check(store, clients[n], quoted[n], act.at)
            both_have_looked.wait()
            bookings.take(store, clients[n], quoted[n], slot, act)

    with ThreadPoolExecutor(2) as threads:
        assert len(list(threads.map(book, range(2)))) == 2
    assert len(world.rows(Booking, status=Status.BOOKED)) == 2
    assert {finding.law for finding in world.findings()} == {1}

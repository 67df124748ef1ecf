"""A practitioner's day as facts, and the practice's own bookings beyond what clients may."""

from __future__ import annotations

import pytest

from core import bookings, places, time_off
from core import day as days
from core.errors import Reason, Refusal
from core.slots import Slot
from core.windows import Window, Windows
from storage.models import Booking, Status
from tests.core.world import TORONTO, World, local


def day_of(world: World, on: str = "2026-03-05", who: int | None = None) -> days.Day:
    with world.look() as store:
        practitioner = store.practitioner(who or world.ana)
        return days.day_of(store, practitioner, local(f"{on} 00:00").date(), world.now)


def settle(world: World, booking: Booking, outcome: Status) -> None:
    with world.turn() as (store, act):
        bookings.settle(store, store.booking(booking.id or 0), outcome, act)


def by_hand(world: World, client, at: str, service: str = "session", who: int | None = None) -> Booking:
    """Book as the practice's own people do."""
    with world.turn() as (store, act):
        wanted = store.service(world.services[service])
        slot = places.room(store, wanted, who or world.ana, local(at), act.at)
        quote = bookings.quote(store, client, wanted, slot, act.at, by_practice=True)
        return bookings.take(store, client, quote, slot, act)


def test_each_session_says_which_of_the_plan_it_is(world):
    maya = world.client("Maya")
    world.grant(maya, used=500)
    for at in ("2026-03-04 10:00", "2026-03-05 10:00", "2026-03-06 10:00"):
        world.book(maya, at)
    (entry,) = day_of(world).entries
    assert (entry.nth, entry.of) == (700, 800)
    assert entry.last_but_one
    assert not entry.last
    (entry,) = day_of(world, "2026-03-06").entries
    assert entry.last
    assert not entry.last_but_one


def test_a_session_that_was_marked_keeps_its_number(world):
    maya = world.client("Maya")
    world.grant(maya, used=300)
    booking = world.book(maya, "2026-03-05 10:00")
    world.at("2026-03-05 11:00")
    before = day_of(world).entries[0].nth
    settle(world, booking, Status.ATTENDED)
    assert day_of(world).entries[0].nth == before == 400


def test_the_first_visit_is_new_and_the_second_is_not(world):
    maya = world.client("Maya")
    world.grant(maya)
    world.book(maya, "2026-03-05 10:00")
    world.book(maya, "2026-03-06 10:00")
    assert day_of(world).entries[0].first
    assert not day_of(world, "2026-03-06").entries[0].first


def test_somebody_who_came_before_repbook_is_not_new(world):
    maya = world.client("Maya")
    world.grant(maya, used=300)
    world.book(maya, "2026-03-05 10:00")
    assert not day_of(world).entries[0].first


def test_who_owes_is_said_with_what(world):
    sam = world.client("Sam")
    world.book(sam, "2026-03-05 10:00", service="assessment")
    assert day_of(world).entries[0].owes == 12000


def test_what_is_owed_for_a_later_session_is_not_owed_yet(world):
    maya = world.client("Maya")
    world.grant(maya)
    world.book(maya, "2026-03-05 10:00")
    by_hand(world, maya, "2026-03-20 10:00", "gym")
    assert day_of(world).entries[0].owes == 0


def test_gaps_are_what_is_free_and_long_enough(world):
    maya = world.client("Maya")
    world.grant(maya)
    world.book(maya, "2026-03-05 10:00")
    world.book(maya, "2026-03-05 11:30")
    gaps = [tuple(f"{edge.astimezone(TORONTO):%H:%M}" for edge in gap) for gap in day_of(world).gaps]
    assert gaps == [("08:00", "10:00"), ("12:45", "19:00")]


def test_the_gaps_of_today_begin_now(world):
    world.at("2026-03-05 12:20")
    assert day_of(world).gaps[0][0] == world.now


def test_a_day_off_has_no_gaps(world):
    with world.turn() as (store, act):
        off = Windows((Window(local("2026-03-05 00:00"), local("2026-03-06 00:00")),))
        time_off.block(store, world.ana, off, act)
    found = day_of(world)
    assert (found.gaps, found.works) == ((), False)


def test_sessions_without_an_outcome_wait_for_two_weeks(world):
    maya = world.client("Maya")
    world.grant(maya)
    booking = world.book(maya, "2026-03-05 10:00")
    world.at("2026-03-06 07:00")
    assert [v.booking.id for v in day_of(world, "2026-03-06").waiting] == [booking.id]
    world.later(days=14)
    assert day_of(world, "2026-03-20").waiting == ()


def test_a_marked_session_waits_no_more(world):
    maya = world.client("Maya")
    world.grant(maya)
    booking = world.book(maya, "2026-03-05 10:00")
    world.at("2026-03-06 07:00")
    settle(world, booking, Status.NO_SHOW)
    assert day_of(world, "2026-03-06").waiting == ()


# The practice's own hand


def test_the_practice_books_within_the_notice_and_off_the_grid(world):
    maya = world.client("Maya")
    package = world.grant(maya)
    by_hand(world, maya, "2026-03-02 10:40")
    assert world.upcoming(maya) == ["2026-03-02 10:40"]
    assert world.balance(package).booked == 100


def test_the_practice_books_beyond_the_horizon(world):
    maya = world.client("Maya")
    world.grant(maya)
    by_hand(world, maya, "2026-06-02 10:00")
    assert world.upcoming(maya) == ["2026-06-02 10:00"]


def test_without_a_credit_the_price_is_owed(world):
    sam = world.client("Sam")
    booking = by_hand(world, sam, "2026-03-05 10:00")
    assert (booking.package_id, booking.price) == (None, 9500)


def test_the_practice_cannot_book_what_is_taken(world):
    maya, leo = world.client("Maya"), world.client("Leo")
    world.grant(maya)
    world.grant(leo)
    world.book(maya, "2026-03-05 10:00")
    for at in ("2026-03-05 10:30", "2026-03-05 09:00", "2026-03-05 11:10"):  # buffers included
        with pytest.raises(Refusal) as refused:
            by_hand(world, leo, at)
        assert refused.value.reason is Reason.TAKEN


def test_the_practice_cannot_book_a_client_twice_at_once(world):
    maya = world.client("Maya")
    world.grant(maya)
    world.book(maya, "2026-03-05 10:00")
    with pytest.raises(Refusal) as refused:
        by_hand(world, maya, "2026-03-05 10:00", who=world.marc)
    assert refused.value.reason is Reason.CLASH


def test_the_practice_fills_a_class_and_no_more(world):
    clients = [world.client(f"C{n}") for n in range(7)]
    for client in clients[:6]:
        by_hand(world, client, "2026-03-04 18:00", "class", world.priya)
    with pytest.raises(Refusal) as refused:
        by_hand(world, clients[6], "2026-03-04 18:00", "class", world.priya)
    assert refused.value.reason is Reason.FULL


def test_a_move_by_the_practice_does_not_count(world):
    maya = world.client("Maya")
    world.grant(maya)
    booking = world.book(maya, "2026-03-02 15:00")  # less than 12 hours away: too late for the client
    with world.turn() as (store, act):
        slot = Slot(local("2026-03-02 16:10"), world.ana, world.services["session"])
        bookings.move(store, store.booking(booking.id or 0), slot, act, by_practice=True)
    assert world.see(booking).moves == 0
    assert world.starts_at(booking) == local("2026-03-02 16:10")


def test_a_move_by_the_practice_to_its_own_edge_does_not_meet_itself(world):
    maya = world.client("Maya")
    world.grant(maya)
    booking = world.book(maya, "2026-03-05 10:00")
    with world.turn() as (store, act):
        slot = Slot(local("2026-03-05 10:30"), world.ana, world.services["session"])
        bookings.move(store, store.booking(booking.id or 0), slot, act, by_practice=True)
    assert world.starts_at(booking) == local("2026-03-05 10:30")

"""Booking, moving and cancelling, one at a time and as a series."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from core import bookings
from core.errors import Reason, Refusal
from storage.models import AuditEntry, Invoice, InvoiceLine, Status, TimeOff
from storage.models import Source as SaidBy
from tests.core.world import TORONTO, World, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.database import Database
    from storage.models import Booking


def reason(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.reason


def invoices(world: World) -> list[tuple[int, int, bool]]:
    """(number, total, void) of each."""
    return [(i.number, i.total, i.void) for i in world.rows(Invoice)]


def outcome(world: World, booking: Booking, status: Status, by: int | None = None) -> None:
    with world.turn(by) as (store, act):
        bookings.settle(store, store.booking(booking.id or 0), status, act)


# Booking


def test_a_session_is_booked_against_a_credit(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    quoted = world.quote(maya, "2026-03-03 15:00")
    assert (quoted.package_id, quoted.credits, quoted.price, quoted.free_after) == (package, 100, 0, 700)
    booking = world.book(maya, "2026-03-03 15:00")
    assert world.upcoming(maya) == ["2026-03-03 15:00"]
    assert (booking.status, booking.made_by, booking.terms["cancel_hours"]) == (Status.BOOKED, maya.person_id, 24)
    with world.look() as store:
        appointment = store.appointment(booking.appointment_id)
        assert appointment.blocks_to - appointment.ends_at == timedelta(minutes=15)
        assert [entry.what for entry in store.entries("act:1:4")] == ["booked"]


def test_time_taken_by_someone_else_meanwhile(world: World) -> None:
    maya, tom = world.client(), world.client("Tom")
    package = world.grant(maya)
    world.grant(tom)
    quoted = world.quote(maya, "2026-03-03 15:00")
    world.book(tom, "2026-03-03 15:30")
    with world.turn(maya.person_id) as (store, act):
        assert reason(lambda: bookings.book(store, maya, quoted, act)) is Reason.TAKEN
        assert not store.wrote
    assert world.free(package) == 800


def test_what_was_quoted_has_changed(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    quoted = world.quote(maya, "2026-03-03 15:00")
    sooner = world.grant(maya, expires=date(2026, 3, 30))
    with pytest.raises(Refusal) as refused, world.turn(maya.person_id) as (store, act):
        bookings.book(store, maya, quoted, act)
    assert refused.value.reason is Reason.CHANGED
    assert refused.value.facts["quote"].package_id == sooner


def test_a_yes_to_other_terms_is_no_yes(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    quoted = world.quote(maya, "2026-03-03 15:00")
    with world.turn() as (store, _):
        practice = store.practice()
        practice.rules = {"policies": {"cancel_hours": 48}}
        store.changed(practice)
    with world.turn(maya.person_id) as (store, act):
        assert reason(lambda: bookings.book(store, maya, quoted, act)) is Reason.CHANGED


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2026-03-02 10:00", Reason.PAST),
        ("2026-03-02 12:00", Reason.TOO_SOON),
        ("2026-08-03 15:00", Reason.TOO_FAR),
    ],
)
def test_a_start_that_nobody_may_book(world: World, at: str, why: Reason) -> None:
    maya = world.client()
    world.grant(maya)
    assert reason(lambda: world.quote(maya, at)) is why


def test_a_start_outside_hours_is_not_booked(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    assert reason(lambda: world.book(maya, "2026-03-03 18:30")) is Reason.CLOSED
    assert reason(lambda: world.book(maya, "2026-03-03 15:10")) is Reason.NOT_OFFERED


def test_nobody_is_in_two_places(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    first = world.book(maya, "2026-03-03 15:00")
    with pytest.raises(Refusal) as refused:
        world.quote(maya, "2026-03-03 15:30", world.marc)
    assert (refused.value.reason, refused.value.facts["booking_id"]) == (Reason.CLASH, first.id)
    world.book(maya, "2026-03-03 16:00", world.marc)  # one after the other is fine


def test_a_time_comes_free_when_it_is_cancelled(world: World) -> None:
    maya, tom = world.client(), world.client("Tom")
    world.grant(maya)
    world.grant(tom)
    world.cancel(world.book(maya, "2026-03-05 15:00"))
    world.book(tom, "2026-03-05 15:00")
    assert world.upcoming(maya, tom) == ["2026-03-05 15:00"]


def test_the_same_act_does_not_book_twice(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    quoted = world.quote(maya, "2026-03-03 15:00")
    with world.turn(maya.person_id, "sms:1") as (store, act):
        bookings.book(store, maya, quoted, act)
    with world.turn(maya.person_id, "sms:1") as (store, act):
        assert reason(lambda: bookings.book(store, maya, quoted, act)) in {Reason.TAKEN, Reason.CLASH}
    assert world.balance(package).booked == 100


# Who may book, and against money


def test_an_assessment_is_for_new_clients_and_paid_later(world: World) -> None:
    tom = world.client("Tom")
    quoted = world.quote(tom, "2026-03-04 09:00", service="assessment")
    assert (quoted.package_id, quoted.credits, quoted.price) == (None, 0, 12000)
    world.book(tom, "2026-03-04 09:00", service="assessment")
    assert invoices(world) == [(1, 12000, False)]
    world.later(days=10)
    assert reason(lambda: world.quote(tom, "2026-03-18 09:00", service="assessment")) is Reason.NEW_ONLY


def test_who_cancelled_the_first_session_is_still_new(world: World) -> None:
    tom = world.client("Tom")
    world.cancel(world.book(tom, "2026-03-04 09:00", service="assessment"))
    assert world.quote(tom, "2026-03-05 09:00", service="assessment").price == 12000


def test_a_stranger_may_owe_one_session_at_a_time(world: World) -> None:
    tom = world.client("Tom")
    family = world.client("Tim", tom.person_id)
    world.book(tom, "2026-03-04 09:00", service="duo")
    for who in (tom, family):
        with pytest.raises(Refusal) as refused:
            world.quote(who, "2026-03-05 09:00", service="duo")
        assert (refused.value.reason, refused.value.facts) == (Reason.TOO_MANY, {"limit": 1})


def test_who_has_paid_before_may_owe_more(world: World) -> None:
    maya = world.client()
    world.grant(maya, used=800)
    for day in ("04", "05", "06"):
        world.book(maya, f"2026-03-{day} 09:00", service="duo")
    assert [number for number, *_ in invoices(world)] == [1, 2, 3]


def test_a_package_that_ends_too_soon_is_named_beside_the_price(world: World) -> None:
    maya = world.client()
    world.grant(maya, expires=date(2026, 3, 10))
    quoted = world.quote(maya, "2026-03-12 09:00", service="duo")
    assert (quoted.price, quoted.ends_before) == (6000, date(2026, 3, 10))


def test_for_clients_with_a_package(world: World) -> None:
    tom, maya, gone = world.client("Tom"), world.client(), world.client("Gone")
    world.grant(maya)
    world.grant(gone, expires=date(2026, 3, 1))
    assert reason(lambda: world.quote(tom, "2026-03-04 09:00", service="gym")) is Reason.PACKAGE_ONLY
    assert reason(lambda: world.quote(gone, "2026-03-04 09:00", service="gym")) is Reason.NO_CREDIT
    assert world.quote(maya, "2026-03-04 09:00", service="gym").price == 2000


def test_what_costs_nothing_is_open_to_all(world: World) -> None:
    tom = world.client("Tom")
    world.book(tom, "2026-03-04 09:00", service="talk")
    assert invoices(world) == []


def test_an_invoice_is_void_when_the_session_is_cancelled_in_time(world: World) -> None:
    tom = world.client("Tom")
    booking = world.book(tom, "2026-03-04 12:00", service="assessment")
    world.cancel(booking)
    world.book(tom, "2026-03-05 12:00", service="assessment")
    assert invoices(world) == [(1, 12000, True), (2, 12000, False)]


def test_a_late_cancel_of_an_unpaid_session_owes_its_share(database: Database) -> None:
    world = World(database, late_cancel_share=50, grace_per_year=0)
    tom = world.client("Tom")
    booking = world.book(tom, "2026-03-03 09:00", service="assessment")
    assert world.cancel(booking).owed == 6000
    assert invoices(world) == [(1, 12000, True), (2, 6000, False)]
    assert [line.amount for line in world.rows(InvoiceLine)] == [12000, 6000]
    assert world.findings() == []


# Cancelling


def test_cancelling_in_time_costs_nothing(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    booking = world.book(maya, "2026-03-05 15:00")
    cost = world.cancel(booking)
    assert (cost.late, cost.charged, cost.back, cost.grace) == (False, 0, 100, False)
    assert world.free(package) == 800
    assert world.see(booking).status is Status.CANCELLED
    assert reason(lambda: world.cancel(booking)) is Reason.GONE


def test_the_boundary_is_in_time(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    first, second = world.book(maya, "2026-03-05 15:00"), world.book(maya, "2026-03-06 15:00")
    world.at("2026-03-04 15:00")
    assert not world.cancel(first).late
    world.at("2026-03-05 15:00:01")
    assert world.cancel(second).late


def test_the_limit_is_real_hours_over_a_clock_change(world: World) -> None:
    """The night to Sunday 8 March has 23 hours: 24 hours before Monday 9:00 it is Sunday 9:00; before Sunday, not."""
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-09 09:00")
    world.at("2026-03-08 09:00")
    assert not world.cancel(booking).late
    with world.turn() as (store, _):
        for hours in store.working_hours():
            if hours.weekday == 5:
                hours.weekday = 6
                store.add(hours)
        store.changed(store.practice())
    world.at("2026-03-02 10:15")
    sunday = world.book(maya, "2026-03-08 10:00")
    world.at("2026-03-07 09:00:01")  # 25 hours on the clock, less than 24 in truth
    assert world.cancel(sunday).late


def test_a_late_cancel_spends_the_session(database: Database) -> None:
    world = World(database, grace_per_year=0)
    maya = world.client()
    package = world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    cost = world.cancel(booking)
    assert (cost.late, cost.charged, cost.back) == (True, 100, 0)
    assert (world.balance(package).used, world.free(package)) == (100, 700)
    assert world.see(booking).late
    assert world.findings() == []


@pytest.mark.parametrize(("share", "charged"), [(0, 0), (33, 33), (50, 50), (100, 100)])
def test_a_late_cancel_spends_its_share_and_the_rest_comes_back(database: Database, share: int, charged: int) -> None:
    world = World(database, grace_per_year=0, late_cancel_share=share)
    maya = world.client()
    package = world.grant(maya)
    cost = world.cancel(world.book(maya, "2026-03-03 09:00"))
    assert (cost.charged, cost.back) == (charged, 100 - charged)
    assert (world.balance(package).used, world.free(package)) == (charged, 800 - charged)
    assert world.findings() == []


def test_the_first_late_cancel_in_twelve_months_is_forgiven(world: World) -> None:
    maya, family = world.client(), None
    package = world.grant(maya, "open")
    first = world.cancel(world.book(maya, "2026-03-03 09:00"))
    second = world.cancel(world.book(maya, "2026-03-03 10:00"))
    assert (first.grace, first.charged, second.grace, second.charged) == (True, 0, False, 100)
    family = world.client("Léa", maya.person_id)
    world.grant(family, "open")
    assert world.cancel(world.book(family, "2026-03-03 09:00")).grace  # each client has their own
    world.now += timedelta(days=366)
    assert world.cancel(world.book(maya, f"{world.now + timedelta(days=1):%Y-%m-%d} 09:00")).grace
    assert world.balance(package).used == 100


def test_a_booking_keeps_the_terms_of_its_day(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-05 15:00")
    with world.turn() as (store, _):
        practice = store.practice()
        practice.rules = {"policies": {"cancel_hours": 96, "grace_per_year": 0}}
        store.changed(practice)
    assert not world.cancel(booking).late


def test_what_has_begun_is_not_cancelled_by_text(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    world.at("2026-03-03 09:00")
    assert reason(lambda: world.cancel(booking)) is Reason.BEGUN
    assert reason(lambda: world.move(booking, "2026-03-05 09:00")) is Reason.BEGUN


def test_the_price_is_told_before_and_is_the_price(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    with world.look() as store:
        quoted = bookings.cancel_quote(store, booking, world.now)
    assert world.cancel(booking) == quoted


def test_the_practice_cancels_and_nothing_is_lost(world: World) -> None:
    maya = world.client()
    package = world.grant(maya, expires=date(2026, 3, 4))
    booking = world.book(maya, "2026-03-03 09:00")
    cost = world.cancel(booking, by_practice=True)
    assert (cost.charged, cost.back, cost.grace) == (0, 100, False)
    balance = world.balance(package)
    assert (balance.free, balance.expires_on) == (800, date(2026, 3, 16))
    assert world.see(booking).by_practice
    (entry,) = world.rows(AuditEntry, what="extended")
    assert entry.detail == {"package": package, "from": "2026-03-04", "to": "2026-03-16"}


def test_a_package_that_lasts_is_not_extended(world: World) -> None:
    maya = world.client()
    package = world.grant(maya, expires=date(2026, 3, 16))
    world.cancel(world.book(maya, "2026-03-03 09:00"), by_practice=True)
    assert world.balance(package).expires_on == date(2026, 3, 16)


def test_the_practice_cancels_a_session_of_a_package_that_has_ended(world: World) -> None:
    maya = world.client()
    package = world.grant(maya, expires=date(2026, 3, 3))
    booking = world.book(maya, "2026-03-03 09:00")
    world.at("2026-03-10 09:00")
    world.cancel(booking, by_practice=True)
    assert world.balance(package).expires_on == date(2026, 3, 24)
    assert world.quote(maya, "2026-03-24 09:00").package_id == package


# Moving


def test_a_moved_booking_is_the_same_booking(world: World) -> None:
    maya, tom = world.client(), world.client("Tom")
    package = world.grant(maya)
    world.grant(tom)
    booking = world.book(maya, "2026-03-03 15:00")
    moved = world.move(booking, "2026-03-05 10:00", world.marc)
    assert (moved.id, moved.moves, moved.terms) == (booking.id, 1, booking.terms)
    assert world.upcoming(maya) == ["2026-03-05 10:00"]
    assert world.balance(package).booked == 100
    world.book(tom, "2026-03-03 15:00")  # the old place is free


def test_moving_by_half_an_hour_into_its_own_place(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 15:00")
    world.move(booking, "2026-03-03 15:30")
    world.move(booking, "2026-03-03 15:00")
    assert world.upcoming(maya) == ["2026-03-03 15:00"]


def test_moving_to_where_it_is_changes_nothing(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 15:00")
    assert world.move(booking, "2026-03-03 15:00").moves == 0


def test_moving_to_a_taken_time_leaves_all_as_it_was(world: World) -> None:
    maya, tom = world.client(), world.client("Tom")
    world.grant(maya)
    world.grant(tom)
    booking = world.book(maya, "2026-03-03 15:00")
    world.book(tom, "2026-03-05 15:00")
    assert reason(lambda: world.move(booking, "2026-03-05 15:00")) is Reason.TAKEN
    assert reason(lambda: world.move(booking, "2026-03-05 20:00")) is Reason.CLOSED
    assert (world.upcoming(maya), world.see(booking).moves) == (["2026-03-03 15:00"], 0)


def test_moving_on_top_of_another_session_of_ones_own(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 15:00")
    world.book(maya, "2026-03-05 15:00")
    assert reason(lambda: world.move(booking, "2026-03-05 15:30", world.marc)) is Reason.CLASH


def test_a_booking_is_moved_only_so_often_and_so_late(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 15:00")
    for hour in (9, 10, 11):
        world.move(booking, f"2026-03-04 {hour:02}:00")
    assert reason(lambda: world.move(booking, "2026-03-04 12:00")) is Reason.NO_MOVES
    other = world.book(maya, "2026-03-05 15:00")
    world.at("2026-03-05 03:00:01")
    with pytest.raises(Refusal) as refused:
        world.move(other, "2026-03-06 15:00")
    assert (refused.value.reason, refused.value.facts["until"]) == (Reason.TOO_LATE, local("2026-03-05 03:00"))
    with world.turn(world.ana) as (store, act):  # the practice is not bound by it
        mine = store.booking(other.id or 0)
        bookings.move(store, mine, world.slot("2026-03-06 15:00"), act, by_practice=True)


def test_moving_past_the_end_of_its_package(world: World) -> None:
    maya = world.client()
    short = world.grant(maya, expires=date(2026, 3, 10))
    booking = world.book(maya, "2026-03-10 15:00")
    with pytest.raises(Refusal) as refused:
        world.move(booking, "2026-03-11 15:00")
    assert (refused.value.reason, refused.value.facts["expires_on"]) == (Reason.EXPIRES, date(2026, 3, 10))
    other = world.grant(maya)
    moved = world.move(booking, "2026-03-11 15:00")
    assert moved.package_id == other
    assert [(world.balance(p).booked, world.free(p)) for p in (short, other)] == [(0, 800), (100, 700)]


def test_what_a_move_would_change_is_told_before(world: World) -> None:
    maya = world.client()
    world.grant(maya, expires=date(2026, 3, 10))
    other = world.grant(maya)
    booking = world.book(maya, "2026-03-10 15:00")
    with world.look() as store:
        quoted = bookings.move_quote(store, booking, world.slot("2026-03-11 15:00"), world.now)
    assert (quoted.package_id, quoted.credits, quoted.expires_on) == (other, 100, date(2026, 8, 28))
    assert quoted.facts() == (booking.id, world.ana, "2026-03-11T19:00:00+00:00", other, 100)


def test_a_move_asks_again_whether_they_come(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 15:00")
    for _ in range(2):
        with world.turn(maya.person_id) as (store, act):
            bookings.confirm(store, store.booking(booking.id or 0), act)
    assert world.see(booking).confirmed_at == world.now
    assert world.move(booking, "2026-03-05 10:00").confirmed_at is None
    world.cancel(booking)
    with world.turn(maya.person_id) as (store, act):
        assert reason(lambda: bookings.confirm(store, store.booking(booking.id or 0), act)) is Reason.GONE


# Classes


def test_a_class_is_joined(world: World) -> None:
    people = [world.client(name) for name in "abcdefg"]
    for who in people:
        world.grant(who)
    places = [world.book(who, "2026-03-04 18:00", world.priya, "class") for who in people[:6]]
    assert len({booking.appointment_id for booking in places}) == 1
    assert reason(lambda: world.book(people[6], "2026-03-04 18:00", world.priya, "class")) is Reason.FULL
    world.cancel(places[0])
    world.book(people[6], "2026-03-04 18:00", world.priya, "class")


def test_the_last_to_leave_a_class_ends_it(world: World) -> None:
    maya, tom = world.client(), world.client("Tom")
    world.grant(maya)
    world.grant(tom)
    first = world.book(maya, "2026-03-04 18:00", world.priya, "class")
    second = world.book(tom, "2026-03-04 18:00", world.priya, "class")
    for booking, lives in ((first, True), (second, False)):
        world.cancel(booking)
        with world.look() as store:
            assert store.appointment(booking.appointment_id).live is lives


def test_one_of_two_moves_half_an_hour_on(world: World) -> None:
    """The old place is still taken by the other, so the new one cannot be in its way."""
    maya, tom = world.client(), world.client("Tom")
    world.grant(maya)
    world.grant(tom)
    world.book(maya, "2026-03-04 15:00", service="duo")
    booking = world.book(tom, "2026-03-04 15:00", service="duo")
    assert reason(lambda: world.move(booking, "2026-03-04 15:30")) is Reason.TAKEN
    world.move(booking, "2026-03-04 15:30", world.marc)


# Series


MONDAYS = [f"{day:%Y-%m-%d} 15:00" for day in (date(2026, 3, 9) + timedelta(weeks=n) for n in range(8))]


def test_eight_mondays_at_three_over_the_clock_change(world: World) -> None:
    """Lesson 9: all read 15:00 on the clock. The first is a day after it changed."""
    maya = world.client()
    package = world.grant(maya)
    made = world.book_all(maya, "2026-03-03 15:00", *MONDAYS[:7])
    assert world.upcoming(maya) == ["2026-03-03 15:00", *MONDAYS[:7]]
    assert len({booking.series_id for booking in made}) == 1
    assert world.free(package) == 0


def test_credits_are_drawn_down_along_the_dates(world: World) -> None:
    maya = world.client()
    soon = world.grant(maya, used=600, expires=date(2026, 3, 31))
    then = world.grant(maya, used=500)
    with world.look() as store:
        slots = [world.slot(at) for at in MONDAYS]
        quoted = bookings.quotes(store, maya, store.service(1), slots, world.now)
    paid = [q for q in quoted if isinstance(q, bookings.Quote)]
    assert [q.package_id for q in paid] == [soon, soon, then, then, then]
    assert [q.free_after for q in paid] == [400, 300, 200, 100, 0]
    assert [q.reason for q in quoted if isinstance(q, Refusal)] == [Reason.NO_CREDIT] * 3


def test_a_series_is_not_on_top_of_itself(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    with world.look() as store:
        slots = [world.slot("2026-03-09 15:00"), world.slot("2026-03-09 15:30", world.marc)]
        first, second = bookings.quotes(store, maya, store.service(1), slots, world.now)
    assert isinstance(first, bookings.Quote)
    assert isinstance(second, Refusal)
    assert second.reason is Reason.CLASH


def test_a_stranger_does_not_owe_a_series(world: World) -> None:
    tom = world.client("Tom")
    with world.look() as store:
        service = store.service(world.services["duo"])
        slots = [world.slot(at, service="duo") for at in MONDAYS[:3]]
        first, *others = bookings.quotes(store, tom, service, slots, world.now)
    assert isinstance(first, bookings.Quote)
    assert [q.reason for q in others if isinstance(q, Refusal)] == [Reason.TOO_MANY] * 2


def test_one_date_gone_meanwhile_saves_nothing_of_the_series(world: World) -> None:
    """Lesson 11. The script goes on after the refusal, and its transaction commits."""
    maya, tom = world.client(), world.client("Tom")
    package = world.grant(maya)
    world.grant(tom)
    with world.look() as store:
        slots = [world.slot(at) for at in MONDAYS]
        quoted = bookings.quotes(store, maya, store.service(1), slots, world.now)
    world.book(tom, MONDAYS[4])
    with world.turn(maya.person_id) as (store, act):
        with pytest.raises(Refusal) as refused:
            bookings.book_all(store, maya, [q for q in quoted if isinstance(q, bookings.Quote)], act)
        assert not store.wrote
    assert (refused.value.reason, refused.value.facts["at"]) == (Reason.TAKEN, local(MONDAYS[4]))
    assert (world.upcoming(maya), world.free(package)) == ([], 800)


def test_after_a_refused_series_others_are_booked_in_the_same_turn(world: World) -> None:
    """The dates that were good, for example. What was rolled back is out of the session's mind, ids and all."""
    maya, tom = world.client(), world.client("Tom")
    world.grant(maya)
    world.grant(tom)
    first, second = (world.quote(maya, at) for at in MONDAYS[:2])
    world.book(tom, MONDAYS[1])
    with world.turn(maya.person_id) as (store, act):
        gone: list[Booking] = []

        def both() -> None:
            with store.all_or_nothing():
                gone.append(bookings.book(store, maya, first, act))
                bookings.book(store, maya, second, act)

        assert reason(both) is Reason.TAKEN
        again = bookings.book(store, maya, first, act)
        assert store.booking(again.id or 0) is again is not gone[0]
    assert world.upcoming(maya) == MONDAYS[:1]


def test_moving_one_of_eight_leaves_eight(world: World) -> None:
    """Lesson 10, first half."""
    maya = world.client()
    world.grant(maya)
    made = world.book_all(maya, *MONDAYS)
    world.move(made[2], "2026-03-25 10:00")
    assert len(world.upcoming(maya)) == 8


def test_cancel_the_rest_cancels_all_that_come_later(world: World) -> None:
    """Lesson 10, second half."""
    maya = world.client()
    package = world.grant(maya)
    made = world.book_all(maya, *MONDAYS)
    with world.turn(maya.person_id) as (store, act):
        rest = [visit.booking for visit in bookings.rest_of_series(store, store.booking(made[3].id or 0))]
        assert len(bookings.cancel_all(store, rest, act)) == 5
    assert (world.upcoming(maya), world.free(package)) == (MONDAYS[:3], 500)


def test_of_two_late_cancels_at_once_one_is_forgiven(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    made = world.book_all(maya, "2026-03-03 08:00", "2026-03-03 09:30")
    with world.turn(maya.person_id) as (store, act):
        mine = [store.booking(booking.id or 0) for booking in made]
        quoted = bookings.cancel_quotes(store, mine, world.now)
        assert [(cost.grace, cost.charged) for cost in quoted] == [(True, 0), (False, 100)]
        assert bookings.cancel_all(store, mine, act) == quoted
    assert world.free(package) == 700


def test_one_of_a_series_has_begun_so_none_is_cancelled(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    made = world.book_all(maya, *MONDAYS[:3])
    world.at(MONDAYS[1])
    with world.turn(maya.person_id) as (store, act):
        mine = [store.booking(booking.id or 0) for booking in reversed(made)]
        assert reason(lambda: bookings.cancel_all(store, mine, act)) is Reason.BEGUN
    assert world.see(made[2]).status is Status.BOOKED


def test_one_booking_is_all_of_its_series(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 15:00")
    with world.look() as store:
        assert [visit.booking.id for visit in bookings.rest_of_series(store, booking)] == [booking.id]


# Holds


def hold(world: World, at: str) -> Booking:
    tom = world.client("Tom")
    quoted = world.quote(tom, at, service="duo")
    with world.turn(tom.person_id) as (store, act):
        return bookings.book(store, tom, quoted, act, held_until=world.now + timedelta(minutes=30))


def test_a_hold_lapses_when_somebody_needs_its_place(world: World) -> None:
    held = hold(world, "2026-03-04 15:00")
    maya = world.client()
    world.grant(maya)
    world.later(minutes=29)
    assert reason(lambda: world.book(maya, "2026-03-04 15:00")) is Reason.TAKEN
    world.later(minutes=1)
    world.book(maya, "2026-03-04 15:00")
    assert world.see(held).status is Status.CANCELLED
    assert invoices(world) == [(1, 6000, True)]


def test_a_sweep_ends_lapsed_holds_and_writes_nothing_else(world: World) -> None:
    held = hold(world, "2026-03-04 15:00")
    hold(world, "2026-03-04 16:00")
    world.later(minutes=30)
    with world.turn() as (store, act):
        assert len(bookings.lapse_holds(store, act.at)) == 2
        assert bookings.lapse_holds(store, act.at) == []
        assert not store.wrote
    assert not world.see(held).late


def test_letting_go_of_a_hold_is_free(world: World) -> None:
    held = hold(world, "2026-03-02 13:00")
    assert world.cancel(held).owed == 0
    assert invoices(world) == [(1, 6000, True)]


# Outcomes


def test_somebody_came(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    assert reason(lambda: outcome(world, booking, Status.ATTENDED)) is Reason.NOT_YET
    world.at("2026-03-03 09:00")
    for _ in range(2):
        outcome(world, booking, Status.ATTENDED)
    assert (world.balance(package).used, world.see(booking).charged) == (100, 100)
    assert reason(lambda: world.cancel(booking)) is Reason.GONE


@pytest.mark.parametrize(("share", "used"), [(0, 0), (50, 50), (100, 100)])
def test_nobody_came(database: Database, share: int, used: int) -> None:
    world = World(database, no_show_share=share)
    maya = world.client()
    package = world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    world.at("2026-03-03 10:00")
    outcome(world, booking, Status.NO_SHOW)
    assert (world.balance(package).used, world.free(package)) == (used, 800 - used)
    assert world.findings() == []


def test_a_wrong_outcome_is_corrected(database: Database) -> None:
    world = World(database, no_show_share=50)
    maya = world.client()
    package = world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    world.at("2026-03-03 10:00")
    outcome(world, booking, Status.NO_SHOW)
    outcome(world, booking, Status.ATTENDED)
    assert (world.balance(package).used, world.see(booking).status) == (100, Status.ATTENDED)
    outcome(world, booking, Status.NO_SHOW)
    with world.turn() as (store, act):
        bookings.unsettle(store, store.booking(booking.id or 0), act)
    assert (world.balance(package).used, world.balance(package).booked) == (0, 100)
    with world.turn() as (store, act):
        assert reason(lambda: bookings.unsettle(store, store.booking(booking.id or 0), act)) is Reason.GONE
    assert world.findings() == []


def test_who_came_after_all_owes_what_a_free_no_show_had_taken_off(database: Database) -> None:
    world = World(database, no_show_share=0)
    maya = world.client()
    booking = world.book(maya, "2026-03-03 09:00", service="assessment")
    world.at("2026-03-03 10:00")
    outcome(world, booking, Status.NO_SHOW)
    assert owed_for(world, booking) == 0
    hand = world.person("Ana")
    outcome(world, booking, Status.ATTENDED, hand)
    assert owed_for(world, booking) == booking.price > 0
    world.undo(hand)
    assert owed_for(world, booking) == 0
    assert world.findings() == []


def owed_for(world: World, booking: Booking) -> int:
    with world.turn() as (store, _):
        return sum(i.total for i in store.invoices_of(booking.id or 0) if not i.void)


def test_a_correction_needs_what_was_given_back(database: Database) -> None:
    world = World(database, no_show_share=0)
    maya = world.client()
    package = world.grant(maya, used=700)
    booking = world.book(maya, "2026-03-03 09:00")
    world.at("2026-03-03 10:00")
    outcome(world, booking, Status.NO_SHOW)
    world.book(maya, "2026-03-10 09:00")
    with world.turn() as (store, act):
        mine = store.booking(booking.id or 0)
        assert reason(lambda: bookings.settle(store, mine, Status.ATTENDED, act)) is Reason.NO_CREDIT
        assert not store.wrote
    assert (world.see(booking).status, world.balance(package).booked) == (Status.NO_SHOW, 100)
    assert world.findings() == []


def test_who_did_not_come_owes_the_share(database: Database) -> None:
    world = World(database, no_show_share=50)
    tom = world.client("Tom")
    booking = world.book(tom, "2026-03-04 09:00", service="assessment")
    world.at("2026-03-04 10:00")
    outcome(world, booking, Status.NO_SHOW)
    outcome(world, booking, Status.ATTENDED)
    assert invoices(world) == [(1, 12000, True), (2, 6000, True), (3, 12000, False)]


def test_only_outcomes_are_outcomes(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    with pytest.raises(ValueError, match="no outcome"):
        outcome(world, booking, Status.CANCELLED)
    world.cancel(booking)
    world.at("2026-03-03 10:00")
    assert reason(lambda: outcome(world, booking, Status.NO_SHOW)) is Reason.GONE


def test_what_took_place_stays_in_the_diary(world: World) -> None:
    """Marked in the first minutes: the rest of the hour is not offered to somebody else."""
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    world.at("2026-03-03 09:05")
    outcome(world, booking, Status.ATTENDED)
    with world.look() as store:
        assert store.appointment(booking.appointment_id).live


# Every change leaves a trace


def test_the_life_of_a_booking_is_on_record(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 15:00")
    world.move(booking, "2026-03-05 10:00")
    world.cancel(booking)
    entries = world.rows(AuditEntry, booking_id=booking.id)
    assert [(e.what, e.by, e.at) for e in entries] == [
        (what, maya.person_id, world.now) for what in ("booked", "moved", "cancelled")
    ]
    assert entries[1].detail["was"]["appointment_id"] == booking.appointment_id


def test_upcoming_until_the_session_ends(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    world.book(maya, "2026-03-03 15:00")
    world.at("2026-03-03 15:59")
    assert world.upcoming(maya) == ["2026-03-03 15:00"]
    world.at("2026-03-03 16:00")
    assert world.upcoming(maya) == []


def test_the_day_of_a_practitioner(world: World) -> None:
    maya, tom = world.client(), world.client("Tom")
    world.grant(maya)
    world.grant(tom)
    world.book(maya, "2026-03-03 15:00")
    world.book(tom, "2026-03-03 09:00", world.marc)
    world.cancel(world.book(tom, "2026-03-03 11:00"))
    start = datetime(2026, 3, 3, tzinfo=TORONTO)
    with world.look() as store:
        day = store.agenda(start, start + timedelta(days=1))
        hers = store.agenda(start, start + timedelta(days=1), world.ana)
    assert [visit.client.name for visit in day] == ["Tom", "Maya"]
    assert [visit.client.name for visit in hers] == ["Maya"]


def test_time_off_is_not_booked(world: World) -> None:
    maya = world.client()
    world.grant(maya)
    with world.turn() as (store, _):
        span: dict[str, Any] = {"starts_at": local("2026-03-03 12:00"), "ends_at": local("2026-03-03 18:00")}
        store.add(TimeOff(practice_id=world.practice_id, source=SaidBy.THREAD, **span))
        store.changed(store.practice())
    assert reason(lambda: world.book(maya, "2026-03-03 15:00")) is Reason.CLOSED

"""Every credit is in exactly one place, drawn in order and given back where it came from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError

from core import bookings, credits, plans
from core.acts import Act
from core.errors import Reason, Refusal
from core.plans import a_month_later, valid_until
from storage.models import CreditMove, Place, Plan, Status

if TYPE_CHECKING:
    from tests.core.world import World


def plan(**terms: Any) -> Plan:
    return Plan(key="p", names={}, credits=800, price=0, practice_id=1, **terms)


def test_eight_bought_are_three_used_two_booked_three_free(world: World) -> None:
    maya = world.client()
    package = world.grant(maya, used=300)
    world.book(maya, "2026-03-03 15:00")
    world.book(maya, "2026-03-10 15:00")
    b = world.balance(package)
    assert (b.bought, b.used, b.booked, b.free, b.expired, b.refunded) == (800, 300, 200, 300, 0, 0)
    assert b.expires_on == date(2026, 8, 28)


def test_what_was_used_before_is_a_dated_line_of_its_own(world: World) -> None:
    maya = world.client()
    world.grant(maya, used=300)
    world.book(maya, "2026-03-03 15:00")
    with world.look() as store:
        lines = credits.history(store, maya)
    said = [(line.move.source, line.move.target, line.move.amount, line.move.why) for line in lines]
    assert said == [
        (Place.OUTSIDE, Place.FREE, 800, ""),
        (Place.FREE, Place.USED, 300, "before Repbook"),
        (Place.FREE, Place.BOOKED, 100, ""),
    ]
    assert [line.starts_at for line in lines] == [None, None, world.slot("2026-03-03 15:00").starts_at]


def test_a_half_session_costs_half(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    world.book(maya, "2026-03-03 15:00", service="followup")
    assert world.free(package) == 750


def test_more_cannot_have_been_used_than_the_plan_has(world: World) -> None:
    with pytest.raises(ValueError, match="cannot have been used"):
        world.grant(world.client(), used=900)


def test_the_same_act_grants_once(world: World) -> None:
    maya = world.client()
    for _ in range(2):
        with world.turn(act="grant:1") as (store, act):
            package = plans.grant(store, maya, store.plan(world.plans["progress"]), act, used=300)
    with world.look() as store:
        assert [p.id for p in store.packages(maya.id or 0)] == [package.id]
    assert world.free(package.id or 0) == 500


def test_a_package_may_be_for_several(world: World) -> None:
    lea = world.client("Léa")
    max_ = world.client("Max", lea.person_id)
    with world.turn() as (store, act):
        package = plans.grant(store, [lea, max_], store.plan(world.plans["progress"]), act).id or 0
    world.book(lea, "2026-03-03 15:00")
    world.book(max_, "2026-03-03 15:00", world.marc)  # a family can be in two places
    assert world.balance(package).booked == 200


# Which package pays


def test_the_package_that_ends_first_pays(world: World) -> None:
    maya = world.client()
    never, late, soon = (
        world.grant(maya, "open"),
        world.grant(maya, expires=date(2026, 9, 1)),
        world.grant(maya, expires=date(2026, 4, 1)),
    )
    world.book(maya, "2026-03-03 15:00")
    assert [world.balance(p).booked for p in (never, late, soon)] == [0, 0, 100]


def test_of_two_that_end_together_the_oldest_pays(world: World) -> None:
    maya = world.client()
    old = world.grant(maya, expires=date(2026, 9, 1))
    world.later(minutes=1)
    new = world.grant(maya, expires=date(2026, 9, 1))
    world.book(maya, "2026-03-03 15:00")
    assert [world.balance(p).booked for p in (old, new)] == [100, 0]


def test_a_package_must_reach_the_day_of_the_session_not_of_the_booking(world: World) -> None:
    maya = world.client()
    short = world.grant(maya, expires=date(2026, 3, 20))
    long = world.grant(maya, expires=date(2026, 6, 1))
    world.book(maya, "2026-03-20 15:00")  # its last day counts
    world.book(maya, "2026-03-23 15:00")
    assert [world.balance(p).booked for p in (short, long)] == [100, 100]


def test_the_last_day_ends_at_midnight_of_the_practice(world: World) -> None:
    """18:00 in Toronto on 20 March is 22:00 UTC, and 20:30 would be the 21st."""
    maya = world.client()
    with world.turn() as (store, _):
        for hours in store.working_hours():
            hours.closes = 1410
            store.add(hours)
        store.changed(store.practice())
    package = world.grant(maya, expires=date(2026, 3, 20))
    world.book(maya, "2026-03-20 22:00")
    assert world.balance(package).booked == 100


def test_asking_for_july_with_a_package_that_ends_in_june(world: World) -> None:
    maya = world.client()
    world.grant(maya, expires=date(2026, 3, 30))
    with pytest.raises(Refusal) as refused:
        world.quote(maya, "2026-04-07 15:00")
    assert refused.value.reason is Reason.EXPIRES
    assert refused.value.facts == {"expires_on": date(2026, 3, 30)}


def test_nothing_left(world: World) -> None:
    maya = world.client()
    world.grant(maya, used=750)
    with pytest.raises(Refusal) as refused:
        world.quote(maya, "2026-03-03 15:00")
    assert (refused.value.reason, refused.value.facts) == (Reason.NO_CREDIT, {"needed": 100, "free": 50})
    assert world.quote(maya, "2026-03-03 15:00", service="followup").credits == 50


def test_a_remainder_is_skipped_for_a_package_with_enough(world: World) -> None:
    maya = world.client()
    rest = world.grant(maya, used=750, expires=date(2026, 4, 1))
    full = world.grant(maya, expires=date(2026, 9, 1))
    world.book(maya, "2026-03-03 15:00")
    assert [world.balance(p).booked for p in (rest, full)] == [0, 100]


def test_no_package_at_all(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        world.quote(world.client(), "2026-03-03 15:00")
    assert (refused.value.reason, refused.value.facts) == (Reason.NO_CREDIT, {"needed": None, "free": 0})


# Coming back


def test_a_credit_comes_back_to_the_package_it_came_from(world: World) -> None:
    """Lessons 15 and 16: packs A and B; what A paid, A gains, under A's own last day."""
    maya = world.client()
    a = world.grant(maya, expires=date(2026, 4, 1))
    paid_by_a = world.book(maya, "2026-03-10 15:00")
    b = world.grant(maya, expires=date(2026, 3, 31))
    world.cancel(paid_by_a)
    assert [world.free(p) for p in (a, b)] == [800, 800]


def test_an_expired_package_still_settles_what_it_paid(world: World) -> None:
    maya = world.client()
    package = world.grant(maya, expires=date(2026, 3, 3))
    booking = world.book(maya, "2026-03-03 15:00")
    world.at("2026-03-05 09:00")
    with world.turn() as (store, act):
        lapsed = [(p.id, lost) for p, lost in credits.expire(store, date(2026, 3, 5), act)]
        assert lapsed == [(package, 700)]
        bookings.settle(store, store.booking(booking.id or 0), Status.ATTENDED, act)
    b = world.balance(package)
    assert (b.used, b.booked, b.free, b.expired) == (100, 0, 0, 700)


def test_what_lapses_is_told_once_and_can_be_given_back(world: World) -> None:
    maya = world.client()
    package = world.grant(maya, used=600, expires=date(2026, 3, 3))
    with world.turn() as (store, act):
        assert credits.expire(store, date(2026, 3, 3), act) == []  # the last day is not over
        assert len(credits.expire(store, date(2026, 3, 4), act)) == 1
        assert credits.expire(store, date(2026, 3, 4), act) == []
    with world.turn() as (store, act):
        assert credits.reinstate(store, store.package(package), date(2026, 4, 1), act) == 200
    b = world.balance(package)
    assert (b.free, b.expired, b.expires_on) == (200, 0, date(2026, 4, 1))


def test_the_owner_corrects_a_balance_and_says_why(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    with world.turn() as (store, act):
        credits.adjust(store, store.package(package), 100, act, "for the broken shower")
        credits.adjust(store, store.package(package), -200, act, "counted twice")
        with pytest.raises(Refusal):
            credits.adjust(store, store.package(package), -800, act, "too much")
    assert (world.balance(package).bought, world.free(package)) == (700, 700)


def test_balances_show_what_matters_in_draw_order(world: World) -> None:
    maya = world.client()
    last, gone, first = (
        world.grant(maya, "open"),
        world.grant(maya, expires=date(2026, 2, 1)),
        world.grant(maya, expires=date(2026, 5, 1)),
    )
    with world.look() as store:
        assert [p.id for p, _ in credits.balances(store, maya, date(2026, 3, 2))] == [first, last]
        assert [p.id for p, _ in credits.usable(store, maya, store.service(1), date(2026, 3, 2))] == [first, last]
        assert [p.id for p, _ in credits.balances(store, maya, date(2026, 1, 2))] == [gone, first, last]


# The nets


def test_an_act_that_is_repeated_moves_nothing_twice(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    with world.turn(act="m:1") as (store, act):
        credits.move(store, act, package, 100, Place.FREE, Place.USED)
    with pytest.raises(IntegrityError), world.turn(act="m:1") as (store, act):
        credits.move(store, act, package, 100, Place.FREE, Place.USED)
    assert world.free(package) == 700


def test_no_place_goes_below_zero(world: World) -> None:
    maya = world.client()
    package = world.grant(maya)
    with pytest.raises(IntegrityError), world.turn() as (store, act):
        credits.move(store, act, package, 900, Place.FREE, Place.USED)
    with pytest.raises(IntegrityError), world.turn() as (store, act):
        credits.move(store, act, package, 1, Place.EXPIRED, Place.FREE)


def test_moving_nothing_is_no_move(world: World) -> None:
    package = world.grant(world.client())
    with world.turn() as (store, act):
        credits.move(store, act, package, 0, Place.FREE, Place.USED)
        assert store.session.get(CreditMove, 2) is None


def test_an_act_knows_when(world: World) -> None:
    with pytest.raises(ValueError, match="aware"):
        Act("a", None, world.now.replace(tzinfo=None))


# How long a plan lasts


def test_the_day_of_purchase_is_the_first_of_its_days() -> None:
    assert valid_until(plan(validity_days=90), date(2026, 3, 2)) == date(2026, 5, 30)
    assert valid_until(plan(validity_days=1), date(2026, 3, 2)) == date(2026, 3, 2)


def test_a_monthly_plan_lasts_a_month() -> None:
    assert valid_until(plan(monthly=True), date(2026, 3, 2)) == date(2026, 4, 1)
    assert valid_until(plan(monthly=True), date(2026, 12, 15)) == date(2027, 1, 14)


def test_a_plan_without_an_end() -> None:
    assert valid_until(plan(), date(2026, 3, 2)) is None


def test_a_month_after_the_last_of_january() -> None:
    assert a_month_later(date(2026, 1, 31)) == date(2026, 2, 28)

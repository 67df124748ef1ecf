"""Who is written to about their plan: once for each cause, with nothing booked, and never twice about the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from core import cadence
from core.reminders import want
from core.rules import rules_of
from handlers import sweeps
from storage import post
from storage.models import Outbox, Place, Sending
from tests.core.world import TORONTO, World, local

if TYPE_CHECKING:
    from storage.models import Client


def causes(world: World) -> list[str]:
    """What is owed, for which day, as read on a clock in Toronto."""
    rows = [row for row in world.rows(Outbox) if row.kind == cadence.CADENCE and row.status is not Sending.DROPPED]
    return [f"{post.content(row)['cause']} {row.due_at.astimezone(TORONTO):%d %b %H:%M}" for row in rows]


def passes(world: World, days: int) -> list[str]:
    """So many mornings; answers all that was owed until then."""
    for _ in range(days):
        world.later(days=1)
        with world.turn() as (store, act):
            cadence.sweep(store, act)
    return causes(world)


@pytest.fixture
def maya(world: World) -> Client:
    """A client of a practice whose plan goes once a week."""
    with world.turn() as (store, _):
        plan = store.plan(world.plans["progress"])
        plan.pace = "1 a week"
        store.add(plan)
    return world.client()


def test_after_the_first_visit_its_next_ones_are_offered_once(world: World, maya: Client) -> None:
    world.grant(maya)
    world.book(maya, "2026-03-03 17:00")
    assert passes(world, 1) == []  # it is still to come
    assert passes(world, 3) == ["first_visit 04 Mar 10:15"]
    world.grant(world.client("Tom"), used=300)  # before Repbook: no first visit
    assert passes(world, 2) == ["first_visit 04 Mar 10:15"]


def test_nobody_who_has_a_session_booked_is_written_to(world: World, maya: Client) -> None:
    world.grant(maya)
    world.book(maya, "2026-03-03 17:00")
    world.book(maya, "2026-03-24 17:00")
    assert passes(world, 20) == []


def test_nothing_booked_is_said_ten_days_after_the_last_session_and_not_months_later(
    world: World, maya: Client
) -> None:
    package = world.grant(maya, used=100)
    world.book(maya, "2026-03-03 17:00")
    assert passes(world, 11) == []
    assert passes(world, 1) == ["nothing_booked 14 Mar 10:15"]
    assert passes(world, 60) == ["nothing_booked 14 Mar 10:15"]
    late = world.client("Late")
    world.grant(late)
    world.later(days=90)  # nobody looked for so long: it is too late for a word
    assert passes(world, 1) == ["nothing_booked 14 Mar 10:15"]
    assert world.free(package) == 600


def test_too_few_weeks_for_what_is_left_is_said_but_not_in_the_week_of_a_word_on_the_end(
    world: World, maya: Client
) -> None:
    world.grant(maya, used=300, expires=date(2026, 3, 29))
    world.book(maya, "2026-03-03 17:00")
    assert passes(world, 5) == ["behind 07 Mar 10:15"]  # 4 left, 3 weeks to go
    assert passes(world, 20) == ["behind 07 Mar 10:15"]  # and then neither this nor that nothing is booked


def test_a_word_on_the_end_keeps_the_others_away(world: World, maya: Client) -> None:
    world.grant(maya, used=300, expires=date(2026, 4, 3))
    world.book(maya, "2026-03-03 17:00")
    with world.turn() as (store, act):
        post.owe(store, key="x", kind="expiring", person_id=maya.person_id, body={}, act=act.id, due_at=act.at)
    assert passes(world, 6) == []
    assert passes(world, 2) == ["behind 10 Mar 10:15"]


def test_a_frozen_plan_is_not_spoken_of(world: World, maya: Client) -> None:
    package = world.grant(maya, used=100)
    world.book(maya, "2026-03-03 17:00")
    with world.turn() as (store, _):
        frozen = store.package(package)
        frozen.frozen_because = "owner"
        store.add(frozen)
    assert passes(world, 14) == []


def test_the_last_session_asks_once_whether_to_go_on(world: World, maya: Client) -> None:
    world.grant(maya, used=600)
    world.book(maya, "2026-03-10 17:00")
    assert passes(world, 1) == []  # one is free still
    world.book(maya, "2026-03-17 17:00")
    assert passes(world, 6) == []  # two are to come
    assert passes(world, 2) == ["last_session 11 Mar 10:15"]
    tom = world.client("Tom")
    world.grant(tom, used=700)
    world.grant(tom, "open")  # he has another plan to go on with
    world.book(tom, "2026-03-12 09:00")
    assert passes(world, 3) == ["last_session 11 Mar 10:15"]


def test_what_is_switched_off_is_not_said(world: World, maya: Client) -> None:
    world.grant(maya, used=100)
    world.book(maya, "2026-03-03 17:00")
    with world.turn() as (store, _):
        practice = store.practice()
        practice.rules = practice.rules | {"cadence": ["first_visit"]}
        store.changed(practice)
        assert rules_of(practice).cadence == ("first_visit",)
    assert passes(world, 14) == []


def test_who_wants_none_gets_none(world: World, maya: Client) -> None:
    world.grant(maya)
    world.book(maya, "2026-03-03 17:00")
    with world.turn() as (store, act):
        want(store, store.person(maya.person_id), cadence.CADENCE, act, wanted=False)
    assert passes(world, 14) == []


def test_a_day_is_decided_once(world: World, maya: Client) -> None:
    package = world.grant(maya, expires=world.now.date())
    for minutes in (0, 1, 600, 60 * 24):  # the last one is tomorrow
        sweeps.run(world.database, world.now + timedelta(minutes=minutes))
        with world.look() as store:
            assert (store.place(package, Place.EXPIRED) == 800) == (minutes == 60 * 24)
    with world.turn() as (store, _):
        today = local("2026-03-04 09:00").date()
        assert [store.first_today("plans", today), store.first_today("plans", today)] == [True, False]
        assert store.first_today("plans", today + timedelta(days=1))

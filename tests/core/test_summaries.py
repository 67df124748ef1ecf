"""The week in numbers: what SQL sums up on both databases, the half-days, and one thing to do for each figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core import bookings, invoices, payments, sales, summaries, waitlist
from core.capacity import HalfDay, Part
from core.periods import Period, month_of, week_of, year_of
from core.proposals import About, Do, Facts, propose
from core.summaries import Figures
from core.windows import Window, Windows
from storage.accounts import Amount, Left, Owed
from storage.models import Method, Source, Status, TimeOff
from storage.weeks import Outcomes
from tests.core.world import World, local

FIRST, SECOND = week_of(date(2026, 3, 2)), week_of(date(2026, 3, 9))


@pytest.fixture
def world(database):
    return World(database)


def mark(world, booking, outcome):
    with world.turn() as (store, act):
        bookings.settle(store, store.booking(booking.id), outcome, act)


def figures(world, period=FIRST, who=0):
    with world.look() as store:
        return summaries.figures_of(store, period, world.now, who)


def summary(world, period=FIRST):
    with world.look() as store:
        return summaries.summary_of(store, period, world.now)


def off(world, start, end, who=None):
    with world.turn() as (store, _):
        store.add(
            TimeOff(
                practice_id=world.practice_id, practitioner_id=who, starts_at=local(start), ends_at=local(end),
                source=Source.THREAD,
            )
        )  # fmt: skip
        store.changed(store.practice())


# What took place, was sold and is owed


def a_week(world):
    """Maya comes, misses one and cancels one late; Leo buys a plan and does not pay; Sam comes and has not paid."""
    maya, leo, sam = (world.client(name) for name in ("Maya", "Leo", "Sam"))
    world.grant(maya)
    came, missed, late = (world.book(maya, f"2026-03-0{n} 15:00") for n in (3, 4, 5))
    paid_later = world.book(sam, "2026-03-05 09:00", who=world.marc, service="assessment")
    world.book(maya, "2026-03-10 15:00")
    world.at("2026-03-03 12:00")
    with world.turn(leo.person_id) as (store, act):
        sales.sell_there(store, leo.person_id, [leo], store.plan(world.plans["open"]), act)
    world.at("2026-03-05 08:00")
    world.cancel(late)
    world.at("2026-03-06 18:00")
    mark(world, came, Status.ATTENDED)
    mark(world, missed, Status.NO_SHOW)
    mark(world, paid_later, Status.ATTENDED)


def test_a_week_is_what_took_place_was_sold_and_is_owed(world):
    elsewhere = World(world.database, key="south")
    elsewhere.book(elsewhere.client("Zoe"), "2026-03-03 15:00", service="talk")
    a_week(world)
    world.at("2026-03-09 07:00")
    found = figures(world)
    assert found.sessions == Outcomes(came=2, missed=1, late=1)
    assert found.lost_rate == 50
    assert found.sold == Amount(1, 36000)
    assert found.unpaid == Amount(2, 48000)
    assert found.owed == Owed(free=900, booked=100, amount=51000 + 36000)  # 6 of Maya's 8 at $680, Leo's 4 at $360
    assert figures(world, who=world.marc).sessions == Outcomes(came=1)
    assert figures(world, SECOND).sessions == Outcomes(ahead=1)
    elsewhere.at("2026-03-09 07:00")
    assert figures(elsewhere).sessions == Outcomes(unmarked=1)


def test_what_is_unpaid_is_what_the_list_says_and_stays_what_it_was(world):
    a_week(world)
    world.at("2026-03-09 07:00")
    with world.look() as store:
        due = [amount for row in store.unpaid(world.now) if (amount := invoices.due(store, row.invoice)) > 0]
    assert figures(world).unpaid == Amount(len(due), sum(due))
    world.at("2026-03-10 09:00")
    with world.turn() as (store, act):
        sam = next(row.invoice for row in store.unpaid(act.at) if row.invoice.total == 12000)
        payments.record_paid(store, sam, 5000, Method.CASH, act)
    world.at("2026-03-11 09:00")
    assert figures(world, SECOND).unpaid == Amount(2, 43000)
    with world.turn() as (store, act):
        payments.record_paid(store, store.invoice(sam.id), 7000, Method.CASH, act)
    assert figures(world, SECOND).unpaid == Amount(1, 36000)
    assert figures(world, FIRST).unpaid == Amount(2, 48000)


def test_a_membership_owes_this_month_and_not_those_to_come(world):
    maya = world.client()
    with world.turn(maya.person_id) as (store, act):
        sales.sell_there(store, maya.person_id, [maya], store.plan(world.plans["monthly"]), act)
    found = figures(world)
    assert found.owed == Owed(free=400, amount=34000)
    assert found.sold == Amount(1, 34000)


def test_who_is_at_the_end_of_a_plan_is_named_and_no_member_is(world):
    leo, maya, zoe = (world.client(name) for name in ("Leo", "Maya", "Zoe"))
    world.grant(leo, "open", used=350)
    world.grant(maya, "open", used=400)
    world.grant(zoe, "open", used=400)
    with world.turn(zoe.person_id) as (store, act):
        sales.sell_there(store, zoe.person_id, [zoe], store.plan(world.plans["monthly"]), act)
    world.at("2026-03-09 07:00")
    assert [(each.name, each.count) for each in summary(world).proposals if each.do is Do.SELL] == [("Maya", 0)]
    world.grant(maya)
    assert [(each.name, each.count) for each in summary(world).proposals if each.do is Do.SELL] == [("Leo", 50)]
    world.at("2026-04-09 07:00")  # long ago
    assert [each for each in summary(world, SECOND).proposals if each.do is Do.SELL] == []


def test_beside_the_week_before_and_with_the_week_ahead(world):
    a_week(world)
    world.at("2026-03-09 07:00")
    found = summary(world)
    assert (found.now.period, found.before.period) == (FIRST, FIRST.before())
    assert found.before.is_empty
    assert found.ahead == 1
    assert summary(world, month_of(date(2026, 3, 1))).ahead is None


# Half-days


def halves(world, period=FIRST, who=0):
    return {(half.weekday, half.part): half for half in figures(world, period, who).halves}


def test_a_half_day_is_full_when_nothing_more_fits(world):
    maya = world.client()
    world.grant(maya)
    for at in ("08:00", "09:30", "11:00"):  # an hour and a quarter each: what is between them is too short for one
        world.book(maya, f"2026-03-05 {at}")
    mine = halves(world, who=world.ana)
    assert mine[3, Part.MORNING].used == 100
    assert mine[3, Part.AFTERNOON] == HalfDay(3, Part.AFTERNOON, open=300, free=285)
    assert mine[3, Part.EVENING].used == 0
    assert halves(world)[3, Part.MORNING].used == 33  # of three
    assert (5, Part.EVENING) not in mine


def test_time_off_is_not_open_and_what_stands_in_it_comes_on_top(world):
    maya = world.client()
    world.grant(maya)
    world.book(maya, "2026-03-05 11:00")
    world.book(maya, "2026-03-06 14:00")
    off(world, "2026-03-05 10:00", "2026-03-05 12:00", world.ana)
    off(world, "2026-03-06 12:00", "2026-03-07 00:00")
    world.at("2026-04-01 09:00")  # what was off long ago still was
    mine = halves(world, who=world.ana)
    assert mine[3, Part.MORNING] == HalfDay(3, Part.MORNING, open=120, free=120, beyond=60)
    assert mine[3, Part.MORNING].used == 50
    assert mine[4, Part.AFTERNOON] == HalfDay(4, Part.AFTERNOON, beyond=60)
    assert mine[4, Part.AFTERNOON].used is None


def test_a_month_adds_up_its_weeks_and_keeps_the_clock_change(world):
    march = halves(world, month_of(date(2026, 3, 8)), who=world.ana)
    assert march[0, Part.MORNING].open == 5 * 240
    assert march[5, Part.AFTERNOON].open == 4 * 60


def test_who_waits_shows_where_there_is_no_room(world):
    maya, sam = world.client(), world.client("Sam")
    world.at("2026-03-05 09:00")
    thursday = Windows.of([Window(local("2026-03-12 13:00"), local("2026-03-12 16:00"))])
    any_time = Windows.of([Window(local("2026-03-09 00:00"), local("2026-03-14 00:00"))])
    for client, wish in ((maya, thursday), (sam, any_time)):
        world.grant(client)
        with world.turn(client.person_id) as (store, act):
            waitlist.join(store, client, store.service(world.services["session"]), wish, act)
    found = summary(world)
    assert found.waiting == 2
    assert [(h.weekday, h.part, h.waiting) for h in found.now.halves if h.waiting] == [(3, Part.AFTERNOON, 1)]
    (proposed,) = [each for each in found.proposals if each.about is About.WAITLIST]
    assert proposed.do is Do.LIST_WAITING


def test_a_place_that_who_waited_took_was_filled(world):
    maya, sam = world.client(), world.client("Sam")
    for client in (maya, sam):
        world.grant(client)
        with world.turn(client.person_id) as (store, act):
            found = waitlist.offer_to(store, client, world.slot("2026-03-04 15:00", world.marc), act)
        world.later(minutes=5)
        with world.turn(client.person_id) as (store, act):
            answer = waitlist.decline if client is maya else waitlist.accept
            answer(store, store.offer(found.id), act)
    assert [figures(world, period).filled for period in (FIRST.before(), FIRST, SECOND)] == [0, 1, 0]


# Spans


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (FIRST, Period(date(2026, 2, 23), date(2026, 3, 2))),
        (month_of(date(2026, 3, 31)), month_of(date(2026, 2, 1))),
        (month_of(date(2026, 1, 15)), month_of(date(2025, 12, 1))),
        (year_of(2026), year_of(2025)),
        (Period(date(2026, 1, 1), date(2026, 4, 1)), Period(date(2025, 10, 1), date(2026, 1, 1))),
        (Period(date(2026, 3, 3), date(2026, 3, 4)), Period(date(2026, 3, 2), date(2026, 3, 3))),
    ],
)
def test_what_is_before_a_span(period, before):
    assert period.before() == before


# One thing to do for each figure

QUIET = Figures(FIRST, Outcomes(came=20))
CALM = Facts(QUIET, replace(QUIET, period=FIRST.before()), date(2026, 3, 9), hours={0: (480, 1140), 1: (600, 1320)})
LEFT = Left(client_id=7, plan_id=3, sessions=300, until=date(2026, 3, 20))


def with_halves(*used, weekday=1, part=Part.AFTERNOON):
    """A span in which that half-day is so full, and all others half used."""
    rest = [HalfDay(day, Part.MORNING, open=1000, free=400) for day in range(2, 5)]
    return [replace(QUIET, halves=(*rest, HalfDay(weekday, part, open=300, free=300 - 3 * one))) for one in used]


def proposed(**facts):
    return {each.about: each for each in propose(replace(CALM, **facts))}


def test_where_all_is_well_nothing_is_proposed():
    assert proposed() == {}


@pytest.mark.parametrize(
    ("facts", "about", "do"),
    [
        ({"unmarked": (2, 3)}, About.SESSIONS, Do.MARK),
        ({"figures": replace(QUIET, sessions=Outcomes(came=16))}, About.SESSIONS, Do.FILL),
        ({"missed_most": (7, 2)}, About.LOST, Do.WRITE),
        ({"figures": replace(QUIET, sessions=Outcomes(came=20, missed=3)), "reminders": 1}, About.LOST, Do.REMIND),
        ({"last_session": LEFT}, About.SOLD, Do.SELL),
        ({"figures": replace(QUIET, unpaid=Amount(1, 9500))}, About.UNPAID, Do.LIST_UNPAID),
        ({"refused": 4}, About.FAILED, Do.WRITE),
        ({"lapsing": LEFT}, About.OWED, Do.EXTEND),
        ({"lapsing": replace(LEFT, until=date(2026, 4, 1))}, About.OWED, Do.WRITE),
        ({"waiting": 3}, About.WAITLIST, Do.LIST_WAITING),
    ],
)
def test_each_figure_has_its_own_thing_to_do(facts, about, do):
    assert {each.about: each.do for each in propose(replace(CALM, **facts))} == {about: do}


def test_a_fifth_fewer_sessions_want_a_look_at_the_gaps_and_one_fewer_does_not():
    assert proposed(figures=replace(QUIET, sessions=Outcomes(came=17))) == {}


def test_what_is_full_twice_running_wants_longer_hours():
    full, again = with_halves(96, 92)
    found = proposed(figures=full, before=again)[About.USED]
    assert (found.do, found.half.weekday, found.hours) == (Do.OPEN, 1, (480, 600))  # Tuesday ends at ten: begin earlier
    once, before = with_halves(96, 80)
    assert proposed(figures=once, before=before) == {}


def test_longer_hours_are_where_the_day_has_room():
    morning, again = with_halves(96, 96, weekday=0, part=Part.MORNING)
    assert proposed(figures=morning, before=again)[About.USED].hours == (420, 480)
    evening, again = with_halves(96, 96, weekday=0, part=Part.EVENING)
    assert proposed(figures=evening, before=again)[About.USED].hours == (1140, 1260)


def test_what_stays_empty_while_the_rest_is_used_can_be_closed():
    empty, again = with_halves(10, 0)
    assert proposed(figures=empty, before=again)[About.USED].do is Do.CLOSE
    offered = proposed(figures=empty, before=again, first_waiting=7)[About.USED]
    assert (offered.do, offered.client_id, offered.hours[0]) == (Do.OFFER, 7, 720)
    idle = [replace(one, halves=(one.halves[-1],)) for one in (empty, again)]
    assert proposed(figures=idle[0], before=idle[1]) == {}


def test_who_cannot_lapse_for_long_is_written_to_and_who_lapses_soon_gets_longer():
    soon = proposed(lapsing=replace(LEFT, until=CALM.today + timedelta(days=14)))[About.OWED]
    later = proposed(lapsing=replace(LEFT, until=CALM.today + timedelta(days=15)))[About.OWED]
    assert (soon.do, later.do) == (Do.EXTEND, Do.WRITE)

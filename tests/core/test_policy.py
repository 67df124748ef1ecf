"""The house rules about time and cost, at their edges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import policy
from core.errors import Reason
from core.rules import Policies, Rules

TORONTO = ZoneInfo("America/Toronto")
NOW = datetime(2026, 3, 2, 15, 15, tzinfo=UTC)  # Monday, 10:15 in Toronto
HOUSE = Policies()
SECOND = timedelta(seconds=1)


@dataclass
class Paid:
    credits: int = 100
    price: int = 0
    moves: int = 0


def hours(n: float) -> datetime:
    return NOW + timedelta(hours=n)


def reason(refusal) -> Reason | None:
    return refusal.reason if refusal else None


# Booking


@pytest.mark.parametrize(
    ("starts_at", "why"),
    [
        (NOW, Reason.PAST),
        (hours(-1), Reason.PAST),
        (hours(2) - SECOND, Reason.TOO_SOON),
        (hours(2), None),
        (datetime(2026, 5, 2, 3, 59, tzinfo=UTC), None),  # 23:59 on the sixtieth day
        (datetime(2026, 5, 2, 4, 0, tzinfo=UTC), Reason.TOO_FAR),
    ],
)
def test_a_session_can_be_booked_from_its_notice_to_the_end_of_the_last_day(starts_at, why):
    assert reason(policy.may_start(starts_at, NOW, TORONTO, HOUSE)) == why


def test_a_refusal_says_what_would_be_possible():
    assert policy.may_start(hours(1), NOW, TORONTO, HOUSE).facts["earliest"] == hours(2)
    latest = policy.may_start(hours(9999), NOW, TORONTO, HOUSE).facts["latest"]
    assert latest.astimezone(TORONTO).date().isoformat() == "2026-05-01"


# Moving


@pytest.mark.parametrize(
    ("starts_at", "moves", "why"),
    [
        (hours(12), 0, None),
        (hours(12) - SECOND, 0, Reason.TOO_LATE),
        (hours(0), 0, Reason.BEGUN),
        (hours(-1), 9, Reason.BEGUN),
        (hours(48), 2, None),
        (hours(48), 3, Reason.NO_MOVES),
    ],
)
def test_a_booking_can_be_moved_until_its_window_and_as_often_as_its_budget(starts_at, moves, why):
    assert reason(policy.may_move(Paid(moves=moves), starts_at, NOW, HOUSE)) == why


def test_a_practice_that_allows_no_move_refuses_the_first():
    assert reason(policy.may_move(Paid(), hours(48), NOW, Policies(moves_per_booking=0))) is Reason.NO_MOVES


# Cancelling


def test_exactly_at_the_boundary_is_in_time():
    cost = policy.cancel_cost(Paid(), hours(24), NOW, HOUSE, 0)
    assert (cost.late, cost.charged, cost.back) == (False, 0, 100)


def test_a_second_later_is_late():
    cost = policy.cancel_cost(Paid(), hours(24) - SECOND, NOW, HOUSE, 0)
    assert (cost.late, cost.charged, cost.back, cost.free) == (True, 100, 0, False)


def test_a_late_cancellation_is_forgiven_while_there_is_grace():
    cost = policy.cancel_cost(Paid(), hours(3), NOW, HOUSE, 1)
    assert (cost.late, cost.grace, cost.charged, cost.back) == (True, True, 0, 100)


def test_grace_is_not_spent_on_what_costs_nothing():
    lenient = Policies(late_cancel_share=0)
    assert policy.cancel_cost(Paid(), hours(3), NOW, lenient, 1).grace is False
    assert policy.cancel_cost(Paid(), hours(25), NOW, HOUSE, 1).grace is False


def test_the_practice_cancels_at_its_own_cost():
    cost = policy.cancel_cost(Paid(), hours(1), NOW, HOUSE, 0, by_practice=True)
    assert (cost.late, cost.charged, cost.back, cost.grace) == (False, 0, 100, False)


@pytest.mark.parametrize(("share", "credits", "charged"), [(50, 100, 50), (33, 50, 16), (0, 100, 0), (100, 50, 50)])
def test_a_share_is_whole_hundredths_and_the_rest_is_the_clients(share, credits, charged):
    cost = policy.cancel_cost(Paid(credits), hours(3), NOW, Policies(late_cancel_share=share), 0)
    assert (cost.charged, cost.back) == (charged, credits - charged)


def test_where_no_package_pays_a_late_cancellation_is_owed_in_money():
    assert policy.cancel_cost(Paid(0, 9_550), hours(3), NOW, Policies(late_cancel_share=50), 0).owed == 4_775


def test_not_coming_costs_its_own_share_and_has_no_grace():
    assert policy.no_show_cost(Paid(), Policies(no_show_share=50)).charged == 50


def test_a_day_before_is_24_real_hours_when_the_clocks_change():
    sunday = datetime(2026, 3, 8, 15, tzinfo=TORONTO)  # the clocks leapt that morning
    assert policy.free_until(sunday, HOUSE).astimezone(TORONTO) == datetime(2026, 3, 7, 14, tzinfo=TORONTO)
    assert policy.is_late(sunday, datetime(2026, 3, 7, 14, 30, tzinfo=TORONTO), HOUSE)


def test_grace_is_once_a_year_unless_the_practice_says_otherwise():
    assert [policy.graces_left(n, HOUSE) for n in (0, 1, 2)] == [1, 0, 0]
    assert policy.graces_left(1, Policies(grace_per_year=3)) == 2


@given(
    st.integers(0, 400),
    st.integers(0, 20_000),
    st.integers(0, 100),
    st.floats(0.1, 100),
    st.integers(0, 1),
    st.booleans(),
)
def test_no_credit_is_lost_or_made_by_a_cancellation(credits, price, share, ahead, grace, by_practice):
    booking, rules = Paid(credits, price), Policies(late_cancel_share=share)
    cost = policy.cancel_cost(booking, hours(ahead), NOW, rules, grace, by_practice=by_practice)
    assert cost.charged + cost.back == credits
    assert 0 <= cost.charged <= credits
    assert 0 <= cost.owed <= price


# What a practice says


def test_a_booking_keeps_the_policies_of_its_day():
    terms = Policies(cancel_hours=48).terms()
    assert Policies.of_terms(terms) == Policies(cancel_hours=48)
    assert Policies.of_terms({"cancel_hours": 6, "something_of_the_past": 1}).cancel_hours == 6


@pytest.mark.parametrize(
    ("clock", "quiet"), [("20:59", False), ("21:00", True), ("23:30", True), ("07:59", True), ("08:00", False)]
)
def test_quiet_hours_run_over_midnight(clock, quiet):
    assert Rules().is_quiet(datetime.fromisoformat(f"2026-03-02T{clock}").time()) is quiet


def test_a_reminder_is_so_many_hours_before_or_in_the_morning_of_the_day():
    starts_at = datetime(2026, 3, 8, 15, tzinfo=TORONTO)
    rules = Rules()
    due = [r.due(starts_at, TORONTO, rules.quiet_to).astimezone(TORONTO) for r in rules.reminders]
    assert [f"{at:%a %H:%M}" for at in due] == ["Fri 14:00", "Sat 14:00", "Sun 08:00"]
    assert [r.step for r in rules.reminders] == ["48h", "24h", "morning"]

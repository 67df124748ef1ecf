"""How often somebody comes on a plan: read, fitted to its days, and kept beside what they have booked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core import pace
from core.pace import Pace
from core.practice import PracticeFileError, parse, sample_text
from tests.core.world import World, local

WEEKLY, TWICE, FORTNIGHTLY = Pace(), Pace(2), Pace(1, 2)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 a week", WEEKLY),
        ("2 a week", TWICE),
        ("1 every 2 weeks", FORTNIGHTLY),
        ("1 per week", WEEKLY),
        ("2 par semaine", TWICE),
        ("1 aux 2 semaines", FORTNIGHTLY),
        ("weekly", None),
        ("0 a week", None),
        ("8 a week", None),
        ("1 every 0 weeks", None),
    ],
)
def test_a_pace_is_read_as_it_is_written(text: str, meant: Pace | None) -> None:
    assert pace.read(text) == meant
    assert meant is None or pace.read(str(meant)) == meant


@pytest.mark.parametrize(
    ("sessions", "days", "monthly", "fits"),
    [
        (8, 180, False, "1 a week"),
        (8, None, False, "1 a week"),
        (12, 60, False, "2 a week"),
        (4, None, True, "1 a week"),
        (2, None, True, "1 every 2 weeks"),
        (1, None, True, "1 every 4 weeks"),
        (8, None, True, "2 a week"),
    ],
)
def test_a_plan_that_names_none_has_the_pace_that_fits_its_days(
    sessions: int, days: int | None, monthly: bool, fits: str
) -> None:
    assert str(pace.usual(sessions, days, monthly=monthly)) == fits


def times(*starts: str) -> list[datetime]:
    return [local(start) for start in starts]


def test_the_pace_is_kept_beside_what_is_booked_already() -> None:
    tuesdays = [local("2026-03-03 17:00") + timedelta(weeks=n) for n in range(6)]
    taken = times("2026-03-11 09:00")  # a Wednesday: that week is taken, whatever the day
    assert list(pace.spread(tuesdays, taken, WEEKLY)) == [tuesdays[n] for n in (0, 2, 3, 4, 5)]
    assert list(pace.spread(tuesdays, times("2026-02-24 17:00"), FORTNIGHTLY)) == [tuesdays[n] for n in (1, 3, 5)]
    twice = [
        at for tuesday in tuesdays[:2] for at in (tuesday, tuesday + timedelta(days=1), tuesday + timedelta(days=2))
    ]
    assert list(pace.spread(twice, [], TWICE)) == [twice[0], twice[1], twice[3], twice[4]]


def test_whoever_has_too_few_weeks_left_is_behind() -> None:
    today, last = date(2026, 3, 2), date(2026, 3, 29)  # four weeks, both days counted
    assert not pace.falls_behind(WEEKLY, 4, today, last)
    assert pace.falls_behind(WEEKLY, 4, today + timedelta(days=1), last)
    assert not pace.falls_behind(TWICE, 8, today, last)
    assert not pace.falls_behind(WEEKLY, 40, today, None)


def test_a_package_keeps_the_pace_it_was_sold_with(world: World) -> None:
    with world.turn() as (store, _):
        plan = store.plan(world.plans["progress"])
        plan.pace = "2 a week"
        store.add(plan)
    package = world.grant(world.client())
    with world.turn() as (store, _):
        plan = store.plan(world.plans["progress"])
        plan.pace = "1 every 2 weeks"
        store.add(plan)
        assert pace.of_package(store.package(package), 800) == TWICE


# The practice file


def sample_with(pace_of_it: str) -> str:
    """The sample, whose first plan (4 sessions, 90 days) goes at this pace."""
    return sample_text().replace("sessions = 4\n", f'sessions = 4\npace = "{pace_of_it}"\n', 1)


@pytest.mark.parametrize(
    ("pace_of_it", "remedy"),
    [
        ("weekly", 'write how often its sessions come as "1 a week", "2 a week" or "1 every 2 weeks"'),
        ("1 every 5 weeks", '4 sessions have no room in 90 days then: "1 a week" fits'),
    ],
)
def test_a_pace_that_cannot_be_is_named_with_its_remedy(pace_of_it: str, remedy: str) -> None:
    with pytest.raises(PracticeFileError) as failed:
        parse(sample_with(pace_of_it))
    (problem,) = failed.value.problems
    assert (problem.value, problem.remedy, problem.key) == (f'"{pace_of_it}"', remedy, "plans.pace")
    assert problem.line == sample_with(pace_of_it).split("\n").index(f'pace = "{pace_of_it}"') + 1


def test_what_clients_are_written_to_about_is_named_or_left_out() -> None:
    text = sample_text()
    assert parse(text).rules.cadence == ("first_visit", "behind", "nothing_booked", "last_session")
    assert parse(text, {"messages": {"cadence": ["behind"]}}).rules.cadence == ("behind",)
    with pytest.raises(PracticeFileError, match="name some of these, or none"):
        parse(text, {"messages": {"cadence": ["late"]}})
    american = {"practice": {"region": "US-NY", "currency": "USD", "zone": "America/New_York"}}
    assert any(w.key == "messages.cadence" for w in parse(text, american).warnings)  # a text that sells

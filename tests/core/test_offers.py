"""Which few of the free times are offered, by the written rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from core.offers import Habit, few, nearest
from core.slots import Slot
from core.windows import Window, Windows

TORONTO = ZoneInfo("America/Toronto")
ANA, MARC = 1, 2
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 3, 2, tzinfo=TORONTO)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO)


def slot(text: str, who: int = ANA) -> Slot:
    return Slot(local(text), who, 1)


def days(first: int, last: int, opens: int, closes: int, who: int = ANA) -> list[Slot]:
    """Every half hour of some days of the first week of March; the last session ends at closing."""
    halves = range(opens * 2, closes * 2 - 1)
    return [
        Slot(MONDAY + timedelta(days=day, minutes=30 * n), who, 1) for day in range(first, last + 1) for n in halves
    ]


def wish(start: str, end: str, *near: str) -> Windows:
    return Windows((Window(local(start), local(end)),), tuple(map(local, near)))


def shown(slots: list[Slot]) -> list[str]:
    return [f"{slot.starts_at.astimezone(TORONTO):%a %H:%M}" for slot in slots]


def offered(slots: list[Slot], wanted: Windows | None = None, habit: Habit | None = None, n: int = 3) -> list[str]:
    return shown(few(slots, wanted, habit or Habit(), TORONTO, HOUR, n))


WEEK = days(0, 4, 8, 19)


def test_an_exact_wish_that_is_free_is_the_only_offer():
    assert offered(WEEK, Windows.at(local("2026-03-03T15:00"))) == ["Tue 15:00"]


def test_an_exact_wish_that_is_not_free_is_not_replaced_in_silence():
    assert offered(WEEK, Windows.at(local("2026-03-03T21:00"))) == []


def test_any_time_is_spread_over_days_and_parts_of_the_day():
    assert offered(WEEK) == ["Mon 08:00", "Tue 12:00", "Wed 17:00"]


def test_mornings_are_spread_over_the_morning():
    assert offered(days(0, 4, 8, 12)) == ["Mon 08:00", "Tue 10:00", "Wed 08:00"]


def test_one_day_is_spread_over_its_parts():
    assert offered(days(1, 1, 8, 19)) == ["Tue 08:00", "Tue 12:00", "Tue 17:00"]


def test_near_three_comes_first_on_every_day():
    wanted = wish("2026-03-02", "2026-03-07", *(f"2026-03-0{n}T15:00" for n in range(2, 7)))
    assert offered(WEEK, wanted) == ["Mon 15:00", "Tue 15:00", "Wed 15:00"]


def test_around_three_on_thursday_stays_on_thursday():
    wanted = wish("2026-03-05T13:00", "2026-03-05T17:00", "2026-03-05T15:00")
    thursday = [s for s in WEEK if s.starts_at in wanted]
    assert offered(thursday, wanted) == ["Thu 14:00", "Thu 15:00", "Thu 16:00"]


def test_ideally_thursday_at_three_goes_to_the_same_hour_of_the_days_beside_it():
    wanted = wish("2026-03-02", "2026-03-07", "2026-03-05T15:00")
    assert offered(WEEK, wanted) == ["Wed 15:00", "Thu 15:00", "Fri 15:00"]


def test_the_habit_of_a_client_leads():
    habit = Habit(weekday=1, minute=15 * 60, practitioner_id=ANA)
    assert offered(WEEK, habit=habit) == ["Mon 17:00", "Tue 15:00", "Wed 11:30"]


def test_a_habit_is_the_weekday_and_hour_of_most_sessions_and_whom_they_were_with():
    sessions = [(local("2026-02-26T09:00"), MARC), (local("2026-02-24T15:30"), ANA), (local("2026-02-17T15:30"), ANA)]
    assert Habit.of(sessions, TORONTO) == Habit(1, 15 * 60 + 30, ANA)
    assert Habit.of([], TORONTO) == Habit()


def test_the_usual_practitioner_is_offered_where_several_are_free():
    both = sorted(days(0, 0, 8, 10) + days(0, 0, 8, 10, MARC))
    assert {s.practitioner_id for s in few(both, None, Habit(practitioner_id=MARC), TORONTO, HOUR)} == {MARC}
    assert {s.practitioner_id for s in few(both, None, Habit(), TORONTO, HOUR)} == {ANA}


def test_two_times_closer_than_a_session_are_offered_only_when_there_is_nothing_else():
    assert offered(days(1, 1, 8, 10)) == ["Tue 08:00", "Tue 08:30", "Tue 09:00"]
    assert offered([slot("2026-03-03T08:00"), slot("2026-03-03T08:30"), slot("2026-03-03T11:00")], n=2) == [
        "Tue 08:00",
        "Tue 11:00",
    ]


def test_fewer_free_times_are_all_offered():
    assert offered([slot("2026-03-03T08:00")]) == ["Tue 08:00"]
    assert offered([]) == []


def around(slots: list[Slot], wanted: Windows, n: int = 3) -> list[str]:
    return shown(nearest(slots, wanted, Habit(), TORONTO, HOUR, n))


def without(slots: list[Slot], start: str, end: str) -> list[Slot]:
    return [s for s in slots if not local(start) <= s.starts_at < local(end)]


def test_the_nearest_are_two_of_the_same_day_and_the_same_hour_of_another():
    left = without(WEEK, "2026-03-03T14:30", "2026-03-03T16:00")
    assert around(left, Windows.at(local("2026-03-03T15:00"))) == ["Mon 15:00", "Tue 14:00", "Tue 16:00"]


def test_a_day_without_anything_left_gives_the_same_hour_of_its_neighbours():
    left = without(WEEK, "2026-03-04", "2026-03-05")
    assert around(left, Windows.at(local("2026-03-04T15:00"))) == ["Mon 15:00", "Tue 15:00", "Thu 15:00"]


def test_a_full_morning_gives_the_noon_of_its_day_before_the_morning_of_another():
    left = without(WEEK, "2026-03-04T08:00", "2026-03-04T12:00")
    assert around(left, wish("2026-03-04T08:00", "2026-03-04T12:00")) == ["Tue 08:00", "Wed 12:00", "Wed 13:00"]


def test_the_evening_of_the_same_day_is_not_near_to_its_morning():
    left = without(WEEK, "2026-03-04T08:00", "2026-03-04T17:00")
    assert "Wed 17:00" not in around(left, Windows.at(local("2026-03-04T08:00")))


def test_a_full_week_gives_the_days_beside_it():
    found = around(WEEK, wish("2026-03-09", "2026-03-14"))
    assert [day.split()[0] for day in found] == ["Wed", "Thu", "Fri"]


slots_anywhere = st.lists(
    st.tuples(st.integers(0, 60 * 48), st.sampled_from([ANA, MARC])).map(
        lambda pair: Slot(MONDAY + timedelta(minutes=30 * pair[0]), pair[1], 1)
    ),
    unique=True,
).map(sorted)


@given(slots_anywhere, st.integers(1, 5))
def test_a_few_are_free_times_in_order_each_once_and_as_many_as_can_be(slots, n):
    found = few(slots, None, Habit(), TORONTO, HOUR, n)
    times = [slot.starts_at for slot in found]
    assert set(found) <= set(slots)
    assert times == sorted(set(times))
    assert len(found) == min(n, len({slot.starts_at for slot in slots}))


@given(slots_anywhere)
def test_days_are_different_as_long_as_there_are_enough(slots):
    found = few(slots, None, Habit(), TORONTO, HOUR)
    free = {slot.starts_at.astimezone(TORONTO).date() for slot in slots}
    assert len({slot.starts_at.astimezone(TORONTO).date() for slot in found}) == min(3, len(free))


@given(slots_anywhere)
def test_a_session_apart_if_that_can_be(slots):
    found = [slot.starts_at for slot in few(slots, None, Habit(), TORONTO, HOUR, 2)]
    if len(found) == 2 and found[1] - found[0] < HOUR:
        first = found[0] if found[0] == slots[0].starts_at else found[1]
        assert all(abs(slot.starts_at - first) < HOUR for slot in slots)

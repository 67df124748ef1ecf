"""What is free, as scripts ask it: by the practice's rules, beside what is booked and what else the client does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import diary
from core.errors import Reason
from core.windows import Window, Windows
from storage.models import Appointment, Source, TimeOff
from tests.core.world import TORONTO, local

if TYPE_CHECKING:
    from core.slots import Slot
    from tests.core.world import World

TUESDAY = Windows((Window(local("2026-03-03"), local("2026-03-04")),))


def shown(slots: list[Slot]) -> list[str]:
    return [f"{slot.starts_at.astimezone(TORONTO):%m-%d %H:%M}" for slot in slots]


def free(world: World, wish: Windows | None = TUESDAY, service: str = "session", **more) -> list[Slot]:
    with world.look() as store:
        return diary.free(store, store.service(world.services[service]), wish, world.now, **more)


def why_not(world: World, at: str, service: str = "session", **more):
    with world.look() as store:
        wanted = store.service(world.services[service])
        return diary.why_not(store, wanted, local(at), world.now, **more)


def take_off(world: World, start: str, end: str, who: int | None = None, label: str = "") -> None:
    """Time off that somebody says in a thread; of the whole practice when nobody is named."""
    with world.turn() as (store, _):
        store.add(
            TimeOff(
                practice_id=world.practice_id,
                practitioner_id=who,
                starts_at=local(start),
                ends_at=local(end),
                label=label,
                source=Source.THREAD,
            )
        )
        store.changed(store.practice())


# When


def test_the_next_free_time_is_after_the_notice(world):
    assert shown(free(world, None, limit=1)) == ["03-02 12:30"]
    world.at("2026-03-02 10:00")
    assert shown(free(world, None, limit=1)) == ["03-02 12:00"]


def test_the_last_day_of_the_horizon_is_free_until_closing(world):
    assert shown(free(world, None, limit=None))[-1] == "05-01 18:00"


def test_a_wish_in_the_past_or_beyond_the_horizon_finds_nothing(world):
    assert free(world, Windows.at(local("2026-03-02 09:00"))) == []
    assert free(world, Windows.at(local("2026-05-04 09:00"))) == []


def test_an_exact_wish_finds_everybody_who_is_free_then(world):
    found = free(world, Windows.at(local("2026-03-03 15:00")))
    assert [slot.practitioner_id for slot in found] == [world.ana, world.marc, world.priya]
    assert {slot.starts_at for slot in found} == {datetime(2026, 3, 3, 20, tzinfo=UTC)}


def test_a_wish_of_several_windows_is_met_in_each(world):
    wish = Windows.of([Window.at(local("2026-03-03 09:00")), Window.at(local("2026-03-20 09:00"))])
    assert shown(free(world, wish, practitioner_id=world.ana)) == ["03-03 09:00", "03-20 09:00"]


def test_who_does_not_give_a_service_has_no_time_for_it(world):
    assert free(world, None, "class", practitioner_id=world.ana) == []
    assert shown(free(world, None, "class", practitioner_id=world.priya, limit=2)) == ["03-04 18:00", "03-11 18:00"]


# What is booked


def test_a_booking_takes_its_time_and_its_buffer(world):
    maya = world.client()
    world.grant(maya)
    world.book(maya, "2026-03-03 10:00")
    taken = {"03-03 09:00", "03-03 09:30", "03-03 10:00", "03-03 10:30", "03-03 11:00"}
    left = shown(free(world, practitioner_id=world.ana))
    assert not taken & set(left)
    assert {"03-03 08:30", "03-03 11:30"} <= set(left)


def test_a_cancelled_booking_takes_no_time(world):
    maya = world.client()
    world.grant(maya)
    before = free(world)
    world.cancel(world.book(maya, "2026-03-03 10:00"))
    assert free(world) == before


def test_a_client_who_is_busy_with_one_practitioner_is_busy_for_all(world):
    maya = world.client()
    world.grant(maya)
    world.book(maya, "2026-03-03 10:00")
    left = shown(free(world, client=maya, practitioner_id=world.marc))
    assert "03-03 10:30" not in left
    assert {"03-03 09:00", "03-03 11:00"} <= set(left)


def test_the_booking_that_is_moved_is_not_in_its_own_way(world):
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 10:00")
    left = shown(free(world, client=maya, practitioner_id=world.ana, without=booking))
    assert {"03-03 09:30", "03-03 10:00", "03-03 10:30"} <= set(left)


def test_a_class_shows_the_places_that_are_left_and_none_when_it_is_full(world):
    for n in range(6):
        (slot,) = free(world, Windows.at(local("2026-03-04 18:00")), "class")
        assert (slot.places_left, slot.appointment_id is None) == (6 - n, n == 0)
        one = world.client(f"client {n}")
        world.grant(one)
        world.book(one, "2026-03-04 18:00", world.priya, "class")
    assert free(world, Windows.at(local("2026-03-04 18:00")), "class") == []
    assert why_not(world, "2026-03-04 18:00", "class").reason is Reason.FULL


def test_one_who_leaves_a_full_class_sees_their_own_place(world):
    bookings = []
    for n in range(6):
        one = world.client(f"client {n}")
        world.grant(one)
        bookings.append(world.book(one, "2026-03-04 18:00", world.priya, "class"))
    (slot,) = free(world, Windows.at(local("2026-03-04 18:00")), "class", without=bookings[0])
    assert slot.places_left == 1


def test_nobody_is_offered_a_class_they_are_in(world):
    maya = world.client()
    world.grant(maya)
    world.book(maya, "2026-03-04 18:00", world.priya, "class")
    assert shown(free(world, None, "class", client=maya, limit=1)) == ["03-11 18:00"]


def test_an_unbooked_class_keeps_its_time_from_other_services(world):
    wednesday = Windows((Window(local("2026-03-04 17:00"), local("2026-03-04 19:00")),))
    assert shown(free(world, wednesday, practitioner_id=world.priya)) == []
    assert "03-04 17:00" in shown(free(world, wednesday, practitioner_id=world.ana))


def test_time_off_said_in_a_thread_counts_from_the_next_search_on(world):
    assert free(world, practitioner_id=world.ana)
    take_off(world, "2026-03-03", "2026-03-04", world.ana)
    assert free(world, practitioner_id=world.ana) == []


# Why not


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("2026-03-02 10:00", Reason.PAST),
        ("2026-03-02 12:00", Reason.TOO_SOON),
        ("2026-06-01 12:00", Reason.TOO_FAR),
        ("2026-03-03 19:00", Reason.CLOSED),
        ("2026-03-08 12:00", Reason.CLOSED),
        ("2026-03-03 12:10", Reason.NOT_OFFERED),
        ("2026-03-03 12:00", Reason.CHANGED),  # it is free
    ],
)
def test_a_time_that_is_not_offered_has_its_reason(world, at, reason):
    assert why_not(world, at).reason is reason


def test_a_time_is_taken_when_everybody_is_busy_and_only_then(world):
    for who in (world.ana, world.marc):
        one = world.client()
        world.grant(one)
        world.book(one, "2026-03-03 10:00", who)
    assert why_not(world, "2026-03-03 10:00").reason is Reason.CHANGED
    assert why_not(world, "2026-03-03 10:00", practitioner_id=world.ana).reason is Reason.TAKEN
    one = world.client()
    world.grant(one)
    world.book(one, "2026-03-03 10:00", world.priya)
    assert why_not(world, "2026-03-03 10:00").reason is Reason.TAKEN


def test_a_clash_says_with_what(world):
    maya = world.client()
    world.grant(maya)
    booking = world.book(maya, "2026-03-03 10:00")
    refusal = why_not(world, "2026-03-03 10:30", client=maya)
    assert refusal.reason is Reason.CLASH
    assert refusal.facts == {"booking_id": booking.id, "at": local("2026-03-03 10:00")}


def test_a_holiday_is_called_by_its_name_and_time_off_is_nobodys_business(world):
    take_off(world, "2026-03-05", "2026-03-06", world.ana, "dentist")
    take_off(world, "2026-03-06", "2026-03-07", label="Painting")
    assert why_not(world, "2026-04-03 12:00").facts["label"] == "Good Friday"
    assert why_not(world, "2026-03-05 12:00", practitioner_id=world.ana).facts["label"] == ""
    assert why_not(world, "2026-03-06 12:00").facts["label"] == "Painting"


# Offers


def offer(world: World, wish: Windows | None, **more) -> list[str]:
    with world.look() as store:
        return shown(diary.offer(store, store.service(world.services["session"]), wish, world.now, **more))


def around(world: World, at: str, **more) -> list[str]:
    with world.look() as store:
        service = store.service(world.services["session"])
        return shown(diary.around(store, service, Windows.at(local(at)), world.now, **more))


def test_an_open_wish_is_offered_three_times_of_the_coming_week(world):
    assert offer(world, None) == ["03-02 12:30", "03-03 08:00", "03-04 17:00"]


def test_a_client_with_a_habit_is_offered_their_hour_and_their_practitioner(world):
    maya = world.client()
    world.grant(maya)
    for at in ("2026-03-05 15:00", "2026-03-12 15:00"):
        world.book(maya, at, world.marc)
    world.at("2026-03-16 09:00")
    assert "03-19 15:00" in offer(world, None, client=maya)
    with world.look() as store:
        assert store.usual_practitioner(maya.id or 0) == world.marc
        slots = diary.offer(store, store.service(world.services["session"]), None, world.now, client=maya)
    assert {slot.practitioner_id for slot in slots} == {world.marc}


def test_a_new_client_has_no_usual_practitioner(world):
    maya = world.client()
    with world.look() as store:
        assert store.usual_practitioner(maya.id or 0) is None


def test_alternatives_are_near_what_was_wished_for(world):
    assert around(world, "2026-03-08 15:00") == ["03-06 15:00", "03-09 15:00", "03-10 15:00"]
    assert around(world, "2026-03-03 20:00") == ["03-02 18:00", "03-03 17:00", "03-03 18:00"]


def test_alternatives_to_a_time_that_is_far_off_are_the_last_that_can_be_booked(world):
    assert around(world, "2026-08-03 15:00")[-1] == "05-01 15:00"


def test_alternatives_to_a_time_that_is_over_are_the_next(world):
    assert around(world, "2026-03-02 09:00")[0] == "03-02 12:30"


def test_alternatives_are_looked_for_further_away_until_there_are_enough(world):
    take_off(world, "2026-03-02", "2026-03-05 17:00")
    take_off(world, "2026-03-05 18:00", "2026-03-31")
    assert around(world, "2026-03-04 10:00") == ["03-05 17:00", "03-31 10:00", "04-01 10:00"]


# However the diary is read


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    taken=st.lists(st.tuples(st.integers(1, 45), st.integers(16, 35), st.sampled_from(["ana", "marc"])), unique=True),
    first=st.integers(0, 50),
    many=st.integers(1, 60),
)
def test_reading_bit_by_bit_finds_what_reading_all_at_once_finds(world, taken, first, many):
    with world.turn() as (store, _):
        for day, half, who in taken:
            start = local("2026-03-02") + timedelta(days=day, minutes=30 * half)
            store.add(
                Appointment(
                    practice_id=world.practice_id,
                    practitioner_id=getattr(world, who),
                    service_id=world.services["followup"],
                    starts_at=start,
                    ends_at=start + timedelta(minutes=30),
                    blocks_from=start,
                    blocks_to=start + timedelta(minutes=30),
                )
            )
        service = store.service(world.services["session"])
        start = local("2026-03-02") + timedelta(days=first)
        wish = Windows((Window(start, start + timedelta(days=many)),))
        whole = diary.free(store, service, wish, world.now, limit=None)
        assert diary.free(store, service, wish, world.now, limit=100_000) == whole
        assert diary.free(store, service, wish, world.now, limit=7) == whole[:7]
        store.session.rollback()  # nothing of this is kept for the next example

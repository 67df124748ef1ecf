"""Time that a practitioner takes off or opens in the thread, and what undo makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import diary, time_off
from core.errors import Reason, Refusal
from core.windows import Window, Windows
from storage.models import ExtraHours, Source, Status, TimeOff
from tests.core.world import World, local


def span(start: str, end: str) -> Windows:
    return Windows((Window(local(start), local(end)),))


THURSDAY = span("2026-03-05 00:00", "2026-03-06 00:00")


def block(world: World, spans: Windows, by: int, *, cancelling: bool = True) -> list[str]:
    with world.turn(by) as (store, act):
        visits = time_off.affected(store, world.ana, spans, act.at)
        time_off.block(store, world.ana, spans, act, visits=visits if cancelling else ())
        return [v.client.name for v in visits]


def open_up(world: World, spans: Windows, by: int) -> bool:
    with world.turn(by) as (store, act):
        return time_off.open_up(store, world.ana, spans, act)


def is_free(world: World, at: str, who: int | None = None) -> bool:
    with world.look() as store:
        service = store.service(world.services["session"])
        found = diary.free(store, service, Windows.at(local(at)), world.now, practitioner_id=who or world.ana)
        return bool(found)


def test_sessions_that_time_off_touches_are_cancelled_and_their_credits_are_back(world):
    ana, maya = world.person("Ana"), world.client("Maya")
    package = world.grant(maya, used=300)
    booking = world.book(maya, "2026-03-05 17:00")
    assert block(world, THURSDAY, ana) == ["Maya"]
    assert world.see(booking).status is Status.CANCELLED
    assert world.see(booking).by_practice
    assert world.free(package) == 500
    assert not is_free(world, "2026-03-05 10:00")
    assert is_free(world, "2026-03-05 10:00", world.marc)


def test_a_session_that_only_reaches_into_the_time_is_touched_too(world):
    ana, maya = world.person("Ana"), world.client("Maya")
    world.grant(maya)
    world.book(maya, "2026-03-05 09:30")
    assert block(world, span("2026-03-05 10:00", "2026-03-05 12:00"), ana) == ["Maya"]


def test_what_has_begun_is_left_alone(world):
    ana, maya = world.person("Ana"), world.client("Maya")
    world.grant(maya)
    booking = world.book(maya, "2026-03-05 09:30")
    world.at("2026-03-05 09:45")
    assert block(world, THURSDAY, ana) == []
    assert world.see(booking).status is Status.BOOKED


def test_a_credit_that_would_lapse_by_it_lasts_longer(world):
    ana, maya = world.person("Ana"), world.client("Maya")
    package = world.grant(maya, expires=local("2026-03-06 00:00").date())
    world.book(maya, "2026-03-05 17:00")
    block(world, THURSDAY, ana)
    assert world.balance(package).expires_on == (world.now + timedelta(days=14)).date()


def test_undo_opens_the_day_again_with_its_sessions(world):
    ana, maya = world.person("Ana"), world.client("Maya")
    package = world.grant(maya, used=300, expires=local("2026-03-06 00:00").date())
    booking = world.book(maya, "2026-03-05 17:00")
    block(world, THURSDAY, ana)
    world.later(minutes=3)
    assert [done.booking.id for done in world.undo(ana)] == [booking.id]
    assert world.see(booking).status is Status.BOOKED
    assert world.balance(package).booked == 100
    assert world.balance(package).expires_on == local("2026-03-06 00:00").date()
    assert world.rows(TimeOff) == []
    assert is_free(world, "2026-03-05 10:00")


def test_a_time_that_was_taken_meanwhile_does_not_stop_the_rest_of_an_undo(world):
    ana, maya, leo = world.person("Ana"), world.client("Maya"), world.client("Leo")
    for client in (maya, leo):
        world.grant(client)
    world.book(maya, "2026-03-05 17:00")
    stays = world.book(leo, "2026-03-05 15:00")
    block(world, THURSDAY, ana)
    world.book(maya, "2026-03-05 17:00", world.marc)  # she is elsewhere then
    assert [done.booking.id for done in world.undo(ana)] == [stays.id]
    assert world.upcoming(leo) == ["2026-03-05 15:00"]
    assert world.upcoming(maya) == ["2026-03-05 17:00"]


def test_blocking_without_cancelling_keeps_what_is_there(world):
    ana, maya = world.person("Ana"), world.client("Maya")
    world.grant(maya)
    booking = world.book(maya, "2026-03-05 17:00")
    block(world, THURSDAY, ana, cancelling=False)
    assert world.see(booking).status is Status.BOOKED
    assert not is_free(world, "2026-03-05 10:00")


def test_a_block_is_taken_back_in_part(world):
    ana = world.person("Ana")
    block(world, THURSDAY, ana)
    assert open_up(world, span("2026-03-05 09:00", "2026-03-05 12:00"), ana)
    assert is_free(world, "2026-03-05 10:00")
    assert not is_free(world, "2026-03-05 14:00")
    assert world.rows(ExtraHours) == []


def test_hours_are_opened_that_the_week_does_not_have(world):
    ana = world.person("Ana")
    assert open_up(world, span("2026-03-08 10:00", "2026-03-08 14:00"), ana)  # a Sunday
    assert is_free(world, "2026-03-08 10:00")
    assert is_free(world, "2026-03-08 13:00")
    assert not is_free(world, "2026-03-08 13:30")
    assert not is_free(world, "2026-03-08 10:00", world.marc)


def test_only_what_is_closed_is_added(world):
    ana = world.person("Ana")
    assert open_up(world, span("2026-03-07 09:00", "2026-03-07 15:00"), ana)  # Saturday is open until one
    (extra,) = world.rows(ExtraHours)
    assert (extra.starts_at, extra.ends_at) == (local("2026-03-07 13:00"), local("2026-03-07 15:00"))
    assert is_free(world, "2026-03-07 12:30")


def test_what_is_open_already_needs_nothing(world):
    ana = world.person("Ana")
    assert not open_up(world, span("2026-03-05 09:00", "2026-03-05 12:00"), ana)
    with pytest.raises(Refusal) as refused:
        world.undo(ana)
    assert refused.value.reason is Reason.NOTHING_TO_UNDO


def test_the_last_word_wins(world):
    ana = world.person("Ana")
    sunday = span("2026-03-08 10:00", "2026-03-08 14:00")
    open_up(world, sunday, ana)
    block(world, span("2026-03-08 12:00", "2026-03-08 13:00"), ana)
    assert is_free(world, "2026-03-08 10:00")
    assert not is_free(world, "2026-03-08 12:00")
    open_up(world, sunday, ana)
    assert is_free(world, "2026-03-08 12:00")


def test_opened_hours_reach_over_the_practice_file_and_holidays(world):
    ana = world.person("Ana")
    with world.turn() as (store, _):
        store.add(
            TimeOff(
                practice_id=world.practice_id,
                practitioner_id=world.ana,
                starts_at=local("2026-03-05 00:00"),
                ends_at=local("2026-03-06 00:00"),
                source=Source.FILE,
            )
        )
        store.changed(store.practice())
    open_up(world, span("2026-03-05 09:00", "2026-03-05 12:00"), ana)
    open_up(world, span("2026-04-03 09:00", "2026-04-03 12:00"), ana)  # Good Friday
    assert is_free(world, "2026-03-05 10:00")
    assert is_free(world, "2026-04-03 10:00")
    assert len(world.rows(TimeOff, source=Source.FILE)) == 1


def test_undo_of_an_opening_closes_again(world):
    ana = world.person("Ana")
    block(world, THURSDAY, ana)
    world.later(minutes=10)
    open_up(world, span("2026-03-05 09:00", "2026-03-05 12:00"), ana)
    world.undo(ana)
    assert not is_free(world, "2026-03-05 10:00")
    assert len(world.rows(TimeOff)) == 1

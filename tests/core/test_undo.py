"""Undo takes back the last act of a person as a whole, as if it had never been done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from core import bookings
from core.errors import Reason, Refusal
from storage import post
from storage.models import AuditEntry, Invoice, Outbox, Package, Sending, Source, Status, TimeOff
from tests.core.world import World, local

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.database import Database
    from storage.models import Client


@pytest.fixture
def maya(world: World) -> Client:
    maya = world.client()
    world.grant(maya)
    return maya


@pytest.fixture
def tom(world: World) -> Client:
    tom = world.client("Tom")
    world.grant(tom)
    return tom


def reason(act: Callable[[], object]) -> Reason:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.reason


def all_free(world: World) -> list[int]:
    """What is left in Maya's package."""
    return [world.free(package.id or 0) for package in world.rows(Package) if package.act == "act:1:3"]


def test_a_booking_as_if_never_made(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-02 15:00")
    (undone,) = world.undo(maya.person_id)
    assert (undone.what, undone.booking.id) == ("booked", booking.id)
    seen = world.see(booking)
    assert (seen.status, seen.late, seen.grace, seen.charged) == (Status.CANCELLED, False, False, 0)
    assert (world.upcoming(maya), all_free(world)) == ([], [800])


def test_nobody_is_charged_for_an_undone_booking_however_soon_it_was(world: World, maya: Client, tom: Client) -> None:
    world.book(maya, "2026-03-02 13:00")
    world.undo(maya.person_id)
    world.book(tom, "2026-03-02 13:00")
    assert world.cancel(world.book(maya, "2026-03-02 15:00")).grace  # the grace was not spent by the undo


def test_an_unpaid_booking_leaves_a_void_invoice(world: World) -> None:
    stranger = world.client("Stranger")
    world.book(stranger, "2026-03-04 15:00", service="assessment")
    world.undo(stranger.person_id)
    assert [(i.number, i.void) for i in world.rows(Invoice)] == [(1, True)]
    world.book(stranger, "2026-03-04 15:00", service="assessment")
    assert [(i.number, i.void) for i in world.rows(Invoice)] == [(1, True), (2, False)]


def test_a_move_back_to_the_old_place(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-03 15:00")
    with world.turn(maya.person_id) as (store, act):
        bookings.confirm(store, store.booking(booking.id or 0), act)
    world.move(booking, "2026-03-05 10:00", world.marc)
    world.undo(maya.person_id)
    seen = world.see(booking)
    assert (world.upcoming(maya), seen.moves, seen.appointment_id) == (
        ["2026-03-03 15:00"],
        0,
        booking.appointment_id,
    )
    assert seen.confirmed_at == world.now


def test_a_move_by_half_an_hour_back(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-03 15:00")
    world.move(booking, "2026-03-03 15:30")
    world.undo(maya.person_id)
    assert world.upcoming(maya) == ["2026-03-03 15:00"]


def test_a_move_to_another_package_back(world: World) -> None:
    maya = world.client()
    short = world.grant(maya, expires=date(2026, 3, 10))
    long = world.grant(maya)
    booking = world.book(maya, "2026-03-10 15:00")
    world.move(booking, "2026-03-11 15:00")
    assert [world.balance(p).booked for p in (short, long)] == [0, 100]
    world.undo(maya.person_id)
    assert [world.balance(p).booked for p in (short, long)] == [100, 0]
    assert world.see(booking).package_id == short


def test_the_old_place_of_a_move_was_taken(world: World, maya: Client, tom: Client) -> None:
    booking = world.book(maya, "2026-03-03 15:00")
    world.move(booking, "2026-03-05 10:00")
    world.book(tom, "2026-03-03 15:30")
    with world.turn(maya.person_id) as (store, act):
        assert reason(lambda: bookings.undo(store, maya.person_id, act)) is Reason.TAKEN
        assert not store.wrote
    assert (world.upcoming(maya), world.see(booking).moves) == (["2026-03-05 10:00"], 1)


def test_a_cancelled_booking_is_booked_again(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-05 15:00")
    world.cancel(booking)
    world.undo(maya.person_id)
    seen = world.see(booking)
    assert (seen.status, seen.cancelled_at) == (Status.BOOKED, None)
    assert (world.upcoming(maya), all_free(world)) == (["2026-03-05 15:00"], [700])


def test_a_forgiven_late_cancel_gives_the_grace_back(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-03 09:00")
    assert world.cancel(booking).grace
    world.undo(maya.person_id)
    assert not world.see(booking).grace
    assert world.cancel(booking).grace


@pytest.mark.parametrize("share", [50, 100])
def test_a_late_cancel_gives_back_what_it_charged(database: Database, share: int) -> None:
    world = World(database, grace_per_year=0, late_cancel_share=share)
    maya = world.client()
    package = world.grant(maya)
    booking = world.book(maya, "2026-03-03 09:00")
    world.cancel(booking)
    world.undo(maya.person_id)
    assert (world.balance(package).used, world.balance(package).booked, world.see(booking).charged) == (0, 100, 0)
    assert world.findings() == []


def test_a_late_cancel_of_an_unpaid_session_owes_the_first_invoice_again(database: Database) -> None:
    world = World(database, grace_per_year=0, late_cancel_share=50)
    tom = world.client("Tom")
    world.cancel(world.book(tom, "2026-03-03 09:00", service="assessment"))
    world.undo(tom.person_id)
    assert [(i.number, i.total, i.void) for i in world.rows(Invoice)] == [(1, 12000, False), (2, 6000, True)]
    assert world.findings() == []


def test_the_place_of_a_cancelled_booking_was_taken(world: World, maya: Client, tom: Client) -> None:
    world.cancel(world.book(maya, "2026-03-05 15:00"))
    world.book(tom, "2026-03-05 14:30")
    assert reason(lambda: world.undo(maya.person_id)) is Reason.TAKEN
    assert world.upcoming(maya) == []


def test_time_off_was_put_where_the_booking_had_been(world: World, maya: Client) -> None:
    world.cancel(world.book(maya, "2026-03-05 15:00"))
    span: dict[str, Any] = {"starts_at": local("2026-03-05 12:00"), "ends_at": local("2026-03-05 18:00")}
    with world.turn() as (store, _):
        store.add(TimeOff(practice_id=world.practice_id, practitioner_id=world.ana, source=Source.THREAD, **span))
        store.changed(store.practice())
    assert reason(lambda: world.undo(maya.person_id)) is Reason.TAKEN


def test_the_credit_was_spent_elsewhere_meanwhile(world: World) -> None:
    lea = world.client("Léa")
    package = world.grant(lea, used=700)
    world.cancel(world.book(lea, "2026-03-05 15:00"))
    with world.turn(world.person("Reception")) as (store, act):
        quoted = bookings.quote(store, lea, store.service(1), world.slot("2026-03-06 15:00"), world.now)
        bookings.book(store, lea, quoted, act)
    assert reason(lambda: world.undo(lea.person_id)) is Reason.NO_CREDIT
    assert (world.upcoming(lea), world.balance(package).booked) == (["2026-03-06 15:00"], 100)


def test_a_series_is_one_act(world: World, maya: Client) -> None:
    starts = [f"{date(2026, 3, 9) + timedelta(weeks=n):%Y-%m-%d} 15:00" for n in range(8)]
    made = world.book_all(maya, *starts)
    assert all_free(world) == [0]
    with world.turn(maya.person_id) as (store, act):
        bookings.cancel_all(store, [store.booking(booking.id or 0) for booking in made[3:]], act)
    assert len(world.undo(maya.person_id)) == 5
    assert (world.upcoming(maya), all_free(world)) == (starts, [0])


def test_undo_a_whole_series(world: World, maya: Client) -> None:
    world.book_all(maya, "2026-03-09 15:00", "2026-03-16 15:00", "2026-03-23 15:00")
    assert len(world.undo(maya.person_id)) == 3
    assert (world.upcoming(maya), all_free(world)) == ([], [800])


def test_one_place_of_the_rest_was_taken_so_nothing_comes_back(world: World, maya: Client, tom: Client) -> None:
    made = world.book_all(maya, "2026-03-09 15:00", "2026-03-16 15:00", "2026-03-23 15:00")
    with world.turn(maya.person_id) as (store, act):
        bookings.cancel_all(store, [store.booking(booking.id or 0) for booking in made], act)
    world.book(tom, "2026-03-16 15:00")
    with world.turn(maya.person_id) as (store, act):
        assert reason(lambda: bookings.undo(store, maya.person_id, act)) is Reason.TAKEN
    assert (world.upcoming(maya), all_free(world)) == ([], [800])


def test_only_the_last_act_is_undone(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-03 15:00")
    world.book(maya, "2026-03-05 15:00")
    world.undo(maya.person_id)
    assert world.upcoming(maya) == ["2026-03-03 15:00"]
    assert reason(lambda: world.undo(maya.person_id)) is Reason.NOTHING_TO_UNDO


def test_an_undo_is_not_undone(world: World, maya: Client) -> None:
    world.cancel(world.book(maya, "2026-03-05 15:00"))
    world.undo(maya.person_id)
    assert reason(lambda: world.undo(maya.person_id)) is Reason.NOTHING_TO_UNDO
    assert world.upcoming(maya) == ["2026-03-05 15:00"]


def test_what_came_after_an_undo_can_be_undone(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-05 15:00")
    world.undo(maya.person_id)
    world.book(maya, "2026-03-06 15:00")
    world.undo(maya.person_id)
    assert world.upcoming(maya) == []


def test_five_minutes_and_not_a_second_more(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-05 15:00")
    world.later(minutes=5, seconds=1)
    assert reason(lambda: world.undo(maya.person_id)) is Reason.NOTHING_TO_UNDO
    world.book(maya, "2026-03-06 15:00")
    world.later(minutes=5)
    assert len(world.undo(maya.person_id)) == 1


def test_nobody_undoes_what_others_did(world: World, maya: Client, tom: Client) -> None:
    world.book(maya, "2026-03-05 15:00")
    assert reason(lambda: world.undo(tom.person_id)) is Reason.NOTHING_TO_UNDO


def test_somebody_changed_the_booking_since(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-05 15:00")
    world.move(booking, "2026-03-06 15:00", by=world.person("Reception"))
    assert reason(lambda: world.undo(maya.person_id)) is Reason.CHANGED
    assert world.upcoming(maya) == ["2026-03-06 15:00"]


def test_saying_that_one_comes_is_no_change(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-05 15:00")
    with world.turn(maya.person_id) as (store, act):
        bookings.confirm(store, store.booking(booking.id or 0), act)
    assert len(world.undo(maya.person_id)) == 1


def test_a_marked_outcome_is_unmarked(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-03 09:00")
    ana = world.person("Ana")
    world.at("2026-03-03 10:00")
    for status in (Status.ATTENDED, Status.NO_SHOW):
        with world.turn(ana) as (store, act):
            bookings.settle(store, store.booking(booking.id or 0), status, act)
    assert [undone.what for undone in world.undo(ana)] == ["no_show", "corrected"]
    seen = world.see(booking)
    assert (seen.status, seen.charged) == (Status.ATTENDED, 100)


def test_all_came_is_one_act(world: World, maya: Client, tom: Client) -> None:
    made = [world.book(maya, "2026-03-03 09:00"), world.book(tom, "2026-03-03 11:00")]
    ana = world.person("Ana")
    world.at("2026-03-03 12:00")
    with world.turn(ana) as (store, act):
        for booking in made:
            bookings.settle(store, store.booking(booking.id or 0), Status.ATTENDED, act)
    assert len(world.undo(ana)) == 2
    assert [world.see(booking).status for booking in made] == [Status.BOOKED] * 2


def test_the_practice_did_not_mean_to_cancel(world: World) -> None:
    maya = world.client()
    package = world.grant(maya, expires=date(2026, 3, 4))
    booking = world.book(maya, "2026-03-03 15:00")
    ana = world.person("Ana")
    world.cancel(booking, ana, by_practice=True)
    assert world.balance(package).expires_on == date(2026, 3, 16)
    world.undo(ana)
    seen = world.see(booking)
    assert (seen.status, seen.by_practice, world.balance(package).expires_on) == (
        Status.BOOKED,
        False,
        date(2026, 3, 4),
    )


def test_a_class_is_joined_again(world: World, maya: Client, tom: Client) -> None:
    mine = world.book(maya, "2026-03-04 18:00", world.priya, "class")
    world.cancel(mine)
    world.book(tom, "2026-03-04 18:00", world.priya, "class")  # the class began anew
    world.undo(maya.person_id)
    with world.look() as store:
        (visit,) = store.upcoming([tom.id or 0], world.now)
        assert store.booking(mine.id or 0).appointment_id == visit.appointment.id


def test_the_last_place_of_a_class_was_taken(world: World, maya: Client) -> None:
    others = [world.client(name) for name in "abcdef"]
    for who in others:
        world.grant(who)
    mine = world.book(maya, "2026-03-04 18:00", world.priya, "class")
    for who in others[:5]:
        world.book(who, "2026-03-04 18:00", world.priya, "class")
    world.cancel(mine)
    world.book(others[5], "2026-03-04 18:00", world.priya, "class")
    assert reason(lambda: world.undo(maya.person_id)) is Reason.TAKEN


def test_a_client_is_elsewhere_by_now(world: World, maya: Client) -> None:
    world.cancel(world.book(maya, "2026-03-05 15:00"))
    with world.turn(world.person("Reception")) as (store, act):
        slot = world.slot("2026-03-05 15:30", world.marc)
        bookings.book(store, maya, bookings.quote(store, maya, store.service(1), slot, world.now), act)
    assert reason(lambda: world.undo(maya.person_id)) is Reason.CLASH


# Messages


def owe(world: World, act: str, person: int) -> None:
    with world.turn() as (store, _):
        post.owe(store, key=f"{act}:{person}", kind="notice", person_id=person, body={}, act=act, due_at=world.now)


def test_what_was_not_sent_to_others_is_not_sent(world: World, maya: Client) -> None:
    ana = world.person("Ana")
    world.book(maya, "2026-03-05 15:00")
    (entry,) = world.rows(AuditEntry, what="booked")
    for person in (maya.person_id, ana):
        owe(world, entry.act, person)
    owe(world, "another", ana)
    with world.turn() as (store, _):
        gone = post.owe(store, key="sent", kind="notice", person_id=ana, body={}, act=entry.act, due_at=world.now)
        assert gone
        post.sent(store.session, gone, world.now)
    world.undo(maya.person_id)
    assert [(row.person_id, row.act, row.status, row.why) for row in world.rows(Outbox, kind="notice")] == [
        (maya.person_id, entry.act, Sending.DUE, ""),
        (ana, entry.act, Sending.DROPPED, "undone"),
        (ana, "another", Sending.DUE, ""),
        (ana, entry.act, Sending.SENT, ""),
    ]


def test_an_undo_is_on_record(world: World, maya: Client) -> None:
    booking = world.book(maya, "2026-03-05 15:00")
    world.undo(maya.person_id)
    (booked,) = world.rows(AuditEntry, what="booked")
    (undone,) = world.rows(AuditEntry, what="undone")
    assert (undone.booking_id, undone.by) == (booking.id, maya.person_id)
    assert undone.detail == {"of": booked.act, "did": "booked"}


def test_the_same_undo_twice(world: World, maya: Client) -> None:
    world.book(maya, "2026-03-04 15:00")
    world.book(maya, "2026-03-05 15:00")
    with world.turn(maya.person_id, "sms:9") as (store, act):
        bookings.undo(store, maya.person_id, act)
    with world.turn(maya.person_id, "sms:9") as (store, act):
        assert reason(lambda: bookings.undo(store, maya.person_id, act)) is Reason.NOTHING_TO_UNDO
    assert world.upcoming(maya) == ["2026-03-04 15:00"]

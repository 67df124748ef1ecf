"""The audit finds what breaks a law, whatever let it happen: here the nets are cut, and the rows are made by hand."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, text

from core import audit, bills, bookings, memberships
from core.acts import record
from storage import post
from storage.models import (
    Channel,
    Consent,
    Contact,
    CreditMove,
    Inbox,
    MembershipState,
    Method,
    Offer,
    OfferState,
    Outbox,
    Package,
    PackageClient,
    Payment,
    Place,
    Purpose,
    Receipt,
    ReceiptKind,
    Status,
)
from storage.money_proofs import MONEY
from storage.proofs import PROOFS
from storage.tables import table
from tests.core.world import World
from tests.databases import drop_nets

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.database import Database


@pytest.fixture
def broken(database: Database) -> World:
    """A practice with a client, a package, a booking to come and one that took place, and no nets."""
    world = World(database)
    maya, tom = world.client(), world.client("Tom")
    world.grant(maya)
    world.grant(tom)
    world.book(maya, "2026-03-03 09:00")
    took_place = world.book(tom, "2026-03-04 15:00")
    world.book(maya, "2026-03-05 15:00")
    world.at("2026-03-04 16:00")
    with world.turn() as (store, act):
        bookings.settle(store, store.booking(took_place.id or 0), Status.ATTENDED, act)
        store.add(Contact(practice_id=world.practice_id, person_id=1, channel=Channel.SMS, address="+14165550101"))
    assert world.findings() == []
    drop_nets(database)
    return world


def run(world: World, *statements: str) -> None:
    with world.turn() as (store, _):
        for statement in statements:
            store.session.execute(text(statement))


def loosen(world: World, name: str) -> None:
    """Let a table forget its UNIQUEs."""
    run(world, f"ALTER TABLE {name} RENAME TO old_{name}", f"CREATE TABLE {name} AS SELECT * FROM old_{name}")


def overlap(world: World) -> None:
    run(world, "UPDATE appointment SET blocks_to = (SELECT blocks_to FROM appointment WHERE id = 3) WHERE id = 2")


def crowd(world: World) -> None:
    run(
        world,
        "UPDATE booking SET appointment_id = 1 WHERE id = 3",
        "UPDATE appointment SET live = (1 = 0) WHERE id = 3",
    )


def dead(world: World) -> None:
    run(world, "UPDATE appointment SET live = (1 = 0) WHERE id = 2")


def idle(world: World) -> None:
    with world.turn() as (store, act):
        bookings.cancel(store, store.booking(3), act)
    run(world, "UPDATE appointment SET live = (1 = 1) WHERE id = 3")


def overdue(world: World) -> None:
    with world.turn() as (store, act):
        booking = store.booking(1)
        booking.status, booking.held_until = Status.HELD, act.at - timedelta(days=1, seconds=1)
        store.add(booking)


MOVE = "INSERT INTO credit_move (package_id, amount, source, target, booking_id, act, n, at, why) SELECT"
AT = "(SELECT MAX(at) FROM credit_move), ''"


def below_zero(world: World) -> None:
    run(world, f"{MOVE} 1, 900, 'free', 'expired', NULL, 'x', 0, {AT}")


def not_held(world: World) -> None:
    run(world, f"{MOVE} 1, 100, 'booked', 'free', 1, 'x', 0, {AT}")


def still_held(world: World) -> None:
    run(world, f"{MOVE} 2, 100, 'free', 'booked', 2, 'x', 0, {AT}")


def charged_otherwise(world: World) -> None:
    run(world, "UPDATE booking SET charged = 50 WHERE id = 2")


def somebody_elses(world: World) -> None:
    run(world, f"{MOVE} 2, 100, 'free', 'used', 1, 'x', 0, {AT}")


def for_nothing(world: World) -> None:
    run(world, f"{MOVE} 1, 100, 'free', 'booked', NULL, 'x', 0, {AT}")


def empty(world: World) -> None:
    run(
        world,
        "INSERT INTO package (practice_id, plan_id, names, price, bought_at, act)"
        " SELECT practice_id, plan_id, names, price, bought_at, 'x' FROM package WHERE id = 1",
    )


def not_theirs(world: World) -> None:
    run(world, "UPDATE package_client SET client_id = 2 WHERE package_id = 1")


def event_twice(world: World) -> None:
    with world.turn() as (store, act):
        store.note(Inbox(practice_id=store.practice_id, channel="sms", event="e", at=act.at, act="sms:e"))
    loosen(world, "inbox")
    run(world, "INSERT INTO inbox SELECT * FROM inbox", "UPDATE inbox SET act = act")


def moved_twice(world: World) -> None:
    """As when the same turn ran twice to its end, and numbered its moves anew."""
    same = "package_id, amount, source, target, booking_id, act, n + 10, at, why FROM credit_move WHERE booking_id = 1"
    run(world, f"{MOVE} {same}")


def number_twice(world: World) -> None:
    loosen(world, "credit_move")
    run(world, "UPDATE credit_move SET act = 'x', n = 0 WHERE package_id = 1")


def booked_twice(world: World) -> None:
    with world.turn(act="x") as (store, act):
        for booking_id in (1, 3):
            record(store, act, "booked", store.booking(booking_id))
    run(world, "UPDATE booking SET appointment_id = 1 WHERE id = 3")


def a_member(world: World) -> int:
    """Somebody with a membership whose months to come exist."""
    who = world.client("Member")
    with world.turn() as (store, act):
        package = memberships.begin(store, [who], store.plan(world.plans["monthly"]), who.person_id, act)
        return package.membership_id or 0


def months_left_over(world: World) -> None:
    membership_id = a_member(world)
    with world.turn() as (store, _):
        store.membership(membership_id).state = MembershipState.ENDED


def month_twice(world: World) -> None:
    membership_id = a_member(world)
    with world.turn() as (store, _):
        first, second, *_ = store.periods(membership_id)
        second.starts_on = first.starts_on


def granted_twice(world: World) -> None:
    empty(world)
    run(
        world,
        "INSERT INTO package_client VALUES (3, 1)",
        "UPDATE package SET act = (SELECT act FROM package WHERE id = 1)",
    )


def owe(world: World, key: str, act: str = "x", contact: int | None = None, provider_id: str | None = None) -> None:
    """A message that was sent."""
    with world.turn() as (store, _):
        row = post.owe(
            store, key=key, kind="reply", person_id=1, body={}, act=act, due_at=world.now, contact_id=contact
        )
        assert row is not None
        post.sent(store.session, row, world.now, provider_id)


def owed_twice(world: World) -> None:
    owe(world, "a")
    owe(world, "b")
    loosen(world, "outbox")
    run(world, "UPDATE outbox SET key = 'a'")


def sent_twice(world: World) -> None:
    owe(world, "a", provider_id="SM1")
    owe(world, "b", provider_id="SM1")


def send_reminder(world: World, booking: int) -> None:
    """The last reminder of a booking, as yet unsent, goes now, right or not."""
    rows = world.rows(Outbox, kind="reminder", sent_at=None)
    row = max((row for row in rows if row.guard["booking"] == booking), key=lambda row: row.due_at)
    with world.turn() as (store, _):
        post.sent(store.session, row, world.now)


def send_old_reminder(world: World) -> None:
    """A reminder of the time before the move goes too."""
    row = next(row for row in world.rows(Outbox, sent_at=None) if "2026-03-05" in row.guard.get("starts_at", ""))
    with world.turn() as (store, _):
        post.sent(store.session, row, world.now)


def went_too_late(world: World) -> None:
    world.at("2026-03-05 15:10")
    send_reminder(world, 3)


def went_for_nothing(world: World) -> None:
    run(world, "UPDATE booking SET status = 'cancelled', cancelled_at = made_at WHERE id = 3")
    world.later(hours=1)
    send_reminder(world, 3)


def opt_out(world: World, *, given: bool = False, purpose: Purpose = Purpose.APPOINTMENTS, act: str = "stop") -> None:
    with world.turn() as (store, _):
        store.note(Consent(contact_id=1, purpose=purpose, given=given, at=world.now, act=act))


def written_to(world: World) -> None:
    opt_out(world)
    world.later(minutes=1)
    owe(world, "a", contact=1)


def confirmed_twice(world: World) -> None:
    opt_out(world)
    owe(world, "a", act="stop", contact=1)
    owe(world, "b", act="stop", contact=1)


def papers(world: World, *said: tuple[int, int]) -> None:
    """Receipts of one payment of $10, each with its number and its total."""
    with world.turn() as (store, act):
        by: dict[str, Any] = {"practice_id": world.practice_id, "person_id": 1}
        invoice = bills.write(store, 1, [bills.Item("session", 1_000)], act)
        cash: dict[str, Any] = {
            "invoice_id": invoice.id,
            "amount": 1_000,
            "method": Method.CASH,
            "at": act.at,
            "act": act.id,
        }
        payment = store.add(Payment(**by, **cash))
        for number, total in said:
            paper: dict[str, Any] = {
                "kind": ReceiptKind.PAYMENT,
                "number": number,
                "total": total,
                "payment_id": payment.id,
            }
            store.add(Receipt(**by, **paper, language="en", lines={}, issued_at=act.at, act=act.id))


def offered(world: World, person: int, booking_id: int | None, state: str) -> None:
    """An offer of the place that booking 3 has, which is held for it if it is live."""
    with world.turn() as (store, act):
        held, there = store.booking(3), store.appointment(store.booking(3).appointment_id)
        until = act.at + timedelta(hours=1)
        held.status, held.held_until = Status.HELD, until
        store.add(held)
        ours: dict[str, Any] = {"practice_id": world.practice_id, "person_id": person, "client_id": held.client_id}
        place: dict[str, Any] = {
            "service_id": there.service_id,
            "practitioner_id": there.practitioner_id,
            "starts_at": there.starts_at,
        }
        ended = None if state in {"live", "open"} else act.at
        what: dict[str, Any] = {
            "booking_id": booking_id,
            "state": OfferState(state),
            "ended_at": ended,
            "until": until,
            "at": act.at,
        }
        store.add(Offer(**ours, **place, **what, act=act.id))


def two_to_answer(world: World) -> None:
    offered(world, 1, 3, "live")
    offered(world, 2, None, "open")
    loosen(world, "offer")
    run(world, "UPDATE offer SET person_id = 1")


def offered_twice(world: World) -> None:
    offered(world, 1, 3, "live")
    offered(world, 2, 3, "live")


def held_for_nobody(world: World) -> None:
    offered(world, 1, 3, "live")
    run(world, "UPDATE booking SET status = 'booked', held_until = NULL WHERE id = 3")


def open_and_held(world: World) -> None:
    offered(world, 1, 3, "live")
    offered(world, 2, None, "open")


def accepted_twice(world: World) -> None:
    offered(world, 1, 3, "accepted")
    offered(world, 2, 3, "accepted")


BREAKS: dict[str, Callable[[World], None]] = {
    "the numbers of a kind of receipt have a gap": lambda world: papers(world, (2, 1_000)),
    "a payment has two receipts": lambda world: papers(world, (1, 1_000), (2, 1_000)),
    "a receipt says another amount than was paid": lambda world: papers(world, (1, 900)),
    "an appointment overlaps an earlier one of its practitioner": overlap,
    "an appointment holds more live bookings than its capacity": crowd,
    "a booking that was not cancelled is in an appointment that ended": dead,
    "an appointment blocks the diary for nobody": idle,
    "a hold that lapsed more than a day ago still blocks its place": overdue,
    "a place of a package is below zero": below_zero,
    "a live booking does not hold exactly what it costs": not_held,
    "a booking that ended still holds credits": still_held,
    "what a booking charged is not what it used": charged_otherwise,
    "a booking took credits of a package that does not pay it": somebody_elses,
    "credits are booked for no booking": for_nothing,
    "a package has never been given its credits": empty,
    "a live booking is paid by a package of somebody else": not_theirs,
    "a membership that does not go on holds credits of months to come": months_left_over,
    "a membership has the same month twice": month_twice,
    "an event was let in twice": event_twice,
    "an act moved the same credits twice": moved_twice,
    "two moves have the same number in their act": number_twice,
    "an act booked the same client twice at the same time": booked_twice,
    "an act granted a client the same plan twice": granted_twice,
    "a message is owed twice for one cause": owed_twice,
    "two messages have the same id at the provider": sent_twice,
    "an address that opted out was written to": written_to,
    "an opt-out was confirmed more than once": confirmed_twice,
    "a message went when its time was over": went_too_late,
    "a reminder went for a session that was cancelled": went_for_nothing,
    "a person has two offers to answer": two_to_answer,
    "a place is offered to two persons at once": offered_twice,
    "an offer does not hold its place until its deadline": held_for_nobody,
    "a place that is held for one is open to others": open_and_held,
    "an offer was accepted and booked nothing": lambda world: offered(world, 1, None, "accepted"),
    "one booking was accepted twice": accepted_twice,
}


def test_every_proof_is_put_to_the_test() -> None:
    assert set(BREAKS) == {proof.what for proof in PROOFS if proof not in MONEY}  # for those: tests/payments
    assert tuple(sorted({proof.law for proof in PROOFS})) == audit.LAWS


@pytest.mark.parametrize("what", BREAKS)
def test_what_breaks_a_law_is_found(broken: World, what: str) -> None:
    BREAKS[what](broken)
    found = broken.findings()
    assert what in {finding.what for finding in found}
    for finding in found:
        assert all(isinstance(value, int | str) for value in finding.ids.values())


def test_a_finding_names_who_breaks_it(broken: World) -> None:
    overlap(broken)
    (finding,) = broken.findings()
    assert str(finding) == (
        "law 1: an appointment overlaps an earlier one of its practitioner (appointment 3, practitioner 1)"
    )


def test_only_the_practice_asked_for(broken: World) -> None:
    overlap(broken)
    below_zero(broken)
    with broken.database.reading() as session:
        assert audit.findings(session, broken.practice_id + 1, broken.now) == []


# Law 6, on a wall clock


def test_a_reminder_at_night_is_found(broken: World) -> None:
    broken.at("2026-03-04 22:30")
    send_reminder(broken, 3)
    assert [finding.what for finding in broken.findings()] == ["a client was written to in their quiet hours"]


def test_what_is_night_here_is_evening_where_they_live(broken: World) -> None:
    run(broken, "UPDATE person SET zone = 'America/Vancouver'")
    broken.at("2026-03-04 22:30")
    send_reminder(broken, 3)
    assert broken.findings() == []


def test_a_reminder_of_the_old_time_is_found_and_one_before_the_move_is_none(broken: World) -> None:
    with broken.look() as store:
        booking = store.booking(3)
    broken.at("2026-03-04 16:30")
    send_reminder(broken, 3)
    broken.later(minutes=1)
    broken.move(booking, "2026-03-06 15:00")
    assert broken.findings() == []
    run(broken, "UPDATE outbox SET status = 'due' WHERE status = 'dropped'")
    broken.later(minutes=1)
    send_old_reminder(broken)
    assert "a reminder went for a session that had moved" in {finding.what for finding in broken.findings()}


# Law 5, what it allows


def test_the_one_confirmation_is_allowed(broken: World) -> None:
    opt_out(broken)
    broken.later(seconds=1)
    owe(broken, "a", act="stop", contact=1)
    assert broken.findings() == []


def test_who_came_back_may_be_written_to(broken: World) -> None:
    opt_out(broken)
    broken.later(minutes=1)
    opt_out(broken, given=True, act="start")
    broken.later(minutes=1)
    owe(broken, "a", contact=1)
    assert broken.findings() == []


def test_no_marketing_is_not_no_messages(broken: World) -> None:
    opt_out(broken, purpose=Purpose.MARKETING)
    broken.later(minutes=1)
    owe(broken, "a", contact=1)
    assert broken.findings() == []


def test_what_went_before_the_opt_out_is_no_breach(broken: World) -> None:
    owe(broken, "a", contact=1)
    broken.later(minutes=1)
    opt_out(broken)
    assert broken.findings() == []


def test_a_hundred_thousand_moves_are_audited_in_seconds(database: Database) -> None:
    world = World(database)
    package_id = world.grant(world.client())
    package, owner = world.rows(Package)[0].model_dump(), {"client_id": 1}
    drop_nets(database)
    many = range(package_id + 1, 10_000)
    sold = {"amount": 900, "source": Place.OUTSIDE, "target": Place.FREE, "at": world.now, "why": ""}
    spent = sold | {"amount": 50, "source": Place.FREE, "target": Place.USED}
    with world.turn() as (store, _):
        store.session.execute(insert(table(Package)), [package | {"id": i} for i in many])
        store.session.execute(insert(table(PackageClient)), [owner | {"package_id": i} for i in many])
        moves = [sold | {"package_id": i, "act": f"sold:{i}", "n": 0} for i in many]
        moves += [spent | {"package_id": i, "act": f"spent:{i}", "n": n} for n in range(9) for i in many]
        store.session.execute(insert(table(CreditMove)), moves)
    started = monotonic()
    found = world.findings()
    assert monotonic() - started < 10  # a second, on a machine that is not busy
    assert {finding.what for finding in found} == {"an act granted a client the same plan twice"}

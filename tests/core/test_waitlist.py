"""Who waits is asked when a place comes free: in fair order, one place each, held until they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import bookings, credits, holds, time_off, waitlist
from core.errors import Reason, Refusal
from core.windows import Window, Windows
from storage import owed, post
from storage.models import (
    Booking,
    Channel,
    Contact,
    EntryState,
    Invoice,
    Offer,
    OfferState,
    Order,
    Outbox,
    Package,
    Status,
    WaitlistEntry,
)
from tests.core import month
from tests.core.world import World, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.database import Database
    from storage.models import Client


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """The rules are no database's: PostgreSQL is asked in the races and in the state machine."""
    world = World(sqlite_database)
    yield world
    assert world.findings() == []


AFTERNOON = ("2026-03-05 13:00", "2026-03-05 16:00")
PLACE = "2026-03-05 15:00"


def span(*ends: str) -> Windows:
    return Windows((Window(local(ends[0]), local(ends[1])),))


def reachable(world: World, name: str, plan: str | None = "progress", used: int = 0) -> Client:
    """A client whom we can write to."""
    client = world.client(name)
    with world.turn() as (store, _):
        ours, address = world.practice_id, f"+1416555{client.id:04}"
        store.add(Contact(practice_id=ours, person_id=client.person_id, channel=Channel.SMS, address=address))
    if plan:
        world.grant(client, plan, used=used)
    return client


def waits(
    world: World, client: Client, *ends: str, service: str = "session", instead_of: Booking | None = None
) -> WaitlistEntry:
    with world.turn(client.person_id) as (store, act):
        given = store.booking(instead_of.id or 0) if instead_of else None
        wish, what = span(*(ends or AFTERNOON)), store.service(world.services[service])
        return waitlist.join(store, client, what, wish, act, practitioner_id=world.ana, instead_of=given)


def look(world: World) -> list[Offer]:
    """Whoever can be asked now is asked."""
    with world.turn() as (store, act):
        holds.lapse_holds(store, act.at)
        return waitlist.sweep(store, act)


def offers(world: World, **having: object) -> list[tuple[str, OfferState]]:
    made = world.rows(Offer, **having)
    with world.look() as store:
        return [(store.client(offer.client_id).name, offer.state) for offer in made]


def live(world: World, client: Client) -> Offer:
    with world.look() as store:
        offer = waitlist.live_offer(store, client.person_id, world.now)
    assert offer is not None
    return offer


def says_yes(world: World, client: Client) -> Booking:
    offer = live(world, client)
    with world.turn(client.person_id) as (store, act):
        return waitlist.accept(store, store.offer(offer.id or 0), act)


def says_no(world: World, client: Client) -> None:
    offer = live(world, client)
    with world.turn(client.person_id) as (store, act):
        waitlist.decline(store, store.offer(offer.id or 0), act)


def full_afternoon(world: World) -> Sequence[Booking]:
    """Nothing of Ana's Thursday afternoon is free."""
    guest = world.client("guest")
    world.grant(guest)
    return [world.book(guest, f"2026-03-05 {at}") for at in ("12:00", "13:30", "15:00", "16:30")]


def test_a_freed_place_is_held_for_who_joined_first(world: World) -> None:
    taken = full_afternoon(world)
    maya, sam = reachable(world, "Maya"), reachable(world, "Sam")
    waits(world, maya), waits(world, sam)
    assert look(world) == []
    world.cancel(taken[2])
    (offer,) = look(world)
    assert (offer.client_id, offer.starts_at, offer.until) == (maya.id, local(PLACE), world.now + timedelta(hours=1))
    with world.look() as store:
        held = store.booking(offer.booking_id or 0)
        assert (held.status, held.held_until, held.credits) == (Status.HELD, offer.until, 100)
        assert waitlist.live_offer(store, sam.person_id, world.now) is None
        assert bookings.upcoming(store, [maya.id or 0], world.now) == []  # not hers yet
        assert credits.balance(store, store.packages(maya.id or 0)[0]).held == 100
    assert look(world) == []
    assert world.rows(Outbox, person_id=maya.person_id, kind="reminder") == []
    booking = says_yes(world, maya)
    assert (booking.id, booking.status, booking.held_until) == (held.id, Status.BOOKED, None)
    assert len(world.rows(Outbox, person_id=maya.person_id, kind="reminder")) == 3
    assert world.rows(WaitlistEntry)[0].state is EntryState.FILLED
    assert look(world) == []
    assert offers(world) == [("Maya", OfferState.ACCEPTED)]


def test_no_goes_to_the_next_and_is_not_asked_again(world: World) -> None:
    taken = full_afternoon(world)
    maya, sam = reachable(world, "Maya"), reachable(world, "Sam")
    waits(world, maya), waits(world, sam)
    world.cancel(taken[2])
    look(world)
    says_no(world, maya)
    (offer,) = look(world)
    assert offer.client_id == sam.id
    world.later(minutes=61)
    assert look(world) == []
    assert {state for _, state in offers(world)} == {OfferState.DECLINED, OfferState.LAPSED}
    with world.look() as store:
        assert len(waitlist.entries(store, [maya.id or 0, sam.id or 0], world.now)) == 2


def test_a_yes_that_comes_too_late(world: World) -> None:
    taken = full_afternoon(world)
    maya, sam = reachable(world, "Maya"), reachable(world, "Sam")
    waits(world, maya), waits(world, sam)
    world.cancel(taken[2])
    (offer,) = look(world)
    world.later(minutes=61)
    with world.turn(maya.person_id) as (store, act), pytest.raises(Refusal) as late:
        waitlist.accept(store, store.offer(offer.id or 0), act)
    assert late.value.reason is Reason.GONE
    look(world)
    with world.turn(maya.person_id) as (store, act), pytest.raises(Refusal) as late:
        waitlist.accept(store, store.offer(offer.id or 0), act)
    assert late.value.reason is Reason.TAKEN


def test_an_earlier_time_instead_of_a_later_one(world: World) -> None:
    """A swap costs nothing, and the old place goes to who waits for it."""
    taken = full_afternoon(world)
    maya, sam = reachable(world, "Maya"), reachable(world, "Sam")
    later = world.book(maya, "2026-03-10 17:00")
    waits(world, maya, *AFTERNOON, instead_of=later)
    waits(world, sam, "2026-03-10 17:00", "2026-03-10 17:01")
    world.cancel(taken[2])
    (offer,) = look(world)
    assert world.upcoming(maya) == ["2026-03-10 17:00"]
    moved = says_yes(world, maya)
    assert (moved.id, offer.swap_booking_id) == (later.id, later.id)
    assert world.upcoming(maya) == ["2026-03-05 15:00"]
    (offer,) = look(world)
    assert (offer.client_id, offer.starts_at) == (sam.id, local("2026-03-10 17:00"))


def test_leaving_the_list_lets_the_place_go(world: World) -> None:
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    entry = waits(world, maya)
    assert waits(world, maya).id == entry.id
    world.cancel(taken[2])
    look(world)
    with world.turn(maya.person_id) as (store, act):
        waitlist.leave(store, store.entry(entry.id or 0), act)
        assert waitlist.entries(store, [maya.id or 0], world.now) == []
    assert look(world) == []
    assert offers(world) == [("Maya", OfferState.DECLINED)]


def test_a_wish_that_is_past(world: World) -> None:
    maya = reachable(world, "Maya")
    with pytest.raises(Refusal, match="past"):
        waits(world, maya, "2026-03-01 09:00", "2026-03-01 12:00")


def goes(world: World, offer: Offer) -> None:
    """The message that asks has been sent."""
    with world.turn() as (store, _):
        row = owed.find(store, f"offer:{offer.id}")
        assert row is not None
        post.sent(store.session, row, world.now)


def rules(world: World, **waitlist_rules: object) -> None:
    """The practice file says otherwise."""
    with world.turn() as (store, _):
        practice = store.practice()
        practice.rules = practice.rules | {"waitlist": waitlist_rules}
        store.changed(practice)


def told(world: World, client: Client) -> list[str]:
    return [row.kind for row in world.rows(Outbox, person_id=client.person_id) if row.kind != "reminder"]


# Lessons


def test_thirty_openings_a_day_and_who_waits_is_asked_three_times(world: World) -> None:
    """Lesson 3: one live offer at a time, a cap for the day, and leaving in one reply."""
    maya = reachable(world, "Maya")
    entry = waits(world, maya, "2026-03-03 08:00", "2026-03-13 19:00")
    for hour in range(10):  # the whole practice is free before her, and stays free
        for _ in range(3):
            look(world)
            assert len(world.rows(Offer, ended_at=None)) <= 1
        if hour % 2:
            world.later(minutes=61)
        elif world.rows(Offer, ended_at=None):
            says_no(world, maya)
    assert len(world.rows(Offer)) == 3
    world.at("2026-03-03 09:00")
    assert len(look(world)) == 1
    with world.turn(maya.person_id) as (store, act):
        waitlist.leave(store, store.entry(entry.id or 0), act)
    world.at("2026-03-04 09:00")
    assert look(world) == []
    assert world.rows(Offer, ended_at=None) == []


def test_cancelled_after_the_yes_goes_to_the_next(world: World) -> None:
    """Lesson 8: nobody is stuck behind somebody who accepted and then cancelled."""
    taken = full_afternoon(world)
    maya, sam = reachable(world, "Maya"), reachable(world, "Sam")
    waits(world, maya), waits(world, sam)
    world.cancel(taken[2])
    look(world)
    booking = says_yes(world, maya)
    world.later(minutes=5)
    world.cancel(booking)
    (offer,) = look(world)
    assert offer.client_id == sam.id
    world.later(hours=2)
    look(world)
    assert offers(world) == [("Maya", OfferState.ACCEPTED), ("Sam", OfferState.LAPSED)]
    assert look(world) == []


def test_a_place_held_for_one_is_taken_for_all_others(world: World) -> None:
    """Lesson 8: somebody books it meanwhile, and hears that it is taken."""
    taken = full_afternoon(world)
    maya, tom = reachable(world, "Maya"), reachable(world, "Tom")
    waits(world, maya)
    world.cancel(taken[2])
    look(world)
    with pytest.raises(Refusal) as refused:
        world.book(tom, PLACE)
    assert refused.value.reason is Reason.TAKEN
    says_yes(world, maya)


# Who can be asked


def test_the_line_is_kept_while_the_first_sleeps(world: World) -> None:
    taken = full_afternoon(world)
    maya, sam = reachable(world, "Maya"), reachable(world, "Sam")
    with world.turn() as (store, _):
        store.add(store.person(maya.person_id)).zone = "Asia/Tokyo"
    waits(world, maya), waits(world, sam)
    world.cancel(taken[2])
    (offer,) = look(world)  # 10:15, past midnight in Tokyo
    assert offer.client_id == sam.id
    world.at("2026-03-02 20:00")  # ten in the morning there
    (offer,) = look(world)
    assert offer.client_id == maya.id


def test_nobody_is_asked_at_night(world: World) -> None:
    taken = full_afternoon(world)
    waits(world, reachable(world, "Maya"))
    world.at("2026-03-03 21:30")
    world.cancel(taken[2])
    assert look(world) == []
    world.at("2026-03-04 08:00")
    assert len(look(world)) == 1


@pytest.mark.parametrize(
    ("at", "minutes"),
    [("2026-03-05 09:00", 60), ("2026-03-05 12:00", 45), ("2026-03-05 12:58", 27), ("2026-03-05 13:30", None)],
)
def test_the_nearer_the_session_the_shorter_the_time_to_answer(world: World, at: str, minutes: int | None) -> None:
    taken = full_afternoon(world)
    waits(world, reachable(world, "Maya"))
    world.at(at)
    world.cancel(taken[2], by_practice=True)
    asked = look(world)
    assert [offer.until for offer in asked] == ([world.now + timedelta(minutes=minutes)] if minutes else [])


def test_who_cannot_pay_or_come_or_be_reached_is_passed_over(world: World) -> None:
    taken = full_afternoon(world)
    waits(world, reachable(world, "Broke", plan=None))
    waits(world, reachable(world, "Spent", used=800))
    waits(world, world.client("Nowhere"))
    busy = reachable(world, "Busy")
    world.book(busy, PLACE, world.marc)
    waits(world, busy)
    sam = reachable(world, "Sam")
    waits(world, sam)
    world.cancel(taken[2])
    assert [offer.client_id for offer in look(world)] == [sam.id]


def test_a_deposit_is_paid_after_the_yes(world: World) -> None:
    """Nothing is billed for an offer; the yes holds the place on, and owes the page."""
    taken = full_afternoon(world)
    with world.turn() as (store, _):
        store.practice().till = "stripe"
        store.add(store.service(world.services["session"])).deposit = 3_000
    maya = reachable(world, "Maya", plan=None)
    waits(world, maya)
    world.cancel(taken[2])
    look(world)
    assert world.rows(Invoice) == []
    booking = says_yes(world, maya)
    assert (booking.status, booking.price) == (Status.HELD, 9_500)
    assert (booking.held_until or world.now) > world.now + timedelta(minutes=30)
    assert [order.amount for order in world.rows(Order)] == [3_000]
    world.later(hours=2)
    look(world)
    assert world.see(booking).status is Status.CANCELLED
    assert "offer_over" not in told(world, maya)


def test_a_longer_gap_serves_two_short_sessions(world: World) -> None:
    taken = full_afternoon(world)
    for name in ("Maya", "Sam", "Tom"):
        waits(world, reachable(world, name), service="followup")
    world.cancel(taken[2])
    world.cancel(taken[1])
    starts = sorted(offer.starts_at for offer in look(world))
    assert starts == [local(f"2026-03-05 {at}") for at in ("13:30", "14:00", "14:30")]


def test_two_places_of_a_class_for_two_who_wait(world: World) -> None:
    there = [world.book(reachable(world, f"guest {n}"), "2026-03-04 18:00", world.priya, "class") for n in range(6)]
    late = [reachable(world, name) for name in ("Maya", "Sam", "Tom")]
    for client in late:
        with world.turn(client.person_id) as (store, act):
            what = store.service(world.services["class"])
            waitlist.join(store, client, what, Windows.at(local("2026-03-04 18:00")), act)
    assert look(world) == []
    world.cancel(there[0])
    world.cancel(there[1])
    assert [offer.client_id for offer in look(world)] == [client.id for client in late[:2]]
    says_no(world, late[0])
    assert [offer.client_id for offer in look(world)] == [late[2].id]


# Several at once


def test_the_first_to_answer_has_it(world: World) -> None:
    rules(world, mode="first_to_answer")
    taken = full_afternoon(world)
    maya, sam, tom = (reachable(world, name) for name in ("Maya", "Sam", "Tom"))
    for client in (maya, sam, tom):
        waits(world, client)
    world.at("2026-03-05 12:10")
    world.cancel(taken[2], by_practice=True)
    asked = look(world)
    assert [offer.state for offer in asked] == [OfferState.OPEN] * 3
    assert look(world) == []
    for offer in asked[:2]:
        goes(world, offer)
    says_yes(world, sam)
    assert world.upcoming(sam) == ["2026-03-05 15:00"]
    assert [state for _, state in offers(world)] == [OfferState.WITHDRAWN, OfferState.ACCEPTED, OfferState.WITHDRAWN]
    assert (told(world, maya), told(world, tom)) == (["offer", "place_gone"], ["offer"])
    with world.turn(maya.person_id) as (store, act), pytest.raises(Refusal) as late:
        waitlist.accept(store, store.offer(asked[0].id or 0), act)
    assert late.value.reason is Reason.TAKEN


def test_who_did_not_wait_may_be_first_too(world: World) -> None:
    rules(world, mode="first_to_answer")
    taken = full_afternoon(world)
    maya, tom = reachable(world, "Maya"), reachable(world, "Tom")
    waits(world, maya)
    world.at("2026-03-05 12:10")
    world.cancel(taken[2], by_practice=True)
    (offer,) = look(world)
    goes(world, offer)
    world.book(tom, PLACE)
    assert told(world, maya) == ["offer", "place_gone"]
    assert offers(world) == [("Maya", OfferState.WITHDRAWN)]


def test_far_from_the_session_they_are_asked_one_by_one(world: World) -> None:
    rules(world, mode="first_to_answer")
    taken = full_afternoon(world)
    waits(world, reachable(world, "Maya")), waits(world, reachable(world, "Sam"))
    world.cancel(taken[2])
    assert [offer.state for offer in look(world)] == [OfferState.LIVE]


# What nobody heard, and what is taken back


def test_what_lapsed_is_said_to_who_had_heard_of_it(world: World) -> None:
    taken = full_afternoon(world)
    maya, sam = reachable(world, "Maya"), reachable(world, "Sam")
    waits(world, maya), waits(world, sam)
    world.cancel(taken[2])
    (offer,) = look(world)
    goes(world, offer)
    world.later(minutes=61)
    look(world)  # now Sam, whom it never reaches
    world.later(minutes=61)
    look(world)
    assert (told(world, maya), told(world, sam)) == (["offer", "offer_over"], ["offer"])


def test_undo_of_a_cancel_takes_back_what_nobody_has_heard(world: World) -> None:
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    waits(world, maya)
    world.cancel(taken[2])
    (offer,) = look(world)
    world.undo(taken[2].made_by)
    assert world.see(taken[2]).status is Status.BOOKED
    assert offers(world) == [("Maya", OfferState.WITHDRAWN)]
    world.later(minutes=10)
    world.cancel(taken[2])
    (offer,) = look(world)
    goes(world, offer)
    with pytest.raises(Refusal) as refused:
        world.undo(taken[2].made_by)
    assert refused.value.reason is Reason.TAKEN
    assert live(world, maya).id == offer.id


def test_undo_of_a_yes_a_no_and_of_leaving(world: World) -> None:
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    package = world.rows(Package, practice_id=world.practice_id)[-1].id or 0
    entry = waits(world, maya)
    world.cancel(taken[2])
    look(world)
    says_no(world, maya)
    assert world.free(package) == 800
    world.undo(maya.person_id)
    assert (live(world, maya).starts_at, world.free(package)) == (local(PLACE), 700)
    world.later(minutes=6)
    says_yes(world, maya)
    world.undo(maya.person_id)
    assert (world.upcoming(maya), world.free(package)) == ([], 700)
    assert live(world, maya).starts_at == local(PLACE), "it is asked again"
    says_no(world, maya)
    assert world.free(package) == 800
    assert world.rows(WaitlistEntry)[0].state is EntryState.WAITING
    assert look(world) == []
    world.later(minutes=6)
    with world.turn(maya.person_id) as (store, act):
        waitlist.leave(store, store.entry(entry.id or 0), act)
    world.undo(maya.person_id)
    assert world.rows(WaitlistEntry)[0].state is EntryState.WAITING


def test_undo_of_a_swap_goes_back_to_the_old_place(world: World) -> None:
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    later = world.book(maya, "2026-03-10 17:00")
    waits(world, maya, instead_of=later)
    world.cancel(taken[2])
    look(world)
    says_yes(world, maya)
    world.undo(maya.person_id)
    assert world.upcoming(maya) == ["2026-03-10 17:00"]


def test_the_practice_offers_a_place_and_takes_it_back(world: World) -> None:
    maya, hand = reachable(world, "Maya"), world.person("Ana")
    with world.turn(hand) as (store, act):
        offer = waitlist.offer_to(store, maya, world.slot(PLACE), act)
        with pytest.raises(Refusal) as refused:
            waitlist.offer_to(store, maya, world.slot("2026-03-05 17:00"), act)
        assert refused.value.reason is Reason.ONE_OFFER
    goes(world, offer)
    world.undo(hand)
    assert offers(world) == [("Maya", OfferState.WITHDRAWN)]
    assert told(world, maya) == ["offer", "place_gone"]


def test_what_the_practice_cancels_goes_to_the_next(world: World) -> None:
    taken = full_afternoon(world)
    maya, sam, hand = reachable(world, "Maya"), reachable(world, "Sam"), world.person("Ana")
    waits(world, maya), waits(world, sam)
    world.cancel(taken[2])
    (offer,) = look(world)
    (held,) = world.rows(Booking, id=offer.booking_id)
    world.cancel(held, hand, by_practice=True)
    assert [offer.client_id for offer in look(world)] == [sam.id]
    assert offers(world)[0] == ("Maya", OfferState.WITHDRAWN)


def test_time_off_takes_an_offer_back_and_its_end_frees_the_place(world: World) -> None:
    taken = full_afternoon(world)
    maya, hand = reachable(world, "Maya"), world.person("Ana")
    waits(world, maya)
    world.cancel(taken[2])
    look(world)
    off = span("2026-03-05 14:45", "2026-03-05 16:15")
    with world.turn(hand) as (store, act):
        assert time_off.affected(store, world.ana, off, world.now) == []
        time_off.block(store, world.ana, off, act)
    assert offers(world) == [("Maya", OfferState.WITHDRAWN)]
    assert look(world) == []
    with world.turn(hand) as (store, act):
        time_off.open_up(store, world.ana, off, act)
    assert len(look(world)) == 1


def test_who_finds_a_time_alone_waits_no_more(world: World) -> None:
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    waits(world, maya)
    world.cancel(taken[2])
    world.book(maya, PLACE)
    assert world.rows(WaitlistEntry)[0].state is EntryState.FILLED
    world.undo(maya.person_id)
    assert world.rows(WaitlistEntry)[0].state is EntryState.WAITING


def test_a_session_that_is_gone_is_given_for_nothing(world: World) -> None:
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    later = world.book(maya, "2026-03-10 17:00")
    waits(world, maya, instead_of=later)
    world.cancel(later)
    world.cancel(taken[2])
    assert look(world) == []
    assert world.rows(WaitlistEntry)[0].state is EntryState.OVER


def test_a_week_of_a_full_practice(world: World) -> None:
    """Most of what comes free is filled, without pestering anybody. `make bench` prints a whole month."""
    week = month.run(world, 5)
    assert week.freed == 5 * month.CANCELS
    assert week.filled >= 0.8 * week.freed
    assert week.texts <= 3 * week.filled


@pytest.mark.parametrize(("at", "state"), [(PLACE, OfferState.ACCEPTED), ("2026-03-06 10:00", OfferState.DECLINED)])
def test_who_books_with_the_credit_that_an_offer_holds(world: World, at: str, state: OfferState) -> None:
    """The very place that is held for them, or another: with their last session either will do."""
    taken = full_afternoon(world)
    maya = reachable(world, "Maya", used=700)
    waits(world, maya)
    world.cancel(taken[2])
    look(world)
    assert world.quote(maya, at).free_after == 0
    world.book(maya, at)
    assert world.upcoming(maya) == [at]
    assert offers(world) == [("Maya", state)]


def test_who_has_sessions_left_books_another_beside_the_offer(world: World) -> None:
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    waits(world, maya)
    world.cancel(taken[2])
    look(world)
    assert world.quote(maya, "2026-03-06 10:00").free_after == 600
    world.book(maya, "2026-03-06 10:00")
    assert offers(world) == [("Maya", OfferState.LIVE)]

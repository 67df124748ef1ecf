"""Who waits is asked when a place comes free: in fair order, one place each, held until they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import bookings, holds, waitlist
from core.errors import Reason, Refusal
from core.windows import Window, Windows
from storage.models import Booking, Channel, Contact, EntryState, Offer, OfferState, Status, WaitlistEntry
from tests.core.world import local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.models import Client
    from tests.core.world import World

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
    assert look(world) == []
    booking = says_yes(world, maya)
    assert (booking.id, booking.status, booking.held_until) == (held.id, Status.BOOKED, None)
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

"""A hundred cancel at once while five hundred wait, in several processes; then all who were asked answer at once."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

from sqlalchemy import text

from core import bookings, credits, offering, waitlist
from core.acts import Act
from core.errors import Refusal
from core.matching import Round
from core.windows import unpack
from storage.database import Busy, Database
from storage.models import Booking, Offer, OfferState, Status, WaitlistEntry
from storage.store import Store
from tests.core import crowd
from tests.core.test_waitlist import full_afternoon, reachable, waits
from tests.core.world import World
from tests.databases import SECRET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PROCESSES, THREADS = 3, 5
Turn = tuple[str, int]  # what somebody says, and the booking or the offer that it is about


def says(store: Store, act: Act, what: str, which: int) -> None:
    """One turn of a client: what they say, and who is asked because of it."""
    if what == "cancel":
        bookings.cancel(store, store.booking(which), act)
    elif what == "yes":
        waitlist.accept(store, store.offer(which), act)
    else:
        waitlist.decline(store, store.offer(which), act)
    waitlist.after(store, act)


def one_process(url: str, practice: int, now: datetime, turns: Sequence[tuple[int, Turn]]) -> None:
    """Another program on the same database, with threads of its own."""
    database = Database(url, secret=SECRET)

    def run(turn: tuple[int, Turn]) -> None:
        """A provider repeats what found the database busy."""
        n, (what, which) = turn
        while True:
            try:
                with suppress(Refusal), database.transaction(practice) as session:
                    says(Store(session, practice), Act(f"{what}:{which}:{n}", 1, now), what, which)
            except Busy:
                continue
            return

    with ThreadPoolExecutor(THREADS) as threads:
        assert len(list(threads.map(run, turns))) == len(turns)
    database.close()


def all_at_once(world: World, url: str, turns: Sequence[Turn]) -> None:
    numbered = list(enumerate(turns))
    context = multiprocessing.get_context("fork")
    parts = [numbered[n::PROCESSES] for n in range(PROCESSES)]
    each = [context.Process(target=one_process, args=(url, world.practice_id, world.now, part)) for part in parts]
    for process in each:
        process.start()
    for process in each:
        process.join()
    assert [process.exitcode for process in each] == [0] * PROCESSES


def nobody_was_passed_over(world: World) -> None:
    """Whoever joined before somebody who was asked, and wished for that place, had been asked before."""
    entries = {entry.id: entry for entry in world.rows(WaitlistEntry)}
    wishes = {n: unpack(entry.wish) for n, entry in entries.items()}
    asked: set[int | None] = set()
    for offer in world.rows(Offer):
        asked.add(offer.entry_id)
        assert all(n in asked for n, wish in wishes.items() if n < (offer.entry_id or 0) and offer.starts_at in wish)


def test_a_hundred_cancel_at_once_while_five_hundred_wait(database: Database, database_url: str) -> None:
    """No place is offered twice, nobody has two offers, the line is kept; what is accepted is booked and paid once."""
    world = World(database)
    booked = crowd.fill(world)
    crowd.queue(world, 500)
    all_at_once(world, database_url, [("cancel", booking) for booking in booked[:100]])
    offers = world.rows(Offer)
    assert len(offers) > 90
    assert Counter(offer.state for offer in offers) == {OfferState.LIVE: len(offers)}
    assert len({offer.person_id for offer in offers}) == len(offers)
    assert len({(offer.practitioner_id, offer.starts_at) for offer in offers}) == len(offers)
    nobody_was_passed_over(world)
    assert world.findings() == []

    answers = [(("yes", "no")[n % 4 == 3], offer.id or 0) for n, offer in enumerate(offers)]
    all_at_once(world, database_url, answers * 2)  # each message comes twice
    states = {offer.id: offer.state for offer in world.rows(Offer)}
    said = {offer: states[offer] for _, offer in answers}
    assert all((said[offer] is OfferState.ACCEPTED) == (what == "yes") for what, offer in answers)
    assert len(states) > len(offers)  # what was declined went to the next
    nobody_was_passed_over(world)
    assert world.findings() == []
    what_was_accepted_is_paid_once(world)


def what_was_accepted_is_paid_once(world: World) -> None:
    accepted = world.rows(Offer, state=OfferState.ACCEPTED)
    held = {offer.booking_id for offer in world.rows(Offer, state=OfferState.LIVE)}
    live = [booking for booking in world.rows(Booking) if booking.status in {Status.BOOKED, Status.HELD}]
    theirs = Counter(booking.client_id for booking in live if booking.package_id and booking.id not in held)
    assert theirs == Counter(offer.client_id for offer in accepted)
    with world.look() as store:
        for offer in accepted:
            (package,) = store.packages(offer.client_id)
            balance = credits.balance(store, package)
            assert (balance.free, balance.booked) == (300, 100)


def test_without_the_lock_one_who_waits_is_asked_twice(unlocked: Database) -> None:
    """The negative control: both look before either asks, so one place is offered twice, and the audit sees it."""
    world = World(unlocked)
    taken = full_afternoon(world)
    maya = reachable(world, "Maya")
    waits(world, maya)
    world.cancel(taken[2])
    with world.turn() as (store, _):
        store.session.execute(text("DROP INDEX uq_offer_unanswered"))
    both_have_looked = Barrier(2, timeout=30)

    def ask(n: int) -> None:
        with world.turn(act=f"look:{n}") as (store, act):
            look = Round(store, act).look()
            (one,) = look.line
            slot = look.gaps.within(one.service_id, look.wishes[one.entry_id])[0]
            until = world.now + timedelta(hours=1)
            terms = offering.terms_for(store, maya, slot, None, act.at, until)
            both_have_looked.wait()
            offering.make(store, maya, slot, terms, until, act, entry_id=one.entry_id)

    with ThreadPoolExecutor(2) as threads:
        assert len(list(threads.map(ask, range(2)))) == 2
    assert {finding.law for finding in world.findings()} >= {1, 7}

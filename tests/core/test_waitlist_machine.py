"""Those who wait, beside those who book, move and cancel: in whatever order, the laws hold after every step."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core import waitlist
from core.windows import Window, Windows
from storage import owed, post
from storage.models import Offer, Sending, Status
from tests.core.test_state_machine import (
    Diary,
    any_booking,
    anyone,
    days,
    fates,
    now_and_then,
    run,
    services,
    times,
    who,
)
from tests.core.world import TORONTO

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.acts import Act
    from storage.database import Database
    from storage.store import Store

no_undo = st.sampled_from(["once", "once", "once", "twice", "crash"])


class Waits(Diary):
    """What is offered to whom, and what becomes of it."""

    @rule(client=anyone, service=services, day=days, span=days, swap=now_and_then, asked=st.booleans(), fate=fates)
    def waits(self, client: int, service: str, day: int, span: int, swap: bool, asked: bool, fate: str) -> None:
        mine = self.clients[client]
        own = [n for n in self.ids(Status.BOOKED) if self.state.bookings[n].client_id == mine.id]
        wish = Windows((Window(self.instant(day, time(8)), self.instant(day + span, time(20))),))

        def work(store: Store, act: Act) -> None:
            later = store.booking(own[-1]) if own and swap else None
            what = store.appointment(later.appointment_id).service_id if later else self.world.services[service]
            whom = None if service == "class" or later else self.world.ana
            waitlist.join(store, mine, store.service(what), wish, act, practitioner_id=whom, instead_of=later)

        self.happens(mine.person_id, work, fate)
        if asked:
            self.happens(None, waitlist.sweep, "once")

    @rule(fate=no_undo)
    def those_who_wait_are_asked(self, fate: str) -> None:
        self.happens(None, waitlist.sweep, fate)

    def unanswered(self) -> list[Offer]:
        mine = self.world.rows(Offer, practice_id=self.world.practice_id, ended_at=None)
        return [offer for offer in mine if offer.until > self.world.now]

    @precondition(lambda self: self.unanswered())
    @rule(which=any_booking)
    def hears_of_it(self, which: int) -> None:
        """The message that asks has been sent, by day."""
        if not 8 <= self.world.now.astimezone(TORONTO).hour < 21:
            return
        offer = self.unanswered()[which % len(self.unanswered())]
        with self.world.turn() as (store, _):
            row = owed.find(store, f"offer:{offer.id}")
            if row is not None and row.status is Sending.DUE:
                post.sent(store.session, row, self.world.now)

    @precondition(lambda self: self.unanswered())
    @rule(which=any_booking, fate=no_undo)
    def says_yes(self, which: int, fate: str) -> None:
        self.answers(which, waitlist.accept, fate)

    @precondition(lambda self: self.unanswered())
    @rule(which=any_booking, fate=fates)
    def says_no(self, which: int, fate: str) -> None:
        self.answers(which, waitlist.decline, fate)

    def answers(self, which: int, answer: Callable[[Store, Offer, Act], object], fate: str) -> None:
        offer = self.unanswered()[which % len(self.unanswered())]
        self.happens(offer.person_id, lambda store, act: answer(store, store.offer(offer.id or 0), act), fate)

    @rule(client=anyone, fate=no_undo)
    def leaves(self, client: int, fate: str) -> None:
        mine = self.clients[client]

        def work(store: Store, act: Act) -> None:
            for entry in waitlist.entries(store, [mine.id or 0], act.at):
                waitlist.leave(store, entry, act)

        self.happens(mine.person_id, work, fate)

    @rule(client=anyone, service=services, day=days, at=times, with_=who, fate=fates)
    def reception_offers(self, client: int, service: str, day: int, at: time, with_: str, fate: str) -> None:
        mine, slot = self.clients[client], self.slot(service, day, at, with_)
        self.happens(self.reception, lambda store, act: waitlist.offer_to(store, mine, slot, act), fate)


def test_the_laws_hold_whoever_waits(sqlite_database: Database) -> None:
    run(Waits, sqlite_database, examples=8, steps=25)


def test_the_laws_hold_whoever_waits_on_postgresql(postgres_database: Database) -> None:
    run(Waits, postgres_database, examples=2, steps=12)

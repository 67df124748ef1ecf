"""A month of a full practice: clients cancel, others wait, are asked and answer as people do. How much of it is filled?

All of it is drawn from one seed: the same month each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import text

from core import bookings, holds, waitlist
from core.errors import Refusal
from storage.models import Offer, OfferState, Outbox, Status
from tests.core import crowd

if TYPE_CHECKING:
    from core.acts import Act
    from storage.store import Store
    from tests.core.world import World

CANCELS = 6  # a day, of sessions in the three days that follow
WAITING, JOIN = 60, 4  # who wait when it begins, and who join each day
AHEAD = 10  # working days for which they wait
YES, NO = 0.6, 0.2  # the others do not answer
STEP = timedelta(minutes=10)
DAY = (8, 21)  # hours in which anything happens
TEXTS = ("offer", "offer_over", "place_gone")


@dataclass
class Month:
    """What came of it."""

    freed: int = 0
    filled: int = 0
    offers: int = 0
    texts: int = 0

    def __str__(self) -> str:
        share, each = 100 * self.filled // max(self.freed, 1), self.texts / max(self.filled, 1)
        filled = f"{self.filled} were filled ({share} %)"
        return f"{self.freed} places came free, {filled} with {self.texts} texts, {each:.1f} for each"


@dataclass
class Play:
    """The month as it goes on."""

    world: World
    days: int
    random: Random = field(default_factory=lambda: Random(6))
    answers: list[tuple[datetime, int, bool]] = field(default_factory=list)  # when, to which offer, yes or no
    month: Month = field(default_factory=Month)

    def run(self) -> Month:
        crowd.fill(self.world, self.days + AHEAD)
        crowd.queue(self.world, WAITING, AHEAD)
        for day in crowd.working(self.world, self.days):
            self.one_day(day)
        offers = self.world.rows(Offer)
        self.month.offers = len(offers)
        self.month.filled = sum(offer.state is OfferState.ACCEPTED for offer in offers)
        self.month.texts = sum(row.kind in TEXTS and row.status == "sent" for row in self.world.rows(Outbox))
        return self.month

    def one_day(self, day: datetime) -> None:
        begins, ends = (day + timedelta(hours=hour) for hour in DAY)
        self.world.now = begins
        crowd.queue(self.world, JOIN, AHEAD)
        steps = int((ends - begins) / STEP)
        cancels = sorted(self.random.randrange(steps) for _ in range(CANCELS))
        for step in range(steps):
            self.world.now = begins + step * STEP
            if self.something_happens(cancels.count(step)) or step % 3 == 0:
                self.look()

    def something_happens(self, cancels: int) -> bool:
        """So many cancel, and those answer whose time it is."""
        for _ in range(cancels):
            self.somebody_cancels()
        due = [one for one in self.answers if one[0] <= self.world.now]
        self.answers = [one for one in self.answers if one not in due]
        for _, offer, yes in due:
            self.answer(offer, yes=yes)
        return bool(cancels or due)

    def somebody_cancels(self) -> None:
        """A session that begins in the next three days, soon enough to be filled or not."""
        with self.world.turn(1) as (store, act):
            ahead = store.agenda(act.at + timedelta(hours=3), act.at + timedelta(days=3))
            guests = [v.booking for v in ahead if v.booking.status is Status.BOOKED]
            if guests:
                bookings.cancel(store, self.random.choice(guests), act, by_practice=True)
                self.month.freed += 1

    def answer(self, offer: int, *, yes: bool) -> None:
        with self.world.turn() as (store, act):
            try:
                self.says(store, act, offer, yes=yes)
            except Refusal:
                return

    def says(self, store: Store, act: Act, offer: int, *, yes: bool) -> None:
        asked = store.offer(offer)
        act.by = asked.person_id
        if yes:
            waitlist.accept(store, asked, act)
        else:
            waitlist.decline(store, asked, act)

    def look(self) -> None:
        """The sweep; what is owed goes, and who is asked will answer, or not."""
        with self.world.turn() as (store, act):
            holds.lapse_holds(store, act.at)
            made = [offer.id or 0 for offer in waitlist.sweep(store, act)]
            sent = "UPDATE outbox SET status = 'sent', sent_at = due_at WHERE status = 'due' AND kind LIKE :kind"
            for kind in TEXTS:
                store.session.execute(text(sent), {"kind": kind})
        for offer in made:
            chance = self.random.random()
            if chance < YES + NO:
                after = timedelta(minutes=self.random.randrange(1, 50))
                self.answers.append((self.world.now + after, offer, chance < YES))


def run(world: World, days: int) -> Month:
    """So many working days."""
    return Play(world, days).run()

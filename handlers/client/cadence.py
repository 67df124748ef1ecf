"""Going on with a plan: the next ones after the first visit, times when the pace is lost, the same plan again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core import bookings, cadence, credits
from core.quotes import Quote
from handlers import asking
from handlers.client.book_series import next_free
from handlers.client.choosing import Seek
from handlers.client.common import child, purses_of, service_of
from handlers.client.expiring import to_booking
from handlers.client.pacing import as_answer, pace_of
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.say import NOTHING, Dropped, Later, Say
from handlers.state import start
from storage import owed, post
from storage.asking import id_of

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Client, Outbox, Package
    from storage.store import Store

NEXT = 3  # sessions that are offered after the first visit
TIMES = 2  # that are offered when nothing is booked: "Tue or Thu?"
SAYS = {"first_visit": "next_ones", "behind": "come_again", "nothing_booked": "come_again", "last_session": "renew"}


@prepared(cadence.CADENCE)
def word(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:
    """Look again: is it still so? What has no time to offer is not said; the first one says how to have no more."""
    facts = post.content(row)
    package, cause = store.package(facts["package"]), facts["cause"]
    if not cadence.holds(store, package, cause, now):
        return Dropped("changed")
    said = asking.ask(store, row, now, SAYS[cause], {"package": package.id, "cause": cause})
    if not isinstance(said, Say):
        return said
    if not said.text:
        return Dropped("nothing free")
    known = owed.went(store.session, row.person_id, [cadence.CADENCE])
    return said if any(other.id != row.id for other in known) else replace(said, text=said.text + words.not_wanted())


def _theirs(t: Turn, package: Package) -> list[Client]:
    """For whom of theirs a package is that can be booked on."""
    holders = [] if package.frozen_because else t.store.holders(id_of(package))
    return [client for client in t.clients if client.id in holders]


@script("next_ones")
def next_ones(t: Turn) -> Say:
    """The next three, at their hour and the plan's pace: one yes books them."""
    theirs = _theirs(t, t.store.package(t.get("package")))
    if not theirs:
        return NOTHING
    client = _who_came(t, theirs)
    service = service_of(t, client)
    purses = purses_of(t, client, service)
    free = next_free(t, Seek(t, service, client), NEXT)
    count = sum(isinstance(one, Quote) for one in bookings.quotes(t.store, client, service, free, t.now))
    if not purses or not count:
        return NOTHING
    known = {"client": client.id, "service": service.id, "count": count, "ours": True}
    start(t.state, "book", known | as_answer(pace_of(t, purses[0])))
    return Say(t.words.next_ones(t.practice.name, count, child(t, client)))


def _who_came(t: Turn, theirs: list[Client]) -> Client:
    """Of those who share a plan, the one who was here last."""

    def came(client: Client) -> datetime:
        return max((at for at, _ in t.store.last_sessions(id_of(client))), default=client.created_at)

    return max(theirs, key=came)


@script("come_again")
def come_again(t: Turn) -> Say:
    """Two times; what is picked, or wished for instead, is booked at its price."""
    package = t.store.package(t.get("package"))
    theirs, free = _theirs(t, package), credits.balance(t.store, package).free
    if not theirs or not free:
        return NOTHING
    plan, practice = t.words.of(package.names), t.practice.name
    ends, today = package.expires_on, t.now.astimezone(t.words.zone).date()

    def ask(whom: str) -> str:
        if t.get("cause") == "behind" and ends is not None:
            weeks = max(((ends - today).days + 1) // 7, 1)
            return t.words.falls_behind(practice, plan, free, weeks, whom)
        return t.words.nothing_is_booked(practice, plan, free, whom)

    to_booking(t, package, theirs, ask, TIMES)
    return NOTHING


@script("renew")
def renew(t: Turn) -> Say:
    """The last session of a plan: a yes shows the same one again, with its price and terms of today."""
    package = t.store.package(t.get("package"))
    plan, sessions = t.store.plan(package.plan_id), t.store.sessions_on(id_of(package))
    if not plan.active or not sessions:
        return NOTHING
    last, _ = sessions[-1]
    ask = t.words.last_of_plan(t.practice.name, t.words.of(package.names), last, t.now)
    if not t.agrees(ask, ("renew", package.id)):
        return Say(t.words.whenever())
    theirs = _theirs(t, package)
    start(t.state, "buy_plan", {"plan": plan.id} | ({"client": theirs[0].id} if len(theirs) == 1 else {}))
    return NOTHING

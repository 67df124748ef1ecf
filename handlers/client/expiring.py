"""Before a plan ends: times that can still be had, instead of a bare warning. And the line after it has ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core import credits, diary, expiry
from core.windows import Window, Windows
from handlers.asking import ask
from handlers.client.choosing import OFFERS, Seek, slot_choices
from handlers.client.common import service_of
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.say import NOTHING, Dropped, Later, Say
from handlers.state import start
from storage import post
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.slots import Slot
    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Client, Outbox, Package
    from storage.store import Store

WISHES = ("slot", "when", "other_when", "practitioner", "not_practitioner", "service", "repeat", "count")
A_YEAR = timedelta(days=365)


@prepared(expiry.EXPIRING)
def expiring(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:
    """Look again: is there something to lose still, on the same day? A thread that a person has gets no question."""
    facts = post.content(row)
    package, today = store.package(facts["package"]), now.astimezone(words.zone).date()
    if not expiry.may_nudge(store, package, today) or package.expires_on != date.fromisoformat(facts["ends"]):
        return Dropped("changed")
    return ask(store, row, now, "use_before", {"package": package.id})


@script("use_before", timed=True)
def use_before(t: Turn) -> Say:
    """Three times before the plan ends; what is picked or wished instead is booked at its price."""
    package, today = t.store.package(t.get("package")), t.now.astimezone(t.words.zone).date()
    theirs = [c for c in t.clients if c.id in t.store.holders(id_of(package))]
    if not theirs or not expiry.may_nudge(t.store, package, today) or package.expires_on is None:
        return NOTHING
    plan, free, ends = t.words.of(package.names), credits.balance(t.store, package).free, package.expires_on

    def ask(whom: str) -> str:
        return t.words.use_before(t.practice.name, plan, free, ends, whom)

    if not to_booking(t, package, theirs, ask):
        return Say(t.words.use_before_somehow(t.practice.name, plan, free, ends))
    return NOTHING


def to_booking(
    t: Turn, package: Package, theirs: Sequence[Client], ask: Callable[[str], str], most: int = OFFERS
) -> bool:
    """Ask which of a few times that a package pays; what is picked or wished instead is booked. False: there is none.

    `ask` is given with whom all of them are, or "".
    """
    wish = {name: t.get(name) for name in WISHES if t.get(name) is not None}
    if not wish:
        slots = _slots(t, theirs[0], package, most)
        if not slots:
            return False
        whom, offer = slot_choices(t, slots)
        wish = {"slot": t.need("slot", t.words.more_times(whom) if t.get("more") else ask(whom), offer=offer)}
    start(t.state, "book", wish | ({"client": theirs[0].id} if len(theirs) == 1 else {}))
    return True


def _slots(t: Turn, client: Client, package: Package, most: int) -> Sequence[Slot]:
    """The few best times that this package would pay."""
    service = service_of(t, client)
    last = t.now + A_YEAR
    if package.expires_on is not None:
        last = datetime.combine(package.expires_on + timedelta(days=1), time(), t.words.zone).astimezone(UTC)
    seek = Seek(t, service, client)
    found = diary.few_for(t.store, client, seek.free(Windows((Window(t.now, last),))), None, t.now, n=most)
    return [slot for slot in found if _pays(seek, slot)]


def _pays(seek: Seek, slot: Slot) -> bool:
    return seek.refusal(slot) is None


@prepared(expiry.LAPSED)
def lapsed(store: Store, row: Outbox, words: Words, _: datetime) -> Say | Dropped:
    """The client's line; nothing when the owner has given the sessions back meanwhile."""
    facts = post.content(row)
    package = store.package(facts["package"])
    held = credits.balance(store, package)
    if not held.expired or package.expires_on is None:
        return Dropped("changed")
    numbers = words.balance(words.of(package.names), held, None)
    return Say(words.package_lapsed(store.practice().name, facts["credits"], package.expires_on, numbers))


@prepared(expiry.CLIENT_LAPSED)
def client_lapsed(store: Store, row: Outbox, words: Words, _: datetime) -> Say | Dropped:
    """The owner's line."""
    facts = post.content(row)
    package = store.package(facts["package"])
    names = [store.client(client_id).name for client_id in store.holders(package.id or 0)]
    if package.expires_on is None or not names:
        return Dropped("changed")
    who, given = words.all_of(names), words.given(names[0]).lower()
    return Say(words.client_lapsed(who, words.of(package.names), facts["credits"], package.expires_on, given))

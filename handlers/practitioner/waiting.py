"""Who waits for a place, and offering one to somebody of the practice's own choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import waitlist
from core.errors import Reason, Refusal
from core.reminders import home_of
from handlers.client.common import service_of
from handlers.client.waitlist import times_of
from handlers.dialogue import script
from handlers.practitioner.book import free_slot, giver, why_not, with_whom
from handlers.practitioner.common import Unclear, or_says_why, the_client, theirs, whose
from handlers.say import Say
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.dialogue import Turn
    from storage.models import Client, Service, WaitlistEntry

TO_PAY = frozenset({Reason.NO_CREDIT, Reason.EXPIRES, Reason.PACKAGE_ONLY, Reason.FROZEN, Reason.TOO_MANY})
ROOM = 560  # characters of the list: four segments, and a line that counts the rest


@script("who_waits", "join_waitlist", staff=True)
def who_waits(t: Turn) -> Say:
    """Everybody who waits, by what they wait for, in the order in which they are asked."""
    own = theirs(t)
    entries = [e for e in waitlist.everyone(t.store, t.now) if own is None or e.practitioner_id in {None, own}]
    if not entries:
        return Say(t.words.nobody_waits())
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(times_of(t, entry), []).append(_named(t, entry))
    lines = [f"{what}: {', '.join(names)}" for what, names in groups.items()]
    shown = _that_fit(lines)
    left = sum(len(names) for names in list(groups.values())[len(shown) :])
    return Say(t.words.who_waits(len(entries), shown, left))


def _named(t: Turn, entry: WaitlistEntry) -> str:
    """A client; being asked now, about which time."""
    client = t.store.client(entry.client_id)
    name = t.words.given(client.name or t.store.person(client.person_id).name) or "?"
    asked = waitlist.live_offer(t.store, client.person_id, t.now)
    return t.words.has_an_offer(name, asked.starts_at) if asked and asked.entry_id == entry.id else name


def _that_fit(lines: Sequence[str]) -> list[str]:
    """As many lines as four segments carry."""
    shown: list[str] = []
    for line in lines:
        if sum(len(one) + 1 for one in shown) + len(line) > ROOM:
            break
        shown.append(line)
    return shown


@script("staff_offer", staff=True)
@or_says_why
def offer(t: Turn) -> Say:
    """Offer a place to a client: it is held until they answer, and they are asked at once."""
    if not t.get("said"):
        raise Unclear(t.words.offer_to_whom())
    client, who = the_client(t), whose(t)
    name = t.words.given(client.name) or "?"
    _may_be_asked(t, client, name)
    service = _service(t, client)
    who = giver(t, service, who)
    slot = free_slot(t, service, who, client)
    try:
        made = waitlist.offer_to(t.store, client, slot, t.act)
    except Refusal as refusal:
        raise Unclear(_why(t, client, name, refusal)) from None
    place = t.words.when(slot.starts_at) + with_whom(t, who)
    return Say(t.words.offered_to(name, place, t.words.deadline(made.until, t.now)))


def _service(t: Turn, client: Client) -> Service:
    """The service that was named, else what they wait for, else their usual one."""
    waits = waitlist.entries(t.store, [id_of(client)], t.now)
    if t.get("service") is None and waits:
        return t.store.service(waits[0].service_id)
    return service_of(t, client)


def _may_be_asked(t: Turn, client: Client, name: str) -> None:
    """They must hear of it while it is held for them. Raises Unclear."""
    if t.store.best_contact(client.person_id) is None:
        raise Unclear(t.words.cannot_be_asked(name))
    at_home = t.now.astimezone(home_of(t.store.person(client.person_id), t.practice))
    if t.rules.is_quiet(at_home.time()):
        raise Unclear(t.words.sleeps_now(name, t.rules.quiet_to))


def _why(t: Turn, client: Client, name: str, refusal: Refusal) -> str:
    if refusal.reason is Reason.ONE_OFFER:
        until = t.words.deadline(refusal.facts["until"], t.now)
        return t.words.has_one_already(name, refusal.facts["at"], until)
    if refusal.reason in TO_PAY:
        return t.words.cannot_pay_for_it(name)
    return why_not(t, client, refusal)

"""What is on the table, for who asks about it before they answer: how much it is, how long, with whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core import bookings, tax
from core.errors import Refusal
from handlers.client.choosing import to_slot
from handlers.client.common import mine, service_of
from handlers.say import NOTHING, Say
from storage.asking import id_of

if TYPE_CHECKING:
    from core.slots import Slot
    from handlers.dialogue import Turn
    from storage.models import Client, Plan, Service

IN_GENERAL = re.compile(
    r"\b(prices|pricing|rates|fees|sessions|services|tarifs|(vos|les) prix|s[eé]ances)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """The session, or the few, that the question before this one is about."""

    service: Service
    practitioners: frozenset[int]
    slot: Slot | None = None  # nothing when it is booked already
    client: Client | None = None


def on_the_table(t: Turn) -> Proposed | None:
    """What the interrupted task is about, if it is one session or times for one."""
    if len(t.state.tasks) < 2:
        return None
    asking = t.state.tasks[-2].answers
    if "offer" in asking:  # its question says the cost whenever it is put
        offer = t.store.offer(asking["offer"])
        return Proposed(t.store.service(offer.service_id), frozenset({offer.practitioner_id}))
    visits = [v for v in mine(t) if v.booking.id in asking.get("bookings", ())]
    if visits:
        return Proposed(visits[0].service, frozenset(id_of(v.practitioner) for v in visits))
    shown = [choice.value for choice in t.before.choices if choice.at] if t.before and t.before.name == "slot" else []
    slots = [to_slot(value) for value in [asking.get("slot"), *shown] if value]
    if not slots:
        return None
    service = next(s for s in t.store.services() if s.id == slots[0].service_id)
    chosen = asking.get("client") or t.state.recall("client", t.now)
    client = next((c for c in t.clients if c.id == chosen), t.clients[0] if t.clients else None)
    return Proposed(service, frozenset(s.practitioner_id for s in slots), slots[0], client)


def price(t: Turn) -> Say | None:
    """What the session on the table costs this client; nothing when prices in general are asked for."""
    if (plan := _plan_on_the_table(t)) is not None:
        return Say(t.words.plan_line(plan, tax.quoted(t.practice, plan.price, t.now.astimezone(t.words.zone).date())))
    in_general = bool(t.get("service") or IN_GENERAL.search(t.event.text))
    its = None if in_general else on_the_table(t)
    if its is None:
        return NOTHING if _quotes_several(t) and not in_general else None
    if its.slot is None or its.client is None:
        return Say(t.words.price(its.service)) if its.slot else NOTHING
    try:
        quote = bookings.quote(t.store, its.client, its.service, its.slot, t.now)
    except Refusal:
        return Say(t.words.price(its.service))
    return Say(t.words.paid_by_plan(quote.credits) if quote.package_id else t.words.price(its.service))


def _plan_on_the_table(t: Turn) -> Plan | None:
    """The plan that they were asked whether they want again."""
    asking = t.state.tasks[-2] if len(t.state.tasks) > 1 else None
    if asking is None or asking.script != "renew":
        return None
    return t.store.plan(t.store.package(asking.answers["package"]).plan_id)


def _quotes_several(t: Turn) -> bool:
    """Are several sessions on the table? What they cost, and with whom they are, is said with them."""
    return len(t.state.tasks) > 1 and t.before is not None and bool(t.before.facts and t.before.holds.get("count"))


def length(t: Turn) -> Say:
    """How long the session takes that was named, is on the table, is booked next, or is usual for who asks."""
    its, booked, services = on_the_table(t), mine(t)[:1], t.store.services()
    named = [s for s in services if s.id == t.get("service")]
    meant = named or ([its.service] if its else [visit.service for visit in booked])
    usual = [service_of(t, t.clients[0])] if t.clients else services
    return Say("\n".join(t.words.lasts(service) for service in meant or usual))


def with_whom(t: Turn) -> Say | None:
    """With whom the session on the table is; a list that names several says so by itself."""
    its = on_the_table(t)
    if its is None:
        return NOTHING if _quotes_several(t) else None
    names = [t.words.first(p) for p in t.store.practitioners() if p.id in its.practitioners]
    return Say(t.words.it_is_with(names[0])) if len(names) == 1 else NOTHING

"""What somebody has to pay: sessions that took place, plans and their parts; and a link to pay it by card."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from core import invoices, sales
from handlers.dialogue import script
from handlers.paying import link_said, to_come
from handlers.say import Say
from handlers.state import start
from handlers.understanding.topics import topic
from storage.asking import id_of
from storage.models import SaleStatus, Way

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from storage.models import Order, Plan
    from storage.papers import Unpaid

THE_LINK = re.compile(r"\b(?:link|lien|pay|payer)\b", re.IGNORECASE)
IN_PARTS = re.compile(
    r"\b(?:inst?allments?|spread|split|payment plan|parts|versements?|[ée]taler|plusieurs (?:fois|paiements))\b",
    re.IGNORECASE,
)
A_LINK = re.compile(r"\b(?:link|lien)\b", re.IGNORECASE)
BROKEN = re.compile(r"\b(?:open|work|load|expire|ouvr|march|fonctionn)", re.IGNORECASE)  # another one is wanted
LATELY = timedelta(days=14)  # so long the plan whose link has closed is what they mean
Owed = tuple[int, "Unpaid"]


@script("owing", "pay", telling=True)
def owing(t: Turn) -> Say:
    """What this person has to pay. Where cards are taken, and nothing else is going on, a link is offered."""
    rows = t.store.unpaid(t.now, [id_of(t.person)])
    owed = [(due, row) for row in rows if (due := invoices.due(t.store, row.invoice)) > 0]
    pages = "\n".join(link_said(t.store, t.words, page) for page in _open_pages(t))
    wants_link = A_LINK.search(t.event.text) is not None and not BROKEN.search(t.event.text)
    if pages and (wants_link or not owed) and not asks_how(t):
        return Say(pages)
    if not owed:
        return _about_buying(t) or (how_to_pay(t) if asks_how(t) else Say(t.words.owes_nothing(_to_come(t))))
    said = t.words.owes([(due, _for(t, row)) for due, row in owed], sum(due for due, _ in owed))
    if not t.practice.till or len(t.state.tasks) > 1:
        return Say(said)
    facts = [(due, row.invoice.id) for due, row in owed]
    if not wants_link and not t.agrees(f"{said} {t.words.link_to_pay()}", facts):
        return Say(t.words.all_right())
    for due, row in owed:
        sales.owe_link(t.store, row.invoice, due, t.act)
    return Say(t.words.link_comes())


def _open_pages(t: Turn) -> list[Order]:
    """Where they can pay now; the newest one for each bill."""
    pages = [p for p in t.store.checkouts_of(id_of(t.person)) if p.expires_at and p.expires_at > t.now]
    return list({page.invoice_id: page for page in reversed(pages)}.values())


def _to_come(t: Turn) -> str:
    """The parts of their plans whose day has not come."""
    sales_of = t.store.sales_to(id_of(t.person), SaleStatus.ACTIVE)
    return t.words.all_of([part for sale in sales_of if (part := to_come(t.store, t.words, id_of(sale)))])


def asks_how(t: Turn) -> bool:
    """Do they ask how one pays here, and not what there is to pay?"""
    return topic(t.event.text) == "paying"


def how_to_pay(t: Turn) -> Say:
    """By card where we have a till, at the practice where it takes money itself, in parts where a plan is sold so."""
    if (said := _about_buying(t)) is not None:
        return said
    plans = t.store.plans()
    ways = {way for plan in plans for way in sales.ways(t.practice, plan)}
    there = Way.PRACTICE in ways or not t.practice.till or any(s.pay_later for s in t.store.services())
    parts = any(len(offer.parts) > 1 for plan in plans for offer in sales.offers(t.store, plan, t.now))
    asked = IN_PARTS.search(t.event.text) is not None
    return Say(t.words.how_one_pays(card=bool(t.practice.till), there=there, parts=parts, asked=asked))


def _about_buying(t: Turn) -> Say | None:
    """In the middle of buying, how that can be paid; and when the link of a plan has closed, the plan again."""
    below = t.state.tasks[-2] if len(t.state.tasks) > 1 else None
    if below is not None:
        plan_id = below.answers.get("plan") if below.script == "buy_plan" else None
        return Say(t.words.can_be_paid(_ways(t, t.store.plan(plan_id)))) if plan_id else None
    closed = t.store.sales_to(id_of(t.person), SaleStatus.CANCELLED)
    if not closed or not THE_LINK.search(t.event.text) or t.now - closed[-1].at > LATELY:
        return None
    if closed[-1].package_id is not None or closed[-1].plan_id not in {plan.id for plan in t.store.plans()}:
        return None
    start(t.state, "buy_plan", {"plan": closed[-1].plan_id})
    return Say(t.words.link_has_closed())


def _ways(t: Turn, plan: Plan) -> list[str]:
    return [t.words.way_to_pay(offer) for offer in sales.offers(t.store, plan, t.now)]


def _for(t: Turn, row: Unpaid) -> str:
    """The session that it is for, or the plan."""
    if row.starts_at is not None:
        return t.words.when(row.starts_at)
    sale = t.store.sale_on(id_of(row.invoice))
    return t.words.of(t.store.plan(sale.plan_id).names) if sale else ""

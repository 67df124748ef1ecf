"""End a plan. Where the law says what that costs it is quoted and done; elsewhere a person answers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from core import contracts, ending
from handlers import notices
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.say import Choice, Say
from storage import post
from storage.asking import id_of
from storage.models import SaleStatus

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Outbox, Sale
    from storage.store import Store

A_PLAN = re.compile(r"\b(?:plan|package|contract|forfait|contrat|r[ée]sili\w*)\b", re.IGNORECASE)
A_SESSION = re.compile(r"\b(?:session|appointment|appt|booking|s[ée]ance|rendez|rdv|cours|class)", re.IGNORECASE)


def is_meant(t: Turn) -> bool:
    """Is it their plan that they want to cancel, and no session?"""
    text = t.event.text
    return bool(A_PLAN.search(text)) and not A_SESSION.search(text) and not t.get("which") and _has_one(t)


def _has_one(t: Turn) -> bool:
    """A plan that was sold here, or one that the practice brought along."""
    return bool(_mine(t)) or any(t.store.packages(id_of(client)) for client in t.clients)


def _mine(t: Turn) -> list[Sale]:
    """Their plans that still run; a membership has an end of its own."""
    return [sale for sale in t.store.sales_to(id_of(t.person), SaleStatus.ACTIVE) if sale.membership_id is None]


@script("end_plan")
def end_plan(t: Turn) -> Say:
    """What ending it comes to, before the yes: sessions received, the fee, what goes back or is still to pay."""
    if not contracts.is_wanted(t.practice) or not _mine(t):
        return _passed_on(t)
    sale = _which(t)
    plan, settled = t.words.of(t.store.plan(sale.plan_id).names), ending.quote(t.store, sale)
    if not t.agrees(t.words.end_plan(plan, settled), (sale.id, settled)):
        return Say(t.words.plan_goes_on())
    settled = ending.end(t.store, sale, t.act)
    t.state.tasks[:-1] = []  # what was to be done with it before is over too
    return Say(t.words.plan_ended(plan, settled, ending.due_by(t.store, t.act)))


def _which(t: Turn) -> Sale:
    mine = {id_of(sale): sale for sale in _mine(t)}
    offer = [Choice(t.words.of(t.store.plan(sale.plan_id).names), sale_id) for sale_id, sale in mine.items()]
    if len(offer) == 1:
        return next(iter(mine.values()))
    return mine[t.need("sale", t.words.which_plan_to_end(), offer=offer, kind="choice", valid=mine.__contains__)]


def _passed_on(t: Turn) -> Say:
    """The practice's own refund policy is a person's to apply."""
    owner = t.store.owner()
    if owner is not None:
        notices.owe(t.store, t.act, "client_asks", owner.id, who=t.person.name or t.contact.address, text=t.event.text)
    return Say(t.words.asked_to_end(t.words.given(owner.name) if owner else t.practice.name))


@prepared("contract_ended")
def contract_ended(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    """To the owner: what goes back, and by when."""
    facts = post.content(row)
    plan = words.of(store.plan(store.sale(facts["sale"]).plan_id).names)
    who, until = store.person(facts["person"]).name or "?", date.fromisoformat(facts["until"])
    return Say(words.contract_ended(who, plan, facts["amount"], until))

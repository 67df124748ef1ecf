"""Selling a plan: what can be chosen, what is quoted, and what an explicit yes to just that brings about."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import bills, contracts, instalments, orders, plans, regions, sold, tax
from core.acts import record
from core.bills import Item
from core.errors import Reason, Refusal
from core.instalments import Part, schedule
from core.notices import tell
from core.rules import Instalments, Selling, rules_of, zone_of
from storage.models import Instalment, Sale, SaleClient, SaleStatus, Way

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.acts import Act
    from storage.models import Client, Invoice, Plan, Practice, Receipt
    from storage.store import Store

AT_ONE_TIME = Instalments(parts=1, sessions=1)  # at the practice: all of it, once the first session took place


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan as it would be sold now: the price with taxes (minor units), how it is paid, and its last local day."""

    plan_id: int
    way: Way
    price: int
    parts: tuple[Part, ...]
    until: date | None
    version: str  # of the terms

    @property
    def now(self) -> int:
        """What is to be paid by card before the package is theirs."""
        if self.way is Way.PRACTICE:
            return 0
        return self.price if not self.parts else self.parts[0].amount if self.parts[0].on else 0

    def facts(self) -> tuple[Any, ...]:
        """What a yes agrees to. A yes to other facts is no yes."""
        parts = tuple((part.amount, part.on and part.on.isoformat(), part.after) for part in self.parts)
        return (self.plan_id, self.way.value, self.price, parts, self.until and self.until.isoformat(), self.version)


@dataclass(frozen=True, slots=True)
class Shown:
    """The text that somebody said yes to, in which language, and since when it was before them."""

    text: str
    language: str
    at: datetime


def selling_of(practice: Practice, plan: Plan) -> Selling:
    """How a plan is sold: as the practice file says, else as its region has it."""
    return rules_of(practice).selling.get(plan.key) or regions.of(practice.region).selling


def ways(practice: Practice, plan: Plan) -> tuple[Way, ...]:
    """How this plan can be paid now, in the order in which it is offered. Without a till: at the practice."""
    named = tuple(Way(way) for way in selling_of(practice, plan).ways)
    return named if practice.till else (Way.PRACTICE,)


def offer(store: Store, plan: Plan, way: Way, now: datetime) -> Offer:
    """What is quoted for a plan and a way to pay it."""
    practice = store.practice()
    today = now.astimezone(zone_of(practice)).date()
    price = tax.quoted(practice, plan.price, today)
    parts = schedule(_rule(practice, plan, way), price, plan.credits, today) if way is not Way.FULL else ()
    return Offer(plan.id or 0, way, price, parts, plans.valid_until(plan, today), version(practice, plan))


def offers(store: Store, plan: Plan, now: datetime) -> list[Offer]:
    """A plan in each way that it can be paid now."""
    return [offer(store, plan, way, now) for way in ways(store.practice(), plan)]


def as_agreed(store: Store, sale: Sale) -> Offer:
    """What was quoted to who said yes."""
    parts = tuple(Part(p.amount, p.due_on, p.after_sessions) for p in store.instalments(sale.id or 0))
    until = store.package(sale.package_id).expires_on if sale.package_id else None
    return Offer(sale.plan_id, sale.way, sale.price, parts, until, sale.terms_version)


def _rule(practice: Practice, plan: Plan, way: Way) -> Instalments:
    """In which parts a plan is paid; at the practice all at once, where the law lets it."""
    if way is Way.PRACTICE and regions.of(practice.region).pays_first:
        return AT_ONE_TIME
    return selling_of(practice, plan).instalments or Instalments()


def version(practice: Practice, plan: Plan) -> str:
    """What the terms of a plan are called: as the practice does, with a fingerprint of all that they say."""
    rules, selling = rules_of(practice), selling_of(practice, plan)
    said = (
        plan.names,
        plan.credits,
        plan.price,
        plan.validity_days,
        plan.pace,
        selling.model_dump(),
        rules.policies.terms(),
    )
    fingerprint = hashlib.sha256(repr(said).encode()).hexdigest()[:8]
    return f"{selling.version} ({fingerprint})" if selling.version else fingerprint


# Agreed


def agree(store: Store, person_id: int, clients: Sequence[Client], offered: Offer, shown: Shown, act: Act) -> Sale:
    """They said yes to just this. The link to pay is owed, or the package is theirs where nothing is paid before it.

    Raises Refusal CHANGED when it is not offered like this any more. An earlier yes to the same plan that nobody paid
    is over.
    """
    plan = store.plan(offered.plan_id)
    if not plan.active or offer(store, plan, offered.way, act.at) != offered:
        raise Refusal(Reason.CHANGED)
    for earlier in store.sales_to(person_id, SaleStatus.AGREED):
        if earlier.plan_id == plan.id:
            sold.lapsed(store, earlier, act)
    sale = _written(store, person_id, clients, offered, shown, act)
    today = act.at.astimezone(zone_of(store.practice())).date()
    terms = plans.Terms.of(store, plan, today).as_dict()
    record(
        store,
        act,
        plans.AGREED,
        sale=sale.id,
        plan=plan.id,
        way=offered.way.value,
        version=offered.version,
        terms=terms,
    )
    _begin(store, sale, plan, offered, act)
    contract_of(store, sale, act)
    return sale


def sell_there(store: Store, person_id: int, clients: Sequence[Client], plan: Plan, act: Act) -> Sale:
    """Somebody of the practice sells a plan face to face: it is theirs, and paid there.

    Raises Refusal CHANGED when the plan is not for sale.
    """
    language = store.person(person_id).language
    shown = Shown("", language, act.at)
    sale = agree(store, person_id, clients, offer(store, plan, Way.PRACTICE, act.at), shown, act)
    if (paper := contract_of(store, sale, act)) is not None:
        tell(store, act, "paper", person_id, subject=paper.id, receipt=paper.id, copy=0)
    return sale


def contract_of(store: Store, sale: Sale, act: Act) -> Receipt | None:
    """The written contract of a sale, made once, where the law wants one: it goes out with what follows the yes."""
    return contracts.of_sale(store, sale, act) if contracts.is_wanted(store.practice()) else None


def _written(store: Store, person_id: int, clients: Sequence[Client], offered: Offer, shown: Shown, act: Act) -> Sale:
    sale = store.add(
        Sale(
            practice_id=store.practice_id, plan_id=offered.plan_id, person_id=person_id, price=offered.price,
            way=offered.way, status=SaleStatus.AGREED, terms=shown.text, terms_version=offered.version,
            terms_language=shown.language, shown_at=shown.at, agreed_at=act.at, agreed_act=act.id, at=act.at,
            act=act.id,
        )
    )  # fmt: skip
    for client in clients:
        store.add(SaleClient(sale_id=sale.id or 0, client_id=client.id or 0))
    for n, part in enumerate(offered.parts, start=1):
        store.add(Instalment(sale_id=sale.id or 0, n=n, amount=part.amount, due_on=part.on, after_sessions=part.after))
    return sale


def _begin(store: Store, sale: Sale, plan: Plan, offered: Offer, act: Act) -> None:
    """What is paid before the package is given is asked for; where that is nothing it is given."""
    parts = store.instalments(sale.id or 0)
    if len(parts) < 2:
        invoice = bills.write(store, sale.person_id, [Item("plan", sale.price)], act)
        sale.invoice_id = invoice.id
        for only in parts:
            only.invoice_id = invoice.id
            store.add(only)
        store.add(sale)
    if not offered.now:
        sold.give(store, sale, act)
    elif parts:
        invoice = instalments.invoice_of(store, sale, parts[0], act)
        _owe_page(store, sale, invoice.id or 0, parts[0], "deposit", act)
    else:
        _owe_page(store, sale, sale.invoice_id or 0, None, "plan", act, save_card=plan.monthly)


def owe_link(store: Store, invoice: Invoice, amount: int, act: Act) -> None:
    """They ask for a page to pay an invoice on: one more of its kind, for whatever it is for."""
    sale, part = store.sale_on(invoice.id or 0), store.instalment_on(invoice.id or 0)
    orders.owe_checkout(
        store, invoice, amount, act, sale_id=sale.id if sale else None, instalment_id=part.id if part else None,
        save_card=part is not None, what="instalment" if part else "plan" if sale else "invoice",
    )  # fmt: skip


def let_unpaid_go(store: Store, act: Act) -> None:
    """Who said yes and let every page to pay on close owes nothing, and may begin again."""
    for sale in store.sales_nobody_pays(act.at - orders.SPARE):
        sold.lapsed(store, sale, act)


def _owe_page(
    store: Store, sale: Sale, invoice_id: int, part: Instalment | None, what: str, act: Act, *, save_card: bool = True
) -> None:
    orders.owe_checkout(
        store, store.invoice(invoice_id), part.amount if part else sale.price, act, sale_id=sale.id,
        instalment_id=part.id if part else None, save_card=save_card, what=what,
    )  # fmt: skip

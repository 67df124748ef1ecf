"""Buy a plan: which one, how it is paid, and an explicit yes to just what was quoted; then the first dates."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from core import credits, regions, sales, tax, trust
from core.errors import Reason
from core.sales import Shown
from handlers import asking, notices, terms, ways_to_pay
from handlers.client.book_plan import FIRST
from handlers.client.common import ask_name, child, client_of, introduce
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.say import NOTHING, Choice, Document, Dropped, Later, Say
from handlers.state import digest, start
from storage import post
from storage.asking import id_of
from storage.models import Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.errors import Refusal
    from core.sales import Offer
    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Client, Outbox, Package, Plan, Sale, Service
    from storage.store import Store

WANTED = "wanted"  # what somebody was booking when they were told that it takes a plan
KEPT = frozenset({"client", "service", "practitioner", "when", "other_when", "count", "repeat", "slot"})
WHO = frozenset({"client", "name"})
AGAIN = re.compile(
    r"\b(?:renew\w*|re-?up|same (?:plan|one|package|again)|renouvel\w*|rach[eè]te\w*|m[eê]me (?:forfait|plan|chose))\b",
    re.IGNORECASE,
)


@script("buy_plan", timed=True)
def buy_plan(t: Turn) -> Say:
    """Which plan, for whom, paid how? A yes counts only for the text that was shown."""
    offered = _on_offer(t)
    if not offered:
        return Say(t.words.no_plans(t.rules.phone))
    _keep_wish(t)
    if _books_meanwhile(t):
        return NOTHING
    plan = _which(t, offered)
    t.task.answers.pop("browsing", None)
    client = client_of(t)
    ask_name(t)
    offer = _agreed(t, plan, client)
    if offer is None:
        return Say(t.words.never_mind())
    introduce(t, client)
    shown_at = datetime.fromisoformat(t.get("shown")["at"])
    full = (
        f"{_seen(t, plan, client, offer)}\n\n{terms.as_text(terms.sections(t.store, plan, t.words, t.now, law=False))}"
    )
    sale = sales.agree(t.store, id_of(t.person), [client], offer, Shown(full, t.words.lang, shown_at), t.act)
    return _begun(t, sale, offer)


def _on_offer(t: Turn) -> list[Plan]:
    """What is for sale: for who wants to book, what pays for that."""
    plans = list(t.store.plans())
    service = t.get("service")
    fits = [p for p in plans if service in {covered.service_id for covered in t.store.covered_by(id_of(p))}]
    return fits or plans


def _which(t: Turn, offered: Sequence[Plan]) -> Plan:
    if t.get("plan") is None and AGAIN.search(t.event.text) and (same := _last_one(t, offered)):
        t.settle("plan", same)
    by_id = {id_of(plan): plan for plan in offered}
    every = {id_of(plan): plan for plan in t.store.plans()}
    offer = [Choice(t.words.plan_choice(plan, _price(t, plan)), plan_id) for plan_id, plan in by_id.items()]
    if len(offer) == 1 and t.get("plan") is None:
        t.settle("plan", offer[0].value)
    return every[t.need("plan", t.words.which_plan(), offer=offer, valid=every.__contains__)]


def _last_one(t: Turn, offered: Sequence[Plan]) -> int | None:
    """ "renew my plan": the one that they bought last, while it is for sale."""
    theirs = [package for client in t.clients for package in t.store.packages(id_of(client))]
    newest = max(theirs, key=lambda package: (package.bought_at, id_of(package)), default=None)
    return newest.plan_id if newest and newest.plan_id in {plan.id for plan in offered} else None


def _price(t: Turn, plan: Plan) -> int:
    return tax.quoted(t.practice, plan.price, t.now.astimezone(t.words.zone).date())


def _agreed(t: Turn, plan: Plan, client: Client) -> Offer | None:
    """What they said yes to. Where there are several ways to pay, choosing one is the yes."""
    offers = sales.offers(t.store, plan, t.now)
    text = _quote(t, plan, client, offers)
    _note_shown(t, text)
    ask = Say(text, document=Document("terms", id_of(plan), int(t.words.lang == "fr")))
    marks = {ways_to_pay.mark(offer.way, digest((text, offer.facts()))): offer for offer in offers}
    if len(offers) > 1:
        choices = [Choice(t.words.way_in_short(offer), mark) for mark, offer in marks.items()]
        return marks[t.need("way", ask, offer=choices, kind="way", valid=marks.__contains__)]
    return offers[0] if t.agrees(ask, list(marks)) else None


def _quote(t: Turn, plan: Plan, client: Client, offers: Sequence[Offer]) -> str:
    today = t.now.astimezone(t.words.zone).date()
    taxed = tax.within(t.practice, offers[0].price, today).tax > 0
    decides = regions.of(t.practice.region).decides
    what = t.words.plan_quote(plan, offers[0], t.rules.policies, taxed=taxed, child=child(t, client), decides=decides)
    how = t.words.how_to_pay() if len(offers) > 1 else t.words.buy_this(t.words.way_to_pay(offers[0]))
    return f"{what}\n{how}"


def _seen(t: Turn, plan: Plan, client: Client, chosen: Offer) -> str:
    """What was before them when they said yes; of several ways to pay, all that there were and the one they took."""
    offers = sales.offers(t.store, plan, t.now)
    text = _quote(t, plan, client, offers)
    if len(offers) == 1:
        return text
    ways = [f"{n}. {t.words.way_in_short(offer)}" for n, offer in enumerate(offers, start=1)]
    return "\n".join([text, *ways, t.words.way_chosen(t.words.way_in_short(chosen))])


def _note_shown(t: Turn, text: str) -> None:
    """Since when this very text is before them."""
    if t.get("shown", {}).get("text") != digest(text):
        t.task.answers["shown"] = {"text": digest(text), "at": t.now.isoformat()}


def _begun(t: Turn, sale: Sale, offer: Offer) -> Say:
    """What follows the yes: the link, or the sessions at once; and the contract, where there is one."""
    paper = sales.contract_of(t.store, sale, t.act)
    document = Document("receipt", id_of(paper)) if paper else None
    if sale.package_id is None:
        return Say(t.words.plan_link_follows(offer.now), document=document)
    how = t.words.way_to_pay(offer)
    owner = t.store.owner()
    if owner is not None and offer.way is Way.PRACTICE:
        notices.owe(t.store, t.act, "plan_sold_there", owner.id, who=t.person.name or "?", sale=sale.id)
    start(t.state, "after_buying", {"package": sale.package_id})
    given = t.words.plan_given(_balance(t.store, t.words, t.store.package(sale.package_id)), how)
    return Say(given, document=document)


def _balance(store: Store, words: Words, package: Package) -> str:
    return words.balance(words.of(package.names), credits.balance(store, package), package.expires_on)


# To the first dates


def leads_here(t: Turn, refusal: Refusal) -> bool:
    """Is it a plan that is missing, and can they buy one?"""
    return refusal.reason in {Reason.NO_CREDIT, Reason.PACKAGE_ONLY} and bool(t.store.plans())


def led_from_booking(t: Turn, service: Service) -> Say:
    """Who wants to book and has nothing that pays for it is shown what does; what they wanted is kept."""
    t.state.remember(WANTED, {name: value for name, value in t.task.answers.items() if name in KEPT}, t.now)
    begun = next((task.answers for task in t.state.tasks if task.script == "buy_plan"), {})
    whom = {"client": t.get("client")} if t.get("client") else {}
    start(t.state, "buy_plan", {**begun, "service": service.id, **whom})
    return Say(t.words.takes_a_plan())


def _keep_wish(t: Turn) -> None:
    """A time that they name meanwhile is what they come back to."""
    wanted = t.state.recall(WANTED, t.now)
    if wanted is not None and "when" in t.task.answers:
        named = {name: value for name, value in t.task.answers.items() if name in KEPT}
        t.state.remember(WANTED, wanted | named, t.now)


def _books_meanwhile(t: Turn) -> bool:
    """A time that is named while a plan is on the table is a booking; the plan's question comes back after it."""
    if t.before is None or "when" not in t.task.answers or t.state.recall(WANTED, t.now) is not None:
        return False
    known = t.task.answers
    named = {name: value for name, value in known.items() if name in KEPT or name in WHO}
    start(t.state, "buy_plan", {name: value for name, value in known.items() if name not in KEPT or name in WHO})
    start(t.state, "book", named)
    return True


@script("after_buying", timed=True)
def after_buying(t: Turn) -> Say:
    """Back to what they were booking, or the offer to book the first ones. A time that they name is a yes to that."""
    wanted = t.state.recall(WANTED, t.now) or {}
    named = {name: t.get(name) for name in KEPT if t.get(name) is not None}
    if wanted or "when" in named:
        t.state.spoken_of.pop(WANTED, None)
        start(t.state, "book", wanted | named)
        return NOTHING
    package = t.store.package(t.get("package"))
    most = trust.limit(t.store, t.clients[0], id_of(package))
    count = min(FIRST, credits.balance(t.store, package).free // 100, FIRST if most is None else most)
    if count < 1 or package.frozen_because:
        return NOTHING
    if t.agrees(t.words.book_first(count), (package.id, count)):
        holders = t.store.holders(id_of(package))
        whom = {"client": holders[0]} if len(holders) == 1 else {}
        start(t.state, "book_plan" if count > 1 else "book", {"few": count, **whom})
        return NOTHING
    return Say(t.words.book_any_time())


@prepared("sale_paid")
def sale_paid(store: Store, row: Outbox, words: Words, now: datetime) -> Say:
    """The money is here and so are the sessions; a word on booking them, unless they are in the middle of something."""
    facts = post.content(row)
    package = store.package(store.sale(facts["sale"]).package_id or 0)
    paper = store.receipt_in(row.act, row.person_id)
    document = Document("receipt", id_of(paper)) if paper else None
    said = Say(words.plan_paid(facts["amount"], _balance(store, words, package)), document=document)
    then = asking.ask(store, row, now, "after_buying", {"package": package.id})
    return said if isinstance(then, Dropped | Later) else said + then


@prepared("plan_offered")
def plan_offered(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:  # noqa: ARG001
    """Somebody of the practice sells them a plan: the same quote, and the same yes, in their own conversation."""
    facts = post.content(row)
    known = {name: facts[name] for name in ("plan", "client") if facts.get(name)}
    return asking.ask(store, row, now, "buy_plan", known, urgent=True)


@prepared("plan_sold_there")
def plan_sold_there(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    facts = post.content(row)
    sale = store.sale(facts["sale"])
    plan = store.plan(sale.plan_id)
    how = words.way_to_pay(sales.as_agreed(store, sale))
    return Say(words.plan_sold_there(facts["who"], words.of(plan.names), how))

"""What staff change in a client's plan: credits with a why, a freeze, another last day, a refund of what is unused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core import adjustments, contracts, credits, ending, goodwill, refunding, sharing
from handlers import handover, notices
from handlers.dialogue import script
from handlers.notices import PREPARED, prepared
from handlers.practitioner.common import Unclear, local_day, or_says_why, the_client
from handlers.practitioner.money import client_numbers, package_of
from handlers.practitioner.money_forms import why_of
from handlers.practitioner.money_pin import needs_pin
from handlers.say import Choice, Dropped, Say
from storage import post
from storage.asking import id_of
from storage.models import SaleStatus
from storage.people import plain

if TYPE_CHECKING:
    from datetime import datetime

    from core.credits import Balance
    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Client, Outbox, Package, Sale
    from storage.store import Store

TAKING = re.compile(r"\b(?:take|took|remove|deduct|enleve\w*|retire\w*|moins|minus)\b")
OFFER = "plan_offered"


@script("staff_adjust", "adjust_credit", staff=True)
@or_says_why
def adjust(t: Turn) -> Say:
    """Add sessions or take free ones away, with a why that stays beside it."""
    if t.get("amount") is None:
        if t.get("count") is None or not t.get("clients"):
            raise Unclear(t.words.how_to_adjust())
        sign = -1 if TAKING.search(plain(t.event.text)) else 1
        t.settle("amount", sign * 100 * t.get("count"))
    if t.get("why") is None and why_of(t.event.text) and t.state.question is None:
        t.settle("why", why_of(t.event.text))
    client, today = the_client(t), local_day(t)
    package = package_of(t, client, lambda p, _: credits.covers(p, today))
    why, amount = t.need("why", t.words.why_adjust(), kind=handover.WORDS), t.get("amount")
    if amount < 0:
        credits.require_free(t.store, package.id, -amount)
    needs_pin(t)
    adjustments.adjust(t.store, package, amount, t.act, why)
    return Say(t.words.adjusted(amount, client_numbers(t, package)))


@script("staff_freeze", staff=True)
@or_says_why
def freeze(t: Turn) -> Say:
    """Nothing new is booked on a plan for a while, and it does not end meanwhile."""
    client, today = the_client(t), local_day(t)
    package = package_of(t, client, lambda p, held: not p.frozen_because and _matters(p, held, today))
    until = _until(t, today)
    if until is not None and until <= today:
        raise Unclear(t.words.that_day_is_past())
    standing = t.store.standing_on(id_of(package), t.now)
    needs_pin(t)
    adjustments.freeze(t.store, package, until, t.act)
    booked = [visit.appointment.starts_at for visit in standing[:3]]
    return Say(t.words.frozen(client_numbers(t, package), until, booked))


@script("staff_thaw", staff=True)
@or_says_why
def thaw(t: Turn) -> Say:
    """A frozen plan is theirs again. What the bank or a missing payment froze takes a yes."""
    client = the_client(t)
    package = package_of(t, client, lambda p, _: bool(p.frozen_because))
    because = package.frozen_because
    if because != adjustments.OWNER:
        ask = t.words.thaw_though(t.words.given(client.name) or "?", because)
        if not t.agrees(ask, (package.id, because)):
            return Say(t.words.left_frozen())
    needs_pin(t)
    adjustments.thaw(t.store, package, t.act)
    return Say(t.words.thawed(client_numbers(t, package)))


@script("staff_extend", staff=True)
@or_says_why
def extend(t: Turn) -> Say:
    """Another last day; what has lapsed comes back."""
    client, today = the_client(t), local_day(t)
    package = package_of(t, client, lambda p, held: p.expires_on is not None and _holds_something(held))
    ends = package.expires_on or today
    until = _until(t, max(ends, today))
    if until is None:
        raise Unclear(t.words.extend_until())
    if until < today:
        raise Unclear(t.words.that_day_is_past())
    needs_pin(t)
    adjustments.extend(t.store, package, until, t.act)
    return Say(t.words.extended(client_numbers(t, package)))


def _until(t: Turn, since: date) -> date | None:
    """The day that was said, or so many days after `since`."""
    if t.get("days") is not None:
        return since + timedelta(days=t.get("days"))
    return date.fromisoformat(t.get("until")) if t.get("until") else None


def _holds_something(held: Balance) -> bool:
    return bool(held.free or held.expired or held.booked)


def _matters(package: Package, held: Balance, today: date) -> bool:
    return credits.covers(package, today) and bool(held.free or held.booked)


@script("staff_refund", staff=True)
@or_says_why
def refund(t: Turn) -> Say:
    """The unused part goes back by the practice's formula; exactly those credits are void."""
    client = the_client(t)
    if t.get("amount") is not None:
        return _give_back(t, client)
    package = package_of(t, client, lambda p, held: held.free > 0 and bool(t.store.invoices_for(id_of(p))))
    sale = t.store.sale_of(id_of(package))
    if sale is not None and sale.status is SaleStatus.ACTIVE and contracts.is_wanted(t.practice):
        return _end_contract(t, client, package, sale)
    quote, name = refunding.quote(t.store, package), t.words.given(client.name) or "?"
    if not quote.amount and not quote.let_go:
        raise Unclear(t.words.nothing_to_refund(name, quote.paid, quote.kept))
    ask = t.words.refund_price_tag(name, quote, t.words.of(package.names))
    if not t.agrees(ask, quote.facts()):
        return Say(t.words.nothing_refunded() if quote.amount else t.words.left_as_it_is())
    needs_pin(t)
    done = adjustments.refund(t.store, package, quote, t.act)
    booked = [visit.appointment.starts_at for visit in done.flagged[:3]]
    return Say(t.words.refunded(client_numbers(t, package), quote, booked, t.rules.policies.undo_minutes))


def _give_back(t: Turn, client: Client) -> Say:
    """So much and no sessions: for kindness."""
    name, amount, person = t.words.given(client.name) or "?", t.get("amount"), client.person_id
    if amount <= 0:
        raise Unclear(t.words.above_zero())
    if amount > (most := goodwill.most(t.store, person)):
        raise Unclear(t.words.no_more_can_go_back(name, most))
    by_card = goodwill.by_card(t.store, person, amount)
    if not t.agrees(t.words.give_back(name, amount, by_card), (client.id, amount, by_card)):
        return Say(t.words.nothing_refunded())
    needs_pin(t)
    goodwill.give(t.store, person, amount, t.act)
    return Say(t.words.given_back(name, amount, t.rules.policies.undo_minutes))


def _end_contract(t: Turn, client: Client, package: Package, sale: Sale) -> Say:
    """Where the law says what ending a plan costs, it is that; what is booked is let go."""
    settled, name = ending.quote(t.store, sale), t.words.given(client.name) or "?"
    ask = t.words.contract_price_tag(name, t.words.of(package.names), settled)
    if not t.agrees(ask, (sale.id, settled.back, settled.owed)):
        return Say(t.words.nothing_refunded())
    needs_pin(t)
    ending.end(t.store, sale, t.act)
    return Say(t.words.contract_settled(settled, client_numbers(t, package)))


@script("staff_share", staff=True)
@or_says_why
def share(t: Turn) -> Say:
    """Another named person draws from a plan too: of the family, or of anybody where the practice says so."""
    client, other, today = the_client(t), _other(t), local_day(t)
    package = package_of(t, client, lambda p, _: credits.covers(p, today))
    if not sharing.may_share(t.store, package, other):
        raise Unclear(t.words.no_transfer(t.words.given(other.name) or "?"))
    needs_pin(t)
    sharing.share(t.store, package, other, t.act)
    return Say(t.words.shared(client_numbers(t, package)))


@script("staff_unshare", staff=True)
@or_says_why
def unshare(t: Turn) -> Say:
    """They draw from it no more; not while a session of theirs stands on it."""
    client, other = the_client(t), _other(t)
    package = package_of(t, client, lambda p, _: other.id in t.store.holders(id_of(p)))
    if not sharing.may_leave(t.store, package, other, t.act):
        raise Unclear(t.words.still_draws(t.words.given(other.name) or "?"))
    needs_pin(t)
    sharing.leave(t.store, package, other, t.act)
    return Say(t.words.shared(client_numbers(t, package)))


def _other(t: Turn) -> Client:
    """With whom: one of that name, or the one picked. Raises Unclear when nobody is called so."""
    ids: list[int] = t.get("with", [])
    if not ids:
        raise Unclear(t.words.no_such_client(str(t.get("with_said", ""))))
    if len(ids) > 1:
        offer = [Choice(t.store.client(i).name, i) for i in ids]
        ids = [t.need("other", t.words.which_client(), offer=offer, kind="person", valid=ids.__contains__)]
    return t.store.client(ids[0])


@script("staff_sell", "sell_plan", staff=True)
@or_says_why
def sell(t: Turn) -> Say:
    """The client gets the same offer as if they had asked; the link follows their yes."""
    if OFFER not in PREPARED:
        return Say(t.words.not_by_text_yet())
    client = the_client(t)
    plans = {p.id: p for p in t.store.plans()}
    offer = [Choice(t.words.of(p.names), p.id) for p in plans.values()]
    plan = plans[t.need("plan", t.words.which_plan_to_sell(), offer=offer, kind="plan", valid=plans.__contains__)]
    name = t.words.given(client.name) or "?"
    if t.store.best_contact(client.person_id) is None:
        return Say(t.words.not_reachable([name]).strip())
    notices.owe(t.store, t.act, OFFER, client.person_id, subject=plan.id, plan=plan.id, client=client.id)
    return Say(t.words.plan_sent(name, t.words.of(plan.names)))


@prepared(adjustments.CHANGED)
def changed(store: Store, row: Outbox, words: Words, _: datetime) -> Say | Dropped:
    """The client's line after the practice changed their plan: the new numbers."""
    facts = post.content(row)
    package = store.package(facts["package"])
    numbers = words.balance(words.of(package.names), credits.balance(store, package), package.expires_on)
    return Say(words.your_plan_changed(store.practice().name, facts["did"], numbers, package.frozen_until))

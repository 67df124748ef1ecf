"""The terms of a plan in full: what its page shows, and what is kept of a yes beside the text that was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import contracts, pace, regions, sales, tax
from core.rules import rules_of, zone_of
from handlers.words.contracts import ContractWords
from storage.models import Way

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.words import Words
    from storage.models import Plan
    from storage.store import Store

Section = tuple[str, str]  # a heading and its paragraph


def sections(store: Store, plan: Plan, words: Words, now: datetime, *, law: bool = True) -> list[Section]:
    """Everything that is agreed on with a plan, as it is sold now. A contract has the `law` of ending it by itself."""
    practice = store.practice()
    rules, selling = rules_of(practice), sales.selling_of(practice, plan)
    covered = [(store.service(each.service_id), each.cost) for each in store.covered_by(plan.id or 0)]
    services = [f"{words.service(s)}, {s.minutes} min: {words.sessions(cost)}" for s, cost in covered]
    own = words.of(selling.terms) if selling.terms else ""
    found = [
        ("what", "\n".join([words.plan_line(plan, _price(store, plan, now)), words.of(plan.outcomes), *services])),
        ("pay", _payment(store, plan, words, now)),
        ("good", words.good_until(plan)),
        ("pace", words.usual_pace(known) if (known := pace.read(plan.pace)) else ""),
        ("change", words.policy(rules.policies, graces_left=False, decides=regions.of(practice.region).decides)),
        ("end", _ending(store, words) if law else ""),
        ("own", own),
        ("version", sales.version(practice, plan)),
    ]
    return [(words.terms_heading(name), text) for name, text in found if text]


def _price(store: Store, plan: Plan, now: datetime) -> int:
    practice = store.practice()
    return tax.quoted(practice, plan.price, now.astimezone(zone_of(practice)).date())


def _payment(store: Store, plan: Plan, words: Words, now: datetime) -> str:
    """Each way to pay; who lets a card be kept is told for what."""
    offered = [sales.offer(store, plan, way, now) for way in sales.ways(store.practice(), plan)]
    keeps = [words.card_is_kept()] if any(one.way is Way.INSTALMENTS for one in offered) else []
    return "\n".join([*(f"{words.way_to_pay(one)}." for one in offered), *keeps])


def _ending(store: Store, words: Words) -> str:
    """In Quebec the law says how a plan is ended."""
    if not contracts.is_wanted(store.practice()):
        return ""
    return "\n".join(ContractWords(words.lang, words.zone, words.currency).rights())


def as_text(found: list[Section]) -> str:
    return "\n\n".join(f"{heading}\n{text}" for heading, text in found)

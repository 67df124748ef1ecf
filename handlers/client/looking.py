"""Looking things up: one's sessions, what is left, why, prices, plans, hours, place and policy."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from core import credits, policy, regions, tax
from core.tax import WHOLE
from handlers import notices
from handlers.client import proposed
from handlers.client.common import mine
from handlers.client.owing import how_to_pay
from handlers.client.talk import ABOUT_US, WHO_IS_THIS
from handlers.dialogue import script
from handlers.say import NOTHING, Say
from handlers.state import start
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from handlers.dialogue import Turn
    from storage.models import Client, Service

LASTS = re.compile(r"\b(?:expir\w*|valid\w*|good for|good until|bonn?e?s? (?:jusqu|combien))", re.IGNORECASE)
PERSONAL = re.compile(
    r"\b(?:refund\w*|money back|rembours\w*|transfer\w*|freez\w*|on hold|suspen\w*|paus\w*|g[eè]le\w*|use my"
    r"|(?:share|give|lend) (?:my|our)|prendre mes|utiliser mes|partager?|(?:donner?|pr[eê]ter?) (?:mon|notre|mes|nos)"
    r"|extend\w*|lengthen\w*|prolong\w*|rallong\w*|transf[eé]r\w*)\b",
    re.IGNORECASE,
)
A_RULE = re.compile(r"\b(?:cancel\w*|annul\w*|late|retard|mov(?:e|ing)|d[ée]plac\w*|miss\w*|manqu\w*)\b", re.IGNORECASE)
WHY = re.compile(r"\b(?:why|how come|pourquoi|comment [cç]a se fait)\b", re.IGNORECASE)
SHOWN = 6
MOVES = 6
TWO_SEGMENTS = 306  # characters
COMING_BACK = 60  # of them, for an open question behind a long answer


@script("my_bookings", telling=True)
def my_bookings(t: Turn) -> Say:
    """What this person has booked."""
    visits = mine(t)
    if not visits:
        return Say(t.words.no_bookings())
    lines = [t.words.visit(v, family=len(t.clients) > 1) for v in visits[:SHOWN]]
    more = [t.words.and_more(len(visits) - SHOWN)] if len(visits) > SHOWN else []
    return Say(t.words.my_bookings([*lines, *more]))


@script("balance", telling=True)
def balance(t: Turn) -> Say:
    """The three numbers of every plan, and until when they are good; to who wonders why, the moves behind them too."""
    if WHY.search(t.event.text):
        return why(t)
    return Say("\n".join(_balances(t, _asked_about(t))) or t.words.no_plan())


def _asked_about(t: Turn) -> list[Client]:
    """The one of a family that was named, else all."""
    return [c for c in t.clients if c.id == t.get("client")] or t.clients


def _balances(t: Turn, clients: Sequence[Client]) -> list[str]:
    """A line for every plan; it says whose it is where one phone speaks for several and it is not everybody's."""
    today = t.now.astimezone(t.words.zone).date()
    whose: dict[int, list[Client]] = {}
    lines: dict[int, str] = {}
    for client in clients:
        for package, held in credits.balances(t.store, client, today):
            whose.setdefault(id_of(package), []).append(client)
            since = None if credits.has_begun(package.starts_on, today) else package.starts_on
            lines[id_of(package)] = t.words.balance(t.words.of(package.names), held, package.expires_on, since)
    return [_of_those(t, whose[package_id], line) for package_id, line in lines.items()] or last_one(t, clients)


def last_one(t: Turn, clients: Sequence[Client]) -> list[str]:
    """Who has nothing left hears what became of the last plan that they had."""
    theirs = [package for client in clients for package in t.store.packages(id_of(client))]
    last = max(theirs, key=lambda package: (package.bought_at, id_of(package)), default=None)
    if last is None:
        return []
    return [t.words.balance(t.words.of(last.names), credits.balance(t.store, last), last.expires_on)]


def _of_those(t: Turn, clients: Sequence[Client], line: str) -> str:
    if len(clients) == len(t.clients):
        return line
    return t.words.of_child(t.words.all_of([t.words.given(c.name) for c in clients]), line)


@script("why", "usage_history", telling=True)
def why(t: Turn) -> Say:
    """The numbers, and the dated moves behind them, newest last, each with its line number."""
    clients = _asked_about(t)
    balances = _balances(t, clients)
    if not balances:
        return Say(t.words.no_plan())
    today = t.now.astimezone(t.words.zone).date()
    moves = {m.move.id or 0: m for client in clients for m in credits.history(t.store, client, today)}
    shown = [moves[n] for n in sorted(moves)][-MOVES:]
    lines = [t.words.move_line(m.move, t.words.when(m.starts_at) if m.starts_at else "") for m in shown]
    room = TWO_SEGMENTS - (COMING_BACK if t.before else 0)
    return Say(newest(t, "\n".join(balances), lines, len(moves), room))


def newest(t: Turn, head: str, lines: Sequence[str], moves: int, room: int = TWO_SEGMENTS) -> str:
    """The numbers with as many of the newest moves as there is room for, and how many there were before."""
    said = head
    for first in range(len(lines)):
        said = t.words.history(head, lines[first:], moves - len(lines) + first)
        if len(said) <= room:
            break
    return said


@script("policy", telling=True)
def show_policy(t: Turn) -> Say:
    """The house rules on cancelling and moving; of a plan, until when it is good, and who decides on the rest."""
    if about_a_plan(t.event.text):
        return _of_a_plan(t)
    policies = t.rules.policies
    used = sum(t.store.forgiven_since(id_of(c), t.now - policy.GRACE_PERIOD) for c in t.clients)
    has_grace = bool(t.clients) and used < policies.grace_per_year
    decides = regions.of(t.practice.region).decides
    return Say(t.words.policy(policies, graces_left=has_grace, decides=decides))


def about_a_plan(text: str) -> bool:
    """Do they ask what can be done with a plan, and not what cancelling a session costs?"""
    return bool((LASTS.search(text) or PERSONAL.search(text)) and not A_RULE.search(text))


def _of_a_plan(t: Turn) -> Say:
    """Its last day is in its numbers; money back and use by others are the practice's to decide."""
    if LASTS.search(t.event.text):
        buying = len(t.state.tasks) > 1 and t.state.tasks[-2].script == "buy_plan"
        return NOTHING if buying else balance(t)  # what is quoted says until when
    owner = t.store.owner()
    if owner is None:
        return Say(_place(t))
    notices.owe(t.store, t.act, "client_asks", owner.id, who=t.person.name or t.contact.address, text=t.event.text)
    return Say(t.words.decided_by(t.words.given(owner.name)))


@script("info", "ask_info", telling=True)
def info(t: Turn) -> Say:
    """Prices, plans, hours, place, parking: what was asked about; what is not known is passed on to a person."""
    if WHO_IS_THIS.search(t.event.text):
        return Say(t.words.this_is(t.practice.name))
    topic = t.get("topic", "")
    if topic == "plans" and len(t.state.tasks) == 1 and t.store.plans():
        start(t.state, "buy_plan", {"browsing": True})
        return NOTHING
    answers: dict[str, Callable[[], Say]] = {
        "paying": lambda: how_to_pay(t),
        "price": lambda: proposed.price(t) or Say(t.words.prices(_priced(t)) + _taxes(t)),
        "tax": lambda: _with_tax(t) or answers["price"](),
        "length": lambda: proposed.length(t),
        "who": lambda: proposed.with_whom(t) or my_bookings(t),
        "when": lambda: NOTHING if proposed.on_the_table(t) else my_bookings(t),
        "plans": lambda: Say(_plans(t)),
        "hours": lambda: Say(_hours(t)),
        "place": lambda: Say(_place(t)),
        "why": lambda: why(t),
        "parking": lambda: Say(t.words.of(t.rules.parking) or _place(t)),
    }
    if topic in answers:
        return answers[topic]()
    if ABOUT_US.search(t.event.text):
        start(t.state, "human", {"text": t.event.text})
        return NOTHING
    owner = t.store.owner()
    if owner is None:
        return Say(_place(t))
    notices.owe(t.store, t.act, "client_asks", owner.id, who=t.person.name or t.contact.address, text=t.event.text)
    return Say(t.words.asked_the_practice(t.words.given(owner.name)))


def _priced(t: Turn) -> Sequence[Service]:
    """The service that was named, or all."""
    services = t.store.services()
    return [s for s in services if s.id == t.get("service")] or services


def _plans(t: Turn) -> str:
    owner = t.store.owner()
    buy = t.words.how_to_buy(t.words.given(owner.name)) if owner else ""
    return "\n".join(part for part in (t.words.plans(t.store.plans()) + _taxes(t), buy) if part)


def _taxes(t: Turn) -> str:
    """Prices of the practice file that have no taxes in them are said to."""
    today = t.now.astimezone(t.words.zone).date()
    return f"\n{t.words.plus_taxes()}" if tax.quoted(t.practice, WHOLE, today) > WHOLE else ""


def _with_tax(t: Turn) -> Say | None:
    """Of the plan that is being bought: what is quoted has its taxes in it, or there are none."""
    below = t.state.tasks[-2].answers if len(t.state.tasks) > 1 and t.state.tasks[-2].script == "buy_plan" else {}
    if "plan" not in below:
        return None
    today = t.now.astimezone(t.words.zone).date()
    asked = tax.quoted(t.practice, t.store.plan(below["plan"]).price, today)
    return Say(t.words.with_tax(asked, tax.within(t.practice, asked, today).tax))


def _hours(t: Turn) -> str:
    """Days with the same hours are one line: lun-ven 8 h-19 h."""
    days: dict[int, set[tuple[int, int]]] = {}
    for hours in t.store.working_hours():
        days.setdefault(hours.weekday, set()).add((hours.opens, hours.closes))
    rows = [(day, _merged(sorted(days[day]))) for day in sorted(days)]
    lines = []
    for windows, group in groupby(rows, key=lambda row: row[1]):
        same = [day for day, _ in group]
        lines.append(t.words.hours_line(same[0], same[-1], windows))
    return t.words.hours(lines)


def _merged(windows: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for opens, closes in windows:
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple(merged)


def _place(t: Turn) -> str:
    return t.words.place(t.practice.name, t.rules.address, t.words.of(t.rules.directions), t.rules.phone)

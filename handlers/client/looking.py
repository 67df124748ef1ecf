"""Looking things up: one's sessions, what is left, why, prices, plans, hours, place and policy."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from core import bookings, credits, policy
from handlers import notices
from handlers.client.common import child, mine
from handlers.dialogue import script
from handlers.say import Say
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.dialogue import Turn
    from storage.models import Client

SHOWN = 6
MOVES = 6


@script("my_bookings")
def my_bookings(t: Turn) -> Say:
    """What this person has booked."""
    visits = mine(t)
    if not visits:
        return Say(t.words.no_bookings())
    lines = [t.words.visit(v, family=len(t.clients) > 1) for v in visits[:SHOWN]]
    more = [t.words.and_more(len(visits) - SHOWN)] if len(visits) > SHOWN else []
    return Say(t.words.my_bookings([*lines, *more]))


@script("balance")
def balance(t: Turn) -> Say:
    """The three numbers of every plan, and until when they are good."""
    said = [line for client in _asked_about(t) for line in _balances(t, client)]
    return Say("\n".join(said) or t.words.no_plan())


def _asked_about(t: Turn) -> list[Client]:
    """The one of a family that was named, else all."""
    return [c for c in t.clients if c.id == t.get("client")] or t.clients


def _balances(t: Turn, client: Client) -> Iterator[str]:
    name = child(t, client)
    for package, held in credits.balances(t.store, client, t.now.astimezone(t.words.zone).date()):
        text = t.words.balance(t.words.of(package.names), held, package.expires_on)
        yield t.words.of_child(name, text) if name else text


@script("why", "usage_history")
def why(t: Turn) -> Say:
    """The dated moves behind the numbers, newest last, each with its line number."""
    said = []
    for client in _asked_about(t):
        moves = credits.history(t.store, client)
        balances = list(_balances(t, client))
        lines = [t.words.move_line(m.move, t.words.when(m.starts_at) if m.starts_at else "") for m in moves[-MOVES:]]
        if balances:
            said.append(t.words.history("\n".join(balances), lines, max(len(moves) - MOVES, 0)))
    return Say("\n".join(said) or t.words.no_plan())


@script("policy")
def show_policy(t: Turn) -> Say:
    """The house rules on cancelling and moving."""
    policies = t.rules.policies
    used = sum(t.store.forgiven_since(id_of(c), t.now - policy.GRACE_PERIOD) for c in t.clients)
    return Say(t.words.policy(policies, graces_left=bool(t.clients) and used < policies.grace_per_year))


@script("info", "ask_info")
def info(t: Turn) -> Say:
    """Prices, plans, hours, place: what was asked about; what is not known is passed on to a person."""
    topic = t.get("topic", "")
    answers = {
        "price": lambda: t.words.prices(t.store.services()),
        "plans": lambda: _plans(t),
        "hours": lambda: _hours(t),
        "place": lambda: _place(t),
    }
    if topic in answers:
        return Say(answers[topic]())
    owner = t.store.owner()
    if owner is None:
        return Say(_place(t))
    notices.owe(t.store, t.act, "client_asks", owner.id, who=t.person.name or t.contact.address, text=t.event.text)
    return Say(t.words.asked_the_practice(t.words.given(owner.name)))


def _plans(t: Turn) -> str:
    owner = t.store.owner()
    buy = t.words.how_to_buy(t.words.given(owner.name)) if owner else ""
    return "\n".join(part for part in (t.words.plans(t.store.plans()), buy) if part)


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


@script("confirm")
def confirm(t: Turn) -> Say:
    """They say that they come: the next session is confirmed."""
    visits = [v for v in mine(t) if v.appointment.starts_at - t.now < timedelta(days=3)]
    if not visits:
        return my_bookings(t) if mine(t) else Say(t.words.nothing_asked())
    bookings.confirm(t.store, visits[0].booking, t.act)
    return Say(t.words.confirmed(t.words.visit(visits[0], family=len(t.clients) > 1)))

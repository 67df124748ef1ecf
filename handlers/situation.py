"""Between what was understood and what the practice has: the context of a message, and its answers as ids."""

from __future__ import annotations

import re
from datetime import time
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from core import bookings
from handlers.understanding.kin import kin
from handlers.understanding.meaning import Context, Held, Name, Opening
from handlers.understanding.topics import scope, topic
from handlers.wishes import pack
from storage.asking import id_of

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from handlers.state import Question
    from handlers.understanding.meaning import Meaning
    from storage.store import Store

SEVERAL = 2
THE_KIDS = re.compile(
    r"\b((both|the|my)( two)? (kids|children|boys|girls)|(les|mes)( deux| 2)? (enfants|petits|gars|filles))\b",
    re.IGNORECASE,
)


class Catalogue:
    """The names that messages may use, and the ids they stand for. Made once per version of the practice."""

    def __init__(self, store: Store) -> None:
        practitioners, services, plans = store.practitioners(), store.services(), store.plans()
        self.practitioner_ids = {p.key: p.id for p in practitioners}
        self.service_ids = {s.key: s.id for s in services}
        self.plan_ids = {p.key: p.id for p in plans}
        self.practitioners = tuple(Name(p.key, (p.name, *p.name.split())) for p in practitioners)
        self.services = tuple(Name(s.key, tuple(s.names.values()), minutes=s.minutes) for s in services)
        self.plans = tuple(
            Name(p.key, tuple(p.names.values()), size=p.credits // 100, monthly=p.monthly) for p in plans
        )
        self.practitioner_names = {id_of(p): p.name for p in practitioners}
        self.openings = _openings(store)
        self.default_minutes = next((s.minutes for s in services if s.usual), 60)


_catalogues: WeakKeyDictionary[Any, dict[tuple[int, int], Catalogue]] = WeakKeyDictionary()


def catalogue(turn: Turn) -> Catalogue:
    """The practice's names; a new version of the practice makes a new one."""
    known = _catalogues.setdefault(turn.store.session.get_bind(), {})
    key = (turn.store.practice_id, turn.practice.version)
    if key not in known:
        known[key] = Catalogue(turn.store)
    return known[key]


def _openings(store: Store) -> tuple[Opening, ...]:
    """When the practice is open: everybody's hours together."""
    hours = sorted({(h.weekday, h.opens, h.closes) for h in store.working_hours()})
    return tuple(Opening(day, _time(opens), _time(closes)) for day, opens, closes in hours)


@cache
def _time(minutes: int) -> time:
    return time(23, 59, 59) if minutes == 1440 else time(*divmod(minutes, 60))


def context(turn: Turn) -> Context:
    """What must be known to read a message of this person now."""
    known = catalogue(turn)
    question = turn.state.question or turn.state.listing
    staff = turn.person.practitioner_id is not None
    people = turn.store.clients_named("") if staff else turn.clients
    visits = [] if staff else bookings.upcoming(turn.store, [id_of(c) for c in turn.clients], turn.now)
    return Context(
        zone=turn.words.zone,
        lang=turn.person.language,
        staff=staff,
        openings=known.openings,
        practitioners=known.practitioners,
        services=known.services,
        plans=known.plans,
        people=tuple(Name(str(c.id), (c.name, *c.name.split())) for c in people if c.name),
        bookings=tuple(
            Held(v.appointment.starts_at, v.practitioner.name, turn.words.service(v.service), v.client.name)
            for v in visits
        ),
        asked=question.kind if question and turn.state.question else None,
        offered=tuple(label for label, _ in _offered(question, known)),
        offered_at=tuple(at for _, at in _offered(question, known)),
        default_minutes=known.default_minutes,
    )


def _offered(question: Question | None, known: Catalogue) -> list[tuple[str, Any]]:
    """What is on the table as the writer sees it: a yes/no question has one thing to say yes to, with somebody."""
    if question is None:
        return []
    if question.asks_yes or (question.about is not None and not question.choices):
        return [(known.practitioner_names.get(question.holds.get("practitioner", 0), ""), question.about)]
    return [(choice.label, choice.at) for choice in question.choices]


def _id(key: str | None) -> int | None:
    """The id that a name of the context stands for."""
    return int(key) if key and key.isdecimal() else None


def _family(turn: Turn, meaning: Meaning) -> list[int]:
    """Those whom a message names, when they are several; "both kids": the children of whoever writes."""
    named = [each for each in map(_id, meaning.people) if each]
    if len(named) < SEVERAL and not meaning.person and THE_KIDS.search(turn.event.text):
        named = [id_of(client) for client in turn.clients if client.name != turn.person.name]
    return named if len(named) >= SEVERAL else []


def answers_of(turn: Turn, meaning: Meaning) -> dict[str, Any]:
    """What a message answers, by name, as JSON values and ids."""
    known = catalogue(turn)
    found: dict[str, Any] = {
        "when": pack(meaning.windows) if meaning.windows else None,
        "other_when": pack(meaning.other_windows) if meaning.other_windows else None,
        "which": pack(meaning.which) if meaning.which else None,
        "client": _id(meaning.person) if len(meaning.people) < SEVERAL else None,
        "clients": _family(turn, meaning) or None,
        "kin": None if meaning.person else kin(turn.event.text),
        "practitioner": known.practitioner_ids.get(meaning.practitioner or ""),
        "not_practitioner": known.practitioner_ids.get(meaning.not_practitioner or ""),
        "service": known.service_ids.get(meaning.service or ""),
        "plan": known.plan_ids.get(meaning.plan or ""),
        "count": meaning.count,
        "minutes": meaning.minutes,
        "topic": topic(turn.event.text) if meaning.intent == "ask_info" else None,
        "scope": scope(turn.event.text) if meaning.intent == "cancel" else None,
        "picks": list(meaning.picks or (() if meaning.pick is None else (meaning.pick,))) or None,
        "repeat": [meaning.repeat.every_days, meaning.repeat.per_week, meaning.repeat.times]
        if meaning.repeat
        else None,
    }
    return {name: value for name, value in found.items() if value is not None}

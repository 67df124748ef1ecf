"""What we say without having been asked: a notice is owed as a kind and its facts, and gets its words when it is sent.

At that moment everything is read again: does what it says still hold, may this person be written to, where, in which
language, and is it an hour for it. What no longer fits is dropped, and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from core import bookings
from core.rules import rules_of, zone_of
from handlers.say import Say
from handlers.words import Words
from storage import post
from storage.asking import id_of
from storage.models import LIVE, Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.acts import Act
    from core.rules import Rules
    from handlers.dialogue import Turn
    from storage.models import Contact, Outbox, Person
    from storage.store import Store

REPLY = "reply"
LAST_WORD = "opted_out"  # the one confirmation that somebody who opted out still gets


@dataclass(frozen=True, slots=True)
class Dropped:
    """Not to be sent any more, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: at `due_at`."""

    due_at: datetime


# What each kind says. The facts are the owing row's; the words are in the reader's language.
KINDS: Mapping[str, Callable[[Words, dict[str, Any]], str]] = {
    "handed_thread": lambda w, f: w.handed_thread(f["who"], f["text"]),
    "handed_message": lambda w, f: w.handed_message(f["who"], f["text"]),
    "relay": lambda _, f: str(f["text"]),
    "given_back": lambda w, _: w.back_again(),
    "client_late": lambda w, f: w.client_late(f["who"], datetime.fromisoformat(f["at"]), f["minutes"]),
    "client_opted_out": lambda w, f: w.client_opted_out(
        f["who"], [w.when(datetime.fromisoformat(at)) for at in f["sessions"]]
    ),
    "client_wants_plan": lambda w, f: w.client_wants_plan(f["who"], f["plan"]),
    "client_asks": lambda w, f: w.client_asks(f["who"], f["text"]),
    "turn_failed": lambda w, f: w.something_failed(f["event"]),
    "apology": lambda w, _: w.apology(),
}
UNASKED: frozenset[str] = frozenset()  # kinds that wait for the end of a client's quiet hours


def owe(store: Store, act: Act, kind: str, person_id: int | None, *, subject: Any = "", **facts: Any) -> None:
    """Owe a person a notice, now. Its key comes from the act: the same act owes it once per `subject`."""
    assert person_id is not None  # noqa: S101  only stored persons are written to
    key = ":".join(str(part) for part in (act.id, kind, person_id, subject) if part != "")
    post.owe(store, key=key, kind=kind, person_id=person_id, body=facts, act=act.id, due_at=act.at)


def tell_of_opt_out(t: Turn) -> None:
    """The practice hears of somebody who cannot be reached any more while sessions stand."""
    ahead = bookings.upcoming(t.store, [id_of(c) for c in t.clients], t.now)
    owner = t.store.owner()
    if not ahead or owner is None or t.store.best_contact(id_of(t.person)):
        return
    sessions = [v.appointment.starts_at.isoformat() for v in ahead[:3]]
    owe(t.store, t.act, "client_opted_out", owner.id, who=t.person.name or t.contact.address, sessions=sessions)


# At send time


def prepare(store: Store, row: Outbox, now: datetime) -> Say | Dropped | Later:
    """Look again at what is owed: its words if it still holds, else why not, or when."""
    if not _holds(store, row.guard):
        return Dropped("changed")
    person = store.person(row.person_id)
    practice = store.practice()
    wake = _after_quiet_hours(rules_of(practice), now.astimezone(zone_of(practice)))
    if row.kind in UNASKED and person.practitioner_id is None and wake is not None:
        return Later(wake)
    return _words(store, row, person)


def _holds(store: Store, guard: dict[str, Any]) -> bool:
    """Is this booking, at this start, still live?"""
    if "booking" not in guard:
        return True
    visit = store.visit(guard["booking"])
    if visit is None or visit.booking.status not in LIVE:
        return False
    return "starts_at" not in guard or visit.appointment.starts_at == datetime.fromisoformat(guard["starts_at"])


def address(store: Store, row: Outbox, _now: datetime) -> Contact | None:
    """The address that the row names if it can be written to, else the person's best; a last word has only its own."""
    named = next((c for c in store.contacts(row.person_id) if c.id == row.contact_id), None)
    if named is not None and named.alive and (row.kind == LAST_WORD or store.may_message(named)):
        return named
    if row.kind == LAST_WORD or (named is not None and named.channel == Channel.TERMINAL):
        return None
    return store.best_contact(row.person_id)


def _words(store: Store, row: Outbox, person: Person) -> Say:
    body = post.content(row)
    if row.kind in KINDS:
        practice = store.practice()
        return Say(KINDS[row.kind](Words(person.language, zone_of(practice), practice.currency), body))
    return Say.from_dict(body)


def _after_quiet_hours(rules: Rules, local: datetime) -> datetime | None:
    """When the quiet hours end, if it is quiet now."""
    if not rules.is_quiet(local.time()):
        return None
    wake = _at(local, rules.quiet_to)
    return wake if wake > local else _at(local + timedelta(days=1), rules.quiet_to)


def _at(local: datetime, clock: time) -> datetime:
    return datetime.combine(local.date(), clock, local.tzinfo)

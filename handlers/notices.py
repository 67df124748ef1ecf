"""What we say without having been asked: a notice is owed as a kind and its facts, and gets its words when it is sent.

At that moment everything is read again: does what it says still hold, may this person be written to, where, in which
language, and is it an hour for it. What no longer fits is dropped, and says why.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from core import alerts, bookings, cadence, waitlist
from core.reminders import MISSED, REMINDER, home_of
from core.rules import rules_of, zone_of
from core.unasked import CAPPED, UNASKED
from handlers import reminding
from handlers.say import Dropped, Later, Say
from handlers.words import Words
from storage import owed, post
from storage.asking import id_of
from storage.models import LIVE, UNANSWERED, Channel, Purpose, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.acts import Act
    from core.rules import Rules
    from handlers.dialogue import Turn
    from storage.models import Contact, Outbox, Person
    from storage.store import Store

REPLY = "reply"
LAST_WORD = "opted_out"  # the one confirmation that somebody who opted out still gets


# What each kind says. The facts are the owing row's; the words are in the reader's language.
KINDS: Mapping[str, Callable[[Words, dict[str, Any]], str]] = {
    "relay": lambda _, f: str(f["text"]),
    "given_back": lambda w, _: w.back_again(),
    "client_late": lambda w, f: w.client_late(f["who"], datetime.fromisoformat(f["at"]), f["minutes"]),
    "client_changed": lambda w, f: w.client_changed(f["who"], f["changes"]),
    "hours_changed": lambda w, f: w.hours_changed(f["by"], f["what"]),
    "all_answered": lambda w, f: w.everybody_answered(f["count"]),
    "thread_went_back": lambda w, f: w.thread_went_back(f["who"]),
    "client_wants_plan": lambda w, f: w.client_wants_plan(f["who"], f["plan"]),
    "client_asks": lambda w, f: w.client_asks(f["who"], f["text"]),
    "apology": lambda w, _: w.apology(),
    alerts.ALERT: lambda w, f: w.alert(f),
    alerts.OVER: lambda w, f: w.alert_over(f),
}
Prepared: TypeAlias = "Callable[[Store, Outbox, Words, datetime], Say | Dropped | Later]"
PREPARED: dict[str, Prepared] = {}  # kinds whose words need more than the facts that are owed
# Law 6. Of what is in none of these, everything answers an act of the reader's own, or is for the practice's people.
# Changes by the practice: they wait too, unless the session is near.
CHANGES = frozenset({"told_booked", "told_moved", "told_cancelled", "told_righted", "told_late"})
NEAR = timedelta(hours=24)
# What is said to a client for kindness: the practice need not call when it cannot be said.
OF_PLACES = {waitlist.OFFER, waitlist.OVER, waitlist.GONE}
NEED_NOT_BE_HEARD = frozenset({REPLY, LAST_WORD, MISSED, cadence.CADENCE, "apology", "given_back", *OF_PLACES})
PURPOSES: Mapping[str, Purpose] = {}  # what consent a kind needs, where that is not about appointments


def prepared(kind: str) -> Callable[[Prepared], Prepared]:
    """Register what makes the words of a kind, when it is sent."""

    def register(function: Prepared) -> Prepared:
        PREPARED[kind] = function
        return function

    return register


def owe(store: Store, act: Act, kind: str, person_id: int | None, *, subject: Any = "", **facts: Any) -> None:
    """Owe a person a notice, now. Its key comes from the act: the same act owes it once per `subject`."""
    assert person_id is not None  # noqa: S101  only stored persons are written to
    key = ":".join(str(part) for part in (act.id, kind, person_id, subject) if part != "")
    post.owe(store, key=key, kind=kind, person_id=person_id, body=facts, act=act.id, due_at=act.at)


def tell_of_opt_out(t: Turn) -> None:
    """The practice hears of somebody who cannot be reached any more while sessions stand."""
    tell_of_silence(t.store, id_of(t.person), alerts.OPTED_OUT, t.now)


def tell_of_silence(store: Store, person_id: int, what: str, now: datetime) -> None:
    """The owner hears that nothing reaches this client any more (why: `what`), if sessions of theirs stand."""
    person = store.person(person_id)
    if person.practitioner_id is not None or store.best_contact(person_id):
        return
    ahead = bookings.upcoming(store, [id_of(c) for c in store.clients_of(person_id)], now)
    if ahead:
        sessions = [v.appointment.starts_at.isoformat() for v in ahead[:3]]
        alerts.tell(store, what, now, item={"who": _called(store, person), "sessions": sessions}, of=person_id)


def _called(store: Store, person: Person) -> str:
    return person.name or next((contact.address for contact in store.contacts(id_of(person))), "?")


# At send time


def prepare(store: Store, row: Outbox, now: datetime) -> Say | Dropped | Later:
    """Look again at what is owed: its words if it still holds, else why not, or when."""
    person = store.person(row.person_id)
    if (why := why_not(store, row, person, now)) is not None:
        return Dropped(why)
    if (wait := _not_now(store, row, person, now)) is not None:
        return wait
    if row.kind in reminding.KINDS:
        contact = address(store, row, now)
        return reminding.words(store, row, person, contact, now) if contact else Dropped("no address")
    if row.kind in PREPARED:
        practice = store.practice()
        return PREPARED[row.kind](store, row, Words(person.language, zone_of(practice), practice.currency), now)
    return _words(store, row, person)


def why_not(store: Store, row: Outbox, person: Person, now: datetime) -> str | None:
    """Why this is not right to be said any more, or not wanted."""
    if not _holds(store, row.guard):
        return "changed"
    if row.kind in person.unwanted:
        return "unwanted"
    return reminding.is_stale(store, row, now) if row.kind in reminding.KINDS else None


def _holds(store: Store, guard: dict[str, Any]) -> bool:
    """Is this booking, at this start, still live; or had it still this outcome? May this offer still be answered?"""
    if "offer" in guard:
        return store.offer(guard["offer"]).state in UNANSWERED
    if "booking" not in guard:
        return True
    visit = store.visit(guard["booking"])
    if visit is None or visit.booking.status not in ((Status(guard["status"]),) if "status" in guard else LIVE):
        return False
    return "starts_at" not in guard or visit.appointment.starts_at == datetime.fromisoformat(guard["starts_at"])


def _not_now(store: Store, row: Outbox, person: Person, now: datetime) -> Dropped | Later | None:
    """When it can go, if not now: quiet hours, the day's cap."""
    if person.practitioner_id is not None or row.kind not in UNASKED | CHANGES:
        return None
    practice = store.practice()
    rules, local = rules_of(practice), now.astimezone(home_of(person, practice))
    wake = _after_quiet_hours(rules, local)
    if wake is not None and not (row.kind in CHANGES and _is_near(row, now)):
        return _put_off(row, wake, "quiet hours")
    if row.kind in CAPPED and _had_enough(store, row, rules, local):
        return _put_off(row, _at(local + timedelta(days=1), rules.quiet_to), "daily cap")
    return None


def _is_near(row: Outbox, now: datetime) -> bool:
    """Is the session that a change is about so near that they had better be woken?"""
    starts_at = row.guard.get("starts_at") or post.content(row).get("starts_at")
    return starts_at is not None and datetime.fromisoformat(starts_at) - now < NEAR


def _had_enough(store: Store, row: Outbox, rules: Rules, local: datetime) -> bool:
    return owed.sent_count(store.session, row.person_id, CAPPED, _at(local, time())) >= rules.most_per_day


def _put_off(row: Outbox, until: datetime, why: str) -> Dropped | Later:
    """It waits, or is of no use by then."""
    return Dropped(why) if row.expires_at is not None and until >= row.expires_at else Later(until)


def still_asks(store: Store, row: Outbox, now: datetime) -> bool:
    """Does a message of ours that was sent still wait for its answer, whatever was said since?"""
    if row.kind == waitlist.OFFER:
        found = store.offer(post.content(row)["offer"])
        return waitlist.is_unanswered(found, now)
    return row.kind == REMINDER and reminding.still_asks(store, row, now)


def purpose_of(kind: str) -> Purpose:
    """What a reader must have agreed to, to get this kind of notice."""
    return PURPOSES.get(kind, Purpose.APPOINTMENTS)


def address(store: Store, row: Outbox, _now: datetime) -> Contact | None:
    """The address that the row names if it can be written to, else the person's best; a last word has only its own."""
    contacts, purpose = store.contacts(row.person_id), purpose_of(row.kind)
    named = next((c for c in contacts if c.id == row.contact_id), None)
    if named is not None and named.alive and (row.kind == LAST_WORD or store.may_message(named, purpose)):
        return named
    if row.kind == LAST_WORD or (named is not None and named.channel == Channel.TERMINAL):
        return None
    good = [c for c in contacts if c.alive and store.may_message(c, purpose)]
    return next((c for c in good if _is_preferred(store, row, c)), next(iter(good), None))


def _is_preferred(store: Store, row: Outbox, contact: Contact) -> bool:
    """A reminder may have a channel of its own; an alert takes another one than that which fails."""
    if row.kind == REMINDER:
        step = reminding.step_of(store, row)
        return step is not None and step.by is not None and contact.channel == step.by
    return row.kind == alerts.ALERT and contact.channel != post.content(row).get("channel")


def tell_unreachable(store: Store, row: Outbox, now: datetime) -> None:
    """What a client should have heard has no address left: the owner is told, if it was still right to say.

    Of a session that they are reminded of, once.
    """
    person = store.person(row.person_id)
    if person.practitioner_id is not None or row.kind in NEED_NOT_BE_HEARD or why_not(store, row, person, now):
        return
    if row.kind == REMINDER and owed.was_dropped(store.session, row.person_id, row.guard, "no address"):
        return
    starts_at = row.guard.get("starts_at") or post.content(row).get("starts_at")
    item = {"who": _called(store, person), "sessions": [starts_at] if starts_at else []}
    alerts.tell(store, alerts.UNREACHABLE, now, item=item, of=row.person_id)


def _words(store: Store, row: Outbox, person: Person) -> Say:
    body = post.content(row)
    if row.kind in KINDS:
        practice = store.practice()
        return Say(KINDS[row.kind](Words(person.language, zone_of(practice), practice.currency), body))
    return Say.from_dict(body)


def heard_at(store: Store, person: Person, due: datetime, starts_at: datetime) -> datetime:
    """When a client hears of a change to a session: when it is due, by night only if the session is near."""
    practice = store.practice()
    wake = _after_quiet_hours(rules_of(practice), due.astimezone(home_of(person, practice)))
    return due if wake is None or starts_at - due < NEAR else wake


def _after_quiet_hours(rules: Rules, local: datetime) -> datetime | None:
    """When the quiet hours end, if it is quiet now."""
    if not rules.is_quiet(local.time()):
        return None
    wake = _at(local, rules.quiet_to)
    return wake if wake > local else _at(local + timedelta(days=1), rules.quiet_to)


def _at(local: datetime, clock: time) -> datetime:
    return datetime.combine(local.date(), clock, local.tzinfo)

"""Telling clients what the practice's own hand has changed: at once when it is near, else when undo is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core import credits
from core.rules import rules_of
from handlers import asking, notices
from handlers.notices import prepared
from handlers.say import Dropped, Later, Say
from storage import post
from storage.asking import id_of
from storage.models import LIVE, Sending, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Outbox
    from storage.store import Store

LATE_USEFUL = timedelta(minutes=30)  # after its start somebody may still be on the way
NEAR = timedelta(hours=24)  # a change to a session that is nearer than this is told at once, whatever the hour
BOOKED, MOVED, CANCELLED, RIGHTED, LATE = "told_booked", "told_moved", "told_cancelled", "told_righted", "told_late"
KINDS = (BOOKED, MOVED, CANCELLED)


def due(t: Turn, starts_at: datetime) -> datetime:
    """When a client hears of a change to a session that starts then."""
    if starts_at - t.now <= NEAR:
        return t.now
    return t.now + timedelta(minutes=rules_of(t.practice).policies.undo_minutes)


def tell(
    t: Turn,
    kind: str,
    person_id: int,
    at: datetime,
    *,
    subject: object = "",
    near: datetime | None = None,
    at_once: bool = False,
    **facts: Any,
) -> datetime | None:
    """Owe a client this news of a session at `at`; nothing when they cannot be written to. Says when they hear.

    Once the session has begun it is no news any more; of a cancelled one they hear however late, with other times.
    `near` is the earliest time that it is about, where that is another one: a moved session's old start.
    """
    if t.store.best_contact(person_id) is None:
        return None
    first = min(at, near or at)
    when = t.now if at_once else due(t, first)
    key = ":".join(str(part) for part in (t.act.id, kind, person_id, subject) if part != "")
    body = facts | {"at": at.isoformat(), "starts_at": first.isoformat()}
    post.owe(
        t.store, key=key, kind=kind, person_id=person_id, body=body, act=t.act.id, due_at=when, at=t.now,
        expires_at=None if kind == CANCELLED else at + LATE_USEFUL,
    )  # fmt: skip
    return notices.heard_at(t.store, t.store.person(person_id), when, first)


def tell_of(t: Turn, kind: str, visit: Visit, was: datetime | None = None) -> str:
    """Tell of one booking, and answer the practitioner when its client hears."""
    booking, person_id = id_of(visit.booking), visit.client.person_id
    facts: dict[str, Any] = {"booking": booking} | ({"was": was.isoformat()} if was else {})
    when = tell(t, kind, person_id, visit.appointment.starts_at, subject=booking, near=was, **facts)
    name = t.words.given(visit.client.name) or "?"
    return hears_at(t, name, when) if when else t.words.not_reachable([name])


def hears_at(t: Turn, names: str, when: datetime) -> str:
    """When they hear, and how long undo is silent: the night may lie between."""
    until = t.now + timedelta(minutes=t.rules.policies.undo_minutes)
    return t.words.hears_at(names, when, t.now, until)


def tell_of_cancelled(
    t: Turn, visits: Sequence[Visit], offers: dict[int, list[str]]
) -> tuple[datetime | None, list[Visit]]:
    """One message for each person, whatever was cancelled of theirs, with other times for each session.

    Says when the last hears, and whose clients cannot be reached.
    """
    by_person: dict[int, list[Visit]] = {}
    for visit in visits:
        by_person.setdefault(visit.client.person_id, []).append(visit)
    latest, unreachable = None, []
    for person_id, theirs in by_person.items():
        first = min(v.appointment.starts_at for v in theirs)
        ids = [id_of(v.booking) for v in theirs]
        when = tell(t, CANCELLED, person_id, first, bookings=ids, offers={str(i): offers.get(i, []) for i in ids})
        if when is None:
            unreachable += theirs
        else:
            latest = max(latest or when, when)
    return latest, unreachable


# At send time


@prepared(BOOKED)
def _booked(store: Store, row: Outbox, words: Words, _now: datetime) -> Say | Dropped | Later:
    visit = _live(store, row)
    if visit is None:
        return Dropped("changed")
    booking, left = visit.booking, 0
    if booking.package_id is not None:
        left = credits.balance(store, store.package(booking.package_id)).free
    what = words.visit(visit, family=len(store.clients_of(row.person_id)) > 1)
    return Say(words.told_booked(store.practice().name, what, words.told_cost(booking.credits, left, booking.price)))


@prepared(MOVED)
def _moved(store: Store, row: Outbox, words: Words, _now: datetime) -> Say | Dropped | Later:
    visit = _live(store, row)
    if visit is None:
        return Dropped("changed")
    if not _has_heard(store, row, visit):
        return _booked(store, row, words, _now)
    old = words.when(datetime.fromisoformat(post.content(row)["was"]))
    new = words.visit(visit, family=len(store.clients_of(row.person_id)) > 1)
    return Say(words.told_moved(store.practice().name, old, new))


def _has_heard(store: Store, row: Outbox, visit: Visit) -> bool:
    """Does the client know of the booking? What the practice books and moves on within minutes is new to them."""
    if visit.booking.made_by == row.person_id:
        return True
    said = [other for other in store.said_lately(row.person_id, visit.booking.made_at) if other.kind == BOOKED]
    unsent = [o for o in said if post.content(o)["booking"] == visit.booking.id and o.status is Sending.DROPPED]
    return not unsent


def _live(store: Store, row: Outbox) -> Visit | None:
    """The booking that the row tells of, if it is still as the row says."""
    facts = post.content(row)
    visit = store.visit(facts["booking"])
    if visit is None or visit.booking.status not in LIVE or visit.appointment.starts_at.isoformat() != facts["at"]:
        return None
    return visit


@prepared(CANCELLED)
def _cancelled(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:
    """The question joins their conversation: which of these times instead?"""
    facts = post.content(row)
    gone = [i for i in facts["bookings"] if _is_cancelled(store, i)]
    if not gone:
        return Dropped("changed")
    whats = [words.slot(v.appointment.starts_at, v.practitioner) for i in gone if (v := store.visit(i)) is not None]
    return asking.ask(
        store, row, now, "rebook", {"bookings": gone, "offers": facts.get("offers", {})},
        alone=words.told_cancelled_only(store.practice().name, whats),
        urgent=datetime.fromisoformat(facts["starts_at"]) - now < NEAR,
    )  # fmt: skip


def _is_cancelled(store: Store, booking_id: int) -> bool:
    visit = store.visit(booking_id)
    return visit is not None and visit.booking.status is Status.CANCELLED


@prepared(RIGHTED)
def _righted(store: Store, row: Outbox, words: Words, _now: datetime) -> Say | Dropped | Later:
    """What we said before is not so after all, and nor is what we asked."""
    visit = store.visit(post.content(row)["booking"])
    if visit is None:
        return Dropped("gone")
    asking.forget(store, row.person_id, id_of(visit.booking))
    what = words.visit(visit, family=len(store.clients_of(row.person_id)) > 1)
    name = store.practice().name
    return Say(words.told_stands(name, what) if visit.booking.status in LIVE else words.told_not_booked(name, what))


@prepared(LATE)
def _late(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:
    visit = _live(store, row)
    if visit is None or visit.appointment.starts_at <= now - LATE_USEFUL:
        return Dropped("changed")
    minutes = post.content(row).get("minutes")
    who = words.first(visit.practitioner)
    return Say(words.told_late(store.practice().name, who, visit.appointment.starts_at, minutes))

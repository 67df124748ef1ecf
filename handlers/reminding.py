"""Reminders, and the word after a missed session, at the moment they are sent.

Two sessions on one day, or a family's, share one text: the reminders of the same step that the others have are dropped.
The question "coming?" joins the conversation.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core import policy
from core.reminders import MISSED, REMINDER
from core.rules import Policies, rules_of, zone_of
from handlers import asking
from handlers.say import Dropped, Later, Say
from handlers.words import Words
from storage import owed, post
from storage.asking import id_of
from storage.models import Channel, Status
from storage.told import last_told, note_told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.rules import Reminder
    from storage.models import Contact, Outbox, Person
    from storage.store import Store
    from storage.visits import Visit

KINDS = frozenset({REMINDER, MISSED})
JUST_SAID = timedelta(hours=1)  # so soon after they booked or moved it, a reminder tells them nothing
TOLD_AGAIN = timedelta(days=180)  # how often somebody reads how to stop these texts


def is_stale(store: Store, row: Outbox, now: datetime) -> str | None:
    """Why a reminder is not wanted any more, if so."""
    if row.kind != REMINDER:
        return None
    booking = store.booking(row.guard["booking"])
    if booking.confirmed_at is not None:
        return "confirmed"
    planned_anew = row.act.startswith("apply:")
    return "just said" if now - row.at < JUST_SAID and not planned_anew else None


def words(store: Store, row: Outbox, person: Person, contact: Contact, now: datetime) -> Say | Dropped | Later:
    """The text, and its question on the table. Nothing of it is settled before its time."""
    if (later := asking.wait(store, row, now)) is not None:
        return later
    say = _reminder if row.kind == REMINDER else _missed
    return say(store, row, person, contact, now)


def _reminder(store: Store, row: Outbox, person: Person, contact: Contact, now: datetime) -> Say | Dropped | Later:
    practice = store.practice()
    w = Words(person.language, zone_of(practice), practice.currency)
    visits = together(store, row, now)
    family = len(store.clients_of(id_of(person))) > 1
    first, name = visits[0], w.given(person.name)
    child = w.given(first.client.name) if family else ""
    own = _own_words(store, row, first, w, now) if len(visits) == 1 else None
    if own is not None:
        text = own
    elif len(visits) == 1:
        text = w.reminder(practice.name, name, child, first, now, again=_asked_before(store, row, first))
    else:
        text = w.reminder_of_several(practice.name, name, visits, now, family=family)
    text = _with_way_out(store, text, contact, w, now)
    return asking.ask(store, row, now, "reminded", {"bookings": [id_of(v.booking) for v in visits]}, lead=text)


def step_of(store: Store, row: Outbox) -> Reminder | None:
    """The step of the practice file that a reminder is, if the file still has it."""
    visit = store.visit(row.guard["booking"])
    if visit is None:
        return None
    steps = rules_of(store.practice()).reminders_of(visit.service.key)
    return next((step for step in steps if step.step == post.content(row)["step"]), None)


def _own_words(store: Store, row: Outbox, visit: Visit, w: Words, now: datetime) -> str | None:
    """The practice's words for this step, if it has any. Its name comes first where they do not say it."""
    step = step_of(store, row)
    if step is None or not step.text:
        return None
    practice = store.practice().name
    text = w.of(step.text)
    said = text.format(
        practice=practice,
        name=w.given(visit.client.name),
        when=w.near(visit.appointment.starts_at, now),
        who=w.first(visit.practitioner),
    )
    return said if "{practice}" in text else f"{practice}: {said}"


def _asked_before(store: Store, row: Outbox, visit: Visit) -> bool:
    """Did an earlier step ask about the same session, without an answer?"""
    earlier = owed.went(store.session, row.person_id, [REMINDER], visit.booking.made_at)
    return any(other.id != row.id and id_of(visit.booking) in sessions_of(other) for other in earlier)


# One text for several


def together(store: Store, row: Outbox, now: datetime) -> list[Visit]:
    """The sessions that one reminder is about: its own, and those of the same day whose same step waits too."""
    body = post.content(row)
    if "with" not in body:
        others = _others(store, row, body["step"], now)
        owed.drop(store.session, list(others), "shared")
        found = [[id_of(v.booking), v.appointment.starts_at.isoformat()] for v in others.values()]
        body = body | {"with": found}
        if found:
            owed.says(store.session, row, body)
    visits = [store.visit(booking) for booking in (body["booking"], *(booking for booking, _ in body["with"]))]
    still = [v for v in visits if v is not None and _waits(v, sessions_of(row, body), now)]
    return sorted(still, key=lambda v: (v.appointment.starts_at, v.booking.id))


def _others(store: Store, row: Outbox, step: str, now: datetime) -> dict[int, Visit]:
    """The other reminders of that person that say the same of the same day, by their rows."""
    zone = zone_of(store.practice())
    day = datetime.fromisoformat(row.guard["starts_at"]).astimezone(zone).date()
    found: dict[int, Visit] = {}
    for other in owed.waiting_for(store.session, row.person_id, [REMINDER]):
        starts_at = datetime.fromisoformat(other.guard["starts_at"])
        if other.key.endswith(f":{step}") and starts_at.astimezone(zone).date() == day:
            visit = store.visit(other.guard["booking"])
            if visit is not None and _waits(visit, {id_of(visit.booking): starts_at}, now):
                found[other.id] = visit
    return found


def sessions_of(row: Outbox, body: dict[str, Any] | None = None) -> dict[int, datetime]:
    """The bookings that a reminder is about, and when each was to start."""
    body = body or post.content(row)
    own = {int(body["booking"]): datetime.fromisoformat(row.guard["starts_at"])}
    return own | {int(booking): datetime.fromisoformat(at) for booking, at in body.get("with", [])}


def _waits(visit: Visit, starts: dict[int, datetime], now: datetime) -> bool:
    """Is it still to come, at the time that we speak of, and not confirmed yet?"""
    booking, at = visit.booking, visit.appointment.starts_at
    return (
        booking.status is Status.BOOKED
        and booking.confirmed_at is None
        and now < at
        and starts.get(id_of(booking)) == at
    )


def waiting(store: Store, person_id: int, visits: Sequence[Visit], now: datetime) -> list[Visit]:
    """Of these sessions, those that they were reminded of and have not answered about."""
    if not visits:
        return []
    since = min(v.booking.made_at for v in visits)
    asked: dict[int, datetime] = {}
    for row in owed.went(store.session, person_id, [REMINDER], since):
        asked |= sessions_of(row)
    return [v for v in visits if _waits(v, asked, now)]


def still_asks(store: Store, row: Outbox, now: datetime) -> bool:
    """Do the buttons of a reminder that was sent still have a meaning?"""
    visits = [v for booking in sessions_of(row) if (v := store.visit(booking)) is not None]
    return any(_waits(v, sessions_of(row), now) for v in visits)


# How to stop


def _with_way_out(store: Store, text: str, contact: Contact, w: Words, now: datetime) -> str:
    """The first text to somebody who never wrote, and then one every half year, says how to stop them."""
    if contact.channel is not Channel.SMS or not _is_to_be_told(store, contact, now):
        return text
    note_told(store, id_of(contact), now)
    return f"{text} {w.how_to_stop()}"


def _is_to_be_told(store: Store, contact: Contact, now: datetime) -> bool:
    told = last_told(store, id_of(contact))
    return contact.heard_at is None if told is None else now - told > TOLD_AGAIN


# A missed session


def _missed(store: Store, row: Outbox, person: Person, _contact: Contact, now: datetime) -> Say | Dropped | Later:
    practice = store.practice()
    w = Words(person.language, zone_of(practice), practice.currency)
    visit = store.visit(row.guard["booking"])
    assert visit is not None  # noqa: S101  the guard has just looked
    clients = [id_of(client) for client in store.clients_of(id_of(person))]
    ahead = store.upcoming(clients, now)
    counts = policy.no_show_cost(visit.booking, Policies.of_terms(visit.booking.terms)).charged > 0
    text = w.missed(
        practice.name, w.given(person.name), w.given(visit.client.name) if len(clients) > 1 else "",
        visit.appointment.starts_at, now, counts=counts, next_=w.when(ahead[0].appointment.starts_at) if ahead else "",
    )  # fmt: skip
    return Say(text) if ahead else asking.ask(store, row, now, "come_back", {"booking": visit.booking.id}, lead=text)

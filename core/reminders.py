"""What a booking makes us say unasked: its reminders, and a kind word when nobody came.

The booking is the schedule. `plan` compares what is owed for it with what should be, and makes the one the other: after
a booking, a move, a cancel, an outcome, a yes, an undo or a change of the practice file. So it can be called whenever a
booking is not what it was, any number of times.

A reminder expires when the next one of its booking is due, as that says the same thing; the last one a little before
the session. So after an outage only the newest goes. A row that went is never owed again, and the key (booking, start,
step) stays: a booking that is moved away and back is not reminded twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from core.rules import rules_of, zone_of
from storage import owed, post
from storage.asking import id_of
from storage.models import Person, Sending, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.acts import Act
    from core.rules import Rules
    from storage.models import Booking, Client, Practice
    from storage.store import Store

REMINDER, MISSED = "reminder", "missed"
KINDS = (REMINDER, MISSED)
LAST_CALL = timedelta(minutes=15)  # closer to the session than this, a reminder helps nobody
WORTH_SAYING = timedelta(days=3)  # how long after a missed session a word about it is still kind
FINAL = ("shared", "expired")  # why a row was dropped for good: another said it, or its time was over


class Due(NamedTuple):
    """One message that a booking calls for."""

    key: str
    kind: str
    due_at: datetime
    expires_at: datetime
    facts: dict[str, Any]
    guard: dict[str, Any]


def plan(store: Store, booking: Booking, act: Act, *, new: bool = False) -> None:
    """Owe exactly what this booking calls for as it is now; what else still waits for it is dropped.

    A step that is past is not owed any more: one that waits (for the end of quiet hours) waits on. Nothing is owed yet
    for a `new` booking.
    """
    client = store.client(booking.client_id)
    person = store.person(client.person_id)
    wanted = {due.key: due for due in _wanted(store, booking, person, act)}
    known = {} if new else _known(store, booking, person, wanted)
    for key, due in wanted.items():
        row = known.get(key)
        if row is not None:
            _renew(store, row, due, act)
        elif due.due_at > act.at:
            _owe(store, client, due, act)


def _known(store: Store, booking: Booking, person: Person, wanted: dict[str, Due]) -> dict[str, owed.Owing]:
    """The rows that there are for what is wanted; what waits for this booking and is not wanted is dropped."""
    waiting = owed.waiting_for(store.session, id_of(person), KINDS)
    stale = [row.id for row in waiting if row.guard.get("booking") == booking.id and row.key not in wanted]
    owed.drop(store.session, stale, _why(booking))
    return owed.by_key(store, wanted)


def _owe(store: Store, client: Client, due: Due, act: Act) -> None:
    post.owe(
        store, key=due.key, kind=due.kind, person_id=client.person_id, body=due.facts, act=act.id, due_at=due.due_at,
        expires_at=due.expires_at, guard=due.guard, at=act.at,
    )  # fmt: skip


def _renew(store: Store, row: owed.Owing, due: Due, act: Act) -> None:
    """Owe again what was dropped and is right again; keep up with times that are not what they were."""
    ahead = due.due_at > act.at
    if row.status is Sending.DROPPED and ahead and row.why not in FINAL:
        owed.again(store.session, row.id, due.due_at, due.expires_at, act.id)
    elif row.status is Sending.DUE:
        due_at = due.due_at if ahead else row.due_at
        if (row.due_at, row.expires_at) != (due_at, due.expires_at):
            owed.retime(store.session, row.id, due_at, due.expires_at)


def _why(booking: Booking) -> str:
    """Why what still waits for this booking is not right any more."""
    if booking.status is Status.BOOKED:
        return "confirmed" if booking.confirmed_at else "changed"
    return booking.status.value


def _wanted(store: Store, booking: Booking, person: Person, act: Act) -> Iterator[Due]:
    practice = store.practice()
    rules = rules_of(practice)
    if booking.status is Status.BOOKED and booking.confirmed_at is None and REMINDER not in person.unwanted:
        yield from _reminders(store, booking, person, practice, act.at)
    elif booking.status is Status.NO_SHOW and rules.missed and MISSED not in person.unwanted:
        yield _missed(booking, rules, act.at)


def _reminders(store: Store, booking: Booking, person: Person, practice: Practice, now: datetime) -> Iterator[Due]:
    """The steps that are not over, each good until the next."""
    appointment = store.appointment(booking.appointment_id)
    starts_at, key = appointment.starts_at, store.service(appointment.service_id).key
    steps = _steps(rules_of(practice), key, starts_at, home_of(person, practice))
    ends = [at for at, _ in steps[1:]] + [starts_at - LAST_CALL]
    guard = {"booking": booking.id, "starts_at": starts_at.isoformat()}
    for (at, step), end in zip(steps, ends, strict=False):  # without any step there is an end and nothing else
        if end > now:
            name = f"{REMINDER}:{booking.id}:{starts_at.isoformat()}:{step}"
            yield Due(name, REMINDER, at, end, {"booking": booking.id, "step": step}, guard)


def _steps(rules: Rules, service_key: str, starts_at: datetime, zone: ZoneInfo) -> Sequence[tuple[datetime, str]]:
    """When each reminder of a session is due, in order of time; those too close to its start are none."""
    due = sorted((r.due(starts_at, zone, rules.quiet_to), r.step) for r in rules.reminders_of(service_key))
    return [(at, step) for at, step in due if at < starts_at - LAST_CALL]


def _missed(booking: Booking, rules: Rules, now: datetime) -> Due:
    """A word to who did not come, once the outcome can no longer be undone."""
    due_at = now + timedelta(minutes=rules.policies.undo_minutes)
    guard = {"booking": booking.id, "status": Status.NO_SHOW.value}
    return Due(f"{MISSED}:{booking.id}", MISSED, due_at, now + WORTH_SAYING, {"booking": booking.id}, guard)


def home_of(person: Person, practice: Practice) -> ZoneInfo:
    """The time zone in which a person sleeps: their own if we know it, else the practice's."""
    return ZoneInfo(person.zone) if person.zone else zone_of(practice)


# When the practice, or a person, wants it otherwise


def terms(practice: Practice) -> tuple[Any, ...]:
    """What the practice file says that the times of reminders depend on."""
    rules = rules_of(practice)
    return practice.zone, rules.quiet_to, rules.missed, rules.reminders, rules.service_reminders


def plan_all(store: Store, act: Act) -> None:
    """Plan every booking ahead anew: the practice's reminders are not what they were."""
    for booking in store.bookings_ahead(act.at):
        plan(store, booking, act)


def want(store: Store, person: Person, kind: str, act: Act, *, wanted: bool) -> None:
    """A person asks us to leave out a kind of notice, or wants it again."""
    others = [name for name in person.unwanted if name != kind]
    person.unwanted = others if wanted else [*others, kind]
    store.add(person)
    if not wanted:
        owed.drop(store.session, [row.id for row in owed.waiting_for(store.session, id_of(person), [kind])], "unwanted")
        return
    theirs = [id_of(client) for client in store.clients_of(id_of(person))]
    for visit in store.upcoming(theirs, act.at):
        plan(store, visit.booking, act)

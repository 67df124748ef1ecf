"""A missed session that costs nothing by itself: the practitioner decides, in one tap, whether it counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import credits, decisions
from handlers import asking
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.say import Dropped, Later, Say
from handlers.state import Task
from storage import post
from storage.asking import id_of
from storage.models import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Outbox
    from storage.store import Store
    from storage.visits import Visit

DECIDE = "decide_missed"


def owe_decisions(t: Turn) -> None:
    """Each practitioner whose session a client cancelled late is asked, once the client can no longer undo it."""
    due = t.now + timedelta(minutes=t.rules.policies.undo_minutes)
    for entry in t.store.entries(t.act.id) if "cancelled" in t.act.did else ():
        visit = t.store.visit(entry.booking_id) if entry.what == "cancelled" and entry.booking_id else None
        if visit is None or visit.booking.by_practice or not decisions.is_open(t.practice, visit.booking):
            continue
        for person_id in t.store.persons_of_practitioner(id_of(visit.practitioner)):
            post.owe(
                t.store, key=f"{t.act.id}:{DECIDE}:{person_id}:{visit.booking.id}", kind=DECIDE, person_id=person_id,
                body={"booking": visit.booking.id}, act=t.act.id, due_at=due, at=t.now,
                guard={"booking": visit.booking.id, "status": Status.CANCELLED.value},
            )  # fmt: skip


def ask_about(t: Turn, missed: Sequence[Visit]) -> None:
    """After an outcome was marked: one question for each session that somebody missed."""
    for visit in reversed(missed):
        if decisions.is_open(t.practice, visit.booking):
            t.state.tasks.append(Task(DECIDE, {"booking": id_of(visit.booking)}))


@script(DECIDE, staff=True)
def decide(t: Turn) -> Say:
    """Does the missed session count as used? No answer means no."""
    visit = t.store.visit(t.get("booking"))
    if visit is None or not decisions.is_open(t.practice, visit.booking):
        return Say(t.words.nothing_to_decide())
    booking = visit.booking
    if not t.agrees(t.words.does_it_count(visit, by_plan=booking.package_id is not None), (booking.id, DECIDE)):
        return Say(t.words.does_not_count(visit))
    decisions.charge(t.store, booking, t.act)
    return Say(t.words.counts(visit))


@prepared(DECIDE)
def decide_later(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:  # noqa: ARG001
    return asking.ask(store, row, now, DECIDE, {"booking": post.content(row)["booking"]}, urgent=True)


@prepared("session_counts")
def session_counts(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    """To the client: it counts, and the numbers after it."""
    facts = post.content(row)
    visit = store.visit(facts["booking"])
    package = store.package(visit.booking.package_id) if visit and visit.booking.package_id else None
    what = words.visit(visit) if visit else "?"
    if package is None:
        return Say(words.session_counts(store.practice().name, what, words.money(facts["amount"])))
    held = credits.balance(store, package)
    return Say(words.session_counts(store.practice().name, what, "") + " "
               + words.balance(words.of(package.names), held, package.expires_on))  # fmt: skip

"""What staff hear of their clients' own changes: after the minutes in which a mistake can be undone, and if it is near.

An undo drops what has not been sent. What is further away they see when its day comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from core import decisions
from core.day import bounds
from storage import post
from storage.asking import id_of

if TYPE_CHECKING:
    from core.bookings import Visit
    from handlers.dialogue import Turn
    from storage.models import AuditEntry

NEWS = frozenset({"booked", "moved", "cancelled"})
CHANGED = "client_changed"


def tell_staff(t: Turn) -> None:
    """Owe each practitioner concerned one line about all that this turn changed in their near days."""
    if not NEWS & set(t.act.did) or {"rebooked", "declined"} & set(t.act.did) or not t.rules.news_days:
        return
    until = bounds(t.store, t.now.astimezone(t.words.zone).date() + timedelta(days=t.rules.news_days - 1))[1]
    news: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for entry in reversed(t.store.entries(t.act.id)):
        visit = t.store.visit(entry.booking_id) if entry.what in NEWS and entry.booking_id else None
        if visit is None or decisions.is_open(t.practice, visit.booking):  # what is to be decided is asked
            continue
        was, whom = _before(t, entry, visit)
        if min(at for at in (visit.appointment.starts_at, was) if at) >= until:
            continue
        change = {
            "what": entry.what, "at": visit.appointment.starts_at.isoformat(), "was": was.isoformat() if was else None,
            "spent": visit.booking.charged if entry.what == "cancelled" else 0,
        }  # fmt: skip
        for practitioner in whom:
            news.setdefault((practitioner, id_of(visit.client)), []).append(change)
    for (practitioner, client), changes in news.items():
        _owe(t, practitioner, client, changes)


def _before(t: Turn, entry: AuditEntry, visit: Visit) -> tuple[datetime | None, set[int]]:
    """When a moved session was to be, and everybody whose day it changed."""
    whom = {id_of(visit.practitioner)}
    old = entry.detail.get("was", {}).get("appointment_id") if entry.what == "moved" else None
    if old is None:
        return None, whom
    appointment = t.store.appointment(old)
    return appointment.starts_at, whom | {appointment.practitioner_id}


def _owe(t: Turn, practitioner: int, client: int, changes: list[dict[str, Any]]) -> None:
    due = t.now + timedelta(minutes=t.rules.policies.undo_minutes)
    for person_id in t.store.persons_of_practitioner(practitioner):
        if person_id != t.person.id:
            post.owe(
                t.store, key=f"{t.act.id}:{CHANGED}:{person_id}:{client}", kind=CHANGED, person_id=person_id,
                body={"who": t.store.client(client).name or t.person.name, "changes": changes}, act=t.act.id,
                due_at=due, at=t.now, expires_at=max(_latest(c) for c in changes),
            )  # fmt: skip


def _latest(change: dict[str, Any]) -> datetime:
    """When a change is no news any more: both its times are over."""
    return max(datetime.fromisoformat(at) for at in (change["at"], change["was"]) if at)

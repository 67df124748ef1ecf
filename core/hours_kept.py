"""Law 6 on a wall clock: did what went unasked go at a decent hour, and for a session that still stood then?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.reminders import REMINDER
from core.rules import rules_of, zone_of
from core.unasked import UNASKED
from storage import time_proofs
from storage.columns import NEVER
from storage.models import Practice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlmodel import Session

LATELY = timedelta(days=60)


def broken(session: Session, practice_id: int, now: datetime) -> Iterator[tuple[str, dict[str, int | str]]]:
    """What has broken it lately, since the practice file was applied: what is wrong, and the rows."""
    since = max(now - LATELY, time_proofs.last_applied(session, practice_id) or NEVER)
    gone = list(time_proofs.went_unasked(session, practice_id, UNASKED, since))
    practice = session.get(Practice, practice_id)
    if practice is None:
        return
    rules, home = rules_of(practice), zone_of(practice)
    for went in gone:
        if rules.is_quiet(went.sent_at.astimezone(ZoneInfo(went.zone) if went.zone else home).time()):
            yield "a client was written to in their quiet hours", {"outbox": went.id}
    bookings = {went.guard["booking"] for went in gone if went.kind == REMINDER}
    starts, moves = time_proofs.starts_of(session, bookings), time_proofs.last_moves(session, bookings)
    for went in gone:
        booking = went.guard.get("booking", 0)
        if went.kind != REMINDER or moves.get(booking, NEVER) > went.sent_at:
            continue
        if starts[booking].isoformat() != went.guard["starts_at"]:
            yield "a reminder went for a session that had moved", {"outbox": went.id, "booking": booking}

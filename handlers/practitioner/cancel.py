"""Her hand: cancelling a client's session. It never costs the client, who is offered other times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bookings, waitlist
from handlers.dialogue import script
from handlers.practitioner import offering, telling
from handlers.practitioner.common import Unclear, or_says_why, upcoming_of
from handlers.say import Say
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.bookings import Visit
    from handlers.dialogue import Turn


@script("staff_cancel", "cancel", staff=True)
@or_says_why
def cancel(t: Turn) -> Say:
    """Cancel the sessions that are named: at once, undoable, nothing charged."""
    refs = t.get("refs") or [{"n": pick + 1} for pick in t.get("picks", [])]
    if not refs:
        raise Unclear(t.words.no_such_client(str(t.get("said", ""))))
    visits = upcoming_of(t, refs, "cancelled")
    offered = [v for v in visits if waitlist.only_offered(t.store, v.booking)]
    theirs = [v for v in visits if v not in offered]
    bookings.cancel_all(t.store, [v.booking for v in visits], t.act, by_practice=True)
    said = [t.words.offer_taken_back(t.words.given(v.client.name) or "?", v.appointment.starts_at) for v in offered]
    if theirs:
        due, unreachable = tell(t, theirs)
        whats = [t.words.client_session(v) for v in theirs]
        said.append(t.words.staff_cancelled(whats) + when_they_hear(t, theirs, due, unreachable))
    return Say(" ".join(said))


def tell(t: Turn, visits: Sequence[Visit]) -> tuple[datetime | None, list[Visit]]:
    """Owe each client one message with three times that fit, no time twice as long as there are others."""
    return telling.tell_of_cancelled(t, visits, offering.offers(t, visits))


def when_they_hear(t: Turn, visits: Sequence[Visit], due: datetime | None, unreachable: Sequence[Visit]) -> str:
    reached = [v for v in visits if id_of(v.booking) not in {id_of(u.booking) for u in unreachable}]
    said = ""
    if reached and due is not None:
        names = list(dict.fromkeys(t.words.given(v.client.name) for v in reached))
        said = telling.hears_at(t, t.words.all_of(names[:3]), due)
    if unreachable:
        said += t.words.not_reachable(list(dict.fromkeys(call_name(t, v) for v in unreachable)))
    return said


def call_name(t: Turn, visit: Visit) -> str:
    """Who is to be called, with a number if we have one."""
    contacts = t.store.contacts(visit.client.person_id)
    number = next((c.address for c in contacts if c.address.startswith("+")), "")
    return f"{visit.client.name} {number}".strip()

"""Cancel one session, several, or the rest of a series: the price first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bookings, invoices, policy
from handlers.client.common import left_for, mine, policies_of
from handlers.client.end_plan import is_meant
from handlers.client.which import which_booking
from handlers.dialogue import YES, script
from handlers.say import NOTHING, Say
from handlers.state import start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from core.policy import CancelCost
    from handlers.dialogue import Turn


@script("cancel")
def cancel(t: Turn) -> Say:
    """Cancel sessions: which, and is the cost understood? When it costs something, moving is offered instead."""
    if is_meant(t):
        start(t.state, "end_plan")
        return NOTHING
    visits = mine(t)
    if not visits:
        return Say(t.words.no_bookings())
    meant = which_booking(t, visits)
    return _cancel_one(t, meant[0]) if len(meant) == 1 else _cancel_many(t, meant)


def _cancel_one(t: Turn, visit: Visit) -> Say:
    booking = visit.booking
    cost = bookings.cancel_quote(t.store, booking, t.now)
    what = t.words.visit(visit, family=len(t.clients) > 1)
    by_plan, free = booking.package_id is not None, _free(t, visit) + cost.back
    hours = policies_of(booking).cancel_hours
    refunded = invoices.comes_back(t.store, booking, cost.owed)
    tag = t.words.cancel_price_tag(what, cost, free, plan=by_plan, hours=hours, refunded=refunded)
    decided = _decided(t, visit, cost, tag)
    if decided == "move":
        start(t.state, "move", {"bookings": [booking.id]})
        return NOTHING
    if decided not in {YES, "cancel"}:
        return Say(t.words.kept(what))
    bookings.cancel(t.store, booking, t.act)
    left = t.words.left(free) if by_plan else t.words.goes_back(refunded) if refunded else ""
    return Say(t.words.cancelled(what, cost, left))


def _decided(t: Turn, visit: Visit, cost: CancelCost, tag: str) -> str:
    """Yes or no to what costs nothing; otherwise cancel, move or keep."""
    booking, starts = visit.booking, visit.appointment.starts_at
    facts = (booking.id, starts, cost)
    if cost.free:
        return t.decide(tag, facts, t.words.yes_or_no(), about=starts, numbered=False)
    movable = policy.may_move(booking, starts, t.now, policies_of(booking)) is None
    return t.decide(tag, facts, t.words.cancel_late_choices(cost, may_move=movable), about=starts)


def _cancel_many(t: Turn, visits: Sequence[Visit]) -> Say:
    costs = bookings.cancel_quotes(t.store, [v.booking for v in visits], t.now)
    whats = t.words.visits(visits, family=len(t.clients) > 1)
    charged, back, owed = (sum(getattr(c, what) for c in costs) for what in ("charged", "back", "owed"))
    facts = [(v.booking.id, v.appointment.starts_at, c) for v, c in zip(visits, costs, strict=True)]
    if not t.agrees(t.words.cancel_many_price_tag(len(visits), whats, charged, back, owed), facts):
        return Say(t.words.kept(whats))
    bookings.cancel_all(t.store, [v.booking for v in visits], t.act)
    return Say(t.words.cancelled_many(whats, t.words.left(_free(t, visits[0])) if back else ""))


def _free(t: Turn, visit: Visit) -> int:
    """What is free now for sessions like this one."""
    return left_for(t, visit.client, visit.service, visit.appointment.starts_at.astimezone(t.words.zone).date())

"""Cancel one session, several, or the rest of a series: the price first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bookings, policy
from handlers.client.common import left_for, mine, policies_of
from handlers.client.which import which_booking
from handlers.dialogue import script
from handlers.say import Say
from handlers.state import start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from handlers.dialogue import Turn


@script("cancel")
def cancel(t: Turn) -> Say:
    """Cancel sessions: which, and is the cost understood? When it costs something, moving is offered instead."""
    visits = mine(t)
    if not visits:
        return Say(t.words.no_bookings())
    meant = which_booking(t, visits)
    return _cancel_one(t, meant[0]) if len(meant) == 1 else _cancel_many(t, meant)


def _cancel_one(t: Turn, visit: Visit) -> Say:
    booking, policies = visit.booking, policies_of(visit.booking)
    cost = bookings.cancel_quote(t.store, booking, t.now)
    what = t.words.visit(visit, family=len(t.clients) > 1)
    free = _free(t, visit) + cost.back
    tag = t.words.cancel_price_tag(what, cost, free, plan=booking.package_id is not None, hours=policies.cancel_hours)
    facts, starts = (booking.id, visit.appointment.starts_at, cost), visit.appointment.starts_at
    if not cost.free:
        movable = policy.may_move(booking, starts, t.now, policies) is None
        decided = t.decide(tag, facts, t.words.cancel_late_choices(cost, may_move=movable), about=starts)
    else:
        decided = "yes" if t.agrees(tag, facts, about=starts) else "no"
    if decided == "move":
        start(t.state, "move", {"bookings": [booking.id]})
        return Say("")
    if decided == "no":
        return Say(t.words.kept(what))
    paid_by_plan = booking.package_id is not None
    bookings.cancel(t.store, booking, t.act)
    return Say(t.words.cancelled(what, cost, t.words.left(free) if paid_by_plan else ""))


def _cancel_many(t: Turn, visits: Sequence[Visit]) -> Say:
    costs = bookings.cancel_quotes(t.store, [v.booking for v in visits], t.now)
    whats = [t.words.visit(v, family=len(t.clients) > 1) for v in visits]
    charged, back, owed = (sum(getattr(c, what) for c in costs) for what in ("charged", "back", "owed"))
    facts = [(v.booking.id, v.appointment.starts_at, c) for v, c in zip(visits, costs, strict=True)]
    if not t.agrees(t.words.cancel_many_price_tag(whats, charged, back, owed), facts):
        return Say(t.words.kept(t.words.all_of(whats)))
    bookings.cancel_all(t.store, [v.booking for v in visits], t.act)
    return Say(t.words.cancelled_many(whats, t.words.left(_free(t, visits[0])) if back else ""))


def _free(t: Turn, visit: Visit) -> int:
    """What is free now for sessions like this one."""
    return left_for(t, visit.client, visit.service, visit.appointment.starts_at.astimezone(t.words.zone).date())

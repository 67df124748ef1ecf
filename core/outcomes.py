"""What became of a session: somebody came, or did not. Marking it settles the credits; a mistake can be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import credits, invoices, policy, receipts, reminders
from core.acts import record
from core.changes import change, require
from core.errors import Reason, Refusal
from core.rules import Policies
from storage.models import Status

if TYPE_CHECKING:
    from core.acts import Act
    from storage.models import Booking
    from storage.store import Store

OUTCOMES = (Status.ATTENDED, Status.NO_SHOW)


def settle(store: Store, booking: Booking, outcome: Status, act: Act) -> None:
    """Mark a session as attended or no_show; marking it again corrects it, and twice the same changes nothing.

    Raises Refusal: NOT_YET before it begins, GONE when it was cancelled, NO_CREDIT when a correction needs credits that
    were spent meanwhile.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"{outcome} is no outcome of a session")
    if booking.status is outcome:
        return
    with store.all_or_nothing():
        if booking.status in OUTCOMES:
            unsettle(store, booking, act)
        _settle(store, booking, outcome, act)


def _settle(store: Store, booking: Booking, outcome: Status, act: Act) -> None:
    require(booking, Status.BOOKED)
    starts_at = store.appointment(booking.appointment_id).starts_at
    if act.at < starts_at:
        raise Refusal(Reason.NOT_YET, at=starts_at)
    charged, owed = booking.credits, booking.price
    if outcome is Status.NO_SHOW:
        cost = policy.no_show_cost(booking, Policies.of_terms(booking.terms))
        charged, owed = cost.charged, cost.owed
    credits.settle(store, booking, charged, act)
    was = change(store, booking, status=outcome, charged=charged)
    changed = invoices.settle(store, booking, store.client(booking.client_id), owed, outcome.value, act)
    record(store, act, outcome.value, booking, was=was, invoices=changed)
    reminders.plan(store, booking, act)


def unsettle(store: Store, booking: Booking, act: Act) -> None:
    """An outcome was marked by mistake: the session is booked again, and holds all that it costs.

    Raises Refusal: GONE when no outcome is marked, NO_CREDIT when what it gave back was spent meanwhile.
    """
    require(booking, *OUTCOMES)
    credits.unsettle(store, booking, act)
    was = change(store, booking, status=Status.BOOKED, charged=0)
    client = store.client(booking.client_id)
    owed = invoices.settle(store, booking, client, booking.price, "corrected", act)
    receipts.withdraw_wrong(store, client, act)
    record(store, act, "corrected", booking, was=was, invoices=owed)
    reminders.plan(store, booking, act)

"""Cancelling: what it costs is said first; the rest goes back to the package that it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core import credits, invoices, offer_life, places, policy, regions, reminders
from core.acts import record
from core.changes import change, require
from core.rules import Policies, zone_of
from storage.models import LIVE, OfferState, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.acts import Act
    from core.policy import CancelCost
    from storage.models import Booking
    from storage.store import Store
    from storage.visits import Visit

RESCUE = timedelta(days=14)  # how long a package lasts at least after the practice cancelled one of its sessions


def cancel_quote(store: Store, booking: Booking, now: datetime, *, by_practice: bool = False) -> CancelCost:
    """What cancelling now would cost. Raises Refusal: GONE, BEGUN."""
    return cancel_quotes(store, [booking], now, by_practice=by_practice)[0]


def cancel_quotes(
    store: Store, bookings: Sequence[Booking], now: datetime, *, by_practice: bool = False
) -> list[CancelCost]:
    """What cancelling all of these would cost; forgiveness is used up along the way. Raises Refusal: GONE, BEGUN."""
    forgiven: dict[int, int] = {}
    costs = []
    for booking in bookings:
        cost = _cancel_cost(store, booking, now, forgiven.get(booking.client_id, 0), by_practice=by_practice)
        forgiven[booking.client_id] = forgiven.get(booking.client_id, 0) + cost.grace
        costs.append(cost)
    return costs


def _cancel_cost(store: Store, booking: Booking, now: datetime, forgiven: int, *, by_practice: bool) -> CancelCost:
    """A hold that is let go costs nothing."""
    require(booking, *LIVE)
    starts_at = store.appointment(booking.appointment_id).starts_at
    if not by_practice and (begun := policy.has_begun(starts_at, now)):
        raise begun
    policies = Policies.of_terms(booking.terms)
    if by_practice or booking.status is Status.HELD:
        return policy.cancel_cost(booking, starts_at, now, policies, 0, by_practice=True)
    forgiven += store.forgiven_since(booking.client_id, now - policy.GRACE_PERIOD)
    cost = policy.cancel_cost(booking, starts_at, now, policies, policy.graces_left(forgiven, policies))
    undecided = cost.late and cost.free and not cost.grace and regions.of(store.practice().region).decides
    return replace(cost, undecided=undecided)


def cancel(store: Store, booking: Booking, act: Act, *, by_practice: bool = False) -> CancelCost:
    """Cancel a booking: what is charged is used, the rest goes back to the package it came from.

    When the practice cancels, all goes back, and no credit lapses by it. A place that was only offered is declined, or
    taken back. Raises Refusal: GONE, BEGUN.
    """
    cost = cancel_quote(store, booking, act.at, by_practice=by_practice)
    if booking.status is Status.HELD and (offer := store.offer_holding(booking.id or 0)):
        if by_practice:
            offer_life.withdraw(store, offer, act)
            change(store, booking, by_practice=True)
        else:
            offer_life.let_go(store, offer, OfferState.DECLINED, act)
        return cost
    credits.settle(store, booking, cost.charged, act)
    if by_practice:
        _rescue(store, booking, act)
    was = change(
        store,
        booking,
        status=Status.CANCELLED,
        held_until=None,
        cancelled_at=act.at,
        by_practice=by_practice,
        late=cost.late,
        grace=cost.grace,
        charged=cost.charged,
    )
    places.end_if_deserted(store, booking.appointment_id)
    owed = invoices.settle(store, booking, store.client(booking.client_id), cost.owed, "late_cancel", act)
    record(store, act, "cancelled", booking, was=was, invoices=owed, charged=cost.charged)
    reminders.plan(store, booking, act)
    return cost


def cancel_all(store: Store, bookings: Sequence[Booking], act: Act, *, by_practice: bool = False) -> list[CancelCost]:
    """Cancel several, all or none. Raises Refusal as `cancel`."""
    with store.all_or_nothing():
        return [cancel(store, booking, act, by_practice=by_practice) for booking in bookings]


def rest_of_series(store: Store, booking: Booking) -> list[Visit]:
    """This booking and those of its series that come after it, in order of time."""
    if booking.series_id is None:
        found = store.visit(booking.id or 0)
        return [found] if found else []
    return store.series(booking.series_id, store.appointment(booking.appointment_id).starts_at)


def _rescue(store: Store, booking: Booking, act: Act) -> None:
    """The credit that comes back from a session that the practice cancelled can still be used for a while."""
    if booking.package_id is None:
        return
    package = store.package(booking.package_id)
    least = (act.at.astimezone(zone_of(store.practice())) + RESCUE).date()
    if package.expires_on and package.expires_on < least:
        credits.extend(store, package, least, act, booking)

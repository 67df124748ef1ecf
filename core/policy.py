"""The house rules about time and cost, each said in one sentence. Pure: plain values in, an answer out.

Every span is real, elapsed time, also over a clock change; "exactly" is always in the client's favour. `policies` are
those of the day the booking was made (`Policies.of_terms(booking.terms)`) wherever a booking exists already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from core.errors import Reason, Refusal

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from core.rules import Policies

GRACE_PERIOD = timedelta(days=365)  # the 12 months in which so many late cancellations are forgiven


class Costs(Protocol):
    """What a booking costs: credits (hundredths of a session) or, where no package pays, money (minor units)."""

    credits: int
    price: int


class Moved(Protocol):
    """A booking that knows how often it was moved."""

    moves: int


@dataclass(frozen=True, slots=True)
class CancelCost:
    """What a cancellation, or not coming, costs: `charged` credits are spent, `back` return; `owed` is money."""

    late: bool
    charged: int
    back: int
    grace: bool = False  # late, and forgiven
    owed: int = 0
    undecided: bool = False  # late and free by itself: the practice decides afterwards whether it counts

    @property
    def free(self) -> bool:
        return not self.charged and not self.owed


def bookable_from(now: datetime, policies: Policies) -> datetime:
    """A session can be booked until its notice: the earliest start, which is still allowed."""
    return now.astimezone(UTC) + policies.notice


def bookable_before(now: datetime, zone: ZoneInfo, policies: Policies) -> datetime:
    """Sessions can be booked so many days ahead: the whole of the last local day, and nothing after it."""
    first_closed = now.astimezone(zone).date() + timedelta(days=policies.horizon_days + 1)
    return datetime.combine(first_closed, time(), zone).astimezone(UTC)


def may_start(starts_at: datetime, now: datetime, zone: ZoneInfo, policies: Policies) -> Refusal | None:
    """A session can be booked when it has not begun, its notice has not passed, and it is not beyond the horizon."""
    earliest, end = bookable_from(now, policies), bookable_before(now, zone, policies)
    if starts_at <= now:
        return Refusal(Reason.PAST)
    if starts_at < earliest:
        return Refusal(Reason.TOO_SOON, earliest=earliest)
    if starts_at >= end:
        return Refusal(Reason.TOO_FAR, latest=end - timedelta(minutes=1))
    return None


def free_until(starts_at: datetime, policies: Policies) -> datetime:
    """Cancelling costs nothing up to this moment, itself included."""
    return starts_at.astimezone(UTC) - timedelta(hours=policies.cancel_hours)


def movable_until(starts_at: datetime, policies: Policies) -> datetime:
    """A booking can be moved up to this moment, itself included."""
    return starts_at.astimezone(UTC) - timedelta(hours=policies.move_hours)


def has_begun(starts_at: datetime, now: datetime) -> Refusal | None:
    """What has begun can be neither moved nor cancelled by text."""
    return Refusal(Reason.BEGUN) if now >= starts_at else None


def may_move(booking: Moved, starts_at: datetime, now: datetime, policies: Policies) -> Refusal | None:
    """A booking can be moved until so many hours before it starts, and only so many times."""
    if begun := has_begun(starts_at, now):
        return begun
    until = movable_until(starts_at, policies)
    if now > until:
        return Refusal(Reason.TOO_LATE, until=until)
    if booking.moves >= policies.moves_per_booking:
        return Refusal(Reason.NO_MOVES, limit=policies.moves_per_booking)
    return None


def is_late(starts_at: datetime, now: datetime, policies: Policies) -> bool:
    """A cancellation is late when less than the notice of cancelling is left; exactly so much is in time."""
    return now > free_until(starts_at, policies)


def graces_left(forgiven: int, policies: Policies) -> int:
    """So many late cancellations are forgiven per client within the grace period; `forgiven` were already."""
    return max(policies.grace_per_year - forgiven, 0)


def cancel_cost(
    booking: Costs,
    starts_at: datetime,
    now: datetime,
    policies: Policies,
    grace_left: int,
    *,
    by_practice: bool = False,
) -> CancelCost:
    """Cancelling is free in time, and always when the practice cancels; late it costs its share, unless forgiven.

    The one grace is not spent on what costs nothing anyway.
    """
    if by_practice or not is_late(starts_at, now, policies):
        return CancelCost(late=False, charged=0, back=booking.credits)
    cost = _share(booking, policies.late_cancel_share, late=True)
    if grace_left and not cost.free:
        return CancelCost(late=True, charged=0, back=booking.credits, grace=True)
    return cost


def no_show_cost(booking: Costs, policies: Policies) -> CancelCost:
    """Not coming costs its share. There is no grace for it: nobody was told."""
    return _share(booking, policies.no_show_share, late=False)


def _share(booking: Costs, share: int, *, late: bool) -> CancelCost:
    """A share in whole hundredths of a session and whole minor units; what does not divide is the client's."""
    charged = booking.credits * share // 100
    return CancelCost(late=late, charged=charged, back=booking.credits - charged, owed=booking.price * share // 100)

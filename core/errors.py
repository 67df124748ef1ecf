"""What a client can be refused. A refusal is an answer, not an error: it is said politely and never logged as one."""

from __future__ import annotations

from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why not. The facts that travel with a reason are named beside it; all may be missing."""

    # About the time asked for
    PAST = "past"  # it has begun already
    TOO_SOON = "too_soon"  # within the practice's notice; earliest: datetime
    TOO_FAR = "too_far"  # beyond the practice's horizon; latest: datetime
    CLOSED = "closed"  # outside hours, time off, a holiday; label: str
    TAKEN = "taken"  # somebody else has it
    FULL = "full"  # the class has no place left
    CLASH = "clash"  # the client is elsewhere then; booking_id: int, at: datetime
    NOT_OFFERED = "not_offered"  # this practitioner or service does not start then
    # About paying
    NO_CREDIT = "no_credit"  # no package covers it; needed, free: int hundredths
    EXPIRES = "expires"  # every package that covers it ends before; expires_on: date
    NEW_ONLY = "new_only"  # the service is for new clients
    PACKAGE_ONLY = "package_only"  # the service is for clients with a package
    TOO_MANY = "too_many"  # no more unpaid bookings for now; limit: int
    FROZEN = "frozen"  # the package that would pay is frozen; package_id: int, because: str
    ONE_OFFER = "one_offer"  # they have another offer to answer first; at, until: datetime
    ONE_DEPOSIT = "one_deposit"  # sessions that take a deposit are booked one at a time
    # About money that goes back or came in
    DISPUTED = "disputed"  # the cardholder claims this payment back: it is never refunded
    TOO_MUCH = "too_much"  # more than is left; left: int minor units
    # About a booking or what was quoted
    BEGUN = "begun"  # the session has begun: too late to change it by text
    TOO_LATE = "too_late"  # past the move window; until: datetime, cancel_cost: credits
    NO_MOVES = "no_moves"  # the budget of moves is spent; limit: int
    GONE = "gone"  # no longer a live booking
    NOT_YET = "not_yet"  # no outcome before the session begins, no credits added to a month to come
    CHANGED = "changed"  # what was quoted no longer holds: quote again
    NOTHING_TO_UNDO = "nothing_to_undo"


class Refusal(Exception):
    """The client's: too late, taken, no credit. Rules return it, acts raise it."""

    def __init__(self, reason: Reason, **facts: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts = facts

    def __repr__(self) -> str:
        return f"Refusal({self.reason.value}, {self.facts})"

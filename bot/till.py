"""What the cashier needs of a payment provider: calls as plain values in, the provider's current objects out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, timedelta

    from storage.models import OrderKind

Found = dict[str, Any]
"""An object of the provider as it is now, as plain values."""


@dataclass(frozen=True, slots=True)
class Call:
    """One order made ready: all that the provider is told, the same again whenever it is tried with the same `key`."""

    order_id: int
    practice_id: int
    kind: OrderKind
    key: str  # the provider's idempotency key
    token: str  # our mark on what it makes
    amount: int  # minor units
    currency: str
    attempts: int
    tried_at: datetime  # when this key was first used
    ends_at: datetime | None = None  # of a page
    object_id: str | None = None
    object_kind: str = ""
    what: str = ""  # the line that a payer reads on the page
    language: str = "en"
    customer: str | None = None
    card: str | None = None
    save_card: bool = False
    payment_intent: str = ""
    look_first: bool = False  # the key cannot be used again: is what it was to make there?


@dataclass(frozen=True, slots=True)
class NotThere:
    """What was looked for does not exist: the call may be made anew, with another key."""


class TillError(Exception):
    """The world's: a call was not answered as it should be. `code` is the provider's, never a name or an amount.

    `doubt`: it may have been done all the same. `spent`: its key can never succeed. `permanent`: trying again cannot
    help.
    """

    def __init__(
        self,
        code: str,
        *,
        doubt: bool = False,
        spent: bool = False,
        permanent: bool = False,
        wait: timedelta | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.doubt, self.spent, self.permanent, self.wait = code, doubt, spent, permanent, wait


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the provider: that something happened to an object, which is then looked at."""

    id: str
    kind: str
    object_id: str
    object_kind: str
    token: str = ""  # our mark, where the object carries it
    payment_intent: str = ""
    status: str = ""  # the object's, where it was listed and not told


@dataclass(frozen=True, slots=True)
class Takings:
    """All movements of money that the provider has with our mark, since some day: what the audit compares with."""

    payments: dict[str, int] = field(default_factory=dict)  # by PaymentIntent
    refunds: dict[str, int] = field(default_factory=dict)  # by refund
    disputes: dict[str, int] = field(default_factory=dict)  # by dispute


class Till(Protocol):
    """A payment provider. Every method may take seconds, and raises TillError and nothing else."""

    name: str

    def call(self, call: Call) -> Sequence[Found] | NotThere:
        """Make the call (or look for what it made), and answer the objects as they are now."""
        ...

    def undelivered(self, since: datetime) -> Iterator[Told]:
        """The events that no webhook of ours has taken, oldest first."""
        ...

    def gone_back(self, since: datetime) -> Iterator[Told]:
        """The refunds and the disputes that began since then, oldest first, whatever was told of them."""
        ...

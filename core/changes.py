"""A booking's row changes, and what it was is kept for undo."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from core.errors import Reason, Refusal
from storage.models import Status

if TYPE_CHECKING:
    from storage.models import Booking
    from storage.store import Store

INSTANTS = {"held_until", "cancelled_at", "confirmed_at"}


def require(booking: Booking, *statuses: Status) -> None:
    """Refusal GONE unless a booking is in one of these parts of its life."""
    if booking.status not in statuses:
        raise Refusal(Reason.GONE, status=booking.status)


def change(store: Store, booking: Booking, **new: Any) -> dict[str, Any]:
    """Write these fields, and say what those that differ were before, as JSON holds them."""
    was = {name: getattr(booking, name) for name, value in new.items() if getattr(booking, name) != value}
    _write(store, booking, new)
    return {name: _plain(value) for name, value in was.items()}


def restore(store: Store, booking: Booking, was: dict[str, Any]) -> None:
    """Write back what `change` said."""
    _write(store, booking, {name: _rich(name, value) for name, value in was.items()})


def _write(store: Store, booking: Booking, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(booking, name, value)
    store.add(booking)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _rich(name: str, value: Any) -> Any:
    if name == "status":
        return Status(value)
    return datetime.fromisoformat(value) if name in INSTANTS and value is not None else value

"""Credits: every one of them is always in exactly one place, and `move` is the only way from one place to another.

Amounts are hundredths of a session. A balance is the sum of a package's moves, never a number that is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.acts import record
from core.errors import Reason, Refusal
from storage.models import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.acts import Act
    from storage.ledger import Purse
    from storage.models import Booking, Client, CreditMove, Package, Service
    from storage.store import Store

BEFORE_REPBOOK = "before Repbook"


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the credits of one package are: bought = used + booked + free + expired + refunded (hundredths)."""

    bought: int
    used: int
    booked: int
    free: int
    expired: int
    refunded: int
    expires_on: date | None
    held: int = 0  # of what is booked: for a place that was offered from the waitlist and is not answered


@dataclass(frozen=True, slots=True)
class Line:
    """One line of "why 3?": a move, and the session that it was for, where there was one."""

    move: CreditMove
    package: Package
    booking: Booking | None
    starts_at: datetime | None  # of the session, as it stands now
    service_id: int | None


def move(
    store: Store,
    act: Act,
    package_id: int,
    amount: int,
    source: Place,
    target: Place,
    *,
    booking_id: int | None = None,
    why: str = "",
) -> None:
    """Move credits of a package from one place to another. Nothing moves when the amount is 0."""
    if amount == 0:
        return
    store.add_move(
        package_id=package_id,
        amount=amount,
        source=source,
        target=target,
        booking_id=booking_id,
        act=act.id,
        n=act.number(),
        at=act.at,
        by=act.by,
        why=why,
    )


def hold(store: Store, booking: Booking, act: Act, why: str = "") -> None:
    """A booking takes what it costs: free -> booked."""
    _for_booking(store, booking, act, booking.credits, Place.FREE, Place.BOOKED, why)


def release(store: Store, booking: Booking, act: Act, why: str = "") -> None:
    """All that a booking holds goes back to the package it came from: booked -> free."""
    _for_booking(store, booking, act, booking.credits, Place.BOOKED, Place.FREE, why)


def settle(store: Store, booking: Booking, charged: int, act: Act, why: str = "") -> None:
    """A booking has ended: what it charges is used, the rest is free again."""
    _for_booking(store, booking, act, charged, Place.BOOKED, Place.USED, why)
    _for_booking(store, booking, act, booking.credits - charged, Place.BOOKED, Place.FREE, why)


def unsettle(store: Store, booking: Booking, act: Act, why: str = "") -> None:
    """The end of a booking is taken back: it holds all that it costs again.

    Refusal NO_CREDIT when what it had given back was spent on something else.
    """
    back = booking.credits - booking.charged
    require_free(store, booking.package_id, back)
    _for_booking(store, booking, act, booking.charged, Place.USED, Place.BOOKED, why)
    _for_booking(store, booking, act, back, Place.FREE, Place.BOOKED, why)


def _for_booking(store: Store, booking: Booking, act: Act, amount: int, source: Place, target: Place, why: str) -> None:
    if booking.package_id is not None:
        move(store, act, booking.package_id, amount, source, target, booking_id=booking.id, why=why)


def require_free(store: Store, package_id: int | None, amount: int) -> None:
    """Refusal NO_CREDIT when a package has less than that free."""
    if package_id is None or amount == 0:
        return
    free = store.place(package_id, Place.FREE)
    if free < amount:
        raise Refusal(Reason.NO_CREDIT, needed=amount, free=free)


def balance(store: Store, package: Package) -> Balance:
    """Where the credits of a package are."""
    places = store.places(package.id or 0)
    return _balance(package, places[package.id or 0], _held(store, places).get(package.id or 0, 0))


def _held(store: Store, places: dict[int, dict[Place, int]]) -> dict[int, int]:
    """What of the booked credits only holds places that were offered, by package."""
    booked = [package_id for package_id, at in places.items() if at[Place.BOOKED]]
    return store.credits_offered(booked) if booked else {}


def _balance(package: Package, places: dict[Place, int], held: int) -> Balance:
    return Balance(
        bought=-places[Place.OUTSIDE],
        used=places[Place.USED],
        booked=places[Place.BOOKED],
        free=places[Place.FREE],
        expired=places[Place.EXPIRED],
        refunded=places[Place.REFUNDED],
        expires_on=package.expires_on,
        held=held,
    )


def balances(store: Store, client: Client, on: date) -> list[tuple[Package, Balance]]:
    """The packages of a client that matter on a local day: usable then, or holding bookings. In draw order."""
    packages = {package.id or 0: package for package in store.packages(client.id or 0)}
    places = store.places(*packages)
    held = _held(store, places)
    each = [(packages[n], _balance(packages[n], at, held.get(n, 0))) for n, at in places.items()]
    matter = [
        (p, b) for p, b in each if b.booked or (b.free and has_begun(p.starts_on, on) and reaches(p.expires_on, on))
    ]
    return sorted(matter, key=lambda pair: draw_key(pair[0].expires_on, pair[0].bought_at, pair[0].id or 0))


def usable(store: Store, client: Client, service: Service, on: date) -> list[tuple[Package, int]]:
    """The packages that can pay a session of a service on a local day, with its cost, in draw order."""
    purses = in_draw_order(store.purses(client.id or 0, service.id or 0), on)
    return [(store.package(p.package_id), p.cost) for p in purses if p.free >= p.cost]


def in_draw_order(purses: Iterable[Purse], on: date) -> list[Purse]:
    """Those that may be used on that day and are not frozen: what ends first is drawn first, then the oldest."""
    return sorted(
        (p for p in purses if has_begun(p.starts_on, on) and reaches(p.expires_on, on) and not p.frozen),
        key=lambda p: draw_key(p.expires_on, p.bought_at, p.package_id),
    )


def draw_key(expires_on: date | None, bought_at: datetime, package_id: int) -> tuple[date, datetime, int]:
    """Earliest expiry first (none comes last), then oldest."""
    return expires_on or date.max, bought_at, package_id


def covers(package: Package, on: date) -> bool:
    """Whether a package may be used on a local day."""
    return has_begun(package.starts_on, on) and reaches(package.expires_on, on)


def has_begun(starts_on: date | None, on: date) -> bool:
    """Whether a package may be used on a local day already; its first day counts."""
    return starts_on is None or starts_on <= on


def reaches(expires_on: date | None, on: date) -> bool:
    """Whether a package may be used on a local day; its last day counts."""
    return expires_on is None or on <= expires_on


def expire(store: Store, today: date, act: Act, since: date = date.min) -> list[tuple[Package, int]]:
    """What is free in packages whose last day is over expires. Says which packages lost how much, so they hear it.

    Those that the owner has frozen wait; `since` leaves those alone that ended before it.
    """
    lapsed = []
    for package_id, free in store.ended_with_credit(today, since):
        move(store, act, package_id, free, Place.FREE, Place.EXPIRED)
        record(store, act, "expired", package=package_id, credits=free)
        lapsed.append((store.package(package_id), free))
    return lapsed


def reinstate(store: Store, package: Package, expires_on: date | None, act: Act) -> int:
    """The owner gives a lapsed package a new last day, and all that had expired is free again."""
    expired = store.place(package.id or 0, Place.EXPIRED)
    extend(store, package, expires_on, act)
    move(store, act, package.id or 0, expired, Place.EXPIRED, Place.FREE)
    return expired


def extend(store: Store, package: Package, expires_on: date | None, act: Act, booking: Booking | None = None) -> None:
    """Give a package another last day."""
    was, package.expires_on = package.expires_on, expires_on
    store.add(package)
    dates = {"from": was and was.isoformat(), "to": expires_on and expires_on.isoformat()}
    record(store, act, "extended", booking, package=package.id, **dates)


def adjust(store: Store, package: Package, amount: int, act: Act, why: str) -> None:
    """The owner adds credits, or takes free ones away (a negative amount), and says why. Refusal NO_CREDIT."""
    if amount > 0:
        move(store, act, package.id or 0, amount, Place.OUTSIDE, Place.FREE, why=why)
    else:
        require_free(store, package.id, -amount)
        move(store, act, package.id or 0, -amount, Place.FREE, Place.OUTSIDE, why=why)
    record(store, act, "adjusted", package=package.id, credits=amount)


def history(store: Store, client: Client, today: date = date.max) -> list[Line]:
    """Every move of a client's packages in order: the answer to "why 3?". Of periods to come, what is booked."""
    found = [Line(*row) for row in store.moves_of(client.id or 0)]
    return [line for line in found if line.booking or has_begun(line.package.starts_on, today)]

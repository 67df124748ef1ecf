"""Questions about packages and the moves of their credits, and the one statement that writes a move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, insert, select, union_all
from sqlmodel import col
from sqlmodel import select as rows

from storage.asking import Asking
from storage.models import (
    Appointment,
    Booking,
    Client,
    CreditMove,
    Package,
    PackageClient,
    PackageService,
    Place,
    PlanService,
)
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class Purse:
    """A package as one service sees it: what a session costs it, and what is free in it (hundredths)."""

    package_id: int
    expires_on: date | None
    bought_at: datetime
    cost: int
    free: int
    frozen: str = ""  # why nothing new is booked on it
    starts_on: date | None = None  # before that local day nothing is booked on it


_MOVES, _PACKAGES, _OWNERS, _COVERED = (table(n) for n in (CreditMove, Package, PackageClient, PackageService))


def net(place: Place) -> ColumnElement[int]:
    """What lies in a place: what came in less what went out."""
    move = _MOVES.c
    moved = case((move.target == place, move.amount), (move.source == place, -move.amount), else_=0)
    return func.coalesce(func.sum(moved), 0)


_PURSES = (
    select(
        _PACKAGES.c.id,
        _PACKAGES.c.expires_on,
        _PACKAGES.c.bought_at,
        _COVERED.c.cost,
        net(Place.FREE),
        _PACKAGES.c.frozen_because,
        _PACKAGES.c.starts_on,
    )
    .join(_OWNERS, _OWNERS.c.package_id == _PACKAGES.c.id)
    .join(_COVERED, _COVERED.c.package_id == _PACKAGES.c.id)
    .outerjoin(_MOVES, _MOVES.c.package_id == _PACKAGES.c.id)
    .where(_OWNERS.c.client_id == bindparam("client"), _COVERED.c.service_id == bindparam("service"))
    .group_by(_PACKAGES.c.id, _COVERED.c.cost)
)
_CAME = (
    select(_MOVES.c.package_id, _MOVES.c.target.label("place"), func.sum(_MOVES.c.amount))
    .where(_MOVES.c.package_id.in_(bindparam("packages", expanding=True)))
    .group_by(_MOVES.c.package_id, _MOVES.c.target)
)
_WENT = (
    select(_MOVES.c.package_id, _MOVES.c.source.label("place"), -func.sum(_MOVES.c.amount))
    .where(_MOVES.c.package_id.in_(bindparam("packages", expanding=True)))
    .group_by(_MOVES.c.package_id, _MOVES.c.source)
)
_PLACES = union_all(_CAME, _WENT)
_ENDED = (
    select(_PACKAGES.c.id, net(Place.FREE).label("free"))
    .join(_MOVES, _MOVES.c.package_id == _PACKAGES.c.id)
    .where(_PACKAGES.c.practice_id == bindparam("practice"), _PACKAGES.c.frozen_on.is_(None))
    .where(_PACKAGES.c.expires_on >= bindparam("since"), _PACKAGES.c.expires_on < bindparam("until"))
    .group_by(_PACKAGES.c.id)
    .having(net(Place.FREE) > 0)
    .order_by(_PACKAGES.c.id)
)
_FROZEN = (
    select(_PACKAGES.c.id)
    .where(_PACKAGES.c.practice_id == bindparam("practice"), _PACKAGES.c.frozen_until <= bindparam("today"))
    .order_by(_PACKAGES.c.id)
)
_ADD_MOVE = insert(_MOVES)


class Ledger(Asking):
    """Packages and where each of their credits is."""

    def purses(self, client_id: int, service_id: int) -> list[Purse]:
        """Every package of a client that covers a service, whatever is left in it and however old."""
        found = self.session.connection().execute(_PURSES, {"client": client_id, "service": service_id})
        return [Purse(*row) for row in found]

    def package(self, package_id: int) -> Package:
        """A package that is known to exist."""
        return self.session.get_one(Package, package_id)

    def packages(self, client_id: int) -> Sequence[Package]:
        """All packages that are for a client, oldest first."""
        mine = rows(Package).join(PackageClient, col(PackageClient.package_id) == col(Package.id))
        return self.session.exec(mine.where(PackageClient.client_id == client_id).order_by(col(Package.id))).all()

    def covered_by(self, plan_id: int) -> Sequence[PlanService]:
        """The services that a plan covers today, and what each costs."""
        return self.session.exec(rows(PlanService).where(PlanService.plan_id == plan_id)).all()

    def covers(self, package_id: int) -> Sequence[PackageService]:
        """The services that a package covers, and what each costs, as sold."""
        return self.session.exec(rows(PackageService).where(PackageService.package_id == package_id)).all()

    def granted(self, act: str, plan_id: int, client_id: int) -> Package | None:
        """The package of a plan that an act has already given a client."""
        theirs = rows(Package).join(PackageClient, col(PackageClient.package_id) == col(Package.id))
        found = theirs.where(Package.act == act, Package.plan_id == plan_id, PackageClient.client_id == client_id)
        return self.session.exec(found).first()

    def places(self, *package_ids: int) -> dict[int, dict[Place, int]]:
        """Where the credits of some packages are (hundredths). Outside is what was ever bought, below zero."""
        found: dict[int, dict[Place, int]] = {package_id: dict.fromkeys(Place, 0) for package_id in package_ids}
        for package_id, place, amount in self.session.execute(_PLACES, {"packages": package_ids}):
            found[package_id][place] += int(amount)
        return found

    def place(self, package_id: int, place: Place) -> int:
        """How much of a package is in one place."""
        return self.places(package_id)[package_id][place]

    def ended_with_credit(self, today: date, since: date) -> list[tuple[int, int]]:
        """Packages whose last day is over, not before `since`, and that still hold free credits: (package, free)."""
        found = self.session.execute(_ENDED, {"practice": self.practice_id, "since": since, "until": today})
        return [(package_id, int(free)) for package_id, free in found]

    def ending_with_credit(self, today: date, last: date) -> list[Package]:
        """Packages whose last day is to come, until then, and that hold free credits."""
        found = self.session.execute(_ENDED, {"practice": self.practice_id, "since": today, "until": last})
        return [self.package(package_id) for package_id, _ in found]

    def no_longer_for(self, package_id: int, client_id: int) -> None:
        """A client draws from a package no more."""
        self.wrote = True
        self.session.delete(self.session.get_one(PackageClient, (package_id, client_id)))
        self.session.flush()

    def persons_of(self, package_id: int) -> list[int]:
        """Those who write for the clients that a package is for."""
        theirs = rows(Client.person_id).join(PackageClient, col(PackageClient.client_id) == col(Client.id))
        return sorted(set(self.session.exec(theirs.where(PackageClient.package_id == package_id))))

    def add_move(self, **values: Any) -> None:
        """Write one move. Only core.credits.move calls this: all of a move's columns must be given."""
        self.wrote = True
        self.session.connection().execute(_ADD_MOVE, values)

    def moves_of(self, client_id: int) -> Sequence[Any]:
        """Every move of every package that is for a client, in order: (move, package, booking, its start, its service).

        The last three are empty where a move was for no booking.
        """
        found = (
            select(CreditMove, Package, Booking, col(Appointment.starts_at), col(Appointment.service_id))
            .join(Package, col(Package.id) == col(CreditMove.package_id))
            .join(PackageClient, col(PackageClient.package_id) == col(Package.id))
            .outerjoin(Booking, col(Booking.id) == col(CreditMove.booking_id))
            .outerjoin(Appointment, col(Appointment.id) == col(Booking.appointment_id))
            .where(col(PackageClient.client_id) == client_id)
            .order_by(col(CreditMove.id))
        )
        return self.session.execute(found).all()

    def frozen_until(self, today: date) -> list[Package]:
        """The packages whose freeze ends on that local day or did before."""
        found = self.session.execute(_FROZEN, {"practice": self.practice_id, "today": today}).scalars()
        return [self.package(package_id) for package_id in found]

    def moves_in(self, act: str, package_id: int) -> Sequence[CreditMove]:
        """The moves of a package that one act made for no booking, oldest first."""
        found = rows(CreditMove).where(CreditMove.act == act, CreditMove.package_id == package_id)
        return self.session.exec(found.where(col(CreditMove.booking_id).is_(None)).order_by(col(CreditMove.id))).all()

    def moves_by(self, act: str, booking_ids: Iterable[int]) -> Sequence[CreditMove]:
        """The moves that one act made for some bookings, newest first."""
        found = rows(CreditMove).where(CreditMove.act == act, col(CreditMove.booking_id).in_(booking_ids))
        return self.session.exec(found.order_by(col(CreditMove.id).desc())).all()

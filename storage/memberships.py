"""Questions about memberships and their periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, or_
from sqlmodel import col, select

from storage.asking import Asking
from storage.models import (
    CreditMove,
    Instalment,
    Membership,
    MembershipClient,
    MembershipState,
    Package,
    Sale,
)
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


_MEMBERSHIP = table(Membership).c
_DUE = (
    select(_MEMBERSHIP.id)
    .where(_MEMBERSHIP.practice_id == bindparam("practice"))
    .where(
        or_(
            _MEMBERSHIP.next_renewal <= bindparam("today"),
            and_(_MEMBERSHIP.state == MembershipState.PAUSED, _MEMBERSHIP.paused_until <= bindparam("today")),
        )
    )
    .order_by(_MEMBERSHIP.id)
)


class Memberships(Asking):
    """Memberships, oldest first."""

    def membership(self, membership_id: int) -> Membership:
        """A membership that is known to exist."""
        return self.session.get_one(Membership, membership_id)

    def memberships_of(self, person_id: int) -> Sequence[Membership]:
        """What of a person's has not ended."""
        mine = select(Membership).where(Membership.person_id == person_id, Membership.state != MembershipState.ENDED)
        return self.session.exec(mine.order_by(col(Membership.id))).all()

    def memberships_for(self, client_id: int) -> Sequence[Membership]:
        """What is for a client and has not ended."""
        theirs = select(Membership).join(MembershipClient, col(MembershipClient.membership_id) == col(Membership.id))
        found = theirs.where(MembershipClient.client_id == client_id, Membership.state != MembershipState.ENDED)
        return self.session.exec(found.order_by(col(Membership.id))).all()

    def memberships_due(self, today: date) -> list[Membership]:
        """Those that renew, end or come back from a pause on that local day, or should have before."""
        due = self.session.execute(_DUE, {"practice": self.practice_id, "today": today}).scalars()
        return [self.membership(membership_id) for membership_id in due]

    def members(self, membership_id: int) -> list[int]:
        """The clients that a membership is for."""
        found = select(MembershipClient.client_id).where(MembershipClient.membership_id == membership_id)
        return list(self.session.exec(found.order_by(col(MembershipClient.client_id))))

    def periods(self, membership_id: int) -> list[Package]:
        """The packages of its periods, in order of time."""
        found = select(Package).where(Package.membership_id == membership_id)
        return list(self.session.exec(found.order_by(col(Package.starts_on), col(Package.id))))

    def period(self, membership_id: int, start: date) -> Package | None:
        """The package of the period that begins on that day."""
        found = select(Package).where(Package.membership_id == membership_id, Package.starts_on == start)
        return self.session.exec(found).first()

    def first_move(self, package_id: int) -> CreditMove:
        """The move that gave a package its credits."""
        found = select(CreditMove).where(CreditMove.package_id == package_id).order_by(col(CreditMove.id))
        return self.session.exec(found.limit(1)).one()

    def sales_of_membership(self, membership_id: int) -> Sequence[Sale]:
        """How it was sold, and every period since."""
        return self.session.exec(select(Sale).where(Sale.membership_id == membership_id).order_by(col(Sale.id))).all()

    def parts_of_membership(self, membership_id: int) -> Sequence[Instalment]:
        """All payments that its sales ask for."""
        found = select(Instalment).join(Sale, col(Sale.id) == col(Instalment.sale_id))
        return self.session.exec(found.where(Sale.membership_id == membership_id).order_by(col(Instalment.id))).all()

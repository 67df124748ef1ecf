"""Disputes: a cardholder asks the bank for their money back. What it paid for is frozen, nothing of it is refunded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import freezing, refunds
from core.acts import record
from core.notices import tell_owner
from storage.models import Dispute, DisputeStatus, RefundStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.acts import Act
    from storage.models import Payment
    from storage.store import Store

STATUSES = {
    "won": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,  # settled before it became one: nothing is claimed any more
    "lost": DisputeStatus.LOST,
}
RANKS = {DisputeStatus.INQUIRY: 0, DisputeStatus.OPEN: 1, DisputeStatus.WON: 2, DisputeStatus.LOST: 2}
WHY = "dispute"


def status_of(said: str) -> DisputeStatus:
    """What the provider's word comes to: `warning_...` is a question that moves no money."""
    if said.startswith("warning_"):
        return DisputeStatus.INQUIRY
    return STATUSES.get(said, DisputeStatus.OPEN)


def heard(store: Store, found: Mapping[str, Any], act: Act) -> None:
    """A dispute is this now. Each step is taken once: it opens, then it is won or lost; an appeal opens it no more."""
    payment = store.payment_by_provider(str(_id(found.get("payment_intent"))))
    if payment is None:
        return
    known, status = store.dispute_by_provider(found["id"]), status_of(found["status"])
    if known is not None and RANKS[status] <= RANKS[known.status]:
        _close_inquiry(store, known, found["status"], act)
        return
    was = known.status if known else None
    dispute = known or Dispute(
        practice_id=store.practice_id, payment_id=payment.id or 0, provider_id=found["id"], status=status,
        amount=found["amount"], at=act.at, act=act.id,
    )  # fmt: skip
    dispute.status, dispute.amount = status, found["amount"]
    dispute.closed_at = act.at if status in (DisputeStatus.WON, DisputeStatus.LOST) else None
    store.add(dispute)
    record(store, act, f"dispute_{status.value}", dispute=dispute.id, payment=payment.id)
    _follow(store, payment, dispute, was, act)


def _id(value: Any) -> str | None:
    found: str | None = value["id"] if isinstance(value, dict) else value
    return found


def _close_inquiry(store: Store, known: Dispute, said: str, act: Act) -> None:
    if said == "warning_closed" and known.closed_at is None:
        known.closed_at = act.at
        store.add(known)


def _follow(store: Store, payment: Payment, dispute: Dispute, was: DisputeStatus | None, act: Act) -> None:
    """Freeze on a claim, thaw when it is won; what is lost stays frozen until the owner decides."""
    packages = store.packages_on(payment.invoice_id)
    if dispute.status in (DisputeStatus.OPEN, DisputeStatus.LOST):
        for package in packages:
            freezing.freeze(store, package, WHY, act)
        for refund in store.refunds_of(payment.id or 0):
            if refund.status is RefundStatus.OWED:
                refunds.take_back(store, [refund.id or 0], act)
    elif dispute.status is DisputeStatus.WON and was is not DisputeStatus.LOST and not store.is_disputed(payment):
        for package in packages:
            freezing.thaw(store, package, WHY, act)
    standing = [visit for package in packages for visit in store.standing_on(package.id or 0, act.at)]
    tell_owner(
        store, act, f"dispute_{dispute.status.value}", subject=dispute.id, person=payment.person_id,
        amount=dispute.amount, sessions=[v.appointment.starts_at.isoformat() for v in standing[:3]],
    )  # fmt: skip

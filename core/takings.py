"""Law 4 against the provider's own list: each movement of money there is exactly one row here, and the reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from core.audit import Finding
from storage.models import Dispute, Method, Payment, Refund, RefundStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session


def findings(
    session: Session,
    practice_id: int,
    since: datetime,
    payments: Mapping[str, int],
    refunds: Mapping[str, int],
    disputes: Mapping[str, int],
) -> list[Finding]:
    """What the provider has and we have not, or otherwise, or the reverse: ids and amounts of what moved since then."""
    ours = select(Payment).where(Payment.practice_id == practice_id, Payment.method == Method.CARD)
    paid = {str(p.provider_id): (p.amount, p.at) for p in session.exec(ours)}
    theirs = select(Refund).where(Refund.practice_id == practice_id)
    gone = (RefundStatus.FAILED, RefundStatus.CANCELLED)
    back = {r.provider_id: (r.amount, r.at) for r in session.exec(theirs) if r.provider_id and r.status not in gone}
    claims = select(Dispute).where(Dispute.practice_id == practice_id)
    claimed = {d.provider_id: (d.amount, d.at) for d in session.exec(claims)}
    return [
        *_compared("payment", payments, paid, since),
        *_compared("refund", refunds, back, since),
        *_compared("dispute", disputes, claimed, since),
    ]


def _compared(
    noun: str, theirs: Mapping[str, int], ours: Mapping[str, tuple[int, datetime]], since: datetime
) -> list[Finding]:
    missing = [Finding(4, f"a {noun} at the provider is not ours", {noun: i}) for i in theirs if i not in ours]
    differs = [
        Finding(4, f"a {noun} at the provider has another amount", {noun: i})
        for i, amount in theirs.items()
        if i in ours and ours[i][0] != amount
    ]
    extra = [
        Finding(4, f"a {noun} of ours is not at the provider", {noun: i})
        for i, (_, at) in ours.items()
        if at >= since and i not in theirs
    ]
    return missing + differs + extra

"""The written contract of a plan, where the law wants one: Quebec's Consumer Protection Act, ss. 189-196.

It holds what s. 190 asks for: the parties, place and date, what is sold and from when, how long and where, the number
of sessions and the price of one, the total, how it is paid, and the right to cancel with its form. The wording is ours,
not the Act's: facts, section 4, could not confirm the regulation's own text. It is frozen like every paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import tax
from core.receipts import heading
from core.rules import rules_of, zone_of
from storage.models import Receipt, ReceiptKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from core.acts import Act
    from storage.models import Practice, Sale
    from storage.store import Store

MOST_FEE, FEE_SHARE = 5_000, 10  # s. 196: at most 50 $ or 10 % of what was not supplied, whichever is less
REFUND_DAYS = 10  # s. 197


def is_wanted(practice: Practice) -> bool:
    """Does the law of this practice's region want a plan's contract in writing?"""
    return practice.region == "CA-QC"


def cancellation_fee(undelivered: int) -> int:
    """The most that may be asked of who cancels, for sessions of that price not received (minor units)."""
    return min(MOST_FEE, undelivered * FEE_SHARE // 100)


def of_sale(store: Store, sale: Sale, act: Act) -> Receipt:
    """The contract of a sale, made once, dated when it was agreed to."""
    person = store.person(sale.person_id)
    for known in store.receipts_of(sale.person_id, ReceiptKind.CONTRACT):
        if known.lines["sale"] == sale.id:
            return known
    agreed = sale.agreed_at or act.at
    said = heading(store, person, _day(store, agreed)) | _said(store, sale, _day(store, agreed))
    return store.add(
        Receipt(
            practice_id=store.practice_id,
            kind=ReceiptKind.CONTRACT,
            number=store.next_receipt_number(ReceiptKind.CONTRACT),
            person_id=sale.person_id,
            invoice_id=sale.invoice_id,
            language=person.language,
            lines=said,
            total=sale.price,
            issued_at=act.at,
            act=act.id,
        )
    )


def _said(store: Store, sale: Sale, on: date) -> dict[str, Any]:
    practice, plan = store.practice(), store.plan(sale.plan_id)
    taxed = tax.within(practice, sale.price, on)
    covered = [(store.service(each.service_id), each.cost) for each in store.covered_by(sale.plan_id)]
    return {
        "sale": sale.id,
        "rows": [],
        "names": plan.names,
        "outcomes": plan.outcomes,
        "services": [{"names": s.names, "minutes": s.minutes, "cost": cost} for s, cost in covered],
        "clients": [store.client(client_id).name for client_id in store.clients_of_sale(sale.id or 0)],
        "credits": plan.credits,
        "monthly": plan.monthly,
        "validity_days": plan.validity_days,
        "place": rules_of(practice).address,
        "subtotal": taxed.net,
        "taxes": [[each.name, each.rate, each.amount] for each in taxed.taxes],
        "way": sale.way.value,
        "instalments": [
            {"amount": i.amount, "on": i.due_on.isoformat() if i.due_on else "", "after": i.after_sessions}
            for i in store.instalments(sale.id or 0)
        ],
        "terms": sale.terms,
        "terms_version": sale.terms_version,
        "agreed": sale.agreed_at is not None,
    }


def _day(store: Store, at: datetime) -> date:
    return at.astimezone(zone_of(store.practice())).date()

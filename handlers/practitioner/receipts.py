"""For the practice's own people: who has not paid, and a client's receipt."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import contracts, invoices
from handlers import papers
from handlers.client.receipts import chosen, wanted
from handlers.dialogue import script
from handlers.practitioner.common import or_says_why, the_client
from handlers.say import Choice, Say
from storage.models import Method, RefundStatus

if TYPE_CHECKING:
    from handlers.dialogue import Turn

SHOWN = 12
CLIENT, ME = "client", "me"


@script("unpaid", staff=True, telling=True)
def unpaid(t: Turn) -> Say:
    """Who owes for what has begun or was sold, the longest first."""
    owed = [(row, invoices.due(t.store, row.invoice)) for row in t.store.unpaid(t.now)]
    due = [(row, amount) for row, amount in owed if amount > 0]
    back = _to_hand_back(t)
    if not due:
        return Say("\n".join([t.words.nobody_owes(), *back]))
    lines = [t.words.unpaid_line(row.person.name or "?", a, row.starts_at or row.invoice.at) for row, a in due[:SHOWN]]
    unpaid = t.words.unpaid_list(lines, sum(amount for _, amount in due), max(len(due) - SHOWN, 0))
    return Say("\n".join([unpaid, *back]))


def _to_hand_back(t: Turn) -> list[str]:
    """What the practice owes to clients and must hand back itself; where the law says by when, by then."""
    lines, wanted = [], contracts.is_wanted(t.practice)
    for refund in t.store.refunds_with(RefundStatus.OWED):
        payment = t.store.payment(refund.payment_id)
        if payment.method is not Method.CARD:
            day = refund.at.astimezone(t.words.zone).date() + timedelta(days=contracts.REFUND_DAYS)
            who = t.store.person(payment.person_id).name or "?"
            lines.append(t.words.to_hand_back(who, refund.amount, day if wanted else None))
    return lines[:SHOWN]


@script("staff_receipt", "receipt", staff=True)
@or_says_why
def staff_receipt(t: Turn) -> Say:
    """A client's receipt, to them or to whoever asks: what it holds is said before it is made."""
    period, kind = wanted(t)
    client = the_client(t)
    person = t.store.person(client.person_id)
    found = papers.find(t.store, t.words, papers.Wanted(person, [client], kind, period))
    if not found.choices:
        return Say(_why_none(t, found.waiting) or t.words.no_paper(kind, t.words.for_period(period)))
    meant = chosen(t, papers.Found(found.choices[:1] if kind is None else found.choices, found.waiting))
    label = ", ".join(choice.label for choice in meant)
    name = t.words.given(client.name)
    offer = [Choice(t.words.to_client(name), CLIENT), Choice(t.words.to_me(), ME)]
    whom = t.decide(t.words.receipt_to_whom(label), [[choice.value for choice in meant], label], offer)
    if whom == CLIENT:
        papers.send(t, person, [choice.value for choice in meant])
        return Say(t.words.sent_to_client(name))
    papers.send(t, t.person, [choice.value for choice in meant[1:]])
    return papers.hand_over(t.store, t.words, t.act, meant[0].value)


def _why_none(t: Turn, waiting: dict[str, int]) -> str:
    return " ".join(t.words.why_no_receipt(why, count) for why, count in waiting.items())

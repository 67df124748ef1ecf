"""What is said about money, unasked: each notice gets its words when it is sent, from what is so then."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from core import invoices
from core.instalments import Part
from handlers.notices import KINDS, PREPARED, prepared
from handlers.say import Document, Dropped, Say
from storage import post
from storage.models import InstalmentStatus, Order, OrderStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.words import Words
    from storage.models import Instalment, Outbox
    from storage.store import Store

    Sentence = Callable[["About"], str]


def to_come(store: Store, words: Words, sale_id: int) -> str:
    """The parts of a plan that are not due yet, and what is left of one that was paid in part."""
    waiting = [part for part in store.instalments(sale_id) if part.status is InstalmentStatus.WAITING]
    left = [(_left(store, part), part) for part in waiting]
    return words.to_come([Part(amount, part.due_on, part.after_sessions) for amount, part in left if amount > 0])


def _left(store: Store, part: Instalment) -> int:
    bill = part.invoice_id
    return part.amount if bill is None else invoices.due(store, store.invoice(bill))


class About:
    """What a notice about money is about: its facts, and what the store knows of them."""

    def __init__(self, store: Store, row: Outbox, words: Words) -> None:
        self.store, self.words = store, words
        self.facts: dict[str, Any] = post.content(row)
        self.amount = int(self.facts.get("amount", 0))
        self.practice = store.practice().name

    @property
    def visit(self) -> str:
        """The session that it is about."""
        found = self.store.visit(self.facts["booking"])
        return self.words.visit(found) if found else "?"

    @property
    def who(self) -> str:
        """The client or payer that it is about, for the owner."""
        if "booking" in self.facts:
            found = self.store.visit(self.facts["booking"])
            return found.client.name if found else "?"
        person = self.facts.get("person")
        return (self.store.person(person).name if person else "") or "?"

    @property
    def plan(self) -> str:
        """The plan of the sale that it is about."""
        return self.words.of(self.store.plan(self.store.sale(self.facts["sale"]).plan_id).names)

    @property
    def to_come(self) -> str:
        """The parts of a plan that are not due yet, and what is left of one that was paid in part."""
        return to_come(self.store, self.words, self.facts["sale"])

    @property
    def sessions(self) -> list[datetime]:
        return [datetime.fromisoformat(at) for at in self.facts.get("sessions", [])]


SENTENCES: dict[str, Sentence] = {
    "deposit_paid": lambda a: a.words.deposit_paid(a.visit, a.amount),
    "deposit_lapsed": lambda a: a.words.deposit_lapsed(a.practice, a.visit),
    "deposit_late_rebooked": lambda a: a.words.deposit_late_rebooked(a.visit, a.amount),
    "deposit_late_refunded": lambda a: a.words.deposit_late_refunded(a.visit, a.amount),
    "deposit_refunded": lambda a: a.words.deposit_refunded(a.who, a.visit, a.amount),
    "payment_received": lambda a: a.words.payment_received(a.amount),
    "paid_twice": lambda a: a.words.paid_twice(a.amount),
    "refund_sent": lambda a: a.words.refund_sent(a.practice, a.amount),
    "refund_failed": lambda a: a.words.refund_failed(a.who, a.amount),
    "refund_outside": lambda a: a.words.refund_outside(a.who, a.amount, a.sessions),
    "dispute_inquiry": lambda a: a.words.dispute_inquiry(a.who, a.amount),
    "dispute_open": lambda a: a.words.dispute_open(a.who, a.amount, a.sessions),
    "dispute_won": lambda a: a.words.dispute_won(a.who, a.amount),
    "dispute_lost": lambda a: a.words.dispute_lost(a.who, a.amount, a.sessions),
    "charge_declined": lambda a: a.words.charge_declined(a.who, a.amount),
    "instalment_paid": lambda a: a.words.instalment_paid(a.amount, a.plan, a.to_come),
    "payment_mistaken": lambda a: a.words.payment_mistaken(a.practice, a.amount, a.facts["left"]),
    "instalment_due": lambda a: a.words.instalment_due(a.practice, a.amount, a.plan),
    "instalment_unpaid": lambda a: a.words.instalment_unpaid(a.practice, a.amount, a.plan),
    "instalment_failed": lambda a: a.words.instalment_failed(a.who, a.amount, a.plan),
    "amount_differs": lambda a: a.words.amount_differs(a.facts["paid"], a.facts["asked"]),
    "payments_broken": lambda a: a.words.payments_broken(a.who, a.facts["why"]),
}


WITH_RECEIPT = frozenset({"deposit_paid", "payment_received", "deposit_late_rebooked", "instalment_paid"})


def _say(kind: str) -> None:
    sentence = SENTENCES[kind]

    @prepared(kind)
    def words(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
        paper = store.receipt_in(row.act, row.person_id) if kind in WITH_RECEIPT else None
        document = Document("receipt", paper.id) if paper and paper.id else None
        return Say(sentence(About(store, row, words)), document=document)


for _kind in SENTENCES:
    _say(_kind)


@prepared("payment_link")
def payment_link(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped:
    """The link, while somebody can still pay there; when that ends is said a little early."""
    order = store.session.get_one(Order, post.content(row)["order"])
    if order.status is not OrderStatus.OPEN or order.expires_at is None or order.expires_at <= now:
        return Dropped("closed")
    return Say(link_said(store, words, order))


def link_said(store: Store, words: Words, order: Order) -> str:
    """What is to be paid on an open page, until when, and where."""
    facts, practice = order.facts, store.practice().name
    assert order.expires_at is not None  # noqa: S101  every page ends
    if why := facts.get("why"):
        again = datetime.fromisoformat(facts["again"]) if facts["again"] else None
        return words.instalment_link(practice, order.amount, why, again, order.expires_at, facts["link"])
    return words.payment_link(practice, order.amount, facts["what"], order.expires_at, facts["link"])


if "sale_paid" not in KINDS and "sale_paid" not in PREPARED:  # until the scripts that sell have words of their own

    @prepared("sale_paid")
    def sale_paid(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
        return Say(words.payment_received(About(store, row, words).amount))

"""Which papers somebody can have, as choices; and handing one over."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from core import invoices, receipts
from core.periods import Period
from core.rules import zone_of
from handlers import notices
from handlers.notices import prepared
from handlers.say import Choice, Document, Dropped, Say
from storage import post
from storage.asking import id_of
from storage.models import InvoiceKind, ReceiptKind
from storage.people import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.acts import Act
    from core.receipts import Outlook
    from handlers.dialogue import Turn
    from handlers.words import Words
    from handlers.words.papers import PaperKind
    from storage.models import Client, Outbox, Person, Receipt
    from storage.store import Store

EVER = Period(date(2000, 1, 1), date(2200, 1, 1))
FEW = 3  # copies and payments that are offered
KIND_WORDS: tuple[tuple[PaperKind, re.Pattern[str]], ...] = (  # what says most comes first
    (
        ReceiptKind.MISSED,
        re.compile(r"\b(?:missed|no[- ]?shows?|late cancel\w*|manquees?|absences?|annulations? tardives?)\b"),
    ),
    (ReceiptKind.CONTRACT, re.compile(r"\b(?:contracts?|contrats?)\b")),
    (ReceiptKind.CREDIT_NOTE, re.compile(r"\b(?:credit notes?|notes? de credit)\b")),
    (ReceiptKind.INSURANCE, re.compile(r"\b(?:insur\w*|assur\w*|claims?|reclamations?)\b")),
    (InvoiceKind.INVOICE, re.compile(r"\b(?:invoices?|factures?)\b")),
    (ReceiptKind.PAYMENT, re.compile(r"\b(?:payments?|paid|paiements?|paye)\b")),
    (ReceiptKind.INSURANCE, re.compile(r"\b(?:sessions?|seances?|visits?|visites?)\b")),
)
KINDS: dict[str, PaperKind] = {kind.value: kind for kind, _ in KIND_WORDS}


def kind_in(text: str) -> PaperKind | None:
    """The kind of paper that a text names, or nothing."""
    words = plain(text)
    return next((kind for kind, pattern in KIND_WORDS if pattern.search(words)), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom, which kind (nothing: whatever fits) and which time (nothing: all that is new)."""

    person: Person
    clients: Sequence[Client]
    kind: PaperKind | None
    period: Period | None


@dataclass(frozen=True, slots=True)
class Found:
    """The papers that fit, as choices that `hand_over` knows, and sessions that cannot be on one: why, how many."""

    choices: tuple[Choice, ...]
    waiting: dict[str, int]


def find(store: Store, words: Words, wanted: Wanted) -> Found:
    """What can be handed over: new sessions before copies, sessions before payments. It writes nothing."""
    span = bounds(words, wanted.period or EVER)
    if wanted.kind is InvoiceKind.INVOICE:
        if billed := _invoices(store, words, wanted, span):
            return Found(tuple(billed), {})
        wanted = replace(wanted, kind=None)  # who has none means the paper that there is
    if wanted.kind is ReceiptKind.CONTRACT:
        return Found(tuple(_contracts(store, words, wanted)), {})
    choices: list[Choice] = []
    waiting: dict[str, int] = {}
    kinds = [k for k in (ReceiptKind.INSURANCE, ReceiptKind.MISSED) if k is (wanted.kind or ReceiptKind.INSURANCE)]
    for kind in kinds:
        look = receipts.outlook if kind is ReceiptKind.INSURANCE else receipts.missed_outlook
        for client in wanted.clients:
            found = look(store, client, *span)
            choices += _of_sessions(words, kind, client, found, wanted)
            for why, count in found.waiting.items():
                waiting[why] = waiting.get(why, 0) + count
    if wanted.kind in {None, ReceiptKind.PAYMENT, ReceiptKind.CREDIT_NOTE}:
        choices += _of_payments(store, words, wanted, span)
    return Found(tuple(choices), waiting)


def bounds(words: Words, period: Period) -> tuple[datetime, datetime]:
    """The period's first instant and the one after its last, here."""
    start, end = (datetime.combine(day, time(), words.zone) for day in (period.first, period.end))
    return start, end


def _of_sessions(words: Words, kind: ReceiptKind, client: Client, found: Outlook, wanted: Wanted) -> list[Choice]:
    whose = words.given(client.name) if len(wanted.clients) > 1 else ""
    choices = []
    if found.rows:
        label = words.paper_choice(kind, len(found.rows), found.total, whose)
        choices.append(Choice(label, ["new", kind.value, client.id, *_days(wanted.period)]))
    if wanted.period is not None or not found.rows:
        copies = found.given if wanted.period is not None else found.given[-1:]
        choices += [
            Choice(words.copy_choice(kind, paper.number, paper.total, whose), ["copy", paper.id])
            for paper in copies[-FEW:]
        ]
    return choices


def _days(period: Period | None) -> list[str]:
    return [day.isoformat() for day in ((period or EVER).first, (period or EVER).end)]


def _of_payments(store: Store, words: Words, wanted: Wanted, span: tuple[datetime, datetime]) -> list[Choice]:
    paid = store.payments_by(id_of(wanted.person), *span)
    paid = paid[-1:] if wanted.period is None and wanted.kind is None else paid[-FEW:]
    choices = [Choice(words.payment_choice(p.at, p.amount), ["payment", p.id]) for p in reversed(paid)]
    if wanted.kind is ReceiptKind.CREDIT_NOTE:
        choices = []
    if wanted.kind in {ReceiptKind.PAYMENT, ReceiptKind.CREDIT_NOTE}:
        notes = store.credit_notes_by(id_of(wanted.person), *span)[-FEW:]
        choices += [Choice(words.credit_choice(n.at, n.total), ["credit", n.id]) for n in reversed(notes)]
    return choices


def _invoices(store: Store, words: Words, wanted: Wanted, span: tuple[datetime, datetime]) -> list[Choice]:
    """The newest invoices; where one alone waits for money and no time was named, that one is meant."""
    given = [(i, invoices.due(store, i)) for i in store.invoices_by(id_of(wanted.person), *span)]
    waiting = [(i, due) for i, due in given if due > 0]
    meant = waiting if wanted.period is None and len(waiting) == 1 else given[-FEW:]
    return [
        Choice(words.invoice_choice(i.number, i.at, i.total, due), [InvoiceKind.INVOICE.value, i.id])
        for i, due in reversed(meant)
    ]


def _contracts(store: Store, words: Words, wanted: Wanted) -> list[Choice]:
    """The written contracts of their plans, the newest first."""
    papers = store.receipts_of(id_of(wanted.person), ReceiptKind.CONTRACT)[-FEW:]
    return [Choice(words.copy_choice(p.kind, p.number, p.total), ["copy", p.id]) for p in reversed(papers)]


# Handing over


def hand_over(store: Store, words: Words, act: Act, value: Sequence[Any]) -> Say:
    """Issue the paper of a choice, or copy it, and say so with it. Nothing to say when it is not to be had any more."""
    if value[0] == InvoiceKind.INVOICE.value:
        return _invoice_said(store, words, value[1])
    made = _made(store, act, value)
    return said(store, words, *made) if made else Say("")


def _made(store: Store, act: Act, value: Sequence[Any]) -> tuple[Receipt, int] | None:
    match list(value):
        case ["new", kind, client_id, first, end]:
            issue = receipts.for_sessions if kind == ReceiptKind.INSURANCE.value else receipts.for_missed
            zone = zone_of(store.practice())
            since, until = (datetime.combine(date.fromisoformat(day), time(), zone) for day in (first, end))
            paper = issue(store, store.client(client_id), since, until, act)
            return (paper, 0) if paper else None
        case ["copy", receipt_id]:
            paper = store.receipt(receipt_id)
            return (paper, receipts.copy(store, paper, act)) if paper else None
        case ["payment", payment_id]:
            known = store.receipt_of_payment(payment_id)
            paper = receipts.of_payment(store, store.payment(payment_id), act)
            return paper, receipts.copy(store, paper, act) if known else 0
        case ["credit", note_id]:
            known = store.receipt_of_invoice(note_id, ReceiptKind.CREDIT_NOTE)
            paper = receipts.of_credit_note(store, store.invoice(note_id), act)
            return paper, receipts.copy(store, paper, act) if known else 0
    return None


def said(store: Store, words: Words, paper: Receipt, copy: int) -> Say:
    """A paper with its name."""
    several = paper.client_id is not None and len(store.clients_of(paper.person_id)) > 1
    whose = words.given(paper.lines.get("client", "")) if several else ""
    text = words.here_is(paper.kind, receipts.printed_number(paper), paper.total, copy=copy, whose=whose)
    return Say(text, document=Document("receipt", id_of(paper), copy))


def _invoice_said(store: Store, words: Words, invoice_id: int) -> Say:
    """An invoice is what it is however often it is handed out; what is left to pay is said with it."""
    invoice = store.invoice(invoice_id)
    text = words.here_is_invoice(invoice.number, invoice.total, invoices.due(store, invoice))
    return Say(text, document=Document(InvoiceKind.INVOICE.value, invoice_id))


def send(t: Turn, to: Person, values: Sequence[Sequence[Any]]) -> None:
    """Issue or copy the papers of these choices; each goes to them in a message of its own."""
    for value in values:
        if (document := hand_over(t.store, t.words, t.act, value).document) is not None:
            facts = {"paper": document.kind, "receipt": document.id, "copy": document.copy}
            notices.owe(t.store, t.act, "paper", to.id, subject=f"{document.kind}:{document.id}", **facts)


@prepared("paper")
def _paper(store: Store, row: Outbox, words: Words, _now: datetime) -> Say | Dropped:
    """A paper that is sent by itself: facts receipt, copy; an invoice when `paper` says so."""
    facts = post.content(row)
    if facts.get("paper") == InvoiceKind.INVOICE.value:
        return _invoice_said(store, words, facts["receipt"])
    paper = store.receipt(facts["receipt"])
    return said(store, words, paper, facts["copy"]) if paper else Dropped("no paper")


@prepared("paper_withdrawn")
def _withdrawn(store: Store, row: Outbox, words: Words, _now: datetime) -> Say | Dropped:
    """A receipt that was handed out is wrong, and the credit note that takes it back: fact receipt, the note."""
    note = store.receipt(post.content(row)["receipt"])
    if note is None:
        return Dropped("no paper")
    kind, number = ReceiptKind(note.lines["refers_to_kind"]), note.lines["refers_to"]
    return Say(words.withdrawn(store.practice().name, kind, number), document=Document("receipt", id_of(note)))


@prepared("no_licence")
def _no_licence(_store: Store, row: Outbox, words: Words, _now: datetime) -> Say:
    """For the owner: somebody wants a receipt that the practice file does not allow. Facts who, count."""
    facts = post.content(row)
    return Say(words.no_licence_for(facts["who"], facts["count"]))

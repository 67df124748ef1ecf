"""Papers that are handed out: receipts for payments and for sessions, statements of missed ones, and corrections.

An insurance receipt names only sessions that took place and were paid, each on one receipt only, given by somebody
whose licence was valid that day (the rule of the colleges and insurers: facts, section 4). What was issued never
changes: it is copied as a duplicate, or withdrawn by a credit note. All that is printed is kept in the row, in the
client's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core import invoices, portions
from core.acts import record
from core.notices import tell
from core.rules import rules_of, zone_of
from storage.models import Method, Receipt, ReceiptKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.acts import Act
    from core.portions import Purchase
    from core.tax import Taxed
    from storage.models import Client, Invoice, InvoiceLine, Package, Payment, Person
    from storage.store import Store
    from storage.visits import Visit

UNPAID, LICENCE = "unpaid", "licence"
MISSED_FEES = ("no_show", "late_cancel")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a receipt for a client and a span of time would hold, and what it cannot."""

    rows: tuple[dict[str, Any], ...]  # sessions that are on no receipt yet
    waiting: dict[str, int]  # why not (unpaid, licence) -> how many sessions
    given: tuple[Receipt, ...]  # receipts that hold sessions of that time already

    @property
    def total(self) -> int:
        return sum(row["total"] for row in self.rows)


# Payments


def of_payment(store: Store, payment: Payment, act: Act) -> Receipt:
    """The receipt of a payment. The same payment has one, however often it is asked for."""
    if known := store.receipt_of_payment(payment.id or 0):
        return known
    invoice, person = store.invoice(payment.invoice_id), store.person(payment.person_id)
    before = [p.amount for p in store.payments_of(payment.invoice_id) if (p.id or 0) < (payment.id or 0)]
    said = _invoice(store, invoice, person) | {
        "method": _method(payment),
        "paid_on": _day(store, payment.at).isoformat(),
        "paid_before": sum(before),
        "left": max(invoice.total - store.credited_on(invoice.id or 0) - sum(before) - payment.amount, 0),
    }
    papers = {"payment_id": payment.id, "invoice_id": invoice.id}
    return _issue(store, ReceiptKind.PAYMENT, person, payment.amount, said, act, **papers)


def of_credit_note(store: Store, note: Invoice, act: Act) -> Receipt:
    """The paper of a credit note on an invoice, once."""
    if known := store.receipt_of_invoice(note.id or 0, ReceiptKind.CREDIT_NOTE):
        return known
    person, invoice = store.person(note.person_id), store.invoice(note.refers_to or 0)
    said = _invoice(store, note, person) | {"refers_to": invoice.number, "refers_to_kind": "invoice"}
    return _issue(store, ReceiptKind.CREDIT_NOTE, person, note.total, said, act, invoice_id=note.id)


def of_invoice(store: Store, invoice: Invoice, now: datetime) -> dict[str, Any]:
    """An invoice as it is printed today: its rows, which never change, and what was paid on it until now."""
    person, on = store.person(invoice.person_id), _day(store, invoice.at)
    payments, notes = store.payments_of(invoice.id or 0), store.credit_notes_of(invoice.id or 0)
    return (
        heading(store, person, on)
        | _invoice(store, invoice, person)
        | {
            "paid": [[_day(store, p.at).isoformat(), _method(p), p.amount] for p in payments],
            "credited": [[note.number, note.total] for note in notes],
            "back": sum(p.amount for p in payments) - store.paid_on(invoice.id or 0),
            "left": max(invoices.due(store, invoice), 0),
            "void": invoice.void,
            "as_of": _day(store, now).isoformat(),
        }
    )


def _method(payment: Payment) -> str:
    """How it was paid, where we know more than that it was at the practice."""
    return payment.method.value if payment.method is not Method.OTHER else ""


def _invoice(store: Store, invoice: Invoice, person: Person) -> dict[str, Any]:
    """An invoice or a credit note, as it is printed."""
    packages = store.packages_of_lines(invoice.id or 0)
    taxes = store.taxes_of(invoice.id or 0)
    part, rows = _part(store, invoice), list[dict[str, Any]]()
    for line in store.lines_of(invoice.id or 0):
        own: list[list[Any]] = [[t.name, t.rate, t.amount] for t in taxes if t.line_id == line.id]
        what = _line(store, line, packages.get(line.package_id or 0), person.language)
        what |= part if line.booking_id is None else {}
        rows.append({**what, "amount": line.amount, "taxes": own, "total": line.amount + sum(tax[2] for tax in own)})
    clients = {str(row["client"]) for row in rows if row.get("client")} - {person.name}
    return {
        "rows": rows,
        "client": ", ".join(sorted(clients)),
        "invoice": invoice.number,
        "invoiced_on": _day(store, invoice.at).isoformat(),
        "subtotal": invoice.subtotal,
        "taxes": _sums(rows),
        "invoice_total": invoice.total,
    }


def _part(store: Store, invoice: Invoice) -> dict[str, Any]:
    """Which part of a plan's price an invoice is for, of how many, and that price; nothing when it is the whole."""
    instalment = store.instalment_on(invoice.id or 0)
    parts = store.instalments(instalment.sale_id) if instalment else ()
    if instalment is None or len(parts) < 2:
        return {}
    return {"part": [instalment.n, len(parts)], "price": store.sale(instalment.sale_id).price}


def _line(store: Store, line: InvoiceLine, package: Package | None, language: str) -> dict[str, Any]:
    """What a line is for: a package, a session, or a code that words know."""
    if package is not None:
        return {"what": _name(package.names, language), "code": "package"}
    visit = store.visit(line.booking_id) if line.booking_id else None
    if visit is None:
        sale = store.sale_on(line.invoice_id)  # the first payment comes before what it pays for
        names = store.plan(sale.plan_id).names if sale else {}
        return {"what": _name(names, language) or line.what, "code": "package" if names else ""}
    return {
        "what": _name(visit.service.names, language) or visit.service.key,
        "code": line.what if line.what in MISSED_FEES else "session",
        "on": _day(store, visit.appointment.starts_at).isoformat(),
        "client": visit.client.name,
    }


# Sessions


def outlook(store: Store, client: Client, since: datetime, until: datetime) -> Outlook:
    """What an insurance receipt for the sessions that began in [since, until) would hold. It writes nothing."""
    visits = store.came([client.id or 0], since, until)
    return _outlook(store, client, visits, ReceiptKind.INSURANCE)


def missed_outlook(store: Store, client: Client, since: datetime, until: datetime) -> Outlook:
    """As `outlook`, of what missed sessions and late cancellations cost: nothing that an insurer pays."""
    visits = store.missed([client.id or 0], since, until)
    return _outlook(store, client, visits, ReceiptKind.MISSED)


def for_sessions(store: Store, client: Client, since: datetime, until: datetime, act: Act) -> Receipt | None:
    """Issue the insurance receipt of that time; nothing when there is no new session to put on one."""
    withdraw_wrong(store, client, act)
    return _of_rows(store, ReceiptKind.INSURANCE, client, outlook(store, client, since, until), act)


def for_missed(store: Store, client: Client, since: datetime, until: datetime, act: Act) -> Receipt | None:
    """Issue the statement of what missed sessions of that time cost; nothing when there is none."""
    withdraw_wrong(store, client, act)
    return _of_rows(store, ReceiptKind.MISSED, client, missed_outlook(store, client, since, until), act)


def _of_rows(store: Store, kind: ReceiptKind, client: Client, found: Outlook, act: Act) -> Receipt | None:
    if not found.rows:
        return None
    said = {
        "rows": list(found.rows),
        "client": client.name,
        "subtotal": sum(row["amount"] for row in found.rows),
        "taxes": _sums(found.rows),
    }
    return _issue(store, kind, store.person(client.person_id), found.total, said, act, client_id=client.id)


def _outlook(store: Store, client: Client, visits: Sequence[Visit], kind: ReceiptKind) -> Outlook:
    papers = portions.standing(store, [client.id or 0], kind)
    where = {row["booking"]: paper for paper in papers for row in paper.lines["rows"]}
    given = {where[v.booking.id].id: where[v.booking.id] for v in visits if v.booking.id in where}
    language, purchases = store.person(client.person_id).language, dict[int, portions.Purchase]()
    rows, waiting = [], dict[str, int]()
    for visit in visits:
        if visit.booking.id in where:
            continue
        row, why = _row(store, visit, language, purchases, kind)
        if why:
            waiting[why] = waiting.get(why, 0) + 1
        elif row["total"] > 0:
            rows.append(row)
    return Outlook(tuple(rows), waiting, tuple(given.values()))


def _row(
    store: Store, visit: Visit, language: str, purchases: dict[int, Purchase], kind: ReceiptKind
) -> tuple[dict[str, Any], str]:
    """A session as it is printed, and why it cannot be (or nothing)."""
    on = _day(store, visit.appointment.starts_at)
    if kind is ReceiptKind.INSURANCE and not licensed(store, visit.practitioner.key, visit.practitioner.licence, on):
        return {}, LICENCE
    taxed, paid = _cost(store, visit, purchases)
    row = {
        "booking": visit.booking.id,
        "package": visit.booking.package_id,
        "credits": visit.booking.charged,
        "on": on.isoformat(),
        "what": _name(visit.service.names, language) or visit.service.key,
        "code": "late_cancel" if visit.booking.late else visit.booking.status.value,
        "minutes": int((visit.appointment.ends_at - visit.appointment.starts_at).total_seconds() // 60),
        "practitioner": visit.practitioner.name,
        "licence": visit.practitioner.licence,
        "amount": taxed.net,
        "taxes": [[each.name, each.rate, each.amount] for each in taxed.taxes],
        "total": taxed.total,
    }
    return row, "" if paid else UNPAID


def _cost(store: Store, visit: Visit, purchases: dict[int, Purchase]) -> tuple[Taxed, bool]:
    """What a session cost, and whether that is paid."""
    booking = visit.booking
    if booking.package_id is None:
        return portions.of_booking(store, booking)
    if booking.package_id not in purchases:
        purchases[booking.package_id] = portions.purchase(store, store.package(booking.package_id))
    taxed = purchases[booking.package_id].take(booking.charged)
    return taxed, purchases[booking.package_id].paid >= 0


def licensed(store: Store, key: str, licence: str, on: date) -> bool:
    """Whether a practitioner had a valid licence on that local day."""
    rules = rules_of(store.practice())
    since, until = rules.licence_from.get(key), rules.licence_until.get(key)
    return bool(licence) and (since is None or since <= on) and (until is None or on <= until)


# Copies and corrections


def copy(store: Store, receipt: Receipt, act: Act) -> int:
    """Hand out a paper once more; answers which copy it is, from 1. Every copy says that it is a duplicate."""
    receipt.copies += 1
    store.add(receipt)
    record(store, act, "receipt_copied", receipt=receipt.id, copy=receipt.copies)
    return receipt.copies


def withdraw_wrong(store: Store, client: Client, act: Act) -> list[Receipt]:
    """Withdraw every paper that says of a session what is not so: it was not attended, or not missed. They hear it."""
    wrong = portions.standing(store, [client.id or 0], *portions.PRINTED, wrong=True)
    notes = [withdraw(store, paper, act) for paper in wrong]
    for note in notes:  # who has sent it to an insurer must know
        tell(store, act, "paper_withdrawn", note.person_id, subject=note.id, receipt=note.id)
    return notes


def withdraw(store: Store, receipt: Receipt, act: Act) -> Receipt:
    """A credit note that takes a paper back: its sessions may stand on a new one."""
    said = {
        name: value
        for name, value in receipt.lines.items()
        if name in {"rows", "client", "subtotal", "taxes", "invoice", "invoiced_on", "invoice_total"}
    } | {"withdraws": receipt.id, "refers_to": receipt.number, "refers_to_kind": receipt.kind.value}
    if receipt.kind is ReceiptKind.PAYMENT:
        said["taxes"] = []  # they are the invoice's, and that stands
    person = store.person(receipt.person_id)
    return _issue(store, ReceiptKind.CREDIT_NOTE, person, receipt.total, said, act, client_id=receipt.client_id)


def printed_number(receipt: Receipt) -> int:
    """The number on a paper. A credit note on an invoice has the one that it has in the books, beside the invoices."""
    return int(receipt.lines["invoice"]) if is_on_invoice(receipt) else receipt.number


def is_on_invoice(receipt: Receipt) -> bool:
    """Is it the credit note on an invoice, and not one that withdraws a paper?"""
    return receipt.kind is ReceiptKind.CREDIT_NOTE and "withdraws" not in receipt.lines


# What all of them have


def _issue(
    store: Store, kind: ReceiptKind, person: Person, total: int, said: dict[str, Any], act: Act, **refers: Any
) -> Receipt:
    """A paper under the next number of its kind, in the language of the person."""
    head = heading(store, person, _day(store, act.at))
    receipt = store.add(
        Receipt(
            practice_id=store.practice_id,
            kind=kind,
            number=store.next_receipt_number(kind),
            person_id=person.id or 0,
            language=person.language,
            lines=head | said,
            total=total,
            issued_at=act.at,
            act=act.id,
            **refers,
        )
    )
    record(store, act, "receipt_issued", receipt=receipt.id, kind=kind.value, number=receipt.number)
    return receipt


def heading(store: Store, person: Person, on: date) -> dict[str, Any]:
    """Who hands out a paper, to whom, and when."""
    practice = store.practice()
    rules = rules_of(practice)
    return {
        "practice": {
            "name": practice.name,
            "address": rules.address,
            "phone": rules.phone,
            "email": rules.email,
            "currency": practice.currency,
        },
        "tax_numbers": rules.tax_numbers,
        "payer": person.name,
        "on": on.isoformat(),
    }


def _sums(rows: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """Each tax of some rows, summed: name, rate, amount."""
    sums: dict[tuple[str, int], int] = {}
    for row in rows:
        for name, rate, amount in row["taxes"]:
            sums[name, rate] = sums.get((name, rate), 0) + amount
    return [[name, rate, amount] for (name, rate), amount in sums.items()]


def _day(store: Store, at: datetime) -> date:
    return at.astimezone(zone_of(store.practice())).date()


def _name(names: dict[str, str], language: str) -> str:
    """A name of the practice file in that language, else in the one that it has."""
    return names.get(language) or next(iter(names.values()), "")

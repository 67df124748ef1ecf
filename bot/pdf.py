"""Receipts and invoices as PDF, in the client's language.

A receipt is drawn from what its row has frozen; an invoice from its own rows, and what was paid on it until today.

fpdf2 and its letters are loaded when the first one is drawn: they take half a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core import receipts
from handlers.words.papers import PaperWords
from storage.models import InvoiceKind, ReceiptKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.sheet import Align, Sheet
    from handlers.words.papers import PaperKind
    from storage.models import Invoice, Receipt
    from storage.store import Store


FIGURES = {"amount", "before_tax", "taxes", "total"}  # columns that stand at the right


@dataclass(frozen=True, slots=True)
class Paper:
    """A receipt or an invoice as plain values, and which copy of it this is: 0 is the original."""

    kind: PaperKind
    number: int
    language: str
    lines: dict[str, Any]
    total: int
    issued_at: datetime
    copy: int = 0

    @classmethod
    def of(cls, receipt: Receipt, copy: int = 0) -> Paper:
        return cls(
            receipt.kind, receipts.printed_number(receipt), receipt.language, receipt.lines, receipt.total,
            receipt.issued_at, copy,
        )  # fmt: skip

    @classmethod
    def of_invoice(cls, store: Store, invoice: Invoice, now: datetime) -> Paper:
        """An invoice as it stands now."""
        said = receipts.of_invoice(store, invoice, now)
        language = store.person(invoice.person_id).language
        return cls(InvoiceKind.INVOICE, invoice.number, language, said, invoice.total, now)

    @property
    def words(self) -> PaperWords:
        return PaperWords(self.language, ZoneInfo("UTC"), self.lines["practice"]["currency"])

    @property
    def filename(self) -> str:
        """insurance-receipt-12.pdf: no names."""
        kinds: dict[PaperKind, tuple[str, str]] = {
            InvoiceKind.INVOICE: ("invoice", "facture"),
            ReceiptKind.PAYMENT: ("payment-receipt", "recu-paiement"),
            ReceiptKind.INSURANCE: ("insurance-receipt", "recu-assurance"),
            ReceiptKind.MISSED: ("missed-sessions", "seances-manquees"),
            ReceiptKind.CREDIT_NOTE: ("credit-note", "note-credit"),
            ReceiptKind.CONTRACT: ("contract", "contrat"),
        }
        return f"{self.words.either(*kinds[self.kind])}-{self.number}.pdf"


def draw(paper: Paper) -> bytes:
    """The paper as a PDF. The same paper is the same bytes."""
    if paper.kind is ReceiptKind.CONTRACT:
        from bot.contract_pdf import draw_contract

        return draw_contract(paper)
    from bot.sheet import Sheet

    w, said = paper.words, paper.lines
    title = f"{w.paper_title(paper.kind)} {w.paper_number(paper.number)}"
    sheet = Sheet(
        title, said["practice"]["name"], paper.language, paper.issued_at, f"{said['practice']['name']} · {title}"
    )
    head(sheet, paper)
    _parties(sheet, paper)
    _table(sheet, paper)
    _sums(sheet, paper)
    _foot(sheet, paper)
    drawn: bytes = bytes(sheet.output())
    return drawn


def head(sheet: Sheet, paper: Paper) -> None:
    """Who hands it out at the left; what it is at the right."""
    from bot.sheet import ACCENT, INK, SOFT

    w, practice = paper.words, paper.lines["practice"]
    top, half = sheet.y, sheet.epw * 0.56
    sheet.ink(17, ACCENT, bold=True)
    sheet.paragraph(practice["name"], 7.4, width=half)
    sheet.ink(9.5, SOFT)
    for line in (
        practice["address"],
        " · ".join(part for part in (w.phone(practice["phone"]), practice["email"]) if part),
    ):
        if line:
            sheet.paragraph(line, 4.8, width=half)
    bottom = sheet.y
    sheet.set_y(top)
    sheet.ink(15, INK, bold=True)
    sheet.line_of(w.paper_title(paper.kind), 7.4, align="R")
    sheet.ink(10, SOFT)
    sheet.line_of(w.paper_number(paper.number), 5, align="R")
    sheet.line_of(w.issued_on(paper.kind, paper.lines["on"]), 5, align="R")
    if stamp := w.duplicate() if paper.copy else w.void() if paper.lines.get("void") else "":
        sheet.stamp(stamp, sheet.y + 1.5)
        sheet.set_y(sheet.y + 9)
    sheet.set_y(max(bottom, sheet.y) + 5)
    sheet.rule(ACCENT, 0.6)
    sheet.ln(6)


def _parties(sheet: Sheet, paper: Paper) -> None:
    """Whom it is for, side by side."""
    columns = _columns(paper)
    width = sheet.epw / max(len(columns), 1)
    top = sheet.y
    ends = [
        sheet.column(sheet.l_margin + n * width, top, width - 4, label, lines)
        for n, (label, lines) in enumerate(columns)
    ]
    sheet.set_xy(sheet.l_margin, max(ends, default=top) + 6)


def _columns(paper: Paper) -> list[tuple[str, list[str]]]:
    w, said = paper.words, paper.lines
    if _is_of_sessions(paper):
        treated = "missed_by" if paper.kind is ReceiptKind.MISSED else "client"
        found = [(w.label(treated), [said["client"]])]
        if said["payer"] != said["client"]:
            found.append((w.label("payer"), [said["payer"]]))
        givers = sorted({(row["practitioner"], row["licence"]) for row in said["rows"]})
        if len(givers) == 1 and paper.kind is ReceiptKind.INSURANCE:
            found.append((w.label("practitioner"), list(givers[0])))
        return found
    found = [(w.label("payer" if paper.kind is ReceiptKind.PAYMENT else "to"), [said["payer"]])]
    if said.get("client"):
        found.append((w.label("for"), [said["client"]]))
    if paper.kind is InvoiceKind.INVOICE:
        return [
            *found,
            (w.label("state"), [w.invoice_state(_price(paper, said["left"]), said), w.as_of(said["as_of"])]),
        ]
    if "paid_on" in said:
        found.append((w.label("payment"), [w.long_date(said["paid_on"]), w.method(said["method"])]))
    if said.get("refers_to_kind") == "invoice":
        return [*found, (w.label("invoice"), [w.paper_number(said["refers_to"])])]
    return [*found, (w.label("invoice"), [w.paper_number(said["invoice"]), w.long_date(said["invoiced_on"])])]


def _is_of_sessions(paper: Paper) -> bool:
    """Are its lines sessions that took place or were missed? What takes such a paper back has them too."""
    rows = paper.lines["rows"]
    return paper.kind in {ReceiptKind.INSURANCE, ReceiptKind.MISSED} or any("booking" in row for row in rows)


def _table(sheet: Sheet, paper: Paper) -> None:
    """The lines: what took place, or what was sold."""
    if not paper.lines["rows"]:
        return
    names, widths, rows = _sessions(paper) if _is_of_sessions(paper) else _sold(paper)
    aligns: list[Align] = ["R" if name in FIGURES else "L" for name in names]
    sheet.grid(widths, [paper.words.label(name) for name in names], aligns, rows)


def _sessions(paper: Paper) -> tuple[list[str], list[float], list[list[str]]]:
    w, rows = paper.words, paper.lines["rows"]
    several = len({(row["practitioner"], row["licence"]) for row in rows}) > 1
    taxed = any(row["taxes"] for row in rows)
    names = ["date", "service", "duration", *(["practitioner"] if several else [])]
    widths = [31.0, 46 if several else 62, 20, *([42.0] if several else [])]
    names += ["before_tax", "taxes", "total"] if taxed else ["amount"]
    widths += [24.0, 20, 24] if taxed else [28.0]
    cells = []
    for row in rows:
        what = w.line_what({**row, "on": ""}) if paper.kind is ReceiptKind.MISSED else row["what"]
        giver = [f"{row['practitioner']}\n{row['licence']}"] if several else []
        cells.append(
            [w.long_date(row["on"]), what, w.minutes_long(row["minutes"]), *giver, *_amounts(paper, row, taxed)]
        )
    return names, widths, cells


def _sold(paper: Paper) -> tuple[list[str], list[float], list[list[str]]]:
    w, rows = paper.words, paper.lines["rows"]
    taxed = any(row["taxes"] for row in rows)
    names = ["what", *(["before_tax", "taxes", "total"] if taxed else ["amount"])]
    widths = [100.0, *([26.0, 24, 26] if taxed else [30.0])]
    return (
        names,
        widths,
        [[w.line_what(row), *_amounts(paper, row, taxed)] for row in rows],
    )


def _amounts(paper: Paper, row: dict[str, Any], taxed: bool) -> list[str]:
    amounts = [row["amount"], row["total"] - row["amount"], row["total"]] if taxed else [row["total"]]
    return [_price(paper, amount) for amount in amounts]


def _price(paper: Paper, amount: int) -> str:
    return paper.words.price(amount, paper.lines["practice"]["currency"])


def _sums(sheet: Sheet, paper: Paper) -> None:
    """What it comes to, tax by tax."""
    w, said = paper.words, paper.lines
    rows: list[tuple[str, int, bool]] = []
    if said["taxes"]:
        rows.append((w.label("subtotal"), said["subtotal"], False))
        rows += [(w.tax_line(name, rate), amount, False) for name, rate, amount in said["taxes"]]
    if paper.kind is ReceiptKind.PAYMENT:
        if said["invoice_total"] != paper.total or said["taxes"]:
            rows.append((w.label("invoice_total"), said["invoice_total"], False))
        if said["paid_before"]:
            rows.append((w.label("paid_before"), said["paid_before"], False))
        rows.append((w.label("this_payment"), paper.total, True))
        if said["left"]:
            rows.append((w.label("left"), said["left"], False))
    else:
        labels: dict[PaperKind, str] = {ReceiptKind.INSURANCE: "paid", ReceiptKind.CREDIT_NOTE: "credited"}
        rows.append((w.label(labels.get(paper.kind, "total")), paper.total, True))
    if paper.kind is InvoiceKind.INVOICE:
        rows += _since(paper)
    if sheet.will_page_break(len(rows) * 6 + 8):
        sheet.add_page()
    sheet.sums([(label, _price(paper, amount), important) for label, amount, important in rows])


def _since(paper: Paper) -> list[tuple[str, int, bool]]:
    """What became of an invoice: credited, paid, paid back, and what is left."""
    w, said = paper.words, paper.lines
    rows = [(w.credit_note_of(number), -amount, False) for number, amount in said["credited"]]
    rows += [(w.paid_on(day, method), -amount, False) for day, method, amount in said["paid"]]
    if said["back"]:
        rows.append((w.label("back"), said["back"], False))
    return [*rows, (w.label("left"), said["left"], True)]


def _foot(sheet: Sheet, paper: Paper) -> None:
    """What it is good for, the tax numbers, and a place to sign for who treated."""
    from bot.sheet import INK, SOFT

    w, said = paper.words, paper.lines
    notes = [w.paper_note(paper.kind, sessions=len(said["rows"]))]
    if "refers_to" in said:
        notes = [w.takes_back(said["refers_to_kind"], said["refers_to"])]
    notes.append(" · ".join(w.tax_number(name, said["tax_numbers"]) for name, _, _ in said["taxes"]) or w.no_taxes())
    if sheet.will_page_break(46):
        sheet.add_page()
    sheet.ln(9)
    sheet.ink(9.5, SOFT)
    for note in notes:
        if note:
            sheet.paragraph(note, 5)
    if paper.kind is ReceiptKind.INSURANCE:
        sheet.ln(17)
        sheet.set_draw_color(*INK)
        sheet.set_line_width(0.2)
        sheet.line(sheet.l_margin, sheet.y, sheet.l_margin + 78, sheet.y)
        sheet.ink(8.5, SOFT)
        sheet.line_of(w.label("signature"), 5)

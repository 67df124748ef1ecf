"""The written contract of a plan as PDF, with its cancellation form. Who reads English gets the French text first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.sheet import FAINT, INK, SOFT, Sheet
from handlers.words.contracts import ContractWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.pdf import Paper


def draw_contract(paper: Paper) -> bytes:
    """The contract in French, and in English too for who speaks that."""
    practice = paper.lines["practice"]["name"]
    title = f"{paper.words.paper_title(paper.kind)} {paper.words.paper_number(paper.number)}"
    sheet = Sheet(title, practice, paper.language, paper.issued_at, f"{practice} · {title}")
    for n, language in enumerate(["fr"] if paper.language == "fr" else ["fr", "en"]):
        if n:
            sheet.add_page()
        version = replace(paper, language=language)
        _contract(sheet, version)
        sheet.add_page()
        _form(sheet, version)
    drawn: bytes = bytes(sheet.output())
    return drawn


def _words(paper: Paper) -> ContractWords:
    return ContractWords(paper.language, ZoneInfo("UTC"), paper.lines["practice"]["currency"])


def _contract(sheet: Sheet, paper: Paper) -> None:
    from bot.pdf import head

    w, said = _words(paper), paper.lines
    head(sheet, paper)
    _parties(sheet, paper)
    _part(sheet, w.contract_label("made"), [w.made_at(said["place"], said["on"])])
    _part(sheet, w.contract_label("object"), [w.plan_sold(said), *w.covered(said)])
    _part(sheet, w.contract_label("where"), [w.lasts(said)])
    _part(sheet, w.contract_label("price"), _price(w, paper))
    parts = [
        w.instalment_line(n, w.price(each["amount"], w.currency), each["on"], each["after"])
        for n, each in enumerate(said["instalments"], start=1)
    ]
    _part(sheet, w.contract_label("payment"), [w.paid_how(said["way"]), *parts])
    _part(sheet, w.contract_label("cancel"), w.rights())
    if said["terms"]:
        _terms(sheet, w.contract_label("terms"), said["terms"])
    if said["agreed"]:
        sheet.ink(9.5, SOFT)
        sheet.paragraph(w.agreed_by_text(said["on"]))


def _parties(sheet: Sheet, paper: Paper) -> None:
    w, said = _words(paper), paper.lines
    practice = said["practice"]
    top, half = sheet.y, sheet.epw / 2
    lines = [practice["name"], practice["address"], w.phone(practice["phone"]), practice["email"]]
    ends = [sheet.column(sheet.l_margin, top, half - 6, w.contract_label("merchant"), [each for each in lines if each])]
    ends.append(sheet.column(sheet.l_margin + half, top, half, w.contract_label("consumer"), [said["payer"]]))
    _blank(sheet, w.contract_label("address"), sheet.l_margin + half, ends[-1] + 4, half)
    sheet.set_xy(sheet.l_margin, max(*ends, sheet.y) + 7)


def _blank(sheet: Sheet, label: str, x: float, y: float, width: float) -> None:
    """A line to be written on by hand."""
    sheet.set_xy(x, y)
    sheet.ink(9.5, SOFT)
    sheet.cell(0, 5, label)
    begins = x + sheet.get_string_width(label) + 2
    sheet.set_draw_color(*FAINT)
    sheet.set_line_width(0.3)
    sheet.line(begins, y + 4.6, x + width, y + 4.6)
    sheet.set_xy(sheet.l_margin, y + 5)


def _part(sheet: Sheet, title: str, lines: Sequence[str]) -> None:
    if sheet.will_page_break(18):
        sheet.add_page()
    sheet.ink(11, INK, bold=True)
    sheet.line_of(title, 6)
    sheet.ink(10, INK)
    for line in lines:
        sheet.paragraph(line, 4.9)
    sheet.ln(3)


def _terms(sheet: Sheet, title: str, terms: str) -> None:
    """What was shown with the question, then each section of the terms below its heading."""
    shown, *sections = terms.split("\n\n")
    _part(sheet, title, shown.split("\n"))
    for section in sections:
        heading, *lines = section.split("\n")
        if sheet.will_page_break(16):
            sheet.add_page()
        sheet.ink(9.5, SOFT, bold=True)
        sheet.line_of(heading, 5)
        sheet.ink(9.5, SOFT)
        for line in lines:
            sheet.paragraph(line, 4.7)
        sheet.ln(2)


def _price(w: ContractWords, paper: Paper) -> list[str]:
    said = paper.lines
    one = paper.total * 100 // said["credits"]
    colon = w.either(":", "\xa0:")
    taxes = [f"{w.tax_line(name, rate)}{colon} {w.price(amount, w.currency)}" for name, rate, amount in said["taxes"]]
    numbers = [w.tax_number(name, said["tax_numbers"]) for name, _, _ in said["taxes"]]
    before = [f"{w.label('subtotal')}{colon} {w.price(said['subtotal'], w.currency)}"] if taxes else []
    tail = [" · ".join([*before, *taxes]), " · ".join(numbers)] if taxes else [w.no_taxes()]
    return [w.for_each(w.price(one, w.currency)), w.total_price(w.price(paper.total, w.currency)), *tail]


def _form(sheet: Sheet, paper: Paper) -> None:
    """The form that cancels, to be sent back."""
    w, said = _words(paper), paper.lines
    practice = said["practice"]
    sheet.ink(15, INK, bold=True)
    sheet.line_of(w.contract_label("form"), 8)
    sheet.ink(9.5, SOFT)
    sheet.line_of(w.form_law())
    sheet.ln(7)
    lines = [practice["name"], practice["address"], practice["email"]]
    sheet.set_y(sheet.column(sheet.l_margin, sheet.y, sheet.epw, w.label("to"), [each for each in lines if each]) + 8)
    _blank(sheet, w.contract_label("sent"), sheet.l_margin, sheet.y, 90)
    sheet.ln(8)
    sheet.ink(11, INK)
    sheet.paragraph(w.form_text(paper.number, said["on"], said["place"]), 5.6)
    sheet.ln(12)
    for name in ("name", "address", "signature"):
        _blank(sheet, w.contract_label(name), sheet.l_margin, sheet.y, sheet.epw)
        sheet.ln(9)

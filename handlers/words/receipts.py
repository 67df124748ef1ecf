"""Asking for receipts and for what is owed, and the answers. What a session was for is never said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.papers import LONG_MONTHS
from handlers.words.plain import Plain
from storage.models import InvoiceKind, ReceiptKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.periods import Period
    from handlers.words.papers import PaperKind


class ReceiptWords(Plain):
    def for_period(self, period: Period | None) -> str:
        """ " for January 2026", " pour janvier 2026"; nothing when no time was named."""
        if period is None:
            return ""
        if period.is_year:
            return self.either(f" for {period.first.year}", f" pour {period.first.year}")
        if period.is_month:
            return self.either(" for ", " pour ") + self._month(period.first)
        if (period.end - period.first).days == 1:
            return self.either(f" for {self.date(period.first)}", f" pour le {self.date(period.first)}")
        last = period.end.replace(day=1) if period.end.day > 1 else _month_before(period.end)
        first, end = self._month(period.first), self._month(last)
        return self.either(f" for {first} to {end}", f" pour {first} à {end}")

    def _month(self, day: date) -> str:
        return f"{LONG_MONTHS[self.lang][day.month - 1]} {day.year}"

    def which_paper(self, *, invoices: bool = False) -> str:
        if invoices:
            return self.either("Which invoice would you like?", "Quelle facture désirez-vous?")
        return self.either("Which receipt would you like?", "Quel reçu désirez-vous?")

    def paper_choice(self, kind: ReceiptKind, sessions: int, amount: int, whose: str = "") -> str:
        """Insurance, Léa: 3 sessions, $255."""
        name = {
            ReceiptKind.INSURANCE: self.either("Insurance", "Assurance"),
            ReceiptKind.MISSED: self.either("Missed sessions", "Séances manquées"),
        }[kind]
        of = f" {whose}" if whose else ""
        return f"{name}{of}: {self.sessions(sessions * 100)}, {self.money(amount)}"

    def copy_choice(self, kind: ReceiptKind, number: int, amount: int, whose: str = "") -> str:
        """Copy of insurance receipt 12 (Léa), $255."""
        of = f" ({whose})" if whose else ""
        return self.either(
            f"Copy of {self._named(kind)} {number}{of}, {self.money(amount)}",
            f"Copie: {self._named(kind)} {number}{of}, {self.money(amount)}",
        )

    def payment_choice(self, at: datetime, amount: int) -> str:
        return self.either(
            f"Payment of {self.date(at)}, {self.money(amount)}", f"Paiement du {self.date(at)}, {self.money(amount)}"
        )

    def credit_choice(self, at: datetime, amount: int) -> str:
        return self.either(
            f"Credit note of {self.date(at)}, {self.money(amount)}",
            f"Note de crédit du {self.date(at)}, {self.money(amount)}",
        )

    def withdrawn(self, practice: str, kind: ReceiptKind, number: int) -> str:
        return self.either(
            f"{practice}: {self._named(kind)} {number} held a mistake. Please do not use it: here is the credit note. "
            "Ask me for a new one.",
            f"{practice}: erreur dans le {self._named(kind)} {number}. Ne l'utilisez plus: voici la note de crédit. "
            "Demandez-m'en un nouveau.",
        )

    def invoice_choice(self, number: int, at: datetime, amount: int, left: int) -> str:
        """Invoice 12 of 3 Mar, $680 ($340 to pay)."""
        open_ = self.either(f" ({self.money(left)} to pay)", f" ({self.money(left)} à payer)") if left > 0 else ""
        return self.either(
            f"Invoice {number} of {self.date(at)}, {self.money(amount)}{open_}",
            f"Facture {number} du {self.date(at)}, {self.money(amount)}{open_}",
        )

    def here_is_invoice(self, number: int, amount: int, left: int) -> str:
        """Here is invoice 12, $680: $340 left to pay."""
        state = (
            self.either(f"{self.money(left)} left to pay", f"reste {self.money(left)} à payer")
            if left > 0
            else self.either("nothing left to pay", "il ne reste rien à payer")
        )
        return self.either(
            f"Here is invoice {number}, {self.money(amount)}: {state}.",
            f"Voici la facture {number}, {self.money(amount)}: {state}.",
        )

    def all_papers(self) -> str:
        return self.either("All of them", "Tous")

    def _named(self, kind: ReceiptKind) -> str:
        said = {
            ReceiptKind.INSURANCE: ("insurance receipt", "reçu pour assurance"),
            ReceiptKind.PAYMENT: ("payment receipt", "reçu de paiement"),
            ReceiptKind.MISSED: ("missed-session statement", "relevé de séances manquées"),
            ReceiptKind.CREDIT_NOTE: ("credit note", "note de crédit"),
            ReceiptKind.CONTRACT: ("contract", "contrat"),
        }
        return self.either(*said[kind])

    def here_is(self, kind: ReceiptKind, number: int, amount: int, *, copy: int = 0, whose: str = "") -> str:
        """Here is insurance receipt 12, Léa, $255."""
        of = f", {whose}" if whose else ""
        named = f"{self._named(kind)} {number}{of}"
        if copy:
            return self.either(
                f"Here is a copy of {named}, {self.money(amount)}.",
                f"Voici une copie: {named}, {self.money(amount)}.",
            )
        return self.either(f"Here is {named}, {self.money(amount)}.", f"Voici: {named}, {self.money(amount)}.")

    def paid_here_is(self, amount: int) -> str:
        return self.either(
            f"Thank you! {self.money(amount)} received. Here is your receipt.",
            f"Merci! {self.money(amount)} reçus. Voici votre reçu.",
        )

    def no_receipt(self, span: str) -> str:
        return self.either(
            f"I have nothing to put on a receipt{span}: insurance receipts are for sessions that took place and are "
            "paid, payment receipts for what was paid through us.",
            f"Je n'ai rien à mettre sur un reçu{span}: un reçu pour assurance vise les séances passées et payées, un "
            "reçu de paiement ce qui a été payé chez nous.",
        )

    def no_invoice(self, span: str) -> str:
        return self.either(
            f"There is no invoice yet{span}: one is made when something is to be paid.",
            f"Il n'y a pas encore de facture{span}: on en fait une quand il y a un montant à payer.",
        )

    def no_contract(self, span: str) -> str:
        return self.either(f"There is no written contract{span}.", f"Il n'y a pas de contrat écrit{span}.")

    def no_paper(self, kind: PaperKind | None, span: str) -> str:
        """There is none of the kind that was asked for."""
        said = {InvoiceKind.INVOICE: self.no_invoice, ReceiptKind.CONTRACT: self.no_contract}
        return (said.get(kind, self.no_receipt) if kind else self.no_receipt)(span)

    def waiting_to_be_paid(self, count: int) -> str:
        what = self.sessions(count * 100)
        return self.either(
            f"{what} {'is' if count == 1 else 'are'} not paid yet: a receipt follows the payment.",
            f"{what} {'est' if count == 1 else 'sont'} à payer: le reçu suit le paiement.",
        )

    def without_licence(self, count: int) -> str:
        what = self.sessions(count * 100)
        return self.either(
            f"{what} cannot go on an insurance receipt: no licence on file for that day. I told the practice.",
            f"{what}: pas de reçu pour assurance, faute de permis au dossier ce jour-là. La clinique est avisée.",
        )

    # What is owed

    def owes_nothing(self, to_come: str = "") -> str:
        """`to_come`: the parts of a plan whose day has not come."""
        if to_come:
            return self.either(
                f"You owe nothing right now. To come: {to_come}.",
                f"Vous ne devez rien en ce moment. À venir: {to_come}.",
            )
        return self.either("You owe nothing right now. Thank you!", "Vous ne devez rien en ce moment. Merci!")

    def owes(self, lines: Sequence[tuple[int, str]], total: int) -> str:
        """To pay: $95 (Tue 3 Mar) and $55. Total $150."""
        parts = [f"{self.money(amount)}{f' ({about})' if about else ''}" for amount, about in lines]
        if len(parts) == 1:
            return self.either(f"To pay: {parts[0]}.", f"À payer: {parts[0]}.")
        return self.either(
            f"To pay: {self.all_of(parts)}. Total {self.money(total)}.",
            f"À payer: {self.all_of(parts)}. Total: {self.money(total)}.",
        )

    # Staff

    def nobody_owes(self) -> str:
        return self.either("Everything is paid.", "Tout est payé.")

    def unpaid_list(self, lines: Sequence[str], total: int, more: int) -> str:
        rest = self.either(f"\n+ {more} more", f"\n+ {more} autres") if more else ""
        return (
            self.either(f"Unpaid: {self.money(total)}", f"Impayés: {self.money(total)}")
            + "".join(f"\n{line}" for line in lines)
            + rest
        )

    def unpaid_line(self, who: str, amount: int, since: datetime) -> str:
        """Maya Roy: $95, since 3 Mar."""
        return self.either(
            f"{who}: {self.money(amount)}, since {self.date(since)}",
            f"{who}: {self.money(amount)}, depuis le {self.date(since)}",
        )

    def to_hand_back(self, who: str, amount: int, until: date | None) -> str:
        """To hand back: Maya Roy $120, by 27 Mar."""
        by = self.either(f", by {self.date(until)}", f", d'ici le {self.date(until)}") if until else ""
        return self.either(f"To hand back: {who} {self.money(amount)}{by}", f"À rendre: {who} {self.money(amount)}{by}")

    def receipt_to_whom(self, what: str) -> str:
        return self.either(f"{what}. To whom?", f"{what}. À qui?")

    def why_no_receipt(self, why: str, count: int) -> str:
        """For staff: 2 sessions are not paid."""
        what = self.sessions(count * 100)
        said = {
            "unpaid": (f"{what} not paid yet.", f"{what} à payer d'abord."),
            "licence": (f"{what} without a licence in the practice file.", f"{what} sans permis dans le fichier."),
        }
        return self.either(*said[why])

    def to_client(self, who: str) -> str:
        return self.either(f"Send it to {who}", f"L'envoyer à {who}")

    def to_me(self) -> str:
        return self.either("Only to me", "À moi seulement")

    def sent_to_client(self, who: str) -> str:
        return self.either(f"Sent to {who}.", f"Envoyé à {who}.")

    def no_licence_for(self, who: str, count: int) -> str:
        return self.either(
            f"{who} asked for an insurance receipt; {self.sessions(count * 100)} took place on a day without a valid "
            "licence in the practice file.",
            f"{who} demande un reçu pour assurance; {self.sessions(count * 100)} sans permis valide ce jour-là dans le "
            "fichier de la clinique.",
        )


def _month_before(end: date) -> date:
    return end.replace(year=end.year - (end.month == 1), month=12 if end.month == 1 else end.month - 1)

"""What stands on papers: receipts, statements, credit notes. Plain words, complete in both languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from babel.numbers import format_currency

from handlers.words.plain import Plain
from storage.models import InvoiceKind, ReceiptKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PaperKind = ReceiptKind | InvoiceKind  # an invoice is a paper too, though it is kept as what is owed

LONG_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),  # noqa: SIM905
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),  # noqa: SIM905
}
TAXES_FR = {"GST": "TPS", "QST": "TVQ", "HST": "TVH"}


class PaperWords(Plain):
    # Values

    def long_date(self, iso: str) -> str:
        """3 March 2026, 1er mars 2026."""
        day = date.fromisoformat(iso)
        number = "1er" if self.lang == "fr" and day.day == 1 else str(day.day)
        return f"{number} {LONG_MONTHS[self.lang][day.month - 1]} {day.year}"

    def month_of(self, day: date) -> str:
        """March 2026, mars 2026."""
        return f"{LONG_MONTHS[self.lang][day.month - 1]} {day.year}"

    def price(self, amount: int, currency: str) -> str:
        """$85.00, 85,00 $: always with cents, and the lines of a column stand under each other."""
        return format_currency(amount / 100, currency, locale=self.either("en_CA", "fr_CA")).replace("\u202f", "\xa0")

    def minutes_long(self, minutes: int) -> str:
        return f"{minutes}\xa0min"

    def phone(self, number: str) -> str:
        """+1 416-555-0100."""
        import phonenumbers

        try:
            return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        except phonenumbers.NumberParseException:
            return number

    def tax_name(self, name: str) -> str:
        return self.either(name, TAXES_FR.get(name, name))

    def tax_line(self, name: str, rate: int) -> str:
        """GST 5%, TVQ 9,975 %."""
        percent = f"{rate / 10_000:.3f}".rstrip("0").rstrip(".")
        return self.either(f"{name} {percent}%", f"{self.tax_name(name)} {percent.replace('.', ',')}\xa0%")

    def tax_number(self, name: str, numbers: Mapping[str, str]) -> str:
        """GST no. 123456789 RT0001."""
        number = numbers.get("qst" if name == "QST" else "gst", "")
        return f"{self.tax_name(name)} {self.either('no.', 'nº')}\xa0{number}"

    def method(self, method: str) -> str:
        said = {
            "card": ("by card", "par carte"),
            "cash": ("in cash", "comptant"),
            "transfer": ("by bank transfer", "par virement"),
        }
        return self.either(*said.get(method, ("", "")))

    def line_what(self, row: Mapping[str, Any]) -> str:
        """What a line is for: Kinesiology session, 3 March 2026; Missed session: ..."""
        what = str(row["what"]) if row.get("code") else self.named_fee(str(row["what"]))
        if row.get("part"):
            what = self._part_of(what, row["part"], row["price"])
        if row.get("on"):
            what = f"{what}, {self.long_date(row['on'])}"
        fee = {
            "no_show": self.either("Missed session", "Séance manquée"),
            "late_cancel": self.either("Late cancellation", "Annulation tardive"),
        }.get(row.get("code", ""))
        colon = self.either(": ", "\xa0: ")
        return f"{fee}{colon}{what}" if fee else what

    def _part_of(self, plan: str, part: Sequence[int], price: int) -> str:
        """Progress Plan, part 1 of 3 ($680.00 in all)."""
        (n, parts), whole = part, self.price(price, self.currency)
        return self.either(
            f"{plan}, part {n} of {parts} ({whole} in all)", f"{plan}, versement {n} de {parts} ({whole} en tout)"
        )

    def named_fee(self, code: str) -> str:
        """What an invoice's line is called when it names no session and no plan."""
        said = {
            "deposit": ("Deposit", "Acompte"),
            "plan": ("Plan", "Forfait"),
            "instalment": ("Instalment", "Versement"),
            "late_cancel": ("Late cancellation", "Annulation tardive"),
            "no_show": ("Missed session", "Séance manquée"),
            "refund": ("Refund", "Remboursement"),
            "goodwill": ("Courtesy refund", "Remboursement de courtoisie"),
        }
        return self.either(*said.get(code, (code, code)))

    # The head

    def paper_title(self, kind: PaperKind) -> str:
        said: dict[PaperKind, tuple[str, str]] = {
            InvoiceKind.INVOICE: ("Invoice", "Facture"),
            ReceiptKind.PAYMENT: ("Payment receipt", "Reçu de paiement"),
            ReceiptKind.INSURANCE: ("Insurance receipt", "Reçu pour assurance"),
            ReceiptKind.MISSED: ("Missed-session fees", "Frais de séances manquées"),
            ReceiptKind.CREDIT_NOTE: ("Credit note", "Note de crédit"),
            ReceiptKind.CONTRACT: ("Service contract", "Contrat de service"),
        }
        return self.either(*said[kind])

    def paper_number(self, number: int) -> str:
        return self.either(f"No. {number}", f"Nº {number}")

    def duplicate(self) -> str:
        return self.either("DUPLICATE", "DUPLICATA")

    def void(self) -> str:
        return self.either("VOID", "ANNULÉE")

    def issued_on(self, kind: PaperKind, iso: str) -> str:
        feminine = kind in {InvoiceKind.INVOICE, ReceiptKind.CREDIT_NOTE}
        return self.either(
            f"Issued {self.long_date(iso)}", f"{'Émise' if feminine else 'Émis'} le {self.long_date(iso)}"
        )

    def label(self, name: str) -> str:
        said = {
            "payer": ("Received from", "Reçu de"),
            "client": ("Person treated", "Personne traitée"),
            "missed_by": ("Client", "Client"),
            "for": ("For", "Pour"),
            "to": ("To", "À"),
            "state": ("State", "État"),
            "back": ("Paid back", "Remboursé"),
            "practitioner": ("Practitioner", "Soins donnés par"),
            "payment": ("Payment", "Paiement"),
            "invoice": ("Invoice", "Facture"),
            "date": ("Date", "Date"),
            "service": ("Service", "Service"),
            "duration": ("Duration", "Durée"),
            "amount": ("Amount", "Montant"),
            "before_tax": ("Before tax", "Avant taxes"),
            "taxes": ("Taxes", "Taxes"),
            "total": ("Total", "Total"),
            "subtotal": ("Subtotal", "Sous-total"),
            "invoice_total": ("Invoice total", "Total de la facture"),
            "paid_before": ("Paid before", "Déjà payé"),
            "this_payment": ("This payment", "Ce paiement"),
            "left": ("Left to pay", "Reste à payer"),
            "credited": ("Credited", "Crédité"),
            "paid": ("Total paid", "Total payé"),
            "what": ("Description", "Description"),
            "signature": ("Practitioner's signature", "Signature de la personne qui a donné les soins"),
        }
        return self.either(*said[name])

    # What became of an invoice

    def invoice_state(self, left: str, said: Mapping[str, Any]) -> str:
        """Paid in full; $340.00 left to pay; nothing is asked for a void one."""
        if said["void"]:
            return self.either("Void: nothing is due", "Annulée: rien n'est dû")
        if not said["left"]:
            return self.either("Paid in full", "Payée en entier")
        return self.either(f"{left} left to pay", f"Reste {left} à payer")

    def as_of(self, iso: str) -> str:
        return self.either(f"on {self.long_date(iso)}", f"au {self.long_date(iso)}")

    def paid_on(self, iso: str, method: str) -> str:
        """Paid 3 March 2026, by card."""
        how = f", {self.method(method)}" if method else ""
        return self.either(f"Paid {self.long_date(iso)}{how}", f"Payé le {self.long_date(iso)}{how}")

    def credit_note_of(self, number: int) -> str:
        return self.either(f"Credit note no. {number}", f"Note de crédit nº {number}")

    # The foot

    def paper_note(self, kind: PaperKind, *, sessions: int = 0) -> str:
        if kind is ReceiptKind.INSURANCE:
            one = sessions == 1
            return self.either(
                f"{'This session' if one else 'These sessions'} took place on the date{'' if one else 's'} shown and "
                f"{'was' if one else 'were'} paid.",
                f"{'Cette séance a eu lieu à la date indiquée et a été payée' if one else 'Ces séances ont eu lieu aux dates indiquées et ont été payées'}.",  # noqa: E501
            )
        said: dict[PaperKind, tuple[str, str]] = {
            ReceiptKind.PAYMENT: (
                "Receipt for a payment, not for an insurer: an insurance receipt follows each session.",
                "Reçu pour un paiement, non destiné à un assureur : un reçu pour assurance suit chaque séance.",
            ),
            ReceiptKind.MISSED: (
                "Not for an insurer: these sessions did not take place.",
                "Non destiné à un assureur : ces séances n'ont pas eu lieu.",
            ),
        }
        return self.either(*said.get(kind, ("", "")))

    def takes_back(self, kind: str, number: int) -> str:
        said = {
            "insurance": ("insurance receipt", "le reçu pour assurance"),
            "missed": ("statement of missed-session fees", "le relevé de frais de séances manquées"),
            "payment": ("payment receipt", "le reçu de paiement"),
            "invoice": ("invoice", "la facture"),
        }
        what = self.either(*said.get(kind, (kind, kind)))
        if kind == "invoice":
            return self.either(f"Corrects {what} no. {number}.", f"Corrige {what} nº {number}.")
        return self.either(
            f"Replaces and cancels {what} no. {number}: please do not use it any more.",
            f"Annule {what} nº {number} : veuillez ne plus l'utiliser.",
        )

    def no_taxes(self) -> str:
        return self.either("No sales tax charged.", "Aucune taxe de vente perçue.")

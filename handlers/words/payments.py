"""Money: links to pay, deposits, refunds and disputes. Never what a session is for: others may read a bank's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

PAID_FOR = {
    "deposit": ("Deposit", "Acompte"),
    "plan": ("Plan", "Forfait"),
    "instalment": ("Instalment", "Versement"),
    "invoice": ("Sessions", "Séances"),
}


class PaymentWords(Plain):
    def paying_for(self, what: str, practice: str) -> str:
        """The line on the provider's page: Deposit - Northside."""
        return f"{self.either(*PAID_FOR.get(what, PAID_FOR['invoice']))} - {practice}"

    # A deposit, in its script

    def price_with_deposit(self, price: int, deposit: int) -> str:
        """$120, $40 of it now as a deposit; $40 now."""
        if deposit == price:
            return self.either(f"{self.money(price)} now", f"{self.money(price)} maintenant")
        return self.either(
            f"{self.money(price)}, {self.money(deposit)} of it now as a deposit",
            f"{self.money(price)}, dont {self.money(deposit)} maintenant en acompte",
        )

    def held_for_deposit(self, what: str, deposit: int, minutes: int) -> str:
        amount, span = self.money(deposit), self.duration(minutes)
        return self.either(
            f"{what} is held for you for {span}. The link for the {amount} deposit comes in the next message.",
            f"{what}: c'est gardé pour vous {span}. Le lien pour l'acompte de {amount} suit.",
        )

    # What a link is for

    def payment_link(self, practice: str, amount: int, what: str, closes: datetime, link: str) -> str:
        named = self.either(*PAID_FOR.get(what, PAID_FOR["invoice"])).lower()
        return self.either(
            f"{practice}: {named}, {self.money(amount)}. Pay by {self.when(closes)}: {link}",
            f"{practice}: {named}, {self.money(amount)}. À payer avant {self.when(closes)}: {link}",
        )

    def deposit_paid(self, visit: str, amount: int) -> str:
        return self.either(
            f"Thank you! Your {self.money(amount)} deposit is paid. Booked: {visit}.",
            f"Merci! Votre acompte de {self.money(amount)} est payé. C'est réservé: {visit}.",
        )

    def deposit_lapsed(self, practice: str, visit: str) -> str:
        return self.either(
            f"{practice}: the deposit did not come in time, so {visit} is no longer held. Write any time for another.",
            f"{practice}: l'acompte n'est pas arrivé à temps, {visit} n'est plus gardé. Écrivez quand vous voulez.",
        )

    def deposit_late_rebooked(self, visit: str, amount: int) -> str:
        return self.either(
            f"Your {self.money(amount)} came a little late, but the time was still free. Booked: {visit}.",
            f"Vos {self.money(amount)} sont arrivés un peu tard, mais l'heure était libre. C'est réservé: {visit}.",
        )

    def deposit_late_refunded(self, visit: str, amount: int) -> str:
        return self.either(
            f"Your {self.money(amount)} came after {visit} was let go. All of it goes back to your card."
            " Write for another time.",
            f"Vos {self.money(amount)} sont arrivés après que {visit} a été libéré. Tout retourne sur votre carte."
            " Écrivez pour une autre heure.",
        )

    def payment_received(self, amount: int) -> str:
        return self.either(f"Thank you! {self.money(amount)} received.", f"Merci! {self.money(amount)} bien reçus.")

    def paid_twice(self, amount: int) -> str:
        return self.either(
            f"You paid {self.money(amount)} more than is due: it goes back to your card.",
            f"Vous avez payé {self.money(amount)} de trop: ils retournent sur votre carte.",
        )

    def refund_sent(self, practice: str, amount: int) -> str:
        return self.either(
            f"{practice}: {self.money(amount)} are on their way back to your card (5 to 10 days).",
            f"{practice}: {self.money(amount)} retournent sur votre carte (de 5 à 10 jours).",
        )

    # To the owner

    def deposit_refunded(self, who: str, visit: str, amount: int) -> str:
        return self.either(
            f"{who}'s deposit of {self.money(amount)} came too late for {visit}, and was sent back.",
            f"L'acompte de {self.money(amount)} de {who} est arrivé trop tard pour {visit}, et a été remboursé.",
        )

    def refund_failed(self, who: str, amount: int) -> str:
        return self.either(
            f"The refund of {self.money(amount)} to {who} failed at the bank. Please hand it back another way.",
            f"Le remboursement de {self.money(amount)} à {who} a échoué à la banque. Rendez-le autrement, svp.",
        )

    def refund_outside(self, who: str, amount: int, sessions: Sequence[datetime]) -> str:
        said = self.either(
            f"{self.money(amount)} were refunded to {who} at Stripe: what they paid for is void.",
            f"{self.money(amount)} ont été remboursés à {who} chez Stripe: ce qu'ils payaient est annulé.",
        )
        return said + self._still_booked(sessions)

    def dispute_inquiry(self, who: str, amount: int) -> str:
        return self.either(
            f"{who}'s bank asks about a payment of {self.money(amount)}. Please answer it at Stripe.",
            f"La banque de {who} s'informe d'un paiement de {self.money(amount)}. Répondez-lui chez Stripe, svp.",
        )

    def dispute_open(self, who: str, amount: int, sessions: Sequence[datetime]) -> str:
        said = self.either(
            f"{who} disputes a payment of {self.money(amount)} at the bank. What it paid for is frozen; answer at"
            " Stripe.",
            f"{who} conteste un paiement de {self.money(amount)} à sa banque. Ce qu'il payait est suspendu; répondez"
            " chez Stripe.",
        )
        return said + self._still_booked(sessions)

    def dispute_won(self, who: str, amount: int) -> str:
        return self.either(
            f"The dispute of {who} over {self.money(amount)} is settled in your favour. Nothing is frozen any more.",
            f"La contestation de {who} ({self.money(amount)}) est réglée en votre faveur. Plus rien n'est suspendu.",
        )

    def dispute_lost(self, who: str, amount: int, sessions: Sequence[datetime]) -> str:
        said = self.either(
            f"The bank gave {who} {self.money(amount)} back. What they paid for stays frozen.",
            f"La banque a rendu {self.money(amount)} à {who}. Ce qu'ils payaient reste suspendu.",
        )
        return said + self._still_booked(sessions)

    def _still_booked(self, sessions: Sequence[datetime]) -> str:
        if not sessions:
            return ""
        named = self.all_of([self.when(at) for at in sessions])
        return self.either(f" Still booked on it: {named}.", f" Encore réservé là-dessus: {named}.")

    def charge_declined(self, who: str, amount: int) -> str:
        return self.either(
            f"{who}'s card was declined for the instalment of {self.money(amount)}.",
            f"La carte de {who} a été refusée pour le versement de {self.money(amount)}.",
        )

    def amount_differs(self, paid: int, asked: int) -> str:
        return self.either(
            f"{self.money(paid)} were paid where {self.money(asked)} were asked. Please look at it at Stripe.",
            f"{self.money(paid)} ont été payés au lieu de {self.money(asked)}. Vérifiez chez Stripe, svp.",
        )

    def payments_broken(self, who: str, why: str) -> str:
        return self.either(
            f"Stripe refused to make a payment page for {who} ({why}). Please look at your Stripe account.",
            f"Stripe a refusé de faire une page de paiement pour {who} ({why}). Vérifiez votre compte Stripe, svp.",
        )

    # A card number in a text

    def no_card_numbers(self) -> str:
        return self.either(
            "Please never send a card number here: I have not kept it. You will get a safe link when there is something"
            " to pay.",
            "N'envoyez jamais de numéro de carte ici, svp: je ne l'ai pas gardé. Vous recevrez un lien sûr quand il y"
            " aura quelque chose à payer.",
        )

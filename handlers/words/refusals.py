"""How a refusal is said: what is not possible, and what is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import Reason
from core.instalments import UNPAID
from handlers.words.plain import Plain

if TYPE_CHECKING:
    from core.errors import Refusal


class RefusalWords(Plain):
    def refused(self, refusal: Refusal) -> str:
        """A whole sentence that says why not, and what would be possible."""
        said: str = getattr(self, f"_{refusal.reason.value}")(refusal)
        return said

    def _past(self, _: Refusal) -> str:
        return self.either("That time has passed.", "Cette heure est passée.")

    def _too_soon(self, refusal: Refusal) -> str:
        earliest = refusal.facts.get("earliest")
        if earliest is None:
            return self.either("That is too soon for us.", "C'est trop tôt pour nous.")
        return self.either(
            f"That is too soon: the earliest is {self.when(earliest)}.",
            f"C'est trop tôt: le plus tôt est {self.when(earliest)}.",
        )

    def _too_far(self, refusal: Refusal) -> str:
        latest = refusal.facts.get("latest")
        if latest is None:
            return self.either("The diary is not open that far ahead.", "L'agenda n'est pas ouvert aussi loin.")
        return self.either(
            f"The diary is open until {self.day(latest)} for now.",
            f"L'agenda est ouvert jusqu'au {self.day(latest)} pour l'instant.",
        )

    def _closed(self, refusal: Refusal) -> str:
        label = self.of(refusal.facts.get("names") or {}) or refusal.facts.get("label") or ""
        why = f" ({label})" if label else ""
        return self.either(f"We are closed then{why}.", f"C'est fermé à ce moment{why}.")

    def _taken(self, _: Refusal) -> str:
        return self.either("That time is taken.", "Cette heure est prise.")

    def _full(self, _: Refusal) -> str:
        return self.either("That class is full.", "Ce cours est complet.")

    def _clash(self, refusal: Refusal) -> str:
        at = refusal.facts.get("at")
        then = f" ({self.when(at)})" if at else ""
        return self.either(f"You already have a session then{then}.", f"Vous avez déjà une séance à ce moment{then}.")

    def _not_offered(self, _: Refusal) -> str:
        return self.either("That is not a start time here.", "Ce n'est pas une heure de début ici.")

    def _no_credit(self, _: Refusal) -> str:
        return self.either(
            'This one takes a plan, and you have no session left on one. Say "plans" to see them, or "person".',
            'Il faut un forfait, et il ne vous reste pas de séance. Dites "forfaits" pour les voir, ou "personne".',
        )

    def _expires(self, refusal: Refusal) -> str:
        on = refusal.facts.get("expires_on")
        if on is None:
            return self.either("Your plan does not reach that day.", "Votre forfait ne va pas jusqu'à ce jour.")
        until = self.date(on)
        return self.either(
            f'Your sessions are good until {until} (for more time, say "person").',
            f'Vos séances sont bonnes jusqu\'au {until} (pour un délai, dites "personne").',
        )

    def _new_only(self, _: Refusal) -> str:
        return self.either("That one is for new clients.", "Celle-là est pour les nouveaux clients.")

    def _package_only(self, _: Refusal) -> str:
        return self.either(
            'That one comes with a plan. Say "plans" to see them.',
            'Celle-là vient avec un forfait. Dites "forfaits" pour les voir.',
        )

    def _too_many(self, _: Refusal) -> str:
        return self.either(
            "You already have an unpaid session booked; once it is settled, you can book the next.",
            "Vous avez déjà une séance non payée; une fois réglée, vous pourrez réserver la suivante.",
        )

    def _frozen(self, refusal: Refusal) -> str:
        if refusal.facts.get("because") == UNPAID:
            return self.either(
                'An instalment of your plan is open, so new bookings wait until it is paid. Say "pay" for a link.',
                'Un versement de votre forfait reste à payer; ensuite vous pourrez réserver. Un lien: dites "payer".',
            )
        return self.either(
            'Your plan is on hold for now, so I cannot book on it. Say "person" to talk to us.',
            'Votre forfait est suspendu pour l\'instant, je ne peux pas y réserver. Dites "personne" pour nous parler.',
        )

    def _one_deposit(self, _: Refusal) -> str:
        return self.either(
            "Sessions with a deposit are booked one at a time.", "Les séances avec acompte se réservent une à la fois."
        )

    def _one_offer(self, refusal: Refusal) -> str:
        at = refusal.facts.get("until")
        until = f" ({self.either('until', 'jusque')} {self.when(at)})" if at else ""
        return self.either(
            f"They have another offer to answer first{until}.", f"Une autre offre attend leur réponse{until}."
        )

    def _disputed(self, _: Refusal) -> str:
        return self.either(
            "That payment is disputed at the bank, so it cannot be refunded here.",
            "Ce paiement est contesté à la banque, il ne peut pas être remboursé ici.",
        )

    def _too_much(self, refusal: Refusal) -> str:
        left = self.money(refusal.facts.get("left", 0))
        return self.either(f"That is too much: {left} is left.", f"C'est trop: il reste {left}.")

    def _begun(self, _: Refusal) -> str:
        return self.either(
            'That session has begun, so I cannot change it. Say "person" to talk to us.',
            'Cette séance est commencée, je ne peux plus la changer. Dites "personne" pour nous parler.',
        )

    def _too_late(self, refusal: Refusal) -> str:
        until = refusal.facts["until"]
        return self.either(
            f"It is too late to move that one (possible until {self.when(until)}). You can keep or cancel it.",
            f"Il est trop tard pour la déplacer (possible jusqu'au {self.when(until)}). Vous pouvez la garder ou"
            " l'annuler.",
        )

    def _no_moves(self, refusal: Refusal) -> str:
        limit = refusal.facts.get("limit", 1)
        times = {1: "once", 2: "twice"}.get(limit, f"{limit} times")
        return self.either(
            f'That session has been moved {times} already. Say "person" if you need another change.',
            f'Cette séance a déjà été déplacée {limit} fois. Dites "personne" pour un autre changement.',
        )

    def _gone(self, _: Refusal) -> str:
        return self.either("That session is no longer booked.", "Cette séance n'est plus réservée.")

    def _not_yet(self, _: Refusal) -> str:
        return self.either("That session has not begun yet.", "Cette séance n'est pas encore commencée.")

    def _changed(self, _: Refusal) -> str:
        return self.either(
            "Something changed meanwhile, so I did nothing. Please ask me again.",
            "Quelque chose a changé entre-temps, alors je n'ai rien fait. Redemandez-moi, svp.",
        )

    def _nothing_to_undo(self, _: Refusal) -> str:
        return self.either(
            "There is nothing from the last few minutes to undo. Just tell me what to change.",
            "Il n'y a rien à défaire des dernières minutes. Dites-moi simplement quoi changer.",
        )


assert all(hasattr(RefusalWords, f"_{reason.value}") for reason in Reason)  # noqa: S101  a reason without words must not start

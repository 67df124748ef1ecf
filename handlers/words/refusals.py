"""How a refusal is said: what is not possible, and what is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import Reason
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
        label = refusal.facts.get("label") or ""
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
            "You have no session left for this. You need a plan or a credit first; ask me for the plans,"
            ' or say "person".',
            "Il ne vous reste pas de séance pour cela. Il faut d'abord un forfait; demandez-moi les forfaits,"
            ' ou dites "personne".',
        )

    def _expires(self, refusal: Refusal) -> str:
        on = refusal.facts.get("expires_on")
        until = self.date(on) if on else ""
        return self.either(
            f"Your sessions are good until {until}, so not that day. An earlier date works; for more time, say"
            ' "person".',
            f"Vos séances sont bonnes jusqu'au {until}, donc pas ce jour-là. Une date plus tôt convient; pour un"
            ' délai, dites "personne".',
        )

    def _new_only(self, _: Refusal) -> str:
        return self.either("That one is for new clients.", "Celle-là est pour les nouveaux clients.")

    def _package_only(self, _: Refusal) -> str:
        return self.either(
            "That one comes with a plan. Ask me for the plans.",
            "Celle-là vient avec un forfait. Demandez-moi les forfaits.",
        )

    def _too_many(self, _: Refusal) -> str:
        return self.either(
            "You already have an unpaid session booked; once it is settled, you can book the next.",
            "Vous avez déjà une séance non payée; une fois réglée, vous pourrez réserver la suivante.",
        )

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
        limit = refusal.facts.get("limit", "")
        return self.either(
            f'That session has been moved {limit} times already. Say "person" if you need another change.',
            f'Cette séance a déjà été déplacée {limit} fois. Dites "personne" pour un autre changement.',
        )

    def _gone(self, _: Refusal) -> str:
        return self.either("That session is no longer booked.", "Cette séance n'est plus réservée.")

    def _not_yet(self, _: Refusal) -> str:
        return self.either("That session has not begun yet.", "Cette séance n'est pas encore commencée.")

    def _changed(self, _: Refusal) -> str:
        return self.either(
            "Something changed meanwhile, so I did nothing. Ask me again?",
            "Quelque chose a changé entre-temps, alors je n'ai rien fait. Redemandez-moi?",
        )

    def _nothing_to_undo(self, _: Refusal) -> str:
        return self.either(
            "There is nothing of the last 5 minutes to undo.", "Il n'y a rien des 5 dernières minutes à défaire."
        )


assert all(hasattr(RefusalWords, f"_{reason.value}") for reason in Reason)  # noqa: S101  a reason without words must not start

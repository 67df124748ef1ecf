"""What stands on the page of a plan's terms, in words that have room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from core.pace import Pace
    from storage.models import Plan


class TermsWords(Plain):
    def terms_title(self, plan: Plan) -> str:
        return self.either(f"Terms: {self.of(plan.names)}", f"Conditions : {self.of(plan.names)}")

    def terms_heading(self, name: str) -> str:
        said = {
            "what": ("What you get", "Ce que vous recevez"),
            "pay": ("Price and payment", "Prix et paiement"),
            "good": ("Until when", "Jusqu'à quand"),
            "pace": ("Pace", "Rythme"),
            "change": ("Moving and cancelling a session", "Déplacer et annuler une séance"),
            "own": ("Our terms", "Nos conditions"),
            "end": ("Ending the plan", "Mettre fin au forfait"),
            "version": ("Version", "Version"),
        }
        return self.either(*said[name])

    def card_is_kept(self) -> str:
        return self.either(
            "By saying yes you let us charge the card that you pay with, without you, for these parts on these days or"
            " after these sessions, and for nothing else. Stripe keeps the card; we never see its number. A refused"
            " charge is tried again 1, 3 and 7 days later, and you are told each time.",
            "En disant oui, vous nous autorisez à débiter la carte avec laquelle vous payez, sans vous, pour ces"
            " versements, à ces dates ou après ces séances, et pour rien d'autre. Stripe conserve la carte; nous ne"
            " voyons jamais son numéro. Un débit refusé est tenté de nouveau 1, 3 et 7 jours plus tard, et vous en êtes"
            " avisé chaque fois.",
        )

    def usual_pace(self, pace: Pace) -> str:
        often = f"{pace.sessions} par semaine" if pace.weeks == 1 else f"{pace.sessions} aux {pace.weeks} semaines"
        return self.either(
            f"We propose {pace}; you may come more or less often.",
            f"Nous en proposons {often}; vous pouvez venir plus ou moins souvent.",
        )

    def good_until(self, plan: Plan) -> str:
        days = plan.validity_days
        if plan.monthly:
            return self.either(
                "From month to month, until you end it.", "De mois en mois, jusqu'à ce que vous y mettiez fin."
            )
        if days is None:
            return self.either("The sessions have no end date.", "Les séances n'ont pas de date de fin.")
        return self.either(
            f"Sessions can take place on {days} days from the day of purchase.",
            f"Les séances ont lieu dans les {days} jours à compter de l'achat.",
        )

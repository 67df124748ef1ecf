"""The end of a plan: what can still be used before it, and what has lapsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from datetime import date


class ExpiryWords(Plain):
    def use_before(self, practice: str, plan: str, free: int, ends: date, whom: str) -> str:
        """Above the times that are left: what there is to lose, and until when."""
        named = f" ({whom})" if whom else ""
        return self._still(practice, plan, free, ends) + self.either(
            f" Take one of these?{named}", f" Une de ces heures?{named}"
        )

    def use_before_somehow(self, practice: str, plan: str, free: int, ends: date) -> str:
        """When no time is free any more, or none that the plan pays."""
        return self._still(practice, plan, free, ends) + self.either(
            ' No time is left before that: say "person" to talk to us.',
            " Il n'y a plus d'heure libre avant: dites \"personne\" pour nous parler.",
        )

    def _still(self, practice: str, plan: str, free: int, ends: date) -> str:
        return self.either(
            f"{practice}: {self.sessions(free)} of your {plan} can be used until {self.date(ends)}.",
            f"{practice}: {self.sessions(free)} de votre {plan} jusqu'au {self.date(ends)}.",
        )

    def package_lapsed(self, practice: str, lost: int, ended: date, numbers: str) -> str:
        """To the client: one line, with the numbers."""
        return self.either(
            f"{practice}: {self.sessions(lost)} lapsed, as your plan ended on {self.date(ended)}. {numbers}",
            f"{practice}: votre forfait a pris fin le {self.date(ended)}, échu: {self.sessions(lost)}. {numbers}",
        )

    def client_lapsed(self, who: str, plan: str, lost: int, ended: date, given: str) -> str:
        """To the owner: one line, and how to take it back."""
        return self.either(
            f'{who}: {self.sessions(lost)} of {plan} lapsed on {self.date(ended)}. To give back: "extend {given} 30'
            ' days".',
            f"{who}: {self.sessions(lost)} de {plan}, échu le {self.date(ended)}. Pour rendre:"
            f' "prolonge {given} 30 jours".',
        )

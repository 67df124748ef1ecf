"""What a client reads when the practice has changed something: who writes, what is so now, and what they can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class ToldWords(Plain):
    def told_booked(self, practice: str, what: str, cost: str) -> str:
        return self.either(
            f"{practice}: you are booked for {what}{cost}. Not right? Just answer.",
            f"{practice}: vous avez {what}{cost}. Ca ne va pas? Répondez simplement.",
        )

    def told_cost(self, credits: int, left: int, price: int) -> str:
        if credits:
            return self.either(
                f", {self.sessions(credits)} ({self.number(left)} left)",
                f", {self.sessions(credits)} (il en reste {self.number(left)})",
            )
        return self.either(f", {self.money(price)}", f", {self.money(price)}") if price else ""

    def told_moved(self, practice: str, old: str, new: str) -> str:
        return self.either(
            f"{practice}: your session of {old} is now {new}. Not right? Just answer.",
            f"{practice}: votre séance du {old} est maintenant {new}. Ca ne va pas? Répondez simplement.",
        )

    def told_cancelled(self, practice: str, whats: Sequence[str]) -> str:
        many = len(whats) > 1
        return self._is_cancelled(practice, whats) + self.either(
            f" Another time{' for the first' if many else ''}?",
            f" Une autre heure{' pour la première' if many else ''}?",
        )

    def told_cancelled_only(self, practice: str, whats: Sequence[str]) -> str:
        """When there is no other time to offer."""
        return self._is_cancelled(practice, whats) + self.either(
            " When else would you like to come?", " Quand voudriez-vous venir?"
        )

    def _is_cancelled(self, practice: str, whats: Sequence[str]) -> str:
        them, many = self.all_of(whats), "s" if len(whats) > 1 else ""
        yours = f"{'vos' if many else 'votre'} séance{many}"
        return self.either(
            f"{practice}: sorry, we have to cancel your session{many} {them}. Nothing is charged.",
            f"{practice}: désolé, nous devons annuler {yours} ({them}). Sans frais.",
        )

    def instead_of(self, what: str) -> str:
        return self.either(f"Another time instead of {what}?", f"Une autre heure au lieu de {what}?")

    def not_now(self) -> str:
        return self.either("Not now", "Pas maintenant")

    def no_other_time(self, left: str) -> str:
        return self.either(
            f"OK, nothing booked.{left} Write when you would like to come.",
            f"D'accord, rien de réservé.{left} Ecrivez-nous quand vous voudrez venir.",
        )

    def told_stands(self, practice: str, what: str) -> str:
        return self.either(
            f"{practice}: please forget our last message, {what} stands.",
            f"{practice}: oubliez notre dernier message, {what} tient.",
        )

    def told_not_booked(self, practice: str, what: str) -> str:
        return self.either(
            f"{practice}: please forget our last message, {what} is not booked.",
            f"{practice}: oubliez notre dernier message, {what} n'est pas réservé.",
        )

    def told_late(self, practice: str, who: str, at: datetime, minutes: int | None) -> str:
        by = self.either(f" about {minutes} min", f" d'environ {minutes} min") if minutes else ""
        return self.either(
            f"{practice}: {who} is running{by} late for your {self.clock(at)}. See you soon!",
            f"{practice}: {who} aura un retard{by} pour {self.clock(at)}. A bientôt!",
        )

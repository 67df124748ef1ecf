"""Moving, cancelling and undoing: which session, what it costs before the yes, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.say import Choice
from handlers.words.series import SeriesWords

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.moving import MoveQuote
    from core.policy import CancelCost


class ChangingWords(SeriesWords):
    # Which one

    def which_booking(self) -> str:
        return self.either("Which one?", "Laquelle?")

    def all_of_them(self) -> str:
        return self.either("All of them", "Toutes")

    def none_like_that(self) -> str:
        return self.either("I find no such session. You have:", "Je ne trouve pas cette séance. Vous avez:")

    def gone(self) -> str:
        return self.either("That one is no longer booked.", "Celle-là n'est plus réservée.")

    # Moving

    def move_to_when(self, what: str, whom: str = "") -> str:
        ask = self.either(f"Move {what} to when?", f"Déplacer {what} à quand?")
        return f"{ask} {self.i_have(whom)}"

    def move_price_tag(self, old: str, new: str, cost: str) -> str:
        return self.either(f"Move {old} to {new}, {cost}. Yes?", f"Déplacer {old} au {new}, {cost}. Oui?")

    def moving_is_free(self) -> str:
        return self.either("no cost", "sans frais")

    def other_plan(self, quote: MoveQuote) -> str:
        """When the plan that paid so far does not reach the new date."""
        return self.either(
            f"paid by {self.sessions(quote.credits)} of your other plan",
            f"payé par {self.sessions(quote.credits)} de votre autre forfait",
        )

    def moved(self, new: str, old: datetime) -> str:
        return self.either(
            f"Moved: you now have {new}, instead of {self.when(old)}.",
            f"C'est déplacé: {new}, au lieu du {self.when(old)}.",
        )

    def still_held(self, what: str) -> str:
        return self.either(f"That is when you have it: {what}.", f"C'est déjà à ce moment: {what}.")

    def kept(self, what: str) -> str:
        return self.either(f"OK, you keep {what}.", f"D'accord, vous gardez {what}.")

    # Cancelling

    def goes_back(self, refunded: int) -> str:
        """Of what was paid for it."""
        return self.either(f" {self.money(refunded)} goes back to you.", f" {self.money(refunded)} vous sont remis.")

    def cancel_price_tag(
        self, what: str, cost: CancelCost, left: int, *, plan: bool, hours: int, refunded: int = 0
    ) -> str:
        """What cancelling costs, then the question."""
        if refunded and cost.free and not cost.grace:
            return self.either(
                f"Cancel {what}?{self.goes_back(refunded)}", f"Annuler {what}?{self.goes_back(refunded)}"
            )
        if cost.grace:
            return self.either(
                f"{what} is within {hours} h, but this time it costs nothing (once a year). Cancel it?",
                f"{what}: c'est à moins de {hours} h, mais cette fois sans frais (une fois par année). On annule?",
            )
        if cost.undecided:
            return self.either(
                f"{what} is within {hours} h: the practice may count it. Cancel it?",
                f"{what}: c'est à moins de {hours} h, la clinique pourrait la compter. On annule?",
            )
        if not cost.free:
            return self.either(
                f"{what} is within {hours} h: cancelling costs {self.spending(cost)}.",
                f"{what}: à moins de {hours} h, annuler coute {self.spending(cost)}.",
            )
        if not plan:
            return self.either(f"Cancel {what}, no charge. Yes?", f"Annuler {what}, sans frais. Oui?")
        return self.either(
            f"Cancel {what}? {self._comes_back_to_you(cost.back)} ({self.number(left)} left after).",
            f"Annuler {what}? {self._comes_back_to_you(cost.back)} (il en restera {self.number(left)}).",
        )

    def _comes_back_to_you(self, back: int) -> str:
        if back == 100:
            return self.either("Your session comes back", "La séance vous revient")
        return self.either(f"{self.sessions(back)} comes back", f"{self.sessions(back)} vous revient")

    def spending(self, cost: CancelCost) -> str:
        """1 session; $95."""
        return self.sessions(cost.charged) if cost.charged else self.money(cost.owed)

    def cancel_late_choices(self, cost: CancelCost, *, may_move: bool) -> tuple[Choice, ...]:
        """Their values are what they do, so that "move it" picks one too."""
        cancel = self.either(f"Cancel, {self.spending(cost)}", f"Annuler, {self.spending(cost)}")
        move = (Choice(self.either("Move it, no cost", "Déplacer, sans frais"), "move"),) if may_move else ()
        return (Choice(cancel, "cancel"), *move, Choice(self.either("Keep it", "La garder"), "keep"))

    def cancel_many_price_tag(self, count: int, whats: str, charged: int, back: int, owed: int) -> str:
        """What cancelling several comes to, all in all."""
        parts = []
        if back:
            parts.append(self.either(f"{self.sessions(back)} back", f"{self.sessions(back)} de retour"))
        if charged:
            parts.append(
                self.either(f"{self.sessions(charged)} spent (late)", f"{self.sessions(charged)} en moins (tard)")
            )
        if owed:
            parts.append(self.either(f"{self.money(owed)} to pay (late)", f"{self.money(owed)} à payer (tard)"))
        comes = ", ".join(parts) or self.either("no charge", "sans frais")
        return self.either(f"Cancel these {count}: {whats}? {comes}.", f"Annuler ces {count}: {whats}? {comes}.")

    def cancelled(self, what: str, cost: CancelCost, left: str) -> str:
        spent = ""
        if cost.grace:
            spent = self.either(" No charge this time.", " Sans frais cette fois.")
        elif cost.undecided:
            spent = self.either(" The practice may count it.", " La clinique pourrait la compter.")
        elif not cost.free:
            spent = self.either(f" It cost {self.spending(cost)}.", f" Prix: {self.spending(cost)}.")
        return self.either(f"Cancelled: {what}.{spent}{left}", f"C'est annulé: {what}.{spent}{left}")

    def cancelled_many(self, whats: str, left: str) -> str:
        return self.either(f"Cancelled: {whats}.{left}", f"C'est annulé: {whats}.{left}")

    # Undoing

    def undone(self, whats: Sequence[str], left: str = "") -> str:
        return self.either(f"Undone. {'. '.join(whats)}.{left}", f"C'est défait. {'. '.join(whats)}.{left}")

    def undone_booking(self, what: str) -> str:
        return self.either(f"Not booked any more: {what}", f"Plus de réservation: {what}")

    def undone_cancel(self, what: str) -> str:
        return self.either(f"Booked again: {what}", f"De nouveau réservé: {what}")

    def undone_move(self, what: str) -> str:
        return self.either(f"Back at {what}", f"De retour au {what}")

    def undone_outcome(self, what: str) -> str:
        return self.either(f"No outcome any more: {what}", f"Plus de résultat: {what}")

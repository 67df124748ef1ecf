"""Booking: which times there are, what a session costs before the yes, and what was booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.bookings import Quote, Visit
    from storage.models import Practitioner, Service


class BookingWords(Plain):
    # Naming a session

    def visit(self, visit: Visit, *, family: bool = False) -> str:
        """Thu 5 Mar 3:00 PM with Ana for Léa."""
        service = None if visit.service.usual else visit.service
        child = self.given(visit.client.name) if family else ""
        return self.slot(visit.appointment.starts_at, visit.practitioner, service, child)

    def slot(self, at: datetime, practitioner: Practitioner, service: Service | None = None, child: str = "") -> str:
        """Thu 5 Mar 3:00 PM, Short follow-up with Ana for Léa."""
        what = f", {self.service(service)}" if service else ""
        return f"{self.when(at)}{what}{self.beside(self.first(practitioner))}{self.for_child(child)}"

    def time_with(self, at: datetime, name: str) -> str:
        """Thu 5 Mar 3:00 PM with Ana; without a name the time alone."""
        return f"{self.when(at)}{self.beside(name)}"

    def beside(self, name: str) -> str:
        return self.either(f" with {name}", f" avec {name}") if name else ""

    def for_child(self, child: str) -> str:
        return self.either(f" for {child}", f" pour {child}") if child else ""

    def cost(self, quote: Quote) -> str:
        """1 session (3 left after); $120, to pay at the practice; free."""
        return self.costs(quote.credits, quote.free_after, quote.price)

    def costs(self, credits: int, left: int, price: int) -> str:
        parts = []
        if credits:
            after = self.either(f"({self.number(left)} left after)", f"(il en restera {self.number(left)})")
            parts.append(f"{self.sessions(credits)} {after}")
        if price:
            amount = self.money(price)
            parts.append(self.either(f"{amount} to pay at the practice", f"{amount} à payer sur place"))
        return " + ".join(parts) or self.either("no charge", "sans frais")

    # Asking. `whom` is the practitioner that all the times below are with, or nothing.

    def for_whom(self) -> str:
        return self.either("For whom?", "Pour qui?")

    def which_time(self, whom: str = "", child: str = "") -> str:
        beside = f"{self.beside(whom)}{self.for_child(child)}".strip()
        beside = f" ({beside})" if beside else ""
        return self.either(f"Which one suits you{beside}?", f"Laquelle vous convient{beside}?")

    def when_to_come(self, whom: str = "", child: str = "") -> str:
        ask = self.either("When would you like to come?", "Quand voulez-vous venir?")
        if child:
            ask = self.either(f"When should {child} come?", f"Quand pour {child}?")
        return f"{ask} {self.i_have(whom)}"

    def i_have(self, whom: str) -> str:
        if whom:
            return self.either(f"With {whom} I have:", f"Avec {whom}, j'ai:")
        return self.either("I have:", "J'ai:")

    def nearest(self, whom: str = "", child: str = "") -> str:
        beside = f"{self.beside(whom)}{self.for_child(child)}"
        if whom:
            return self.either(f"The nearest{beside}:", f"Le plus près{beside}:")
        return self.either(f"The nearest I have{beside}:", f"Le plus près que j'ai{beside}:")

    def more_times(self, whom: str = "", child: str = "") -> str:
        beside = f"{self.beside(whom)}{self.for_child(child)}"
        return self.either(f"Other times{beside}:", f"D'autres heures{beside}:")

    def another_time(self) -> str:
        return self.either("Would you like another time?", "Voulez-vous une autre heure?")

    def what_suits(self) -> str:
        return self.either("What day or time would suit you?", "Quel jour ou quelle heure vous irait?")

    def nothing_free(self) -> str:
        return self.either(
            "Nothing is free then. Another day or time?", "Rien de libre à ce moment. Un autre jour ou une autre heure?"
        )

    def nothing_then(self) -> str:
        return self.either("Nothing is free then.", "Rien de libre à ce moment.")

    def just_gone(self) -> str:
        return self.either("That time has just been taken.", "Cette heure vient de partir.")

    def no_more_times(self) -> str:
        return self.either(
            "That is all I have there. Another day or time?",
            "C'est tout ce que j'ai là. Un autre jour ou une autre heure?",
        )

    def book_price_tag(self, what: str, cost: str) -> str:
        return self.either(f"{what}, {cost}. Yes?", f"{what}, {cost}. Oui?")

    # Said after the answer

    def not_booked(self) -> str:
        return self.either("OK, nothing booked.", "D'accord, rien de réservé.")

    def booked(self, what: str, left: str, free_until: str) -> str:
        return self.either(f"Booked: {what}.{left}{free_until}", f"C'est réservé: {what}.{left}{free_until}")

    def free_until(self, at: datetime) -> str:
        return self.either(
            f" Free to cancel until {self.when(at)}.", f" Annulation sans frais jusqu'au {self.when(at)}."
        )

    # One's sessions

    def no_bookings(self) -> str:
        return self.either(
            "You have nothing booked. Just say when you would like to come.",
            "Vous n'avez rien de réservé. Dites-moi quand vous voulez venir.",
        )

    def my_bookings(self, lines: Sequence[str]) -> str:
        if len(lines) == 1:
            return self.either(f"You have {lines[0]}.", f"Vous avez {lines[0]}.")
        return self.either("You have:", "Vous avez:") + "".join(f"\n- {line}" for line in lines)

    def and_more(self, n: int) -> str:
        return self.either(f"and {n} more", f"et {n} autres")

    def confirmed(self, what: str) -> str:
        return self.either(f"Great, you are confirmed: {what}.", f"Parfait, c'est confirmé: {what}.")

    def see_you_then(self, what: str) -> str:
        """To who has said before that they come."""
        return self.either(f"See you then: {what}.", f"À bientôt: {what}.")

    def late_noted(self, name: str, minutes: int | None) -> str:
        by = f" ({minutes} min)" if minutes else ""
        return self.either(
            f"Thanks, {name} knows you are late{by}.", f"Merci, {name} sait que vous serez en retard{by}."
        )

    def late_for_nothing(self) -> str:
        return self.either("You have nothing today, so no worry.", "Vous n'avez rien aujourd'hui, pas de souci.")

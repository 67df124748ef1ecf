"""Booking, moving, cancelling: every sentence says what it costs before it asks yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.say import Choice
from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.bookings import Quote, Visit
    from core.moving import MoveQuote
    from core.policy import CancelCost
    from storage.models import Practitioner, Service


class BookingWords(Plain):
    # Naming a time

    def visit(self, visit: Visit, *, family: bool = False) -> str:
        """Thu 5 Mar 3:00 PM with Ana (Léa)."""
        text = self.slot(
            visit.appointment.starts_at, visit.practitioner, None if visit.service.usual else visit.service
        )
        return f"{text} ({self.given(visit.client.name)})" if family else text

    def slot(self, at: datetime, practitioner: Practitioner, service: Service | None = None) -> str:
        what = f", {self.service(service)}" if service else ""
        return self.either(
            f"{self.when(at)}{what} with {self.first(practitioner)}",
            f"{self.when(at)}{what} avec {self.first(practitioner)}",
        )

    def cost(self, quote: Quote) -> str:
        """1 session (3 left after); $120, to pay at the practice; free."""
        if quote.package_id is not None:
            return self.either(
                f"{self.sessions(quote.credits)} ({self.number(quote.free_after)} left after)",
                f"{self.sessions(quote.credits)} (il en restera {self.number(quote.free_after)})",
            )
        if quote.price:
            return self.either(
                f"{self.money(quote.price)} to pay at the practice", f"{self.money(quote.price)} à payer sur place"
            )
        return self.either("no charge", "sans frais")

    # Asking

    def which_service(self) -> str:
        return self.either("Which kind of session?", "Quel genre de séance?")

    def service_choice(self, service: Service) -> str:
        return f"{self.service(service)} ({service.minutes} min)"

    def for_whom(self) -> str:
        return self.either("For whom?", "Pour qui?")

    def which_time(self) -> str:
        return self.either("Which one suits you?", "Lequel vous convient?")

    def when_to_come(self) -> str:
        return self.either("When would you like to come? I have:", "Quand voulez-vous venir? J'ai:")

    def another_time(self) -> str:
        return self.either(
            "OK, nothing booked. What day or time suits you better?",
            "D'accord, rien de réservé. Quel jour ou quelle heure vous irait mieux?",
        )

    def nothing_free(self) -> str:
        return self.either(
            "Nothing is free then. Another day or time?", "Rien de libre à ce moment. Un autre jour ou une autre heure?"
        )

    def nothing_then(self) -> str:
        return self.either("Nothing is free then.", "Rien de libre à ce moment.")

    def nearest(self, because: str) -> str:
        return because + self.either(" The nearest I have:", " Le plus près que j'ai:")

    def gone(self) -> str:
        return self.either("That one is no longer booked.", "Celle-là n'est plus réservée.")

    def just_gone(self) -> str:
        return self.either("That time has just been taken.", "Cette heure vient d'être prise.")

    def more_times(self) -> str:
        return self.either("Other times:", "D'autres heures:")

    def no_more_times(self) -> str:
        return self.either(
            "That is all I have there. Another day or time?",
            "C'est tout ce que j'ai là. Un autre jour ou une autre heure?",
        )

    def book_price_tag(self, what: str, cost: str, child: str = "") -> str:
        whom = self.either(f" for {child}", f" pour {child}") if child else ""
        return self.either(f"{what}{whom}, {cost}. Yes?", f"{what}{whom}, {cost}. Oui?")

    # Said after acting

    def booked(self, what: str, left: str, free_until: str) -> str:
        return self.either(f"Booked: {what}.{left}{free_until}", f"C'est réservé: {what}.{left}{free_until}")

    def free_until(self, at: datetime) -> str:
        return self.either(
            f" Free to cancel until {self.when(at)}.", f" Annulation sans frais jusqu'au {self.when(at)}."
        )

    def still_held(self, what: str) -> str:
        return self.either(f"You already have {what}.", f"Vous avez déjà {what}.")

    # Series

    def series_dates(self, starts: Sequence[datetime]) -> str:
        """Tue 5:00 PM: 3, 10, 17, 24 Mar, 7 Apr; dates at other times are named whole."""
        lines: dict[str, list[datetime]] = {}
        for at in starts:
            local = at.astimezone(self.zone)
            lines.setdefault(f"{self.short_weekday(local.weekday())} {self.clock(at)}", []).append(local)
        return "; ".join(f"{head}: {self._days(group)}" for head, group in lines.items())

    def _days(self, days: Sequence[datetime]) -> str:
        parts = []
        for this, after in zip(days, [*days[1:], None], strict=True):
            same_month = after is not None and after.month == this.month
            parts.append(str(this.day) if same_month else self.date(this.date()))
        return ", ".join(parts)

    def series_price_tag(self, count: int, dates: str, with_whom: str, cost: str, note: str) -> str:
        return note + self.either(
            f"{count} sessions with {with_whom}. {dates}. {cost}. Book all {count}?",
            f"{count} séances avec {with_whom}. {dates}. {cost}. Réserver les {count}?",
        )

    def series_cost(self, credits: int, left: int, price: int) -> str:
        parts = []
        if credits:
            parts.append(
                self.either(
                    f"{self.sessions(credits)} ({self.number(left)} left after)",
                    f"{self.sessions(credits)} (il en restera {self.number(left)})",
                )
            )
        if price:
            parts.append(self.either(f"{self.money(price)} to pay", f"{self.money(price)} à payer"))
        return " + ".join(parts) or self.either("no charge", "sans frais")

    def date_blocked(self, at: datetime, why: str, good: int, of: int) -> str:
        return self.either(
            f"{good} of {of} dates are free. {self.when(at)}: {why} Instead?",
            f"{good} dates sur {of} sont libres. {self.when(at)}: {why} Au lieu?",
        )

    def skip_it(self) -> str:
        return self.either("Skip that one", "Sauter celle-là")

    def only_so_many(self, n: int) -> str:
        return self.either(f"Your plan covers {n} more. ", f"Votre forfait en couvre encore {n}. ")

    def series_booked(self, count: int, dates: str, left: str) -> str:
        return self.either(f"Booked, all {count}. {dates}.{left}", f"C'est réservé, les {count}. {dates}.{left}")

    def how_many_to_book(self) -> str:
        return self.either("How many sessions shall I book?", "Combien de séances je réserve?")

    # Moving

    def which_booking(self) -> str:
        return self.either("Which one?", "Laquelle?")

    def no_bookings(self) -> str:
        return self.either(
            "You have nothing booked. Want a time?", "Vous n'avez rien de réservé. Voulez-vous une heure?"
        )

    def none_like_that(self) -> str:
        return self.either("I find no such session. You have:", "Je ne trouve pas cette séance. Vous avez:")

    def move_to_when(self, what: str) -> str:
        return self.either(f"{what}. Move it to when? I have:", f"{what}. Déplacer à quand? J'ai:")

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

    def moved(self, new: str, old: str) -> str:
        return self.either(f"Moved: you now have {new}, instead of {old}.", f"C'est déplacé: {new}, au lieu de {old}.")

    def kept(self, what: str) -> str:
        return self.either(f"OK, you keep {what}.", f"D'accord, vous gardez {what}.")

    # Cancelling

    def cancel_price_tag(self, what: str, cost: CancelCost, left: int, *, plan: bool, hours: int) -> str:
        """What cancelling costs, then the question."""
        if cost.grace:
            return self.either(
                f"{what} is within {hours} h, but this time it costs nothing (your one grace this year). Cancel it?",
                f"{what}: c'est à moins de {hours} h, mais cette fois sans frais (votre seule grâce cette année)."
                " On annule?",
            )
        if not cost.free:
            return self.either(
                f"{what} is within {hours} h: cancelling costs {self.spending(cost)}.",
                f"{what}: c'est à moins de {hours} h, annuler coûte {self.spending(cost)}.",
            )
        if not plan:
            return self.either(f"Cancel {what}, no charge. Yes?", f"Annuler {what}, sans frais. Oui?")
        return self.either(
            f"Cancel {what}? Your session comes back ({self.number(left)} left after).",
            f"Annuler {what}? La séance vous revient (il en restera {self.number(left)}).",
        )

    def spending(self, cost: CancelCost) -> str:
        """1 session; $95."""
        return self.sessions(cost.charged) if cost.charged else self.money(cost.owed)

    def cancel_late_choices(self, cost: CancelCost, *, may_move: bool) -> tuple[Choice, ...]:
        cancel = self.either(f"Cancel, {self.spending(cost)}", f"Annuler, {self.spending(cost)}")
        move = (Choice(self.either("Move it, no cost", "Déplacer, sans frais"), "move"),) if may_move else ()
        return (Choice(cancel, "yes"), *move, Choice(self.either("Keep it", "La garder"), "no"))

    def cancel_many_price_tag(self, whats: Sequence[str], charged: int, back: int, owed: int) -> str:
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
        return self.either(
            f"Cancel these {len(whats)}: {'; '.join(whats)}? {comes}.",
            f"Annuler ces {len(whats)}: {'; '.join(whats)}? {comes}.",
        )

    def cancelled(self, what: str, cost: CancelCost, left: str) -> str:
        spent = ""
        if cost.grace:
            spent = self.either(" No charge this time.", " Sans frais cette fois.")
        elif not cost.free:
            spent = self.either(f" It cost {self.spending(cost)}.", f" Coût: {self.spending(cost)}.")
        return self.either(f"Cancelled: {what}.{spent}{left}", f"C'est annulé: {what}.{spent}{left}")

    def cancelled_many(self, whats: Sequence[str], left: str) -> str:
        listed = "; ".join(whats)
        return self.either(f"Cancelled: {listed}.{left}", f"C'est annulé: {listed}.{left}")

    # Other

    def all_of_them(self) -> str:
        return self.either("All of them", "Toutes")

    def my_bookings(self, lines: Sequence[str]) -> str:
        return self.either("You have:", "Vous avez:") + "".join(f"\n- {line}" for line in lines)

    def and_more(self, n: int) -> str:
        return self.either(f"and {n} more", f"et {n} autres")

    def confirmed(self, what: str) -> str:
        return self.either(f"Great, you are confirmed: {what}.", f"Parfait, c'est confirmé: {what}.")

    def undone(self, whats: Sequence[str]) -> str:
        return self.either(f"Undone: {'; '.join(whats)}.", f"C'est défait: {'; '.join(whats)}.")

    def undone_booking(self, what: str) -> str:
        return self.either(f"{what} is not booked any more", f"{what} n'est plus réservé")

    def undone_cancel(self, what: str) -> str:
        return self.either(f"{what} is booked again", f"{what} est réservé de nouveau")

    def undone_move(self, what: str) -> str:
        return self.either(f"you are back at {what}", f"vous revenez au {what}")

    def undone_outcome(self, what: str) -> str:
        return self.either(f"{what} has no outcome any more", f"{what} n'a plus de résultat")

    def late_noted(self, name: str, minutes: int | None) -> str:
        by = self.either(f" ({minutes} min)", f" ({minutes} min)") if minutes else ""
        return self.either(
            f"Thanks, {name} knows you are late{by}.", f"Merci, {name} sait que vous serez en retard{by}."
        )

    def late_for_nothing(self) -> str:
        return self.either("You have nothing today, so no worry.", "Vous n'avez rien aujourd'hui, pas de souci.")

"""What the practice's own people read: the day, the hand-overs, the alerts. Short forms, numbered lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain
from storage.models import Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.bookings import Visit


class StaffWords(Plain):
    def welcome_staff(self, name: str) -> str:
        return (
            self.either(f"Hello {name}, this thread is yours. ", f"Bonjour {name}, ce fil est le vôtre. ")
            + self.staff_help()
        )

    def staff_help(self) -> str:
        return self.either(
            'Say "today" for your day; "2 no show" or "all came" afterwards; "maya: see you at 3" answers a client'
            ' you were handed; "release maya" gives her back to the assistant; "undo" within 5 minutes.',
            'Dites "aujourd\'hui" pour votre journée; "2 absente" ou "tous venus" ensuite; "maya: à 15 h" répond à une'
            ' cliente confiée; "libère maya" la rend à l\'assistant; "annule ça" dans les 5 minutes.',
        )

    def day_head(self, day: date, count: int) -> str:
        many = "s" if count > 1 else ""
        return self.either(f"{self.day(day)}, {count} session{many}:", f"{self.day(day)}, {count} séance{many}:")

    def day_empty(self, day: date) -> str:
        return self.either(f"{self.day(day)}: nothing booked.", f"{self.day(day)}: rien de réservé.")

    def day_line(self, visit: Visit, of_plan: str) -> str:
        """5:00 PM Maya, 4 of 8."""
        marks = {
            Status.ATTENDED: self.either(" - came", " - venue"),
            Status.NO_SHOW: self.either(" - no show", " - absence"),
        }
        service = "" if visit.service.usual else f", {self.service(visit.service)}"
        plan = f", {of_plan}" if of_plan else ""
        return f"{self.clock(visit.appointment.starts_at)} {visit.client.name or '?'}{service}{plan}{marks.get(visit.booking.status, '')}"

    def nth_of(self, nth: int, of: int) -> str:
        return self.either(f"{self.number(nth)} of {self.number(of)}", f"{self.number(nth)} sur {self.number(of)}")

    def outcome(self, names: Sequence[str], *, came: bool, costs: str = "") -> str:
        who = self.all_of(list(names))
        if came:
            return self.either(f"Marked as come: {who}.", f"Marqué comme venu: {who}.")
        return self.either(f"Marked as no show: {who}.{costs}", f"Marqué comme absence: {who}.{costs}")

    def spent(self, credits: int) -> str:
        return self.either(f" {self.sessions(credits)} spent.", f" {self.sessions(credits)} utilisée.")

    def nothing_to_mark(self) -> str:
        return self.either(
            "No session of today is waiting for an outcome.", "Aucune séance d'aujourd'hui n'attend de résultat."
        )

    def which_session(self) -> str:
        return self.either("Which session?", "Quelle séance?")

    # Hand-overs

    def handed_thread(self, who: str, text: str) -> str:
        name = self.given(who) or who
        return self.either(
            f'{who} asks for a person: "{text}". Answer with "{name.lower()}: ...", then "release {name.lower()}".',
            f'{who} demande une personne: "{text}". Répondez avec "{name.lower()}: ...", puis "libère {name.lower()}".',
        )

    def handed_message(self, who: str, text: str) -> str:
        return f"{who}: {text}"

    def relayed(self, who: str) -> str:
        return self.either(f"Sent to {who}.", f"Envoyé à {who}.")

    def released(self, who: str) -> str:
        return self.either(f"{who} is back with the assistant.", f"{who} est de nouveau avec l'assistant.")

    def nobody_handed(self) -> str:
        return self.either("Nobody's thread is with you now.", "Aucun fil ne vous est confié en ce moment.")

    def whose_thread(self) -> str:
        return self.either("Whose?", "De qui?")

    def no_such_client(self, name: str) -> str:
        return self.either(f'I know no client "{name}".', f'Je ne connais pas de client "{name}".')

    # Alerts

    def client_late(self, who: str, at: datetime, minutes: int | None) -> str:
        by = self.either(f"{minutes} min ", f"{minutes} min ") if minutes else ""
        return self.either(
            f"{who} ({self.clock(at)}) is running {by}late.", f"{who} ({self.clock(at)}) sera en retard {by}."
        ).replace(" .", ".")

    def client_opted_out(self, who: str, sessions: Sequence[str]) -> str:
        ahead = "; ".join(sessions)
        return self.either(
            f"{who} has opted out of texts; their sessions stand: {ahead}. Please call them.",
            f"{who} ne veut plus de textos; ses séances tiennent: {ahead}. SVP appelez.",
        )

    def client_wants_plan(self, who: str, plan: str) -> str:
        about = f": {plan}" if plan else ""
        return self.either(f"{who} would like a plan{about}.", f"{who} aimerait un forfait{about}.")

    def client_asks(self, who: str, text: str) -> str:
        return self.either(f'{who} asks: "{text}".', f'{who} demande: "{text}".')

    def something_failed(self, act: str) -> str:
        return self.either(
            f"A message could not be handled (event {act}); the client was told so.",
            f"Un message n'a pas pu être traité (événement {act}); la personne est avertie.",
        )

    def reply_wanted(self, who: str) -> str:
        return self.either(f'Answer with "{who.lower()}: ...".', f'Répondez avec "{who.lower()}: ...".')

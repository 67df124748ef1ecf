"""What we say unasked about a session: that it is near, and that somebody was missed. The practice is named first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.say import Choice
from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.bookings import Visit
    from core.policy import CancelCost


class ReminderWords(Plain):
    # At send time

    def near(self, at: datetime, now: datetime) -> str:
        """Tomorrow, Thu 5 Mar 3:00 PM: by the practice's calendar at this moment."""
        days = (at.astimezone(self.zone).date() - now.astimezone(self.zone).date()).days
        soon = {0: self.either("today, ", "aujourd'hui, "), 1: self.either("tomorrow, ", "demain, ")}.get(days, "")
        return f"{soon}{self.day(at)} {self.clock(at)}"

    def reminder(self, practice: str, name: str, child: str, visit: Visit, now: datetime, *, again: bool) -> str:
        """Northside: Maya, we have you tomorrow, Thu 5 Mar 3:00 PM, with Ana. Coming?"""
        when, who = self.near(visit.appointment.starts_at, now), self.first(visit.practitioner)
        whom = child or self.either("you", "vous")
        hello = f"{practice}: {name}, " if name else f"{practice}: "
        waits = f"on attend {child}" if child else "on vous attend"
        return hello + self.either(
            f"we have {whom} {when} with {who}. {self.coming(again=again, child=child)}",
            f"{waits} {when} avec {who}. {self.coming(again=again, child=child)}",
        )

    def coming(self, *, again: bool, child: str = "") -> str:
        if child:
            return self.either("Still on?" if again else "Coming?", "Toujours bon?" if again else "C'est bon?")
        return self.either("Still coming?" if again else "Coming?", "Toujours bon?" if again else "Vous venez?")

    def reminder_of_several(
        self, practice: str, name: str, visits: Sequence[Visit], now: datetime, *, family: bool
    ) -> str:
        """Northside: Julie, tomorrow, Thu 5 Mar: Léa 3:00 PM with Ana, Max 4:15 PM with Marc. Coming?"""
        starts = visits[0].appointment.starts_at
        day = self.near(starts, now).removesuffix(f" {self.clock(starts)}")
        hello = f"{practice}: {name}, " if name else f"{practice}: "
        parts = ", ".join(self._reminded_at(visit, family=family) for visit in visits)
        return f"{hello}{day}: {parts}. " + self.either("Coming?", "C'est bon?")

    def _reminded_at(self, visit: Visit, *, family: bool) -> str:
        child = f"{self.given(visit.client.name)} " if family else ""
        clock, who = self.clock(visit.appointment.starts_at), self.first(visit.practitioner)
        return f"{child}{clock}" + self.either(f" with {who}", f" avec {who}")

    def reminder_choices(self, count: int = 1) -> tuple[Choice, ...]:
        """C, R and X by their numbers; any wording does as well."""
        yes = self.either("Yes", "Oui")
        if count > 1:
            yes = self.either("Yes, both", "Oui, les deux") if count == 2 else self.either("Yes, all", "Oui, toutes")
        return (
            Choice(yes, "confirm"),
            Choice(self.either(*(("Move it", "Déplacer") if count == 1 else ("Move one", "En déplacer une"))), "move"),
            Choice(self.either("I can't come", "Je ne peux pas"), "cancel"),
        )  # fmt: skip

    def how_to_stop(self) -> str:
        """For somebody who never heard from us before, and now and then afterwards."""
        return self.either("STOP ends these texts.", "ARRET pour ne plus en avoir.")

    def missed(
        self, practice: str, name: str, child: str, at: datetime, now: datetime, *, counts: bool, next_: str
    ) -> str:
        """A kind word to who did not come; what it cost is said, not argued; a way back."""
        days = (now.astimezone(self.zone).date() - at.astimezone(self.zone).date()).days
        today = self.either("today", "aujourd'hui") if days == 0 else self.day(at)
        spent = self.either(" That session counts as used.", " Cette séance compte comme utilisée.") if counts else ""
        hello = f"{practice}: {name}, " if name else f"{practice}: "
        whom_en, whom_fr = (child, f"{child} nous a manqué") if child else ("you", "vous nous avez manqué")
        back = self.either(f"See you {next_}.", f"On se voit {next_}.") if next_ else self.either(
            "Shall we find another time?", "On trouve une autre heure?"
        )  # fmt: skip
        return hello + self.either(
            f"we missed {whom_en} {today} at {self.clock(at)}. Hope all is well!{spent} {back}",
            f"{whom_fr} {today} à {self.clock(at)}. J'espère que tout va bien!{spent} {back}",
        )

    # Answers to it

    def which_to_confirm(self) -> str:
        return self.either("Which one are you coming to?", "Vous venez à laquelle?")

    def which_not_coming(self) -> str:
        return self.either("Which one can you not make?", "Laquelle ne marche pas?")

    def cannot_come(self, what: str, cost: CancelCost, hours: int) -> str:
        """What there is to choose between is said with its price below."""
        soon = ""
        if cost.late:
            soon = self.either(f" (within {hours} h)", f" (à moins de {hours} h)")
        return self.either(
            f"Thanks for telling us. {what}{soon}:", f"Merci de nous le dire. {self.sentence(what)}{soon}:"
        )

    def cannot_come_choices(self, price: str, *, may_move: bool) -> tuple[Choice, ...]:
        """Each choice carries its price: to pick it is to agree to that."""
        move = (Choice(self.either("Move it, no cost", "Déplacer, sans frais"), "move"),) if may_move else ()
        cancel = Choice(self.either(f"Cancel it, {price}", f"Annuler, {price}"), "cancel")
        return (cancel, *move, Choice(self.either("Keep it", "La garder"), "keep"))

    def cancel_price(self, cost: CancelCost, back: str) -> str:
        """What cancelling costs, in three words."""
        if cost.grace:
            return self.either("no charge this time (once a year)", "sans frais cette fois (une fois par année)")
        if cost.charged:
            return self.either(f"costs {self.sessions(cost.charged)}", f"coûte {self.sessions(cost.charged)}")
        if cost.owed:
            return self.either(f"costs {self.money(cost.owed)}", f"coûte {self.money(cost.owed)}")
        if cost.undecided:
            return self.either("the practice may count it", "la clinique pourrait la compter")
        return back or self.either("no charge", "sans frais")

    def comes_back(self, credits: int) -> str:
        return self.either(f"{self.sessions(credits)} back", f"{self.sessions(credits)} de retour")

    def move_to(self, what: str) -> str:
        """Before times of which one tap moves it."""
        return self.either(
            f"Move {what}, no cost, to one of these, or name a day:",
            f"Déplacer {what}, sans frais. Choisissez, ou dites un jour:",
        )

    def whenever(self) -> str:
        return self.either("OK. Just write when you like.", "D'accord. Ecrivez quand vous voulez.")

    def no_reminders(self, practice: str) -> str:
        return self.either(
            f'OK, no more reminders from {practice}. Say "reminders" to have them again.',
            f'D\'accord, plus de rappels de {practice}. Dites "rappels" pour les ravoir.',
        )

    def reminders_again(self) -> str:
        return self.either("OK, I will remind you again.", "D'accord, je vous les rappelle de nouveau.")

    def no_more_of_these(self) -> str:
        return self.either("OK, I will not send those.", "D'accord, je n'enverrai plus ça.")

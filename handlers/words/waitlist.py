"""The waitlist: joining, seeing and leaving it, and a place that came free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime


class WaitlistWords(Plain):
    # A wish for times

    def some_days(self, days: Sequence[date], opens: int | None, closes: int | None) -> str:
        """Thu 5 Mar, 12-5 PM: days with the minutes between which a start is wished; none is the day's own edge."""
        first, last = days[0], days[-1]
        if len(days) <= 2:
            named = self.all_of([self.day(one) for one in days])
        elif len({one.weekday() for one in days}) == 1:
            named = f"{self.weekday(first.weekday())}s {self.date(first)} - {self.date(last)}"
        else:
            named = f"{self.day(first)} - {self.day(last)}"
        return named + self._hours_wished(opens, closes)

    def _hours_wished(self, opens: int | None, closes: int | None) -> str:
        if opens is None and closes is None:
            return ""
        if closes is None:
            start = self.minute_of_day(opens or 0)
            return self.either(f" from {start}", f" dès {start}")
        end = self.minute_of_day(closes)
        if opens is None:
            return self.either(f" before {end}", f" avant {end}")
        start = self.minute_of_day(opens)
        if self.lang == "en" and start[-2:] == end[-2:]:
            start = start[:-3]
        return f", {start}-{end}"

    def before(self, what: str) -> str:
        """For who would come sooner than they are booked."""
        return self.either(f"a place before {what}", f"une place avant {what}")

    def instead_of_yours(self, at: datetime) -> str:
        return self.either(f" instead of {self.when(at)}", f" au lieu du {self.when(at)}")

    # On the list and off it

    def wait_for_it(self) -> str:
        """A button, and below a list of times the choice to wait instead."""
        return self.either("Wait for it", "M'avertir")

    def wait_or_another(self) -> str:
        """When not even another time is near."""
        return self.either(
            "Nothing is free then. Shall I text you if a place opens? Or name another day.",
            "Rien de libre à ce moment. Je vous écris si une place se libère? Ou dites un autre jour.",
        )

    def how_waiting_works(self, minutes: int) -> str:
        held = self.duration(minutes)
        return self.either(
            f"Tell me the days and times. When a place comes free I text you and hold it, for {held} at most; a yes"
            " books it. Leave the list any time.",
            "Dites-moi les jours et les heures. Quand une place se libère, je vous écris et je la garde,"
            f" au plus {held}; un oui la réserve. On quitte la liste quand on veut.",
        )

    def wait_for_what(self) -> str:
        return self.either(
            "Which days or times should I watch for you?", "Quels jours ou quelles heures surveiller pour vous?"
        )

    def room_now(self) -> str:
        return self.either("There is room then, no need to wait.", "Il y a de la place, pas besoin d'attendre.")

    def list_full(self, most: int) -> str:
        return self.either(
            f"You wait for {most} times already. Leave one of them first: {self.how_to_leave()}",
            f"Vous attendez déjà {most} moments. Quittez-en un d'abord: {self.how_to_leave()}",
        )

    def on_the_list(self, what: str, *, keeps: bool = False) -> str:
        """Who `keeps` a later session until then hears that too."""
        if keeps:
            return self.either(
                f"You are on the list: {what}. I'll text you when one opens; yours stays till then."
                f" {self.sentence(self.how_to_leave())}",
                f"C'est noté, liste d'attente: {what}. Je vous écris; votre séance reste d'ici là."
                ' Pour en sortir: "quitter la liste".',
            )
        return self.either(
            f"You are on the list: {what}. I'll text you the moment a place opens; {self.how_to_leave()}",
            f"C'est noté, liste d'attente: {what}. Je vous écris dès qu'une place se libère; {self.how_to_leave()}",
        )

    def on_the_list_already(self, what: str) -> str:
        return self.either(
            f"You are on the list already: {what}. {self.sentence(self.how_to_leave())}",
            f"C'est déjà noté, liste d'attente: {what}. {self.sentence(self.how_to_leave())}",
        )

    def how_to_leave(self) -> str:
        return self.either('say "leave list" to stop.', 'dites "quitter la liste" pour en sortir.')

    def you_wait_for(self, whats: Sequence[str]) -> str:
        if len(whats) == 1:
            waits = self.either(f"You are on the list: {whats[0]}.", f"Liste d'attente: {whats[0]}.")
        else:
            waits = self.either("You are on the list:", "Liste d'attente:")
            waits += "".join(f"\n- {what}" for what in whats) + "\n"
        stop = self.sentence(self.how_to_leave())
        return f"{waits}{'' if waits.endswith(chr(10)) else ' '}{stop}"

    def you_wait_for_nothing(self) -> str:
        return self.either(
            "You are on no waitlist. Tell me a day and time, and I'll look.",
            "Aucune liste d'attente à votre nom. Dites un jour et une heure, et je regarde.",
        )

    def off_the_list(self, whats: Sequence[str]) -> str:
        what = "; ".join(whats)
        return self.either(f"Done, you are off the list ({what}).", f"C'est fait, retiré de la liste ({what}).")

    def texts_go_on(self) -> str:
        """Where taking them off the list might have meant all our texts."""
        return self.either(" For no texts at all, reply STOP.", " Pour ne plus rien recevoir, répondez ARRET.")

    def list_undone(self) -> str:
        """What they wait for now is said behind it."""
        return self.either("Undone.", "C'est défait.")

    def which_wish(self) -> str:
        return self.either("Which one?", "Laquelle?")

    def list_changed(self, what: str) -> str:
        return self.either(
            f"Changed: you are on the list for {what}. I'll text you the moment a place opens.",
            f"Changé, liste d'attente: {what}. Je vous écris dès qu'une place se libère.",
        )

    # A place

    def instead_of_your(self, at: datetime) -> str:
        return self.either(f" instead of your {self.when(at)}", f" au lieu de votre {self.when(at)}")

    def offer(self, practice: str, what: str, cost: str, until: str, *, alone: bool = True) -> str:
        """Unasked, so the practice is named. Not `alone`: others read the same, and nothing is held."""
        if not alone:
            return self.either(
                f"{practice}: a place is free: {what}, {cost}. First to say yes gets it. Want it?",
                f"{practice}: une place se libère: {what}, {cost}. Au premier qui dit oui. Vous la voulez?",
            )
        return self.either(
            f"{practice}: a place is free: {what}, {cost}. Want it? Yes or no by {until}.",
            f"{practice}: une place se libère: {what}, {cost}. La voulez-vous? Oui ou non d'ici {until}.",
        )

    def offer_again(self, what: str, cost: str, until: str, *, alone: bool = True) -> str:
        if not alone:
            return self.either(f"{what}, {cost}: want it?", f"{what}, {cost}: la voulez-vous?")
        return self.either(
            f"{what}, {cost}, is held for you until {until}. Want it?",
            f"{what}, {cost}, est retenu pour vous jusqu'à {until}. La voulez-vous?",
        )

    def deadline(self, until: datetime, now: datetime) -> str:
        """10:40 AM; with its day when that is another."""
        today = until.astimezone(self.zone).date() == now.astimezone(self.zone).date()
        return self.clock(until) if today else self.when(until)

    def declined(self, what: str) -> str:
        """They said no to a place and wait on; without `what` they wait for nothing."""
        if not what:
            return self.either("OK, nothing booked.", "D'accord, rien de réservé.")
        return self.either(
            f"OK. You stay on the list: {what}. {self.sentence(self.how_to_leave())}",
            f"D'accord. Vous restez sur la liste: {what}. {self.sentence(self.how_to_leave())}",
        )

    def declined_the_only(self) -> str:
        """No to the very time that they waited for."""
        return self.either("OK, nothing booked, and you are off that list.", "D'accord, et vous n'attendez plus.")

    def too_late(self, at: datetime) -> str:
        return self.either(f"Sorry, {self.when(at)} is gone.", f"Désolé, {self.when(at)} est parti.")

    def still_there(self) -> str:
        return self.either("It is no longer held, but still free.", "Elle n'est plus retenue, mais encore libre.")

    def stays_on(self) -> str:
        return self.either(" You stay on the list.", " Vous restez sur la liste.")

    def offer_over(self, practice: str, at: datetime, until: str) -> str:
        return self.either(
            f"{practice}: no answer by {until}, so {self.when(at)} is no longer held for you.",
            f"{practice}: sans réponse à {until}, {self.when(at)} n'est plus retenu pour vous.",
        )

    def why_over(self, at: datetime, until: str) -> str:
        return self.either(
            f"I had no answer by {until}, so {self.when(at)} is no longer held for you.",
            f"Je n'avais pas de réponse à {until}: {self.when(at)} n'est plus retenu pour vous.",
        )

    # What is asked of it

    def you_have_until(self, until: str) -> str:
        return self.either(f"You have until {until}.", f"Vous avez jusqu'à {until}.")

    def it_costs(self, cost: str) -> str:
        return self.either(f"The cost: {cost}.", f"Le prix: {cost}.")

    def no_it_is_with(self, name: str) -> str:
        return self.either(f"No, it is with {name}.", f"Non, c'est avec {name}.")

    def place_gone(self, practice: str, at: datetime) -> str:
        return self.either(
            f"{practice}: sorry, {self.when(at)} is no longer free.",
            f"{practice}: désolé, {self.when(at)} n'est plus libre.",
        )

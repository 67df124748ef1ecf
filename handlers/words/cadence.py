"""The pace of a plan: booking it, its next sessions, and a gentle word when nothing is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from datetime import datetime

    from core.pace import Pace


class CadenceWords(Plain):
    def pace(self, pace: Pace) -> str:
        """1 a week, 1 every 2 weeks, 2 par semaine."""
        every = "par semaine" if pace.weeks == 1 else f"aux {pace.weeks} semaines"
        return self.either(str(pace), f"{pace.sessions} {every}")

    def when_for_plan(self, pace: Pace, whom: str = "", child: str = "") -> str:
        """What choosing the first time asks, above a few times."""
        for_en, for_fr = (f" for {child}", f" pour {child}") if child else ("", "")
        named_en, named_fr = (f" With {whom}:", f" Avec {whom}:") if whom else ("", "")
        return self.either(
            f"{self.sentence(self.pace(pace))}{for_en}: which day and time suits you?{named_en}",
            f"{self.sentence(self.pace(pace))}{for_fr}: quel jour et quelle heure vous vont?{named_fr}",
        )

    def all_is_booked(self, what: str) -> str:
        return self.either(f"Everything on your plan is booked: {what}.", f"Tout votre forfait est réservé: {what}.")

    def book_the_plan(self) -> str:
        """Half a line behind the first session of a plan."""
        return self.either(' Say "book my plan" for the next ones.', ' Dites "réservez mon forfait" pour la suite.')

    # Unasked

    def next_ones(self, practice: str, count: int, child: str) -> str:
        """After the first visit, before their dates."""
        whom_en, whom_fr = (f"{child}'s", f" de {child}") if child else ("your", "")
        if count == 1:
            return self.either(f"{practice}: {whom_en} next session?", f"{practice}: la prochaine séance{whom_fr}?")
        return self.either(
            f"{practice}: {whom_en} next {count} sessions?", f"{practice}: les {count} prochaines séances{whom_fr}?"
        )

    def falls_behind(self, practice: str, plan: str, free: int, weeks: int, whom: str) -> str:
        """Above times: 4 sessions left, 3 weeks to go."""
        left_en = "1 week" if weeks == 1 else f"{weeks} weeks"
        left_fr = "1 semaine" if weeks == 1 else f"{weeks} semaines"
        return self.either(
            f"{practice}: {self.sessions(free)} left on your {plan}, {left_en} to go.",
            f"{practice}: il reste {self.sessions(free)} et {left_fr} à votre {plan}.",
        ) + self._one_of_these(whom)

    def nothing_is_booked(self, practice: str, plan: str, free: int, whom: str) -> str:
        """Above times, when nothing was booked for a while."""
        return self.either(
            f"{practice}: nothing is booked, and {self.sessions(free)} of your {plan} wait for you.",
            f"{practice}: rien n'est réservé, et {self.sessions(free)} de votre {plan} vous attendent.",
        ) + self._one_of_these(whom)

    def _one_of_these(self, whom: str) -> str:
        named = f" ({whom})" if whom else ""
        return self.either(f" Take one of these?{named}", f" Une de ces heures?{named}")

    def last_of_plan(self, practice: str, plan: str, at: datetime, now: datetime) -> str:
        """Before or after the last session of a plan: the same again?"""
        when = self.when(at)
        if at > now:
            said = self.either(f"{when} is the last session of your {plan}.",
                               f"{when}, c'est la dernière séance de votre {plan}.")  # fmt: skip
        else:
            said = self.either(f"{when} was the last session of your {plan}.",
                               f"{when}, c'était la dernière séance de votre {plan}.")  # fmt: skip
        return f"{practice}: {said}" + self.either(" The same plan again?", " On le reprend?")

    def not_wanted(self) -> str:
        """Once: how to have no more of them."""
        return self.either(' (Not useful? Say "no more of these".)', ' (Pas utile? Dites "plus de ça".)')

"""What the practice reads of its waitlist: who waits, and the places that it offers itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, time


class WaitingWords(Plain):
    def nobody_waits(self) -> str:
        return self.either("Nobody is waiting.", "Personne n'attend.")

    def who_waits(self, count: int, lines: Sequence[str], more: int) -> str:
        head = self.either(f"Waiting: {count}", f"En attente: {count}")
        rest = [self.either(f"and {more} more", f"et {more} de plus")] if more else []
        return "\n".join([head, *lines, *rest])

    def has_an_offer(self, name: str, at: datetime) -> str:
        """Who waits and is being asked now."""
        return self.either(f"{name} (asked: {self.when(at)})", f"{name} (offert: {self.when(at)})")

    def offered_to(self, name: str, what: str, until: str) -> str:
        return self.either(
            f"Offered to {name}: {what}. Held until {until}.", f"Offert à {name}: {what}. Retenu jusqu'à {until}."
        )

    def offer_stands_again(self, name: str, at: datetime) -> str:
        return self.either(f"{name} is asked again: {self.when(at)}.", f"De nouveau offert à {name}: {self.when(at)}.")

    def cannot_pay_for_it(self, name: str) -> str:
        return self.either(
            f"{name} has no session left for that. Sell a plan first, or book it for them.",
            f"{name} n'a plus de séance pour ça. Vendez un forfait d'abord, ou réservez vous-même.",
        )

    def offer_taken_back(self, name: str, at: datetime) -> str:
        return self.either(
            f"Taken back: {self.when(at)} is no longer held for {name}.",
            f"Repris: {self.when(at)} n'est plus retenu pour {name}.",
        )

    def offer_to_whom(self) -> str:
        return self.either(
            'To whom, and when? For instance: "offer thu 3 to julie".',
            'A qui, et quand? Ex.: "offrir jeu 15h à julie".',
        )

    def has_one_already(self, name: str, at: datetime, until: str) -> str:
        return self.either(
            f"{name} is being asked about {self.when(at)} already, until {until}.",
            f"{name} a déjà une offre: {self.when(at)}, jusqu'à {until}.",
        )

    def cannot_be_asked(self, name: str) -> str:
        return self.either(
            f"{name} gets no texts from us: better call, then book it.",
            f"{name} ne reçoit pas nos messages: mieux vaut appeler, puis réserver.",
        )

    def sleeps_now(self, name: str, wakes: time) -> str:
        """Nobody is woken for a place."""
        at = self.minute_of_day(wakes.hour * 60 + wakes.minute)
        return self.either(
            f"It is quiet hours for {name} until {at}: offer it then.",
            f"Ce sont les heures calmes de {name} jusqu'à {at}: offrez-la alors.",
        )

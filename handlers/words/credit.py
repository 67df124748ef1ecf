"""The exact account of a client's sessions, in three numbers and as dated moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.credits import BEFORE_REPBOOK
from handlers.words.plain import Plain
from storage.models import Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from core.credits import Balance
    from storage.models import CreditMove


class CreditWords(Plain):
    def left(self, free: int) -> str:
        """A tail for what was just done: " 3 sessions left." """
        return self.either(
            f" {self.sessions(free)} left.",
            f" Il reste {self.sessions(free)} libre{'s' if free >= 200 else ''}." if free else " Il n'en reste plus.",
        )

    def balance(self, plan: str, balance: Balance, expires: date | None, since: date | None = None) -> str:
        """Progress Plan: 8 bought = 3 used + 2 booked + 3 free, until 12 Mar. A period to come: from its first day.

        What only holds a place that was offered to them is no booking: 1 held.
        """
        parts = [
            (balance.used, self.either("used", "utilisée")),
            (balance.booked - balance.held, self.either("booked", "réservée")),
            (balance.free, self.either("free", "libre")),
            (balance.held, self.either("held", "gardée")),
            (balance.expired, self.either("lapsed", "échue")),
            (balance.refunded, self.either("refunded", "remboursée")),
        ]
        always = 3
        said = [self._so_many(n, word) for i, (n, word) in enumerate(parts) if n or i < always]
        until = self.either(f", until {self.date(expires)}", f", jusqu'au {self.date(expires)}") if expires else ""
        if since is not None:
            until = self.either(f", from {self.date(since)}", f", dès le {self.date(since)}")
        bought = self._so_many(balance.bought, self.either("bought", "achetée"))
        return f"{plan}: {bought} = {' + '.join(said)}{until}."

    def _so_many(self, amount: int, word: str) -> str:
        """2 used; 2 utilisées, 1 utilisée."""
        return f"{self.number(amount)} {word}{'s' if self.lang == 'fr' and amount >= 200 else ''}"

    def no_plan(self) -> str:
        return self.either(
            "You have no plan with us yet. Ask me for the plans any time.",
            "Vous n'avez pas encore de forfait. Demandez-moi les forfaits quand vous voulez.",
        )

    def of_child(self, child: str, text: str) -> str:
        return f"{child} - {text}"

    def unpaid(self, amount: int) -> str:
        return self.either(f"{self.money(amount)} to pay at the practice.", f"{self.money(amount)} à payer sur place.")

    def move_line(self, move: CreditMove, session: str, by: str = "") -> str:
        """#12 3 Mar: 1 booked (Tue 10 Mar 5:00 PM); to staff with who did it: #14 4 Mar, Ana: 1 added: a gift."""
        about = f" ({session})" if session else ""
        why = f": {self._why(move.why)}" if move.why and not session else ""
        who = f", {by}" if by else ""
        return f"#{move.id} {self.date(move.at)}{who}: {self._so_many(move.amount, self._went(move))}{about}{why}"

    def _why(self, why: str) -> str:
        codes = {
            BEFORE_REPBOOK: "avant Repbook",
            "undone": "annulé",
            "not renewed": "non renouvelé",
            "moved": "déplacée",
        }
        return self.either(why, codes.get(why, why))

    def _went(self, move: CreditMove) -> str:
        if move.why and (move.source, move.target) == (Place.OUTSIDE, Place.FREE):
            return self.either("added", "ajoutée")
        said = {
            (Place.OUTSIDE, Place.FREE): ("bought", "achetée"),
            (Place.FREE, Place.OUTSIDE): ("taken off", "retirée"),
            (Place.FREE, Place.BOOKED): ("booked", "réservée"),
            (Place.BOOKED, Place.FREE): ("given back", "rendue"),
            (Place.BOOKED, Place.USED): ("used", "utilisée"),
            (Place.FREE, Place.USED): ("used", "utilisée"),
            (Place.USED, Place.FREE): ("given back", "rendue"),
            (Place.USED, Place.BOOKED): ("corrected", "corrigée"),
            (Place.FREE, Place.EXPIRED): ("lapsed", "échue"),
            (Place.EXPIRED, Place.FREE): ("restored", "rétablie"),
            (Place.FREE, Place.REFUNDED): ("refunded", "remboursée"),
        }
        return self.either(*said.get((move.source, move.target), (f"{move.source} > {move.target}",) * 2))

    def no_moves_of(self, name: str) -> str:
        return self.either(f"{name} has had no plan yet.", f"{name} n'a pas encore eu de forfait.")

    def history(self, head: str, lines: Sequence[str], earlier: int) -> str:
        more = self.either(f"\n({earlier} earlier)", f"\n({earlier} avant)") if earlier else ""
        return head + "".join(f"\n{line}" for line in lines) + more

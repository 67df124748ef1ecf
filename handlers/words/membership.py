"""Memberships: renewed in one line with the numbers, paused, ended; and what that does, before the yes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from handlers.words.plain import Plain
from storage.models import MembershipState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from storage.models import Membership


class MembershipWords(Plain):
    def month_paid_late(self, practice: str, paid: int, numbers: str) -> str:
        """For a month that was paid once the membership had ended: it stays ended, and the sessions can be used."""
        return self.either(
            f"{practice}: {self.money(paid)} received. You can use what was left of that month: {numbers}",
            f"{practice}: {self.money(paid)} reçus. Vous pouvez utiliser le reste de ce mois: {numbers}",
        )

    def membership_renewed(self, practice: str, paid: int, price: int, numbers: str, lapsed: int) -> str:
        """The one line of a renewal: what it cost, the numbers of the period, and what was left of the last."""
        money = (
            self.either(f"{self.money(paid)} paid", f"{self.money(paid)} payés")
            if paid
            else self.either(f"{self.money(price)} to pay at the practice", f"{self.money(price)} à payer sur place")
        )
        gone = self.either(
            f" Last month: {self.sessions(lapsed)} lapsed.", f" Mois dernier, échu: {self.sessions(lapsed)}."
        )
        return (
            self.either(f"{practice}: renewed, {money}. ", f"{practice}: renouvelé, {money}. ")
            + numbers
            + gone * bool(lapsed)
        )

    def membership_state(self, plan: str, membership: Membership, price: int) -> str:
        """Monthly Plan renews on 2 Apr ($340)."""
        on = self.date(membership.period_end)
        match membership.state:
            case MembershipState.PAUSED:
                back = membership.paused_until
                until = self.either(f" until {self.date(back)}", f" jusqu'au {self.date(back)}") if back else ""
                return self.either(f"{plan}: paused{until}.", f"{plan}: en pause{until}.")
            case MembershipState.ENDING:
                last = self.date(membership.period_end - timedelta(days=1))
                return self.either(f"{plan} ends on {last}.", f"{plan} se termine le {last}.")
            case MembershipState.ENDED:
                return self.either(f"{plan} has ended.", f"{plan} est terminé.")
        return self.either(
            f"{plan} renews on {on} ({self.money(price)}).", f"{plan} se renouvelle le {on} ({self.money(price)})."
        )

    def no_membership(self) -> str:
        return self.either("You have no membership with us.", "Vous n'avez pas d'abonnement chez nous.")

    def which_membership(self) -> str:
        return self.either("Which one?", "Lequel?")

    def end_membership(self, plan: str, last: date, free: int, held: Sequence[datetime]) -> str:
        """What ending it does, before the yes."""
        return self.either(
            f"{plan}: nothing more is charged; your {self.sessions(free)} stay good until {self.date(last)}."
            f"{self._let_go(held)} End it?",
            f"{plan}: plus rien n'est facturé; {self.sessions(free)} jusqu'au {self.date(last)}.{self._let_go(held)}"
            " On y met fin?",
        )

    def pause_membership(self, plan: str, last: date, until: date | None, free: int, held: Sequence[datetime]) -> str:
        span = self.either(f" until {self.date(until)}", f" jusqu'au {self.date(until)}") if until else ""
        return self.either(
            f"{plan}, pause{span}: nothing is charged or added after {self.date(last)}; your {self.sessions(free)} stay"
            f" good until then.{self._let_go(held)} Pause it?",
            f"{plan}, pause{span}: rien n'est facturé ni ajouté après le {self.date(last)}; vos {self.sessions(free)}"
            f" restent bonnes jusque-là.{self._let_go(held)} On fait la pause?",
        )

    def _let_go(self, held: Sequence[datetime]) -> str:
        if not held:
            return ""
        times = self.all_of([self.when(at) for at in held])
        return self.either(f" Let go at no cost: {times}.", f" Libéré sans frais: {times}.")

    def membership_goes_on(self) -> str:
        return self.either("OK, it goes on as it is.", "OK, il continue comme avant.")

    def membership_will_end(self, last: date) -> str:
        return self.either(
            f'Done: it ends on {self.date(last)}. To change your mind: "keep my membership".',
            f"C'est fait: il se termine le {self.date(last)}. Pour changer d'idée: \"garder mon abonnement\".",
        )

    def membership_is_paused(self) -> str:
        return self.either(
            'Paused. To go on: "resume my membership".', 'En pause. Pour reprendre: "reprendre mon abonnement".'
        )

    def resume_now(self, plan: str, sessions: int, price: int) -> str:
        return self.either(
            f"{plan}: a new month begins today, {self.sessions(sessions)} for {self.money(price)}. Yes?",
            f"{plan}: un nouveau mois commence aujourd'hui, {self.sessions(sessions)} pour {self.money(price)}. Oui?",
        )

    def membership_resumed(self, state: str) -> str:
        return self.either(f"It goes on. {state}", f"Ca reprend. {state}")

    # Staff

    def pause_for(self, name: str, plan: str, last: date, until: date | None, held: Sequence[datetime]) -> str:
        """Maya, Monthly Plan: nothing is charged or added after 1 Apr. Yes?"""
        span = self.either(f" until {self.date(until)}", f" jusqu'au {self.date(until)}") if until else ""
        return self.either(
            f"{name}, {plan}: nothing is charged or added after {self.date(last)}{span}.{self._let_go(held)} Yes?",
            f"{name}, {plan}: rien n'est facturé ni ajouté après le {self.date(last)}{span}.{self._let_go(held)} Oui?",
        )

    def end_for(self, name: str, plan: str, last: date, held: Sequence[datetime]) -> str:
        return self.either(
            f"{name}, {plan}: it ends on {self.date(last)}, nothing more is charged.{self._let_go(held)} Yes?",
            f"{name}, {plan}: fin le {self.date(last)}, plus rien n'est facturé.{self._let_go(held)} Oui?",
        )

    def left_as_it_is(self) -> str:
        return self.either("Nothing was changed.", "Rien n'a changé.")

    def done_and_told(self, state: str) -> str:
        return self.either(
            f'Done, and they are told: {state} To go on, they say "resume my membership".',
            f"C'est fait et c'est dit: {state} Pour continuer, on dit \"reprendre mon abonnement\".",
        )

    # Unasked

    def membership_stopped(self, practice: str, state: str, held: Sequence[datetime]) -> str:
        """The practice paused or ended it: what it is now, and what is no longer booked."""
        return f"{practice}: {state}{self._let_go(held)}"

    def membership_released(self, practice: str, starts: Sequence[datetime]) -> str:
        times = self.all_of([self.when(at) for at in starts])
        return self.either(
            f"{practice}: your membership was not renewed, so {times} is no longer booked.",
            f"{practice}: votre abonnement n'est pas renouvelé, {times} n'est plus réservé.",
        )

    def membership_ended(self, practice: str, plan: str) -> str:
        return self.either(
            f'{practice}: your {plan} has ended. For another one, say "plans".',
            f'{practice}: votre {plan} est terminé. Pour un autre, dites "forfaits".',
        )

    def clients_membership_ended(self, who: str, plan: str) -> str:
        return self.either(f"{who}: {plan} has ended.", f"{who}: {plan} est terminé.")

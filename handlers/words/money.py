"""What the practice's own people read when they move money or credits, and what their clients hear of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain
from storage.models import Method

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.ending import Settlement
    from core.refunding import RefundQuote

METHODS = {
    Method.CASH: ("cash", "comptant"),
    Method.OTHER: ("card at the desk", "carte sur place"),
    Method.TRANSFER: ("transfer", "virement"),
    Method.CARD: ("card", "carte"),
}
CHANGES = {
    "added": ("sessions were added to your plan", "des séances ont été ajoutées à votre forfait"),
    "taken": ("sessions were taken off your plan", "des séances ont été retirées de votre forfait"),
    "frozen": ("your plan is on hold", "votre forfait est suspendu"),
    "thawed": ("your plan can be used again", "votre forfait reprend"),
    "extended": ("your plan has another last day", "votre forfait a une nouvelle date de fin"),
    "ended": ("your plan has ended", "votre forfait a pris fin"),
    "refunded": ("the unused part of your plan is refunded", "la partie inutilisée de votre forfait est remboursée"),
}


class MoneyWords(Plain):
    def method(self, method: Method) -> str:
        return self.either(*METHODS[method])

    # The PIN

    def say_your_pin(self) -> str:
        return self.either("Your PIN?", "Votre NIP?")

    def wrong_pin(self, left: int) -> str:
        return self.either(
            f"That is not your PIN. Nothing was done ({left} more tries).",
            f"Ce n'est pas votre NIP. Rien n'est fait (encore {left} essais).",
        )

    def pin_is_locked(self, until: datetime) -> str:
        return self.either(
            f"Your PIN is locked until {self.clock(until)}. Nothing was done.",
            f"Votre NIP est bloqué jusqu'à {self.clock(until)}. Rien n'est fait.",
        )

    def no_pin_yet(self) -> str:
        return self.either(
            'By SMS this takes a PIN, and you have none. Say "pin 1234" (your own digits) to me on Telegram, or have'
            " `repbook pin` run. Nothing was done.",
            'Par texto il faut un NIP, et vous n\'en avez pas. Dites "pin 1234" (vos chiffres) sur Telegram, ou faites'
            " rouler `repbook pin`. Rien n'est fait.",
        )

    def choose_pin_elsewhere(self) -> str:
        return self.either(
            "A PIN is chosen on Telegram or with `repbook pin`: an SMS can be forged.",
            "Un NIP se choisit sur Telegram ou avec `repbook pin`: un texto peut être falsifié.",
        )

    def choose_pin_now(self) -> str:
        return self.either(
            'Money and sessions move by SMS with a PIN only. Choose one now: "pin 1234", with your own digits.',
            'Par texto, l\'argent et les séances demandent un NIP. Choisissez-le: "pin 1234", avec vos chiffres.',
        )

    def pin_chosen(self) -> str:
        return self.either(
            "Kept. By SMS I ask for it before money or sessions move. Please delete your message.",
            "Gardé. Par texto je le demande avant de toucher à l'argent ou aux séances. Effacez votre message, svp.",
        )

    def pin_was_locked(self, who: str) -> str:
        return self.either(
            f"Five wrong PINs from {who}'s number: locked for an hour. If it was not {who}, choose a new PIN.",
            f"Cinq mauvais NIP du numéro de {who}: bloqué une heure. Si ce n'était pas {who}, changez le NIP.",
        )

    # What was paid at the practice

    def paid_how(self, amount: int) -> str:
        return self.either(f"{self.money(amount)}, how?", f"{self.money(amount)}, comment?")

    def owes_us_nothing(self, name: str) -> str:
        return self.either(f"{name} owes nothing.", f"{name} ne doit rien.")

    def above_zero(self) -> str:
        return self.either(
            "The amount must be above zero. Nothing was noted.",
            "Le montant doit être plus grand que zéro. Rien n'est noté.",
        )

    def more_than_due(self, name: str, due: int) -> str:
        return self.either(
            f"{name} owes {self.money(due)} only. Nothing was noted.",
            f"{name} doit seulement {self.money(due)}. Rien n'est noté.",
        )

    def note_payment(self, name: str, amount: int, how: str, numbers: Sequence[int], left: int) -> str:
        which = self.all_of([str(number) for number in numbers])
        return self.either(
            f"{name} paid {self.money(amount)} ({how}) for invoice {which}; {self._left(left)}. Yes?",
            f"{name} a payé {self.money(amount)} ({how}), facture {which}; {self._left(left)}. Oui?",
        )

    def payment_noted(self, name: str, amount: int, left: int, minutes: int) -> str:
        said = self.either(
            f"Noted: {name}, {self.money(amount)}; {self._left(left)}.",
            f"Noté: {name}, {self.money(amount)}; {self._left(left)}.",
        )
        return said + self._undo_works(minutes) if minutes else said

    def _undo_works(self, minutes: int) -> str:
        return self.either(f' "undo" works for {minutes} min.', f' "annule ca" marche {minutes} min.')

    def refund_it_instead(self) -> str:
        return self.either(
            'That payment gave a plan. To take both back, say "refund" and the name. Nothing was changed.',
            'Ce paiement a donné un forfait. Pour reprendre les deux, dites "rembourse" et le nom. Rien n\'a changé.',
        )

    def payment_undone(self, name: str, amount: int, due: int) -> str:
        return self.either(
            f"Undone: {self.money(amount)} from {name} is not noted any more; {self.money(due)} remain.",
            f"Défait: {self.money(amount)} de {name} ne sont plus notés; il reste {self.money(due)}.",
        )

    def payment_mistaken(self, practice: str, amount: int, left: int) -> str:
        """To the client, who had heard that it was received."""
        return self.either(
            f"{practice}: {self.money(amount)} had been noted as paid by mistake; {self.money(left)} remain. Sorry!",
            f"{practice}: {self.money(amount)} notés comme payés par erreur; il reste {self.money(left)}. Désolés!",
        )

    def _left(self, left: int) -> str:
        if not left:
            return self.either("nothing remains", "il ne reste rien")
        return self.either(f"{self.money(left)} remain", f"il reste {self.money(left)}")

    def nothing_noted(self) -> str:
        return self.either("Nothing was noted.", "Rien n'est noté.")

    def nothing_to_hand_back(self, name: str) -> str:
        return self.either(f"There is nothing to hand back to {name}.", f"Il n'y a rien à rendre à {name}.")

    def other_amount_to_hand_back(self, name: str, amount: int) -> str:
        return self.either(
            f"{self.money(amount)} are owed to {name}. Nothing was noted.",
            f"On doit {self.money(amount)} à {name}. Rien n'est noté.",
        )

    def was_handed_back(self, name: str, amount: int) -> str:
        return self.either(
            f"Noted: {self.money(amount)} handed back to {name}.", f"Noté: {self.money(amount)} rendus à {name}."
        )

    # A client's plan

    def which_package(self) -> str:
        return self.either("Which plan?", "Quel forfait?")

    def no_such_package(self, name: str) -> str:
        return self.either(f"{name} has no plan for that.", f"{name} n'a pas de forfait pour ça.")

    def how_to_adjust(self) -> str:
        return self.either(
            'Say "add 1 to maya: why" or "take 1 from maya: why".',
            'Dites "ajoute 1 à maya: pourquoi" ou "enlève 1 à maya: pourquoi".',
        )

    def why_adjust(self) -> str:
        return self.either("Why? (it stays on the account)", "Pourquoi? (ça reste au compte)")

    def adjusted(self, amount: int, numbers: str) -> str:
        sessions = self.sessions(abs(amount))
        if amount > 0:
            return self.either(f"Added: {sessions}. {numbers}", f"Ajouté: {sessions}. {numbers}")
        return self.either(f"Taken off: {sessions}. {numbers}", f"Retiré: {sessions}. {numbers}")

    def frozen(self, numbers: str, until: date | None, booked: Sequence[datetime]) -> str:
        span = self.either(f" until {self.date(until)}", f" jusqu'au {self.date(until)}") if until else ""
        return self.either(f"On hold{span}. {numbers}", f"Suspendu{span}. {numbers}") + self._stands(booked)

    def _stands(self, booked: Sequence[datetime]) -> str:
        if not booked:
            return ""
        times = self.all_of([self.when(at) for at in booked])
        return self.either(f" Still booked: {times}.", f" Encore réservé: {times}.")

    def thaw_though(self, name: str, because: str) -> str:
        why = {
            "dispute": ("their bank disputes the payment", "sa banque conteste le paiement"),
            "unpaid": ("a payment is missing", "il manque un paiement"),
        }.get(because, ("it is on hold", "il est suspendu"))
        return self.either(
            f"{name}'s plan is frozen because {why[0]}. Let it be used all the same?",
            f"Le forfait de {name} est suspendu: {why[1]}. Le rendre utilisable quand même?",
        )

    def left_frozen(self) -> str:
        return self.either("It stays frozen.", "Il reste suspendu.")

    def thawed(self, numbers: str) -> str:
        return self.either(f"In use again. {numbers}", f"Ca reprend. {numbers}")

    def that_day_is_past(self) -> str:
        return self.either("That day is over. Nothing was changed.", "Ce jour est passé. Rien n'a changé.")

    def extend_until(self) -> str:
        return self.either(
            'Until when? Say "extend maya 30 days" or "extend maya to 1 sept".',
            'Jusqu\'à quand? Dites "prolonge maya de 30 jours" ou "prolonge maya au 1er sept".',
        )

    def extended(self, numbers: str) -> str:
        return self.either(f"Extended. {numbers}", f"Prolongé. {numbers}")

    def package_as_before(self, numbers: Sequence[str]) -> str:
        return self.either("Undone. ", "Défait. ") + "\n".join(numbers)

    def no_transfer(self, name: str) -> str:
        return self.either(
            f"{name} is not of that family, and plans are not transferred here. Nothing was changed.",
            f"{name} n'est pas de cette famille, et les forfaits ne se transmettent pas ici. Rien n'a changé.",
        )

    def shared(self, numbers: str) -> str:
        """Who draws from it now, and the numbers."""
        return self.either(f"For: {numbers}", f"Pour: {numbers}")

    def still_draws(self, name: str) -> str:
        return self.either(
            f"{name} has a session on it, or it is {name}'s alone. Nothing was changed.",
            f"{name} a une séance là-dessus, ou c'est à {name} seulement. Rien n'a changé.",
        )

    # A refund

    def nothing_to_refund(self, name: str, paid: int, kept: int) -> str:
        return self.either(
            f"There is nothing to refund: {name} paid {self.money(paid)}, {self.money(kept)} of it is used or booked.",
            f"Il n'y a rien à rembourser: {name} a payé {self.money(paid)}, dont {self.money(kept)} utilisés ou"
            " réservés.",
        )

    def refund_price_tag(self, name: str, quote: RefundQuote, plan: str) -> str:
        """What goes back, for what, how, and what it does: before the yes."""
        if not quote.amount:
            return self._end_price_tag(name, quote, plan)
        ways = self._ways(quote.amount, quote.by_card)
        return self.either(
            f"{name}, {plan}: {self.money(quote.amount)} back for {self.sessions(quote.unused)} unused (paid"
            f" {self.money(quote.paid)}, kept {self.money(quote.kept)}), {ways}. Those sessions are void"
            f"{self._written_off(quote)}. Yes?",
            f"{name}, {plan}: {self.money(quote.amount)} pour {self.sessions(quote.unused)} non utilisées (payé"
            f" {self.money(quote.paid)}, gardé {self.money(quote.kept)}), {ways}. Ces séances sont"
            f" annulées{self._written_off(quote)}. Oui?",
        )

    def _end_price_tag(self, name: str, quote: RefundQuote, plan: str) -> str:
        """Nothing was paid that could go back: what ends, what is asked for no more, and what stays due."""
        ends = f"{self._written_off(quote)}{self._remains_due(quote)}"
        return self.either(
            f"{name}, {plan}: nothing to pay back. {self.sessions(quote.unused)} unused end{ends}. Yes?",
            f"{name}, {plan}: rien à rembourser. Fin de {self.sessions(quote.unused)} non utilisées{ends}. Oui?",
        )

    def _written_off(self, quote: RefundQuote) -> str:
        if not quote.let_go:
            return ""
        unpaid = self.money(quote.let_go)
        return self.either(f"; the unpaid {unpaid} is written off", f"; les {unpaid} impayés sont radiés")

    def _remains_due(self, quote: RefundQuote) -> str:
        if not quote.still_due:
            return ""
        due = self.money(quote.still_due)
        return self.either(f"; {due} for what is used or booked stay due", f"; {due} (utilisé ou réservé) restent dus")

    def _ways(self, amount: int, by_card: int) -> str:
        by_hand = amount - by_card
        if not by_hand:
            return self.either("to the card", "sur la carte")
        if not by_card:
            return self.either("yours to hand back", "à rendre vous-même")
        return self.either(
            f"{self.money(by_card)} to the card and {self.money(by_hand)} yours to hand back",
            f"{self.money(by_card)} sur la carte et {self.money(by_hand)} à rendre vous-même",
        )

    def give_back(self, name: str, amount: int, by_card: int) -> str:
        """Maya: $50 back, to the card; the sessions stay as they are. Yes?"""
        ways = self._ways(amount, by_card)
        return self.either(
            f"{name}: {self.money(amount)} back, {ways}; the sessions stay as they are. Yes?",
            f"{name}: {self.money(amount)} remboursés, {ways}; les séances ne changent pas. Oui?",
        )

    def no_more_can_go_back(self, name: str, most: int) -> str:
        return self.either(
            f"{name}: {self.money(most)} at most can go back. Nothing was refunded.",
            f"{name}: on peut rendre {self.money(most)} au plus. Rien n'est remboursé.",
        )

    def given_back(self, name: str, amount: int, minutes: int) -> str:
        said = self.either(f"{name}: {self.money(amount)} go back.", f"{name}: {self.money(amount)} seront remboursés.")
        return said + self._undo_works(minutes)

    def contract_price_tag(self, name: str, plan: str, settled: Settlement) -> str:
        """Ending a contract as the law has it: before the yes."""
        took = self.either(
            f"{self.sessions(settled.sessions)} received {self.money(settled.received)}, fee {self.money(settled.fee)},"
            f" paid {self.money(settled.paid)}",
            f"{self.sessions(settled.sessions)} reçues {self.money(settled.received)}, indemnité"
            f" {self.money(settled.fee)}, payé {self.money(settled.paid)}",
        )
        return self.either(
            f"{name}, {plan}: the contract ends ({took}), {self._comes_out(settled)}. What is booked is let go. Yes?",
            f"{name}, {plan}: fin du contrat ({took}), {self._comes_out(settled)}. Ce qui est réservé est libéré. Oui?",
        )

    def _comes_out(self, settled: Settlement) -> str:
        if settled.owed:
            return self.either(f"{self.money(settled.owed)} are still due", f"{self.money(settled.owed)} restent dus")
        return self.either(
            f"{self.money(settled.back)} go back within 10 days",
            f"{self.money(settled.back)} remboursés d'ici 10 jours",
        )

    def contract_settled(self, settled: Settlement, numbers: str) -> str:
        return (
            self.either("The contract has ended: ", "Le contrat est terminé: ")
            + f"{self._comes_out(settled)}. {numbers}"
        )

    def nothing_refunded(self) -> str:
        return self.either("Nothing was refunded.", "Rien n'est remboursé.")

    def refunded(self, numbers: str, quote: RefundQuote, booked: Sequence[datetime], minutes: int) -> str:
        back, unpaid = self.money(quote.amount), self.money(quote.let_go)
        said = self.either(f"{back} go back.", f"{back} seront remboursés.")
        if not quote.amount:
            said = self.either(f"Ended: {unpaid} written off.", f"Terminé: {unpaid} radiés.")
        if quote.by_card or not quote.amount:
            said += self._undo_works(minutes)
        return f"{said} {numbers}{self._stands(booked)}"

    # Selling

    def which_plan_to_sell(self) -> str:
        return self.either("Which plan?", "Quel forfait?")

    def plan_sent(self, name: str, plan: str) -> str:
        return self.either(
            f"I offer {name} the {plan}; the link follows their yes.",
            f"J'offre le {plan} à {name}; le lien suit son oui.",
        )

    # To the client

    def your_plan_changed(self, practice: str, did: str, numbers: str, until: date | None) -> str:
        said = self.either(*CHANGES[did])
        if did == "frozen" and until is not None:
            said += self.either(f" until {self.date(until)}", f" jusqu'au {self.date(until)}")
        return f"{practice}: {said}. {numbers}"

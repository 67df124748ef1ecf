"""Selling a plan: what there is, what one costs and how it is paid, the yes, the money, and what is still to pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.words.plain import Plain
from storage.models import Status, Way

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from core.ending import Settlement
    from core.instalments import Part
    from core.rules import Policies
    from core.sales import Offer
    from storage.models import Plan
    from storage.visits import Visit


class SellingWords(Plain):
    # Which

    def which_plan(self) -> str:
        return self.either("Which plan?", "Quel forfait?")

    def plan_choice(self, plan: Plan, price: int) -> str:
        """Progress Plan: 8 sessions, $680; Monthly Plan: 4 a month, $340."""
        if not plan.monthly:
            return self.plan_line(plan, price)
        count = self.sessions(plan.credits).partition(" ")[0]
        return f"{self.of(plan.names)}: {count}{self.either(' a month', ' par mois')}, {self.money(price)}"

    def takes_a_plan(self) -> str:
        """Before the plans, to who wants to book and has nothing left that pays."""
        return self.either(
            "This one takes a plan, and you have no session left on one.",
            "Il faut un forfait, et il ne vous reste pas de séance.",
        )

    def plan_line(self, plan: Plan, price: int) -> str:
        per = self.either(" a month", " par mois") if plan.monthly else ""
        return f"{self.of(plan.names)}: {self.sessions(plan.credits)}{per}, {self.money(price)}"

    # What is quoted

    def plan_quote(
        self, plan: Plan, offer: Offer, policies: Policies, *, taxed: bool, child: str, decides: bool = False
    ) -> str:
        """Progress Plan: 8 sessions, $680, until 28 Aug. What it is for. The policies."""
        tax = self.either(" with tax", " avec taxes") if taxed else ""
        whom = self.either(f" for {child}", f" pour {child}") if child else ""
        line = f"{self.plan_line(plan, offer.price)}{tax}{whom}, {self._good(plan, offer.until)}."
        return f"{line} {self.of(plan.outcomes)}".strip() + f"\n{self.plan_policy(policies, decides=decides)}"

    def _good(self, plan: Plan, until: date | None) -> str:
        if plan.monthly:
            return self.either("month to month", "de mois en mois")
        if until is None:
            return self.either("without an end date", "sans date de fin")
        return self.either(f"until {self.date(until)}", f"jusqu'au {self.date(until)}")

    def plan_policy(self, policies: Policies, *, decides: bool) -> str:
        """The policies in two short sentences."""
        hours, share = policies.cancel_hours, policies.late_cancel_share
        move = self.either(f"Move until {policies.move_hours} h", f"Déplacer: {policies.move_hours} h avant")
        if share == 0 and decides:
            return self.either(
                f"Cancel free until {hours} h before; later the practice may count it. {move}.",
                f"Annuler: sans frais jusqu'à {hours} h avant; ensuite elle peut compter. {move}.",
            )
        if share == 0:
            return self.either(f"Cancelling is free. {move}.", f"Annuler est sans frais. {move}.")
        cost = self.either("the session", "la séance") if share == 100 else f"{share} %"
        return self.either(
            f"Cancel free until {hours} h before, then it costs {cost}. {move}.",
            f"Annuler: sans frais jusqu'à {hours} h avant, puis {cost}. {move}.",
        )

    def terms_at(self, link: str) -> str:
        return self.either(f"Terms: {link}", f"Conditions: {link}")

    def with_tax(self, price: int, tax: int) -> str:
        """$680 is with tax, $78.23 of it; $680, and no tax is added."""
        if tax:
            return self.either(
                f"{self.money(price)} is with tax ({self.money(tax)} of it).",
                f"{self.money(price)}, taxes comprises ({self.money(tax)} de taxes).",
            )
        return self.either(
            f"{self.money(price)} is all there is to pay: no tax is added.",
            f"{self.money(price)} en tout, pas de taxes en sus.",
        )

    # How it is paid

    def way_to_pay(self, offer: Offer) -> str:
        """By card: $272 now, then $204 on 1 Apr and $204 on 1 May."""
        if offer.way is Way.FULL:
            return self.either(
                f"{self.money(offer.price)} by card now", f"{self.money(offer.price)} par carte maintenant"
            )
        if offer.way is Way.PRACTICE and len(offer.parts) < 2:
            return self.either(
                f"{self.money(offer.price)} at the practice, by the first session",
                f"{self.money(offer.price)} sur place, à la première séance",
            )
        by = (
            self.either("at the practice", "sur place")
            if offer.way is Way.PRACTICE
            else self.either("by card", "par carte")
        )
        return f"{self.in_parts(offer.parts)}, {by}"

    def way_in_short(self, offer: Offer) -> str:
        """As `way_to_pay`, for a list of them: $272 now, then $204 each on 1 Apr and 1 May, by card."""
        if offer.way is Way.FULL:
            return self.either(f"{self.money(offer.price)} by card now", f"{self.money(offer.price)} par carte")
        there = offer.way is Way.PRACTICE
        if there and len(offer.parts) < 2:
            return self.either(
                f"{self.money(offer.price)} at the practice by session 1",
                f"{self.money(offer.price)} sur place, séance 1",
            )
        by = self.either("at the practice", "sur place") if there else self.either("by card", "par carte")
        return f"{self._parts_in_short(offer.parts)}, {by}"

    def _parts_in_short(self, parts: Sequence[Part]) -> str:
        """Equal parts are named once; others one by one."""
        rest = [part for part in parts if part is not parts[0] or part.on is None]
        if len({part.amount for part in rest}) != 1 or len({part.on is None for part in rest}) != 1:
            return self.in_parts(parts)
        each = self._each(rest)
        if len(rest) == len(parts):
            return each
        now = self.money(parts[0].amount)
        return self.either(f"{now} now, then {each}", f"{now}, puis {each}")

    def _each(self, parts: Sequence[Part]) -> str:
        """$204 each on 1 Apr and 1 May, 2 x 204 $ (1er avril et 1er mai); $340 each at sessions 1 and 5."""
        if len(parts) == 1:
            return f"{self.money(parts[0].amount)} {self._due(parts[0])}"
        amount, on = self.money(parts[0].amount), parts[0].on is not None
        due = self.all_of([self.date(part.on) if part.on else str(part.after) for part in parts])
        return self.either(
            f"{amount} each {'on' if on else 'at sessions'} {due}",
            f"{len(parts)} x {amount} ({'' if on else 'séances '}{due})",
        )

    def in_parts(self, parts: Sequence[Part]) -> str:
        """$272 now, then $204 on 1 Apr and $204 on 1 May; $340 at session 1 and $340 at session 5."""
        now = [part for part in parts if part.on is not None and part is parts[0]]
        rest = [f"{self.money(part.amount)} {self._due(part)}" for part in parts if part not in now]
        if not now:
            return self.all_of(rest)
        first = self.either(f"{self.money(now[0].amount)} now", f"{self.money(now[0].amount)} maintenant")
        return first + self.either(", then ", ", puis ") + self.all_of(rest)

    def to_come(self, parts: Sequence[Part]) -> str:
        """$204 on 1 Apr and $204 on 1 May; nothing when there are none."""
        return self.all_of([f"{self.money(part.amount)} {self._due(part)}" for part in parts])

    def _due(self, part: Part) -> str:
        if part.on is not None:
            return self.either(f"on {self.date(part.on)}", f"le {self.date(part.on)}")
        return self.either(f"at session {part.after}", f"à la séance {part.after}")

    def buy_this(self, how: str) -> str:
        """$680 by card now. Yes?"""
        return self.either(f"{how}. Yes?", f"{how}. Oui?")

    def how_to_pay(self) -> str:
        return self.either("Your choice is your yes:", "Votre choix vaut un oui:")

    def way_chosen(self, how: str) -> str:
        """Kept beside the yes, below all ways that were shown."""
        return self.either(f"Chosen: {how}.", f"Choisi: {how}.")

    def can_be_paid(self, ways: Sequence[str]) -> str:
        how = self.either(" or ", " ou ").join(ways)
        return self.either(f"It can be paid so: {how}.", f"On peut le payer ainsi: {how}.")

    def how_one_pays(self, *, card: bool, there: bool, parts: bool, asked: bool) -> str:
        """By card with a link, or at the practice; whether plans are paid in parts, if so or if that was `asked`."""
        by_card = self.either(
            "by card (Visa, Mastercard) with a link that I send here",
            "par carte (Visa, Mastercard) avec un lien que j'envoie ici",
        )
        ways = [by_card] * card + [self.either("at the practice", "sur place")] * there
        said = self.either("You can pay ", "On peut payer ") + self.either(", or ", ", ou ").join(ways) + "."
        if not (parts or asked):
            return said
        how = (
            self.either("Plans can be paid in parts too.", "Un forfait peut aussi se payer en versements.")
            if parts
            else self.either("Plans are paid all at once.", "Un forfait se paie en une fois.")
        )
        return f"{said} {how}"

    def link_has_closed(self) -> str:
        return self.either("That link has closed and nothing was charged.", "Ce lien est fermé, rien n'a été débité.")

    # Agreed

    def plan_link_follows(self, amount: int) -> str:
        return self.either(
            f"Great! The link to pay {self.money(amount)} comes in the next message; then your sessions are here.",
            f"Parfait! Le lien pour payer {self.money(amount)} suit; ensuite vos séances sont là.",
        )

    def plan_given(self, balance: str, how: str) -> str:
        return self.either(f"It is yours. {balance}\nTo pay: {how}.", f"C'est à vous. {balance}\nÀ payer: {how}.")

    def plan_paid(self, amount: int, balance: str) -> str:
        return self.either(
            f"Thank you! {self.money(amount)} received. {balance}", f"Merci! {self.money(amount)} payés. {balance}"
        )

    def book_first(self, count: int) -> str:
        """One line, and no is fine."""
        if count == 1:
            return self.either("Shall we book the first one?", "On réserve la première?")
        return self.either(f"Shall we book your first {count}?", f"On réserve vos {count} premières?")

    def book_any_time(self) -> str:
        return self.either("Any time: just name a day.", "Quand vous voulez: dites-moi un jour.")

    def no_plans(self, phone: str) -> str:
        call = self.either(f" Call {phone}.", f" Appelez au {phone}.") if phone else ""
        return self.either(f"There is no plan for sale here.{call}", f"Aucun forfait n'est en vente ici.{call}")

    # A missed session, where nothing is fixed ahead

    def does_it_count(self, visit: Visit, *, by_plan: bool) -> str:
        """To the practitioner: Maya cancelled Thu 5 Mar 3:00 PM late. Nothing is charged by itself. Spend it?"""
        who, at = self.given(visit.client.name) or "?", self.when(visit.appointment.starts_at)
        if visit.booking.status is Status.NO_SHOW:
            what = self.either(f"{who} missed {at}.", f"{who}: absence {at}.")
        else:
            what = self.either(f"{who} cancelled {at} late.", f"{who} a annulé {at} tardivement.")
        free = self.either("Nothing is charged by itself.", "Rien n'est facturé d'office.")
        spend = self.either("Spend the session?", "Compter la séance?")
        return f"{what} {free} {spend if by_plan else self.either('Ask for the price?', 'Facturer le prix?')}"

    def counts(self, visit: Visit) -> str:
        who = self.given(visit.client.name) or "?"
        return self.either(f"It counts; {who} is told.", f"Elle compte; {who} est avisé.")

    def does_not_count(self, visit: Visit) -> str:
        who = self.given(visit.client.name) or "?"
        return self.either(f"It does not count: {who} keeps it.", f"Elle ne compte pas: {who} la garde.")

    def nothing_to_decide(self) -> str:
        return self.either("That one is settled.", "C'est déjà réglé.")

    def session_counts(self, practice: str, what: str, amount: str) -> str:
        owed = self.either(f" {amount} to pay.", f" {amount} à payer.") if amount else ""
        return self.either(
            f"{practice}: {what} was missed or cancelled late and counts.{owed}",
            f"{practice}: {what}, manquée ou annulée tardivement, compte.{owed}",
        )

    # Instalments

    def instalment_paid(self, amount: int, plan: str, to_come: str) -> str:
        then = self.either(f" To come: {to_come}.", f" À venir: {to_come}.") if to_come else ""
        return self.either(
            f"Thank you! {self.money(amount)} received for {plan}.{then}",
            f"Merci! {self.money(amount)} payés pour {plan}.{then}",
        )

    def instalment_due(self, practice: str, amount: int, plan: str) -> str:
        return self.either(
            f"{practice}: {self.money(amount)} for {plan} can be paid at the practice now. Thank you!",
            f"{practice}: {self.money(amount)} pour {plan} peuvent maintenant être payés sur place. Merci!",
        )

    def instalment_unpaid(self, practice: str, amount: int, plan: str) -> str:
        return self.either(
            f"{practice}: {self.money(amount)} for {plan} are still open, so new bookings on it wait. What is booked"
            " stands.",
            f"{practice}: {self.money(amount)} pour {plan} restent à payer; les nouvelles réservations attendent. Ce"
            " qui est réservé reste.",
        )

    def instalment_link(self, practice: str, amount: int, why: str, again: datetime | None, closes: datetime,
                        link: str) -> str:  # fmt: skip
        """Why there is a link for an instalment (due, confirm, declined, failed), and until when: one line."""
        asked, end = self.money(amount), self.when(closes)
        said = {
            "confirm": (
                f"your bank wants you to confirm the instalment of {asked}.",
                f"votre banque veut que vous confirmiez le versement de {asked}.",
            ),
            "declined": (
                f"your card was refused for the instalment of {asked}.",
                f"votre carte a été refusée pour le versement de {asked}.",
            ),
            "failed": (
                f"{asked} of your plan are still open, so new bookings wait until they are paid.",
                f"{asked} de votre forfait restent à payer; les nouvelles réservations attendent.",
            ),
        }.get(why, (f"an instalment of {asked} is due.", f"un versement de {asked} est à payer."))
        retry = ""
        if again and why == "declined":
            retry = self.either(f" I try again {self.day(again)}.", f" Nouvel essai {self.day(again)}.")
        pay = self.either(f"Pay by {end}: {link}", f"Payez avant {end}: {link}")
        return f"{practice}: {self.either(*said)}{retry} {pay}"

    def instalment_failed(self, who: str, amount: int, plan: str) -> str:
        """To the owner."""
        return self.either(
            f"{who}'s instalment of {self.money(amount)} ({plan}) is not paid after a week. New bookings on it"
            " wait until it is.",
            f"Le versement de {self.money(amount)} de {who} ({plan}) n'est pas payé après une semaine. Les"
            " nouvelles réservations attendent.",
        )

    def plan_sold_there(self, who: str, plan: str, how: str) -> str:
        """To the owner, who will be paid at the practice."""
        return self.either(f"{who} took {plan}: {how}.", f"{who} a pris {plan}: {how}.")

    # What is owed

    def link_to_pay(self) -> str:
        return self.either("Shall I send a link to pay by card?", "J'envoie un lien pour payer par carte?")

    def link_comes(self) -> str:
        return self.either("The link comes in the next message.", "Le lien suit dans le prochain message.")

    def all_right(self) -> str:
        return self.either("All right.", "D'accord.")

    # Ending a plan

    def end_plan(self, plan: str, settled: Settlement) -> str:
        """What it comes to, then the question."""
        received = self.either(
            f"{self.sessions(settled.sessions)} received: {self.money(settled.received)}",
            f"{self.sessions(settled.sessions)} en tout: {self.money(settled.received)}",
        )
        fee = (
            self.either(f", fee {self.money(settled.fee)}", f", frais {self.money(settled.fee)}") if settled.fee else ""
        )
        paid = self.either(f", paid {self.money(settled.paid)}", f", payé {self.money(settled.paid)}")
        return self.either(
            f"End {plan}? {received}{fee}{paid}. {self._comes_to(settled)} What is booked is cancelled. Yes?",
            f"Mettre fin à {plan}? {received}{fee}{paid}. {self._comes_to(settled)} Tout est annulé. Oui?",
        )

    def _comes_to(self, settled: Settlement) -> str:
        if settled.back:
            return self.either(f"{self.money(settled.back)} come back.", f"{self.money(settled.back)} vous reviennent.")
        if settled.owed:
            return self.either(f"{self.money(settled.owed)} to pay.", f"{self.money(settled.owed)} à payer.")
        return self.either("Nothing is left to pay.", "Il ne reste rien à payer.")

    def plan_ended(self, plan: str, settled: Settlement, until: date) -> str:
        done = self.either(f"{plan} is over.", f"{plan}: c'est terminé.")
        if not settled.back:
            return f"{done} {self._comes_to(settled)}"
        return done + self.either(
            f" {self.money(settled.back)} come back to you by {self.date(until)}.",
            f" {self.money(settled.back)} vous reviennent d'ici le {self.date(until)}.",
        )

    def plan_goes_on(self) -> str:
        return self.either("All right, it goes on.", "D'accord, il continue.")

    def which_plan_to_end(self) -> str:
        return self.either("Which plan?", "Quel forfait?")

    def asked_to_end(self, name: str) -> str:
        return self.either(
            f"I have passed it on: {name} will tell you what ending it comes to.",
            f"C'est transmis: {name} vous dira ce qu'il en est pour y mettre fin.",
        )

    def contract_ended(self, who: str, plan: str, amount: int, until: date) -> str:
        """To the owner."""
        done = self.either(f"{who} ended the contract of {plan}.", f"{who} a résilié le contrat de {plan}.")
        if not amount:
            return done
        day = self.date(until)
        return done + self.either(
            f" {self.money(amount)} must be back by {day}: cards by themselves, cash by hand.",
            f" {self.money(amount)} à rendre d'ici le {day}: d'office par carte, en main propre pour le comptant.",
        )

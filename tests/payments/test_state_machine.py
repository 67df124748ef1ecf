"""Whatever people, banks, Stripe and the network do, in whatever order: laws 1 to 4 and 8 hold after every step.

Steps go through the real client to our own Stripe. At the end everything is delivered, and both sides have the same.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import time, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.cashier import called
from core import adjustments, bookings, goodwill, refunding, refunds, takings
from core.errors import Refusal
from storage.models import LIVE, Booking, Package, Payer, Sale, Way
from tests.payments.shop import Shop
from tests.peers.peer import Fault
from tests.peers.stripe import Refused, Stripe, rate_limited

if TYPE_CHECKING:
    from storage.database import Database
    from storage.models import Client

practices = count(1)
anyone, any_one = st.integers(0, 2), st.integers(0, 1_000)
days, hours = st.integers(1, 3), st.sampled_from([time(9), time(10), time(15)])
TROUBLES = st.sampled_from(["lost", "unheard", "busy", "broken", "broken and done", "in use"])
NOUNS = st.sampled_from(["POST checkout/sessions", "POST refunds", "POST expire", "GET checkout/sessions"])


class Money(RuleBasedStateMachine):
    """Clients who book, pay, cancel and dispute; a cashier that dies; a provider that errs."""

    database: Database

    @initialize(hold=st.sampled_from([10, 30, 45]))
    def opens(self, hold: int) -> None:
        self.peer = Stripe()
        self.shop = Shop(self.database, self.peer, key=f"shop {next(practices)}", hold_minutes=hold)
        self.began = self.shop.now
        self.clients: list[Client] = [self.shop.client(name) for name in ("Maya", "Sam", "Lea")]
        for client in self.clients[:2]:  # enough money is here that something can happen to it
            self.shop.bought(client, "open")
        self.shop.visit(self.clients[2])
        self.peer.pay(self.shop.page())

    # What people do

    @rule(who=anyone, day=days, at=hours)
    def books_with_a_deposit(self, who: int, day: int, at: time) -> None:
        start = self.on(day, at)
        with suppress(Refusal):
            self.shop.book(self.clients[who], start, service="visit")

    def on(self, day: int, at: time) -> str:
        """So many days from now."""
        return f"{self.shop.now.date() + timedelta(days=day)} {at:%H:%M}"

    @rule(who=anyone)
    def buys_a_plan(self, who: int) -> None:
        if len(self.shop.rows(Package)) < 6:
            self.shop.sell(self.clients[who], "open")

    @rule(who=anyone, way=st.sampled_from([Way.INSTALMENTS, Way.FULL, Way.PRACTICE]))
    def says_yes_to_a_plan(self, who: int, way: Way) -> None:
        if len(self.shop.rows(Package)) < 6:
            self.shop.agree(self.clients[who], way)

    @rule(who=anyone)
    def says_yes_to_a_month(self, who: int) -> None:
        """A membership: its months are charged by the days that pass."""
        if not self.shop.rows(Sale, practice_id=self.shop.practice_id, plan_id=self.shop.plans["monthly"]):
            self.shop.agree(self.clients[who], Way.FULL, "monthly")

    @rule(which=any_one, again=st.booleans())
    def is_refunded_by_the_formula(self, which: int, again: bool) -> None:
        """As staff do it; and taken back at once, while no money has left."""
        packages = self.shop.rows(Package, practice_id=self.shop.practice_id)
        if not packages:
            return
        chosen, act_id = packages[which % len(packages)].id or 0, self.shop.new_act()
        with suppress(Refusal), self.shop.turn(self.shop.owner.id, act_id) as (store, act):
            package = store.package(chosen)
            quote = refunding.quote(store, package)
            if quote.amount or quote.let_go:
                adjustments.refund(store, package, quote, act)
        if again:
            with suppress(Refusal):
                self.shop.undo(self.shop.owner.id or 0)

    @rule(who=anyone, amount=st.integers(1, 40000), again=st.booleans())
    def is_given_something_back_for_kindness(self, who: int, amount: int, again: bool) -> None:
        act_id = self.shop.new_act()
        with suppress(Refusal), self.shop.turn(self.shop.owner.id, act_id) as (store, act):
            goodwill.give(store, self.clients[who].person_id, amount, act)
        if again:
            with suppress(Refusal):
                self.shop.undo(self.shop.owner.id or 0)

    @rule(which=any_one, why=st.sampled_from(["", "insufficient_funds", "authentication_required"]))
    def the_bank_changes_its_mind(self, which: int, why: str) -> None:
        if payers := self.shop.rows(Payer, practice_id=self.shop.practice_id):
            customer = payers[which % len(payers)].customer
            self.peer.cards.pop(customer, None)
            self.peer.cards |= {customer: why} if why else {}

    @rule(days=st.sampled_from([1, 2, 4, 30]))
    def days_pass(self, days: int) -> None:
        """After 30 of them Stripe tells no more what it could not deliver: its lists and our own orders do."""
        self.shop.later(days=days)
        self.shop.sweep()
        with self.shop.turn() as (store, _):
            bookings.lapse_holds(store, self.shop.now)

    @rule(who=anyone, day=days, at=hours)
    def books_on_a_plan(self, who: int, day: int, at: time) -> None:
        with suppress(Refusal):
            self.shop.book(self.clients[who], self.on(day, at), self.shop.marc)

    @rule(which=any_one)
    def pays(self, which: int) -> None:
        self.peer.tick()
        if pages := [s for s in self.peer.sessions if s["status"] == "open"]:
            self.peer.pay(pages[which % len(pages)])

    @rule(which=any_one)
    def tries_in_vain(self, which: int) -> None:
        if pages := [s for s in self.peer.sessions if s["status"] == "open"]:
            self.peer.try_in_vain(pages[which % len(pages)])

    @rule(which=any_one, by_practice=st.booleans())
    def cancels(self, which: int, by_practice: bool) -> None:
        if live := [b for b in self.shop.rows(Booking, practice_id=self.shop.practice_id) if b.status in LIVE]:
            with suppress(Refusal):
                self.shop.cancel(live[which % len(live)], by_practice=by_practice)

    @rule(who=anyone)
    def undoes(self, who: int) -> None:
        with suppress(Refusal):
            self.shop.undo(self.clients[who].person_id)

    @rule(which=any_one, sessions=st.integers(1, 4))
    def gets_the_unused_part_back(self, which: int, sessions: int) -> None:
        if packages := self.shop.rows(Package, practice_id=self.shop.practice_id):
            chosen = packages[which % len(packages)]
            with suppress(Refusal), self.shop.turn(self.shop.owner.id) as (store, act):
                refunds.of_package(store, store.package(chosen.id or 0), 9000 * sessions, 100 * sessions, act)

    # What happens at the provider

    @rule(which=any_one, part=st.integers(1, 4))
    def is_refunded_at_the_dashboard(self, which: int, part: int) -> None:
        if paid := [i for i in self.peer.intents if i["status"] == "succeeded" and not self.is_disputed(i)]:
            intent = paid[which % len(paid)]
            with suppress(Refused):
                self.peer.refund_outside(intent, intent["amount_received"] * part // 4)

    @rule(which=any_one, status=st.sampled_from(["needs_response", "warning_needs_response"]))
    def is_disputed_at_the_bank(self, which: int, status: str) -> None:
        if paid := [i for i in self.peer.intents if i["status"] == "succeeded" and not self.is_disputed(i)]:
            self.peer.dispute(paid[which % len(paid)], status)

    @rule(which=any_one, status=st.sampled_from(["needs_response", "under_review", "won", "lost"]))
    def is_decided(self, which: int, status: str) -> None:
        disputes = list(self.peer.objects["dp"].values())
        if undecided := [d for d in disputes if d["status"] not in {"won", "lost"}]:
            self.peer.dispute_becomes(undecided[which % len(undecided)], status)

    def is_disputed(self, intent: dict[str, Any]) -> bool:
        return any(d["payment_intent"] == intent["id"] for d in self.peer.objects["dp"].values())

    # The network, the program and time

    @rule(which=any_one, times=st.integers(1, 3))
    def an_event_arrives(self, which: int, times: int) -> None:
        if self.peer.events:
            for _ in range(times):
                self.shop.keep(self.peer.events[which % len(self.peer.events)])

    @rule()
    def the_cashier_works(self) -> None:
        self.shop.settle()

    @rule()
    def the_cashier_dies_before_it_records(self) -> None:
        for call in self.shop.calls.claim(self.shop.now):
            called(self.shop.till, call)

    @rule(what=NOUNS, trouble=TROUBLES)
    def something_will_go_wrong(self, what: str, trouble: str) -> None:
        match trouble:
            case "lost" | "unheard":
                self.peer.drop(what, carried_out=trouble == "unheard")
            case "busy":
                self.peer.fail(what, Fault(rate_limited()))
            case "in use":
                self.peer.fail(what, Fault(Refused(409, "in progress", "idempotency_key_in_use").reply))
            case _:
                self.peer.breaks.append(trouble == "broken and done")

    @rule(span=st.sampled_from([1, 5, 12, 31, 33, 90]))
    def time_passes(self, span: int) -> None:
        self.shop.later(minutes=span)
        with self.shop.turn() as (store, _):
            bookings.lapse_holds(store, self.shop.now)

    @rule()
    def what_was_missed_is_found(self) -> None:
        self.reconcile()

    def reconcile(self) -> None:
        from bot.till import TillError

        with suppress(TillError):
            self.shop.reconcile()

    # What must hold

    @invariant()
    @precondition(lambda self: hasattr(self, "shop"))
    def the_laws_hold(self) -> None:
        assert (found := self.shop.findings()) == [], found

    @invariant()
    @precondition(lambda self: hasattr(self, "shop"))
    def nothing_was_charged_twice(self) -> None:
        marks = [i["metadata"]["order"] for i in self.peer.intents if i["status"] == "succeeded"]
        assert len(marks) == len(set(marks))
        marks = [r["metadata"]["order"] for r in self.peer.refunds if r["metadata"]]
        assert len(marks) == len(set(marks))

    def teardown(self) -> None:
        """The network is well again: everything arrives in the end, and both sides have the same."""
        if not hasattr(self, "shop"):
            return
        try:
            self.peer._faults.clear()
            self.peer.breaks.clear()
            for _ in range(4):
                self.shop.later(hours=1)
                self.reconcile()
                with self.shop.turn() as (store, _):
                    bookings.lapse_holds(store, self.shop.now)
                for _ in range(3):
                    self.shop.later(minutes=5)
                    self.shop.settle()
            assert (found := self.shop.findings()) == [], found
            taken = self.shop.till.takings(self.began - timedelta(days=1), self.shop.practice_id)
            with self.database.reading() as session:
                missing = takings.findings(
                    session,
                    self.shop.practice_id,
                    self.began - timedelta(days=1),
                    taken.payments,
                    taken.refunds,
                    taken.disputes,
                )
            assert missing == [], missing
            assert self.peer.complaints == []
        finally:
            with self.shop.turn() as (store, _):
                store.practice().till = ""  # the next example has another Stripe
            self.peer.close()


def test_laws_1_to_4_and_8_hold_whatever_happens_to_money(database: Database) -> None:
    machine = type("Here", (Money,), {"database": database})
    relaxed = settings(
        max_examples=12, stateful_step_count=25, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    run_state_machine_as_test(machine, settings=relaxed)

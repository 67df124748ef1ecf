"""A plan's life in money: agreed on, paid in full, in parts or at the practice, refused, let go of, paid late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import ending, instalments, payments, receipts, sales
from core.errors import Reason, Refusal
from core.instalments import Part, schedule
from core.rules import Instalments
from handlers.words.papers import PaperWords
from storage.models import Instalment, InstalmentStatus, Invoice, Method, Package, Payer, Sale, SaleStatus, Way
from tests.core.world import local

if TYPE_CHECKING:
    from tests.payments.shop import Shop
    from tests.peers.stripe import Stripe

ZONE = ZoneInfo("America/Toronto")
TODAY = date(2026, 3, 2)
EIGHT, DEPOSIT, PART = 68000, 27200, 20400  # a plan of 8: 40 % first, then two parts 30 days apart


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        (Instalments(parts=2), (Part(34000, after=1), Part(34000, after=5))),
        (Instalments(parts=3), (Part(22667, after=1), Part(22667, after=3), Part(22666, after=5))),
        (
            Instalments(first=8000, parts=2, sessions=3),
            (Part(8000, on=TODAY), Part(30000, after=3), Part(30000, after=6)),
        ),
        (
            Instalments(first_share=40, parts=2, days=30),
            (Part(DEPOSIT, on=TODAY), Part(PART, on=date(2026, 4, 1)), Part(PART, on=date(2026, 5, 1))),
        ),
        (Instalments(parts=2, days=14), (Part(34000, on=TODAY), Part(34000, on=date(2026, 3, 16)))),
    ],
)  # fmt: skip
def test_a_price_is_parted_as_the_practice_says(rule: Instalments, parts: tuple[Part, ...]) -> None:
    assert schedule(rule, EIGHT, 800, TODAY) == parts


@given(
    price=st.integers(1, 1_000_000), credits=st.integers(50, 2_400), parts=st.integers(1, 24),
    share=st.integers(0, 100), days=st.sampled_from([0, 7, 30]), sessions=st.integers(0, 4),
)  # fmt: skip
def test_parts_are_the_price_exactly_and_each_falls_due(
    price: int, credits: int, parts: int, share: int, days: int, sessions: int
) -> None:
    rule = Instalments(first_share=share, parts=parts, days=days, sessions=0 if days else sessions)
    found = schedule(rule, price, credits, TODAY)
    assert sum(part.amount for part in found) == price
    assert all(part.on or 1 <= (part.after or 0) <= max(credits // 100, 1) for part in found)
    rest = [part.amount for part in (found[1:] if price * share // 100 else found)]
    assert max(rest, default=0) - min(rest, default=0) <= 1


def states(shop: Shop) -> list[str]:
    return [part.status.value for part in shop.rows(Instalment)]


def on(shop: Shop, at: str) -> None:
    """The clock is there: what falls due is asked for, and the calls are made."""
    shop.now = local(at)
    shop.sweep()
    shop.settle()


def with_card(shop: Shop, peer: Stripe) -> Sale:
    """A plan whose deposit was paid by a card that was kept."""
    sale = shop.agree(shop.client(), Way.INSTALMENTS)
    peer.pay(shop.page())
    shop.hear(*peer.events)
    assert states(shop) == ["paid", "waiting", "waiting"]
    return sale


def what(shop: Shop, invoice: Invoice) -> tuple[str, str]:
    """What its one line is for, in both languages; the receipt of its payment says the same."""
    with shop.turn() as (store, act):
        (row,) = receipts.of_invoice(store, invoice, act.at)["rows"]
        paper = receipts.of_payment(store, store.payments_of(invoice.id or 0)[0], act)
    assert paper.lines["rows"] == [row]
    return PaperWords("en", ZONE).line_what(row), PaperWords("fr", ZONE).line_what(row)


def refuse(shop: Shop, peer: Stripe, why: str) -> None:
    """The bank refuses the card that was kept."""
    peer.cards[shop.rows(Payer)[0].customer] = why


def test_the_parts_are_charged_on_their_days_and_only_once(shop: Shop, peer: Stripe) -> None:
    sale = with_card(shop, peer)
    on(shop, "2026-04-01 08:59")
    assert shop.payments() == [DEPOSIT]
    for clock in ("09:00", "09:01", "15:00"):
        on(shop, f"2026-04-01 {clock}")
        shop.hear(*peer.events)
    assert shop.payments() == [DEPOSIT, PART]
    on(shop, "2026-05-01 09:00")
    assert (shop.payments(), states(shop)) == ([DEPOSIT, PART, PART], ["paid"] * 3)
    assert [i.total for i in shop.rows(Invoice)] == [DEPOSIT, PART, PART]
    for n, invoice in enumerate(shop.rows(Invoice), start=1):
        en, fr = what(shop, invoice)
        assert en.endswith(f", part {n} of 3 ($680.00 in all)")
        assert fr.endswith(f", versement {n} de 3 (680,00\xa0$ en tout)")
    assert shop.told(sale.person_id).count("instalment_paid") == 2


def test_a_refused_part_is_tried_on_days_1_3_and_7_then_the_package_waits_until_it_is_paid(
    shop: Shop, peer: Stripe
) -> None:
    sale = with_card(shop, peer)
    package = shop.rows(Package)[0].id or 0
    for day in (1, 2, 4, 8):
        assert "instalment_failed" not in shop.told(shop.owner.id)
        refuse(shop, peer, "insufficient_funds")
        on(shop, f"2026-04-0{day} 09:30")
    tried = [i for i in peer.intents if i["status"] == "requires_payment_method" and i["amount"] == PART]
    assert len(tried) == 4
    assert states(shop)[1] == "failed"
    assert shop.told(shop.owner.id)[-1] == "instalment_failed"
    with shop.look() as store:
        maya = store.client(store.clients_of_sale(sale.id or 0)[0])
    with pytest.raises(Refusal) as refused:
        shop.quote(maya, "2026-04-09 15:00")
    assert (refused.value.reason, refused.value.facts["because"]) == (Reason.FROZEN, instalments.UNPAID)
    peer.pay(shop.page())
    shop.hear(*peer.events)
    assert (states(shop)[1], shop.rows(Package, id=package)[0].frozen_because) == ("paid", "")


def test_a_bank_that_wants_them_there_gets_them_there_and_nothing_is_charged_twice(shop: Shop, peer: Stripe) -> None:
    with_card(shop, peer)
    refuse(shop, peer, "authentication_required")
    on(shop, "2026-04-01 09:00")
    page = shop.page()
    peer.pay(page)
    peer.cards.clear()
    on(shop, "2026-04-02 09:30")  # the next try falls due before we hear that it was paid
    shop.hear(*peer.events)
    assert sum(shop.payments()) - sum(r[0] for r in shop.refunds()) == DEPOSIT + PART
    assert states(shop)[1] == "paid"


def test_who_never_pays_owes_nothing_and_money_that_comes_after_all_gives_the_plan(shop: Shop, peer: Stripe) -> None:
    sale = shop.agree(shop.client(), Way.FULL)
    page = shop.page()
    peer.pay(page)
    shop.now = local("2026-03-03 11:00")  # nobody told us in a day
    shop.sweep()
    with shop.look() as store:
        assert (store.sale(sale.id or 0).status, store.unpaid(shop.now)) == (SaleStatus.CANCELLED, [])
    shop.hear(*peer.events)
    assert (len(shop.rows(Package)), shop.refunds()) == (1, [])


def test_a_second_yes_ends_the_first_and_only_one_plan_can_be_paid(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    shop.agree(maya, Way.FULL)
    first = shop.page()
    peer.pay(first)
    shop.agree(maya, Way.FULL)
    peer.pay(shop.page())
    shop.hear(*peer.events)
    assert (len(shop.rows(Package)), shop.payments()) == (1, [EIGHT, EIGHT])
    assert [refund[0] for refund in shop.refunds()] == [EIGHT]


def test_a_yes_counts_only_for_what_is_offered_still(shop: Shop) -> None:
    maya = shop.client()
    with shop.look() as store:
        offered = sales.offer(store, store.plan(shop.plans["progress"]), Way.FULL, shop.now)
    with shop.turn() as (store, _):
        store.plan(shop.plans["progress"]).price = 70000
    with shop.turn(maya.person_id) as (store, act), pytest.raises(Refusal) as refused:
        sales.agree(store, maya.person_id, [maya], offered, sales.Shown("", "en", act.at), act)
    assert refused.value.reason is Reason.CHANGED


@pytest.mark.parametrize("plan", ["progress", "monthly"])
def test_what_was_agreed_on_is_given_whatever_the_file_says_by_the_time_it_is_paid(
    shop: Shop, peer: Stripe, plan: str
) -> None:
    shop.agree(shop.client(), Way.FULL, plan)
    with shop.turn() as (store, _):
        agreed = store.plan(shop.plans[plan])
        covers = [(c.service_id, c.cost) for c in store.covered_by(agreed.id or 0)]
        before = (agreed.credits, agreed.price, agreed.names, covers)
        agreed.credits, agreed.price, agreed.names, agreed.active = 300, 99900, {"en": "Other"}, False
        agreed.validity_days, agreed.monthly = 10, plan != "monthly"
        for covered in store.covered_by(agreed.id or 0):
            covered.cost = 200
    peer.pay(shop.page())
    shop.hear(*peer.events)
    given = shop.rows(Package)
    with shop.look() as store:
        for package in given:
            amount = store.first_move(package.id or 0).amount
            covers = [(c.service_id, c.cost) for c in store.covers(package.id or 0)]
            assert (amount, package.price, package.names, covers) == before
    assert given[0].expires_on == (date(2026, 4, 1) if plan == "monthly" else date(2026, 8, 28))
    assert (len(given) > 1) is (plan == "monthly")


def test_at_the_practice_the_sessions_are_there_at_once_and_a_week_after_the_first_they_wait(shop: Shop) -> None:
    maya = shop.client()
    sale = shop.agree(maya, Way.PRACTICE)
    package = shop.rows(Package)[0].id or 0
    shop.use(package)
    on(shop, "2026-03-03 09:00")
    assert shop.told(maya.person_id)[-1] == "instalment_due"
    on(shop, "2026-03-10 10:30")
    assert shop.rows(Package)[0].frozen_because == instalments.UNPAID
    with shop.turn(shop.owner.id) as (store, act):
        invoice = store.invoice(sale.invoice_id or 0)
        payments.record_paid(store, invoice, 20000, Method.CASH, act)
    assert states(shop) == [InstalmentStatus.FAILED.value]
    with shop.turn(shop.owner.id) as (store, act):
        payments.record_paid(store, store.invoice(sale.invoice_id or 0), EIGHT - 20000, Method.CASH, act)
    assert (states(shop), shop.rows(Package)[0].frozen_because) == (["paid"], "")


@pytest.mark.parametrize(
    ("received", "paid", "fee", "back", "owed"),
    [
        (0, 0, 0, 0, 0),  # before the first session it costs nothing
        (100, 34000, 5000, 20500, 0),  # 8500 received; 10 % of 59500 is more than the cap
        (500, 68000, 2550, 22950, 0),  # 10 % of the three that were not received
        (300, 0, 4250, 0, 29750),
        (800, 68000, 0, 0, 0),
    ],
)
def test_ending_a_contract_costs_what_was_received_and_a_capped_fee(
    received: int, paid: int, fee: int, back: int, owed: int
) -> None:
    found = ending.settlement(EIGHT, 800, received, paid)
    assert (found.fee, found.back, found.owed) == (fee, back, owed)


def test_an_ended_contract_lets_go_of_all_that_stands_and_owes_the_rest_once(shop: Shop, peer: Stripe) -> None:
    sale = with_card(shop, peer)
    with shop.look() as store:
        maya = store.client(store.clients_of_sale(sale.id or 0)[0])
    shop.book(maya, "2026-03-10 09:00")
    shop.use(shop.rows(Package)[0].id or 0)  # as the bank's 8500 of 27200
    with shop.turn(maya.person_id) as (store, act):
        settled = ending.end(store, store.sale(sale.id or 0), act)
    shop.settle()
    shop.hear(*peer.events)
    assert (settled.back, [r[0] for r in shop.refunds()]) == (DEPOSIT - 8500 - 5000, [settled.back])
    assert (shop.upcoming(maya), states(shop)) == ([], ["paid", "void", "void"])
    with shop.turn(maya.person_id) as (store, act), pytest.raises(Refusal):
        ending.end(store, store.sale(sale.id or 0), act)
    on(shop, "2026-04-01 10:00")
    assert sum(shop.payments()) == DEPOSIT

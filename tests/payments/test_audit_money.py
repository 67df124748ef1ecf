"""The audit finds what breaks a law of money, whatever let it happen: here the nets are cut."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core import memberships, refunds, takings
from core.acts import Act
from storage.money_proofs import MONEY
from tests.databases import drop_nets
from tests.payments.shop import Shop

if TYPE_CHECKING:
    from storage.database import Database
    from tests.peers.stripe import Stripe

BREAKS = {
    "the lines of an invoice do not add up to it": "UPDATE invoice_line SET amount = amount + 1 WHERE invoice_id = 1",
    "the taxes of an invoice do not add up to it": (
        "UPDATE invoice SET tax = tax + 1, subtotal = subtotal - 1 WHERE id = 1"
    ),
    "the numbers of invoices have a gap": "UPDATE invoice SET number = 99 WHERE id = 2",
    "an invoice is paid above its total": "UPDATE payment SET amount = 900000 WHERE id = 1",
    "money lies on an invoice that is void": "UPDATE invoice SET void = {true} WHERE id = 1",
    "an invoice says that it is paid and is not, or the other way": "UPDATE invoice SET paid = {false} WHERE id = 1",
    "more goes back than was paid": "UPDATE refund SET amount = 99999999",
    "a refund went to a card and has no id at the provider": "UPDATE refund SET provider_id = NULL",
    "a refund is owed to a card and nothing will send it": "UPDATE refund SET status = 'owed'",
    "a charge of ours and the payments by card are not as many": (
        "UPDATE payment_order SET status = 'failed' WHERE kind = 'checkout' AND invoice_id = 1"
    ),
    "a package was paid by nobody knows whom: its sale has two": "UPDATE sale SET package_id = 1",
    "what was paid is not what was asked for": "UPDATE payment_order SET amount = amount - 1 WHERE kind = 'checkout'",
    "a plan was invoiced at another price than was agreed on": "UPDATE sale SET price = price + 1",
    "a month was renewed at another price than its membership's": "UPDATE package SET price = price + 1",
    "the instalments of a plan are not its price": (
        "INSERT INTO instalment (sale_id, n, amount, due_on, status, attempts)"
        " VALUES (1, 1, 5, '2026-03-03', 'waiting', 0)"
    ),
    "a deposit is more than the price that was quoted": "UPDATE booking SET price = 1",
}


@pytest.fixture
def broken(database: Database, peer: Stripe) -> Shop:
    """A shop with two plans that were paid, one refunded in part, a month that renewed, and a deposit; and no nets."""
    shop = Shop(database, peer)
    package_id, _ = shop.bought(shop.client())
    shop.bought(shop.client("Tom"))
    with shop.turn() as (store, act):
        refunds.of_package(store, store.package(package_id), 8500, 100, act)
    shop.settle()
    member = shop.client("Zoe")
    with shop.turn() as (store, act):
        memberships.begin(store, [member], store.plan(shop.plans["monthly"]), member.person_id, act)
    shop.at("2026-04-02 10:00")
    with shop.turn() as (store, act):
        memberships.sweep(store, act)
    shop.at("2026-03-02 10:15")
    shop.visit(shop.client("Lea"))
    peer.pay(shop.page())
    shop.hear(*peer.events)
    assert shop.findings() == []
    drop_nets(database)
    return shop


def test_every_proof_of_money_is_put_to_the_test() -> None:
    assert set(BREAKS) == {proof.what for proof in MONEY}


@pytest.mark.parametrize("what", BREAKS)
def test_what_breaks_a_law_of_money_is_found(broken: Shop, what: str) -> None:
    with broken.turn() as (store, _):
        sqlite = store.session.get_bind().dialect.name == "sqlite"
        words = {"true": "1", "false": "0"} if sqlite else {"true": "TRUE", "false": "FALSE"}
        store.session.execute(text(BREAKS[what].format(**words)))
    assert what in {finding.what for finding in broken.findings()}


def compared(shop: Shop) -> list[str]:
    since = shop.now - timedelta(days=30)
    taken = shop.till.takings(since, shop.practice_id)
    with shop.database.reading() as session:
        found = takings.findings(session, shop.practice_id, since, taken.payments, taken.refunds, taken.disputes)
    return [finding.what for finding in found]


def test_the_providers_own_list_agrees(broken: Shop) -> None:
    assert compared(broken) == []


def test_money_that_we_do_not_know_of_is_found(broken: Shop, peer: Stripe) -> None:
    intent = peer.intents[0]
    peer.refund_outside(intent, 500)
    peer.dispute(peer.intents[1])
    broken.visit(broken.client("Sam"), "2026-03-06 15:00")
    peer.pay(broken.page())
    assert sorted(compared(broken)) == [
        "a dispute at the provider is not ours",
        "a payment at the provider is not ours",
        "a refund at the provider is not ours",
    ]
    broken.reconcile()
    assert compared(broken) == []


def test_money_that_the_provider_does_not_know_of_is_found(broken: Shop) -> None:
    with broken.turn() as (store, _):
        store.session.execute(text("UPDATE payment SET provider_id = 'pi_never' WHERE id = 1"))
    assert sorted(compared(broken)) == [
        "a payment at the provider is not ours",
        "a payment of ours is not at the provider",
    ]


def test_another_amount_is_found(broken: Shop) -> None:
    with broken.turn() as (store, act):
        assert isinstance(act, Act)
        store.session.execute(text("UPDATE payment SET amount = 1 WHERE id = 1"))
    assert compared(broken) == ["a payment at the provider has another amount"]

"""The cashier and a provider that is slow, busy, broken or silent: nothing is charged twice, and nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from bot import cashier
from bot.calls import Calls
from core import orders, refunds, summaries
from core.periods import week_of
from core.proposals import About
from storage.accounts import Amount
from storage.database import Database
from storage.models import Inbox, Order, OrderKind, OrderStatus, Package, Payer, Status
from tests.databases import SECRET
from tests.payments.shop import DEPOSIT, HOLD, Shop
from tests.peers.peer import Fault
from tests.peers.stripe import Refused, rate_limited

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.peers.stripe import Stripe

SLOW = 15.0  # seconds: longer than any test waits


def held(shop: Shop) -> None:
    shop.book(shop.client(), "2026-03-05 15:00", service="visit")


def refunded(shop: Shop) -> None:
    package_id, _ = shop.bought(shop.client())
    with shop.turn() as (store, act):
        refunds.of_package(store, store.package(package_id), 8500, 100, act)


def charged(shop: Shop) -> None:
    """A charge of a saved card that is due."""
    maya = shop.client()
    sale = shop.sell(maya, save_card=True)
    shop.peer.pay(shop.page())
    shop.hear(*shop.peer.events)
    with shop.turn() as (store, act):
        invoice, payer = store.invoice(sale.invoice_id or 0), store.payer(maya.person_id)
        assert payer is not None
        owed = shop._sale(store, maya, "open", act)
        orders.owe_charge(store, store.invoice(owed.invoice_id or 0), 36000, payer, act, "first", sale_id=owed.id)
    assert invoice.paid


WAYS: dict[str, tuple[Callable[[Shop], None], str, str]] = {
    "checkout": (held, "checkout/sessions", "cs"),
    "refund": (refunded, "refunds", "re"),
    "charge": (charged, "payment_intents", "pi"),
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, shop: Shop) -> tuple[str, str, int]:
    """Something that is owed to the provider: its noun, its kind of object, and how many of those there were before."""
    owe, noun, prefix = WAYS[request.param]
    owe(shop)
    return noun, prefix, len(shop.peer.objects[prefix])


def made(shop: Shop, way: tuple[str, str, int]) -> int:
    return len(shop.peer.objects[way[1]]) - way[2]


def is_done(shop: Shop) -> bool:
    return all(order.status not in {OrderStatus.DUE, OrderStatus.CLAIMED} for order in due_now(shop))


def due_now(shop: Shop) -> list[Order]:
    return [order for order in shop.rows(Order) if order.kind is not OrderKind.EXPIRE]


@pytest.mark.parametrize("carried_out", [False, True], ids=["lost", "done"])
def test_a_dropped_connection_is_tried_again_and_done_once(
    shop: Shop, peer: Stripe, way: tuple[str, str, int], carried_out: bool
) -> None:
    peer.drop(f"POST {way[0]}", carried_out=carried_out)
    shop.settle()
    assert not is_done(shop)
    shop.later(seconds=20)
    shop.settle()
    assert is_done(shop)
    assert made(shop, way) == 1


@pytest.mark.parametrize("carried_out", [False, True], ids=["not done", "done"])
def test_a_500_that_is_replayed_is_looked_for_and_made_with_another_key(
    shop: Shop, peer: Stripe, way: tuple[str, str, int], carried_out: bool
) -> None:
    peer.breaks = [carried_out]
    for _ in range(3):
        shop.settle()
        shop.later(seconds=20)
    assert is_done(shop)
    assert made(shop, way) == 1


def test_too_many_requests_wait_as_long_as_told(shop: Shop, peer: Stripe, way: tuple[str, str, int]) -> None:
    peer.fail(f"POST {way[0]}", Fault(rate_limited(7)))
    shop.settle()
    shop.later(seconds=6)
    shop.settle()
    assert made(shop, way) == 0
    shop.later(seconds=1)
    shop.settle()
    assert (made(shop, way), is_done(shop)) == (1, True)


def test_a_key_in_use_is_tried_again(shop: Shop, peer: Stripe, way: tuple[str, str, int]) -> None:
    in_use = Refused(409, "There is currently another in-progress request", "idempotency_key_in_use").reply
    peer.fail(f"POST {way[0]}", Fault(in_use, carried_out=True))
    shop.settle()
    shop.later(seconds=20)
    shop.settle()
    assert (made(shop, way), is_done(shop)) == (1, True)


@pytest.mark.parametrize("way", ["refund", "charge"], indirect=True)  # a page is looked for after a minute
def test_after_a_day_it_is_looked_for_before_it_is_made_anew(
    shop: Shop, peer: Stripe, way: tuple[str, str, int]
) -> None:
    peer.drop(f"POST {way[0]}", carried_out=True)
    shop.settle()
    peer._kept.clear()  # keys are forgotten after a day
    shop.later(hours=25)
    shop.settle()
    assert (made(shop, way), is_done(shop)) == (1, True)


@pytest.mark.parametrize("moment", ["before the call", "between the call and its record"])
def test_killed_anywhere_it_is_done_once_and_recorded(
    shop: Shop, peer: Stripe, way: tuple[str, str, int], moment: str, database_url: str
) -> None:
    """A real process, killed with -9 while it waits for the answer; the provider has done it, or has not."""
    done = moment.startswith("between")
    peer.fail(f"POST {way[0]}", Fault(None, carried_out=done, late=SLOW, promptly=True))
    known = len(peer.calls)
    command = [sys.executable, "-m", "tests.payments.cashier_process", database_url, peer.url, shop.now.isoformat()]
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    cashier_process = subprocess.Popen(command, env=environment)
    peer.wait_until(lambda: len(peer.calls) > known and made(shop, way) == done)
    cashier_process.send_signal(signal.SIGKILL)
    assert cashier_process.wait() == -signal.SIGKILL
    assert not is_done(shop)
    shop.settle()
    assert not is_done(shop)  # the lease of the dead has not run out
    shop.later(minutes=3)
    for _ in range(3):
        shop.settle()
        shop.later(seconds=20)
    assert is_done(shop)
    assert made(shop, way) == 1
    shop.hear(*peer.events)
    assert peer.taken() - peer.given_back() == sum(shop.payments()) - sum(a for a, *_ in shop.refunds())


def test_one_paid_page_told_five_times_at_once_is_one_package(shop: Shop, peer: Stripe, database_url: str) -> None:
    """Five deliveries and five cashiers at the same moment, each with a database of its own."""
    maya = shop.client()
    shop.sell(maya)
    peer.pay(shop.page())
    databases = [Database(database_url, secret=SECRET) for _ in range(5)]

    def deliver(database: Database) -> None:
        theirs = Calls(database, "stripe", f"cashier {id(database)}", str)
        for event in [dict(e, id=f"{e['id']}-{id(database)}") for e in peer.events]:
            told = shop.till.event(*shop.signed(event))
            assert told is not None
            cashier.told(database, told, shop.now)
            cashier.settle(theirs, shop.till, shop.now)

    with ThreadPoolExecutor(5) as threads:
        list(threads.map(deliver, databases))
    for database in databases:
        database.close()
    assert (len(shop.rows(Package)), shop.payments()) == (1, [68000])


def test_the_same_event_at_once_is_kept_once(shop: Shop, peer: Stripe, database_url: str) -> None:
    shop.sell(shop.client())
    peer.pay(shop.page())
    databases = [Database(database_url, secret=SECRET) for _ in range(5)]
    told = shop.till.event(*shop.signed(peer.events[-1]))
    assert told is not None
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda database: cashier.told(database, told, shop.now), databases))
    for database in databases:
        database.close()
    assert len(shop.rows(Inbox, channel="stripe")) == 1
    shop.settle()
    assert len(shop.rows(Package)) == 1


def test_what_no_webhook_told_is_found(shop: Shop, peer: Stripe) -> None:
    booking = shop.visit(shop.client())
    peer.pay(shop.page())
    shop.reconcile()
    assert shop.see(booking).status is Status.BOOKED


def test_our_own_open_page_is_looked_at_even_when_no_event_is_left(shop: Shop, peer: Stripe) -> None:
    booking = shop.visit(shop.client())
    peer.pay(shop.page())
    peer.events.clear()
    shop.reconcile()
    assert (shop.see(booking).status, shop.payments()) == (Status.BOOKED, [DEPOSIT])


def test_a_page_that_could_not_be_made_lets_the_place_go_and_tells_both(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    booking = shop.book(maya, "2026-03-05 15:00", service="visit")
    peer.fail("POST checkout/sessions", Fault(Refused(400, "Amount too small", "amount_too_small").reply))
    shop.settle()
    assert shop.see(booking).status is Status.CANCELLED
    assert shop.told(maya.person_id) == ["deposit_lapsed"]
    assert shop.told(shop.owner.id) == ["payments_broken"]


def test_a_page_that_exists_only_after_its_hold_is_closed_and_nobody_gets_its_link(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    shop.book(maya, "2026-03-05 15:00", service="visit")
    peer.drop("POST checkout/sessions", carried_out=True)
    shop.settle()
    shop.later(minutes=HOLD + 3)
    with shop.turn() as (store, _):
        from core import bookings

        bookings.lapse_holds(store, shop.now)
    shop.settle()
    assert "payment_link" not in shop.told(maya.person_id)


def test_a_declined_charge_is_an_answer(shop: Shop, peer: Stripe) -> None:
    charged(shop)
    peer.cards[shop.rows(Payer)[0].customer] = "insufficient_funds"
    shop.settle()
    [order] = shop.rows(Order, kind=OrderKind.CHARGE)
    assert (order.status, order.why) == (OrderStatus.FAILED, "card_declined")
    assert shop.payments() == [68000]
    week = week_of(order.due_at.date())
    with shop.look() as store:
        found = summaries.summary_of(store, week, shop.now)
    assert (found.now.failed, found.before.failed) == (Amount(1, order.amount), Amount())
    assert [each.name for each in found.proposals if each.about is About.FAILED] == ["Maya"]

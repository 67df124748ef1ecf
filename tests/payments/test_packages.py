"""A plan that is paid, refunded and disputed: what its credits do, exactly once (lessons 13 and 14)."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core import credits, disputes, payments, refunds
from core.errors import Reason, Refusal
from storage.models import DisputeStatus, Method, Order, OrderKind, Package, Place, SaleStatus, Status

if TYPE_CHECKING:
    from core.credits import Balance
    from storage.models import Client
    from tests.payments.shop import Shop
    from tests.peers.stripe import Stripe

EIGHT = 68000  # what the plan of 8 costs


def numbers(shop: Shop, package_id: int) -> tuple[int, int, int, int]:
    balance: Balance = shop.balance(package_id)
    return balance.used // 100, balance.booked // 100, balance.free // 100, balance.refunded // 100


def attend(shop: Shop, client: Client, *starts: str) -> None:
    """Sessions that took place."""
    for at in starts:
        booking = shop.book(client, at)
        was, shop.now = shop.now, shop.starts_at(booking)
        with shop.turn() as (store, act):
            from core import bookings

            bookings.settle(store, store.booking(booking.id or 0), Status.ATTENDED, act)
        shop.now = was


def test_a_paid_plan_is_one_package_however_often_it_is_told(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    sale = shop.sell(maya)
    peer.pay(shop.page())
    events = [*peer.events, *peer.events] * 3
    random.Random(5).shuffle(events)
    shop.hear(*events)
    shop.reconcile()
    assert shop.payments() == [EIGHT]
    assert numbers(shop, shop.rows(Package)[0].id or 0) == (0, 0, 8, 0)
    assert len(shop.rows(Package)) == 1
    with shop.look() as store:
        assert store.sale(sale.id or 0).status is SaleStatus.ACTIVE
        assert store.invoice(sale.invoice_id or 0).paid


def test_a_refund_at_the_dashboard_voids_what_is_unused_once_and_leaves_the_other_pack_alone(
    shop: Shop, peer: Stripe
) -> None:
    """Lesson 14: pack A, refunded with 2 of 8 used, and pack B."""
    maya = shop.client()
    pack_a, intent = shop.bought(maya)
    attend(shop, maya, "2026-03-03 09:00", "2026-03-03 11:00")
    pack_b = shop.grant(maya, "open")
    booking = shop.book(maya, "2026-03-10 09:00")
    assert numbers(shop, pack_a) == (2, 1, 5, 0)
    peer.refund_outside(intent, EIGHT)
    for _ in range(3):
        shop.hear(*reversed(peer.events))
    assert numbers(shop, pack_a) == (2, 1, 0, 5)
    assert numbers(shop, pack_b) == (0, 0, 4, 0)
    assert shop.see(booking).status is Status.BOOKED
    assert "refund_outside" in shop.told(shop.owner.id)  # with the booking that stands on it


def test_partial_refunds_each_void_their_share(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    package, intent = shop.bought(maya)
    peer.refund_outside(intent, EIGHT // 8 * 2)
    shop.hear(*peer.events)
    assert numbers(shop, package) == (0, 0, 6, 2)
    peer.refund_outside(intent, EIGHT // 8 * 3)
    shop.hear(*peer.events)
    shop.hear(*peer.events)
    assert numbers(shop, package) == (0, 0, 3, 5)
    assert [r[0] for r in shop.refunds()] == [17000, 25500]


def test_the_unused_part_is_refunded_and_exactly_those_credits_are_void(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    package_id, _ = shop.bought(maya)
    attend(shop, maya, "2026-03-03 09:00", "2026-03-03 11:00")
    booking = shop.book(maya, "2026-03-10 09:00")
    with shop.turn(shop.owner.id) as (store, act):
        voided = refunds.of_package(store, store.package(package_id), 42500, 500, act)
    assert [visit.booking.id for visit in voided.flagged] == [booking.id]
    shop.settle()
    shop.hear(*peer.events)
    shop.hear(*peer.events)
    assert numbers(shop, package_id) == (2, 1, 0, 5)
    assert shop.refunds() == [(42500, "succeeded", "unused")]
    assert peer.given_back() == 42500
    assert shop.told(maya.person_id)[-1] == "refund_sent"


def test_no_more_goes_back_than_was_paid(shop: Shop) -> None:
    maya = shop.client()
    package_id, _ = shop.bought(maya)
    for amount, unused, reason in ((EIGHT + 1, 800, Reason.TOO_MUCH), (100, 801, Reason.NO_CREDIT)):
        with shop.turn() as (store, act):
            with pytest.raises(Refusal) as refused:
                refunds.of_package(store, store.package(package_id), amount, unused, act)
            assert refused.value.reason is reason
    assert numbers(shop, package_id) == (0, 0, 8, 0)


def test_a_refund_that_fails_at_the_bank_is_told_to_the_owner(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    package_id, _ = shop.bought(maya)
    with shop.turn() as (store, act):
        refunds.of_package(store, store.package(package_id), 8500, 100, act)
    shop.settle()
    peer.refund_becomes(peer.refunds[0], "failed")
    shop.hear(*peer.events)
    peer.refund_becomes(peer.refunds[0], "succeeded")  # an old answer that comes late
    shop.hear(*peer.events)
    assert shop.refunds() == [(8500, "failed", "unused")]
    assert "refund_failed" in shop.told(shop.owner.id)


def test_a_dispute_freezes_the_package_and_nothing_of_it_is_refunded(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    package_id, intent = shop.bought(maya)
    booking = shop.book(maya, "2026-03-10 09:00")
    dispute = peer.dispute(intent)
    shop.hear(*peer.events)
    assert frozen(shop, package_id) == disputes.WHY
    with pytest.raises(Refusal) as refused:
        shop.quote(maya, "2026-03-11 09:00")
    assert refused.value.reason is Reason.FROZEN
    with shop.turn() as (store, act), pytest.raises(Refusal) as disputed:
        refunds.of_package(store, store.package(package_id), 8500, 100, act)
    assert disputed.value.reason is Reason.DISPUTED
    assert shop.see(booking).status is Status.BOOKED
    assert "dispute_open" in shop.told(shop.owner.id)
    peer.dispute_becomes(dispute, "won")
    shop.hear(*peer.events)
    shop.hear(*reversed(peer.events))
    assert frozen(shop, package_id) == ""
    assert shop.quote(maya, "2026-03-11 09:00").package_id == package_id


def test_a_refund_that_waits_is_not_sent_once_there_is_a_dispute(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    package_id, intent = shop.bought(maya)
    with shop.turn() as (store, act):
        refunds.of_package(store, store.package(package_id), 8500, 100, act)
    peer.dispute(intent)
    shop.keep(peer.events[-1])
    with shop.turn() as (store, act):  # the look that is owed is made first
        disputes.heard(store, peer.objects["dp"][next(iter(peer.objects["dp"]))], act)
    shop.settle()
    assert (peer.refunds, shop.refunds()) == ([], [(8500, "cancelled", "unused")])


def test_what_went_back_is_learned_although_the_events_of_it_are_forgotten(shop: Shop, peer: Stripe) -> None:
    package_id, intent = shop.bought(shop.client())
    other_id, refunded = shop.bought(shop.client("Tom"))
    shop.now += timedelta(days=60)
    dispute = peer.dispute(intent)
    peer.refund_outside(refunded, 8500)
    shop.now += timedelta(days=31)
    shop.reconcile()  # no webhook came through
    assert frozen(shop, package_id) == disputes.WHY
    assert shop.refunds() == [(8500, "succeeded", "outside")]
    assert shop.told(shop.owner.id).count("dispute_open") == 1
    looks = len(shop.rows(Order, kind=OrderKind.LOOK))
    shop.now += timedelta(hours=1)
    shop.reconcile()
    assert len(shop.rows(Order, kind=OrderKind.LOOK)) == looks, "what is known is not looked at again"
    peer.dispute_becomes(dispute, "won")
    shop.now += timedelta(days=31)
    shop.reconcile()
    assert (frozen(shop, package_id), frozen(shop, other_id)) == ("", "")


def test_a_lost_dispute_leaves_the_package_frozen(shop: Shop, peer: Stripe) -> None:
    package_id, intent = shop.bought(shop.client())
    dispute = peer.dispute(intent)
    peer.dispute_becomes(dispute, "lost")
    shop.hear(*peer.events)
    assert frozen(shop, package_id) == disputes.WHY


def test_an_inquiry_moves_no_money_and_freezes_nothing(shop: Shop, peer: Stripe) -> None:
    package_id, intent = shop.bought(shop.client())
    dispute = peer.dispute(intent, "warning_needs_response")
    shop.hear(*peer.events)
    assert frozen(shop, package_id) == ""
    assert "dispute_inquiry" in shop.told(shop.owner.id)
    peer.dispute_becomes(dispute, "needs_response")
    shop.hear(*peer.events)
    assert frozen(shop, package_id) == disputes.WHY


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("warning_under_review", DisputeStatus.INQUIRY),
        ("needs_response", DisputeStatus.OPEN),
        ("appeal_under_review", DisputeStatus.OPEN),
        ("prevented", DisputeStatus.WON),
        ("lost", DisputeStatus.LOST),
    ],
)
def test_each_word_of_a_dispute_has_its_meaning(said: str, status: DisputeStatus) -> None:
    assert disputes.status_of(said) is status


def test_a_plan_that_was_paid_twice_is_one_plan_and_one_payment_goes_back(shop: Shop, peer: Stripe) -> None:
    """Two pages for one invoice, both paid before we heard of either."""
    from core import orders

    maya = shop.client()
    sale = shop.sell(maya)
    with shop.turn(maya.person_id) as (store, act):
        orders.owe_checkout(store, store.invoice(sale.invoice_id or 0), EIGHT, act, sale_id=sale.id, what="plan")
    shop.settle()
    for session in peer.sessions:
        peer.pay(session)
    shop.hear(*peer.events)
    assert len(shop.rows(Package)) == 1
    assert shop.refunds() == [(EIGHT, "succeeded", "double")]
    assert peer.taken() - peer.given_back() == EIGHT


def test_cash_at_the_practice_is_a_payment_up_to_what_is_due(shop: Shop) -> None:
    maya = shop.client()
    sale = shop.sell(maya)
    with shop.turn(shop.owner.id) as (store, act):
        invoice = store.invoice(sale.invoice_id or 0)
        payments.record_paid(store, invoice, 20000, Method.CASH, act)
        with pytest.raises(Refusal) as refused:
            payments.record_paid(store, invoice, EIGHT, Method.CASH, act)
    assert refused.value.facts == {"left": EIGHT - 20000}


def test_an_expiry_of_another_pack_is_untouched_by_a_refund(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    pack_a, intent = shop.bought(maya)
    pack_b = shop.grant(maya, "progress")
    peer.refund_outside(intent, EIGHT)
    shop.hear(*peer.events)
    with shop.look() as store:
        assert store.place(pack_b, Place.FREE) == 800
        assert credits.balance(store, store.package(pack_a)).refunded == 800


def frozen(shop: Shop, package_id: int) -> str:
    with shop.look() as store:
        return store.package(package_id).frozen_because

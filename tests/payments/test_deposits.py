"""A deposit: the held place, the page, the money; and what comes too late, twice, or never."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from core import bookings
from storage.models import Invoice, Order, OrderKind, Status
from tests.payments.shop import DEPOSIT, HOLD, PRICE, Shop

if TYPE_CHECKING:
    from tests.peers.stripe import Stripe


def test_the_place_is_held_and_the_link_is_owed_once_the_page_exists(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    booking = shop.book(maya, "2026-03-05 15:00", service="visit")
    assert shop.see(booking).status is Status.HELD
    assert (peer.sessions, shop.told(maya.person_id)) == ([], [])
    shop.settle()
    [session] = peer.sessions
    assert (session["amount_total"], session["currency"]) == (DEPOSIT, "cad")
    assert shop.told(maya.person_id) == ["payment_link"]
    assert shop.see(booking).held_until == shop.now + timedelta(minutes=HOLD + 2)


def test_a_page_lives_31_minutes_at_least_and_the_hold_ends_after_it(shop: Shop, peer: Stripe) -> None:
    with shop.turn() as (store, _):
        practice = store.practice()
        practice.rules = {"policies": {"hold_minutes": 50}}
        practice.version += 1
    booking = shop.visit(shop.client())
    ends = peer.sessions[0]["expires_at"]
    assert ends == (shop.now + timedelta(minutes=50)).timestamp()
    held = shop.see(booking).held_until
    assert held is not None
    assert held.timestamp() == ends + 120
    assert shop.rows(Order, kind=OrderKind.EXPIRE) == []  # the page closes by itself


def test_a_hold_that_is_shorter_than_a_page_closes_it(shop: Shop, peer: Stripe) -> None:
    booking = shop.visit(shop.client())
    assert peer.sessions[0]["expires_at"] >= (shop.now + timedelta(minutes=31)).timestamp()
    shop.later(minutes=HOLD - 1)
    shop.settle()
    assert peer.sessions[0]["status"] == "open"
    shop.later(minutes=1)
    shop.settle()
    assert peer.sessions[0]["status"] == "expired"
    assert shop.see(booking).status is Status.CANCELLED


def test_paid_in_the_last_second_it_is_booked_though_we_came_to_close_it(shop: Shop, peer: Stripe) -> None:
    booking = shop.visit(shop.client())
    shop.later(minutes=HOLD)
    peer.pay(peer.sessions[0])  # and no webhook has told us
    shop.settle()
    assert shop.see(booking).status is Status.BOOKED
    assert shop.payments() == [DEPOSIT]


def test_a_paid_deposit_books_and_counts_towards_the_invoice(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    booking = shop.visit(maya)
    peer.pay(shop.page())
    shop.hear(*peer.events)
    assert shop.see(booking).status is Status.BOOKED
    assert shop.told(maya.person_id) == ["payment_link", "deposit_paid"]
    [invoice] = shop.rows(Invoice)
    assert (invoice.total, invoice.paid, shop.due(invoice.id or 0)) == (PRICE, False, PRICE - DEPOSIT)


def test_a_declined_card_leaves_the_page_open(shop: Shop, peer: Stripe) -> None:
    booking = shop.visit(shop.client())
    peer.try_in_vain(shop.page())
    shop.hear(*peer.events)
    assert shop.see(booking).status is Status.HELD
    peer.pay(shop.page())
    shop.hear(*peer.events)
    assert shop.see(booking).status is Status.BOOKED


def test_a_lapsed_deposit_frees_the_place_politely(shop: Shop, peer: Stripe) -> None:
    maya, sam = shop.client(), shop.client("Sam")
    booking = shop.visit(maya)
    shop.later(minutes=HOLD + 3)
    shop.settle()
    assert shop.see(booking).status is Status.CANCELLED
    assert shop.told(maya.person_id) == ["payment_link", "deposit_lapsed"]
    assert [invoice.void for invoice in shop.rows(Invoice)] == [True]
    shop.visit(sam)
    assert len(peer.sessions) == 2


def test_late_money_books_the_time_again_while_it_is_free(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    booking = shop.visit(maya)
    shop.later(minutes=HOLD)
    intent = peer.pay(shop.page())
    with shop.turn() as (store, _):
        shop.now += timedelta(minutes=3)
        bookings.lapse_holds(store, shop.now)  # whoever finds it first
    assert shop.see(booking).status is Status.CANCELLED
    shop.hear(*peer.events)
    assert shop.see(booking).status is Status.BOOKED
    assert [(i.void, i.paid) for i in shop.rows(Invoice)] == [(False, False)]
    assert shop.told(maya.person_id)[-1] == "deposit_late_rebooked"
    assert (intent["amount_received"], peer.refunds) == (DEPOSIT, [])


def test_late_money_goes_back_when_somebody_has_the_time(shop: Shop, peer: Stripe) -> None:
    maya, sam = shop.client(), shop.client("Sam")
    booking = shop.visit(maya)
    page = shop.page()
    shop.later(minutes=HOLD - 1)
    peer.pay(page)
    shop.later(minutes=5)
    with shop.turn() as (store, _):
        bookings.lapse_holds(store, shop.now)
    theirs = shop.visit(sam)
    peer.pay(shop.page(theirs))
    shop.hear(*peer.events)
    assert (shop.see(booking).status, shop.see(theirs).status) == (Status.CANCELLED, Status.BOOKED)
    assert shop.refunds() == [(DEPOSIT, "succeeded", "late")]
    assert shop.told(maya.person_id)[-1] == "deposit_late_refunded"
    assert "deposit_refunded" in shop.told(shop.owner.id)
    assert peer.taken() - peer.given_back() == DEPOSIT


def test_a_deposit_of_a_session_that_is_cancelled_in_time_goes_back(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    booking = shop.visit(maya)
    peer.pay(shop.page())
    shop.hear(*peer.events)
    shop.cancel(booking)
    shop.settle()
    assert peer.refunds == []  # it can still be undone
    shop.later(minutes=6)
    shop.settle()
    assert shop.refunds() == [(DEPOSIT, "succeeded", "cancelled")]
    assert shop.told(maya.person_id)[-1] == "refund_sent"


def test_undoing_the_cancellation_keeps_the_deposit_here(shop: Shop, peer: Stripe) -> None:
    maya = shop.client()
    booking = shop.visit(maya)
    peer.pay(shop.page())
    shop.hear(*peer.events)
    shop.cancel(booking)
    shop.later(minutes=2)
    shop.undo(maya.person_id)
    shop.later(minutes=10)
    shop.settle()
    assert shop.see(booking).status is Status.BOOKED
    assert (peer.refunds, shop.refunds()) == ([], [(DEPOSIT, "cancelled", "cancelled")])
    live = [i for i in shop.rows(Invoice) if not i.void]
    assert [shop.due(i.id or 0) for i in live] == [PRICE - DEPOSIT]


def test_a_late_cancellation_costs_its_share_and_the_deposit_counts(shop: Shop, peer: Stripe) -> None:
    with shop.turn() as (store, _):
        practice = store.practice()
        practice.rules = {"policies": {"grace_per_year": 0, "late_cancel_share": 50}}
        practice.version += 1
    booking = shop.visit(shop.client(), "2026-03-03 09:00")
    peer.pay(shop.page())
    shop.hear(*peer.events)
    shop.cancel(booking)
    shop.later(minutes=6)
    shop.settle()
    assert peer.refunds == []
    first = shop.rows(Invoice)[0]
    assert shop.due(first.id or 0) == PRICE // 2 - DEPOSIT


def test_cancelling_a_held_place_closes_its_page(shop: Shop, peer: Stripe) -> None:
    booking = shop.visit(shop.client())
    shop.cancel(booking)
    shop.settle()
    assert peer.sessions[0]["status"] == "expired"


def test_without_a_till_it_is_paid_at_the_practice(shop: Shop) -> None:
    with shop.turn() as (store, _):
        store.practice().till = ""
    booking = shop.book(shop.client(), "2026-03-05 15:00", service="visit")
    assert shop.see(booking).status is Status.BOOKED
    assert shop.rows(Order) == []

"""Stripe's webhook in the running program: signed events are kept and looked at, once; a link leads to its page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from bot.settings import Settings, load
from core import orders
from core.acts import Act
from storage.models import Client as Attendee
from storage.models import (
    Invoice,
    InvoiceLine,
    Order,
    OrderStatus,
    Package,
    Payment,
    Person,
    Plan,
    Practice,
    Sale,
    SaleClient,
    SaleStatus,
    Way,
)
from storage.store import Store
from tests.bot.conftest import PUBLIC, running, until
from tests.peers.stripe import KEY, SECRET, Stripe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.app import Repbook
    from storage.database import Database
    from tests.bot.parrot import Parrot


@pytest.fixture
def stripe() -> Iterator[Stripe]:
    peer = Stripe(PUBLIC)
    yield peer
    peer.close()
    assert peer.complaints == []


@pytest.fixture
def paying(settings: Settings, stripe: Stripe) -> Settings:
    """The settings of a practice that takes payments."""
    given = settings.model_dump() | {"data": settings.data}
    given |= {"stripe_api_key": KEY, "stripe_webhook_secret": SECRET, "stripe_api_url": stripe.url}
    return load(_env_file=None, **given)


@pytest.fixture
def program(paying: Settings, database: Database, parrot: Parrot, stripe: Stripe) -> Iterator[Repbook]:
    with running(paying, parrot.conversation(), stripe) as repbook:
        until(lambda: till(database) == "stripe")
        yield repbook


def till(database: Database) -> str:
    with database.reading() as session:
        return session.exec(select(Practice)).one().till


def rows(database: Database, noun):
    with database.reading() as session:
        return list(session.exec(select(noun)))


def sell(database: Database, program: Repbook, stripe: Stripe) -> None:
    """A plan is agreed on, and its page exists."""
    now = datetime.now(UTC)
    with database.transaction(1) as session:
        store, act = Store(session, 1), Act("sale", None, now)
        plan = store.add(Plan(practice_id=1, key="eight", names={"en": "Eight"}, credits=800, price=68000))
        maya = store.add(Person(practice_id=1, name="Maya", created_at=now))
        client = store.add(Attendee(practice_id=1, person_id=maya.id, name="Maya", created_at=now))
        about: dict[str, Any] = {"practice_id": 1, "person_id": maya.id, "at": now, "act": "sale"}
        invoice = store.add(Invoice(number=1, subtotal=68000, total=68000, **about))
        store.add(InvoiceLine(invoice_id=invoice.id, n=1, amount=68000, what="eight"))
        sale = store.add(
            Sale(
                plan_id=plan.id, price=68000, way=Way.FULL, status=SaleStatus.AGREED, agreed_at=now, agreed_act="sale",
                invoice_id=invoice.id, **about,
            )
        )  # fmt: skip
        store.add(SaleClient(sale_id=sale.id, client_id=client.id))
        orders.owe_checkout(store, invoice, 68000, act, sale_id=sale.id, live=timedelta(hours=1))
    assert program.cashier is not None
    program.cashier.nudge()
    until(lambda: stripe.sessions and rows(database, Order)[0].status is OrderStatus.OPEN)


def test_a_paid_page_told_five_times_at_once_is_one_package(
    program: Repbook, database: Database, stripe: Stripe
) -> None:
    sell(database, program, stripe)
    stripe.pay(stripe.sessions[0])
    with ThreadPoolExecutor(10) as threads:
        assert set(threads.map(stripe.deliver, stripe.events * 5)) == {200}
    until(lambda: rows(database, Payment))
    until(lambda: all(o.status not in {OrderStatus.DUE, OrderStatus.CLAIMED} for o in rows(database, Order)))
    assert (len(rows(database, Package)), [p.amount for p in rows(database, Payment)]) == (1, [68000])


@pytest.mark.parametrize("how", [{"secret": "whsec_other"}, {"age": 301}], ids=["forged", "old"])
def test_what_stripe_did_not_sign_or_long_ago_is_refused(
    program: Repbook, database: Database, stripe: Stripe, how: dict
) -> None:
    sell(database, program, stripe)
    stripe.pay(stripe.sessions[0])
    assert stripe.deliver(stripe.events[-1], **how) == 400
    assert rows(database, Payment) == []


def test_a_body_that_was_changed_is_refused(program: Repbook, stripe: Stripe) -> None:
    assert program.till is not None
    assert stripe.post(f"{PUBLIC}/stripe", b"{}", {"Stripe-Signature": "t=1,v1=00"}) == 400


def test_events_of_other_kinds_are_taken_and_mean_nothing(program: Repbook, database: Database, stripe: Stripe) -> None:
    event = {"id": "evt_x", "object": "event", "type": "customer.created", "data": {"object": {"object": "customer"}}}
    assert program.till is not None
    assert stripe.deliver(event) == 200
    assert rows(database, Order) == []


def test_the_short_link_leads_to_the_page_while_it_is_open(
    program: Repbook, database: Database, stripe: Stripe
) -> None:
    sell(database, program, stripe)
    link = urlsplit(rows(database, Order)[0].facts["link"])
    assert f"{link.scheme}://{link.netloc}" == PUBLIC
    there = urlsplit(stripe.reach[PUBLIC])
    connection = HTTPConnection(there.hostname or "", there.port, timeout=10)
    connection.request("GET", link.path)
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (303, stripe.sessions[0]["url"])
    answer.read()
    stripe.pay(stripe.sessions[0])
    stripe.deliver_all()
    until(lambda: rows(database, Payment))
    connection.request("GET", link.path)
    over = connection.getresponse()
    assert (over.status, b"This link is over" in over.read()) == (410, True)
    connection.close()


def test_what_was_paid_while_we_were_away_is_found_at_the_start(
    paying: Settings, database: Database, parrot: Parrot, stripe: Stripe
) -> None:
    with running(paying, parrot.conversation(), stripe) as program:
        until(lambda: till(database) == "stripe")
        sell(database, program, stripe)
    stripe.pay(stripe.sessions[0])
    with running(paying, parrot.conversation(), stripe):
        until(lambda: rows(database, Payment))
    assert len(rows(database, Package)) == 1


def test_without_a_key_there_is_no_till(settings: Settings, database: Database, parrot: Parrot, stripe: Stripe) -> None:
    with database.transaction(1) as session:
        Store(session, 1).practice().till = "standin"
    with running(settings, parrot.conversation(), stripe):
        until(lambda: till(database) == "")
        assert stripe.post(f"{PUBLIC}/stripe", b"{}", {}) == 404

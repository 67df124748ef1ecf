"""A small practice that takes money at our own Stripe through the real client; its clock stands until it is told."""

from __future__ import annotations

import hmac
import json
import time
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlmodel import col, select

from bot import cashier
from bot.calls import Calls
from bot.stripe import Stripe as Till
from core import credits, instalments, invoices, memberships, orders, sales
from storage.models import (
    Booking,
    Client,
    Invoice,
    InvoiceLine,
    Order,
    OrderKind,
    Outbox,
    Payment,
    Person,
    Place,
    Refund,
    Sale,
    SaleClient,
    SaleStatus,
    Service,
    ServiceGiver,
    Way,
)
from tests.core.world import MONDAY, World
from tests.peers.stripe import KEY, SECRET

if TYPE_CHECKING:
    from core.acts import Act
    from storage.database import Database
    from storage.store import Store
    from tests.peers.stripe import Object, Stripe

PRICE, DEPOSIT = 12000, 4000
HOLD = 30  # minutes
IN_PARTS = {"first_share": 40, "parts": 2, "days": 30}
SELLING = {key: {"ways": ["full", "instalments", "practice"], "instalments": IN_PARTS} for key in ("progress", "open")}


class Shop(World):
    """A practice with a service that takes a deposit, and an owner who hears of trouble."""

    def __init__(self, database: Database, peer: Stripe, key: str = "shop", **policies: int) -> None:
        super().__init__(database, MONDAY, key, **policies)
        self.peer = peer
        peer.now = self.clock
        self.till = Till(KEY, peer.url, peer.public, SECRET)
        self.calls = Calls(database, "stripe", "shop", lambda token: f"{peer.public}/p/pay/{token}")
        self._open()

    def _open(self) -> None:
        with self.turn() as (store, act):
            practice = store.practice()
            practice.till, practice.rules = "stripe", {**practice.rules, "selling": SELLING}
            store.changed(practice)
            visit = store.add(
                Service(
                    practice_id=self.practice_id, key="visit", names={"en": "Visit"}, minutes=60, price=PRICE,
                    deposit=DEPOSIT,
                )
            )  # fmt: skip
            self.services["visit"] = visit.id or 0
            store.add(ServiceGiver(service_id=visit.id or 0, practitioner_id=self.ana))
            store.practitioner(self.ana).owner = True
            self.owner = store.add(
                Person(practice_id=self.practice_id, name="Ana", practitioner_id=self.ana, created_at=act.at)
            )

    def clock(self) -> float:
        return self.now.timestamp()

    # The cashier

    def settle(self) -> int:
        """Make the calls that are due."""
        return cashier.settle(self.calls, self.till, self.now)

    def hear(self, *events: Object) -> None:
        """Stripe delivers these, and what they are about is looked at."""
        for event in events:
            self.keep(event)
        self.settle()

    def keep(self, event: Object) -> None:
        """Stripe delivers this: it is kept, and a look is owed."""
        if (told := self.till.event(*self.signed(event))) is not None:
            cashier.told(self.database, told, self.now)

    def signed(self, event: Object) -> tuple[bytes, str]:
        """The body and the signature of a webhook."""
        body, at = json.dumps(event).encode(), int(time.time())
        return body, f"t={at},v1={hmac.new(SECRET.encode(), f'{at}.'.encode() + body, sha256).hexdigest()}"

    def reconcile(self) -> None:
        cashier.sweep(self.database, "stripe", self.now)
        for event in cashier.missed(self.till, self.now):
            cashier.told(self.database, event, self.now)
        self.settle()

    def sweep(self) -> None:
        """What time brings to sales."""
        with self.turn() as (store, act):
            sales.let_unpaid_go(store, act)
            memberships.sweep(store, act)
            instalments.sweep(store, act)

    # What is bought

    def visit(self, client: Client, at: str = "2026-03-05 15:00") -> Booking:
        """A visit with a deposit, held, whose page exists."""
        booking = self.book(client, at, service="visit")
        self.settle()
        return booking

    def page(self, booking: Booking | None = None) -> Object:
        """The newest page at Stripe: of a booking when one is given."""
        marks = {
            o.token for o in self.rows(Order, kind=OrderKind.CHECKOUT) if not booking or o.booking_id == booking.id
        }
        return next(s for s in reversed(self.peer.sessions) if s["metadata"]["order"] in marks)

    def sell(self, client: Client, plan: str = "progress", *, save_card: bool = False) -> Sale:
        """A plan is agreed on, its invoice stands, and its page exists."""
        with self.turn(client.person_id) as (store, act):
            sale = self._sale(store, client, plan, act)
            invoice = store.invoice(sale.invoice_id or 0)
            orders.owe_checkout(store, invoice, invoice.total, act, sale_id=sale.id, save_card=save_card, what="plan")
        self.settle()
        return sale

    def agree(self, client: Client, way: Way, plan: str = "progress") -> Sale:
        """They say yes to a plan in the thread, and what is paid first is asked for."""
        with self.turn(client.person_id) as (store, act):
            offered = sales.offer(store, store.plan(self.plans[plan]), way, act.at)
            sale = sales.agree(store, client.person_id, [client], offered, sales.Shown("", "en", act.at), act)
        self.settle()
        return sale

    def use(self, package_id: int, sessions: int = 1) -> None:
        """So many sessions of a package took place."""
        with self.turn() as (store, act):
            credits.move(store, act, package_id, 100 * sessions, Place.FREE, Place.USED)

    def _sale(self, store: Store, client: Client, plan: str, act: Act) -> Sale:
        offered = store.plan(self.plans[plan])
        invoice = store.add(
            Invoice(
                practice_id=self.practice_id, person_id=client.person_id, number=store.next_invoice_number(),
                subtotal=offered.price, total=offered.price, at=act.at, act=act.id,
            )
        )  # fmt: skip
        store.add(InvoiceLine(invoice_id=invoice.id or 0, n=1, amount=offered.price, what=plan))
        sale = store.add(
            Sale(
                practice_id=self.practice_id, plan_id=offered.id or 0, person_id=client.person_id, price=offered.price,
                way=Way.FULL, status=SaleStatus.AGREED, agreed_at=act.at, agreed_act=act.id, invoice_id=invoice.id,
                at=act.at, act=act.id,
            )
        )  # fmt: skip
        store.add(SaleClient(sale_id=sale.id or 0, client_id=client.id or 0))
        return sale

    def bought(self, client: Client, plan: str = "progress") -> tuple[int, Object]:
        """A plan that was paid: the package, and the PaymentIntent."""
        self.sell(client, plan)
        intent = self.peer.pay(self.page())
        self.hear(*self.peer.events)
        with self.look() as store:
            return store.packages(client.id or 0)[-1].id or 0, intent

    # What is so now

    def payments(self) -> list[int]:
        return [payment.amount for payment in self.rows(Payment)]

    def refunds(self) -> list[tuple[int, str, str]]:
        return [(refund.amount, refund.status.value, refund.why) for refund in self.rows(Refund)]

    def told(self, person_id: int | None) -> list[str]:
        """The kinds of what is owed to somebody, oldest first; reminders apart."""
        with self.database.reading() as session:
            found = select(Outbox).where(Outbox.person_id == person_id, Outbox.kind != "reminder")
            return [row.kind for row in session.exec(found.order_by(col(Outbox.id)))]

    def due(self, invoice_id: int) -> int:
        with self.look() as store:
            return invoices.due(store, store.invoice(invoice_id))

    def orders(self) -> list[tuple[str, str, str]]:
        return [(order.kind.value, order.status.value, order.why) for order in self.rows(Order)]

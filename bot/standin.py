"""The till of a trial: it answers as a payment provider does, and money moves when somebody says that they pay.

It remembers nothing but the orders themselves, so it lives through a restart as a provider does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage.models import OrderKind, OrderStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.till import Call, Found, Told
    from storage.models import Order
    from storage.store import Store

CARD = "standin_card"


class StandIn:
    """`declining`: the customers whose next charge the bank refuses, and why."""

    name = "standin"

    def __init__(self) -> None:
        self.declining: dict[str, str] = {}

    def call(self, call: Call) -> Sequence[Found]:
        match call.kind:
            case OrderKind.CHECKOUT:
                assert call.ends_at is not None  # noqa: S101  every page ends
                ends, page = int(call.ends_at.timestamp()), f"https://pay.example/{call.token[:8]}"
                return [_session(call.token, status="open", payment_status="unpaid", expires_at=ends, url=page)]
            case OrderKind.EXPIRE:
                token = (call.object_id or "").removeprefix("standin_page_")
                return [_session(token, status="expired", payment_status="unpaid", expires_at=0, url=None)]
            case OrderKind.CHARGE:
                return [self._charged(call)]
            case OrderKind.REFUND:
                return [_refunded(call)]
            case OrderKind.LOOK:
                return []

    def undelivered(self, since: datetime) -> Iterator[Told]:  # noqa: ARG002  a till has it
        """Nothing happens here that we have not done ourselves."""
        return iter(())

    def gone_back(self, since: datetime) -> Iterator[Told]:  # noqa: ARG002  a till has it
        """Nobody refunds or disputes here but we."""
        return iter(())

    def _charged(self, call: Call) -> Found:
        why = self.declining.pop(call.customer or "", "")
        return {
            "object": "payment_intent",
            "id": f"standin_payment_{call.token}",
            "status": "requires_payment_method" if why else "succeeded",
            "amount_received": 0 if why else call.amount,
            "customer": call.customer,
            "payment_method": call.card,
            "metadata": {"order": call.token},
            "last_payment_error": {"code": "card_declined", "decline_code": why} if why else None,
        }


def _session(token: str, **more: Any) -> Found:
    return {"object": "checkout.session", "id": f"standin_page_{token}", "metadata": {"order": token}, **more}


def _refunded(call: Call) -> Found:
    return {
        "object": "refund",
        "id": f"standin_refund_{call.token}",
        "status": "succeeded",
        "amount": call.amount,
        "payment_intent": call.payment_intent,
        "metadata": {"order": call.token},
    }


def payable(store: Store, person_id: int, *, late: bool = False) -> Order | None:
    """The page that a person would pay on now: their newest that is open; `late`, one that has closed."""
    if not late:
        return next(iter(store.checkouts_of(person_id)), None)
    closed = [o for o in store.pages_of(person_id) if o.status is OrderStatus.FAILED and o.object_id]
    return next(iter(closed), None)


def paid(order: Order) -> Found:
    """The page as it is once somebody has paid on it."""
    return _session(
        order.token,
        status="complete",
        payment_status="paid",
        amount_total=order.amount,
        customer=customer(order.person_id or 0),
        payment_intent={"id": f"standin_payment_{order.token}", "status": "succeeded", "payment_method": CARD},
    )


def customer(person_id: int) -> str:
    """Who a person is at this till."""
    return f"standin_customer_{person_id}"

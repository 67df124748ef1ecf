"""Stripe, through its own client: our calls with our own idempotency keys, its objects and events as plain values.

Parameters and statuses are those of the library's own types; what Stripe does with keys, expiry and refunds is read in
its documentation (checkout/fulfillment, managing-limited-inventory, api/idempotent_requests, refunds). Cards only:
whoever pays a deposit must have paid when they are told so.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import stripe
from stripe import StripeClient

from bot.till import NotThere, Takings, TillError, Told
from storage.models import OrderKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stripe.params import PaymentIntentCreateParams, RefundCreateParams
    from stripe.params.checkout import SessionCreateParams

    from bot.till import Call, Found

TIMEOUT = 20.0  # seconds; a claim lasts longer
TOLERANCE = 300  # seconds by which a webhook's signature may be old
EVENTS = (
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "refund.created",
    "refund.updated",
    "refund.failed",
)  # at most 20: so many can be asked for at once
LOOKED_AT = ("checkout.session", "payment_intent", "charge", "refund", "dispute")
MARK = "order"  # the key in `metadata` of everything that we make
EARLIER = timedelta(minutes=5)  # by which the clocks may differ

stripe.enable_telemetry = False


class Forged(Exception):
    """A webhook that Stripe did not sign, or too long ago, or not like this."""


def client(key: str, api: str) -> StripeClient:
    """Stripe's own client. It tries nothing twice: the cashier does, with the same key also after a crash."""
    http = stripe.RequestsClient(timeout=TIMEOUT)
    return StripeClient(key, base_addresses={"api": api}, max_network_retries=0, http_client=http)


class Stripe:
    """The till of a practice with a key. `pages` is our own address: where a payer comes back to."""

    name = "stripe"

    def __init__(self, key: str, api: str, pages: str, webhook_secret: str = "") -> None:
        self._pages, self._webhook_secret = pages, webhook_secret
        self._client = client(key, api)

    # Webhooks

    def event(self, body: bytes, signature: str) -> Told | None:
        """A signed event as plain values, or None if it is of no kind that we look at. Raises Forged."""
        try:
            event = self._client.construct_event(body, signature, self._webhook_secret, TOLERANCE)
        except (ValueError, KeyError, stripe.SignatureVerificationError) as error:
            raise Forged(type(error).__name__) from error
        return _told(_plain(event))

    # Calls

    def call(self, call: Call) -> Sequence[Found] | NotThere:
        """Make a call, or look for what it made, and answer the objects as they are now. Raises TillError."""
        try:
            if call.look_first:
                return self._made(call)
            return self._make(call)
        except stripe.StripeError as error:
            raise _fault(error) from error

    def _make(self, call: Call) -> Sequence[Found]:
        match call.kind:
            case OrderKind.CHECKOUT:
                return [_plain(self._client.v1.checkout.sessions.create(self._page(call), _with(call.key)))]
            case OrderKind.CHARGE:
                return [self._charge(call)]
            case OrderKind.REFUND:
                return [_plain(self._client.v1.refunds.create(_refund(call), _with(call.key)))]
            case OrderKind.EXPIRE:
                return [self._expire(call.object_id or "")]
            case OrderKind.LOOK:
                return self._look(call.object_id or "", call.object_kind)

    def _page(self, call: Call) -> SessionCreateParams:
        assert call.ends_at is not None  # noqa: S101  every page ends
        mark = {MARK: call.token, "practice": str(call.practice_id)}
        params: SessionCreateParams = {
            "mode": "payment",
            "allowed_payment_method_types": ["card"],
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": call.currency,
                        "unit_amount": call.amount,
                        "product_data": {"name": call.what},
                    },
                }
            ],
            "adaptive_pricing": {"enabled": False},  # what was quoted is what is charged
            "client_reference_id": call.token,
            "metadata": mark,
            "payment_intent_data": {"metadata": mark},
            "expires_at": int(call.ends_at.timestamp()),
            "locale": "fr-CA" if call.language == "fr" else "en",
            "success_url": f"{self._pages}/p/paid?lang={call.language}",
            "cancel_url": f"{self._pages}/p/pay/{call.token}/later?lang={call.language}",
            "expand": ["payment_intent"],
        }
        if call.save_card:
            params["payment_intent_data"]["setup_future_usage"] = "off_session"
        if call.customer:
            params["customer"] = call.customer
        elif call.save_card:
            params["customer_creation"] = "always"
        return params

    def _charge(self, call: Call) -> Found:
        """A declined charge is an answer, and the PaymentIntent says so."""
        params: PaymentIntentCreateParams = {
            "amount": call.amount,
            "currency": call.currency,
            "customer": call.customer or "",
            "payment_method": call.card or "",
            "allowed_payment_method_types": ["card"],
            "payment_method_options": {"card": {"stored_credential_usage": "installment"}},
            "off_session": True,
            "confirm": True,
            "description": call.what,
            "metadata": {MARK: call.token, "practice": str(call.practice_id)},
        }
        try:
            return _plain(self._client.v1.payment_intents.create(params, _with(call.key)))
        except stripe.CardError as error:
            body: Any = error.json_body
            declined = body["error"].get("payment_intent") if body else None
            if declined is None:
                raise
            return _plain(declined)

    def _expire(self, session_id: str) -> Found:
        """Close a page; one that cannot be closed has just been paid, or has ended: then it is looked at."""
        try:
            return _plain(self._client.v1.checkout.sessions.expire(session_id))
        except stripe.InvalidRequestError:
            return self._session(session_id)

    # Looking

    def _session(self, session_id: str) -> Found:
        return _plain(self._client.v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]}))

    def _look(self, object_id: str, kind: str) -> Sequence[Found]:
        """An object as it is now; of what happened to a payment, that payment first."""
        v1 = self._client.v1
        match kind:
            case "checkout.session":
                return [self._session(object_id)]
            case "payment_intent":
                return [_plain(v1.payment_intents.retrieve(object_id))]
            case "refund":
                return self._after_payment(_plain(v1.refunds.retrieve(object_id)))
            case "dispute":
                return self._after_payment(_plain(v1.disputes.retrieve(object_id)))
            case "charge":
                intent = _plain(v1.charges.retrieve(object_id)).get("payment_intent")
                return self._with_refunds(intent) if intent else []
            case "refunds":
                return self._with_refunds(object_id)
        return []

    def _with_refunds(self, intent: str) -> Sequence[Found]:
        """A payment, all that went back of it, and what its cardholder claims back."""
        v1 = self._client.v1
        refunds = v1.refunds.list({"payment_intent": intent, "limit": 100}).auto_paging_iter()
        disputes = v1.disputes.list({"payment_intent": intent, "limit": 100}).auto_paging_iter()
        found = [_plain(one) for listed in (refunds, disputes) for one in listed]
        return [_plain(v1.payment_intents.retrieve(intent)), *found]

    def _after_payment(self, found: Found) -> Sequence[Found]:
        intent = found.get("payment_intent")
        return [_plain(self._client.v1.payment_intents.retrieve(intent)), found] if intent else [found]

    def _made(self, call: Call) -> Sequence[Found] | NotThere:
        """What an earlier try of this call made, by our mark; newest first, so the answer is near."""
        v1, since = self._client.v1, int((call.tried_at - EARLIER).timestamp())
        listed: Any
        match call.kind:
            case OrderKind.CHECKOUT:
                listed = v1.checkout.sessions.list(
                    {"created": {"gte": since}, "limit": 100, "expand": ["data.payment_intent"]}
                )
            case OrderKind.CHARGE:
                listed = v1.payment_intents.list(
                    {"customer": call.customer or "", "created": {"gte": since}, "limit": 100}
                )
            case _:
                listed = v1.refunds.list({"payment_intent": call.payment_intent, "limit": 100})
        for one in listed.auto_paging_iter():
            found = _plain(one)
            if (found.get("metadata") or {}).get(MARK) == call.token:
                return [found]
        return NotThere()

    def undelivered(self, since: datetime) -> Iterator[Told]:
        """The events that no webhook of ours has taken, oldest first; Stripe keeps them for 30 days."""
        gte = int(since.timestamp())
        try:
            listed = self._client.v1.events.list(
                {"delivery_success": False, "types": list(EVENTS), "created": {"gte": gte}, "limit": 100}
            )
            events = [_plain(event) for event in listed.auto_paging_iter()]
        except stripe.StripeError as error:
            raise _fault(error) from error
        for event in reversed(events):
            if (told := _told(event)) is not None:
                yield told

    def gone_back(self, since: datetime) -> Iterator[Told]:
        """Refunds and disputes by their own lists: events are forgotten after 30 days, these are not."""
        created: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
        v1 = self._client.v1
        try:
            listed: list[Any] = [v1.refunds.list(created), v1.disputes.list(created)]
            found = [_plain(one) for each in listed for one in each.auto_paging_iter()]
        except stripe.StripeError as error:
            raise _fault(error) from error
        for one in sorted(found, key=lambda one: int(one["created"])):
            yield replace(_about(one), id=f"listed:{one['id']}:{one['status']}", kind="listed")

    def takings(self, since: datetime, practice_id: int) -> Takings:
        """What Stripe itself says has moved of a practice's since then, for the audit. Raises TillError."""
        created: Any = {"created": {"gte": int(since.timestamp())}, "limit": 100}
        v1, taken = self._client.v1, Takings()
        try:
            for intent in v1.payment_intents.list(created).auto_paging_iter():
                ours = MARK in intent.metadata and intent.metadata["practice"] == str(practice_id)
                if intent.status == "succeeded" and ours:
                    taken.payments[intent.id] = intent.amount_received
            for refund in v1.refunds.list(created).auto_paging_iter():
                if str(refund.payment_intent) in taken.payments and refund.status not in {"failed", "canceled"}:
                    taken.refunds[refund.id] = refund.amount
            for dispute in v1.disputes.list(created).auto_paging_iter():
                if str(dispute.payment_intent) in taken.payments:
                    taken.disputes[dispute.id] = dispute.amount
        except stripe.StripeError as error:
            raise _fault(error) from error
        return taken


def _refund(call: Call) -> RefundCreateParams:
    return {
        "payment_intent": call.payment_intent,
        "amount": call.amount,
        "reason": "requested_by_customer",
        "metadata": {MARK: call.token, "practice": str(call.practice_id)},
    }


def _with(key: str) -> stripe.RequestOptions:
    return {"idempotency_key": key}


def _plain(found: Any) -> Found:
    """An object of the library as JSON has it."""
    plain: Found = found.to_dict() if isinstance(found, stripe.StripeObject) else dict(found)
    return json.loads(json.dumps(plain, default=str))  # type: ignore[no-any-return]


def _told(event: Found) -> Told | None:
    found = event["data"]["object"]
    kind = found.get("object", "")
    if event["type"] not in EVENTS or kind not in LOOKED_AT:
        return None
    return replace(_about(found), id=event["id"], kind=event["type"])


def _about(found: Found) -> Told:
    """What is known of an object without a look at it."""
    intent = found.get("payment_intent")
    return Told(
        id="",
        kind="",
        object_id=found["id"],
        object_kind=found["object"],
        token=(found.get("metadata") or {}).get(MARK, ""),
        payment_intent=(intent["id"] if isinstance(intent, dict) else intent) or "",
        status=str(found.get("status", "")),
    )


def _fault(error: stripe.StripeError) -> TillError:
    """What a failed call means. Stripe keeps the answer to a key once it began to work on it: also a 500."""
    code, status = str(error.code or type(error).__name__), error.http_status or 0
    if isinstance(error, stripe.APIConnectionError) or not status:
        return TillError("no_answer", doubt=True)
    if isinstance(error, stripe.IdempotencyError):
        return TillError(code, doubt=True, spent=True)
    if status == 409:
        return TillError(code, doubt=True)
    if isinstance(error, stripe.RateLimitError) or status == 429:
        return TillError("rate_limit", wait=_asked_to_wait(error))
    if status >= 500:
        return TillError(f"http_{status}", doubt=True, spent=True)
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return TillError(code)  # a person must mend it, and then it goes
    return TillError(code, permanent=True)


def _asked_to_wait(error: stripe.StripeError) -> timedelta | None:
    """Some answers say how long to wait, in seconds."""
    said = {name.lower(): value for name, value in (error.headers or {}).items()}.get("retry-after", "")
    return timedelta(seconds=int(said)) if said.isdecimal() else None

"""Stripe: keeps sessions, payments, refunds and disputes as its API does, replays keys, and delivers signed events.

Parameters are held to the types that Stripe's own library declares (stripe_types). What a payer, a bank or somebody at
Stripe's dashboard does is a method; what it makes known waits in `events` until a test delivers it: once, often, late,
in any order, or never.
"""

from __future__ import annotations

import hmac
import json
import time
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.peers.peer import Call, Peer, Reply
from tests.peers.stripe_types import declared, problems, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

accounts = count(1)
KEY = "sk_test_51Repbook"
SECRET = "whsec_repbook"
HALF_AN_HOUR, A_DAY, A_MONTH = 30 * 60, 24 * 60 * 60, 30 * 24 * 60 * 60
LIST_TYPES = {
    "checkout/sessions": ("checkout", "SessionListParams"),
    "payment_intents": ("", "PaymentIntentListParams"),
    "refunds": ("", "RefundListParams"),
    "disputes": ("", "DisputeListParams"),
    "events": ("", "EventListParams"),
}
NOUNS = {"checkout/sessions": "cs", "payment_intents": "pi", "refunds": "re", "disputes": "dp", "charges": "ch"}
Object = dict[str, Any]


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str, code: str = "", kind: str = "invalid_request_error", **more: Any):
        super().__init__(message)
        body = {"error": {"type": kind, "message": message, **({"code": code} if code else {}), **more}}
        self.reply = Reply(status, json.dumps(body).encode())


def rate_limited(wait: int | None = None) -> Reply:
    reply = Refused(429, "Too many requests", "rate_limit").reply
    return Reply(429, reply.body, {"Retry-After": str(wait)} if wait is not None else {})


class Stripe(Peer):
    """One account, whose events go to `public`/stripe."""

    def __init__(self, public: str = "https://book.example.com") -> None:
        super().__init__()
        self.public = public
        self.now: Callable[[], float] = time.time
        self.objects: dict[str, dict[str, Object]] = {prefix: {} for prefix in NOUNS.values()}
        self.events: list[Object] = []
        self.cards: dict[str, str] = {}  # customer -> why the bank refuses
        self.endpoints: list[Object] = []  # where the account's events go
        self.charges_enabled = True
        self.breaks: list[bool] = []  # the next creations end in a 500: carried out, or not
        self._kept: dict[str, tuple[str, dict[str, str], Reply]] = {}  # what a key was used for, and the answer
        self._ids, self._account = count(1), next(accounts)  # no two accounts have the same ids
        self._delivered: set[str] = set()

    # What a test asks

    @property
    def sessions(self) -> list[Object]:
        return list(self.objects["cs"].values())

    @property
    def intents(self) -> list[Object]:
        return list(self.objects["pi"].values())

    @property
    def refunds(self) -> list[Object]:
        return list(self.objects["re"].values())

    def taken(self) -> int:
        """What payers have paid."""
        return sum(i["amount_received"] for i in self.intents)

    def given_back(self) -> int:
        return sum(r["amount"] for r in self.refunds if r["status"] in {"succeeded", "pending"})

    # What people and banks do

    def pay(self, session: Object) -> Object:
        """Somebody pays on a page. AssertionError when it is closed."""
        with self.changed:
            self.tick()
            assert session["status"] == "open", f"nobody can pay on a page that is {session['status']}"
            customer = session["customer"] or (self._id("cus") if session["customer_creation"] == "always" else None)
            intent = self._intent(session["amount_total"], session["currency"], session["metadata"], customer)
            self._succeed(intent)
            session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"]}
            session["customer"], session["url"] = customer, None
            self._happened("payment_intent.succeeded", intent)
            self._happened("checkout.session.completed", session)
            return intent

    def try_in_vain(self, session: Object) -> None:
        """A card is declined on a page, which stays open."""
        with self.changed:
            intent = self._intent(session["amount_total"], session["currency"], session["metadata"], None)
            intent |= {"status": "requires_payment_method", "last_payment_error": {"code": "card_declined"}}
            self._happened("payment_intent.payment_failed", intent)

    def tick(self) -> None:
        """Pages close when their time has come."""
        with self.changed:
            for session in self.sessions:
                if session["status"] == "open" and session["expires_at"] <= self.now():
                    self._close(session)

    def refund_outside(self, intent: Object, amount: int, status: str = "succeeded") -> Object:
        """Somebody refunds at the dashboard."""
        with self.changed:
            return self._refund(intent, amount, {}, status)

    def refund_becomes(self, refund: Object, status: str) -> None:
        with self.changed:
            refund["status"] = status
            self._happened("refund.failed" if status == "failed" else "refund.updated", refund)

    def dispute(self, intent: Object, status: str = "needs_response") -> Object:
        """A cardholder goes to their bank."""
        with self.changed:
            dispute = self._keep("dp", object="dispute", payment_intent=intent["id"], charge=intent["latest_charge"])
            dispute |= {"status": status, "amount": intent["amount_received"], "currency": intent["currency"]}
            self._happened("charge.dispute.created", dispute)
            return dispute

    def dispute_becomes(self, dispute: Object, status: str) -> None:
        with self.changed:
            dispute["status"] = status
            closed = status in {"won", "lost", "warning_closed"}
            self._happened("charge.dispute.closed" if closed else "charge.dispute.updated", dispute)

    # Events

    def deliver(self, event: Object, *, age: int = 0, secret: str = SECRET) -> int:
        """Call the webhook with an event, signed; `age` is how old its signature is. Answers the status."""
        body = json.dumps(event, indent=2).encode()
        at = int(time.time()) - age
        signed = hmac.new(secret.encode(), f"{at}.".encode() + body, sha256).hexdigest()
        headers = {"Content-Type": "application/json", "Stripe-Signature": f"t={at},v1={signed}"}
        status = self.post(f"{self.public}/stripe", body, headers)
        if status == 200:
            self._delivered.add(event["id"])
        return status

    def deliver_all(self) -> None:
        """What waits is delivered in order."""
        for event in [e for e in self.events if e["id"] not in self._delivered]:
            assert self.deliver(event) == 200

    # The API

    def kind_of(self, call: Call) -> str:
        """What requests are called for `fail` and `drop`: "POST checkout/sessions", "GET events", "POST expire"."""
        path = call.path.removeprefix("/v1/")
        noun = next((n for n in [*NOUNS, "events"] if path.startswith(n)), path)
        return f"{call.method} expire" if path.endswith("/expire") else f"{call.method} {noun}"

    def answer(self, call: Call) -> Reply:
        with self.changed:
            self.tick()
            try:
                self._admit(call)
                return self._once(call) if call.method == "POST" else self._read(call)
            except Refused as refused:
                return refused.reply

    def _admit(self, call: Call) -> None:
        if call.headers.get("authorization") != f"Bearer {KEY}":
            raise Refused(401, "Invalid API Key provided")

    def _once(self, call: Call) -> Reply:
        """A creation with a key is done once: its answer is kept, also a 500, and replayed for a day."""
        key = call.headers.get("idempotency-key")
        if call.path.startswith("/v1/webhook_endpoints"):
            return self._said(self._endpoint(call))
        if call.path.endswith("/expire"):
            return self._said(self._expire(call.path.split("/")[-2]))
        if not key or not key.startswith("repbook-"):
            self.complaints.append(f"{call.path} without a key of ours: {key}")
        if key in self._kept:
            path, params, reply = self._kept[key]
            if (path, params) != (call.path, call.params):
                raise Refused(400, "Keys can only be used with the same parameters", kind="idempotency_error")
            return Reply(reply.status, reply.body, {"Idempotent-Replayed": "true"})
        self._check(call, tree_of(call.params))
        reply = self._create(call)
        self._kept[key or ""] = (call.path, call.params, reply)
        return reply

    def _create(self, call: Call) -> Reply:
        carried_out = self.breaks.pop(0) if self.breaks else None
        make = {
            "/v1/checkout/sessions": self._new_session,
            "/v1/payment_intents": self._new_intent,
            "/v1/refunds": self._new_refund,
        }[call.path]
        broken = Refused(500, "An error occurred", kind="api_error").reply
        if carried_out is False:
            return broken
        try:
            reply = self._said(make(tree_of(call.params)))
        except Refused as refused:
            if refused.reply.status == 400:  # a check that failed is not kept
                raise
            reply = refused.reply
        return broken if carried_out else reply

    def _check(self, call: Call, tree: Object) -> None:
        name = {
            "/v1/checkout/sessions": ("checkout", "SessionCreateParams"),
            "/v1/payment_intents": ("", "PaymentIntentCreateParams"),
            "/v1/refunds": ("", "RefundCreateParams"),
        }[call.path]
        self.complaints += [f"{call.path}: {p}" for p in problems(tree, declared(*name))]

    def _endpoint(self, call: Call) -> Object:
        """An endpoint is made, with a secret that is shown once, or changed."""
        tree, known = tree_of(call.params), call.path.removeprefix("/v1/webhook_endpoints").strip("/")
        kind = "WebhookEndpointUpdateParams" if known else "WebhookEndpointCreateParams"
        self.complaints += [f"{call.path}: {p}" for p in problems(tree, declared("", kind))]
        told = {"enabled_events": list(tree["enabled_events"].values()), "status": "enabled"}
        if known:
            return self._set(next(e for e in self.endpoints if e["id"] == known), **told)
        made = {"object": "webhook_endpoint", "id": self._id("we"), "url": tree["url"], **told}
        self.endpoints.append(made)
        return made | {"secret": SECRET}

    def _read(self, call: Call) -> Reply:
        path = call.path.removeprefix("/v1/")
        if path == "account":
            account = {"object": "account", "id": f"acct_{self._account:03}", "charges_enabled": self.charges_enabled}
            return self._said(account)
        if path == "webhook_endpoints":
            return self._said({"object": "list", "url": f"/v1/{path}", "has_more": False, "data": self.endpoints})
        for noun, prefix in NOUNS.items():
            if path.startswith(f"{noun}/"):
                found = self.objects[prefix].get(path.removeprefix(f"{noun}/"))
                if found is None:
                    raise Refused(404, f"No such {noun}", "resource_missing")
                return self._said(self._shown(found, call.params))
        return self._list(path, call.params)

    def _list(self, noun: str, params: dict[str, str]) -> Reply:
        tree = tree_of(params)
        self.complaints += [f"{noun}: {p}" for p in problems(tree, declared(*LIST_TYPES[noun]))]
        listed = list(reversed(self.events if noun == "events" else list(self.objects[NOUNS[noun]].values())))
        since = int((tree.get("created") or {}).get("gte", 0))
        listed = [o for o in listed if o["created"] >= since]
        for name in ("customer", "payment_intent"):
            if name in tree:
                listed = [o for o in listed if o.get(name) == tree[name]]
        if noun == "events":
            listed = self._asked_events(listed, tree)
        if after := tree.get("starting_after"):
            listed = listed[[o["id"] for o in listed].index(after) + 1 :]
        limit = int(tree.get("limit", 10))
        data = [self._shown(o, params) for o in listed[:limit]]
        return self._said({"object": "list", "url": f"/v1/{noun}", "has_more": len(listed) > limit, "data": data})

    def _asked_events(self, events: list[Object], tree: Object) -> list[Object]:
        kinds = set((tree.get("types") or {}).values())
        if len(kinds) > 20:
            raise Refused(400, "at most 20 types")
        events = [e for e in events if not kinds or e["type"] in kinds]
        events = [e for e in events if e["created"] > self.now() - A_MONTH]  # older ones are forgotten
        if tree.get("delivery_success") == "false":
            events = [e for e in events if e["id"] not in self._delivered]
        return events

    def _shown(self, found: Object, params: dict[str, str]) -> Object:
        """An object with what was asked to be expanded."""
        wanted = {value.removeprefix("data.") for name, value in params.items() if name.startswith("expand")}
        intent = self.objects["pi"].get(str(found.get("payment_intent")))
        return found | {"payment_intent": intent} if "payment_intent" in wanted and intent else dict(found)

    def _said(self, found: Object) -> Reply:
        return Reply(200, json.dumps(found).encode())

    # What creating does

    def _new_session(self, tree: Object) -> Object:
        lines = list(tree["line_items"].values())
        total = sum(int(line["price_data"]["unit_amount"]) * int(line["quantity"]) for line in lines)
        ends = int(tree.get("expires_at", self.now() + A_DAY))
        if not tree.get("success_url", "").startswith("https://"):
            self.complaints.append("a hosted page needs a success_url")
        if len(tree.get("metadata", {})) == 0 or not tree["payment_intent_data"].get("metadata"):
            self.complaints.append("the session and its PaymentIntent need our mark")
        if "customer" in tree and "customer_creation" in tree:
            raise Refused(400, "customer and customer_creation exclude each other")
        if not self.now() + HALF_AN_HOUR <= ends <= self.now() + A_DAY:
            raise Refused(400, "expires_at must be between 30 minutes and 24 hours from now")
        session = self._keep("cs", object="checkout.session", mode=tree["mode"], metadata=tree["metadata"])
        session |= {
            "status": "open",
            "payment_status": "unpaid",
            "amount_total": total,
            "currency": lines[0]["price_data"]["currency"],
            "expires_at": ends,
            "customer": tree.get("customer"),
            "customer_creation": tree.get("customer_creation", "if_required"),
            "payment_intent": None,
            "saves": tree["payment_intent_data"].get("setup_future_usage"),
            "client_reference_id": tree.get("client_reference_id"),
        }
        session["url"] = f"https://checkout.stripe.com/c/pay/{session['id']}#{'x' * 300}"
        return session

    def _expire(self, session_id: str) -> Object:
        session = self.objects["cs"].get(session_id)
        if session is None:
            raise Refused(404, "No such session", "resource_missing")
        if session["status"] != "open":
            raise Refused(400, f"Only sessions that are open can be expired, this is {session['status']}")
        self._close(session)
        return session

    def _close(self, session: Object) -> None:
        session |= {"status": "expired", "url": None}
        self._happened("checkout.session.expired", session)

    def _new_intent(self, tree: Object) -> Object:
        customer = tree.get("customer")
        if not customer or tree.get("off_session") != "true" or tree.get("confirm") != "true":
            raise Refused(400, "a charge without its payer needs customer, off_session and confirm")
        intent = self._intent(int(tree["amount"]), tree["currency"], tree["metadata"], customer)
        intent["payment_method"] = tree["payment_method"]
        why = self.cards.get(customer)
        if why is None:
            self._succeed(intent)
            self._happened("payment_intent.succeeded", intent)
            return intent
        code = why if why == "authentication_required" else "card_declined"
        intent |= {"status": "requires_payment_method", "last_payment_error": {"code": code, "decline_code": why}}
        self._happened("payment_intent.payment_failed", intent)
        raise Refused(402, "Declined", code, "card_error", decline_code=why, payment_intent=intent)

    def _intent(self, amount: int, currency: str, mark: Object, customer: str | None) -> Object:
        intent = self._keep("pi", object="payment_intent", amount=amount, currency=currency, metadata=mark)
        return self._set(intent, status="processing", amount_received=0, customer=customer, last_payment_error=None)

    def _succeed(self, intent: Object) -> None:
        charge = self._keep("ch", object="charge", payment_intent=intent["id"], amount=intent["amount"])
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"]}
        intent.setdefault("payment_method", self._id("pm"))

    def _new_refund(self, tree: Object) -> Object:
        intent = self.objects["pi"].get(tree.get("payment_intent", ""))
        if intent is None:
            raise Refused(404, "No such payment_intent", "resource_missing")
        if any(d["payment_intent"] == intent["id"] and not d["status"].startswith("w") for d in self._disputes()):
            raise Refused(400, "Charge has been charged back", "charge_disputed")
        return self._refund(intent, int(tree.get("amount", intent["amount"])), tree.get("metadata", {}), "succeeded")

    def _disputes(self) -> list[Object]:
        return list(self.objects["dp"].values())

    def _refund(self, intent: Object, amount: int, mark: Object, status: str) -> Object:
        theirs = [r for r in self.refunds if r["payment_intent"] == intent["id"] and r["status"] != "failed"]
        if sum(r["amount"] for r in theirs) + amount > intent["amount_received"]:
            raise Refused(400, "Refund amount is greater than unrefunded amount", "charge_already_refunded")
        refund = self._keep("re", object="refund", payment_intent=intent["id"], metadata=mark)
        refund |= {"amount": amount, "status": status, "currency": intent["currency"]}
        self._happened("refund.created", refund)
        self._happened("charge.refunded", self.objects["ch"][intent["latest_charge"]])
        return refund

    def _set(self, found: Object, **values: Any) -> Object:
        found |= values
        return found

    def _keep(self, prefix: str, **values: Any) -> Object:
        found = {"id": self._id(prefix), "created": int(self.now()), **values}
        self.objects[prefix][found["id"]] = found
        return found

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{self._account:03}x{next(self._ids):06}"

    def _happened(self, kind: str, about: Object) -> None:
        """Something that a webhook will tell; its object is as it is now, whenever it is delivered."""
        event = {"id": self._id("evt"), "object": "event", "type": kind, "api_version": "2026-10-28.x"}
        self.events.append(event | {"created": int(self.now()), "data": {"object": json.loads(json.dumps(about))}})

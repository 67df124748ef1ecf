"""Twilio: takes texts as its API does, delivers signed webhooks as its network does."""

from __future__ import annotations

import base64
import hmac
import json
import re
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tests.peers.peer import Call, Fault, Peer, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "0123456789abcdef0123456789abcdef"
NUMBER = "+14165550100"
SERVICE = "MG" + "0123456789abcdef" * 2

E164 = re.compile(r"\+[1-9]\d{6,14}")
ALLOWED = {
    "To", "From", "MessagingServiceSid", "Body", "StatusCallback", "ValidityPeriod", "MediaUrl", "SmartEncoded",
    "ContentRetention", "AddressRetention", "Attempt", "MaxPrice", "ProvideFeedback", "ForceDelivery",
}  # fmt: skip
DEFAULT_STOPS = {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"}
DEFAULT_STARTS = {"START", "YES", "UNSTOP"}


def error(status: int, code: int, message: str = "told to fail") -> Fault:
    """An error answer as Twilio's API gives it."""
    return Fault(_error(status, code, message))


def _error(status: int, code: int, message: str) -> Reply:
    body = {
        "code": code,
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
    return Reply(status, json.dumps(body).encode())


class Refused(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.reply = _error(status, code, message)


class Twilio(Peer):
    """One account with one number, whose webhooks point at `public`."""

    def __init__(self, public: str = "https://book.example.com") -> None:
        super().__init__()
        self.public = public
        self.messages: list[dict[str, Any]] = []  # oldest first
        self.now: Callable[[], float] = time.time
        self.opted_out: set[str] = set()
        self.unreachable: dict[str, int] = {}  # number -> the code that sending to it gives
        self.number = {"sid": "PN" + "0" * 32, "phone_number": NUMBER, "sms_url": "", "sms_method": "POST"}
        self.service = {
            "sid": SERVICE,
            "inbound_request_url": None,
            "fallback_url": None,
            "status_callback": None,
            "use_inbound_webhook_on_number": True,
        }
        self._made = 0
        self._last: tuple[str, bytes, dict[str, str]] | None = None

    # What a test asks

    def sent_to(self, number: str) -> list[dict[str, Any]]:
        """What we sent there, oldest first."""
        with self.changed:
            return [m for m in self.messages if m["to"] == number and m["direction"] == "outbound-api"]

    def heard(self, number: str, count: int = 1) -> str:
        """The newest text there, once there are that many."""
        self.wait_until(lambda: len(self.sent_to(number)) >= count)
        return str(self.sent_to(number)[count - 1]["body"])

    # What Twilio does

    def deliver(self, sender: str, text: str, **more: str) -> int:
        """A text arrives: it is kept, opt-out words are obeyed, and the webhook is called. Answers its status."""
        message = self.keep(sender, text)
        return self._call_webhook(f"{self.public}/sms", self.form_of(message, **more))

    def keep(self, sender: str, text: str) -> dict[str, Any]:
        """A text arrives at Twilio, and nobody is told."""
        word = text.strip().upper()
        if word in DEFAULT_STOPS:
            self.opted_out.add(sender)
        elif word in DEFAULT_STARTS:
            self.opted_out.discard(sender)
        return self._add({"from": sender, "to": NUMBER, "body": text, "direction": "inbound", "status": "received"})

    def form_of(self, message: dict[str, Any], **more: str) -> dict[str, str]:
        """The form of the webhook for an inbound message, blanks and all."""
        return {
            "ToCountry": "CA",
            "ToState": "ON",
            "SmsMessageSid": message["sid"],
            "NumMedia": "0",
            "ToCity": "",
            "FromZip": "",
            "SmsSid": message["sid"],
            "FromState": "ON",
            "SmsStatus": "received",
            "FromCity": "",
            "Body": message["body"],
            "FromCountry": "CA",
            "To": message["to"],
            "ToZip": "",
            "NumSegments": "1",
            "MessageSid": message["sid"],
            "AccountSid": ACCOUNT,
            "From": message["from"],
            "ApiVersion": "2010-04-01",
            **more,
        }

    def repeat(self) -> int:
        """The last webhook is called once more, as after a time-out: the same form, and Twilio's token for repeats."""
        assert self._last is not None
        url, body, headers = self._last
        return self.post(url, body, {**headers, "I-Twilio-Idempotency-Token": "8f7b2c0e"})

    def report(self, message: dict[str, Any], status: str, code: int | None = None) -> int:
        """Tell the message's status callback what became of it."""
        form = {
            "MessageSid": message["sid"],
            "SmsSid": message["sid"],
            "MessageStatus": status,
            "SmsStatus": status,
            "To": message["to"],
            "From": message["from"],
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
            **({"ErrorCode": str(code)} if code else {}),
        }
        return self._call_webhook(message["status_callback"], form)

    def _call_webhook(self, url: str, form: dict[str, str]) -> int:
        body = urlencode(form).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": signature(url, form),
            "User-Agent": "TwilioProxy/1.1",
        }
        self._last = (url, body, headers)
        return self.post(url, body, headers)

    # The API

    def kind_of(self, call: Call) -> str:
        name = call.path.rpartition("/")[2].removesuffix(".json")
        return f"{call.method} {name}"

    def answer(self, call: Call) -> Reply:
        try:
            self._check_who(call)
            return self._routed(call)
        except Refused as refused:
            return refused.reply

    def _check_who(self, call: Call) -> None:
        wanted = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if call.headers.get("authorization") != wanted:
            raise Refused(401, 20003, "Authenticate")

    def _routed(self, call: Call) -> Reply:
        account = f"/2010-04-01/Accounts/{ACCOUNT}"
        match call.method, call.path:
            case "POST", path if path == f"{account}/Messages.json":
                return self._create(call)
            case "GET", path if path == f"{account}/Messages.json":
                return self._list(call)
            case "GET", path if path == f"{account}.json":
                return _json({"sid": ACCOUNT, "status": "active", "friendly_name": "Northside", "type": "Full"})
            case "GET", path if path == f"{account}/IncomingPhoneNumbers.json":
                wanted = call.params.get("PhoneNumber", NUMBER)
                found = [self.number] if wanted == NUMBER else []
                return _json({"incoming_phone_numbers": found, "next_page_uri": None})
            case "POST", path if path == f"{account}/IncomingPhoneNumbers/{self.number['sid']}.json":
                self.number |= {_snake(name): value for name, value in call.params.items()}
                return _json(self.number)
            case "GET", path if path == f"/v1/Services/{SERVICE}":
                return _json(self.service)
            case "POST", path if path == f"/v1/Services/{SERVICE}":
                self.service |= {_snake(name): _read(value) for name, value in call.params.items()}
                return _json(self.service)
            case _:
                raise Refused(404, 20404, "The requested resource was not found")

    def _create(self, call: Call) -> Reply:
        params = call.params
        self._check(params)
        to, sender = params["To"], params.get("From", NUMBER)
        if to in self.opted_out:
            raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")
        if to in self.unreachable:
            raise Refused(400, self.unreachable[to], "cannot be reached")
        message = {"from": sender, "to": to, "body": params["Body"], "direction": "outbound-api", "status": "queued"}
        if "MessagingServiceSid" in params:
            message |= {
                "messaging_service_sid": params["MessagingServiceSid"],
                "num_segments": "0",
                "status": "accepted",
            }
        kept = self._add(
            message | {"status_callback": params.get("StatusCallback", "")} | _only(params, "ValidityPeriod")
        )
        return _json(kept, 201)

    def _check(self, params: dict[str, str]) -> None:
        """Refuse what Twilio refuses, and complain of it; it would also ignore what it does not know."""
        if strange := params.keys() - ALLOWED:
            self._complain(21600, f"unknown parameters {sorted(strange)}")
        if not E164.fullmatch(params.get("To", "")):
            self._complain(21211, f"To is no number: {params.get('To')!r}")
        if ("From" in params) == ("MessagingServiceSid" in params):
            self._complain(21603, "one of From and MessagingServiceSid is required")
        if not params.get("Body", "").strip():
            self._complain(21602, "Body is required")
        if len(params["Body"]) > 1600:
            self._complain(21617, "Body is longer than 1600 characters")
        callback = urlsplit(params.get("StatusCallback", "https://x"))
        if callback.scheme not in {"http", "https"} or not callback.netloc:
            self._complain(21609, "StatusCallback is no address")
        if not 1 <= int(params.get("ValidityPeriod", "1")) <= 36000:
            self._complain(21623, "ValidityPeriod is out of range")

    def _complain(self, code: int, what: str) -> None:
        self.complaints.append(f"{code}: {what}")
        raise Refused(400, code, what)

    def _list(self, call: Call) -> Reply:
        """Newest first, as Twilio lists; what waits in its queue has no date of sending yet."""
        found = [m for m in reversed(self.messages) if _matches(m, call.params)]
        size, page = int(call.params.get("PageSize", "50")), int(call.params.get("Page", "0"))
        part, rest = found[page * size : (page + 1) * size], found[(page + 1) * size :]
        query = urlencode({**call.params, "Page": page + 1})
        following = f"{call.path}?{query}" if rest else None
        return _json({"messages": part, "next_page_uri": following, "page": page, "page_size": size})

    def _add(self, message: dict[str, Any]) -> dict[str, Any]:
        now = format_datetime(datetime.fromtimestamp(self.now(), UTC))
        with self.changed:
            self._made += 1
            whole = {
                "sid": f"SM{self._made:032x}",
                "account_sid": ACCOUNT,
                "api_version": "2010-04-01",
                "num_media": "0",
                "num_segments": "1",
                "messaging_service_sid": None,
                "error_code": None,
                "error_message": None,
                "date_created": now,
                "date_updated": now,
                "date_sent": now if message["direction"] == "inbound" else None,
                "price": None,
                "price_unit": "USD",
                "uri": f"/2010-04-01/Accounts/{ACCOUNT}/Messages/SM{self._made:032x}.json",
                "subresource_uris": {},
                **message,
            }
            self.messages.append(whole)
            self.changed.notify_all()
        return whole


def signature(url: str, form: dict[str, str], token: str = TOKEN) -> str:
    """Twilio's signature, from its description: the address, then each name and value in order of the names."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), sha1).digest()).decode()


def _matches(message: dict[str, Any], params: dict[str, str]) -> bool:
    since = params.get("DateSent>")
    sent = message["date_sent"]
    recent = since is None or (sent is not None and _instant(sent) >= datetime.fromisoformat(since))
    return recent and all(
        params.get(name, message[key]) == message[key] for name, key in (("To", "to"), ("From", "from"))
    )


def _instant(text: str) -> datetime:
    from email.utils import parsedate_to_datetime

    return parsedate_to_datetime(text)


def _json(body: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body).encode())


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _read(value: str) -> str | bool:
    return {"true": True, "false": False}.get(value.lower(), value)


def _only(params: dict[str, str], name: str) -> dict[str, str]:
    return {_snake(name): params[name]} if name in params else {}

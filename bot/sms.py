"""SMS through Twilio: what its webhooks say, how a Say reads as a text, and how a text is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.errors import Fault, SendError
from bot.gsm import plain, segments
from bot.http import NoAnswer, NotSent
from bot.letter import ONCE_AT_MOST, REPLY, Receipt
from bot.pace import Pace
from bot.twilio_http import Requests
from handlers.events import Event
from storage.models import Channel

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime

    from twilio.rest.api.v2010.account.message import MessageInstance

    from bot.http import Http
    from bot.letter import Letter
    from bot.settings import Settings
    from handlers.say import Say

T = TypeVar("T")

__all__ = ["Malformed", "Sms", "Status", "event_of", "form_of", "render", "segments", "status_of"]

LONGEST = 1600  # characters of one message, by Twilio's contract
BURST = 60  # segments that may go at once: Twilio queues them, and a reply must not wait for long behind reminders
LEAST_VALID, MOST_VALID = 60, 36000  # seconds that Twilio may try to deliver
SKEW = timedelta(minutes=2)  # how far Twilio's clock may be from ours

# Words that Twilio answers itself when they are the whole message (its Advanced Opt-Out guide, errors 23002, 23004).
KEYWORDS = {
    **dict.fromkeys(("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"), "stop"),
    **dict.fromkeys(("START", "YES", "UNSTOP"), "start"),
    **dict.fromkeys(("HELP", "INFO"), "help"),
}

# Twilio's error codes by what is to be done. It says that codes may change: an unknown one is judged by its status.
FAULTS = {
    21610: Fault.OPTED_OUT,
    **dict.fromkeys((21211, 21214, 21217, 21614, 21635, 30005, 30006), Fault.ADDRESS),
    **dict.fromkeys((20003, 21212, 21408, 21603, 21606, 21608, 21612, 30007, 30032, 30034), Fault.SETUP),
    **dict.fromkeys((20429, 21611, 30001, 30003, 30008), Fault.PASSING),
    **dict.fromkeys((21602, 21605, 21617), Fault.CONTENT),
}


class Malformed(Exception):
    """A webhook's body that Twilio would never send."""


Form = ImmutableMultiDict[str, str]


def form_of(body: bytes) -> Form:
    """The form exactly as it was signed: blank values kept, nothing trimmed, every parameter."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict")
    except ValueError as error:  # UnicodeDecodeError is one
        raise Malformed("not a form") from error
    return ImmutableMultiDict(pairs)


def signed(token: str, url: str, form: Form, signature: str, settings: str = "") -> bool:
    """Whether Twilio signed this form for this address. `settings` is its header that names the algorithm."""
    algorithm = None
    for part in settings.split(","):
        name, _, value = part.partition("=")
        algorithm = value.strip() if name.strip() == "algorithm" else algorithm
    return bool(RequestValidator(token).validate(url, form, signature, algorithm))


def _needed(form: Form, name: str) -> str:
    value = form.get(name, "")
    if not value:
        raise Malformed(f"{name} is missing")
    return value


def keyword_of(form: Form) -> str | None:
    """stop, start or help, when Twilio has answered the message itself. Only a message of that one word counts."""
    said = form.get("OptOutType", "") or KEYWORDS.get(form.get("Body", "").strip().upper(), "")
    return said.lower() or None


def event_of(form: Form, practice_id: int, at: datetime) -> Event | None:
    """An inbound message; nothing when it comes from no telephone (a short code, another messenger)."""
    sender, event = _needed(form, "From"), _needed(form, "MessageSid")
    media = form.get("NumMedia", "") or "0"
    if not media.isdecimal():
        raise Malformed("NumMedia is no number")
    if not sender.startswith("+"):
        return None
    return Event(
        id=event,
        practice_id=practice_id,
        channel=Channel.SMS,
        address=sender,
        at=at,
        text=form.get("Body", ""),
        media=int(media),
        keyword=keyword_of(form),
    )


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a message that we sent."""

    provider_id: str
    status: str
    code: str = ""

    @property
    def fault(self) -> Fault | None:
        return FAULTS.get(int(self.code)) if self.code.isdecimal() else None


def status_of(form: Form) -> Status:
    return Status(_needed(form, "MessageSid"), _needed(form, "MessageStatus"), form.get("ErrorCode", ""))


def render(say: Say) -> str:
    """The text as it goes out: choices as a numbered list (unless they are plain yes and no), in GSM-7 if it can be."""
    lines = [say.text]
    if say.numbered:
        lines += [f"{n}. {choice.label}" for n, choice in enumerate(say.choices, start=1)]
    return _within(plain("\n".join(line for line in lines if line)))


def _within(text: str) -> str:
    """At most what one message can hold: whole lines, and dots for what is left out."""
    if len(text) <= LONGEST:
        return text
    kept = text[: LONGEST - 4]
    return (kept.rpartition("\n")[0] or kept) + "\n..."


class Sms:
    """Sends texts, finds those whose fate is unknown, and fetches what came while we were away."""

    def __init__(self, settings: Settings, http: Http) -> None:
        token = settings.twilio_auth_token
        self._client = Client(
            settings.twilio_account_sid,
            token.get_secret_value() if token else "",
            http_client=Requests(http, settings.twilio_api_url),
        )
        self._service = settings.twilio_messaging_service_sid
        self._from = settings.twilio_from
        self._callback = f"{settings.public_url}/sms/status"
        self._pace = Pace(settings.twilio_segments_per_second, BURST)

    async def send(self, letter: Letter) -> Receipt:
        """Send it; of a doubtful one first see whether it has gone already. A reply waits for nobody."""
        text = render(letter.say)
        if letter.doubtful and (found := await self._find(letter, text)):
            return _receipt(found, text)
        if letter.doubtful and letter.kind in ONCE_AT_MOST:
            raise SendError(Fault.UNKNOWN, "not found")
        wait = self._pace.wait(segments(text))
        if wait > 0 and letter.kind != REPLY:
            raise SendError(Fault.PASSING, "pace", wait=timedelta(seconds=wait))
        self._pace.take(segments(text))
        return _receipt(await self._ask(self._client.messages.create_async(**self._message(letter, text))), text)

    async def tidy(self, letter: Letter) -> tuple[int, ...]:  # noqa: ARG002
        """Nothing: a text has no buttons."""
        return ()

    def _message(self, letter: Letter, text: str) -> dict[str, Any]:
        callback = f"{self._callback}?row={letter.row_id}"
        message: dict[str, Any] = {"to": letter.address, "body": text, "status_callback": callback}
        if self._service:
            message["messaging_service_sid"] = self._service
        else:
            message["from_"] = self._from
        if letter.good_for is not None:
            message["validity_period"] = min(max(int(letter.good_for.total_seconds()), LEAST_VALID), MOST_VALID)
        return message

    async def _find(self, letter: Letter, text: str) -> MessageInstance | None:
        """The message that an earlier attempt left at Twilio, though its answer never reached us.

        By their number and the time of making: one that waits in Twilio's queue has no date of sending yet.
        """
        since = letter.at - SKEW
        for message in await self._ask(self._client.messages.list_async(to=letter.address, limit=50)):
            ours = (message.direction or "").startswith("outbound") and message.sid not in letter.known
            # A trial account's texts begin with Twilio's own words.
            if ours and (message.body or "").endswith(text) and message.date_created and message.date_created >= since:
                return cast("MessageInstance", message)
        return None

    async def received(self, since: datetime) -> list[Received]:
        """What was sent to us since then, oldest first."""
        where = {"to": self._from} if self._from else {}
        messages = await self._ask(self._client.messages.list_async(date_sent_after=since, limit=1000, **where))
        return [_received(m) for m in reversed(messages) if m.direction == "inbound" and self._is_for_us(m)]

    def _is_for_us(self, message: MessageInstance) -> bool:
        return bool(message.to == self._from if self._from else message.messaging_service_sid == self._service)

    async def _ask(self, call: Awaitable[T]) -> T:
        """Twilio's answer, or a SendError that says what is to be done."""
        try:
            return await call
        except NotSent as error:
            raise SendError(Fault.PASSING, "not reached") from error
        except NoAnswer as error:
            raise SendError(Fault.UNKNOWN, "no answer") from error
        except TwilioException as error:
            status, code = _what(error)
            raise SendError(fault_of(status, code), f"{status}/{code}") from error


def _what(error: TwilioException) -> tuple[int, int | None]:
    """The HTTP status and Twilio's code. Listing raises less than sending: only the response, as an argument."""
    if isinstance(error, TwilioRestException | TwilioServiceException):
        return error.status, error.code
    status = next((a.status_code for a in error.args if hasattr(a, "status_code")), 0)
    return status, None


def fault_of(status: int, code: int | None) -> Fault:
    """What an error answer calls for."""
    if code in FAULTS:
        return FAULTS[code]
    if status == 429 or status >= 500:
        return Fault.PASSING
    if status == 0:
        return Fault.UNKNOWN
    return Fault.SETUP if status in {401, 403, 404} else Fault.CONTENT


def _receipt(message: MessageInstance, text: str) -> Receipt:
    # With a messaging service Twilio counts no segments until it has chosen a number.
    counted = int(message.num_segments or 0)
    return Receipt(str(message.sid), str(message.status or ""), counted or segments(text))


@dataclass(frozen=True, slots=True)
class Received:
    """A message that Twilio took for us, as the form of the webhook that would have told of it."""

    form: Form
    at: datetime


def _received(message: MessageInstance) -> Received:
    form = {
        "MessageSid": str(message.sid),
        "From": str(message.from_),
        "To": str(message.to),
        "Body": message.body or "",
        "NumMedia": str(message.num_media or "0"),
    }
    return Received(ImmutableMultiDict(form), message.date_sent or message.date_created)

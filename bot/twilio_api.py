"""Texts through Twilio's API: sent, looked for when their fate is unknown, and fetched when they were missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from starlette.datastructures import ImmutableMultiDict
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.rest import Client

from bot.errors import Fault, SendError
from bot.gsm import segments
from bot.http import NoAnswer, NotSent
from bot.letter import ONCE_AT_MOST, REPLY, Receipt
from bot.pace import Pace
from bot.sms import fault_of, render
from bot.twilio_http import Requests

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime

    from twilio.rest.api.v2010.account.message import MessageInstance

    from bot.http import Http
    from bot.letter import Letter
    from bot.settings import Settings
    from bot.sms import Form

T = TypeVar("T")

BURST = 60  # segments that may go at once: Twilio queues them, and a reply must not wait for long behind reminders
LEAST_VALID, MOST_VALID = 60, 36000  # seconds that Twilio may try to deliver
SKEW = timedelta(minutes=2)  # how far Twilio's clock may be from ours


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

    # For the checkup

    async def account(self) -> Any:
        """The account itself. Raises SendError."""
        return await self._ask(self._client.api.v2010.accounts(self._client.account_sid).fetch_async())

    async def number(self) -> Any:
        """Our number, if it is one of the account's. Raises SendError."""
        found = await self._ask(self._client.incoming_phone_numbers.list_async(phone_number=self._from, limit=1))
        return found[0] if found else None

    async def set_number(self, number: Any, wanted: dict[str, Any]) -> Any:
        """Point our number at us. Raises SendError."""
        return await self._ask(self._client.incoming_phone_numbers(number.sid).update_async(**wanted))

    async def service(self) -> Any:
        """Our messaging service. Raises SendError."""
        return await self._ask(self._client.messaging.v1.services(self._service).fetch_async())

    async def set_service(self, wanted: dict[str, Any]) -> Any:
        """Point our messaging service at us. Raises SendError."""
        return await self._ask(self._client.messaging.v1.services(self._service).update_async(**wanted))

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

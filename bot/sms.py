"""SMS as Twilio's webhooks tell of it, and how a Say reads as a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from bot.errors import Fault
from bot.gsm import plain, segments
from bot.invitations import code_in
from handlers.events import Event
from storage.models import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.say import Say

__all__ = ["Malformed", "Status", "event_of", "fault_of", "form_of", "render", "segments", "status_of"]

LONGEST = 1600  # characters of one message, by Twilio's contract

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
        token=code_in(form.get("Body", "")),
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


def fault_of(status: int, code: int | None) -> Fault:
    """What an error answer calls for."""
    if code in FAULTS:
        return FAULTS[code]
    if status == 429 or status >= 500:
        return Fault.PASSING
    if status == 0:
        return Fault.UNKNOWN
    return Fault.SETUP if status in {401, 403, 404} else Fault.CONTENT

"""An inbound event, as every channel parses it: values only, no provider's type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.models import Channel


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a channel. `id` is the provider's: the same id is the same event, for ever."""

    id: str
    practice_id: int
    channel: Channel
    address: str  # E.164, Telegram chat id, or a name at the terminal
    at: datetime
    text: str = ""
    pressed: str | None = None  # a tapped choice: "question:n"
    name: str = ""  # what the channel calls them
    language: str = ""  # what the channel says of their language
    media: int = 0
    phone: str | None = None  # their own number, shared and verified by the channel
    token: str | None = None  # an invitation
    keyword: str | None = None  # stop | start | help: the provider has already answered this word itself
    reachable: bool | None = None  # the channel says that they blocked (False) or unblocked (True) us

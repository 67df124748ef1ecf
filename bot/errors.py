"""Whose error it is: the world's (SendError, Damaged) or the operator's (Mistake). Anything else is ours."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


class Fault(StrEnum):
    """Why a message could not be sent, and so what is to be done about it."""

    ADDRESS = "address"  # nobody can be reached there: blocked, no such number, a landline
    OPTED_OUT = "opted_out"  # the provider refuses, because they asked it for silence
    CONTENT = "content"  # this message can never be sent as it is: a defect of ours
    SETUP = "setup"  # token, number or registration: a person must mend it, and then it goes
    PASSING = "passing"  # busy, slow, unreachable: the message has certainly not gone
    UNKNOWN = "unknown"  # no answer came: it may have gone


class SendError(Exception):
    """The world's: a message was not sent. `code` is the provider's own, never text of a message or an address."""

    def __init__(self, fault: Fault, code: str, *, wait: timedelta | None = None) -> None:
        super().__init__(f"{fault.value}: {code}")
        self.fault = fault
        self.code = code
        self.wait = wait  # how long the provider asks us to wait

    @property
    def permanent(self) -> bool:
        """Whether trying again cannot help."""
        return self.fault in {Fault.ADDRESS, Fault.OPTED_OUT, Fault.CONTENT}


class Mistake(Exception):
    """The operator's: a setting, a file, an argument. The message is the sentence that they need."""


class Damaged(Exception):
    """A copy of the database that could not be made, or cannot be gone back to. The message says why."""

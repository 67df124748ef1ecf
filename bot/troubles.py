"""What goes wrong with sending, as the owner hears of it: who refuses, how many messages wait, and what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import Fault
from core import alerts

if TYPE_CHECKING:
    from datetime import datetime

    from bot.errors import SendError
    from bot.letter import Letter
    from bot.sms import Status
    from storage.models import Outbox
    from storage.store import Store

PATIENCE = 5  # attempts, in about a minute, after which the owner hears of what does not go
REFUSED = ("InvalidToken", "401/")  # how Telegram and Twilio say that our token is none


def tell(store: Store, letter: Letter, error: SendError, now: datetime) -> None:
    """Tell the owner of a letter that cannot go, or has been trying for a while. What will pass at once is no news."""
    if letter.kind == alerts.ALERT or error.fault in {Fault.ADDRESS, Fault.OPTED_OUT}:
        return
    if error.fault is Fault.SETUP and error.code.startswith(REFUSED):
        alerts.tell(store, alerts.TOKEN, now, of=letter.row_id, channel=letter.channel.value)
    elif error.permanent or error.fault is Fault.SETUP or letter.attempts == PATIENCE:
        alerts.tell(store, alerts.SENDS, now, of=letter.row_id, channel=letter.channel.value, why=error.code)


def tell_unready(store: Store, row: Outbox, now: datetime) -> None:
    """A defect of ours kept a message from being worded: it never goes."""
    if row.kind not in {alerts.ALERT, alerts.OVER}:
        alerts.tell(store, alerts.SENDS, now, of=row.id, why="unready")


def tell_undelivered(store: Store, row: Outbox, status: Status, now: datetime) -> None:
    """The provider took a message, and says now that it did not arrive."""
    if row.kind not in {alerts.ALERT, alerts.OVER}:
        alerts.tell(store, alerts.SENDS, now, of=row.id, channel="sms", why=status.code or status.status)

"""What the owner must hear of: one line within minutes, and no flood. Of one kind, one goes in an hour, with a count.

The first goes at once. What comes after it in the same hour is counted, and told when the next hour begins.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage import owed, post
from storage.models import Sending

if TYPE_CHECKING:
    from storage.store import Store

ALERT = "alert"
HOUR = timedelta(hours=1)
GOOD_FOR = timedelta(hours=24)
NAMED = 5  # items that one line has room for

# What an alert is about.
TOKEN = "token_refused"  # noqa: S105  a channel refuses our token: nothing goes there
WEBHOOK = "webhook_failing"  # a provider cannot deliver to us, or somebody else calls in its name
SENDS = "sends_failing"  # messages do not go
POISON = "turn_failed"  # a message that we could not handle
OPTED_OUT = "client_opted_out"  # a client with sessions ahead wants no more texts
UNREACHABLE = "client_unreachable"  # nothing reaches a client with sessions ahead
TICK = "tick_failed"  # what the clock should do fails
BACKUP = "backup_failed"


def tell(
    store: Store, what: str, now: datetime, *, of: Any = None, item: dict[str, Any] | None = None, **facts: Any
) -> None:
    """Tell the owner, who may be nobody: once in an hour for each kind, with a count and the first few items.

    `of` says what it is about: the same is not told twice in one line.
    """
    owner = store.owner()
    if owner is None or owner.id is None:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    for due_at, key in ((now, _key(what, hour)), (hour + HOUR, _key(what, hour + HOUR))):
        row = owed.find(store, key)
        if row is None:
            body = _counted({"alert": what, **facts}, of, item)
            post.owe(
                store, key=key, kind=ALERT, person_id=owner.id, body=body, act=key, due_at=due_at,
                expires_at=due_at + GOOD_FOR, at=now,
            )  # fmt: skip
            return
        if row.status is Sending.DUE:
            owed.says(store.session, row, _counted(post.content(row), of, item))
            return


def _key(what: str, hour: datetime) -> str:
    return f"{ALERT}:{what}:{hour.isoformat()}"


def _counted(body: dict[str, Any], of: Any, item: dict[str, Any] | None) -> dict[str, Any]:
    """One more of it."""
    known, items = body.get("of", []), body.get("items", [])
    if of is not None and of in known:
        return body
    new = {"count": body.get("count", 0) + 1}
    if of is not None:
        new["of"] = [*known, of]
    if item is not None and len(items) < NAMED:
        new["items"] = [*items, item]
    return body | new

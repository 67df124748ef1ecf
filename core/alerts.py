"""What the owner must hear of: one line within minutes, and no flood.

The first line of a kind goes at once. What comes after it is counted, and told an hour later; a trouble of the program
that still lasts then, once a day. When it is over, that is said once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from storage import lines, owed, post
from storage.models import Channel, Sending

if TYPE_CHECKING:
    from storage.models import Outbox
    from storage.store import Store

ALERT, OVER = "alert", "alert_over"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUIET = timedelta(minutes=10)  # so long without more of it, and something that went well, a trouble is over
FORGOTTEN = timedelta(days=7)  # what was told so long ago is news again, and its end is none
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
TROUBLES = frozenset({TOKEN, WEBHOOK, SENDS, TICK, BACKUP})  # the program's own: they last until they are mended


def tell(
    store: Store, what: str, now: datetime, *, of: Any = None, item: dict[str, Any] | None = None, **facts: Any
) -> None:
    """Tell the owner, who may be nobody: one line for each kind and channel, with a count and the first few items.

    `of` says what it is about: the same is not told twice in one line, nor again after it if it is no trouble that
    lasts.
    """
    owner = store.owner()
    if owner is None or owner.id is None:
        return
    act = _act(what, facts.get("channel", ""))
    newest = owed.newest(store, [act], now - FORGOTTEN).get(act)
    if newest is not None and what not in TROUBLES and of in post.content(newest).get("of", []):
        return
    facts |= {"alert": what, "last": now.isoformat()}
    if newest is not None and newest.status is Sending.DUE:
        owed.says(store.session, newest, _counted(post.content(newest) | {"last": facts["last"]}, of, item))
        return
    line, due_at = _next(store, newest, now)
    post.owe(
        store, key=f"{act}:{due_at.isoformat()}", kind=ALERT, person_id=owner.id,
        body=_counted(facts | {"line": line}, of, item), act=act, due_at=due_at, expires_at=due_at + GOOD_FOR, at=now,
    )  # fmt: skip


def _act(what: str, channel: str) -> str:
    """The act of all its lines: one trouble of one channel."""
    return f"{ALERT}:{what}:{channel}"


def _next(store: Store, newest: Outbox | None, now: datetime) -> tuple[int, datetime]:
    """Which line it is of a trouble that lasts, and when it goes: what lasts for days is told once a day."""
    if newest is None or _is_over(store, newest):
        return 1, now
    body = post.content(newest)
    line = body["line"] + 1 if body["alert"] in TROUBLES else 1
    return line, max(now, newest.due_at + (HOUR if line <= 2 else DAY))


def _is_over(store: Store, row: Outbox) -> bool:
    return owed.find(store, f"{OVER}:{row.key}") is not None


# The end of it

OF_CHANNELS = [_act(what, channel) for what in (TOKEN, SENDS, WEBHOOK) for channel in (Channel.SMS, Channel.TELEGRAM)]


def tell_of_ends(store: Store, now: datetime) -> None:
    """Say once of each trouble that the owner was told of that it is over: what failed has worked since."""
    for row in owed.newest(store, OF_CHANNELS, now - FORGOTTEN).values():
        facts = post.content(row)
        since = datetime.fromisoformat(facts["last"])
        if now - since >= QUIET and _works(store, facts["alert"], Channel(facts["channel"]), since):
            _end(store, row, now)


def ended(store: Store, what: str, now: datetime) -> None:
    """It works again, as whoever does it knows: said once, if the owner was told that it does not."""
    for row in owed.newest(store, [_act(what, "")], now - FORGOTTEN).values():
        _end(store, row, now)


def _works(store: Store, what: str, channel: Channel, since: datetime) -> bool:
    """Has something gone out by that channel since then; or, for a webhook, come in?"""
    if what != WEBHOOK:
        return owed.went_by(store.session, channel, since)
    heard = lines.last_received(store.session, channel)
    return heard is not None and heard > since


def _end(store: Store, newest: Outbox, now: datetime) -> None:
    body = post.content(newest)
    told = newest.status is Sending.SENT or body["line"] > 1
    if not told or _is_over(store, newest):
        return
    if newest.status is Sending.DUE:
        owed.drop(store.session, [newest.id or 0], "over")
    post.owe(
        store, key=f"{OVER}:{newest.key}", kind=OVER, person_id=newest.person_id, body=body, act=newest.key, due_at=now,
        expires_at=now + GOOD_FOR,
    )  # fmt: skip


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

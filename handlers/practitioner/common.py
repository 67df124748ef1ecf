"""What several scripts of the staff ask: whose day, which client, which session; and whether a client hears of it."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from core import day as days
from handlers.practitioner.shorthand import Desk, known
from handlers.say import Choice, Say
from handlers.wishes import unpack
from storage.asking import id_of
from storage.models import LIVE, Status

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from core.bookings import Visit
    from handlers.dialogue import Script, Turn
    from storage.models import Client, Practitioner

LISTED = timedelta(hours=36)  # how long the numbers of a list stand for its sessions
SHOWN = 8  # choices of a question


class Unclear(Exception):
    """What was said points at nothing: why, in words."""


def or_says_why(function: Script) -> Script:
    """A script that ends with those words when what was said points at nothing."""

    @wraps(function)
    def script(t: Turn) -> Say:
        try:
            return function(t)
        except Unclear as unclear:
            return Say(str(unclear))

    return script


def desk(t: Turn) -> Desk:
    """Who can be named."""
    clients = known([(id_of(c), c.name, p.name) for c, p in t.store.everybody() if p.practitioner_id is None])
    return Desk(clients, known([(id_of(p), p.name, "") for p in t.store.practitioners()]))


def whose(t: Turn) -> Practitioner:
    """The practitioner whose day it is: the writer, or the one that the owner names. Raises Unclear."""
    own = t.person.practitioner_id or 0
    wanted = t.get("practitioner") or own
    if wanted != own and not t.store.practitioner(own).owner:
        raise Unclear(t.words.only_your_own())
    return t.store.practitioner(wanted)


def theirs(t: Turn) -> int | None:
    """Whose sessions may be meant: the writer's own; the owner's word reaches everybody's."""
    own = t.person.practitioner_id or 0
    return None if t.store.practitioner(own).owner else own


def listed(t: Turn) -> list[int]:
    """The bookings of the last list, in the order of its numbers."""
    shown = t.state.listing
    return [choice.value for choice in shown.choices] if shown and t.now - shown.at <= LISTED else []


# Clients


def the_client(t: Turn) -> Client:
    """Who is meant: one of this name, or the one picked of several. Raises Unclear when nobody is called so."""
    ids = t.get("clients")
    if not ids:
        raise Unclear(t.words.no_such_client(str(t.get("said", ""))))
    if len(ids) > 1:
        offer = [Choice(_full_name(t, t.store.client(i)), i) for i in ids[:SHOWN]]
        ids = [t.need("client", t.words.which_client(), offer=offer, kind="person", valid=ids.__contains__)]
    return t.store.client(ids[0])


def _full_name(t: Turn, client: Client) -> str:
    """A client as one of several: with who writes for them."""
    person = t.store.person(client.person_id)
    return client.name if client.name == person.name or not person.name else f"{client.name} ({person.name})"


# Sessions


def today_and_open(t: Turn) -> list[Visit]:
    """The writer's sessions of today, and those of the last days that wait for an outcome."""
    who = t.person.practitioner_id or 0
    start, end = days.bounds(t.store, local_day(t))
    waiting = days.without_outcome(t.store, who, t.now)
    todays = t.store.agenda(start, end, who)
    return [*todays, *(v for v in waiting if v.appointment.starts_at < start)]


def local_day(t: Turn, at: datetime | None = None) -> date:
    return (at or t.now).astimezone(t.words.zone).date()


def sessions(t: Turn, refs: Sequence[dict[str, Any]], among: Sequence[Visit], name: str) -> list[Visit]:
    """The sessions that numbers, names and starts point at; asks where several fit. Raises Unclear where none does."""
    return [visit for n, ref in enumerate(refs) for visit in _session(t, ref, among, f"{name}{n}")]


def _session(t: Turn, ref: dict[str, Any], among: Sequence[Visit], name: str) -> list[Visit]:
    if "n" in ref:
        return [_numbered(t, ref["n"])]
    if "booking" in ref:
        return [visit for visit in [t.store.visit(ref["booking"])] if visit is not None]
    fits = [v for v in among if _fits(t, ref, v)]
    if not fits:
        raise Unclear(_why_none(t, ref))
    if len(fits) == 1:
        return fits
    return [pick(t, fits, name)]


def _why_none(t: Turn, ref: dict[str, Any]) -> str:
    """Nobody's session today, or none at that time."""
    if ref.get("who") and "at" not in ref:
        return t.words.none_today(t.words.given(t.store.client(ref["who"][0]).name) or str(ref.get("said", "")))
    return t.words.no_such_session(ref.get("said") or clock_of(ref["at"]))


def pick(t: Turn, fits: Sequence[Visit], name: str) -> Visit:
    """The one of several sessions that is meant: asked."""
    by_id = {id_of(v.booking): v for v in fits}
    chosen = t.need(
        name, t.words.which_session(), offer=visit_choices(t, fits), kind="which_booking", valid=by_id.__contains__
    )
    return by_id[chosen]


def visit_choices(t: Turn, visits: Sequence[Visit]) -> list[Choice]:
    return [Choice(t.words.session_choice(v), id_of(v.booking), v.appointment.starts_at) for v in visits[:SHOWN]]


def _numbered(t: Turn, number: int) -> Visit:
    shown = listed(t)
    if not 1 <= number <= len(shown):
        raise Unclear(t.words.no_such_number(number, len(shown)))
    visit = t.store.visit(shown[number - 1])
    if visit is None:
        raise LookupError(f"booking {shown[number - 1]} of a list")
    return visit


def _fits(t: Turn, ref: dict[str, Any], visit: Visit) -> bool:
    if "who" in ref and visit.booking.client_id not in ref["who"]:
        return False
    if "at" not in ref:
        return True
    local = visit.appointment.starts_at.astimezone(t.words.zone)
    return [local.hour % 12, local.minute] == list(ref["at"])


def clock_of(at: Sequence[int]) -> str:
    return f"{at[0] or 12}:{at[1]:02}"


def upcoming_of(t: Turn, refs: Sequence[dict[str, Any]], name: str) -> list[Visit]:
    """The sessions ahead that are meant by numbers, or by clients' names and times. Raises Unclear."""
    return [visit for n, ref in enumerate(refs) for visit in _ahead(t, ref, f"{name}{n}")]


def _ahead(t: Turn, ref: dict[str, Any], name: str) -> list[Visit]:
    if "n" in ref:
        visit = _numbered(t, ref["n"])
        if visit.booking.status not in LIVE or visit.appointment.ends_at <= t.now:
            raise Unclear(t.words.not_booked_any_more(visit))
        return [visit]
    mine = _mine_ahead(t, ref)
    wish = unpack(t.get("which")) if t.get("which") else None
    fits = mine if wish is None else _of_first_week(t, [v for v in mine if v.appointment.starts_at in wish])
    if not mine:
        raise Unclear(t.words.no_such_session(ref.get("said") or clock_of(ref.get("at", (0, 0)))))
    return fits if len(fits) == 1 else [pick(t, fits or mine, name)]


def _of_first_week(t: Turn, visits: Sequence[Visit]) -> list[Visit]:
    """A named weekday means the next one that has a session."""
    weeks = [local_day(t, v.appointment.starts_at).isocalendar()[:2] for v in visits]
    return [v for v, week in zip(visits, weeks, strict=True) if week == min(weeks)]


def _mine_ahead(t: Turn, ref: dict[str, Any]) -> list[Visit]:
    """What is ahead of the clients of that name, or today at that start, with whom the writer may change it."""
    own = theirs(t)
    if "who" in ref:
        found = t.store.upcoming(ref["who"], t.now)
    else:
        start, end = days.bounds(t.store, local_day(t))
        todays = t.store.agenda(start, end, t.person.practitioner_id)
        found = [v for v in todays if v.booking.status in LIVE and v.appointment.ends_at > t.now]
    return [v for v in found if _fits(t, ref, v) and (own is None or v.practitioner.id == own)]


def open_ones(visits: Collection[Visit], now: datetime) -> list[Visit]:
    """Those that have begun and wait for an outcome."""
    return [v for v in visits if v.booking.status is Status.BOOKED and v.appointment.starts_at <= now]


__all__ = [
    "Unclear", "clock_of", "desk", "listed", "local_day", "open_ones", "or_says_why", "pick", "sessions", "the_client",
    "theirs", "today_and_open", "upcoming_of", "visit_choices", "whose",
]  # fmt: skip

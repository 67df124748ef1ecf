"""The waitlist of a client: joining it, seeing what they wait for, changing it, leaving it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from core import diary, waitlist
from core.errors import Reason, Refusal
from core.windows import MINUTE, Window, Windows, pack, unpack
from handlers.client.buy import leads_here, led_from_booking
from handlers.client.choosing import Seek, wish_of
from handlers.client.common import ask_name, child, client_of, introduce, mine, service_of
from handlers.dialogue import script
from handlers.say import NOTHING, Choice, Say
from handlers.situation import catalogue
from handlers.state import Task, start
from handlers.understanding.waiting import says_before, says_sooner, weekdays
from handlers.wished import described
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.slots import Slot
    from handlers.dialogue import Turn
    from storage.models import WaitlistEntry
    from storage.visits import Visit

WAITING = "waiting"  # the entry that was spoken of last
MANY = 400  # starts that are free now and are not waited for


# Joining


@script("join_waitlist")
def join(t: Turn) -> Say:
    """Put them on the list for what they wish; what is free already is offered instead."""
    visit = _instead_of(t)
    client, service = (visit.client, visit.service) if visit else (client := client_of(t), service_of(t, client))
    seek = Seek(t, service, client, _with(t, visit), visit.booking if visit else None)
    wish = _wish(t, seek, visit)
    free = seek.free(wish, MANY)
    if free and not t.get("seen"):
        _book_instead(t, seek, wish)
        return Say(t.words.room_now())
    refusal = _cannot_pay(seek, wish)
    if refusal is not None and leads_here(t, refusal):
        return led_from_booking(t, service)
    if refusal is not None:
        raise refusal
    ask_name(t)
    introduce(t, client)
    return _joined(t, seek, _not_now(wish, free, t.get("not_these", [])), visit)


def _joined(t: Turn, seek: Seek, wish: Windows, visit: Visit | None) -> Say:
    known = {entry.id for entry in _mine(t)}
    try:
        entry = waitlist.join(
            t.store, seek.client, seek.service, wish, t.act,
            practitioner_id=seek.practitioner, instead_of=visit.booking if visit else None,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.reason is not Reason.TOO_MANY:
            raise
        return Say(t.words.list_full(refusal.facts["limit"]))
    t.state.remember(WAITING, entry.id, t.now)
    if entry.id in known:
        return Say(t.words.on_the_list_already(what(t, entry)))
    return Say(t.words.on_the_list(what(t, entry), keeps=visit is not None))


def _instead_of(t: Turn) -> Visit | None:
    """The later session that they would give for it: the one being moved, or the one they want to come sooner than."""
    visits, text = mine(t), t.event.text
    ids = t.get("bookings")
    if ids:
        return next((v for v in visits if v.booking.id in ids), None)
    own = [v for v in visits if v.client.id == t.get("client", v.client.id)]
    days = weekdays(text)
    named = [v for v in own if v.appointment.starts_at.astimezone(t.words.zone).weekday() in days]
    if says_sooner(text) or (says_before(text) and named):
        t.settle("bookings", [v.booking.id for v in (named or own)[:1]])
        return next(iter(named or own), None)
    return None


def _with(t: Turn, visit: Visit | None) -> int | None:
    """With whom: as they say; for a session that they have, the same person unless anybody will do."""
    named: int | None = t.get("practitioner")
    return id_of(visit.practitioner) if visit and "practitioner" not in t.task.answers else named


def _wish(t: Turn, seek: Seek, visit: Visit | None) -> Windows:
    """What they wish, as far as it can come true: in open hours, and before the session that it replaces."""
    wish = wish_of(t)
    if visit is not None:
        wish = _sooner(t, wish, visit.appointment.starts_at)
    if wish is None:
        return unpack(t.need("when", t.words.wait_for_what()))
    if diary.could_be(t.store, seek.service, wish, t.now, practitioner_id=seek.practitioner):
        return wish
    why = diary.why_not(t.store, seek.service, wish.exact or wish.end - MINUTE, t.now, seek.practitioner)
    t.forget("when", "other_when")
    if why.reason in {Reason.TAKEN, Reason.FULL, Reason.CHANGED, Reason.NOT_OFFERED}:  # too soon to be offered
        return unpack(t.need("when", t.words.wait_for_what()))
    return unpack(t.need("when", f"{t.words.refused(why)} {t.words.wait_for_what()}"))


def _sooner(t: Turn, wish: Windows | None, before: datetime) -> Windows:
    """ "before tuesday", "earlier than my tuesday one": anything until then, not only on that day."""
    if wish is None or wish.end == before:
        return Windows((Window(t.now, before),))
    text, day = t.event.text, _midnight(t, before)
    named = before.astimezone(t.words.zone).weekday() in weekdays(text)
    if named and says_sooner(text):
        return Windows((Window(t.now, before),))
    return Windows((Window(t.now, day),)) if named and says_before(text) and wish.end <= day else wish


def _midnight(t: Turn, at: datetime) -> datetime:
    """When the local day of an instant begins."""
    return datetime.combine(at.astimezone(t.words.zone).date(), time(), t.words.zone).astimezone(UTC)


def _book_instead(t: Turn, seek: Seek, wish: Windows) -> None:
    """There is room now: nobody need wait."""
    known = {name: t.get(name) for name in ("practitioner",) if name in t.task.answers}
    if seek.without is not None:
        start(t.state, "move", known | {"bookings": [id_of(seek.without)], "when": pack(wish)})
    else:
        chosen = {"client": seek.client.id, "service": seek.service.id}
        start(t.state, "book", known | chosen | {"when": pack(wish)})


def _cannot_pay(seek: Seek, wish: Windows) -> Refusal | None:
    """Why nothing would pay for a place in time, if so: it would never be offered."""
    first = diary.could_be(seek.t.store, seek.service, wish, seek.t.now, practitioner_id=seek.practitioner)
    refusal = seek.refusal(first) if first else None
    return refusal if refusal is not None and refusal.reason is not Reason.CLASH else None


def _not_now(wish: Windows, free: Sequence[Slot], not_these: Sequence[str]) -> Windows:
    """The wish without what they could have now and do not want: nobody is offered that again."""
    starts = {slot.starts_at for slot in free} | {datetime.fromisoformat(at) for at in not_these}
    left = wish.without(Windows.of(Window.at(at) for at in starts if at in wish))
    return left or wish


# Seeing, changing, leaving


def _mine(t: Turn) -> list[WaitlistEntry]:
    """What this person, or their family, waits for."""
    return waitlist.entries(t.store, [id_of(c) for c in t.clients], t.now)


def what(t: Turn, entry: WaitlistEntry) -> str:
    """Thu 5 Mar, 12-5 PM with Ana for Léa, instead of Tue 10 Mar 5:00 PM."""
    return times_of(t, entry, t.words.for_child(child(t, t.store.client(entry.client_id))))


def times_of(t: Turn, entry: WaitlistEntry, whose: str = "") -> str:
    """What somebody waits for; `whose` is said before what they would give for it."""
    wish, visit = unpack(entry.wish), t.store.visit(entry.booking_id) if entry.booking_id else None
    before = visit.appointment.starts_at if visit else None
    until = _until(t, wish.end, before) if before else ""
    times = t.words.before(until) if until else described(t.words, wish, catalogue(t).openings, t.now)
    instead = t.words.instead_of_yours(before) if before and not until else ""
    service = t.store.service(entry.service_id)
    named = "" if service.usual or visit else f", {t.words.service(service)}"
    who = t.words.first(t.store.practitioner(entry.practitioner_id)) if entry.practitioner_id else ""
    return f"{times}{named}{t.words.beside(who)}{whose}{instead}"


def _until(t: Turn, end: datetime, before: datetime) -> str:
    """The session, or its day, that anything sooner will do for; nothing where the wish is another."""
    return t.words.when(before) if end == before else t.words.day(before) if end == _midnight(t, before) else ""


def ask_again(t: Turn) -> bool:
    """The place that is held for them, if one is, is asked about once more after this."""
    offer = waitlist.live_offer(t.store, id_of(t.person), t.now)
    if offer is not None and all(task.script != "offered" for task in t.state.tasks):
        t.state.tasks.insert(0, Task("offered", {"offer": offer.id}))
    return offer is not None


@script("waitlist", telling=True)
def waiting_for(t: Turn) -> Say:
    """What they wait for; the place that is held for them is asked about again."""
    entries, asked = _mine(t), ask_again(t)
    if not entries:
        return NOTHING if asked else Say(t.words.you_wait_for_nothing())
    return Say(t.words.you_wait_for([what(t, entry) for entry in entries]))


@script("how_waiting_works", telling=True)
def how_waiting_works(t: Turn) -> Say:
    return Say(t.words.how_waiting_works(t.rules.waitlist.answer_minutes))


@script("change_waitlist")
def change(t: Turn) -> Say:
    """Other times than they waited for."""
    entries = {id_of(entry): entry for entry in _mine(t)}
    if not entries:
        start(t.state, "join_waitlist", {name: t.get(name) for name in ("when", "other_when", "client") if t.get(name)})
        return NOTHING
    entry = _which(t, entries)
    client, service = t.store.client(entry.client_id), t.store.service(entry.service_id)
    visit = t.store.visit(entry.booking_id) if entry.booking_id else None
    who = t.get("practitioner") or entry.practitioner_id
    seek = Seek(t, service, client, who, visit.booking if visit else None)
    wish = _wish(t, seek, visit)
    free = seek.free(wish, MANY)
    waitlist.change(t.store, entry, _not_now(wish, free, []), t.act)
    t.state.remember(WAITING, entry.id, t.now)
    if free:
        _book_instead(t, seek, wish)
        return Say(t.words.room_now())
    return Say(t.words.list_changed(what(t, entry)))


def _which(t: Turn, entries: dict[int, WaitlistEntry]) -> WaitlistEntry:
    if len(entries) == 1:
        return next(iter(entries.values()))
    offer = [Choice(what(t, entry), key) for key, entry in entries.items()]
    ask = t.words.which_wish()
    return entries[t.need("entry", ask, offer=offer, kind="choice", valid=entries.__contains__)]


@script("leave_waitlist")
def leave(t: Turn) -> Say:
    """Off the list, in one reply: all of it, or what they name. A place that is held for them goes on."""
    entries, offer = _named(t, _mine(t)), waitlist.live_offer(t.store, id_of(t.person), t.now)
    if not entries and offer is None:
        return Say(t.words.you_wait_for_nothing() + _or_all_texts(t))
    whats = [what(t, entry) for entry in entries]
    if offer is not None and (offer.entry_id is None or offer.entry_id in {entry.id for entry in entries}):
        waitlist.decline(t.store, offer, t.act)
    for entry in entries:
        waitlist.leave(t.store, entry, t.act)
    left = t.words.off_the_list(whats) if whats else t.words.declined("")
    return Say(left + _or_all_texts(t))


def _or_all_texts(t: Turn) -> str:
    """ "take me off the list" may mean all our texts: how to have none."""
    return t.words.texts_go_on() if t.meaning and t.meaning.intent == "opt_out" else ""


def _named(t: Turn, entries: list[WaitlistEntry]) -> list[WaitlistEntry]:
    """Those of the child or the times that were named; all when none is."""
    times, whose = t.get("when") or t.get("which"), t.get("clients") or [t.get("client")]
    theirs = [entry for entry in entries if whose == [None] or entry.client_id in whose]
    wish = unpack(times) if times else None
    then = [entry for entry in theirs if wish is not None and unpack(entry.wish).both(wish)]
    return then or theirs or entries

"""A client's membership: what it is, paused, ended at its period's end, kept or resumed; and its one line a month."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from core import credits, memberships
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.say import Choice, Document, Say
from handlers.understanding import understand
from handlers.understanding.meaning import Context
from storage import post
from storage.asking import id_of
from storage.models import MembershipState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Membership, Outbox, Package
    from storage.store import Store

UNTIL = re.compile(r"\b(?:until|till|til|jusqu'? ?(?:à|a|au|en))\s+(?:the |le )?(.+)$", re.IGNORECASE)
IT = r"\b(?:member ?ship|subscription|monthly(?: plan)?|abonnement|forfait mensuel|mensuel)\b"
ABOUT: Mapping[str, re.Pattern[str]] = {
    "membership_keep": re.compile(
        rf"\b(?:keep|don'?t (?:end|cancel|pause)|garde[rz]?|(?:n')?annule[rz]? pas)\b.*{IT}", re.IGNORECASE
    ),
    "membership_resume": re.compile(
        r"\b(?:resume|restart|re-?activate|unpause|start .* again|renew\w*|reprend\w*|recommence\w*|r[ée]active\w*"
        rf"|renouvel\w*)\b.*{IT}",
        re.IGNORECASE,
    ),
    "membership_pause": re.compile(
        rf"\b(?:pause|freeze|hold|suspend\w*|gele\w*|geler)\b.*{IT}|{IT}.*\b(?:on (?:hold|pause)|en pause)\b",
        re.IGNORECASE,
    ),
    "membership_end": re.compile(
        rf"\b(?:cancel|end|stop|quit|terminate|annul\w*|r[ée]sili\w*|arr[êe]t\w*|mettre fin|termin\w*)\b.*{IT}",
        re.IGNORECASE,
    ),
    "membership": re.compile(
        rf"\b(?:when|what|how|status|my|quand|mon|quel|o[uù])\b.*{IT}.*(?:\?|\b(?:renew\w*|status|end|renouvel\w*)\b)",
        re.IGNORECASE,
    ),
}
A_SESSION = re.compile(r"\b(?:session|appointment|appt|booking|s[ée]ance|rendez|rdv)\b", re.IGNORECASE)


def asked(t: Turn) -> str | None:
    """The script that a text about a membership starts, for somebody who has one."""
    text = t.event.text
    if not re.search(IT, text, re.IGNORECASE) or A_SESSION.search(text):
        return None
    found = next((name for name, words in ABOUT.items() if words.search(text)), None)
    found = "membership_resume" if found == "membership_keep" else found
    return found if found and t.store.memberships_of(id_of(t.person)) else None


def _mine(t: Turn, *states: MembershipState) -> Membership | None:
    """The membership that is meant: the only one in these states, or the one picked."""
    known = {m.id: m for m in t.store.memberships_of(id_of(t.person)) if not states or m.state in states}
    if len(known) < 2:
        return next(iter(known.values()), None)
    offer = [Choice(_state(t, m), m.id) for m in known.values()]
    return known[t.need("membership", t.words.which_membership(), offer=offer, kind="choice", valid=known.__contains__)]


def _state(t: Turn, membership: Membership) -> str:
    return state_of(t.store, t.words, membership)


def state_of(store: Store, words: Words, membership: Membership) -> str:
    """When it renews and at which price, or that it does not."""
    first = store.periods(id_of(membership))[0]
    return words.membership_state(words.of(first.names), membership, first.price)


def _current(t: Turn, membership: Membership) -> Package:
    found = t.store.period(id_of(membership), membership.period_start)
    assert found is not None  # noqa: S101  a membership has its current period
    return found


def _held(t: Turn, membership: Membership) -> list[datetime]:
    return [v.appointment.starts_at for v in memberships.held_after(t.store, membership, t.now)]


@script("membership", telling=True)
def membership(t: Turn) -> Say:
    """When it renews, or ends; and the numbers of this period."""
    mine = t.store.memberships_of(id_of(t.person))
    if not mine:
        return Say(t.words.no_membership())
    return Say("\n".join(f"{_state(t, m)} {_numbers(t.store, t.words, _current(t, m))}" for m in mine))


def _numbers(store: Store, words: Words, package: Package) -> str:
    return words.balance(words.of(package.names), credits.balance(store, package), package.expires_on)


@script("membership_end")
def end(t: Turn) -> Say:
    """It ends with its period: said with what stays and what is let go, before the yes."""
    mine = _mine(t, MembershipState.ACTIVE, MembershipState.PAUSED)
    if mine is None:
        return membership(t)
    package, held = _current(t, mine), _held(t, mine)
    last = mine.period_end - timedelta(days=1)
    ask = t.words.end_membership(t.words.of(package.names), last, credits.balance(t.store, package).free, held)
    if not t.agrees(ask, (mine.id, mine.period_end, held)):
        return Say(t.words.membership_goes_on())
    memberships.end_later(t.store, mine, t.act)
    _settled(t)
    return Say(f"{t.words.membership_will_end(last)} {_numbers(t.store, t.words, package)}")


@script("membership_pause", timed=True)
def pause(t: Turn) -> Say:
    """Nothing is charged or added after this period, until they say so or until a day."""
    mine = _mine(t, MembershipState.ACTIVE)
    if mine is None:
        return membership(t)
    package, held, until = _current(t, mine), _held(t, mine), _until(t, mine)
    last = mine.period_end - timedelta(days=1)
    free = credits.balance(t.store, package).free
    ask = t.words.pause_membership(t.words.of(package.names), last, until, free, held)
    if not t.agrees(ask, (mine.id, mine.period_end, until, held)):
        return Say(t.words.membership_goes_on())
    memberships.pause(t.store, mine, until, t.act)
    _settled(t)
    return Say(f"{t.words.membership_is_paused()} {_numbers(t.store, t.words, package)}")


def _until(t: Turn, mine: Membership) -> date | None:
    """The day that was named, if it is after this period: "until 15 May", "jusqu'au 15 mai"."""
    if said := UNTIL.search(t.event.text):
        meaning = understand(f"on {said[1]}", Context(zone=t.words.zone, lang=t.words.lang), t.now)
        if meaning.windows:
            t.settle("until", meaning.windows.start.astimezone(t.words.zone).date().isoformat())
    day = date.fromisoformat(t.get("until")) if t.get("until") else None
    return day if day and day >= mine.period_end else None


@script("membership_resume")
def resume(t: Turn) -> Say:
    """It goes on; where that begins a new month, its price is said before the yes."""
    mine = _mine(t, MembershipState.PAUSED, MembershipState.ENDING)
    if mine is None:
        return membership(t)
    if mine.state is MembershipState.ENDING:
        memberships.keep(t.store, mine, t.act)
        _settled(t)
        return Say(t.words.membership_resumed(_state(t, mine)))
    first = t.store.periods(id_of(mine))[0]
    if memberships.starts_anew(t.store, mine, t.act):
        amount = t.store.first_move(id_of(first)).amount
        if not t.agrees(t.words.resume_now(t.words.of(first.names), amount, first.price), (mine.id, first.price)):
            return Say(t.words.membership_is_paused())
    memberships.resume(t.store, mine, t.act)
    _settled(t)
    return Say(t.words.membership_resumed(_state(t, mine)))


def _settled(t: Turn) -> None:
    """What else they were asked about it has its answer."""
    t.state.tasks[:-1] = [task for task in t.state.tasks[:-1] if task.script not in ABOUT]


# At send time


@prepared(memberships.RENEWED)
def renewed(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    """The one line of a month, with its receipt; of one that was paid after the membership had ended, what it gives."""
    facts = post.content(row)
    package = store.package(facts["package"])
    numbers, practice = _numbers(store, words, package), store.practice().name
    paper = store.receipt_in(row.act, row.person_id) if facts["paid"] else None
    document = Document("receipt", id_of(paper)) if paper else None
    if store.membership(package.membership_id or 0).state is MembershipState.ENDED:
        return Say(words.month_paid_late(practice, facts["paid"], numbers), document=document)
    said = words.membership_renewed(practice, facts["paid"], facts["price"], numbers, facts["lapsed"])
    return Say(said, document=document)


@prepared(memberships.RELEASED)
def released(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    starts = [datetime.fromisoformat(at) for at in post.content(row)["sessions"]]
    return Say(words.membership_released(store.practice().name, starts))


@prepared(memberships.ENDED)
def ended(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    """To the client; to the owner with the name."""
    found = store.membership(post.content(row)["membership"])
    plan = words.of(store.periods(found.id or 0)[0].names)
    if row.person_id == found.person_id:
        return Say(words.membership_ended(store.practice().name, plan))
    return Say(words.clients_membership_ended(store.person(found.person_id).name or "?", plan))

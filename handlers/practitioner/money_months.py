"""A client's membership in the practice's own hand: a pause, or its end. It goes on at the client's word only, because
that is charged.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from core import memberships
from handlers import notices
from handlers.client.membership import state_of
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.practitioner.common import Unclear, or_says_why, the_client
from handlers.practitioner.money_pin import needs_pin
from handlers.practitioner.money_plans import freeze, refund
from handlers.say import Choice, Say
from storage import post
from storage.asking import id_of
from storage.models import MembershipState

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from handlers.words import Words
    from storage.models import Client, Membership, Outbox
    from storage.store import Store

STOPPED = "membership_stopped"


@script("staff_pause", staff=True)
@or_says_why
def pause(t: Turn) -> Say:
    """Nothing is charged or added after this month; a plan that does not renew is put on hold."""
    client = the_client(t)
    mine = _membership(t, client, MembershipState.ACTIVE)
    if mine is None:
        return freeze(t)
    named = date.fromisoformat(t.get("until")) if t.get("until") else None
    until = named if named and named >= mine.period_end else None
    held = _held(t, mine)
    ask = t.words.pause_for(_who(t, client), _plan(t, mine), mine.period_end - timedelta(days=1), until, held)
    if not t.agrees(ask, (mine.id, mine.period_end, until, held)):
        return Say(t.words.left_as_it_is())
    needs_pin(t)
    memberships.pause(t.store, mine, until, t.act)
    return _done(t, mine, held)


@script("staff_end", staff=True)
@or_says_why
def end(t: Turn) -> Say:
    """It ends with its month; a plan that does not renew ends with a refund of what is unused."""
    client = the_client(t)
    mine = _membership(t, client, MembershipState.ACTIVE, MembershipState.PAUSED)
    if mine is None:
        return refund(t)
    held = _held(t, mine)
    ask = t.words.end_for(_who(t, client), _plan(t, mine), mine.period_end - timedelta(days=1), held)
    if not t.agrees(ask, (mine.id, mine.period_end, held)):
        return Say(t.words.left_as_it_is())
    needs_pin(t)
    memberships.end_later(t.store, mine, t.act)
    return _done(t, mine, held)


def _membership(t: Turn, client: Client, *states: MembershipState) -> Membership | None:
    """The one that is meant, none when they have none. Raises Unclear when theirs is in no such state."""
    known = {m.id: m for m in t.store.memberships_for(id_of(client))}
    found = {key: m for key, m in known.items() if m.state in states}
    if known and not found:
        raise Unclear("\n".join(state_of(t.store, t.words, m) for m in known.values()))
    if len(found) < 2:
        return next(iter(found.values()), None)
    offer = [Choice(state_of(t.store, t.words, m), m.id) for m in found.values()]
    return found[t.need("membership", t.words.which_membership(), offer=offer, kind="choice", valid=found.__contains__)]


def _who(t: Turn, client: Client) -> str:
    return t.words.given(client.name) or "?"


def _plan(t: Turn, mine: Membership) -> str:
    return t.words.of(t.store.periods(id_of(mine))[0].names)


def _held(t: Turn, mine: Membership) -> list[datetime]:
    return [visit.appointment.starts_at for visit in memberships.held_after(t.store, mine, t.now)]


def _done(t: Turn, mine: Membership, held: list[datetime]) -> Say:
    """The client hears what it is now, and what was let go."""
    sessions = [at.isoformat() for at in held]
    notices.owe(t.store, t.act, STOPPED, mine.person_id, subject=mine.id, membership=mine.id, sessions=sessions)
    return Say(t.words.done_and_told(state_of(t.store, t.words, mine)))


@prepared(STOPPED)
def stopped(store: Store, row: Outbox, words: Words, _: datetime) -> Say:
    facts = post.content(row)
    held = [datetime.fromisoformat(at) for at in facts["sessions"]]
    state = state_of(store, words, store.membership(facts["membership"]))
    return Say(words.membership_stopped(store.practice().name, state, held))

"""Finding a client: how to reach them, what is left to them, what is booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import credits
from core.day import owed_by
from handlers.client.looking import last_one, newest
from handlers.client.membership import state_of
from handlers.dialogue import script
from handlers.practitioner.common import local_day, or_says_why, the_client
from handlers.say import Say
from storage.asking import id_of
from storage.models import Channel

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from storage.models import Client, CreditMove

AHEAD = 3
MOVES = 8


@script("find_client", "find_client", "balance", "my_bookings", staff=True)
@or_says_why
def find_client(t: Turn) -> Say:
    """One client on one card."""
    client = the_client(t)
    person = t.store.person(client.person_id)
    of_balance = [
        t.words.balance(t.words.of(package.names), held, package.expires_on)
        for package, held in credits.balances(t.store, client, local_day(t))
    ]
    of_balance += [state_of(t.store, t.words, m) for m in t.store.memberships_for(id_of(client))]
    ahead = [t.words.visit(v) for v in t.store.upcoming([id_of(client)], t.now)[:AHEAD]]
    owes = owed_by(t.store, [client.person_id], t.now).get(client.person_id, 0)
    family = person.name if person.name != client.name else ""
    return Say(t.words.client_card(client.name or person.name, family, _contact(t, client), of_balance, ahead, owes))


@script("staff_why", "usage_history", staff=True)
@or_says_why
def why(t: Turn) -> Say:
    """The numbers of a client, and the moves behind them: each with its day, its line number, who did it and why."""
    client, today = the_client(t), local_day(t)
    numbers = [
        t.words.balance(t.words.of(package.names), held, package.expires_on)
        for package, held in credits.balances(t.store, client, today)
    ]
    found = credits.history(t.store, client, today)
    lines = [t.words.move_line(m.move, t.words.when(m.starts_at) if m.starts_at else "", _by(t, m.move)) for m in found]
    if not lines:
        return Say(t.words.no_moves_of(client.name))
    head = t.words.of_child(t.words.given(client.name) or "?", "\n".join(numbers or last_one(t, [client])))
    return Say(newest(t, head, lines[-MOVES:], len(lines)))


def _by(t: Turn, move: CreditMove) -> str:
    """Who did it; nothing for the program itself."""
    return t.words.given(t.store.person(move.by).name) if move.by else ""


def _contact(t: Turn, client: Client) -> str:
    """A number to call if we have one, else where they write from."""
    contacts = t.store.contacts(client.person_id)
    numbers = [c.address for c in contacts if c.channel is Channel.SMS]
    return numbers[0] if numbers else "Telegram" if contacts else ""


@script("invite", staff=True)
def invite(t: Turn) -> Say:
    """We may not write first to somebody new: how they come in."""
    return Say(t.words.how_to_invite(t.practice.name, t.get("phone", "")))

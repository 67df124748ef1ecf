"""Somebody of the family whom the practice does not know yet: "can my daughter come Tuesday?"

Until the booking is made they are a client that no database knows: a no leaves nothing behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.client.common import NEWCOMER, client_of, read_name
from handlers.say import Choice
from storage.asking import id_of
from storage.models import Client

if TYPE_CHECKING:
    from handlers.dialogue import Turn


def for_whom(t: Turn) -> Client:
    """Whom a session is for: somebody of theirs whom we know, or a newcomer, whose name is asked for."""
    kin = t.get("kin")
    if not kin or t.get("client") or t.get("clients"):
        return client_of(t)
    others = [client for client in t.clients if client.name and client.name != t.person.name]
    if others and not kin[1]:
        offer = [*(Choice(t.words.given(c.name), c.id) for c in others), Choice(t.words.somebody_else(), NEWCOMER)]
        known = {choice.value for choice in offer}
        chosen = t.need("whom", t.words.for_whom(), offer=offer, kind="person", valid=known.__contains__)
        if chosen != NEWCOMER:
            t.state.remember("client", chosen, t.now)
            return next(client for client in others if client.id == chosen)
    return _newcomer(t, *kin)


def _newcomer(t: Turn, kin: str, named: str) -> Client:
    said = named or t.need("kin_name", _ask(t, kin), kind="name", valid=lambda said: read_name(said) is not None)
    name = read_name(said) or ""
    known = next((client for client in t.clients if client.name.casefold() == name.casefold()), None)
    return known or Client(
        id=NEWCOMER, practice_id=t.store.practice_id, person_id=id_of(t.person), name=name, created_at=t.now
    )


def _ask(t: Turn, kin: str) -> str:
    return t.words.name_is_no_name() if t.get("kin_name") else t.words.name_of_kin(kin)


def enrol(t: Turn, client: Client) -> Client:
    """The client in the database: a newcomer is written there now."""
    if client.id != NEWCOMER:
        return client
    kept = t.store.note(
        Client(practice_id=client.practice_id, person_id=client.person_id, name=client.name, created_at=t.now)
    )
    t.clients.append(kept)
    t.task.answers["client"] = kept.id
    t.state.remember("client", kept.id, t.now)
    return kept

"""A conversation of a few words, to test the doors without the house behind them.

"say X" is answered X; "ask A|B" offers the choices; "number" asks for the number; "twice A|B" is answered in two
messages; "remind X" owes a reminder; "busy N" fails N times for a passing reason; "say late" is dropped when it is
to be sent. A tap, a picture, a shared number and an invitation are answered by their name, a keyword and a block by
nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.conversation import Conversation
from handlers.notices import address
from handlers.say import Choice, Dropped, Say
from storage import post
from storage.database import Busy
from storage.models import Contact, Person
from storage.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from handlers.events import Event
    from storage.database import Database
    from storage.models import Outbox


@dataclass
class Parrot:
    """What it has heard, and how often it was busy."""

    heard: list[Event] = field(default_factory=list)
    sweeps: int = 0
    busy: Counter[str] = field(default_factory=Counter)

    def conversation(self) -> Conversation:
        return Conversation(self.turn, self.prepare, address, self.sweep)

    def sweep(self, _database: Database, _now: datetime) -> None:
        self.sweeps += 1

    def turn(self, database: Database, event: Event, now: datetime) -> None:
        word, _, rest = event.text.partition(" ")
        if word == "busy" and self.busy[event.id] < int(rest):
            self.busy[event.id] += 1
            raise Busy("for the test")
        with database.transaction(event.practice_id) as session:
            store = Store(session, event.practice_id)
            inbox = post.receive(store, event.practice_id, event.channel, event.id, None, event.text, now)
            if inbox is None:
                return
            self.heard.append(event)
            contact = _contact(store, event, now)
            inbox.contact_id = contact.id
            contact.alive, contact.heard_at = event.reachable is not False, now
            for n, (kind, say) in enumerate(_answers(event)):
                _owe(store, contact, f"{inbox.act}:{n}", kind, say, now)

    def prepare(self, store: Store, row: Outbox, _now: datetime) -> Say | Dropped:
        if not store.may_message(row.contact_id or 0):
            return Dropped("opted_out")
        say = Say.from_dict(post.content(row))
        if say.text == "explode":
            raise RuntimeError("the words are missing")
        return Dropped("late") if say.text == "late" else say


def _contact(store: Store, event: Event, now: datetime) -> Contact:
    found = store.contact(event.channel, event.address)
    if found is not None:
        return found
    person = store.add(Person(practice_id=store.practice_id, name=event.name, created_at=now))
    return store.add(
        Contact(practice_id=store.practice_id, person_id=person.id, channel=event.channel, address=event.address)
    )


def _answers(event: Event) -> list[tuple[str, Say]]:
    word, _, rest = event.text.partition(" ")
    choices = tuple(Choice(label, label) for label in rest.split("|"))
    match word:
        case _ if event.reachable is not None or event.keyword:
            return []
        case _ if event.pressed:
            return [("reply", Say(f"tapped {event.pressed}"))]
        case _ if event.phone or event.token:
            return [("reply", Say(f"know {event.phone or event.token}"))]
        case _ if event.media:
            return [("reply", Say("a picture"))]
        case "ask":
            return [("reply", Say("which?", choices, question=f"q{event.id.replace(':', '')[-20:]}"))]
        case "sure":
            return [("reply", Say("sure?", choices, numbered=False, question="sure"))]
        case "number":
            return [("reply", Say("who are you?", ask_contact=True))]
        case "twice":
            return [("reply", Say(choice.label)) for choice in choices]
        case "remind":
            return [("reminder", Say(rest))]
        case "say":
            return [("reply", Say(rest))]
        case _:
            return [("reply", Say(f"heard {event.text}"))]


def _owe(store: Store, contact: Contact, key: str, kind: str, say: Say, now: datetime) -> None:
    expires = now + timedelta(hours=2) if kind == "reminder" else None
    post.owe(
        store,
        key=key,
        kind=kind,
        person_id=contact.person_id,
        contact_id=contact.id,
        body=say.as_dict(),
        act=key,
        due_at=now,
        expires_at=expires,
    )

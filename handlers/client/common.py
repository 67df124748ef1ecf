"""What several scripts of a client ask: for whom, which service, what name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from core import bookings, credits
from core.rules import Policies
from handlers.say import Choice
from handlers.state import answer, queue
from storage.asking import id_of
from storage.models import Client, WhoMayBook

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from datetime import date, datetime

    from core.bookings import Visit
    from handlers.dialogue import Turn
    from storage.ledger import Purse
    from storage.models import Booking, Service

NEWCOMER = 0  # the id of a client whom no database knows yet
INTRODUCTIONS = re.compile(
    r"^((hi|hello|hey|bonjour|allo|allô|salut|yes|oui|ok|sure)\b[\s,.!]+)?"
    r"((my name is|my name's|the name is|(?:his |her |their )?name is|i'?m|i am|it'?s|this is|call me|s?he'?s|"
    r"je m'appelle|(?:elle |il )?s'?appelle|son nom est|son nom c'est|mon nom est|"
    r"mon nom c'est|moi c'est|c'est|ici|appelez-moi)\b[\s,:]+)?",
    re.IGNORECASE,
)
A_NAME = re.compile(r"^[^\W\d_][\w'’ .-]{0,58}[\w.]?$")
NO_NAMES = frozenset(
    "yes no ok oui non why pourquoi what quoi hi hello bonjour allo salut hm hmm euh think penser".split()  # noqa: SIM905
)


def client_of(t: Turn) -> Client:
    """Whom it is for: asked once of a parent, then remembered for a while."""
    if not t.clients:
        t.clients.append(
            t.store.note(
                Client(practice_id=t.store.practice_id, person_id=id_of(t.person), name=t.person.name, created_at=t.now)
            )
        )
    if len(t.clients) == 1:
        return t.clients[0]
    known = {id_of(c): c for c in t.clients}
    _one_by_one(t, known)
    client = t.given("client", valid=known.__contains__) or t.state.recall("client", t.now)
    if client not in known:
        offer = [Choice(t.words.given(c.name), c.id) for c in t.clients]
        client = t.need("client", t.words.for_whom(), offer=offer, kind="person")
    t.state.remember("client", client, t.now)
    return known[client]


def _one_by_one(t: Turn, known: Container[int]) -> None:
    """For several of a family: the first is seen to now, the same is begun for each of the others afterwards."""
    first, *others = [each for each in t.get("clients", []) if each in known] or [None]
    t.task.answers.pop("clients", None)
    for other in reversed(others):
        queue(t.state, t.task.script, {**t.task.answers, "client": other})
    if first is not None:
        answer(t.task, {"client": first})


def child(t: Turn, client: Client) -> str:
    """The name to say when a person speaks for several."""
    return t.words.given(client.name) if len(t.clients) > 1 or client.id == NEWCOMER else ""


def is_new(t: Turn, client: Client) -> bool:
    return not (t.store.owns_package(id_of(client)) or t.store.has_visited(id_of(client)))


def service_of(t: Turn, client: Client) -> Service:
    """The service that was named; else a newcomer's first visit; else the usual session. No question."""
    services = {s.id: s for s in t.store.services()}
    named = services.get(t.get("service"))
    if named:
        return named
    everyone = list(services.values())
    first_visits = [s for s in everyone if s.who == WhoMayBook.NEW]
    if first_visits and is_new(t, client):
        return first_visits[0]
    return next((s for s in everyone if s.usual), everyone[0])


def ask_name(t: Turn, about: datetime | None = None) -> None:
    """Before the last yes, to that time if it is to one, of somebody whose name we do not know."""
    if not t.person.name:
        ask = t.words.name_is_no_name() if t.get("name") else t.words.your_name(about)
        t.need("name", ask, kind="name", valid=lambda said: read_name(said) is not None, about=about)


def introduce(t: Turn, client: Client) -> None:
    """Keep the name that was given."""
    name = read_name(t.get("name", ""))
    if name and not t.person.name:
        t.person.name = name
    if not client.name:
        client.name = t.person.name


def read_name(text: Any) -> str | None:
    """ "hi, i'm sam lee" -> "Sam Lee"; nothing when it cannot be a name."""
    name = INTRODUCTIONS.sub("", str(text).strip().replace("’", "'"), count=1).strip(" .!,")
    if not A_NAME.match(name) or len(name.split()) > 4 or NO_NAMES & set(name.casefold().split()):
        return None
    return name.title() if name.islower() or (name.isupper() and len(name) > 3) else name


def mine(t: Turn) -> list[Visit]:
    """What this person, or their family, has booked."""
    return bookings.upcoming(t.store, [id_of(c) for c in t.clients], t.now)


def policies_of(booking: Booking) -> Policies:
    """The policies a booking was made under."""
    return Policies.of_terms(booking.terms)


def purses_of(t: Turn, client: Client, service: Service) -> list[Purse]:
    """The plans that pay for a session like this one today, what is drawn first first."""
    today = t.now.astimezone(t.words.zone).date()
    purses = t.store.purses(id_of(client), id_of(service))
    return [purse for purse in credits.in_draw_order(purses, today) if purse.free >= purse.cost]


def left_for(t: Turn, client: Client, service: Service, on: date | None = None) -> int:
    """What is free for sessions like this one on that local day, today by default (hundredths)."""
    day = on or t.now.astimezone(t.words.zone).date()
    purses = t.store.purses(id_of(client), id_of(service))
    return sum(purse.free for purse in credits.in_draw_order(purses, day))


def visit_choices(t: Turn, visits: Sequence[Visit]) -> list[Choice]:
    family = len(t.clients) > 1
    return [Choice(t.words.visit(v, family=family), [v.booking.id], v.appointment.starts_at) for v in visits]

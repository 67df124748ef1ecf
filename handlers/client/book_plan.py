""" "Book my plan": its next sessions at its pace, around what the client likes. The series does the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from core import trust
from handlers.client.common import client_of, mine, purses_of, service_of
from handlers.client.pacing import as_answer, pace_of
from handlers.dialogue import script
from handlers.say import NOTHING, Say
from handlers.state import start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handlers.dialogue import Turn
    from storage.ledger import Purse
    from storage.models import Client

FIRST = 4  # as many are proposed when they do not ask for all
WISHES = ("when", "other_when", "practitioner", "not_practitioner", "repeat")
_BOOK = (
    r"(?:\b(?:book|schedule|reserve|set up|plan out|lock in|r[ée]serve[rz]?|planifie[rz]?|c[ée]dule[rz]?|bloque[rz]?)"
    r"|^(?:please )?plan)\W+(?:\w+\W+){0,2}?"
)
_MY = r"(?:my|the|our|mon|ma|mes|le|la|les|nos|notre)\W+"
_PLAN = r"(?:plan|package|pack|program(?:me)?|forfait)\b"
_SESSIONS = r"(?:sessions|appointments|appts|visits|credits|ones|s[ée]ances|rendez[- ]vous|rdv)\b"
_WHOLE = r"(?:whole|entire|full|complete)\W+"
ALL = re.compile(
    rf"{_BOOK}(?:{_MY})?{_WHOLE}{_PLAN}"
    rf"|{_BOOK}{_MY}{_PLAN}\W+(?:au complet|complet|en entier)"
    rf"|{_BOOK}(?:all|every|toutes|tous)\W+(?:(?:of|\d+)\W+|{_MY}){{0,3}}(?:(?:remaining|other|left)\W+)?{_SESSIONS}"
    rf"|{_BOOK}{_MY}(?:(?:remaining|other|autres)\W+{_SESSIONS}|{_SESSIONS}\W+(?:restantes?|qui restent|left))"
    rf"|{_BOOK}(?:(?:the|le) (?:rest|reste)(?:\W+(?:of|de)\W+(?:them|{_MY}(?:{_PLAN}|{_SESSIONS})))?"
    r"|them all|all of them|everything|les toutes|tout|toutes|the others|les autres)"
    r"\W*(?:please|svp|merci|thanks)?\W*$",
    re.IGNORECASE,
)
THE_PLAN = re.compile(
    rf"{_BOOK}{_MY}(?:{_PLAN}|{_SESSIONS}\W*(?:please|svp|merci|thanks|s'il vous pla[iî]t)?\W*$)", re.IGNORECASE
)
NOT = re.compile(r"\b(?:don'?t|do not|not|pas|cancel\w*|annul\w*|move|d[ée]plac\w*)\b", re.IGNORECASE)


def asked(text: str) -> dict[str, Any] | None:
    """What of a plan a text asks to book, if it does: all that is left of it, or the first few."""
    text = text.replace("’", "'")
    if NOT.search(text):
        return None
    if ALL.search(text):
        return {"whole": True}
    return {"whole": False} if THE_PLAN.search(text) else None


@script("book_plan")
def book_plan(t: Turn) -> Say:
    """Its first four, or all: at their usual hour, else at the day and hour that suits them."""
    client = client_of(t)
    service = service_of(t, client)
    purses = purses_of(t, client, service)
    if not purses:
        return _nothing_left(t, client)
    count = min(t.get("few", FIRST), _left(t, client, purses))
    if t.get("whole"):
        count = _left(t, client, purses)
    wish = {name: t.get(name) for name in WISHES if t.get(name) is not None}
    known = {"client": client.id, "service": service.id, "count": count, "marked": True}
    start(t.state, "book", known | as_answer(pace_of(t, purses[0])) | wish)
    return NOTHING


def _left(t: Turn, client: Client, purses: Sequence[Purse]) -> int:
    """How many sessions their plans pay still, as far as they may be booked at a time."""
    free = sum(purse.free // purse.cost for purse in purses)
    most = trust.limit(t.store, client, purses[0].package_id)
    return free if most is None else max(min(free, most), 1)


def _nothing_left(t: Turn, client: Client) -> Say:
    """All of it is booked, or there is no plan at all: booking shows what there is to buy."""
    visits = [v for v in mine(t) if v.booking.client_id == client.id]
    if not visits or not t.store.owns_package(client.id or 0):
        start(t.state, "book", {"client": client.id} if len(t.clients) > 1 else {})
        return NOTHING
    return Say(t.words.all_is_booked(t.words.visits(visits, family=len(t.clients) > 1)))

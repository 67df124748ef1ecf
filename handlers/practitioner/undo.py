"""Her hand takes back what it did last; clients who had heard of it hear that too."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from core import adjustments, bookings, goodwill, invoices, mispaid, time_off
from core import undo as undoing
from core.windows import Window, Windows
from handlers.dialogue import script
from handlers.practitioner import telling
from handlers.practitioner.cancel import tell
from handlers.practitioner.money import client_numbers
from handlers.say import Say
from storage import post
from storage.asking import id_of
from storage.models import UNANSWERED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.bookings import Visit
    from core.undo import Undone
    from handlers.dialogue import Turn
    from storage.models import Offer, Package, Payment


@script("staff_undo", "undo", staff=True)
def undo(t: Turn) -> Say:
    """Undo the last act, within the practice's minutes; what had been told already is put right."""
    act = undoing.last_act(t.store, id_of(t.person), t.act)[0].act
    if mispaid.gave_a_plan(t.store, act):
        return Say(t.words.refund_it_instead())
    told = {booking for row in t.store.told(act, telling.KINDS) for booking in _bookings(post.content(row))}
    done = bookings.undo(t.store, id_of(t.person), t.act)
    if packages := _packages(t):
        return Say(t.words.package_as_before([client_numbers(t, package) for package in packages]))
    if any(entry.detail.get("did") == goodwill.GOODWILL for entry in t.store.entries(t.act.id)):
        return Say(t.words.nothing_refunded())
    if payments := _payments(t):
        return Say(t.words.payment_undone(*_no_longer_paid(t, payments)))
    if offers := [*_offers(t, "offered"), *_offers(t, "offer_withdrawn")]:
        return Say(" ".join(_offer(t, offer) for offer in offers))
    names = _put_right(t, done, told)
    said = t.words.undone_for_staff([_what(t, one) for one in done], _spans(t))
    kept = _kept(t, act, {id_of(one.booking) for one in done})
    unheard = [v for v in kept if v.booking.id not in told]
    if unheard:
        tell(t, unheard)  # their session stays cancelled, and what they were to hear of it has just been dropped
    names_of_kept = list(dict.fromkeys(t.words.given(v.client.name) or "?" for v in kept))
    return Say(
        said + (t.words.corrected_to(names) if names else "") + (t.words.keep_their_own(names_of_kept) if kept else "")
    )


def _packages(t: Turn) -> list[Package]:
    """The packages that are as they were before."""
    undone = [entry.detail for entry in t.store.entries(t.act.id) if entry.what == "undone"]
    return [t.store.package(detail["package"]) for detail in undone if detail.get("did") == adjustments.CHANGED]


def _payments(t: Turn) -> list[Payment]:
    """What was noted as paid, and is not any more."""
    undone = [entry.detail for entry in t.store.entries(t.act.id) if entry.what == "undone"]
    return [t.store.payment(detail["payment"]) for detail in undone if detail.get("did") == mispaid.NOTED]


def _offers(t: Turn, did: str) -> list[Offer]:
    """The places of which it was undone that they were offered, or taken back."""
    undone = [entry.detail for entry in t.store.entries(t.act.id) if entry.what == "undone"]
    return [t.store.offer(detail["offer"]) for detail in undone if detail.get("did") == did]


def _offer(t: Turn, offer: Offer) -> str:
    name = t.words.given(t.store.client(offer.client_id).name) or "?"
    stands = offer.state in UNANSWERED
    return (t.words.offer_stands_again if stands else t.words.offer_taken_back)(name, offer.starts_at)


def _no_longer_paid(t: Turn, payments: list[Payment]) -> tuple[str, int, int]:
    """Whose, how much, and what they owe in all now."""
    person = t.store.person(payments[0].person_id)
    due = sum(max(invoices.due(t.store, invoice), 0) for invoice in t.store.open_invoices(id_of(person)))
    return t.words.given(person.name) or "?", sum(payment.amount for payment in payments), due


def _kept(t: Turn, act: str, undone: set[int]) -> list[Visit]:
    """The sessions cancelled by that act that cannot come back: their clients are elsewhere by now."""
    entries = [e for e in t.store.entries(act) if e.what == "cancelled" and e.booking_id not in undone]
    return [v for e in entries if e.booking_id and (v := t.store.visit(e.booking_id)) is not None]


def _bookings(facts: dict[str, object]) -> Iterable[int]:
    several = facts.get("bookings")
    return several if isinstance(several, list) else [int(str(facts["booking"]))]


def _put_right(t: Turn, done: list[Undone], told: set[int]) -> list[str]:
    """Tell those who had heard of it that it is not so after all."""
    names = []
    for one in done:
        visit = t.store.visit(id_of(one.booking))
        if visit is None or visit.booking.id not in told:
            continue
        booking, at = id_of(visit.booking), visit.appointment.starts_at
        if telling.tell(t, telling.RIGHTED, visit.client.person_id, at, subject=booking, at_once=True, booking=booking):
            names.append(t.words.given(visit.client.name) or "?")
    return list(dict.fromkeys(names))


def _what(t: Turn, done: Undone) -> str:
    visit = t.store.visit(id_of(done.booking))
    who = t.words.client_session(visit) if visit else ""
    if done.what == "booked":
        return t.words.is_not_booked(who)
    return t.words.is_booked_again(who) if done.what in {"cancelled", "moved"} else t.words.has_no_outcome(who)


def _spans(t: Turn) -> str:
    """The time off that is no more, in words."""
    for entry in t.store.entries(t.act.id):
        if entry.what == "undone" and entry.detail.get("did") in time_off.KINDS:
            spans = [Window(*map(datetime.fromisoformat, span)) for span in entry.detail["spans"]]
            return t.words.as_before(t.words.spans_words(Windows.of(spans)))
    return ""

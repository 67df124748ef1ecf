"""Undo: the last act of a person is taken back whole, as if it had never been done, while that is still possible."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from core import (
    adjustments,
    credits,
    goodwill,
    invoices,
    memberships,
    mispaid,
    offer_life,
    places,
    reminders,
    time_off,
    waiting,
)
from core.acts import record
from core.changes import change, restore
from core.errors import Reason, Refusal
from core.rules import rules_of
from storage.models import AuditEntry, Place, Status

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.acts import Act
    from storage.models import Booking
    from storage.store import Store

DONE = ("booked", "moved", "cancelled", "attended", "no_show", "corrected")  # what can be taken back
LISTED = (
    *waiting.KINDS,
    "offered",
    "offer_declined",
    "offer_withdrawn",
)  # of the waitlist, and of places that were offered
KINDS = (*DONE, *time_off.KINDS, adjustments.CHANGED, mispaid.NOTED, goodwill.GOODWILL, *LISTED)
CHANGES = (*DONE, "undone", "lapsed", "rebooked")


@dataclass(frozen=True, slots=True)
class Undone:
    """One thing that was taken back: what it had been, and the booking as it is now."""

    what: str
    booking: Booking


def undo(store: Store, person_id: int, act: Act) -> list[Undone]:
    """Take back all that a person's last act did, if it is not older than the practice's undo time.

    That is bookings (they are answered), time off, plans, what was noted as paid, or the waitlist. Credits go back
    where they were, and what the act owes to others and was not sent is dropped. Raises Refusal: NOTHING_TO_UNDO (an
    undo is not undone), CHANGED when somebody changed a booking since, TAKEN when the old place is gone, CLASH when the
    client is elsewhere by now, NO_CREDIT when the credits were spent since.
    """
    entries = last_act(store, person_id, act)
    bookings = [entry for entry in entries if entry.what in DONE]
    undone: list[Undone] = []
    with store.all_or_nothing():
        if any(entry.what == adjustments.CHANGED for entry in entries):
            adjustments.take_back(store, entries[0].act, act)
        elif any(entry.what == mispaid.NOTED for entry in entries):
            mispaid.take_back(store, store.entries(entries[0].act), act)
        elif any(entry.what == goodwill.GOODWILL for entry in entries):
            goodwill.take_back(store, entries, act)
        elif any(entry.what in time_off.KINDS for entry in entries):
            undone = _open_again(store, entries, act)
        else:
            undone = [_take_back(store, entry, act) for entry in bookings]
            _reverse_moves(store, bookings, act)
            _listed_again(store, store.entries(entries[0].act), act, alone=not bookings)
        store.retract(entries[0].act, person_id, "undone")
    return undone


def _listed_again(store: Store, entries: Sequence[AuditEntry], act: Act, *, alone: bool) -> None:
    """The waitlist and its offers as they were. A place that cannot be had again is only refused where it is all."""
    left = any(entry.what == waiting.LEFT for entry in entries)
    for entry in entries:
        if entry.what in (*waiting.KINDS, waiting.FILLED):
            waiting.take_back(store, entry)
        elif entry.what == "offer_accepted":
            offer_life.unaccept(store, store.offer(entry.detail["offer"]))
            _asked_again(store, entry, act)
        elif entry.what == "offered" and entry.by is not None:
            offer_life.take_back(store, store.offer(entry.detail["offer"]), act)
        elif entry.what in ("offer_declined", "offer_withdrawn") and left:
            _asked_again(store, entry, act)
        elif entry.what in ("offer_declined", "offer_withdrawn") and alone:
            offer_life.reopen(store, store.offer(entry.detail["offer"]), act)
        else:
            continue
        record(store, act, "undone", of=entry.act, did=entry.what, **entry.detail)


def _asked_again(store: Store, entry: AuditEntry, act: Act) -> None:
    """What they had answered waits for an answer again, where its time is not over and the place can be had."""
    with suppress(Refusal), store.all_or_nothing():
        offer_life.reopen(store, store.offer(entry.detail["offer"]), act)


def _open_again(store: Store, entries: Sequence[AuditEntry], act: Act) -> list[Undone]:
    """Time off, or extra hours, are taken back, with the sessions that fell to it; a client who has found another time
    meanwhile keeps that.
    """
    undone: list[Undone] = []
    for entry in entries:
        if entry.what in time_off.KINDS:
            time_off.take_back(store, entry, act)
    for entry in entries:
        if entry.what in DONE:
            with suppress(Refusal), store.all_or_nothing():
                one = _take_back(store, entry, act)
                _reverse_moves(store, [entry], act)
                undone.append(one)
    return undone


def acted_since(store: Store, person_id: int, since: datetime) -> bool:
    """Has this person done anything since then that an undo would take back?"""
    return store.last_act(person_id, KINDS, since) is not None


def last_act(store: Store, person_id: int, act: Act) -> list[AuditEntry]:
    """What there is to undo, newest first. Raises Refusal NOTHING_TO_UNDO.

    A membership that was stopped goes on by a word of its own, which says what it costs.
    """
    since = act.at - timedelta(minutes=rules_of(store.practice()).policies.undo_minutes)
    last = store.last_act(person_id, (*KINDS, *memberships.STOPS, "undone"), since)
    entries = store.entries(last) if last else []
    done = {entry.what for entry in entries}
    stopped = not done.isdisjoint(memberships.STOPS) and adjustments.CHANGED not in done  # a refund stops it too
    if not done or "undone" in done or stopped:
        raise Refusal(Reason.NOTHING_TO_UNDO)
    return [entry for entry in entries if entry.what in KINDS and entry.by == person_id]


def _take_back(store: Store, entry: AuditEntry, act: Act) -> Undone:
    """One booking, as it was before one entry."""
    booking = store.booking(entry.booking_id or 0)
    if store.changed_after(entry, CHANGES, but=(entry.act, act.id)):
        raise Refusal(Reason.CHANGED, booking_id=booking.id)
    if entry.what == "booked":
        _unbook(store, booking, act)
    else:
        _put_back(store, booking, entry.detail["was"], act)
        invoices.take_back(store, booking, entry.detail.get("invoices", NOTHING), act)
    record(store, act, "undone", booking, of=entry.act, did=entry.what)
    reminders.plan(store, booking, act)
    return Undone(entry.what, booking)


NOTHING: dict[str, list[int]] = {"voided": [], "made": []}


def _unbook(store: Store, booking: Booking, act: Act) -> None:
    """As if it had never been booked: also where its credits were held before, for the offer that it accepted."""
    credits.release(store, booking, act, why="undone")
    change(store, booking, status=Status.CANCELLED, held_until=None, cancelled_at=act.at)
    places.end_if_deserted(store, booking.appointment_id)
    invoices.settle(store, booking, store.client(booking.client_id), 0, "", act)


def _put_back(store: Store, booking: Booking, was: dict[str, Any], act: Act) -> None:
    """The row as it was, in its old place: which somebody else may have."""
    if "appointment_id" in was or booking.status is Status.CANCELLED:
        old = store.appointment(was.get("appointment_id", booking.appointment_id))
        if clash := store.clash(booking.client_id, old.starts_at, old.ends_at, without=booking.id or 0):
            raise Refusal(Reason.CLASH, booking_id=clash[0], at=clash[1])
        if booking.status is not Status.CANCELLED:
            places.step_out(store, booking)
        was = was | {"appointment_id": offer_life.come_back(store, old, act).id}
    restore(store, booking, was)


def _reverse_moves(store: Store, entries: Sequence[AuditEntry], act: Act) -> None:
    """Every credit that the act moved for these bookings goes back the way it came; a last day too.

    What it booked has let go of its own already.
    """
    entries = [entry for entry in entries if entry.what != "booked"]
    if not entries:
        return
    for move in store.moves_by(entries[0].act, {entry.booking_id or 0 for entry in entries}):
        if move.target is Place.FREE:
            credits.require_free(store, move.package_id, move.amount)
        back = (move.package_id, move.amount, move.target, move.source)
        credits.move(store, act, *back, booking_id=move.booking_id, why="undone")
    theirs = {entry.booking_id for entry in entries}
    for entry in store.entries(entries[0].act):
        if entry.what == "extended" and entry.booking_id in theirs:
            _shorten(store, entry, act)


def _shorten(store: Store, entry: AuditEntry, act: Act) -> None:
    package = store.package(entry.detail["package"])
    credits.extend(store, package, date.fromisoformat(entry.detail["from"]), act)

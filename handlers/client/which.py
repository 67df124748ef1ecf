"""Which of the bookings that somebody holds is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import bookings
from handlers.client.common import visit_choices
from handlers.wishes import unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from handlers.dialogue import Turn


def which_booking(t: Turn, visits: Sequence[Visit]) -> list[Visit]:
    """The bookings meant: those named, the only one there is, or those picked from a list ("both" is an answer)."""
    known = {v.booking.id: v for v in visits}
    named = _named(t, visits)
    if "bookings" not in t.task.answers and named:
        t.settle("bookings", [v.booking.id for v in named], under=("which", "client"))
    ask = t.words.which_booking() if named is not None else t.words.none_like_that()
    ids = t.need(
        "bookings",
        ask,
        offer=visit_choices(t, visits[:6]),
        kind="which_booking",
        valid=lambda v: all(b in known for b in v),
        gone=t.words.gone(),
        under=("which", "client"),
    )
    return [known[b] for b in ids]


def _named(t: Turn, visits: Sequence[Visit]) -> list[Visit] | None:
    """What the words point at: those that match; an empty list when that is open; None when nothing matches."""
    meant = list(visits)
    person, times, scope = t.get("client"), t.get("which"), t.get("scope")
    if person is not None:
        meant = [v for v in meant if v.client.id == person]
    if times is not None:
        meant = [v for v in meant if v.appointment.starts_at in unpack(times)]
    if not meant:
        return None
    if scope == "rest" and len(visits) > 1:
        return bookings.rest_of_series(t.store, meant[0].booking)
    if len(meant) == 1 or scope == "all" or (times is not None and _each_named(times, meant)):
        return meant
    return []


def _each_named(times: dict[str, list[list[str]]], meant: Sequence[Visit]) -> bool:
    """Did they name every one of them, as in "tuesday and thursday", rather than one time that fits several?"""
    return len(times["spans"]) == len(meant)

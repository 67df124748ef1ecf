"""Which of the bookings that somebody holds is meant."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from core import bookings
from core.errors import Reason, Refusal
from handlers.client.common import visit_choices
from handlers.wishes import unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from core.windows import Windows
    from handlers.dialogue import Turn

SHOWN = 6
UNDER = ("which", "client", "clients")
WEEK = timedelta(days=7)
POINTS_BACK = re.compile(
    r"\b(it|that|that one|this one|ça|ca|celle-là|celle-ci)\b|\b(la|le) (déplacer|deplacer|changer|annuler)|"
    r"(déplace|deplace|annule|change)[rz]?-(la|le)\b",
    re.IGNORECASE,
)


def which_booking(t: Turn, visits: Sequence[Visit]) -> list[Visit]:
    """The bookings meant: those named, the only one there is, or those picked from a list ("both" is an answer)."""
    known = {v.booking.id: v for v in visits}
    held = t.given("bookings", valid=lambda ids: known.keys() >= set(ids), under=UNDER)
    if held is None and "bookings" in t.gone and (t.get("which") or len(visits) == 1):
        raise Refusal(Reason.GONE)
    meant, sure = _meant(t, visits)
    if sure and held is None:
        t.settle("bookings", [v.booking.id for v in meant], under=UNDER)
    ids = t.need(
        "bookings",
        t.words.which_booking() if meant else t.words.none_like_that(),
        offer=visit_choices(t, (meant or visits)[:SHOWN]),
        kind="which_booking",
        gone=t.words.gone(),
        under=UNDER,
    )
    return [known[booking] for booking in ids]


def _meant(t: Turn, visits: Sequence[Visit]) -> tuple[list[Visit], bool]:
    """Those that the words may mean, and whether they mean all of them."""
    people, times, scope = t.get("clients") or [t.get("client")], t.get("which"), t.get("scope")
    theirs = [v for v in visits if people == [None] or v.client.id in people]
    meant = _at(t, theirs, unpack(times)) if times else theirs
    if len(theirs) == 1 and (meant or scope):
        return theirs, True
    if scope == "rest":
        return _rest(t, meant), True
    if len(meant) == 1 or scope == "all" or (times and _each_named(t, meant, times)):
        return meant, bool(meant)
    if times is None and POINTS_BACK.search(t.event.text):
        last = [v for v in meant if v.booking.id == t.state.recall("booking", t.now)]
        return last or meant, bool(last)
    return meant, False


def _each_named(t: Turn, visits: Sequence[Visit], times: dict[str, list[list[str]]]) -> bool:
    """ "tuesday and thursday" names both; "tuesday" does not, when it is a day of two sessions."""
    days = {v.appointment.starts_at.astimezone(t.words.zone).date() for v in visits}
    return len(times["spans"]) == len(visits) == len(days)


def _rest(t: Turn, visits: Sequence[Visit]) -> list[Visit]:
    """The first of a series and what comes after it; without a series, everything."""
    first = next((v for v in visits if v.booking.series_id is not None), None)
    return bookings.rest_of_series(t.store, first.booking) if first else list(visits)


def _at(t: Turn, visits: Sequence[Visit], times: Windows) -> list[Visit]:
    """Those at these times; else those on the same weekdays: "tuesday" may be the one of next week."""
    exactly = [v for v in visits if v.appointment.starts_at in times]
    if exactly or times.end - times.start > WEEK:
        return exactly
    weekdays = {span.start.astimezone(t.words.zone).weekday() for span in times.spans}
    return [v for v in visits if v.appointment.starts_at.astimezone(t.words.zone).weekday() in weekdays]

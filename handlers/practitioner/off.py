"""Her hand: time off and extra hours. Who is affected is shown first, and nobody is moved before yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import time_off
from handlers import notices
from handlers.dialogue import script
from handlers.practitioner import times
from handlers.practitioner.cancel import call_name, tell
from handlers.practitioner.common import or_says_why, whose
from handlers.say import Say
from handlers.wishes import pack, unpack
from storage.asking import id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.bookings import Visit
    from core.windows import Windows
    from handlers.dialogue import Turn
    from storage.models import Practitioner

NAMED = 12  # sessions that are named before yes


@script("time_off", "block_time", staff=True)
@or_says_why
def off(t: Turn) -> Say:
    """Take time off: when, who is affected, and what becomes of them."""
    who = whose(t)
    spans = _spans(t)
    visits = time_off.affected(t.store, id_of(who), spans, t.now)
    if not visits:
        time_off.block(t.store, id_of(who), spans, t.act)
        return _done(t, who, t.words.off_done(t.words.spans_words(spans), 0, None, t.now))
    tag = _whose(t, who) + _tag(t, t.words.spans_words(spans), visits)
    decided = t.decide(tag, _facts(spans, visits), t.words.off_choices(len(visits)))
    if decided == "no":
        return Say(t.words.left_alone())
    if decided == "rest":
        time_off.block(t.store, id_of(who), spans, t.act)
        return _done(t, who, t.words.blocked_beside(t.words.spans_words(spans), len(visits)))
    return _cancelled(t, who, spans, visits)


def _cancelled(t: Turn, who: Practitioner, spans: Windows, visits: Sequence[Visit]) -> Say:
    """On yes: credits back, one message to each client with three times that fit."""
    time_off.block(t.store, id_of(who), spans, t.act, visits=visits)
    due, unreachable = tell(t, visits)
    people = len({v.client.person_id for v in visits} - {v.client.person_id for v in unreachable})
    call = t.words.not_reachable(list(dict.fromkeys(call_name(t, v) for v in unreachable))) if unreachable else ""
    return _done(t, who, t.words.off_done(t.words.spans_words(spans), people, due, t.now) + call)


def _done(t: Turn, who: Practitioner, text: str) -> Say:
    """Said to the writer; when it was another's time, to them too."""
    for person_id in t.store.persons_of_practitioner(id_of(who)):
        if person_id != t.person.id:
            by = t.words.given(t.person.name)
            notices.owe(t.store, t.act, "hours_changed", person_id, by=by, what=text.partition('. "')[0])
    return Say(_whose(t, who) + text + (t.words.only_once() if t.get("once") else ""))


def _facts(spans: Windows, visits: Sequence[Visit]) -> tuple[object, ...]:
    """What a yes agrees to: these sessions at these times. A session that was booked meanwhile is asked about too."""
    return (
        [(span.end.isoformat()) for span in spans.spans],
        [(v.booking.id, v.appointment.starts_at.isoformat()) for v in visits],
    )


def _tag(t: Turn, said: str, visits: Sequence[Visit]) -> str:
    one_day = len({v.appointment.starts_at.astimezone(t.words.zone).date() for v in visits}) == 1
    names = [
        f"{t.words.brief(v.appointment.starts_at) if one_day else t.words.when(v.appointment.starts_at)}"
        f" {t.words.given(v.client.name) or '?'}"
        for v in visits
    ]
    shown = NAMED if one_day else NAMED // 2
    return t.words.off_price_tag(said, names[:shown], max(len(names) - shown, 0))


def _whose(t: Turn, who: Practitioner) -> str:
    """Another's name, to be said first."""
    return "" if who.id == t.person.practitioner_id else f"{t.words.first(who)}: "


def _spans(t: Turn) -> Windows:
    """The time that is meant, as it was read when it was said."""
    if t.get("spans") is None and t.get("when") is not None:
        t.settle("spans", pack(times.off(t, t.event.text) or unpack(t.get("when"))))
    spans = unpack(t.need("spans", t.words.off_when(), kind="when"))
    return times.from_now(t, spans) if spans.end > t.now else spans


@script("open_up", "unblock_time", staff=True)
@or_says_why
def open_up(t: Turn) -> Say:
    """Work this time after all, or besides the week's hours."""
    who = whose(t)
    if t.get("spans") is None and t.get("when") is not None:
        t.settle("spans", t.get("when"))
    spans = unpack(t.need("spans", t.words.when_staff(), kind="when"))
    said = t.words.spans_words(spans)
    if not time_off.open_up(t.store, id_of(who), spans, t.act):
        return Say(_whose(t, who) + t.words.open_already(said))
    return _done(t, who, t.words.opened(said))

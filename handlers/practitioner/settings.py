"""When and where a practitioner's day and week come: said and kept in the thread, untouched by the practice file."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from handlers.dialogue import script
from handlers.practitioner import morning
from handlers.practitioner.summary import WEEK
from handlers.say import Say
from storage.asking import id_of
from storage.models import Channel

if TYPE_CHECKING:
    from handlers.dialogue import Turn


@script("day_setting", staff=True)
def day_setting(t: Turn) -> Say:
    """ "summary at 6:30", "summary by telegram", "no summary", "summary on"."""
    practitioner = t.store.practitioner(t.person.practitioner_id or 0)
    wishes = dict(practitioner.wishes)
    by = t.get("by")
    if by is not None:
        if all(c.channel != Channel(by) for c in t.store.contacts(id_of(t.person))):
            return Say(t.words.no_such_channel(by))
        wishes["channel"] = by
    at = t.get("at")
    if at == "on":
        wishes.pop("day", None)
    elif at is not None:
        wishes["day"] = at
    if wishes != practitioner.wishes:
        practitioner.wishes = wishes
        t.store.add(practitioner)
    when = morning.day_at(t.rules, practitioner)
    if when is None and at == "on":
        practitioner.wishes = wishes | {"day": "07:00"}
        when = time(7)
    if when is None:
        return Say(t.words.day_set_off())
    today = datetime.combine(t.now.astimezone(t.words.zone).date(), when, t.words.zone)
    return Say(t.words.day_set(t.words.clock(today), wishes.get("channel")))


@script("week_setting", staff=True)
def week_setting(t: Turn) -> Say:
    """ "no weekly summary", "weekly summary on": what the owner hears on Monday."""
    practitioner = t.store.practitioner(t.person.practitioner_id or 0)
    practitioner.wishes = {**practitioner.wishes, WEEK: "on" if t.get("on") else "off"}
    t.store.add(practitioner)
    if not practitioner.owner:
        return Say(t.words.week_is_the_owners())
    return Say(t.words.week_set(on=bool(t.get("on"))))

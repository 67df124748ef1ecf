"""The week, a month or a year in numbers: on request, and on Monday to the owner."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from core import summaries
from core.capacity import used
from core.periods import week_of
from handlers import periods
from handlers.dialogue import script
from handlers.notices import prepared
from handlers.practitioner.common import local_day, or_says_why, whose
from handlers.practitioner.day import day
from handlers.say import Dropped, Picture, Say
from handlers.state import answer
from handlers.words.week import WeekWords
from storage import post
from storage.people import plain

if TYPE_CHECKING:
    from datetime import datetime

    from core.summaries import Figures, Summary
    from handlers.dialogue import Turn
    from handlers.say import Later
    from handlers.words import Words
    from storage.models import Outbox
    from storage.store import Store

WEEK = "week"  # the notice's kind, and the picture's
# What asks for numbers; other words about a week ask for what is booked.
NUMBERS = re.compile(
    r"\b(?:summ\w+|recap\w*|numbers|stats|statistics|reports?|review|revenues?|earnings|made|no[- ]?shows?|wrap|"
    r"absences?|bilan\w*|resumes?|sommaires?|chiffres|rapports?|revenus?|"
    r"(?:last|past|previous) (?:week|month|year)|(?:semaine|annee|mois) (?:passee?|derniere?|dernier)|"
    r"how (?:did|was)|comment (?:a ete|c'?etait)|a donne|(?:s'?est|c'?est) passee?)\b"
)
A_WEEK = re.compile(r"\b(?:week|semaine)s?\b")


@script("summary", "week_summary", staff=True)
@or_says_why
def summary(t: Turn) -> Say:
    """The week so far, or the span that is named: the practice's for the owner, else one's own without money."""
    text = plain(t.event.text).replace("’", "'")
    if not NUMBERS.search(text):
        if A_WEEK.search(text):
            answer(t.task, {"ask": "week"})
        return day(t)
    today, who = local_day(t), whose(t)
    period = periods.summed_up(text, today)
    if period is None or period.first > today:
        return Say(WeekWords.like(t.words).not_begun())
    all_of_it = who.owner and who.id == t.person.practitioner_id
    found = summaries.summary_of(t.store, period, t.now, None if all_of_it else who)
    said = as_said(t.store, t.words, found, t.person.practitioner_id or 0)
    if all_of_it or who.id == t.person.practitioner_id:
        return said
    return replace(said, text=f"{t.words.first(who)}. {said.text}")


def as_said(store: Store, words: Words, found: Summary, own: int) -> Say:
    """A summary in words, with its picture; `own` is the practitioner who reads it."""
    said = WeekWords.like(words)
    if found.now.is_empty and found.before.is_empty and not found.now.unpaid.count:
        return Say(said.nothing_to_sum_up(found.period))
    return Say(said.summary(found, own), picture=picture_of(store, found))


# On Monday


@prepared(WEEK)
def _week(store: Store, row: Outbox, words: Words, now: datetime) -> Say | Dropped | Later:
    own = store.person(row.person_id).practitioner_id or 0
    period = week_of(date.fromisoformat(post.content(row)["on"])).before()
    found = summaries.summary_of(store, period, now)
    said = as_said(store, words, found, own)
    return said if said.picture else Dropped("nothing to sum up")


# What the picture shows


def picture_of(store: Store, found: Summary) -> Picture:
    """The figures as JSON values; of one practitioner without what the practice owes."""
    name = store.practitioner(found.who).name.split()[0] if found.who else store.practice().name
    facts = {
        "name": name,
        "period": [found.period.first.isoformat(), found.period.end.isoformat()],
        "halves": [[half.weekday, half.part, half.used, half.beyond, half.waiting] for half in found.now.halves],
        "now": _shown(found.now),
        "before": _shown(found.before),
    }
    return Picture(WEEK, facts if found.who else facts | {"owed": [found.now.owed.booked, found.now.owed.free]})


def _shown(figures: Figures) -> dict[str, Any]:
    return asdict(figures.sessions) | {"used": used(figures.halves)}

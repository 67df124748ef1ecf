"""What the owner wants to know of a week: what took place, was sold, is unpaid and still owed, and how full it was.

Each figure stands beside that of the span before. What is "at the end" of a span is as of now while it lasts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core.capacity import HalfDay, half_days, rounded, wanted
from core.openings import openings_since
from core.periods import Period, week_of
from core.proposals import Facts, propose
from core.rules import rules_of, zone_of
from core.windows import unpack
from storage.accounts import Amount, Owed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.proposals import Proposal
    from storage.models import Practitioner
    from storage.store import Store
    from storage.weeks import Outcomes

INSTANT = timedelta(microseconds=1)  # what was written just now counts
NONE, NOTHING_OWED = Amount(), Owed()
LAPSES_WITHIN = LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    """A span in numbers. Of one practitioner, money and what is owed are left out."""

    period: Period
    sessions: Outcomes
    halves: tuple[HalfDay, ...] = ()
    sold: Amount = NONE
    unpaid: Amount = NONE
    failed: Amount = NONE
    owed: Owed = NOTHING_OWED
    filled: int = 0  # places that the waitlist filled

    @property
    def lost_rate(self) -> int:
        """Per cent of what was to take place that was missed or cancelled too late; of what is over."""
        over = self.sessions.came + self.sessions.lost
        return rounded(100 * self.sessions.lost, over) if over else 0

    @property
    def is_empty(self) -> bool:
        """Nothing took place, was planned, sold or refused."""
        return not (self.sessions.planned or self.sold.count or self.failed.count)


@dataclass(frozen=True, slots=True)
class Summary:
    """A span beside the one before it. `who` is the practitioner whose it is; 0: the whole practice, with its money."""

    now: Figures
    before: Figures
    seen_at: datetime
    who: int = 0
    ahead: int | None = None  # sessions booked in the week that has just begun, when the span is the week before it
    waiting: int = 0
    proposals: Sequence[Proposal] = ()

    @property
    def period(self) -> Period:
        return self.now.period

    @property
    def has_money(self) -> bool:
        return not self.who


def bounds(store: Store, period: Period) -> tuple[datetime, datetime]:
    """The first instant of a span, and the first after it."""
    zone = zone_of(store.practice())
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (period.first, period.end))
    return start, end


def summary_of(store: Store, period: Period, now: datetime, who: Practitioner | None = None) -> Summary:
    """A span that has begun, beside the one before it: of the practice, or of one practitioner."""
    today = now.astimezone(zone_of(store.practice())).date()
    whose, week = who.id or 0 if who else 0, week_of(today)
    figures, before = figures_of(store, period, now, whose), figures_of(store, period.before(), now, whose)
    summary = Summary(figures, before, now, whose)
    if period == week.before():
        summary = replace(summary, ahead=store.outcomes(*bounds(store, week), now, whose).planned)
    if not whose and period.end >= week.first:
        summary = _with_waiting(store, summary)
    return replace(summary, proposals=[_named(store, each) for each in propose(_facts(store, summary, today))])


def _with_waiting(store: Store, summary: Summary) -> Summary:
    """Who waits now, and for which half-days of the week."""
    waits = store.waiting(summary.seen_at)
    if not waits:
        return summary
    wishes = {each.entry_id: unpack(each.wish) for each in waits}
    asked = wanted(zone_of(store.practice()), wishes.values(), summary.seen_at)
    halves = [replace(half, waiting=asked.get((half.weekday, half.part), 0)) for half in summary.now.halves]
    people = len({each.person_id for each in waits})
    return replace(summary, now=replace(summary.now, halves=tuple(halves)), waiting=people)


def figures_of(store: Store, period: Period, now: datetime, who: int = 0) -> Figures:
    """A span in numbers, as of its end, or of now while it lasts."""
    start, end = bounds(store, period)
    sessions = store.outcomes(start, end, now, who)
    halves = _half_days(store, period, start, end, who)
    if who:
        return Figures(period, sessions, halves)
    at = min(end, now + INSTANT)
    return Figures(
        period, sessions, halves, store.sold_between(start, end), store.unpaid_at(at), store.charges_failed(start, end),
        store.owed_at(at, min(period.last, now.astimezone(zone_of(store.practice())).date())),
        store.places_filled(start, end),
    )  # fmt: skip


def _half_days(store: Store, period: Period, start: datetime, end: datetime, who: int) -> tuple[HalfDay, ...]:
    people = [who] if who else [person.id or 0 for person in store.practitioners()]
    services = store.services()
    length = min((s.minutes for s in services if s.usual), default=min((s.minutes for s in services), default=60))
    taken = store.taken(start, end, who)
    return half_days(openings_since(store, start), period, taken, people, length * 60)


def _facts(store: Store, summary: Summary, today: date) -> Facts:
    """What a proposal may lean on, besides the figures."""
    start, end = bounds(store, summary.period)
    now, who = summary.seen_at, summary.who
    return Facts(
        figures=summary.now,
        before=summary.before,
        reminders=len(rules_of(store.practice()).reminders),
        waiting=summary.waiting,
        first_waiting=store.waiting(now)[0].client_id if summary.waiting else None,
        unmarked=store.most_unmarked(start, end, now, who) if summary.now.sessions.unmarked else None,
        missed_most=store.most_missed(start, end, who) if summary.now.sessions.lost else None,
        refused=store.whose_charge_failed(start, end) if summary.now.failed.count else None,
        last_session=store.on_their_last(now + INSTANT, today, now - LATELY) if not who else None,
        lapsing=store.lapsing_first(now + INSTANT, today, LAPSES_WITHIN) if not who else None,
        hours=_hours(store, who),
        today=today,
    )


def _hours(store: Store, who: int) -> dict[int, tuple[int, int]]:
    """When the first opens and the last closes, by weekday: minutes after midnight."""
    known = [h for h in store.working_hours() if who in (0, h.practitioner_id)]
    return {
        day: (min(h.opens for h in known if h.weekday == day), max(h.closes for h in known if h.weekday == day))
        for day in {h.weekday for h in known}
    }


def _named(store: Store, proposal: Proposal) -> Proposal:
    """With the names of what it is about."""
    if proposal.plan_id:
        proposal = replace(proposal, plan=store.plan(proposal.plan_id).names)
    if proposal.client_id:
        return replace(proposal, name=store.client(proposal.client_id).name)
    if proposal.person_id:
        return replace(proposal, name=store.person(proposal.person_id).name)
    if proposal.practitioner_id:
        return replace(proposal, name=store.practitioner(proposal.practitioner_id).name)
    return proposal

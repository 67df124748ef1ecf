"""Who goes on with their plan: the next sessions after the first visit, and a gentle word when the pace is lost.

Decided once a day. Nobody who has a session booked is written to, nor about a plan that is frozen or ending; never
twice in a week, nor in the week of another word about the same plan; about each cause once in a package's life.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from core import credits, pace
from core.expiry import EXPIRING
from core.reminders import MISSED, home_of
from core.rules import rules_of, zone_of
from storage import owed, post
from storage.models import MembershipState, Place, SaleStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from core.acts import Act
    from core.pace import Pace
    from core.rules import Cause
    from storage.models import Package
    from storage.store import Store

CADENCE = "cadence"
TOLD = (CADENCE, EXPIRING, MISSED)  # each is about the same: a session that is not booked
A_WEEK = timedelta(days=7)
SENT_AT = time(10)  # on the client's clock: neither with the reminders of the morning nor late in the day
GOOD_FOR = timedelta(days=2)
FRESH_VISIT = timedelta(days=4)  # so long after the first visit its next ones are offered
PAUSE = timedelta(days=3)  # so soon after a session nobody is late with the next one
GRACE = timedelta(days=3)  # beyond one step of the pace, before we speak of nothing being booked
WHILE = timedelta(days=14)  # so long after that it is still worth a word: who has been away for longer is let be
LATELY = timedelta(days=120)  # who was not here for so long is not even looked at
IN_TALK = timedelta(days=2)  # who wrote to us so lately knows the way
SOON, JUST_HAD = timedelta(days=7), timedelta(days=3)  # the last session of a plan is so near, or so lately over


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody goes on with a package: its pace, what is free (hundredths), and their sessions."""

    package: Package
    pace: Pace
    free: int
    had: Sequence[datetime]  # the ends of the sessions on it that took place
    since: datetime  # the end of their last session, or when they bought it
    first: bool  # is nothing of it gone but what the sessions took?


def sweep(store: Store, act: Act) -> None:
    """Owe what today calls for."""
    causes = rules_of(store.practice()).cadence
    today = act.at.astimezone(zone_of(store.practice())).date()
    if {"first_visit", "behind", "nothing_booked"} & set(causes):
        for package_id in store.idle_packages(today, act.at, act.at - LATELY):
            standing = standing_on(store, store.package(package_id), act.at)
            if cause := next(causes_of(standing, causes, act.at, today), None):
                _owe(store, standing.package, cause, act)
    if "last_session" in causes:
        for package_id in store.packages_around(today, act.at - JUST_HAD, act.at + SOON):
            package = store.package(package_id)
            if is_last(store, package, act.at):
                _owe(store, package, "last_session", act)


def standing_on(store: Store, package: Package, now: datetime) -> Standing:
    held = credits.balance(store, package)
    had = [ends_at for _, ends_at in store.sessions_on(package.id or 0) if ends_at <= now]
    last = [starts for client in store.holders(package.id or 0) for starts, _ in store.last_sessions(client)]
    begun = package.bought_at if package.starts_on is None else max(package.bought_at, _begins(store, package))
    since = max([begun, *(at for at in [*had, *last] if at <= now)])
    spent = held.used + held.booked
    return Standing(
        package, pace.of_package(package, held.bought), held.free, had, since, first=spent <= 100 * len(had)
    )


def _begins(store: Store, package: Package) -> datetime:
    """The first instant of a period."""
    assert package.starts_on is not None  # noqa: S101  the caller looked
    return datetime.combine(package.starts_on, time(), zone_of(store.practice())).astimezone(UTC)


def causes_of(standing: Standing, causes: Collection[Cause], now: datetime, today: date) -> Iterator[Cause]:
    """What there is to say to somebody who has nothing booked, what matters most first."""
    quiet, sessions = now - standing.since, standing.free // 100
    if "first_visit" in causes and standing.first and len(standing.had) == 1 and now - standing.had[0] < FRESH_VISIT:
        yield "first_visit"
    late = standing.pace.step + GRACE
    behind = pace.falls_behind(standing.pace, sessions, today, standing.package.expires_on)
    waits = PAUSE if standing.had else late
    if "behind" in causes and behind and waits <= quiet < late + 3 * WHILE:
        yield "behind"
    if "nothing_booked" in causes and sessions and late <= quiet < late + WHILE:
        yield "nothing_booked"


def is_last(store: Store, package: Package, now: datetime) -> bool:
    """Is the last session of a package near, or just over, and nothing of theirs to go on with?"""
    places = store.places(package.id or 0)[package.id or 0]
    sessions = store.sessions_on(package.id or 0)
    ahead = [starts for starts, _ in sessions if starts > now]
    if places[Place.FREE] or -places[Place.OUTSIDE] < 200 or len(ahead) > 1 or not sessions:
        return False
    last, _ = sessions[-1]
    near = now - JUST_HAD < last < now + SOON
    return near and store.plan(package.plan_id).active and not _goes_on(store, package, now)


def _goes_on(store: Store, package: Package, now: datetime) -> bool:
    """Have they another plan with sessions left, or one that is being paid?"""
    today = now.astimezone(zone_of(store.practice())).date()
    others = [other for client in store.holders(package.id or 0) for other in store.packages(client)]
    usable = [o.id or 0 for o in others if o.id != package.id and credits.reaches(o.expires_on, today)]
    if any(places[Place.FREE] for places in store.places(*usable).values()):
        return True
    return any(store.sales_to(person, SaleStatus.AGREED) for person in store.persons_of(package.id or 0))


def holds(store: Store, package: Package, cause: Cause, now: datetime) -> bool:
    """Is it still right to say this?"""
    today = now.astimezone(zone_of(store.practice())).date()
    if package.frozen_because or cause not in rules_of(store.practice()).cadence or _is_ending(store, package):
        return False
    if cause == "last_session":
        return is_last(store, package, now)
    if not store.is_idle(package.id or 0, today, now):
        return False
    return cause in causes_of(standing_on(store, package, now), [cause], now, today)


def _owe(store: Store, package: Package, cause: Cause, act: Act) -> None:
    """To each who writes for it, where nothing of the kind was said lately and nothing is about to be."""
    if _is_ending(store, package) or (cause == "first_visit" and _is_later_period(store, package)):
        return
    for person_id in store.persons_of(package.id or 0):
        person = store.person(person_id)
        if CADENCE in person.unwanted or _was_told(store, package, person_id, cause, act.at):
            continue
        home = home_of(person, store.practice())
        due_at = max(act.at, datetime.combine(act.at.astimezone(home).date(), SENT_AT, home).astimezone(UTC))
        post.owe(
            store, key=f"{CADENCE}:{package.id}:{cause}:{person_id}", kind=CADENCE, person_id=person_id,
            body={"package": package.id, "cause": cause}, act=act.id, due_at=due_at, expires_at=due_at + GOOD_FOR,
            at=act.at,
        )  # fmt: skip


def _was_told(store: Store, package: Package, person_id: int, cause: Cause, now: datetime) -> bool:
    """Did they hear of the same thing in the last week, are about to, or write to us this very day?"""
    known = owed.by_key(store, [f"{CADENCE}:{package.id}:{each}:{person_id}" for each in (cause, "behind")])
    if f"{CADENCE}:{package.id}:{cause}:{person_id}" in known or (cause == "nothing_booked" and known):
        return True
    if store.is_said(person_id, TOLD, now - A_WEEK) or _ends_soon(store, package, now):
        return True
    heard = max((c.heard_at for c in store.contacts(person_id) if c.heard_at), default=None)
    return cause in {"behind", "nothing_booked"} and heard is not None and now - heard < IN_TALK


def _ends_soon(store: Store, package: Package, now: datetime) -> bool:
    """Does a word about the plan's end fall due within a week?"""
    if package.expires_on is None:
        return False
    left = (package.expires_on - now.astimezone(zone_of(store.practice())).date()).days
    return any(0 <= left - step <= A_WEEK.days for step in rules_of(store.practice()).expiry_nudges)


def _is_ending(store: Store, package: Package) -> bool:
    """Is it a month of a membership that does not go on?"""
    if package.membership_id is None:
        return False
    return store.membership(package.membership_id).state is not MembershipState.ACTIVE


def _is_later_period(store: Store, package: Package) -> bool:
    return package.membership_id is not None and store.periods(package.membership_id)[0].id != package.id

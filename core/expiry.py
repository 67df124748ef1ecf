"""The end of a package: a word before it with times that can still be had, the lapse told to both sides, the way back.

A package that never ends is never spoken of, nor one whose owner has frozen it: its days come back when it is thawed.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from core import credits
from core.notices import tell, tell_owner
from core.rules import rules_of, zone_of
from storage import post
from storage.models import MembershipState, Place

if TYPE_CHECKING:
    from datetime import date

    from core.acts import Act
    from storage.models import Package
    from storage.store import Store

EXPIRING, LAPSED, CLIENT_LAPSED = "expiring", "package_lapsed", "client_lapsed"
LOOK_BACK = timedelta(days=60)  # credits that come free on a package that ended longer ago are for a person to see


def sweep(store: Store, act: Act) -> None:
    """What ended lapses; what will end soon is spoken of once for each of the practice's days before."""
    today = act.at.astimezone(zone_of(store.practice())).date()
    lapse(store, today, act)
    for package in store.ending_with_credit(today, today + timedelta(days=max(_steps(store), default=-1) + 1)):
        _nudge(store, package, today, act)


def lapse(store: Store, today: date, act: Act) -> list[tuple[Package, int]]:
    """What is free in packages that ended lapses, and both sides hear it in a line. Says which lost how much."""
    lapsed = credits.expire(store, today, act, since=today - LOOK_BACK)
    for package, lost in lapsed:
        for person_id in () if _renews(store, package) else store.persons_of(package.id or 0):
            tell(store, act, LAPSED, person_id, subject=package.id, package=package.id, credits=lost)
        tell_owner(store, act, CLIENT_LAPSED, subject=package.id, package=package.id, credits=lost)
    return lapsed


def _renews(store: Store, package: Package) -> bool:
    """Is it a period that the next one follows? Then the line of the renewal says what lapsed."""
    if package.membership_id is None or package.expires_on is None:
        return False
    membership, after = store.membership(package.membership_id), package.expires_on + timedelta(days=1)
    return membership.state is MembershipState.ACTIVE and after in (membership.period_start, membership.period_end)


def _steps(store: Store) -> tuple[int, ...]:
    return rules_of(store.practice()).expiry_nudges


def _nudge(store: Store, package: Package, today: date, act: Act) -> None:
    """The newest step that has come: an older one says the same thing. Not to somebody who has bought since then, nor
    in the first half of a membership's period.
    """
    zone = zone_of(store.practice())
    begun = package.starts_on or package.bought_at.astimezone(zone).date()
    ends = package.expires_on
    if ends is None:
        return
    left, whole = (ends - today).days, (ends - begun).days
    most = whole // 2 if package.membership_id else whole
    step = min((n for n in _steps(store) if left <= n < most), default=None)
    if step is None:
        return
    later = max((n for n in _steps(store) if n < step), default=-1)
    for person_id in store.persons_of(package.id or 0):
        post.owe(
            store, key=f"{EXPIRING}:{package.id}:{ends}:{step}:{person_id}", kind=EXPIRING, person_id=person_id,
            body={"package": package.id, "ends": ends.isoformat()}, act=act.id, due_at=act.at,
            expires_at=datetime.combine(ends - timedelta(days=later), time(), zone).astimezone(UTC),
        )  # fmt: skip


def may_nudge(store: Store, package: Package, today: date) -> bool:
    """Is there still something to lose, and may it be used meanwhile?"""
    usable = not package.frozen_because and package.expires_on is not None and package.expires_on >= today
    return usable and store.place(package.id or 0, Place.FREE) > 0

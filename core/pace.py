"""How often somebody comes on a plan: "1 a week", "2 a week", "1 every 2 weeks".

The plan says it, its package keeps it as it was sold, and what is proposed and reminded of follows from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from storage.models import Package

WRITTEN = re.compile(
    r"(\d{1,2})\s*(?:an?|per|par|every|each|aux|toutes les|chaque)\s*(?:(\d{1,2})\s*)?(?:weeks?|semaines?)",
    re.IGNORECASE,
)
WEEK = 7
SPARE = timedelta(days=3, hours=12)  # by so much a session may come before its turn: another weekday of the week
A_DAY = timedelta(hours=20)  # so far apart are two sessions at least, whatever the clocks do
MONTH = 28  # days: what fits the shortest month fits all
MOST_A_WEEK, MOST_WEEKS = 7, 8


@dataclass(frozen=True, slots=True)
class Pace:
    """So many sessions in so many weeks."""

    sessions: int = 1
    weeks: int = 1

    def __str__(self) -> str:
        return f"{self.sessions} a week" if self.weeks == 1 else f"{self.sessions} every {self.weeks} weeks"

    @property
    def days(self) -> int:
        return self.weeks * WEEK

    @property
    def step(self) -> timedelta:
        """From one session to the next, evenly."""
        return timedelta(days=self.days) / self.sessions

    def takes(self, sessions: int) -> timedelta:
        """From the first of so many sessions to the last."""
        return timedelta(days=max(sessions - 1, 0) // self.sessions * self.days)

    def fits(self, sessions: int, days: int) -> bool:
        """Can so many sessions take place on so many days?"""
        return self.takes(sessions) < timedelta(days=days)


def read(text: str) -> Pace | None:
    """The pace that is written so; nothing when it is none."""
    match = WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    sessions, weeks = int(match[1]), int(match[2] or 1)
    if not (1 <= weeks <= MOST_WEEKS and 1 <= sessions <= MOST_A_WEEK * weeks):
        return None
    return Pace(sessions, weeks)


def usual(sessions: int, days: int | None, *, monthly: bool = False) -> Pace:
    """The pace of a plan that names none: once a week, more often where its days are too few; the calmest that fits a
    month where it comes every month.
    """
    calm = [Pace(1, 4), Pace(1, 2)] if monthly else []
    found = [*calm, *(Pace(n) for n in range(1, MOST_A_WEEK + 1))]
    length = MONTH if monthly else days
    return next((pace for pace in found if length is None or pace.fits(sessions, length)), found[-1])


def of_package(package: Package, bought: int) -> Pace:
    """The pace that a package was sold with; one from before plans had any goes as a plan of its size would.

    `bought` is how many credits it had (hundredths).
    """
    if (known := read(package.pace)) is not None:
        return known
    days = (package.expires_on - package.bought_at.date()).days if package.expires_on else None
    return usual(whole(bought), days, monthly=package.membership_id is not None)


def whole(credits: int) -> int:
    """How many sessions so many credits (hundredths) are at most."""
    return -(-credits // 100)


def spread(times: Iterable[datetime], taken: Sequence[datetime], pace: Pace) -> Iterator[datetime]:
    """Those of these times, in order, that keep the pace beside what is taken already and beside each other."""
    near, theirs = timedelta(days=pace.days) - SPARE, list(taken)
    for at in times:
        apart = [abs(at - other) for other in theirs]
        if sum(away < near for away in apart) < pace.sessions and min(apart, default=A_DAY) >= A_DAY:
            theirs.append(at)
            yield at


def falls_behind(pace: Pace, sessions: int, today: date, last_day: date | None) -> bool:
    """Would so many sessions no longer take place by the last day, at this pace?"""
    if last_day is None or sessions < 1:
        return False
    return pace.step * sessions > timedelta(days=(last_day - today).days + 1)

"""A span of local days: a day, a week from Monday, a month, a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` up to, and without, `end`."""

    first: date
    end: date

    @property
    def is_week(self) -> bool:
        return self.first.weekday() == 0 and self.end - self.first == WEEK

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.end == month_after(self.first)

    @property
    def is_year(self) -> bool:
        return (self.first.month, self.first.day) == (1, 1) and self.end == date(self.first.year + 1, 1, 1)

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    def before(self) -> Period:
        """The one before it: the last month of a month, the last year of a year, else as many days."""
        if self.first.day == self.end.day == 1:
            months = (self.end.year - self.first.year) * 12 + self.end.month - self.first.month
            return Period(_months_before(self.first, months), self.first)
        return Period(self.first - (self.end - self.first), self.first)

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.end - self.first).days)]


def week_of(day: date) -> Period:
    """The week, from Monday to Sunday, that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + WEEK)


def month_of(day: date) -> Period:
    return Period(day.replace(day=1), month_after(day))


def year_of(number: int) -> Period:
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def month_after(day: date) -> date:
    """The first of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_before(day: date) -> date:
    """The first of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def _months_before(first: date, months: int) -> date:
    for _ in range(months):
        first = month_before(first)
    return first

"""The span of time that somebody wants papers for: "january", "last month", "2025", "le mois dernier". It lies behind.

Understanding reads times ahead, for sessions to come; receipts are about what was. Whole months, whole years, a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from storage.people import plain

MONTHS = (
    ("january", "jan", "janvier", "janv"),
    ("february", "feb", "fevrier", "fevr", "fev"),
    ("march", "mars"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet", "juil"),
    ("august", "aug", "aout"),
    ("september", "sept", "sep", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "decembre"),
)
NUMBER = {name: n for n, names in enumerate(MONTHS, start=1) for name in names}
MONTH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of |de )?)?({'|'.join(NUMBER)})\b\.?(?:\s+(\d{{1,2}})\b)?"
)
YEAR = re.compile(r"\b(20\d\d)\b")
LAST_MONTH = re.compile(r"\b(?:last|previous|past) month\b|\bmois (?:dernier|passe|precedent)\b")
THIS_MONTH = re.compile(r"\bthis month\b|\bce mois(?:[- ]ci)?\b")
LAST_YEAR = re.compile(r"\blast year\b|\b(?:annee|an) (?:derniere|passee|dernier)\b")
THIS_YEAR = re.compile(r"\bthis year\b|\bcette annee\b")
TODAY = re.compile(r"\btoday\b|\baujourd'?hui\b")
YESTERDAY = re.compile(r"\byesterday\b|\bhier\b")
TO = re.compile(r"^\s*(?:to|until|through|a|au|jusqu'?a|-|et|and)\s*$")


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` up to, and without, `end`."""

    first: date
    end: date

    @property
    def is_month(self) -> bool:
        return self.first.day == 1 and self.end == _after(self.first)

    @property
    def is_year(self) -> bool:
        return (self.first.month, self.first.day) == (1, 1) and self.end == date(self.first.year + 1, 1, 1)


def read(text: str, today: date) -> Period | None:
    """The period that a text names, or nothing. A month without a year is the last one that has begun."""
    words = plain(text).replace("’", "'")
    this = today.replace(day=1)
    near = {
        LAST_MONTH: Period(_before(this), this),
        THIS_MONTH: Period(this, _after(this)),
        LAST_YEAR: _year(today.year - 1),
        THIS_YEAR: _year(today.year),
        TODAY: Period(today, today + timedelta(days=1)),
        YESTERDAY: Period(today - timedelta(days=1), today),
    }
    for pattern, period in near.items():
        if pattern.search(words):
            return period
    return _named(words, today)


def _named(words: str, today: date) -> Period | None:
    year = YEAR.search(words)
    found = list(MONTH.finditer(words))
    if not found:
        return _year(int(year[1])) if year else None
    first = _month(found[0], int(year[1]) if year else None, today)
    if len(found) > 1 and TO.match(words[found[0].end() : found[1].start()]):
        last = _month(found[1], int(year[1]) if year else None, today)
        return Period(first.first, last.end) if first.first < last.end else last
    return first


def _month(match: re.Match[str], year: int | None, today: date) -> Period:
    """One month; or the one day of it that is named."""
    number = NUMBER[match[2]]
    begun = today.year if (number, 1) <= (today.month, today.day) else today.year - 1
    month = date(year or begun, number, 1)
    day = int(match[1] or match[3] or 0)
    if 1 <= day <= (_after(month) - month).days:
        return Period(month.replace(day=day), month.replace(day=day) + timedelta(days=1))
    return Period(month, _after(month))


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def _after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)

"""The span of time that somebody wants papers or a summary for: "january", "last month", "2025", "la semaine passée".

Understanding reads times ahead, for sessions to come; these are about what was. Whole weeks, months, years, a day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from core.periods import Period, month_after, month_before, week_of, year_of
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
LAST_WEEK = re.compile(r"\b(?:last|previous|past) weeks?\b|\bsemaine (?:derniere|passee|precedente)\b")
TO_COME = re.compile(r"\bnext (?:week|month|year)\b|\b(?:semaine|mois|annee|an) (?:prochaine?|suivante?)\b")
TO = re.compile(r"^\s*(?:to|until|through|a|au|jusqu'?a|-|et|and)\s*$")


def read(text: str, today: date) -> Period | None:
    """The period that a text names, or nothing. A month without a year is the last one that has begun."""
    words = plain(text).replace("’", "'")
    this = today.replace(day=1)
    near = {
        LAST_MONTH: Period(month_before(this), this),
        THIS_MONTH: Period(this, month_after(this)),
        LAST_YEAR: year_of(today.year - 1),
        THIS_YEAR: year_of(today.year),
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
        return year_of(int(year[1])) if year else None
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
    if 1 <= day <= (month_after(month) - month).days:
        return Period(month.replace(day=day), month.replace(day=day) + timedelta(days=1))
    return Period(month, month_after(month))


def summed_up(text: str, today: date) -> Period | None:
    """What a summary is to be of: the period that is named, the week so far where it is a week or nothing is named.

    A day stands for its week. Nothing for what is to come.
    """
    words = plain(text).replace("’", "'")
    if TO_COME.search(words):
        return None
    if LAST_WEEK.search(words):
        return week_of(today).before()
    named = read(words, today)
    if named is None or (named.end - named.first).days == 1:
        return week_of(named.first if named else today)
    return named

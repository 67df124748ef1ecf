"""A summary as a table and as a picture: the same figures as in the thread, for who keeps books."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from core.capacity import HalfDay, used
from core.proposals import About

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.summaries import Figures, Summary
    from handlers.words.week import WeekWords

HEAD = ("figure", "this", "before", "unit", "to_do")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Row = tuple[str, str, str, str, str]
Line = tuple[str, int | str | None, int | str | None, str, About | None]  # its proposal stands beside the first line


def as_csv(summary: Summary, words: WeekWords) -> str:
    """One line for each figure, beside that of the span before; money with its cents, no names but in what to do."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow(HEAD)
    table.writerows(_rows(summary, words))
    return out.getvalue()


def _rows(summary: Summary, words: WeekWords) -> Iterator[Row]:
    to_do = {each.about: words.proposal(each, 0) for each in summary.proposals}
    now, before = summary.now, summary.before
    for name, this, last, unit, about in (
        *_sessions(now, before),
        *_money(now, before, words.currency),
        ("hours_filled", used(now.halves), used(before.halves), "percent", About.USED),
        *_halves(now, before),
        ("waitlist_filled", now.filled, before.filled, "places", About.WAITLIST),
        ("waitlist_waiting", summary.waiting, None, "people", None),
    ):
        yield name, _text(this), _text(last), unit, to_do.get(about, "") if about else ""


def _sessions(now: Figures, before: Figures) -> Iterator[Line]:
    abouts = {"came": About.SESSIONS, "missed": About.LOST}
    for name in ("planned", "came", "unmarked", "ahead", "missed", "late"):
        yield f"sessions_{name}", *_both(now.sessions, before.sessions, name), "sessions", abouts.get(name)
    yield "sessions_lost", now.lost_rate, before.lost_rate, "percent", None


def _money(now: Figures, before: Figures, currency: str) -> Iterator[Line]:
    for name, about in (("sold", About.SOLD), ("unpaid", About.UNPAID), ("failed", About.FAILED)):
        this, last = getattr(now, name), getattr(before, name)
        yield name, this.count, last.count, {"sold": "plans", "unpaid": "invoices"}.get(name, "charges"), about
        yield f"{name}_amount", _cents(this.amount), _cents(last.amount), currency, None
    yield "owed_free", _cents(now.owed.free), _cents(before.owed.free), "sessions", About.OWED
    yield "owed_booked", _cents(now.owed.booked), _cents(before.owed.booked), "sessions", None
    yield "owed_amount", _cents(now.owed.amount), _cents(before.owed.amount), currency, None


def _halves(now: Figures, before: Figures) -> Iterator[Line]:
    last = {(half.weekday, half.part): half for half in before.halves}
    for half in now.halves:
        was = last.get((half.weekday, half.part), HalfDay(half.weekday, half.part))
        name = f"{DAYS[half.weekday]}_{half.part.name.lower()}"
        yield f"{name}_filled", half.used, was.used, "percent", None
        for what in ("open", "free", "beyond"):
            yield f"{name}_{what}", *_both(half, was, what), "minutes", None


def _both(now: object, before: object, name: str) -> tuple[int, int]:
    return getattr(now, name), getattr(before, name)


def _text(value: int | str | None) -> str:
    return "" if value is None else str(value)


def _cents(hundredths: int) -> str:
    """12.50: hundredths of a session, or minor units, exactly."""
    return f"{hundredths // 100}.{hundredths % 100:02}"

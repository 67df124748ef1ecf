"""`repbook report`: a week or a month as a table and a picture, the same as the summary in the thread."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.common import opened, the_practice
from bot.errors import Mistake
from bot.picture import show
from bot.report import as_csv
from core.periods import Period, month_of, week_of
from core.rules import rules_of, zone_of
from core.summaries import summary_of
from handlers.practitioner.summary import picture_of
from handlers.words.week import WeekWords
from storage.store import Store

if TYPE_CHECKING:
    from storage.database import Database

MONTH, WEEK = re.compile(r"(\d{4})-(\d\d?)"), re.compile(r"(\d{4})-W(\d\d?)", re.IGNORECASE)


def report(month: str | None, week: str | None, out: str, practice: str | None) -> None:
    """Write both files and say where they are; last week's when no span is named."""
    wanted, folder = _span(month, week), Path(out)
    with opened() as database:
        called, files = _files(database, _practice(database, practice), wanted, datetime.now(UTC))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending, content in files.items():
            place = folder / f"summary-{called}.{ending}"
            place.write_bytes(content)
            print(f"Wrote {place}.")
    except OSError as error:
        raise Mistake(f"{out} cannot be written: {error.strerror}") from error


def _files(database: Database, practice_id: int, wanted: Period | None, now: datetime) -> tuple[str, dict[str, bytes]]:
    """What the span is called, and both files by their ending."""
    with database.reading() as session:
        store = Store(session, practice_id)
        zone, language = zone_of(store.practice()), rules_of(store.practice()).languages[0]
        today = now.astimezone(zone).date()
        period = wanted or week_of(today).before()
        if period.first > today:
            raise Mistake(f"{_called(period)} has not begun")
        summary = summary_of(store, period, now)
        table = as_csv(summary, WeekWords(language, zone, store.practice().currency))
        picture = picture_of(store, summary)
    return _called(period), {"csv": table.encode(), "png": show(picture, language)}


def _practice(database: Database, key: str | None) -> int:
    """The practice of that key; without one, the only one."""
    if key is None:
        return the_practice(database)
    with database.reading() as session:
        found = Store(session, 0).practice_by_key(key)
    if found is None or found.id is None:
        raise Mistake(f"--practice {key}: there is no such practice")
    return found.id


def _span(month: str | None, week: str | None) -> Period | None:
    if month and week:
        raise Mistake("--month or --week, not both")
    try:
        if month and (found := MONTH.fullmatch(month)):
            return month_of(date(int(found[1]), int(found[2]), 1))
        if week and (found := WEEK.fullmatch(week)):
            return week_of(date.fromisocalendar(int(found[1]), int(found[2]), 1))
    except ValueError:
        pass
    if month:
        raise Mistake(f"--month {month}: a month like 2026-01 is wanted")
    if week:
        raise Mistake(f"--week {week}: a week like 2026-W10 is wanted")
    return None


def _called(period: Period) -> str:
    """2026-W10, 2026-03."""
    if period.is_week:
        year, number, _ = period.first.isocalendar()
        return f"{year}-W{number:02}"
    return f"{period.first:%Y-%m}"

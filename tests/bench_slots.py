"""Slot search with its read, beside a bare sqlite3 read and sweep of the same diary.

The bare one knows no clock change, class, client or buffer before; it reads the same rows, and finds the same starts.
Both run in turn within one loop, because the machine's speed varies: only their ratio means something.
"""

from __future__ import annotations

import random
import re
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core import diary, practice
from core.windows import Window, Windows
from storage.database import Database
from storage.models import Appointment
from storage.store import Store
from storage.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TORONTO = ZoneInfo("America/Toronto")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)  # a Monday, and no clock change in the 60 days that follow
SIZES = (100, 10_000)
AIM = 4.0
HOUR, BLOCK, HALF = 60 * 60, 75 * 60, 30 * 60
OPEN = {0: (8, 19), 1: (8, 19), 2: (8, 19), 3: (8, 19), 4: (8, 19), 5: (9, 13)}
HOLIDAY = {datetime(2026, 7, 1, tzinfo=TORONTO).date()}


def run() -> None:
    """Print one line for each size of the diary and length of the search."""
    print("Slot search (p50)          appointments      ours      bare     ratio")
    for size in SIZES:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "bench.db"
            database = Database(f"sqlite:///{file}", secret="bench")
            database.migrate()
            _fill(database, size)
            for what, ours, bare in _pairs(database, file):
                mine, theirs = _beside(ours, bare)
                ratio = mine / theirs
                verdict = "" if ratio <= AIM else f"  above the aim of {AIM:g}"
                print(f"  {what:24}{size:>12,}{mine:>8.2f} ms{theirs:>7.2f} ms{ratio:>9.1f}{verdict}")
            database.close()


def _fill(database: Database, size: int) -> None:
    """The sample practice, with this many hour-long sessions: up to 300 ahead, all others in the years before."""
    chance = random.Random(2026)
    with database.transaction() as session:
        store = Store(session, 0)
        file = practice.parse(re.sub("(?m)^times = .*$", "", practice.sample_text()), {"time_off": []})
        practice.apply(store, file, NOW)
        service = store.service_by_key("session")
        assert service is not None
        ahead, past = list(_starts(NOW, 45, 1)), list(_starts(NOW, 2_000, -1))
        chance.shuffle(ahead)
        chosen = [*ahead[: min(size, 300)], *past][:size]
        rows = [_row(store.practice_id, service.id or 0, who, start) for who, start in chosen]
        session.connection().execute(table(Appointment).insert(), rows)


def _starts(now: datetime, days: int, step: int) -> Iterator[tuple[int, datetime]]:
    """Hourly starts of the three practitioners that leave each other alone."""
    for n in range(1, days):
        day = (now + timedelta(days=n * step)).astimezone(TORONTO).date()
        for hour in range(*OPEN.get(day.weekday(), (0, 0)), 2):
            local = datetime(day.year, day.month, day.day, hour, tzinfo=TORONTO)
            for who in (1, 2, 3):
                yield who, local.astimezone(UTC)


def _row(practice_id: int, service_id: int, who: int, start: datetime) -> dict[str, object]:
    end = start + timedelta(hours=1)
    block = {"blocks_from": start, "blocks_to": end + timedelta(minutes=15)}
    ids = {"practice_id": practice_id, "service_id": service_id, "practitioner_id": who}
    return {**ids, **block, "starts_at": start, "ends_at": end, "capacity": 1, "live": True}


Pair = tuple[str, "Callable[[], object]", "Callable[[], object]"]


def _pairs(database: Database, file: Path) -> Iterator[Pair]:
    """What is searched: the next few, two weeks, the whole horizon."""
    plain = sqlite3.connect(file)
    with database.reading() as session:
        store = Store(session, 1)
        service = store.service_by_key("session")
        assert service is not None
        held = store.practice()  # as a turn holds it
        for what, days, limit in (("the next 10", 60, 10), ("all in 14 days", 14, None), ("all in 60 days", 60, None)):
            end = NOW + timedelta(days=days)
            wish = Windows((Window(NOW, end),))
            ours = partial(diary.free, store, service, wish, NOW, limit=limit)
            bare = partial(_bare, plain, NOW + timedelta(hours=2), end, limit)
            assert [(s.starts_at.timestamp(), s.practitioner_id) for s in ours()] == bare(), "both must find the same"
            yield what, ours, bare
        del held
    plain.close()


def _bare(plain: sqlite3.Connection, start: datetime, end: datetime, limit: int | None) -> list[tuple[float, int]]:
    """What the fewest lines would do: one read (of a week, for a few), one sweep over the grid of each day."""
    end = start + timedelta(days=7) if limit else end
    rows = plain.execute(
        "SELECT practitioner_id, blocks_from, blocks_to FROM appointment WHERE practitioner_id IN (1, 2, 3)"
        " AND live = 1 AND blocks_from >= ? AND blocks_from < ? ORDER BY practitioner_id, blocks_from",
        ((start - timedelta(days=1)).isoformat(timespec="microseconds"), end.isoformat(timespec="microseconds")),
    )
    busy: dict[int, list[tuple[float, float]]] = {1: [], 2: [], 3: []}
    for who, begins, ends in rows:
        busy[who].append((datetime.fromisoformat(begins).timestamp(), datetime.fromisoformat(ends).timestamp()))
    found: list[tuple[float, int]] = []
    day = start.astimezone(TORONTO).date()
    first, last = start.timestamp(), end.timestamp()
    at = dict.fromkeys(busy, 0)
    while (midnight := datetime(day.year, day.month, day.day, tzinfo=TORONTO).timestamp()) < last:
        opens, closes = OPEN.get(day.weekday(), (0, 0)) if day not in HOLIDAY else (0, 0)
        todays = []
        for who, taken in busy.items():
            n, many = at[who], len(taken)
            for begin in range(int(midnight) + opens * HOUR, int(midnight) + closes * HOUR - HOUR + 1, HALF):
                while n < many and taken[n][1] <= begin:
                    n += 1
                if first <= begin < last and (n == many or taken[n][0] >= begin + BLOCK):
                    todays.append((begin, who))
            at[who] = n
        found += sorted(todays)
        if limit and len(found) >= limit:
            return found[:limit]
        day += timedelta(days=1)
    return found


def _beside(ours: Callable[[], object], bare: Callable[[], object], rounds: int = 60) -> tuple[float, float]:
    """Milliseconds of each, the middle of many rounds in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for what, kept in zip((ours, bare), times, strict=True):
            begun = time.perf_counter()
            what()
            kept.append((time.perf_counter() - begun) * 1000)
    return median(times[0]), median(times[1])


if __name__ == "__main__":
    run()

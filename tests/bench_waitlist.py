"""The waitlist: what a look at 500 who wait costs, and how much of a full practice's month it fills."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from core import bookings, waitlist
from storage.database import Database
from tests.core import crowd, month
from tests.core.world import World

if TYPE_CHECKING:
    from core.acts import Act
    from storage.store import Store

WAITING, FREED, DAYS = 500, 100, 21
LONGEST = 30.0  # milliseconds that a sweep may take when nothing came free


def run() -> None:
    """Print the cost, and the month in both modes."""
    print(f"The waitlist: {WAITING} wait for a week that is full (a sweep at most {LONGEST:.0f} ms)")
    with tempfile.TemporaryDirectory() as folder:
        _measure(_world(folder, "cost"))
        for mode in ("one_by_one", "first_to_answer"):
            print(f"  a month, {mode}: {month.run(_world(folder, mode, mode), DAYS)}")


def _world(folder: str, name: str, mode: str = "one_by_one") -> World:
    database = Database(f"sqlite:///{Path(folder) / name}.db", secret="a secret of the bench")
    database.migrate()
    world = World(database)
    with world.turn() as (store, _):
        practice = store.practice()
        practice.rules = practice.rules | {"waitlist": {"mode": mode}}
        store.changed(practice)
    return world


def _measure(world: World) -> None:
    booked = crowd.fill(world)
    crowd.queue(world, WAITING)
    idle = [_timed(world, nothing=True) for _ in range(20)]
    with world.turn(1) as (store, act):
        bookings.cancel_all(store, [store.booking(n) for n in booked[:FREED]], act, by_practice=True)
    asked = _timed(world, nothing=False)
    print(f"  nothing came free {median(idle[1:]):6.1f} ms; {FREED} places came free {asked:6.0f} ms")
    world.database.close()


def _timed(world: World, *, nothing: bool) -> float:
    """How long a sweep took, in milliseconds."""
    with world.turn() as (store, act):
        begun = time.perf_counter()
        asked = _asked(store, act)
        took = time.perf_counter() - begun
    if (asked == 0) is not nothing:
        raise AssertionError(f"{asked} were asked")
    return took * 1000


def _asked(store: Store, act: Act) -> int:
    return len(waitlist.sweep(store, act))

"""The hours in which what has fallen due is charged and asked for: who hears of it is awake."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from core.rules import zone_of

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store

DAYTIME = time(9), time(20)


def is_daytime(store: Store, at: datetime) -> bool:
    """Is it a decent hour on the practice's clock?"""
    return DAYTIME[0] <= at.astimezone(zone_of(store.practice())).time() < DAYTIME[1]

"""What time itself brings about: looked for every minute, decided by core, in one transaction for each practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import select

from core import adjustments, alerts, cadence, expiry, holds, instalments, memberships, sales, waitlist
from core.acts import Act
from core.rules import zone_of
from handlers import handover
from handlers.practitioner import morning
from storage.models import Practice
from storage.store import Store

if TYPE_CHECKING:
    from datetime import datetime

    from storage.database import Database


def run(database: Database, now: datetime) -> None:
    """Do all that has fallen due in every practice."""
    with database.reading() as session:
        practices = session.exec(select(Practice.id)).all()
    for practice_id in practices:
        if practice_id is not None:
            with database.transaction(practice_id) as session:
                _practice(Store(session, practice_id), now)


def _once_a_day(store: Store, act: Act) -> None:
    """What depends on the day alone: looked for in the first sweep of each local day."""
    if store.first_today("plans", act.at.astimezone(zone_of(store.practice())).date()):
        expiry.sweep(store, act)
        cadence.sweep(store, act)


def _practice(store: Store, now: datetime) -> None:
    act = Act(f"sweep:{store.practice_id}:{now.isoformat()}", None, now)
    holds.lapse_holds(store, now)
    sales.let_unpaid_go(store, act)
    memberships.sweep(store, act)
    instalments.sweep(store, act)
    adjustments.thaw_due(store, act)
    _once_a_day(store, act)
    waitlist.sweep(store, act)
    handover.give_back_expired(store, act, now)
    morning.look(store, act)
    alerts.tell_of_ends(store, now)

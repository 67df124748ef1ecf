"""The pace of a plan in the conversation: what it was sold with, and how the answers of a task hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core import credits, pace
from core.pace import Pace

if TYPE_CHECKING:
    from handlers.dialogue import Turn
    from storage.ledger import Purse


def pace_of(t: Turn, purse: Purse) -> Pace:
    """The pace of the plan that pays."""
    package = t.store.package(purse.package_id)
    return pace.of_package(package, credits.balance(t.store, package).bought)


def as_answer(its: Pace) -> dict[str, Any]:
    return {"pace": [its.days, its.sessions]}


def said(t: Turn) -> Pace | None:
    """The pace that a task goes by, if it goes by one: as they said it, else as its plan has it."""
    known = t.get("pace") and (t.get("repeat") or t.get("pace"))
    return Pace(known[1], max(known[0] // pace.WEEK, 1)) if known else None

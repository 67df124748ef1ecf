"""Thin callables for a public benchmark of times and intents: the grammar's own reading, without rules of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from handlers.understanding.grammar import parse
from handlers.understanding.lexer import lex
from handlers.understanding.meaning import Context
from handlers.understanding.plain_times import as_calendar
from handlers.understanding.understand import understand

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS: Final[Mapping[str, str]] = {
    "move": "reschedule",
    "my_bookings": "my_appointments",
    "pick": "pick_option",
    "accept_offer": "affirm",
    "decline_offer": "negate",
    "usage_history": "balance",
    "buy_plan": "pay",
    "running_late": "inform",
    "undo": "abort",
    "reaction": "out_of_scope",
    "auto_reply": "out_of_scope",
}
_UTC: Final = ZoneInfo("UTC")
_ASKED: Final[Mapping[str, str]] = {"offer": "slot", "confirm": "confirm", "request": "when"}


def times(text: str, now: datetime, lang: str) -> dict[str, Any] | None:
    """The first time that a text means: local `start`, `end` (exclusive), `grain`, or `seconds`, or `rrule`."""
    return as_calendar(parse(lex(text)), now, french=lang == "fr")


def intents(text: str, context: str | None, lang: str) -> str:
    """The benchmark's label of what a text wants."""
    asked = next((name for act, name in _ASKED.items() if context and act in context.lower()), None)
    meaning = understand(
        text, Context(zone=_UTC, lang=lang, asked=asked), datetime(2026, 3, 2, 15, tzinfo=_UTC) + timedelta()
    )
    return LABELS.get(meaning.intent, meaning.intent)

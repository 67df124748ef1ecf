"""One message read for people: what `repbook understand` shows, and the same as plain values, one line a message."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from handlers.understanding.meaning import Context, Held, Meaning, Name
from handlers.understanding.understand import understand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from core.windows import Repeat, Windows

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {"Julie": ("Léa", "Max")}


def read_item(item: dict[str, Any], base: Context) -> dict[str, Any]:
    """Read one item (`id, text, now, lang, who, client, bookings, asked, offered, offered_at`); other keys are ignored."""
    zone = base.zone
    context = _context(item, base)
    now = datetime.fromisoformat(item["now"])
    now = now.replace(tzinfo=zone) if now.tzinfo is None else now
    meaning = understand(item["text"], context, now)
    row = as_row(meaning, base)
    return {"id": item.get("id"), **row}


def _context(item: dict[str, Any], base: Context) -> Context:
    staff = item.get("who") == "practitioner"
    offered = tuple(item.get("offered") or ())
    people = base.people
    if not staff:
        family = FAMILIES.get(str(item.get("client")), ())
        known = tuple(name for name in base.people if any(s in family for s in name.spellings))
        people = known or tuple(Name(each, (each,)) for each in family)
    return replace(
        base,
        lang="fr" if item.get("lang") == "fr" else "en",
        staff=staff,
        people=people,
        bookings=tuple(
            Held(
                _local(held["at"], base.zone),
                held.get("practitioner", ""),
                held.get("service", ""),
                held.get("person", ""),
            )
            for held in item.get("bookings") or ()
        ),
        asked=item.get("asked"),
        offered=offered,
        offered_at=tuple(_local(at, base.zone) if at else None for at in item.get("offered_at") or ()),
    )


def _local(at: str, zone: ZoneInfo) -> datetime:
    start = datetime.fromisoformat(at)
    return start.replace(tzinfo=zone) if start.tzinfo is None else start


def as_row(meaning: Meaning, base: Context) -> dict[str, Any]:
    """A meaning as plain values."""
    labels = {name.key: name.spellings[0] for name in (*base.practitioners, *base.services, *base.plans)}
    people = {name.key: name.spellings[0] for name in base.people}
    row: dict[str, Any] = {
        "intent": meaning.intent,
        "windows": _windows(meaning.windows, base.zone),
        "which": _windows(meaning.which, base.zone),
        "pick": meaning.pick,
        "person": people.get(meaning.person or "", meaning.person),
        "practitioner": labels.get(meaning.practitioner or "", meaning.practitioner),
        "service": labels.get(meaning.service or "", meaning.service),
        "plan": _plan(labels.get(meaning.plan or "", meaning.plan)),
        "count": meaning.count,
        "repeat": _repeat(meaning.repeat),
        "confidence": round(meaning.confidence, 2),
        "because": [[each.rule, each.words] for each in meaning.because],
    }
    if meaning.other_windows is not None:
        row["other_windows"] = _windows(meaning.other_windows, base.zone)
    if meaning.then is not None:
        row["then"] = as_row(meaning.then, base)
    return row


def _plan(name: str | None) -> str | None:
    return re.sub(r"\s*[Pp]lan\s*", "", name).strip() if name else None


def _windows(windows: Windows | None, zone: ZoneInfo) -> list[dict[str, str]] | None:
    if windows is None:
        return None
    spans = [(span.start.astimezone(zone), span.end.astimezone(zone)) for span in windows.spans]
    return [{"start": f"{a:%Y-%m-%dT%H:%M}", "end": f"{_up(b):%Y-%m-%dT%H:%M}"} for a, b in spans]


def _up(at: datetime) -> datetime:
    return at if not (at.second or at.microsecond) else at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _repeat(repeat: Repeat | None) -> dict[str, Any] | None:
    if repeat is None:
        return None
    every = (
        "twice a week"
        if repeat.per_week == 2
        else "week"
        if repeat.every_days == 7
        else f"{repeat.every_days // 7} weeks"
    )
    return {"every": every, "times": repeat.times}

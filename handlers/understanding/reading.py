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

    from core.windows import Repeat, Window, Windows

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {"Julie": ("Léa", "Max")}


def read_item(item: dict[str, Any], base: Context) -> dict[str, Any]:
    """Read one item: `id, text, now, lang, who, client, bookings, asked, offered, offered_at`; no other key counts."""
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
    second = meaning.then  # the wish of a message may be in its second request
    row: dict[str, Any] = {
        "intent": meaning.intent,
        "windows": _windows(meaning.windows or (second.windows if second else None), base.zone),
        "which": _windows(meaning.which or (second.which if second else None), base.zone),
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


# ---- in words -------------------------------------------------------------------------------------------------------

_WEEKDAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
_MONTHS: Final = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}


def window_in_words(window: Window, zone: ZoneInfo, lang: str = "en") -> str:
    """A window as a sentence would say it: "Tuesday 12 May 2026 from 9:00 to 12:30"."""
    start, end = window.start.astimezone(zone), _up(window.end.astimezone(zone))
    if window.is_instant:
        return f"{_day(start, lang)} {'à' if lang == 'fr' else 'at'} {_clock(start, lang)}"
    last = end - timedelta(minutes=1)
    if start.date() == last.date() and not (start.hour == 0 and last.hour == 23):
        middle = ("de", "à") if lang == "fr" else ("from", "to")
        return f"{_day(start, lang)} {middle[0]} {_clock(start, lang)} {middle[1]} {_clock(end, lang)}"
    if start.date() == last.date():
        return _day(start, lang)
    return f"{_day(start, lang)} {'au' if lang == 'fr' else 'to'} {_day(last, lang)}"


def _day(at: datetime, lang: str) -> str:
    return f"{_WEEKDAYS[lang][at.weekday()]} {at.day} {_MONTHS[lang][at.month - 1]} {at.year}"


def _clock(at: datetime, lang: str) -> str:
    if lang == "fr":
        return f"{at.hour} h {at.minute:02d}" if at.minute else f"{at.hour} h"
    return f"{at.hour:02d}:{at.minute:02d}"


def windows_in_words(windows: Windows, zone: ZoneInfo, lang: str = "en") -> str:
    """Every window, one after the other."""
    if not windows:
        return "rien" if lang == "fr" else "nothing"
    return (" ou " if lang == "fr" else " or ").join(window_in_words(span, zone, lang) for span in windows.spans)


def explain(meaning: Meaning, zone: ZoneInfo) -> str:
    """A meaning for people to read, with the words that led to it."""
    lines = [f"{meaning.intent}  (confidence {meaning.confidence:.2f})"]
    if meaning.runner_up and meaning.confidence < 1:
        lines.append(f"  or: {meaning.runner_up}")
    for label, windows in (("when", meaning.windows), ("or when", meaning.other_windows), ("which", meaning.which)):
        if windows is not None:
            lines.append(f"  {label}: {windows_in_words(windows, zone)}")
    for label in ("person", "practitioner", "not_practitioner", "service", "plan", "count", "minutes", "language"):
        value = getattr(meaning, label)
        if value is not None:
            lines.append(f"  {label.replace('_', ' ')}: {value}")
    if meaning.picks:
        lines.append(f"  choice: {', '.join(str(pick + 1) for pick in meaning.picks)}")
    if meaning.repeat is not None:
        lines.append(f"  repeat: {meaning.repeat}")
    lines.extend(f"  because: {each.rule} <- {each.words!r}" for each in meaning.because)
    if meaning.then is not None:
        lines.append(f"then {explain(meaning.then, zone)}")
    return "\n".join(lines)

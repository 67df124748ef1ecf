"""Two pictures of a practice, and what is different between them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.numbers import get_currency_precision

from core.file_values import DAYS, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.practice_file import PracticeFile
    from core.practice_picture import Columns, Picture

CALLED = {
    "names": "name",
    "outcomes": "outcome",
    "grid": "starts every",
    "who": "who may book",
    "capacity": "places",
    "credits": "sessions",
    "validity_days": "valid days",
    "position": "place in the list",
    "active": "offered",
    "by": "given by",
    "zone": "time zone",
    "missed": "a word after a missed session",
    "service_reminders": "reminders of services",
    "selling": "how it is sold",
    "cadence": "written to about their plan",
}


def difference(ours: Picture, wanted: Picture, file: PracticeFile) -> list[str]:
    """What has to change for ours to be as wanted, a line for each thing."""
    currency = file.about.currency
    lines = []
    for kind, things in wanted.items():
        before = ours.get(kind, {})
        if kind == "practice":  # there is one, whatever its key
            before = dict(zip(things, before.values(), strict=False))
        for key, columns in things.items():
            lines += list(_changed(f"{kind} {_name(key, columns)}", before.get(key), columns, currency))
        for key, columns in before.items():
            if key not in things and columns.get("active", True):
                lines.append(f"{kind} {_name(key, columns)}: {_gone(kind)}")
    return lines


def _changed(what: str, before: Columns | None, after: Columns, currency: str) -> Iterator[str]:
    if before is None:
        yield f"{what}: new"
        return
    for column, value in after.items():
        old = before[column]
        if column == "rules":
            yield from _rules(old, value)
        elif old != value:
            yield f"{what}: {_called(column)} {_shown(column, old, currency)} -> {_shown(column, value, currency)}"


def _rules(before: Columns, after: Columns) -> Iterator[str]:
    for name, value in after.items():
        old = before.get(name)
        if isinstance(value, dict) and isinstance(old, dict) and name != "service_reminders":
            changed = {k for k in (*old, *value) if old.get(k) != value.get(k)}
            for key in sorted(changed):
                words = _sold if name == "selling" else _plain
                yield f"{_called(name)}, {_called(key)}: {words(old.get(key))} -> {words(value.get(key))}"
        elif old != value:
            yield f"{_called(name)}: {_rule(name, old)} -> {_rule(name, value)}"


def _rule(name: str, value: Any) -> str:
    if name == "service_reminders":
        return "; ".join(f"{key} {_steps(steps)}" for key, steps in (value or {}).items()) or "none"
    return _steps(value) if name == "reminders" else _plain(value)


def _sold(selling: Any) -> str:
    """full, instalments (10000 first, 2 parts every 30 days), terms 2026-03."""
    if not selling:
        return "none"
    said, parts = [", ".join(selling["ways"])], selling.get("instalments")
    if parts:
        first = f"{parts['first_share']} %" if parts["first_share"] else parts["first"]
        every = f" every {parts['days'] or parts['sessions']} {'days' if parts['days'] else 'sessions'}"
        said.append(f"{first} first, {parts['parts']} parts{every if parts['days'] or parts['sessions'] else ''}")
    if selling.get("terms") or selling.get("version"):
        said.append(f"terms {selling.get('version') or _plain(selling['terms'])[:40]}")
    return "; ".join(said)


def _steps(reminders: Any) -> str:
    return ", ".join(_step(reminder) for reminder in reminders or ()) or "none"


def _step(reminder: Any) -> str:
    when = "morning" if reminder["hours"] is None else f"{reminder['hours']} h"
    by = f" by {reminder['by']}" if reminder.get("by") else ""
    return f"{when}{by}" + (" in words of its own" if reminder.get("text") else "")


def _name(key: str, columns: Columns) -> str:
    names = columns.get("names")
    name = next(iter(names.values()), key) if names else columns.get("name", key)
    return str(name)


def _gone(kind: str) -> str:
    said = {
        "practitioner": "no longer works here; bookings stand",
        "service": "no longer offered; bookings stand",
        "plan": "no longer for sale; what was sold stays as it was sold",
    }
    return said.get(kind, "no longer")


def _called(column: str) -> str:
    return CALLED.get(column, column.replace("_", " "))


def _shown(column: str, value: Any, currency: str) -> str:
    match column:
        case "price" | "deposit":
            digits = get_currency_precision(currency)
            return f"{value / 10**digits:.{digits}f}"
        case "credits":
            return f"{value / 100:g}"
        case "hours":
            return (
                ", ".join(f"{DAYS[day][:3]} {clock(opens)}-{clock(closes)}" for day, opens, closes in value) or "none"
            )
        case "times":
            return ", ".join(f"{DAYS[day][:3]} {clock(starts)} {who}" for day, starts, who in value) or "none"
        case "covers":
            return ", ".join(f"{service} {cost / 100:g}" for service, cost in value)
        case _:
            return _plain(value)


def _plain(value: Any) -> str:
    match value:
        case None | "" | () | []:
            return "none"
        case bool():
            return "yes" if value else "no"
        case dict():
            return " / ".join(_plain(part) for part in value.values()) or "none"
        case list() | tuple():
            return ", ".join(_plain(part) for part in value)
        case _:
            return f'"{value}"' if isinstance(value, str) else str(value)

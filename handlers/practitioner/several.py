"""Several short forms in one message: "move maya tue to wed 4 and leo thu to fri 10", "cancel maya tue and thu".

All of them are understood, or the message is read as one: half of what was said is never done.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from handlers.practitioner import forms
from handlers.practitioner.people import mentions
from handlers.practitioner.shorthand import Command, read
from storage.people import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from handlers.practitioner.shorthand import Desk

    Answers = Callable[[Command], dict[str, Any] | None]

VERBS = {"staff_book": forms.BOOK, "staff_move": forms.MOVE, "staff_cancel": forms.CANCEL}
AND = re.compile(r"\s*(?:[,;\n]|\b(?:and|et|then|puis)\b|&)\s*(?:also\b|aussi\b)?\s*")

AN_HOUR = re.compile(r"(?:\b(?:at|a)\s+)?\b\d{1,2}(?::\d{2}|\s*h(?:\s*\d{2})?)?\s*(?:am|pm)?$")


def several(text: str, desk: Desk, answers: Answers) -> list[tuple[str, dict[str, Any]]]:
    """Each form of a message and its answers, or nothing when it is not several forms on sessions."""
    parts = _at_one_hour([part for part in AND.split(plain(text).strip(" .!?")) if part])
    first = read(parts[0], desk) if len(parts) > 1 else None
    if first is None or first.script not in VERBS:
        return []
    found = []
    for command in (first, *(_continued(first, parts[0], part, desk) for part in parts[1:])):
        known = answers(command) if command is not None and command.times else None
        if command is None or known is None or not _is_whole(command, known):
            return []
        found.append((command.script, {**command.answers, **known}))
    return found


def _at_one_hour(parts: list[str]) -> list[str]:
    """ "tuesday and thursday at 10": the hour is that of both."""
    hour = AN_HOUR.search(parts[-1]) if parts else None
    if hour is None or any(re.search(r"\d", part) for part in parts[:-1]) or any(map(_has_verb, parts[1:])):
        return parts
    return [*(f"{part} {hour[0]}" for part in parts[:-1]), parts[-1]]


def _continued(first: Command, began: str, part: str, desk: Desk) -> Command | None:
    """What follows: a form of its own, the same done to somebody else, or to the same at another time."""
    if _has_verb(part):
        return read(part, desk)
    if mentions(part, desk.clients):
        verb = VERBS[first.script].search(forms.POLITE.sub("", began))
        return read(f"{verb[0]} {part}", desk) if verb else None
    return Command(first.script, first.answers, part)


def _has_verb(part: str) -> bool:
    return any(verb.match(part) for verb in VERBS.values())


def _is_whole(command: Command, known: dict[str, Any]) -> bool:
    """Does it say which session, or to when, by itself?"""
    if command.script == "staff_book":
        return bool(known.get("when", {}).get("near"))
    if command.script == "staff_move":
        return "shift" in known or ("when" in known and forms.TO.search(f" {command.times}") is not None)
    return "which" in known

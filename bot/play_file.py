"""A written conversation as values: read from YAML, refused with the line and the reason when it is not understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

TOP = {"title", "practice", "with", "clock", "people", "bookings", "waitlist", "script", "lang"}
PERSON = {"name", "phone", "plan", "used", "expires", "lang", "family", "staff", "telegram", "grace", "opted_out"}
BOOKING = {"client", "at", "with", "service"}
EXPECT = {"bookings", "credits", "texts", "outbox", "opted_out", "laws"}
LATER = {"pay": "payments", "outage": "outages", "waitlist": "the waitlist"}


class NotUnderstood(Exception):
    """The file cannot be played: the line, and what is wrong with it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the script: what kind it is, about whom, and its values."""

    line: int
    kind: str  # says | hears | hears not | silence | press | together | duplicate | restart | clock | expect
    who: str = ""
    channel: str = ""
    value: Any = None


@dataclass(slots=True)
class Play:
    """A file that is understood."""

    path: Path
    title: str
    practice: str
    overrides: dict[str, Any]
    clock: datetime  # the practice's local time, naive
    people: dict[str, dict[str, Any]]
    bookings: list[dict[str, Any]]
    lang: str
    steps: list[Step] = field(default_factory=list)


class _Lined(dict[str, Any]):
    """A mapping that knows the lines of its keys."""

    lines: dict[str, int]
    line: int


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> _Lined:
    found = _Lined({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    found.line = node.start_mark.line + 1
    found.lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# Times of day and dates stay what they are written as: 12:30 would be a number in base 60.
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(path: Path) -> Play:
    """A written conversation. Raises NotUnderstood."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  our loader is a safe one
    except yaml.MarkedYAMLError as error:
        raise NotUnderstood(
            error.problem_mark.line + 1 if error.problem_mark else 0, f"not YAML: {error.problem}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise NotUnderstood(0, f"cannot be read: {error}") from None
    if not isinstance(data, _Lined):
        raise NotUnderstood(1, "a conversation is a mapping: title, clock, people, script ...")
    _only(data, TOP)
    for needed in ("clock", "people", "script"):
        if needed not in data:
            raise NotUnderstood(1, f"{needed} is missing")
    if data.get("waitlist"):
        raise NotUnderstood(data.lines["waitlist"], "the waitlist cannot be played yet")
    people = _people(data)
    return Play(
        path,
        str(data.get("title", path.stem)),
        str(data.get("practice", "sample")),
        dict(data.get("with") or {}),
        moment(data["clock"], data.lines["clock"]),
        people,
        _bookings(data, people),
        str(data.get("lang", "")),
        [_step(entry, people) for entry in _list(data, "script")],
    )


def _only(data: _Lined, known: set[str]) -> None:
    for key in data:
        if key not in known:
            raise NotUnderstood(
                data.lines.get(str(key), data.line), f"unknown key {key!r}; there is {', '.join(sorted(known))}"
            )


def _list(data: _Lined, key: str) -> list[Any]:
    found = data.get(key) or []
    if not isinstance(found, list):
        raise NotUnderstood(data.lines[key], f"{key} is a list")
    return found


def _people(data: _Lined) -> dict[str, dict[str, Any]]:
    people = data["people"]
    if not isinstance(people, _Lined):
        raise NotUnderstood(data.lines["people"], "people is a mapping of short names")
    for name, facts in people.items():
        if not isinstance(facts, _Lined):
            raise NotUnderstood(
                people.lines[name], f"{name}: say who they are, at least {{phone: ...}} or {{staff: ...}}"
            )
        _only(facts, PERSON)
    return dict(people)


def _bookings(data: _Lined, people: dict[str, Any]) -> list[dict[str, Any]]:
    for entry in _list(data, "bookings"):
        if not isinstance(entry, _Lined):
            raise NotUnderstood(data.lines["bookings"], "a booking is {client: ..., at: ...}")
        _only(entry, BOOKING)
        if str(entry.get("client", "")).partition("/")[0] not in people:
            raise NotUnderstood(entry.line, f"there is no {entry.get('client')!r} among the people")
    return list(_list(data, "bookings"))


def _step(entry: Any, people: dict[str, Any]) -> Step:
    if entry == "restart":
        return Step(0, "restart")
    if not isinstance(entry, _Lined) or len(entry) != 1:
        line = entry.line if isinstance(entry, _Lined) else 0
        raise NotUnderstood(line, f"a step is one key and its value, not {entry!r}")
    ((key, value),) = entry.items()
    line = entry.lines[str(key)]
    if key in LATER:
        raise NotUnderstood(line, f"{LATER[key]} cannot be played yet")
    for kind in ("hears not", "hears"):
        if str(key).startswith(kind + " "):
            return Step(line, kind, _known(str(key)[len(kind) + 1 :].strip(), people, line), value=_items(value))
    if key == "expect":
        _only(value if isinstance(value, _Lined) else _nothing(line), EXPECT)
        return Step(line, "expect", value=value)
    if key in {"silence", "duplicate"}:
        return Step(line, key, _known(str(value), people, line))
    if key == "press":
        return _press(value, people, line)
    if key == "together":
        return Step(line, key, value=[_line_of(one, people, line) for one in value])
    if key in {"clock", "restart"}:
        return Step(line, key, value=value)
    name, _, channel = str(key).partition("@")
    if channel not in {"", "sms", "telegram"}:
        raise NotUnderstood(line, f"there is no channel {channel!r}: sms or telegram")
    return Step(line, "says", _known(name, people, line), channel, "" if value is None else _said(value))


def _nothing(line: int) -> _Lined:
    raise NotUnderstood(line, "expect is a mapping: bookings, credits, texts, outbox, opted_out, laws")


def _said(value: Any) -> str:
    """What was written: yes and no without quotes are words too."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _known(name: str, people: dict[str, Any], line: int) -> str:
    if name not in people:
        raise NotUnderstood(line, f"there is no {name!r}; the people are {', '.join(people)}")
    return name


def _press(value: Any, people: dict[str, Any], line: int) -> Step:
    if not isinstance(value, _Lined) or set(value) != {"who", "choice"}:
        raise NotUnderstood(line, "press is {who: ..., choice: N}")
    return Step(line, "press", _known(str(value["who"]), people, line), value=int(value["choice"]))


def _line_of(entry: Any, people: dict[str, Any], line: int) -> tuple[str, str]:
    if not isinstance(entry, dict) or len(entry) != 1:
        raise NotUnderstood(line, "together is a list of {name: text}")
    ((name, text),) = entry.items()
    return _known(str(name), people, line), _said(text)


def _items(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def moment(value: Any, line: int) -> datetime:
    """A local time as it is written: 2026-03-02 10:15."""
    try:
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001  the practice's own clock
        return datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise NotUnderstood(line, f"not a time: {value!r}; write 2026-03-02 10:15") from None

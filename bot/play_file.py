"""A written conversation as values: read from YAML, refused with the line and the reason when it is not understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

TOP = {"title", "practice", "with", "clock", "people", "bookings", "waitlist", "script", "lang"}
PERSON = {
    "name",
    "phone",
    "plan",
    "used",
    "expires",
    "lang",
    "family",
    "staff",
    "telegram",
    "grace",
    "opted_out",
    "pin",
}
BOOKING = {"client", "at", "with", "service"}
WAIT = {"who", "from", "until", "with", "service"}
EXPECT = {"bookings", "credits", "texts", "outbox", "opted_out", "laws"}
PLACES = {"bought", "used", "booked", "free", "expired", "refunded"}
TEXTS = {"in", "out", "segments"}
CHANNELS = {"sms", "telegram"}
AGO = re.compile(r"^\+\s*(\d+)\s*(m|min|h|d|w)$")
UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class NotUnderstood(Exception):
    """The file cannot be played: the line, and what is wrong with it."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}" if line else reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the script: what kind it is, about whom, and its values."""

    line: int
    # says | hears | hears not | silence | press | pay | pay late | decline | together | duplicate | restart | clock |
    # expect
    kind: str
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
    waitlist: list[dict[str, Any]] = field(default_factory=list)


# YAML that keeps its lines, and the words as they were written


class Lined(dict[str, Any]):
    """A mapping that knows where it stands, the lines of its keys, and its values as they were written."""

    line: int
    lines: dict[str, int]
    written: dict[str, str]


class _Loader(yaml.SafeLoader):
    pass


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Lined:
    found = Lined()
    found.line = node.start_mark.line + 1
    found.lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    for key, _ in node.value:
        if [k.value for k, _ in node.value].count(key.value) > 1:
            raise NotUnderstood(key.start_mark.line + 1, f"{key.value!r} stands here twice")
    found.update({str(key): value for key, value in loader.construct_mapping(node, deep=True).items()})
    found.written = {str(key.value): value.value for key, value in node.value if isinstance(value, yaml.ScalarNode)}
    return found


def _only_plain(tag: str, pattern: str, first: str) -> None:
    _Loader.add_implicit_resolver(tag, re.compile(pattern), list(first))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
# A day or a time stays what it is written as, and so do yes and no: only true, false and plain numbers are values.
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in {"null", "merge"}]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_only_plain("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf")
_only_plain("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789")
_only_plain("tag:yaml.org,2002:float", r"^-?[0-9]+\.[0-9]+$", "-0123456789")


def read(path: Path) -> Play:
    """A written conversation. Raises NotUnderstood."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  our loader is a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotUnderstood(mark.line + 1 if mark else 0, f"not YAML: {error.problem}") from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise NotUnderstood(0, f"cannot be read: {error}") from None
    if not isinstance(data, Lined):
        raise NotUnderstood(1, "a conversation is a mapping: title, clock, people, script ...")
    _only(data, TOP)
    for needed in ("clock", "people", "script"):
        if needed not in data:
            raise NotUnderstood(1, f"{needed} is missing")
    people = _people(data)
    return Play(
        path,
        str(data.get("title", path.stem)),
        str(data.get("practice", "sample")),
        dict(_mapped(data, "with")),
        moment(data["clock"], data.lines["clock"]),
        people,
        _bookings(data, people),
        _one_of(data, "lang", {"en", "fr"}),
        _Reader(people).steps(data),
        _waitlist(data, people),
    )


def _only(data: Lined, known: Collection[str]) -> None:
    for key in data:
        if key not in known:
            raise NotUnderstood(
                data.lines.get(key, data.line), f"unknown key {key!r}; there is {', '.join(sorted(known))}"
            )


def _listed(data: Lined, key: str) -> list[Any]:
    found = data.get(key) or []
    if not isinstance(found, list):
        raise NotUnderstood(data.lines[key], f"{key} is a list")
    return found


def _mapped(data: Lined, key: str) -> Lined:
    found = data.get(key) or Lined()
    if not isinstance(found, Lined):
        raise NotUnderstood(data.lines[key], f"{key} is a mapping")
    return found


def _one_of(data: Lined, key: str, known: Collection[str]) -> str:
    value = str(data.get(key) or "")
    if value and value not in known:
        raise NotUnderstood(data.lines[key], f"{key} is one of {', '.join(sorted(known))}, not {value!r}")
    return value


def _people(data: Lined) -> dict[str, dict[str, Any]]:
    people = _mapped(data, "people")
    for name, facts in people.items():
        if not isinstance(facts, Lined):
            reason = f"{name}: say who they are, at least {{phone: ...}} or {{staff: ...}}"
            raise NotUnderstood(people.lines[name], reason)
        _only(facts, PERSON)
        _one_of(facts, "lang", {"en", "fr"})
        _one_of(facts, "grace", {"used"})
        _listed(facts, "family")
    return dict(people)


def _bookings(data: Lined, people: Mapping[str, Any]) -> list[dict[str, Any]]:
    for entry in _listed(data, "bookings"):
        if not isinstance(entry, Lined) or not {"client", "at"} <= entry.keys():
            raise NotUnderstood(data.lines["bookings"], "a booking is {client: ..., at: ...}")
        _only(entry, BOOKING)
        if str(entry["client"]).partition("/")[0] not in people:
            raise NotUnderstood(entry.line, f"there is no {entry['client']!r} among the people")
        moment(entry["at"], entry.lines["at"])
    return list(_listed(data, "bookings"))


def _waitlist(data: Lined, people: Mapping[str, Any]) -> list[dict[str, Any]]:
    for entry in _listed(data, "waitlist"):
        if not isinstance(entry, Lined) or not {"who", "from", "until"} <= entry.keys():
            raise NotUnderstood(data.lines["waitlist"], "who waits is {who: ..., from: ..., until: ...}")
        _only(entry, WAIT)
        if str(entry["who"]).partition("/")[0] not in people:
            raise NotUnderstood(entry.line, f"there is no {entry['who']!r} among the people")
        if moment(entry["until"], entry.lines["until"]) <= moment(entry["from"], entry.lines["from"]):
            raise NotUnderstood(entry.lines["until"], "a wait ends after it begins")
    return list(_listed(data, "waitlist"))


class _Reader:
    """Reads the steps of a script whose people are known."""

    def __init__(self, people: Mapping[str, Any]) -> None:
        self.people = people

    def steps(self, data: Lined) -> list[Step]:
        line, found = data.lines["script"], []
        for entry in _listed(data, "script"):
            found.append(self._step(entry, line))
            line = max(line, found[-1].line)
        return found

    def _step(self, entry: Any, after: int) -> Step:
        if entry == "restart":
            return Step(after, "restart")
        if not isinstance(entry, Lined) or len(entry) != 1:
            line = entry.line if isinstance(entry, Lined) else after
            raise NotUnderstood(line, f"a step is one key and its value, not {entry!r}")
        ((key, value),) = entry.items()
        line = entry.lines[key]
        for kind in ("hears not", "hears"):
            if key.startswith(f"{kind} "):
                return Step(line, kind, self._known(key.removeprefix(kind).strip(), line), value=_items(value, line))
        known: dict[str, Callable[[Any, int], Step]] = {
            "expect": self._expect,
            "press": self._press,
            "pay": lambda who, line: Step(line, "pay", self._known(str(who), line)),
            "pay late": lambda who, line: Step(line, "pay late", self._known(str(who), line)),
            "decline": lambda who, line: Step(line, "decline", self._known(str(who), line)),
            "together": self._together,
            "clock": self._clock,
            "outage": self._outage,
            "restart": lambda _, line: Step(line, "restart"),
            "silence": lambda who, line: Step(line, "silence", self._known(str(who), line)),
            "duplicate": lambda who, line: Step(line, "duplicate", self._known(str(who), line)),
        }
        return known[key](value, line) if key in known else self._says(entry, key, line)

    def _says(self, entry: Lined, key: str, line: int) -> Step:
        name, _, channel = key.partition("@")
        if name not in self.people:
            raise NotUnderstood(line, f"unknown step {key!r}; the people are {', '.join(self.people)}")
        if channel and channel not in CHANNELS:
            raise NotUnderstood(line, f"there is no channel {channel!r}: sms or telegram")
        if key not in entry.written:
            raise NotUnderstood(line, f"what {name} writes is a text")
        return Step(line, "says", name, channel, entry.written[key])

    def _known(self, name: str, line: int) -> str:
        if name.partition("/")[0] not in self.people:
            raise NotUnderstood(line, f"there is no {name!r}; the people are {', '.join(self.people)}")
        return name

    def _press(self, value: Any, line: int) -> Step:
        if not isinstance(value, Lined) or set(value) != {"who", "choice"} or not _is_count(value["choice"]):
            raise NotUnderstood(line, "press is {who: ..., choice: N}, from 1")
        return Step(line, "press", self._known(str(value["who"]), line), value=int(value["choice"]))

    def _together(self, value: Any, line: int) -> Step:
        entries = value if isinstance(value, list) else []
        if not entries or not all(isinstance(entry, Lined) and len(entry) == 1 for entry in entries):
            raise NotUnderstood(line, "together is a list of {name: text}")
        said = [self._says(entry, next(iter(entry)), entry.line) for entry in entries]
        return Step(line, "together", value=said)

    def _clock(self, value: Any, line: int) -> Step:
        return Step(line, "clock", value=later(str(value).strip(), line))

    def _outage(self, value: Any, line: int) -> Step:
        """How long sends fail, by channel."""
        if not isinstance(value, Lined) or not value:
            raise NotUnderstood(line, "outage is {sms: 2h}, or {telegram: 30min}")
        _only(value, CHANNELS)
        spans = {channel: later(f"+{span}", value.lines[channel]) for channel, span in value.items()}
        return Step(line, "outage", value=spans)

    def _expect(self, value: Any, line: int) -> Step:
        if not isinstance(value, Lined):
            raise NotUnderstood(line, f"expect is a mapping: {', '.join(sorted(EXPECT))}")
        _only(value, EXPECT)
        for key in ("bookings", "credits", "texts", "outbox"):
            for name, wanted in _mapped(value, key).items():
                self._known(name, value[key].lines[name])
                if key in {"credits", "texts"}:
                    _numbers(wanted, PLACES if key == "credits" else TEXTS, value[key].lines[name])
                else:
                    value[key][name] = [str(item) for item in _listed(value[key], name)]
        for name in _listed(value, "opted_out"):
            self._known(str(name), value.lines["opted_out"])
        _one_of(value, "laws", {"hold"})
        return Step(line, "expect", value=value)


def _numbers(wanted: Any, known: Collection[str], line: int) -> None:
    if not isinstance(wanted, Lined):
        raise NotUnderstood(line, f"a mapping is wanted: {', '.join(sorted(known))}")
    _only(wanted, known)
    for key, number in wanted.items():
        if not isinstance(number, int | float) or isinstance(number, bool):
            raise NotUnderstood(wanted.lines[key], f"{key} is a number, not {number!r}")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _items(value: Any, line: int) -> list[str]:
    items = [str(item) for item in value] if isinstance(value, list) else [str(value)]
    for item in items:
        if is_pattern(item):
            try:
                re.compile(item[1:-1])
            except re.error as error:
                raise NotUnderstood(line, f"{item} is no regular expression: {error}") from None
    return items


def is_pattern(item: str) -> bool:
    """A regular expression stands between slashes."""
    return len(item) > 2 and item.startswith("/") and item.endswith("/")


def later(value: str, line: int) -> timedelta | datetime:
    """ "+2d", or a local time."""
    if match := AGO.match(value):
        return timedelta(**{UNITS[match[2]]: int(match[1])})
    return moment(value, line)


def moment(value: Any, line: int) -> datetime:
    """A local time as it is written: 2026-03-02 10:15."""
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise NotUnderstood(line, f"not a time: {value!r}; write 2026-03-02 10:15") from None

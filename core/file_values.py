"""How values are written in the practice file: hours, days, dates, amounts, class times, texts per language.

Each reader takes what TOML gave, returns our value, or raises `wrong` with what would be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from core import pace
from core.rules import CAUSES, Cause, Reminder, Ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationInfo

SPOKEN = ("en", "fr")  # the languages that Repbook has words for

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
CLOCK = re.compile(r"(\d{1,2})(?:[:h](\d{2}))?h?\s*(am|pm)?", re.IGNORECASE)


def wrong(remedy: str) -> PydanticCustomError:
    """A value that is not right, with what would be."""
    return PydanticCustomError("wrong", "{remedy}", {"remedy": remedy})


def clock(minutes: int) -> str:
    """Minutes after midnight as the file writes them: 18:00."""
    return f"{minutes // 60}:{minutes % 60:02}"


def read_clock(text: str) -> int | None:
    """Minutes after midnight of "8", "8:30", "18h", "6pm"; nothing when it is no time of day."""
    match = CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hours, minutes, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= 24 * 60 else None


def read_window(text: str) -> tuple[int, int]:
    """One window of a day, "8-12"."""
    opens, dash, closes = (piece.strip() for piece in re.sub(r"\s*[–—]\s*", "-", text).partition("-"))
    start, end = read_clock(opens), read_clock(closes)
    if not dash or start is None or end is None:
        raise wrong('write the hours as "8-19", or as "8-12:30, 13:30-19" with a break')
    if start >= end:
        afternoon = end + 12 * 60
        likely = f"{opens}-{clock(afternoon)}" if start < 12 * 60 else f"{closes}-{opens}"
        raise wrong(f'it closes before it opens: "{likely}" would do')
    return start, end


def read_windows(value: Any) -> tuple[tuple[int, int], ...]:
    """The windows of a day, in order; none when it says "closed"."""
    if not isinstance(value, str):
        raise wrong('hours are written in quotes: "8-19"')
    if value.strip().lower() in {"", "closed", "fermé"}:
        return ()
    windows = sorted(read_window(piece) for piece in value.split(","))
    for (_, closes), (opens, _) in pairwise(windows):
        if opens < closes:
            raise wrong(f"two windows overlap: one opens at {clock(opens)}, before the other closes at {clock(closes)}")
    return tuple(windows)


def read_day(text: str) -> int | None:
    """A weekday's number, Monday 0, from its name or the beginning of it, in English or French."""
    name = text.strip().lower().rstrip(".")
    fits = [n for days in (DAYS, JOURS) for n, day in enumerate(days) if len(name) > 2 and day.lower().startswith(name)]
    return fits[0] if fits else None


def read_days(text: str) -> list[int]:
    """The weekdays of "Sat", "Mon-Fri" or "Mon, Wed"."""
    found: list[int] = []
    for piece in text.split(","):
        ends = [read_day(name) for name in piece.split("-")]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2:
            raise wrong('name days as Mon, Tue, Wed, Thu, Fri, Sat, Sun, or as a range: Mon-Fri = "8-19"')
        found += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return found


def checked_days(text: str) -> str:
    read_days(text)
    return text


def read_class_time(value: Any) -> tuple[int, int, str]:
    """Weekday, minutes after midnight and the practitioner (or "") of "Wed 18:00 with Priya Nair"."""
    match = re.fullmatch(r"\s*(\S+)\s+(.+?)(?:\s+(?:with|avec)\s+(.+?))?\s*", value) if isinstance(value, str) else None
    day = read_day(match[1]) if match else None
    starts = read_clock(match[2]) if match else None
    if match is None or day is None or starts is None or starts >= 24 * 60:
        raise wrong('a class time is written "Wed 18:00 with Priya Nair"')
    return day, starts, match[3] or ""


def read_day_at(value: Any) -> time | Literal["off"]:
    """When a practitioner's day comes: "7:00", or "off"."""
    if isinstance(value, time):
        return value
    words = value.strip().lower() if isinstance(value, str) else ""
    if words in {"off", "never", "no", "non", "jamais"}:
        return "off"
    minutes = read_clock(words)
    if minutes is None or minutes >= 24 * 60:
        raise wrong('write a time of day, "7:00", or "off"')
    return time(*divmod(minutes, 60))


def read_moment(value: Any) -> datetime | date:
    """A local date, or a local date and time; quoted ones too."""
    if isinstance(value, str):
        value = _from_words(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(second=0, microsecond=0)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise wrong("write a date as 2026-07-01, a time of that day as 2026-07-01T13:00, in the practice's own time zone")


def read_date(value: Any) -> date:
    """A day, quoted or not."""
    day = read_moment(value)
    if isinstance(day, datetime):
        raise wrong("write a day as 2026-12-31, without a time")
    return day


def _from_words(text: str) -> Any:
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text.strip())
        except ValueError:
            continue
    return None


def read_amount(value: Any) -> Decimal:
    """An exact number, zero or more: 95, 95.50, "0.5"."""
    try:
        amount = Decimal(str(value).replace(",", "."))  # TOML's true is no number: "True" is refused
    except InvalidOperation:
        raise wrong('write a number, such as 95 or "95.50"') from None
    if not amount.is_finite() or not 0 <= amount < 10_000_000:
        raise wrong("write an amount of zero or more")
    return amount


def read_credits(value: Any) -> int:
    """Hundredths of a session, from a number of sessions: 8, "0.5"."""
    hundredths = read_amount(value) * 100
    if hundredths != int(hundredths) or not hundredths:
        raise wrong('write a number of sessions above zero, such as 8 or "0.5"')
    return int(hundredths)


def read_covers(value: Any) -> dict[str, int]:
    """What one of each service costs in credits; a list of services: one session each."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return dict.fromkeys(value, 100)
    if isinstance(value, dict):
        return {name: read_credits(cost) for name, cost in value.items()}
    raise wrong('write what it covers as { session = 1, followup = "0.5" }')


def read_text(value: Any, info: ValidationInfo) -> dict[str, str]:
    """A text in each of the practice's languages, from one for all of them or one per language."""
    languages: tuple[str, ...] = (info.context or {})["languages"]
    if isinstance(value, str) and value.strip():
        return dict.fromkeys(languages, value.strip())
    if not isinstance(value, dict) or not all(isinstance(text, str) and text.strip() for text in value.values()):
        raise wrong('write a text: "..." for all languages, or { en = "...", fr = "..." }')
    for missing in (language for language in languages if language not in value):
        raise wrong(f'the text in {missing} is missing: add {missing} = "..."')
    for unknown in (language for language in value if language not in SPOKEN):
        raise wrong(f"{unknown} is no language that Repbook speaks: {', '.join(SPOKEN)}")
    return {language: value[language].strip() for language in languages}


WAYS = ("full", "instalments", "practice")


def read_ways(value: Any) -> tuple[str, ...]:
    """The ways to pay a plan, in the order in which they are offered."""
    if not isinstance(value, list) or not value or not set(value) <= set(WAYS) or len(set(value)) < len(value):
        raise wrong('write the ways to pay as ["full", "instalments", "practice"], or some of them')
    return tuple(value)


SHARE = re.compile(r"(\d{1,2})\s*%")
EVERY = re.compile(r"(\d{1,3})\s*(days?|sessions?|weeks?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """Instalments as the file has them: a first amount or share, equal parts, and how far they are apart."""

    first: Decimal = Decimal(0)
    first_share: int = 0
    parts: int = 2
    days: int = 0
    sessions: int = 0


def read_instalments(value: Any) -> Parts:
    """Instalments: { first = "40 %", parts = 2, every = "30 days" }; `first` may be an amount, `every` sessions."""
    if not isinstance(value, dict) or set(value) - {"first", "parts", "every"}:
        raise wrong('write instalments as { first = "40 %", parts = 2, every = "30 days" }')
    first, parts = value.get("first", 0), value.get("parts", 2)
    if not isinstance(parts, int) or not 1 <= parts <= 24:
        raise wrong("parts says in how many equal parts the rest is paid: 1 to 24")
    share = SHARE.fullmatch(first.strip()) if isinstance(first, str) else None
    amount = Decimal(0) if share else read_amount(first)
    return Parts(amount, int(share[1]) if share else 0, parts, *_every(value.get("every", "")))


def _every(text: Any) -> tuple[int, int]:
    """Days and sessions between two parts: one of them, or neither."""
    if text == "":
        return 0, 0
    match = EVERY.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or not int(match[1]):
        raise wrong('write how far the parts are apart as "30 days" or "4 sessions"')
    n, unit = int(match[1]), match[2].lower()
    return (0, n) if unit.startswith("s") else (n * (7 if unit.startswith("w") else 1), 0)


def read_pace(value: Any) -> pace.Pace:
    """How often the sessions of a plan come: "1 a week", "2 a week", "1 every 2 weeks"."""
    found = pace.read(value) if isinstance(value, str) else None
    if found is None:
        raise wrong('write how often its sessions come as "1 a week", "2 a week" or "1 every 2 weeks"')
    return found


def read_causes(value: Any) -> tuple[str, ...]:
    """What clients are written to about their plan, of the four there are."""
    known = ", ".join(f'"{cause}"' for cause in CAUSES)
    if not isinstance(value, list) or not all(cause in CAUSES for cause in value) or len(set(value)) < len(value):
        raise wrong(f"name some of these, or none: [{known}]")
    return tuple(value)


def read_quiet(value: Any) -> tuple[time, time]:
    """Quiet hours, which may run over midnight: "21:00-8:00"."""
    ends = [read_clock(piece) for piece in value.split("-")] if isinstance(value, str) else []
    match ends:
        case [int(start), int(end)]:
            return time(start // 60 % 24, start % 60), time(end // 60 % 24, end % 60)
    raise wrong('write quiet hours as "21:00-8:00"')


STEP = re.compile(r"(?:(morning)|(\d{1,3})\s*(h|hours?|days?|d))(?:\s+by\s+(sms|telegram))?", re.IGNORECASE)
SLOTS = {"practice", "name", "when", "who"}  # what a reminder's own words may name
OPTING_OUT = re.compile(r"\b(CANCEL|END|QUIT|STOP|STOPALL|UNSUBSCRIBE|REVOKE|OPTOUT|ARRET)\b")


def read_reminder(value: Any, info: ValidationInfo) -> Reminder:
    """A reminder: "48 h", "2 days", "morning", "24 h by sms", or a table with words of its own."""
    if isinstance(value, str):
        return _read_step(value)
    if not isinstance(value, dict) or "at" not in value or set(value) - {"at", "by", "text"}:
        raise wrong('write a reminder as "48 h", or as { at = "48 h", by = "sms", text = "..." }')
    by = f" by {value['by']}" if value.get("by") else ""
    step = _read_step(f"{value['at']}{by}")
    text = read_text(value["text"], info) if value.get("text") else {}
    for words in text.values():
        _check_words(words)
    return step.model_copy(update={"text": text})


def _read_step(text: str) -> Reminder:
    match = STEP.fullmatch(text.strip())
    hours = int(match[2]) * (24 if match[3].lower().startswith("d") else 1) if match and match[2] else 0
    if match is None or (match[2] and not 1 <= hours <= 24 * 30):
        raise wrong('write a reminder as "48 h", "2 days" or "morning"; by which channel, if it matters: "48 h by sms"')
    return Reminder.model_validate({"hours": hours or None, "by": match[4].lower() if match[4] else None})


def _check_words(words: str) -> None:
    """The words of a reminder name what we know, and never a word that unsubscribes who answers with it."""
    try:
        named = {name for _, name, _, _ in Formatter().parse(words) if name is not None}
    except ValueError:
        named = {"{"}
    if named - SLOTS:
        raise wrong("in these words, {practice}, {name}, {when} and {who} stand for what they say; nothing else does")
    if unlucky := OPTING_OUT.search(words):
        raise wrong(f"who answers {unlucky[0]} is unsubscribed from all texts: use another word")


def read_reminders(reminders: tuple[Reminder, ...]) -> tuple[Reminder, ...]:
    steps = [reminder.step for reminder in reminders]
    if len(set(steps)) < len(steps):
        raise wrong("name each reminder once")
    return reminders


Clean = Annotated[str, BeforeValidator(lambda v: v.strip() if isinstance(v, str) else v), Field(strict=True)]
Name = Annotated[Clean, Field(min_length=1, max_length=120)]
Texts = Annotated[dict[str, str], BeforeValidator(read_text)]
DayHours = Annotated[tuple[tuple[int, int], ...], BeforeValidator(read_windows)]
Week = dict[Annotated[str, AfterValidator(checked_days)], DayHours]
ClassAt = Annotated[tuple[int, int, str], BeforeValidator(read_class_time)]
Moment = Annotated[datetime | date, BeforeValidator(read_moment)]
Amount = Annotated[Decimal, BeforeValidator(read_amount)]
Credits = Annotated[int, BeforeValidator(read_credits)]
Covers = Annotated[dict[str, int], BeforeValidator(read_covers)]
WaysToPay = Annotated[Ways, BeforeValidator(read_ways)]
InParts = Annotated[Parts, BeforeValidator(read_instalments)]
PaceOf = Annotated[pace.Pace, BeforeValidator(read_pace)]
Causes = Annotated[tuple[Cause, ...], BeforeValidator(read_causes)]
DayAt = Annotated[time | Literal["off"], BeforeValidator(read_day_at)]
Quiet = Annotated[tuple[time, time], BeforeValidator(read_quiet)]
Reminders = Annotated[tuple[Annotated[Reminder, BeforeValidator(read_reminder)], ...], AfterValidator(read_reminders)]


def weekly(hours: Week) -> Iterator[tuple[int, int, int]]:
    """Weekday, opening and closing minute of every window of a week, in order."""
    windows = [(day, *window) for days, spans in hours.items() for day in read_days(days) for window in spans]
    return iter(sorted(windows))

"""The times in a practitioner's short forms: of new sessions, of sessions that are there, and of time off."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from core.windows import Window, Windows
from handlers.practitioner.shorthand import spelled_out
from handlers.situation import catalogue
from handlers.understanding import understand
from handlers.understanding.meaning import Context, Opening
from handlers.understanding.waiting import WEEKDAYS
from storage.people import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from handlers.dialogue import Turn
    from handlers.understanding.meaning import Meaning

DAWN, DUSK = time(7), time(22)  # between these anybody may work
ANY_HOURS = tuple(Opening(day, DAWN, DUSK) for day in range(7))
WEEKS_AHEAD = 9  # how far a weekday may reach for a session
MANY_DAYS = 7  # a wish on more days than these names no day
AFTERNOON = re.compile(r"\b(?:pm|afternoon|apres[- ]?midi|aprem)\b")
NOT_LEANING = re.compile(r"\b(?:next|this|prochaine?|ce|cette)\b|\d(?:st|nd|rd|th|er|e)\b|\b\d{1,2}\s*/\s*\d")
SHIFT = re.compile(
    r"\b(\d{1,3}|an?|une?)\s*(h(?:ours?|eures?)?|min(?:ute)?s?)\b\s*(later|earlier|sooner|plus tard|plus tot)"
)
TO = re.compile(r"(?:^|\s)(?:to|a|au|aux|vers|for|pour|->|>|=>)\s+")
FROM = re.compile(r"^(?:from|du|de|d'|on|le)\s+")


def read(t: Turn, words: str, verb: str = "book", openings: Sequence[Opening] | None = None) -> Meaning:
    """What understanding makes of these words after that verb: its times, a service, a practitioner."""
    known = catalogue(t)
    context = Context(
        zone=t.words.zone,
        lang=t.person.language,
        staff=True,
        openings=tuple(openings or (*known.openings, *_other_days(known.openings))),
        practitioners=known.practitioners,
        services=known.services,
        plans=known.plans,
        default_minutes=known.default_minutes,
    )
    return understand(f"{verb} {spelled_out(words)}", context, t.now)


def _other_days(openings: Sequence[Opening]) -> list[Opening]:
    """The practice's usual hours on the days that it has none: her hand may work on any."""
    if not openings:
        return []
    opens, closes = min(o.opens for o in openings), max(o.closes for o in openings)
    return [Opening(day, opens, closes) for day in range(7) if all(o.weekday != day for o in openings)]


def shift(words: str) -> int | None:
    """The minutes of "30 min later", "an hour earlier", "1 h plus tard"."""
    match = SHIFT.search(plain(words))
    if not match:
        return None
    amount = int(match[1]) if match[1] and match[1].isdigit() else 1
    minutes = amount * (60 if match[2].startswith("h") else 1)
    return -minutes if match[3] in {"earlier", "sooner", "plus tot"} else minutes


def old_and_new(words: str) -> tuple[str, str]:
    """ "tuesday to thursday 3" -> the time a session has, and the one that it is to have."""
    before, *after = TO.split(words, maxsplit=1)
    return (FROM.sub("", before.strip()), after[0].strip()) if after else ("", before.strip())


def of_sessions(t: Turn, words: str) -> Windows | None:
    """The starts of existing sessions that the words may mean: said on a Tuesday, "tuesday" is today or in a week.

    A weekday without a date may be in any of the next weeks: the first that has such a session is meant.
    """
    wish = read(t, words).windows if words else None
    if wish is None:
        return None
    local = t.now.astimezone(t.words.zone)
    if re.search(WEEKDAYS[local.weekday()], plain(words)):
        shifted = [Window(s.start - timedelta(days=7), s.end - timedelta(days=7)) for s in wish.spans]
        today = _day(t, local.date())
        wish = Windows.of([*wish.spans, *(s for s in shifted if s.start >= today.start)], wish.near)
    if names_a_weekday(words):
        wish = Windows.of([s for n in range(WEEKS_AHEAD) for s in _weeks_later(t, wish, n).spans], wish.near)
    return wish


def names_a_weekday(words: str) -> bool:
    """ "thu 3", and not "next thursday" or "thursday the 12th": the day that is meant may lean on a session's week."""
    text = plain(words)
    return any(re.search(day, text) for day in WEEKDAYS) and not NOT_LEANING.search(text)


def anchored(t: Turn, wish: Windows, start: datetime, *, by_weekday: bool = False) -> Windows:
    """A new time as it is meant for a session that starts then.

    An hour alone is on its day, a day alone pleases most at its hour, a weekday alone is in its week.
    """
    zone = t.words.zone
    local = start.astimezone(zone)
    days = {span.start.astimezone(zone).date() for span in wish.spans}
    if len(days) > MANY_DAYS:
        own = _day(t, local.date())
        return wish.clip(own.start, own.end) or wish
    if by_weekday and len(days) == 1:
        weeks = (_monday(local.date()) - _monday(min(days))).days // 7
        wish = _weeks_later(t, wish, max(weeks, 0))
        days = {span.start.astimezone(zone).date() for span in wish.spans}
    if wish.exact or wish.near:
        return wish
    same = [datetime.combine(day, local.time(), zone).astimezone(UTC) for day in sorted(days)]
    return Windows(wish.spans, tuple(at for at in same if at in wish))


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _weeks_later(t: Turn, wish: Windows, weeks: int) -> Windows:
    """The same local times so many weeks later."""

    def later(at: datetime) -> datetime:
        local = at.astimezone(t.words.zone).replace(tzinfo=None) + timedelta(weeks=weeks)
        return local.replace(tzinfo=t.words.zone).astimezone(UTC)

    return Windows(tuple(Window(later(s.start), later(s.end)) for s in wish.spans), tuple(map(later, wish.near)))


def off(t: Turn, words: str) -> Windows | None:
    """The time that "off 3-10 july", "block fri pm" mean: from the first minute to the last, nights and all."""
    wish = read(t, words, "block").windows or read(t, f"today {words}", "block").windows
    if not wish:
        return None
    days = {span.start.astimezone(t.words.zone).date() for span in wish.spans}
    late = AFTERNOON.search(plain(words)) is not None
    whole = [_to_the_edges(t, _long_enough(t, span), late=late) for span in wish.spans]
    if len(days) > MANY_DAYS and not any(_is_whole(t, span) for span in whole):
        whole = whole[:1]  # an hour of no day in particular is the next one
    return from_now(t, Windows.of(span for span in whole if span.end > t.now))


def _long_enough(t: Turn, span: Window) -> Window:
    """ "block fri at 3" is a session's length; "until 8" ends at eight, not a minute after it."""
    if span.is_instant:
        return Window(span.start, span.start + timedelta(minutes=catalogue(t).default_minutes))
    return Window(span.start, span.end - timedelta(minutes=1)) if span.end.minute % 5 == 1 else span


def hours(t: Turn, words: str) -> Windows | None:
    """The time that "open sat 9-1" means, which may be any; of a whole day, the hours that the practice would have."""
    wish = read(t, words, "open", ANY_HOURS).windows
    if not wish:
        return None
    days = {span.start.astimezone(t.words.zone).date() for span in wish.spans}
    spans = wish.spans if len(days) <= MANY_DAYS else wish.spans[:1]
    cut = [_within(t, _long_enough(t, span)) for span in spans]
    return Windows.of(cut).clip(t.now, cut[-1].end)


def today(t: Turn) -> Windows:
    """The rest of today."""
    return from_now(t, Windows((_day(t, t.now.astimezone(t.words.zone).date()),)))


def from_now(t: Turn, wish: Windows) -> Windows:
    """What is left of it. Before the practice opens the day is still a whole one."""
    local = t.now.astimezone(t.words.zone)
    opened = _open(t, local.date())
    begins = _day(t, local.date()).start if opened and local.time() <= opened[0] else t.now
    return wish.clip(begins, wish.end) if wish else wish


def _day(t: Turn, on: date) -> Window:
    start, end = (datetime.combine(day, time(), t.words.zone) for day in (on, on + timedelta(days=1)))
    return Window(start.astimezone(UTC), end.astimezone(UTC))


def _open(t: Turn, on: date) -> tuple[time, time] | None:
    """When the practice opens and closes on that weekday."""
    openings = catalogue(t).openings
    known = [o for o in (*openings, *_other_days(openings)) if o.weekday == on.weekday()]
    return (min(o.opens for o in known), max(o.closes for o in known)) if known else None


def _is_whole(t: Turn, span: Window) -> bool:
    """Is it days that are meant, rather than an hour of each?"""
    return all(edge.astimezone(t.words.zone).time() == time() for edge in (span.start, span.end))


def _to_the_edges(t: Turn, span: Window, *, late: bool) -> Window:
    """What begins with the practice's day begins at midnight, what ends with it ends there."""
    first, last = span.start.astimezone(t.words.zone), (span.end - timedelta(seconds=1)).astimezone(t.words.zone)
    opened, closed = _open(t, first.date()), _open(t, last.date())
    start = _day(t, first.date()).start if opened and first.time() <= opened[0] else span.start
    ends = span.end.astimezone(t.words.zone)
    at_closing = closed is not None and ends.date() == last.date() and ends.time() >= closed[1]
    all_afternoon = late and ends.date() == last.date() and ends.time() >= time(17)
    return Window(start, _day(t, last.date()).end if at_closing or all_afternoon else span.end)


def _within(t: Turn, span: Window) -> Window:
    """What is said of no hour is at the day's usual ones: "open friday", "open tomorrow until 8"."""
    first, last = span.start.astimezone(t.words.zone), span.end.astimezone(t.words.zone)
    opens, closes = _open(t, first.date()) or (DAWN, DUSK)
    start = opens if first.time() == DAWN else first.time()
    end = closes if last.time() == DUSK else last.time()
    if start >= end:
        return span
    return Window(*(datetime.combine(first.date(), clock, t.words.zone).astimezone(UTC) for clock in (start, end)))


SPAN = re.compile(r"\b(\d{1,3}|an?|one|une?)\s*(days?|jours?|weeks?|semaines?|months?|mois)\b")
LENGTHS = {"d": 1, "j": 1, "w": 7, "s": 7, "m": 30}  # days


def until(t: Turn, words: str) -> dict[str, Any]:
    """ "30 days", "2 weeks" or a day: `days`, or `until` as an ISO date; nothing when it is neither."""
    text = plain(words)
    if span := SPAN.search(text):
        return {"days": LENGTHS[span[2][0]] * (int(span[1]) if span[1].isdigit() else 1)}
    wish = read(t, UNTIL.sub("on ", text.strip())).windows if text.strip() else None
    return {"until": wish.start.astimezone(t.words.zone).date().isoformat()} if wish else {}


UNTIL = re.compile(r"^(?:until|till?|to|through|up to|jusqu'?\s?(?:a|au|en)?|au|a|avant|before)\s+(?:le\s+|the\s+)?")

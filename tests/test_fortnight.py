"""A fortnight of a practice with three practitioners and sixty clients, in March and again in autumn, when the clocks
change. A small oracle of the test's own says which reminders should reach whom and when, and what each practitioner
hears unasked: the day at seven, the close, the owner's alert; these went, once, at their local time, and nothing else.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, delete, select

from bot.casting import cast
from bot.play_file import Play
from core import audit
from storage.database import Database
from storage.models import Appointment, Booking, Channel, Contact, Status
from storage.store import Store

if TYPE_CHECKING:
    from bot.stage import Stage

ZONE = ZoneInfo("America/Toronto")
STARTS = ((8, 0), (9, 30), (11, 0), (12, 30), (14, 0), (15, 30), (17, 0))  # 75 minutes each, buffers included
WHO = ("Ana Silva", "Marc Tremblay", "Priya Nair")
STAFF = {"ana": Channel.SMS, "marc": Channel.TELEGRAM, "priya": Channel.SMS}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RETRY = timedelta(minutes=16)  # how long after an outage the last attempt may come


def local(at: datetime) -> datetime:
    return at.astimezone(ZONE)


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


# The oracle: it knows nothing of the program, only what was promised.


@dataclass
class Session:
    """A session of somebody: from when it was known to be then, and when that ended (moved, cancelled, confirmed)."""

    name: str
    child: str
    starts_at: datetime
    known_from: datetime
    known_until: datetime | None = None

    def stands(self, at: datetime) -> bool:
        return self.known_until is None or at < self.known_until


@dataclass(frozen=True)
class Reminded:
    """A text that should reach somebody: between these instants, about these sessions."""

    name: str
    earliest: datetime
    latest: datetime
    starts: frozenset[datetime]


@dataclass
class Oracle:
    """What should have been heard. `down` are the times at which nothing could go, by channel."""

    sessions: list[Session] = field(default_factory=list)
    down: dict[Channel, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    homes: dict[str, Channel] = field(default_factory=dict)
    silent_from: dict[str, datetime] = field(default_factory=dict)

    def expected(self, until: datetime) -> list[Reminded]:
        texts = [text for name in self.homes for text in self._of(name)]
        return [text for text in texts if text.earliest < until]

    def _of(self, name: str) -> list[Reminded]:
        mine = [s for s in self.sessions if s.name == name]
        due: dict[tuple[date, str], list[tuple[datetime, datetime, Session]]] = {}
        for session in mine:
            for step, at, over in steps(session.starts_at):
                if at > session.known_from and at - session.known_from >= HOUR:
                    due.setdefault((local(session.starts_at).date(), step), []).append((at, over, session))
        return [text for (_, step), rows in due.items() for text in self._texts(name, rows)]

    def _texts(self, name: str, rows: list[tuple[datetime, datetime, Session]]) -> list[Reminded]:
        """One text for all that say the same of one day, when the first of them can go."""
        texts, said = [], set()
        for at, over, session in sorted(rows, key=lambda row: row[0]):
            first, last = self._goes(name, at)
            if id(session) in said or first >= over or not session.stands(first) or first >= self._silence(name):
                continue
            shared = [s for due_at, end, s in rows if s.stands(first) and end > first and s.known_from < first]
            said |= {id(s) for s in shared}
            texts.append(Reminded(name, first, last, frozenset(s.starts_at for s in shared)))
        return texts

    def _silence(self, name: str) -> datetime:
        return self.silent_from.get(name, datetime.max.replace(tzinfo=UTC))

    def _goes(self, name: str, at: datetime) -> tuple[datetime, datetime]:
        """When a message that is due then can go: not at night, not while nothing goes."""
        first, slack = at, timedelta(minutes=1)
        for _ in range(3):
            for begins, ends in self.down.get(self.homes[name], []):
                if begins <= first < ends:
                    first, slack = ends, RETRY
            clock = local(first)
            if clock.hour >= 21:
                first, slack = instant(clock.date() + DAY, 8), timedelta(minutes=1)
            elif clock.hour < 8:
                first, slack = instant(clock.date(), 8), timedelta(minutes=1)
        return first, first + slack


def steps(starts_at: datetime) -> list[tuple[str, datetime, datetime]]:
    """48 and 24 real hours before, and the morning when quiet hours end; each is over when the next is due."""
    end = starts_at - timedelta(minutes=15)
    found = [("48h", starts_at - 48 * HOUR), ("24h", starts_at - 24 * HOUR)]
    found.append(("morning", instant(local(starts_at).date(), 8)))
    found = [(step, at) for step, at in found if at < end]
    overs = [at for _, at in found[1:]] + [end]
    return [(step, at, over) for (step, at), over in zip(found, overs, strict=True)]


@dataclass
class Place:
    """A place in a practitioner's diary that somebody has, from then until then."""

    name: str
    who: str
    starts_at: datetime
    since: datetime
    until: datetime | None = None

    def stands(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True)
class Told:
    """A text that a practitioner should hear unasked, between these instants."""

    who: str
    kind: str
    earliest: datetime
    latest: datetime


# The practice


@dataclass
class Practice:
    """The stage, the oracle, and a diary of free places from which the clients choose."""

    stage: Stage
    oracle: Oracle
    places: list[tuple[datetime, str]]
    chance: random.Random
    booked: dict[str, list[Session]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    spoke: set[tuple[str, datetime]] = field(default_factory=set)
    diary: list[Place] = field(default_factory=list)

    def to(self, at: datetime) -> None:
        self.stage.clock(max(at, self.stage.now))

    def take(self, after: datetime, before: datetime | None = None) -> tuple[datetime, str]:
        """A free place between these instants."""
        fits = [p for p in self.places if after < p[0] and (before is None or p[0] < before)]
        place = self.chance.choice(fits)
        self.places.remove(place)
        return place

    def says(self, name: str, text: str, *wanted: str) -> None:
        self.spoke.add((name, self.stage.now))
        self.stage.says(name, text)
        heard = "\n".join(h.text for h in self.stage.actors[name].since_last_line())
        assert all(item.lower() in heard.lower() for item in wanted), f"{name}: {text!r} -> {heard!r}, not {wanted}"

    def book(self, name: str) -> None:
        """Somebody books a place in a few days, in words."""
        starts_at, who = self.take(self.stage.now + 2 * DAY, self.stage.now + 8 * DAY)
        self.says(name, f"book {spoken(starts_at)} with {who.split()[0]}", clock(starts_at))
        self.says(name, "yes", "Booked", clock(starts_at))
        self.done["booked"] += 1
        self._note(Session(name, "", starts_at, self.stage.now))

    def move(self, name: str, session: Session) -> None:
        starts_at, who = self.take(self.stage.now + 2 * DAY, self.stage.now + 8 * DAY)
        old = f"{local(session.starts_at):%A %-d %B}"
        self.says(name, f"move my {old} session to {spoken(starts_at)} with {who.split()[0]}", clock(starts_at))
        self.says(name, "yes", "Moved", clock(starts_at))
        self.done["moved"] += 1
        self._leaves(session)
        self._ends(session)
        self._note(Session(name, "", starts_at, self.stage.now))

    def cancel(self, name: str, session: Session) -> None:
        self.says(name, f"cancel my {local(session.starts_at):%A %-d %B} session", clock(session.starts_at))
        self.says(name, "yes", "Cancelled")
        self.done["cancelled"] += 1
        self._leaves(session)
        self._ends(session)

    def confirm(self, name: str, session: Session) -> None:
        self.says(name, "C", "confirmed", clock(session.starts_at))
        self.done["confirmed"] += 1
        self._ends(session)

    def reschedule(self, name: str, session: Session) -> None:
        """Another time by one tap, out of the reminder."""
        self.says(name, "R", "no cost")
        self.says(name, "1", "Moved")
        self.done["rescheduled"] += 1
        self._leaves(session)
        self._ends(session)
        known = {s.starts_at for s in self.booked[name]}
        (moved,) = (at for at in self.starts(name) if at > self.stage.now and at not in known)
        self.places = [p for p in self.places if abs(p[0] - moved) >= 75 * timedelta(minutes=1)]
        self._note(Session(name, "", moved, self.stage.now))

    def starts(self, name: str) -> list[datetime]:
        with self.stage.database.reading() as session:
            store = Store(session, self.stage.practice_id)
            actor = self.stage.actors[name]
            contact = next(c for ch, ad in actor.addresses.items() if (c := store.contact(ch, ad)))
            clients = [c.id for c in store.clients_of(contact.person_id)]
            return list(session.exec(
                select(Appointment.starts_at).join(Booking).where(
                    col(Booking.client_id).in_(clients), Booking.status == Status.BOOKED
                )
            ))  # fmt: skip

    def _leaves(self, session: Session) -> None:
        place = next(p for p in self.diary if (p.name, p.starts_at, p.until) == (session.name, session.starts_at, None))
        place.until = self.stage.now

    def _note(self, session: Session) -> None:
        who = self._held_with(session)
        self.diary.append(Place(session.name, who, session.starts_at, session.known_from))
        self.oracle.sessions.append(session)
        self.booked.setdefault(session.name, []).append(session)

    def _held_with(self, session: Session) -> str:
        """Whose diary it stands in."""
        with self.stage.database.reading() as reading:
            store = Store(reading, self.stage.practice_id)
            contact = next(
                c for ch, ad in self.stage.actors[session.name].addresses.items() if (c := store.contact(ch, ad))
            )
            ahead = store.upcoming([c.id or 0 for c in store.clients_of(contact.person_id)], self.stage.now)
            visit = next(v for v in ahead if v.appointment.starts_at == session.starts_at)
            return visit.practitioner.name.split()[0].lower()

    def _ends(self, session: Session) -> None:
        session.known_until = self.stage.now
        self.booked[session.name].remove(session)


def spoken(at: datetime) -> str:
    """thursday 12 march at 3:30pm"""
    return f"{local(at):%A %-d %B} at {local(at).hour % 12 or 12}:{local(at):%M}{'am' if local(at).hour < 12 else 'pm'}"


def clock(at: datetime) -> str:
    """As it is read back: Thu 12 Mar 3:30 PM."""
    return f"{local(at):%a %-d %b} {local(at).hour % 12 or 12}:{local(at):%M} {'AM' if local(at).hour < 12 else 'PM'}"


def open_practice(url: str, begins: datetime, closed: date, chance: random.Random) -> Practice:
    """Sixty clients, six of them parents of two; half by SMS, half on Telegram; most have something booked already."""
    days = [local(begins).date() + n * DAY for n in range(1, 16)]
    places = [(instant(day, *at), who) for day in days if is_open(day, closed) for at in STARTS for who in WHO]
    places = [p for p in places if not (p[1] == "Priya Nair" and local(p[0]).weekday() == 2 and local(p[0]).hour == 17)]
    chance.shuffle(places)
    people: dict[str, Any] = {}
    for n in range(60):
        family = {"family": ["Léa", "Max"]} if n >= 54 else {}
        people[f"c{n}"] = {
            "name": f"Client{n} Roy",
            "phone": f"+1416555{n:04}",
            "plan": "performance",
            "telegram": True,
            **family,
        }
    people |= {who.split()[0].lower(): {"staff": who, "telegram": True} for who in WHO}
    oracle = Oracle(homes={f"c{n}": (Channel.SMS, Channel.TELEGRAM)[n % 2] for n in range(60)})
    bookings, known = [], []
    for n in range(60):
        for child, at, who in first_sessions(n, places, begins):
            known.append(Session(f"c{n}", child, at, begins))
            bookings.append(
                {"client": f"c{n}{f'/{child}' if child else ''}", "at": f"{local(at):%Y-%m-%d %H:%M}", "with": who}
            )
    overrides: dict[str, Any] = {"closed": [{"from": closed.isoformat(), "label": "Training day"}]}
    overrides["messages"] = {"cadence": []}  # who falls behind is another oracle's matter
    script = Play(
        Path("fortnight"), "", "sample", overrides, local(begins).replace(tzinfo=None), people, bookings, "en"
    )
    stage = cast(script, "sms", "en", lambda: Database(url, secret="of the test"), Path())
    stage.sweep_every = HOUR
    practice = Practice(stage, oracle, places, chance)
    one_channel_each(stage, oracle.homes | STAFF)
    for session in known:
        practice._note(session)
    return practice


def is_open(day: date, closed: date) -> bool:
    return day.weekday() < 5 and day != closed


def first_sessions(n: int, places: list[tuple[datetime, str]], begins: datetime) -> list[tuple[str, datetime, str]]:
    """What a client has booked at the beginning: one or two sessions; a family's are on one day."""

    def take(fits: Any) -> tuple[datetime, str]:
        place = next(p for p in places if fits(p))
        places.remove(place)
        return place

    if n >= 54:
        first = take(lambda p: p[0] > begins + 2 * DAY)
        second = take(lambda p: local(p[0]).date() == local(first[0]).date() and p[0] != first[0])
        return [("Léa", *first), ("Max", *second)]
    early = take(lambda p: p[0] < begins + 6 * DAY)
    if n % 3:
        return [("", *early)]
    return [("", *early), ("", *take(lambda p: p[0] > early[0] + 4 * DAY))]


def one_channel_each(stage: Stage, homes: dict[str, Channel]) -> None:
    with stage.database.transaction(stage.practice_id) as session:
        for name, home in homes.items():
            actor = stage.actors[name]
            actor.home = home
            other = next(channel for channel in actor.addresses if channel != home)
            session.exec(
                delete(Contact).where(col(Contact.channel) == other, col(Contact.address) == actor.addresses[other])
            )


def a_day(practice: Practice, at: datetime) -> None:
    """What clients do on one day: some book, move, cancel, and some answer the reminders they got."""
    chance, stage = practice.chance, practice.stage
    singles = [f"c{n}" for n in range(54) if f"c{n}" not in practice.oracle.silent_from]
    for hour, change in ((10, None), (11, practice.move), (13, practice.cancel)):
        practice.to(instant(local(at).date(), hour, chance.randrange(50)))
        for name in chance.sample(singles, 2):
            ahead = [s for s in practice.booked.get(name, []) if s.starts_at > stage.now + 2 * DAY]
            if change is None:
                if not [s for s in practice.booked.get(name, []) if s.starts_at > stage.now]:
                    practice.book(name)
            elif len(ahead) == 1 and ahead == [s for s in practice.booked[name] if s.starts_at > stage.now]:
                change(name, ahead[0])
    practice.to(instant(local(at).date(), 18, 40))
    answers(practice, singles)


def answers(practice: Practice, singles: list[str]) -> None:
    now = practice.stage.now
    for name in singles:
        ahead = [s for s in practice.booked.get(name, []) if s.starts_at > now]
        heard = practice.stage.actors[name].heard
        asked = (
            len(ahead) == 1
            and bool(heard)
            and "oming?" in heard[-1].text
            and clock(ahead[0].starts_at) in heard[-1].text
        )
        if asked and now < ahead[0].starts_at - 13 * HOUR:
            kind = practice.chance.random()
            if kind < 0.4:
                practice.confirm(name, ahead[0])
            elif kind < 0.55:
                practice.reschedule(name, ahead[0])


def reached(practice: Practice) -> list[tuple[str, datetime, frozenset[datetime]]]:
    """Every reminder that reached somebody: when, and which of their sessions it names."""
    found = []
    for name in practice.oracle.homes:
        mine = {s.starts_at for s in practice.oracle.sessions if s.name == name}
        for heard in practice.stage.actors[name].heard:
            if "we have" in heard.text or ("Coming?" in heard.text and "Léa" in heard.text):
                named = {
                    at for at in mine if f"{local(at):%a %-d %b}" in heard.text and clock(at)[-8:].strip() in heard.text
                }
                found.append((name, heard.at, frozenset(named)))
    return found


FORTNIGHTS = {
    "spring": (datetime(2026, 3, 2, 9, 30, tzinfo=ZONE), date(2026, 3, 11)),  # clocks go forward on Sunday the 8th
    "autumn": (datetime(2026, 10, 26, 9, 30, tzinfo=ZONE), date(2026, 11, 4)),  # and back on Sunday, 1 November
}


@pytest.mark.parametrize("season", FORTNIGHTS)
def test_every_message_goes_once_at_its_local_time_and_no_other(sqlite_url: str, season: str) -> None:
    begins, closed = FORTNIGHTS[season]
    practice = open_practice(sqlite_url, begins.astimezone(UTC), closed, random.Random(season))
    stage, oracle = practice.stage, practice.oracle
    for n in range(13):
        day = begins + n * DAY
        if n == 3:
            outage(practice, Channel.SMS, instant(day.date(), 13, 55), 3 * HOUR)
            continue  # nobody gets an answer by SMS that afternoon
        if n == 9:
            away(practice, instant(day.date(), 20, 0), 26 * HOUR)
        if n == 10:
            continue  # the program was away
        if n == 5:
            practice.says("c9", "please stop texting me")
            oracle.silent_from["c9"] = stage.now
            practice.says("c8", "no reminders please", "no more reminders")
            oracle.silent_from["c8"] = stage.now
        a_day(practice, instant(day.date(), 9))
    practice.to(instant((begins + 14 * DAY).date(), 9, 20))
    compare(practice)
    compare_staff(practice, begins.astimezone(UTC))
    with stage.database.reading() as session:
        assert audit.findings(session, stage.practice_id, stage.now) == []
    stage.close()


def outage(practice: Practice, channel: Channel, begins: datetime, span: timedelta) -> None:
    """A provider takes nothing for a while."""
    practice.to(begins)
    practice.stage.outages[channel] = begins + span
    practice.oracle.down.setdefault(channel, []).append((begins, begins + span))


def away(practice: Practice, begins: datetime, span: timedelta) -> None:
    """The program itself is down: nothing is looked at, and then all at once."""
    practice.to(begins)
    practice.stage.restart()
    practice.stage.now = begins + span
    for channel in (Channel.SMS, Channel.TELEGRAM):
        practice.oracle.down.setdefault(channel, []).append((begins, begins + span))


def compare(practice: Practice) -> None:
    """Each text that was expected came, and each that came was expected."""
    wanted = practice.oracle.expected(practice.stage.now)
    got = reached(practice)
    assert len(wanted) > 140
    assert all(practice.done[what] >= 3 for what in ("booked", "moved", "cancelled", "confirmed", "rescheduled"))
    for text in wanted:
        fits = [g for g in got if g[0] == text.name and text.earliest <= g[1] <= text.latest and g[2] == text.starts]
        assert len(fits) == 1, f"{text} came {len(fits)} times; {text.name} heard {told(practice, text.name)}"
        got.remove(fits[0])
    assert got == []
    nothing_else_was_said(practice, len(wanted))


def nothing_else_was_said(practice: Practice, reminders: int) -> None:
    """Of all that anybody heard, what was no answer to their own words was one of the reminders, and came by day; who
    opted out heard one word of it and nothing since.
    """
    actors = practice.stage.actors
    unasked = [h for name in practice.oracle.homes for h in actors[name].heard if (name, h.at) not in practice.spoke]
    assert len(unasked) == reminders
    assert all(8 <= local(heard.at).hour < 21 for heard in unasked)
    last = [heard.at for heard in actors["c9"].heard if heard.at >= practice.oracle.silent_from["c9"]]
    assert last == [practice.oracle.silent_from["c9"]]


def staff_texts(practice: Practice, begins: datetime) -> list[Told]:
    """The day at seven, when there is anything in it or anything waits for an outcome; the close, a quarter of an hour
    after the last session; to the owner on Monday the week. An outage puts each off; four hours later the day, five
    later the close, twelve later the week is of no use.
    """
    found = []
    for who, n in product(STAFF, range(15)):
        day = local(begins).date() + n * DAY
        seven = instant(day, 7)
        first, last = _staff_goes(practice, who, seven)
        todays = [p for p in practice.diary if p.who == who and local(p.starts_at).date() == day]
        before = [p for p in practice.diary if p.who == who and p.starts_at < instant(day, 0)]
        if seven > begins and first < seven + 4 * HOUR and any(p.stands(first) for p in [*todays, *before]):
            found.append(Told(who, "day", first, last))
        if who == "ana" and day.weekday() == 0 and seven > begins and first < seven + 12 * HOUR:
            found.append(Told(who, "week", first, last))
        held = [p for p in todays if p.stands(p.starts_at)]
        if held:
            closes = max(p.starts_at for p in held) + 75 * timedelta(minutes=1)
            first, last = _staff_goes(practice, who, closes)
            if first < closes + 5 * HOUR:
                found.append(Told(who, "close", first, last))
    return [text for text in found if text.latest < practice.stage.now]


def _staff_goes(practice: Practice, who: str, at: datetime) -> tuple[datetime, datetime]:
    """We look every hour here; after an outage, or when the program is back, it goes within the last attempt's time."""
    for begins, ends in practice.oracle.down.get(STAFF[who], []):
        if begins <= at + HOUR and at < ends:
            return ends if begins <= at else at, ends + RETRY
    return at, at + HOUR


def compare_staff(practice: Practice, begins: datetime) -> None:
    """Each practitioner heard each of their own lists once, changes of clients, the owner one alert; and no more."""
    wanted = staff_texts(practice, begins)
    assert len(wanted) > 50
    for who in STAFF:
        heard: dict[str, list[datetime]] = {"day": [], "close": [], "alert": [], "change": [], "sends": [], "week": []}
        for text in practice.stage.actors[who].heard:
            heard[kind_of(text.text)].append(text.at)
        for kind in ("day", "close", "week"):
            due = [t for t in wanted if (t.who, t.kind) == (who, kind)]
            fits = [[at for at in heard[kind] if t.earliest <= at <= t.latest] for t in due]
            assert [len(one) for one in fits] == [1] * len(due), [
                f"{local(t.earliest):%a %d %H:%M}" for t, one in zip(due, fits, strict=True) if len(one) != 1
            ]
            late = [at for at in heard[kind] if at < practice.stage.now - HOUR]
            assert len(late) <= len(due), (who, kind, late)
        assert len(heard["alert"]) == (who == "ana"), heard["alert"]  # c9 opted out, with a session ahead


def kind_of(text: str) -> str:
    """What a practitioner hears unasked; anything else is none of it, and fails."""
    kinds = {
        "close": "without an outcome",
        "alert": "opted out of texts",
        "sends": "could not be sent|go out again",
        "change": r": (booked|moved|cancelled)",
        "week": r"^Week \d",
        "day": r"^[A-Z][a-z]{2} \d+ [A-Z][a-z]{2}(, \d+ session|: )",
    }
    found = next((kind for kind, words in kinds.items() if re.search(words, text)), None)
    assert found is not None, text
    return found


def told(practice: Practice, name: str) -> list[str]:
    return [f"{local(h.at):%a %d %H:%M} {h.text[:90]}" for h in practice.stage.actors[name].heard]

"""The terminal channel: the very same path as a live message, with the network left out.

A typed line is an event; what is owed is printed with the name of whoever hears it. The clock is the real one plus what
was skipped, or stands still when lines are piped in.
"""

from __future__ import annotations

import re
import secrets
import shutil
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TextIO

from sqlmodel import select

from bot.invitations import person_of
from bot.stage import Actor, Stage
from core.rules import zone_of
from storage.database import Busy
from storage.models import Channel, Contact, Person
from storage.people import plain
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.stage import Heard
    from storage.database import Database

WIDEST = 100
TIMES = re.compile(r"(\d+)\s*(m|min|h|d|w)[a-z]*", re.IGNORECASE)
UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}

HELP = """\
  /as NAME      go on as somebody else: a client, a practitioner, or a new stranger
  /skip 1d      let time pass (30m, 2h, 1d, 1w); what falls due on the way is sent
  /pay          pay on your newest payment link, as with a card (a trial: no money moves)
  /clock        what time it is in the practice
  /quit         leave (so does Ctrl-D)
Everything else is a message. A number picks from a list."""


class Terminal:
    """A conversation at a terminal with the people of one practice."""

    def __init__(
        self,
        database: Callable[[], Database],
        practice_id: int,
        *,
        out: TextIO = sys.stdout,
        standing: datetime | None = None,
        papers: Path | None = None,
    ) -> None:
        """`standing`: a clock that only `/skip` moves, instead of the real one. `papers`: where receipts are put."""
        self._out = out
        self._width = min(WIDEST, shutil.get_terminal_size().columns) if out.isatty() else 0
        self._standing = standing
        self._skipped = timedelta()
        self._stage = Stage(database, practice_id, standing or datetime.now(UTC), f"terminal-{secrets.token_hex(4)}")
        self._stage.papers = papers
        self._shown: dict[str, int] = {}
        with self._stage.database.reading() as session:
            practice = Store(session, practice_id).practice()
            self.practice, self._zone = practice.name, zone_of(practice)
        self._who = ""
        self._seat_everybody()

    # People

    def _seat_everybody(self) -> None:
        """Everybody whom the practice knows is here, at their own addresses, to be heard."""
        stage = self._stage
        with stage.database.transaction(stage.practice_id) as session:
            store = Store(session, stage.practice_id)
            for practitioner in store.practitioners():
                person_of(store, practitioner, store.practice().rules.get("languages", ["en"])[0], stage.now)
            for person in session.exec(select(Person).where(Person.practice_id == stage.practice_id)):
                if person.name:
                    self._seat(store, person)

    def _seat(self, store: Store, person: Person) -> Actor:
        address = f"person-{person.id}"
        known = store.contacts(person.id or 0)
        if not any(contact.channel == Channel.TERMINAL for contact in known) and person.practitioner_id is not None:
            self._give_terminal(store, person, address)
        addresses = {contact.channel: contact.address for contact in reversed(known)}
        return self._stage.enter(Actor(person.name, {Channel.TERMINAL: address, **addresses}, Channel.TERMINAL))

    def _give_terminal(self, store: Store, person: Person, address: str) -> None:
        if store.contact(Channel.TERMINAL, address) is None:
            store.note(
                Contact(
                    practice_id=store.practice_id,
                    person_id=person.id or 0,
                    channel=Channel.TERMINAL,
                    address=address,
                    heard_at=self._stage.now,
                )
            )

    def act_as(self, name: str) -> str:
        """Go on as the person of that name: a practitioner or client by any part of it, else a stranger. Says who."""
        stage = self._stage
        found = next(_named(name, stage.actors), None)
        if found is None:
            address = f"{plain(name).replace(' ', '-')}-{secrets.token_hex(3)}"
            stage.enter(Actor(name, {Channel.TERMINAL: address}, Channel.TERMINAL))
            self._who = name
            return f"{name} is new here."
        with stage.database.transaction(stage.practice_id) as session:
            store = Store(session, stage.practice_id)
            for person in store.people_named(found):
                if person.name == found:
                    self._give_terminal(store, person, stage.actors[found].addresses[Channel.TERMINAL])
        self._who = found
        return f"You are {found}."

    @property
    def who(self) -> str:
        """Who types."""
        return self._who

    # Time

    def _now(self) -> datetime:
        return (self._standing or datetime.now(UTC)) + self._skipped

    def clock(self) -> str:
        """The local time of the practice."""
        return f"{self._now().astimezone(self._zone):%A %Y-%m-%d %H:%M} in {self._zone.key}"

    def skip(self, text: str) -> None:
        """Let time pass; what falls due on the way is heard."""
        found = TIMES.fullmatch(text.strip())
        if found is None:
            self.tell("How long? Try /skip 30m, 2h, 1d or 1w.")
            return
        self._skipped += timedelta(**{UNITS[found[2].lower()]: int(found[1])})
        self._stage.clock(self._now())
        self._tell_news(with_time=True)
        self.tell(f"It is {self.clock()}.")

    # Saying and hearing

    def take(self, line: str) -> bool:
        """A line: a message, or a command. Answers whether to go on."""
        command, _, rest = line.strip().partition(" ")
        if command in {"/quit", "/exit", "/q"}:
            return False
        if command == "/as" and rest.strip():
            self.tell(self.act_as(rest.strip()))
        elif command == "/skip":
            self.skip(rest)
        elif command == "/pay":
            self.pay()
        elif command == "/clock":
            self.tell(f"It is {self.clock()}.")
        elif command.startswith("/"):
            self.tell(HELP)
        else:
            self.say(line)
        return True

    def say(self, text: str) -> None:
        """Whoever types says this, be it nothing; what everybody hears is printed."""
        self._stage.now = max(self._now(), self._stage.now)
        try:
            self._stage.says(self._who, text)
        except Busy:
            self.tell("The database was busy; say it again.")
        self._tell_news()

    def pay(self) -> None:
        """Whoever types pays on their newest link."""
        self._stage.now = max(self._now(), self._stage.now)
        try:
            self._stage.pay(self._who)
        except LookupError:
            self.tell(f"{self._who} has no link to pay on.")
        self._tell_news()

    def _tell_news(self, *, with_time: bool = False) -> None:
        for heard in sorted(self._news(), key=lambda one: one.at):
            when = f"{heard.at.astimezone(self._zone):%a %H:%M}  " if with_time else ""
            for line in _lines(heard, when, self._width):
                self.tell(line)

    def _news(self) -> Iterator[Heard]:
        for name, actor in self._stage.actors.items():
            yield from actor.heard[self._shown.get(name, 0) :]
            self._shown[name] = len(actor.heard)

    def tell(self, line: str) -> None:
        print(line, file=self._out, flush=True)

    def close(self) -> None:
        self._stage.close()


def _named(name: str, known: dict[str, Actor]) -> Iterator[str]:
    """The names that this one can mean: the whole name first, then a first name, then any part."""
    wanted = plain(name)
    yield from (one for one in known if plain(one) == wanted)
    yield from (one for one in known if plain(one).split()[:1] == [wanted])
    yield from (one for one in known if wanted in plain(one).split())


def _lines(heard: Heard, when: str, width: int) -> Iterator[str]:
    """What somebody hears, as lines; by SMS the choices are in the text already."""
    by = "" if heard.channel == Channel.TERMINAL else f" ({heard.channel.value})"
    first, *rest = heard.text.splitlines() or [""]
    yield from _folded(first, f"{when}{heard.name}{by} hears: ", width)
    for line in rest:
        yield from _folded(line, "  ", width)
    if heard.choices and heard.channel != Channel.SMS:
        labels = [choice.label for choice in heard.choices]
        if sum(map(len, labels)) < 40:
            yield "  " + "  ".join(f"[{n} {label}]" for n, label in enumerate(labels, start=1))
        else:
            yield from (f"  {n}. {label}" for n, label in enumerate(labels, start=1))


def _folded(line: str, head: str, width: int) -> list[str]:
    """A line, folded to the width of a terminal; into a pipe it goes whole."""
    if not width:
        return [head + line]
    return textwrap.wrap(line, width, initial_indent=head, subsequent_indent="  ", break_on_hyphens=False)


def converse(terminal: Terminal, lines: TextIO = sys.stdin) -> None:
    """Talk at a terminal until it ends."""
    import readline  # noqa: F401  lines can be edited and recalled

    while True:
        try:
            line = input(f"{terminal.who}> ") if lines is sys.stdin else next(lines)
        except (EOFError, KeyboardInterrupt, StopIteration):
            terminal.tell("")
            return
        if not terminal.take(line):
            return


def play_lines(terminal: Terminal, lines: TextIO = sys.stdin) -> None:
    """Take the lines that are piped in, each shown before what is heard."""
    for line in lines:
        text = line.rstrip("\n")
        terminal.tell(f"> {text}")
        if not terminal.take(text):
            return

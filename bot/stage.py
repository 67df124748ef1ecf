"""A stage: people, a clock and channels without a wire, in front of the very same path as a live message.

`play` and the tests use it. An event goes through `handlers.turn`, what is owed through `bot.outgoing` and each
channel's own `render`; only the providers' networks are missing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot import cashier, standin
from bot.calls import Calls
from bot.conversation import ours
from bot.errors import Fault, SendError
from bot.gsm import segments
from bot.letter import Outcome, Receipt
from bot.outgoing import Outgoing
from bot.pdf import draw
from bot.picture import name_of, show
from bot.sms import KEYWORDS
from bot.sms import render as render_sms
from handlers.events import Event
from storage import calls, post
from storage.models import Channel
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from bot.letter import Letter
    from bot.pdf import Paper
    from handlers.say import Choice, Say
    from storage.database import Database

LONG, RARELY = timedelta(hours=12), timedelta(hours=1)  # so far from both ends of a jump the clock ticks rarely
HELD_UP = timedelta(minutes=1)
SWEEP = timedelta(minutes=15)  # how often the stage looks at what time brings, when its clock is moved


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it reached somebody."""

    name: str
    channel: Channel
    text: str
    choices: tuple[Choice, ...]
    question: str | None
    at: datetime
    segments: int


@dataclass(slots=True)
class Actor:
    """Somebody on the stage: their addresses, what they have heard, and since when they listen."""

    name: str
    addresses: dict[Channel, str]
    home: Channel
    first_name: str = ""  # what Telegram calls them
    language: str = ""  # what Telegram says of their language
    heard: list[Heard] = field(default_factory=list)
    mark: int = 0  # what was heard before their last line
    quiet_mark: int = 0  # what was heard before their last line or the last move of the clock
    said: int = 0
    last: Event | None = None

    def since_last_line(self) -> list[Heard]:
        return self.heard[self.mark :]


class Stage:
    """People who write and hear, at times that are told."""

    def __init__(
        self, open_database: Callable[[], Database], practice_id: int, now: datetime, run: str = "stage"
    ) -> None:
        """`run` names the events of this run: a database that lives longer must not meet them twice."""
        self._run = run
        self._open = open_database
        self.database = open_database()
        self.practice_id = practice_id
        self.now = now
        self.actors: dict[str, Actor] = {}
        self.outages: dict[Channel, datetime] = {}
        self.sweep_every = SWEEP
        self.papers: Path | None = None  # the folder where papers are put, to be looked at
        self._events = 0
        self._sent = 0
        self.till = standin.StandIn()
        cashier.open_till(self.database, self.till.name, instead_of=[""])

    def close(self) -> None:
        cashier.open_till(self.database, "", instead_of=[self.till.name])  # nobody takes payments after this
        self.database.close()

    def restart(self) -> None:
        """The program stops and starts again: nothing but the database remembers."""
        self.database.close()
        self.database = self._open()

    def enter(self, actor: Actor) -> Actor:
        self.actors[actor.name] = actor
        return actor

    # Saying

    def says(self, name: str, text: str, channel: Channel | None = None, **more: object) -> None:
        """They write, and everything that is due then is delivered."""
        self._take([self._event(name, text, channel, more)])

    def together(self, lines: Iterable[tuple[str, str, Channel | None]]) -> None:
        """Several write at the same moment."""
        self._take([self._event(name, text, channel, {}) for name, text, channel in lines])

    def press(self, name: str, choice: int) -> None:
        """They tap the choice (from 1) of the newest message that has buttons; by SMS they answer its number."""
        actor = self.actors[name]
        shown = next((h for h in reversed(actor.heard) if h.choices), None)
        if shown is None:
            raise LookupError(f"{name} was offered nothing to tap")
        if shown.channel == Channel.TELEGRAM and shown.question:
            self._take([self._event(name, "", shown.channel, {"pressed": f"{shown.question}:{choice - 1}"})])
        else:
            self.says(name, str(choice), shown.channel)

    def repeat(self, name: str) -> None:
        """The provider delivers their last message once more."""
        last = self.actors[name].last
        if last is not None:
            ours().turn(self.database, last, self.now)
            self.deliver()

    def _event(self, name: str, text: str, channel: Channel | None, more: dict[str, object]) -> Event:
        actor = self.actors[name]
        where = channel or actor.home
        self._events += 1
        actor.mark = actor.quiet_mark = len(actor.heard)
        actor.said += 1
        if where == Channel.SMS:
            more = {"keyword": KEYWORDS.get(text.strip().upper()), **more}
        elif where == Channel.TELEGRAM:
            more = {"name": actor.first_name, "language": actor.language, **more}
        actor.last = Event(
            f"{self._run}-{self._events}", self.practice_id, where, actor.addresses[where], self.now, text,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return actor.last

    def _take(self, events: Sequence[Event]) -> None:
        turn = ours().turn
        if len(events) == 1:
            turn(self.database, events[0], self.now)
        else:
            with ThreadPoolExecutor(len(events)) as threads:
                list(threads.map(lambda event: turn(self.database, event, self.now), events))
        self.deliver()

    # Paying

    def pay(self, name: str, *, late: bool = False) -> None:
        """They pay on the newest link that they were sent; `late`, on one that has closed. Raises LookupError."""
        actor = self.actors[name]
        actor.mark = actor.quiet_mark = len(actor.heard)
        if not cashier.pay(self.database, self.practice_id, self._person(actor), self.now, late=late):
            raise LookupError(f"{name} has nothing to pay")
        self.deliver()

    def decline(self, name: str, why: str = "insufficient_funds") -> None:
        """The bank will refuse the next charge of their saved card."""
        self.till.declining[standin.customer(self._person(self.actors[name]))] = why

    def _person(self, actor: Actor) -> int:
        with self.database.reading() as session:
            store = Store(session, self.practice_id)
            found = (store.contact(channel, address) for channel, address in actor.addresses.items())
            return next((contact.person_id for contact in found if contact is not None), 0)

    # Time

    def clock(self, until: datetime) -> None:
        """Move the clock; all that falls due on the way is done and sent, in order."""
        for actor in self.actors.values():
            actor.quiet_mark = len(actor.heard)
        began = sweep = self.now
        while self.now < until:
            near = min(self.now - began, until - self.now) < LONG
            sweep = (
                sweep + (self.sweep_every if near else max(self.sweep_every, RARELY)) if sweep <= self.now else sweep
            )
            lapse = self._next_lapse() or until
            self.now = min(until, sweep, lapse, self._next_due() or until)
            if self.now in (sweep, lapse):
                ours().sweep(self.database, self.now)
            self.deliver()
        ours().sweep(self.database, self.now)
        self.deliver()

    def _next_due(self) -> datetime | None:
        with self.database.reading() as session:
            due = min(filter(None, (post.next_due(session), calls.next_due(session))), default=None)
        return self._soon(due)

    def _next_lapse(self) -> datetime | None:
        with self.database.reading() as session:
            return self._soon(Store(session, self.practice_id).next_lapse())

    def _soon(self, at: datetime | None) -> datetime | None:
        """Then; what is due already and did not go is held up by something: it is looked at again in a while."""
        return at if at is None or at > self.now else self.now + HELD_UP

    # Hearing

    def deliver(self) -> None:
        """Send all that is due now, and make the calls that are owed to the till."""
        outgoing = Outgoing(self.database, ours(), tuple(Channel), "stage")
        owed = Calls(self.database, self.till.name, "stage", lambda token: f"https://pay.example/{token[:8]}")
        while True:
            while letters := outgoing.claim(self.now):
                outgoing.record([Outcome(letter, self._send(letter)) for letter in letters], self.now)
            if not cashier.settle(owed, self.till, self.now):
                return

    def _send(self, letter: Letter) -> Receipt | SendError:
        if self.outages.get(letter.channel, self.now) > self.now:
            return SendError(Fault.PASSING, "outage")
        self._sent += 1
        text = render_sms(letter.say) if letter.channel == Channel.SMS else letter.say.text
        if letter.paper and letter.channel == Channel.TELEGRAM:
            text = f"{text}\n[{letter.paper.filename}]"
        if letter.picture:
            text = f"[{self._shown(letter)}]\n{text}"
        if letter.paper and self.papers:
            text = text.replace(f"[{letter.paper.filename}]", str(_kept(letter.paper, self.papers)))
        parts = segments(text) if letter.channel == Channel.SMS else 0
        for actor in self.actors.values():
            if actor.addresses.get(letter.channel) == letter.address:
                actor.heard.append(_heard(actor.name, letter, text, parts, letter.say, self.now))
        return Receipt(f"stage-{self._sent}", "delivered", parts)

    def _shown(self, letter: Letter) -> Path | str:
        """Where the picture lies now; on a stage whose papers nobody looks at, its name alone."""
        assert letter.picture is not None  # noqa: S101  asked before
        if self.papers is None:
            return name_of(letter.picture)
        return _put(self.papers, name_of(letter.picture), show(letter.picture, letter.language))


def _kept(paper: Paper, folder: Path) -> Path:
    """Where the paper lies now."""
    return _put(folder, f"copy-{paper.copy}-{paper.filename}" if paper.copy else paper.filename, draw(paper))


def _put(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / name
    place.write_bytes(content)
    return place


def _heard(name: str, letter: Letter, text: str, parts: int, say: Say, now: datetime) -> Heard:
    return Heard(name, letter.channel, text, say.choices, say.question, now, parts)

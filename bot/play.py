"""Play written conversations against a fresh practice, through the path of a live message, and say what differed."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from bot.casting import cast
from bot.play_file import NotUnderstood, Play, Step, moment, read
from bot.stage import Stage
from core import audit, credits
from core.rules import zone_of
from storage.database import Database
from storage.models import Appointment, Booking, Client, Outbox, Practitioner, Sending, Status
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.stage import Heard

HELD, DIFFERED, NOT_UNDERSTOOD = 0, 1, 2
AGO = re.compile(r"^\+\s*(\d+)\s*(m|min|h|d|w)$")
UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def play(
    files: Sequence[str],
    channel: str = "both",
    lang: str | None = None,
    database_url: str | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Play each file and `say` how it went; the exit status of `repbook play`."""
    status = HELD
    for name in files:
        try:
            script = read(Path(name))
        except NotUnderstood as error:
            say(f"{name}: {error}")
            status = max(status, NOT_UNDERSTOOD)
            continue
        for one, language in _ways(script, channel, lang):
            differences = list(perform(script, one, language, database_url))
            say(f"{'ok ' if not differences else 'NO '} {script.title} [{one}, {language}]")
            for difference in differences:
                say(f"    {name}: {difference}")
            status = max(status, DIFFERED if differences else HELD)
    return status


def _ways(script: Play, channel: str, lang: str | None) -> Iterator[tuple[str, str]]:
    language = lang or script.lang or "en"
    if script.lang and lang and script.lang != lang:
        return
    named = {step.channel for step in script.steps} - {""}
    if named:  # somebody writes on a channel that is named: it is played once, everybody at home on SMS
        yield "both", language
        return
    for one in ("sms", "telegram") if channel == "both" else (channel,):
        yield one, language


def perform(script: Play, channel: str, lang: str, database_url: str | None = None) -> Iterator[str]:
    """Play one file on one channel in one language; each difference is a line."""
    with tempfile.TemporaryDirectory(prefix="repbook-play-") as folder:
        url = database_url or f"sqlite:///{folder}/play.db"
        try:
            stage = cast(script, channel, lang, lambda: Database(url, secret="of a play"), Path(script.path).parent)
        except NotUnderstood as error:
            yield str(error)
            return
        try:
            player = _Player(stage, script)
            for step in script.steps:
                for difference in player.take(step):
                    yield f"line {step.line}: {difference}"
        finally:
            stage.close()


@dataclass(slots=True)
class _Player:
    stage: Stage
    script: Play

    def take(self, step: Step) -> Iterable[str]:
        """Do one step; say what differs from what was expected."""
        result: Iterable[str] | None = getattr(self, "_" + step.kind.replace(" ", "_"))(step)
        return result or ()

    # What happens

    def _says(self, step: Step) -> None:
        from storage.models import Channel

        self.stage.says(step.who, step.value, Channel(step.channel) if step.channel else None)

    def _press(self, step: Step) -> Iterable[str]:
        try:
            self.stage.press(step.who, step.value)
        except LookupError as error:
            return [str(error)]
        return []

    def _together(self, step: Step) -> None:
        self.stage.together(step.value)

    def _duplicate(self, step: Step) -> None:
        self.stage.repeat(step.who)

    def _restart(self, _: Step) -> None:
        self.stage.restart()

    def _clock(self, step: Step) -> None:
        self.stage.clock(self._until(step))

    def _until(self, step: Step) -> datetime:
        value = str(step.value).strip()
        if match := AGO.match(value):
            return self.stage.now + timedelta(**{UNITS[match[2]]: int(match[1])})
        with self.stage.database.reading() as session:
            zone = zone_of(Store(session, self.stage.practice_id).practice())
        return moment(value, step.line).replace(tzinfo=zone).astimezone(UTC)

    # What is expected

    def _hears(self, step: Step) -> Iterator[str]:
        heard = self.stage.actors[step.who].since_last_line()
        text = "\n".join(_read(one) for one in heard)
        for item in step.value:
            if not occurs(item, text):
                yield f"{step.who} did not hear {item!r} but: {text or '(nothing)'!r}"

    def _hears_not(self, step: Step) -> Iterator[str]:
        text = "\n".join(_read(one) for one in self.stage.actors[step.who].since_last_line())
        for item in step.value:
            if occurs(item, text):
                yield f"{step.who} heard {item!r}: {text!r}"

    def _silence(self, step: Step) -> Iterator[str]:
        actor = self.stage.actors[step.who]
        if actor.heard[actor.quiet_mark :]:
            yield f"{step.who} heard {[one.text for one in actor.heard[actor.quiet_mark :]]}"

    def _expect(self, step: Step) -> Iterator[str]:
        with self.stage.database.reading() as session:
            store = Store(session, self.stage.practice_id)
            for what, wanted in step.value.items():
                yield from getattr(self, "_expect_" + what)(store, wanted)

    def _expect_bookings(self, store: Store, wanted: dict[str, Any]) -> Iterator[str]:
        for name, lines in wanted.items():
            found = self._booking_lines(store, name)
            if found != list(lines):
                yield f"{name} has the bookings {found}, not {list(lines)}"

    def _booking_lines(self, store: Store, name: str) -> list[str]:
        zone = zone_of(store.practice())
        rows = store.session.exec(
            select(Booking, Appointment, Practitioner)
            .join(Appointment, col(Appointment.id) == Booking.appointment_id)
            .join(Practitioner, col(Practitioner.id) == Appointment.practitioner_id)
            .where(col(Booking.client_id).in_([c.id for c in self._clients(store, name)]))
            .order_by(col(Appointment.starts_at), col(Booking.id))
        )
        return [
            f"{appointment.starts_at.astimezone(zone):%Y-%m-%d %H:%M} {practitioner.name} {_status(booking)}"
            for booking, appointment, practitioner in rows
        ]

    def _clients(self, store: Store, name: str) -> list[Client]:
        who, _, child = name.partition("/")
        person = self.stage.actors[who]
        contact = next(c for channel, address in person.addresses.items() if (c := store.contact(channel, address)))
        return [c for c in store.clients_of(contact.person_id) if not child or c.name == child]

    def _expect_credits(self, store: Store, wanted: dict[str, dict[str, float]]) -> Iterator[str]:
        for name, numbers in wanted.items():
            held = [
                credits.balance(store, package)
                for client in self._clients(store, name)[: None if "/" in name else 1]
                for package in store.packages(client.id or 0)
            ]
            found = {place: sum(getattr(b, place) for b in held) / 100 for place in numbers}
            if found != {place: float(number) for place, number in numbers.items()}:
                yield f"{name} has the credits {found}, not {dict(numbers)}"

    def _expect_texts(self, _: Store, wanted: dict[str, dict[str, int]]) -> Iterator[str]:
        for name, most in wanted.items():
            actor = self.stage.actors[name]
            found = {"in": actor.said, "out": len(actor.heard), "segments": sum(one.segments for one in actor.heard)}
            for what, number in most.items():
                if found[what] > number:
                    yield f"{name}: {found[what]} {what}, at most {number} were expected"

    def _expect_outbox(self, store: Store, wanted: dict[str, list[str]]) -> Iterator[str]:
        for name, kinds in wanted.items():
            contact = next(c for ch, ad in self.stage.actors[name].addresses.items() if (c := store.contact(ch, ad)))
            rows = store.session.exec(
                select(Outbox.kind)
                .where(Outbox.person_id == contact.person_id, col(Outbox.status).in_([Sending.DUE, Sending.CLAIMED]))
                .order_by(col(Outbox.due_at), col(Outbox.id))
            ).all()
            if list(rows) != list(kinds):
                yield f"{name} is owed {list(rows)}, not {list(kinds)}"

    def _expect_opted_out(self, store: Store, wanted: list[str]) -> Iterator[str]:
        for name, actor in self.stage.actors.items():
            contacts = [c for ch, ad in actor.addresses.items() if (c := store.contact(ch, ad))]
            out = bool(contacts) and not any(store.may_message(contact) for contact in contacts)
            if out != (name in wanted):
                yield f"{name} has {'' if out else 'not '}opted out"

    def _expect_laws(self, store: Store, _: Any) -> Iterator[str]:
        for finding in audit.findings(store.session, store.practice_id, self.stage.now):
            yield f"law {finding.law}: {finding.what} {finding.ids}"


def _read(heard: Heard) -> str:
    """What somebody sees: the text, and the labels below it."""
    return "\n".join([heard.text, *(choice.label for choice in heard.choices)])


def occurs(item: str, text: str) -> bool:
    """A regular expression between slashes, or one of some alternatives; capitals do not count."""
    if len(item) > 1 and item.startswith("/") and item.endswith("/"):
        return re.search(item[1:-1], text, re.IGNORECASE | re.DOTALL) is not None
    return any(part.strip().casefold() in text.casefold() for part in item.split("|"))


def _status(booking: Booking) -> str:
    return "late_cancelled" if booking.status == Status.CANCELLED and booking.late else booking.status.value

"""Play written conversations against a fresh practice, through the path of a live message, and say what differed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from bot.casting import cast
from bot.play_file import NotUnderstood, Play, Step, is_pattern, read
from bot.throwaway import opened, throwaway
from core import audit, credits
from core.rules import zone_of
from storage.asking import id_of
from storage.models import Appointment, Booking, Channel, Client, Outbox, Practitioner, Sending, Status
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bot.stage import Heard, Stage
    from storage.models import Contact

HELD, DIFFERED, NOT_UNDERSTOOD = 0, 1, 2


def play(
    files: Sequence[str],
    channel: str = "both",
    lang: str | None = None,
    database_url: str | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Play each file and `say` how it went; the exit status of `repbook play`: the worst of all files."""
    if channel not in {"sms", "telegram", "both"} or lang not in {None, "en", "fr"}:
        say("a channel is sms, telegram or both; a language is en or fr")
        return NOT_UNDERSTOOD
    status = HELD
    for name in files:
        try:
            script = read(Path(name))
            for one, language in ways(script, channel, lang):
                differences = list(perform(script, one, language, database_url))
                say(f"{'ok' if not differences else 'NO'} {script.title} [{one}, {language}]")
                for difference in differences:
                    say(f"    {name}: {difference}")
                status = max(status, DIFFERED if differences else HELD)
        except NotUnderstood as error:
            say(f"{name}: {error}")
            status = NOT_UNDERSTOOD
    return status


def ways(script: Play, channel: str = "both", lang: str | None = None) -> Iterator[tuple[str, str]]:
    """On which channels and in which language a file is played; in none when it is written in another language.

    A file in which somebody writes on a channel that is named is played once: everybody is at home on SMS.
    """
    if script.lang and lang and script.lang != lang:
        return
    language = lang or script.lang or "en"
    if any(step.channel for step in script.steps):
        yield "both", language
        return
    for one in ("sms", "telegram") if channel == "both" else (channel,):
        yield one, language


def perform(script: Play, channel: str, lang: str, database_url: str | None = None) -> Iterator[str]:
    """Play one file on one channel in one language; each difference is a line. Raises NotUnderstood."""
    with throwaway(database_url) as url:
        stage = cast(script, channel, lang, partial(opened, url), script.path.parent)
        try:
            player = _Player(stage)
            for step in script.steps:
                for difference in player.take(step):
                    yield f"line {step.line}: {difference}"
        finally:
            stage.close()


@dataclass(slots=True)
class _Player:
    stage: Stage

    def take(self, step: Step) -> Iterable[str]:
        """Do one step; say what differs from what was expected."""
        result: Iterable[str] | None = getattr(self, "_" + step.kind.replace(" ", "_"))(step)
        return result or ()

    # What happens

    def _says(self, step: Step) -> None:
        self.stage.says(step.who, step.value, Channel(step.channel) if step.channel else None)

    def _press(self, step: Step) -> Iterable[str]:
        try:
            self.stage.press(step.who, step.value)
        except LookupError as error:
            return [str(error)]
        return []

    def _pay(self, step: Step, *, late: bool = False) -> Iterable[str]:
        try:
            self.stage.pay(step.who, late=late)
        except LookupError as error:
            return [str(error)]
        return []

    def _pay_late(self, step: Step) -> Iterable[str]:
        return self._pay(step, late=True)

    def _decline(self, step: Step) -> None:
        self.stage.decline(step.who)

    def _together(self, step: Step) -> None:
        said: list[Step] = step.value
        self.stage.together([(one.who, one.value, Channel(one.channel) if one.channel else None) for one in said])

    def _duplicate(self, step: Step) -> None:
        self.stage.repeat(step.who)

    def _outage(self, step: Step) -> None:
        for channel, span in step.value.items():
            self.stage.outages[Channel(channel)] = self.stage.now + span

    def _restart(self, _: Step) -> None:
        self.stage.restart()

    def _clock(self, step: Step) -> Iterable[str]:
        until = self._until(step.value)
        if until < self.stage.now:
            return ["the clock cannot go back"]
        self.stage.clock(until)
        return []

    def _until(self, value: timedelta | datetime) -> datetime:
        """+2d is two days of the wall's clock later: 10:15 stays 10:15."""
        with self.stage.database.reading() as session:
            zone = zone_of(Store(session, self.stage.practice_id).practice())
        if isinstance(value, datetime):
            return value.replace(tzinfo=zone).astimezone(UTC)
        whole = timedelta(days=value.days)
        local = self.stage.now.astimezone(zone).replace(tzinfo=None) + whole
        return local.replace(tzinfo=zone).astimezone(UTC) + (value - whole)

    # What is expected

    def _hears(self, step: Step) -> Iterator[str]:
        text = _read(self.stage.actors[step.who].since_last_line())
        for item in step.value:
            if not occurs(item, text):
                yield f"{step.who} did not hear {item!r} but: {text or '(nothing)'!r}"

    def _hears_not(self, step: Step) -> Iterator[str]:
        text = _read(self.stage.actors[step.who].since_last_line())
        for item in step.value:
            if occurs(item, text):
                yield f"{step.who} heard {item!r}: {text!r}"

    def _silence(self, step: Step) -> Iterator[str]:
        actor = self.stage.actors[step.who]
        if actor.heard[actor.quiet_mark :]:
            yield f"{step.who} heard {_read(actor.heard[actor.quiet_mark :])!r}"

    def _expect(self, step: Step) -> Iterator[str]:
        with self.stage.database.reading() as session:
            store = Store(session, self.stage.practice_id)
            for what, wanted in step.value.items():
                yield from getattr(self, "_expect_" + what)(store, wanted)

    def _expect_bookings(self, store: Store, wanted: Mapping[str, list[str]]) -> Iterator[str]:
        for name, lines in wanted.items():
            found = self._booking_lines(store, name)
            if found != lines:
                yield f"{name} has the bookings {found}, not {lines}"

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
        """Those of a person, or of a family the one: julie, julie/Léa. A stranger who never wrote has none."""
        who, _, child = name.partition("/")
        contact = next(iter(self._contacts(store, who)), None)
        clients = store.clients_of(contact.person_id) if contact else []
        return [client for client in clients if not child or client.name.split()[:1] == [child] or client.name == child]

    def _contacts(self, store: Store, name: str) -> list[Contact]:
        addresses = self.stage.actors[name].addresses
        found = (store.contact(channel, address) for channel, address in addresses.items())
        return [contact for contact in found if contact is not None]

    def _expect_credits(self, store: Store, wanted: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
        for name, numbers in wanted.items():
            packages = {id_of(p): p for client in self._clients(store, name) for p in store.packages(id_of(client))}
            today = self.stage.now.astimezone(zone_of(store.practice())).date()
            begun = [package for package in packages.values() if credits.has_begun(package.starts_on, today)]
            held = [credits.balance(store, package) for package in begun]
            found = {place: sum(getattr(b, place) for b in held) / 100 for place in numbers}
            if found != {place: float(number) for place, number in numbers.items()}:
                yield f"{name} has the credits {found}, not {dict(numbers)}"

    def _expect_texts(self, _: Store, wanted: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
        for name, most in wanted.items():
            actor = self.stage.actors[name]
            found = {"in": actor.said, "out": len(actor.heard), "segments": sum(one.segments for one in actor.heard)}
            for what, number in most.items():
                if found[what] > number:
                    yield f"{name}: {found[what]} {what}, at most {number} were expected"

    def _expect_outbox(self, store: Store, wanted: Mapping[str, list[str]]) -> Iterator[str]:
        for name, kinds in wanted.items():
            persons = {contact.person_id for contact in self._contacts(store, name)}
            rows = store.session.exec(
                select(Outbox.kind)
                .where(col(Outbox.person_id).in_(persons), col(Outbox.status).in_([Sending.DUE, Sending.CLAIMED]))
                .order_by(col(Outbox.due_at), col(Outbox.id))
            ).all()
            if list(rows) != kinds:
                yield f"{name} is owed {list(rows)}, not {kinds}"

    def _expect_opted_out(self, store: Store, wanted: Sequence[str]) -> Iterator[str]:
        for name in self.stage.actors:
            contacts = self._contacts(store, name)
            out = bool(contacts) and not any(store.may_message(contact) for contact in contacts)
            if out != (name in wanted):
                yield f"{name} has {'' if out else 'not '}opted out"

    def _expect_laws(self, store: Store, _: Any) -> Iterator[str]:
        for finding in audit.findings(store.session, store.practice_id, self.stage.now):
            yield f"law {finding.law}: {finding.what} {finding.ids}"


def _read(heard: Sequence[Heard]) -> str:
    """What somebody sees: the texts, and the labels below them."""
    return "\n".join("\n".join([one.text, *(choice.label for choice in one.choices)]) for one in heard)


def occurs(item: str, text: str) -> bool:
    """A regular expression between slashes, or one of some alternatives; capitals do not count."""
    if is_pattern(item):
        return re.search(item[1:-1], text, re.IGNORECASE | re.DOTALL) is not None
    return any(part.strip().casefold() in text.casefold() for part in item.split("|"))


def _status(booking: Booking) -> str:
    return "late_cancelled" if booking.status == Status.CANCELLED and booking.late else booking.status.value

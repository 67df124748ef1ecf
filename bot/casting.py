"""Set the stage of a written conversation: a fresh practice, its people, their plans and what is in the diary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.play_file import Lined, NotUnderstood, moment
from bot.stage import Actor, Stage
from core import bookings, memberships, pins, plans, practice, reminders, waitlist
from core.acts import Act
from core.errors import Refusal
from core.practice_file import PracticeFileError
from core.rules import zone_of
from core.slots import Slot
from core.windows import Window, Windows
from storage import owed
from storage.asking import id_of
from storage.models import Appointment, Booking, Channel, Client, Contact, Person, Practice, Purpose, Status
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.play_file import Play
    from storage.database import Database
    from storage.models import Service

KNOWN = {"staff", "name", "plan", "family", "grace", "opted_out"}  # who has one of these is no stranger
EARLIER = timedelta(days=3)  # how long before its start a booking of the file was made, at the latest


def cast(script: Play, channel: str, lang: str, open_database: Callable[[], Database], beside: Path) -> Stage:
    """The stage as the file wants it. Raises NotUnderstood where the practice does not have what is named."""
    database = open_database()
    database.migrate()
    file = _practice_file(script, beside)
    now = script.clock.replace(tzinfo=ZoneInfo(file.about.zone)).astimezone(UTC)
    with database.transaction() as session:
        practice.apply(Store(session, 0), file, now)
        practice_id = session.exec(select(Practice.id)).one()
    if practice_id is None:
        raise LookupError("the practice was not stored")
    database.close()
    stage = Stage(open_database, practice_id, now)
    with stage.database.transaction(practice_id) as session:
        crew = _Crew(Store(session, practice_id), stage, channel, lang, now)
        there = {step.who for step in script.steps if step.channel == Channel.TELEGRAM}
        for name, facts in script.people.items():
            crew.person(name, facts, both=bool(facts.get("telegram")) or name in there)
        for n, entry in enumerate(script.bookings):
            crew.booking(n, entry)
        for n, entry in enumerate(script.waitlist):
            crew.waits(n, entry)
    return stage


def _practice_file(script: Play, beside: Path) -> practice.PracticeFile:
    try:
        text = practice.sample_text() if script.practice == "sample" else (beside / script.practice).read_text("utf-8")
        return practice.parse(text, script.overrides)
    except (PracticeFileError, OSError) as error:
        raise NotUnderstood(0, f"the practice: {error}") from None


class _Crew:
    """Puts people and bookings on the stage."""

    def __init__(self, store: Store, stage: Stage, channel: str, lang: str, now: datetime) -> None:
        self.store, self.stage, self.channel, self.lang, self.now = store, stage, channel, lang, now
        self.zone: ZoneInfo = zone_of(store.practice())
        self.clients: dict[str, list[Client]] = {}

    def person(self, name: str, facts: dict[str, Any], *, both: bool) -> None:
        """`both` says that they are known on both channels; otherwise on the one that is played, or at home on SMS."""
        actor = self.stage.enter(self._actor(name, facts))
        if KNOWN & facts.keys():
            person = self._known(name, facts)
            contacts = self._contacts(actor, person, both=both)
            if facts.get("opted_out"):
                for contact in contacts:
                    self.store.consented(
                        id_of(contact), given=False, at=self.now, act=f"cast:{name}", purposes=tuple(Purpose)
                    )

    def _actor(self, name: str, facts: dict[str, Any]) -> Actor:
        n = len(self.stage.actors) + 1
        phone = str(facts.get("phone", f"+1416555{n:04}"))
        channels = {Channel.SMS: phone, Channel.TELEGRAM: f"{7000 + n}"}
        home = Channel.TELEGRAM if self.channel == "telegram" else Channel.SMS
        return Actor(name, channels, home, language=str(facts.get("lang", self.lang)))

    def _known(self, name: str, facts: dict[str, Any]) -> Person:
        practitioner = None
        if "staff" in facts:
            practitioner = next((p for p in self.store.practitioners() if p.name == facts["staff"]), None)
            if practitioner is None:
                raise NotUnderstood(_line(facts, "staff"), f"nobody called {facts['staff']!r} works there")
        person = self.store.note(
            Person(
                practice_id=self.store.practice_id,
                name=str(facts.get("staff") or facts.get("name", "")),
                language=str(facts.get("lang", self.lang)),
                practitioner_id=practitioner.id if practitioner else None,
                created_at=self.now,
            )
        )
        if practitioner is None:
            self._clients(name, facts, person)
        elif "pin" in facts:
            pins.choose(self.store, id_of(person), str(facts["pin"]), Act(f"cast:{name}", None, self.now))
        return person

    def _clients(self, name: str, facts: dict[str, Any], person: Person) -> None:
        names = [*(str(child) for child in facts.get("family", [])), person.name]
        theirs = [
            self.store.note(
                Client(practice_id=self.store.practice_id, person_id=id_of(person), name=one, created_at=self.now)
            )
            for one in names
        ]
        self.clients[name] = theirs
        self.clients |= {f"{name}/{child.name}": [child] for child in theirs}
        if "plan" in facts:
            self._package(name, facts, theirs)
        if facts.get("grace") == "used":
            self._graced(theirs[0], id_of(person))

    def _package(self, name: str, facts: dict[str, Any], theirs: list[Client]) -> None:
        plan = self.store.plan_by_key(str(facts["plan"]))
        if plan is None:
            raise NotUnderstood(_line(facts, "plan"), f"there is no plan {facts['plan']!r}")
        expires = moment(facts["expires"], _line(facts, "expires")).date() if "expires" in facts else None
        used = round(float(facts.get("used", 0)) * 100)
        act = Act(f"cast:{name}", None, self.now)
        if plan.monthly and expires is None:
            memberships.begin(self.store, theirs, plan, theirs[0].person_id, act, used=used)
        else:
            plans.grant(self.store, theirs, plan, act, used=used, expires=expires)

    def _graced(self, client: Client, person_id: int) -> None:
        """A late cancel a month ago, forgiven."""
        start = self.now - timedelta(days=30)
        service = self.store.services()[0]
        appointment = self.store.note(
            Appointment(
                practice_id=self.store.practice_id, practitioner_id=id_of(self.store.practitioners()[0]),
                service_id=id_of(service), starts_at=start, ends_at=start + timedelta(hours=1), blocks_from=start,
                blocks_to=start + timedelta(hours=1), live=False,
            )
        )  # fmt: skip
        self.store.note(
            Booking(
                practice_id=self.store.practice_id, appointment_id=id_of(appointment), client_id=id_of(client),
                status=Status.CANCELLED, made_at=start, made_by=person_id, cancelled_at=start - timedelta(hours=1),
                late=True, grace=True,
            )
        )  # fmt: skip

    def _contacts(self, actor: Actor, person: Person, *, both: bool) -> list[Contact]:
        channels = (Channel.SMS, Channel.TELEGRAM) if both else (actor.home,)
        heard_first = sorted(channels, key=lambda one: one == actor.home)
        return [
            self.store.note(
                Contact(
                    practice_id=self.store.practice_id, person_id=id_of(person), channel=one,
                    address=actor.addresses[one], heard_at=self.now - timedelta(days=len(channels) - n),
                )
            )
            for n, one in enumerate(heard_first)
        ]  # fmt: skip

    def booking(self, n: int, entry: dict[str, Any]) -> None:
        """Make a booking of the file, as if it had been made in time."""
        client = self._client(entry, "client")
        start = self._instant(entry, "at")
        service = self._service(entry)
        practitioner = str(entry.get("with", ""))
        who = next((p for p in self.store.givers_of(id_of(service)) if p.name.startswith(practitioner)), None)
        if who is None:
            raise NotUnderstood(_line(entry, "with"), f"{practitioner!r} does not give this")
        made = min(self.now, start - EARLIER)
        act = Act(f"cast:booking:{n}", client.person_id, made)
        slot = Slot(start, id_of(who), id_of(service))
        try:
            bookings.book(self.store, client, bookings.quote(self.store, client, service, slot, made), act)
            self._past(client.person_id)
        except Refusal as refusal:
            raise NotUnderstood(_line(entry, "at"), f"this cannot be booked: {refusal!r}") from None

    def waits(self, n: int, entry: dict[str, Any]) -> None:
        """Put somebody of the file on the waitlist: those named first wait longest."""
        client, service = self._client(entry, "who"), self._service(entry)
        wish = Windows((Window(self._instant(entry, "from"), self._instant(entry, "until")),))
        named = str(entry.get("with", ""))
        givers = self.store.givers_of(id_of(service)) if named else []
        who = next((p for p in givers if p.name.startswith(named)), None)
        if named and who is None:
            raise NotUnderstood(_line(entry, "with"), f"{named!r} does not give this")
        act = Act(f"cast:waits:{n}", client.person_id, self.now)
        try:
            waitlist.join(self.store, client, service, wish, act, practitioner_id=who.id if who else None)
        except Refusal as refusal:
            raise NotUnderstood(_line(entry, "until"), f"this cannot be waited for: {refusal!r}") from None

    def _instant(self, entry: dict[str, Any], key: str) -> datetime:
        """A local time of the file."""
        return moment(entry[key], _line(entry, key)).replace(tzinfo=self.zone).astimezone(UTC)

    def _client(self, entry: dict[str, Any], key: str) -> Client:
        """maya; of a family the first, or the one that is named: julie/Max."""
        found = self.clients.get(str(entry[key]))
        if not found:
            raise NotUnderstood(_line(entry, key), f"{entry[key]!r} is no client")
        return found[0]

    def _past(self, person_id: int) -> None:
        """What was owed before the conversation begins is over."""
        rows = owed.waiting_for(self.store.session, person_id, reminders.KINDS)
        owed.drop(self.store.session, [row.id for row in rows if row.due_at <= self.now], "past")

    def _service(self, entry: dict[str, Any]) -> Service:
        wanted = str(entry.get("service", ""))
        for service in self.store.services():
            if (service.usual and not wanted) or wanted in {service.key, *service.names.values()}:
                return service
        raise NotUnderstood(_line(entry, "service"), f"there is no service {wanted!r}")


def _line(facts: dict[str, Any], key: str) -> int:
    """Where a fact stands in the file; 0 when it was not read from one."""
    return facts.lines.get(key, facts.line) if isinstance(facts, Lined) else 0

"""Our nouns as tables, with every law that a schema can state. No method here asks or writes anything.

Instants are aware UTC; money is integer minor units; credits are integer hundredths of a session.
Rows are made by core; what comes from outside is parsed at the edges first (`table=True` models do not validate).
The triggers that state the remaining laws (overlap, capacity, append-only tables, no place below zero) are in
`triggers.py`, because SQLite and PostgreSQL word them differently.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text
from sqlalchemy import Enum as SqlEnum
from sqlmodel import JSON, Field, SQLModel

from storage.columns import EncryptedText, Instant


def one_of(kind: type[StrEnum]) -> Any:
    """An enum stored by value, with its CHECK."""
    return SqlEnum(
        kind,
        values_callable=lambda k: [m.value for m in k],
        native_enum=False,
        create_constraint=True,
        length=32,
        name=None,  # the CHECK's: two columns of one table may have the same kind
    )


class Channel(StrEnum):
    SMS = "sms"
    TELEGRAM = "telegram"
    TERMINAL = "terminal"


class Status(StrEnum):
    """A booking's life: held -> booked -> attended | no_show | cancelled."""

    HELD = "held"
    BOOKED = "booked"
    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


LIVE = (Status.HELD, Status.BOOKED)
HELD_ONLY = text("held_until IS NOT NULL")
OPEN_ONLY = text("status IN ('due', 'claimed')")


class Place(StrEnum):
    """Where a credit can be. Every credit is in exactly one of them."""

    OUTSIDE = "outside"
    FREE = "free"
    BOOKED = "booked"
    USED = "used"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class Purpose(StrEnum):
    """What a consent is for: messages about appointments, or marketing."""

    APPOINTMENTS = "appointments"
    MARKETING = "marketing"


class Source(StrEnum):
    """Who said that time is off: the practice file, or somebody in a thread. `apply` touches only its own."""

    FILE = "file"
    THREAD = "thread"


class WhoMayBook(StrEnum):
    ANYONE = "anyone"
    NEW = "new"
    PACKAGE = "package"


class Sending(StrEnum):
    """The life of an outbox row."""

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    UNKNOWN = "unknown"  # the provider did not answer: it may have gone
    DROPPED = "dropped"  # no longer right to send; `why` says so
    FAILED = "failed"  # trying again cannot help; `why` says so


class Practice(SQLModel, table=True):
    """The root of everything. `rules` is the practice file's policies and wording, parsed by core.practice."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    zone: str  # IANA
    currency: str = Field(max_length=3)
    region: str
    rules: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    version: int = 1  # grows with every change to hours, services, plans or rules: caches compare it


class Line(SQLModel, table=True):
    """An address that messages are sent *to* (a number, a bot), and the practice it belongs to."""

    __table_args__ = (UniqueConstraint("channel", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    channel: Channel = Field(sa_type=one_of(Channel))
    address: str


class Practitioner(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("practice_id", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    key: str
    name: str
    licence: str = ""
    owner: bool = False  # hears the alerts
    active: bool = True
    wishes: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False, server_default=text("'{}'"))
    )  # what they asked for in their thread: when and where their day comes. The practice file never changes it.


class WorkingHours(SQLModel, table=True):
    """One weekly window of a practitioner, local minutes after midnight; Monday is 0."""

    __tablename__ = "working_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practitioner_id: int = Field(foreign_key="practitioner.id", index=True)
    weekday: int
    opens: int
    closes: int


class TimeOff(SQLModel, table=True):
    """Time nobody can book: of one practitioner, or of the whole practice when `practitioner_id` is empty."""

    __tablename__ = "time_off"
    __table_args__ = (CheckConstraint("starts_at < ends_at"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id", index=True)
    practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id")
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    source: Source = Field(sa_type=one_of(Source))
    label: str = ""


class ExtraHours(SQLModel, table=True):
    """Time a practitioner works though the week, a holiday or time off says otherwise: said in their thread."""

    __tablename__ = "extra_hours"
    __table_args__ = (CheckConstraint("starts_at < ends_at"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id", index=True)
    practitioner_id: int = Field(foreign_key="practitioner.id")
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)


class Service(SQLModel, table=True):
    """An appointment type. `names` and `about` have a value per language."""

    __table_args__ = (
        UniqueConstraint("practice_id", "key"),
        CheckConstraint("minutes > 0 AND buffer_before >= 0 AND buffer_after >= 0 AND grid > 0"),
        CheckConstraint("price >= 0 AND deposit >= 0 AND deposit <= price"),
        CheckConstraint("capacity >= 1"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    key: str
    names: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    about: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    minutes: int
    buffer_before: int = 0
    buffer_after: int = 0
    grid: int = 30  # minutes between two possible starts
    price: int = 0
    deposit: int = 0
    pay_later: bool = False  # may be booked without a credit, against an unpaid invoice
    who: WhoMayBook = Field(default=WhoMayBook.ANYONE, sa_type=one_of(WhoMayBook))
    capacity: int = 1
    usual: bool = False  # what "a session" means when no other is named
    position: int = 0
    active: bool = True


class ServiceGiver(SQLModel, table=True):
    """Who gives a service."""

    __tablename__ = "service_giver"
    service_id: int = Field(foreign_key="service.id", primary_key=True)
    practitioner_id: int = Field(foreign_key="practitioner.id", primary_key=True)


class ClassTime(SQLModel, table=True):
    """A class's fixed weekly start, local minutes after midnight. A service with any starts only then."""

    __tablename__ = "class_time"
    __table_args__ = (CheckConstraint("weekday BETWEEN 0 AND 6 AND starts >= 0 AND starts < 1440"),)
    id: int | None = Field(default=None, primary_key=True)
    service_id: int = Field(foreign_key="service.id", index=True)
    practitioner_id: int = Field(foreign_key="practitioner.id")
    weekday: int
    starts: int


class Plan(SQLModel, table=True):
    """What is offered: "Progress Plan, 8 sessions". `outcomes` says in words what it is for."""

    __table_args__ = (
        UniqueConstraint("practice_id", "key"),
        CheckConstraint("credits > 0 AND price >= 0"),
        CheckConstraint("validity_days IS NULL OR validity_days > 0"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    key: str
    names: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    outcomes: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    credits: int
    price: int
    validity_days: int | None = None
    monthly: bool = False
    position: int = 0
    active: bool = True


class PlanService(SQLModel, table=True):
    """A service that a plan covers, and what one costs in credits."""

    __tablename__ = "plan_service"
    __table_args__ = (CheckConstraint("cost > 0"),)
    plan_id: int = Field(foreign_key="plan.id", primary_key=True)
    service_id: int = Field(foreign_key="service.id", primary_key=True)
    cost: int


class Person(SQLModel, table=True):
    """Who types and pays. A practitioner who writes to us is a person too."""

    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id", index=True)
    name: str = ""  # empty until they have told us
    language: str = "en"
    practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id", unique=True)
    created_at: datetime = Field(sa_type=Instant)
    zone: str | None = None  # IANA, where they live in another one than the practice: their quiet hours are there
    unwanted: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default=text("'[]'"))
    )  # kinds of notices that they asked us to leave out: reminder ...


class Contact(SQLModel, table=True):
    """One address of a person. A dead one gets nothing until it writes again."""

    __table_args__ = (UniqueConstraint("practice_id", "channel", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: Channel = Field(sa_type=one_of(Channel))
    address: str
    alive: bool = True
    heard_at: datetime | None = Field(default=None, sa_type=Instant)  # their last message to us


class Consent(SQLModel, table=True):
    """Append-only: a yes or no per purpose and contact, with the wording that was shown. The newest counts."""

    __table_args__ = (Index("ix_consent_contact", "contact_id", "purpose", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    purpose: Purpose = Field(sa_type=one_of(Purpose))
    given: bool
    at: datetime = Field(sa_type=Instant)
    wording: str = ""
    language: str = ""
    act: str


class Client(SQLModel, table=True):
    """Who attends. Most persons are their own one client; a parent has several."""

    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    name: str = ""
    created_at: datetime = Field(sa_type=Instant)


class Package(SQLModel, table=True):
    """A plan that was bought, with its terms frozen at sale. Its balance is the sum of its moves, never a column."""

    __table_args__ = (CheckConstraint("price >= 0"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id", index=True)
    plan_id: int = Field(foreign_key="plan.id")
    names: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    price: int
    bought_at: datetime = Field(sa_type=Instant)
    expires_on: date | None = None  # the last local day on which a session may take place
    act: str


class PackageClient(SQLModel, table=True):
    """Whom a package is for."""

    __tablename__ = "package_client"
    package_id: int = Field(foreign_key="package.id", primary_key=True)
    client_id: int = Field(foreign_key="client.id", primary_key=True, index=True)


class PackageService(SQLModel, table=True):
    """A service that a package covers, and what one costs in credits, as sold."""

    __tablename__ = "package_service"
    __table_args__ = (CheckConstraint("cost > 0"),)
    package_id: int = Field(foreign_key="package.id", primary_key=True)
    service_id: int = Field(foreign_key="service.id", primary_key=True)
    cost: int


class Series(SQLModel, table=True):
    """Bookings made as one."""

    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    act: str


class Appointment(SQLModel, table=True):
    """A block of a practitioner's diary. `blocks_from`/`blocks_to` include buffers.

    It lives while a booking in it lives, or while a class is announced; live ones of one practitioner never overlap.
    """

    __table_args__ = (
        CheckConstraint("starts_at < ends_at AND blocks_from <= starts_at AND ends_at <= blocks_to"),
        CheckConstraint("capacity >= 1"),
        Index("ix_appointment_diary", "practitioner_id", "live", "blocks_from"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    practitioner_id: int = Field(foreign_key="practitioner.id")
    service_id: int = Field(foreign_key="service.id")
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    blocks_from: datetime = Field(sa_type=Instant)
    blocks_to: datetime = Field(sa_type=Instant)
    capacity: int = 1
    live: bool = True


class Booking(SQLModel, table=True):
    """One client's place in an appointment. A move changes `appointment_id` and counts in `moves`."""

    __table_args__ = (
        CheckConstraint("credits >= 0 AND price >= 0 AND charged >= 0 AND charged <= credits AND moves >= 0"),
        CheckConstraint("(package_id IS NULL) = (credits = 0)"),
        CheckConstraint("(status = 'held') = (held_until IS NOT NULL)"),
        CheckConstraint("status = 'cancelled' OR (cancelled_at IS NULL AND NOT late AND NOT grace)"),
        Index("ix_booking_held", "practice_id", "held_until", sqlite_where=HELD_ONLY, postgresql_where=HELD_ONLY),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    appointment_id: int = Field(foreign_key="appointment.id", index=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    status: Status = Field(sa_type=one_of(Status))
    package_id: int | None = Field(default=None, foreign_key="package.id", index=True)
    credits: int = 0  # what it costs the package, in hundredths of a session
    price: int = 0  # what is owed for it in money, when no package pays
    series_id: int | None = Field(default=None, foreign_key="series.id", index=True)
    held_until: datetime | None = Field(default=None, sa_type=Instant)
    moves: int = 0
    made_at: datetime = Field(sa_type=Instant)
    made_by: int = Field(foreign_key="person.id")
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)
    by_practice: bool = False  # the practice cancelled
    late: bool = False
    grace: bool = False  # a late cancel forgiven, once per client and 12 months
    charged: int = 0  # credits that an ended booking spent
    confirmed_at: datetime | None = Field(default=None, sa_type=Instant)  # the client said that they come
    terms: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )  # policies it was made under


class CreditMove(SQLModel, table=True):
    """Append-only: some credits of one package went from one place to another, because of one act."""

    __tablename__ = "credit_move"
    __table_args__ = (
        UniqueConstraint("act", "n"),
        CheckConstraint("amount > 0"),
        CheckConstraint("source <> target"),
        Index("ix_credit_move_package", "package_id", "id"),
        Index("ix_credit_move_booking", "booking_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    package_id: int = Field(foreign_key="package.id")
    amount: int
    source: Place = Field(sa_type=one_of(Place))
    target: Place = Field(sa_type=one_of(Place))
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    act: str
    n: int
    at: datetime = Field(sa_type=Instant)
    by: int | None = Field(default=None, foreign_key="person.id")  # empty: the program itself
    why: str = ""


class Invoice(SQLModel, table=True):
    """Money owed by a person."""

    __table_args__ = (UniqueConstraint("practice_id", "number"), CheckConstraint("total >= 0"))
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    number: int
    total: int
    paid: bool = False
    void: bool = False
    at: datetime = Field(sa_type=Instant)
    act: str


class InvoiceLine(SQLModel, table=True):
    __tablename__ = "invoice_line"
    __table_args__ = (UniqueConstraint("invoice_id", "n"),)
    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    n: int
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)
    amount: int
    what: str


class Conversation(SQLModel, table=True):
    """The one conversation of a person, on all channels. `state` is the engine's (handlers.dialogue), encrypted."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    state: str = Field(default="", sa_type=EncryptedText)
    handed_to: int | None = Field(default=None, foreign_key="person.id")  # the person of the practice who has it
    handed_until: datetime | None = Field(default=None, sa_type=Instant)
    at: datetime = Field(sa_type=Instant)


class Inbox(SQLModel, table=True):
    """Every event that reached us, once. `act` is the id that everything it caused carries."""

    __table_args__ = (
        UniqueConstraint("practice_id", "channel", "event"),
        Index("ix_inbox_contact", "contact_id", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    channel: str
    event: str  # the provider's id
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    body: str = Field(default="", sa_type=EncryptedText)
    at: datetime = Field(sa_type=Instant)
    failed: bool = False
    act: str = Field(unique=True)


class Outbox(SQLModel, table=True):
    """Everything that we owe the world. Claimed, re-checked and sent by bot.dispatch alone."""

    __table_args__ = (
        UniqueConstraint("practice_id", "key"),
        Index("ix_outbox_due", "due_at", sqlite_where=OPEN_ONLY, postgresql_where=OPEN_ONLY),
        Index("ix_outbox_open", "person_id", "id", sqlite_where=OPEN_ONLY, postgresql_where=OPEN_ONLY),
        Index("ix_outbox_person", "person_id", "id"),
        Index("ix_outbox_provider", "provider_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    key: str  # from the event that caused it
    kind: str  # reply, or a notice's kind: reminder, handoff ...
    person_id: int = Field(foreign_key="person.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")  # empty: the person's best at that moment
    body: str = Field(sa_type=EncryptedText)  # JSON: a Say that was said, or a notice's facts
    guard: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    due_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    status: Sending = Field(default=Sending.DUE, sa_type=one_of(Sending))
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    attempts: int = 0
    why: str = ""  # why it was dropped or failed: a code, never text of a message
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    provider_id: str | None = None
    provider_status: str = ""
    segments: int | None = None
    act: str = Field(index=True)
    at: datetime = Field(sa_type=Instant)


class Invite(SQLModel, table=True):
    """A one-time token that binds an address to a person; only its hash is kept."""

    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    person_id: int = Field(foreign_key="person.id")
    token_hash: str = Field(unique=True)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class AuditEntry(SQLModel, table=True):
    """Append-only: what was done, by whom, in which act. `detail` holds what undo needs; ids, never names."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_booking", "booking_id"),
        Index("ix_audit_act", "act"),
        Index("ix_audit_by", "by", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    at: datetime = Field(sa_type=Instant)
    act: str
    by: int | None = Field(default=None, foreign_key="person.id")
    what: str  # booked, moved, cancelled, attended, no_show, granted, undone, opted_out ...
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


for _table in SQLModel.metadata.tables.values():
    _table.kwargs["sqlite_strict"] = True  # SQLite too keeps 'abc' out of an INTEGER

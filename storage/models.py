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
from uuid import uuid4

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
WAITING_ONLY = text("state = 'waiting'")
UNANSWERED_ONLY = text("state IN ('live', 'open')")
ASKED_ONLY = text("status IN ('waiting', 'due')")


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


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"  # takes back part or all of the invoice that it refers to


class Way(StrEnum):
    """How a plan is paid."""

    FULL = "full"
    INSTALMENTS = "instalments"
    PRACTICE = "practice"  # there, by card, cash or transfer: staff say when


class SaleStatus(StrEnum):
    OFFERED = "offered"
    AGREED = "agreed"  # the yes is recorded; not paid yet
    ACTIVE = "active"  # the package is theirs
    ENDED = "ended"
    CANCELLED = "cancelled"


class InstalmentStatus(StrEnum):
    WAITING = "waiting"  # its day or session has not come
    DUE = "due"
    PAID = "paid"
    FAILED = "failed"  # declined as often as we try; the owner knows
    VOID = "void"


class Method(StrEnum):
    """How money reached the practice. Only `card` went through the provider."""

    CARD = "card"
    CASH = "cash"
    TRANSFER = "transfer"
    OTHER = "other"


class RefundStatus(StrEnum):
    OWED = "owed"  # decided; the provider does not know yet, or it is the practice's to hand back
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # the provider could not: the owner is told
    CANCELLED = "cancelled"


class DisputeStatus(StrEnum):
    INQUIRY = "inquiry"  # a question: no money moved
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class OrderKind(StrEnum):
    """A call that we owe to the payment provider."""

    CHECKOUT = "checkout"  # make a page on which to pay
    EXPIRE = "expire"  # close that page
    CHARGE = "charge"  # take an instalment from a saved card
    REFUND = "refund"
    LOOK = "look"  # fetch what an object is now


class OrderStatus(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"
    OPEN = "open"  # the provider has it, and it has not ended
    DONE = "done"
    FAILED = "failed"


class MembershipState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    ENDING = "ending"  # at the end of the period
    ENDED = "ended"


class EntryState(StrEnum):
    """What became of somebody's place on the waitlist."""

    WAITING = "waiting"
    FILLED = "filled"  # they have what they waited for
    LEFT = "left"  # they wait no more
    OVER = "over"  # the time that they waited for is past, or the session that they would have given for it


class OfferState(StrEnum):
    """The life of an offer: one that nobody has answered is live or open."""

    LIVE = "live"  # the place is held for them alone
    OPEN = "open"  # several are asked at once, nothing is held: who answers first has it
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"  # not answered in time
    WITHDRAWN = "withdrawn"  # taken back by us, or somebody else was first


UNANSWERED = (OfferState.LIVE, OfferState.OPEN)


class ReceiptKind(StrEnum):
    PAYMENT = "payment"
    INSURANCE = "insurance"  # sessions that were attended, for an insurer
    MISSED = "missed"  # what missed sessions cost: nothing for an insurer
    CREDIT_NOTE = "credit_note"
    CONTRACT = "contract"  # the written contract of a sale, where the law wants one


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
    till: str = ""  # who takes payments by card for it: stripe, the stand-in of a trial, or nobody. Set at the start


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
    pace: str = Field(default="", sa_column_kwargs={"server_default": ""})  # "1 a week": how often its sessions come


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
    membership_id: int | None = Field(default=None, foreign_key="membership.id", index=True)  # whose period it is
    frozen_because: str = ""  # a code (dispute, unpaid, owner ...); nothing new is booked on it meanwhile
    frozen_on: date | None = None  # since which local day the owner has frozen it: these days are given back
    frozen_until: date | None = None  # and to which day, itself excluded; empty: until somebody thaws it
    starts_on: date | None = None  # the first local day on which a session may take place: of a period to come
    pace: str = Field(default="", sa_column_kwargs={"server_default": ""})  # as the plan had it when it was sold


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


class WaitlistEntry(SQLModel, table=True):
    """Somebody waits for a place. `wish` is a packed core.windows.Windows; with a booking, it would move there."""

    __tablename__ = "waitlist_entry"
    __table_args__ = (
        Index(
            "ix_waitlist_entry_waiting", "practice_id", "at", sqlite_where=WAITING_ONLY, postgresql_where=WAITING_ONLY
        ),
        Index("ix_waitlist_entry_client", "client_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    client_id: int = Field(foreign_key="client.id")
    service_id: int = Field(foreign_key="service.id")
    practitioner_id: int | None = Field(default=None, foreign_key="practitioner.id")  # empty: whoever gives it
    wish: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    until: datetime = Field(sa_type=Instant)  # when the last of the times wished for is over
    booking_id: int | None = Field(default=None, foreign_key="booking.id")  # the later session that it would replace
    state: EntryState = Field(default=EntryState.WAITING, sa_type=one_of(EntryState))
    at: datetime = Field(sa_type=Instant)  # since when they wait: who joined first is asked first
    act: str


class Offer(SQLModel, table=True):
    """A place that came free, offered to one person until a deadline. A live one holds it by its booking.

    Nobody has two that are unanswered. Where and when it was stays on the row, whatever becomes of the booking.
    """

    __table_args__ = (
        CheckConstraint("(state IN ('live', 'open')) = (ended_at IS NULL)"),
        CheckConstraint("state <> 'live' OR booking_id IS NOT NULL"),
        Index(
            "uq_offer_unanswered", "person_id", unique=True,
            sqlite_where=UNANSWERED_ONLY, postgresql_where=UNANSWERED_ONLY,
        ),
        Index("ix_offer_person", "person_id", "at"),
        Index("ix_offer_place", "practice_id", "starts_at"),
        Index("ix_offer_booking", "booking_id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    entry_id: int | None = Field(default=None, foreign_key="waitlist_entry.id")  # empty: the practice's own choice
    person_id: int = Field(foreign_key="person.id")
    client_id: int = Field(foreign_key="client.id")
    service_id: int = Field(foreign_key="service.id")
    practitioner_id: int = Field(foreign_key="practitioner.id")
    starts_at: datetime = Field(sa_type=Instant)
    booking_id: int | None = Field(default=None, foreign_key="booking.id")  # the place that is held for them
    swap_booking_id: int | None = Field(default=None, foreign_key="booking.id")  # what a yes moves there
    deposit: int = 0  # what a yes has to pay at once: of the booking's price, as it was offered
    state: OfferState = Field(sa_type=one_of(OfferState))
    until: datetime = Field(sa_type=Instant)
    at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    act: str


class Invoice(SQLModel, table=True):
    """Money owed by a person; or a credit note, which takes some of an earlier invoice back. One row of numbers."""

    __table_args__ = (
        UniqueConstraint("practice_id", "number"),
        CheckConstraint("total >= 0"),
        CheckConstraint("subtotal >= 0 AND tax >= 0 AND total = subtotal + tax"),
        CheckConstraint("(kind = 'credit_note') = (refers_to IS NOT NULL)"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    number: int
    total: int  # subtotal and tax
    paid: bool = False
    void: bool = False
    at: datetime = Field(sa_type=Instant)
    act: str
    kind: InvoiceKind = Field(default=InvoiceKind.INVOICE, sa_type=one_of(InvoiceKind))
    refers_to: int | None = Field(default=None, foreign_key="invoice.id", index=True)
    subtotal: int
    tax: int = 0


class InvoiceLine(SQLModel, table=True):
    """`amount` is before tax."""

    __tablename__ = "invoice_line"
    __table_args__ = (UniqueConstraint("invoice_id", "n"),)
    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    n: int
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)
    amount: int
    what: str
    package_id: int | None = Field(default=None, foreign_key="package.id", index=True)


class LineTax(SQLModel, table=True):
    """A tax on a line, as it was that day: its name, its rate in millionths, and what it came to."""

    __tablename__ = "line_tax"
    __table_args__ = (CheckConstraint("rate >= 0 AND amount >= 0"),)
    line_id: int = Field(foreign_key="invoice_line.id", primary_key=True)
    n: int = Field(primary_key=True)
    name: str
    rate: int
    amount: int


class Payer(SQLModel, table=True):
    """A person as the payment provider knows them: a customer and the card that they let us charge later. Ids only."""

    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    person_id: int = Field(foreign_key="person.id", unique=True)
    customer: str = Field(unique=True)
    card: str | None = None  # the provider's id of a payment method that was saved for charges without them
    at: datetime = Field(sa_type=Instant)
    act: str


class Sale(SQLModel, table=True):
    """A plan on its way to somebody: what they were shown, that they said yes, and how they pay."""

    __table_args__ = (CheckConstraint("price >= 0"), CheckConstraint("(agreed_at IS NULL) = (agreed_act IS NULL)"))
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    plan_id: int = Field(foreign_key="plan.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    price: int  # with taxes: what was quoted and is charged in all
    way: Way = Field(sa_type=one_of(Way))
    status: SaleStatus = Field(sa_type=one_of(SaleStatus))
    terms: str = ""  # the text that was shown
    terms_version: str = ""
    terms_language: str = ""
    shown_at: datetime | None = Field(default=None, sa_type=Instant)
    agreed_at: datetime | None = Field(default=None, sa_type=Instant)
    agreed_act: str | None = None
    package_id: int | None = Field(default=None, foreign_key="package.id", index=True)
    membership_id: int | None = Field(default=None, foreign_key="membership.id", index=True)
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id", index=True)
    at: datetime = Field(sa_type=Instant)
    act: str


class SaleClient(SQLModel, table=True):
    """Whom a sold plan will be for."""

    __tablename__ = "sale_client"
    sale_id: int = Field(foreign_key="sale.id", primary_key=True)
    client_id: int = Field(foreign_key="client.id", primary_key=True, index=True)


class Instalment(SQLModel, table=True):
    """One of the payments of a sale: due on a local day, or once so many of its sessions took place."""

    __table_args__ = (
        UniqueConstraint("sale_id", "n"),
        CheckConstraint("amount > 0 AND attempts >= 0"),
        CheckConstraint("(due_on IS NULL) <> (after_sessions IS NULL)"),
        Index("ix_instalment_open", "sale_id", sqlite_where=ASKED_ONLY, postgresql_where=ASKED_ONLY),
    )
    id: int | None = Field(default=None, primary_key=True)
    sale_id: int = Field(foreign_key="sale.id")
    n: int
    amount: int
    due_on: date | None = None
    after_sessions: int | None = None
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id", index=True)
    status: InstalmentStatus = Field(default=InstalmentStatus.WAITING, sa_type=one_of(InstalmentStatus))
    attempts: int = 0
    next_try: datetime | None = Field(default=None, sa_type=Instant)


class Payment(SQLModel, table=True):
    """Append-only: money that reached the practice, for one invoice. By card it has the provider's id."""

    __table_args__ = (CheckConstraint("amount > 0"), CheckConstraint("(method = 'card') = (provider_id IS NOT NULL)"))
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    amount: int
    method: Method = Field(sa_type=one_of(Method))
    provider_id: str | None = Field(default=None, unique=True)  # the PaymentIntent's
    customer: str | None = None
    by: int | None = Field(default=None, foreign_key="person.id")  # who recorded it; empty: the program itself
    at: datetime = Field(sa_type=Instant)
    act: str


class Refund(SQLModel, table=True):
    """Money that goes back. Its amount and payment never change; the provider's id is written once."""

    __table_args__ = (CheckConstraint("amount > 0"), Index("ix_refund_payment", "payment_id"))
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    payment_id: int = Field(foreign_key="payment.id")
    amount: int
    provider_id: str | None = Field(default=None, unique=True)
    status: RefundStatus = Field(default=RefundStatus.OWED, sa_type=one_of(RefundStatus))
    why: str  # a code: late, cancelled, unused, outside (made at the provider's own site) ...
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)
    act: str


class Dispute(SQLModel, table=True):
    """A cardholder's claim for their money back. An inquiry moves none."""

    __table_args__ = (CheckConstraint("amount >= 0"), Index("ix_dispute_payment", "payment_id"))
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    payment_id: int = Field(foreign_key="payment.id")
    provider_id: str = Field(unique=True)
    status: DisputeStatus = Field(sa_type=one_of(DisputeStatus))
    amount: int
    at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    act: str


class Order(SQLModel, table=True):
    """One call that we owe to the payment provider, with our own idempotency key. Made by bot.cashier alone."""

    __tablename__ = "payment_order"
    __table_args__ = (
        UniqueConstraint("practice_id", "key"),
        CheckConstraint("amount >= 0 AND attempts >= 0"),
        Index("ix_payment_order_due", "due_at", sqlite_where=OPEN_ONLY, postgresql_where=OPEN_ONLY),
        Index("ix_payment_order_object", "object_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    kind: OrderKind = Field(sa_type=one_of(OrderKind))
    key: str  # from what caused it: the same cause owes one call
    token: str = Field(
        default_factory=lambda: uuid4().hex, unique=True
    )  # our idempotency key, and our mark on the object
    again: int = 0  # how often the call had to be made anew, after looking, because the key was spent
    status: OrderStatus = Field(default=OrderStatus.DUE, sa_type=one_of(OrderStatus))
    object_id: str | None = None  # the provider's id of what was made, or is to be looked at
    person_id: int | None = Field(default=None, foreign_key="person.id")
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id", index=True)
    booking_id: int | None = Field(default=None, foreign_key="booking.id", index=True)
    sale_id: int | None = Field(default=None, foreign_key="sale.id", index=True)
    instalment_id: int | None = Field(default=None, foreign_key="instalment.id", index=True)
    refund_id: int | None = Field(default=None, foreign_key="refund.id", index=True)
    amount: int = 0
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    due_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)  # when a page closes
    first_tried_at: datetime | None = Field(default=None, sa_type=Instant)  # an idempotency key lives 24 h from here
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    why: str = ""  # how the last attempt or the order ended: a code
    act: str = Field(index=True)
    at: datetime = Field(sa_type=Instant)


class Membership(SQLModel, table=True):
    """Credits every month until it ends. Each period is a package of its own."""

    __table_args__ = (CheckConstraint("period_start < period_end"),)
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id", index=True)
    plan_id: int = Field(foreign_key="plan.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    anchor: date  # the local day that the months are counted from
    period_start: date
    period_end: date  # the first day of the next period
    state: MembershipState = Field(default=MembershipState.ACTIVE, sa_type=one_of(MembershipState))
    next_renewal: date | None = None
    paused_until: date | None = None
    act: str


class MembershipClient(SQLModel, table=True):
    """Whom a membership is for."""

    __tablename__ = "membership_client"
    membership_id: int = Field(foreign_key="membership.id", primary_key=True)
    client_id: int = Field(foreign_key="client.id", primary_key=True, index=True)


class Receipt(SQLModel, table=True):
    """A paper that was handed out, frozen: only `copies` grows, and a copy says that it is one."""

    __table_args__ = (UniqueConstraint("practice_id", "kind", "number"), CheckConstraint("copies >= 0"))
    id: int | None = Field(default=None, primary_key=True)
    practice_id: int = Field(foreign_key="practice.id")
    kind: ReceiptKind = Field(sa_type=one_of(ReceiptKind))
    number: int  # without gaps for a practice and kind
    person_id: int = Field(foreign_key="person.id", index=True)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    invoice_id: int | None = Field(default=None, foreign_key="invoice.id", index=True)
    payment_id: int | None = Field(default=None, foreign_key="payment.id", index=True)
    language: str
    lines: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))  # all that is printed
    total: int
    issued_at: datetime = Field(sa_type=Instant)
    copies: int = 0
    act: str


class StaffPin(SQLModel, table=True):
    """What somebody of the practice knows and a forged sender does not. Only its hash is kept."""

    __tablename__ = "staff_pin"
    __table_args__ = (CheckConstraint("failed >= 0"),)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    salt: str
    digest: str
    failed: int = 0  # wrong ones in a row
    locked_until: datetime | None = Field(default=None, sa_type=Instant)
    contact_id: int | None = Field(default=None, foreign_key="contact.id")  # where it was last said rightly ...
    good_until: datetime | None = Field(default=None, sa_type=Instant)  # ... and how long it is not asked again there


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


class Daily(SQLModel, table=True):
    """What is decided once on a local day, and on which day it was decided last."""

    practice_id: int = Field(foreign_key="practice.id", primary_key=True)
    what: str = Field(primary_key=True)
    done_on: date


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

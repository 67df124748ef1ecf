"""A practice's own rules: its policies, its hours of silence, its reminders and what it says about itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import inspect

if TYPE_CHECKING:
    from storage.models import Practice

Share = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0)]
Cause = Literal["first_visit", "behind", "nothing_booked", "last_session"]
CAUSES: tuple[Cause, ...] = ("first_visit", "behind", "nothing_booked", "last_session")
Ways = tuple[Literal["full", "instalments", "practice"], ...]
Hours = Annotated[int, Field(ge=0, le=24 * 90)]


class Policies(BaseModel):
    """What the practice allows and what it costs. A booking keeps those of the day it was made as its `terms`.

    Hours and days before a session are real, elapsed time. Shares are per cent of what the booking costs.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)  # terms of an older version still read

    notice_minutes: Annotated[int, Field(ge=0, le=60 * 24 * 30)] = 120  # how long before its start a session is offered
    horizon_days: Annotated[int, Field(ge=1, le=730)] = 60  # how many days ahead
    cancel_hours: Hours = 24  # a cancellation costs nothing until so long before
    late_cancel_share: Share = 100
    no_show_share: Share = 100
    grace_per_year: Count = 1  # late cancellations forgiven per client in 12 months
    move_hours: Hours = 12  # a booking can be moved until so long before
    moves_per_booking: Count = 3
    stranger_unpaid: Count = 1  # live unpaid bookings of a client who never paid before
    transfer: bool = False  # may a plan be shared with somebody of another family?
    refund: Literal["pro_rata", "single_price"] = "pro_rata"  # how a refund of a plan counts what was used of it
    hold_minutes: Annotated[int, Field(ge=1, le=60 * 24)] = 30  # how long a place waits for a deposit or an answer
    undo_minutes: Count = 5
    handover_hours: Hours = 12  # how long a person of the practice keeps a thread

    @property
    def notice(self) -> timedelta:
        return timedelta(minutes=self.notice_minutes)

    def terms(self) -> dict[str, Any]:
        """As a booking keeps them; `Policies.of_terms` reads them back."""
        return self.model_dump(mode="json")

    @classmethod
    def of_terms(cls, terms: dict[str, Any]) -> Policies:
        """The policies a booking was made under; what its day did not know yet is at its default."""
        return cls.model_validate(terms)


class Reminder(BaseModel):
    """A reminder so many hours before a session, or in the morning of its day when `hours` is empty."""

    model_config = ConfigDict(frozen=True)

    hours: Annotated[int, Field(ge=1, le=24 * 30)] | None = None
    by: Literal["sms", "telegram"] | None = None  # the channel it prefers; otherwise where we heard from them last
    text: dict[str, str] = {}  # the practice's own words, with {practice}, {name}, {when} and {who}

    @property
    def step(self) -> str:
        """Its name in keys: "48h", "24h", "morning"."""
        return "morning" if self.hours is None else f"{self.hours}h"

    def due(self, starts_at: datetime, zone: ZoneInfo, morning: time) -> datetime:
        """When it is due: real hours before, or when the clock of that zone shows `morning`.

        Quiet hours are looked at when it is sent.
        """
        if self.hours is not None:
            return starts_at.astimezone(UTC) - timedelta(hours=self.hours)
        day = starts_at.astimezone(zone).date()
        return datetime.combine(day, morning, zone).astimezone(UTC)


class WaitlistRules(BaseModel):
    """How those who wait are asked when a place comes free. 0 last hours: several are never asked at once."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    mode: Literal["one_by_one", "first_to_answer"] = "one_by_one"
    answer_minutes: Annotated[int, Field(ge=10, le=60 * 24)] = 60  # how long an offer waits for an answer, at most
    last_hours: Annotated[int, Field(ge=0, le=72)] = 3  # first_to_answer: so near the session several are asked at once
    cut_off_minutes: Annotated[int, Field(ge=0, le=60 * 24 * 7)] = 120  # no place is offered that begins sooner
    most_offers_per_day: Annotated[int, Field(ge=1, le=20)] = 3  # to one person


class Instalments(BaseModel):
    """How the price of a plan is divided: `first` now (minor units, or `first_share` per cent), then equal `parts`.

    They are due every so many `days`, or after every so many `sessions`. Without a first one the first part is due once
    a session took place; when neither is given, the parts are spread evenly over the sessions of the plan.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    first: Count = 0
    first_share: Share = 0
    parts: Annotated[int, Field(ge=1, le=24)] = 2
    days: Annotated[int, Field(ge=0, le=366)] = 0
    sessions: Annotated[int, Field(ge=0, le=100)] = 0


class Selling(BaseModel):
    """How a plan is sold in the thread: the ways to pay it, and the practice's own terms (a text, or an address)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    ways: Ways = ("full",)
    instalments: Instalments | None = None
    terms: dict[str, str] = {}
    version: str = ""  # as the practice names it; otherwise it follows from what the terms say


class Rules(BaseModel):
    """What `Practice.rules` holds. Texts have a value per language of the practice."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    languages: tuple[str, ...] = ("en",)  # the first is spoken until we know better
    policies: Policies = Policies()
    quiet_from: time = time(21)  # nothing but answers reaches a client from here ...
    quiet_to: time = time(8)  # ... to here, in the client's zone
    reminders: tuple[Reminder, ...] = (Reminder(hours=48), Reminder(hours=24), Reminder())
    service_reminders: dict[str, tuple[Reminder, ...]] = {}  # of the services that have their own, by key
    missed: bool = True  # a kind word to who did not come, with a way back
    day_at: time | None = time(7)  # when practitioners get their day; None: never, unless they ask for it
    own_day_at: dict[str, time | None] = {}  # of the practitioners who have their own, by key
    news_days: Annotated[int, Field(ge=0, le=366)] = 2  # they hear of clients' changes in so many days, today included
    roll_over: dict[str, Count] = {}  # a monthly plan's key -> on how many days more what is left can be used
    expiry_nudges: tuple[Annotated[int, Field(ge=1, le=365)], ...] = (30, 7)  # days before a package ends
    cadence: tuple[Cause, ...] = CAUSES  # what a client is written to about the pace of their plan
    most_per_day: Annotated[int, Field(ge=1, le=20)] = 4  # unasked messages to one person in a day
    waitlist: WaitlistRules = WaitlistRules()
    address: str = ""
    phone: str = ""
    email: str = ""
    directions: dict[str, str] = {}
    parking: dict[str, str] = {}
    privacy_contact: str = ""  # who answers for personal information
    tax_numbers: dict[
        str, str
    ] = {}  # "gst" (it is HST's too) and "qst": who has none is a small supplier, and charges none
    taxes: Literal["included", "added"] = "included"  # what prices of the file are
    licence_from: dict[str, date] = {}  # a practitioner's key -> the first day on which their licence is valid ...
    licence_until: dict[str, date] = {}  # ... and the last
    selling: dict[str, Selling] = {}  # a plan's key -> how it is sold
    closed_on_holidays: bool = True
    open_holidays: tuple[str, ...] = ()  # holidays on which the practice works: their names, or ISO dates

    def reminders_of(self, service_key: str) -> tuple[Reminder, ...]:
        """The reminders of a service: its own, or the practice's."""
        return self.service_reminders.get(service_key, self.reminders)

    def day_of(self, practitioner_key: str) -> time | None:
        """When a practitioner gets the day, as the practice file says."""
        return self.own_day_at.get(practitioner_key, self.day_at)

    def is_quiet(self, local: time) -> bool:
        """Whether nothing is sent at this local time of day; the hours may run over midnight."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= local < self.quiet_to
        return local >= self.quiet_from or local < self.quiet_to


def rules_of(practice: Practice) -> Rules:
    """The practice's rules, read once per row and version."""
    known: dict[str, Any] = inspect(practice).info
    if known.get("rules_version") != practice.version:
        known |= {"rules": Rules.model_validate(practice.rules), "rules_version": practice.version}
    rules: Rules = known["rules"]
    return rules


def zone_of(practice: Practice) -> ZoneInfo:
    """The practice's time zone: the one in which hours, days and quiet hours are meant."""
    return ZoneInfo(practice.zone)

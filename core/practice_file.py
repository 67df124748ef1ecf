"""The practice file as values: its tables, and its mistakes by line and value, with what would be right."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core import regions
from core.file_values import (
    SPOKEN,
    Amount,
    Causes,
    ClassAt,
    Clean,
    Covers,
    Credits,
    DayAt,
    InParts,
    Moment,
    Name,
    PaceOf,
    Quiet,
    Reminders,
    Texts,
    WaysToPay,
    Week,
    read_date,
)
from core.practice_picture import minor
from core.rules import Instalments, Policies, Rules, Selling, WaitlistRules, Ways
from storage.models import WhoMayBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from core.toml_lines import Lines, Path

Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(read_date)]
GST_NUMBER, QST_NUMBER = r"^(\d{9} ?RT ?\d{4})?$", r"^(\d{10} ?TQ ?\d{4})?$"


class Part(BaseModel):
    """A table of the file. A key of the file is a field's name, or its alias where Python needs the word."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    @classmethod
    def keys(cls) -> list[str]:
        return [info.alias or name for name, info in cls.model_fields.items()]


class About(Part):
    """[practice]"""

    name: Name
    zone: Name
    region: Name = "other"
    currency: Annotated[Clean, Field(pattern="^[A-Z]{3}$")] = ""
    languages: Annotated[tuple[Clean, ...], Field(min_length=1)] = ("en",)
    key: Clean = ""
    address: Clean = ""
    phone: Clean = ""
    email: Clean = ""
    privacy_contact: Clean = ""
    gst: Annotated[Clean, Field(pattern=GST_NUMBER)] = ""
    qst: Annotated[Clean, Field(pattern=QST_NUMBER)] = ""
    taxes: Literal["included", "added"] = "included"
    directions: Texts = {}
    parking: Texts = {}


class Opening(Part):
    """[hours]: those of everybody who has none of their own."""

    hours: Week = {}


class Holidays(Part):
    closed: Flag = True
    open: tuple[Any, ...] = ()  # names, or dates


class Off(Part):
    """A closure, or one practitioner's time off when `who` is given. A last day is included."""

    since: Moment = Field(alias="from")
    until: Moment | None = None
    label: Clean = ""

    def span(self) -> tuple[datetime, datetime]:
        """From when until when, local; a day that ends it is part of it."""
        last = self.since if self.until is None else self.until
        ends = last if isinstance(last, datetime) else datetime.combine(last, time()) + timedelta(days=1)
        begins = self.since if isinstance(self.since, datetime) else datetime.combine(self.since, time())
        return begins, ends


class TimeOffPart(Off):
    who: Name


class PractitionerPart(Part):
    name: Name
    key: Clean = ""
    licence: Clean = ""
    licence_from: Day | None = None
    licence_until: Day | None = None
    owner: Flag = False
    hours: Week | None = None  # the practice's when not given
    day: DayAt | None = None  # when the day comes, where it is not the practice's own time


class ServicePart(Part):
    name: Texts
    key: Clean = ""
    about: Texts = {}
    minutes: Annotated[Whole, Field(ge=5, le=12 * 60)]
    buffer_before: Annotated[Whole, Field(ge=0, le=240)] = 0
    buffer_after: Annotated[Whole, Field(ge=0, le=240)] = 0
    starts_every: Annotated[Whole, Field(ge=5, le=24 * 60)] = 30
    price: Amount = Decimal(0)
    deposit: Amount = Decimal(0)
    by: tuple[Name, ...] | None = None  # everybody when not given
    who: WhoMayBook = WhoMayBook.ANYONE
    pay_later: Flag = False
    places: Annotated[Whole, Field(ge=1, le=500)] | None = None
    times: tuple[ClassAt, ...] = ()
    usual: Flag = False
    reminders: Reminders | None = None  # the practice's when not given


class SellingPart(Part):
    """[selling]: how plans are sold that do not say it themselves."""

    ways: WaysToPay | None = None
    instalments: InParts | None = None
    terms: Texts = {}
    terms_version: Clean = ""


class PlanPart(SellingPart):
    name: Texts
    key: Clean = ""
    outcome: Texts = {}
    sessions: Credits
    price: Amount
    valid_days: Annotated[Whole, Field(ge=1, le=3650)] | None = None
    monthly: Flag = False
    roll_over_days: Annotated[Whole, Field(ge=0, le=366)] = 0
    pace: PaceOf | None = None  # what its sessions and days call for when not given
    covers: Annotated[Covers, Field(min_length=1)]


class Messages(Part):
    quiet: Quiet | None = None
    reminders: Reminders | None = None
    missed: Flag = True
    expiry_nudges: tuple[Annotated[Whole, Field(ge=1, le=365)], ...] = (30, 7)
    cadence: Causes | None = None  # what is lawful in the region when not given
    most_per_day: Annotated[Whole, Field(ge=1, le=20)] = 4


class WaitlistPart(Part):
    """[waitlist]: how those who wait are asked when a place comes free."""

    mode: Literal["one_by_one", "first_to_answer"] = "one_by_one"
    answer_minutes: Annotated[Whole, Field(ge=10, le=60 * 24)] = 60
    last_hours: Annotated[Whole, Field(ge=0, le=72)] = 3
    cut_off_minutes: Annotated[Whole, Field(ge=0, le=60 * 24 * 7)] = 120
    most_offers_per_day: Annotated[Whole, Field(ge=1, le=20)] = 3


class Staff(Part):
    """[staff]: what practitioners hear unasked."""

    day: DayAt = time(7)
    news_days: Annotated[Whole, Field(ge=0, le=366)] = 2


class ClientPart(Part):
    """A client to try things out with."""

    name: Name
    phone: Annotated[Clean, Field(pattern=r"^\+[1-9]\d{7,14}$")]
    language: Clean = ""
    zone: Clean = ""  # where they live in another one than the practice
    plan: Clean = ""
    used: Amount = Decimal(0)  # sessions of the plan
    family: tuple[Name, ...] = ()


def day_time(at: time | Literal["off"]) -> time | None:
    """When a day comes, or never."""
    return None if at == "off" else at


@dataclass(frozen=True)
class Problem:
    """What is wrong with one value of the file, where it stands (line 0: nowhere) and what would be right."""

    line: int
    value: str
    remedy: str
    key: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        what = " = ".join(piece for piece in (self.key, self.value) if piece)
        return f"{where}{what}: {self.remedy}" if what else f"{where}{self.remedy}"


class PracticeFileError(Exception):
    """The practice file has mistakes; `problems` names them all, in order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class PracticeFile:
    """A practice file that is right. Services, plans and people are named by their keys."""

    about: About
    hours: Week = field(default_factory=dict)
    holidays: Holidays = field(default_factory=Holidays)
    closed: tuple[Off, ...] = ()
    practitioners: tuple[PractitionerPart, ...] = ()
    time_off: tuple[TimeOffPart, ...] = ()
    services: tuple[ServicePart, ...] = ()
    plans: tuple[PlanPart, ...] = ()
    policies: Policies = field(default_factory=Policies)
    messages: Messages = field(default_factory=Messages)
    waitlist: WaitlistPart = field(default_factory=WaitlistPart)
    staff: Staff = field(default_factory=Staff)
    selling: SellingPart = field(default_factory=SellingPart)
    warnings: tuple[Problem, ...] = ()
    clients: tuple[ClientPart, ...] = ()

    @cached_property
    def rules(self) -> Rules:
        """What becomes of the file in `Practice.rules`."""
        about = self.about
        said: dict[str, Any] = {}
        if quiet := self.messages.quiet or regions.of(about.region).quiet:
            said |= {"quiet_from": quiet[0], "quiet_to": quiet[1]}
        if self.messages.reminders is not None:
            said["reminders"] = self.messages.reminders
        return Rules(
            languages=about.languages,
            policies=self.policies,
            address=about.address,
            phone=about.phone,
            email=about.email,
            directions=about.directions,
            parking=about.parking,
            privacy_contact=about.privacy_contact,
            tax_numbers={name: number for name, number in (("gst", about.gst), ("qst", about.qst)) if number},
            taxes=about.taxes,
            licence_from={p.key: p.licence_from for p in self.practitioners if p.licence_from},
            licence_until={p.key: p.licence_until for p in self.practitioners if p.licence_until},
            selling={plan.key: self.sold(plan) for plan in self.plans},
            closed_on_holidays=self.holidays.closed,
            open_holidays=tuple(str(day) for day in self.holidays.open),
            service_reminders={s.key: s.reminders for s in self.services if s.reminders is not None},
            missed=self.messages.missed,
            day_at=day_time(self.staff.day),
            own_day_at={one.key: day_time(one.day) for one in self.practitioners if one.day is not None},
            news_days=self.staff.news_days,
            expiry_nudges=self.messages.expiry_nudges,
            roll_over={p.key: p.roll_over_days for p in self.plans if p.roll_over_days},
            cadence=regions.of(about.region).cadence if self.messages.cadence is None else self.messages.cadence,
            most_per_day=self.messages.most_per_day,
            waitlist=WaitlistRules(**self.waitlist.model_dump()),
            **said,
        )

    def sold(self, plan: PlanPart) -> Selling:
        """How a plan is sold: as it says itself, else as all plans, else as its region has it."""
        usual = regions.of(self.about.region).selling
        ours = self.selling
        parts = plan.instalments or ours.instalments
        given = Instalments(**asdict(parts) | {"first": minor(parts.first, self.about.currency)}) if parts else None
        return Selling(
            ways=plan.ways or _whole(ours.ways or usual.ways, plan) or ("full",),
            instalments=given or usual.instalments,
            terms=plan.terms or ours.terms,
            version=plan.terms_version or ours.terms_version,
        )


def _whole(ways: Ways, plan: PlanPart) -> Ways:
    """The ways of all plans, for this one: a monthly plan is paid month by month."""
    return tuple(way for way in ways if way != "instalments") if plan.monthly else ways


Model = TypeVar("Model", bound=BaseModel)


class Reading:
    """One reading of a file: its data, and the problems that were met so far."""

    def __init__(self, data: dict[str, Any], lines: Lines) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.languages: tuple[str, ...] = ()
        self._lines = lines

    def wrong(self, path: Path, value: object, remedy: str) -> None:
        self.problems.append(self._problem(path, value, remedy))

    def warn(self, path: Path, value: object, why: str) -> None:
        """It holds as it is written, and the owner is told what may be wrong with it."""
        self.warnings.append(self._problem(path, value, why))

    def _problem(self, path: Path, value: object, remedy: str) -> Problem:
        key = ".".join(str(part) for part in path if not isinstance(part, int))
        words = shown(value)
        return Problem(self._lines.of(path, words.strip('"') or None), words, remedy, key)

    def table(self, model: type[Model], path: Path, data: object) -> Model | None:
        """One table of the file, or nothing when there is a mistake in it."""
        if not isinstance(data, dict):
            self.wrong(path, data, f"this is a table: [{path[0]}] on a line of its own, its keys below")
            return None
        keys = model.keys() if issubclass(model, Part) else list(model.model_fields)
        self.unknown(path, data, keys)
        try:
            return model.model_validate(data, context={"languages": self.languages or SPOKEN[:1]})
        except ValidationError as failed:
            for error in failed.errors():
                self._translate(path, dict(error))
        return None

    def tables(self, model: type[Model], name: str) -> list[tuple[int, Model]]:
        """The right ones among the tables of one name, each with its number in the file."""
        data = self.data.get(name, [])
        if not isinstance(data, list):
            self.wrong((name,), None, f"there may be several of these: write [[{name}]]")
            return []
        read = [(n, self.table(model, (name, n), entry)) for n, entry in enumerate(data)]
        return [(n, part) for n, part in read if part is not None]

    def unknown(self, path: Path, data: Mapping[str, Any], keys: list[str]) -> None:
        for key in data:
            if key not in keys:
                self.wrong((*path, key), None, f"there is no such key{did_you_mean(key, keys)}")

    def _translate(self, path: Path, error: dict[str, Any]) -> None:
        """A finding of pydantic, in the owner's words."""
        where: Path = tuple(part for part in error["loc"] if part != "[key]")
        value = None if error["type"] == "missing" or error["loc"][-1:] == ("[key]",) else error["input"]
        self.wrong((*path, *where), value, remedy_of(error))


REMEDIES = {
    "missing": "this is needed",
    "int_type": "write a whole number, without quotes",
    "bool_type": "write true or false",
    "string_type": "write a text in quotes",
    "string_too_short": "write a text, at least one letter",
    "tuple_type": 'write a list: ["...", "..."]',
    "dict_type": "write a table: { key = value }",
    "too_short": "name at least one",
    "greater_than_equal": "write {ge} or more",
    "less_than_equal": "write {le} or less",
    "enum": "write one of {expected}",
    "literal_error": "write one of {expected}",
}


PATTERNS = {
    "^[A-Z]{3}$": 'write three capital letters, such as "CAD"',
    GST_NUMBER: 'write the GST/HST number as "123456789 RT0001"',
    QST_NUMBER: 'write the QST number as "1234567890 TQ0001"',
}


def remedy_of(error: dict[str, Any]) -> str:
    """What would be right instead."""
    facts = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        return PATTERNS.get(facts["pattern"], 'write a number with its country: "+14165550123"')
    if error["type"] in REMEDIES:
        return REMEDIES[error["type"]].format(**facts)
    return str(error["msg"])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The end of a remedy: the known word that is nearest, or all of them."""
    known = list(known)
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return f'; did you mean "{folded[near[0]]}"?' if near else f": there is {', '.join(known)}" if known else ""


def shown(value: object) -> str:
    """A value as the owner wrote it, near enough."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case list() | tuple() | dict():
            return ""
        case _:
            return str(value)


def loads(text: str) -> dict[str, Any]:
    """The TOML text as data, numbers exact. Raises PracticeFileError with the line of the first mistake."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as failed:
        what, _, place = str(failed).rpartition(" (at ")
        line = int("".join(filter(str.isdigit, place.split(",")[0])) or text.count("\n") + 1)
        raise PracticeFileError([Problem(line, "", f"this is not TOML: {what or failed}")]) from None

"""The practice and its file: what applying the file would change, and applying it.

Rows are found by their keys. What is gone from the file is no longer active, never deleted: bookings and packages keep
the terms that they were made under, and nothing here touches them. Time off that was said in a thread stays.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from sqlmodel import SQLModel

from core import regions, reminders
from core.acts import Act, record
from core.changes_in_words import difference
from core.days import seconds
from core.openings import openings
from core.practice_checks import parse
from core.practice_file import PracticeFile, PracticeFileError, Problem
from core.practice_picture import of_file, of_store
from core.rules import Policies, Reminder, Rules, rules_of, zone_of
from storage.models import (
    ClassTime,
    Plan,
    PlanService,
    Practice,
    Practitioner,
    Service,
    ServiceGiver,
    Source,
    TimeOff,
    WorkingHours,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from core.practice_picture import Columns, Picture
    from storage.store import Store

EXAMPLE = "# People, services, plans and prices in this file are an example: put your own in their place.\n#\n"
Row = TypeVar("Row", bound=SQLModel)

__all__ = [
    "Policies",
    "PracticeFile",
    "PracticeFileError",
    "Problem",
    "Reminder",
    "Rules",
    "apply",
    "changes",
    "init_text",
    "parse",
    "rules_of",
    "sample_text",
    "zone_of",
]


def changes(store: Store, file: PracticeFile) -> list[str]:
    """What `apply` would do, a line for each change; nothing when the practice is as the file says."""
    practice = _practice(store, file)
    return difference(of_store(store, practice), of_file(file), file)


def apply(store: Store, file: PracticeFile, now: datetime) -> int:
    """Make the practice what the file says, a new one where there is none, and return its id; the store is its now.

    Its version grows only when something changed. `in_closed_time` says afterwards which bookings are left outside.
    """
    practice = _practice(store, file)
    wanted = of_file(file)
    if lines := difference(of_store(store, practice), wanted, file):
        before = reminders.terms(practice) if practice else None
        practice = _write_practice(store, practice, file, wanted)
        people = _write_practitioners(store, wanted)
        services = _write_services(store, wanted, people)
        _write_plans(store, wanted, services)
        _write_time_off(store, wanted, people)
        store.changed(practice)
        act = Act(f"apply:{practice.id}:{practice.version}", None, now)
        record(store, act, "applied", changes=len(lines))
        if before is not None and before != reminders.terms(practice):
            reminders.plan_all(store, act)
    return store.practice_id


def in_closed_time(store: Store, now: datetime) -> list[str]:
    """The appointments ahead that lie outside their practitioner's open time, a line for each: they still stand."""
    open_time, zone = openings(store, now), zone_of(store.practice())
    names = {person.id: person.name for person in store.practitioners(gone=True)}
    found = []
    for starts_at, ends_at, who, _ in store.appointments_ahead(now):
        start, end = seconds(starts_at), seconds(ends_at)
        if not open_time.is_open(who, open_time.day(start), start, end):
            when = starts_at.astimezone(zone).strftime("%a %Y-%m-%d %H:%M")
            found.append(f"{when} with {names[who]}: booked, but closed by this file; move or cancel it yourself")
    return found


def sample_text() -> str:
    """The practice file of the sample practice, with a line on everything that a file can say."""
    return files("core").joinpath("sample.toml").read_text(encoding="utf-8")


def init_text(name: str, zone: str, region: str, languages: Sequence[str]) -> str:
    """A practice file to begin with: the sample's, with the practice's own name, place and languages."""
    text = EXAMPLE + sample_text().partition("# --- A few clients")[0].rstrip() + "\n"
    said = {
        "name": name,
        "zone": zone,
        "region": region,
        "address": "",
        "phone": "",
        "email": "",
        "privacy_contact": "",
    }
    for key, value in said.items():
        text = _replaced(text, key, _quoted(value))
    text = _replaced(text, "languages", f"[{', '.join(map(_quoted, languages))}]")
    text = re.sub(r"(?m)^(directions|parking) = .*$", r'# \1 = { en = "...", fr = "..." }', text, count=2)
    if region == regions.QUEBEC:
        text = re.sub(r"(?m)^(late_cancel_share|no_show_share) = 100", r"\1 = 0  ", text)
        text = re.sub(r"(?m)^valid_days = .*\n", "", text)
        text = re.sub(r"(?m)^stranger_unpaid = 1", "stranger_unpaid = 3", text)
        text = text.replace('ways = ["full"]', 'ways = ["instalments"]')
    causes = ", ".join(f'"{cause}"' for cause in regions.of(region).cadence)
    text = re.sub(r"(?m)^cadence = .*$", f"cadence = [{causes}]", text)
    if not region.startswith("CA"):
        text = re.sub(r"(?m)^currency = .*\n", "" if region != "other" else 'currency = "EUR"\n', text, count=1)
    return text


def _replaced(text: str, key: str, value: str) -> str:
    """The text with another value at the first line of this key; what is said about it stays."""
    return re.sub(rf'(?m)^{key} = (?:"[^"]*"|\[[^\]]*\])', lambda _: f"{key} = {value}", text, count=1)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _practice(store: Store, file: PracticeFile) -> Practice | None:
    """The practice of this store, else the one that the file's key names; the store is set to it."""
    found = store.session.get(Practice, store.practice_id) or store.practice_by_key(file.about.key)
    if found is not None:
        store.practice_id = found.id or 0
    return found


def _write_practice(store: Store, practice: Practice | None, file: PracticeFile, wanted: Picture) -> Practice:
    columns = next(iter(wanted["practice"].values()))
    if practice is None:
        practice = store.add(Practice(key=file.about.key, version=0, **columns))
        store.practice_id = practice.id or 0
    return _set(store, practice, columns)


def _write_practitioners(store: Store, wanted: Picture) -> dict[str, int]:
    """Who works here, by key."""
    rows = {person.key: person for person in store.practitioners(gone=True)}
    for key, columns in wanted["practitioner"].items():
        own = {name: value for name, value in columns.items() if name != "hours"}
        rows[key] = _set(store, rows.get(key) or Practitioner(practice_id=store.practice_id, key=key, name=key), own)
    _retire(store, (row for key, row in rows.items() if key not in wanted["practitioner"]))
    ids = {key: row.id or 0 for key, row in rows.items()}
    _replace(
        store,
        store.working_hours(),
        [
            WorkingHours(practitioner_id=ids[key], weekday=day, opens=opens, closes=closes)
            for key, columns in wanted["practitioner"].items()
            for day, opens, closes in columns["hours"]
        ],
    )
    return ids


def _write_services(store: Store, wanted: Picture, people: dict[str, int]) -> dict[str, int]:
    """What is offered, by key."""
    rows = {service.key: service for service in store.services(gone=True)}
    for key, columns in wanted["service"].items():
        own = {name: value for name, value in columns.items() if name not in {"by", "times"}}
        new = Service(practice_id=store.practice_id, key=key, names={}, minutes=1)
        rows[key] = _set(store, rows.get(key) or new, own)
    _retire(store, (row for key, row in rows.items() if key not in wanted["service"]))
    ids = {key: row.id or 0 for key, row in rows.items()}
    offered = [(ids[key], columns) for key, columns in wanted["service"].items()]
    givers = [ServiceGiver(service_id=n, practitioner_id=people[who]) for n, c in offered for who in c["by"]]
    times = [
        ClassTime(service_id=n, practitioner_id=people[who], weekday=day, starts=starts)
        for n, columns in offered
        for day, starts, who in columns["times"]
    ]
    _replace(store, store.givers(), givers)
    _replace(store, store.class_times(), times)
    return ids


def _write_plans(store: Store, wanted: Picture, services: dict[str, int]) -> None:
    rows = {plan.key: plan for plan in store.plans(gone=True)}
    for key, columns in wanted["plan"].items():
        own = {name: value for name, value in columns.items() if name != "covers"}
        row = _set(
            store, rows.get(key) or Plan(practice_id=store.practice_id, key=key, names={}, credits=1, price=0), own
        )
        covers = [PlanService(plan_id=row.id or 0, service_id=services[s], cost=cost) for s, cost in columns["covers"]]
        _replace(store, store.plan_services(row.id or 0), covers)
    _retire(store, (row for key, row in rows.items() if key not in wanted["plan"]))


def _write_time_off(store: Store, wanted: Picture, people: dict[str, int]) -> None:
    entries = [
        TimeOff(
            practice_id=store.practice_id,
            practitioner_id=people[columns["who"]] if columns["who"] else None,
            starts_at=columns["starts_at"],
            ends_at=columns["ends_at"],
            label=columns["label"],
            source=Source.FILE,
        )
        for columns in wanted["time off"].values()
    ]
    _replace(store, store.time_off(source=Source.FILE), entries)


def _set(store: Store, row: Row, columns: Columns) -> Row:
    """The row with these columns, stored."""
    for name, value in columns.items():
        setattr(row, name, value)
    return store.add(row)


def _retire(store: Store, rows: Iterable[SQLModel]) -> None:
    """What the file no longer names is no longer active; it keeps its past."""
    for row in rows:
        _set(store, row, {"active": False})


def _replace(store: Store, old: Iterable[SQLModel], new: Iterable[SQLModel]) -> None:
    """Other rows instead of these, which nothing refers to."""
    for row in old:
        store.session.delete(row)
    store.session.flush()
    for row in new:
        store.add(row)

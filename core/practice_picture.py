"""A practice as one picture, from its file or from the database, so that both can be laid side by side.

A picture is {kind: {key: {column: value}}}. Values are those of the columns; what hangs on a row (hours, who gives a
service, what a plan covers) is a value too.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from core import pace
from core.file_values import weekly
from core.rules import rules_of
from storage.models import Source

if TYPE_CHECKING:
    from decimal import Decimal

    from core.practice_file import Off, PlanPart, PracticeFile, PractitionerPart, ServicePart
    from storage.models import Practice
    from storage.store import Store

Columns = dict[str, Any]
Picture = dict[str, dict[str, Columns]]


def of_file(file: PracticeFile) -> Picture:
    """The practice as its file says it should be."""
    about = file.about
    practice = {"name": about.name, "zone": about.zone, "currency": about.currency, "region": about.region}
    everybody = tuple(person.key for person in file.practitioners)
    closed = [_off(file, off, "") for off in file.closed]
    return {
        "practice": {about.key: practice | {"rules": file.rules.model_dump(mode="json")}},
        "practitioner": {person.key: _practitioner(file, person) for person in file.practitioners},
        "service": {s.key: _service(file, n, s, everybody) for n, s in enumerate(file.services)},
        "plan": {plan.key: _plan(file, n, plan) for n, plan in enumerate(file.plans)},
        "time off": dict(closed + [_off(file, off, off.who) for off in file.time_off]),
    }


def minor(amount: Decimal, currency: str) -> int:
    """An amount in minor units of its currency; what is smaller than one is cut off."""
    return int(amount.scaleb(get_currency_precision(currency)))


def _practitioner(file: PracticeFile, person: PractitionerPart) -> Columns:
    hours = person.hours if person.hours is not None else file.hours
    return {
        "name": person.name,
        "licence": person.licence,
        "owner": person.owner,
        "active": True,
        "hours": tuple(weekly(hours)),
    }


def _service(file: PracticeFile, position: int, service: ServicePart, everybody: tuple[str, ...]) -> Columns:
    currency = file.about.currency
    return {
        "names": service.name,
        "about": service.about,
        "minutes": service.minutes,
        "buffer_before": service.buffer_before,
        "buffer_after": service.buffer_after,
        "grid": service.starts_every,
        "price": minor(service.price, currency),
        "deposit": minor(service.deposit, currency),
        "pay_later": service.pay_later,
        "who": service.who,
        "capacity": service.places or 1,
        "usual": service.usual,
        "position": position,
        "active": True,
        "by": tuple(sorted(everybody if service.by is None else service.by)),
        "times": tuple(sorted(service.times)),
    }


def _plan(file: PracticeFile, position: int, plan: PlanPart) -> Columns:
    return {
        "names": plan.name,
        "outcomes": plan.outcome,
        "credits": plan.sessions,
        "price": minor(plan.price, file.about.currency),
        "validity_days": plan.valid_days,
        "monthly": plan.monthly,
        "pace": str(plan.pace or pace.usual(pace.whole(plan.sessions), plan.valid_days, monthly=plan.monthly)),
        "position": position,
        "active": True,
        "covers": tuple(sorted(plan.covers.items())),
    }


def _off(file: PracticeFile, off: Off, who: str) -> tuple[str, Columns]:
    zone = ZoneInfo(file.about.zone)
    starts, ends = (local.replace(tzinfo=zone).astimezone(UTC) for local in off.span())
    return _named_off(who, {"starts_at": starts, "ends_at": ends, "label": off.label}, zone)


def _named_off(who: str, columns: Columns, zone: ZoneInfo) -> tuple[str, Columns]:
    """Time off has no name but what it is."""
    start, end = (columns[edge].astimezone(zone).strftime("%Y-%m-%d %H:%M") for edge in ("starts_at", "ends_at"))
    label = f" ({columns['label']})" if columns["label"] else ""
    return f"{who or 'everybody'}, {start} to {end}{label}", columns | {"who": who}


def of_store(store: Store, practice: Practice | None) -> Picture:
    """The practice as the database has it; nothing at all when there is none yet."""
    if practice is None:
        return {}
    columns = {name: getattr(practice, name) for name in ("name", "zone", "currency", "region")}
    rules = rules_of(practice).model_dump(mode="json")
    people = {person.id or 0: person.key for person in store.practitioners(gone=True)}
    return {
        "practice": {practice.key: columns | {"rules": rules}},
        "practitioner": _practitioners(store),
        "service": _services(store, people),
        "plan": _plans(store),
        "time off": _time_off(store, people, ZoneInfo(practice.zone)),
    }


def _practitioners(store: Store) -> dict[str, Columns]:
    hours: dict[int, list[tuple[int, int, int]]] = {}
    for window in store.working_hours():
        hours.setdefault(window.practitioner_id, []).append((window.weekday, window.opens, window.closes))
    return {
        person.key: _columns(person, "name licence owner active") | {"hours": tuple(hours.get(person.id or 0, ()))}
        for person in store.practitioners(gone=True)
    }


def _services(store: Store, people: dict[int, str]) -> dict[str, Columns]:
    by: dict[int, list[str]] = {}
    for giver in store.givers():
        by.setdefault(giver.service_id, []).append(people[giver.practitioner_id])
    times: dict[int, list[tuple[int, int, str]]] = {}
    for at in store.class_times():
        times.setdefault(at.service_id, []).append((at.weekday, at.starts, people[at.practitioner_id]))
    own = (
        "names about minutes buffer_before buffer_after grid price deposit pay_later who capacity usual position active"
    )
    return {
        service.key: _columns(service, own)
        | {"by": tuple(sorted(by.get(service.id or 0, ()))), "times": tuple(sorted(times.get(service.id or 0, ())))}
        for service in store.services(gone=True)
    }


def _plans(store: Store) -> dict[str, Columns]:
    keys = {service.id or 0: service.key for service in store.services(gone=True)}
    own = "names outcomes credits price validity_days monthly pace position active"
    return {
        plan.key: _columns(plan, own)
        | {"covers": tuple(sorted((keys[c.service_id], c.cost) for c in store.plan_services(plan.id or 0)))}
        for plan in store.plans(gone=True)
    }


def _time_off(store: Store, people: dict[int, str], zone: ZoneInfo) -> dict[str, Columns]:
    rows = store.time_off(source=Source.FILE)
    who = [people[row.practitioner_id] if row.practitioner_id else "" for row in rows]
    return dict(_named_off(w, _columns(row, "starts_at ends_at label"), zone) for w, row in zip(who, rows, strict=True))


def _columns(row: object, names: str) -> Columns:
    return {name: getattr(row, name) for name in names.split()}

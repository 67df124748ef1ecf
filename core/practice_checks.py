"""Reading a practice file: each table by itself first, then what the tables say about each other."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from babel.numbers import get_territory_currencies, list_currencies

from core import pace, regions
from core.file_values import DAYS, SPOKEN, clock, read_days, weekly
from core.holiday_days import NOWHERE, holiday_names, is_region
from core.practice_file import (
    About,
    ClientPart,
    Holidays,
    Messages,
    Off,
    Opening,
    PlanPart,
    PracticeFile,
    PracticeFileError,
    PractitionerPart,
    Reading,
    SellingPart,
    ServicePart,
    Staff,
    TimeOffPart,
    WaitlistPart,
    did_you_mean,
    loads,
)
from core.practice_picture import minor
from core.rules import Instalments, Policies
from core.toml_lines import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.file_values import Week
    from core.toml_lines import Path

SECTIONS = ["practice", "hours", "holidays", "closed", "practitioners", "time_off", "services", "plans", "policies"]
SECTIONS += ["messages", "waitlist", "staff", "selling", "clients"]
Names = dict[str, str]  # every way to name something, and its key


def parse(text: str, overrides: Mapping[str, Any] | None = None) -> PracticeFile:
    """The practice file, or PracticeFileError with all its problems. `overrides` replace keys of the text."""
    data = merged(loads(text), overrides or {})
    reading = Reading(data, Lines(text))
    reading.unknown((), data, SECTIONS)
    about = _about(reading)
    hours = _hours(reading)
    people = _practitioners(reading)
    services = _services(reading, people, hours)
    file = PracticeFile(
        about=about,
        hours=hours or {},
        holidays=_holidays(reading, about.region),
        closed=_closures(reading),
        practitioners=tuple(person for _, person in people),
        time_off=_time_off(reading),
        services=services,
        plans=_plans(reading),
        policies=_policies(reading, about.region),
        messages=reading.table(Messages, ("messages",), data.get("messages", {})) or Messages(),
        waitlist=reading.table(WaitlistPart, ("waitlist",), data.get("waitlist", {})) or WaitlistPart(),
        staff=reading.table(Staff, ("staff",), data.get("staff", {})) or Staff(),
        selling=reading.table(SellingPart, ("selling",), data.get("selling", {})) or SellingPart(),
        clients=_clients(reading),
    )
    if not reading.problems:
        _sold(reading, file)
    if reading.problems:
        raise PracticeFileError(reading.problems)
    for departure in regions.departures(file, data):
        reading.warn(*departure)
    return replace(file, warnings=tuple(reading.warnings))


def _sold(reading: Reading, file: PracticeFile) -> None:
    """Who pays in parts is told in which, and those that wait for sessions have sessions to wait for."""
    for n, plan in enumerate(file.plans):
        selling, path = file.rules.selling[plan.key], ("plans", n, "instalments")
        parts = selling.instalments
        if "instalments" in selling.ways and plan.monthly:
            reading.wrong(("plans", n, "ways"), "instalments", "a monthly plan is paid month by month: leave it out")
        elif "instalments" in selling.ways and parts is None:
            remedy = 'say which: instalments = { first = "40 %", parts = 2, every = "30 days" }'
            reading.wrong(("plans", n, "ways"), "instalments", remedy)
        elif parts and parts.first >= minor(plan.price, file.about.currency):
            reading.wrong(path, None, f"the first part is as much as the price, {plan.price}")
        elif parts and last_session(parts) * 100 > plan.sessions:
            remedy = f"the plan has {plan.sessions / 100:g} sessions: the last part would never be due"
            reading.wrong(path, None, remedy)


def last_session(parts: Instalments) -> int:
    """After how many sessions the last part is due; 0 when they are due on days, or spread by themselves."""
    at_once = bool(parts.first or parts.first_share)
    return parts.sessions * (parts.parts - (not at_once)) + (not at_once) if parts.sessions else 0


def merged(data: dict[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The data with other values at some keys; tables are merged, all else is replaced."""
    out = dict(data)
    for key, value in overrides.items():
        ours = out.get(key)
        out[key] = merged(ours, value) if isinstance(ours, dict) and isinstance(value, dict) else value
    return out


def slug(name: str) -> str:
    """A key made of a name: "Évaluation initiale" -> "evaluation-initiale"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


def named(entry: object) -> tuple[str, list[str]]:
    """The key of a raw table and all its names; nothing when it has none."""
    name = entry.get("name") if isinstance(entry, dict) else None
    names = [text for text in (name.values() if isinstance(name, dict) else [name]) if isinstance(text, str)]
    key = entry.get("key") if isinstance(entry, dict) else None
    return (str(key) if key else slug(names[0])) if names else "", names


def names_in(reading: Reading, section: str) -> Names:
    """Every name in a section, wrong tables too: what they are called is known even so."""
    entries = reading.data.get(section, [])
    known = [named(entry) for entry in entries] if isinstance(entries, list) else []
    return {name: key for key, names in known for name in (*names, key) if name}


def find(reading: Reading, path: Path, name: str, known: Names, kind: str) -> str:
    """The key of what is called so; its name again, and a problem, when there is none."""
    fits = [key for called, key in known.items() if called.casefold() == name.casefold()]
    if not fits:
        reading.wrong(path, name, f"there is no such {kind}{did_you_mean(name, known)}")
    return fits[0] if fits else name


def _twice(reading: Reading, section: str) -> None:
    seen: set[str] = set()
    for n, entry in enumerate(reading.data.get(section, [])):
        key, names = named(entry)
        ours = {name.casefold() for name in (*names, key)}
        if ours & seen:
            reading.wrong((section, n, "name"), names[0] if names else None, "this name is there twice: change one")
        seen |= ours


def _about(reading: Reading) -> About:
    """[practice]; a made-up one when it is wrong, so that the rest can be read."""
    raw = reading.data.get("practice", {})
    if isinstance(raw, dict) and "languages" not in raw:
        raw = raw | {"languages": list(regions.of(str(raw.get("region", ""))).languages)}
    languages = raw["languages"] if isinstance(raw, dict) else ["en"]
    reading.languages = tuple(word for word in languages if word in SPOKEN) if isinstance(languages, list) else ("en",)
    about = reading.table(About, ("practice",), raw)
    if about is None:
        return About.model_construct(name="", zone="UTC", region=NOWHERE, languages=reading.languages)
    _languages(reading, about)
    zones = available_timezones()
    if about.zone not in zones:
        reading.wrong(("practice", "zone"), about.zone, f"there is no such time zone{_near_zone(about.zone, zones)}")
    if not is_region(about.region):
        remedy = 'write a country, or a country and province or state: "CA-ON", "CA-QC", "US", "US-NY", or "other"'
        reading.wrong(("practice", "region"), about.region, remedy)
        return about.model_copy(update={"region": NOWHERE})
    _tax_numbers(reading, about)
    return about.model_copy(update={"key": about.key or slug(about.name), "currency": _currency(reading, about)})


def _tax_numbers(reading: Reading, about: About) -> None:
    """Who is registered in Quebec is so for both of its taxes; nobody else has a number for the second."""
    if about.region == "CA-QC" and bool(about.gst) != bool(about.qst):
        given, missing = ("gst", "qst") if about.gst else ("qst", "gst")
        reading.wrong(
            ("practice", given), about.gst or about.qst, f"in Quebec there are two numbers: add {missing} too"
        )
    elif about.qst and about.region != "CA-QC":
        reading.wrong(("practice", "qst"), about.qst, "this is Quebec's tax: leave it out")


def _near_zone(zone: str, zones: set[str]) -> str:
    city = zone.rpartition("/")[2].replace(" ", "_").casefold()
    same = sorted(name for name in zones if name.rpartition("/")[2].casefold() == city and "/" in name)
    near = f'; did you mean "{same[0]}"?' if same else did_you_mean(zone, zones)
    return near if "did you mean" in near else ', write it like "America/Toronto"'


def _languages(reading: Reading, about: About) -> None:
    for language in about.languages:
        if language not in SPOKEN:
            reading.wrong(("practice", "languages"), language, f"Repbook speaks {' and '.join(SPOKEN)}")
    if len(set(about.languages)) < len(about.languages):
        reading.wrong(("practice", "languages"), about.languages[0], "name each language once")


def _currency(reading: Reading, about: About) -> str:
    currency = about.currency or next(iter(get_territory_currencies(about.region[:2])), "")
    if currency not in list_currencies():
        reading.wrong(("practice", "currency"), about.currency, 'write the currency of all prices: "CAD", "USD", "EUR"')
    return currency


def _hours(reading: Reading) -> Week | None:
    """The hours of everybody who has none of their own; nothing when there is a mistake in them."""
    part = reading.table(Opening, (), {"hours": reading.data.get("hours", {})})
    if part is None:
        return None
    _days_twice(reading, ("hours",), part.hours)
    return part.hours


def _days_twice(reading: Reading, path: Path, week: Week) -> None:
    seen: dict[int, str] = {}
    for days in week:
        for day in read_days(days):
            if day in seen:
                remedy = f'{DAYS[day]} is in "{seen[day]}" too: keep one ("8-12, 13-19" is two windows of one day)'
                reading.wrong((*path, days), None, remedy)
            seen[day] = days


def _holidays(reading: Reading, region: str) -> Holidays:
    holidays = reading.table(Holidays, ("holidays",), reading.data.get("holidays", {})) or Holidays()
    years = {date.today().year + n for n in (0, 1)} if holidays.open else set()  # noqa: DTZ011  any year's names do
    names = {name.casefold(): name for year in years for name in holiday_names(region, year)}
    for day in holidays.open:
        if isinstance(day, date) and not isinstance(day, datetime):
            continue
        if not isinstance(day, str) or day.casefold() not in names:
            near = did_you_mean(str(day), names.values())
            reading.wrong(("holidays", "open"), day, f"this is no public holiday of {region}{near}")
    return holidays


def _closures(reading: Reading) -> tuple[Off, ...]:
    read = reading.tables(Off, "closed")
    for n, off in read:
        _ends_after(reading, ("closed", n), off)
    return tuple(off for _, off in read)


def _time_off(reading: Reading) -> tuple[TimeOffPart, ...]:
    people = names_in(reading, "practitioners")
    found = []
    for n, off in reading.tables(TimeOffPart, "time_off"):
        _ends_after(reading, ("time_off", n), off)
        who = find(reading, ("time_off", n, "who"), off.who, people, "practitioner")
        found.append(off.model_copy(update={"who": who}))
    return tuple(found)


def _ends_after(reading: Reading, path: Path, off: Off) -> None:
    if isinstance(off.since, datetime) and off.until is None:
        reading.wrong((*path, "from"), off.since, "say until when: until = 2026-07-01T17:00")
    elif off.until is not None and off.span()[0] >= off.span()[1]:
        reading.wrong((*path, "until"), off.until, f"this is before it begins ({off.since})")


def _practitioners(reading: Reading) -> list[tuple[int, PractitionerPart]]:
    _twice(reading, "practitioners")
    people = reading.tables(PractitionerPart, "practitioners")
    if not reading.data.get("practitioners"):
        reading.wrong((), None, 'nobody works here yet: add [[practitioners]] and below it name = "..."')
    for n, person in people:
        _days_twice(reading, ("practitioners", n, "hours"), person.hours or {})
    keyed = [(n, person.model_copy(update={"key": person.key or slug(person.name)})) for n, person in people]
    if keyed and not any(person.owner for _, person in keyed):  # somebody has to hear the alerts
        keyed[0] = (keyed[0][0], keyed[0][1].model_copy(update={"owner": True}))
    return keyed


def _services(
    reading: Reading, people: list[tuple[int, PractitionerPart]], hours: Week | None
) -> tuple[ServicePart, ...]:
    _twice(reading, "services")
    services = [(n, _service(reading, n, service)) for n, service in reading.tables(ServicePart, "services")]
    if not reading.data.get("services"):
        reading.wrong((), None, "nothing is offered yet: add [[services]] and below it name and minutes")
    usual = [n for n, service in services if service.usual]
    if len(usual) > 1:
        reading.wrong(("services", usual[1], "usual"), True, "only one service can be the usual one")
    theirs = {person.key: person.hours if person.hours is not None else hours for _, person in people}
    weeks = {who: week for who, week in theirs.items() if week is not None}
    for n, service in services:
        _classes_in_hours(reading, n, service, weeks)
    _classes_apart(reading, services)
    return tuple(service for _, service in services)


def _service(reading: Reading, n: int, service: ServicePart) -> ServicePart:
    """The service with keys for names."""
    known = names_in(reading, "practitioners")
    by = None
    if service.by is not None:
        by = tuple(find(reading, ("services", n, "by"), name, known, "practitioner") for name in service.by)
    givers = by if by is not None else tuple(dict.fromkeys(known.values()))
    if service.deposit > service.price:
        reading.wrong(("services", n, "deposit"), service.deposit, f"this is more than the price, {service.price}")
    if service.times and service.places is None:
        reading.wrong(("services", n, "times"), None, "a class needs its number of places: places = 6")
    times = [_class_time(reading, n, entry, givers, known) for entry in service.times]
    kept = tuple(time for time in times if time)
    if by is None and kept:
        by = tuple(dict.fromkeys(who for _, _, who in kept))
    key = named(reading.data["services"][n])[0]
    return service.model_copy(update={"key": key, "by": by, "times": kept})


def _class_time(
    reading: Reading, n: int, entry: tuple[int, int, str], givers: tuple[str, ...], known: Names
) -> tuple[int, int, str] | None:
    day, starts, name = entry
    path: Path = ("services", n, "times")
    if not name and len(givers) != 1:
        reading.wrong(path, f"{DAYS[day][:3]} {clock(starts)}", 'say with whom: "Wed 18:00 with Priya Nair"')
        return None
    who = find(reading, path, name, known, "practitioner") if name else givers[0]
    if who in known.values() and who not in givers:
        reading.wrong(path, name, 'this practitioner does not give the service: add the name to "by"')
        return None
    return day, starts, who


def _classes_in_hours(reading: Reading, n: int, service: ServicePart, weeks: dict[str, Week]) -> None:
    for day, starts, who in service.times:
        ends = starts + service.minutes
        if who in weeks and not any(d == day and o <= starts and ends <= c for d, o, c in weekly(weeks[who])):
            remedy = (
                f"{DAYS[day]} {clock(starts)}-{clock(ends)} is outside the practitioner's hours: change one of them"
            )
            reading.wrong(("services", n, "times"), f"{DAYS[day][:3]} {clock(starts)}", remedy)


def _classes_apart(reading: Reading, services: list[tuple[int, ServicePart]]) -> None:
    """No practitioner can give two classes at once, buffers included."""
    blocks = sorted(
        (who, day, starts - service.buffer_before, starts + service.minutes + service.buffer_after, n, starts)
        for n, service in services
        for day, starts, who in service.times
    )
    for (who, day, _, ends, _, _), (other, same_day, begins, _, n, starts) in pairwise(blocks):
        if (who, day) == (other, same_day) and begins < ends:
            remedy = "another class of this practitioner is not over by then, buffers included"
            reading.wrong(("services", n, "times"), f"{DAYS[day][:3]} {clock(starts)}", remedy)


def _plans(reading: Reading) -> tuple[PlanPart, ...]:
    _twice(reading, "plans")
    services = names_in(reading, "services")
    plans = []
    for n, plan in reading.tables(PlanPart, "plans"):
        path: Path = ("plans", n, "covers")
        covers = {find(reading, path, name, services, "service"): cost for name, cost in plan.covers.items()}
        if plan.monthly and plan.valid_days:
            reading.wrong(
                ("plans", n, "valid_days"), plan.valid_days, "a monthly plan is valid for its month: leave it out"
            )
        _keeps_pace(reading, n, plan)
        plans.append(plan.model_copy(update={"covers": covers, "key": named(reading.data["plans"][n])[0]}))
    return tuple(plans)


def _keeps_pace(reading: Reading, n: int, plan: PlanPart) -> None:
    """The sessions of a plan have room in its days, at its pace."""
    days, sessions = pace.MONTH if plan.monthly else plan.valid_days, pace.whole(plan.sessions)
    if plan.pace is None or days is None or plan.pace.fits(sessions, days):
        return
    fits = pace.usual(sessions, days, monthly=plan.monthly)
    span = "a month" if plan.monthly else f"{days} days"
    remedy = f'{sessions} sessions have no room in {span} then: "{fits}" fits'
    reading.wrong(("plans", n, "pace"), str(plan.pace), remedy)


def _policies(reading: Reading, region: str) -> Policies:
    given = reading.data.get("policies", {})
    all_of_them = regions.of(region).policies | given if isinstance(given, dict) else given
    return reading.table(Policies, ("policies",), all_of_them) or Policies()


def _clients(reading: Reading) -> tuple[ClientPart, ...]:
    plans = names_in(reading, "plans")
    found = []
    for n, client in reading.tables(ClientPart, "clients"):
        plan = find(reading, ("clients", n, "plan"), client.plan, plans, "plan") if client.plan else ""
        language = client.language or next(iter(reading.languages), "en")
        if language not in SPOKEN:
            reading.wrong(("clients", n, "language"), language, f"Repbook speaks {' and '.join(SPOKEN)}")
        if client.zone and client.zone not in available_timezones():
            remedy = f"there is no such time zone{_near_zone(client.zone, available_timezones())}"
            reading.wrong(("clients", n, "zone"), client.zone, remedy)
        found.append(client.model_copy(update={"plan": plan, "language": language}))
    return tuple(found)

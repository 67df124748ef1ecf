"""`repbook understand`: what a message means, in the practice's own words, and why; for one text or for many."""

from __future__ import annotations

import json
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.common import opened, settings
from bot.errors import Mistake
from bot.sample import sample_practice
from core import bookings
from core.practice import PracticeFileError, apply, parse
from core.rules import zone_of
from core.windows import Windows
from handlers.situation import Catalogue
from handlers.understanding import Context, Meaning
from handlers.understanding import understand as read
from handlers.understanding.meaning import Held, Name
from handlers.understanding.reading import read_item
from storage import lines
from storage.asking import id_of
from storage.database import Database
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo


def understand(text: str, lang: str, now: str | None, who: str | None = None, practice: str | None = None) -> None:
    """Print the meaning of a text for the configured practice, or the sample one where there is none.

    `who` is a client of it, whose sessions and family are known then; `practice` is a practice file instead.
    """
    with _store(practice) as store:
        context = _context(store, lang)
        at = _instant(now, context.zone)
        context = _as(store, context, who, at) if who else context
    for line in told(read(text, context, at), context.zone):
        print(line)


def understand_all(source: str, practice: str | None = None) -> None:
    """Read items from a file of JSON lines ("-": standard input), and print what each is understood to mean.

    Names are the practice's own as its clients read them. Always against the sample practice, or a file's.
    """
    with _fresh(practice) as store:
        base = _context(store, "en", by_name=True)
    for number, line in enumerate(_lines(source), 1):
        if line.strip():
            print(json.dumps(_read_line(line, number, base), ensure_ascii=False))


def _lines(source: str) -> Iterator[str]:
    if source == "-":
        yield from sys.stdin
        return
    try:
        with Path(source).open(encoding="utf-8") as file:
            yield from file
    except OSError as error:
        raise Mistake(f"{source} cannot be read: {error.strerror}") from error


def _read_line(line: str, number: int, base: Context) -> dict[str, Any]:
    try:
        return read_item(json.loads(line), base)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Mistake(f"line {number}: an item is needed, with text and now at least ({error!r})") from error


@contextmanager
def _store(practice: str | None) -> Iterator[Store]:
    """The configured practice; where there is none, or a file is named, a fresh one."""
    given = settings()
    if practice is None and (given.database_url or (given.data / "repbook.db").exists()):
        with opened(given) as database, database.reading() as session:
            practice_id = lines.only_practice(session)
            if practice_id is not None:
                yield Store(session, practice_id)
                return
    with _fresh(practice) as store:
        yield store


@contextmanager
def _fresh(practice: str | None) -> Iterator[Store]:
    """A practice of its own in a folder of its own: the sample, or a file's."""
    with tempfile.TemporaryDirectory(prefix="repbook-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'practice.db'}")
        try:
            practice_id = _practice_of(database, practice) if practice else sample_practice(database, datetime.now(UTC))
            with database.reading() as session:
                yield Store(session, practice_id)
        finally:
            database.close()


def _practice_of(database: Database, path: str) -> int:
    try:
        file = parse(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise Mistake(f"{path} cannot be read: {error.strerror}") from error
    except PracticeFileError as error:
        raise Mistake(f"{path}:\n{error}") from error
    database.migrate()
    with database.transaction() as session:
        return apply(Store(session, 0), file, datetime.now(UTC))


def _context(store: Store, lang: str, *, by_name: bool = False) -> Context:
    known = Catalogue(store)
    context = Context(
        zone=zone_of(store.practice()),
        lang=lang,
        openings=known.openings,
        practitioners=known.practitioners,
        services=known.services,
        plans=known.plans,
        default_minutes=known.default_minutes,
    )
    if not by_name:
        return context
    return replace(
        context,
        practitioners=_by_name(context.practitioners),
        services=_by_name(context.services),
        plans=_by_name(context.plans),
    )


def _by_name(names: tuple[Name, ...]) -> tuple[Name, ...]:
    """What each stands for is its first spelling: the whole name, in the practice's first language."""
    return tuple(replace(name, key=name.spellings[0]) for name in names)


def _as(store: Store, context: Context, who: str, now: datetime) -> Context:
    """The context of a client of the practice who writes: their sessions, and those they book for."""
    people = store.people_named(who)
    if not people:
        raise Mistake(f"--as {who}: the practice has no client of that name")
    clients = store.clients_of(id_of(people[0]))
    visits = bookings.upcoming(store, [id_of(client) for client in clients], now)
    held = tuple(Held(v.appointment.starts_at, v.practitioner.name, "", v.client.name) for v in visits)
    return replace(
        context, people=tuple(Name(c.name, (c.name, *c.name.split())) for c in clients if c.name), bookings=held
    )


def _instant(text: str | None, zone: ZoneInfo) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone) if text else datetime.now(zone)
    except ValueError as error:
        raise Mistake(f"--now {text}: a local time like 2026-03-02T10:15 is wanted") from error


def told(meaning: Meaning, zone: ZoneInfo, indent: str = "") -> Iterator[str]:
    """A meaning in lines: what was understood, then which words did it."""
    yield f"{indent}{meaning.intent}  ({meaning.confidence:.0%} sure)"
    for part in fields(meaning):
        value = getattr(meaning, part.name)
        if part.name not in {"intent", "confidence", "because", "then"} and value not in {None, ()}:
            yield f"{indent}  {part.name.replace('_', ' ')}: {_shown(value, zone)}"
    for because in meaning.because:
        yield f"{indent}  because of {because.words!r}: {because.rule}"
    if meaning.then:
        yield f"{indent}then"
        yield from told(meaning.then, zone, indent + "  ")


def _shown(value: Any, zone: ZoneInfo) -> str:
    if not isinstance(value, Windows):
        return str(value)
    spans = [f"{_local(span.start, zone)} to {_local(span.end, zone)}" for span in value.spans]
    near = f", best near {', '.join(_local(at, zone) for at in value.near)}" if value.near else ""
    return f"{_local(value.exact, zone)}" if value.exact else f"{'; '.join(spans) or 'never'}{near}"


def _local(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M}"

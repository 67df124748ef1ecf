"""`repbook understand`: what a message means, in the practice's own words, and why."""

from __future__ import annotations

import tempfile
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commands.common import opened, settings
from bot.errors import Mistake
from bot.sample import sample_practice
from core.rules import zone_of
from core.windows import Windows
from handlers.situation import Catalogue
from handlers.understanding import Context, Meaning
from handlers.understanding import understand as read
from storage import lines
from storage.database import Database
from storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo


def understand(text: str, lang: str, now: str | None) -> None:
    """Print the meaning of a text for the configured practice, or the sample one where there is none."""
    context = _context(lang)
    at = _instant(now, context.zone)
    for line in told(read(text, context, at), context.zone):
        print(line)


def _context(lang: str) -> Context:
    given = settings()
    exists = given.database_url or (given.data / "repbook.db").exists()
    if exists:
        with opened(given) as database:
            found = _context_of(database, lang)
            if found:
                return found
    with tempfile.TemporaryDirectory(prefix="repbook-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'sample.db'}")
        sample_practice(database, datetime.now(UTC))
        found = _context_of(database, lang)
        database.close()
    assert found is not None  # noqa: S101  it was just made
    return found


def _context_of(database: Database, lang: str) -> Context | None:
    with database.reading() as session:
        practice_id = lines.only_practice(session)
        if practice_id is None:
            return None
        store = Store(session, practice_id)
        known, zone = Catalogue(store), zone_of(store.practice())
    return Context(
        zone=zone,
        lang=lang,
        openings=known.openings,
        practitioners=known.practitioners,
        services=known.services,
        plans=known.plans,
        default_minutes=known.default_minutes,
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

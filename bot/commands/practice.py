"""`repbook init` and `repbook apply`: the practice file, written to begin with, and made real."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.commands.common import opened, settings
from bot.errors import Mistake
from core.practice import PracticeFile, PracticeFileError, changes, in_closed_time, init_text, parse
from core.practice import apply as make_real
from storage import lines
from storage.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session


def init(file: Path | None, name: str, zone: str, region: str, languages: str) -> None:
    """Write a practice file. Raises Mistake rather than write over one, or write one that is wrong."""
    place = file or settings().practice_file
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Mistake(f"{zone!r} is no time zone: America/Toronto is one") from error
    text = init_text(name, zone, region, [one.strip() for one in languages.split(",") if one.strip()])
    try:
        parse(text)
    except PracticeFileError as error:
        raise Mistake(str(error)) from error
    try:
        with place.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError as error:
        raise Mistake(f"{place} is there already: change it, or name another file") from error
    except OSError as error:
        raise Mistake(f"{place} cannot be written: {error.strerror}") from error
    print(f"Wrote {place}. Make it yours, then: repbook apply")


def apply(file: Path | None, *, yes: bool) -> None:
    """Show what the file would change, ask, and do it."""
    given = settings()
    wanted = read(file or given.practice_file)
    now = datetime.now(UTC)
    with opened(given) as database:
        with database.reading() as session:
            plan = changes(_store(session, wanted), wanted)
        for warning in wanted.warnings:
            print(f"  ! {warning}")
        if wanted.warnings:
            print("    This is where you depart from what we take for the law; it is no legal advice.")
        if not plan:
            print("The practice is as its file says: nothing to change.")
            return
        print("\n".join(f"  {line}" for line in plan))
        if not yes and not _agreed():
            raise Mistake("nothing was changed")
        with database.transaction() as session:
            store = _store(session, wanted)
            make_real(store, wanted, now)
            outside = in_closed_time(store, now)
        print("Applied.")
        for line in outside:
            print(f"  {line}")


def read(place: Path) -> PracticeFile:
    """The practice file, if it is right. Raises Mistake with a line for each thing that is not."""
    try:
        return parse(place.read_text(encoding="utf-8"))
    except PracticeFileError as error:
        problems = "\n".join(f"  {problem}" for problem in error.problems)
        raise Mistake(f"{place} has mistakes, and nothing was changed:\n{problems}") from error
    except FileNotFoundError as error:
        raise Mistake(f"there is no {place}: `repbook init` writes one") from error
    except UnicodeDecodeError as error:
        raise Mistake(f"{place} is no UTF-8 text") from error
    except OSError as error:
        raise Mistake(f"{place} cannot be read: {error.strerror}") from error


def _store(session: Session, file: PracticeFile) -> Store:
    """The practice of that key; the only one when the key is new to us and there is one only, since keys may change."""
    store = Store(session, 0)
    known = store.practice_by_key(file.about.key)
    store.practice_id = (known.id if known else lines.only_practice(session)) or 0
    return store


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise Mistake("nothing was changed: say --yes to apply this without being asked")
    return input("Apply this? [y/N] ").strip().lower() in {"y", "yes", "o", "oui"}

"""`repbook serve` and `repbook chat`: the running program, or a conversation with it at the terminal."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot import logs
from bot.commands.common import open_database, settings, the_practice
from bot.errors import Mistake
from bot.sample import MAYA, sample_practice
from storage.database import Database

if TYPE_CHECKING:
    from bot.settings import Settings

STANDING = datetime(2026, 3, 2, 10, 15, tzinfo=ZoneInfo("America/Toronto"))
NO_CHANNEL = """\
No channel is configured, so this is a practice to try out: Northside Kinesiology, here in the terminal.
You are Maya, a client: try "tomorrow at 3pm". (/as Ana: a practitioner; /as Sam: a stranger; /help: the rest.)"""


def serve(*, sample: bool = False) -> None:
    """Listen on every configured channel until told to stop."""
    given = settings()
    channels = given.sms or given.telegram
    if sample:
        given = given.model_copy(update={"database_url": given.database_url or f"sqlite:///{given.data / 'sample.db'}"})
    if sample and not channels:
        try_out(given)
        return
    if not channels:
        raise Mistake("no channel is configured: set TELEGRAM_BOT_TOKEN or TWILIO_ACCOUNT_SID, or try `repbook chat`")
    logs.configure(given.log_format)
    database = open_database(given)
    if sample:
        sample_practice(database, datetime.now(UTC))
    the_practice(database)
    database.close()
    from bot.server import serve as listen

    if not listen(given):
        raise SystemExit(1)


def try_out(given: Settings) -> None:
    """The sample practice at the terminal; or, when lines are piped in, a throw-away one whose clock stands."""
    logs.configure(given.log_format, quiet=True)
    if sys.stdin.isatty():
        database = Database(given.database, secret=given.secret())
        sample_practice(database, datetime.now(UTC))
        print(NO_CHANNEL)
        _talk(database)
        return
    with tempfile.TemporaryDirectory(prefix="repbook-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'sample.db'}")
        sample_practice(database, STANDING)
        _play(database)


def chat(*, sample: bool = False) -> None:
    """Talk to the practice at the terminal, as anybody."""
    given = settings()
    if sample:
        try_out(given.model_copy(update={"database_url": f"sqlite:///{given.data / 'sample.db'}"}))
        return
    logs.configure(given.log_format, quiet=True)
    database = open_database(given)
    the_practice(database)
    print("This is the practice's own data. /as NAME says who you are; /help tells the rest.")
    _talk(database, "a stranger")


def _talk(database: Database, who: str = MAYA) -> None:
    from bot.terminal import Terminal, converse, play_lines

    terminal = Terminal(lambda: database, the_practice(database), papers=settings().data / "papers")
    try:
        said = terminal.act_as(who)
        if who != MAYA:
            terminal.tell(said)
        (converse if sys.stdin.isatty() else play_lines)(terminal)
    finally:
        terminal.close()


def _play(database: Database) -> None:
    from bot.terminal import Terminal, play_lines

    standing, papers = STANDING.astimezone(UTC), settings().data / "papers"
    terminal = Terminal(lambda: database, the_practice(database), standing=standing, papers=papers)
    try:
        terminal.act_as(MAYA)
        play_lines(terminal)
    finally:
        terminal.close()

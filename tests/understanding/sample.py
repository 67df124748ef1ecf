"""The sample practice as understanding sees it, and the clock of these tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.understanding import Context, Held, Meaning, Name, Opening, understand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.windows import Windows

ZONE = ZoneInfo("America/Toronto")
NOW = datetime(2026, 5, 6, 9, 20, tzinfo=ZONE)  # a wednesday
PRACTICE = Context(
    zone=ZONE,
    openings=(*(Opening(day, time(8), time(19)) for day in range(5)), Opening(5, time(9), time(13))),
    practitioners=(Name("ana", ("Ana Silva",)), Name("marc", ("Marc Tremblay",)), Name("priya", ("Priya Nair",))),
    services=(
        Name("initial", ("Initial assessment", "Évaluation initiale"), minutes=60),
        Name("session", ("Kinesiology session", "Séance de kinésiologie"), minutes=60),
        Name("follow-up", ("Short follow-up", "Suivi court"), minutes=30),
        Name("group", ("Small group class", "Cours en petit groupe"), minutes=50),
    ),
    plans=(
        Name("starter", ("Starter Plan", "Plan Starter"), size=4),
        Name("progress", ("Progress Plan", "Plan Progress"), size=8),
        Name("performance", ("Performance Plan", "Plan Performance"), size=12),
        Name("monthly", ("4 a month", "4 par mois", "Monthly", "Mensuel"), size=4),
    ),
)
FAMILY = replace(PRACTICE, people=(Name("lea", ("Léa",)), Name("max", ("Max",))))
HOLDER = replace(
    PRACTICE,
    bookings=(
        Held(datetime(2026, 5, 11, 16, tzinfo=ZONE), "Ana Silva"),
        Held(datetime(2026, 5, 15, 9, 30, tzinfo=ZONE), "Marc Tremblay"),
    ),
)
STAFF = replace(PRACTICE, staff=True, offered=("9:00 Daniel Cho", "10:00 Sophie Gagnon", "11:00 Tom Hall"))


def read(text: str, context: Context = PRACTICE) -> Meaning:
    """What a text means on that wednesday."""
    return understand(text, context, NOW)


def at(said: str) -> datetime:
    """ "7 16:00" is the 7th of May at four; "6-2 9:00" the 2nd of June at nine."""
    day, clock = said.split()
    month, number = day.split("-") if "-" in day else ("5", day)
    hour, minute = clock.split(":")
    return datetime(2026, int(month), int(number), int(hour), int(minute), tzinfo=ZONE)


def starts(said: str) -> list[datetime]:
    """Several of them, parted by commas."""
    return [at(each.strip()) for each in said.split(",") if each.strip()]


def rows(book: str) -> Iterator[list[str]]:
    """The lines of a book, parted by bars."""
    for line in book.strip().splitlines():
        yield [cell.strip() for cell in line.split("|")]


def said_of(windows: Windows | None) -> list[str]:
    """Windows as a failure should show them."""
    return (
        [f"{s.start.astimezone(ZONE):%d %H:%M}-{s.end.astimezone(ZONE):%H:%M}" for s in windows.spans]
        if windows
        else []
    )
